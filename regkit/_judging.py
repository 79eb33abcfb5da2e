"""One standard of uncertainty and one regret, for all that is judged here."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from regkit._validate import number, real

__all__ = ["Interval", "interval", "margin", "regret", "standard_error"]

Array = npt.NDArray[np.float64]
LEVEL = 0.95


class Interval(NamedTuple):
    """``mean (low to high)``: a mean with its 95 % interval; made by `interval`.

    Attributes
    ----------
    mean : float
    low : float
    high : float
    runs : int
        Independent draws, or splits of one data set.

    Examples
    --------
    >>> from regkit.choosing import Interval
    >>> print(Interval(0.31, 0.25, 0.37, 10))
    0.31 (0.25 to 0.37)
    """

    mean: float
    low: float
    high: float
    runs: int

    def __str__(self) -> str:
        return f"{self.mean:.3g} ({self.low:.3g} to {self.high:.3g})"


def interval(values: npt.ArrayLike, test_to_train: float = 0.0) -> Interval:
    """``mean -+ t s sqrt(1/J + n_test / n_train)`` for J runs, s their standard deviation.

    t is the 97.5 % quantile of Student's t for J - 1 degrees of freedom: for independent runs the
    interval holds the mean in 95 of 100 cases, whatever J, if they are normal. It speaks of other
    draws from the same designs, not of other designs.

    Parameters
    ----------
    values : array_like (J,) or (J, k)
        One number for each run; of several, which then share their draw, the mean counts. To
        compare two methods, give the differences run by run, or those of logarithms.
    test_to_train : float
        Test rows over training rows where the runs are splits of *one* data set: they share rows,
        so their spread shows too little (Nadeau and Bengio). 0 for independent draws.

    Returns
    -------
    Interval

    Raises
    ------
    ValueError
        If there are fewer than two runs, or a number is not finite or negative.

    References
    ----------
    Nadeau, C. and Bengio, Y. (2003). Inference for the generalization error. Machine Learning
    52(3), 239-281.

    Examples
    --------
    >>> from regkit.choosing import interval
    >>> print(interval([1.0, 2.0, 3.0, 2.0]))
    2 (0.701 to 3.3)
    >>> print(interval([1.0, 2.0, 3.0, 2.0], test_to_train=0.25))
    2 (0.163 to 3.84)
    """
    runs = _runs(values)
    test_to_train = number(
        "test_to_train", test_to_train, "a number >= 0", lambda x: 0 <= x < math.inf
    )
    mean = float(runs.mean())
    half = margin(len(runs)) * float(standard_error(runs, test_to_train))
    return Interval(mean, mean - half, mean + half, len(runs))


def regret(errors: npt.ArrayLike, noise: npt.ArrayLike = 0.0) -> Array:
    """``(error - noise) / (least error of the draw - noise) - 1``, for each method and draw.

    Parameters
    ----------
    errors : array_like (m, ...)
        A row for each method that may be chosen: errors on new data, noise included.
    noise : array_like
        The part of the error that no method can avoid, to see the regret of the rest; 0 counts
        the whole error.

    Returns
    -------
    ndarray (m, ...)
        The mean of it over draws is what is called the regret of a habit.

    Raises
    ------
    ValueError
        If an error is not above the noise.

    Examples
    --------
    >>> from regkit.choosing import regret
    >>> regret([[1.1, 1.5], [1.2, 1.2]]).round(3)
    array([[0.   , 0.25 ],
           [0.091, 0.   ]])
    >>> regret([[1.1, 1.5], [1.2, 1.2]], noise=1.0).round(3)
    array([[0. , 1.5],
           [1. , 0. ]])
    """
    reducible = real("errors", errors) - real("noise", noise).astype(np.float64)
    if not np.all(reducible > 0):
        raise ValueError(f"errors must be above the noise. Got {reducible.min():.3g} above it.")
    found: Array = reducible / reducible.min(axis=0) - 1
    return found


def margin(runs: int) -> float:
    """Return how many standard errors make half an interval."""
    from scipy.special import stdtrit

    return float(stdtrit(runs - 1, (1 + LEVEL) / 2))


def standard_error(values: npt.ArrayLike, test_to_train: float = 0.0) -> Array:
    """``s sqrt(1/J + n_test / n_train)`` over the last axis, of J runs; NaN if one is infinite."""
    runs = np.asarray(values, dtype=np.float64)
    widening = math.sqrt(1 / runs.shape[-1] + test_to_train)
    with np.errstate(invalid="ignore"):
        se: Array = np.std(runs, axis=-1, ddof=1) * widening
    return se


def _runs(values: npt.ArrayLike) -> Array:
    """Return one finite number for each run."""
    array = real("values", values).astype(np.float64)
    if array.ndim == 0 or len(array) < 2:
        raise ValueError(f"values must hold two runs or more. Got shape {array.shape} instead.")
    if not np.isfinite(array).all():
        raise ValueError("values must be finite. Got NaN or infinity.")
    means: Array = array.reshape(len(array), -1).mean(axis=1)
    return means
