"""Production: nothing has a default. `manage.py check --deploy` must stay silent."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403
from config.settings.base import EID, POOL, database, env

SECRET_KEY = env("SECRET_KEY")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY has fewer than 50 characters.")
SECRETS = env.list("SECRETS")
if not SECRETS or any(len(each) < 50 for each in SECRETS):
    raise ImproperlyConfigured("SECRETS needs one key of 50 characters at least, newest first, separated by commas.")
DIGEST_SECRET = env("DIGEST_SECRET")
if len(DIGEST_SECRET) < 50:
    raise ImproperlyConfigured("DIGEST_SECRET has fewer than 50 characters.")
SITE_URL = env("SITE_URL")
PASSKEY_RP_ID = env("PASSKEY_RP_ID")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # HSTS preload binds the whole domain: its owner's choice
DATABASES = {"default": database(env("DATABASE_URL"), **POOL)}
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None

# Mon e-ID: an issuer that is spoken to in the clear, or without credentials, is a mistake.
if EID["ISSUER"] and not EID["ISSUER"].startswith("https://"):
    raise ImproperlyConfigured("EID_ISSUER begins with https://.")
if EID["ISSUER"] and not (EID["CLIENT_KEYS"] or EID["CLIENT_SECRET"] or EID["CLIENT_AUTH"] == "none"):
    raise ImproperlyConfigured(
        "EID_ISSUER needs EID_CLIENT_KEY_FILES or EID_CLIENT_SECRET beside it, or EID_CLIENT_AUTH=none if meant."
    )

SMS_GATEWAY = env("SMS_GATEWAY")
MAIL_GATEWAY = env("MAIL_GATEWAY")
if "shown" in (SMS_GATEWAY, MAIL_GATEWAY) and not env.bool("SEND_NOTHING", default=False):
    raise ImproperlyConfigured(
        "SMS_GATEWAY or MAIL_GATEWAY is shown: nothing would be sent. SEND_NOTHING=true if meant."
    )
if env("BANK_GATEWAY", default="") == "sandbox":
    raise ImproperlyConfigured("BANK_GATEWAY is sandbox: its answers are invented. Leave it empty: agents then look.")
if MAIL_GATEWAY == "smtp" and not (env("EMAIL_HOST", default="") and env("EMAIL_SENDER", default="")):
    raise ImproperlyConfigured("MAIL_GATEWAY is smtp: EMAIL_HOST and EMAIL_SENDER must be said.")
if SMS_GATEWAY == "smpp" and not env("SMPP_HOST", default=""):
    raise ImproperlyConfigured("SMS_GATEWAY is smpp: SMPP_HOST must be said.")
if SMS_GATEWAY == "http" and not env("SMS_HTTP_URL", default="").startswith("https://"):
    raise ImproperlyConfigured("SMS_GATEWAY is http: SMS_HTTP_URL must be said, and begin with https://.")
