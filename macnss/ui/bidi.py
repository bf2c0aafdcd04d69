"""Numbers in Arabic text: isolated, or they print reversed (83-11 becomes 11-83) in browsers and PDF engines alike."""

import re
from html.parser import HTMLParser

LRI = "\u2066"
PDI = "\u2069"

_ISOLATED = re.compile("[\u2066-\u2068][^\u2069]*\u2069")
_NUMBER = re.compile(r"\+?\d+(?:[\s.,:/–-]+\d+)*")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_SILENT = frozenset({"script", "style", "template"})


def isolate(text: object) -> str:
    """The text between U+2066 and U+2069: left to right, whatever stands around it."""
    return f"{LRI}{text}{PDI}"


def bare_numbers(html: str) -> list[str]:
    """The numbers of a page that stand in right-to-left text outside `<bdi>`, `dir="ltr"` and U+2066…U+2069."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    """Walks a page with the direction of each open element; a page without `dir` counts as right-to-left."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, str]] = []

    @property
    def _direction(self) -> str:
        return self._open[-1][1] if self._open else "rtl"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self._open.append((tag, self._direction_of(tag, dict(attrs))))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A self-closed element holds no text."""

    def handle_endtag(self, tag: str) -> None:
        while any(name == tag for name, _ in self._open):
            if self._open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._direction == "rtl" or (self._direction == "auto" and not any(map(str.isalpha, data))):
            self.found += _NUMBER.findall(_ISOLATED.sub("", data))

    def _direction_of(self, tag: str, attrs: dict[str, str | None]) -> str:
        if tag in _SILENT:
            return "silent"
        inherited = "auto" if tag == "bdi" else self._direction
        return attrs.get("dir") or attrs.get("direction") or inherited
