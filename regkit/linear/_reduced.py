"""Squared error with weights, factors and scales, brought down to a problem that has none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from regkit.linear._design import EPS, Design
from regkit.linear._types import Array, Index


class Free(NamedTuple):
    """The columns of factor 0: whatever the others do, least squares follows with ``inverse r``.

    r is what the others leave of y, and ``inverse`` (q, n) the pseudoinverse of these columns.
    """

    columns: Index
    inverse: Array


@dataclass(frozen=True, eq=False)
class Reduced:
    """A weighted problem as a plain one.

    - Weights: rows are centred by their weighted means and multiplied by ``sqrt(omega_i)``.
    - Scales: columns are divided by their standard deviations.
    - Factors: a column of factor infinity is left out. Columns of factor 0 are projected off the
      others, as the intercept is by centring; least squares follows with their weights. The
      others are divided by ``sqrt(f_j)``: so the L2 part is that of a plain problem, and
      ``sqrt(f_j)`` of the L1 part remains as the column's ``bound``.

    Attributes
    ----------
    whole : Design
        All columns that are not left out; least squares is found here.
    penalized : Design
        What a penalty acts on; ``whole`` itself without factors.
    strained : ndarray or None
        The numbers of its columns in ``whole``; None without factors.
    """

    p: int
    kept: Index | slice
    scale: Array | None
    whole: Design
    penalized: Design
    strained: Index | None = None
    free: Free | None = None

    @property
    def _scale(self) -> Array | float:
        return 1.0 if self.scale is None else self.scale

    @property
    def x_mean(self) -> Array:
        """The weighted means by which X was centred, 0 for columns left out."""
        means = np.zeros(self.p)
        means[self.kept] = self.whole.x_mean * self._scale
        return means

    def of_whole(self, W: Array) -> tuple[Array, Array]:
        """Return the weights of the columns as given, and the intercepts."""
        intercepts = self.whole.y_mean - W @ self.whole.x_mean
        if self.scale is None and isinstance(self.kept, slice):
            return W, intercepts
        coefs = np.zeros((len(W), self.p))
        coefs[:, self.kept] = W / self._scale
        return coefs, intercepts

    def of_penalized(self, V: Array) -> tuple[Array, Array]:
        """Return the same for weights of the penalized columns; the others follow."""
        if self.penalized is self.whole:
            return self.of_whole(V)
        W = np.zeros((len(V), self.whole.p))
        W[:, self.strained] = V / self.penalized.bound
        if self.free is not None:
            R = self.whole.residual(slice(None), W)
            W[:, self.free.columns] = R @ self.free.inverse.T
        return self.of_whole(W)


def reduced(
    X: Array,
    y: Array,
    weights: Array | None,
    factors: Array | None,
    standardize: bool,
    fit_intercept: bool,
) -> Reduced:
    """Return the plain problem that a weighted one comes down to."""
    p = X.shape[1]
    kept: Index | slice = slice(None)
    if factors is not None and np.isinf(factors).any():
        kept = np.flatnonzero(np.isfinite(factors))
        X, factors = X[:, kept], factors[kept]
    scale: Array | None = None
    if standardize:
        scale = Design(X, y, fit_intercept, weights).scales
        scale[scale == 0] = 1.0
        X = X / scale
    whole = Design(X, y, fit_intercept, weights)
    if factors is None:
        return Reduced(p, kept, scale, whole, whole)
    strained, columns = np.flatnonzero(factors), np.flatnonzero(factors == 0)
    bound = np.sqrt(factors[strained])
    if not columns.size:
        penalized = whole.over(bound)
        return Reduced(p, kept, scale, whole, penalized, strained)
    basis, blur, inverse = _least_squares(whole.columns(columns), whole.with_intercept)
    rest = whole.X[:, strained]
    if not whole.centred:
        rest -= whole.x_mean[strained]
    rest /= bound
    penalized = whole.beside(basis, blur, rest, bound)
    return Reduced(p, kept, scale, whole, penalized, strained, Free(columns, inverse))


def _least_squares(columns: Array, with_intercept: bool) -> tuple[Array, float, Array]:
    """Return an orthonormal basis of columns (given as rows), its error, and the pseudoinverse.

    As `least_squares` does, it judges the rank on columns of unit length. The less these differ,
    the less is known of the basis: rounding over the smallest singular value.
    """
    norms = np.linalg.norm(columns, axis=1)
    units = columns / np.where(norms > 0, norms, np.inf)[:, None]  # an empty column stays empty
    U, s, Vt = np.linalg.svd(units.T, full_matrices=False)
    rank = int(np.sum(s > EPS * max(columns.shape) * s[0]))
    rank = min(rank, columns.shape[1] - with_intercept)
    U, s, Vt = U[:, :rank], s[:rank], Vt[:rank]
    return U, EPS / float(s.min(initial=1.0)), np.linalg.pinv(Vt * norms) @ (U / s).T
