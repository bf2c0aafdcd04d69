"""The gateways that the settings choose: one of each a process, as a connection may stand behind it."""

from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from macnss.gateways.mail.protocol import MailGateway
from macnss.gateways.mail.shown import ShownMail
from macnss.gateways.mail.smtp import SmtpMail, SmtpPeer
from macnss.gateways.sms.http import HttpPeer, HttpSms
from macnss.gateways.sms.protocol import Receipt, Receive, SmsGateway
from macnss.gateways.sms.shown import ShownSms
from macnss.gateways.sms.smpp import SmppPeer, SmppSms

_receivers: list[Receive] = []


def give_receipts_to(receive: Receive) -> None:
    """Who writes down the receipts that come back by a gateway's own connection."""
    _receivers[:] = [receive]


def _receive(receipt: Receipt) -> None:
    for receive in _receivers:
        receive(receipt)


def sms_gateway() -> SmsGateway:
    """By `settings.SMS_GATEWAY`."""
    match settings.SMS_GATEWAY:
        case "shown":
            return ShownSms()
        case "smpp":
            return _smpp(SmppPeer(**settings.SMPP), _receive)
        case "http":
            return _http(HttpPeer(**settings.SMS_HTTP))
    raise ImproperlyConfigured("SMS_GATEWAY is shown, smpp or http.")


def mail_gateway() -> MailGateway:
    """By `settings.MAIL_GATEWAY`."""
    match settings.MAIL_GATEWAY:
        case "shown":
            return ShownMail()
        case "smtp":
            return _smtp(SmtpPeer(**settings.SMTP))
    raise ImproperlyConfigured("MAIL_GATEWAY is shown or smtp.")


_smpp = cache(SmppSms)
_http = cache(HttpSms)
_smtp = cache(SmtpMail)
