"""What we know of the systems outside without asking them again."""

from django.db import models


class OutsideSystem(models.Model):
    """Système extérieur / نظام خارجي: whether it answered the last time, so that no page ever waits to know."""

    name = models.CharField(max_length=20, unique=True)
    is_up = models.BooleanField()
    cause = models.CharField(max_length=40, blank=True)
    since = models.DateTimeField()
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}: {'up' if self.is_up else 'down'}"
