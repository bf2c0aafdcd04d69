"""What the help page says: questions and numbers, in both languages."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from macnss.lawbook.texts import Text

WORDS = Path(__file__).parent / "data" / "help.yaml"


@dataclass(frozen=True, slots=True)
class Phone:
    """A number to call, and where it was published."""

    number: str
    label: Text
    source: Text


@dataclass(frozen=True, slots=True)
class Asked:
    """What people ask, and the answer."""

    ask: Text
    answer: Text


@dataclass(frozen=True, slots=True)
class Help:
    phones: tuple[Phone, ...]
    questions: tuple[Asked, ...]


@cache
def helping() -> Help:
    written = yaml.load(WORDS.read_bytes(), Loader=yaml.CSafeLoader)
    phones = (Phone(each["number"], Text.read(each["label"]), Text.read(each["source"])) for each in written["phones"])
    asked = (Asked(Text.read(each["ask"]), Text.read(each["answer"])) for each in written["questions"])
    return Help(tuple(phones), tuple(asked))
