"""The password, set or changed by its owner."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from macnss.identity.access import SignedIn, proved
from macnss.identity.enums import Level
from macnss.identity.forms.passwords import NewPassword
from macnss.identity.services.password_change import change_password
from macnss.kernel.access import open_to, signed_in
from macnss.kernel.errors import DomainError
from macnss.ui.pages import page


@require_http_methods(["GET", "POST"])
@open_to(signed_in)
@proved(Level.SUBSTANTIAL)
def password(request: SignedIn) -> HttpResponse:
    """A new password: the other sessions end, this one changes its identifier, every address is told."""
    form = NewPassword(request.POST or None, request.user)
    if form.is_valid():
        try:
            new, key = form.cleaned_data["password"], request.session.session_key
            change_password(account=request.user, raw=new, session_key=key, now=timezone.now())
            update_session_auth_hash(request, request.user)
            messages.success(request, _("Your password was changed. Your other sessions were ended."))
            return redirect("identity:security")
        except DomainError as refusal:
            form.add_error("password", str(refusal))
    return page(request, "identity/password/change.html", {"form": form}, status=422 if form.is_bound else 200)
