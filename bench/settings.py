"""The demonstration's settings with what a bench needs: plain static files, and the clients' own addresses."""

from config.settings.dev import *  # noqa: F403
from config.settings.dev import STORAGES

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
TRUSTED_PROXIES = ["127.0.0.0/8"]
