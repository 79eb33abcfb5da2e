"""The scales of columns: what a penalty is blind to, and what ``standardize`` takes away."""

from __future__ import annotations

from typing import Any

import numpy as np

from regkit._validate import column
from regkit._warn import warn
from regkit.linear import _check
from regkit.linear._design import Design
from regkit.linear._types import Array
from regkit.penalties import Penalty

APART = 100.0  # scales that differ by more are told of


class ScaleWarning(UserWarning):
    """A penalty acts on columns whose scales lie far apart.

    Examples
    --------
    >>> import warnings
    >>> from regkit import L2, fit
    >>> metres = [[0.1, 2.0], [0.3, 1.0], [0.2, 4.0]]
    >>> grams = [[x, 1000 * z] for x, z in metres]
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("error", ScaleWarning)  # stop, rather than penalize by unit
    ...     solution = fit(grams, [1.0, 2.0, 3.0], L2(0.1), standardize=True)
    """


def column_scales(X: Array) -> Array:
    """Return every column's standard deviation (ddof 0), and 1 for a constant column."""
    scale = X.std(axis=0)
    scale[scale <= 1e-14 * np.abs(X).max(axis=0)] = 1.0
    return np.asarray(scale)


def scaled(X: Array, standardize: bool) -> tuple[Array, Array]:
    """Return the columns over their scales, and the scales; as they are, unless asked."""
    if not standardize:
        return X, np.ones(X.shape[1])
    scale = column_scales(X)
    return X / scale, scale


def wanted(standardize: Any) -> bool:
    """Check ``standardize``: True, False, or None for False that has to be looked at."""
    return False if standardize is None else _check.flag("standardize", standardize)


def scaled_design(
    X: Array,
    y: Array,
    fit_intercept: bool,
    standardize: Any,
    names: tuple[str, ...] | None,
    *penalties: Penalty,
) -> tuple[Design, Array]:
    """Return the design that penalties act on, and the scales of X in it; warn where it is due."""
    X, scale = scaled(X, wanted(standardize))
    design = Design(X, y, fit_intercept)
    if standardize is None and any(penalty.lam1 or penalty.lam2 for penalty in penalties):
        warn_if_apart(design, names)
    return design, scale


def warn_if_apart(design: Design, names: tuple[str, ...] | None) -> None:
    """Warn if the scales of the columns that vary differ by more than `APART`."""
    scale = design.scales
    varying = np.flatnonzero(scale)
    if not varying.size:
        return
    small = int(varying[scale[varying].argmin()])
    large = int(varying[scale[varying].argmax()])
    if scale[large] > APART * scale[small]:
        named = [column(j, names) for j in (large, small)]
        warn(
            f"The scale of {named[0]} is {scale[large] / scale[small]:.3g} times that of "
            f"{named[1]}, and a penalty weighs weights by the units of their columns. "
            "standardize=True penalizes all alike; standardize=False says that units are meant.",
            ScaleWarning,
        )
