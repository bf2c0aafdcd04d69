"""Secrets at rest: sealed values that only this service reads, digests that only this service can make.

What is sealed opens under any key of `settings.SECRETS` (newest first), which are changed one after the other. Digests
have one key, `settings.DIGEST_SECRET`, that stays: what was recognised under another would be recognised no more.
"""

import base64
import hashlib
import hmac
import json
import secrets
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

SPOKEN = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that reads as something else


class Unreadable(ValueError):
    """This was not sealed by us for that purpose, or too long ago."""


def token(size: int = 32) -> str:
    """A random text that nobody guesses, fit for an address."""
    return secrets.token_urlsafe(size)


def digest(text: str, purpose: str) -> bytes:
    """The 32 bytes under which we recognise `text` without keeping it; another purpose gives other bytes."""
    return hmac.new(_derived(settings.DIGEST_SECRET, "digest"), f"{purpose}\0{text}".encode(), hashlib.sha256).digest()


def same(one: "bytes | memoryview", other: "bytes | memoryview") -> bool:
    """Compare two digests in a time that tells nothing. What comes from the database may be a memoryview."""
    return hmac.compare_digest(bytes(one), bytes(other))


def seal(value: Any, purpose: str) -> bytes:
    """A JSON value that only `unseal` with the same purpose reads back."""
    return _box(purpose).encrypt(json.dumps(value).encode())


def seal_bytes(value: bytes, purpose: str) -> bytes:
    return _box(purpose).encrypt(value)


def unseal(sealed: "bytes | memoryview", purpose: str, *, within: int | None = None) -> Any:
    """What was sealed; `within` is its longest age in seconds. Raises Unreadable."""
    return json.loads(unseal_bytes(sealed, purpose, within=within))


def unseal_bytes(sealed: "bytes | memoryview", purpose: str, *, within: int | None = None) -> bytes:
    try:
        return _box(purpose).decrypt(bytes(sealed), ttl=within)
    except InvalidToken:
        raise Unreadable(purpose) from None


def _box(purpose: str) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(key, f"seal {purpose}"))) for key in settings.SECRETS])


@cache
def _derived(key: str, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(key.encode())


def spoken_code(length: int) -> str:
    """Drawn at random, read aloud without a doubt."""
    return "".join(secrets.choice(SPOKEN) for _place in range(length))
