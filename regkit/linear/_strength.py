"""Choosing the strength without folds: by what a fit costs in freedom, or in closed form.

Everything here takes a path and returns a number for each of its strengths. ``df`` are the degrees
of freedom, rss is ``||y - Xw - b||^2``.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from regkit.linear import _check
from regkit.linear._design import EPS, Design
from regkit.linear._minimize import mean_loss, minimize
from regkit.linear._problem import Problem
from regkit.linear._results import Path
from regkit.linear._types import Array
from regkit.penalties import NoPenalty, Penalty


def degrees_of_freedom(path: Path) -> Array:
    """``df = trace X_A (X_A'X_A + 2n lam2 I)^-1 X_A' + 1``, X_A being the columns with a weight.

    For the lasso that is the rank of the active columns, for ridge the sum of
    ``s^2 / (s^2 + 2n lam2)`` over the singular values s of (centred) X. The 1 is the intercept.

    Parameters
    ----------
    path : Path

    Returns
    -------
    ndarray (k,)

    Raises
    ------
    TypeError, ValueError
        If ``path`` is no path, or one of unequal weights or factors.

    References
    ----------
    Zou, H., Hastie, T. and Tibshirani, R. (2007). On the "degrees of freedom" of the lasso. Annals
    of Statistics 35(5), 2173-2192.
    Tibshirani, R. J. and Taylor, J. (2012). Degrees of freedom in lasso problems. Annals of
    Statistics 40(2), 1198-1232.

    Examples
    --------
    >>> from regkit import L1, datasets, fit_path
    >>> from regkit.linear import degrees_of_freedom
    >>> data = datasets.twins()
    >>> path = fit_path(data.X, data.y, L1(), n_lams=4)
    >>> degrees_of_freedom(path)
    array([1., 4., 5., 6.])
    """
    return _freedom(_problem(path).reduced.whole, path.coefs, path.lams, path.direction)


def cp(path: Path, sigma: float | None = None) -> Array:
    """``Cp = (rss + 2 df sigma^2) / n``: the error on new y at the same X, estimated.

    Parameters
    ----------
    path : Path
    sigma : float, optional
        Standard deviation of the noise. By default from least squares on all columns,
        ``sigma^2 = rss / (n - df)``, which needs more rows than columns.

    Returns
    -------
    ndarray (k,)

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is described above; without ``sigma`` if p >= n.

    References
    ----------
    Mallows, C. L. (1973). Some comments on Cp. Technometrics 15(4), 661-675.
    Hastie, T., Tibshirani, R. and Friedman, J. (2009). The Elements of Statistical Learning,
    2nd ed., section 7.5.

    Examples
    --------
    >>> from regkit import L1, datasets, fit_path
    >>> from regkit.linear import cp
    >>> data = datasets.twins()
    >>> path = fit_path(data.X, data.y, L1())
    >>> path[int(cp(path).argmin())].kept
    3
    """
    problem, df = _problem(path), degrees_of_freedom(path)
    if sigma is None:
        left = _rows_left(problem, "cp")
        free = mean_loss(problem, *minimize(problem, NoPenalty(), np.zeros(1), 1.0, 1)[:2])
        variance = 2 * len(problem.y) * float(free[0]) / left
    else:
        variance = _check.number("sigma", sigma) ** 2
    return np.asarray((_rss(problem, path) + 2 * df * variance) / len(problem.y))


def aic(path: Path, sigma: float | None = None) -> Array:
    """``AIC = n log(2 pi s^2) + rss / s^2 + 2 df``, smaller for a better forecast.

    Parameters
    ----------
    path : Path
    sigma : float, optional
        Standard deviation s of the noise. By default each strength's own, ``s^2 = rss / n``, which
        needs more rows than columns: else the weakest penalty fits all, and seems the best.

    Returns
    -------
    ndarray (k,)

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is described above; without ``sigma`` if p >= n.

    References
    ----------
    Akaike, H. (1974). A new look at the statistical model identification. IEEE Transactions on
    Automatic Control 19(6), 716-723.

    Examples
    --------
    >>> from regkit import L1, datasets, fit_path
    >>> from regkit.linear import aic
    >>> data = datasets.twins()
    >>> path = fit_path(data.X, data.y, L1())
    >>> path[int(aic(path).argmin())].kept
    3
    """
    return _criterion(path, sigma, 2.0, "aic")


def bic(path: Path, sigma: float | None = None) -> Array:
    """``BIC = n log(2 pi s^2) + rss / s^2 + log(n) df``, smaller for a likelier set of columns.

    Parameters
    ----------
    path : Path
    sigma : float, optional
        As in `aic`.

    Returns
    -------
    ndarray (k,)

    Raises
    ------
    TypeError, ValueError
        As in `aic`.

    References
    ----------
    Schwarz, G. (1978). Estimating the dimension of a model. Annals of Statistics 6(2), 461-464.

    Examples
    --------
    >>> from regkit import L1, datasets, fit_path
    >>> from regkit.linear import bic
    >>> data = datasets.twins()
    >>> path = fit_path(data.X, data.y, L1())
    >>> path[int(bic(path).argmin())].kept
    1
    """
    return _criterion(path, sigma, None, "bic")


def leave_one_out(path: Path) -> Array:
    """``mean_i (r_i / (1 - h_i))^2``: ridge's leave-one-out error, without a single fold.

    h_i is the weight of row i in its own forecast, the diagonal of
    ``H = 11'/n + X_c (X_c'X_c + 2 (n - 1) lam2 I)^-1 X_c'``, and ``r = y - Hy``. The penalty is
    that of a fold: the loss is a mean, and a fold has n - 1 rows. Without an intercept H has no
    first term, and X is not centred. Where h_i is 1, which only ``lam2 = 0`` allows, it is
    infinite.

    Parameters
    ----------
    path : Path
        Of `L2`, with rows and columns that count alike: otherwise a fold is another problem. With
        ``standardize`` it would have scales of its own.

    Returns
    -------
    ndarray (k,)
        As ``cross_validate(X, y, direction, lams=path.lams, cv=n).mse_mean``, to rounding.

    Raises
    ------
    TypeError, ValueError
        If ``path`` is no path, or is not as described above.

    References
    ----------
    Allen, D. M. (1974). The relationship between variable selection and data augmentation and a
    method for prediction. Technometrics 16(1), 125-127.

    Examples
    --------
    >>> from regkit import L2, cross_validate, datasets, fit_path
    >>> from regkit.linear import leave_one_out
    >>> data = datasets.twins(n=20)
    >>> path = fit_path(data.X, data.y, L2(), [1.0, 0.01, 0.0])
    >>> leave_one_out(path).round(4)
    array([2.6539, 0.7322, 0.7617])
    >>> cross_validate(data.X, data.y, L2(), lams=path.lams, cv=20).mse_mean.round(4)
    array([[2.6539, 0.7322, 0.7617]])
    """
    r, rest = _left_out(path, "leave_one_out")
    off = np.divide(r, rest, out=np.full_like(r, np.inf), where=rest > 0)
    return np.asarray(np.mean(off**2, axis=1))


def gcv(path: Path) -> Array:
    """``mean_i r_i^2 / (1 - trace H / n)^2``: `leave_one_out` with all h_i at their mean.

    Generalized cross-validation: it does not change when the rows are rotated, as the
    leave-one-out error does. Where all h_i are alike, the two are one.

    Parameters
    ----------
    path : Path
        As in `leave_one_out`.

    Returns
    -------
    ndarray (k,)

    Raises
    ------
    TypeError, ValueError
        As in `leave_one_out`.

    References
    ----------
    Golub, G. H., Heath, M. and Wahba, G. (1979). Generalized cross-validation as a method for
    choosing a good ridge parameter. Technometrics 21(2), 215-223.

    Examples
    --------
    >>> from regkit import L2, fit_path
    >>> from regkit.linear import gcv, leave_one_out
    >>> path = fit_path([[-1.0], [1.0], [-1.0], [1.0]], [-2.0, 1.0, -1.0, 2.0], L2(), [0.5])
    >>> gcv(path).round(4), leave_one_out(path).round(4)
    (array([1.7993]), array([1.7993]))
    """
    r, rest = _left_out(path, "gcv")
    rest = rest.mean(axis=1, keepdims=True)
    off = np.divide(r, rest, out=np.full_like(r, np.inf), where=rest > 0)
    return np.asarray(np.mean(off**2, axis=1))


def _problem(path: Path) -> Problem:
    """Return what the path solves, if its rows and columns count alike."""
    if not isinstance(path, Path):
        raise TypeError(f"path must be a Path, as fit_path returns. Got {path!r:.60} instead.")
    problem = path._problem()
    if problem.loss != "squared_error":
        raise ValueError(f"path must be of squared errors. Got one with loss={problem.loss!r}.")
    for name, given in (("sample_weight", problem.weights), ("factors", problem.factors)):
        if given is not None:
            raise ValueError(f"path must have no {name}: all rows and all columns count alike.")
    return problem


def _rss(problem: Problem, path: Path) -> Array:
    each = zip(path.coefs, path.intercepts, strict=True)  # not all at once: that is k times n
    loss = [mean_loss(problem, w[None], b[None])[0] for w, b in each]
    return np.asarray(2 * len(problem.y) * np.array(loss))


def _freedom(design: Design, W: Array, lams: Array, direction: Penalty) -> Array:
    """Return the degrees of freedom of each row of W."""
    entries: Array = design.entries()
    if design.p < design.n:
        entries = np.asarray(np.linalg.qr(entries, mode="r"))  # fewer rows, the same X'X
    if not direction.lam2:
        entries = entries / np.where(design.norms > 0, design.norms, 1.0)  # a rank knows no units
    df = np.full(len(lams), float(design.with_intercept))
    before = None
    squares: Array = np.zeros(0)
    for i, (w, lam) in enumerate(zip(W, lams, strict=True)):
        active = (w != 0) | (lam * direction.lam1 == 0)
        if before is None or not np.array_equal(active, before):
            before, squares = active, _spectrum(entries[:, active])
        df[i] += float(np.sum(squares / (squares + 2 * design.n * lam * direction.lam2)))
    return df


def _spectrum(X: Array) -> Array:
    """Return the squared singular values that are told from zero."""
    s = np.linalg.svdvals(X)
    return np.asarray(s[_told(s, X)] ** 2)


def _told(s: Array, X: Array) -> npt.NDArray[np.bool_]:
    """Return which of the singular values s of X are told from zero."""
    return np.asarray(s > max(X.shape) * EPS * s.max(initial=0.0))


def _rows_left(problem: Problem, name: str) -> float:
    """Return ``n - df`` of least squares on all columns, or say that nothing is left."""
    design = problem.reduced.whole
    n, p = design.n, design.p
    left = n - float(_freedom(design, np.zeros((1, p)), np.zeros(1), NoPenalty())[0])
    if p >= n or left < 1:
        raise ValueError(
            f"{name} needs sigma where columns can explain every row: least squares leaves nothing "
            f"to estimate the noise from. Got {n} rows, {p} columns and no sigma."
        )
    return float(left)


def _criterion(path: Path, sigma: float | None, price: float | None, name: str) -> Array:
    """``n log(2 pi s^2) + rss / s^2 + price df``, by default for a price of log(n)."""
    problem, df = _problem(path), degrees_of_freedom(path)
    rss, n = _rss(problem, path), len(problem.y)
    price = float(np.log(n)) if price is None else price
    if sigma is None:
        _rows_left(problem, name)
        with np.errstate(divide="ignore"):  # a perfect fit is infinitely likely
            return np.asarray(n * np.log(2 * np.pi * rss / n) + n + price * df)
    variance = _check.number("sigma", sigma) ** 2
    return np.asarray(n * np.log(2 * np.pi * variance) + rss / variance + price * df)


def _left_out(path: Path, name: str) -> tuple[Array, Array]:
    """Return ``r`` and ``1 - h`` of `leave_one_out`, (k, n) each."""
    design = _problem(path).reduced.whole
    if path.direction.lam1:
        raise ValueError(
            f"{name} needs the path of an L2 penalty, whose fit is linear in y. Got the direction "
            f"{path.direction!r}; cross_validate(..., cv=n) leaves out one row after the other."
        )
    if path.how["standardize"]:
        raise ValueError(
            f"{name} needs a path with standardize=False: without a row the scales are others. "
            "cross_validate(..., standardize=True, cv=n) learns them anew in each fold."
        )
    n = design.n
    entries = design.entries()
    U, s, _ = np.linalg.svd(entries, full_matrices=False)
    seen = _told(s, entries)
    U, squares = U[:, seen], s[seen] ** 2
    strengths = 2 * (n - 1) * path.lams[:, None] * path.direction.lam2
    shrunk = strengths / (squares + strengths)  # the part of y along U that the fit leaves over
    along = U.T @ design.y
    r = design.y - U @ along + (shrunk * along) @ U.T
    beyond = 1 - design.with_intercept / n - np.sum(U * U, axis=1)
    beyond[beyond < n * EPS] = 0.0  # then U and the constant are all there is
    return r, beyond + shrunk @ (U * U).T
