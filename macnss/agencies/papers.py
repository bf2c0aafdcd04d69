"""What to bring to an appointment: the list is data, in both languages."""

from functools import cache
from pathlib import Path

import yaml

from macnss.lawbook.texts import Text

LIST = Path(__file__).parent / "data" / "papers.yaml"


def to_bring(service: str) -> tuple[Text, ...]:
    """What everybody brings, then what this service asks for."""
    return (*_lists()["everybody"], *_lists()[service])


@cache
def _lists() -> dict[str, tuple[Text, ...]]:
    written = yaml.load(LIST.read_bytes(), Loader=yaml.CSafeLoader)
    return {name: tuple(map(Text.read, lines)) for name, lines in written.items()}
