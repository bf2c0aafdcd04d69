"""The demonstration and daily work, on http://localhost: the embedded database unless DATABASE_URL names another."""

import os
import secrets

from config.postgres import DEMO, WEB
from config.settings.base import *  # noqa: F403
from config.settings.base import CONTENT_SECURITY_POLICY, POOL, ROOT, database, env

DEBUG = env.bool("DEBUG", default=False)
DEMONSTRATION = True


def secret_of_this_checkout(name: str, drawn: str) -> str:
    """A secret drawn once and kept under var/, readable by its owner only."""
    place = ROOT / "var" / name
    if not place.exists():
        place.parent.mkdir(exist_ok=True)
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(drawn)
    return place.read_text()


SECRET_KEY = env("SECRET_KEY", default="") or secret_of_this_checkout("secret-key", secrets.token_urlsafe(64))
# The password of the whole cast of the demonstration.
CAST_PASSWORD = secret_of_this_checkout("cast-password", f"atlas-{secrets.randbelow(9000) + 1000}-toubkal")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env.list("ALLOWED_HOSTS", default=[])]
DATABASES = {"default": database(env("DATABASE_URL", default=DEMO.url(WEB)), **POOL)}

SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
CONTENT_SECURITY_POLICY["DIRECTIVES"].pop("upgrade-insecure-requests", None)
