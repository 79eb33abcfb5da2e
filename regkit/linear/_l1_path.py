"""The path of a penalty with an L1 part: which columns to work on, and when to believe it.

The minimizer over few columns is exact and cheap; the expensive part is a product with all of
X, which says whether other columns are needed and bounds the error by the duality gap. One
such product serves several strengths.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from regkit.linear._active_set import Quadratic
from regkit.linear._design import Design, duality_gap
from regkit.linear._dual import ResidualNewton
from regkit.linear._gram import gram_gaps, gram_path
from regkit.penalties import Penalty

Array = npt.NDArray[np.floating[Any]]
Index = npt.NDArray[np.intp]
Stop = tuple[float, float, int]  # lam1, lam2, and its place on the path or -1

BATCH = 16  # the largest number of strengths that one product with X serves
MARGIN = 0.95  # columns come in when they are expected within this part of the threshold
CROWD = 1.5  # active columns per sample from which on the residual is the smaller unknown
CROWDED = 3  # working columns per sample, up to which the inactive ones are kept in any case
KKT = 1e-9  # how far, relatively, an inactive column's product with r may exceed the threshold
STRIDE = 0.5  # longer strides between strengths are bridged by intermediate ones


class _Path:
    """The state of a path over descending strengths.

    Attributes
    ----------
    W : ndarray (k, p)
    gaps : ndarray (k,)
    steps : int
        Linear systems solved.
    """

    def __init__(
        self, design: Design, direction: Penalty, lams: Array, tol: float, max_iter: int
    ) -> None:
        self.design = design
        self.tol = tol
        self.max_iter = max_iter
        self.lam1, self.lam2 = lams * direction.lam1, lams * direction.lam2
        self.W: Array = np.zeros((len(lams), design.p))
        self.gaps: Array = np.full(len(lams), np.inf)
        self.steps = 0
        self.norms = np.where(design.norms > 0, design.norms, 1.0)

    def minimize(self, model: Quadratic, scale: Array, lam1: float, lam2: float) -> Array:
        """Minimize over the columns of a model; return their weights."""
        l1, l2 = self.forces(scale, lam1, lam2)
        self.steps += model.minimize(l1, l2, self.max_iter - self.steps)
        return model.weights() / scale

    def forces(self, scale: Array, lam1: float, lam2: float) -> tuple[Array, Array]:
        """Return n times the penalty's strengths on columns of length 1."""
        n = self.design.n
        return n * lam1 / scale, 2 * n * lam2 / scale**2

    def certify(self, batch: slice, W: Array, R: Array, gradient: Array) -> Array:
        """Return the gaps of a batch, given its residuals and ``X'R``."""
        r_squared = np.einsum("ij,ij->i", R, R)
        n, y = self.design.n, self.design.y
        return duality_gap(
            self.design.y_squared,
            r_squared,
            R @ y,
            gradient / n,
            W,
            self.lam1[batch],
            self.lam2[batch],
            n,
        )


def l1_path(
    design: Design, direction: Penalty, lams: Array, tol: float, max_iter: int
) -> tuple[Array, Array, int]:
    """Minimize for descending ``lams > 0``; return weights, gaps and the systems solved."""
    path = _Path(design, direction, lams, tol, max_iter)
    if design.p <= min(design.n, 1000):
        _on_gram_matrix(path)
    else:
        _on_residuals(path, *_on_working_set(path))
    return path.W, path.gaps, max(path.steps, 1)


def _bridge(path: _Path) -> list[Stop]:
    """Return the strengths from the top down, with bridges over long strides."""
    top = float(np.abs(path.design.correlation).max()) / path.design.n
    ratio = path.lam2[0] / path.lam1[0]
    stops: list[Stop] = []
    for i, lam1 in enumerate(path.lam1):
        while top * STRIDE**1.5 > lam1:
            top *= STRIDE
            stops.append((top, top * ratio, -1))
        stops.append((float(lam1), float(path.lam2[i]), i))
        top = min(top, float(lam1))
    return stops


def _on_gram_matrix(path: _Path) -> None:
    """Few columns: work on all of them, through X'X alone."""
    design, norms = path.design, path.norms
    n, G, c = design.n, design.gram, design.correlation

    def gaps(W: Array) -> Array:
        return gram_gaps(G, c, design.y_squared, n, W, path.lam1, path.lam2)

    W = gram_path(G, c, n * path.lam1, 2 * n * path.lam2)
    if W is not None:
        path.W, path.gaps = W, gaps(W)
        if path.gaps.max() <= path.tol:
            return
    model = Quadratic(G / np.outer(norms, norms), c / norms)
    for lam1, lam2, i in _bridge(path):
        w = path.minimize(model, norms, lam1, lam2)
        if i >= 0:
            path.W[i] = w
    path.gaps = gaps(path.W)
    for i in map(int, np.flatnonzero(path.gaps > path.tol)):
        path.gaps[i] = np.inf
        _polish(path, model, np.arange(design.p), i)


def _polish(path: _Path, model: Quadratic, work: Index, i: int) -> None:
    """Refine one solution with residuals computed from X, as far as rounding allows."""
    design = path.design
    scale = path.norms[work]
    first = model.slope
    for _ in range(6):
        w = path.minimize(model, scale, path.lam1[i], path.lam2[i])
        full = np.zeros(design.p)
        full[work] = w
        r = design.residual(work, w)
        g = design.correlate(r)
        gap = path.certify(slice(i, i + 1), full[None], r[None], g[None])[0]
        stalled = gap > 0.5 * path.gaps[i]
        if gap <= path.gaps[i]:
            path.gaps[i], path.W[i] = gap, full
        if stalled or path.steps >= path.max_iter or path.gaps[i] <= 1e-2 * path.tol:
            break
        model.recentre(g[work] / scale)
    model.base, model.slope = np.zeros(len(work)), first


class _WorkingSet:
    """The columns that may be active: their numbers, their entries and the model on them."""

    def __init__(self, path: _Path) -> None:
        self.path = path
        self.index = np.zeros(0, dtype=np.intp)
        self.model = Quadratic(np.zeros((0, 0)), np.zeros(0))
        n, p = path.design.X.shape
        spare = 0 if path.design.copied else n * p / 2  # numbers
        self._limit = max(CROWDED * n, 200, np.sqrt(spare))
        self._columns = np.zeros((0, n))  # centred, of length 1, as rows

    def solve(self, stops: list[Stop]) -> tuple[Array, Array, Array]:
        """Minimize at every stop.

        Returns the weights (b, m), the residuals (b, n), and the direction (n,) in which the
        last residual moves when the strength shrinks.
        """
        path, model = self.path, self.model
        columns = self._columns[: len(self.index)]
        scale = path.norms[self.index]
        Z = np.array([path.minimize(model, scale, lam1, lam2) for lam1, lam2, _ in stops])
        l1, l2 = path.forces(scale, *stops[-1][:2])
        heading = model.direction(l1, l2) @ columns[model.var]
        return Z, path.design.y - (Z * scale) @ columns, heading

    def extend(self, size: Array, limit: float, cap: int) -> None:
        """Add up to ``cap`` columns with the largest ``size > limit``."""
        eligible = size > limit
        eligible[self.index] = False
        new = np.flatnonzero(eligible)
        if len(new) > cap:
            new = new[np.argpartition(-size[new], cap)[:cap]]
        if len(self.index) + len(new) > self._limit:
            active = self.model.var
            self._columns[: len(active)] = self._columns[active]
            self.index = self.index[active]
            self.model.forget()
        m, b = len(self.index), len(new)
        if m + b > len(self._columns):
            larger = np.empty((5 * (m + b) // 4, self.path.design.n))
            larger[:m] = self._columns[:m]
            self._columns = larger
        norms = self.path.norms[new]
        added = self.path.design.columns(new) / norms[:, None]
        self._columns[m : m + b] = added
        slope = self.path.design.correlation[new] / norms
        self.model.grow(added @ self._columns[:m].T, added @ added.T, slope)
        self.index = np.concatenate([self.index, new])


def _on_residuals(path: _Path, stops: list[Stop], r: Array) -> None:
    """More active columns than samples: solve for the residual, from ``r`` on."""
    newton = ResidualNewton(path.design, r)
    for lam1, lam2, i in stops:
        w, steps = newton.solve(lam1, lam2, path.max_iter - path.steps)
        path.steps += steps
        if i >= 0:
            path.W[i] = w
            exact = path.design.residual(slice(None), w)
            gradient = path.design.correlate(exact)
            path.gaps[i] = path.certify(slice(i, i + 1), w[None], exact[None], gradient[None])[0]


def _on_working_set(path: _Path) -> tuple[list[Stop], Array]:
    """Many columns: work on those that may be active, and let batches of products check.

    Returns the strengths at which the active columns outnumber the samples, and the residual
    there.
    """
    design, n = path.design, path.design.n
    work = _WorkingSet(path)
    stops = _bridge(path)
    # X'r at the last strength, and how it changes, per unit of relative shrinkage
    here, gradient, drift = stops[0][0], design.correlation, np.zeros(design.p)
    R: Array = design.y[None]
    missing: Array | None = None  # how far columns reach beyond the threshold, if some do
    i, size = 0, 4
    while i < len(stops):
        if work.model.k > CROWD * n and 2 * n * stops[i][1] > 1e-9 * design.norms.max() ** 2:
            break
        end = i + 1
        while stops[i][2] >= 0 and end < min(i + size, len(stops)) and stops[end][2] >= 0:
            end += 1
        part = stops[i:end]
        lam1 = np.array([stop[0] for stop in part])
        if missing is not None:
            work.extend(missing, MARGIN, max(50, min(work.model.k, n)))
        else:  # the columns that reach the threshold if X'r goes on as it goes now
            ahead = np.abs(gradient - (1 - lam1[-1] / here) * drift)
            work.extend(ahead, MARGIN * n * lam1[-1], max(50, min(2 * work.model.k, n)))
        Z, R, heading = work.solve(part)
        products = design.correlate(np.vstack([R, heading]))
        here, gradient, drift = lam1[-1], products[-2], products[-1]
        missing = None
        if part[0][2] < 0:
            i = end
            continue
        batch = slice(part[0][2], part[-1][2] + 1)
        path.W[batch][:, work.index] = Z
        gaps = path.gaps[batch] = path.certify(batch, path.W[batch], R, products[:-1])
        excess = np.abs(products[:-1]) / (n * lam1[:, None])
        excess[:, work.index] = 0.0
        done = (gaps <= path.tol) & (excess.max(axis=1) <= 1 + KKT)
        if path.steps >= path.max_iter or done.all():
            i, size = end, min(2 * size, BATCH)
            continue
        good = int(np.argmin(done))
        i += good
        beyond = excess[good:].max(axis=0)
        if beyond.max() > 1 + KKT:
            missing, size = beyond, max(size // 2, 2)
        else:
            _polish(path, work.model, work.index, part[good][2])
            i += 1
    return stops[i:], R[-1]
