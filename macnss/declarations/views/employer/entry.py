"""Typed entry (EFI): the wages of a month on screen, saved as a draft, reviewed, then sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from macnss.declarations.ebds.findings import Severity
from macnss.declarations.ebds.situations import WITHOUT_WORK
from macnss.declarations.enums import Situation, UploadState
from macnss.declarations.forms import Sheet
from macnss.declarations.models import Declaration, Draft, Upload
from macnss.declarations.queries import maximum_days
from macnss.declarations.rules.contributions import BranchContribution, Totals, ceiling_of, declaration_contributions
from macnss.declarations.services import entry as typed_entry
from macnss.declarations.services.checking import law_is_known
from macnss.declarations.services.entry import LONGEST_ENTRY, TypedLine
from macnss.declarations.views.employer.standing import month_of, standings
from macnss.employers.access import EmployerRequest, may
from macnss.employers.enums import Right
from macnss.employers.models import Employer
from macnss.employment.queries import people_of
from macnss.kernel.access import open_to
from macnss.kernel.months import Month
from macnss.lawbook.book import Law
from macnss.ui.pages import page


@dataclass(frozen=True)
class Sum:
    """What typed lines come to, in centimes, and what they will cost."""

    lines: tuple[TypedLine, ...]
    month: Month
    own_medical_cover: bool

    @property
    def days(self) -> int:
        return sum(line.days for line in self.lines)

    @property
    def real(self) -> int:
        return sum(line.real for line in self.lines)

    @property
    def capped(self) -> int:
        ceiling = ceiling_of(self.month)
        return sum(min(line.real, ceiling) for line in self.lines)

    @cached_property
    def branches(self) -> tuple[BranchContribution, ...]:
        law = Law(self.month.first_day)
        return declaration_contributions(law, self.real, self.capped, amo_exempt=self.own_medical_cover)

    @property
    def due(self) -> Totals:
        """In DH."""
        return Totals.of(self.branches)


@dataclass(frozen=True, slots=True)
class Change:
    """What one person's line becomes; `before` is None for who was not declared the month before."""

    line: TypedLine
    before: TypedLine | None

    @property
    def situation(self) -> Situation:
        return Situation(self.line.situation)


@dataclass(frozen=True)
class Desk:
    """What the page of one typed month works with."""

    request: EmployerRequest
    month: Month
    staff: list[TypedLine]
    draft: Draft | None

    @property
    def employer(self) -> Employer:
        return self.request.employer

    def sum_of(self, lines: Sequence[TypedLine]) -> Sum:
        return Sum(tuple(lines), self.month, self.employer.has_own_medical_cover)

    def posted(self, *, spare: int = 0) -> Sheet:
        return Sheet(self.staff, self.request.POST, maximum_days(self.month), spare=spare)

    def kept(self) -> Sheet:
        """What was typed before the session ended; else the draft, else what the months before propose."""
        most, held = maximum_days(self.month), getattr(self.request, "held", None)
        if held and "entrants" in held:
            return Sheet(self.staff, held, most)
        return Sheet.of_draft(self.staff, self.draft.lines, most) if self.draft else Sheet.proposed(self.staff, most)

    def keep(self, sheet: Sheet) -> Draft:
        return typed_entry.save_draft(
            employer=self.employer, month=self.month, lines=sheet.typed(), by=self.request.user, now=timezone.now()
        )

    def changes(self, lines: Sequence[TypedLine]) -> list[Change]:
        """Who differs from the month before: new people, other days, another wage, a situation."""
        before = {person.number: person for person in self.staff if person.days or person.real}
        changes = [Change(line, None if line.entrant else before.get(line.number)) for line in lines]
        return [change for change in changes if change.line != change.before]


@require_GET
@open_to(may(Right.DECLARE))
def entry_choice(request: EmployerRequest, /, **_company: object) -> HttpResponse:
    """The months that wait to be declared."""
    today = timezone.localdate()
    months = [each for each in standings(request.employer, today, begun=True) if not each.declared.main]
    drafts = {Month.of(draft.month): draft for draft in Draft.objects.filter(employer=request.employer)}
    people = people_of(request.employer, Month.of(today).plus(-1)).count()
    said = {
        "months": [(each, drafts.get(each.month)) for each in months],
        "people": people,
        "longest": LONGEST_ENTRY,
        "too_long": people > LONGEST_ENTRY,
    }
    return page(request, "declarations/employer/entry_choice.html", said)


@require_http_methods(["GET", "POST"])
@open_to(may(Right.DECLARE))
def entry(request: EmployerRequest, /, year: int, month: int, **_company: object) -> HttpResponse:
    """The sheet of a month, then its review, then its sending."""
    asked = month_of(request.employer, year, month, last=Month.of(timezone.localdate()))
    if not law_is_known(asked):
        raise Http404
    if declared := Declaration.objects.of(request.employer).main(asked).first():
        messages.info(request, _("This month is already declared: here is its receipt."))
        return redirect("declarations:declaration", request.employer.public_id, declared.public_id)
    if people_of(request.employer, asked).count() > LONGEST_ENTRY:
        return page(request, "declarations/employer/entry_long.html", {"month": asked, "longest": LONGEST_ENTRY})
    desk = Desk(
        request,
        asked,
        typed_entry.propose(request.employer, asked),
        typed_entry.draft_of(request.employer, asked),
    )
    if request.method == "POST":
        return ACTS.get(request.POST.get("act", ""), _compute)(desk)
    return _review_page(desk) if "review" in request.GET and desk.draft else _sheet_page(desk, desk.kept())


def _compute(desk: Desk) -> HttpResponse:
    """The totals, for who has no JavaScript."""
    sheet = desk.posted()
    return _sheet_page(desk, sheet, status=200 if sheet.is_valid() else 422)


def _add(desk: Desk) -> HttpResponse:
    """One more row, for who has no JavaScript."""
    return _sheet_page(desk, desk.posted(spare=1))


def _save(desk: Desk) -> HttpResponse:
    desk.keep(desk.posted())
    messages.success(desk.request, _("The draft is saved. Nothing is declared yet."))
    return redirect(desk.request.path)


def _review(desk: Desk) -> HttpResponse:
    """What is sound is kept, and shown once more before it is sent."""
    sheet = desk.posted()
    if not sheet.is_valid():
        return _sheet_page(desk, sheet, status=422)
    desk.keep(sheet)
    return redirect(f"{desk.request.path}?review=1")


def _send(desk: Desk) -> HttpResponse:
    """Declare what was reviewed: the draft, unless somebody has changed it since."""
    if desk.draft is None or desk.request.POST.get("reviewed") != desk.draft.saved_at.isoformat():
        messages.warning(desk.request, _("The draft has changed since you read it. Read it again before you send it."))
        return redirect(f"{desk.request.path}?review=1")
    sheet = desk.kept()
    if not sheet.is_valid():
        return _sheet_page(desk, sheet, status=422)
    sent = typed_entry.send(
        employer=desk.employer, month=desk.month, lines=sheet.lines(), by=desk.request.user, now=timezone.now()
    )
    return _answer(desk, sheet, sent)


def _answer(desk: Desk, sheet: Sheet, sent: Upload) -> HttpResponse:
    """The receipt; or the sheet with what refuses it; or the report, where no row is to blame."""
    if sent.declaration:
        messages.success(desk.request, _("Your declaration is recorded. This is its receipt."))
        return redirect("declarations:declaration", desk.employer.public_id, sent.declaration.public_id)
    if sent.state != UploadState.REFUSED or "first" in (sent.report or {}):
        return redirect("declarations:upload_report", desk.employer.public_id, sent.public_id)
    sheet.blame([each for each in (sent.report or {})["findings"] if each["severity"] == Severity.ERROR])
    return _sheet_page(desk, sheet, status=422)


ACTS: dict[str, Callable[[Desk], HttpResponse]] = {
    "add": _add,
    "save": _save,
    "review": _review,
    "send": _send,
}


def _sheet_page(desk: Desk, sheet: Sheet, *, status: int = 200) -> HttpResponse:
    said = {
        "month": desk.month,
        "sheet": sheet,
        "mistakes": list(sheet.mistakes()),
        "sum": desk.sum_of(sheet.sound_lines()),
        "draft": desk.draft,
        "ceiling": ceiling_of(desk.month),
        "situations": [(rank, label, rank in WITHOUT_WORK) for rank, label in Situation.choices],
    }
    return page(desk.request, "declarations/employer/entry.html", said, status=status)


def _review_page(desk: Desk) -> HttpResponse:
    sheet = desk.kept()
    if not sheet.is_valid():
        return _sheet_page(desk, sheet, status=422)
    lines = sheet.lines()
    changes = desk.changes(lines)
    months = standings(desk.employer, timezone.localdate())
    said = {
        "month": desk.month,
        "draft": desk.draft,
        "sum": desk.sum_of(lines),
        "changes": changes,
        "unchanged": len(lines) - len(changes),
        "standing": next((each for each in months if each.month == desk.month), None),
    }
    return page(desk.request, "declarations/employer/entry_review.html", said)
