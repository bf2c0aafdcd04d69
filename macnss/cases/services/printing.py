"""Demande imprimée / الطلب المطبوع: what a person brings to an agency, with the codes that open the case there."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from macnss.agencies.models import Agency
from macnss.cases.engine import Holder, kind_of
from macnss.cases.enums import PieceState
from macnss.cases.models import Case, Piece
from macnss.cases.queries.answers import Answered, in_language, sections_of, written
from macnss.gateways.typst.drawings import bars, qr
from macnss.gateways.typst.typesetting import typeset
from macnss.identity.models import Office
from macnss.lawbook.texts import Text
from macnss.ui.templatetags.formats import grouped, language, long_date, long_moment

TEMPLATE = Path(__file__).parent.parent / "print" / "request.typ"
Row = dict[str, Any]


def printed(*, case: Case, tongue: str, now: dt.datetime) -> bytes:
    """The request on paper (PDF), in that language, with its headings in both. A draft says that it is one."""
    files = {"qr.svg": qr(scanned_as(case)), "bars.svg": bars(case.reference)} if case.reference else {}
    with override(tongue):
        return typeset(TEMPLATE, _said(case, now), at=now, files=files)


def scanned_as(case: Case) -> str:
    """What its QR code holds: the page of the case, which a phone opens, and its reference, which an agent scans."""
    path = reverse("cases:case", kwargs={"case_id": case.public_id})
    return f"{settings.SITE_URL}{path}?r={case.reference}"


def file_name(case: Case) -> str:
    return f"{case.reference or case.kind}.pdf"


def _said(case: Case, now: dt.datetime) -> dict[str, Any]:
    kind = kind_of(case)
    definition = kind.definition
    return {
        "language": language(),
        "reference": case.reference,
        "title_fr": definition.title.fr,
        "title_ar": definition.title.ar,
        "form": definition.reference,
        "who": list(_who(case)),
        "sheets": [
            {"title_fr": each.sheet.title.fr, "title_ar": each.sheet.title.ar, "rows": list(_rows(each.answers))}
            for each in sections_of(case)
        ],
        "papers": list(_papers(case)),
        "office": list(_where(case.office)) if case.office else None,
        "employer_signs": kind.employer_signs,
        "foot": f"Ma CNSS · {timezone.localtime(now):%d/%m/%Y %H:%M}",
    }


def _who(case: Case) -> Iterator[Row]:
    if case.company:
        yield _row(_("Company"), case.company.name_in(language()))
        yield _row(_("Affiliation number"), case.company.affiliation_number, ltr=True)
    if case.person:
        own = (language() == "ar" and case.person.name_ar) or str(case.person)
        yield _row(_("Insured person"), own)
        yield _row(_("Registration number"), grouped(case.person.number, 0), ltr=True)
    elif case.about and (case.company is None or case.about != str(case.company)):
        yield _row(_("Whom it concerns"), case.about)
    if case.sent_at:
        yield _row(_("Sent on"), long_moment(case.sent_at))
    if case.target_on and case.is_open:
        yield _row(_("Answer by"), long_date(case.target_on))


def _rows(answers: tuple[Answered, ...]) -> Iterator[Row]:
    for answer in answers:
        if answer.given:
            yield _row(in_language(answer.question.label), written(answer), ltr=answer.left_to_right)


def _papers(case: Case) -> Iterator[Row]:
    """The list of the kind, then what an agent asked for besides."""
    pieces: dict[str, Piece] = {piece.name: piece for piece in case.pieces.all()}
    for paper in kind_of(case).papers(case.said, Holder.of(case)):
        piece = pieces.pop(paper.name, None)
        yield _paper(in_language(paper.title), piece, required=paper.required)
    for piece in pieces.values():
        known = kind_of(case).definition.paper(piece.name)
        yield _paper(in_language(known.title) if known else _("A paper asked for by an agent"), piece, required=True)


def _paper(title: str, piece: Piece | None, *, required: bool) -> Row:
    given = piece is not None and piece.state == PieceState.GIVEN
    words = piece.words if piece and not given else ""
    return {"title": title, "words": words, "given": given, "required": required}


def _where(office: Office) -> Iterator[Row]:
    agency = Agency.objects.filter(office=office).first()
    yield _row(_("Agency"), in_language(Text(office.name, office.name_ar)))
    if agency:
        yield _row(_("Address"), in_language(agency.where))
        if agency.phone:
            yield _row(_("Phone"), agency.phone, ltr=True)
    else:
        yield _row(_("Town"), office.town)


def _row(label: str, value: str, *, ltr: bool = False) -> Row:
    return {"label": label, "value": value, "ltr": ltr}
