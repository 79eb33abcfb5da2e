"""The data of a linear problem, centred without a copy wherever that is accurate."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from regkit.linear._types import Array, Index

EPS = float(np.finfo(np.float64).eps)


class Design:
    """``X_c = X - 1 x_mean'`` and ``y_c = y - y_mean``; nothing is centred without an intercept.

    Products with X_c are products with X and a correction by the means. That loses as many
    digits as x_mean exceeds the spread of its column, so X is copied and centred only where a
    column's mean is far from 0.

    Attributes
    ----------
    y : ndarray (n,)
        The centred targets.
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

    def __init__(self, X: Array, y: Array, fit_intercept: bool) -> None:
        self.X = X
        self.n = len(X)
        self.p = len(X[0])
        self.x_mean = np.zeros(self.p)
        self.y_mean = 0.0
        self.with_intercept = fit_intercept
        self.centred = not fit_intercept
        self.copied = False
        if fit_intercept:
            self.x_mean = np.full(self.n, 1 / self.n) @ X
            self.y_mean = float(y.mean())
            y = y - self.y_mean
            if np.abs(y).max() <= 4 * EPS * abs(self.y_mean):
                y = np.zeros(self.n)  # a constant, up to rounding
        self.y = y
        self.y_squared = float(y @ y)
        squares = np.einsum("ij,ij->j", X, X)
        if fit_intercept:
            moved = self.n * self.x_mean**2
            if np.any(100 * (squares - moved) < moved):
                self._centre()
                squares = np.einsum("ij,ij->j", self.X, self.X)
            else:
                squares -= moved
        self.norms = np.sqrt(squares)
        self.correlation = self.correlate(self.y)

    def _centre(self) -> None:
        """Replace X by a centred copy, in which a constant column is exactly 0."""
        X = self.X - self.x_mean
        self.x_mean = self.x_mean + X.mean(axis=0)  # the mean of what rounding left
        np.subtract(self.X, self.x_mean, out=X)
        size = np.maximum(X.max(axis=0), -X.min(axis=0))
        X[:, size <= 8 * EPS * np.abs(self.x_mean)] = 0.0
        self.X = X
        self.centred = self.copied = True

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
        squares: Array = self.norms**2 / self.n
        if not self.with_intercept:  # then norms are not about the means
            means = (np.full(self.n, 1 / self.n) @ self.X) ** 2
            squares = np.where(squares - means > 1e-14 * squares, squares - means, 0.0)
        return np.asarray(np.sqrt(squares))

    @cached_property
    def spectrum(self) -> tuple[float, float]:
        """``sigma_1^2`` and ``sigma_r^2``, the largest and the smallest that is not zero.

        What is below 1e-12 of the largest is not told from zero.
        """
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
