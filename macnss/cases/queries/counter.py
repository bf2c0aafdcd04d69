"""What an agent at the counter needs of the person in front of them."""

import datetime as dt
from dataclasses import dataclass

from macnss.cases.engine import KINDS, Holder, Kind
from macnss.cases.enums import OPEN, Audience
from macnss.cases.models import Case
from macnss.identity.models import Account
from macnss.insured.models import Insured


@dataclass(frozen=True, slots=True)
class AtHand:
    """The cases of somebody present: those that this agent is filling, those that are under way."""

    drafts: list[Case]
    open: list[Case]


def kinds_at_counter(holder: Holder, on: dt.date) -> list[Kind]:
    """What may be begun here: what the person could ask for alone, and what only a counter opens."""
    own = Audience.INSURED if holder.person else Audience.PUBLIC
    offered = {own.value, Audience.COUNTER.value}
    return [kind for kind in KINDS.values() if offered & kind.definition.audiences and kind.may_open(holder, on)]


def at_hand(person: Insured, agent: Account) -> AtHand:
    found = Case.objects.of_person(person).filter(kind__in=list(KINDS)).defer("answers", "result", "contact")
    mine = found.drafts().filter(account=agent, audience=Audience.COUNTER).order_by("-saved_at")
    return AtHand(list(mine), list(found.filter(state__in=OPEN).order_by("target_on", "pk")))


def begun_for_strangers(agent: Account) -> list[Case]:
    """The drafts that this agent began for people who are not registered yet."""
    mine = Case.objects.drafts().filter(account=agent, audience=Audience.COUNTER, person=None, company=None)
    return list(mine.filter(kind__in=list(KINDS)).defer("answers", "result", "contact").order_by("-saved_at")[:20])
