"""Logistic paths with an L1 part: Newton's method, each step of which is an Elastic Net.

A step replaces the loss by its second-order model and minimizes that exactly, by the active set.
What is free is eliminated from the model. The model is kept while its steps gain much.
"""

from __future__ import annotations

import numpy as np

from regkit.linear._active_set import ActiveSetSolver
from regkit.linear._blocks import blocks
from regkit.linear._design import TINY
from regkit.linear._logistic_certificate import feasible, gap_of
from regkit.linear._logistic_problem import Logistic, Slopes
from regkit.linear._types import Array, Index

FURTHEST = 30.0  # a step of a linear predictor; further off the model says nothing
LEAST = 1e-15  # of a model's curvatures: less is lost beside them, and twins would have no solution
NEAR = 1e-2  # of a column's square: what the free part leaves of most
FLAT = 1e-26  # of a column's square: less is what rounding leaves of one that the free part spans
GAIN = 0.2  # a model whose step leaves more than this part of the gap is made anew


class Newton:
    """The minimizer over some columns, which follows the strengths.

    Attributes
    ----------
    index : ndarray (m,)
        The numbers of the columns; ``columns`` (m, n) are they, as rows.
    w, v, z : ndarray
        The weights (m,), those of the free part (r,) and the linear predictor (n,).
    n_systems : int
        Linear systems solved.
    """

    _free: Array  # the model: what it says of the free part,
    _cross: Array  # of the free part and the columns,
    _scale: Array  # and the roots of the columns' squares

    def __init__(self, problem: Logistic, v: Array, z: Array, max_iter: int) -> None:
        self.problem = problem
        self.max_iter = max_iter
        self.n_systems = 0
        self.v, self.z = v, z
        self.at = problem.slopes(z)
        self.use(np.zeros(0, dtype=np.intp), np.zeros((0, problem.n)), np.zeros(0))

    def use(self, index: Index, columns: Array, w: Array) -> None:
        """Work on these columns from now on, at weights w."""
        self.index, self.columns, self.w = index, columns, w
        self._solver: ActiveSetSolver | None = None

    def use_all(self) -> None:
        """Work on all columns with a penalty, at no weight."""
        bound = self.problem.bound
        self.use(bound, self.problem.rows(bound), np.zeros(len(bound)))

    def move(self, w: Array, v: Array, z: Array) -> None:
        """Go to other weights."""
        self.w, self.v, self.z = w, v, z
        self.at = self.problem.slopes(z)

    def take_over(self, sample: Newton, root: float, held: Array) -> None:
        """Use the model of a sample of rows, and go to its minimum, where the objective is less.

        ``root ** 2`` is the number of all rows over that of the sample, ``held`` (m,) what is added
        to the sum of losses for the squares of the weights.
        """
        self.n_systems += sample.n_systems
        v = root * sample.v
        z = self.predictor(sample.w, v)
        loss = self.problem.slopes(z).loss
        rise = self.problem.omega @ (loss - self.at.loss)
        if rise + held @ (sample.w**2 - self.w**2) < 0:
            self.move(sample.w, v, z)
        if sample._solver is not None:
            self._solver, self._free = sample._solver, sample._free
            self._cross, self._scale = root * sample._cross, root * sample._scale

    def predictor(self, w: Array, v: Array) -> Array:
        """Return what the columns and the free part add up to."""
        active = np.flatnonzero(w)
        few = 4 * len(active) < len(w)
        z: Array = w[active] @ self.columns[active] if few else w @ self.columns
        z += self.problem.free.basis @ v
        return z

    def minimize(self, t: float, enough: float, target: float = 0.0) -> float:
        """Minimize at strength t, until the gap over the columns is ``enough``.

        If a ``target`` is given, on to it, or to where rounding ends it.
        """
        problem, n = self.problem, self.problem.n
        l1, l2 = n * t * problem.l1[self.index], 2 * n * t * problem.l2[self.index]
        gap, fresh = np.inf, False
        for left in reversed(range(100)):
            Q = self.at.residual[None]
            if problem.free.r:
                Q = np.stack([self.at.residual, feasible(problem, self.at)])
            G = Q @ self.columns.T
            before = gap
            gap = gap_of(problem, t, self.w, self.at.loss, Q[-1], G[-1], self.index)
            if gap <= (target or enough) or self.n_systems >= self.max_iter or not left:
                break
            if fresh and gap > 0.5 * before and gap <= max(enough, 1e-10):
                break  # rounding
            fresh = self._solver is None or gap > GAIN * before
            if fresh:
                self._model(l2)
            moved = self._step(l1, l2, G[0], Q[0] @ problem.free.basis)
            if fresh and not moved:
                break
        return gap

    def _model(self, l2: Array) -> None:
        """Make the second-order model at the present weights."""
        columns, basis = self.columns, self.problem.free.basis
        self._solver = None  # lest it takes as much room as the new one
        self.move(self.w, self.v, self.predictor(self.w, self.v))  # z anew: sums of steps drift
        d = self.at.curvature
        m, n = columns.shape
        H = np.zeros((m, m))
        cross = np.zeros((basis.shape[1], m))
        for rows in blocks(n, m):
            root = np.sqrt(d[rows])
            part = columns[:, rows] * root
            H += part @ part.T
            cross += (basis[rows].T * root) @ part.T
        norms = H.diagonal().copy()
        free = (basis.T * d) @ basis
        free.flat[:: len(free) + 1] += 1e-15 * np.trace(free) + TINY
        self._free, self._cross = np.linalg.inv(free), cross
        if len(free):
            shares = self._free @ cross
            H -= cross.T @ shares
            if np.any(H.diagonal() < NEAR * norms):  # this lost digits, and H may curve downwards
                H[:] = 0.0
                for rows in blocks(n, 2 * m):
                    part = columns[:, rows] - shares.T @ basis[rows].T
                    part *= np.sqrt(d[rows])
                    H += part @ part.T
        curved = H.diagonal() > FLAT * norms
        H[~curved] = 0.0
        H[:, ~curved] = 0.0
        self._scale = np.sqrt(np.where(curved, H.diagonal(), np.where(norms > 0, norms, 1.0)))
        H /= self._scale
        H /= self._scale[:, None]
        self._solver = ActiveSetSolver(H, np.zeros(m))
        if self.problem.l1.any():
            self._solver.start(self.w * self._scale, l2 / self._scale**2)

    def _step(self, l1: Array, l2: Array, slope: Array, free_slope: Array) -> bool:
        """Minimize the model, and go as far towards that as the objective falls, if it does."""
        assert self._solver is not None
        problem, scale = self.problem, self._scale
        slope = slope - (self._free @ free_slope) @ self._cross
        if l1.any():
            self._solver.recentre(self.w * scale, slope / scale)
            target, n_systems = self._solver.minimize(
                l1 / scale, l2 / scale**2, self.max_iter - self.n_systems
            )
        else:
            system = self._solver.gram.copy()
            system.flat[:: len(scale) + 1] += np.maximum(l2 / scale**2, LEAST)
            n_systems = 1
            try:
                step = np.linalg.solve(system, (slope - l2 * self.w) / scale)
            except np.linalg.LinAlgError:  # rounding has made the model flat
                self.n_systems += 1
                return False
            target = self.w * scale + step
        self.n_systems += max(n_systems, 1)
        dw = target / scale - self.w
        dv = self._free @ (free_slope - self._cross @ dw)
        dz = self.predictor(dw, dv)

        def objective(w: Array, at: Slopes) -> float:
            return float(problem.omega @ at.loss + l1 @ np.abs(w) + 0.5 * (l2 @ (w * w)))

        start, length = objective(self.w, self.at), 1.0
        while length * np.abs(dz).max() > FURTHEST + np.abs(self.z).max():
            length /= 2
        least = 1e-8 * length
        while length > least:
            w, z = self.w + length * dw, self.z + length * dz
            if length == 1.0:
                w = target / scale  # zeros are exact
            at = problem.slopes(z)
            if objective(w, at) <= start * (1 + 1e-13):
                self.w, self.v, self.z, self.at = w, self.v + length * dv, z, at
                return True
            length /= 2
        return False
