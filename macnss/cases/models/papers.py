"""Pièces / وثائق of a case, their pages, and the files on their way in."""

import uuid

from django.db import models
from django.db.models import F, Q

from macnss.cases.enums import ArrivalState, PieceState
from macnss.cases.models.cases import Case


class Piece(models.Model):
    """Pièce justificative / وثيقة إثبات: one paper of the list, or one that an agent asked for (`words`)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="pieces")
    name = models.CharField(max_length=40)
    state = models.CharField(max_length=6, choices=PieceState.choices, default=PieceState.WANTED)
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "name"], name="one_piece_of_a_name")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.name}"


class Page(models.Model):
    """One page of a paper: a picture, upright, sealed in the document store.

    `doubt` says what may be wrong with it: `dark`, `blurred`, or nothing.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    piece = models.ForeignKey(Piece, models.PROTECT, related_name="pages")
    place = models.SmallIntegerField()
    document = models.CharField(max_length=120)
    width = models.IntegerField()
    height = models.IntegerField()
    size = models.IntegerField()
    source = models.CharField(max_length=64)  # the fingerprint of the file that it came from
    doubt = models.CharField(max_length=8, blank=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["piece", "place"], condition=Q(removed_at=None), name="one_page_at_a_place")
        ]
        indexes = [models.Index(fields=["document"], name="pages_by_document")]

    def __str__(self) -> str:
        return f"{self.piece_id} {self.place}"


class Arrival(models.Model):
    """Fichier en cours d'envoi / ملف قيد الإرسال: `received` bytes of `length` are safe; the rest may come later.

    `parts` names the stored parts in their order, each sealed by itself, with its size: [["arrivals/…", 65536], …]. It
    is the truth: a stored part that it does not name never came. `taken_at` is when somebody began to check the file.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="arrivals")
    piece = models.CharField(max_length=40)
    file_name = models.CharField(max_length=120)
    length = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    parts = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=ArrivalState.choices, default=ArrivalState.ARRIVING)
    refusal = models.CharField(max_length=40, blank=True)
    tries = models.SmallIntegerField(default=0)
    began_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(received__gte=0, received__lte=F("length")), name="no_more_arrives_than_was_said"
            )
        ]
        indexes = [
            models.Index(fields=["case", "id"], name="arrivals_of_a_case"),
            models.Index(fields=["moved_at"], name="arrivals_to_check", condition=Q(state="checking")),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} {self.received}/{self.length}"
