"""The kinds of case of this package: importing it enters them in the register of kinds."""

from macnss.relations.procedures.complaint import Complaint
from macnss.relations.procedures.conciliation import ConciliationRequest
from macnss.relations.procedures.message import Message

__all__ = ["Complaint", "ConciliationRequest", "Message"]
