"""`bin/macnss contributions`: what one monthly wage costs, branch by branch, with its articles. Needs no server."""

import argparse
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

from macnss.declarations.rules.contributions import (
    Branch,
    BranchContribution,
    Totals,
    contributions,
    unknown_branches,
)
from macnss.kernel.money import dirhams
from macnss.kernel.months import Month
from macnss.lawbook.book import Law
from macnss.lawbook.errors import NotInForce, NotKnown
from macnss.lawbook.texts import Text, isolate, isolated

_AMOUNT = re.compile(r"\d{1,11}(?:[.,٫]\d{1,2})?")
_EXAMPLE = "macnss contributions --wage 5000 --month 2026-03 [--amo-exempt] [--lang fr|ar] [--json]"
_USAGE = Text(
    fr=f"Il faut un salaire et un mois : {_EXAMPLE}",
    ar=f"يلزم أجر وشهر: {isolate(_EXAMPLE)}",
)


class Misunderstood(Exception):
    """What was typed cannot be answered, said in both languages."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.fr)
        self.text = text


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:  # noqa: ARG002 - argparse speaks only English
        raise Misunderstood(_USAGE)


@dataclass(frozen=True)
class Answer:
    """The contributions of one wage in one month. `unknown`: branches whose figures of that time were not found."""

    wage: Decimal
    month: Month
    law: Law
    ceiling: Decimal | None
    branches: tuple[BranchContribution, ...]
    unknown: dict[Branch, NotKnown]

    @property
    def totals(self) -> Totals | None:
        """None while a branch is unknown: a sum that leaves one out would be read as the whole."""
        return None if self.unknown else Totals.of(self.branches)

    def as_json(self) -> dict[str, Any]:
        totals = self.totals
        return {
            "wage": str(dirhams(self.wage)),
            "month": str(self.month),
            "ceiling": str(dirhams(self.ceiling)) if self.ceiling else None,
            "branches": [_branch_json(branch) for branch in self.branches],
            "employee": str(totals.employee) if totals else None,
            "employer": str(totals.employer) if totals else None,
            "total": str(totals.total) if totals else None,
            "unknown": [
                {"branch": branch.value, "label": branch.label.as_json(), "reason": missing.text.as_json()}
                for branch, missing in self.unknown.items()
            ],
            "assumptions": [citation.as_json() for citation in self.law.assumptions()],
        }


def run(argv: Sequence[str]) -> int:
    """Answer on standard output and return 0; or say on standard error why not, in both languages, and return 2."""
    try:
        asked = _arguments(argv)
        answer = answer_for(_wage(asked.wage), _month(asked.month), amo_exempt=asked.amo_exempt)
    except Misunderstood as fault:
        sys.stderr.write(f"{fault.text.fr}\n{fault.text.ar}\n")
        return 2
    sys.stdout.write(_as_json_text(answer) if asked.json else _sheet(answer, asked.lang))
    return 0


def answer_for(wage: Decimal, month: Month, *, amo_exempt: bool = False) -> Answer:
    """The contributions of a wage in DH under the law of that month."""
    law = Law(month.first_day)
    unknown = unknown_branches(law)
    if len(unknown) == len(Branch):
        raise Misunderstood(
            Text(
                fr=f"Aucun taux de cotisation n'est connu pour {month}.",
                ar=f"لا تُعرف أي نسبة اشتراك لشهر {isolate(str(month))}.",
            )
        )
    known = [branch for branch in Branch if branch not in unknown]
    branches = contributions(law, wage, amo_exempt=amo_exempt, branches=known)
    return Answer(wage, month, law, _ceiling(law), branches, unknown)


def _ceiling(law: Law) -> Decimal | None:
    try:
        return law["contributions.monthly_ceiling"]
    except NotInForce:
        return None


def _branch_json(branch: BranchContribution) -> dict[str, Any]:
    """The branch, with the source of its own rate beside the full list."""
    return branch.as_json() | {"citation": branch.citations[0].as_json()}


def _as_json_text(answer: Answer) -> str:
    return json.dumps(answer.as_json(), ensure_ascii=False, indent=2) + "\n"


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = _Parser(prog="macnss contributions", description=__doc__, allow_abbrev=False)
    parser.add_argument("--wage", required=True, help="salaire brut du mois en DH / الأجر الخام للشهر بالدرهم")
    parser.add_argument("--month", required=True, help="AAAA-MM / السنة-الشهر")
    parser.add_argument("--amo-exempt", action="store_true", help="couverture médicale de groupe d'avant mars 2006")
    parser.add_argument("--lang", choices=("fr", "ar"), default="fr")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(argv)


def _wage(written: str) -> Decimal:
    plain = re.sub(r"\s", "", written)
    if not _AMOUNT.fullmatch(plain):
        raise _misread(
            written,
            fr="Le salaire s'écrit en dirhams, avec deux décimales au plus, comme 5000 ou 5000,50",
            ar="يكتب الأجر بالدرهم، برقمين عشريين على الأكثر، مثل 5000 أو 5000,50",
        )
    return Decimal(re.sub("[,٫]", ".", plain))


def _month(written: str) -> Month:
    try:
        return Month.parse(written)
    except ValueError:
        raise _misread(
            written,
            fr="Le mois s'écrit AAAA-MM, comme 2026-03",
            ar="يكتب الشهر على شكل السنة-الشهر، مثل 2026-03",
        ) from None


def _misread(written: str, *, fr: str, ar: str) -> Misunderstood:
    return Misunderstood(Text(fr=f"{fr} ; reçu : {written}", ar=f"{isolated(ar)}؛ المُدخَل: {isolate(written)}"))


@dataclass(frozen=True)
class _Words:
    """The words of the sheet in one language."""

    title: str
    columns: tuple[str, ...]
    total: str
    unknown: str
    assumption: str


_WORDS = {
    "fr": _Words(
        title="Salaire {wage} DH, mois {month}, plafond {ceiling} DH",
        columns=("Branche", "Assiette", "Salarié", "Employeur", "Total"),
        total="Total",
        unknown="Non connu : {}",
        assumption="Hypothèse, {} : {}",
    ),
    "ar": _Words(
        title="الأجر {wage} درهم، شهر {month}، السقف {ceiling} درهم",
        columns=("الفرع", "الوعاء", "الأجير", "المشغل", "المجموع"),
        total="المجموع",
        unknown="غير معروف: {}",
        assumption="فرضية، {}: {}",
    ),
}


def _sheet(answer: Answer, lang: str) -> str:
    """The answer as a table to read in a terminal."""
    words = _WORDS[lang]
    written = answer.as_json()
    title = words.title.format(wage=written["wage"], month=written["month"], ceiling=written["ceiling"] or "?")
    lines = [isolated(title) if lang == "ar" else title, "", _row(words.columns)]
    lines += [
        _row((b["label"][lang], b["base"], b["employee"], b["employer"], b["total"])) for b in written["branches"]
    ]
    if answer.totals:
        lines.append(_row((words.total, "", written["employee"], written["employer"], written["total"])))
    lines += ["", *(words.unknown.format(unknown["reason"][lang]) for unknown in written["unknown"])]
    lines += [words.assumption.format(each["label"][lang], each["note"][lang]) for each in written["assumptions"]]
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    name, *amounts = cells
    return f"{name:<46}" + "".join(f"{amount:>16}" for amount in amounts)
