"""Every worked example of `law/worked_examples/contributions/`, run against the rules."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from macnss.declarations.rules import penalties
from macnss.declarations.rules.contributions import (
    EVERY_BRANCH,
    Branch,
    BranchContribution,
    Totals,
    contributions,
    declaration_contributions,
)
from macnss.declarations.rules.due_dates import due_date, payable_until
from macnss.declarations.rules.minimum_wages import Sector, minimum_monthly_wage, minimum_wage_for_days
from macnss.kernel.months import Month
from macnss.lawbook.book import BOOK, Law
from macnss.lawbook.citations import ABSENT, UNKNOWN
from macnss.lawbook.errors import NotInForce, NotKnown

EXAMPLES = Path(__file__).resolve().parents[3] / "law" / "worked_examples" / "contributions"
Given = Mapping[str, Any]
Found = dict[str, Any]


def law_of(given: Given) -> Law:
    return Law(dt.date.fromisoformat(given["day"]) if "day" in given else Month.parse(given["month"]).first_day)


def of_contributions(given: Given) -> Found:
    branches = [Branch(name) for name in given.get("branches", EVERY_BRANCH)]
    exempt = given.get("amo_exempt", False)
    return amounts(contributions(law_of(given), Decimal(given["wage"]), amo_exempt=exempt, branches=branches))


def of_declaration_contributions(given: Given) -> Found:
    return amounts(declaration_contributions(law_of(given), given["real_centimes"], given["capped_centimes"]))


def amounts(branches: Sequence[BranchContribution]) -> Found:
    totals = Totals.of(branches)
    return {
        "employee": str(totals.employee),
        "employer": str(totals.employer),
        "total": str(totals.total),
        "branches": {each.branch.value: each.as_json() for each in branches},
        "absent": sorted({branch.value for branch in Branch} - {each.branch.value for each in branches}),
    }


def of_due_date(given: Given) -> Found:
    law, month = law_of(given), Month.parse(given["month"])
    due = due_date(law, month)
    return {"due": str(due), "payable_until": str(payable_until(law, due))}


def of_late_payment_penalty(given: Given) -> Found:
    due, paid_on = dt.date.fromisoformat(given["due"]), dt.date.fromisoformat(given["paid_on"])
    return penalties.late_payment_penalty(Law(due), Decimal(given["amount"]), due, paid_on).as_json()


def of_late_declaration_fine(given: Given) -> Found:
    due, declared_on = dt.date.fromisoformat(given["due"]), dt.date.fromisoformat(given["declared_on"])
    return penalties.late_declaration_fine(Law(due), given["employees"], due, declared_on).as_json()


def of_family_allowance_handback_penalty(given: Given) -> Found:
    due, on = dt.date.fromisoformat(given["due"]), dt.date.fromisoformat(given["handed_back_on"])
    return penalties.family_allowance_handback_penalty(Law(due), Decimal(given["amount"]), due, on).as_json()


def of_fine(given: Given) -> Found:
    fine: Callable[[Law, int], penalties.Penalty] = getattr(penalties, f"{given['fine']}_fine")
    return fine(law_of(given), given["employees"]).as_json()


def of_minimum_wage(given: Given) -> Found:
    law, sector = law_of(given), Sector(given["sector"])
    part = minimum_wage_for_days(law, sector, given.get("days", 0))
    return {"month": str(minimum_monthly_wage(law, sector)), "part": str(part)}


def of_figure(given: Given) -> Found:
    try:
        citation = BOOK.parameter(given["parameter"]).at(dt.date.fromisoformat(given["day"]))
    except NotInForce as refusal:
        return {"value": UNKNOWN if isinstance(refusal, NotKnown) else ABSENT}
    return {"value": citation.value, "status": citation.status.value}


RULES = {
    "contributions": of_contributions,
    "declaration_contributions": of_declaration_contributions,
    "due_date": of_due_date,
    "late_payment_penalty": of_late_payment_penalty,
    "late_declaration_fine": of_late_declaration_fine,
    "family_allowance_handback_penalty": of_family_allowance_handback_penalty,
    "fine": of_fine,
    "minimum_wage": of_minimum_wage,
    "figure": of_figure,
}


def every_example() -> Iterator[Any]:
    for path in sorted(EXAMPLES.glob("*.yaml")):
        sheet = yaml.safe_load(path.read_text())
        for example in sheet["examples"]:
            yield pytest.param(sheet["rule"], example, id=f"{path.stem}: {example['case']}")


@pytest.mark.parametrize(("rule", "example"), list(every_example()))
def test_the_rule_gives_what_the_example_expects(rule: str, example: Given) -> None:
    found = RULES[rule](example["given"])
    assert only_expected(found, example["expect"]) == example["expect"]


def only_expected(found: Given, expected: Given) -> Found:
    """The part of what was found that the example speaks of."""
    kept: Found = {}
    for name, value in expected.items():
        if isinstance(value, dict):
            kept[name] = only_expected(found[name], value)
        elif isinstance(value, list):
            kept[name] = [item for item in value if item in found[name]]
        else:
            kept[name] = found[name]
    return kept
