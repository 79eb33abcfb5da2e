"""Choosing the strength, and the kind, of a penalty by cross-validation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
import numpy.typing as npt

from regkit import _validate
from regkit._judging import standard_error
from regkit._shown import Shown
from regkit._warn import warn
from regkit._words import hinting
from regkit.linear import _check
from regkit.linear._fit import MAX_ITER, warn_if_above
from regkit.linear._folds import paths_in_step
from regkit.linear._grids import default_lams, given_lams, largest_lam
from regkit.linear._minimize import Minimizers, error_rate, mean_loss, minimize, unhelped
from regkit.linear._problem import Loss, Problem, described
from regkit.linear._scale import warn_if_apart
from regkit.linear._separation import SeparationError
from regkit.linear._splits import Fold, splits, splits_of_used
from regkit.linear._types import Array
from regkit.penalties import NoPenalty, Penalty

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Score = Literal["loss", "error"]
EMPTY = "one_se keeps no column."
ALIKE = 0.05  # standard errors: errors that differ by less are the same


class GridWarning(UserWarning):
    """The smallest error of a grid of strengths lies at its end: another strength may do better.

    Examples
    --------
    >>> import warnings
    >>> from regkit import L1, cross_validate, datasets
    >>> data = datasets.twins()
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("error", GridWarning)  # stop, rather than compare grids
    ...     result = cross_validate(data.X, data.y, L1(), n_lams=20)
    """


@dataclass(frozen=True, eq=False, repr=False)
class CVResult(Shown):
    """Cross-validated errors along the path of each direction.

    Attributes
    ----------
    directions : tuple of Penalty (d,)
    lams : ndarray (d, k)
        Descending in each row.
    loss_mean : ndarray (d, k)
        Mean over the folds of the mean loss of the test rows, weighted if the rows are.
    loss_se : ndarray (d, k)
        Its standard error: the standard deviation over the folds (ddof 1) over sqrt(folds). NaN
        where a loss is infinite.
    loss : ndarray (d, k, folds)
        The mean loss of each fold. Infinite for two classes at ``lam = 0``, no penalty, where the
        columns separate the training rows: there is no minimum, and ``best`` is another.
    loss_name : str
        ``"squared_error"``: half the squared error, as it stands in the objective; or
        ``"logistic"``: the log loss, ``-log`` of the probability given to the class that came.
    mse_mean, mse_se, mse : ndarray
        The same for the squared error itself, which is twice the loss.
    error_mean, error_se, error : ndarray
        The same for the error rate of the more probable class, with the logistic loss.
    score : str
        What chose ``best`` and ``one_se``: ``"loss"`` or ``"error"``.
    best : Penalty
        The penalty with the smallest mean score.
    one_se : Penalty
        The largest lam of the direction of ``best`` whose mean score is within one standard
        error of the smallest.
    best_index : tuple of int
        Row and column of ``best``.
    cut_off : tuple of str (d,)
        For each direction ``"weak"`` or ``"strong"`` if its smallest error lies at that end of
        its grid, so that another strength may do better; else ``""``. An error that is that of
        no penalty (at the weak end) or of the mean alone (at the strong end) is not cut off.
    says : tuple of str
        What to know about ``best`` and ``one_se``, if they keep no column; and the folds without a
        minimum at ``lam = 0``.
    names : tuple of str or None
        The names of the columns, if X was a data frame that has them.

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
    loss_mean: Array
    loss_se: Array
    loss: Array
    loss_name: str
    best: Penalty
    one_se: Penalty
    best_index: tuple[int, int]
    cut_off: tuple[str, ...]
    says: tuple[str, ...]
    names: tuple[str, ...] | None
    score: Score = "loss"
    rates: Array | None = None

    @property
    def error(self) -> Array:
        """The error rate of each fold."""
        if self.rates is None:
            raise AttributeError(f"error is of classes; with {self.loss_name}, see mse.")
        return self.rates

    @property
    def error_mean(self) -> Array:
        """Mean over the folds of the error rate."""
        return np.asarray(self.error.mean(axis=2))

    @property
    def error_se(self) -> Array:
        """Its standard error."""
        return standard_error(self.error)

    @property
    def mse_mean(self) -> Array:
        """Mean over the folds of the mean squared test error."""
        return self._twice(self.loss_mean)

    @property
    def mse_se(self) -> Array:
        """Its standard error."""
        return self._twice(self.loss_se)

    @property
    def mse(self) -> Array:
        """The mean squared test error of each fold."""
        return self._twice(self.loss)

    def _twice(self, loss: Array) -> Array:
        if self.loss_name != "squared_error":
            raise AttributeError(f"mse is of squared errors; with {self.loss_name}, see loss.")
        return 2 * loss

    def _facts(self) -> dict[str, str]:
        shape = self.loss.shape
        if self.score == "error":
            what, mean, se = "error rate", self.error_mean, self.error_se
        elif self.loss_name == "logistic":
            what, mean, se = "log loss", self.loss_mean, self.loss_se
        else:
            what, mean, se = "error", self.mse_mean, self.mse_se
        facts = {"folds": f"{shape[2]}, {shape[1]} strengths for each direction"}
        for d, direction in enumerate(self.directions):
            k = int(np.argmin(mean[d]))
            end = f" (at the {self.cut_off[d]} end of its grid)" if self.cut_off[d] else ""
            facts[repr(direction)] = (
                f"{what} {mean[d, k]:.4g} +- {se[d, k]:.2g} at lam = {self.lams[d, k]:.4g}{end}"
            )
        facts |= {"best": repr(self.best), "one_se": repr(self.one_se)}
        return facts | {"note": " ".join(self.says)} if self.says else facts

    def plot(self) -> Figure:
        """Draw each direction's mean error over lam, the best one's ``± one standard error``.

        A dotted line marks the strength of the smallest error, a dashed one that of the
        one-standard-error rule. Errors far above those of the strongest penalties are left out.

        Returns
        -------
        matplotlib.figure.Figure
            As of `Path.plot`.

        Raises
        ------
        ModuleNotFoundError
            If matplotlib is not installed.
        ValueError
            If a direction has fewer than two strengths > 0.
        """
        from regkit.figures._errors import error_curves

        return error_curves(self)[0]


@hinting
def cross_validate(
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    directions: Penalty | Sequence[Penalty],
    *,
    lams: npt.ArrayLike | None = None,
    n_lams: int = 100,
    eps: float | None = None,
    cv: Any = 5,
    groups: npt.ArrayLike | None = None,
    seed: int = 0,
    score: Score = "loss",
    loss: Loss = "squared_error",
    sample_weight: npt.ArrayLike | None = None,
    factors: npt.ArrayLike | None = None,
    standardize: bool | None = None,
    fit_intercept: bool = True,
    tol: float = 1e-8,
) -> CVResult:
    """``mean over folds of mean (y_test - X_test w - b)^2``, w and b fitted without the fold.

    With ``loss="logistic"`` it is ``mean log(1 + exp(-s_test (X_test w + b)))``, s = 1 or -1.

    Parameters
    ----------
    X : array_like (n, p)
    y : array_like (n,)
    directions : Penalty or sequence of Penalty
        Each is followed along its own grid; so each must have an L1 or L2 part.
    lams : array_like (k,) or (d, k), optional
        Strengths, the same for all directions or a row for each. By default each direction's
        grid (see `fit_path`), taken from all the data. With a 0 no penalty is a candidate, too.
    n_lams : int
    eps : float in (0, 1), optional
        As in `fit_path`.
    cv : int, splitter or list of (train, test)
        A number of folds, or an object with ``split(X, y)`` as in scikit-learn, or pairs of
        index arrays. An integer deals the rows at random, as ``KFold(cv, shuffle=True,
        random_state=seed)`` of scikit-learn does (with groups ``GroupKFold``, likewise);
        ``cv=n`` leaves out one row after the other. For rows in time give a splitter that
        keeps their order.
    groups : array_like (n,), optional
        Rows with the same label stay in one fold.
    seed : int
        Of the deal.
    score : {"loss", "error"}
        What chooses: the loss, or for the logistic loss the share of rows whose more probable
        class is not theirs. The loss tells more strengths apart.
    loss : {"squared_error", "logistic"}
        For ``"logistic"`` an integer ``cv`` deals every class among all folds, as
        ``StratifiedKFold`` does.
    sample_weight : array_like (n,), optional
        As in `fit`; errors are weighted by them, too. Rows of weight 0 are in no fold.
    factors : array_like (p,), optional
        As in `fit`.
    standardize : bool, optional
        As in `fit`; scales are taken from the training rows of each fold.
    fit_intercept : bool
    tol : float
        As in `fit`.

    Returns
    -------
    CVResult

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is described above; what a splitter refuses, in its words; a
        fold that is trained on one class only, by its number.
    SeparationError
        As in `fit`, for the training rows of a fold, unless another of the ``lams`` is above 0.

    Warns
    -----
    ConvergenceWarning
        If a gap is above ``tol`` at the end.
    GridWarning
        If a direction's smallest error lies at an end of its grid (see ``cut_off``).
    ScaleWarning
        As in `fit`.

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

    Two classes:

    >>> classes = cross_validate(data.X, data.y > 0, L1(), loss="logistic", n_lams=20)
    >>> classes.loss_mean.shape, classes.error_mean.shape
    ((1, 20), (1, 20))
    """
    problem = described(
        X,
        y,
        loss=loss,
        sample_weight=sample_weight,
        factors=factors,
        standardize=standardize,
        fit_intercept=fit_intercept,
    )
    directions = penalties("directions", directions)
    if _validate.choice("score", score, get_args(Score)) == "error" and loss != "logistic":
        raise ValueError(f"score must be 'loss' for loss={loss!r}. Got 'error' instead.")
    tol = _check.number("tol", tol)
    folds = dealt(problem, cv, X, problem.y, np.size(y), groups, seed)
    if standardize is None:
        warn_if_apart(problem, *directions)
    grids = grids_of(problem, directions, lams, n_lams, eps)
    result = along(problem, directions, grids, folds, score, tol)
    warn_of_ends(result, lams is None)
    return result


def dealt(
    problem: Problem, cv: Any, X: Any, labels: npt.NDArray[Any], n: int, groups: Any, seed: Any
) -> list[Fold]:
    """Return folds of the used rows of a problem, of which a splitter sees X and the labels.

    The labels are those of the used rows, in their owner's words; n rows were given.
    """
    classify = problem.loss == "logistic"
    deal: dict[str, Any] = {
        "groups": groups, "seed": _check.count("seed", seed, 0), "stratify": classify
    }  # fmt: skip
    folds = (
        splits(cv, X, labels, **deal)
        if problem.used is None
        else splits_of_used(cv, problem.X, labels, problem.used, n, **deal)
    )
    if classify:
        _refuse_missing_class(labels, folds)
    return folds


def grids_of(
    problem: Problem, directions: Sequence[Penalty], lams: Any, n_lams: Any, eps: Any
) -> Array:
    """Return each direction's strengths, descending: those given, or its own grid."""
    n_lams = _check.count("n_lams", n_lams)
    eps = None if eps is None else _check.number("eps", eps, 0, 1)
    if lams is not None:
        return _given_grids(lams, directions)
    return np.array([default_lams(problem, d, n_lams, eps) for d in directions])


def along(
    problem: Problem,
    directions: tuple[Penalty, ...],
    grids: Array,
    folds: Sequence[Fold],
    score: Score = "loss",
    tol: float = 1e-8,
) -> CVResult:
    """Follow the directions in every fold, and choose; what lies at an end is not yet told."""
    gaps, losses = paths_in_step(problem, folds, directions, grids)
    rates = np.full_like(losses, np.nan) if problem.loss == "logistic" else None
    for f, (train, test) in enumerate(folds):  # the rest one by one
        left = [d for d, gap in enumerate(gaps[:, :, f]) if not np.all(gap <= tol)]
        if not left:
            continue
        trained, tested = problem.rows(train), problem.rows(test)
        for d in left:
            try:
                found = _minima(trained, directions[d], grids[d], tol)
            except SeparationError as error:
                raise SeparationError(
                    f"In fold {f}: {error}", error.direction, error.intercept
                ) from None
            k = len(found.gaps)
            gaps[d, :, f] = np.append(found.gaps, np.zeros(len(grids[d]) - k))
            losses[d, :k, f] = mean_loss(tested, found.coefs, found.intercepts)
            losses[d, k:, f] = np.inf
            if rates is not None:
                rates[d, :k, f] = error_rate(tested, found.coefs, found.intercepts)
                rates[d, k:, f] = np.inf
    warn_if_above(gaps, tol)
    scores = rates if score == "error" and rates is not None else losses
    mean, se = scores.mean(axis=2), standard_error(scores)
    chosen, one_se, place = choice(directions, grids, scores)
    largest = [largest_lam(problem, d) if d.lam1 else np.inf for d in directions]
    measure = error_rate if score == "error" else mean_loss
    cut_off = _cut_off(mean, se, grids, largest, lambda end: _free(problem, folds, end, measure))
    empty = without_columns(problem, directions[place[0]], chosen, one_se)
    return CVResult(
        directions=directions,
        lams=grids,
        loss_mean=losses.mean(axis=2),
        loss_se=standard_error(losses),
        loss=losses,
        loss_name=problem.loss,
        best=chosen,
        one_se=one_se,
        best_index=place,
        cut_off=cut_off,
        says=(*empty, *without_minimum(problem, losses)),
        names=problem.names,
        score=score,
        rates=rates,
    )


def warn_of_ends(result: CVResult, own: bool) -> None:
    """Warn of every direction whose smallest error lies at an end of its (own) grid."""
    for d, end in enumerate(result.cut_off):
        if end:
            warn(_advice(result.directions[d], result.lams[d], end, own), GridWarning)


def _minima(trained: Problem, direction: Penalty, lams: Array, tol: float) -> Minimizers:
    """Minimize for every lam (descending) but 0 where the classes are separated."""
    try:
        return minimize(trained, direction, lams, tol, MAX_ITER * len(lams))
    except SeparationError:
        positive = lams[lams > 0]
        if len(positive) in (0, len(lams)):
            raise
        return _minima(trained, direction, positive, tol)


def choice(
    directions: Sequence[Penalty], lams: Array, scores: Array
) -> tuple[Penalty, Penalty, tuple[int, int]]:
    """Return the best penalty, the strongest within one standard error, and the best's place."""
    mean, se = scores.mean(axis=2), standard_error(scores)
    best, k = (int(i) for i in np.unravel_index(np.argmin(mean), mean.shape))
    within = int(np.argmax(mean[best] <= mean[best, k] + se[best, k]))
    direction = directions[best]
    return float(lams[best, k]) * direction, float(lams[best, within]) * direction, (best, k)


def _refuse_missing_class(labels: npt.NDArray[Any], folds: Sequence[Fold]) -> None:
    """Say which fold is not trained on which class, if there is one."""
    classes = np.unique(labels)
    if len(classes) == 1:
        raise ValueError(
            "y must hold both classes. "
            f"Got only class {_validate.label(classes[0])} in all {len(labels)} rows instead."
        )
    for f, (train, _) in enumerate(folds):
        missing = np.setdiff1d(classes, labels[train])
        if missing.size:
            raise ValueError(
                "cv must leave every class in the training rows of every fold. "
                f"Got none of class {_validate.label(missing[0])} in fold {f}."
            )


def _free(
    problem: Problem,
    folds: Sequence[Fold],
    end: str,
    measure: Callable[[Problem, Array, Array], Array],
) -> float:
    """Return the score without a penalty (the weak end), or with nothing penalized (the strong)."""
    found, none = [], NoPenalty()
    for train, test in folds:
        trained = problem.rows(train)
        if end == "weak":
            try:
                coefs, intercepts, *_ = minimize(trained, none, np.zeros(1), 1e-8, MAX_ITER)
            except SeparationError:  # without a penalty there is no minimum
                return np.inf
        else:
            coefs, intercepts = unhelped(trained)
        found.append(measure(problem.rows(test), coefs, intercepts)[0])
    return float(np.mean(found))


def _cut_off(
    mean: Array, se: Array, lams: Array, largest: Sequence[float], free: Callable[[str], float]
) -> tuple[str, ...]:
    """Say of each direction at which end of its grid the error still falls, if at any."""
    if lams.shape[1] == 1:
        return ("",) * len(lams)  # nothing was tuned
    free, ends = cache(free), []
    for here, spread, grid, top in zip(mean, se, lams, largest, strict=True):
        end, k = end_of(here), int(np.argmin(here))
        beyond = grid[k] > 0 if end == "weak" else grid[k] < (1 - 1e-12) * top
        falls = end and beyond and abs(here[k] - free(end)) > ALIKE * spread[k]
        ends.append(end if falls else "")
    return tuple(ends)


def end_of(errors: Array) -> str:
    """Say at which end the smallest of finite errors lies, if at one."""
    k, last = int(np.argmin(errors)), int(np.flatnonzero(np.isfinite(errors))[-1])
    return "weak" if k == last else "strong" if k == 0 else ""


def _advice(direction: Penalty, grid: Array, end: str, own: bool) -> str:
    """Say that a grid ends too early, and what to widen."""
    if end == "strong":
        widen = "Give lams that reach further up."
    elif own and direction.lam1:
        widen = "Give a smaller eps, or lams that reach further down; or compare with NoPenalty()."
    elif grid[-1] > 0:
        widen = "Give lams that reach further down; or compare with NoPenalty()."
    else:  # no penalty was tried, and has no minimum
        widen = "Give lams that reach further down."
    last = grid[grid > 0][-1] if end == "weak" else grid[0]
    return (
        f"The smallest error of {direction!r} lies at the {end}est strength of its grid, "
        f"{last:.3g}: one beyond it may do better. {widen}"
    )


def without_columns(
    problem: Problem, direction: Penalty, best: Penalty, one_se: Penalty
) -> tuple[str, ...]:
    """Say which of the two choices keeps no column, if one does."""
    if not direction.lam1 or problem.flat:
        return ()
    largest = (1 - 1e-12) * largest_lam(problem, direction) * direction.lam1
    if best.lam1 >= largest:
        return ("No column helps: the best penalty leaves no weight.",)
    return (EMPTY,) if one_se.lam1 >= largest else ()


def without_minimum(problem: Problem, losses: Array) -> tuple[str, ...]:
    """Say in which folds no penalty has no minimum, if in some."""
    folds = np.flatnonzero(np.isinf(losses).any(axis=(0, 1)))
    if not len(folds):
        return ()
    named = f"fold{'s' * (len(folds) > 1)} {', '.join(map(str, folds))}"
    zero, one = problem.called
    return (
        f"No penalty was no candidate: columns separate {one} from {zero} in training, in {named}.",
    )


def _given_grids(lams: Any, directions: Sequence[Penalty]) -> Array:
    """Check the strengths a caller gave; return a descending row for each direction."""
    array = _check.numeric("lams", lams)
    if array.ndim not in (1, 2) or (array.ndim == 2 and len(array) != len(directions)):
        raise ValueError(
            "lams must have the shape (k,), or (d, k) with a row for each of the "
            f"{len(directions)} directions. Got shape {array.shape} instead."
        )
    rows = np.broadcast_to(array, (len(directions), array.shape[-1]))
    return np.stack([given_lams(row, d) for row, d in zip(rows, directions, strict=True)])


def penalties(name: str, directions: Penalty | Iterable[Penalty]) -> tuple[Penalty, ...]:
    """Check a penalty, or several, each with an L1 or L2 part."""
    try:
        given = (directions,) if isinstance(directions, Penalty) else tuple(directions)
    except TypeError:
        given = ()
    if not given:
        raise TypeError(
            f"{name} must be a penalty or a sequence of penalties. Got {directions!r:.60} instead."
        )
    for direction in given:
        _check.penalty(name, direction)
        if direction.lam1 == direction.lam2 == 0:
            raise ValueError(f"{name} must have an L1 or L2 part. Got {direction!r} instead.")
    return given
