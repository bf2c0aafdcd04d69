"""My bank account: which is on file, declaring another, cancelling in time."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from macnss.cases.models import Case
from macnss.cases.queries.filling import filling_of
from macnss.identity.access import proved
from macnss.identity.enums import Level
from macnss.insured.access import InsuredRequest, confirmed_insured
from macnss.kernel.access import anyone, open_to
from macnss.kernel.errors import DomainError
from macnss.kernel.numbers.identifiers import Rib
from macnss.personal.forms import DeclaredAccount, Stop
from macnss.personal.models import BankAccount
from macnss.personal.queries import bank_of, banking_of
from macnss.personal.services import bank, unanswered
from macnss.ui.pages import page


@require_GET
@open_to(confirmed_insured)
def standing(request: InsuredRequest) -> HttpResponse:
    """Which account is used for my payments, which one waits and until when, what the bank said."""
    banking = banking_of(request.insured)
    answer_due = unanswered.answer_due(banking.waiting.declared_at) if banking.waiting else None
    return page(request, "personal/bank.html", {"banking": banking, "now": timezone.now(), "answer_due": answer_due})


@require_http_methods(["GET", "POST"])
@open_to(confirmed_insured)
@proved(Level.SUBSTANTIAL)
def declare(request: InsuredRequest) -> HttpResponse:
    """Declare an account. When somebody must look at it, the paper of the bank is asked next."""
    form, now = DeclaredAccount.of(request.insured, request.POST if request.method == "POST" else None), timezone.now()
    if form.is_valid():
        said = form.cleaned_data
        try:
            kept = bank.declare(
                insured=request.insured,
                rib=said["rib"],
                holder=said["holder"],
                start_key=said["key"],
                language=get_language() or "",
                by=request.user,
                now=now,
            )
            return _declared(request, kept)
        except DomainError as refusal:
            form.add_error("rib", str(refusal))
    said = {"form": form, "hours": bank.hours(timezone.localdate(now))}
    return page(request, "personal/bank_declare.html", said, status=422 if form.is_bound else 200)


def _declared(request: InsuredRequest, kept: BankAccount | Case) -> HttpResponse:
    if isinstance(kept, Case):
        messages.info(request, _("An agent must look at this account: add the paper of your bank."))
        return redirect(filling_of(kept).goes_on_at())
    messages.success(request, _("Your account is declared. We ask your bank, and tell you."))
    return redirect("personal:bank")


@require_POST
@open_to(confirmed_insured)
def name(request: InsuredRequest) -> HttpResponse:
    """The bank of what is being typed, for the page alone. The number travels in the body, never in an address."""
    number = Rib.normalise(request.POST.get("rib", "")[:60])
    known = len(number) >= 3 and number[:3].isdigit()
    return page(request, "personal/parts/bank_name.html", {"known": known, "bank": bank_of(number) if known else None})


@require_POST
@open_to(confirmed_insured)
def cancel(request: InsuredRequest) -> HttpResponse:
    """Cancel the account that waits: the latest one, or it is too late."""
    latest = get_object_or_404(BankAccount.objects.of(request.insured)[:1])
    try:
        bank.cancel(account=latest, by=request.user, now=timezone.now())
        messages.success(request, _("The new account is cancelled: it will not be used."))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("personal:bank")


@require_http_methods(["GET", "POST"])
@open_to(anyone)
def stop(request: HttpRequest, secret: str) -> HttpResponse:
    """From a message, without signing in: cancel the change, and close the account when it was somebody else."""
    account = bank.stoppable(secret)
    form = Stop(request.POST if request.method == "POST" else None)
    if account and form.is_valid():
        try:
            stopped = bank.cancel_by_link(secret=secret, not_me=form.was_not_me, now=timezone.now())
            is_locked = form.was_not_me and stopped.insured.account is not None
            return page(request, "personal/bank_stopped.html", {"is_locked": is_locked})
        except DomainError:  # pressed twice: the first time did it
            account = None
    return page(request, "personal/bank_stop.html", {"account": account})
