"""The data of a logistic problem, and the loss at linear predictors."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from regkit.linear._design import EPS, TINY
from regkit.linear._free import Free
from regkit.linear._problem import CLASSES, Called
from regkit.linear._types import Array, Index

FAR = 100.0  # a mean squared over a variance: columns that are further from 0 are centred


class Slopes(NamedTuple):
    """The loss at linear predictors z of one strength (n,), or of several (k, n).

    Attributes
    ----------
    loss : ndarray
        ``log(1 + exp(-s z))`` of every row.
    residual : ndarray
        ``q = omega (y - p)``, minus n times the slope of the mean loss.
    curvature : ndarray
        ``omega p (1 - p)``.
    """

    loss: Array
    residual: Array
    curvature: Array


class Logistic:
    """``1/n sum_i omega_i log(1 + exp(-s_i z_i)) + t sum_j (l1_j |w_j| + l2_j w_j^2)``.

    ``z = Xw + b`` and ``s = 2y - 1``. Columns without a penalty and the intercept are free.

    Attributes
    ----------
    X : ndarray (n, p)
        As given; a centred copy where the mean of a column is far from 0.
    shift : ndarray (p,)
        What was taken off the columns.
    y, omega : ndarray (n,)
        Classes 0 and 1, and the weights of the rows, of mean 1.
    s, sides : ndarray (n,)
        -1 and 1, and the same times the weights.
    l1, l2 : ndarray (p,)
        The strengths of every column's penalty, in units of t.
    bound : ndarray
        The numbers of the columns with a penalty.
    free : Free
        The intercept and the columns without one.
    names : tuple of str or None
        Of the columns.
    called : (str, str)
        What classes 0 and 1 are called.
    shares : ndarray (2,)
        What classes 0 and 1 have of the weights, which is what the intercept alone foretells; a
        half without one.
    scale : float
        The loss there.
    """

    def __init__(
        self,
        X: Array,
        y: Array,
        omega: Array,
        l1: Array,
        l2: Array,
        fit_intercept: bool,
        free: Free | None = None,
        names: tuple[str, ...] | None = None,
        called: Called = CLASSES,
    ) -> None:
        self.n, self.p = len(X), len(X[0])
        self.y, self.omega, self.names, self.called = y, omega, names, called
        self.s = 2 * y - 1
        self.sides: Array = omega * self.s
        self.l1, self.l2 = l1, l2
        self.fit_intercept = fit_intercept
        self.X: Array = X
        self.shift: Array = np.zeros(self.p)
        if fit_intercept:
            self.X, self.shift = _near(X, omega)
        penalized = (l1 > 0) | (l2 > 0)
        self.bound: Index = np.flatnonzero(penalized)
        self.free = free or Free(self.X, np.flatnonzero(~penalized), fit_intercept)
        self.shares: Array = np.array([0.5, 0.5])
        if fit_intercept:
            self.shares = np.array([omega @ (1 - y), omega @ y]) / self.n
        rare = float(self.shares.min())
        self.scale = -float(rare * np.log(max(rare, TINY)) + (1 - rare) * np.log1p(-rare))

    def slopes(self, z: Array) -> Slopes:
        """Return the loss and its derivatives at z."""
        u = self.s * z
        e = np.exp(-np.abs(u))
        inverse = 1 / (1 + e)
        wrong = inverse * np.where(u > 0, e, 1.0)  # the probability of the other class
        return Slopes(
            np.log1p(e) - np.minimum(u, 0.0),
            self.sides * wrong,
            self.omega * (e * inverse * inverse),
        )

    def rows(self, columns: Index) -> Array:
        """Return columns of X as rows; a view, if they are all."""
        return self.X.T if len(columns) == self.p else self.X.T[columns]

    def mean_loss(self, loss: Array) -> float:
        """``1/n sum_i omega_i loss_i``."""
        return float(loss @ self.omega) / self.n

    def intercept(self, w: Array, v: Array) -> Any:
        """Return b for the weights w (p,) of the columns as given, and v of the free part."""
        return self.free.intercept(v) - w @ self.shift


def _near(X: Array, omega: Array) -> tuple[Array, Array]:
    """Return X, or a centred copy if a mean is so far from 0 that sums would lose digits."""
    n, p = X.shape
    mean = omega @ X / n
    squares = np.einsum("i,ij,ij->j", omega, X, X) / n
    moved = mean**2
    if not np.any(FAR * (squares - moved) < moved):
        return X, np.zeros(p)
    centred = X - mean
    shift = mean + omega @ centred / n  # the mean of what rounding left
    np.subtract(X, shift, out=centred)
    size = np.maximum(centred.max(axis=0), -centred.min(axis=0))
    centred[:, size <= 8 * EPS * np.abs(shift)] = 0.0  # a constant
    return centred, shift
