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
from regkit.penalties import Penalty

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.intp]

BATCH = 16  # the largest number of strengths that one product with X serves
STRIDE = 0.7  # longer strides between strengths are bridged by intermediate ones


class Path:
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
        self.W = np.zeros((len(lams), design.p))
        self.gaps = np.full(len(lams), np.inf)
        self.steps = 0
        self.norms = np.where(design.norms > 0, design.norms, 1.0)

    def minimize(self, model: Quadratic, scale: Array, lam1: float, lam2: float) -> Array:
        """Minimize over the columns of a model; return their weights."""
        n = self.design.n
        l1, l2 = n * lam1 / scale, 2 * n * lam2 / scale**2
        self.steps += model.minimize(l1, l2, self.max_iter - self.steps)
        return model.weights() / scale

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
    path = Path(design, direction, lams, tol, max_iter)
    if design.p <= min(design.n, 1000):
        _on_gram_matrix(path)
    else:
        _on_working_set(path)
    return path.W, path.gaps, max(path.steps, 1)


def _bridge(path: Path) -> list[tuple[float, float, int]]:
    """Return (lam1, lam2, index) from the top down; bridges have the index -1."""
    top = float(np.abs(path.design.correlation).max()) / path.design.n
    ratio = path.lam2[0] / path.lam1[0]
    stops: list[tuple[float, float, int]] = []
    for i, lam1 in enumerate(path.lam1):
        while top * STRIDE**1.5 > lam1:
            top *= STRIDE
            stops.append((top, top * ratio, -1))
        stops.append((float(lam1), float(path.lam2[i]), i))
        top = min(top, float(lam1))
    return stops


def _on_gram_matrix(path: Path) -> None:
    """Few columns: work on all of them, through X'X alone."""
    design, norms = path.design, path.norms
    G = design.gram()
    scaled = G / np.outer(norms, norms)
    model = Quadratic(scaled, design.correlation / norms)
    for lam1, lam2, i in _bridge(path):
        w = path.minimize(model, norms, lam1, lam2)
        if i >= 0:
            path.W[i] = w
    # ||r||^2 and X'r from the Gram matrix, accurate while the fit does not hinge on cancellation
    W, c = path.W, design.correlation
    gradient = c - W @ G
    yy = design.y_squared
    Wc = W @ c
    r_squared = yy - Wc - np.einsum("ij,ij->i", W, gradient)
    path.gaps[:] = duality_gap(
        yy, r_squared, yy - Wc, gradient / design.n, W, path.lam1, path.lam2, design.n
    )
    cancelling = np.abs(W) @ norms > 1e3 * np.sqrt(yy)
    for i in np.flatnonzero((path.gaps > path.tol) | cancelling):
        path.gaps[i] = np.inf
        _polish(path, model, np.arange(design.p), i)


def _polish(path: Path, model: Quadratic, work: Index, i: int) -> None:
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


def _on_working_set(path: Path) -> None:
    """Many columns: work on those that may be active, and let batches of products check."""
    design, n = path.design, path.design.n
    stops = _bridge(path)
    work = np.zeros(0, dtype=np.intp)
    columns = np.zeros((0, n))  # the working columns, centred, of length 1, as rows
    model = Quadratic(np.zeros((0, 0)), np.zeros(0))
    size = np.abs(design.correlation)  # |x_j'r| where the path stands
    i, batch = 0, 4
    while i < len(stops):
        if stops[i][2] < 0:
            end = i + 1
        else:
            end = min(i + batch, len(stops))
            while stops[end - 1][2] < 0:
                end -= 1
        part = stops[i:end]
        # columns that reach the threshold if their products with r stay what they are
        limit = n * part[-1][0]
        columns, work = _extend(path, model, columns, work, size, limit, max(50, 2 * model.k))
        for attempt in range(50):
            scale = path.norms[work]
            Z = np.zeros((len(part), len(work)))
            for row, (lam1, lam2, _) in zip(Z, part, strict=True):
                row[:] = path.minimize(model, scale, lam1, lam2)
            R = design.y - (Z * scale) @ columns[: len(work)]
            gradient = design.correlate(R)
            excess = np.abs(gradient) / (n * np.array([lam1 for lam1, _, _ in part]))[:, None]
            excess[:, work] = 0.0
            if part[0][2] < 0:
                break
            index = slice(part[0][2], part[-1][2] + 1)
            W = path.W[index]
            W[:, work] = Z
            gaps = path.certify(index, W, R, gradient)
            path.gaps[index] = gaps
            done = (gaps <= path.tol) & (excess.max(axis=1) <= 1 + 1e-9)
            good = len(done) if done.all() else int(np.argmin(done))
            if good == len(done) or path.steps >= path.max_iter:
                break
            missing = excess[good:].max(axis=0)
            if missing.max() > 1 + 1e-9:
                cap = max(50, model.k)
                columns, work = _extend(path, model, columns, work, missing, 1.0, cap)
            else:
                j = part[good][2]
                _polish(path, model, work, j)
                good += 1
            i += good
            part = part[good:]
            if not part:
                break
        batch = min(2 * batch, BATCH) if attempt == 0 else max(batch // 2, 2)
        size = np.abs(gradient[-1])
        i = end


def _extend(
    path: Path,
    model: Quadratic,
    columns: Array,
    work: Index,
    size: Array,
    limit: float,
    cap: int,
) -> tuple[Array, Index]:
    """Add up to ``cap`` columns with the largest ``size > limit`` to the working set."""
    eligible = size > limit
    eligible[work] = False
    new = np.flatnonzero(eligible)
    if len(new) > cap:
        new = new[np.argpartition(-size[new], cap)[:cap]]
    if not len(new):
        return columns, work
    m, b = len(work), len(new)
    if m + b > len(columns):
        larger = np.empty((2 * (m + b), path.design.n))
        larger[:m] = columns[:m]
        columns = larger
    added = path.design.columns(new) / path.norms[new, None]
    columns[m : m + b] = added
    model.grow(
        added @ columns[:m].T, added @ added.T, path.design.correlation[new] / path.norms[new]
    )
    return columns, np.concatenate([work, new])
