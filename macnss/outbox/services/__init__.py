"""Messages out: written in the transaction of the act, sent afterwards by the worker."""

from macnss.outbox.services.posting import post, queue
from macnss.outbox.services.receipts import note_receipt
from macnss.outbox.services.sending import resume, send
from macnss.outbox.services.settling import erase

__all__ = ["erase", "note_receipt", "post", "queue", "resume", "send"]
