"""The doors at the foot of each page (or its head on a desk), by audience."""

from collections.abc import Iterable, Set
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from macnss.employers.enums import Right
from macnss.identity.enums import Role
from macnss.ui.items import NavigationItem, Text

Door = tuple[Text, str, str]  # its words, the page it opens, its picture
INSIDE = {  # the pages behind a door, other than the one it opens
    "declarations:year": "declarations:mine",
    "declarations:month": "declarations:mine",
    "declarations:upload_report": "declarations:upload",
    "declarations:entry": "declarations:upload",
    "declarations:declaration": "declarations:company",
    "declarations:history": "declarations:company",
    **dict.fromkeys(
        ("registration:company", "registration:look_up", "registration:batch_new", "registration:batch"),
        "declarations:company",
    ),
    "employers:people": "declarations:company",
    "employers:invite": "declarations:company",
    "employers:member": "declarations:company",
    "employers:member_end": "declarations:company",
    "employers:invitation_sent": "declarations:company",
    "insured:mandates": "portals:journal",
    "registration:card": "insured:data",
    **dict.fromkeys(
        ("family:mine", "personal:address", "personal:language", "personal:bank", "personal:bank_declare"),
        "insured:data",
    ),
    "registration:card_desk": "registration:cards",
    "registration:cards_batch": "registration:cards",
    "registration:cards_scan": "registration:cards",
    "insured:mandate_new": "portals:journal",
    "insured:number": "insured:data",
    "cases:choose": "cases:mine",
    "certificates:mine": "cases:mine",
    "agencies:expected": "agencies:desk",
    "declarations:corrections": "declarations:company",
    "cases:start": "cases:mine",
    "cases:company_choose": "cases:company",
    "cases:company_start": "cases:company",
    "cases:inquiries": "cases:company",
    "cases:inquiry": "cases:company",
    "declarations:entry_choice": "declarations:upload",
    **dict.fromkeys(
        (
            "cases:examine",
            "cases:take",
            "cases:reveal",
            "cases:bring",
            "cases:hand_over",
            "cases:set_aside",
            "cases:ask_papers",
            "cases:write_to",
            "cases:note",
            "cases:decide",
            "cases:second",
            "cases:escalate",
            "cases:filters",
        ),
        "cases:queue",
    ),
    "portals:person": "portals:agent_home",
    **dict.fromkeys(("cases:counter_new", "cases:counter_person"), "cases:counter"),
    "cases:alarm": "cases:alarms",
    **dict.fromkeys(("reference:table", "reference:new", "reference:row"), "reference:tables"),
    "insured:counter_identity": "portals:agent_home",
    **dict.fromkeys(  # the tabs of the queue lead there
        ("insured:referrals", "insured:referral", "insured:identity_checks", "insured:identity_check_decision"),
        "cases:queue",
    ),
    "identity:team_member": "identity:team",
    "identity:proposal": "identity:proposals",
}

CASES_IN = {"employer": "cases:company", "insured": "cases:mine", "roles": "cases:counter"}

INSURED: tuple[Door, ...] = (
    (_("My situation"), "portals:insured_home", "house"),
    (_("My wages"), "declarations:mine", "wallet"),
    (_("My requests"), "cases:mine", "clipboard-list"),
    (_("My data"), "insured:data", "user"),
    (_("Who looked"), "portals:journal", "eye"),
)
EMPLOYER: tuple[Door, ...] = (
    (_("Company"), "declarations:company", "building-2"),
    (_("Declare"), "declarations:upload", "upload"),
    (_("Employees"), "declarations:employees", "users"),
    (_("To pay"), "declarations:dues", "coins"),
    (_("Requests"), "cases:company", "clipboard-list"),
)
AGENT: tuple[Door, ...] = (
    (_("Requests"), "cases:queue", "clipboard-list"),
    (_("Scan"), "cases:scan", "scan-line"),
    (_("Find a person"), "portals:agent_home", "search"),
    (_("CNSS cards"), "registration:cards", "id-card"),
    (_("Counter"), "cases:counter", "user"),
    (_("Appointments"), "agencies:desk", "calendar-days"),
    (_("Certificates"), "certificates:desk", "file-text"),
    (_("Board"), "cases:board", "chart-column"),
    (_("Alerts"), "cases:alarms", "triangle-alert"),
    (_("Reference data"), "reference:tables", "list"),
    (_("Team"), "identity:team", "users"),
    (_("Proposals"), "identity:proposals", "clipboard-list"),
)
RELATIVE: tuple[Door, ...] = (
    (_("Situation"), "portals:relative_home", "house"),
    (_("Wages"), "portals:relative_wages", "wallet"),
)
_AGENTS = frozenset(name for _label, name, _icon in AGENT)
# Who may open a door: a company's people by their rights, the fund's agents by their roles; no entry means all of them.
RIGHTS: dict[str, frozenset[Right]] = {
    "declarations:upload": frozenset({Right.DECLARE}),
    "declarations:employees": frozenset({Right.DECLARE, Right.READ_WAGES, Right.REGISTER}),
    "declarations:dues": frozenset({Right.DECLARE, Right.PAY}),
}
ROLES: dict[str, frozenset[Role]] = {
    **dict.fromkeys(
        ("cases:queue", "cases:scan", "portals:agent_home"),
        frozenset({Role.FRONT_DESK, Role.FILE_OFFICER, Role.SUPERVISOR}),
    ),
    **dict.fromkeys(
        ("agencies:desk", "certificates:desk"), frozenset({Role.FRONT_DESK, Role.FILE_OFFICER, Role.SUPERVISOR})
    ),
    "registration:cards": frozenset({Role.FRONT_DESK, Role.FILE_OFFICER}),
    "cases:counter": frozenset({Role.FRONT_DESK, Role.FILE_OFFICER}),
    **dict.fromkeys(("cases:board", "cases:alarms", "identity:team"), frozenset({Role.SUPERVISOR})),
    "reference:tables": frozenset({Role.REFERENCE_DATA}),
    "identity:proposals": frozenset({Role.SUPERVISOR, Role.REFERENCE_DATA}),
}


def context(request: HttpRequest) -> dict[str, Any]:
    """What every page may use: the doors of the audience at hand, and whether this is the demonstration."""
    return {
        "navigation": _doors(request),
        "door": here(request),
        "demonstration": getattr(settings, "DEMONSTRATION", False),
    }


def _doors(request: HttpRequest) -> "list[NavigationItem]":
    """The audience is known by what the page's guard found: nothing is asked of the database here."""
    if hasattr(request, "employer"):
        mine = [door for door in EMPLOYER if opens(door[1], request.rights)]  # type: ignore[attr-defined]
        return _items(request, mine, employer_id=request.employer.public_id)
    if hasattr(request, "mandate"):
        doors = RELATIVE if request.mandate.reads_wages else RELATIVE[:1]
        return _items(request, doors, mandate_id=request.mandate.public_id)
    if hasattr(request, "insured"):
        return _items(request, INSURED)
    if hasattr(request, "roles"):
        return _items(
            request, [door for door in AGENT if ROLES.get(door[1], frozenset(Role)).intersection(request.roles)]
        )
    return []


def opens(name: str, rights: Set[Right]) -> bool:
    """Does a mandate with these rights open that door of a company?"""
    return name not in RIGHTS or bool(RIGHTS[name] & rights)


def here(request: HttpRequest) -> str:
    """The door behind which the page at hand stands."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    if name.startswith("cases:") and name not in INSIDE and name not in _AGENTS:  # the same screens in every space
        return next((door for space, door in CASES_IN.items() if hasattr(request, space)), name)
    return INSIDE.get(name, name)


def _items(request: HttpRequest, doors: Iterable[Door], **named: object) -> "list[NavigationItem]":
    at_hand = here(request)
    return [
        NavigationItem(label=label, url=reverse(name, kwargs=named or None), icon=icon, current=name == at_hand)
        for label, name, icon in doors
    ]
