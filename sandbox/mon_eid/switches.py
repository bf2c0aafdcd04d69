"""How the sandbox misbehaves on demand: each switch has a resting position, which the environment may change."""

import os
from dataclasses import asdict, dataclass, fields

from sandbox.mon_eid.levels import LEVELS
from sandbox.mon_eid.models import Fault

SPOILS = (
    "nonce",
    "aud",
    "azp",
    "iss",
    "exp",
    "iat",
    "auth_time",
    "at_hash",
    "no_acr",
    "alg_none",
    "hs256",
    "signature",
    "unknown_kid",
    "response_iss",
    "no_response_iss",
    "state",
)
LOWER = {"": "", **{acr.rpartition(":")[2]: acr for acr in LEVELS}}


@dataclass(frozen=True)
class Switches:
    """The positions of now. `spoil` names what is made wrong in the answer to the client."""

    slow: int = 0
    down: bool = False
    refuse: bool = False
    expire: bool = False
    thin: bool = False
    cin: str = ""
    lower: str = ""
    spoil: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.slow <= 60 or self.lower not in LOWER or self.spoil not in ("", *SPOILS):
            raise ValueError("no such position")


def _positions(said: dict[str, str]) -> Switches:
    """Raises ValueError for what is not a position."""
    return Switches(
        slow=int(said.get("slow") or 0),
        cin=said.get("cin", "").strip().upper()[:12],
        lower=said.get("lower", ""),
        spoil=said.get("spoil", ""),
        **{name: said.get(name, "") not in ("", "0") for name in ("down", "refuse", "expire", "thin")},
    )


def resting() -> Switches:
    """As the sandbox starts: MON_EID_SLOW=5, MON_EID_DOWN=1, MON_EID_SPOIL=nonce..."""
    return _positions({each.name: os.environ.get(f"MON_EID_{each.name.upper()}", "") for each in fields(Switches)})


def now_set() -> Switches:
    said = dict(Fault.objects.values_list("name", "value"))
    return _positions(said) if said else Switches()


def turn(said: dict[str, str]) -> Switches:
    """Put every switch in the position said; one that is not said goes to rest. Raises ValueError."""
    wanted = _positions(said)
    Fault.objects.all().delete()
    put(wanted)
    return wanted


def put(wanted: Switches) -> None:
    moved = {name: value for name, value in asdict(wanted).items() if value}
    Fault.objects.bulk_create(Fault(name=name, value=str(value)) for name, value in moved.items())


def lowered(switches: Switches, acr: str) -> str:
    """The level that a token says: the one proved, or the lower one of the switch."""
    return LOWER[switches.lower] or acr
