"""Many columns: the active set on a working set of columns, which products with X check.

The minimizer over few columns is exact and cheap; the expensive part is a product with all of
X, which says whether other columns are needed and bounds the error by the duality gap. One
such product serves several strengths.
"""

from __future__ import annotations

import numpy as np

from regkit.linear._active_set import ActiveSetSolver, larger
from regkit.linear._continuation import PathState, Stop
from regkit.linear._types import Array

BATCH = 16  # the largest number of strengths that one product with X serves
MARGIN = 0.95  # columns come in when they are expected within this part of the threshold
CROWD = 1.5  # active columns per sample from which on the residual is the smaller unknown
CROWDED = 3  # working columns per sample, up to which none is dropped, active or not
KKT = 1e-9  # how far, relatively, an inactive column's product with r may exceed the threshold


class _WorkingSet:
    """The columns that may be active: their numbers, their entries and the solver on them."""

    def __init__(self, path: PathState) -> None:
        self.path = path
        self.index = np.zeros(0, dtype=np.intp)
        self.solver = ActiveSetSolver(np.zeros((0, 0)), np.zeros(0))
        n, p = path.design.X.shape
        spare = 0 if path.design.copied else n * p / 2  # numbers
        self._limit = max(CROWDED * n, 200, np.sqrt(spare))
        self._columns = np.zeros((0, n))  # centred, of length 1, as rows

    def solve(self, stops: list[Stop]) -> tuple[Array, Array, Array]:
        """Minimize at every stop.

        Returns the weights (b, m), the residuals (b, n), and how the last residual (n,) changes
        when the strengths shrink.
        """
        path, solver = self.path, self.solver
        columns = self._columns[: len(self.index)]
        Z = np.array([path.minimize(solver, self.index, stop.lam1, stop.lam2) for stop in stops])
        last = path.unit_strengths(self.index, stops[-1].lam1, stops[-1].lam2)
        tangent = solver.path_tangent(*last) @ columns[solver.var]
        return Z, path.design.y - (Z * path.norms[self.index]) @ columns, tangent

    def extend(self, size: Array, limit: float, cap: int) -> None:
        """Add up to ``cap`` columns with the largest ``size > limit``."""
        eligible = size > limit
        eligible[self.index] = False
        new = np.flatnonzero(eligible)
        if len(new) > cap:
            new = new[np.argpartition(-size[new], cap)[:cap]]
        if len(self.index) + len(new) > self._limit:
            active = self.solver.var
            self._columns[: len(active)] = self._columns[active]
            self.index = self.index[active]
            self.solver.forget()
        m, b = len(self.index), len(new)
        if m + b > len(self._columns):
            self._columns = larger(self._columns, 5 * (m + b) // 4, self.path.design.n)
        norms = self.path.norms[new]
        added = self.path.design.columns(new) / norms[:, None]
        self._columns[m : m + b] = added
        slope = self.path.design.correlation[new] / norms
        self.solver.grow(added @ self._columns[:m].T, added @ added.T, slope)
        self.index = np.concatenate([self.index, new])


def working_set_path(path: PathState) -> tuple[list[Stop], Array]:
    """Work on the columns that may be active, and let batches of products check.

    Ends early where the active columns outnumber the samples; returns the stops that are left,
    and the residual to go on from.

    References
    ----------
    Tibshirani, R., Bien, J., Friedman, J., Hastie, T., Simon, N., Taylor, J. and Tibshirani, R. J.
    (2012). Strong rules for discarding predictors in lasso-type problems. Journal of the Royal
    Statistical Society B 74(2), 245-266.
    """
    design, n = path.design, path.design.n
    work = _WorkingSet(path)
    stops = path.stops()
    # X'r at the last strength, and how it changes, per unit of relative shrinkage
    here, Xr, drift = stops[0].lam1, design.correlation, np.zeros(design.p)
    R: Array = design.y[None]
    missing: Array | None = None  # how far columns reach beyond the threshold, if some do
    done, size = 0, 4
    while done < len(stops):
        k = work.solver.k
        if k > CROWD * n and 2 * n * stops[done].lam2 > 1e-9 * design.norms.max() ** 2:
            break
        end = done + 1
        if not stops[done].on_the_way:
            while end < min(done + size, len(stops)) and not stops[end].on_the_way:
                end += 1
        part = stops[done:end]
        lam1 = np.array([stop.lam1 for stop in part])
        if missing is not None:
            work.extend(missing, MARGIN, max(50, min(k, n)))
        else:  # the columns that reach the threshold if X'r goes on as it goes now
            ahead = np.abs(Xr - (1 - lam1[-1] / here) * drift) / path.bound
            work.extend(ahead, MARGIN * n * lam1[-1], max(50, min(2 * k, n)))
        Z, R, tangent = work.solve(part)
        products = design.correlate(np.vstack([R, tangent]))
        here, Xr, drift = lam1[-1], products[-2], products[-1]
        missing = None
        if part[0].on_the_way:
            done = end
            continue
        batch = slice(part[0].i, part[-1].i + 1)
        path.W[batch][:, work.index] = Z
        strengths = path.lam1[batch], path.lam2[batch]
        gaps = path.gaps[batch] = path.certificate.of_residuals(
            path.W[batch], *strengths, design.y, R, products[:-1]
        )
        excess = np.abs(products[:-1]) / (n * lam1[:, None] * path.bound)
        excess[:, work.index] = 0.0
        right = (gaps <= path.tol) & (excess.max(axis=1) <= 1 + KKT)
        if path.n_systems >= path.max_iter or right.all():
            done, size = end, min(2 * size, BATCH)
            continue
        good = int(np.argmin(right))
        done += good
        beyond = excess[good:].max(axis=0)
        if beyond.max() > 1 + KKT:
            missing, size = beyond, max(size // 2, 2)
        else:
            path.polish(work.solver, work.index, part[good].i)
            done += 1
    return stops[done:], R[-1]
