"""An SMS centre over SMPP 3.4: one bound connection a worker, opened when it is needed and again when it drops.

Delivery receipts come back on the same connection. The centre keeps them while nobody is bound and hands them over at
the next bind.
"""

import random
import ssl
import threading
from dataclasses import dataclass

from smpplib import consts

from macnss.gateways.sending import Breaker, Refused, Sent, Unavailable
from macnss.gateways.sms.alphabet import TooLong, parts
from macnss.gateways.sms.protocol import Receive
from macnss.gateways.sms.smpp_session import Centre, Session

# What the centre says when it is the number or the text that will never pass. All the rest may pass later.
_FOR_GOOD = {
    consts.SMPP_ESME_RINVMSGLEN,
    consts.SMPP_ESME_RINVDSTADR,
    consts.SMPP_ESME_RINVDSTTON,
    consts.SMPP_ESME_RINVDSTNPI,
    consts.SMPP_ESME_RX_P_APPN,
    consts.SMPP_ESME_RX_R_APPN,
}


@dataclass(frozen=True, slots=True)
class SmppPeer:
    """The centre and how we are known to it. `tls`: most centres stand behind a private line instead."""

    host: str
    port: int = 2775
    system_id: str = ""
    password: str = ""
    system_type: str = ""
    sender: str = ""
    tls: bool = False
    # Some centres name a message in hexadecimal when they take it and in decimal in its receipt.
    hexadecimal_ids: bool = False

    def centre(self) -> Centre:
        context = ssl.create_default_context() if self.tls else None
        return Centre(self.host, self.port, self.system_id, self.password, self.system_type, context)


class SmppSms:
    """Sends by several threads over one connection; each waits for its own answer."""

    def __init__(self, peer: SmppPeer, receive: Receive) -> None:
        self._peer = peer
        self._receive = receive
        self._opening = threading.Lock()
        self._session: Session | None = None
        self._breaker = Breaker()

    def send(self, *, to: str, text: str, reference: str, callback: str = "") -> Sent:  # noqa: ARG002
        """The receipt is asked for the last part only: a phone shows a text when all its parts are there."""
        try:
            cut = parts(text, random.randrange(256))  # noqa: S311 - tells the parts of two texts apart, no secret
        except TooLong:
            raise Refused("smpp:too-long") from None
        with self._breaker:
            session = self._live()
            for piece in cut.pieces[:-1]:
                self._submit(session, to, piece, cut.coding, joined=True, last=False)
            return Sent(self._submit(session, to, cut.pieces[-1], cut.coding, joined=cut.joined, last=True))

    def close(self) -> None:
        with self._opening:
            if self._session:
                self._session.close()
                self._session = None

    def _live(self) -> Session:
        """The connection that lives, else a new one. Raises Unavailable."""
        with self._opening:
            if self._session is None or self._session.closed:
                self._session = Session.open(self._peer.centre(), self._receive)
            return self._session

    def _submit(self, session: Session, to: str, piece: bytes, coding: int, *, joined: bool, last: bool) -> str:
        status, message_id = session.submit(
            source_addr_ton=_kind_of(self._peer.sender),
            source_addr_npi=consts.SMPP_NPI_UNK,
            source_addr=self._peer.sender,
            dest_addr_ton=consts.SMPP_TON_INTL,
            dest_addr_npi=consts.SMPP_NPI_ISDN,
            destination_addr=to.removeprefix("+"),
            short_message=piece,
            data_coding=coding,
            esm_class=consts.SMPP_GSMFEAT_UDHI if joined else consts.SMPP_MSGMODE_DEFAULT,
            registered_delivery=consts.SMPP_SMSC_DELIVERY_RECEIPT_BOTH if last else 0,
        )
        if status != consts.SMPP_ESME_ROK:
            raise (Refused if status in _FOR_GOOD else Unavailable)(f"smpp:{status:#04x}")
        return self._known_as(message_id)

    def _known_as(self, message_id: str) -> str:
        try:
            return str(int(message_id, 16)) if self._peer.hexadecimal_ids else message_id
        except ValueError:
            return message_id


def _kind_of(sender: str) -> int:
    """A name (CNSS), a short number, or a whole number."""
    if not sender.removeprefix("+").isdigit():
        return int(consts.SMPP_TON_ALNUM)
    return int(consts.SMPP_TON_NWSPEC if len(sender) <= 6 else consts.SMPP_TON_INTL)
