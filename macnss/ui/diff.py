"""Two texts compared word by word: what went, what came."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


class Mark(StrEnum):
    SAME = ""
    GONE = "del"
    COME = "ins"


@dataclass(frozen=True, slots=True)
class Piece:
    mark: Mark
    text: str


def compared(before: str, after: str) -> list[Piece]:
    """The words of both in order, each marked; spaces stay with the word before them."""
    old, new = _words(before), _words(after)
    return [
        piece for tag in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes() for piece in _of(tag, old, new)
    ]


def _of(step: tuple[str, int, int, int, int], old: list[str], new: list[str]) -> Iterator[Piece]:
    what, old_from, old_to, new_from, new_to = step
    if what == "equal":
        yield Piece(Mark.SAME, "".join(old[old_from:old_to]))
        return
    if old_from < old_to:
        yield Piece(Mark.GONE, "".join(old[old_from:old_to]))
    if new_from < new_to:
        yield Piece(Mark.COME, "".join(new[new_from:new_to]))


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", text)
