"""scikit-learn's interface to the cross-validation of squared error in `regkit.linear`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.utils.validation import check_is_fitted

from regkit._contest import MIXES
from regkit._words import hinting_class
from regkit.estimators._data import names_of, selected, validated
from regkit.estimators._linear import solved
from regkit.linear import _check
from regkit.linear._cross_validation import along, dealt, grids_of, penalties, warn_of_ends
from regkit.linear._problem import described
from regkit.penalties import ElasticNet, Penalty

Array = npt.NDArray[np.float64]


@hinting_class
class PenalizedRegressorCV(RegressorMixin, BaseEstimator):  # type: ignore[misc]  # untyped base
    """``argmin_{w, b} 1/(2n) ||y - Xw - b||^2 + lam (s d1 ||w||_1 + d2 ||w||_2^2)``, lam by CV.

    The weights w are those of columns divided by their standard deviation (ddof 0; in each fold
    that of its training rows), and s is the standard deviation of y, so that the mix of the two
    parts does not depend on units. Weights of rows count in both.

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
    standardize : bool
        Whether to divide the columns by their scales. ``coef_`` is of the columns as given. (By
        default they are divided, where `PenalizedRegressor` takes them as they are.)
    fit_intercept : bool
    factors : array_like (p,), optional
        What the penalty of each column is multiplied by, as in `regkit.fit`.
    select : {"best", "one_se"}
        The penalty of smallest error, or the strongest of the same direction within one
        standard error of it.

    Attributes
    ----------
    coef_ : ndarray (p,)
        Weights of the columns as given, in float64.
    intercept_ : numpy.float64
    penalty_ : Penalty
        The penalty taken, of the objective above: ``PenalizedRegressor(penalty_,
        standardize=True)`` has the same weights.
    cv_result_ : CVResult
        Its directions are ``(s d1, d2)``; ``cv_result_.plot()`` draws the error over lam.
    n_fits_ : int
        Models fitted: one for each lam, direction and fold, and the last.
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
    >>> from regkit.estimators import PenalizedRegressor, PenalizedRegressorCV
    >>> data = datasets.twins()
    >>> model = PenalizedRegressorCV(L1(), n_lams=20).fit(data.X, data.y)
    >>> again = PenalizedRegressor(model.penalty_, standardize=True).fit(data.X, data.y)
    >>> bool((again.coef_ == model.coef_).all())
    True
    """

    def __init__(
        self,
        directions: Penalty | Sequence[Penalty] = MIXES,
        *,
        lams: npt.ArrayLike | None = None,
        n_lams: int = 50,
        eps: float | None = None,
        cv: Any = 5,
        seed: int = 0,
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
        self.standardize = standardize
        self.fit_intercept = fit_intercept
        self.factors = factors
        self.select = select

    def fit(self, X: Any, y: Any, *, sample_weight: Any = None, groups: Any = None) -> Self:
        """Choose lam on X (n, p) and y (n,), and fit with it; ``groups`` stay in one fold.

        Weights (n,) multiply the losses and the test errors of the rows, as in `regkit.fit`.

        Raises
        ------
        TypeError, ValueError
            If a parameter or the data are not what the class describes.

        Warns
        -----
        ConvergenceWarning
            That of `regkit.linear`, if a solver stops before its tolerance.
        GridWarning
            If the smallest error lies at an end of a grid, or ``one_se`` keeps no column.
        """
        if self.select not in ("best", "one_se"):
            raise ValueError(f"select must be 'best' or 'one_se'. Got {self.select!r} instead.")
        _check.flag("standardize", self.standardize)
        directions = penalties("directions", self.directions)
        given = X
        X, y = validated(self, X, y, y_numeric=True, ensure_min_samples=2)
        X, y = _check.in_range("X", X, names_of(self)), _check.in_range("y", y)
        problem = described(
            X,
            y,
            sample_weight=sample_weight,
            factors=self.factors,
            standardize=self.standardize,
            fit_intercept=self.fit_intercept,
            names=names_of(self),
        )
        about = np.average(problem.y, weights=problem.weights)
        off = (problem.y - about) ** 2
        unit = float(np.sqrt(np.average(off, weights=problem.weights))) or 1.0
        directions = tuple(_in_units(direction, unit) for direction in directions)
        folds = dealt(problem, self.cv, given, problem.y, len(y), groups, self.seed)
        grids = grids_of(problem, directions, self.lams, self.n_lams, self.eps)
        result = along(problem, directions, grids, folds)
        warn_of_ends(result, self.lams is None)
        self.cv_result_ = result
        self.penalty_ = selected(result, self.select)
        solution = solved(problem, self.penalty_)
        self.coef_ = solution.coef
        self.intercept_ = np.float64(solution.intercept)
        folds = result.mse.shape[2]
        self.n_fits_ = result.mse.size + 1
        self.n_passes_ = float(len(result.directions) * (folds - 1) + 1)
        return self

    def predict(self, X: Any) -> Array:
        """``X w + b`` for X (n, p); returns an ndarray (n,)."""
        check_is_fitted(self)
        X = validated(self, X, reset=False)
        prediction: Array = X @ self.coef_ + self.intercept_
        return prediction


def _in_units(direction: Penalty, unit: float) -> Penalty:
    """Return the direction that is to y what the given one is to ``y / unit``."""
    if direction.lam1 and direction.lam2:
        return ElasticNet(unit * direction.lam1, direction.lam2)
    return unit * direction if direction.lam1 else direction
