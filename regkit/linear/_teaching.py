"""The textbook solvers, as short as their formulas; `fit` is the one to use on real data.

Each minimizes ``1/(2n) ||y - Xw - b||^2 + lam1 ||w||_1 + lam2 ||w||_2^2`` and returns every
iterate, so that a chapter can draw how it moved. Two of them know the logistic loss, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import get_args

import numpy as np
import numpy.typing as npt

from regkit._divergence import GROWTH, DivergenceError, limit
from regkit._shown import Shown
from regkit._validate import choice, finite
from regkit._words import hinting
from regkit.linear import _check
from regkit.linear._problem import Loss
from regkit.linear._types import Array
from regkit.losses import logistic, logistic_gradient, squared_error
from regkit.penalties import Penalty


@dataclass(frozen=True, eq=False, repr=False)
class Descent(Shown):
    """The history of a solver: where it was after each step, and how good that was.

    Attributes
    ----------
    coef : ndarray (p,)
        The last iterate.
    intercept : float
    coefs : ndarray (n_iter + 1, p)
        Every iterate, from the start on.
    objectives : ndarray (n_iter + 1,)
        The objective at each of them.

    Examples
    --------
    >>> from regkit import L1
    >>> from regkit.linear import coordinate_descent
    >>> descent = coordinate_descent([[-1.0], [1.0]], [-1.0, 1.0], L1(0.5), n_iter=2)
    >>> descent.coefs.ravel(), descent.objectives
    (array([0. , 0.5, 0.5]), array([0.5  , 0.375, 0.375]))
    """

    coef: Array
    intercept: float
    coefs: Array
    objectives: Array

    def _facts(self) -> dict[str, str]:
        first, last = self.objectives[[0, -1]]
        return {
            "steps": f"{len(self.objectives) - 1}",
            "objective": f"from {first:.4g} to {last:.4g}",
            "kept": f"{np.count_nonzero(self.coef)} of {len(self.coef)} columns",
        }


@dataclass(frozen=True)
class _Problem:
    """Centred data; with an intercept, the best b for any w is ``y_mean - x_mean'w``."""

    X: Array
    y: Array
    x_mean: Array
    y_mean: float
    start: Array
    n_iter: int

    def gradient(self, w: Array) -> Array:
        """``-X'(y - Xw) / n``."""
        gradient: Array = self.X.T @ (self.X @ w - self.y) / len(self.y)
        return gradient

    def curvature(self) -> float:
        """``sigma_1^2 / n``, the Lipschitz constant of the gradient."""
        return float(np.linalg.norm(self.X, 2)) ** 2 / len(self.y)

    def objective(self, w: Array, penalty: Penalty) -> float:
        """``1/(2n) ||y - Xw||^2 + penalty(w)``."""
        return squared_error(self.X @ w, self.y) + penalty.value(w)

    def intercept(self, w: Array) -> float:
        """Return the best b for w."""
        return self.y_mean - float(self.x_mean @ w)

    def history(self, iterates: Iterator[Array], penalty: Penalty, hop: float = 0.0) -> Descent:
        """Run the solver, and evaluate the objective at each iterate.

        It may grow as far as a ``hop`` of all weights over their kinks leads.
        """
        with np.errstate(over="ignore", invalid="ignore"):  # divergence is reported below
            coefs = np.array([self.start, *islice(iterates, self.n_iter)])
            objectives = np.array([self.objective(w, penalty) for w in coefs])
            hops = [self.objective(0 * self.start + size, penalty) for size in (0.0, hop)]
            intercept = self.intercept(coefs[-1])
        descent = Descent(coefs[-1], intercept, coefs, objectives)
        wrong = ~(objectives <= limit(max(objectives[0], *hops))) | ~np.isfinite(objectives)
        if wrong.any():
            step = int(np.argmax(wrong))
            what = "no longer finite"
            if np.isfinite(objectives[step]):
                what = f"more than {GROWTH} times the larger of its start and the loss at 0"
            raise DivergenceError(
                f"The objective is {what} after {step} steps: it diverged. Try a smaller step, or "
                "a start nearer to 0.",
                descent,
            )
        return descent


@dataclass(frozen=True)
class _Classes(_Problem):
    """Two classes, y = 0 and 1; with an intercept, the best b makes ``mean(p) = mean(y)``.

    X is centred, so that its curvature bounds that of the loss: ``p (1 - p) <= 1/4``.
    """

    fit_intercept: bool = True

    def predictor(self, w: Array) -> Array:
        """``Xw + b``, with the best b: a root that is known to lie between two numbers."""
        z: Array = self.X @ w
        if self.fit_intercept:
            share = self.y.mean()
            middle = np.log(share / (1 - share))
            low, high = middle - z.max(), middle - z.min()
            for _ in range(60):
                b = (low + high) / 2
                low, high = (b, high) if logistic_gradient(z + b, self.y).sum() < 0 else (low, b)
            z = z + (low + high) / 2
        return z

    def gradient(self, w: Array) -> Array:
        """``-X'(y - p) / n``, ``p = 1 / (1 + exp(-Xw - b))``."""
        gradient: Array = self.X.T @ logistic_gradient(self.predictor(w), self.y)
        return gradient

    def curvature(self) -> float:
        """``sigma_1^2 / (4n)``."""
        return super().curvature() / 4

    def objective(self, w: Array, penalty: Penalty) -> float:
        """``1/n sum_i log(1 + exp(-s_i (x_i'w + b))) + penalty(w)``."""
        return logistic(self.predictor(w), self.y) + penalty.value(w)

    def intercept(self, w: Array) -> float:
        """Return the best b for w, and the columns as given."""
        return float(self.predictor(w)[0] - (self.X[0] + self.x_mean) @ w)


def _problem(
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    penalty: Penalty,
    n_iter: int,
    start: npt.ArrayLike | None,
    fit_intercept: bool,
    loss: Loss = "squared_error",
) -> _Problem:
    X, y = _check.data(X, y, choice("loss", loss, get_args(Loss)))
    _check.penalty("penalty", penalty)
    x_mean, y_mean = np.zeros(X.shape[1]), 0.0
    if _check.flag("fit_intercept", fit_intercept):
        x_mean, y_mean = X.mean(axis=0), float(y.mean())
    start = x_mean * 0 if start is None else finite("start", _check.numeric("start", start))
    if start.shape != x_mean.shape:
        raise ValueError(
            f"start must have one weight for each of the {len(x_mean)} columns of X. "
            f"Got shape {start.shape} instead."
        )
    n_iter = _check.count("n_iter", n_iter)
    if loss == "squared_error":
        return _Problem(X - x_mean, y - y_mean, x_mean, y_mean, start, n_iter)
    if fit_intercept and y.min() == y.max():
        raise ValueError(f"y must hold both classes where an intercept is fitted. Got only {y[0]}.")
    return _Classes(X - x_mean, y, x_mean, y_mean, start, n_iter, fit_intercept)


def _step(step: float | None, curvature: float) -> float:
    """Return the given step, or 1 over the curvature: the longest that never overshoots."""
    if step is not None:
        return _check.number("step", step)
    return 1 / curvature if curvature > 0 else 1.0


@hinting
def gradient_descent(
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    penalty: Penalty,
    *,
    step: float | None = None,
    n_iter: int = 100,
    start: npt.ArrayLike | None = None,
    fit_intercept: bool = True,
    loss: Loss = "squared_error",
) -> Descent:
    """``w <- w - step (gradient of the loss + 2 lam2 w)``, for penalties without a kink.

    Parameters
    ----------
    X : array_like (n, p)
    y : array_like (n,)
    penalty : Penalty
    step : float, optional
        Its default is 1 over the curvature ``sigma_1^2 / n + 2 lam2``; of the logistic loss
        ``sigma_1^2 / (4n) + 2 lam2``.
    n_iter : int
        Steps to take.
    start : array_like (p,), optional
        The first iterate; 0 by default.
    fit_intercept : bool
    loss : {"squared_error", "logistic"}
        As in `fit`; for ``"logistic"`` y holds the classes 0 and 1.

    Returns
    -------
    Descent

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is described above, or the penalty has an L1 part.
    DivergenceError
        A `FloatingPointError`, of `regkit.trainer`, that carries the descent: the objective is no
        longer finite, or is above 100 and above 1000 times the larger of its start and the loss
        at 0.

    References
    ----------
    Nesterov, Y. (2004). Introductory Lectures on Convex Optimization, section 2.1.5.

    Examples
    --------
    >>> from regkit import L2
    >>> from regkit.linear import gradient_descent
    >>> descent = gradient_descent([[-1.0], [1.0]], [-1.0, 1.0], L2(0.5), step=0.25, n_iter=3)
    >>> descent.coefs.ravel()
    array([0.    , 0.25  , 0.375 , 0.4375])
    """
    problem = _problem(X, y, penalty, n_iter, start, fit_intercept, loss)
    if not penalty.smooth:
        raise ValueError(f"penalty must have lam1 == 0 to have a gradient. Got {penalty!r}.")
    size = _step(step, problem.curvature() + 2 * penalty.lam2)

    def iterates() -> Iterator[Array]:
        w = problem.start
        while True:
            w = w - size * (problem.gradient(w) + penalty.gradient(w))
            yield w

    return problem.history(iterates(), penalty)


@hinting
def subgradient_descent(
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    penalty: Penalty,
    *,
    step: float | None = None,
    n_iter: int = 100,
    start: npt.ArrayLike | None = None,
    fit_intercept: bool = True,
    decay: bool = True,
) -> Descent:
    """``w <- w - step_k (gradient of the loss + lam1 sign(w) + 2 lam2 w)``.

    ``step_k = step / sqrt(k)`` at step k, or ``step`` throughout with ``decay=False``: then the
    weights hop around their kinks for ever.

    Parameters
    ----------
    X : array_like (n, p)
    y : array_like (n,)
    penalty : Penalty
    step : float, optional
        Its default is 1 over the curvature ``sigma_1^2 / n + 2 lam2``.
    n_iter : int
        Steps to take.
    start : array_like (p,), optional
        The first iterate; 0 by default.
    fit_intercept : bool
    decay : bool
        Whether the steps get shorter.

    Returns
    -------
    Descent

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is described above.
    DivergenceError
        A `FloatingPointError`, of `regkit.trainer`, that carries the descent: the objective is no
        longer finite, or is above 100 and above 1000 times the larger of its start and the loss
        at 0 or a hop of all weights over their kinks.

    References
    ----------
    Boyd, S., Xiao, L. and Mutapcic, A. (2003). Subgradient methods. Stanford University.

    Examples
    --------
    >>> from regkit import L1
    >>> from regkit.linear import subgradient_descent
    >>> data = [[-1.0], [1.0]], [-1.0, 1.0]
    >>> descent = subgradient_descent(*data, L1(2.0), step=0.5, n_iter=4, decay=False)
    >>> descent.coefs.ravel()  # the solution is 0, which it left and does not hit again
    array([ 0.    ,  0.5   , -0.25  ,  1.375 ,  0.1875])
    """
    problem = _problem(X, y, penalty, n_iter, start, fit_intercept)
    size = _step(step, problem.curvature() + 2 * penalty.lam2)
    decay = _check.flag("decay", decay)

    def iterates() -> Iterator[Array]:
        w, k = problem.start, 1
        while True:
            step_k = size / np.sqrt(k) if decay else size
            w, k = w - step_k * (problem.gradient(w) + penalty.gradient(w)), k + 1
            yield w

    return problem.history(iterates(), penalty, hop=size * penalty.lam1)


@hinting
def proximal_gradient(
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    penalty: Penalty,
    *,
    step: float | None = None,
    n_iter: int = 100,
    start: npt.ArrayLike | None = None,
    fit_intercept: bool = True,
    accelerated: bool = False,
    loss: Loss = "squared_error",
) -> Descent:
    """``w <- prox(w - step gradient of the loss, step)``; accelerated, from a point ahead of w.

    Known as ISTA and FISTA.

    Parameters
    ----------
    X : array_like (n, p)
    y : array_like (n,)
    penalty : Penalty
    step : float, optional
        Its default is 1 over the curvature ``sigma_1^2 / n``; of the logistic loss
        ``sigma_1^2 / (4n)``.
    n_iter : int
        Steps to take.
    start : array_like (p,), optional
        The first iterate; 0 by default.
    fit_intercept : bool
    accelerated : bool
        Whether to step from a point ahead of w, in the direction of the last move.
    loss : {"squared_error", "logistic"}
        As in `fit`; for ``"logistic"`` y holds the classes 0 and 1.

    Returns
    -------
    Descent

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is described above.
    DivergenceError
        A `FloatingPointError`, of `regkit.trainer`, that carries the descent: the objective is no
        longer finite, or is above 100 and above 1000 times the larger of its start and the loss
        at 0.

    References
    ----------
    Beck, A. and Teboulle, M. (2009). A fast iterative shrinkage-thresholding algorithm for
    linear inverse problems. SIAM Journal on Imaging Sciences 2(1), 183-202.

    Examples
    --------
    >>> from regkit import L1
    >>> from regkit.linear import proximal_gradient
    >>> descent = proximal_gradient([[-1.0], [1.0]], [-1.0, 1.0], L1(0.5), step=0.5, n_iter=3)
    >>> descent.coefs.ravel()
    array([0.    , 0.25  , 0.375 , 0.4375])
    """
    problem = _problem(X, y, penalty, n_iter, start, fit_intercept, loss)
    size = _step(step, problem.curvature())
    accelerated = _check.flag("accelerated", accelerated)

    def iterates() -> Iterator[Array]:
        w = ahead = problem.start
        t = 1.0
        while True:
            before, w = w, penalty.prox(ahead - size * problem.gradient(ahead), size)
            t_before, t = t, (1 + np.sqrt(1 + 4 * t * t)) / 2
            ahead = w + (t_before - 1) / t * (w - before) if accelerated else w
            yield w

    return problem.history(iterates(), penalty)


@hinting
def coordinate_descent(
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    penalty: Penalty,
    *,
    n_iter: int = 100,
    start: npt.ArrayLike | None = None,
    fit_intercept: bool = True,
) -> Descent:
    """Minimize over one weight at a time: ``w_j <- prox(w_j + step_j x_j'r / n, step_j)``.

    ``step_j = n / ||x_j||^2``, so each update is exact.

    Parameters
    ----------
    X : array_like (n, p)
    y : array_like (n,)
    penalty : Penalty
    n_iter : int
        Sweeps over all the weights.
    start : array_like (p,), optional
        The first iterate; 0 by default.
    fit_intercept : bool

    Returns
    -------
    Descent

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is described above.
    DivergenceError
        A `FloatingPointError`, of `regkit.trainer`, that carries the descent: the objective is no
        longer finite, or is above 100 and above 1000 times the larger of its start and the loss
        at 0.

    References
    ----------
    Friedman, J., Hastie, T. and Tibshirani, R. (2010). Regularization paths for generalized
    linear models via coordinate descent. Journal of Statistical Software 33(1), 1-22.

    Examples
    --------
    >>> from regkit import L1
    >>> from regkit.linear import coordinate_descent
    >>> coordinate_descent([[-1.0], [1.0]], [-1.0, 1.0], L1(0.5), n_iter=1).coef
    array([0.5])
    """
    problem = _problem(X, y, penalty, n_iter, start, fit_intercept)
    X, n = problem.X, len(problem.X)
    squares = np.einsum("ij,ij->j", X, X)

    def iterates() -> Iterator[Array]:
        w = problem.start.copy()
        if penalty.lam1 or penalty.lam2:  # a column of zeros brings nothing, and costs
            w[squares == 0] = 0.0
        r = problem.y - X @ w
        while True:
            for j in np.flatnonzero(squares):
                step, before = n / squares[j], w[j]
                w[j] = penalty.prox(before + step * (X[:, j] @ r) / n, step)
                r -= (w[j] - before) * X[:, j]
            yield w.copy()

    return problem.history(iterates(), penalty)
