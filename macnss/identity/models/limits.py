"""Limites / حدود المحاولات: how often something was tried lately, by whom or from where."""

from django.db import models


class Limit(models.Model):
    """Compteur de tentatives / عدّاد المحاولات.

    One row for each account, typed number, address or network of an act, known by its digest only. The table is
    UNLOGGED (see the migration): it is written at each sign-in, and a crash of the server may empty it.
    Written by one statement of `services.limits`, never through this class.
    """

    digest = models.BinaryField(primary_key=True, max_length=32)
    since = models.DateTimeField()
    count = models.PositiveIntegerField()
    blocks = models.PositiveSmallIntegerField()
    blocked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.count} since {self.since}"
