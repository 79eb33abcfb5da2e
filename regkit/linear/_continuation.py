"""A path by continuation: every strength starts from the solution of the one before."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from regkit.linear._active_set import ActiveSetSolver
from regkit.linear._certificate import Certificate
from regkit.linear._design import Design
from regkit.linear._types import Array, Index

STRIDE = 0.5  # longer strides between strengths are bridged by intermediate ones


class Stop(NamedTuple):
    """A pair of strengths to solve for: the i-th of the path, or one on the way to it."""

    lam1: float
    lam2: float
    i: int
    on_the_way: bool = False


class PathState:
    """What is known of a path over descending strengths, and what it has cost.

    Attributes
    ----------
    lam1, lam2 : ndarray (k,)
    W : ndarray (k, p)
    gaps : ndarray (k,)
        Infinite where nothing was solved.
    n_systems : int
        Linear systems solved, at most ``max_iter``.
    norms : ndarray (p,)
        The lengths of the columns, 1 for empty ones: the active set works on columns of length 1.
    bound : ndarray (p,)
        What the L1 part of each column is multiplied by.
    """

    def __init__(self, design: Design, lam1: Array, lam2: Array, tol: float, max_iter: int) -> None:
        self.design = design
        self.lam1, self.lam2 = lam1, lam2
        self.tol = tol
        self.max_iter = max_iter
        self.W: Array = np.zeros((len(lam1), design.p))
        self.gaps: Array = np.full(len(lam1), np.inf)
        self.n_systems = 0
        self.norms = np.where(design.norms > 0, design.norms, 1.0)
        self.bound: Array = design.bound * np.ones(design.p)
        self.certificate = Certificate.of(design)

    def stops(self) -> list[Stop]:
        """Return the strengths from the top down, with bridges over long strides."""
        top = float((np.abs(self.design.correlation) / self.bound).max()) / self.design.n
        ratio = self.lam2[0] / self.lam1[0]
        stops: list[Stop] = []
        for i, lam1 in enumerate(self.lam1):
            while top * STRIDE**1.5 > lam1:
                top *= STRIDE
                stops.append(Stop(top, top * ratio, i, on_the_way=True))
            stops.append(Stop(float(lam1), float(self.lam2[i]), i))
            top = min(top, float(lam1))
        return stops

    def minimize(self, solver: ActiveSetSolver, columns: Index, lam1: float, lam2: float) -> Array:
        """Minimize over the columns of a solver; return their weights."""
        n_lam1, two_n_lam2 = self.unit_strengths(columns, lam1, lam2)
        w, n_systems = solver.minimize(n_lam1, two_n_lam2, self.max_iter - self.n_systems)
        self.n_systems += n_systems
        return np.asarray(w / self.norms[columns])

    def unit_strengths(self, columns: Index, lam1: float, lam2: float) -> tuple[Array, Array]:
        """Return ``n lam1 b`` and ``2n lam2`` as they act on columns of length 1."""
        n, scale = self.design.n, self.norms[columns]
        return n * lam1 * self.bound[columns] / scale, 2 * n * lam2 / scale**2

    def polish(self, solver: ActiveSetSolver, columns: Index, i: int) -> None:
        """Refine one solution with residuals computed from X, as far as rounding allows."""
        design = self.design
        here = slice(i, i + 1)
        first = solver.slope
        for _ in range(6):
            W = np.zeros((1, design.p))
            W[0, columns] = self.minimize(solver, columns, self.lam1[i], self.lam2[i])
            gap, Xr = self.certificate.of_weights(
                design, W, self.lam1[here], self.lam2[here], columns
            )
            stalled = gap[0] > 0.5 * self.gaps[i]
            if gap[0] <= self.gaps[i]:
                self.gaps[here], self.W[here] = gap, W
            if stalled or self.n_systems >= self.max_iter or self.gaps[i] <= 1e-2 * self.tol:
                break
            solver.recentre(solver.weights(), Xr[0, columns] / self.norms[columns])
        solver.recentre(np.zeros(len(columns)), first)


def active_set_path(path: PathState) -> None:
    """Work on all columns, through ``X'X`` alone; polish what rounding there leaves uncertain."""
    G, c, norms = path.design.gram, path.design.correlation, path.norms
    solver = ActiveSetSolver(G / np.outer(norms, norms), c / norms)
    everything = np.arange(path.design.p)
    for lam1, lam2, i, _ in path.stops():
        path.W[i] = path.minimize(solver, everything, lam1, lam2)
    path.gaps = path.certificate.of_gram(path.W, path.lam1, path.lam2, G, c)
    for i in map(int, np.flatnonzero(path.gaps > path.tol)):
        path.gaps[i] = np.inf
        path.polish(solver, everything, i)
