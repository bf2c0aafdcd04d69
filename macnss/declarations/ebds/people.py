"""One person's line, as a writer is given it or a reader wants it. Amounts are centimes."""

from dataclasses import dataclass

from macnss.declarations.ebds.situations import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class PreEstablishedLine:
    """What the fund knows of an employee before the month is declared (A02). AF: family allowances."""

    number: int
    """Registration number."""
    surname: str
    given_names: str
    children: int = 0
    af_to_pay: int = 0
    af_to_deduct: int = 0
    af_net: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredLine(PreEstablishedLine):
    """The employer's answer to it (B02)."""

    af_to_return: int = 0
    days: int
    real: int
    capped: int
    situation: Situation = Situation.NORMAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrant:
    """Somebody whom the fund did not list (B04, E04)."""

    number: int = 0
    """0 when there is none yet: then `cin` stands for the person."""
    surname: str
    given_names: str
    cin: str = ""
    days: int
    real: int
    capped: int
