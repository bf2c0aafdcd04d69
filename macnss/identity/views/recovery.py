"""«I lost my way in»: what is still known, the codes, the wait, a new password."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from macnss.audit.services import sentence
from macnss.identity import entry
from macnss.identity.enums import Channel, EidPurpose, Level, Method
from macnss.identity.forms.passwords import NewPassword
from macnss.identity.forms.recovery import FIELDS, WAIT, Lost, TypedCodes
from macnss.identity.models import Account, Code, Office, Recovery
from macnss.identity.services import codes, disavowal, eid, limits, recovery
from macnss.identity.services.devices import LinkSpent
from macnss.identity.services.limits import Act
from macnss.identity.services.names import account_named
from macnss.identity.views.eid import ATTEMPT
from macnss.kernel.access import anyone, open_to, signed_in
from macnss.kernel.errors import DomainError
from macnss.kernel.network import client_address
from macnss.kernel.secrets import digest
from macnss.ui.pages import page

# What the session of the visitor holds between two pages.
SENT = "recover_codes"  # {"codes": [public identifiers], "about": what tries are counted under, "recovery": its key}
PROVED = "recover_proved"  # {"account", "method", "level", "at", "recovery"}
PROVED_FOR = dt.timedelta(minutes=15)


@require_http_methods(["GET", "POST"])
@open_to(anyone)
def recover(request: HttpRequest) -> HttpResponse:
    """Every way back, Mon e-ID first; what is typed leads to the codes or to the wait, whoever it names."""
    form, now = Lost(request.POST or None), timezone.now()
    if form.is_valid():
        try:
            if form.cleaned_data["way"] == WAIT:
                return _ask_to_wait(request, form, now)
            return _send_codes(request, form, now)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    said = {"form": form, "offices": Office.objects.order_by("town", "code")}
    return page(request, "identity/recover/start.html", said, status=422 if form.is_bound else 200)


def _ask_to_wait(request: HttpRequest, form: Lost, now: dt.datetime) -> HttpResponse:
    """Counted by address only: nobody closes this way to its owner by asking again and again."""
    limits.spend(Act.RECOVERY, address=client_address(request), now=now)
    recovery.ask(account=account_named(form.cleaned_data["identifier"]), ticket=browser(request), now=now)
    return redirect("identity:recover_wait")


def _send_codes(request: HttpRequest, form: Lost, now: dt.datetime) -> HttpResponse:
    about = digest(form.about, "recovery about").hex()
    limits.spend(Act.RECOVERY, address=client_address(request), key=about, now=now)
    sent = recovery.send_codes(
        account=account_named(form.cleaned_data["identifier"]),
        ticket=entry.ticket(request),
        language=get_language() or "",
        now=now,
    )
    return _to_codes(request, list(sent), about)


def _to_codes(request: HttpRequest, sent: list[Code], about: str, *, waited: int | None = None) -> HttpResponse:
    request.session[SENT] = {"codes": [str(code.public_id) for code in sent], "about": about, "recovery": waited}
    return redirect("identity:recover_codes")


@require_http_methods(["GET", "POST"])
@open_to(anyone)
def recover_codes(request: HttpRequest) -> HttpResponse:
    """The codes that were sent; a right one stays right while the other is typed."""
    sent, now = _sent(request), timezone.now()
    if not sent:
        return _ask_anew(request)
    waiting = [code for code in sent if not code.used_at]
    form = TypedCodes(request.POST or None, waiting)
    if form.is_valid() and _try(request, form, waiting, now):
        proved = request.session.take(SENT)  # type: ignore[attr-defined]
        if proved is None:  # of two requests at once, one has shown it
            return _ask_anew(request)
        _note_proof(request, sent[0].account_id, Method.RECOVERY, now, waited=proved["recovery"])
        return redirect("identity:recover_new")
    said = {"form": form, "codes": _said_of(sent, form, now), "both": len(sent) > 1}
    return page(request, "identity/recover/codes.html", said, status=422 if form.is_bound else 200)


def _try(request: HttpRequest, form: TypedCodes, waiting: list[Code], now: dt.datetime) -> bool:
    about = request.session[SENT]["about"]
    typed = {channel.value: form.cleaned_data.get(field, "") for channel, field in FIELDS.items()}
    try:
        limits.spend(Act.CODE_TRIED, address=client_address(request), key=about, now=now)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return False
    refused = recovery.check_codes(sent=waiting, typed=typed, ticket=entry.ticket(request), now=now)
    for channel, why in refused.items():
        form.add_error(FIELDS[Channel(channel)], str(why))
    return not refused


def _said_of(sent: list[Code], form: TypedCodes, now: dt.datetime) -> list[dict[str, Any]]:
    """Each code as the page shows it; one that was found while the other was wrong is shown as found."""
    return [
        {
            "code": code,
            "found": bool(code.used_at),
            "field": form[FIELDS[Channel(code.channel)]] if FIELDS[Channel(code.channel)] in form.fields else None,
            "seconds": codes.seconds_to_wait(code, now),
        }
        for code in sent
    ]


@require_POST
@open_to(anyone)
def recover_send(request: HttpRequest) -> HttpResponse:
    """One of the codes again, after its wait."""
    now = timezone.now()
    again = [code for code in _sent(request) if code.channel == request.POST.get("channel")]
    if not again:
        return _ask_anew(request)
    try:
        limits.spend(Act.CODE_SENT, address=client_address(request), key=request.session[SENT]["about"], now=now)
        codes.send_again(code=again[0], language=get_language() or "", now=now)
        messages.success(request, _("A new code is on its way. The one before no longer works."))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("identity:recover_codes")


def _sent(request: HttpRequest) -> list[Code]:
    public_ids = request.session.get(SENT, {}).get("codes", [])
    return recovery.codes_sent(public_ids, entry.ticket(request), timezone.now())


def _ask_anew(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Begin again here: this page stayed open too long, or was opened in another browser."))
    return redirect("identity:recover")


@require_http_methods(["GET", "POST"])
@open_to(anyone)
def recover_wait(request: HttpRequest) -> HttpResponse:
    """The requests of this browser: from when they open; then the code that shows whose they are."""
    now = timezone.now()
    asked = recovery.of_browser(browser(request), now)
    if not asked:
        return redirect("identity:recover")
    chosen = next((each for each in asked if str(each.public_id) == request.POST.get("request")), None)
    if chosen:
        try:
            return _go_on(request, chosen, now)
        except DomainError as refusal:
            messages.error(request, str(refusal))
    said = {"asked": [(each, each.opens_at <= now) for each in asked]}
    return page(request, "identity/recover/wait.html", said, status=422 if chosen else 200)


def _go_on(request: HttpRequest, chosen: Recovery, now: dt.datetime) -> HttpResponse:
    if request.POST.get("act") == "withdraw":
        recovery.withdraw(recovery=chosen, now=now)
        messages.success(request, _("Your request was stopped."))
        return redirect("identity:recover")
    about = digest(str(chosen.public_id), "recovery about").hex()
    limits.spend(Act.CODE_SENT, address=client_address(request), key=about, now=now)
    code = recovery.send_last_code(
        recovery=chosen,
        channel=Channel.EMAIL if request.POST.get("act") == Channel.EMAIL else Channel.SMS,
        ticket=entry.ticket(request),
        language=get_language() or "",
        now=now,
    )
    return _to_codes(request, [code], about, waited=chosen.pk)


@require_http_methods(["GET", "POST"])
@open_to(anyone)
def recover_cancel(request: HttpRequest, token: str) -> HttpResponse:
    """«It was not me»: asks before it acts, since machines that read mail follow its links."""
    found = recovery.to_stop(token)
    if found is None:
        return page(request, "identity/recover/link_over.html", status=404)
    if request.method == "POST":
        recovery.stop(recovery=found, by=None, now=timezone.now())
        return redirect(request.path)
    return page(request, "identity/recover/cancel.html", {"recovery": found})


@require_http_methods(["GET", "POST"])
@open_to(anyone)
def not_me(request: HttpRequest, token: str) -> HttpResponse:
    """«This was not me», about a change of the account: closes it, then leads to the ways back."""
    now = timezone.now()
    try:
        event = disavowal.disavowable(token=token, now=now)
        if request.method == "POST":
            disavowal.disavow(token=token, now=now)
            messages.success(request, _("The account is closed to everybody. Take it back here, in one of these ways."))
            return redirect("identity:recover")
    except LinkSpent:
        return page(request, "identity/recover/link_over.html", status=404)
    return page(request, "identity/recover/not_me.html", {"sentence": sentence(event.action)})


@require_http_methods(["GET", "POST"])
@open_to(anyone)
def recover_open(request: HttpRequest, token: str) -> HttpResponse:
    """The link that was sent when the wait was over."""
    now = timezone.now()
    found = recovery.to_open(token, now)
    if found is None or found.account_id is None:
        return page(request, "identity/recover/link_over.html", status=404)
    if request.method == "POST":
        _note_proof(request, found.account_id, Method.RECOVERY, now, waited=found.pk)
        return redirect("identity:recover_new")
    return page(request, "identity/recover/open.html")


@require_http_methods(["GET", "POST"])
@open_to(anyone)
def recover_new(request: HttpRequest) -> HttpResponse:
    """The account was proved again: a new password, or straight in to make a passkey."""
    now = timezone.now()
    proved = _from_eid(request, now) or _proved(request, now)
    if proved is None:
        return _ask_anew(request)
    account = Account.objects.get(pk=proved["account"])
    passkey = request.POST.get("act") == "passkey"
    form = NewPassword(request.POST if request.method == "POST" and not passkey else None, account)
    if passkey or form.is_valid():
        try:
            return _come_back(request, proved, "" if passkey else form.cleaned_data["password"], now)
        except DomainError as refusal:
            form.add_error(None, str(refusal)) if form.is_bound else messages.error(request, str(refusal))
    said = {"form": form, "account": account}
    return page(request, "identity/recover/new.html", said, status=422 if request.method == "POST" else 200)


def _from_eid(request: HttpRequest, now: dt.datetime) -> dict[str, Any] | None:
    """Back from Mon e-ID: the visit serves once, in the browser that began it."""
    visit = request.session.pop(ATTEMPT, None)
    attempt = eid.attempt_of(UUID(visit), entry.ticket(request)) if visit else None
    if attempt is None or attempt.purpose != EidPurpose.RECOVER:
        return None
    try:
        account = eid.come_back(attempt=attempt, now=now)
    except eid.AttemptSpent:
        return None
    return _note_proof(request, account.pk, Method.EID, now, level=Level(attempt.level or Level.LOW))


def _come_back(request: HttpRequest, proved: dict[str, Any], password: str, now: dt.datetime) -> HttpResponse:
    """Take the account back and come in with it, as surely as it was proved and no more."""
    method = Method(proved["method"])
    account = recovery.finish(
        account=Account(pk=proved["account"]),
        method=method,
        recovery=Recovery(pk=proved["recovery"]) if proved["recovery"] else None,
        password=password,
        now=now,
    )
    del request.session[PROVED]
    entry.let_in(request, account, method, now=now, level=Level(proved["level"]))
    entry.welcome(request, now=now)
    return redirect("identity:recover_done" if password else "identity:passkeys")


@require_GET
@open_to(signed_in)
def recover_done(request: HttpRequest) -> HttpResponse:
    """What to type next time, and what to look at now."""
    return page(request, "identity/recover/done.html")


def browser(request: HttpRequest) -> bytes:
    """What ties a request of a whole day to this browser: its long cookie, since a session is shorter."""
    return digest(entry.device_secret(request), "recovery")


def _note_proof(
    request: HttpRequest,
    account: int | None,
    method: Method,
    now: dt.datetime,
    *,
    waited: int | None = None,
    level: Level | None = None,
) -> dict[str, Any]:
    """Write down, in a session whose identifier changes, whose account this browser may take back."""
    request.session.cycle_key()
    noted = request.session[PROVED] = {
        "account": account,
        "method": method.value,
        "level": int(level or method.strength),
        "at": now.isoformat(),
        "recovery": waited,
    }
    return noted


def _proved(request: HttpRequest, now: dt.datetime) -> dict[str, Any] | None:
    proved: dict[str, Any] | None = request.session.get(PROVED)
    if proved is None or now - dt.datetime.fromisoformat(proved["at"]) > PROVED_FOR:
        return None
    return proved
