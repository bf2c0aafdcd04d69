"""What somebody tries who is not there to be served: keys of others, conflicts of interest, stale proofs, files."""

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from macnss.audit.models import Event
from macnss.cases.engine import KINDS
from macnss.cases.enums import ArrivalState, Outcome, State
from macnss.cases.models import Case, Decision
from macnss.cases.services import arrivals, at_counter, deciding, drafts, examining, reaching, sending, talking
from macnss.cases.services.refusals import NotNow, OwnCase
from macnss.cases.tests.factories import ANSWERS, examined, of_person, sent
from macnss.cases.tests.papers import CARD, asked_for, begun
from macnss.employers.tests.factories import last_secret
from macnss.identity.enums import Channel, Role
from macnss.identity.models import Account
from macnss.identity.services import limits
from macnss.identity.services.limits import MINUTE, Act, Window, Windows
from macnss.identity.sessions import PROOF
from macnss.identity.tests.factories import NOW, account, agent, come_in, driss
from macnss.insured.enums import Relation
from macnss.insured.models import Insured
from macnss.insured.services.mandates import Trust, accept, give
from macnss.insured.tests.factories import amina, brahim

pytestmark = pytest.mark.django_db


def at(case: Case, name: str = "case", **more: object) -> str:
    return reverse(f"cases:{name}", kwargs={"case_id": case.public_id, **more})


def followed_by(relative: Account, person: Insured) -> None:
    """The person mandates somebody to follow their file."""
    now = timezone.now()
    trust = Trust(
        name="Driss",
        email=relative.email or "",
        relation=Relation.SPOUSE,
        reads_wages=False,
        until=timezone.localdate() + dt.timedelta(days=30),
    )
    assert person.account
    give(insured=person, trust=trust, by=person.account, language="fr", now=now)
    accept(secret=last_secret(), by=relative, now=now)


def with_stale_proof(client: Client, who: Account) -> Client:
    come_in(client, who)
    session = client.session
    session[PROOF] = [*session[PROOF][:2], (timezone.now() - dt.timedelta(minutes=20)).isoformat()]
    session.save()
    return client


def at_the_counter(person: Insured, by: Account, kind: str, answers: dict[str, Any], key: uuid.UUID) -> Case:
    case = at_counter.begin(kind=kind, person=person, contact={}, language="fr", start_key=key, by=by, now=NOW)
    return drafts.save(case=case, answers=answers, now=NOW)


# Keys.


def test_the_key_of_a_case_at_the_counter_opens_nothing_by_the_public_door(monkeypatch: pytest.MonkeyPatch) -> None:
    """An agent who drew the key of a draft would otherwise follow the case from home."""
    key, front = uuid.uuid4(), agent("front", "FRONT DESK", Role.FRONT_DESK)
    case = at_the_counter(amina(), front, "message", ANSWERS, key)
    to = "+212612345678"
    code = reaching.ask_code(to=to, channel=Channel.SMS, ticket=b"t" * 32, language="fr", address="192.0.2.1", now=NOW)
    monkeypatch.setattr("macnss.identity.services.codes.check", lambda **_said: None)
    said: dict[str, Any] = {
        "code": code,
        "digits": "0",
        "ticket": b"t" * 32,
        "kind": "affiliation",
        "address": "192.0.2.1",
    }
    own = [reaching.begin_with_code(**said, start_key=key, language="fr", now=NOW) for _time in range(2)]
    assert own[0] == own[1] != case


def test_a_message_takes_the_key_of_no_other() -> None:
    mine, other = sent(of_person(amina())), sent(of_person(brahim()))
    said: dict[str, Any] = {"words": "Bonjour.", "send_key": uuid.uuid4(), "now": NOW}
    talking.write(case=mine, from_fund=False, by=mine.account, **said)
    for case, from_fund in ((other, False), (mine, True)):
        with pytest.raises(NotNow):
            talking.write(case=case, from_fund=from_fund, by=None, **said)
    noted = {**said, "by": driss()}
    talking.note(case=mine, **noted)
    with pytest.raises(NotNow):
        talking.note(case=other, **noted)


def test_an_appeal_takes_the_key_of_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    case = examined(driss(), of_person(amina()))
    kind = type(KINDS[case.kind])
    monkeypatch.setattr(kind, "definition", replace(kind.definition, may_appeal=True))
    Case.objects.filter(pk=case.pk).update(state=State.REFUSED, closed_at=NOW)
    with pytest.raises(NotNow):
        sending.appeal(case=case, words="Look again.", send_key=case.start_key, by=case.account, now=NOW)


# Whose case it is.


def test_an_account_that_was_the_persons_opens_their_case_no_more(client: Client) -> None:
    case = sent(of_person(amina()))
    assert case.account
    Insured.objects.filter(cases=case).update(account=account("newamina", "AMINA BENNANI"))
    come_in(client, case.account)
    assert client.get(at(case)).status_code == 404


def test_somebody_whom_the_person_mandated_does_not_examine_their_case(client: Client) -> None:
    desk, person = driss(), amina()
    case = sent(of_person(person))
    followed_by(desk, person)
    come_in(client, desk)
    assert client.get(at(case, "examine")).status_code == 404
    assert client.post(at(case, "take")).status_code == 404
    assert str(case.reference) not in client.get(reverse("cases:queue")).content.decode()
    with pytest.raises(OwnCase):
        examining.take(case=case, by=desk, now=NOW)


def test_the_owner_sends_with_a_fresh_proof_what_an_agent_filled(client: Client) -> None:
    person, front = amina(), agent("front", "FRONT DESK", Role.FRONT_DESK)
    answers = {"what": "document", "document": "cin", "cin": "ZZ987654"}
    case = at_the_counter(person, front, "personal_identity", answers, uuid.uuid4())
    assert person.account
    answer = with_stale_proof(client, person.account).post(at(case, "review"), {"honest": "on"})
    assert answer["Location"].startswith(reverse("identity:prove"))
    at_desk = with_stale_proof(Client(), front).post(at(case, "review"), {"honest": "on"})
    assert at_desk.status_code == 422  # its papers are missing; no proof was asked


# Volume.


def test_an_agent_does_not_walk_through_the_files(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    few = Window(2, 60 * MINUTE, 60 * MINUTE)
    monkeypatch.setitem(limits.WINDOWS, Act.OPEN_FILE, Windows(few, few, few))
    come_in(client, driss())
    cases = [sent(of_person(person)) for person in (amina(), brahim())]
    assert [client.get(at(case, "examine")).status_code for case in (*cases, cases[0])] == [200, 200, 200]
    third = sent(of_person(Insured.objects.get(cases=cases[0])))
    for name in ("examine", "print"):
        assert client.get(at(third, name)).status_code == 429
    assert client.post(reverse("cases:counter"), {"identifier": "CD482915"}).status_code == 429


def test_a_file_that_comes_byte_by_byte_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "MOST_PARTS", 3)
    with asked_for(CARD):
        coming = arrivals.begin(case=begun(amina()), piece_name="card", file_name="a.jpg", length=100, now=NOW)
        for offset in range(4):
            coming = arrivals.append(arrival=coming, offset=offset, content=b"x", now=NOW)
    assert (coming.state, coming.received) == (ArrivalState.REFUSED, 3)


# At rest.


def test_a_decision_is_sealed_and_the_journal_repeats_no_words() -> None:
    desk, other = driss(), agent("hind", "HIND LAHLOU", Role.FILE_OFFICER)
    case = examined(desk, of_person(amina()))
    examining.hand_over(case=case, to=other, office=None, words="Secret 1", by=desk, now=NOW)
    deciding.decide(case=case, outcome=Outcome.ACCEPTED, by=other, now=NOW, words="Secret 2")
    kept = Decision.objects.get()
    assert kept.words == "Secret 2"
    assert "checks" in kept.grounds
    assert b"Secret" not in bytes(kept.sealed)
    assert not [event for event in Event.objects.all() if "Secret" in str(event.data)]


# Two at once.


def test_who_confirms_after_a_colleague_reads_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    case, faster = examined(driss(), of_person(amina())), agent("hind", "HIND LAHLOU", Role.FILE_OFFICER)
    kind, confirm = type(KINDS[case.kind]), deciding.confirm
    monkeypatch.setattr(kind, "definition", replace(kind.definition, four_eyes=True))
    deciding.decide(
        case=case, outcome=Outcome.ACCEPTED, by=Account.objects.get(name="DRISS FILALI"), now=NOW, words="!"
    )

    def too_late(**said: Any) -> None:
        confirm(**{**said, "by": faster})
        confirm(**said)

    monkeypatch.setattr(deciding, "confirm", too_late)
    come_in(client, agent("slow", "SLOW AGENT", Role.FILE_OFFICER))
    answer = client.post(at(case, "second"), {"action": "confirm"})
    assert (answer.status_code, str(NotNow.message) in answer.content.decode()) == (422, True)
    assert case.decisions.get().second == faster
