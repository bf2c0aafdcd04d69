"""The demonstration and daily work, on http://localhost: the embedded database unless DATABASE_URL names another."""

import os
import secrets

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from csp.constants import SELF

from config.postgres import DEMO, WEB
from config.settings.base import *  # noqa: F403
from config.settings.base import CONTENT_SECURITY_POLICY, EID, POOL, ROOT, database, env, form_targets

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
SECRETS = env.list("SECRETS", default=[SECRET_KEY])
DIGEST_SECRET = env("DIGEST_SECRET", default=SECRET_KEY)
SITE_URL = env("SITE_URL", default=f"http://localhost:{env('PORT', default='8000')}")
SMS_GATEWAY = env("SMS_GATEWAY", default="shown")
MAIL_GATEWAY = env("MAIL_GATEWAY", default="shown")
BANK_GATEWAY = env("BANK_GATEWAY", default="sandbox")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env.list("ALLOWED_HOSTS", default=[])]
DATABASES = {"default": database(env("DATABASE_URL", default=DEMO.url(WEB)), **POOL)}

SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
CONTENT_SECURITY_POLICY["DIRECTIVES"].pop("upgrade-insecure-requests", None)

# Mon e-ID: the sandbox of the demonstration, ten doors further, unless EID_ISSUER names another provider.
EID["ISSUER"] = EID["ISSUER"] or f"http://localhost:{int(env('PORT', default='8000')) + 10}"
if not (EID["CLIENT_KEYS"] or EID["CLIENT_SECRET"]):  # a key that was drawn would win over the secret that was given
    EID["CLIENT_KEYS"] = [
        secret_of_this_checkout(
            "eid-client-key.pem",
            ec.generate_private_key(ec.SECP256R1())
            .private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            .decode(),
        )
    ]
EID["LEVELS"] = EID["LEVELS"] or {f"urn:mon-eid-sandbox:{each}": each for each in ("low", "substantial", "high")}
CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] = [SELF, *form_targets(EID)]
