"""Who comes twice, against a plain dictionary."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from macnss.declarations.ebds.declared import Declared, Repetitions

BATCHES = st.lists(st.lists(st.integers(1, 12), max_size=6), max_size=5)


def declared(batches: list[list[int]], first_line: int = 3, step: int = 1) -> tuple[Declared, list[tuple[int, int]]]:
    """The batches remembered, and the same as a list of line and key."""
    memory, line = Declared(), first_line
    told: list[tuple[int, int]] = []
    for keys in batches:
        lines = [line + step * row for row in range(len(keys))]
        memory.add(np.array(keys, np.int32), np.array(lines, np.int64))
        told += zip(lines, keys, strict=True)
        line += step * len(keys)
    return memory, told


def as_set(met: Repetitions | None) -> set[tuple[int, int, int]]:
    return set(zip(met.keys.tolist(), met.lines.tolist(), met.before.tolist(), strict=True)) if met else set()


@given(BATCHES, st.integers(1, 3))
def test_a_key_met_again_points_to_the_line_before(batches: list[list[int]], step: int) -> None:
    memory, told = declared(batches, step=step)
    last: dict[int, int] = {}
    expected = set()
    for line, key in told:
        if key in last:
            expected.add((key, line, last[key]))
        last[key] = line
    assert as_set(memory.repetitions()) == expected


@given(BATCHES, BATCHES)
def test_a_key_of_another_section_is_met_again(earlier: list[list[int]], later: list[list[int]]) -> None:
    first, told_first = declared(earlier)
    second, told_second = declared(later, first_line=100)
    known: dict[int, int] = {}
    for line, key in told_first:
        known.setdefault(key, line)
    expected = {(key, line, known[key]) for line, key in told_second if key in known}
    assert as_set(second.repetitions_of(first)) == expected


@given(BATCHES)
def test_the_first_key_smaller_than_the_one_before_is_the_disorder(batches: list[list[int]]) -> None:
    memory, told = declared(batches)
    expected = next(((line, key, before) for (_, before), (line, key) in pairwise(told) if key < before), None)
    found = memory.decrease
    assert (found and (found.line, found.key, found.before)) == expected


def test_texts_are_keys_too() -> None:
    memory = Declared()
    memory.add(np.array([b"AB1", b"CD2", b"AB1"]), np.array([7, 8, 12]))
    met = memory.repetitions()
    assert met is not None
    assert (met.keys.tolist(), met.lines.tolist(), met.before.tolist()) == ([b"AB1"], [12], [7])
