"""Collect the sentences of the code and of the pages into locale/, and compile them. No outside program is needed."""

import re
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
PLURALS = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
    "n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;",
    "fr": "nplurals=2; plural=(n > 1);",
}
LANGUAGES = tuple(PLURALS)
HEADER = """msgid ""
msgstr ""
"Project-Id-Version: macnss\\n"
"Language: {language}\\n"
"Plural-Forms: {plurals}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
FRENCH_SIGNS = (
    (re.compile("'"), "\N{RIGHT SINGLE QUOTATION MARK}"),
    (re.compile(" (?=[:;?!»])|(?<=«) "), "\N{NO-BREAK SPACE}"),
)
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
            pseudo_code = templatize(path.read_text(), origin=name)
            yield name, BytesIO(re.sub(r"^\s+", "", pseudo_code, flags=re.MULTILINE).encode())


def sentences() -> Catalog:
    """The catalogue that the code and the pages ask for, without translations."""
    found = Catalog(charset="utf-8")
    for name, source in sources():
        for _line, message, comments, context in extract(
            "python", source, keywords=KEYWORDS, comment_tags=("Translators:",)
        ):
            python_format = "%(" in (message if isinstance(message, str) else message[0])
            found.add(
                message,
                locations=[(name, 0)],
                auto_comments=comments,
                context=context,
                flags=["python-format"] if python_format else [],
            )
    return found


def read(language: str) -> Catalog:
    with catalogue_of(language).open("rb") as file:
        return read_po(file, locale=language)


def set_in_french(text: str) -> str:
    """As a printer sets French: a curved apostrophe, a no-break space before : ; ? ! and inside « »."""
    for found, put in FRENCH_SIGNS:
        text = found.sub(put, text)
    return text


def write(language: str, catalogue: Catalog) -> None:
    """The catalogue in the order of its sentences, without the hour, so that a change shows only what changed."""
    if language == "fr":
        for message in catalogue:
            said = message.string
            message.string = set_in_french(said) if isinstance(said, str) else tuple(map(set_in_french, said or ()))
    with catalogue_of(language).open("wb") as file:
        file.write(HEADER.format(language=language, plurals=PLURALS[language]).encode())
        write_po(file, catalogue, width=120, sort_output=True, omit_header=True, include_lineno=False)


def collect() -> None:
    """Add what is new, drop what nobody says any more, keep every translation."""
    wanted = sentences()
    for language in LANGUAGES:
        catalogue = read(language)
        catalogue.update(wanted, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        write(language, catalogue)


def compile_all() -> None:
    for language in LANGUAGES:
        with catalogue_of(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, read(language))


if __name__ == "__main__":
    settings.configure()
    {"collect": collect, "compile": compile_all}[sys.argv[1]]()
