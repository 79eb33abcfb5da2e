"""One grid of designs with a known truth, on which the claims about choosing are tested.

40 columns in groups of 4, ``y = X w + sigma e`` with Xw of variance 1 and sigma^2 = 1/2. Varied
are the rows, the correlation within groups, how many weights are not 0 (normal weights on columns
drawn at random), and the share of entries of X that are 0. Designs whose columns hold fewer than
five entries each are set apart wherever they occur, here and in the book's larger study: there,
the least chance makes an error a hundredfold, and any mean is that of a few draws.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np

from regkit import _judging, datasets
from regkit.claims._tools import METHODS, Array, interval, seeds, tuned

P, DRAWS, SIGMA = 40, 12, 0.5**0.5
ROWS, RELEVANT = (25, 100, 400), (4, 12, 40)
SPARSE_ROWS = (50, 100, 400)  # with 90 % zeros
NEARLY_EMPTY = 5  # entries in a column, on average
EVERY = ("ols", *METHODS)


class Run(NamedTuple):
    """One draw of one design: what was drawn, and what each method made of it."""

    n: int
    rho: float
    relevant: int
    zeros: float
    seed: int
    error: dict[str, float]  # mean squared error on new rows, noise included
    kept: dict[str, int]
    hits: dict[str, int]  # of the relevant columns


Where = Callable[[Run], bool]


def draw(n: int, rho: float, relevant: int, zeros: float, seed: int) -> datasets.LinearData:
    """Draw truth and data; the same seed gives the same truth for every n and correlation."""
    rng = np.random.default_rng([seed, 0])
    order, sizes = rng.permutation(P), rng.standard_normal(P)
    w = np.zeros(P)
    w[order[:relevant]] = sizes[order[:relevant]]
    V = datasets.correlation(P, rho, "groups", group=4)
    w /= np.sqrt(w @ V @ w)
    data = datasets.linear_data(n, w, V, sigma=SIGMA, seed=[seed, 1])
    if zeros:
        X = data.X * (rng.random(data.X.shape) >= zeros) / np.sqrt(1 - zeros)
        data = data._replace(X=X, y=X @ w + (data.y - data.X @ w))
    return data


def run(n: int, rho: float, relevant: int, zeros: float, seed: int) -> Run:
    """Fit least squares and the three tuned methods to one draw."""
    data = draw(n, rho, relevant, zeros, seed)
    weights = {m: tuned(data.X, data.y, m) for m in EVERY}
    return Run(
        n,
        rho,
        relevant,
        zeros,
        seed,
        {m: SIGMA**2 + data.excess_error(w) for m, w in weights.items()},
        {m: int(np.count_nonzero(w)) for m, w in weights.items()},
        {m: int(np.count_nonzero(w[data.coef != 0])) for m, w in weights.items()},
    )


@cache
def grid(seed: int = 0) -> tuple[Run, ...]:
    """Return every run: dense columns without and with correlation, and columns full of zeros."""
    designs = [(n, rho, k, 0.0) for n, rho, k in itertools.product(ROWS, (0.0, 0.8), RELEVANT)]
    designs += [(n, 0.0, k, 0.9) for n, k in itertools.product(SPARSE_ROWS, (4, 40))]
    assert all(n * (1 - zeros) >= NEARLY_EMPTY for n, _, _, zeros in designs)
    return tuple(run(*design, one) for design in designs for one in seeds(DRAWS, seed))


def by_draw(values: Callable[[Run], float], where: Where, seed: int) -> list[list[float]]:
    """Return a number of some runs, a row for each seed: designs share the truth of a seed."""
    rows: dict[int, list[float]] = {}
    for one in grid(seed):
        if where(one):
            rows.setdefault(one.seed, []).append(values(one))
    return list(rows.values())


def against(one: str, other: str, where: Where, seed: int) -> dict[str, float]:
    """Return an interval of ``log2(error of one / error of another)`` over some runs."""
    return interval(
        by_draw(lambda r: float(np.log2(r.error[one] / r.error[other])), where, seed)
    )


def regrets(seed: int, *, reducible: bool = False) -> dict[str, Array]:
    """Return the regret of always choosing a method, (draws, designs), for each of them."""
    errors = [by_draw(lambda r, m=m: r.error[m], lambda r: True, seed) for m in EVERY]  # type: ignore[misc]  # a lambda's default has no type
    found = _judging.regret(errors, SIGMA**2 if reducible else 0.0)
    return dict(zip(EVERY, found, strict=True))
