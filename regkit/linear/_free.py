"""What no penalty holds: the intercept and the free columns of a logistic problem."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from regkit.linear._blocks import blocks
from regkit.linear._design import EPS
from regkit.linear._types import Array, Index


class Free:
    """``[1, X_free] T``, whose r columns are orthonormal; T alone is kept.

    Attributes
    ----------
    columns : ndarray
        The numbers of the free columns.
    r : int
        The rank: how many directions are free.
    """

    def __init__(self, X: Array, columns: Index, fit_intercept: bool) -> None:
        self.columns = columns
        self._X = X if len(columns) == X.shape[1] else X[:, columns]
        self._first = int(fit_intercept)
        n, k = len(X), self._first + len(columns)
        self._T: Array = np.zeros((k, 0))
        if len(columns):
            norms = np.sqrt(np.einsum("ij,ij->j", self._X, self._X))
            norms = np.append(np.full(self._first, np.sqrt(n)), norms)
            empty = norms == 0
            norms[empty] = 1.0
            R = np.zeros((0, k))
            for block in blocks(n, k):
                part = self._rows(block) / norms
                R = np.asarray(np.linalg.qr(np.vstack([R, part]), mode="r"))
            _, sigma, Vt = np.linalg.svd(R, full_matrices=False)
            kept = sigma > EPS * max(n, k) * sigma[0]
            self._T = (Vt[kept] / sigma[kept, None]).T / norms[:, None]
            self._T[empty] = 0.0  # where rounding leaves a trace
        elif fit_intercept:
            self._T = np.full((1, 1), 1 / np.sqrt(n))
        self.r = self._T.shape[1]

    def _rows(self, rows: slice | list[int]) -> Array:
        part = self._X[rows]
        return np.column_stack([np.ones(len(part)), part]) if self._first else part

    def predictor(self, v: Array) -> Array:
        """Return what the free part adds to z, for v (r,) or (k, r)."""
        c = v @ self._T.T
        product: Array = c[..., self._first :] @ self._X.T
        if self._first:
            product += c[..., :1]
        return product

    def against(self, q: Array) -> Array:
        """Return the products with a vector q (n,)."""
        product = q @ self._X
        if self._first:
            product = np.append(q.sum(), product)
        result: Array = product @ self._T
        return result

    def gram(self, d: Array) -> Array:
        """Return the products of the free directions with each other, rows weighted by d."""
        total = np.zeros((self.r, self.r))
        for rows in blocks(len(d), len(self._T)):
            part = self.rows(rows)
            part *= np.sqrt(d[rows])[:, None]
            total += part.T @ part
            del part  # before the next is made
        return total

    def rows(self, rows: slice | list[int]) -> Array:
        """Return rows of the directions."""
        return np.asarray(self._rows(rows) @ self._T)

    @cached_property
    def basis(self) -> Array:
        """The directions (n, r), where they are few."""
        return self.rows(slice(None))

    def weights(self, v: Array) -> Array:
        """Return the weights of the free columns."""
        result: Array = v @ self._T[self._first :].T
        return result

    def intercept(self, v: Array) -> Array | float:
        """Return what v adds to the intercept."""
        return v @ self._T[0] if self._first else 0.0
