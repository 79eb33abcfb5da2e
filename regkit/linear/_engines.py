"""Which engine solves what, and why; those of the logistic loss stand in `_logistic`.

========================= ========= ================ ====================== =============
n, p                      L2 part   columns          engine                 what it buys
========================= ========= ================ ====================== =============
any, no penalty           -         any              `least_squares`
any, no L1 part           yes       any              `ridge`                4 to 44
p <= n, p <= 32           no        any              `homotopy`             6 to 8
p <= n, p <= 32           yes       any              `segments`             1.1 to 2.4
p <= n, 32 < p <= 1000    no, yes   nearly           `accelerated_gradient` 1.1 to 3.3
                                    orthogonal
p <= n, p <= 1000         no, yes   any              `active_set_path`
p > n, or p > 1000        no, yes   any              `working_set_path`     1.7 to 6
- and 1.5 n are active    yes       any              `residual_newton_path` 3 to 74
========================= ========= ================ ====================== =============

The first line that fits is tried first. What an engine buys is the time of a path of 100 strengths
without it, over that with it, on one thread: one strength after the other in place of `ridge`, the
working set in place of the residual, and in place of the others the active set on all of X'X.

- Least squares and ridge are closed forms, and one decomposition serves every strength.
- With p <= n the rows are met once, in X'X and X'y. The lasso's path is a broken line with few
  kinks; an L2 part bends it, but between changes of sign it has a closed form. Where the
  condition number is below about 20, some hundred gradient steps solve for all strengths at once,
  however many signs change; 1.1 is where X'X takes most of the time.
- The active set is exact for columns of any correlation. Each strength starts from the one before;
  without stops on the way a single fit at 1e-3 of the largest strength takes 11 to 13 times as
  long (one at 0.3 is no faster for them). The inverse that it keeps pays from hundreds of active
  columns on: 2.5.
- With p > n few columns are ever active, and X'X has no room. One product with X serves up to 16
  strengths: 1.4 to 2.2. With an L2 part more columns than rows may be active; then the n
  residuals are the smaller unknown.

What works from X'X may give up (None), or rounding may leave too large a gap; the active set, which
polishes with X itself, takes over. Cross-validation (`_folds`) runs the same engines on what folds
have in common. Beside one fold after the other that buys 1.8 to 2.9 with an L2 part and 1.1 to 1.2
without for p <= 32, and 1 to 1.4 beyond.
"""

from __future__ import annotations

import numpy as np

from regkit.linear._accelerated import accelerated_gradient
from regkit.linear._certificate import Certificate
from regkit.linear._continuation import PathState, active_set_path
from regkit.linear._design import Design
from regkit.linear._homotopy import homotopy
from regkit.linear._least_squares import least_squares
from regkit.linear._residual_newton import residual_newton_path
from regkit.linear._ridge import ridge
from regkit.linear._segments import segments
from regkit.linear._types import Array
from regkit.linear._working_set import working_set_path
from regkit.penalties import Penalty

FEW = 32  # columns, up to which homotopy and segments are the cheapest for any data
MANY = 1000  # columns, from which on a Gram matrix is too large


def solve(
    design: Design, direction: Penalty, lams: Array, tol: float, max_iter: int
) -> tuple[Array, Array, int]:
    """Minimize for every lam (descending); return weights, gaps and the systems solved."""
    if design.y_squared == 0 or design.p == 0:
        return np.zeros((len(lams), design.p)), np.zeros(len(lams)), 1
    certificate = Certificate.of(design)
    if direction.lam1 == direction.lam2 == 0:
        lams = np.zeros_like(lams)
    k = int(np.count_nonzero(lams))
    lam1, lam2 = direction.lam1 * lams[:k], direction.lam2 * lams[:k]
    n_systems = 1
    W: Array = np.zeros((0, design.p))
    gaps: Array = np.zeros(0)
    if k and direction.lam1 == 0:
        W = ridge(design, lam2)
        gaps, _ = certificate.of_weights(design, W, lam1, lam2)
    elif k:
        W, gaps, n_systems = _with_l1(design, lam1, lam2, tol, max_iter)
    if k < len(lams):  # the rest, at the end, is least squares
        w = least_squares(design)
        W = np.vstack([W, np.tile(w, (len(lams) - k, 1))])
        gaps = np.append(gaps, np.full(len(lams) - k, certificate.of_least_squares(design, w)))
    return W, gaps, n_systems


def _with_l1(
    design: Design, lam1: Array, lam2: Array, tol: float, max_iter: int
) -> tuple[Array, Array, int]:
    path = PathState(design, lam1, lam2, tol, max_iter)
    if design.p > min(design.n, MANY):
        left, r = working_set_path(path)
        if left:
            residual_newton_path(path, left, r)
        return path.W, path.gaps, max(path.n_systems, 1)
    G, c = design.gram, design.correlation
    n_lam1, two_n_lam2 = design.n * lam1, 2 * design.n * lam2
    W: Array | None = None
    if design.p <= FEW and not lam2.any():
        W = homotopy(G, c, n_lam1, design.bound)
    elif design.p <= FEW:
        W = segments(G[None], c[None], n_lam1[None], two_n_lam2[None], design.bound)[0][0]
    elif 10 * len(lam1) >= design.p:  # fewer strengths do not repay the eigenvalues
        W = accelerated_gradient(G, c, n_lam1, two_n_lam2, design.bound)
    if W is not None:
        path.W, path.gaps = W, path.certificate.of_gram(W, lam1, lam2, G, c)
    if not path.gaps.max() <= tol:
        active_set_path(path)
    return path.W, path.gaps, max(path.n_systems, 1)
