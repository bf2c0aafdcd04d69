"""Backup codes: what they are, making them, keeping them on paper."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from macnss.identity.access import SignedIn, proved
from macnss.identity.enums import Level
from macnss.identity.services import backup_codes
from macnss.kernel.access import open_to, signed_in
from macnss.ui.pages import page


@require_http_methods(["GET", "POST"])
@open_to(signed_in)
@proved(Level.SUBSTANTIAL)
def backup(request: SignedIn) -> HttpResponse:
    """How many are left, and ten new ones, on the screen once or in a file."""
    if request.method == "GET":
        return page(request, "identity/backup_codes/start.html", {"left": backup_codes.left(request.user)})
    made = backup_codes.make(account=request.user, by=request.user, now=timezone.now())
    if request.POST.get("act") == "file":
        return _file(made)
    return page(request, "identity/backup_codes/made.html", {"codes": made})


def _file(made: list[str]) -> HttpResponse:
    words = _("Ma CNSS backup codes. Each is good once. Keep them where only you can read them.")
    answer = HttpResponse("\n".join([words, "", *made, ""]), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="ma-cnss-backup-codes.txt"'
    return answer
