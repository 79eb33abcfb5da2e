"""Checks of the arguments: each message names the argument, what is allowed and what was given."""

from __future__ import annotations

import math
import numbers
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from regkit.penalties import Penalty

Array = npt.NDArray[np.floating[Any]]
SomePenalty = TypeVar("SomePenalty", bound=Penalty)


def numeric(name: str, value: Any) -> npt.NDArray[Any]:
    """Return ``value`` as a float64 array, or say why it cannot be one."""
    if not isinstance(value, np.ndarray) and callable(getattr(value, "toarray", None)):
        raise TypeError(
            f"{name} must be a dense array. Got a sparse {type(value).__name__} instead; "
            f"{name}.toarray() makes it dense."
        )
    try:
        array = np.asarray(value)
        if array.dtype.kind == "O":  # a list or a table of Python numbers, or of anything else
            array = array.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise TypeError(f"{name} must hold real numbers. Got {value!r:.60} instead.") from error
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must hold real numbers. Got an array of {array.dtype} instead.")
    return array.astype(np.float64, copy=False)


def finite(name: str, array: Array) -> Array:
    """Return ``array``, or say that it holds a NaN or an infinity."""
    # A sum is finite only if all its terms are; it needs no array of booleans.
    if not math.isfinite(array.sum()) and not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite. Got NaN or infinity in it instead.")
    return array


def data(X: Any, y: Any) -> tuple[Array, Array]:
    """Check a design matrix (n, p) and its targets (n,)."""
    X = numeric("X", X)
    y = numeric("y", y)
    if X.ndim != 2 or 0 in X.shape:
        raise ValueError(
            f"X must have the shape (samples, features), both >= 1. Got shape {X.shape} instead."
        )
    if y.shape != X.shape[:1]:
        raise ValueError(
            f"y must have one value for each of the {len(X)} rows of X. "
            f"Got shape {y.shape} instead."
        )
    return finite("X", X), finite("y", y)


def penalty(name: str, value: SomePenalty) -> SomePenalty:
    """Check that ``value`` is a penalty."""
    if not isinstance(value, Penalty):
        raise TypeError(
            f"{name} must be a penalty: L1, L2, ElasticNet or NoPenalty. Got {value!r} instead."
        )
    return value


def flag(name: str, value: Any) -> bool:
    """Check that ``value`` is True or False."""
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"{name} must be True or False. Got {value!r} instead.")
    return bool(value)


def number(name: str, value: Any, low: float = 0.0, high: float = math.inf) -> float:
    """Check that ``value`` is a number with low < value < high."""
    upper = "" if high == math.inf else f" and < {high:g}"
    allowed = f"{name} must be a number > {low:g}{upper}. Got {value!r} instead."
    if isinstance(value, bool | np.bool_) or not isinstance(value, numbers.Real):
        raise TypeError(allowed)
    number = float(value)
    if not low < number < high:
        raise ValueError(allowed)
    return number


def count(name: str, value: Any, low: int = 1) -> int:
    """Check that ``value`` is an integer >= low."""
    allowed = f"{name} must be an integer >= {low}. Got {value!r} instead."
    if isinstance(value, bool | np.bool_) or not isinstance(value, numbers.Integral):
        raise TypeError(allowed)
    integer = int(value)
    if integer < low:
        raise ValueError(allowed)
    return integer
