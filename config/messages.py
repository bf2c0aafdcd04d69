"""Collect the sentences of the code and of the pages into locale/, and compile them. No outside program is needed."""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("ar", "fr")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def catalogue_of(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def sources() -> Iterator[tuple[str, BytesIO]]:
    """Every file that may say something to a person, templates turned into what an extractor of Python reads."""
    for path in sorted((ROOT / "macnss").rglob("*")):
        name = path.relative_to(ROOT).as_posix()
        if "/tests/" in name or "/migrations/" in name:
            continue
        if path.suffix == ".py":
            yield name, BytesIO(path.read_bytes())
        elif path.suffix in (".html", ".txt"):
            yield name, BytesIO(templatize(path.read_text(), origin=name).encode())


def sentences() -> Catalog:
    """The catalogue that the code and the pages ask for, without translations."""
    found = Catalog(charset="utf-8")
    for name, source in sources():
        for _line, message, comments, context in extract("python", source, keywords=KEYWORDS, comment_tags=("Translators:",)):
            python_format = "%(" in (message if isinstance(message, str) else message[0])
            found.add(
                message, locations=[(name, 0)], auto_comments=comments, context=context,
                flags=["python-format"] if python_format else [],
            )
    return found


def read(language: str) -> Catalog:
    with catalogue_of(language).open("rb") as file:
        return read_po(file, locale=language)


def collect() -> None:
    """Add what is new, drop what nobody says any more, keep every translation."""
    wanted = sentences()
    for language in LANGUAGES:
        catalogue = read(language) if catalogue_of(language).exists() else Catalog(language, project="macnss", charset="utf-8")
        catalogue.update(wanted, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.fuzzy = False
        with catalogue_of(language).open("wb") as file:
            write_po(file, catalogue, width=120, sort_output=True, omit_header=False, include_lineno=False)


def compile_all() -> None:
    for language in LANGUAGES:
        with catalogue_of(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, read(language))


if __name__ == "__main__":
    settings.configure()
    {"collect": collect, "compile": compile_all}[sys.argv[1]]()
