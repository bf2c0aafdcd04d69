"""The tests: an embedded database of their own, as its owner; undefined template variables fail."""

from csp.constants import SELF

from config.postgres import OWNER, TESTS
from config.settings.base import *  # noqa: F403
from config.settings.base import (
    CONTENT_SECURITY_POLICY,
    EID,
    MIDDLEWARE,
    ROOT,
    STORAGES,
    TEMPLATES,
    database,
    env,
    form_targets,
)

DEMONSTRATION = True
CAST_PASSWORD = "atlas-4167-toubkal"  # noqa: S105 - of invented people
SECRET_KEY = "for-tests-only-" + "0123456789" * 5
SECRETS = [SECRET_KEY]
DIGEST_SECRET = SECRET_KEY
SMS_GATEWAY = MAIL_GATEWAY = "shown"
BANK_GATEWAY = "sandbox"
ALLOWED_HOSTS = ["localhost", "testserver"]
DATABASES = {"default": database(env("DATABASE_URL", default=TESTS.url(OWNER)))}
# TEST_DB=x gives a run a database of its own beside another run.
DATABASES["default"]["TEST"] = {"NAME": f"test_macnss_{env('TEST_DB', default='')}".rstrip("_")}
MIDDLEWARE = [each for each in MIDDLEWARE if "whitenoise" not in each]  # static files come from where they stand
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "documents": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(ROOT / "var" / "documents-tests")},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Mon e-ID: nobody listens there; the tests that need a provider start one and say where.
EID["ISSUER"] = "http://localhost:9"
CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] = [SELF, *form_targets(EID)]
EID["LEVELS"] = {f"urn:mon-eid-sandbox:{each}": each for each in ("low", "substantial", "high")}


class Undefined(str):
    """A template variable that does not exist is a mistake of the page."""

    def __mod__(self, name: object) -> str:
        raise NameError(f"undefined template variable: {name}")

    def __contains__(self, text: object) -> bool:
        return text == "%s"


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined("undefined: %s")  # type: ignore[index]
