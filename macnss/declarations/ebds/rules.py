"""The rules of a declared line, each one sentence about thousands of lines at once.

A rule gives the rows it refuses, and names the fields it looks at: where one of those could not be read, it is silent.
Amounts are centimes. Source: the fund's e-BDS specification, version 2 (2006), and its version 1.3 for MP.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from macnss.declarations.ebds.codes import Code
from macnss.declarations.ebds.digits import Flags, Integers
from macnss.declarations.ebds.findings import Severity
from macnss.declarations.ebds.layout import MAX_DAYS, NO_NUMBER, NOBODY, OCCASIONAL, REGISTERED
from macnss.declarations.ebds.lines import Lines
from macnss.declarations.ebds.situations import IS_GONE, IS_WITHOUT_WORK, UNKNOWN_RANK, WRITTEN, Situation
from macnss.kernel.numbers.check_digits import registration_key


@dataclass(frozen=True, slots=True)
class Terms:
    """What the rules must be told."""

    ceiling: int | None
    """Centimes for the month; None when the month is not known."""
    check_digits: Severity | None
    """What a wrong check digit is; None when nobody cares."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """The rows that a rule refuses, the field to correct, and what should stand there."""

    code: Code
    word: str
    rows: Flags
    expected: str | Integers = ""
    looks_at: tuple[str, ...] = ()
    """The fields it rests on, besides `word`."""
    severity: Severity | None = None
    """When it is not the usual one of the code."""


def refusals(lines: Lines, terms: Terms) -> Iterator[Refusal]:
    """Every rule of the record."""
    yield from _numbers(lines, terms)
    yield from _wages(lines, terms)
    if "situation" in lines.record:
        yield from _situations(lines)
        yield from _family_allowances(lines)
        yield from _answered(lines)
    else:
        yield from _entrants(lines)


def _numbers(lines: Lines, terms: Terms) -> Iterator[Refusal]:
    """A registration number is somebody's, begins with 1, ends in K or 9 - K."""
    number = lines.number
    yield Refusal(Code.NUMBER_REFUSED, "number", number == NOBODY, lines.record["number"].write(NO_NUMBER))
    if (severity := terms.check_digits) is None:
        return
    special = (number == NO_NUMBER) | (number == OCCASIONAL) | (number == NOBODY)
    begins_well = (number >= REGISTERED.start) & (number < REGISTERED.stop)
    key, last = registration_key(number), number % 10
    ends_well = (last == key) | (last == 9 - key)
    yield Refusal(Code.NUMBER_FIRST_DIGIT, "number", ~(special | begins_well), "1", severity=severity)
    yield Refusal(
        Code.NUMBER_CHECK_DIGIT, "number", ~(special | ends_well) & begins_well, number - last + key, severity=severity
    )


def _wages(lines: Lines, terms: Terms) -> Iterator[Refusal]:
    """Days at most 26; capped wage the lesser of real wage and ceiling; control sum the sum of what it controls."""
    real, capped = lines.real, lines.capped
    above_real = capped > real
    yield Refusal(Code.DAYS_TOO_MANY, "days", lines.days > MAX_DAYS, f"{MAX_DAYS}")
    yield Refusal(Code.CAPPED_ABOVE_REAL, "capped", above_real, real, ("real",))
    if terms.ceiling is not None:
        due = np.minimum(real, terms.ceiling)
        wrong = (capped != due) & ~above_real & (lines.number != OCCASIONAL)
        yield Refusal(Code.CAPPED_WRONG, "capped", wrong, due, ("real", "number"))
    total = _control_sum(lines)
    wrong = (lines.numbers["control"] != total) & (lines.situation != UNKNOWN_RANK)
    yield Refusal(Code.CONTROL_SUM_WRONG, "control", wrong, total, _SUMMED)


_SUMMED = ("number", "days", "real", "capped", "af_to_return")


def _control_sum(lines: Lines) -> Integers:
    """S_Ctr as it must be: the sum of what can be cheated with."""
    total: Integers = lines.number + lines.days + lines.real + lines.capped
    return total + lines.af_to_return + lines.situation


def _situations(lines: Lines) -> Iterator[Refusal]:
    """Ordinary work has days and a wage; whoever left, is on unpaid leave or has a work injury has neither."""
    rank, at_work, paid = lines.situation, lines.days > 0, lines.real > 0
    normal = rank == Situation.NORMAL
    without_work = IS_WITHOUT_WORK[rank]
    wages = ("days", "real")
    yield Refusal(Code.SITUATION_UNKNOWN, "situation", rank == UNKNOWN_RANK, WRITTEN)
    yield Refusal(Code.SITUATION_MISSING, "situation", normal & ~at_work & ~paid, WRITTEN, wages)
    yield Refusal(Code.DAYS_MISSING, "days", normal & ~at_work & paid, f"1 - {MAX_DAYS}", wages)
    yield Refusal(Code.WAGE_MISSING, "real", normal & at_work & ~paid, "> 0", wages)
    yield Refusal(Code.DAYS_FORBIDDEN, "days", without_work & at_work, lines.record["days"].write(0))
    yield Refusal(Code.WAGE_FORBIDDEN, "real", without_work & paid, lines.record["real"].write(0))


def _family_allowances(lines: Lines) -> Iterator[Refusal]:
    """The employer gives back all of the net for whoever is gone, and never more than the net."""
    net, to_return = lines.numbers["af_net"], lines.numbers["af_to_return"]
    to_pay, to_deduct = lines.numbers["af_to_pay"], lines.numbers["af_to_deduct"]
    gone = IS_GONE[lines.situation]
    due = np.maximum(to_pay - to_deduct, 0)
    yield Refusal(Code.AF_TO_RETURN_NOT_NET, "af_to_return", gone & (to_return != net), net, ("af_net",))
    yield Refusal(Code.AF_TO_RETURN_ABOVE_NET, "af_to_return", ~gone & (to_return > net), net, ("af_net",))
    yield Refusal(Code.AF_NET_UNEXPLAINED, "af_net", net != due, due, ("af_to_pay", "af_to_deduct"))


def _answered(lines: Lines) -> Iterator[Refusal]:
    """Everyone in the pre-established file has a number of their own."""
    yield Refusal(Code.NUMBER_SPECIAL, "number", lines.number == NO_NUMBER, "B04")
    yield Refusal(Code.NUMBER_SPECIAL, "number", lines.number == OCCASIONAL, "B04")


def _entrants(lines: Lines) -> Iterator[Refusal]:
    """An entrant has a name, occasional labour aside, and a CIN when there is no number yet."""
    nobody = lines.is_empty if lines.record.code == "B04" else np.zeros(len(lines), np.bool_)  # E04 has somebody
    nameless = lines.is_blank("name") & (lines.number != OCCASIONAL) & ~nobody
    yield Refusal(Code.NAME_MISSING, "name", nameless, "NOM PRENOM", ("number",))
    without_number = (lines.number == NO_NUMBER) & ~lines.is_empty
    if without_number.any():
        yield Refusal(Code.CIN_MISSING, "cin", without_number & lines.is_blank("cin"), "AB123456", ("number",))
