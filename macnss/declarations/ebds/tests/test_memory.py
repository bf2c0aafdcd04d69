"""A file ten times as long takes no more memory, but for four bytes a person."""

import tracemalloc
from pathlib import Path

import numpy as np

from macnss.declarations.ebds.examine import check_path
from macnss.declarations.ebds.tests.samples import ATLAS
from macnss.declarations.ebds.write import FileWriter, name_field
from macnss.kernel.numbers.check_digits import registration_key


def write_people(path: Path, count: int) -> None:
    nothing, body = np.zeros(count, np.int64), 10 * (11_000_000 + np.arange(count))
    with path.open("wb") as out:
        writer = FileWriter(out, "B", ATLAS)
        words = ("children", "af_to_pay", "af_to_deduct", "af_net", "af_to_return", "situation")
        wages = {"days": nothing + 26, "real": nothing + 500_000, "capped": nothing + 500_000}
        name = np.full(count, name_field("EL ALAMI", "AMINA"), "S60")
        number = body + registration_key(body)
        writer.lines("B02", dict.fromkeys(words, nothing) | wages | {"number": number, "name": name})
        writer.recap("B03", "B02")
        writer.finish()


def peak_of(path: Path, count: int) -> int:
    """Bytes held at most while a file of so many people is checked."""
    write_people(path, count)
    tracemalloc.start()
    report = check_path(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert report.accepted
    assert report.totals.lines == count
    return peak


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "ds.txt"
    few, many = peak_of(path, 50_000), peak_of(path, 500_000)
    path.unlink()
    assert many - few < 4 * 450_000 + 500_000
    assert many < 10_000_000
