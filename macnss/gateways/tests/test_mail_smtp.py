"""SMTP against a real server on loopback."""

import asyncio
import email
import logging
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from macnss.gateways.mail import smtp
from macnss.gateways.mail.protocol import Mail
from macnss.gateways.mail.smtp import SmtpMail, SmtpPeer
from macnss.gateways.sending import Refused, Unavailable
from macnss.gateways.tests.certificates import own_certificate, tls

MAIL = Mail("amina@example.org", "رمز التأكيد", "482913 ’é\n", "<p>482913 ’é</p>", "a-reference")


class Server:
    """What it answers to each command, and the letters that it took."""

    def __init__(self, *, rcpt: str = "", data: str = "", slow: float = 0.0, drop: bool = False) -> None:
        self.rcpt, self.data, self.slow, self.drop = rcpt, data, slow, drop
        self.letters: list[EmailMessage] = []
        self.envelopes: list[Envelope] = []
        self.encrypted: list[bool] = []

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.drop:
            cast("asyncio.Transport", server.transport).close()
        await asyncio.sleep(self.slow)
        if not self.rcpt:
            envelope.rcpt_tos.append(address)
        return self.rcpt or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if not self.data:
            content = cast("bytes", envelope.content)
            self.letters.append(email.message_from_bytes(content, policy=default))
            self.envelopes.append(envelope)
            self.encrypted.append(session.ssl is not None)
        return self.data or "250 OK"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def mail_server(server: Server, **options: Any) -> Iterator[int]:
    controller = Controller(server, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def gateway(port: int, **more: Any) -> SmtpMail:
    usual: dict[str, Any] = {"host": "127.0.0.1", "port": port, "tls": "none", "sender": "Fonds <no@ma.example>"}
    return SmtpMail(SmtpPeer(**usual | more))


def test_a_letter_arrives_twice_written_under_a_name_that_does_not_change() -> None:
    server = Server()
    with mail_server(server) as port:
        first = gateway(port).send(MAIL)
        assert gateway(port).send(MAIL) == first
    letter, envelope = server.letters[0], server.envelopes[0]
    assert (envelope.mail_from, envelope.rcpt_tos) == ("no@ma.example", ["amina@example.org"])
    assert (letter["Subject"], letter["From"], letter["To"]) == (MAIL.subject, "Fonds <no@ma.example>", MAIL.to)
    assert letter["Message-ID"] == first.provider_id == "<a-reference@ma.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    text, html = letter.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert cast("EmailMessage", text).get_content().strip() == MAIL.text.strip()
    assert cast("EmailMessage", html).get_content().strip() == MAIL.html


@pytest.mark.parametrize(
    ("answers", "failure", "reason"),
    [
        ({"rcpt": "550 no such user amina@example.org"}, Refused, "smtp:550"),
        ({"rcpt": "451 try later"}, Unavailable, "smtp:451"),
        ({"rcpt": "421 too many"}, Unavailable, "smtp:421"),
        ({"data": "554 looks like spam"}, Refused, "smtp:554"),
        ({"data": "452 disk full"}, Unavailable, "smtp:452"),
        ({"drop": True}, Unavailable, "smtp:SMTPServerDisconnected"),
    ],
)
def test_what_the_server_says_is_for_good_or_for_now(
    answers: dict[str, Any], failure: type[Exception], reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with mail_server(Server(**answers)) as port, pytest.raises(failure, match=f"^{reason}$"):
        gateway(port).send(MAIL)
    assert "amina" not in "".join(each.getMessage() for each in caplog.records if not each.name.startswith("mail."))


def test_a_slow_server_does_not_hold_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "TIME_LIMIT", 0.3)
    with mail_server(Server(slow=1.2)) as port:
        began = time.monotonic()
        with pytest.raises(Unavailable, match="smtp:"):
            gateway(port).send(MAIL)
        assert time.monotonic() - began < 1.1


def test_a_server_that_is_away_only_delays() -> None:
    with pytest.raises(Unavailable, match="smtp:ConnectionRefusedError"):
        gateway(free_port()).send(MAIL)


@pytest.mark.parametrize("address", ["a@b\nBcc: all@example.org", ""])
def test_an_address_that_no_letter_can_bear_is_refused(address: str) -> None:
    server = Server()
    with mail_server(server) as port, pytest.raises((Refused, Unavailable)):
        gateway(port).send(Mail(address, "s", "t", "h", "r"))
    assert server.letters == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return own_certificate(tmp_path_factory.mktemp("certificate"))


def only_ours(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
    return AuthResult(success=data == LoginPassword(b"fund", b"word"), handled=False)


def test_the_letter_and_the_password_travel_encrypted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server, safe = Server(), tls(certificate)
    with mail_server(server, tls_context=safe, require_starttls=True, authenticator=only_ours) as port:
        gateway(port, host="localhost", tls="starttls", user="fund", password="word").send(MAIL)
        with pytest.raises(Unavailable, match="smtp:535"):
            gateway(port, host="localhost", tls="starttls", user="fund", password="wrong").send(MAIL)
        with pytest.raises(Unavailable, match="smtp:530"):
            gateway(port, host="localhost").send(MAIL)
    assert server.encrypted == [True]


def test_a_server_that_offers_no_encryption_gets_nothing() -> None:
    server = Server()
    with mail_server(server) as port, pytest.raises(Unavailable, match="smtp:SMTPNotSupportedError"):
        gateway(port, tls="starttls").send(MAIL)
    assert server.envelopes == []


def test_a_server_that_nobody_vouches_for_gets_nothing(certificate: Path) -> None:
    server = Server()
    with mail_server(server, tls_context=tls(certificate)) as port, pytest.raises(Unavailable, match="smtp:SSL"):
        gateway(port, host="localhost", tls="starttls").send(MAIL)
    assert server.envelopes == []
