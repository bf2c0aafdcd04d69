"""The situations of a declared line (L_Situation), and the rank each adds to the control sum."""

from enum import IntEnum

import numpy as np
import numpy.typing as npt


class Situation(IntEnum):
    """Why a month is not an ordinary one. The value is the rank in S_Ctr."""

    NORMAL = 0
    SO = 1
    """Sorti: left the employer."""
    DE = 2
    """Décédé: died."""
    IT = 3
    """Maternity."""
    IL = 4
    """Sickness."""
    AT = 5
    """Accident du travail: work accident; family allowances stay due."""
    CS = 6
    """Congé sans solde: unpaid leave."""
    MS = 7
    """Maintenu sans salaire: kept without wage."""
    MP = 8
    """Maladie professionnelle: occupational disease (added in version 1.3); family allowances stay due."""

    @property
    def written(self) -> str:
        return "  " if self is Situation.NORMAL else self.name


WRITTEN = ", ".join(each.name for each in Situation if each)
"""All the codes, as a finding lists them."""
UNKNOWN_RANK = 255
WITHOUT_WORK = (Situation.SO, Situation.AT, Situation.CS, Situation.MS, Situation.MP)
"""No day and no wage may be declared."""
GONE = (Situation.SO, Situation.DE)
"""The employer gives back all the family allowance it received for the person."""


def _table(members: dict[int, int], *, size: int, otherwise: int) -> npt.NDArray[np.uint8]:
    table = np.full(size, otherwise, np.uint8)
    for index, value in members.items():
        table[index] = value
    return table


_RANKS = _table(
    {int.from_bytes(each.written.encode(), "little"): each for each in Situation},
    size=1 << 16,
    otherwise=UNKNOWN_RANK,
)


def ranks(two_characters: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint8]:
    """The rank of each situation, its two characters given as one little-endian number."""
    return _RANKS[two_characters]


def _membership(situations: tuple[Situation, ...]) -> npt.NDArray[np.bool_]:
    return _table(dict.fromkeys(map(int, situations), 1), size=1 << 8, otherwise=0).astype(np.bool_)


IS_WITHOUT_WORK = _membership(WITHOUT_WORK)
"""By rank."""
IS_GONE = _membership(GONE)
"""By rank."""
