"""Logistic paths under an L2 penalty alone."""

from __future__ import annotations

import numpy as np

from regkit.linear._logistic_certificate import feasible, gap_of
from regkit.linear._logistic_kernel import kernel, kernel_path
from regkit.linear._logistic_newton import Newton
from regkit.linear._logistic_path import BATCH, Found, Stop, bridged, follow_path
from regkit.linear._logistic_problem import Logistic
from regkit.linear._logistic_sample import start_from_sample
from regkit.linear._types import Array

ACCURATE = 1e-8  # strengths over the largest eigenvalue, down to which XX' is accurate enough


def ridge_path(
    problem: Logistic, ts: Array, v: Array, z: Array, tol: float, max_iter: int
) -> tuple[Found, int]:
    """Minimize for every strength (descending), from the free part's minimum v, z on.

    With more columns than rows, by the rows' products with each other; what these are not accurate
    enough for is left to the directions of X. With fewer, by the columns; what is too far for
    Newton's method is reached by strengths on the way.
    """
    bound, l2 = problem.bound, problem.l2[problem.bound]
    X = problem.rows(bound).T
    stops = [Stop(float(t), i) for i, t in enumerate(ts)]
    wide = len(bound) > problem.n
    if wide:
        K = kernel(X, l2)
        A, V, n_systems = kernel_path(problem, K, ts, v, tol, max_iter)
        found = _certified(problem, X, ts, A, V)
    else:
        found, n_systems = _by_columns(problem, stops, len(ts), v, z, tol, max_iter)
    hard = np.flatnonzero(~(found.gaps <= tol))
    left = max_iter - n_systems
    if not hard.size or left <= 0:
        return found, n_systems
    if wide:
        A, V, more = _by_directions(problem, X, K, ts[hard], v, z, tol, left)
        again = _certified(problem, X, ts[hard], A, V)
    else:
        stops = bridged(ts[hard], _largest(X, l2))
        again, more = _by_columns(problem, stops, len(hard), v, z, tol, left)
    better = again.gaps < found.gaps[hard]
    found.W[hard[better]], found.V[hard[better]] = again.W[better], again.V[better]
    found.gaps[hard[better]] = again.gaps[better]
    return found, n_systems + more


def _by_columns(
    problem: Logistic, stops: list[Stop], k: int, v: Array, z: Array, tol: float, max_iter: int
) -> tuple[Found, int]:
    """Minimize over the weights of all columns, at k strengths and on the way to them."""
    newton, found = Newton(problem, v, z, max_iter), Found(problem, k)
    newton.use_all()
    if len(stops) == 1:
        start_from_sample(newton, stops[0].t, problem.l2[problem.bound])
    follow_path(newton, stops, found, tol)
    return found, newton.n_systems


def _largest(X: Array, l2: Array) -> float:
    """Return a strength that is far above what matters."""
    return float(np.max(np.einsum("ij,ij->j", X, X) / l2)) / len(X)


def _certified(problem: Logistic, X: Array, ts: Array, A: Array, V: Array) -> Found:
    """Return the weights ``X'a / l2`` and their gaps."""
    found = Found(problem, len(ts))
    found.V = V
    for start in range(0, len(ts), BATCH):
        some = slice(start, start + BATCH)
        W = np.matmul(A[some], X, out=found.W[some])
        W /= problem.l2[problem.bound]
        at = problem.slopes(W @ X.T + problem.free.predictor(V[some]))
        Q = feasible(problem, at)
        products = Q @ X
        for k, t in enumerate(ts[some]):
            found.gaps[start + k] = gap_of(
                problem, t, W[k], at.loss[k], Q[k], products[k], problem.bound
            )
    return found


def _by_directions(
    problem: Logistic, X: Array, K: Array, ts: Array, v: Array, z: Array, tol: float, max_iter: int
) -> tuple[Array, Array, int]:
    """Minimize over the weights f of the columns of US.

    ``X = US V'`` (columns divided by the roots of their strengths) has the same minimum there, and
    ``w = X' US S^-2 f``.
    """
    l2 = problem.l2[problem.bound]
    e, U = np.linalg.eigh(K)
    sigma = np.sqrt(np.maximum(e, 0.0))
    if 2 * problem.n * ts[-1] < ACCURATE * e[-1]:
        U, sigma, _ = np.linalg.svd(X / np.sqrt(l2), full_matrices=False)
    kept = sigma > 1e-14 * sigma.max()
    if not kept.all():
        U, sigma = U[:, kept], sigma[kept]
    US = np.multiply(U, sigma, out=U)
    nothing, one = np.zeros(len(sigma)), np.ones(len(sigma))
    rotated = Logistic(US, problem.y, problem.omega, nothing, one, False, free=problem.free)
    rotated.scale = problem.scale
    newton, found = Newton(rotated, v, z, max_iter), Found(rotated, len(ts))
    newton.use_all()
    follow_path(newton, bridged(ts, _largest(X, l2)), found, tol)
    return (found.W / sigma**2) @ US.T, found.V, newton.n_systems
