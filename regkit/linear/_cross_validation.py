"""Choosing the strength, and the kind, of a penalty by cross-validation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from regkit.linear import _check
from regkit.linear._design import Design
from regkit.linear._folds import Fold, paths_in_step
from regkit.linear._path import MAX_ITER, default_lams, solve, warn_if_above
from regkit.penalties import Penalty

Array = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class CVResult:
    """Cross-validated errors along the path of each direction.

    Attributes
    ----------
    directions : tuple of Penalty (d,)
    lams : ndarray (d, k)
        Descending in each row.
    mse_mean : ndarray (d, k)
        Mean over the folds of the mean squared test error.
    mse_se : ndarray (d, k)
        Its standard error: the standard deviation over the folds (ddof 1) over sqrt(folds).
    mse : ndarray (d, k, folds)
        The error of each fold.
    best : Penalty
        The penalty with the smallest ``mse_mean``.
    one_se : Penalty
        The largest lam of the direction of ``best`` whose ``mse_mean`` is within one standard
        error of the smallest.
    best_index : tuple of int
        Row and column of ``best``.

    Examples
    --------
    >>> from regkit import L1, L2, cross_validate, datasets, fit
    >>> data = datasets.twins()
    >>> result = cross_validate(data.X, data.y, [L1(), L2()], n_lams=20)
    >>> d, k = result.best_index
    >>> result.best == result.lams[d, k] * result.directions[d]
    True
    >>> fit(data.X, data.y, result.best).converged
    True
    """

    directions: tuple[Penalty, ...]
    lams: Array
    mse_mean: Array
    mse_se: Array
    mse: Array
    best: Penalty
    one_se: Penalty
    best_index: tuple[int, int]


def cross_validate(
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    directions: Penalty | Sequence[Penalty],
    *,
    n_lams: int = 100,
    eps: float = 1e-3,
    cv: Any = 5,
    fit_intercept: bool = True,
    tol: float = 1e-8,
) -> CVResult:
    """``mean over folds of mean (y_test - X_test w - b)^2``, w and b fitted without the fold.

    Parameters
    ----------
    X : array_like (n, p)
    y : array_like (n,)
    directions : Penalty or sequence of Penalty
        Each is followed along its default grid (see `fit_path`), taken from all the data; so
        each must have an L1 or L2 part.
    n_lams : int
    eps : float in (0, 1)
    cv : int, splitter or list of (train, test)
        A number of folds (contiguous, not shuffled), an object with ``split(X, y)`` as in
        scikit-learn, or pairs of index arrays.
    fit_intercept : bool
    tol : float
        As in `fit`.

    Returns
    -------
    CVResult

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is described above.

    Warns
    -----
    ConvergenceWarning
        If a gap is above ``tol`` at the end.

    References
    ----------
    Hastie, T., Tibshirani, R. and Friedman, J. (2009). The Elements of Statistical Learning,
    2nd ed., section 7.10.

    Examples
    --------
    >>> from regkit import L1, ElasticNet, cross_validate, datasets
    >>> data = datasets.twins()
    >>> result = cross_validate(data.X, data.y, [L1(), ElasticNet.mix(0.5)], n_lams=20)
    >>> result.mse_mean.shape
    (2, 20)
    >>> result.best.lam1 <= result.one_se.lam1
    True
    """
    X, y = _check.data(X, y)
    directions = _checked(directions)
    n_lams = _check.count("n_lams", n_lams)
    eps = _check.number("eps", eps, 0, 1)
    fit_intercept = _check.flag("fit_intercept", fit_intercept)
    tol = _check.number("tol", tol)
    folds = _folds(cv, X, y)
    design = Design(X, y, fit_intercept)
    lams = np.array([default_lams(design, d, n_lams, eps) for d in directions])
    gaps, mse = paths_in_step(design, folds, directions, lams)
    for f, (train, test) in enumerate(folds):  # the rest one by one
        left = [d for d, gap in enumerate(gaps[:, :, f]) if not np.all(gap <= tol)]
        part = Design(X[train], y[train], fit_intercept) if left else design
        for d in left:
            W, gaps[d, :, f], _ = solve(part, directions[d], lams[d], tol, MAX_ITER * n_lams)
            intercepts = part.y_mean - W @ part.x_mean
            errors = W @ X[test].T + intercepts[:, None] - y[test]
            mse[d, :, f] = np.mean(errors * errors, axis=1)
    warn_if_above(gaps, tol)
    mean = mse.mean(axis=2)
    se = mse.std(axis=2, ddof=1) / np.sqrt(len(folds))
    best, k = (int(i) for i in np.unravel_index(np.argmin(mean), mean.shape))
    within = int(np.argmax(mean[best] <= mean[best, k] + se[best, k]))
    return CVResult(
        directions=directions,
        lams=lams,
        mse_mean=mean,
        mse_se=se,
        mse=mse,
        best=float(lams[best, k]) * directions[best],
        one_se=float(lams[best, within]) * directions[best],
        best_index=(best, k),
    )


def _checked(directions: Penalty | Iterable[Penalty]) -> tuple[Penalty, ...]:
    try:
        given = (directions,) if isinstance(directions, Penalty) else tuple(directions)
    except TypeError:
        given = ()
    if not given:
        raise TypeError(
            f"directions must be a penalty or a sequence of penalties. Got {directions!r} instead."
        )
    for direction in given:
        _check.penalty("directions", direction)
        if direction.lam1 == direction.lam2 == 0:
            raise ValueError(f"directions must have an L1 or L2 part. Got {direction!r} instead.")
    return given


def _folds(cv: Any, X: Array, y: Array) -> list[Fold]:
    """Return the (train, test) indices that ``cv`` stands for."""
    n = len(X)
    allowed = (
        f"cv must be an integer from 2 to {n}, an object with split(X, y), or a list of at least "
        "two pairs (train, test) of indices."
    )
    if isinstance(cv, int | np.integer) and not isinstance(cv, bool):
        if not 2 <= cv <= n:
            raise ValueError(f"{allowed} Got {cv!r} instead.")
        rows = np.arange(n)
        return [(np.setdiff1d(rows, test), test) for test in np.array_split(rows, int(cv))]
    folds = index_pairs(cv, X, y, n, allowed)
    if len(folds) < 2:
        raise ValueError(f"{allowed} Got {len(folds)} instead.")
    return folds


def index_pairs(cv: Any, X: Any, y: Any, n: int, allowed: str) -> list[Fold]:
    """Return the pairs (train, test) of a splitter or a list, all indices among n rows."""
    try:
        pairs = list(cv.split(X, y) if hasattr(cv, "split") else cv)
        folds = [(np.asarray(train), np.asarray(test)) for train, test in pairs]
    except (TypeError, ValueError) as error:
        raise TypeError(f"{allowed} Got {cv!r:.60} instead.") from error
    for part in (part for fold in folds for part in fold):
        indices = part.ndim == 1 and part.size and part.dtype.kind in "iu"
        if not indices or part.min() < -n or part.max() >= n:
            raise ValueError(f"{allowed} Got the indices {part!r:.60} instead.")
    return folds
