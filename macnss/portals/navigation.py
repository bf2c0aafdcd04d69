"""The doors at the foot of each page (or its head on a desk), by audience."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from macnss.ui.items import NavigationItem, Text

Door = tuple[Text, str, str]  # its words, the page it opens, its picture
INSIDE = {  # the pages behind a door, other than the one it opens
    "declarations:year": "declarations:mine",
    "declarations:month": "declarations:mine",
    "declarations:upload_report": "declarations:upload",
    "declarations:entry": "declarations:entry_choice",
    "declarations:declaration": "declarations:company",
    "declarations:history": "declarations:company",
    "portals:person": "portals:agent_home",
}

INSURED: tuple[Door, ...] = (
    (_("My situation"), "portals:insured_home", "house"),
    (_("My wages"), "declarations:mine", "wallet"),
    (_("My number"), "insured:number", "id-card"),
    (_("My data"), "insured:data", "user"),
    (_("Who looked"), "portals:journal", "eye"),
)
EMPLOYER: tuple[Door, ...] = (
    (_("Company"), "declarations:company", "building-2"),
    (_("Declare"), "declarations:upload", "upload"),
    (_("Type in"), "declarations:entry_choice", "pencil"),
    (_("Employees"), "declarations:employees", "users"),
    (_("To pay"), "declarations:dues", "coins"),
)
AGENT: tuple[Door, ...] = ((_("Find a person"), "portals:agent_home", "search"),)


def context(request: HttpRequest) -> dict[str, Any]:
    """What every page may use: the doors of the audience at hand, and whether this is the demonstration."""
    return {
        "navigation": list(_doors(request)),
        "demonstration": getattr(settings, "DEMONSTRATION", False),
    }


def _doors(request: HttpRequest) -> "list[NavigationItem]":
    """The audience is known by what the page's guard found: nothing is asked of the database here."""
    if hasattr(request, "employer"):
        return _items(request, EMPLOYER, employer_id=request.employer.public_id)
    if hasattr(request, "insured"):
        return _items(request, INSURED)
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated and user.is_agent:
        return _items(request, AGENT)
    return []


def _items(request: HttpRequest, doors: tuple[Door, ...], **named: object) -> "list[NavigationItem]":
    name = request.resolver_match.view_name if request.resolver_match else ""
    here = INSIDE.get(name, name)
    return [
        NavigationItem(label=label, url=reverse(name, kwargs=named or None), icon=icon, current=name == here)
        for label, name, icon in doors
    ]
