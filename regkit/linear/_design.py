"""The data of a linear problem, centred without a copy wherever that is accurate."""

from __future__ import annotations

from copy import copy
from functools import cached_property
from typing import Any

import numpy as np

from regkit.linear._types import Array, Index

EPS = float(np.finfo(np.float64).eps)
TINY = float(np.finfo(np.float64).tiny)
ROWS = 1000  # that are projected at once
INSIDE = 1e-13  # of a length: what is left of a column that depends on those projected off it


class Design:
    """``X_c = X - 1 x_mean'`` and ``y_c = y - y_mean``; nothing is centred without an intercept.

    Without weights, products with X_c are products with X and a correction by the means. That
    loses as many digits as x_mean exceeds the spread of its column, so X is copied and centred
    only where a column's mean is far from 0.

    Weights (of mean 1) move into the rows: means are weighted, and centred rows are multiplied by
    the roots of their weights, which needs a copy.

    Attributes
    ----------
    y : ndarray (n,)
        The centred targets.
    y_squared, size : float
        ``||y||^2``, and what it was before columns without a penalty took their part.
    bound : ndarray (p,) or float
        What the L1 part of each column is multiplied by.
    root : ndarray (n,) or None
        The roots of the weights.
    blur, lengths : float, ndarray (p,)
        What rounding takes from columns and y of given lengths when they are projected.
    norms : ndarray (p,)
        The lengths of the centred columns; exactly 0 for constant ones.
    correlation : ndarray (p,)
        ``X_c' y_c``.
    with_intercept : bool
    centred : bool
        Whether the entries of X are centred as they stand.
    copied : bool
        Whether X is a centred copy.
    """

    def __init__(
        self, X: Array, y: Array, fit_intercept: bool, weights: Array | None = None
    ) -> None:
        self.X = X
        self.n, self.p = X.shape
        self.x_mean = np.zeros(self.p)
        self.y_mean = 0.0
        self.with_intercept = fit_intercept
        self.centred = not fit_intercept
        self.copied = False
        self.bound: Array | float = 1.0
        self.blur = 0.0
        self.root = None if weights is None else np.sqrt(weights)
        self._share = np.full(self.n, 1 / self.n) if weights is None else weights / self.n
        if fit_intercept:
            self.x_mean = self._share @ X
            self.y_mean = float(y.mean()) if weights is None else weighted_mean(y, self._share)
            y = y - self.y_mean
            if np.abs(y).max() <= 4 * EPS * abs(self.y_mean):
                y = np.zeros(self.n)  # a constant, up to rounding
        if self.root is not None:
            if fit_intercept:
                self._centre()
                self.X *= self.root[:, None]
            else:
                self.X = X * self.root[:, None]
            self.copied = True
            y = y * self.root
        self.y = y
        self.y_squared = self.size = float(y @ y)
        squares = np.einsum("ij,ij->j", self.X, self.X)
        if not self.centred:
            moved = self.n * self.x_mean**2
            if np.any(100 * (squares - moved) < moved):
                self._centre()
                squares = np.einsum("ij,ij->j", self.X, self.X)
            else:
                squares -= moved
        self.norms = self.lengths = np.sqrt(squares)
        self.correlation = self.correlate(self.y)

    def _centre(self) -> None:
        """Replace X by a centred copy, in which a constant column is exactly 0."""
        X = self.X - self.x_mean
        left = X.mean(axis=0) if self.root is None else self._share @ X
        self.x_mean = self.x_mean + left  # the mean of what rounding left
        np.subtract(self.X, self.x_mean, out=X)
        size = np.maximum(X.max(axis=0), -X.min(axis=0))
        X[:, size <= 8 * EPS * np.abs(self.x_mean)] = 0.0
        self.X = X
        self.centred = self.copied = True

    def over(self, bound: Array) -> Design:
        """Return the design of columns divided by what then is left as their ``bound``."""
        new = copy(self)
        new.X = self.X / bound
        new.copied = True
        new.x_mean, new.norms = self.x_mean / bound, self.norms / bound
        new.lengths = new.norms
        new.correlation, new.bound = self.correlation / bound, bound
        return new

    def beside(self, basis: Array, blur: float, columns: Array, bound: Array) -> Design:
        """Return the design of y and of columns (n, k), projected off an orthonormal basis (n, q).

        The columns are overwritten. The basis is exact up to ``blur``.
        """
        new = copy(self)
        y, lengths = self.y, np.sqrt(np.einsum("ij,ij->j", columns, columns))
        for _ in range(2):  # the second time for what rounding left
            y = y - basis @ (basis.T @ y)
            part = basis.T @ columns
            for start in range(0, self.n, ROWS):  # without a second copy
                columns[start : start + ROWS] -= basis[start : start + ROWS] @ part
        norms = np.sqrt(np.einsum("ij,ij->j", columns, columns))
        inside = norms <= INSIDE * lengths
        norms[inside], columns[:, inside] = 0.0, 0.0
        if float(y @ y) <= INSIDE**2 * self.size:
            y = np.zeros(self.n)
        new.X, new.p, new.norms, new.bound = columns, columns.shape[1], norms, bound
        new.y, new.y_squared = y, float(y @ y)
        new.blur, new.lengths = blur, lengths
        new.centred = new.copied = True
        new.correlation = new.correlate(y)
        return new

    def correlate(self, R: Array) -> Array:
        """``X_c' R`` for one or more vectors (rows of R) that are centred like y."""
        product: Array = R @ self.X
        return product

    def entries(self) -> Array:
        """Return X_c; a copy, unless the entries of X are centred."""
        return self.X if self.centred else self.X - self.x_mean

    @cached_property
    def gram(self) -> Array:
        """``X_c' X_c``."""
        product: Array = self.X.T @ self.X
        if not self.centred:
            product -= self.n * np.outer(self.x_mean, self.x_mean)
        return product

    def columns(self, which: Index) -> Array:
        """Return centred columns, as rows."""
        columns = self.X.T[which]
        if not self.centred:
            columns -= self.x_mean[which, None]
        return columns

    @cached_property
    def kernel(self) -> Array:
        """``X_c X_c'``."""
        X = self.entries()
        product: Array = X @ X.T
        return product

    @property
    def scales(self) -> Array:
        """Every column's standard deviation (ddof 0), 0 for a constant one."""
        if self.with_intercept or not self.p:
            return np.asarray(np.sqrt(self.norms**2 / self.n))
        weights = None if self.root is None else self.root**2
        X = self.X if self.root is None else self.X / self.root[:, None]
        means = np.average(X, axis=0, weights=weights)
        squares = X - means
        squares *= squares
        scales = np.sqrt(np.average(squares, axis=0, weights=weights))
        # the range tells a constant: its mean is rounded, the more the more rows are summed
        return np.where(np.ptp(X, axis=0) > 16 * EPS * np.abs(means), scales, 0.0)

    @cached_property
    def spectrum(self) -> tuple[float, float]:
        """``sigma_1^2`` and ``sigma_r^2``, the largest and the smallest that is not zero.

        What is below 1e-12 of the largest is not told from zero.
        """
        if not self.p:
            return 0.0, 0.0
        values = np.linalg.eigvalsh(self.gram if self.p <= self.n else self.kernel)
        largest = max(float(values[-1]), 0.0)
        return largest, float(values[values > 1e-12 * largest].min(initial=largest))

    def residual(self, columns: Any, W: Array) -> Array:
        """``y_c - X_c w`` for each row w of W, which weighs the given columns."""
        product = W @ self.X[:, columns].T
        if not self.centred:
            product -= (W @ self.x_mean[columns])[..., None]
        residual: Array = self.y - product
        return residual


def weighted_mean(values: Array, share: Array) -> float:
    """Return ``sum_i share_i values_i`` for shares of sum 1."""
    mean = float(share @ values)
    return mean + float(share @ (values - mean))
