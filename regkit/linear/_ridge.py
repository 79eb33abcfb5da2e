"""Least squares and ridge regression: closed forms, one decomposition for every strength."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from regkit.linear._design import EPS, Design

Array = npt.NDArray[np.floating[Any]]
Index = npt.NDArray[np.intp]

BLOCK = 8  # the length of a block over its width


def least_squares(design: Design) -> Array:
    """``X^+ y``: the minimizer of ||y - Xw||^2 with the smallest ||w||.

    The rank is judged on columns of unit length, so a column in small units is not lost. The
    singular values are those of a triangular factor, made block by block without a copy of X.

    References
    ----------
    Golub, G. H. and Van Loan, C. F. (2013). Matrix Computations, 4th ed., section 5.5. Demmel,
    J., Grigori, L., Hoemmen, M. and Langou, J. (2012). Communication-optimal parallel and
    sequential QR and LU factorizations. SIAM Journal on Scientific Computing 34(1), A206-A239.
    """
    n, p = design.n, design.p
    norms = np.where(design.norms > 0, design.norms, np.inf)  # an empty column stays empty
    wide = p > n
    length = BLOCK * min(n, p)
    if wide:  # X' = QR = Q (V S U'), in columns of unit length
        R = _triangle(design.columns(part) / norms[part, None] for part in _parts(p, length))
        U, s, Vt = np.linalg.svd(R.T)
        target = design.y
    else:  # [X, y] = QR
        mean = 0.0 if design.centred else design.x_mean
        R = _triangle(
            np.column_stack([(design.X[part] - mean) / norms, design.y[part]])
            for part in _parts(n, length)
        )
        U, s, Vt = np.linalg.svd(R[:p, :p])
        target = R[:p, p]
    rank = int(np.sum(s > EPS * max(n, p) * s[0])) if s[0] > 0 else 0
    rank = min(rank, n - design.with_intercept)  # centred columns are orthogonal to a constant
    if rank == 0:
        return np.zeros(p)
    U, s, Vt = U[:, :rank], s[:rank], Vt[:rank]
    a = (target @ U) / s
    if rank == p:
        w: Array = (a @ Vt) / norms
        return w
    # rows' w = a describes all minimizers; long rows first: then QR is accurate in every row
    order = np.argsort(-design.norms)
    parts = [order[part] for part in _parts(p, length)]
    if wide:
        filled = (design.norms > 0)[:, None]
        rows = (design.columns(part) * filled[part] @ (U / s) for part in parts)
    else:
        rows = ((Vt[:, part] * design.norms[part]).T for part in parts)
    w = np.zeros(p)
    w[order] = _shortest(rows, a)
    return w


def _parts(size: int, length: int) -> list[Index]:
    return np.array_split(np.arange(size), -(-size // length))


def _triangle(blocks: Iterable[Array]) -> Array:
    """Return R of the QR decomposition of the blocks, one below the other."""
    R: Array | None = None
    for block in blocks:
        stacked = block if R is None else np.vstack([R, block])
        R = np.asarray(np.linalg.qr(stacked, mode="r"))
    assert R is not None
    return R


def _shortest(blocks: Iterable[Array], a: Array) -> Array:
    """Return the smallest w with ``A'w = a``, for A in blocks of rows."""
    Qs, Rs = zip(*(np.linalg.qr(block) for block in blocks), strict=True)
    Q, R = np.linalg.qr(np.vstack(Rs))
    t = Q @ np.linalg.solve(R.T, a)
    ends = np.cumsum([len(triangle) for triangle in Rs])[:-1]
    return np.concatenate([q @ part for q, part in zip(Qs, np.split(t, ends), strict=True)])


def ridge(design: Design, lam2: Array) -> Array:
    """``(X'X + 2n lam2 I)^-1 X'y = V diag(s / (s^2 + 2n lam2)) U'y`` for every lam2 > 0.

    Equally, ``w_j = x_j'r / (2n lam2)``. That is the more accurate form for columns so short
    that the penalty rules them; it gives a constant column exactly 0.

    References
    ----------
    Hastie, T., Tibshirani, R. and Friedman, J. (2009). The Elements of Statistical Learning,
    2nd ed., section 3.4.1 and 18.3.5.
    """
    strength = 2 * design.n * lam2[:, None]
    wide = design.p > design.n
    e, Q = np.linalg.eigh(design.kernel if wide else design.gram)
    everything = slice(None)
    W: Array = np.zeros((len(lam2), design.p))
    if strength.min() > 1e-8 * e[-1]:  # the smaller of X'X and XX' is accurate enough
        A = np.zeros((len(lam2), design.n))  # W = A X
        for _ in range(2):  # the second time corrects the rounding of the first
            if wide:
                error = design.residual(everything, W) - strength * A
                A += (error @ Q) / (e + strength) @ Q.T
                if not design.centred:  # rounding along the constant vector would be magnified
                    A -= A.mean(axis=1, keepdims=True)
                W = design.correlate(A)
            else:
                error = design.correlate(design.residual(everything, W)) - strength * W
                W += (error @ Q) / (e + strength) @ Q.T
    else:
        U, s, Vt = np.linalg.svd(design.entries(), full_matrices=False)
        W = ((design.y @ U) * s / (s * s + strength)) @ Vt
    products = design.correlate(design.residual(everything, W))
    weights: Array = np.where(design.norms**2 < strength, products / strength, W)
    return weights
