"""`bin/macnss breached-passwords`: the file of passwords that thieves try first.

    breached-passwords LIST --to FILE [--at-least N]   from the public list of SHA-1:count, in order, for production
    breached-passwords --words LIST... --to FILE       from lists of words, as the file shipped with the product

The second adds Django's own list and what people of Morocco are likely to choose: names, towns, clubs, with a year.
"""

import argparse
import gzip
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import django.contrib.auth

from macnss.country.names import people, places
from macnss.identity import breached

SHORTEST = 10  # shorter ones are refused for their length
MOST_USED = 1000  # words of the lists that are tried with endings too
ENDINGS = (
    *("1", "12", "123", "1234", "12345", "123456", "1234567", "12345678", "123456789", "0000", "007", "01", "2020!"),
    *("!", "!!", ".", "@", "@1", "@12", "@123", "@1234", "123!", "1234!", "123@", "*", "$", "maroc", "212", "@212"),
    *map(str, range(1955, 2031)),
    *(f"@{year}" for year in range(2015, 2031)),
    *(f"{year}!" for year in range(2015, 2031)),
)
OF_MOROCCO = """
    maroc morocco almaghrib elmaghrib lmaghrib atlas atlaslions liondelatlas toubkal sahara amazigh tamazight marrakchi
    casaoui fassi rbati soussi rifi doukkali jebli inchallah inshallah bismillah hamdullah hamdoulah alhamdulillah
    allahakbar mohammed mohamed6 mohammed6 moulay sidi lalla hbiba habibi hayati 3omri omri mama baba ymma yema mimti
    wydad wydadac wydadcasa raja rajacasa rajaca farfar asfar fusfar mouloudia mat kac hassania hacagadir maghrebfes
    renaissance berkane rsberkane irtijaa cnss moncnss macnss damancom amo ramo taawidate taawid daman cotisation
    salaire retraite motdepasse monmotdepasse azerty azertyuiop bonjour bienvenue soleil jetaime monamour mavie
    password passer passe secret facebook gmail instagram hakimi ziyech bounou amrabat ounahi ronaldo messi
    couscous tajine atay harira ramadan mawazine tramway casatram
"""


def run(arguments: Sequence[str]) -> int:
    said = _parser().parse_args(arguments)
    try:
        count = _written(said)
    except (OSError, UnicodeDecodeError, breached.NotSuchAFile) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{count:,} passwords in {said.to}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("breached-passwords", description=__doc__, add_help=True)
    parser.add_argument("list", nargs="?", type=Path)
    parser.add_argument("--words", nargs="+", type=Path, default=[])
    parser.add_argument("--at-least", type=int, default=1, help="leave out what was stolen fewer times")
    parser.add_argument("--to", type=Path, required=True)
    return parser


def _written(said: argparse.Namespace) -> int:
    """Write beside the file, then put it in its place: a service that reads the old one goes on."""
    beside = said.to.with_name(f"{said.to.name}.part")
    try:
        with beside.open("wb") as file:
            if said.list:
                with said.list.open(encoding="ascii") as lines:
                    count = breached.write(breached.prefixes_of(lines, said.at_least), file)
            else:
                count = breached.write(sorted({breached.prefix_of(each) for each in likely(said.words)}), file)
        beside.replace(said.to)
    finally:
        beside.unlink(missing_ok=True)
    return count


def likely(lists: Iterable[Path]) -> Iterator[str]:
    """Words of the lists, words of the country, and the endings that people put behind them."""
    words = [word for path in lists for word in path.read_text(encoding="utf-8").split()]
    used = [word for word in words if word.isalpha() and len(word) >= 4][:MOST_USED]
    of_country = sorted({*OF_MOROCCO.split(), *_names()})
    stems = dict.fromkeys([*used, *of_country])
    ended = (stem + ending for stem in stems for ending in ENDINGS)
    doubled = (stem + stem for stem in stems)
    everything = chain(words, _of_django(), stems, ended, doubled)
    yield from (each for each in map(str.lower, everything) if len(each) >= SHORTEST)


def _of_django() -> Iterator[str]:
    path = Path(django.contrib.auth.__file__).with_name("common-passwords.txt.gz")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(str.strip, lines)


def _names() -> Iterator[str]:
    """The given names, the commonest surnames and the towns of the invented country: those of the real one."""
    towns = (town.name for region in places.REGIONS for town in region.towns)
    for each in (*people.MALE, *people.FEMALE, *people.SURNAMES, *towns):
        yield "".join(filter(str.isalpha, each.latin.lower()))
