"""The certificate: how far weights can be from the minimum, whatever engine found them."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from regkit.linear._design import Design
from regkit.linear._types import Array


class Certificate(NamedTuple):
    """``gap = (primal - dual) / (size / (2n))`` of each row w of W, with ``r = y - Xw``.

    The penalty is ``lam1 sum_j b_j |w_j| + lam2 ||w||^2``.

    - ``lam2 > 0``: ``dual = (||y||^2 - ||y - r||^2) / (2n)
      - sum_j max(|x_j'r| / n - lam1 b_j, 0)^2 / (4 lam2)``.
    - ``lam2 = 0 < lam1``: the first part at s r in place of r, with
      ``s = min(1, min_j n lam1 b_j / |x_j'r|)``.
    - no penalty: not a gap, but the residual of the normal equations,
      ``||X'r|| / (||X||_F ||y||)``.

    Weights, factors and scales are in X, y and b by then (see `Reduced`). In the columns as given,
    with ``Omega = diag(weights)`` and r_ = r projected Omega-orthogonally off the intercept and
    the columns of factor 0, the sum is ``sum_{f_j > 0} max(|x_j'Omega r_| / n - lam1 f_j, 0)^2 /
    (4 lam2 f_j)``, and s is ``min(1, min_{f_j > 0} n lam1 f_j / |x_j'Omega r_|)``.

    Nothing is left to explain where ``y = 0``: there it is 0. Whether r and ``X'r`` come from X
    or from the Gram matrix is the only choice a caller has.

    Attributes
    ----------
    n : float
        The rows of X, or what they weigh.
    y_squared : float
        ``||y||^2``.
    bound : ndarray (p,) or float
        b: what the L1 part of each column is multiplied by.
    size : float
        ``||y||^2`` before unpenalized columns took their part.
    blur, lengths : float, ndarray (p,) or float
        What rounding took from columns and y, of these lengths, when it was taken. The gap allows
        for it: ``||r||`` may be off by ``u = blur (sqrt(size) + sum_j lengths_j |w_j|)``, each
        ``|x_j'r|`` by ``u lengths_j``, and the gap by ``2 u / sqrt(size)``.
    """

    n: float
    y_squared: float
    bound: Array | float
    size: float
    blur: float = 0.0
    lengths: Array | float = 0.0

    @classmethod
    def of(cls, design: Design) -> Certificate:
        """Return the certificate of a design."""
        return cls(
            design.n, design.y_squared, design.bound, design.size, design.blur, design.lengths
        )

    def of_weights(
        self, design: Design, W: Array, lam1: Array, lam2: Array, columns: Any = slice(None)
    ) -> tuple[Array, Array]:
        """Return the gaps of W (k, p) and their ``X'r`` (k, p); W is 0 outside the ``columns``."""
        R = design.residual(columns, W[:, columns])
        XR = design.correlate(R)
        return self.of_residuals(W, lam1, lam2, design.y, R, XR), XR

    def of_residuals(
        self, W: Array, lam1: Array, lam2: Array, y: Array, R: Array, XR: Array
    ) -> Array:
        """Return the gaps of W (k, p), given its residuals R (k, n) and their ``X'r`` (k, p)."""
        return self._gaps(W, lam1, lam2, np.einsum("ij,ij->i", R, R), R @ y, XR / self.n)

    def of_gram(self, W: Array, lam1: Array, lam2: Array, G: Array, c: Array) -> Array:
        """Return the gaps of W (k, p), given ``G = X'X`` and ``c = X'y``.

        That is accurate while the fit does not hinge on the cancellation of large terms; where it
        does, the gap is infinite.
        """
        XR = c - W @ G
        Wc = W @ c
        r_squared = self.y_squared - Wc - np.einsum("ij,ij->i", W, XR)
        gaps = self._gaps(W, lam1, lam2, r_squared, self.y_squared - Wc, XR / self.n)
        gaps[np.abs(W) @ np.sqrt(G.diagonal()) > 1e3 * np.sqrt(self.y_squared)] = np.inf
        return gaps

    def of_least_squares(self, design: Design, w: Array) -> float:
        """Return the residual of the normal equations."""
        Xr = design.correlate(design.residual(slice(None), w))
        size = float(np.linalg.norm(design.norms)) * np.sqrt(self.y_squared)
        return float(np.linalg.norm(Xr)) / size if size > 0 else 0.0

    def _gaps(
        self, W: Array, lam1: Array, lam2: Array, r_squared: Array, yr: Array, gradient: Array
    ) -> Array:
        """Return the gaps for ``||r||^2``, ``y'r`` and ``gradient = X'r / n``."""
        n = self.n
        if self.y_squared == 0:
            return np.zeros(len(W))
        size, unsure = np.abs(gradient), 0.0
        if self.blur:
            unsure = self.blur * (np.sqrt(self.size) + np.abs(W) @ self.lengths)
            size += unsure[:, None] * self.lengths / n
        limit = lam1[:, None] * self.bound
        primal = r_squared / (2 * n) + lam1 * (self.bound * np.abs(W)).sum(axis=1)
        if lam2[0] > 0:
            primal += lam2 * np.einsum("ij,ij->i", W, W)
            excess = np.maximum(size - limit, 0.0)
            s = 1.0
            dual = -np.einsum("ij,ij->i", excess, excess) / (4 * lam2)
        else:
            largest = (size / self.bound).max(axis=1)
            s = np.divide(lam1, largest, out=np.ones_like(lam1), where=largest > lam1)
            dual = 0.0
        dual += (2 * s * yr - s * s * r_squared) / (2 * n)
        gap: Array = np.maximum(primal - dual, 0.0) / (self.size / (2 * n))  # < 0: rounding
        return np.asarray(gap + 2 * unsure / np.sqrt(self.size))
