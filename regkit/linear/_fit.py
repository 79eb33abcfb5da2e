"""``fit`` and ``fit_path``: the exact minimizer for one penalty, or along a path of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from regkit._validate import column_names
from regkit._warn import warn
from regkit._words import hinting
from regkit.linear import _check
from regkit.linear._design import Design
from regkit.linear._engines import solve
from regkit.linear._grids import default_lams, given_lams, largest_lam
from regkit.linear._results import ConvergenceWarning, Path, Solution, explained, over
from regkit.linear._scale import scaled_design
from regkit.linear._types import Array
from regkit.penalties import Penalty

MAX_ITER = 10_000
LIMIT = "Double precision allows no better here: raise tol, or scale the columns of X."


@hinting
def fit(
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    penalty: Penalty,
    *,
    standardize: bool | None = None,
    fit_intercept: bool = True,
    tol: float = 1e-8,
    max_iter: int = MAX_ITER,
) -> Solution:
    """``argmin_{w, b} 1/(2n) ||y - Xw - b||^2 + lam1 ||w||_1 + lam2 ||w||_2^2``.

    The intercept b is not penalized. Without a penalty the result is the least-squares solution
    of minimum norm: of all that fit equally well, the w of least ||w||_2. The norm is of w alone;
    b follows from it.

    Parameters
    ----------
    X : array_like or data frame (n, p)
    y : array_like (n,)
    penalty : Penalty
    standardize : bool, optional
        Whether the penalty acts on the weights of columns divided by their standard deviation
        (ddof 0); ``coef`` is of the columns as given all the same. None is False, and looks.
    fit_intercept : bool
        Whether to fit b; without it, b = 0 and nothing is centred.
    tol : float
        The duality gap to reach, in units of mean(y^2)/2 (see `Solution`).
    max_iter : int
        The largest number of linear systems to solve.

    Returns
    -------
    Solution
        In float64, also for float32 data.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is described above; X and y must be dense, real and finite.

    Warns
    -----
    ConvergenceWarning
        If the gap is above ``tol`` at the end.
    ScaleWarning
        If ``standardize`` is None, there is a penalty, and the scales of columns that vary
        differ by more than a factor of 100.

    References
    ----------
    Zou, H. and Hastie, T. (2005). Regularization and variable selection via the elastic net.
    Journal of the Royal Statistical Society B 67(2), 301-320.

    Examples
    --------
    >>> from regkit import L1, fit
    >>> solution = fit([[0.0], [1.0], [2.0]], [0.0, 1.0, 2.0], L1(0.5))
    >>> solution.coef.round(4), round(solution.intercept, 4)
    (array([0.25]), 0.75)
    """
    solution = fit_quietly(X, y, penalty, standardize, fit_intercept, tol, max_iter)
    if not solution.converged:
        warn(shortfall(solution, tol, max_iter), ConvergenceWarning)
    return solution


def fit_quietly(
    X: Any,
    y: Any,
    penalty: Penalty,
    standardize: bool | None,
    fit_intercept: bool,
    tol: float,
    max_iter: int,
) -> Solution:
    """Do the work of `fit`, without its `ConvergenceWarning`."""
    names = column_names(X)
    X, y = _check.data(X, y)
    _check.penalty("penalty", penalty)
    fit_intercept = _check.flag("fit_intercept", fit_intercept)
    tol = _check.number("tol", tol)
    max_iter = _check.count("max_iter", max_iter)
    design, scale = scaled_design(X, y, fit_intercept, standardize, names, penalty)
    W, gaps, n_iter = solve(design, penalty, np.ones(1), tol, max_iter)
    coef, x_mean, gap = W[0] / scale, design.x_mean * scale, float(gaps[0])
    intercept = float(design.y_mean - x_mean @ coef)
    return Solution(
        coef=coef,
        intercept=intercept,
        penalty=penalty,
        gap=gap,
        n_iter=n_iter,
        converged=gap <= tol,
        x_mean=x_mean,
        y_mean=design.y_mean,
        lam_over_max=over(1.0, _lam_max(design, penalty)),
        r2=explained(y, X @ coef + intercept, design.y_mean),
        names=names,
    )


def _lam_max(design: Design, direction: Penalty) -> float:
    """Return the smallest lam that leaves no weight; infinite without an L1 part."""
    return largest_lam(design, direction) if direction.lam1 else float("inf")


@hinting
def fit_path(
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    direction: Penalty,
    lams: npt.ArrayLike | None = None,
    *,
    n_lams: int = 100,
    eps: float | None = None,
    standardize: bool | None = None,
    fit_intercept: bool = True,
    tol: float = 1e-8,
) -> Path:
    """``argmin 1/(2n) ||y - Xw - b||^2 + lam (d1 ||w||_1 + d2 ||w||_2^2)`` for many lam.

    Parameters
    ----------
    X : array_like (n, p)
    y : array_like (n,)
    direction : Penalty
        Its strengths are d1 and d2.
    lams : array_like (k,), optional
        Finite numbers >= 0 in any order; ``lam = 0`` means least squares of minimum norm. By
        default a logarithmic grid of ``n_lams``. With an L1 part it goes from the smallest lam
        whose weights are all zero down to 1e-3 times it; pure L2 from 1e2 to 1e-6 times
        ``sigma_1^2 / (2 n d2)``. With an L2 part it goes on, if need be, to where that part
        changes nothing any more: ``1e-2 sigma_r^2 / (2 n d2)`` takes no direction more than 1 %.
        sigma_1 is the largest singular value of (centred) X, sigma_r the smallest above
        1e-6 sigma_1.
    n_lams : int
        Length of the default grid.
    eps : float in (0, 1), optional
        With an L1 part, end the grid at ``eps`` times its start instead.
    standardize : bool, optional
        As in `fit`.
    fit_intercept : bool
    tol : float
        As in `fit`.

    Returns
    -------
    Path

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is described above, or if ``direction`` is no penalty at all
        and there are no ``lams``.

    Warns
    -----
    ConvergenceWarning
        If a gap is above ``tol`` at the end.
    ScaleWarning
        As in `fit`.

    References
    ----------
    Friedman, J., Hastie, T. and Tibshirani, R. (2010). Regularization paths for generalized
    linear models via coordinate descent. Journal of Statistical Software 33(1), 1-22.

    Examples
    --------
    >>> from regkit import L1, fit_path
    >>> path = fit_path([[0.0], [1.0], [2.0]], [0.0, 1.0, 2.0], L1(), lams=[0.1, 0.5])
    >>> path.lams, path.coefs.round(4)
    (array([0.5, 0.1]), array([[0.25],
           [0.85]]))
    """
    names, data = column_names(X), (X, y)
    X, y = _check.data(X, y)
    _check.penalty("direction", direction)
    n_lams = _check.count("n_lams", n_lams)
    eps = None if eps is None else _check.number("eps", eps, 0, 1)
    fit_intercept = _check.flag("fit_intercept", fit_intercept)
    tol = _check.number("tol", tol)
    design, scale = scaled_design(X, y, fit_intercept, standardize, names, direction)
    grid = (
        default_lams(design, direction, n_lams, eps)
        if lams is None
        else given_lams(lams, direction)
    )
    W, gaps, n_iter = solve(design, direction, grid, tol, MAX_ITER * len(grid))
    warn_if_above(gaps, tol)
    return Path(
        direction=direction,
        lams=grid,
        coefs=W / scale,
        intercepts=design.y_mean - W @ design.x_mean,
        gaps=gaps,
        n_iter=n_iter,
        lam_max=_lam_max(design, direction),
        x_mean=design.x_mean * scale,
        y_mean=design.y_mean,
        names=names,
        X=data[0],
        y=data[1],
        how={"standardize": bool(standardize), "fit_intercept": fit_intercept, "tol": tol},
    )


def shortfall(solution: Solution, tol: float, max_iter: int) -> str:
    """Say how far a solution is from its tolerance, and what to do."""
    short = solution.n_iter >= max_iter
    advice = f"Raise max_iter, which was {max_iter}." if short else LIMIT
    return f"fit stopped at a duality gap of {solution.gap:.3g}, above tol = {tol:.3g}. {advice}"


def warn_if_above(gaps: Array, tol: float) -> None:
    """Warn if a gap is above the tolerance."""
    worst = float(gaps.max())
    if not worst <= tol:
        message = f"The largest duality gap is {worst:.3g}, above tol = {tol:.3g}. {LIMIT}"
        warn(message, ConvergenceWarning)
