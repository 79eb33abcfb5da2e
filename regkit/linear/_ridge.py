"""Least squares and ridge regression: closed forms, one decomposition for every strength."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from regkit.linear._design import EPS, Design

Array = npt.NDArray[np.floating[Any]]
Index = npt.NDArray[np.intp]
Rows = Callable[[Index], Array]

BLOCK = 8  # the length of a block over its width,
ROWS = 500  # unless that is so short that calls would cost more than arithmetic


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
    length = max(BLOCK * min(n, p), ROWS)
    if wide:  # X' = QR = Q (V S U'), in columns of unit length
        R = _triangle(lambda part: design.columns(part) / norms[part, None], _parts(p, length))
        U, s, Vt = np.linalg.svd(R.T)
        target = design.y
    else:  # [X, y] = QR
        mean = 0.0 if design.centred else design.x_mean
        R = _triangle(
            lambda part: np.column_stack([(design.X[part] - mean) / norms, design.y[part]]),
            _parts(n, length),
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

    def rows(part: Index) -> Array:
        if wide:
            return np.asarray(design.columns(part) @ (U / s))
        return np.asarray((Vt[:, part] * design.norms[part]).T)

    w = np.zeros(p)
    w[order] = _shortest(rows, parts, a)
    return w


def _parts(size: int, length: int) -> list[Index]:
    return np.array_split(np.arange(size), -(-size // length))


def _triangle(rows: Rows, parts: list[Index]) -> Array:
    """Return R of the QR decomposition of a matrix that is given in parts of its rows."""
    if len(parts) == 1:
        return np.asarray(np.linalg.qr(rows(parts[0]), mode="r"))
    half = len(parts) // 2
    stacked = np.vstack([_triangle(rows, parts[:half]), _triangle(rows, parts[half:])])
    return np.asarray(np.linalg.qr(stacked, mode="r"))


def _shortest(rows: Rows, parts: list[Index], a: Array) -> Array:
    """Return the smallest w with ``A'w = a``, that is ``Q R'^-1 a`` for ``A = QR``."""
    t = np.linalg.solve(_triangle(rows, parts).T, a)
    return _orthogonal(rows, parts, t)


def _orthogonal(rows: Rows, parts: list[Index], t: Array) -> Array:
    """Return ``Q t``, where Q, which is as large as the matrix, is made part by part."""
    if len(parts) == 1:
        return np.asarray(np.linalg.qr(rows(parts[0]))[0] @ t)
    half = len(parts) // 2
    above, below = _triangle(rows, parts[:half]), _triangle(rows, parts[half:])
    t = np.linalg.qr(np.vstack([above, below]))[0] @ t
    ends = t[: len(above)], t[len(above) :]
    return np.concatenate(
        [_orthogonal(rows, parts[:half], ends[0]), _orthogonal(rows, parts[half:], ends[1])]
    )


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
