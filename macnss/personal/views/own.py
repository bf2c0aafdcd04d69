"""What somebody changes alone: the postal address, the language."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from macnss.identity import services as accounts
from macnss.insured.access import InsuredRequest, confirmed_insured, insured_person
from macnss.kernel.access import open_to
from macnss.personal.forms import Address, Speak
from macnss.personal.services import own
from macnss.ui.pages import page


@require_http_methods(["GET", "POST"])
@open_to(confirmed_insured)
def address(request: InsuredRequest) -> HttpResponse:
    """A new postal address, taken at once."""
    form = Address.of(request.insured, request.POST if request.method == "POST" else None)
    if form.is_valid():
        own.move(insured=request.insured, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Your address is changed."))
        return redirect("insured:data")
    return page(request, "personal/address.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@open_to(insured_person)
def language(request: InsuredRequest) -> HttpResponse:
    """The language of messages and pages."""
    data = request.POST if request.method == "POST" else None
    form = Speak(data, initial={"language": request.user.language})
    if not form.is_valid():
        return page(request, "personal/language.html", {"form": form}, status=422 if form.is_bound else 200)
    accounts.speak(account=request.user, language=form.chosen, by=request.user, now=timezone.now())
    with translation.override(form.chosen):
        messages.success(request, _("From now on we write to you in this language."))
    answer = redirect("insured:data")
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        form.chosen,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,  # type: ignore[arg-type]
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer
