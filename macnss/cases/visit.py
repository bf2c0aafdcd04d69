"""What the session of a visitor keeps: the request about to begin, the secrets of those that they hold."""

from dataclasses import asdict, dataclass
from uuid import UUID

from django.http import HttpRequest

from macnss.cases.access import HELD
from macnss.cases.models import Case
from macnss.identity.enums import Channel, CodePurpose
from macnss.identity.models import Code
from macnss.identity.services.codes import address_of

_BEGINNING = "cases_beginning"
HELD_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Beginning:
    """A request about to begin: its kind, the key that makes it one, the code that proves an address."""

    kind: str
    start_key: str
    code: int

    @property
    def key(self) -> UUID:
        return UUID(self.start_key)


def begin(request: HttpRequest, kind: str, start_key: UUID, code: Code) -> None:
    """Remember it. Who begins the same again with the same address did not see the first screen: the draft is one."""
    before = beginning(request, kind)
    key = before[0].start_key if before and _address(before[1]) == _address(code) else str(start_key)
    request.session[_BEGINNING] = asdict(Beginning(kind, key, code.pk))


def beginning(request: HttpRequest, kind: str) -> tuple[Beginning, Code] | None:
    """What this browser is about to begin of that kind, with the code that was sent for it."""
    kept = request.session.get(_BEGINNING)
    if not kept or kept["kind"] != kind:
        return None
    found = Beginning(**kept)
    code = Code.objects.filter(pk=found.code, purpose=CodePurpose.CONTACT, account=None).first()
    return (found, code) if code else None


def _address(code: Code) -> tuple[str, str]:
    return code.channel, address_of(code, Channel(code.channel))


def hold(request: HttpRequest, secret: str, *cases: Case) -> None:
    """From now on this browser opens these cases. Its session changes its name, as at every door."""
    held = {**request.session.get(HELD, {}), **{str(case.public_id): secret for case in cases}}
    request.session[HELD] = dict(list(held.items())[-HELD_AT_MOST:])
    request.session.pop(_BEGINNING, None)
    request.session.cycle_key()


def secret_of(request: HttpRequest, case: Case) -> str:
    """The secret by which this browser holds that case, "" when it does not."""
    return str(request.session.get(HELD, {}).get(str(case.public_id), ""))


def let_go(request: HttpRequest) -> None:
    """This browser opens none of them any more: somebody else may use it after."""
    request.session.pop(HELD, None)
    request.session.cycle_key()


def held(request: HttpRequest) -> list[str]:
    """The cases that this browser holds, by public identifier."""
    return list(request.session.get(HELD, {}))
