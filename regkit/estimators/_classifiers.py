"""scikit-learn's interface to the logistic loss of `regkit.linear`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, Literal, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from regkit import _validate
from regkit._judging import standard_error
from regkit._validate import label
from regkit._words import hinting_class
from regkit.estimators._data import PenaltyParameters, encoded, names_of, selected, validated
from regkit.estimators._linear import solved
from regkit.linear import CVResult, _check
from regkit.linear._cross_validation import (
    along,
    choice,
    dealt,
    end_of,
    grids_of,
    penalties,
    warn_of_ends,
    without_columns,
    without_minimum,
)
from regkit.linear._problem import Problem, described
from regkit.penalties import L1, L2, ElasticNet, NoPenalty, Penalty

Array = npt.NDArray[np.floating[Any]]
DIRECTIONS = (L1(), L2(), ElasticNet.mix(0.5))
REST = "the other classes"


class _Linear(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # untyped base
    """Two classes by one linear predictor, more by one for each class against the rest."""

    classes_: npt.NDArray[Any]
    coef_: Array
    intercept_: Array

    def _data(self, X: Any, y: Any) -> tuple[Array, npt.NDArray[np.intp]]:
        """Check the data, and return X and the numbers of the classes."""
        X, y = validated(self, X, y)
        codes = encoded(self, y)
        return _check.in_range("X", X, names_of(self)), codes

    def _problems(
        self, X: Array, codes: npt.NDArray[np.intp], how: dict[str, Any]
    ) -> list[Problem]:
        """Return what is to be solved: each class against the rest; of two, the second's."""
        named = [f"class {label(name)}" for name in self.classes_]
        two = len(named) == 2
        problems = [
            described(
                X, (codes == k).astype(np.float64), loss="logistic", names=names_of(self),
                called=(named[0] if two else REST, named[k]), **how,
            )
            for k in ([1] if two else range(len(named)))
        ]  # fmt: skip
        left = np.bincount(used(problems[0], codes), minlength=len(named))
        if not left.all():
            raise ValueError(
                "sample_weight must be positive for a row of every class. "
                f"Got zeros in all rows of {named[int(left.argmin())]}."
            )
        return problems

    def decision_function(self, X: Any) -> Array:
        """``X w + b`` for X (n, p).

        Returns an ndarray (n,), above 0 for the second of two classes; of more, (n, classes).
        """
        check_is_fitted(self)
        X = validated(self, X, reset=False)
        z: Array = X @ self.coef_.T + self.intercept_
        return z[:, 0] if len(self.classes_) == 2 else z

    def predict(self, X: Any) -> npt.NDArray[Any]:
        """``argmax_k (X w_k + b_k)``, as a class of ``classes_``; returns an ndarray (n,)."""
        z = self.decision_function(X)
        codes = (z > 0).astype(np.intp) if z.ndim == 1 else z.argmax(axis=1)
        labels: npt.NDArray[Any] = self.classes_[codes]
        return labels

    def predict_proba(self, X: Any) -> Array:
        """``1 / (1 + exp(-(X w + b)))``, a column for each class.

        Of more than two classes, those of each against the rest over their sum.
        """
        z = self.decision_function(X)
        if z.ndim == 1:
            z = np.column_stack([-z, z])
        # over the largest of a row, so that a sum of tiny numbers is none of rounding
        log_p = -np.logaddexp(0.0, -z)
        p = np.exp(log_p - log_p.max(axis=1, keepdims=True))
        probabilities: Array = p / p.sum(axis=1, keepdims=True)
        return probabilities

    def predict_log_proba(self, X: Any) -> Array:
        """``log`` of `predict_proba`."""
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(self.predict_proba(X)))

    def _fit_all(self, problems: list[Problem], penalty: Penalty, **how: Any) -> None:
        """Fit every class against the rest, to a tolerance and in at most so many systems."""
        solutions = []
        for problem in problems:
            whose = "" if len(problems) == 1 else f"Of {problem.called[1]} against the rest: "
            solutions.append(solved(problem, penalty, whose=whose, **how))
        self.coef_ = np.array([solution.coef for solution in solutions])
        self.intercept_ = np.array([solution.intercept for solution in solutions])
        self.n_iter_ = np.array([solution.n_iter for solution in solutions])
        self.dual_gap_ = np.array([solution.gap for solution in solutions])


@hinting_class
class PenalizedClassifier(PenaltyParameters, _Linear):
    """``argmin_{w, b} 1/n sum_i log(1 + exp(-s_i (x_i'w + b))) + lam1 ||w||_1 + lam2 ||w||_2^2``.

    s is 1 for the second of two classes and -1 for the first. With more classes, each is set
    against the rest, and the one with the largest ``x'w_k + b_k`` is predicted.

    Parameters
    ----------
    penalty : Penalty or None
        None is no penalty, which classes that the columns separate are refused with: without one
        their weights grow for ever. Nothing is regularized silently.
    fit_intercept : bool
    standardize : bool
        Whether the penalty applies to the weights of columns divided by their standard
        deviation (ddof 0). The weights in ``coef_`` are always those of the columns as given.
        False says that the columns' units are meant: unlike `regkit.fit`, this warns of none. (By
        default `PenalizedClassifierCV` divides.)
    factors : array_like (p,), optional
        What the penalty of each column is multiplied by: 0 leaves it unpenalized, infinity leaves
        the column out.
    tol : float
        The duality gap to reach, in units of the loss of the intercept alone.
    max_iter : int
        The largest number of linear systems to solve.

    Attributes
    ----------
    classes_ : ndarray (classes,)
    coef_ : ndarray (1, p), or (classes, p) of more than two
        In float64, also for float32 data.
    intercept_ : ndarray (1,) or (classes,)
    n_iter_ : ndarray (1,) or (classes,)
        Linear systems solved, as in `regkit.linear.Solution`.
    dual_gap_ : ndarray (1,) or (classes,)
        How far the objective can be from its minimum, in units of the loss of the intercept.
    n_features_in_ : int
    feature_names_in_ : ndarray (p,)
        If X had column names.

    References
    ----------
    Hastie, T., Tibshirani, R. and Friedman, J. (2009). The Elements of Statistical Learning,
    2nd ed., section 4.4.

    Examples
    --------
    >>> from regkit import L2
    >>> from regkit.estimators import PenalizedClassifier
    >>> model = PenalizedClassifier(L2(0.1)).fit([[0], [1], [2], [3]], ["no", "no", "yes", "yes"])
    >>> model.predict([[0.5], [2.5]])
    array(['no', 'yes'], dtype='<U3')
    """

    def __init__(
        self,
        penalty: Penalty | None = None,
        *,
        fit_intercept: bool = True,
        standardize: bool = False,
        factors: npt.ArrayLike | None = None,
        tol: float = 1e-8,
        max_iter: int = 10_000,
    ) -> None:
        self.penalty = penalty
        self.fit_intercept = fit_intercept
        self.standardize = standardize
        self.factors = factors
        self.tol = tol
        self.max_iter = max_iter

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Minimize the objective of the class on X (n, p) and y (n,).

        Weights (n,) multiply the losses of the rows; only their proportions matter.

        Raises
        ------
        TypeError, ValueError
            If a parameter or the data are not what the class describes.
        SeparationError
            If columns without a penalty separate a class from the rest.

        Warns
        -----
        ConvergenceWarning
            If the gap is above ``tol`` at the end.
        """
        _check.flag("standardize", self.standardize)
        X, codes = self._data(X, y)
        penalty = NoPenalty() if self.penalty is None else self.penalty
        how = {
            "sample_weight": sample_weight,
            "factors": self.factors,
            "standardize": self.standardize,
            "fit_intercept": self.fit_intercept,
        }
        self._fit_all(self._problems(X, codes, how), penalty, tol=self.tol, max_iter=self.max_iter)
        return self


@hinting_class
class PenalizedClassifierCV(_Linear):
    """``argmin_{w, b} mean log loss + lam (d1 ||w||_1 + d2 ||w||_2^2)``, lam by cross-validation.

    The weights w are those of columns divided by their standard deviation (ddof 0; in each fold
    that of its training rows). With more than two classes each is set against the rest, and one
    penalty, of the least mean score over the classes, serves them all.

    Parameters
    ----------
    directions : Penalty or sequence of Penalty
        Each with strengths (d1, d2), not both 0; the best lam of the best direction is taken.
    lams : array_like (k,) or (d, k), optional
        Strengths to try, in place of each direction's own grid.
    n_lams : int
    eps : float in (0, 1), optional
    cv : int, splitter or list of (train, test)
    seed : int
        As in `regkit.cross_validate`.
    measure : {"loss", "error"}
        What chooses, ``score`` of `regkit.cross_validate`.
    standardize : bool
        Whether to divide the columns by their scales. ``coef_`` is of the columns as given. (By
        default they are divided, where `PenalizedClassifier` takes them as they are.)
    fit_intercept : bool
    factors : array_like (p,), optional
        What the penalty of each column is multiplied by, as in `regkit.fit`.
    select : {"best", "one_se"}
        The penalty of the best score, or the strongest of the same direction within one
        standard error of it.

    Attributes
    ----------
    classes_ : ndarray (classes,)
    coef_ : ndarray (1, p), or (classes, p) of more than two
    intercept_ : ndarray (1,) or (classes,)
    penalty_ : Penalty
        The penalty taken: ``PenalizedClassifier(penalty_, standardize=True)`` has the same
        weights.
    cv_result_ : CVResult
        With more than two classes, of the mean over them; ``cv_result_.plot()`` draws the loss over
        lam.
    n_iter_, dual_gap_ : ndarray (1,) or (classes,)
        Of the last fit, as in `PenalizedClassifier`.
    n_fits_ : int
        Models fitted: one for each lam, direction, fold and class, and the last.
    n_passes_ : float
        Training sets handed to a solver, in units of the whole: a path counts once, and k folds
        are taken to part the rows.
    n_features_in_ : int

    References
    ----------
    Friedman, J., Hastie, T. and Tibshirani, R. (2010). Regularization paths for generalized
    linear models via coordinate descent. Journal of Statistical Software 33(1), 1-22.

    Examples
    --------
    >>> from regkit import L1, datasets
    >>> from regkit.estimators import PenalizedClassifier, PenalizedClassifierCV
    >>> data = datasets.twins()
    >>> model = PenalizedClassifierCV(L1(), n_lams=20).fit(data.X, data.y > 0)
    >>> again = PenalizedClassifier(model.penalty_, standardize=True).fit(data.X, data.y > 0)
    >>> bool((again.coef_ == model.coef_).all())
    True
    """

    def __init__(
        self,
        directions: Penalty | Sequence[Penalty] = DIRECTIONS,
        *,
        lams: npt.ArrayLike | None = None,
        n_lams: int = 50,
        eps: float | None = None,
        cv: Any = 5,
        seed: int = 0,
        measure: Literal["loss", "error"] = "loss",
        standardize: bool = True,
        fit_intercept: bool = True,
        factors: npt.ArrayLike | None = None,
        select: Literal["best", "one_se"] = "best",
    ) -> None:
        self.directions = directions
        self.lams = lams
        self.n_lams = n_lams
        self.eps = eps
        self.cv = cv
        self.seed = seed
        self.measure = measure
        self.standardize = standardize
        self.fit_intercept = fit_intercept
        self.factors = factors
        self.select = select

    def fit(self, X: Any, y: Any, sample_weight: Any = None, *, groups: Any = None) -> Self:
        """Choose lam on X (n, p) and y (n,), and fit with it; ``groups`` stay in one fold.

        Weights (n,) multiply the losses and the scores of the rows, as in `regkit.fit`.

        Raises
        ------
        TypeError, ValueError
            If a parameter or the data are not what the class describes.

        Warns
        -----
        ConvergenceWarning
            That of `regkit.linear`, if a solver stops before its tolerance.
        GridWarning
            If the best score lies at an end of a grid, or ``one_se`` keeps no column.
        """
        _validate.choice("select", self.select, ("best", "one_se"))
        _validate.choice("measure", self.measure, ("loss", "error"))
        _check.flag("standardize", self.standardize)
        directions = penalties("directions", self.directions)
        given = X
        X, codes = self._data(X, y)
        how: dict[str, Any] = {
            "sample_weight": sample_weight,
            "factors": self.factors,
            "standardize": self.standardize,
            "fit_intercept": self.fit_intercept,
        }
        problems = self._problems(X, codes, how)
        labels = used(problems[0], self.classes_[codes])
        folds = dealt(problems[0], self.cv, given, labels, len(codes), groups, self.seed)
        grids = _common_grids(problems, directions, self.lams, self.n_lams, self.eps)
        results = [along(problem, directions, grids, folds, self.measure) for problem in problems]
        result = results[0] if len(results) == 1 else _over_classes(problems, results)
        warn_of_ends(result, self.lams is None)
        self.cv_result_ = result
        self.penalty_ = selected(result, self.select)
        self._fit_all(problems, self.penalty_)
        n_folds = result.loss.shape[2]
        self.n_fits_ = len(problems) * (result.loss.size + 1)
        self.n_passes_ = float(len(problems) * (len(directions) * (n_folds - 1) + 1))
        return self


def used(problem: Problem, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the values of the rows whose weight is not 0."""
    return values if problem.used is None else values[problem.used]


def _common_grids(
    problems: list[Problem], directions: tuple[Penalty, ...], lams: Any, n_lams: int, eps: Any
) -> Array:
    """Return grids that reach as far as those of every class."""
    own = np.array([grids_of(problem, directions, lams, n_lams, eps) for problem in problems])
    if len(problems) == 1 or lams is not None:
        return np.asarray(own[0])
    ends = zip(own[:, :, 0].max(axis=0), own[:, :, -1].min(axis=0), strict=True)
    return np.array(
        [np.geomspace(top, bottom, n_lams) if bottom > 0 else np.zeros(n_lams)
         for top, bottom in ends]
    )  # fmt: skip


def _over_classes(problems: list[Problem], results: list[CVResult]) -> CVResult:
    """Return the mean of the results of every class against the rest."""
    first, directions = results[0], results[0].directions
    losses = np.mean([result.loss for result in results], axis=0)
    rates = np.mean([result.error for result in results], axis=0)
    scores = rates if first.score == "error" else losses
    best, one_se, place = choice(directions, first.lams, scores)
    empty = {without_columns(p, directions[place[0]], best, one_se) for p in problems}
    told = [without_minimum(p, r.loss) for p, r in zip(problems, results, strict=True)]
    # the mean ends there, and what lies beyond might help a class
    ends = [
        end if any(result.cut_off[d] == end for result in results) else ""
        for d, end in enumerate(map(end_of, scores.mean(axis=2)))
    ]
    return replace(
        first,
        loss=losses,
        loss_mean=losses.mean(axis=2),
        loss_se=standard_error(losses),
        rates=rates,
        best=best,
        one_se=one_se,
        best_index=place,
        cut_off=tuple(ends),
        says=(*(empty.pop() if len(empty) == 1 else ()), *chain.from_iterable(told)),
    )
