"""Every kind of case of every package, as it is written: two languages, conditions that can hold, reasons that say why.

This is what `docs/howto/add-a-kind-of-case.md` promises to whoever adds one.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from macnss.cases.definition import Condition, Definition, Malformed, Paper, Question, Type, holds
from macnss.cases.engine import COMMON_REASONS, KINDS, Kind
from macnss.cases.enums import Audience
from macnss.employers.enums import Right
from macnss.lawbook.book import BOOK
from macnss.lawbook.texts import Text
from macnss.ui.components.forms import AUTOCOMPLETE

ROOT = Path(__file__).resolve().parents[3]
FILES = sorted((ROOT / "macnss").glob("*/procedures/*.yaml"))
THEMES = {"registration", "family", "personal", "wages", "contact", "certificates"}
ARABIC, LATIN = re.compile("[\u0621-\u064a]"), re.compile("[A-Za-z]")
COMMON = {reason.code for reason in COMMON_REASONS}
every_kind = pytest.mark.parametrize("kind", list(KINDS.values()), ids=list(KINDS))


def texts(written: Any, path: str = "") -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every pair of French and Arabic in a file, with where it stands."""
    if isinstance(written, Mapping):
        if "fr" in written or "ar" in written:
            yield path, written
        for name, inner in written.items():
            yield from texts(inner, f"{path}/{name}")
    elif isinstance(written, list):
        for place, inner in enumerate(written):
            yield from texts(inner, f"{path}/{place}")


def names_in(condition: Condition) -> Iterator[tuple[str, Any]]:
    for name, wanted in condition.items():
        if name == "any":
            for each in wanted:
                yield from names_in(each)
        else:
            yield name, wanted


def questions(definition: Definition) -> dict[str, Question]:
    return {each.name: each for sheet in definition.sheets for each in sheet.questions}


def conditions(definition: Definition) -> Iterator[tuple[str, Condition]]:
    for sheet in definition.sheets:
        yield sheet.name, sheet.when
        yield from ((question.name, question.when) for question in sheet.questions)
    yield from ((paper.name, paper.when) for paper in definition.papers)


def known_facts(kind: Kind) -> set[str]:
    """What the class of the kind says of itself: the names of its facts and of what it fills in beforehand."""
    import inspect

    source = "".join(inspect.getsource(each) for each in type(kind).__mro__ if each not in (Kind, object))
    return set(re.findall(r'"([a-z_]+)"', source))


def test_every_file_is_a_kind_and_every_kind_has_its_file() -> None:
    assert {path.stem for path in FILES} == KINDS.keys()
    assert len({path.stem for path in FILES}) == len(FILES), "a code is the same in two packages"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_says_everything_in_both_languages(path: Path) -> None:
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    for place, text in texts(written):
        assert {"fr", "ar"} <= set(text), f"{path.name} {place}"
        assert text["fr"].strip(), f"{path.name} {place}"
        assert ARABIC.search(text["ar"]), f"{path.name} {place}: no Arabic"


@every_kind
def test_a_kind_names_who_opens_it_under_which_theme(kind: Kind) -> None:
    definition = kind.definition
    assert definition.theme in THEMES
    assert definition.audiences
    assert definition.audiences <= set(Audience.values)
    assert definition.right == "" or definition.right in Right.values
    assert definition.level in {"low", "substantial", "high"}
    assert definition.proof in {"", "substantial", "high"}
    assert re.fullmatch(r"[A-Z]{2}", definition.initials)


def test_no_two_kinds_share_their_initials() -> None:
    initials = [kind.definition.initials for kind in KINDS.values()]
    assert len(initials) == len(set(initials))


@every_kind
def test_its_clocks_are_figures_of_the_law_book(kind: Kind) -> None:
    keys = set(BOOK.keys())
    assert kind.definition.target in keys
    assert kind.definition.legal is None or kind.definition.legal in keys


@every_kind
def test_its_names_are_used_once(kind: Kind) -> None:
    definition = kind.definition
    asked = [each.name for sheet in definition.sheets for each in sheet.questions]
    for names in (
        asked,
        [sheet.name for sheet in definition.sheets],
        [paper.name for paper in definition.papers],
        [reason.code for reason in definition.reasons],
    ):
        assert len(names) == len(set(names)), names
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in asked)
    assert all(len(paper.name) <= 40 for paper in definition.papers)


@every_kind
def test_conditions_name_questions_that_exist_and_values_that_can_be_given(kind: Kind) -> None:
    known, facts = questions(kind.definition), known_facts(kind)
    for where, condition in conditions(kind.definition):
        for name, wanted in names_in(condition):
            assert name in known or name in facts, f"{where}: nobody answers {name!r}"
            if name in known:
                assert possible(known[name], wanted), f"{where}: {name} is never {wanted!r}"


def possible(question: Question, wanted: Any) -> bool:
    """Can this question be answered so?"""
    if isinstance(wanted, Mapping):
        return "given" in wanted or question.type in {Type.NUMBER, Type.AMOUNT}
    values = wanted if isinstance(wanted, list) else [wanted]
    if question.type is Type.YES_NO:
        return all(isinstance(value, bool) for value in values)
    if question.type is Type.CHOICE and not question.from_kind:
        return {str(value) for value in values} <= {choice.code for choice in question.choices}
    return True


@every_kind
def test_each_choice_can_be_made_and_offers_something_to_choose(kind: Kind) -> None:
    for question in questions(kind.definition).values():
        codes = [choice.code for choice in question.choices]
        assert len(codes) == len(set(codes))
        if question.type is Type.CHOICE:
            assert codes or question.from_kind, question.name
        else:
            assert not codes, question.name
        assert question.autocomplete in AUTOCOMPLETE | {""}, question.name


@every_kind
def test_every_question_and_every_paper_can_be_reached(kind: Kind) -> None:
    """Its condition holds for some answers: for those that it names itself."""
    for name, condition in conditions(kind.definition):
        assert holds(condition, meeting(condition)), f"{name} is never asked for"
    names = {paper.name for paper in kind.definition.papers if holds(paper.when, meeting(paper.when))}
    assert names == {paper.name for paper in kind.definition.papers}


def meeting(condition: Condition) -> dict[str, Any]:
    """Answers that meet a condition."""
    answers: dict[str, Any] = {}
    for name, wanted in condition.items():
        if name == "any":
            answers |= meeting(wanted[0])
        elif isinstance(wanted, Mapping):
            answers[name] = "x" if wanted.get("given") else wanted.get("from", wanted.get("to"))
        else:
            answers[name] = wanted[0] if isinstance(wanted, list) else wanted
    return answers


@every_kind
def test_one_portrait_is_enough_and_stands_first(kind: Kind) -> None:
    portraits: list[Paper] = [paper for paper in kind.definition.papers if paper.photo]
    assert [paper.name for paper in portraits if paper.required] == ["photo"] * bool(portraits)
    assert [paper.name for paper in portraits[:1]] == ["photo"] * bool(portraits)
    assert all(paper.most_pages == 1 for paper in portraits)


@every_kind
def test_a_refusal_of_its_own_has_words_and_an_article(kind: Kind) -> None:
    own = [reason for reason in kind.definition.reasons if reason.code not in COMMON]
    for reason in own:
        assert reason.words.fr, reason.code
        assert reason.article, f"{reason.code}: on which article does it rest?"
    assert own or kind.definition.law, "nothing to rest a refusal on"


def test_a_file_that_nobody_could_read_is_refused_with_its_name(tmp_path: Path) -> None:
    file = tmp_path / "odd.yaml"
    file.write_text("title: {fr: Titre, ar: عنوان}\nstrange: 1\n", encoding="utf-8")
    with pytest.raises(Malformed, match=r"odd\.yaml"):
        Definition.read(file)


HOWTO = (ROOT / "docs" / "howto" / "add-a-kind-of-case.md").read_text(encoding="utf-8")


def test_the_example_of_the_howto_is_a_kind_that_reads(tmp_path: Path) -> None:
    """What the page shows is what works: its YAML is read, its class is Python that runs."""
    fence = re.compile(r"```(yaml|python)\n(.*?)```", re.DOTALL)
    shown: dict[str, str] = dict(fence.findall(HOWTO))
    (tmp_path / "book_copy.yaml").write_text(shown["yaml"], encoding="utf-8")
    definition = Definition.read(tmp_path / "book_copy.yaml", more_reasons=COMMON_REASONS)
    assert definition.title == Text("Copie d'un livret", "نسخة من دفتر")
    assert [paper.name for paper in definition.papers_for({"why": "lost"})] == ["police_report"]
    assert definition.papers_for({"why": "worn"}) == ()
    compile(shown["python"], "book_copy.py", "exec")
