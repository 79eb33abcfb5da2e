"""What fitting an estimator took, in counts that are the same on every machine."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["at_an_end", "fits_and_passes", "kept"]


def fits_and_passes(fitted: Any) -> tuple[int, float]:
    """Count the models that were fitted, and how often the training set was handed over.

    Folds are taken to part the rows, so that each of k trains on (k - 1)/k of them; a path of
    strengths is one pass. What a solver does with its rows is its own affair, and not counted.

    Parameters
    ----------
    fitted : estimator
        A `PenalizedRegressorCV`; scikit-learn's searches (``GridSearchCV`` and its kin), paths
        (``LassoCV``, ``ElasticNetCV``) and ``RidgeCV`` with its own leave-one-out; a
        ``Pipeline`` that ends in one of them. Anything else counts as one fit and one pass.

    Returns
    -------
    fits : int
    passes : float
    """
    if hasattr(fitted, "n_fits_"):
        return int(fitted.n_fits_), float(fitted.n_passes_)
    if hasattr(fitted, "cv_results_"):
        fits, passes = 1, 1.0
        if hasattr(fitted, "best_estimator_"):
            fits, passes = fits_and_passes(fitted.best_estimator_)
        settings, folds = len(fitted.cv_results_["params"]), fitted.n_splits_
        return fits * (settings * folds + 1), passes * (settings * (folds - 1) + 1)
    if hasattr(fitted, "mse_path_"):
        size, folds = fitted.mse_path_.size, fitted.mse_path_.shape[-1]
        paths = size / fitted.mse_path_.shape[-2] / folds
        return size + 1, paths * (folds - 1) + 1
    if hasattr(fitted, "alphas") and hasattr(fitted, "alpha_") and fitted.cv is None:
        return int(np.size(fitted.alphas)), 1.0  # leave-one-out in closed form
    if hasattr(fitted, "steps"):
        return fits_and_passes(fitted.steps[-1][1])
    return 1, 1.0


def kept(fitted: Any) -> int:
    """Count the features with a weight other than 0; all of them if there are no weights."""
    inner = innermost(fitted)
    if hasattr(inner, "coef_"):
        weights = np.atleast_2d(inner.coef_)
        return int(np.count_nonzero(np.any(weights != 0, axis=0)))
    return int(getattr(fitted, "n_features_in_", 0))


def at_an_end(fitted: Any) -> bool:
    """Return whether the strength that was taken lies at an end of its grid."""
    result = getattr(innermost(fitted), "cv_result_", None)
    return result is not None and bool(result.cut_off[result.best_index[0]])


def innermost(fitted: Any) -> Any:
    """Return the model at the end of searches and pipelines."""
    while True:
        if hasattr(fitted, "best_estimator_"):
            fitted = fitted.best_estimator_
        elif hasattr(fitted, "steps"):
            fitted = fitted.steps[-1][1]
        else:
            return fitted
