"""Least squares of minimum norm, from the singular values of a triangular factor."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from regkit.linear._design import EPS, Design
from regkit.linear._types import Array, Index

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
