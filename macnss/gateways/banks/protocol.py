"""What a gateway to the banks answers about an account."""

from enum import StrEnum
from typing import Protocol


class Answer(StrEnum):
    """What the bank says of an account."""

    FINE = "fine"  # it is open, and its holder bears that name
    UNKNOWN = "unknown"
    CLOSED = "closed"
    OTHER_HOLDER = "other_holder"


class BankGateway(Protocol):
    def verify(self, *, rib: str, holder: str, reference: str) -> Answer:
        """Ask about one account. Raises Unavailable (of `gateways.sending`) when the bank has no answer yet.

        `reference` is ours, without anything personal.
        """
