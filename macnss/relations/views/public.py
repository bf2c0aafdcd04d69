"""Where to ask what: for anybody, without an account."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from macnss.kernel.access import anyone, open_to
from macnss.relations.help import helping
from macnss.ui.pages import page


@require_GET
@open_to(anyone)
def help(request: HttpRequest) -> HttpResponse:
    """What people ask most, and who answers the rest."""
    return page(request, "relations/help.html", {"help": helping()})
