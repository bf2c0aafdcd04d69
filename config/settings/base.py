"""Settings common to all: safe for production as they stand. What a deployment must say comes from the environment.

A missing or malformed variable stops the start with its name; nothing secret has a default.
"""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from psycopg.conninfo import conninfo_to_dict

ROOT = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

VERSION = "0.3.0"
DEBUG = False
SECRET_KEY = env("SECRET_KEY", default="")  # prod refuses an empty one
SECRETS: list[str] = env.list("SECRETS", default=[SECRET_KEY])  # what seals values at rest, newest first
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
DIGEST_SECRET = env("DIGEST_SECRET", default=SECRET_KEY)  # what makes digests; it stays
SITE_URL = env("SITE_URL", default="http://localhost:8000")  # how messages write the address of the service
TRUSTED_PROXIES: list[str] = env.list("TRUSTED_PROXIES", default=[])  # networks whose X-Forwarded-For is believed
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "macnss.kernel",
    "macnss.ui",
    "macnss.audit",
    "macnss.gateways",
    "macnss.outbox",
    "macnss.identity",
    "macnss.insured",
    "macnss.employers",
    "macnss.agencies",
    "macnss.employment",
    "macnss.cases",
    "macnss.declarations",
    "macnss.registration",
    "macnss.family",
    "macnss.personal",
    "macnss.relations",
    "macnss.certificates",
    "macnss.reference",
    "macnss.portals",
    "macnss.country",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "macnss.kernel.requests.RequestIds",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "macnss.kernel.requests.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "macnss.identity.middleware.Watch",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "macnss.identity.closed_doors.ClosedDoors",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "macnss.portals.navigation.context",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "macnss.ui.templatetags.ui",
                "macnss.ui.templatetags.formats",
            ],
        },
    },
]


def database(url: str, **options: Any) -> dict[str, Any]:
    """A PostgreSQL address (`postgresql://user:password@host/name`, a socket folder as host too) as Django wants it."""
    said = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": said.pop("dbname", ""),
        "USER": said.pop("user", ""),
        "PASSWORD": said.pop("password", ""),
        "HOST": said.pop("host", ""),
        "PORT": str(said.pop("port", "")),
        "OPTIONS": {**said, **options},
    }


POOL = {"pool": {"min_size": 1, "max_size": 4, "timeout": 10}}

AUTH_USER_MODEL = "identity.Account"
AUTHENTICATION_BACKENDS = ["macnss.identity.backends.OwnDoor"]
LOGIN_URL = "identity:sign_in"
LOGIN_REDIRECT_URL = "portals:home"
PASSWORD_HASHERS = ["macnss.identity.hashing.Argon2id"]  # the rules are in `identity.services.passwords`
SIGN_INS_WAITING = env.int("SIGN_INS_WAITING", default=20)  # a process; fewer than its threads, or readers wait too
BREACHED_PASSWORDS = env(
    "BREACHED_PASSWORDS", default=str(ROOT / "macnss" / "identity" / "data" / "breached-passwords.bin")
)
SESSION_ENGINE = "macnss.identity.sessions"
SESSION_COOKIE_NAME = "macnss_session"
SESSION_COOKIE_AGE = 12 * 3600  # a session ends after this, whatever its owner does
SESSION_IDLE = 30 * 60
SESSION_IDLE_OF_AGENTS = 15 * 60
DEVICE_COOKIE_NAME = "macnss_device"
DEVICE_COOKIE_AGE = 365 * 24 * 3600
PASSKEY_RP_ID = env("PASSKEY_RP_ID", default="localhost")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "macnss_csrf"
CSRF_COOKIE_SECURE = True
CSRF_FAILURE_VIEW = "macnss.ui.views.expired"

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", "العربية"), ("fr", "Français")]
LANGUAGE_COOKIE_NAME = "macnss_language"
LANGUAGE_COOKIE_AGE = 31_536_000
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["macnss.ui.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Africa/Casablanca"

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "var" / "static"
STATICFILES_DIRS = [ROOT / "static"]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "documents": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": env("DOCUMENTS_FOLDER", default=str(ROOT / "var" / "documents"))},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2500  # a typed declaration of 200 people
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Mon e-ID (docs/howto/connect-the-e-id.md). Without an issuer it is shown as not answering.
EID: dict[str, Any] = {
    "ISSUER": env("EID_ISSUER", default=""),
    "CLIENT_ID": env("EID_CLIENT_ID", default="macnss"),
    # Private keys (PEM) of this client, newest first: the first signs, all are published. Or a secret.
    "CLIENT_KEYS": [Path(each).read_text() for each in env.list("EID_CLIENT_KEY_FILES", default=[])],
    "CLIENT_SECRET": env("EID_CLIENT_SECRET", default=""),
    # private_key_jwt, client_secret_basic, client_secret_post or none; when empty, the strongest that both sides have.
    "CLIENT_AUTH": env("EID_CLIENT_AUTH", default=""),
    "SCOPES": env("EID_SCOPES", default="openid profile cin identity"),  # a provider leaves out those it has not
    # Which claim of the provider says what; those in NEEDED must come.
    "CLAIMS": {
        each: each
        for each in ("cin", "birthdate", "given_name", "family_name", "given_name_ar", "family_name_ar", "gender")
    }
    | env.json("EID_CLAIMS", default={}),
    "NEEDED": ["cin", "birthdate"],
    # What each `acr` is worth: low, substantial or high. One that is not here is low.
    "LEVELS": env.json("EID_LEVELS", default={}),
    "ALGORITHMS": env.list("EID_ALGORITHMS", default=["ES256", "ES384", "PS256", "PS384", "RS256", "RS384", "RS512"]),
    "METADATA": env.json("EID_METADATA", default={}),  # of a provider that publishes none
    "LEEWAY": env.int("EID_LEEWAY", default=60),  # seconds between its clock and ours
    "TIMEOUT": env.float("EID_TIMEOUT", default=5.0),  # seconds for one exchange
}


def form_targets(eid: dict[str, Any]) -> list[str]:
    """Where a form may lead besides here: browsers also check the redirection to the provider that follows it."""
    said = [eid["ISSUER"], eid["METADATA"].get("authorization_endpoint", ""), *env.list("EID_ORIGINS", default=[])]
    return sorted({"/".join(each.split("/", 3)[:3]) for each in said if each})


CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] = [SELF, *form_targets(EID)]

# Messages out (docs/howto/send-messages.md): shown, smpp or http; shown or smtp. Production must choose.
SMS_GATEWAY: str = env("SMS_GATEWAY", default="")
MAIL_GATEWAY: str = env("MAIL_GATEWAY", default="")
SMPP: dict[str, Any] = {
    "host": env("SMPP_HOST", default=""),
    "port": env.int("SMPP_PORT", default=2775),
    "system_id": env("SMPP_SYSTEM_ID", default=""),
    "password": env("SMPP_PASSWORD", default=""),
    "system_type": env("SMPP_SYSTEM_TYPE", default=""),
    "sender": env("SMS_SENDER", default="CNSS"),
    "tls": env.bool("SMPP_TLS", default=False),
    "hexadecimal_ids": env.bool("SMPP_HEXADECIMAL_IDS", default=False),
}
SMS_HTTP: dict[str, str] = {
    "url": env("SMS_HTTP_URL", default=""),
    "token": env("SMS_HTTP_TOKEN", default=""),
    "method": env("SMS_HTTP_METHOD", default="POST"),
    "token_header": env("SMS_HTTP_TOKEN_HEADER", default="Authorization"),
    "token_prefix": env("SMS_HTTP_TOKEN_PREFIX", default="Bearer "),
    "body": env(
        "SMS_HTTP_BODY",
        default='{"to": "{to}", "from": "{sender}", "text": "{text}", "reference": "{reference}", '
        '"receipts": "{callback}"}',
    ),
    "answer_id": env("SMS_HTTP_ANSWER_ID", default="id"),
    "sender": env("SMS_SENDER", default="CNSS"),
}
SMS_HTTP_RECEIPT_STATUS = env("SMS_HTTP_RECEIPT_STATUS", default="status")  # the field of a receipt that says it
SMS_HTTP_DELIVERED: list[str] = env.list("SMS_HTTP_DELIVERED", default=["delivered", "DELIVRD"])
SMS_HTTP_NOT_DELIVERED: list[str] = env.list(
    "SMS_HTTP_NOT_DELIVERED", default=["failed", "undelivered", "rejected", "expired", "UNDELIV", "REJECTD", "EXPIRED"]
)
SMTP: dict[str, Any] = {
    "host": env("EMAIL_HOST", default=""),
    "port": env.int("EMAIL_PORT", default=587),
    "user": env("EMAIL_HOST_USER", default=""),
    "password": env("EMAIL_HOST_PASSWORD", default=""),
    "tls": env("EMAIL_TLS", default="starttls"),  # starttls, implicit or none
    "sender": env("EMAIL_SENDER", default="Ma CNSS <no-reply@localhost>"),
}

# Papers that people send: the largest file, in bytes; where clamd listens (/run/clamav/clamd.ctl or host:3310), empty
# where there is none.
LARGEST_DOCUMENT = env.int("LARGEST_DOCUMENT", default=12 * 1024 * 1024)
CLAMAV: str = env("CLAMAV", default="")
CLAMAV_TIMEOUT = env.float("CLAMAV_TIMEOUT", default=20.0)  # seconds for one file

# Whether banks are asked about the accounts that people declare: sandbox, or nothing (an agent then looks at each).
BANK_GATEWAY: str = env("BANK_GATEWAY", default="")

# The check digit of registration and affiliation numbers: reject, warn or off.
NUMBER_RULE = env("NUMBER_RULE", default="warn")
# Where a demonstration leaves files to try the portal with.
SAMPLES_FOLDER = ROOT / "var" / "samples"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "macnss.kernel.requests.AddRequestId"}},
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "{asctime}{levelname}{name}{message}{request_id}",
            "style": "{",
        }
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request_id"]},
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django.server": {"handlers": [], "propagate": True},
        "procrastinate": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "fido2": {"level": "WARNING"},  # it would write down the number of each passkey
        "httpx": {"level": "WARNING"},  # it writes whole addresses, codes in them included
        "httpcore": {"level": "WARNING"},
    },
}
