"""Chance with a seed: one stream a purpose, and draws that keep their promise even in a small country."""

import math
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.integer[Any]]
Flags = NDArray[np.bool_]


def stream(seed: int, purpose: str, *which: int) -> np.random.Generator:
    """The stream of one purpose. A purpose that draws more, or a new one, moves no other: the key is its name."""
    key = (zlib.crc32(purpose.encode()), *which)
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=key)))


def even(count: int, rng: np.random.Generator) -> Floats:
    """`count` numbers of [0, 1) in random order, one in each of `count` equal slices."""
    places: Floats = (rng.permutation(count) + rng.random(count)) / max(count, 1)
    return places


def apportion(total: int, weights: ArrayLike) -> Integers:
    """Share out `total` units by `weights`, the largest remainders first. The parts add up to `total`."""
    exact = np.asarray(weights, dtype=np.float64)
    exact = exact * (total / exact.sum())
    parts: Integers = np.floor(exact).astype(np.int64)
    missing = total - int(parts.sum())
    parts[np.argsort(parts - exact, kind="stable")[:missing]] += 1
    return parts


def dealt(count: int, weights: ArrayLike, rng: np.random.Generator) -> Integers:
    """`count` categories in random order, each in its exact share."""
    parts = apportion(count, weights)
    return rng.permutation(np.repeat(np.arange(len(parts)), parts))


def ranks(scores: ArrayLike) -> Floats:
    """The place of each score among all, from near 0 for the lowest to near 1 for the highest."""
    order = np.argsort(scores, kind="stable")
    places = np.empty(len(order))
    places[order] = (np.arange(len(order)) + 0.5) / max(len(order), 1)
    return places


def by_rank(scores: ArrayLike, weights: ArrayLike) -> Integers:
    """Categories in their exact shares, the lowest scores in the first one."""
    edges = np.cumsum(np.asarray(weights, dtype=np.float64))
    return np.searchsorted(edges / edges[-1], ranks(scores), side="right").clip(max=len(edges) - 1)


def skewed(count: int, length: ArrayLike, rng: np.random.Generator, power: float = 1.6) -> Integers:
    """Indices below `length`, the first ones more often: the common names stand first in their lists."""
    return (np.asarray(length) * rng.random(count) ** power).astype(np.int64)


def scattered(count: int, low: int, high: int, rng: np.random.Generator) -> Integers:
    """`count` different integers of [low, high), in an order that looks random; repeats once the range is used up."""
    span = high - low
    step = int(rng.integers(span // 3, span)) | 1
    while math.gcd(step, span) != 1:
        step += 2
    turn = np.arange(count, dtype=np.int64) * step + int(rng.integers(span))
    return low + turn % span


def within_groups(groups: ArrayLike) -> Integers:
    """For each element, how many elements before it are of its group."""
    groups = np.asarray(groups)
    order = np.argsort(groups, kind="stable")
    lined_up = groups[order]
    starts = np.flatnonzero(np.r_[True, lined_up[1:] != lined_up[:-1]]) if len(order) else order
    counted = np.empty(len(order), dtype=np.int64)
    counted[order] = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
    return counted


def largest_need(sizes: Sequence[int], budgets: ArrayLike) -> Integers:
    """Place each size, the largest first as given, in the category whose budget has most left."""
    left = np.asarray(budgets, dtype=np.float64).copy()
    chosen = np.empty(len(sizes), dtype=np.int64)
    for index, size in enumerate(sizes):
        chosen[index] = left.argmax()
        left[chosen[index]] -= size
    return chosen
