"""The document store: papers and arriving parts, sealed, in folders by the first signs of their name.

A file is written before the row that names it, and erased after the row that named it: a crash between the two leaves
a file that nothing names, never a row without its file. `sweep` erases those.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from macnss.cases.models import Arrival, Page
from macnss.kernel.errors import DomainError
from macnss.kernel.secrets import Unreadable, seal_bytes, unseal_bytes

PAPERS, PARTS = "papers", "arrivals"
LEFT_ALONE = dt.timedelta(hours=1)  # a file younger than that may still wait for its row


class Lost(LookupError):
    """A stored file is no longer there, or no key opens it."""


def keep(content: bytes, folder: str) -> str:
    """Seal and store. Returns the name under which it is opened."""
    name = uuid.uuid4().hex
    return storages["documents"].save(f"{folder}/{name[:2]}/{name}", ContentFile(seal_bytes(content, _purpose(folder))))


def opened(name: str) -> bytes:
    """What was stored under that name. Raises Lost."""
    try:
        with storages["documents"].open(name, "rb") as file:
            return unseal_bytes(file.read(), _purpose(name.split("/")[0]))
    except (FileNotFoundError, Unreadable) as fault:
        raise Lost(name) from fault


@contextmanager
def kept(contents: Sequence[bytes], folder: str) -> Iterator[list[str]]:
    """Several files stored, taken out again if what is done with them is refused.

    After any other fault nobody knows whether the row that names them stands: `sweep` erases them if it does not.
    """
    names: list[str] = []
    try:
        for content in contents:
            names.append(keep(content, folder))
        yield names
    except DomainError:
        erase(names)
        raise


def erase(names: Iterable[str]) -> None:
    for name in names:
        storages["documents"].delete(name)


def erase_afterwards(names: Iterable[str]) -> None:
    """Erase once the transaction at hand is certain; what a crash leaves is swept."""
    gone = list(names)
    transaction.on_commit(lambda: erase(gone), robust=True)


def unnamed(names: Iterable[str]) -> list[str]:
    """Those of these papers that no page shows any more: an appeal shows the same files as the case before it."""
    asked = set(names)
    return sorted(asked - set(Page.objects.filter(document__in=asked).values_list("document", flat=True)))


def sweep(*, now: dt.datetime) -> int:
    """Erase the stored files that no row names. Returns how many."""
    swept = 0
    for folder in _folders(PAPERS):
        left = unnamed(_old(folder, now))
        erase(left)
        swept += len(left)
    old = {name for folder in _folders(PARTS) for name in _old(folder, now)}
    named = Arrival.objects.exclude(parts=[]).values_list("parts", flat=True)
    left = sorted(old - {name for parts in named for name, _size in parts})
    erase(left)
    return swept + len(left)


def _folders(root: str) -> list[str]:
    try:
        return [f"{root}/{name}" for name in sorted(storages["documents"].listdir(root)[0])]
    except FileNotFoundError:
        return []


def _old(folder: str, now: dt.datetime) -> list[str]:
    store = storages["documents"]
    found = []
    for name in store.listdir(folder)[1]:
        path = f"{folder}/{name}"
        try:
            if store.get_modified_time(path) < now - LEFT_ALONE:
                found.append(path)
        except FileNotFoundError:  # erased meanwhile
            continue
    return found


def _purpose(folder: str) -> str:
    return {PAPERS: "case paper", PARTS: "case arrival"}[folder]
