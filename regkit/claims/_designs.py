"""One grid of designs with a known truth, on which the claims about choosing are tested.

40 columns in groups of 4, ``y = X w + sigma e`` with Xw of variance 1 and sigma^2 = 1/2. Varied
are the rows, the correlation within groups, how many weights are not 0 (normal weights on columns
drawn at random, or one for each of whole groups), and the share of entries of X that are 0.
Designs whose columns hold fewer than five entries each are set apart wherever they occur, here and
in the book's larger study: there, the least chance makes an error a hundredfold, and any mean is
that of a few draws.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

import numpy as np

from regkit import _contest, _judging, datasets
from regkit._contest import METHODS
from regkit.claims._tools import Array, interval, seeds, tuned

P, GROUP, DRAWS, SIGMA = 40, 4, 12, 0.5**0.5
ROWS, RELEVANT = (25, 100, 400), (4, 12, 40)
SPARSE_ROWS, SPARSE_DRAWS = (80, 400), 24  # with 90 % zeros, where chance is larger
EVERY = ("ols", *METHODS)


class Run(NamedTuple):
    """One draw of one design: what was drawn, and what each method made of it."""

    n: int
    rho: float
    relevant: int
    zeros: float
    group: int  # neighbours that share a weight
    seed: int
    error: dict[str, float]  # mean squared error on new rows, noise included
    kept: dict[str, int]
    hits: dict[str, int]  # of the relevant columns


def draw(
    n: int, rho: float, relevant: int, zeros: float, group: int, seed: int
) -> datasets.LinearData:
    """Draw one of the designs."""
    V = datasets.correlation(P, rho, "groups", group=GROUP)
    return _contest.draw(n, V, relevant, seed, group=group, zeros=zeros, sigma=SIGMA)


def run(n: int, rho: float, relevant: int, zeros: float, group: int, seed: int) -> Run:
    """Fit least squares and the three tuned methods to one draw."""
    data = draw(n, rho, relevant, zeros, group, seed)
    weights = {m: tuned(data.X, data.y, m) for m in EVERY}
    return Run(
        n,
        rho,
        relevant,
        zeros,
        group,
        seed,
        {m: SIGMA**2 + data.excess_error(w) for m, w in weights.items()},
        {m: int(np.count_nonzero(w)) for m, w in weights.items()},
        {m: int(np.count_nonzero(w[data.coef != 0])) for m, w in weights.items()},
    )


@cache
def grid(seed: int = 0) -> tuple[Run, ...]:
    """Return a run for each draw of each dense design, without and with correlation."""
    kinds = ((0.0, 1), (0.8, 1), (0.8, GROUP))
    designs = itertools.product(ROWS, kinds, RELEVANT)
    return tuple(
        run(n, rho, k, 0.0, group, one)
        for n, (rho, group), k in designs
        for one in seeds(DRAWS, seed)
    )


@cache
def full_of_zeros(seed: int = 0) -> tuple[Run, ...]:
    """Return a run for each draw of each design whose columns hold 90 % zeros."""
    designs = itertools.product(SPARSE_ROWS, (4, 40))
    return tuple(
        run(n, 0.0, k, 0.9, 1, one) for n, k in designs for one in seeds(SPARSE_DRAWS, seed)
    )


def by_draw(values: Callable[[Run], float], runs: Iterable[Run]) -> list[list[float]]:
    """Return a number of each run, a row for each seed: designs share the truth of a seed."""
    rows: dict[int, list[float]] = {}
    for one in runs:
        rows.setdefault(one.seed, []).append(values(one))
    return list(rows.values())


def against(one: str, other: str, runs: Iterable[Run]) -> dict[str, float]:
    """Return an interval of ``log2(error of one / error of another)`` over some runs."""
    return interval(by_draw(lambda r: float(np.log2(r.error[one] / r.error[other])), runs))


def regrets(seed: int, *, reducible: bool = False) -> dict[str, Array]:
    """Return the regret of always choosing a method, (draws, designs), for each of them.

    Of the designs full of zeros, the first draws count.
    """
    first = seeds(DRAWS, seed)
    runs = [*grid(seed), *(r for r in full_of_zeros(seed) if r.seed in first)]
    return regrets_over(runs, SIGMA**2 if reducible else 0.0)


def regrets_over(runs: Iterable[Run], floor: float = 0.0) -> dict[str, Array]:
    """Return the regret of each method on some runs, (draws, designs), above a least error."""
    runs = list(runs)
    errors = [by_draw(lambda r, m=m: r.error[m], runs) for m in EVERY]  # type: ignore[misc]  # a lambda's default has no type
    return dict(zip(EVERY, _judging.regret(errors, floor), strict=True))
