"""Separated classes: whether weights that no penalty holds could grow for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from regkit.linear._design import TINY
from regkit.linear._types import Array

if TYPE_CHECKING:
    from regkit.linear._free import Free

SMALL = 1e-9  # of the largest: what counts as 0 on the side of a row


class SeparationError(ValueError):
    """Columns without a penalty separate the classes, so the logistic loss has no minimum.

    Attributes
    ----------
    direction : ndarray (p,)
        Weights of the columns, with which ``x'direction + intercept`` is nowhere on the wrong side
        of 0, and not 0 everywhere.
    intercept : float

    Examples
    --------
    >>> from regkit import NoPenalty, fit
    >>> from regkit.linear import SeparationError
    >>> try:
    ...     fit([[1.0], [2.0], [3.0]], [0, 0, 1], NoPenalty(), loss="logistic")
    ... except SeparationError as error:
    ...     print(bool(error.direction[0] > 0))
    True
    """

    def __init__(self, message: str, direction: Array, intercept: float) -> None:
        super().__init__(message)
        self.direction = direction
        self.intercept = intercept


def separating(free: Free, s: Array) -> Array | None:
    """Return v with ``s_i a_i'v >= 0`` in every row, not 0 in all, for rows a_i of the free part.

    Such a v exists, or there are numbers ``t_i >= 1`` with ``sum_i t_i s_i a_i = 0``, never both.
    So the shortest ``v = sum_i t_i s_i a_i`` tells: it is 0, or it is the direction. Least
    squares with bounds, by an active set.

    References
    ----------
    Lawson, C. L. and Hanson, R. J. (1974). Solving Least Squares Problems, chapter 23.
    """
    start = v = free.against(s)
    rows: list[int] = []  # those of which more than 1 is taken, by `more`
    more: Array = np.zeros(0)
    for _ in range(10 * (free.r + 1)):
        if np.linalg.norm(v) <= SMALL * (np.linalg.norm(start) + more.sum()):
            break
        sides = s * free.predictor(v)
        least = int(np.argmin(sides))
        if sides[least] >= -SMALL * sides.max():
            return v
        if least in rows:  # rounding
            break
        rows, more = [*rows, least], np.append(more, 0.0)
        while True:
            A = s[rows] * free.rows(rows).T
            wanted = np.linalg.lstsq(A, -start, rcond=None)[0]
            if np.all(wanted > 0):
                break
            falling = wanted <= 0
            reach = np.min(more[falling] / np.maximum(more[falling] - wanted[falling], TINY))
            more = more + reach * (wanted - more)
            kept = more > 1e-12 * more.max()
            rows, more = [row for row, k in zip(rows, kept, strict=True) if k], more[kept]
        more = wanted
        v = start + A @ more
    return None
