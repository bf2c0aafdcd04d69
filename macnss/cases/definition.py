"""A kind of case as it is written in YAML, and what follows from answers alone: its screens, its papers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

import yaml

from macnss.lawbook.texts import Text

Answers = Mapping[str, Any]
Condition = Mapping[str, Any]


class Malformed(ValueError):
    """A file of a kind of case is not written as it should be: names the file and what is wrong."""


class Type(StrEnum):
    """What a question is answered with. An answer is kept as a plain JSON value."""

    CHOICE = "choice"  # the code of one choice
    YES_NO = "yes_no"  # true or false
    TEXT = "text"
    LONG_TEXT = "long_text"
    NAME = "name"  # of a person, in Latin capitals as registers write them
    NAME_AR = "name_ar"
    DATE = "date"  # "2026-03-05"
    MONTH = "month"  # "2026-03"
    NUMBER = "number"  # a whole number
    AMOUNT = "amount"  # "5000.00", in DH
    PHONE = "phone"  # E.164
    EMAIL = "email"
    CIN = "cin"
    DOCUMENT = "document"  # the number of an identity document of any kind
    RIB = "rib"
    ICE = "ice"
    AFFILIATION = "affiliation"
    REGISTRATION = "registration"
    COUNTRY = "country"  # ISO 3166 code
    POSTCODE = "postcode"  # 5 digits


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    label: Text
    help: Text | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `when` says for whom; `length` is the longest answer, `minimum` and `maximum` bound a number."""

    name: str
    type: Type
    label: Text
    help: Text | None = None
    required: bool = True
    when: Condition = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    length: int = 80
    minimum: int | None = None
    maximum: int | None = None
    autocomplete: str = ""
    from_kind: bool = False  # its choices depend on the person: the class of the kind gives them


@dataclass(frozen=True, slots=True)
class Sheet:
    """One question, or one small group, that stands alone on a screen."""

    name: str
    title: Text
    questions: tuple[Question, ...]
    help: Text | None = None
    when: Condition = field(default_factory=dict)

    def asked(self, answers: Answers) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if holds(question.when, answers))


@dataclass(frozen=True, slots=True)
class Paper:
    """Pièce à fournir / وثيقة مطلوبة. `photo` is the portrait of a person, taken in a frame."""

    name: str
    title: Text
    help: Text | None = None
    required: bool = True
    when: Condition = field(default_factory=dict)
    most_pages: int = 10
    photo: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Motif / سبب of a refusal: its short title for agents, plain words for the applicant, the article if one says it.

    `remedy` says what to do next.
    """

    code: str
    title: Text
    words: Text
    article: Text | None = None
    remedy: Text | None = None


@dataclass(frozen=True, slots=True)
class Article:
    words: Text
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """A kind of case: its words, who opens it, what is asked, which papers, how long it takes.

    `target` and `legal` are keys of the law book: working days, or civil months or days, by the unit of the parameter.
    """

    code: str
    title: Text
    help: Text
    theme: str
    initials: str
    audiences: frozenset[str]
    sheets: tuple[Sheet, ...]
    papers: tuple[Paper, ...]
    reasons: tuple[Reason, ...]
    law: tuple[Article, ...]
    target: str
    legal: str | None = None
    reference: str = ""
    right: str = ""
    level: str = "low"
    proof: str = ""
    several_drafts: bool = False
    oath: bool = True  # whoever sends declares that it is true
    discreet: bool = False  # its title alone says too much for a message
    four_eyes: bool = False
    may_appeal: bool = True
    fee: Text | None = None
    outcome: Text | None = None

    @property
    def is_answered(self) -> bool:
        """Is it answered rather than granted: a message, a complaint? Pages and messages say so."""
        return self.theme == "contact"

    def asked_sheets(self, answers: Answers) -> tuple[Sheet, ...]:
        """The screens of these answers, in order."""
        return tuple(sheet for sheet in self.sheets if holds(sheet.when, answers) and sheet.asked(answers))

    def questions(self, answers: Answers) -> Iterator[Question]:
        for sheet in self.asked_sheets(answers):
            yield from sheet.asked(answers)

    def papers_for(self, answers: Answers) -> tuple[Paper, ...]:
        """The one list of papers: the applicant, the agent and the printed sheet read it here."""
        return tuple(paper for paper in self.papers if holds(paper.when, answers))

    def sheet(self, name: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

    def paper(self, name: str) -> Paper | None:
        return next((paper for paper in self.papers if paper.name == name), None)

    def reason(self, code: str) -> Reason | None:
        return next((reason for reason in self.reasons if reason.code == code), None)

    def kept(self, answers: Answers) -> dict[str, Any]:
        """The answers to the questions that are still asked: one that an earlier answer took away goes with it."""
        left = dict(answers)
        while True:
            asked = {question.name for question in self.questions(left)}
            owned = {question.name for sheet in self.sheets for question in sheet.questions}
            fewer = {name: value for name, value in left.items() if name in asked or name not in owned}
            if fewer == left:
                return fewer
            left = fewer

    @classmethod
    def read(cls, path: Path, *, more_reasons: Sequence[Reason] = ()) -> Self:
        """The kind that this file declares; its code is the file's name. Raises Malformed."""
        try:
            written = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
            return cls._of(path.stem, written, tuple(more_reasons))
        except (KeyError, TypeError, ValueError, AttributeError, yaml.YAMLError) as fault:
            raise Malformed(f"{path}: {fault!r}") from fault

    @classmethod
    def _of(cls, code: str, written: Mapping[str, Any], more_reasons: tuple[Reason, ...]) -> Self:
        plain = (
            "legal",
            "reference",
            "right",
            "level",
            "proof",
            "several_drafts",
            "oath",
            "discreet",
            "four_eyes",
            "may_appeal",
        )
        known = {*plain, "title", "help", "theme", "initials", "audiences", "sheets", "papers", "reasons", "law"}
        if strange := set(written) - known - {"target", "fee", "outcome"}:
            raise KeyError(f"nobody reads {sorted(strange)}")
        return cls(
            code=code,
            title=Text.read(written["title"]),
            help=Text.read(written["help"]),
            theme=written["theme"],
            initials=written["initials"],
            audiences=frozenset(written["audiences"]),
            sheets=tuple(map(_sheet, written.get("sheets", []))),
            papers=tuple(map(_paper, written.get("papers", []))),
            reasons=(*map(_reason, written.get("reasons", [])), *more_reasons),
            law=tuple(Article(Text.read(each), each.get("url")) for each in written.get("law", [])),
            target=written["target"],
            fee=_text(written, "fee"),
            outcome=_text(written, "outcome"),
            **{name: written[name] for name in plain if name in written},
        )


def holds(condition: Condition, answers: Answers) -> bool:
    """Do these answers satisfy a condition? Every line must hold; `any:` holds a list of which one must.

    `name: value` or `name: [values]` compares; `name: {from: 1, to: 3}` bounds a number; `name: {given: true}` asks
    whether there is an answer.
    """
    return all(_line_holds(name, wanted, answers) for name, wanted in condition.items())


def _line_holds(name: str, wanted: Any, answers: Answers) -> bool:
    if name == "any":
        return any(holds(each, answers) for each in wanted)
    value = answers.get(name)
    if isinstance(wanted, Mapping):
        if "given" in wanted:
            return (value not in (None, "", [])) is wanted["given"]
        number = None if value is None or value == "" else int(value)
        low, high = wanted.get("from"), wanted.get("to")
        return number is not None and (low is None or number >= low) and (high is None or number <= high)
    return value in wanted if isinstance(wanted, list) else value == wanted


def _text(written: Mapping[str, Any], name: str) -> Text | None:
    return Text.read(written[name]) if written.get(name) else None


def _sheet(written: Mapping[str, Any]) -> Sheet:
    return Sheet(
        name=written["name"],
        title=Text.read(written["title"]),
        help=_text(written, "help"),
        when=written.get("when", {}),
        questions=tuple(map(_question, written["questions"])),
    )


def _question(written: Mapping[str, Any]) -> Question:
    plain = ("required", "when", "length", "minimum", "maximum", "autocomplete", "from_kind")
    if strange := set(written) - {*plain, "name", "type", "label", "help", "choices"}:
        raise KeyError(f"nobody reads {sorted(strange)} of {written['name']}")
    return Question(
        name=written["name"],
        type=Type(written["type"]),
        label=Text.read(written["label"]),
        help=_text(written, "help"),
        choices=tuple(
            Choice(str(each["code"]), Text.read(each), _text(each, "help")) for each in written.get("choices", [])
        ),
        **{name: written[name] for name in plain if name in written},
    )


def _paper(written: Mapping[str, Any]) -> Paper:
    plain = ("required", "when", "most_pages", "photo")
    if strange := set(written) - {*plain, "name", "title", "help"}:
        raise KeyError(f"nobody reads {sorted(strange)} of {written['name']}")
    return Paper(
        name=written["name"],
        title=Text.read(written["title"]),
        help=_text(written, "help"),
        **{name: written[name] for name in plain if name in written},
    )


def _reason(written: Mapping[str, Any]) -> Reason:
    return Reason(
        code=written["code"],
        title=Text.read(written["title"]),
        words=Text.read(written["words"]),
        article=_text(written, "article"),
        remedy=_text(written, "remedy"),
    )
