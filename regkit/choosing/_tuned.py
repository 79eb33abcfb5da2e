"""Penalized regression that chooses its own strength, for use as a candidate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.utils.validation import check_is_fitted

from regkit.estimators._data import column_scales, validated
from regkit.linear import _check, cross_validate, fit
from regkit.penalties import L1, L2, ElasticNet, Penalty

__all__ = ["MIXES", "PenalizedRegressorCV", "candidates"]

Array = npt.NDArray[np.float64]

# from nearly lasso to nearly ridge
MIXES = tuple(ElasticNet.mix(alpha) for alpha in (0.2, 0.6, 0.9))


class PenalizedRegressorCV(RegressorMixin, BaseEstimator):  # type: ignore[misc]  # untyped base
    """``argmin_{w, b} 1/(2n) ||y - Xw - b||^2 + lam (d1 ||w||_1 + d2 ||w||_2^2)``, lam by CV.

    Columns and y are scaled to variance 1 (ddof 0) first, so that neither lam nor the mix of
    the two parts depends on units.

    Parameters
    ----------
    directions : Penalty or sequence of Penalty
        Each with strengths (d1, d2), not both 0; the best lam of the best direction is taken.
    n_lams : int
    eps : float in (0, 1)
    cv : int, splitter or list of (train, test)
        As in `regkit.cross_validate`.
    select : {"best", "one_se"}
        The penalty of smallest error, or the strongest of the same direction within one
        standard error of it.

    Attributes
    ----------
    coef_ : ndarray (p,)
        Weights of the columns as given.
    intercept_ : float
    penalty_ : Penalty
        The penalty taken, for scaled columns and y.
    cv_result_ : CVResult
        Errors in units of the variance of y.
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
    >>> from regkit.choosing import PenalizedRegressorCV
    >>> data = datasets.twins()
    >>> model = PenalizedRegressorCV(L1(), n_lams=20).fit(data.X, data.y)
    >>> model.penalty_.lam1 in model.cv_result_.lams
    True
    """

    def __init__(
        self,
        directions: Penalty | Sequence[Penalty] = MIXES,
        *,
        n_lams: int = 50,
        eps: float = 1e-3,
        cv: Any = 5,
        select: Literal["best", "one_se"] = "best",
    ) -> None:
        self.directions = directions
        self.n_lams = n_lams
        self.eps = eps
        self.cv = cv
        self.select = select

    def fit(self, X: Any, y: Any) -> Self:
        """Choose lam on X (n, p) and y (n,), and fit with it.

        Raises
        ------
        TypeError, ValueError
            If a parameter or the data are not what the class describes.

        Warns
        -----
        ConvergenceWarning
            That of `regkit.linear`, if a solver stops before its tolerance.
        """
        if self.select not in ("best", "one_se"):
            raise ValueError(f"select must be 'best' or 'one_se'. Got {self.select!r} instead.")
        X, y = validated(self, X, y, y_numeric=True, ensure_min_samples=2)
        X, y = _check.in_range("X", X), _check.in_range("y", y)
        scale = column_scales(X)
        unit = float(np.std(y)) or 1.0
        X, y = X / scale, y / unit
        result = cross_validate(X, y, self.directions, n_lams=self.n_lams, eps=self.eps, cv=self.cv)
        self.cv_result_ = result
        self.penalty_: Penalty = result.best if self.select == "best" else result.one_se
        solution = fit(X, y, self.penalty_)
        self.coef_ = unit * solution.coef / scale
        self.intercept_ = unit * solution.intercept
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


def candidates(**parameters: Any) -> dict[str, PenalizedRegressorCV]:
    """Lasso, ridge and elastic net, each tuned by cross-validation: what `compare` compares.

    Parameters
    ----------
    **parameters
        Further parameters of every `PenalizedRegressorCV`.

    Returns
    -------
    dict of str to PenalizedRegressorCV

    Raises
    ------
    TypeError
        If `PenalizedRegressorCV` has no such parameter.

    Examples
    --------
    >>> from regkit.choosing import candidates
    >>> list(candidates(n_lams=20))
    ['L1', 'L2', 'Elastic Net']
    """
    kinds: dict[str, Penalty | tuple[Penalty, ...]] = {
        "L1": L1(),
        "L2": L2(),
        "Elastic Net": MIXES,
    }
    return {name: PenalizedRegressorCV(kind, **parameters) for name, kind in kinds.items()}
