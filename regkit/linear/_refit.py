"""Least squares on the columns that an L1 part has selected: the lasso without its shrinkage."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from regkit._words import hinting
from regkit.linear._fit import fit
from regkit.linear._results import Solution, columns_of
from regkit.penalties import NoPenalty


@hinting
def refit(
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    solution: Solution,
    *,
    sample_weight: npt.ArrayLike | None = None,
    fit_intercept: bool = True,
    tol: float = 1e-8,
) -> Solution:
    """``argmin ||y - Xw - b||^2`` over all w with ``w_j = 0`` where ``solution.coef_j = 0``.

    The L1 part chooses the columns, least squares weighs them: the relaxed lasso at its end
    without shrinkage. Where `corrected` undoes the L2 part's shrinkage by a factor, this undoes all
    of it by another fit, of the loss of ``solution``. Standard errors of that fit do not know that
    its columns were chosen by looking at y, and are too small.

    Parameters
    ----------
    X : array_like (n, p)
        If it is a data frame and ``solution`` was of one, with the same columns in their order.
    y : array_like (n,)
    solution : Solution
        Of `fit`, or a place on a path. For the logistic loss the refit is by that loss.
    sample_weight : array_like (n,), optional
    fit_intercept : bool
    tol : float
        As in `fit`.

    Returns
    -------
    Solution
        With the weights of all p columns. If more columns were kept than there are rows, the one
        of minimum norm.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is described above.
    SeparationError
        As in `fit`, without a penalty.

    References
    ----------
    Meinshausen, N. (2007). Relaxed lasso. Computational Statistics & Data Analysis 52(1), 374-393.

    Examples
    --------
    >>> from regkit import L1, fit, refit
    >>> X, y = [[-1.0, 1.0], [0.0, -2.0], [1.0, 1.0]], [-1.0, 0.0, 1.0]
    >>> lasso = fit(X, y, L1(0.5))
    >>> lasso.coef.round(4), refit(X, y, lasso).coef.round(4)
    (array([0.25, 0.  ]), array([1., 0.]))
    """
    if not isinstance(solution, Solution):
        raise TypeError(f"solution must be a Solution, as fit returns. Got {solution!r} instead.")
    columns_of(X, len(solution.coef), solution.names)
    how: dict[str, Any] = {"loss": solution.loss, "sample_weight": sample_weight}
    chosen = np.where(solution.coef == 0, np.inf, 1.0)
    found = fit(
        X, y, NoPenalty(), factors=chosen, standardize=False, fit_intercept=fit_intercept, tol=tol,
        **how,
    )  # fmt: skip
    return replace(found, factors=None, x_mean=np.where(solution.coef == 0, 0.0, found.x_mean))
