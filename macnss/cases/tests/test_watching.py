"""Nothing stays stuck in silence: late files are told, what waits for nothing goes on, supervisors have a list."""

import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
from django.utils import translation

from macnss.audit.models import Event
from macnss.cases.engine import Holder
from macnss.cases.enums import AlarmKind, Audience, State
from macnss.cases.models import Alarm, Case
from macnss.cases.services import alarms, drafts, examining, sending, talking, watching
from macnss.cases.services.refusals import AlarmSettled, NoSuchDay, WordsNeeded
from macnss.cases.tests.factories import ANSWERS, draft, examined, of_person, sent
from macnss.employers.tests.factories import atlas
from macnss.identity.enums import Role
from macnss.identity.tests.factories import NOW, agent, driss, supervisor
from macnss.insured.tests.factories import amina, brahim
from macnss.outbox.enums import State as Sending
from macnss.outbox.models import Message

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LATER = NOW + 10 * DAY


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def watch(now: dt.datetime) -> None:
    """The watch, on a day when what was written before has arrived."""
    Message.objects.filter(state=Sending.WAITING).update(state=Sending.DELIVERED)
    watching.watch(now=now)


def told(kind: str) -> int:
    return Message.objects.filter(kind=f"cases.{kind}").count()


def open_alarms(case: Case) -> set[str]:
    return set(Alarm.objects.filter(case=case, settled_at=None).values_list("kind", flat=True))


def test_what_is_late_is_told_once_with_the_true_reason() -> None:
    case = sent(of_person(amina()))
    watch(LATER)
    first = told("late")
    assert first >= 1
    assert Message.objects.filter(kind="cases.late")[0].data["why"]
    watch(LATER)
    assert told("late") == first
    assert Event.objects.filter(action="case.told_late").count() == 1
    case.refresh_from_db()
    assert case.told_late_on == LATER.date()


def test_it_is_told_again_when_the_legal_day_passes() -> None:
    case = sent(of_person(amina()))
    Case.objects.filter(pk=case.pk).update(legal_on=LATER.date() + 5 * DAY)
    watch(LATER)
    once = told("late")
    watch(LATER + 5 * DAY)
    assert told("late") == once
    for again in (6, 7):
        watch(LATER + again * DAY)
        assert told("late") == 2 * once


def test_the_reason_is_what_is_true_on_that_day() -> None:
    who, person = driss(), amina()
    first, second = sent(of_person(person)), sent(of_person(brahim()))
    assert "next one" in watching.why_late(first, LATER.date())
    assert "1 request is before it" in watching.why_late(second, LATER.date())
    taken = examining.take(case=first, by=who, now=NOW)
    assert "An agent has been examining it since" in watching.why_late(taken, LATER.date())
    aside = examining.set_aside(case=first, until=LATER.date() + DAY, by=who, now=NOW)
    assert "goes on with it on" in watching.why_late(aside, LATER.date())
    awaited = examining.ask_papers(case=first, papers={"attachment": "The payslip."}, by=who, now=NOW)
    assert "waiting for the papers" in watching.why_late(awaited, LATER.date())
    closed = sending.withdraw(case=first, by=None, now=NOW)
    assert watching.why_late(closed, LATER.date()) == ""


def test_nobody_takes_it_and_it_is_late_the_supervisor_is_told_of_both() -> None:
    case = sent(of_person(amina()))
    watch(NOW + 3 * DAY)
    assert open_alarms(case) == {AlarmKind.NOT_TAKEN}
    watch(LATER)
    assert open_alarms(case) == {AlarmKind.NOT_TAKEN, AlarmKind.LATE}
    watch(LATER)
    assert Alarm.objects.count() == 2


def test_an_alert_goes_when_its_cause_has_gone_and_the_journal_says_so() -> None:
    case = sent(of_person(amina()))
    watch(NOW + 3 * DAY)
    examining.take(case=case, by=driss(), now=NOW + 3 * DAY)
    watch(NOW + 3 * DAY)
    assert open_alarms(case) == set()
    assert Event.objects.filter(action="case.alarm_gone").count() == 1


def test_a_word_does_not_move_a_file_its_alert_rises_again() -> None:
    case, salma = sent(of_person(amina())), supervisor()
    watch(LATER)
    with pytest.raises(WordsNeeded):
        alarms.settle(alarm=case.alarms.get(kind="late"), words=" ", by=salma, now=LATER)
    for alarm in case.alarms.all():
        alarms.settle(alarm=alarm, words="Somebody is on it.", by=salma, now=LATER)
        with pytest.raises(AlarmSettled):
            alarms.settle(alarm=alarm, words="Again.", by=salma, now=LATER)
    watch(LATER + DAY)
    assert open_alarms(case) == set()
    watch(LATER + 3 * DAY)
    assert open_alarms(case) == {AlarmKind.NOT_TAKEN, AlarmKind.LATE}


def test_a_supervisor_sets_another_day_and_the_applicant_reads_why() -> None:
    case, salma = examined(driss(), of_person(amina())), supervisor()
    watch(LATER)
    alarm = case.alarms.get(kind="late")
    with pytest.raises(NoSuchDay):
        alarms.promise(alarm=alarm, on=NOW.date(), words="We wait.", by=salma, now=LATER)
    day = LATER.date() + 5 * DAY
    alarms.promise(alarm=alarm, on=day, words="The register is being corrected.", by=salma, now=LATER)
    case.refresh_from_db()
    assert (case.target_on, case.told_late_on) == (day, None)
    assert case.exchanges.get().words == "The register is being corrected."
    assert told("new_date") >= 1
    watch(LATER + DAY)
    assert open_alarms(case) == set()


def test_a_supervisor_hands_the_file_to_a_colleague() -> None:
    case, salma = examined(driss(), of_person(amina())), supervisor()
    hind = agent("hind", "HIND LAHLOU", Role.FILE_OFFICER)
    watch(LATER)
    alarms.hand_over(alarm=case.alarms.get(), to=hind, words="Driss is on leave.", by=salma, now=LATER)
    case.refresh_from_db()
    assert case.taken_by == hind
    assert open_alarms(case) == set()


def test_the_alert_follows_the_file_to_its_new_office() -> None:
    from macnss.identity.tests.factories import office

    case, salma = examined(driss(), of_person(amina())), supervisor()
    watch(LATER)
    other = office("11", "RABAT", "وكالة الرباط")
    examining.hand_over(
        case=case, to=None, office=other, words="Lives in Rabat.", by=salma, now=LATER, supervising=True
    )
    watch(LATER)
    assert case.alarms.get(kind="late").office == other


def test_papers_that_never_come_are_reminded_then_the_file_goes_on() -> None:
    who = driss()
    case = examined(who, of_person(amina()))
    examining.ask_papers(case=case, papers={"attachment": "The payslip."}, by=who, now=NOW)
    watch(NOW + 22 * DAY)
    assert told("papers_soon") == 0
    for day in (23, 24, 30):
        watch(NOW + day * DAY)
    reminders = told("papers_soon")
    assert reminders >= 1
    watch(NOW + 31 * DAY)
    watch(NOW + 31 * DAY)
    case.refresh_from_db()
    assert case.state == State.EXAMINED
    assert case.taken_by == who
    assert "did not come in time" in case.notes.get().words
    assert told("papers_soon") == reminders
    assert told("resumed") >= 1
    assert case.target_on == dt.date(2026, 11, 30) + 31 * DAY


def test_a_company_that_stays_silent_holds_nothing_up() -> None:
    who = driss()
    case = examined(who, of_person(amina()))
    talking.ask_company(case=case, company=atlas(), words="Was she there in March?", by=who, now=NOW)
    watch(NOW + 10 * DAY)
    case.refresh_from_db()
    assert case.state == State.ASKED
    watch(NOW + 20 * DAY)
    case.refresh_from_db()
    assert case.state == State.EXAMINED
    assert "did not answer in time" in case.notes.get().words


def test_a_message_that_reaches_nobody_is_an_alert() -> None:
    case = sent(of_person(amina()))
    Message.objects.update(state=Sending.FAILED)
    watch(NOW)
    assert open_alarms(case) == {AlarmKind.MESSAGE}
    alarms.settle(alarm=case.alarms.get(), words="Called her.", by=supervisor(), now=NOW)
    watch(NOW)
    assert open_alarms(case) == set()


def test_one_way_of_two_is_enough() -> None:
    person = amina()
    assert person.account
    person.account.phone = "+212661234567"
    person.account.save()
    case = sent(of_person(person))
    Message.objects.filter(channel="email").update(state=Sending.FAILED)
    Message.objects.filter(channel="sms").update(state=Sending.DELIVERED)
    watch(NOW)
    assert open_alarms(case) == set()


def test_a_draft_is_kept_then_announced_then_erased_and_nothing_sent_ever_is() -> None:
    case, other = draft(of_person(amina())), sent(of_person(brahim()))
    watch(NOW + 82 * DAY)
    assert told("draft_ends") == 0
    watch(NOW + 83 * DAY)
    watch(NOW + 84 * DAY)
    assert told("draft_ends") == 1
    watch(NOW + 89 * DAY)
    assert Case.objects.filter(pk=case.pk).exists()
    watch(NOW + 90 * DAY)
    assert not Case.objects.filter(pk=case.pk).exists()
    assert Case.objects.filter(pk=other.pk).exists()


def test_a_draft_that_goes_on_is_not_erased() -> None:
    case = draft(of_person(amina()))
    watch(NOW + 85 * DAY)
    drafts.save(case=case, answers=ANSWERS, now=NOW + 86 * DAY)
    watch(NOW + 100 * DAY)
    assert Case.objects.filter(pk=case.pk).exists()


def test_what_fails_for_one_file_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, sound = sent(of_person(amina())), sent(of_person(brahim()))
    true_reason = watching.why_late

    def why(case: Case, on: dt.date) -> str:
        if case.pk == broken.pk:
            raise RuntimeError
        return true_reason(case, on)

    monkeypatch.setattr(watching, "why_late", why)
    watch(LATER)
    sound.refresh_from_db()
    broken.refresh_from_db()
    assert sound.told_late_on == LATER.date()
    assert broken.told_late_on is None
    assert AlarmKind.LATE in open_alarms(broken)


def test_somebody_at_the_counter_without_an_address_raises_no_alert() -> None:
    who = driss()
    holder = Holder(Audience.COUNTER, who)
    for _visitor in range(2):
        begun = drafts.begin(kind="message", holder=holder, start_key=uuid.uuid4(), language="ar", now=NOW)
        drafts.save(case=begun, answers=ANSWERS, now=NOW)
        sending.send(case=begun, by=who, now=NOW)
    assert Case.objects.count() == 2
    watch(NOW)
    assert Message.objects.count() == 0
    assert Alarm.objects.count() == 0
