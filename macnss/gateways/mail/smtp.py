"""E-mail by SMTP: Django's own back end, with time limits, and its failures sorted into for good and for now."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.errors import MessageError
from email.utils import parseaddr

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from macnss.gateways.mail.protocol import Mail
from macnss.gateways.sending import Breaker, Refused, Sent, Unavailable

# Seconds for each exchange with the server, nine of them at most: some read the whole letter before they answer.
TIME_LIMIT = 15


@dataclass(frozen=True, slots=True)
class SmtpPeer:
    """The server and the sender. `tls`: "starttls", "implicit" (465) or "none"."""

    host: str
    port: int = 587
    user: str = ""
    password: str = ""
    tls: str = "starttls"
    sender: str = ""


class SmtpMail:
    def __init__(self, peer: SmtpPeer) -> None:
        self._peer = peer
        self._breaker = Breaker()

    def send(self, mail: Mail) -> Sent:
        """The same reference makes the same Message-ID: what is sent twice after an accident is shown once."""
        _, address = parseaddr(self._peer.sender)
        message_id = f"<{mail.reference}@{address.rpartition('@')[2]}>"
        with self._breaker, _sorted_failures(), self._connection() as connection:
            message = EmailMultiAlternatives(
                mail.subject,
                mail.text,
                self._peer.sender,
                [mail.to],
                connection=connection,
                headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
            )
            message.attach_alternative(mail.html, "text/html")
            if not message.send():  # nobody to send it to
                raise Refused("smtp:address")
        return Sent(message_id[:80])

    @contextmanager
    def _connection(self) -> Iterator[EmailBackend]:
        """Django leaves a connection that failed half-way open, and closing it fails as it likes."""
        peer = self._peer
        connection = EmailBackend(
            host=peer.host,
            port=peer.port,
            username=peer.user,
            password=peer.password,
            use_tls=peer.tls == "starttls",
            use_ssl=peer.tls == "implicit",
            timeout=TIME_LIMIT,
        )
        try:
            yield connection
        finally:
            with suppress(smtplib.SMTPException, OSError):
                connection.close()


@contextmanager
def _sorted_failures() -> Iterator[None]:
    """Only a refusal of the address or of the text is for good. No text of the server is kept: it quotes addresses."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        raise _verdict(next(iter(error.recipients.values()))[0]) from None
    except smtplib.SMTPDataError as error:
        raise _verdict(error.smtp_code) from None
    except smtplib.SMTPResponseException as error:  # our greeting, our password, our sender
        raise Unavailable(f"smtp:{error.smtp_code}") from None
    except (smtplib.SMTPException, OSError) as error:
        raise Unavailable(f"smtp:{type(error).__name__}") from None
    except (ValueError, MessageError):  # an address with a line break, or that no header can hold
        raise Refused("smtp:address") from None


def _verdict(code: int) -> Refused | Unavailable:
    return Refused(f"smtp:{code}") if 500 <= code < 600 else Unavailable(f"smtp:{code}")
