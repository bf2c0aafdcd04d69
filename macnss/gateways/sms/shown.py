"""The demonstration's gateway: it delivers nothing. The inbox page shows what would have been sent."""

from macnss.gateways.sending import Sent


class ShownSms:
    def send(self, *, to: str, text: str, reference: str, callback: str = "") -> Sent:  # noqa: ARG002
        return Sent()
