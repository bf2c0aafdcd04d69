"""The pages of a case in the space of whoever reads them: an insured person, a company, a visitor, an agent."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from macnss.cases.enums import Audience
from macnss.cases.models import Case
from macnss.identity.models import Account
from macnss.ui.pages import page


def layout_of(request: HttpRequest) -> str:
    """The frame of the space that the guard of the page found."""
    return f"cases/frames/{space_of(request)}.html"


def space_of(request: HttpRequest) -> str:
    """`insured`, `employer`, `agent` or `public`: the space of whoever reads the page."""
    marks = (("employer", "employer"), ("insured", "insured"), ("agent", "roles"))
    return next((space for space, mark in marks if hasattr(request, mark)), "public")


def show(
    request: HttpRequest, template: str, said: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page of a case; its template extends `cases/base.html`."""
    return page(
        request, template, {"layout": layout_of(request), "space": space_of(request), **(said or {})}, status=status
    )


def list_of(request: HttpRequest, case: Case) -> str:
    """The list from which a case is reached in the space at hand."""
    if case.company is not None:
        return reverse("cases:company", kwargs={"employer_id": case.company.public_id})
    if hasattr(request, "insured"):
        return reverse("cases:mine")
    if case.audience == Audience.COUNTER and hasattr(request, "roles"):
        return named("cases:counter") or reverse("portals:agent_home")
    return reverse("cases:public")


def named(name: str, **kwargs: Any) -> str:
    """The address of a page, "" while nobody has built it."""
    try:
        return reverse(name, kwargs=kwargs or None)
    except NoReverseMatch:
        return ""


def actor_of(request: HttpRequest) -> Account | None:
    """Who acts; None for somebody who holds a case without an account."""
    return request.user if isinstance(request.user, Account) else None


def tongue() -> str:
    """The language of the page, kept with what is begun in it."""
    return "fr" if (translation.get_language() or "").startswith("fr") else "ar"
