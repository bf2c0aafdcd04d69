"""Is the name on a bank account that of the person? Banks write names in their own way: the comparison is tolerant."""

import re
import unicodedata

_TITLES = {"M", "MR", "MME", "MLLE", "MRS", "MS", "MONSIEUR", "MADAME", "MADEMOISELLE", "SI", "LALLA"}
_LETTERS = re.compile(r"[^A-Z\u0621-\u064a ]")
_TWICE = re.compile(r"(.)\1+")
_ALEF = str.maketrans("أإآٱىة", "اااايه")


def same_name(typed: str, *known: tuple[str, str]) -> bool:
    """Does what was typed name one of these (first, last)? Order, titles, accents, spaces, doubled letters are let go.

    EL ALAOUI Mohammed is MOHAMED ELALAOUI; nothing shorter and nothing longer is.
    """
    said = _core(typed)
    return bool(said) and any(
        said in {_core(f"{first} {last}"), _core(f"{last} {first}")} for first, last in known if first and last
    )


def _core(name: str) -> str:
    """Letters only, without titles, in one writing."""
    plain = unicodedata.normalize("NFKD", name.upper())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter)).translate(_ALEF)
    words = _LETTERS.sub(" ", bare.replace("'", "").replace("’", "").replace("-", " ")).split()
    return _TWICE.sub(r"\1", "".join(word for word in words if word not in _TITLES))
