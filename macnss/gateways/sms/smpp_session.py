"""One bound SMPP connection: a thread reads what the centre says and wakes who waits for it."""

import contextlib
import logging
import re
import select
import socket
import ssl
import threading
import time
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NoAnswer
from dataclasses import dataclass
from typing import Any, Self, cast

from smpplib import consts, smpp
from smpplib.client import Client

from macnss.gateways.sending import Unavailable
from macnss.gateways.sms.protocol import Receipt, Receive

CONNECT_WITHIN = 5.0
ANSWER_WITHIN = 8.0
QUIET = 30.0  # after so many silent seconds we ask whether the centre is still there; asked twice in vain, it is not

log = logging.getLogger(__name__)
_wire_log = logging.getLogger(f"{__name__}.wire")
_wire_log.setLevel(logging.CRITICAL)  # the library writes whole messages and their numbers at lower levels

_KIND_OF_MESSAGE, _IS_RECEIPT = 0x3C, 0x04  # of esm_class
_RECEIPT = re.compile(r"\bid:\s*(?P<id>\S+).*?\bstat:\s*(?P<state>[A-Z]+)", re.DOTALL | re.IGNORECASE)
_SETTLED = {"DELIVRD": True, "EXPIRED": False, "DELETED": False, "UNDELIV": False, "REJECTD": False}
_SETTLED_STATES = {
    consts.SMPP_MESSAGE_STATE_DELIVERED: True,
    consts.SMPP_MESSAGE_STATE_EXPIRED: False,
    consts.SMPP_MESSAGE_STATE_DELETED: False,
    consts.SMPP_MESSAGE_STATE_UNDELIVERABLE: False,
    consts.SMPP_MESSAGE_STATE_REJECTED: False,
}


@dataclass(frozen=True, slots=True)
class Centre:
    """Where the centre is and how we are known to it."""

    host: str
    port: int
    system_id: str
    password: str
    system_type: str
    tls: ssl.SSLContext | None


class _Wire(Client):  # type: ignore[misc]
    """The library's client, with a time limit on the connection, names checked by TLS, and one thread at a time."""

    _socket: Any = None

    def __init__(self, centre: Centre) -> None:
        super().__init__(centre.host, centre.port, logger_name=_wire_log.name, allow_unknown_opt_params=True)
        self._centre = centre
        self._using = threading.RLock()
        self._ahead = b""

    def connect(self) -> None:
        wire: socket.socket = socket.create_connection((self._centre.host, self._centre.port), CONNECT_WITHIN)
        if self._centre.tls:
            wire = self._centre.tls.wrap_socket(wire, server_hostname=self._centre.host)
        wire.settimeout(ANSWER_WITHIN)
        self._socket = wire
        self.state = consts.SMPP_CLIENT_STATE_OPEN

    def send_pdu(self, p: Any) -> bool:
        with self._using:
            return bool(super().send_pdu(p))

    def next_sequence(self) -> int:
        with self._using:
            return int(super().next_sequence())

    def has_words(self, within: float) -> bool:
        """Whether the centre said something. Under TLS the socket also wakes for what is not meant for us."""
        until = time.monotonic() + within
        while (left := until - time.monotonic()) > 0:
            wire = self._socket
            ahead = isinstance(wire, ssl.SSLSocket) and wire.pending()
            if not ahead and not select.select([wire], [], [], left)[0]:
                return False
            if self._first_byte(wire):
                return True
        return False

    def read_pdu(self) -> Any:
        with self._using:
            return super().read_pdu()

    def _recv_exact(self, exact_size: int) -> bytes:
        ahead, self._ahead = self._ahead, b""
        return ahead + bytes(super()._recv_exact(exact_size - len(ahead)))

    def _first_byte(self, wire: socket.socket) -> bool:
        with self._using:
            wire.settimeout(0)
            try:
                self._ahead = wire.recv(1)
            except (BlockingIOError, ssl.SSLWantReadError):
                return False
            finally:
                wire.settimeout(ANSWER_WITHIN)
        if not self._ahead:
            raise ConnectionResetError
        return True

    def hang_up(self) -> None:
        wire, self._socket = self._socket, None
        self.state = consts.SMPP_CLIENT_STATE_CLOSED
        if wire is not None:
            with contextlib.suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)
            wire.close()


class Session:
    """A connection that lives until it is closed or drops; it never comes back: open another."""

    def __init__(self, wire: _Wire, receive: Receive) -> None:
        self._wire = wire
        self._receive = receive
        self._waiting: dict[int, Future[Any]] = {}
        self._asked = False
        self._ending = threading.Lock()
        self.closed = False

    @classmethod
    def open(cls, centre: Centre, receive: Receive) -> Self:
        """Connect and bind. Raises Unavailable."""
        wire = _Wire(centre)
        try:
            wire.connect()
            wire.bind_transceiver(system_id=centre.system_id, password=centre.password, system_type=centre.system_type)
        except Exception as error:
            wire.hang_up()
            raise Unavailable(f"smpp:bind:{type(error).__name__}") from None
        session = cls(wire, receive)
        threading.Thread(target=session._listen, name="smpp", daemon=True).start()
        return session

    def submit(self, **fields: Any) -> tuple[int, str]:
        """Hand over one short message: the status of the centre and its name for it. Raises Unavailable."""
        answer = self._ask(smpp.make_pdu("submit_sm", client=self._wire, **fields))
        return answer.status, cast("bytes", getattr(answer, "message_id", None) or b"").decode("ascii", "replace")

    def close(self) -> None:
        """End the connection; whoever waits for an answer is told that none will come."""
        with self._ending:
            if self.closed:
                return
            self.closed = True
        with contextlib.suppress(Exception):
            self._wire.send_pdu(smpp.make_pdu("unbind", client=self._wire))
        self._wire.hang_up()
        for waiting in list(self._waiting.values()):
            with contextlib.suppress(Exception):
                waiting.set_exception(Unavailable("smpp:dropped"))

    def _ask(self, pdu: Any) -> Any:
        answer: Future[Any] = Future()
        self._waiting[pdu.sequence] = answer
        try:
            self._wire.send_pdu(pdu)
            return answer.result(ANSWER_WITHIN)
        except Unavailable:
            raise
        except NoAnswer:
            raise Unavailable("smpp:slow") from None
        except Exception as error:
            self.close()
            raise Unavailable(f"smpp:{type(error).__name__}") from None
        finally:
            self._waiting.pop(pdu.sequence, None)

    def _listen(self) -> None:
        try:
            while not self.closed:
                if self._wire.has_words(QUIET):
                    self._hear(self._wire.read_pdu())
                else:
                    self._beat()
        except Exception as error:
            if not self.closed:
                log.warning("the SMS centre dropped the connection: %s", type(error).__name__)
        finally:
            self.close()

    def _beat(self) -> None:
        """Ask whether the centre is still there; it did not answer the question before: it is not."""
        if self._asked:
            raise ConnectionError
        self._asked = True
        self._wire.send_pdu(smpp.make_pdu("enquire_link", client=self._wire))

    def _hear(self, pdu: Any) -> None:
        self._asked = False
        if pdu.command == "deliver_sm":
            self._answer(pdu, "deliver_sm_resp", self._receipt(pdu))
        elif pdu.command == "enquire_link":
            self._answer(pdu, "enquire_link_resp")
        elif pdu.command == "unbind":
            self._answer(pdu, "unbind_resp")
            self.close()
        elif waiting := self._waiting.get(pdu.sequence):
            waiting.set_result(pdu)

    def _answer(self, pdu: Any, command: str, status: int = consts.SMPP_ESME_ROK) -> None:
        answer = smpp.make_pdu(command, client=self._wire, status=status, message_id="")
        answer.sequence = pdu.sequence
        self._wire.send_pdu(answer)

    def _receipt(self, pdu: Any) -> int:
        """Write a receipt down before it is acknowledged: a receipt that we could not keep is sent again."""
        if receipt := receipt_in(pdu):
            try:
                self._receive(receipt)
            except Exception as error:
                log.error("a receipt was not written down: %s", type(error).__name__)
                return int(consts.SMPP_ESME_RX_T_APPN)
        return int(consts.SMPP_ESME_ROK)


def receipt_in(pdu: Any) -> Receipt | None:
    """The final receipt that a deliver_sm carries: none for an answer by SMS, nor for a message still on its way."""
    if (pdu.esm_class or 0) & _KIND_OF_MESSAGE != _IS_RECEIPT:
        return None
    return _from_fields(pdu) or _from_text(pdu)


def _from_fields(pdu: Any) -> Receipt | None:
    named, state = getattr(pdu, "receipted_message_id", None), getattr(pdu, "message_state", None)
    if not named or state not in _SETTLED_STATES:
        return None
    return Receipt(named.decode("ascii", "replace"), _SETTLED_STATES[state])


def _from_text(pdu: Any) -> Receipt | None:
    written = _RECEIPT.search((pdu.short_message or b"").decode("ascii", "replace"))
    if written is None or written["state"].upper() not in _SETTLED:
        return None
    return Receipt(written["id"], _SETTLED[written["state"].upper()])
