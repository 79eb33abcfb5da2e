"""The book's made data, which draw again from a seed, and what its stored studies found."""

from __future__ import annotations

import json
import math
from importlib.resources import files
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from regkit._validate import integer, number, real

__all__ = [
    "Bank",
    "LinearData",
    "ZouHastie",
    "bank",
    "bank_rule",
    "correlation",
    "linear_data",
    "powers",
    "study",
    "twins",
    "zou_hastie",
]

Array = npt.NDArray[np.floating[Any]]

_LOANS = (0.2, 0.5, 1.1, 1.5, 1.8, 2.0, 2.5, 3.5, 3.9, 4.2)
_REPORTED = (0.9, 2.6, 4.0, 5.4, 3.7, 4.6, 5.0, 4.75, 4.6, 5.0)
_NOISE_SD = 0.7
LOANS_MIDDLE = 2.25  # of loans up to $4.5k


class Bank(NamedTuple):
    """Ten weekly reports of the bank.

    Attributes
    ----------
    loans : ndarray (10,)
        New loans in the week, in thousands of dollars, ascending.
    cash_flow : ndarray (10,)
        Effect on the week's cash flow, in thousands of dollars.

    Examples
    --------
    >>> loans, cash_flow = bank()
    >>> loans.shape, cash_flow.shape
    ((10,), (10,))
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

    Raises
    ------
    TypeError, ValueError
        If ``loans`` does not hold real numbers.

    Examples
    --------
    >>> bank_rule([0.0, 2.8]).round(2)
    array([0.  , 5.05])
    """
    loans = real("loans", loans).astype(np.float64)
    with np.errstate(over="ignore"):
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
    TypeError, ValueError
        If ``seed`` is not an integer >= 0.

    Examples
    --------
    >>> bank().cash_flow[6:8]
    array([5.  , 4.75])
    """
    loans = np.array(_LOANS)
    if seed is None:
        return Bank(loans, np.array(_REPORTED))
    rng = np.random.default_rng(integer("seed", seed, 0, " or None"))
    noise = rng.standard_normal(len(loans))
    return Bank(loans, bank_rule(loans) + _NOISE_SD * noise)


def powers(loans: npt.ArrayLike, degree: int) -> Array:
    """``[u, u^2, ..., u^degree]`` for u = (x - 2.25) / 2.25: the columns of a polynomial.

    Parameters
    ----------
    loans : array_like (n,)
        Thousands of dollars; 0 to 4.5 becomes -1 to 1, where powers are well behaved.
    degree : int >= 1

    Returns
    -------
    ndarray (n, degree)

    Raises
    ------
    TypeError, ValueError
        If ``loans`` is not a list of real numbers, or ``degree`` is not an integer >= 1.

    Examples
    --------
    >>> powers([0.0, 4.5], degree=3)
    array([[-1.,  1., -1.],
           [ 1.,  1.,  1.]])
    """
    u = (real("loans", loans).astype(np.float64) - LOANS_MIDDLE) / LOANS_MIDDLE
    if u.ndim != 1:
        raise ValueError(f"loans must be a list of numbers. Got shape {u.shape} instead.")
    columns: Array = u[:, None] ** np.arange(1, integer("degree", degree) + 1)
    return columns


class LinearData(NamedTuple):
    """``y = X w + sigma e`` with the truth that made it.

    Attributes
    ----------
    X : ndarray (n, p)
        Its rows are normal with mean 0 and covariance ``covariance``.
    y : ndarray (n,)
    coef : ndarray (p,)
        The true weights w.
    covariance : ndarray (p, p)
    sigma : float
        The standard deviation of the noise.

    Examples
    --------
    >>> data = twins()
    >>> data.X.shape, data.excess_error(data.coef)
    ((40, 5), 0.0)
    """

    X: Array
    y: Array
    coef: Array
    covariance: Array
    sigma: float

    def excess_error(self, coef: npt.ArrayLike) -> float:
        """``(w - w_true)' V (w - w_true)``: mean squared error on new rows, beyond sigma^2.

        Parameters
        ----------
        coef : array_like (p,)
            The weights w to judge; an intercept is taken to be right.

        Returns
        -------
        float

        Raises
        ------
        TypeError, ValueError
            If ``coef`` does not hold a finite number for each column.
        """
        judged = _finite("coef", coef)
        if judged.shape != self.coef.shape:
            raise ValueError(
                f"coef must have the shape {self.coef.shape}. Got shape {judged.shape} instead."
            )
        miss = judged - self.coef
        return float(miss @ self.covariance @ miss)


def correlation(
    p: int, rho: float, kind: Literal["equal", "decay", "groups"] = "equal", *, group: int = 2
) -> Array:
    """``V_ij = rho`` for i != j (equal), ``rho^|i-j|`` (decay), or rho within groups only.

    Parameters
    ----------
    p : int >= 1
        Number of columns.
    rho : float in [0, 1]
    kind : {"equal", "decay", "groups"}
    group : int >= 1
        For "groups": columns 1 to ``group`` are the first group, and so on; the last may be
        smaller.

    Returns
    -------
    ndarray (p, p)
        With ones on the diagonal.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is described above.

    Examples
    --------
    >>> correlation(3, 0.5, "decay")
    array([[1.  , 0.5 , 0.25],
           [0.5 , 1.  , 0.5 ],
           [0.25, 0.5 , 1.  ]])
    """
    p, group = integer("p", p), integer("group", group)
    rho = _number("rho", rho, 0, 1)
    apart = np.abs(np.subtract.outer(np.arange(p), np.arange(p)))
    if kind == "decay":
        return np.asarray(rho**apart, dtype=np.float64)
    if kind == "equal":
        near = np.ones((p, p), dtype=bool)
    elif kind == "groups":
        near = np.equal.outer(np.arange(p) // group, np.arange(p) // group)
    else:
        raise ValueError(f"kind must be 'equal', 'decay' or 'groups'. Got {kind!r} instead.")
    return np.where(apart == 0, 1.0, np.where(near, rho, 0.0))


def linear_data(
    n: int,
    coef: npt.ArrayLike,
    covariance: npt.ArrayLike,
    *,
    sigma: float = 1.0,
    seed: int | list[int] = 0,
) -> LinearData:
    """``y = X w + sigma e``: rows of X normal with covariance V, e standard normal.

    X is ``Z V^(1/2)`` with Z standard normal. So with the same seed, a small change of V is a
    small change of X, and columns that V treats alike are treated alike.

    Parameters
    ----------
    n : int >= 1
        Number of rows.
    coef : array_like (p,)
        The true weights w.
    covariance : array_like (p, p)
        Symmetric, positive semidefinite; see `correlation`.
    sigma : float >= 0
        The standard deviation of the noise, in the units of y.
    seed : int >= 0, or list of them

    Returns
    -------
    LinearData

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is described above.

    Examples
    --------
    >>> data = linear_data(100, [1.0, 0.0], correlation(2, 0.9), sigma=0.5)
    >>> data.X.shape, data.y.shape
    ((100, 2), (100,))
    """
    n, sigma = integer("n", n), _number("sigma", sigma, 0)
    w, V = _finite("coef", coef), _finite("covariance", covariance)
    if w.ndim != 1 or not w.size or V.shape != (w.size, w.size):
        raise ValueError(
            "covariance must have a row and a column for each weight in coef. "
            f"Got shapes {V.shape} and {w.shape} instead."
        )
    variances, axes = np.linalg.eigh(V)
    if not np.array_equal(V, V.T) or variances[0] < -1e-10 * variances[-1]:
        raise ValueError("covariance must be symmetric and positive semidefinite. Got another.")
    root = axes * np.sqrt(np.maximum(variances, 0)) @ axes.T
    seeds = seed if isinstance(seed, list) else [seed]
    rng = np.random.default_rng([integer("seed", part, 0) for part in seeds])
    X = rng.standard_normal((n, w.size)) @ root
    y = X @ w + sigma * rng.standard_normal(n)
    return LinearData(X, y, w, V, sigma)


def twins(
    n: int = 40, rho: float = 0.99, *, others: int = 3, sigma: float = 1.0, seed: int = 0
) -> LinearData:
    """``y = x_1 + x_2 + sigma e`` where x_1 and x_2 have correlation rho; others do not matter.

    The story: one branch of the bank is entered in two columns, each with errors of its own.

    Parameters
    ----------
    n : int >= 1
    rho : float in [0, 1]
        1 makes the twins equal, number by number.
    others : int >= 0
        Further columns, independent of the twins, of true weight 0.
    sigma : float >= 0
    seed : int >= 0

    Returns
    -------
    LinearData

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is described above.

    Examples
    --------
    >>> data = twins(rho=1.0)
    >>> bool((data.X[:, 0] == data.X[:, 1]).all()), data.coef
    (True, array([1., 1., 0., 0., 0.]))
    """
    p = 2 + integer("others", others, 0)
    V = np.eye(p)
    V[0, 1] = V[1, 0] = _number("rho", rho, 0, 1)
    data = linear_data(n, [1.0, 1.0] + [0.0] * (p - 2), V, sigma=sigma, seed=seed)
    if rho == 1:  # exactly, not to rounding
        data.X[:, 1] = data.X[:, 0]
    return data


class ZouHastie(NamedTuple):
    """One data set of an example: three samples of the same truth.

    Attributes
    ----------
    train, validation, test : LinearData

    Examples
    --------
    >>> train, validation, test = zou_hastie(4)
    >>> train.X.shape, validation.X.shape, test.X.shape
    ((50, 40), (50, 40), (400, 40))
    """

    train: LinearData
    validation: LinearData
    test: LinearData


def zou_hastie(example: int, seed: int = 0) -> ZouHastie:
    """``y = X w + sigma e``, one data set of one of the four examples of Zou & Hastie.

    1. 8 columns, w = (3, 1.5, 0, 0, 2, 0, 0, 0), sigma = 3, correlation 0.5^|i-j|; 20 rows to
       train, 20 to validate, 200 to test.
    2. As 1, with every weight 0.85.
    3. 40 columns: ten weights 0, ten 2, ten 0, ten 2; sigma = 15, correlation 0.5 throughout;
       100, 100 and 400 rows.
    4. 40 columns: fifteen weights 3, twenty-five 0; sigma = 15; 50, 50 and 400 rows. Columns 1
       to 5 are one normal variable, each plus noise of variance 0.01; so are 6 to 10 and 11 to
       15. The other columns are independent.

    Parameters
    ----------
    example : {1, 2, 3, 4}
    seed : int >= 0

    Returns
    -------
    ZouHastie

    Raises
    ------
    TypeError, ValueError
        If there is no such example, or ``seed`` is not an integer >= 0.

    References
    ----------
    Zou, H. and Hastie, T. (2005). Regularization and variable selection via the elastic net.
    Journal of the Royal Statistical Society B 67(2), 301-320, section 5.

    Examples
    --------
    >>> zou_hastie(1).train.coef
    array([3. , 1.5, 0. , 0. , 2. , 0. , 0. , 0. ])
    """
    example, seed = integer("example", example), integer("seed", seed, 0)
    if example == 1:
        coef, V = [3.0, 1.5, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0], correlation(8, 0.5, "decay")
        sigma, sizes = 3, (20, 20, 200)
    elif example == 2:
        coef, V = [0.85] * 8, correlation(8, 0.5, "decay")
        sigma, sizes = 3, (20, 20, 200)
    elif example == 3:
        coef, V = ([0.0] * 10 + [2.0] * 10) * 2, correlation(40, 0.5)
        sigma, sizes = 15, (100, 100, 400)
    elif example == 4:
        coef, V = [3.0] * 15 + [0.0] * 25, np.eye(40)
        V[:15, :15] = correlation(15, 1.0, "groups", group=5) + 0.01 * np.eye(15)
        sigma, sizes = 15, (50, 50, 400)
    else:
        raise ValueError(f"example must be 1, 2, 3 or 4. Got {example!r} instead.")
    train, validation, test = (
        linear_data(n, coef, V, sigma=sigma, seed=[example, seed, part])
        for part, n in enumerate(sizes)
    )
    return ZouHastie(train, validation, test)


def _finite(name: str, value: npt.ArrayLike) -> Array:
    """Return a float64 copy of finite numbers whose products do not overflow."""
    array = np.array(real(name, value), dtype=np.float64)
    if not (np.abs(array) <= 1e100).all():
        raise ValueError(f"{name} must be finite, and at most 1e100 in absolute value. Got other.")
    return array


def _number(name: str, value: Any, low: float, high: float = math.inf) -> float:
    upper = "" if high == math.inf else f" and <= {high:g}"
    return number(
        name, value, f"a number >= {low:g}{upper}", lambda v: low <= v <= high and math.isfinite(v)
    )


_STUDIES = {
    "network_zeros": "network_zeros.json",
    "regret": "regret.csv",
    "strength": "strength.json",
    "weight_decay": "weight_decay.json",
    "zou_hastie": "zou_hastie.json",
}


def study(
    name: Literal["network_zeros", "regret", "strength", "weight_decay", "zou_hastie"],
) -> Any:
    """Return what a study of the book found that takes too long to be made while you read.

    Parameters
    ----------
    name : {"network_zeros", "regret", "strength", "weight_decay", "zou_hastie"}
        Exact zeros in trained networks; the regret of every method on data sets whose truth is
        known; errors along a grid of strengths, as rows, noise, columns and correlation vary; where
        optimizers come to rest under weight decay, and what it is worth beside other remedies; the
        four examples of Zou and Hastie (2005), on 1,000 data sets.

    Returns
    -------
    dict or ndarray
        "regret" is a structured array with a row for each data set, the others are dicts.

    Raises
    ------
    ValueError
        If there is no such study.

    Examples
    --------
    >>> from regkit.datasets import study
    >>> study("regret").dtype.names[:3]
    ('n', 'rho', 'relevant')
    """
    if name not in _STUDIES:
        raise ValueError(f"name must be one of {sorted(_STUDIES)}. Got {name!r} instead.")
    text = files("regkit").joinpath("data", _STUDIES[name]).read_text(encoding="utf-8")
    if _STUDIES[name].endswith(".json"):
        return json.loads(text)
    return np.genfromtxt(text.splitlines(), delimiter=",", names=True, dtype=None, encoding="utf-8")
