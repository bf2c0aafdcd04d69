"""Dossiers / ملفات and all that hangs on them."""

from macnss.cases.models.cases import Answers, Case, CaseQuerySet, Step, closed, opened, owner_of
from macnss.cases.models.desk import Alarm, Decision, Phrase, SavedFilter
from macnss.cases.models.papers import Arrival, Page, Piece
from macnss.cases.models.words import Exchange, Inquiry, Note, Told

__all__ = [
    "Alarm",
    "Answers",
    "Arrival",
    "Case",
    "CaseQuerySet",
    "Decision",
    "Exchange",
    "Inquiry",
    "Note",
    "Page",
    "Phrase",
    "Piece",
    "SavedFilter",
    "Step",
    "Told",
    "closed",
    "opened",
    "owner_of",
]
