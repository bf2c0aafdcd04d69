"""Every worked example of `law/worked_examples/family/`, run against the rules."""

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from macnss.family import rules
from macnss.lawbook.book import Law

EXAMPLES = Path(__file__).resolve().parents[3] / "law" / "worked_examples" / "family"
Given = Mapping[str, Any]
Found = dict[str, Any]


def day(given: Given, name: str) -> dt.date:
    return dt.date.fromisoformat(given[name])


def of_monthly_allowance(given: Given) -> Found:
    law, children = Law(day(given, "day")), given["children"]
    month, one_more = rules.monthly_allowance(law, children), rules.added_by_one_more(law, children)
    return {"month": str(month), "one_more": str(one_more)}


def of_birth_claim(given: Given) -> Found:
    filed_on = day(given, "filed_on")
    claim = rules.birth_claim(Law(filed_on), day(given, "since"), filed_on)
    return {
        "due_on": str(claim.due_on),
        "effect_from": str(claim.effect_from),
        "late": claim.is_late(filed_on),
    }


def of_child_rights(given: Given) -> Found:
    birth, on = day(given, "birth"), day(given, "day")
    certificates: tuple[rules.Certificate, ...] = ()
    if "studies" in given:
        certificates = (rules.Certificate(rules.Studies(given["studies"]), day(given, "from"), day(given, "to")),)
    disabled = day(given, "disabled_since") if "disabled_since" in given else None
    child = rules.Child(
        birth, birth, disabled_since=disabled, stable_income=given.get("income", False), certificates=certificates
    )
    return {
        "allowance": said(rules.allowance_right(Law(on), child, on)),
        "health": said(rules.health_cover(Law(on), child, on)),
    }


def said(right: rules.Right) -> Found:
    return {"open": right.open, "until": right.until and str(right.until), "because": right.because.value}


def of_cover_after_divorce(given: Given) -> Found:
    divorced_on = day(given, "divorced_on")
    return {"until": str(rules.cover_after_divorce(Law(divorced_on), divorced_on))}


def of_school_year(given: Given) -> Found:
    on = day(given, "day")
    since, until = rules.school_year(Law(on), rules.school_year_of(Law(on), on))
    return {"since": str(since), "until": str(until)}


def of_paid_to_this_parent(given: Given) -> Found:
    custody = rules.Custody(given["custody"])
    paid = rules.paid_to_this_parent(
        is_father=given["is_father"], other_is_insured=given["other_is_insured"], custody=custody
    )
    return {"paid": paid}


RULES = {
    "paid_to_this_parent": of_paid_to_this_parent,
    "monthly_allowance": of_monthly_allowance,
    "birth_claim": of_birth_claim,
    "child_rights": of_child_rights,
    "cover_after_divorce": of_cover_after_divorce,
    "school_year": of_school_year,
}


def every_example() -> Iterator[Any]:
    for path in sorted(EXAMPLES.glob("*.yaml")):
        sheet = yaml.safe_load(path.read_text())
        for example in sheet["examples"]:
            yield pytest.param(sheet["rule"], example, id=f"{path.stem}: {example['case']}")


@pytest.mark.parametrize(("rule", "example"), list(every_example()))
def test_the_rule_gives_what_the_example_expects(rule: str, example: Given) -> None:
    found = RULES[rule](example["given"])
    assert {name: found[name] for name in example["expect"]} == example["expect"]
