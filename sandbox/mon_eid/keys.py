"""The signing keys: drawn at the first start, kept in a file, renewed by rotation. Old public keys stay published."""

import json
import os
import secrets
import threading
from functools import lru_cache
from typing import Any

from django.conf import settings
from joserfc.jwk import ECKey, Key, KeySet, RSAKey

GENERATIONS = 3  # published: the one that signs and those before it
_one_at_a_time = threading.Lock()


def signing_key(alg: str) -> Key:
    """The newest key of an algorithm, ES256 or RS256."""
    return next(key for key in reversed(_keys()) if key.alg == alg)


def published() -> dict[str, Any]:
    return dict(KeySet(list(_keys())).as_dict(private=False))


def stranger(alg: str) -> Key:
    """A key of the same kind that nobody published, under the name of the one that is."""
    return _drawn(alg, str(signing_key(alg).kid))


def rotate() -> None:
    """Sign with new keys from now on."""
    with _one_at_a_time:
        old = list(_keys()) if settings.KEYS.exists() else []
        fresh = [_drawn(alg, secrets.token_hex(4)) for alg in ("ES256", "RS256")]
        _write([*old, *fresh][-2 * GENERATIONS :])


def ensure() -> None:
    """Keys exist."""
    if not settings.KEYS.exists():
        rotate()


def _drawn(alg: str, kid: str) -> Key:
    parameters: Any = {"kid": kid, "use": "sig", "alg": alg}
    if alg == "ES256":
        return ECKey.generate_key("P-256", parameters)
    return RSAKey.generate_key(2048, parameters)


def _keys() -> tuple[Key, ...]:
    return _read(settings.KEYS.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _read(_written_at: int) -> tuple[Key, ...]:
    return tuple(KeySet.import_key_set(json.loads(settings.KEYS.read_text())).keys)


def _write(keys: list[Key]) -> None:
    """In one piece: a reader sees the old file or the new one."""
    draft = settings.KEYS.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(KeySet(keys).as_dict(private=True), file)
    draft.replace(settings.KEYS)
