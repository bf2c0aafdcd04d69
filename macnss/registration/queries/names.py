"""Names as registers and people write them, and when two of them may be one person's."""

import re
import unicodedata

# The letters that begin a CIN name the town that issued it. Those that a source names: others are not wrong.
_TOWNS = {
    "A": "Rabat, Salé",
    "B": "Casablanca",
    "C": "Fès",
    "D": "Meknès",
    "E": "Marrakech",
    "G": "Kénitra",
    "H": "Safi",
    "K": "Tanger",
    "L": "Tétouan",
    "T": "Mohammédia",
    "W": "Settat",
    "Y": "El Kelâa",
}
_AS_ONE = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": ""})
# One sound, several spellings in Latin letters; long ones first.
_SOUNDS = (("OU", "U"), ("SH", "CH"), ("DJ", "J"), ("PH", "F"), ("GU", "G"), ("QU", "K"), ("Q", "K"), ("Y", "I"))
_ARTICLES = re.compile(r"^(?:EL|AL|L)(?=[\s'’-])")
_VOWELS = re.compile(r"[AEIOUWH]")


def town_of_cin(number: str) -> str:
    """Where a CIN with these letters is issued; empty when no source says it."""
    return _TOWNS.get(number[:1], "")


def plain(name: str) -> str:
    """A name in Latin letters without accents, spaces or signs: EL-ALAOUI and El Alaoui are one."""
    bare = unicodedata.normalize("NFKD", name)
    return re.sub(r"[^A-Z]", "", "".join(sign for sign in bare if not unicodedata.combining(sign)).upper())


def plain_ar(name: str) -> str:
    """A name in Arabic letters without vowel signs, spaces or the variants of one letter."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKC", name) if not unicodedata.combining(sign))
    return re.sub(r"[^\u0621-\u064a]", "", bare.translate(_AS_ONE))


def sound(name: str) -> str:
    """What remains of a name however it was transliterated: MOHAMED, MOHAMMED and MOUHAMMAD are MMD."""
    bare = unicodedata.normalize("NFKD", name).upper()
    bare = plain(_ARTICLES.sub("", bare.strip()))
    for spelling, one in _SOUNDS:
        bare = bare.replace(spelling, one)
    bare = re.sub(r"(.)\1+", r"\1", bare)
    return bare[:1] + _VOWELS.sub("", bare[1:])


def same_name(one: "tuple[str, str]", other: "tuple[str, str]") -> bool:
    """Two last and first names that are written alike, in whichever order."""
    left, right = tuple(map(plain, one)), tuple(map(plain, other))
    return all(left) and (left == right or left == right[::-1])


def same_name_ar(one: "tuple[str, str]", other: "tuple[str, str]") -> bool:
    left, right = tuple(map(plain_ar, one)), tuple(map(plain_ar, other))
    return all(left) and (left == right or left == right[::-1])


def like_name(one: "tuple[str, str]", other: "tuple[str, str]") -> bool:
    """Two names that sound alike."""
    left, right = tuple(map(sound, one)), tuple(map(sound, other))
    return all(left) and (left == right or left == right[::-1])
