"""Grids of strengths: the default one, and what a caller gives."""

from __future__ import annotations

from typing import Any

import numpy as np

from regkit._validate import finite
from regkit.linear import _check
from regkit.linear._design import EPS
from regkit.linear._problem import Problem
from regkit.linear._types import Array
from regkit.penalties import Penalty


def given_lams(lams: Any, direction: Penalty) -> Array:
    """Check the strengths a caller gave, and sort them from the largest down."""
    array = finite("lams", _check.numeric("lams", lams))
    if array.ndim != 1 or array.size == 0 or array.min() < 0:
        raise ValueError(f"lams must be a list of numbers >= 0. Got {lams!r:.60} instead.")
    positive = array[array > 0]
    if positive.size:
        for lam in (positive.min(), positive.max()):
            products = float(lam) * direction.lam1, float(lam) * direction.lam2
            _check.strengths("lams times direction", *products)
    return np.sort(array)[::-1] + 0.0


def default_lams(
    problem: Problem, direction: Penalty, n_lams: int, eps: float | None = None
) -> Array:
    """Return the default grid for a direction, as `fit_path` describes it."""
    if direction.lam1 == direction.lam2 == 0:
        raise ValueError(
            f"lams must be given when direction has no penalty. Got direction={direction!r} "
            "and no lams."
        )
    top, bottom = np.inf, np.inf
    if direction.lam2 > 0 and (eps is None or direction.lam1 == 0):
        largest, smallest = _natural(problem, direction)
        top, bottom = 1e2 * largest, 1e-2 * smallest
        if direction.lam1 == 0:
            bottom = min(bottom, 1e-6 * largest)
    if direction.lam1 > 0:
        top = largest_lam(problem, direction)
        bottom = min(bottom, (1e-3 if eps is None else eps) * top)
    if not (top > 0 and bottom > 0):
        return np.zeros(n_lams)
    grid: Array = np.geomspace(top, bottom, n_lams)
    grid[0] = top
    return grid


def _natural(problem: Problem, direction: Penalty) -> tuple[float, float]:
    """``sigma_1^2 / (2 n d2)`` and the same of the smallest singular value that is not 0."""
    if problem.loss == "logistic":
        from regkit.linear._logistic import curvatures

        return curvatures(problem, direction)
    design = problem.reduced.penalized
    largest, smallest = (v / (2 * design.n * direction.lam2) for v in design.spectrum)
    return largest, smallest


def largest_lam(problem: Problem, direction: Penalty) -> float:
    """``max_j |x_j'y| / (n d1 f_j)``: from here up, no penalized weight is left by rounding.

    For the logistic loss the residuals of what is not penalized are in the place of y.
    """
    if problem.loss == "logistic":
        from regkit.linear._logistic import strongest

        return strongest(problem, direction) * (1 + 4 * EPS)
    design = problem.reduced.penalized
    top = float((np.abs(design.correlation) / design.bound).max(initial=0.0))
    return float(top / (design.n * direction.lam1) * (1 + 4 * EPS))
