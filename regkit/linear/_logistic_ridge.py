"""Logistic paths under an L2 penalty alone."""

from __future__ import annotations

import numpy as np

from regkit.linear._logistic_certificate import feasible, gap_of
from regkit.linear._logistic_newton import Newton
from regkit.linear._logistic_path import Found, bridged, follow_path
from regkit.linear._logistic_problem import Logistic
from regkit.linear._types import Array

ACCURATE = 1e-8  # strengths over the largest eigenvalue, down to which XX' is accurate enough


def ridge_path(
    problem: Logistic, ts: Array, v: Array, z: Array, tol: float, max_iter: int
) -> tuple[Found, int]:
    """Minimize for every strength (descending), from the free part's minimum v, z on.

    With more columns than rows, ``X = US V'`` (columns divided by the roots of their strengths) has
    the same minimum over the n columns of US, and ``w = X' U S^-1 f`` for the weights f of these.
    """
    newton = Newton(problem, v, z, max_iter)
    found, bound = Found(problem, len(ts)), problem.bound
    norms = np.einsum("ij,ij->j", problem.X, problem.X)[bound]
    largest = float(np.max(norms / problem.l2[bound])) / problem.n  # far above any that matters
    stops = bridged(ts, largest)
    if len(bound) <= problem.n:
        follow_path(newton, stops, found, tol)
        return found, newton.n_systems
    root = np.sqrt(problem.l2[bound])
    X = problem.rows(bound).T
    K = (X / problem.l2[bound]) @ X.T
    e, U = np.linalg.eigh(K)
    sigma = np.sqrt(np.maximum(e, 0.0))
    if 2 * problem.n * ts[-1] < ACCURATE * e[-1]:
        U, sigma, _ = np.linalg.svd(X / root, full_matrices=False)
    kept = sigma > 1e-14 * sigma.max()
    U, sigma = U[:, kept], sigma[kept]
    rotated = Logistic(
        U * sigma, problem.y, problem.omega, np.zeros(len(sigma)), np.ones(len(sigma)), False,
        free=problem.free,
    )  # fmt: skip
    rotated.scale = problem.scale
    newton = Newton(rotated, v, z, max_iter)
    turned = Found(rotated, len(ts))
    follow_path(newton, stops, turned, tol)
    found.V = turned.V
    found.W = ((turned.W / sigma) @ U.T) @ X / problem.l2[bound]
    for i, (t, w, v) in enumerate(zip(ts, found.W, found.V, strict=True)):
        at = problem.slopes(X @ w + problem.free.basis @ v)
        q = feasible(problem, at)
        found.gaps[i] = gap_of(problem, t, w, at.loss, q, q @ X, bound)
    return found, newton.n_systems
