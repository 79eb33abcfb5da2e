"""Logistic paths under an L2 penalty alone."""

from __future__ import annotations

import numpy as np

from regkit.linear._blocks import blocks
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
    the same minimum over the n columns of US, and ``w = X' US S^-2 f`` for the weights f of these.
    """
    bound, l2 = problem.bound, problem.l2[problem.bound]
    X = problem.rows(bound).T
    largest = float(np.max(np.einsum("ij,ij->j", X, X) / l2)) / problem.n  # far above what matters
    stops = bridged(ts, largest)
    if len(bound) <= problem.n:
        newton, found = Newton(problem, v, z, max_iter), Found(problem, len(ts))
        follow_path(newton, stops, found, tol)
        return found, newton.n_systems
    K = np.zeros((problem.n, problem.n))
    for columns in blocks(len(bound), problem.n):  # lest a scaled copy of X is made
        part = X[:, columns]
        K += (part / l2[columns]) @ part.T
    e, U = np.linalg.eigh(K)
    sigma = np.sqrt(np.maximum(e, 0.0))
    del K
    if 2 * problem.n * ts[-1] < ACCURATE * e[-1]:
        U, sigma, _ = np.linalg.svd(X / np.sqrt(l2), full_matrices=False)
    kept = sigma > 1e-14 * sigma.max()
    if not kept.all():
        U, sigma = U[:, kept], sigma[kept]
    US = np.multiply(U, sigma, out=U)
    nothing, one = np.zeros(len(sigma)), np.ones(len(sigma))
    rotated = Logistic(US, problem.y, problem.omega, nothing, one, False, free=problem.free)
    rotated.scale = problem.scale
    newton = Newton(rotated, v, z, max_iter)
    turned = Found(rotated, len(ts))
    follow_path(newton, stops, turned, tol)
    found = Found(problem, 0)
    found.W, found.V = ((turned.W / sigma**2) @ US.T) @ X, turned.V
    found.W /= l2
    found.gaps = np.zeros(len(ts))
    for i, (t, w, v) in enumerate(zip(ts, found.W, found.V, strict=True)):
        at = problem.slopes(X @ w + problem.free.basis @ v)
        q = feasible(problem, at)
        found.gaps[i] = gap_of(problem, t, w, at.loss, q, q @ X, bound)
    return found, newton.n_systems
