"""``fit`` and ``fit_path``: the exact minimizer for one penalty, or along a path of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from regkit._warn import warn
from regkit._words import hinting
from regkit.linear import _check
from regkit.linear._grids import default_lams, given_lams, largest_lam
from regkit.linear._minimize import minimize
from regkit.linear._problem import Loss, Problem, described
from regkit.linear._results import ConvergenceWarning, Path, Solution, explained, over
from regkit.linear._scale import warn_if_apart
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
    loss: Loss = "squared_error",
    sample_weight: npt.ArrayLike | None = None,
    factors: npt.ArrayLike | None = None,
    standardize: bool | None = None,
    fit_intercept: bool = True,
    tol: float = 1e-8,
    max_iter: int = MAX_ITER,
) -> Solution:
    """``argmin_{w, b} 1/(2n) ||y - Xw - b||^2 + lam1 ||w||_1 + lam2 ||w||_2^2``.

    The intercept b is not penalized. Without a penalty the result is the least-squares solution
    of minimum norm: of all that fit equally well, the w of least ||w||_2. The norm is of w alone;
    b follows from it.

    With ``loss="logistic"``: ``argmin_{w, b} 1/n sum_i log(1 + exp(-s_i (x_i'w + b)))`` plus the
    same penalty, s = 1 for class 1 and -1 for class 0. Any penalty on a column keeps its weight
    finite, also where the classes are separated.

    With weights and factors: ``argmin_{w, b} 1/(2n) sum_i omega_i (y_i - x_i'w - b)^2
    + sum_j f_j (lam1 |w_j| + lam2 w_j^2)``, the omega_i of mean 1.

    Parameters
    ----------
    X : array_like or data frame (n, p)
    y : array_like (n,)
        For ``loss="logistic"`` the classes 0 and 1.
    penalty : Penalty
    loss : {"squared_error", "logistic"}
    sample_weight : array_like (n,), optional
        Numbers >= 0, which are divided by their mean. Whole numbers do what repeated rows do; a
        row of weight 0 might as well not be there.
    factors : array_like (p,), optional
        What the penalty of each column is multiplied by. A column of factor 0 is not penalized,
        one of factor infinity has weight 0. (These are glmnet's ``penalty.factor``, which it
        divides by their mean; here they stay as they are.)
    standardize : bool, optional
        Whether the penalty acts on the weights of columns divided by their (weighted) standard
        deviation (ddof 0); ``coef`` is of the columns as given all the same. Factors act on the
        divided columns, too. None is False, and looks.
    fit_intercept : bool
        Whether to fit b; without it, b = 0 and nothing is centred.
    tol : float
        The duality gap to reach, in units of mean(y^2)/2, or of the loss of the intercept alone
        for the logistic loss (see `Solution`).
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
    SeparationError
        If the intercept and the columns without a penalty separate the classes: then the
        logistic loss has no minimum. It holds the direction that separates.

    Warns
    -----
    ConvergenceWarning
        If the gap is above ``tol`` at the end.
    ScaleWarning
        If ``standardize`` is None, there is a penalty, and the scales of columns that vary and
        are penalized differ by more than a factor of 100.

    References
    ----------
    Zou, H. and Hastie, T. (2005). Regularization and variable selection via the elastic net.
    Journal of the Royal Statistical Society B 67(2), 301-320.

    Zou, H. (2006). The adaptive lasso and its oracle properties. Journal of the American
    Statistical Association 101(476), 1418-1429.

    Albert, A. and Anderson, J. A. (1984). On the existence of maximum likelihood estimates in
    logistic regression models. Biometrika 71(1), 1-10.

    Examples
    --------
    >>> from regkit import L1, fit
    >>> solution = fit([[0.0], [1.0], [2.0]], [0.0, 1.0, 2.0], L1(0.5))
    >>> solution.coef.round(4), round(solution.intercept, 4)
    (array([0.25]), 0.75)

    Two classes:

    >>> classes = fit([[0.0], [1.0], [2.0]], [0, 0, 1], L1(0.1), loss="logistic")
    >>> classes.predict([[0.5], [2.5]])
    array([0., 1.])

    The adaptive lasso penalizes less what least squares finds large:

    >>> from regkit import NoPenalty, datasets
    >>> data = datasets.twins()
    >>> first = fit(data.X, data.y, NoPenalty())
    >>> adaptive = fit(data.X, data.y, L1(0.1), factors=1 / abs(first.coef))
    >>> fit(data.X, data.y, L1(0.1)).kept, adaptive.kept
    (4, 2)
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
    solution = fit_quietly(problem, penalty, tol, max_iter)
    if standardize is None:
        warn_if_apart(problem, penalty)
    if not solution.converged:
        warn(shortfall(solution, tol, max_iter), ConvergenceWarning)
    return solution


def fit_quietly(problem: Problem, penalty: Penalty, tol: float, max_iter: int) -> Solution:
    """Do the work of `fit`, without its warnings."""
    _check.penalty("penalty", penalty)
    tol = _check.number("tol", tol)
    max_iter = _check.count("max_iter", max_iter)
    coefs, intercepts, gaps, n_iter = minimize(problem, penalty, np.ones(1), tol, max_iter)
    gap = float(gaps[0])
    x_mean, y_mean = problem.means
    return Solution(
        coef=coefs[0],
        intercept=float(intercepts[0]),
        penalty=penalty,
        gap=gap,
        n_iter=n_iter,
        converged=gap <= tol,
        x_mean=x_mean,
        y_mean=y_mean,
        lam_over_max=over(1.0, _lam_max(problem, penalty)),
        r2=explained(problem, coefs[0], float(intercepts[0])),
        names=problem.names,
        factors=problem.factors,
        loss=problem.loss,
        scales=problem.scales,
    )


def _lam_max(problem: Problem, direction: Penalty) -> float:
    """Return the smallest lam that leaves no penalized weight; infinite without an L1 part."""
    return largest_lam(problem, direction) if direction.lam1 else float("inf")


@hinting
def fit_path(
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    direction: Penalty,
    lams: npt.ArrayLike | None = None,
    *,
    n_lams: int = 100,
    eps: float | None = None,
    loss: Loss = "squared_error",
    sample_weight: npt.ArrayLike | None = None,
    factors: npt.ArrayLike | None = None,
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
        whose (penalized) weights are all zero down to 1e-3 times it; pure L2 from 1e2 to 1e-6 times
        ``sigma_1^2 / (2 n d2)``. With an L2 part it goes on, if need be, to where that part
        changes nothing any more: ``1e-2 sigma_r^2 / (2 n d2)`` takes no direction more than 1 %.
        sigma_1 is the largest singular value of (centred) X, sigma_r the smallest above
        1e-6 sigma_1. With factors it is that of the penalized columns alone, each over
        ``sqrt(f_j)`` and without what the unpenalized ones explain. The logistic loss curves at
        most a quarter as much: there it is ``sigma^2 / (8 n d2)``.
    n_lams : int
        Length of the default grid.
    eps : float in (0, 1), optional
        With an L1 part, end the grid at ``eps`` times its start instead.
    loss, sample_weight, factors, standardize
        As in `fit`. At ``lam = 0`` only the factor infinity says something.
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
    problem = described(
        X,
        y,
        loss=loss,
        sample_weight=sample_weight,
        factors=factors,
        standardize=standardize,
        fit_intercept=fit_intercept,
    )
    _check.penalty("direction", direction)
    n_lams = _check.count("n_lams", n_lams)
    eps = None if eps is None else _check.number("eps", eps, 0, 1)
    tol = _check.number("tol", tol)
    if standardize is None:
        warn_if_apart(problem, direction)
    grid = (
        default_lams(problem, direction, n_lams, eps)
        if lams is None
        else given_lams(lams, direction)
    )
    coefs, intercepts, gaps, n_iter = minimize(problem, direction, grid, tol, MAX_ITER * len(grid))
    warn_if_above(gaps, tol)
    x_mean, y_mean = problem.means
    return Path(
        direction=direction,
        lams=grid,
        coefs=coefs,
        intercepts=intercepts,
        gaps=gaps,
        n_iter=n_iter,
        lam_max=_lam_max(problem, direction),
        x_mean=x_mean,
        y_mean=y_mean,
        names=problem.names,
        X=X,
        y=y,
        how={
            "loss": loss,
            "sample_weight": sample_weight,
            "factors": factors,
            "standardize": problem.standardize,
            "fit_intercept": fit_intercept,
            "tol": tol,
        },
        scales=problem.scales,
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
