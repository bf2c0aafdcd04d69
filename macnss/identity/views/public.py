"""Coming in and going out."""

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from macnss.identity import services
from macnss.identity.forms import SignIn
from macnss.kernel.access import anyone, open_to
from macnss.ui.pages import page


@require_http_methods(["GET", "POST"])
@open_to(anyone)
def sign_in(request: HttpRequest) -> HttpResponse:
    """An account and its password; then the page that was asked for."""
    form = SignIn(request, request.POST or None)
    if form.is_valid() and form.account:
        login(request, form.account)
        services.note_sign_in(account=form.account, now=timezone.now())
        return redirect(_wanted(request))
    if form.is_bound:
        services.note_refusal(email=form.data.get("email", ""), now=timezone.now())
    status = 422 if form.is_bound else 200
    return page(request, "identity/sign_in.html", {"form": form, "next": _wanted(request)}, status=status)


@require_POST
@open_to(anyone)
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("portals:landing")


def _wanted(request: HttpRequest) -> str:
    """The page that was asked for, if it is one of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if ours else resolve_url("portals:home")
