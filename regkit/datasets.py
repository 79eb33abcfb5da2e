"""The book's made data: each set says how it was made, and draws again from a seed."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["Bank", "bank", "bank_rule"]

Array = npt.NDArray[np.floating[Any]]

_LOANS = (0.2, 0.5, 1.1, 1.5, 1.8, 2.0, 2.5, 3.5, 3.9, 4.2)
_REPORTED = (0.9, 2.6, 4.0, 5.4, 3.7, 4.6, 5.0, 4.75, 4.6, 5.0)
_NOISE_SD = 0.7


class Bank(NamedTuple):
    """Ten weekly reports of the bank.

    Attributes
    ----------
    loans : ndarray (10,)
        New loans in the week, in thousands of dollars, ascending.
    cash_flow : ndarray (10,)
        Effect on the week's cash flow, in thousands of dollars.
    """

    loans: Array
    cash_flow: Array


def bank_rule(loans: npt.ArrayLike) -> Array:
    """``4.9 x exp(-x / 2.8)``: the cash flow that loans bring before chance has its say.

    It rises while loans are few and flattens as the risk of each further loan grows.

    Parameters
    ----------
    loans : array_like, any shape
        Thousands of dollars.

    Returns
    -------
    ndarray
        Thousands of dollars, of the shape of ``loans``.
    """
    loans = np.asarray(loans, dtype=np.float64)
    rule: Array = 4.9 * loans * np.exp(-loans / 2.8)
    return rule


def bank(seed: int | None = None) -> Bank:
    """``cash_flow = bank_rule(loans) + 0.7 e``, e standard normal, for ten fixed loans.

    Parameters
    ----------
    seed : int >= 0, optional
        Draw the noise afresh. Without a seed you get the reports of the story: at $2.5k and
        $3.5k the cash flows that the story names, at the other eight loans one draw of the
        rule, rounded to $0.1k. It was picked among many draws because it tells the story; draw
        again to see how typical it is.

    Returns
    -------
    Bank

    Raises
    ------
    ValueError
        If ``seed`` is negative.

    Examples
    --------
    >>> bank().cash_flow[6:8]
    array([5.  , 4.75])
    """
    loans = np.array(_LOANS)
    if seed is None:
        return Bank(loans, np.array(_REPORTED))
    if seed < 0:
        raise ValueError(f"seed must be an integer >= 0 or None. Got {seed!r} instead.")
    noise = np.random.default_rng(seed).standard_normal(len(loans))
    return Bank(loans, bank_rule(loans) + _NOISE_SD * noise)
