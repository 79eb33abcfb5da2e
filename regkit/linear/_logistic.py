"""The logistic loss: which engine solves what.

=================== =========================================================================
penalty             engine
=================== =========================================================================
none                `minimize_free`: Newton's method over an orthonormal basis of the columns
L2 alone, p <= n    `ridge_path`: Newton's method; one strength starts from a sample of many rows
L2 alone, p > n     the same on the products of the rows, `kernel_path`; where these are too
                    coarse, on n columns that span the rows of X
with an L1 part     `newton_path`: every Newton step is an Elastic Net, solved by the active set;
                    beyond 128 columns, and for one strength and large data, on a working set,
                    which products with X check
=================== =========================================================================
"""

from __future__ import annotations

import numpy as np

from regkit.linear._blocks import blocks
from regkit.linear._design import Design
from regkit.linear._least_squares import least_squares
from regkit.linear._logistic_certificate import feasible, slope_of_free
from regkit.linear._logistic_free import minimize_free
from regkit.linear._logistic_path import newton_path
from regkit.linear._logistic_problem import Logistic
from regkit.linear._logistic_ridge import ridge_path
from regkit.linear._problem import Problem
from regkit.linear._separation import SeparationError
from regkit.linear._types import Array
from regkit.penalties import L1, L2, Penalty

MAX_STEPS = 1000  # of Newton's method without a penalty


def described_logistic(problem: Problem, direction: Penalty) -> Logistic:
    """Return what a direction makes of a problem; columns of factor infinity are empty."""
    X, p = problem.X, problem.X.shape[1]
    omega = np.ones(len(X)) if problem.weights is None else problem.weights
    factors, scale = np.ones(p), np.ones(p)
    if problem.factors is not None:
        out = problem.factors == np.inf
        factors = np.where(out, 1.0, problem.factors)
        if out.any():
            X = np.where(out, 0.0, X)
    if problem.standardize:
        scale = np.where(problem.scales > 0, problem.scales, 1.0)
    l1, l2 = direction.lam1 * factors * scale, direction.lam2 * factors * scale**2
    return Logistic(
        X, problem.y, omega, l1, l2, problem.fit_intercept,
        names=problem.names, called=problem.called,
    )  # fmt: skip


def logistic_path(
    problem: Problem, direction: Penalty, lams: Array, tol: float, max_iter: int
) -> tuple[Array, Array, Array, int]:
    """Minimize for every lam (descending); return weights, intercepts, gaps and systems."""
    return solve_logistic(described_logistic(problem, direction), lams, tol, max_iter)


def of_nothing(problem: Problem) -> tuple[Array, Array]:
    """Return weights (1, p) and intercept (1,) where no penalized column has a weight."""
    logistic = described_logistic(problem, L1())
    v, _, _ = minimize_free(logistic, 1e-8, MAX_STEPS)
    W = np.zeros((1, logistic.p))
    W[:, logistic.free.columns] = logistic.free.weights(v)
    return W, np.asarray(logistic.intercept(W, v[None]))


def separated(X: Array, y: Array) -> bool:
    """Return whether a linear function of X (n, p) separates the classes y of 0 and 1."""
    none = np.zeros(X.shape[1])
    try:
        logistic = Logistic(X, y.astype(np.float64), np.ones(len(y)), none, none, True)
        minimize_free(logistic, 1e-8, MAX_STEPS)
    except SeparationError:
        return True
    return False


def strongest(problem: Problem, direction: Penalty) -> float:
    """``max_j |x_j'q| / (n d1 f_j)``, q the residuals without the penalized columns."""
    logistic = described_logistic(problem, direction)
    _, z, _ = minimize_free(logistic, 1e-8, MAX_STEPS)
    bound = logistic.bound
    pull = feasible(logistic, logistic.slopes(z)) @ logistic.X
    return float(np.max(np.abs(pull[bound]) / logistic.l1[bound], initial=0.0)) / logistic.n


def curvatures(problem: Problem, direction: Penalty) -> tuple[float, float]:
    """``sigma_1^2 / (8 n d2)`` and the same for the smallest that is not 0.

    Of the penalized columns divided by the roots of what penalizes them, without what the free
    ones explain. The loss curves at most a quarter as much as squared error.
    """
    logistic = described_logistic(problem, L2(direction.lam2))
    bound, root = logistic.bound, np.sqrt(logistic.omega)[:, None]
    if not len(bound):
        return 0.0, 0.0
    X, strength = logistic.rows(bound).T, np.sqrt(logistic.l2[bound])
    Q, _ = np.linalg.qr(root * logistic.free.basis)
    if len(bound) <= logistic.n:
        G, inside = np.zeros((len(bound), len(bound))), np.zeros((Q.shape[1], len(bound)))
        for rows in blocks(*X.shape):
            part = X[rows] * root[rows]
            G += part.T @ part
            inside += Q[rows].T @ part
        G = (G - inside.T @ inside) / np.outer(strength, strength)
    else:
        part = X * root / strength
        part -= Q @ (Q.T @ part)
        G = part @ part.T
    values = np.linalg.eigvalsh(G) / (8 * logistic.n)
    largest = max(float(values[-1]), 0.0)
    return largest, float(values[values > 1e-12 * largest].min(initial=largest))


def solve_logistic(
    problem: Logistic, ts: Array, tol: float, max_iter: int
) -> tuple[Array, Array, Array, int]:
    """Minimize for every strength t (descending).

    Returns the weights (k, p), the intercepts (k,), the gaps and the systems solved. What no
    penalty holds must not separate the classes.
    """
    k, n_systems = 0, 0
    if len(problem.bound):
        k = int(np.count_nonzero(ts))
        v, z, n_systems = minimize_free(problem, tol, max_iter)  # or there is no minimum at any t
    if k:
        path = newton_path if problem.l1.any() else ridge_path
        found, more = path(problem, ts[:k], v, z, tol, max_iter)
        n_systems += more
        W, gaps = found.W, found.gaps
        if len(problem.bound) < problem.p:
            W = np.zeros((k, problem.p))
            W[:, problem.bound] = found.W
            W[:, problem.free.columns] = problem.free.weights(found.V)
        intercepts = problem.intercept(W, found.V)
    else:
        W, intercepts, gaps = np.zeros((0, problem.p)), np.zeros(0), np.zeros(0)
    rest = len(ts) - k
    if rest:
        w, b, gap, more = _unpenalized(problem, tol, max_iter)
        n_systems += more
        W, intercepts = np.vstack([W, np.tile(w, (rest, 1))]), np.append(intercepts, [b] * rest)
        gaps = np.append(gaps, [gap] * rest)
    return W, intercepts, gaps, max(n_systems, 1)


def _unpenalized(problem: Logistic, tol: float, max_iter: int) -> tuple[Array, float, float, int]:
    """Return the minimizer without a penalty, of least norm, and the relative slope there."""
    none = np.zeros(problem.p)
    free = problem
    if len(problem.bound):
        free = Logistic(
            problem.X, problem.y, problem.omega, none, none, problem.fit_intercept,
            names=problem.names, called=problem.called,
        )  # fmt: skip
        free.shift = problem.shift
    v, z, n_systems = minimize_free(free, tol, max_iter)
    w = free.free.weights(v)
    b = float(free.intercept(w, v))
    gap = slope_of_free(free, free.slopes(z).residual)
    if free.free.r < problem.p + problem.fit_intercept:  # of all that fit alike, the shortest
        design = Design(problem.X, z, problem.fit_intercept)
        shortest = least_squares(design)
        shift = float(design.y_mean - design.x_mean @ shortest)
        residual = free.slopes(problem.X @ shortest + shift).residual
        if slope_of_free(free, residual) <= max(gap, tol):  # unless rounding forbids it
            w, b = shortest, shift - float(problem.shift @ shortest)
            gap = slope_of_free(free, residual)
    return w, b, gap, n_systems
