"""Whether Mon e-ID answers, as the pages know it."""

import datetime as dt
import time
from typing import Any

import pytest

from macnss.gateways.eid import health
from macnss.gateways.eid.failures import EXPLANATIONS, EidFailure, explanation
from macnss.gateways.eid.tests.scripted import Reply, ScriptedProvider

NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(seconds=30)


def state() -> tuple[bool, str]:
    known = health.last_known()
    assert known
    return known.is_up, known.cause


def test_nothing_is_known_before_somebody_asks(db: None) -> None:
    assert health.last_known() is None


def test_a_provider_that_answers_is_up(db: None, provider: ScriptedProvider) -> None:
    health.ask(now=NOW)
    assert state() == (True, "")


@pytest.mark.parametrize("end", ["/.well-known/openid-configuration", "/jwks"])
def test_a_provider_that_breaks_is_down_and_then_up_again(db: None, provider: ScriptedProvider, end: str) -> None:
    provider.replies[end] = Reply(500)
    health.ask(now=NOW)
    assert state() == (False, "provider-broken")
    provider.replies.clear()
    health.ask(now=LATER)
    assert state() == (True, "")
    known = health.last_known()
    assert known
    assert known.since == LATER


def test_the_question_takes_two_seconds_at_most(db: None, provider: ScriptedProvider) -> None:
    provider.replies["/.well-known/openid-configuration"] = Reply(wait=30.0)
    since = time.monotonic()
    health.ask(now=NOW)
    assert time.monotonic() - since < 3.0
    assert state() == (False, "provider-silent")


def test_many_who_ask_make_one_question(db: None, provider: ScriptedProvider) -> None:
    for second in range(5):
        health.ask(now=NOW + dt.timedelta(seconds=second / 2))
    assert provider.times("/.well-known/openid-configuration") == 1


def test_a_visit_tells_too(db: None) -> None:
    health.note_visit(None, now=NOW)
    assert state() == (True, "")
    health.note_visit(EidFailure("provider-silent"), now=NOW)
    assert state() == (False, "provider-silent")
    health.note_visit(EidFailure("refused"), now=NOW)
    health.note_visit(EidFailure("busy"), now=NOW)
    assert state() == (False, "provider-silent")


def test_without_a_provider_it_does_not_answer(db: None, settings: Any) -> None:
    settings.EID = {**settings.EID, "ISSUER": ""}
    health.ask(now=NOW)
    assert state() == (False, "not-connected")


@pytest.mark.parametrize("code", sorted(EXPLANATIONS))
def test_each_refusal_says_what_happened_and_what_to_do(code: str) -> None:
    words = explanation(code)
    assert all(str(each) for each in (words.title, words.sentence, words.next_step))
    assert len(code) <= 40
