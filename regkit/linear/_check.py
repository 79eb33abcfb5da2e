"""Checks of the arguments: each message names the argument, what is allowed and what was given."""

from __future__ import annotations

import math
import numbers
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from regkit import _validate
from regkit._validate import column, column_names, finite, flag, real
from regkit.linear._types import Array
from regkit.penalties import Penalty

__all__ = [
    "count",
    "data",
    "factors",
    "flag",
    "in_range",
    "number",
    "numeric",
    "penalty",
    "sample_weight",
    "strengths",
]

SomePenalty = TypeVar("SomePenalty", bound=Penalty)
LARGEST = 1e40  # products of four entries, and sums of them, stay within double precision
STEEPEST = 1e20  # the factors that such data leave room for
STRONGEST = 1e120  # the strengths that data of that size may need


CLASSES = (
    "the classes 0 and 1 where loss='logistic', as `y == label` has them; PenalizedClassifier "
    "takes labels of any kind"
)


def numeric(name: str, value: Any, what: str = "real numbers") -> npt.NDArray[Any]:
    """Return ``value`` as a float64 array, or say why it cannot be one."""
    with np.errstate(over="ignore"):  # what is too large for float64 becomes infinite, and is named
        return real(name, value, what).astype(np.float64, copy=False)


def in_range(name: str, array: Array, names: tuple[str, ...] | None = None) -> Array:
    """Return a finite ``array``, or say that its squares would overflow, or vanish."""
    flat = array.ravel("K")
    squares = float(np.vdot(flat, flat))  # which overflows in silence
    if not 1 / LARGEST <= squares <= LARGEST:  # a closer look, which most data are spared
        largest = float(np.abs(finite(name, array, names)).max())
        if largest and not 1 / LARGEST <= largest <= LARGEST:
            raise ValueError(
                f"The largest entry of {name} must be 0 or from {1 / LARGEST:g} to {LARGEST:g} "
                f"in absolute value. Got {largest:.3g} instead: choose other units."
            )
    return array


def data(X: Any, y: Any, loss: str = "squared_error") -> tuple[Array, Array]:
    """Check a design matrix (n, p) and its targets (n,): numbers, or the classes 0 and 1."""
    names = column_names(X)
    X = numeric("X", X)
    y = numeric("y", y, CLASSES if loss == "logistic" else "real numbers")
    if X.ndim != 2 or 0 in X.shape:
        raise ValueError(
            f"X must have the shape (samples, features), both >= 1. Got shape {X.shape} instead."
        )
    if y.shape != X.shape[:1]:
        hint = "; y.ravel() has it" if y.shape == (len(X), 1) else ""
        raise ValueError(
            f"y must have one value for each of the {len(X)} rows of X, shape ({len(X)},). "
            f"Got shape {y.shape} instead{hint}."
        )
    if loss == "logistic":
        good = (y == 0) | (y == 1)
        if not good.all():
            i = int(np.argmin(good))
            raise ValueError(f"y must hold {CLASSES}. Got {y[i]:g} in row {i} instead.")
    return in_range("X", X, names), in_range("y", y)


def sample_weight(value: Any, n: int) -> Array:
    """Check the weights of n rows."""
    weights = finite("sample_weight", numeric("sample_weight", value))
    allowed = f"sample_weight must have a number >= 0 for each of the {n} rows of X, not all zero."
    if weights.shape != (n,):
        raise ValueError(f"{allowed} Got shape {weights.shape} instead.")
    if weights.min() < 0:
        i = int(np.argmax(weights < 0))
        raise ValueError(f"{allowed} Got {weights[i]:g} in row {i} instead.")
    if not weights.any():
        raise ValueError(f"{allowed} Got zeros instead.")
    return weights


def factors(value: Any, p: int, names: tuple[str, ...] | None) -> Array:
    """Check the factors by which p columns are penalized."""
    array = numeric("factors", value)
    allowed = (
        f"factors must have a number for each of the {p} columns of X: 0, infinity, or from "
        f"{1 / STEEPEST:g} to {STEEPEST:g}."
    )
    if array.shape != (p,):
        raise ValueError(f"{allowed} Got shape {array.shape} instead.")
    good = (array == 0) | (array == np.inf) | ((array >= 1 / STEEPEST) & (array <= STEEPEST))
    if not good.all():
        j = int(np.argmin(good))
        raise ValueError(f"{allowed} Got {array[j]:g} for {column(j, names)} instead.")
    return array


def penalty(name: str, value: SomePenalty) -> SomePenalty:
    """Check that ``value`` is a penalty."""
    if not isinstance(value, Penalty):
        hint = "."
        if isinstance(value, numbers.Real) and not isinstance(value, bool):
            hint = f": did you mean L1({value!r}) or L2({value!r})?"
        elif isinstance(value, type) and issubclass(value, Penalty):
            hint = f": did you forget the parentheses after {value.__name__}?"
        raise TypeError(
            f"{name} must be a penalty: L1, L2, ElasticNet or NoPenalty. "
            f"Got {value!r:.60} instead{hint}"
        )
    strengths(name, value.lam1, value.lam2)
    return value


def strengths(name: str, *values: float) -> None:
    """Check that strengths neither overflow nor vanish in products with data."""
    for value in values:
        if value and not 1 / STRONGEST <= value <= STRONGEST:
            raise ValueError(
                f"{name} must have strengths that are 0 or from {1 / STRONGEST:g} to "
                f"{STRONGEST:g}. Got {value!r} instead."
            )


def number(name: str, value: Any, low: float = 0.0, high: float = math.inf) -> float:
    """Check that ``value`` is a number with low < value < high."""
    upper = "" if high == math.inf else f" and < {high:g}"
    allowed = f"a number > {low:g}{upper}"
    return _validate.number(name, value, allowed, lambda number: low < number < high)


def count(name: str, value: Any, low: int = 1) -> int:
    """Check that ``value`` is an integer >= low."""
    return _validate.integer(name, value, low)
