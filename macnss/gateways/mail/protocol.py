"""What a mail gateway does."""

from dataclasses import dataclass
from typing import Protocol

from macnss.gateways.sending import Sent


@dataclass(frozen=True, slots=True)
class Mail:
    """One e-mail, twice: as text and as HTML. `reference` is ours, without anything personal."""

    to: str
    subject: str
    text: str
    html: str
    reference: str


class MailGateway(Protocol):
    def send(self, mail: Mail) -> Sent:
        """Hand over one e-mail. Raises Refused or Unavailable."""
