"""scikit-learn's interface to `regkit.linear.fit`."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import RegressorMixin
from sklearn.exceptions import ConvergenceWarning as SklearnConvergenceWarning
from sklearn.utils.validation import check_is_fitted

from regkit._warn import warn
from regkit._words import hinting_class
from regkit.estimators._data import PenaltyParameters, names_of, validated
from regkit.linear import ConvergenceWarning, Solution, _check, corrected
from regkit.linear._fit import MAX_ITER, fit_quietly, shortfall
from regkit.linear._problem import Problem, described
from regkit.penalties import NoPenalty, Penalty

Array = npt.NDArray[np.floating[Any]]


class EstimatorConvergenceWarning(ConvergenceWarning, SklearnConvergenceWarning):  # type: ignore[misc]  # untyped base
    """regkit's warning, which filters written for scikit-learn's also catch."""


def solved(
    problem: Problem, penalty: Penalty, tol: float = 1e-8, max_iter: int = MAX_ITER, whose: str = ""
) -> Solution:
    """Return the minimizer; where it misses the tolerance, warn, and say whose problem it was."""
    solution = fit_quietly(problem, penalty, tol, max_iter)
    if not solution.converged:
        warn(f"{whose}{shortfall(solution, tol, max_iter)}", EstimatorConvergenceWarning)
    return solution


@hinting_class
class PenalizedRegressor(RegressorMixin, PenaltyParameters):  # type: ignore[misc]  # untyped base
    """``argmin_{w, b} 1/(2n) ||y - Xw - b||^2 + lam1 ||w||_1 + lam2 ||w||_2^2``.

    Parameters
    ----------
    penalty : Penalty or None
        None is no penalty: least squares. Nothing is regularized silently.
    fit_intercept : bool
    standardize : bool
        Whether the penalty applies to the weights of columns divided by their standard
        deviation (ddof 0). The weights in ``coef_`` are always those of the columns as given.
        False says that the columns' units are meant: unlike `regkit.fit`, this warns of none. (By
        default `PenalizedRegressorCV` divides.)
    factors : array_like (p,), optional
        What the penalty of each column is multiplied by: 0 leaves it unpenalized, infinity leaves
        the column out.
    corrected : bool
        Whether to undo the L2 part's shrinkage by the factor ``1 + 2 lam2`` of Zou & Hastie,
        which is meant for standardized columns, and for none of the ``factors``.
    tol : float
        The duality gap to reach, in units of mean(y^2)/2.
    max_iter : int
        The largest number of linear systems to solve.

    Attributes
    ----------
    coef_ : ndarray (p,)
        In float64, also for float32 data.
    intercept_ : numpy.float64
    n_iter_ : int
        Linear systems solved, as in `regkit.linear.Solution`.
    dual_gap_ : float
        How far the objective can be from its minimum, in units of mean(y^2)/2.
    n_features_in_ : int
    feature_names_in_ : ndarray (p,)
        If X had column names.

    References
    ----------
    Zou, H. and Hastie, T. (2005). Regularization and variable selection via the elastic net.
    Journal of the Royal Statistical Society B 67(2), 301-320.

    Examples
    --------
    >>> from regkit import L1
    >>> PenalizedRegressor(L1(0.5)).fit([[0], [1], [2]], [0, 1, 2]).coef_
    array([0.25])

    In a search the strength is ``penalty__lam``, for ElasticNet ``penalty__lam1`` and
    ``penalty__lam2``. scikit-learn's ``SelectFromModel`` keeps the columns above the mean weight
    unless it is told to keep all that are not zero:

    >>> from sklearn.feature_selection import SelectFromModel
    >>> model = PenalizedRegressor().set_params(penalty=L1(), penalty__lam=0.1)
    >>> X, y = [[0, 0], [1, 0], [2, 1], [3, 5]], [0, 1, 2, 4]
    >>> SelectFromModel(model, threshold=1e-100).fit(X, y).get_support()
    array([ True,  True])
    """

    def __init__(
        self,
        penalty: Penalty | None = None,
        *,
        fit_intercept: bool = True,
        standardize: bool = False,
        factors: npt.ArrayLike | None = None,
        corrected: bool = False,
        tol: float = 1e-8,
        max_iter: int = 10_000,
    ) -> None:
        self.penalty = penalty
        self.fit_intercept = fit_intercept
        self.standardize = standardize
        self.factors = factors
        self.corrected = corrected
        self.tol = tol
        self.max_iter = max_iter

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Minimize the objective of the class on X (n, p) and y (n,).

        Weights (n,) multiply the losses of the rows; only their proportions matter.

        Raises
        ------
        TypeError, ValueError
            If a parameter or the data are not what the class describes.

        Warns
        -----
        ConvergenceWarning
            If the gap is above ``tol`` at the end.
        """
        for name in ("standardize", "corrected"):
            _check.flag(name, getattr(self, name))
        X, y = validated(self, X, y, y_numeric=True)
        X, y = _check.in_range("X", X, names_of(self)), _check.in_range("y", y)
        penalty = NoPenalty() if self.penalty is None else self.penalty
        problem = described(
            X,
            y,
            sample_weight=sample_weight,
            factors=self.factors,
            standardize=self.standardize,
            fit_intercept=self.fit_intercept,
            names=names_of(self),
        )
        solution = solved(problem, penalty, self.tol, self.max_iter)
        if self.corrected:
            solution = corrected(solution)
        self.coef_ = solution.coef
        self.intercept_ = np.float64(solution.intercept)
        self.n_iter_ = solution.n_iter
        self.dual_gap_ = solution.gap
        return self

    def predict(self, X: Any) -> Array:
        """``X w + b`` for X (n, p); returns an ndarray (n,)."""
        check_is_fitted(self)
        X = validated(self, X, reset=False)
        prediction: Array = X @ self.coef_ + self.intercept_
        return prediction
