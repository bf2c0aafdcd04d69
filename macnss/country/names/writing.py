"""How a name is written in two scripts, and how the lists of names are read."""

import re
from dataclasses import dataclass

_LATIN_THEN_ARABIC = re.compile(r"([A-Z0-9 ]+?) +([\u0621-\u0652][\u0621-\u0652 .]*)")


@dataclass(frozen=True, slots=True)
class Name:
    """One name: `latin` in A-Z, 0-9 and space only, the e-BDS character set; `arabic` in Arabic letters."""

    latin: str
    arabic: str

    def then(self, other: "Name") -> "Name":
        """Two names side by side, each script in its own order."""
        return Name(f"{self.latin} {other.latin}", f"{self.arabic} {other.arabic}")


def name(text: str) -> Name:
    """'AMINA أمينة' as a Name."""
    if not (written := _LATIN_THEN_ARABIC.fullmatch(text.strip())):
        raise ValueError(f"a name is written LATIN then Arabic: {text!r}")
    return Name(written[1], written[2])


def names(text: str) -> tuple[Name, ...]:
    """A list of names between commas, in the order written."""
    return tuple(name(entry) for entry in text.split(",") if entry.strip())
