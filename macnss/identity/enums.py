"""The languages of the service, equal."""

from django.db import models


class Language(models.TextChoices):
    ARABIC = "ar", "العربية"
    FRENCH = "fr", "Français"
