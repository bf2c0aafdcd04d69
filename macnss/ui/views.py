"""The gallery of components, and the doors that Django opens when a request goes wrong."""

import datetime as dt
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from macnss.kernel.access import anyone, open_to
from macnss.kernel.months import Month
from macnss.ui.bidi import isolate
from macnss.ui.chart import MonthBar
from macnss.ui.fields import DirhamsField
from macnss.ui.icons import NAMES
from macnss.ui.items import NavigationItem, Step, StepState, Text
from macnss.ui.pages import ABSENT, BROKEN, EXPIRED, FORBIDDEN, UNREADABLE, mishap_page, page
from macnss.ui.series import Point


class Changed(NamedTuple):
    """One field before and after."""

    label: Text
    before: str
    after: str


class GalleryForm(forms.Form):
    """One field of each kind."""

    email = forms.EmailField(label=_("E-mail address"), help_text=_("We write to you only about your file."))
    telephone = forms.CharField(label=_("Telephone"), required=False)
    month = forms.ChoiceField(
        label=_("Month"), choices=[("2026-03", isolate("03/2026")), ("2026-04", isolate("04/2026"))]
    )
    wage = DirhamsField(label=_("Declared wage"), initial=Decimal(5400))
    channel = forms.ChoiceField(
        label=_("How shall we answer?"),
        widget=forms.RadioSelect,
        choices=[("sms", _("By SMS")), ("email", _("By e-mail"))],
    )
    file = forms.FileField(label=_("The file of the month"), help_text=_("A text file, at most 20 MB."))
    agreed = forms.BooleanField(label=_("What I declare is true."))


@require_GET
@open_to(anyone)
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component, right to left and left to right, with invented content."""
    return page(request, "ui/gallery.html", {"sections": [_section("ar", "rtl"), _section("fr", "ltr")]})


def _section(language: str, direction: str) -> dict[str, Any]:
    """One direction of the gallery; its fields have identifiers of their own."""
    return {
        "language": language,
        "direction": direction,
        "form": GalleryForm(auto_id=f"{language}_%s"),
        "wrong": GalleryForm({"email": "amina", "telephone": "0612345678"}, auto_id=f"{language}_wrong_%s"),
        "bars": _bars(),
        "points": [Point(f"{day:02}/03", day * 3 % 17, day * 2 % 13) for day in range(2, 31, 7)],
        "changed": [Changed(_("Title"), "Quel mois ?", "Quel mois de 2026 ?"), Changed(_("State"), "1", "1")],
        "ceiling": Decimal(6000),
        "rate": Decimal("0.0448"),
        "steps": _steps(),
        "years": [NavigationItem(isolate(year), f"?year={year}", current=year == 2026) for year in (2026, 2025, 2024)],
        "middle_page": Paginator(range(30), 10).page(2),
        "updated": dt.datetime(2026, 4, 11, 9, 30, tzinfo=dt.UTC),
        "march": Month(2026, 3),
        "icons": sorted(NAMES),
    }


def _bars() -> list[MonthBar]:
    wages = (5000, 5000, 5200, 5200, 0, 5400, 5400, 6800, 7200, 5400, 5400, 5400)
    months = Month(2025, 4).until(Month(2026, 3))
    return [
        MonthBar(month, Decimal(wage), min(Decimal(wage), Decimal(6000)), missing=wage == 0)
        for month, wage in zip(months, wages, strict=True)
    ]


def _steps() -> list[Step]:
    return [
        Step(_("File received"), StepState.DONE, on=dt.date(2026, 3, 1)),
        Step(_("Documents checked"), StepState.CURRENT, note=_("An agent is reading them.")),
        Step(_("Decision"), StepState.TODO),
    ]


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return mishap_page(UNREADABLE, request=request)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return mishap_page(FORBIDDEN, request=request)


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A form without its token: Django's CSRF_FAILURE_VIEW."""
    return mishap_page(EXPIRED, request=request)


def absent(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return mishap_page(ABSENT, request=request)


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """No request goes into the template: the database that would tell who asks may be what broke."""
    return mishap_page(BROKEN)
