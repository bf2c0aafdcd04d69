"""Levels of assurance as the sandbox names them. What the DGSN names them is not published."""

LOW, SUBSTANTIAL, HIGH = LEVELS = tuple(f"urn:mon-eid-sandbox:{name}" for name in ("low", "substantial", "high"))


def rank(acr: str) -> int:
    """0 for low, 1 for substantial, 2 for high. Raises ValueError for a level that is not ours."""
    return LEVELS.index(acr)


def least(acr_values: str) -> str | None:
    """The lowest level that answers a request, None when all that it names is unknown here."""
    if not acr_values.split():
        return LOW
    known = [acr for acr in acr_values.split() if acr in LEVELS]
    return min(known, key=rank) if known else None


def meets(acr: str, wanted: str) -> bool:
    return rank(acr) >= rank(wanted)
