"""Thousands of open cases at once, written in bulk: what an office has before it on a bad day."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connection

from macnss.cases.models import closed
from macnss.identity.models import Account, Office
from macnss.insured.models import Insured
from macnss.kernel.secrets import token

# One in three nobody has; dates from 20 days ago to 40 days ahead; the states in the proportions of a working office.
_CASES = """
INSERT INTO cases_case (public_id, start_key, reference, kind, audience, state, account_id, person_id, contact,
    language, answers, result, about, office_id, started_at, saved_at, sent_at, target_on, paused_on,
    taken_by_id, taken_at, escalated_at)
SELECT gen_random_uuid(), gen_random_uuid(), 'ZZ-' || lpad(to_hex(n), 8, '0'),
       (%(kinds)s::text[])[1 + n %% %(kind_count)s],
       'insured', state, %(account)s, %(person)s, '', 'ar', %(answers)s, '', 'AMINA BENNANI ' || n,
       (%(offices)s::bigint[])[1 + n %% %(office_count)s], sent, sent, sent, %(today)s::date - 20 + (n * 7919) %% 60,
       CASE WHEN state IN ('awaiting', 'asked') THEN %(today)s::date - 3 END,
       CASE WHEN state = 'sent' THEN NULL ELSE (%(agents)s::bigint[])[1 + n %% %(agent_count)s] END,
       CASE WHEN state = 'sent' THEN NULL ELSE sent END,
       CASE WHEN n %% 97 = 0 THEN sent END
  FROM (SELECT n, %(now)s::timestamptz - (n %% 45) * interval '1 day' AS sent,
               (ARRAY['sent', 'examined', 'sent', 'awaiting', 'examined', 'second_look', 'examined', 'asked'])
               [1 + n %% 8] AS state
          FROM generate_series(1, %(number)s) n) drawn
"""


def many_cases(
    number: int,
    *,
    of: Insured,
    offices: Sequence[Office],
    agents: Sequence[Account],
    kinds: Sequence[str],
    now: dt.datetime,
) -> None:
    """So many open cases of one person, spread over offices, agents, kinds, states and dates."""
    assert of.account
    said: dict[str, Any] = {
        "number": number,
        "account": of.account.pk,
        "person": of.pk,
        "answers": closed({"topic": "wages", "words": token(200)}),
        "kinds": list(kinds),
        "kind_count": len(kinds),
        "offices": [office.pk for office in offices],
        "office_count": len(offices),
        "agents": [agent.pk for agent in agents],
        "agent_count": len(agents),
        "today": now.date(),
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CASES, said)
        cursor.execute("ANALYZE cases_case")
