"""What the class of a kind of case may say, and the register of kinds.

A domain declares a kind by a YAML file and a subclass of `Kind` beside it, in its room `procedures`; the name of the
file is the code. See docs/howto/add-a-kind-of-case.md.
"""

import datetime as dt
import inspect
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from macnss.cases.definition import Answers, Choice, Definition, Paper, Question, Reason
from macnss.cases.enums import Audience, Verdict
from macnss.cases.models import Case
from macnss.employers.models import Employer
from macnss.identity.models import Account, Office
from macnss.insured.models import Insured
from macnss.kernel.errors import DomainError
from macnss.lawbook.texts import Text
from macnss.ui.items import Step as StepShown
from macnss.ui.items import Text as Words


@dataclass(frozen=True, slots=True)
class Holder:
    """Who opens a case, and for whom: an insured person, a company, or somebody without an account."""

    audience: Audience
    account: Account | None = None
    person: Insured | None = None
    company: Employer | None = None

    @classmethod
    def of(cls, case: Case) -> "Holder":
        return cls(Audience(case.audience), case.account, case.person, case.company)


@dataclass(frozen=True, slots=True)
class Check:
    """One automatic check, as the agent reads it: what was looked at, what was found, in words.

    `link`: a page where the agent settles it.
    """

    name: str
    title: Words
    verdict: Verdict
    words: Words = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that follows: a label, its value, and perhaps a page of ours where it is seen."""

    label: Words
    value: Words
    link: str = ""
    is_number: bool = False  # shown left to right


class CannotAccept(DomainError):
    """The register refuses what acceptance would write: the agent reads why."""

    code = "cannot-accept"
    message = _("%(why)s")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the checks lead to; the agent decides. `doubts` are the titles of those to look at before accepting."""

    accept: bool
    reasons: tuple[str, ...] = field(default=())
    doubts: tuple[Words, ...] = field(default=())


class Kind:
    """Nature du dossier / نوع الملف. Subclasses override what their kind needs; what is here suits a plain request."""

    code: ClassVar[str]
    definition: ClassVar[Definition]
    employer_signs: ClassVar[bool] = False  # the printed request has a place for the employer's stamp and signature
    head_only: ClassVar[bool] = False  # in a company, its head alone opens it, reads it and sends it

    def __init_subclass__(cls, **named: Any) -> None:
        super().__init_subclass__(**named)
        if "code" in cls.__dict__:
            folder = Path(inspect.getfile(cls)).parent
            cls.definition = Definition.read(folder / f"{cls.code}.yaml", more_reasons=COMMON_REASONS)
            KINDS[cls.code] = cls()

    # Before sending.

    def may_open(self, holder: Holder, on: dt.date) -> bool:  # noqa: ARG002
        """Besides the audience and the right: is there any sense in it for this one?"""
        return True

    def prefilled(self, holder: Holder, on: dt.date) -> dict[str, Any]:  # noqa: ARG002
        """Answers that the register already knows."""
        return {}

    def known(self, holder: Holder, on: dt.date) -> dict[str, Any]:
        """What the register says of the same questions, for the agent: by default what was filled in beforehand."""
        return self.prefilled(holder, on)

    def choices(self, question: Question, holder: Holder, answers: Answers) -> tuple[Choice, ...]:  # noqa: ARG002
        """The choices of a question marked `from_kind`."""
        return question.choices

    def refusals(self, answers: Answers, holder: Holder, on: dt.date) -> dict[str, Words]:  # noqa: ARG002
        """What is wrong with the answers so far, by name of question, in words that say the remedy."""
        return {}

    def facts(self, answers: Answers, on: dt.date) -> dict[str, Any]:  # noqa: ARG002
        """Values that follow from the answers, kept with them under their names; conditions may use them."""
        return {}

    def papers(self, answers: Answers, holder: Holder) -> tuple[Paper, ...]:  # noqa: ARG002
        """The papers of these answers; a kind may leave out what the fund already has."""
        return self.definition.papers_for(answers)

    def effects(self, answers: Answers, holder: Holder, on: dt.date) -> list[Line]:  # noqa: ARG002
        """What acceptance will change, told before sending."""
        return []

    def about(self, answers: Answers, holder: Holder) -> str:  # noqa: ARG002
        """Whom the case concerns, in a few words for the queue."""
        return str(holder.person or holder.company or "")

    def office(self, answers: Answers, holder: Holder) -> Office | None:  # noqa: ARG002
        """Where it is examined; None lets the engine choose by town."""
        return None

    def town(self, answers: Answers, holder: Holder) -> str:
        """The town by which the engine chooses the office."""
        owner = holder.company or holder.person
        return str(answers.get("town") or (owner.town if owner else ""))

    def needs_second(self, answers: Answers) -> bool:  # noqa: ARG002
        """Do two agents decide it?"""
        return self.definition.four_eyes

    def further(self, case: Case, on: dt.date) -> list[Line]:  # noqa: ARG002
        """What its applicant may do next besides an appeal, each with a page of ours; shown on the page of the case."""
        return []

    def back_from_draft(self, case: Case) -> str:  # noqa: ARG002
        """The page to which erasing a draft leads; "" for the list of requests."""
        return ""

    def forms(self, case: Case) -> list[Line]:  # noqa: ARG002
        """Forms of the fund that carry its answers, each with the address of its PDF: to print, sign, have stamped."""
        return []

    # At the fund.

    def touches(self, case: Case) -> Employer | None:  # noqa: ARG002
        """A company that it is about without owning it: those who act for it do not examine it."""
        return None

    def unfit(self, case: Case, agent: Account) -> DomainError | None:  # noqa: ARG002
        """Why this agent may not examine it, besides what holds for every case; None when they may."""
        return None

    def sent(self, case: Case, *, now: dt.datetime) -> None:
        """What happens as soon as it is sent, in the same transaction."""

    def checks(self, case: Case, on: dt.date) -> list[Check]:  # noqa: ARG002
        """Automatic checks against the register."""
        return []

    def accept(self, case: Case, *, by: Account, now: dt.datetime) -> dict[str, Any]:  # noqa: ARG002
        """Do what was asked for, in the transaction of the decision. Returns plain values, kept in `case.results`.

        Raises CannotAccept, or any other DomainError of the register: nothing is then decided.
        """
        return {}

    def refused(self, case: Case, *, by: Account, now: dt.datetime) -> None:
        """What a refusal undoes, in the same transaction."""

    def outcome(self, case: Case) -> list[Line]:  # noqa: ARG002
        """What acceptance gave, as the applicant reads it."""
        return []

    def after(self, case: Case) -> list[StepShown]:  # noqa: ARG002
        """The steps that follow acceptance: a card printed, handed over."""
        return []


def common(code: str, *, title: Text, words: Text, remedy: Text | None = None) -> Reason:
    return Reason(code, title, words, remedy=remedy)


COMMON_REASONS: tuple[Reason, ...] = (
    common(
        "papers",
        title=Text("Pièces manquantes ou illisibles", "وثائق ناقصة أو غير مقروءة"),
        words=Text(
            "Des pièces nécessaires manquent ou ne sont pas lisibles, malgré notre demande.",
            "بعض الوثائق الضرورية ناقصة أو غير مقروءة رغم طلبنا.",
        ),
        remedy=Text(
            "Vous pouvez déposer une nouvelle demande avec les pièces indiquées.",
            "يمكنكم تقديم طلب جديد مرفق بالوثائق المبينة.",
        ),
    ),
    common(
        "not_concordant",
        title=Text("Données non concordantes avec les pièces", "معطيات غير مطابقة للوثائق"),
        words=Text("Ce qui est déclaré ne correspond pas aux pièces jointes.", "ما صرحتم به لا يطابق الوثائق المرفقة."),
        remedy=Text(
            "Vérifiez les données sur vos pièces, puis déposez une nouvelle demande.",
            "تحققوا من المعطيات الواردة في وثائقكم ثم قدموا طلبا جديدا.",
        ),
    ),
    common(
        "not_yours",
        title=Text("Demandeur non habilité", "صاحب الطلب غير مخول"),
        words=Text(
            "Cette demande ne peut être faite que par la personne concernée ou son représentant.",
            "لا يمكن تقديم هذا الطلب إلا من المعني بالأمر أو ممثله.",
        ),
    ),
    common(
        "already_done",
        title=Text("Déjà fait", "سبق إنجازه"),
        words=Text("Ce que vous demandez est déjà enregistré.", "ما تطلبونه مسجل من قبل."),
    ),
)

KINDS: dict[str, Kind] = {}


def kind_of(case: Case) -> Kind:
    return KINDS[case.kind]
