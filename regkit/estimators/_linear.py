"""scikit-learn's interface to `regkit.linear.fit`."""

from __future__ import annotations

import warnings
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.exceptions import ConvergenceWarning as SklearnConvergenceWarning
from sklearn.utils.validation import check_is_fitted

from regkit.estimators._data import column_scales, validated
from regkit.linear import ConvergenceWarning, _check, corrected
from regkit.linear._path import fit_quietly, shortfall
from regkit.penalties import NoPenalty, Penalty

Array = npt.NDArray[np.floating[Any]]


class EstimatorConvergenceWarning(ConvergenceWarning, SklearnConvergenceWarning):  # type: ignore[misc]  # untyped base
    """regkit's warning, which filters written for scikit-learn's also catch."""


class PenalizedRegressor(RegressorMixin, BaseEstimator):  # type: ignore[misc]  # untyped base
    """``argmin_{w, b} 1/(2n) ||y - Xw - b||^2 + lam1 ||w||_1 + lam2 ||w||_2^2``.

    Parameters
    ----------
    penalty : Penalty or None
        None is no penalty: least squares. Nothing is regularized silently.
    fit_intercept : bool
    standardize : bool
        Whether the penalty applies to the weights of columns divided by their standard
        deviation (ddof 0). The weights in ``coef_`` are always those of the columns as given.
    corrected : bool
        Whether to undo the L2 part's shrinkage by the factor ``1 + 2 lam2`` of Zou & Hastie,
        which is meant for standardized columns.
    tol : float
        The duality gap to reach, in units of mean(y^2)/2.
    max_iter : int
        The largest number of linear systems to solve.

    Attributes
    ----------
    coef_ : ndarray (p,)
    intercept_ : float
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
    """

    def __init__(
        self,
        penalty: Penalty | None = None,
        *,
        fit_intercept: bool = True,
        standardize: bool = False,
        corrected: bool = False,
        tol: float = 1e-8,
        max_iter: int = 10_000,
    ) -> None:
        self.penalty = penalty
        self.fit_intercept = fit_intercept
        self.standardize = standardize
        self.corrected = corrected
        self.tol = tol
        self.max_iter = max_iter

    def fit(self, X: Any, y: Any) -> Self:
        """Minimize the objective of the class on X (n, p) and y (n,).

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
        X, y = _check.in_range("X", X), _check.in_range("y", y)
        scale = np.ones(X.shape[1])
        if self.standardize:
            scale = column_scales(X)
            X = X / scale
        penalty = NoPenalty() if self.penalty is None else self.penalty
        solution = fit_quietly(X, y, penalty, self.fit_intercept, self.tol, self.max_iter)
        if not solution.converged:
            message = shortfall(solution, self.tol, self.max_iter)
            warnings.warn(message, EstimatorConvergenceWarning, stacklevel=2)
        if self.corrected:
            solution = corrected(solution)
        self.coef_ = solution.coef / scale
        self.intercept_ = solution.intercept
        self.n_iter_ = solution.n_iter
        self.dual_gap_ = solution.gap
        return self

    def predict(self, X: Any) -> Array:
        """``X w + b`` for X (n, p); returns an ndarray (n,)."""
        check_is_fitted(self)
        X = validated(self, X, reset=False)
        prediction: Array = X @ self.coef_ + self.intercept_
        return prediction
