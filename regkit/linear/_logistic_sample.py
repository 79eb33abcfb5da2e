"""A start where rows are many: the minimum of a sample of them, and the model there."""

from __future__ import annotations

import numpy as np

from regkit.linear._free import Free
from regkit.linear._logistic_newton import Newton
from regkit.linear._logistic_path import SMALL
from regkit.linear._logistic_problem import Logistic
from regkit.linear._types import Array

PER_COLUMN = 40  # rows for each column: their model's step leaves about a tenth of the gap
WORTH = 8  # samples in all rows, from where on a sample's model costs little beside that of all
NEAR = 1e-4  # the gap of the sample that is enough: its minimum is further from that of all rows


def start_from_sample(newton: Newton, t: float, l2: Array) -> None:
    """Start the columns of an L2 penalty at the minimum of a sample at strength t, if that helps.

    Where they say little, that is worse than no weight. The sample's model is used at any rate,
    until, as every model, it is made anew where a step gains little.
    """
    problem, columns = newton.problem, newton.columns
    (p, n), m = columns.shape, PER_COLUMN * len(columns)
    if columns.size <= SMALL or n < WORTH * m or len(problem.free.columns):
        return
    rows = np.sort(np.random.default_rng(0).choice(n, m, replace=False))
    X = columns[:, rows].T
    free = Free(X, np.zeros(0, dtype=np.intp), problem.fit_intercept)
    y, omega = problem.y[rows], problem.omega[rows]
    some = Logistic(X, y, omega, np.zeros(p), l2, False, free=free)
    some.scale = problem.scale
    root = np.sqrt(n / m)
    sample = Newton(some, newton.v / root, newton.z[rows], newton.max_iter - newton.n_systems)
    sample.use_all()
    sample.minimize(t, NEAR)
    newton.take_over(sample, root, n * t * l2)
