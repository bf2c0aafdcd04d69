"""Production: nothing has a default. `manage.py check --deploy` must stay silent."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403
from config.settings.base import POOL, database, env

SECRET_KEY = env("SECRET_KEY")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY has fewer than 50 characters.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # HSTS preload binds the whole domain: its owner's choice
DATABASES = {"default": database(env("DATABASE_URL"), **POOL)}
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
