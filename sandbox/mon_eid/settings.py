"""Settings of the sandbox, a Django program apart: its own port, cookies, keys and tables, all under one folder.

What it keeps: keys, a salt and a secret, in files. What it forgets at each start: everything else, in SQLite.
"""

import json
import os
import secrets
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
HOME = Path(os.environ.get("MON_EID_HOME", HERE.parent.parent / "var" / "mon-eid"))
PORT = int(os.environ.get("MON_EID_PORT", "8010"))
ISSUER = os.environ.get("MON_EID_ISSUER", f"http://localhost:{PORT}")
CITIZENS = HOME / "citizens.json"
KEYS = HOME / "keys.json"


def kept(name: str) -> str:
    """A secret drawn at the first start and kept in the folder of the sandbox, readable by its owner only."""
    place = HOME / name
    if not place.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    return place.read_text()


SECRET_KEY = kept("secret")
SALT = kept("salt")  # of the pairwise subjects: another salt is another world

# The services that may ask. MON_EID_CLIENTS is a list of the same shape, in JSON or the name of a file that holds it.
SERVICE = os.environ.get("MON_EID_SERVICE", "http://localhost:8000").rstrip("/")
CLIENTS: list[dict[str, Any]] = [
    {
        "client_id": "macnss",
        "name": {"fr": "Ma CNSS", "ar": "Ma CNSS، خدمات الضمان الاجتماعي"},
        "redirect_uris": [f"{SERVICE}/eid/return/"],
        "jwks_uri": f"{SERVICE}/eid/jwks.json",
        "id_token_signed_response_alg": "ES256",
    }
]
if said := os.environ.get("MON_EID_CLIENTS"):
    CLIENTS = json.loads(said if said.lstrip().startswith("[") else Path(said).read_text())
REQUIRE_PAR = os.environ.get("MON_EID_REQUIRE_PAR", "") == "1"

# Lives, in seconds.
PUSHED_FOR = 90
VISIT_FOR = 600
CODE_FOR = 60
TOKEN_FOR = 600
TICKET_FOR = 120

DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", *filter(None, os.environ.get("MON_EID_HOSTS", "").split(","))]
INSTALLED_APPS = ["sandbox.mon_eid"]
MIDDLEWARE = [
    "sandbox.mon_eid.middleware.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sandbox.mon_eid.middleware.Faults",
    "sandbox.mon_eid.middleware.Browser",
    "django.middleware.csrf.CsrfViewMiddleware",
]
ROOT_URLCONF = "sandbox.mon_eid.urls"
WSGI_APPLICATION = "sandbox.mon_eid.wsgi.application"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "sandbox.mon_eid.words.context",
            ],
            "builtins": ["django.templatetags.static", "sandbox.mon_eid.templatetags.say"],
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "sandbox.sqlite3",
        "OPTIONS": {
            "timeout": 10,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
        "CONN_MAX_AGE": None,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_I18N = False  # its sentences are in words.py
USE_TZ = True
TIME_ZONE = "Africa/Casablanca"

STATIC_URL = "/static/"
STATIC_ROOT = HERE / "static"
WHITENOISE_MAX_AGE = 0

# A browser sends the cookies of every port of localhost to every port: these names are of the sandbox alone.
CSRF_COOKIE_NAME = "mon_eid_sandbox_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "sandbox.mon_eid.views.home.expired"
BROWSER_COOKIE_NAME = "mon_eid_sandbox_browser"
LANGUAGE_COOKIE_NAME = "mon_eid_sandbox_language"
AUTHLIB_OAUTH2_PROVIDER = {"token_expires_in": {"authorization_code": TOKEN_FOR}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"sandbox": {"level": "INFO"}, "django.request": {"level": "ERROR"}, "httpx": {"level": "WARNING"}},
}
