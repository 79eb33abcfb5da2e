"""What is to be minimized, checked once and passed around: data, weights, factors and scales."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, get_args

import numpy as np

from regkit import _validate
from regkit._validate import column_names
from regkit.linear import _check
from regkit.linear._blocks import blocks
from regkit.linear._design import EPS
from regkit.linear._reduced import Reduced, reduced
from regkit.linear._types import Array, Index

Loss = Literal["squared_error", "logistic"]
Called = tuple[str, str]
CLASSES: Called = ("class 0", "class 1")


@dataclass(frozen=True, eq=False)
class Problem:
    """``sum_i omega_i loss(x_i'w + b, y_i) / n + sum_j f_j (lam1 |w_j| + lam2 w_j^2)``.

    Attributes
    ----------
    X, y : ndarray (n, p), (n,)
        The rows whose weight is not 0.
    used : ndarray (n,) or None
        Their numbers among the rows that were given; None where all are used.
    weights : ndarray (n,) or None
        omega, of mean 1; None where all are 1.
    factors : ndarray (p,) or None
        f; None where all are 1. Columns of factor infinity have no weight.
    standardize : bool
        Whether the penalty acts on the weights of columns divided by their standard deviation.
    fit_intercept : bool
    loss : str
    names : tuple of str or None
        Of the columns.
    called : (str, str)
        What the rows with y = 0 and those with y = 1 are called.
    """

    X: Array
    y: Array
    used: Index | None = None
    weights: Array | None = None
    factors: Array | None = None
    standardize: bool = False
    fit_intercept: bool = True
    loss: Loss = "squared_error"
    names: tuple[str, ...] | None = None
    called: Called = CLASSES

    def rows(self, rows: Index) -> Problem:
        """Return the problem of some of the used rows; their weights are of mean 1 again."""
        weights = None if self.weights is None else mean_one(self.weights[rows])
        return replace(self, X=self.X[rows], y=self.y[rows], used=None, weights=weights)

    @cached_property
    def reduced(self) -> Reduced:
        """The same for squared error, without weights, factors and scales."""
        return reduced(
            self.X, self.y, self.weights, self.factors, self.standardize, self.fit_intercept
        )

    @cached_property
    def scales(self) -> Array:
        """Every column's (weighted) standard deviation, 0 for what is constant or left out."""
        if self.loss == "logistic":  # which needs no other form of X
            scales = column_scales(self.X, self.weights)
            scales[[] if self.factors is None else self.factors == np.inf] = 0.0
            return scales
        scales, reduced = np.zeros(self.X.shape[1]), self.reduced
        scales[reduced.kept] = reduced.whole.scales * (
            1.0 if reduced.scale is None else reduced.scale
        )
        return scales

    @property
    def flat(self) -> bool:
        """Whether y is 0 once the intercept and the unpenalized columns have taken their part."""
        return self.loss == "squared_error" and self.reduced.penalized.y_squared == 0

    @property
    def means(self) -> tuple[Array, float]:
        """The (weighted) means of the columns and of y; zeros without an intercept."""
        if self.loss == "squared_error":
            return self.reduced.x_mean, self.reduced.whole.y_mean
        if not self.fit_intercept:
            return np.zeros(self.X.shape[1]), 0.0
        n = len(self.y)
        share = np.full(n, 1 / n) if self.weights is None else self.weights / n
        return share @ self.X, float(share @ self.y)

    def log_loss(self, z: Array) -> float:
        """``1/n sum_i omega_i log(1 + exp(-s_i z_i))``."""
        losses = np.logaddexp(0.0, (1 - 2 * self.y) * z)
        return float(np.average(losses, weights=self.weights))

    @property
    def penalized_scales(self) -> Array:
        """The scales, 0 for columns that are not penalized, too."""
        scales = self.scales.copy()
        if self.factors is not None:
            scales[self.factors == 0] = 0.0
        return scales


def described(
    X: Any,
    y: Any,
    *,
    loss: Any = "squared_error",
    sample_weight: Any = None,
    factors: Any = None,
    standardize: Any = None,
    fit_intercept: Any = True,
    names: tuple[str, ...] | None = None,
    called: Called = CLASSES,
) -> Problem:
    """Check what a caller gave, and return the problem it describes.

    An estimator's X and y are arrays of numbers by now: it says what they were called.
    """
    names = column_names(X) or names
    X, y = _check.data(X, y, _validate.choice("loss", loss, get_args(Loss)))
    weights = None if sample_weight is None else _check.sample_weight(sample_weight, len(y))
    factors = None if factors is None else _check.factors(factors, X.shape[1], names)
    used = None
    if weights is not None:
        weights = weights / weights.max()  # so that their sum is finite
        if not weights.all():
            used = np.flatnonzero(weights)
            X, y, weights = X[used], y[used], weights[used]
        weights = mean_one(weights)
    return Problem(
        X,
        y,
        used,
        weights,
        factors,
        standardize=False if standardize is None else _check.flag("standardize", standardize),
        fit_intercept=_check.flag("fit_intercept", fit_intercept),
        loss=loss,
        names=names,
        called=called,
    )


def column_scales(X: Array, weights: Array | None) -> Array:
    """Return every column's (weighted) standard deviation (ddof 0), 0 for a constant one."""
    n = len(X)
    share = np.full(n, 1 / n) if weights is None else weights / n
    means = share @ X
    parts = blocks(n, X.shape[1], least=1)
    means += sum(share[rows] @ (X[rows] - means) for rows in parts)  # of what rounding left
    squares, largest = np.zeros(X.shape[1]), np.zeros(X.shape[1])
    for rows in parts:
        part = X[rows] - means
        largest = np.maximum(largest, np.abs(part).max(axis=0))
        part *= part
        squares += share[rows] @ part
    squares[largest <= 8 * EPS * np.abs(means)] = 0.0
    return np.asarray(np.sqrt(squares))


def mean_one(weights: Array) -> Array | None:
    """Return positive weights over their mean; None where they are all the same."""
    if np.all(weights == weights[0]):
        return None
    return np.asarray(weights / weights.mean())
