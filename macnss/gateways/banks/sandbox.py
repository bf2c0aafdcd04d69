"""The sandbox: no bank is asked. It answers by rule, from the last digit of the account (the one before the key)."""

from macnss.gateways.banks.protocol import Answer
from macnss.gateways.sending import Unavailable

RULE = {"9": Answer.CLOSED, "8": Answer.OTHER_HOLDER, "7": Answer.UNKNOWN}
SILENT = "6"
_BEFORE_THE_KEY = -3


class SandboxBanks:
    """9: closed. 8: another holder. 7: no such account. 6: no answer yet. Any other digit: fine."""

    def verify(self, *, rib: str, holder: str, reference: str) -> Answer:  # noqa: ARG002
        digit = rib[_BEFORE_THE_KEY]
        if digit == SILENT:
            raise Unavailable("sandbox:silent")
        return RULE.get(digit, Answer.FINE)
