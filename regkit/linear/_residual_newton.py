"""The Elastic Net with more active weights than samples: Newton's method on the residual.

With an L2 part the weights are a function of the residual, ``w_j = S(x_j'r, n_lam1 b_j) /
two_n_lam2`` with the soft threshold S. What is left to solve is ``r + X w(r) = y``: n equations,
however many weights are active.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from regkit.linear._continuation import PathState, Stop
from regkit.linear._design import Design
from regkit.linear._types import Array

# steps in a row, the fall of which is all rounding: far from the minimum they lead over thresholds
# of long columns, at the minimum nowhere
BLIND = 4


class ResidualNewton:
    """Solve ``r + X w(r) = y`` for one pair of strengths after the other, from ``r`` on.

    The equations say that the gradient of the strongly convex dual
    ``1/2 ||r||^2 - y'r + sum_j max(|x_j'r| - n lam1 b_j, 0)^2 / (4n lam2)`` is 0; steps are halved
    until it falls. ``X_A X_A'`` of the active columns A is kept and follows their changes: the
    rounding that it gathers slows the steps down, but does not move the solution.

    References
    ----------
    Li, X., Sun, D. and Toh, K.-C. (2018). A highly efficient semismooth Newton augmented
    Lagrangian method for solving lasso problems. SIAM Journal on Optimization 28(1), 433-458.
    """

    def __init__(self, design: Design, r: Array) -> None:
        self.design = design
        self.r = r
        self._active = np.zeros(design.p, dtype=bool)
        self._kernel = np.zeros((design.n, design.n))  # X_A X_A'

    def solve(self, lam1: float, lam2: float, max_iter: int) -> tuple[Array, int]:
        """Return w and the number of systems solved."""
        design, y = self.design, self.design.y
        n_lam1, two_n_lam2 = design.n * lam1 * design.bound, 2 * design.n * lam2

        def dual(r: Array, g: Array) -> float:
            over = np.maximum(np.abs(g) - n_lam1, 0.0)
            return float(0.5 * (r @ r) - y @ r + (over @ over) / (2 * two_n_lam2))

        r, g = self.r, design.correlate(self.r)
        value, size = dual(r, g), np.inf
        steps, blind, t = 0, 0, 1.0
        while True:
            w: Array = (g - np.clip(g, -n_lam1, n_lam1)) / two_n_lam2
            error = r - design.residual(slice(None), w)
            before, size = size if t == 1.0 else np.inf, float(np.linalg.norm(error))
            if size <= 1e-13 * np.linalg.norm(y) or steps >= max_iter:
                break
            steps += 1
            self._follow(w != 0)
            system = self._kernel / two_n_lam2
            system.flat[:: design.n + 1] += 1.0
            d = np.linalg.solve(system, -error)
            if not design.centred:  # rounding along the constant vector would be magnified
                d -= d.mean()
            gd = design.correlate(d)
            slope, t = float(error @ d), 1.0
            if -slope > 1e-12 * abs(value):
                least = 1e-16 * abs(value) / -slope  # where the fall is all rounding
                while dual(r + t * d, g + t * gd) > value + 1e-4 * t * slope and t > least:
                    t /= 2
                blind = blind + 1 if t <= least else 0
                if blind > BLIND:
                    break
            elif size > 0.5 * before:  # here the dual is all rounding, and the error falls no more
                break
            r, g = r + t * d, g + t * gd
            value = dual(r, g)
        self.r = r
        return w, steps

    def _follow(self, active: npt.NDArray[np.bool_]) -> None:
        for which, sign in ((active & ~self._active, 1.0), (self._active & ~active, -1.0)):
            changed = np.flatnonzero(which)
            for start in range(0, len(changed), self.design.n):
                columns = self.design.columns(changed[start : start + self.design.n])
                self._kernel += sign * (columns.T @ columns)
        self._active = active


def residual_newton_path(path: PathState, stops: list[Stop], r: Array) -> None:
    """Solve for the residual at every stop, from ``r`` on."""
    newton = ResidualNewton(path.design, r)
    for lam1, lam2, i, on_the_way in stops:
        w, n_systems = newton.solve(lam1, lam2, path.max_iter - path.n_systems)
        path.n_systems += n_systems
        if not on_the_way:
            path.W[i] = w
            here = [i]
            path.gaps[here], _ = path.certificate.of_weights(
                path.design, path.W[here], path.lam1[here], path.lam2[here]
            )
