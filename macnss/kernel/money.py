"""Money: `Decimal` dirhams where people read it, integer centimes where a million lines pass. Never float."""

from decimal import ROUND_HALF_UP, Decimal

CENTIME = Decimal("0.01")


def dirhams(amount: Decimal) -> Decimal:
    """Round an amount in DH to the centime, half up."""
    return amount.quantize(CENTIME, ROUND_HALF_UP)


def centimes(amount: Decimal) -> int:
    """The amount in DH as an integer number of centimes, half up."""
    return int(dirhams(amount) * 100)


def from_centimes(amount: int) -> Decimal:
    """An integer number of centimes as DH: 123456 is 1234.56."""
    return Decimal(amount).scaleb(-2)
