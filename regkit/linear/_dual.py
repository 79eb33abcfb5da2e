"""The elastic net with more active weights than samples: Newton's method on the residual.

With an L2 part the weights are a function of the residual, ``w_j = S(x_j'r, n lam1) / (2n lam2)``
with the soft threshold S. What is left to solve is ``r + X w(r) = y``: n equations, however many
weights are active.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from regkit.linear._design import Design

Array = npt.NDArray[np.floating[Any]]


def residual_newton(
    design: Design, lam1: float, lam2: float, r: Array, max_iter: int
) -> tuple[Array, Array, int]:
    """Solve ``r + X w(r) = y`` from a starting ``r``; return w, r and the systems solved.

    The equations say that the gradient of the strongly convex dual
    ``1/2 ||r||^2 - y'r + sum_j max(|x_j'r| - n lam1, 0)^2 / (4n lam2)`` is 0; steps are halved
    until it falls.

    References
    ----------
    Li, X., Sun, D. and Toh, K.-C. (2018). A highly efficient semismooth Newton augmented
    Lagrangian method for solving lasso problems. SIAM Journal on Optimization 28(1), 433-458.
    """
    y, threshold, strength = design.y, design.n * lam1, 2 * design.n * lam2

    def dual(r: Array, g: Array) -> float:
        over = np.maximum(np.abs(g) - threshold, 0.0)
        return float(0.5 * (r @ r) - y @ r + (over @ over) / (2 * strength))

    g = design.correlate(r)
    value, size = dual(r, g), np.inf
    steps = 0
    while True:
        w = (g - np.clip(g, -threshold, threshold)) / strength
        active = np.flatnonzero(w)
        columns = design.columns(active)
        error = r + w[active] @ columns - y
        before, size = size, float(np.linalg.norm(error))
        if size <= 1e-13 * np.linalg.norm(y) or steps >= max_iter:
            return w, r, steps
        steps += 1
        system = columns.T @ columns / strength
        system.flat[:: design.n + 1] += 1.0
        d = np.linalg.solve(system, -error)
        if not design.centred:  # rounding along the constant vector would be magnified
            d -= d.mean()
        gd = design.correlate(d)
        slope, t = float(error @ d), 1.0
        if -slope > 1e-12 * abs(value):
            while dual(r + t * d, g + t * gd) > value + 1e-4 * t * slope and t > 1e-8:
                t /= 2
            if t <= 1e-8:
                return w, r, steps
        elif size > 0.5 * before:  # here the dual is all rounding, and the error falls no more
            return w, r, steps
        r, g = r + t * d, g + t * gd
        value = dual(r, g)
