"""How fast a wage-declaration file is checked, beside a bare read-and-split of the same file.

`python -m bench.ebds` prints both, in lines a second of processor time: one core, whatever else the machine does.
"""

import datetime as dt
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np

from macnss.declarations.ebds.examine import check, check_path
from macnss.declarations.ebds.expectations import CEILING
from macnss.declarations.ebds.header import Header
from macnss.declarations.ebds.situations import Situation
from macnss.declarations.ebds.write import Columns, FileWriter, name_field
from macnss.kernel.months import Month
from macnss.kernel.numbers.check_digits import registration_key

LINES = 500_000
ENTRANTS_IN_A_HUNDRED = 4
HEADER = Header(
    affiliate="1234567",
    period=Month(2026, 3),
    company_name="ATLAS SARL",
    activity="COMMERCE",
    address="12 RUE DE L OCEAN",
    town="CASABLANCA",
    postcode="20000",
    agency="01",
    issue_date=dt.date(2026, 3, 1),
    due_date=dt.date(2026, 4, 10),
)


def write_file(path: Path, lines: int = LINES, line_end: bytes = b"\n") -> None:
    """A valid main declaration of that many people, wages and situations mixed as they are in life."""
    entrants = lines * ENTRANTS_IN_A_HUNDRED // 100
    with path.open("wb") as out:
        writer = FileWriter(out, "B", HEADER, line_end)
        writer.lines("B02", _answered(lines - entrants))
        writer.recap("B03", "B02")
        writer.lines("B04", _entrants(entrants, after=lines))
        writer.finish()


def _people(count: int, after: int) -> dict[str, np.ndarray]:
    random = np.random.default_rng(count)
    first = 11_000_000 + after + np.arange(count) * 7
    number = 10 * first + registration_key(10 * first)
    real = random.integers(50_000, 1_500_000, count)
    names = np.array([name_field(f"EL ALAMI {each}", "AMINA") for each in range(1000)], "S60")
    return {
        "number": number,
        "name": names[random.integers(0, len(names), count)],
        "days": random.integers(1, 27, count),
        "real": real,
        "capped": np.minimum(real, CEILING),
    }


def _answered(count: int) -> Columns:
    random = np.random.default_rng(count)
    people = _people(count, after=0)
    children = random.integers(0, 4, count)
    allowance = children * 30_000
    gone = random.random(count) < 0.02
    for word in ("days", "real", "capped"):
        people[word][gone] = 0
    return people | {
        "children": children,
        "af_to_pay": allowance,
        "af_to_deduct": np.zeros(count, np.int64),
        "af_net": allowance,
        "af_to_return": np.where(gone, allowance, 0),
        "situation": np.where(gone, int(Situation.SO), int(Situation.NORMAL)),
    }


def _entrants(count: int, after: int) -> Columns:
    return _people(count, after=after * 7) | {"cin": np.full(count, b"AB123456", "S8")}


def check_rate(path: Path) -> float:
    """Lines a second, with every rule."""

    def checked() -> None:
        report = check_path(path)
        assert report.accepted, report.findings[:3]
        assert report.totals.lines == LINES

    return LINES / _best(checked)


def read_and_split(path: Path) -> float:
    """Lines a second to read the file and cut it into lines: the least that any reader must do."""
    return LINES / _best(lambda: path.read_bytes().split(b"\n"))


def small_file_cost(people: int = 12) -> float:
    """Milliseconds to check a file of so many people."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "DS_1234567_202603.txt"
        write_file(path, people)
        content = path.read_bytes()

    def checked() -> None:
        for _ in range(100):
            check(BytesIO(content))

    return _best(checked) / 100 * 1000


def _best(act: Callable[[], object], times: int = 5) -> float:
    """The least seconds of processor time the act took."""
    spent = []
    for _ in range(times):
        start = time.process_time()
        act()
        spent.append(time.process_time() - start)
    return min(spent)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "DS_1234567_202603.txt"
        write_file(path)
        checked, split = check_rate(path), read_and_split(path)
    sys.stdout.write(
        f"e-BDS check, every rule  {checked:12,.0f} lines/s\n"
        f"bare read and split      {split:12,.0f} lines/s\n"
        f"ratio                    {checked / split:12.2f}\n"
        f"file of 12 people        {small_file_cost():12.2f} ms\n"
    )


if __name__ == "__main__":
    main()
