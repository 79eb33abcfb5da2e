"""The certificate of logistic weights: how far they can be from the minimum."""

from __future__ import annotations

import numpy as np

from regkit.linear._design import TINY
from regkit.linear._logistic_problem import Logistic, Slopes
from regkit.linear._types import Array, Index

LAST = float(np.nextafter(1.0, 0.0))  # before 1


def feasible(problem: Logistic, at: Slopes) -> Array:
    """Return residuals (n,), or (k, n), that no free direction correlates with.

    With an intercept alone, the class whose residuals sum to more is scaled down, so each stays
    between 0 and its weight; with free columns a Newton step of the free part is foretold,
    ``q - D A (A'DA)^-1 A'q``, D the curvatures and A the free directions.
    """
    q, free = at.residual, problem.free
    if not free.r:
        return q
    if not len(free.columns):
        return balanced(problem, q)
    if q.ndim == 2:
        parts = zip(*at, strict=True)
        return np.array([feasible(problem, Slopes(*part)) for part in parts])
    H = free.gram(at.curvature)
    H.flat[:: free.r + 1] += 1e-15 * np.trace(H) + TINY
    step = np.linalg.solve(H, free.against(q))
    return np.asarray(q - at.curvature * free.predictor(step))


def balanced(problem: Logistic, q: Array) -> Array:
    """Scale the residuals of one class down, so that all sum to 0."""
    up, down = (q @ side[:, None] for side in (problem.y, problem.y - 1))
    least = np.minimum(up, down)
    ups, downs = least / np.maximum(up, TINY), least / np.maximum(down, TINY)
    return np.asarray(q * np.where(problem.y == 1, ups, downs))


def slope_of_free(problem: Logistic, q: Array) -> float:
    """``||X'q|| / (||X|| ||y||)`` for residuals q, where no penalty acts.

    With an intercept q is balanced, and X and y are about their means; without one y is about 1/2.
    The norms weigh the rows.
    """
    omega, X, n = problem.omega, problem.X, problem.n
    squares = float(omega @ np.einsum("ij,ij->i", X, X))
    if problem.fit_intercept:
        q = balanced(problem, q)
        squares -= float(np.sum((omega @ X) ** 2)) / n
    size = np.sqrt(max(squares, 0.0) * n * problem.shares.prod())
    return float(np.linalg.norm(q @ X) / size) if size > 0 else 0.0


def gap_of(
    problem: Logistic, t: float, w: Array, loss: Array, q: Array, product: Array, bound: Index
) -> float:
    """``(primal - dual) / scale`` of the weights w (m,) at strength t.

    ``bound`` are the numbers of their columns, ``loss`` and ``q`` (n,) are the losses of the rows
    and feasible residuals, ``product`` (m,) is ``X'q``. With ``g = X'q / n``,
    ``theta = s q / omega`` and the entropy ``h(theta) = -theta log(theta) - (1 - theta) log(1 -
    theta)``:

    - ``l2 > 0``: ``dual = 1/n sum_i omega_i h(theta_i)
      - sum_j max(|g_j| - t l1_j, 0)^2 / (4 t l2_j)``;
    - ``l2 = 0``: the first part at ``c theta``, ``c = min(1, min_j t l1_j / |g_j|)``.

    Where a feasible residual leaves the domain, 0 <= theta <= 1, the gap is infinite.
    """
    l1, l2 = t * problem.l1[bound], t * problem.l2[bound]
    size = np.abs(product) / problem.n
    theta = q / problem.sides
    rest = float(l1 @ np.abs(w))  # of primal - dual, beside the loss and the entropy
    if l2.any():
        excess = np.maximum(size - l1, 0.0)
        rest += float(l2 @ (w * w) + (excess / (4 * l2)) @ excess)
    elif l1.size:
        theta /= max(float(np.max(size / l1)), 1.0)
    other = 1 - theta
    if min(theta.min(), other.min()) < -1e-15:
        return np.inf
    entropy = theta * np.log(np.maximum(theta, TINY)) + other * np.log1p(-np.minimum(theta, LAST))
    return max(problem.mean_loss(loss + entropy) + rest, 0.0) / problem.scale
