"""The logistic loss: which engine solves what.

=================== =========================================================================
penalty             engine
=================== =========================================================================
none                `minimize_free`: Newton's method over an orthonormal basis of the columns
L2 alone, p <= n    `ridge_path`: Newton's method
L2 alone, p > n     the same over n columns that span the rows of X
with an L1 part     `newton_path`: every Newton step is an elastic net, solved by the active set;
                    beyond 128 columns on a working set, which products with X check
=================== =========================================================================
"""

from __future__ import annotations

import numpy as np

from regkit.linear._design import Design
from regkit.linear._least_squares import least_squares
from regkit.linear._logistic_certificate import slope_of_free
from regkit.linear._logistic_free import minimize_free
from regkit.linear._logistic_path import newton_path
from regkit.linear._logistic_problem import Logistic
from regkit.linear._logistic_ridge import ridge_path
from regkit.linear._types import Array


def solve_logistic(
    problem: Logistic, ts: Array, tol: float, max_iter: int, names: tuple[str, ...] | None = None
) -> tuple[Array, Array, Array, int]:
    """Minimize for every strength t (descending).

    Returns the weights (k, p), the intercepts (k,), the gaps and the systems solved. What no
    penalty holds must not separate the classes.
    """
    k = int(np.count_nonzero(ts)) if len(problem.bound) else 0
    W, intercepts, found_gaps = np.zeros((len(ts), problem.p)), np.zeros(len(ts)), np.zeros(len(ts))
    n_systems = 0
    if k:
        v, z, n_systems = minimize_free(problem, tol, max_iter, names)
        path = newton_path if problem.l1.any() else ridge_path
        found, more = path(problem, ts[:k], v, z, tol, max_iter)
        n_systems += more
        W[:k, problem.bound] = found.W
        W[:k, problem.free.columns] = problem.free.weights(found.V)
        intercepts[:k] = problem.intercept(W[:k], found.V)
        found_gaps[:k] = found.gaps
    if k < len(ts):
        w, b, gap, more = _unpenalized(problem, tol, max_iter, names)
        W[k:], intercepts[k:], found_gaps[k:] = w, b, gap
        n_systems += more
    return W, intercepts, found_gaps, max(n_systems, 1)


def _unpenalized(
    problem: Logistic, tol: float, max_iter: int, names: tuple[str, ...] | None
) -> tuple[Array, float, float, int]:
    """Return the minimizer without a penalty, of least norm, and the relative slope there."""
    none = np.zeros(problem.p)
    free = problem
    if len(problem.bound):
        free = Logistic(problem.X, problem.y, problem.omega, none, none, problem.fit_intercept)
        free.shift = problem.shift
    v, z, n_systems = minimize_free(free, tol, max_iter, names)
    w = free.free.weights(v)
    b = float(free.intercept(w, v))
    if free.free.r < problem.p + problem.fit_intercept:  # of all that fit alike, the shortest
        design = Design(problem.X, z, problem.fit_intercept)
        w = least_squares(design)
        b = float(design.y_mean - (design.x_mean + problem.shift) @ w)
        z = problem.X @ w + (b + problem.shift @ w)
    return w, b, slope_of_free(free, free.slopes(z).residual), n_systems
