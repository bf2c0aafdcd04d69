"""What every story of a cut has in common: the cast at its doors, and what is counted afterwards."""

from collections import Counter
from functools import cached_property
from itertools import count
from random import Random
from typing import Any, ClassVar

from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from macnss.audit.models import Event
from macnss.cases.models import Case, Told
from macnss.employers.models import Employer
from macnss.employers.tests.factories import atlas, chaima
from macnss.identity.models import Account
from macnss.identity.tests.factories import come_in, driss
from macnss.insured.models import Insured
from macnss.insured.tests.factories import amina
from macnss.outbox.enums import State as Sending
from macnss.outbox.models import Message


class Cast:
    """Who plays: each comes in once, the first time that a story calls them."""

    def __init__(self) -> None:
        self.numbers = count(1)
        self._doors: dict[int, Client] = {}

    @cached_property
    def amina(self) -> Insured:
        return amina()

    @cached_property
    def atlas(self) -> Employer:
        return atlas()

    @cached_property
    def chaima(self) -> Account:
        return chaima(self.atlas)

    @cached_property
    def driss(self) -> Account:
        return driss()

    def door(self, who: Account | None) -> Client:
        """The browser of somebody who is signed in."""
        assert who
        return self._doors.get(who.pk) or self._doors.setdefault(who.pk, come_in(Client(), who))


class Story:
    """An act: how it begins, the act, the same again as its author does it, what must be true then."""

    points: ClassVar[int] = 8

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def begins(self) -> Any:
        """Something new to act on."""
        raise NotImplementedError

    def acts(self, it: Any) -> None:
        """In a process that may be killed anywhere."""
        raise NotImplementedError

    def again(self, it: Any, chance: Random) -> None:
        """Nobody heard the answer: they press again."""
        self.acts(it)

    def holds(self, it: Any) -> None:
        """Nothing is lost, nothing is double."""
        raise NotImplementedError


def at(case: Case, name: str, **more: Any) -> str:
    return reverse(f"cases:{name}", kwargs={"case_id": case.public_id, **more})


def again(case: Case) -> Case:
    """As it stands now."""
    return Case.objects.get(pk=case.pk)


def journal(subject: Any, *actions: str) -> None:
    """Each of these acts is in the journal of that thing once."""
    lines = Event.objects.filter(subject=f"{subject._meta.label_lower}:{subject.public_id}")
    found = Counter(lines.values_list("action", flat=True))
    assert {action: found[action] for action in actions} == dict.fromkeys(actions, 1)


def told(case: Case, kind: str) -> None:
    """Its applicant was written to once, at each of their addresses."""
    messages = [each.message for each in Told.objects.filter(case=case, message__kind=kind).select_related("message")]
    reached = Counter(name for each in messages for name, address in each.all_addresses.items() if address)
    assert reached, f"nobody was told {kind}"
    assert set(reached.values()) == {1}, reached


def steps(case: Case, *names: str) -> None:
    """It went through these steps, once, and stands at the last one unless it is closed."""
    found = case.steps.order_by("pk")
    assert tuple(each.name for each in found) == names
    assert found.filter(ended_at=None).count() == (0 if again(case).closed_at else 1)


def every_message_waits_once() -> None:
    """Each message that was written is in the queue once: neither forgotten nor sent twice."""
    waiting = Message.objects.filter(state=Sending.WAITING).values_list("pk", flat=True)
    jobs = ProcrastinateJob.objects.filter(task_name="outbox.send", status="todo").values_list("args", flat=True)
    assert Counter(args["message"] for args in jobs) == Counter(waiting)
