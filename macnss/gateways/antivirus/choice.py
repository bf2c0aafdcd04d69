"""Which antivirus runs here."""

from django.conf import settings

from macnss.gateways.antivirus.absent import Absent
from macnss.gateways.antivirus.clamd import Clamd
from macnss.gateways.antivirus.protocol import Antivirus


def antivirus() -> Antivirus:
    """By `settings.CLAMAV`: where clamd listens, empty where there is none."""
    return Clamd(settings.CLAMAV, settings.CLAMAV_TIMEOUT) if settings.CLAMAV else Absent()
