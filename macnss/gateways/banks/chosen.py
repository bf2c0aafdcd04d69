"""The gateway that the settings choose."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from macnss.gateways.banks.protocol import BankGateway
from macnss.gateways.banks.sandbox import SandboxBanks


def bank_gateway() -> BankGateway | None:
    """By `settings.BANK_GATEWAY`. None: no bank is asked, an agent looks at each account."""
    match settings.BANK_GATEWAY:
        case "":
            return None
        case "sandbox":
            return SandboxBanks()
    raise ImproperlyConfigured("BANK_GATEWAY is sandbox, or empty.")
