"""What was typed before a detour: kept sealed in the session, given back on the page where it was typed.

A form that arrives after the session ended, or without a fresh enough proof, is not lost. Its fields wait ten minutes,
for the same account only; secrets and files never do. `request.held` hands them to the page: `{% field %}` fills
itself from them, and a view with fields of its own reads them (docs/howto/ask-for-a-fresh-proof.md).
"""

import base64
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict

from macnss.identity.models import Account
from macnss.identity.sessions import HELD
from macnss.kernel.access import page_of
from macnss.kernel.secrets import Unreadable, seal, unseal

WORTH = 10 * 60
AT_MOST = 200_000  # a typed declaration of two hundred people takes 40,000
_PURPOSE = "held form"
_NEVER = {"csrfmiddlewaretoken", "next", "code", "pin"}


def keep(request: HttpRequest, account: int) -> None:
    """Keep the fields of the form that this request brought, for this account."""
    fields = request.POST.copy()
    for name in [each for each in fields if each in _NEVER or "password" in each]:
        del fields[name]
    written = fields.urlencode()
    if request.method == "POST" and written and len(written) <= AT_MOST:
        sealed = seal([account, urlsplit(page_of(request)).path, written], _PURPOSE)
        request.session[HELD] = base64.b64encode(sealed).decode()


def for_page(request: HttpRequest) -> QueryDict | None:
    """What was typed on this page by who asks for it again; None when nothing waits for them here."""
    sealed = request.session.get(HELD)
    if not sealed or request.method != "GET" or not isinstance(request.user, Account):
        return None
    try:
        account, path, written = unseal(base64.b64decode(sealed), _PURPOSE, within=WORTH)
    except Unreadable:
        forget(request)
        return None
    if account != request.user.pk:
        forget(request)
        return None
    return QueryDict(written) if path == request.path else None


def forget(request: HttpRequest) -> None:
    request.session.pop(HELD, None)
