"""Somebody whose password was right and who has one step to go: kept sealed in the session of this browser."""

from dataclasses import dataclass

from django.http import HttpRequest

from macnss.identity.models import Account, Code
from macnss.kernel.secrets import Unreadable, seal, unseal

KEPT = "second_step"
WORTH = 10 * 60
_PURPOSE = "second step"


@dataclass(frozen=True, slots=True)
class Pending:
    """Whose password it was, the code that was sent if any, the page to open next."""

    account_id: int
    code_id: int | None
    next: str

    @property
    def account(self) -> Account:
        return Account.objects.get(pk=self.account_id)

    @property
    def code(self) -> Code | None:
        return Code.objects.select_related("account").filter(pk=self.code_id).first() if self.code_id else None


def wait_for_second_step(request: HttpRequest, pending: Pending) -> None:
    """Note it in the session, whose identifier changes: who knew it before the password knows nothing now."""
    request.session.cycle_key()
    sealed = seal([pending.account_id, pending.code_id, pending.next], _PURPOSE)
    request.session[KEPT] = sealed.decode()


def pending_of(request: HttpRequest) -> Pending | None:
    """Who waits at this browser for the second step; None when nobody does, or no longer."""
    try:
        account_id, code_id, following = unseal(request.session.get(KEPT, "").encode(), _PURPOSE, within=WORTH)
    except Unreadable:
        return None
    return Pending(account_id, code_id, following)


def forget(request: HttpRequest) -> None:
    request.session.pop(KEPT, None)
