"""What an SMS gateway does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from macnss.gateways.sending import Sent


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a message that the provider took, under the provider's own name for it."""

    provider_id: str
    delivered: bool


# What is done with a receipt. It raises when the receipt could not be written down: the provider then sends it again.
Receive = Callable[[Receipt], None]


class SmsGateway(Protocol):
    def send(self, *, to: str, text: str, reference: str, callback: str = "") -> Sent:
        """Hand over one message. Raises Refused or Unavailable, within half a minute whatever happens.

        `to` is E.164 (+212…), `reference` ours, without anything personal; `callback` the address to which a provider
        that speaks HTTP may send the receipt.
        """
