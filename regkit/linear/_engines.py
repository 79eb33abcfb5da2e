"""Which engine solves what, and why.

All of them end at the same minimizers, and the certificate says of each point how far it is from
its own. What an engine buys is the time of the general one, the active set, over its own: one
thread, 100 strengths, the problems of ``benchmarks``.

==================== ========================= ============================= ===================
n, p, penalty        engine                    why                           what it buys
==================== ========================= ============================= ===================
no penalty           `least_squares`           the minimizer of least norm;  (the only one)
                                               X is neither copied nor
                                               squared
L2 alone             `ridge`                   one decomposition of the      (the only one)
                                               smaller of X'X and XX'
                                               serves every strength
p <= n, p <= 1000    from the Gram matrix:     n is met once, in X'X
- p <= 32, L1 alone  - `homotopy`              the path is a broken line     5.7 to 8.1
                                               with few kinks
- p <= 32, L1 and L2 - `segments`              closed forms between changes  1.1 to 2.4
                                               of sign
- p > 32, condition  - `accelerated_gradient`  some 100 steps serve all      1.1 (p = 200)
  number below 20                              strengths, whatever           to 3.3 (p = 60)
                                               changes sign
- else               - `active_set_path`       exact for any correlation;    1
                                               one strength starts from
                                               the one before
p > n, or p > 1000   `working_set_path`        few columns are ever active;  (X'X has no room)
                                               one product with X checks up
                                               to 16 strengths
- more than 1.5 n    - `residual_newton_path`  n unknowns, however many      3 to 74
  active, L1 and L2                            columns are active
==================== ========================= ============================= ===================

The engines on the Gram matrix give up (None) where they are not at their best, and rounding
there may leave a gap too large; the active set, which polishes with X itself, takes over.
Cross-validation (`_folds`) runs the same engines on Gram matrices of folds.
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
    if design.y_squared == 0:
        return np.zeros((len(lams), design.p)), np.zeros(len(lams)), 1
    certificate = Certificate(design.n, design.y_squared)
    if direction.lam1 == direction.lam2 == 0:
        lams = np.zeros_like(lams)
    k = int(np.count_nonzero(lams))
    lam1, lam2 = direction.lam1 * lams[:k], direction.lam2 * lams[:k]
    n_systems = 1
    W: Array = np.zeros((0, design.p))
    gaps: Array = np.zeros(0)
    if k and direction.lam1 == 0:
        W = ridge(design, lam2)
        R = design.residual(slice(None), W)
        gaps = certificate.of_residuals(W, lam1, lam2, design.y, R, design.correlate(R))
    elif k:
        W, gaps, n_systems = _with_l1(design, lam1, lam2, tol, max_iter)
    if k < len(lams):  # the rest, at the end, is least squares
        w = least_squares(design)
        Xr = design.correlate(design.residual(slice(None), w))
        W = np.vstack([W, np.tile(w, (len(lams) - k, 1))])
        gaps = np.append(
            gaps, np.full(len(lams) - k, certificate.of_least_squares(design.norms, Xr))
        )
    return W, gaps, n_systems


def _with_l1(
    design: Design, lam1: Array, lam2: Array, tol: float, max_iter: int
) -> tuple[Array, Array, int]:
    path = PathState(design, lam1, lam2, tol, max_iter)
    if design.p > min(design.n, MANY):
        left, r = working_set_path(path)
        residual_newton_path(path, left, r)
        return path.W, path.gaps, max(path.n_systems, 1)
    G, c = design.gram, design.correlation
    W = _on_gram_matrix(G, c, design.n * lam1, 2 * design.n * lam2)
    if W is not None:
        path.W, path.gaps = W, path.certificate.of_gram(W, lam1, lam2, G, c)
    if not path.gaps.max() <= tol:
        active_set_path(path)
    return path.W, path.gaps, max(path.n_systems, 1)


def _on_gram_matrix(G: Array, c: Array, n_lam1: Array, two_n_lam2: Array) -> Array | None:
    if len(c) > FEW:
        if 10 * len(n_lam1) < len(c):
            return None  # so few strengths do not repay the eigenvalues
        return accelerated_gradient(G, c, n_lam1, two_n_lam2)
    if not two_n_lam2.any():
        return homotopy(G, c, n_lam1)
    W, done = segments(G[None], c[None], n_lam1[None], two_n_lam2[None])
    return W[0] if done[0] else None
