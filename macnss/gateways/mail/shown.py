"""The demonstration's gateway: it delivers nothing. The inbox page shows what would have been sent."""

from macnss.gateways.mail.protocol import Mail
from macnss.gateways.sending import Sent


class ShownMail:
    def send(self, mail: Mail) -> Sent:  # noqa: ARG002
        return Sent()
