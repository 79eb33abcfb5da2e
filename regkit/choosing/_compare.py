"""Nested cross-validation of candidates, on one machine or many, resumable."""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable, Mapping
from inspect import signature
from typing import Any

import joblib
import numpy as np
from sklearn.base import clone, is_classifier
from sklearn.utils import _safe_indexing, indexable
from sklearn.utils.validation import check_memory

from regkit._bar import bar
from regkit._validate import labels, plain
from regkit._warn import warn
from regkit._words import hinting
from regkit.choosing._comparison import Comparison
from regkit.choosing._cost import at_an_end, fits_and_passes, kept
from regkit.linear import GridWarning, _check
from regkit.linear._splits import Fold, splits

__all__ = ["compare"]

Error = Callable[[Any, Any], float]


@hinting
def compare(
    X: Any,
    y: Any,
    candidates: Mapping[str, Any],
    cv: Any = 5,
    n_jobs: int | None = None,
    *,
    groups: Any = None,
    seed: int = 0,
    error: Error | None = None,
    memory: str | joblib.Memory | None = None,
    progress: bool | None = None,
) -> Comparison:
    """``mean over folds of error(y_test, prediction)``, each candidate fitted without the fold.

    A candidate that tunes itself (`regkit.estimators.PenalizedRegressorCV`, ``GridSearchCV``) does
    so inside the training rows of each fold: the cross-validation is nested, and no test row has a
    say in what is tested. All candidates get the same folds, so their differences are paired.

    Parameters
    ----------
    X : array_like or data frame (n, p)
    y : array_like (n,)
    candidates : mapping of str to estimator
        Any scikit-learn estimators; they are cloned, not changed.
    cv : int, splitter or list of (train, test)
        As in `regkit.cross_validate`; an integer deals every class alike for classifiers.
        Repeated splits say more about the spread.
    n_jobs : int, optional
        Processes, by way of joblib: inside ``joblib.parallel_config("dask", scatter=[X, y])``,
        a Dask cluster does the work. The numbers are the same. Every worker gets a copy of the
        data, and after ``client.amm.stop()`` keeps it, so that one that dies takes nothing
        along: another repeats what it was doing.
    groups : array_like (n,), optional
        Rows with the same label stay in one fold, also inside a candidate that tunes itself, if
        its ``fit`` takes ``groups``.
    seed : int
        Of the deal.
    error : callable, optional
        ``error(y_test, prediction)``, smaller is better. By default the mean squared error, for
        classifiers the share of wrong labels. It must be importable where the work is done.
    memory : str or joblib.Memory, optional
        A folder in which every finished fit is kept. Run the same comparison again, after an
        interruption or with more candidates, and only what is missing is fitted.
    progress : bool, optional
        Whether to show a progress bar; by default in a terminal only.

    Returns
    -------
    Comparison

    Raises
    ------
    TypeError, ValueError
        If there are no candidates, one of them is no estimator, or the folds are not usable.

    Warns
    -----
    GridWarning
        If a candidate's best strength lies at an end of its grid.

    References
    ----------
    Stone, M. (1974). Cross-validatory choice and assessment of statistical predictions. Journal
    of the Royal Statistical Society B 36(2), 111-147.

    Examples
    --------
    >>> from regkit import datasets
    >>> from regkit.choosing import candidates, compare
    >>> data = datasets.twins()
    >>> found = compare(data.X, data.y, candidates(n_lams=20), cv=3)
    >>> found.names, found.errors.shape
    (('L1', 'L2', 'Elastic Net', 'No penalty'), (4, 3))
    """
    estimators = _checked(candidates)
    if np.ndim(plain("X", X)) == 0:
        raise TypeError(f"X must have a row for each value of y. Got {X!r:.60} instead.")
    if np.ndim(plain("y", y)) != 1:
        raise ValueError(f"y must have one value for each row. Got shape {np.shape(y)} instead.")
    labels("y", y)  # says which is missing
    X, y = indexable(X, y)
    classify = all(is_classifier(estimator) for estimator in estimators.values())
    if error is None:
        error = wrong_share if classify else mean_squared_error
    if not callable(error):
        raise TypeError(f"error must be a function or None. Got {error!r} instead.")
    seed = _check.count("seed", seed, 0)
    progress = None if progress is None else _check.flag("progress", progress)
    folds = splits(cv, X, y, groups=groups, seed=seed, stratify=classify)
    groups = None if groups is None else np.asarray(groups)
    run = check_memory(memory).cache(evaluate)
    jobs = [
        joblib.delayed(run)(estimator, X, y, fold, error, groups)
        for estimator in estimators.values()
        for fold in folds
    ]
    results = joblib.Parallel(n_jobs=n_jobs, return_as="generator")(jobs)
    if progress is None:
        progress = sys.stderr is not None and sys.stderr.isatty()
    done = list(bar(results, total=len(jobs), desc="fits") if progress else results)
    table = np.array(done, dtype=np.float64).reshape(len(estimators), len(folds), -1)
    errors, features, fits, passes, seconds, ends = np.moveaxis(table, -1, 0)
    if not np.isfinite(errors).all():
        raise ValueError("error must return finite numbers. Got NaN or infinity for some fold.")
    times = dict(zip(estimators, np.count_nonzero(ends, axis=1), strict=True))
    if any(times.values()):
        told = ", ".join(f"{name!r} in {k}" for name, k in times.items() if k)
        warn(
            f"Of {len(folds)} folds, the best strength lies at an end of its grid for {told}: "
            "there the grid is judged. Give lams that reach further.",
            GridWarning,
        )
    return Comparison(
        names=tuple(estimators),
        errors=errors,
        kept=features,
        fits=fits.sum(axis=1).astype(int),
        passes=passes.sum(axis=1),
        seconds=seconds.sum(axis=1),
        test_to_train=float(np.mean([len(test) / len(train) for train, test in folds])),
    )


def evaluate(
    estimator: Any, X: Any, y: Any, fold: Fold, error: Error, groups: Any
) -> tuple[float, int, int, float, float, bool]:
    """Fit on one fold's training rows; return error, features, fits, passes, seconds, end."""
    # The fold is one argument, a tuple: arrays would be put on a single worker of a Dask
    # cluster, and be lost with it.
    train, test = fold
    fresh = clone(estimator)
    known = groups is not None and "groups" in signature(fresh.fit).parameters
    more = {"groups": groups[train]} if known else {}
    start = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", GridWarning)  # all folds' are told together, by name
        fitted = fresh.fit(_safe_indexing(X, train), _safe_indexing(y, train), **more)
    seconds = time.perf_counter() - start
    found = error(_safe_indexing(y, test), fitted.predict(_safe_indexing(X, test)))
    return float(found), kept(fitted), *fits_and_passes(fitted), seconds, at_an_end(fitted)


def mean_squared_error(y: Any, prediction: Any) -> float:
    """``mean (y - prediction)^2``."""
    y, prediction = _alike(y, prediction)
    return float(np.mean((y - prediction) ** 2))


def wrong_share(y: Any, prediction: Any) -> float:
    """``mean [y != prediction]``."""
    y, prediction = _alike(y, prediction)
    return float(np.mean(y != prediction))


def _alike(y: Any, prediction: Any) -> tuple[Any, Any]:
    """Return both as arrays of one shape: others would be compared each with each."""
    y, prediction = np.asarray(y), np.asarray(prediction)
    if y.shape != prediction.shape:
        raise ValueError(
            f"candidates must predict one value for each row, shape {y.shape}. "
            f"Got shape {prediction.shape} instead."
        )
    return y, prediction


def _checked(candidates: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(candidates, Mapping):
        raise TypeError(
            f"candidates must be a mapping of names to estimators. Got {candidates!r:.60} instead."
        )
    if not candidates:
        raise ValueError("candidates must hold at least one estimator. Got none.")
    for name, estimator in candidates.items():
        if isinstance(estimator, type) or not (
            hasattr(estimator, "fit") and hasattr(estimator, "get_params")
        ):
            raise TypeError(
                "candidates must hold scikit-learn estimators. "
                f"Got {estimator!r:.60} as {name!r} instead."
            )
    named = {str(name): estimator for name, estimator in candidates.items()}
    if len(named) < len(candidates):
        raise ValueError(
            f"candidates must have names that differ when written. Got {list(candidates)!r}."
        )
    return named
