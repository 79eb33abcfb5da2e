"""``fit`` and ``fit_path``: the exact minimizer for one penalty, or along a path of them."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import numpy.typing as npt

from regkit.linear import _check
from regkit.linear._design import Design, duality_gap
from regkit.linear._l1_path import l1_path
from regkit.linear._results import ConvergenceWarning, Path, Solution
from regkit.linear._ridge import least_squares, ridge
from regkit.penalties import Penalty

Array = npt.NDArray[np.floating[Any]]
MAX_ITER = 10_000
LIMIT = "Double precision allows no better here: raise tol, or scale the columns of X."


def fit(
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    penalty: Penalty,
    *,
    fit_intercept: bool = True,
    tol: float = 1e-8,
    max_iter: int = MAX_ITER,
) -> Solution:
    """``argmin_{w, b} 1/(2n) ||y - Xw - b||^2 + lam1 ||w||_1 + lam2 ||w||_2^2``.

    The intercept b is not penalized. Without a penalty the result is the least-squares solution
    of minimum norm.

    Parameters
    ----------
    X : array_like (n, p)
    y : array_like (n,)
    penalty : Penalty
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
    solution = fit_quietly(X, y, penalty, fit_intercept, tol, max_iter)
    if not solution.converged:
        warnings.warn(shortfall(solution, tol, max_iter), ConvergenceWarning, stacklevel=2)
    return solution


def fit_quietly(
    X: Any, y: Any, penalty: Penalty, fit_intercept: bool, tol: float, max_iter: int
) -> Solution:
    """Do the work of `fit`, without its warning."""
    X, y = _check.data(X, y)
    _check.penalty("penalty", penalty)
    fit_intercept = _check.flag("fit_intercept", fit_intercept)
    tol = _check.number("tol", tol)
    max_iter = _check.count("max_iter", max_iter)
    design = Design(X, y, fit_intercept)
    W, gaps, n_iter = solve(design, penalty, np.ones(1), tol, max_iter)
    gap = float(gaps[0])
    return Solution(
        coef=W[0],
        intercept=float(design.y_mean - design.x_mean @ W[0]),
        penalty=penalty,
        gap=gap,
        n_iter=n_iter,
        converged=gap <= tol,
        x_mean=design.x_mean,
        y_mean=design.y_mean,
    )


def fit_path(
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    direction: Penalty,
    lams: npt.ArrayLike | None = None,
    *,
    n_lams: int = 100,
    eps: float = 1e-3,
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
        default a logarithmic grid of ``n_lams``: with an L1 part, from the smallest lam whose
        weights are all zero down to ``eps`` times it; for pure L2, from 1e2 to 1e-6 times
        ``sigma_1^2 / (2 n d2)``, where sigma_1 is the largest singular value of (centred) X.
    n_lams : int
        Length of the default grid.
    eps : float in (0, 1)
        Ratio of the last to the first lam of the default grid, with an L1 part.
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
    X, y = _check.data(X, y)
    _check.penalty("direction", direction)
    n_lams = _check.count("n_lams", n_lams)
    eps = _check.number("eps", eps, 0, 1)
    fit_intercept = _check.flag("fit_intercept", fit_intercept)
    tol = _check.number("tol", tol)
    design = Design(X, y, fit_intercept)
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
        coefs=W,
        intercepts=design.y_mean - W @ design.x_mean,
        gaps=gaps,
        n_iter=n_iter,
    )


def shortfall(solution: Solution, tol: float, max_iter: int) -> str:
    """Say how far a solution is from its tolerance, and what to do."""
    short = solution.n_iter >= max_iter
    advice = f"Raise max_iter, which was {max_iter}." if short else LIMIT
    return f"fit stopped at a duality gap of {solution.gap:.3g}, above tol = {tol:.3g}. {advice}"


def warn_if_above(gaps: Array, tol: float) -> None:
    """Warn, in the name of the caller's caller, if a gap is above the tolerance."""
    worst = float(gaps.max())
    if not worst <= tol:
        warnings.warn(
            f"The largest duality gap is {worst:.3g}, above tol = {tol:.3g}. {LIMIT}",
            ConvergenceWarning,
            stacklevel=3,
        )


def given_lams(lams: Any, direction: Penalty) -> Array:
    """Check the strengths a caller gave, and sort them from the largest down."""
    array = _check.finite("lams", _check.numeric("lams", lams))
    if array.ndim != 1 or array.size == 0 or array.min() < 0:
        raise ValueError(f"lams must be a list of numbers >= 0. Got {lams!r:.60} instead.")
    positive = array[array > 0]
    if positive.size:
        for lam in (positive.min(), positive.max()):
            products = float(lam) * direction.lam1, float(lam) * direction.lam2
            _check.strengths("lams times direction", *products)
    return np.sort(array)[::-1] + 0.0


def default_lams(design: Design, direction: Penalty, n_lams: int, eps: float) -> Array:
    """Return the default grid for a direction, as `fit_path` describes it."""
    if direction.lam1 > 0:
        top = largest_lam(design, direction)
        bottom = eps * top
    elif direction.lam2 > 0:
        gram = design.gram if design.p <= design.n else design.kernel
        unit = max(float(np.linalg.eigvalsh(gram)[-1]), 0.0) / (2 * design.n * direction.lam2)
        top, bottom = 1e2 * unit, 1e-6 * unit
    else:
        raise ValueError(
            f"lams must be given when direction has no penalty. Got direction={direction!r} "
            "and no lams."
        )
    if not top > 0:
        return np.zeros(n_lams)
    grid: Array = np.geomspace(top, bottom, n_lams)
    grid[0] = top
    return grid


def largest_lam(design: Design, direction: Penalty) -> float:
    """``max_j |x_j'y| / (n d1)``: from here up, every weight is zero."""
    top = float(np.abs(design.correlation).max())
    return top / (design.n * direction.lam1)


def solve(
    design: Design, direction: Penalty, lams: Array, tol: float, max_iter: int
) -> tuple[Array, Array, int]:
    """Minimize for every lam (descending); return weights, gaps and the systems solved."""
    if design.y_squared == 0:
        return np.zeros((len(lams), design.p)), np.zeros(len(lams)), 1
    if direction.lam1 == direction.lam2 == 0:
        lams = np.zeros_like(lams)
    k = int(np.count_nonzero(lams))
    n_iter = 1
    W: Array = np.zeros((0, design.p))
    gaps: Array = np.zeros(0)
    if k and direction.lam1 == 0:
        W, gaps = _ridge_path(design, direction.lam2 * lams[:k])
    elif k:
        W, gaps, n_iter = l1_path(design, direction, lams[:k], tol, max_iter)
    if k < len(lams):  # the rest, at the end, is least squares
        w = least_squares(design)
        W = np.vstack([W, np.tile(w, (len(lams) - k, 1))])
        gaps = np.append(gaps, np.full(len(lams) - k, _normal_residual(design, w)))
    return W, gaps, n_iter


def _gaps(design: Design, W: Array, lam1: Array, lam2: Array) -> Array:
    R = design.residual(slice(None), W)
    gradient = design.correlate(R) / design.n
    r_squared = np.einsum("ij,ij->i", R, R)
    return duality_gap(design.y_squared, r_squared, R @ design.y, gradient, W, lam1, lam2, design.n)


def _ridge_path(design: Design, lam2: Array) -> tuple[Array, Array]:
    W = ridge(design, lam2)
    return W, _gaps(design, W, np.zeros_like(lam2), lam2)


def _normal_residual(design: Design, w: Array) -> float:
    """``||X'r|| / (||X||_F ||y||)``."""
    r = design.residual(slice(None), w)
    size = float(np.linalg.norm(design.norms)) * np.sqrt(design.y_squared)
    return float(np.linalg.norm(design.correlate(r))) / size if size > 0 else 0.0
