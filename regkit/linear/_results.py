"""What the solvers return, and the warning they give when they stop early."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import index
from typing import TYPE_CHECKING, Any, SupportsIndex

import numpy as np
import numpy.typing as npt

from regkit._shown import Shown
from regkit._validate import column_names, finite, number
from regkit.linear import _check
from regkit.linear._problem import Problem, described
from regkit.linear._types import Array
from regkit.penalties import Penalty

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LARGEST = 3  # weights that a result names
MEASURE = "by weight times its column's standard deviation"
EXPLAINED = {"squared_error": "R2", "logistic": "deviance explained"}  # what `r2` is called


class ConvergenceWarning(UserWarning):
    """A solver stopped before it reached its tolerance.

    Examples
    --------
    >>> import warnings
    >>> from regkit import L1, datasets, fit
    >>> data = datasets.twins()
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("error", ConvergenceWarning)  # stop, if a solver does not arrive
    ...     solution = fit(data.X, data.y, L1(0.1))
    >>> solution.converged
    True
    """


@dataclass(frozen=True, eq=False, repr=False)
class Solution(Shown):
    """A minimizer of ``1/(2n) ||y - Xw - b||^2 + lam1 ||w||_1 + lam2 ||w||_2^2``.

    With ``loss="logistic"`` of ``1/n sum_i log(1 + exp(-s_i z_i))`` and the same penalty, where
    ``z = Xw + b`` and ``s = 2y - 1``.

    Attributes
    ----------
    coef : ndarray (p,)
        The weights w.
    intercept : float
        The intercept b; 0.0 without one.
    penalty : Penalty
        The penalty that was used.
    gap : float
        How far the objective can be from its minimum, in units of mean(y^2)/2, y centred if
        there is an intercept; without a penalty, the residual of the normal equations,
        ``||X' r|| / (||X||_F ||y||)``. With sample weights every mean and product is weighted.
        For the logistic loss in units of the loss of the intercept alone (of log 2 without one),
        see below.
    n_iter : int
        Linear systems solved, by the active set and, where active columns would outnumber the
        rows, by Newton's method on the residual; 1 where a shorter way was enough (no penalty,
        L2, often few columns). For the logistic loss, every system of Newton's method.
    converged : bool
        Whether ``gap <= tol``.
    x_mean, y_mean : ndarray (p,), float
        The (weighted) means by which X and y were centred; zeros without an intercept.
    lam_over_max : float
        ``lam1`` over the smallest that leaves no weight (``max_j |x_j'y| / n``): from 1 on every
        weight is 0. It is 0 without an L1 part, and infinite where nothing is to be explained.
    r2 : float or None
        ``1 - ||y - Xw - b||^2 / ||y||^2``, y centred if there is an intercept: the share of the
        variance of y that the fit explains of the data it was made from. 0 where y does not vary;
        None after `corrected`, which does not see the data. For the logistic loss 1 less the loss
        over that of the best constant, which is called the deviance explained.
    names : tuple of str, optional
        The names of the columns, if X was a data frame that has them.
    factors : ndarray (p,), optional
        What the penalty of each column was multiplied by, if it was.
    loss : str
    scales : ndarray (p,), optional
        The (weighted) standard deviations of the columns (ddof 0).

    Notes
    -----
    The gap of the logistic loss: with residuals ``q_i = omega_i (y_i - p_i)``, p the probability
    of class 1, ``theta_i = |q_i| / omega_i``, ``g = X'q / n`` and the entropy
    ``h(theta) = -theta log(theta) - (1 - theta) log(1 - theta)``, the dual is

    - ``lam2 > 0``: ``1/n sum_i omega_i h(theta_i)
      - sum_j max(|g_j| - f_j lam1, 0)^2 / (4 f_j lam2)``;
    - ``lam2 = 0``: the first part at ``c theta``, ``c = min(1, min_j f_j lam1 / |g_j|)``.

    With an intercept the residuals of the class that has more are first scaled down, until all
    sum to 0. With columns of factor 0, A those and the intercept, they are projected instead:
    ``q - D A (A'DA)^-1 A'q``, ``D_i = omega_i p_i (1 - p_i)``; where that leaves
    ``0 <= theta <= 1`` the gap is infinite. Without a penalty it is
    ``||X'q|| / (||X||_F ||y||)``, X and y about their means if there is an intercept, y about
    1/2 if there is none.

    Examples
    --------
    >>> from regkit import L2, fit
    >>> solution = fit([[-1.0], [1.0]], [-1.0, 1.0], L2(0.5))
    >>> solution.predict([[-1.0], [2.0]]).round(4)
    array([-0.5,  1. ])
    >>> solution.gap < 1e-8
    True
    >>> solution
    Solution:
      penalty  L2(lam=0.5)
      kept     1 of 1 columns
      largest  column 0: 0.5
      R2       0.75
    """

    coef: Array
    intercept: float
    penalty: Penalty
    gap: float
    n_iter: int
    converged: bool
    x_mean: Array
    y_mean: float
    lam_over_max: float
    r2: float | None = None
    names: tuple[str, ...] | None = None
    factors: Array | None = None
    loss: str = "squared_error"
    scales: Array | None = None

    def _facts(self) -> dict[str, str]:
        strength = f", {self.lam_over_max:.3g} of what leaves no weight"
        facts = {
            "penalty": f"{self.penalty!r}{strength if self.lam_over_max else ''}",
            "kept": f"{self.kept} of {len(self.coef)} columns",
            "largest": _largest(self.coef, self.names, self.scales),
            EXPLAINED[self.loss]: "" if self.r2 is None else f"{self.r2:.3g}",
            "gap": "" if self.converged else f"{self.gap:.1g}, above the tolerance",
        }
        return {label: said for label, said in facts.items() if said}

    @property
    def kept(self) -> int:
        """The number of weights that are not zero."""
        return int(np.count_nonzero(self.coef))

    def predict(self, X: npt.ArrayLike) -> Array:
        """``X w + b``; for the logistic loss the class, 1 where ``X w + b > 0`` and else 0.

        Parameters
        ----------
        X : array_like (n, p)
            If it is a data frame and the fit was on one, with the same columns in their order.

        Returns
        -------
        ndarray (n,)

        Raises
        ------
        TypeError, ValueError
            If X does not hold finite real numbers, or has other columns.
        """
        z = self._predictor(X)
        return np.where(z > 0, 1.0, 0.0) if self.loss == "logistic" else z

    def predict_proba(self, X: npt.ArrayLike) -> Array:
        """``1 / (1 + exp(-(X w + b)))``, the probability of class 1, beside that of class 0.

        Parameters
        ----------
        X : array_like (n, p)
            As in `predict`.

        Returns
        -------
        ndarray (n, 2)
            A column for class 0 and one for class 1, as in scikit-learn.

        Raises
        ------
        TypeError, ValueError
            As in `predict`, or if the fit was not with ``loss="logistic"``.

        Examples
        --------
        >>> from regkit import L2, fit
        >>> solution = fit([[0.0], [1.0], [2.0]], [0, 0, 1], L2(0.1), loss="logistic")
        >>> solution.predict_proba([[0.0], [2.0]]).round(2)
        array([[0.86, 0.14],
               [0.45, 0.55]])
        """
        if self.loss != "logistic":
            raise ValueError(
                "predict_proba needs a fit with loss='logistic'. "
                f"Got one with loss={self.loss!r} instead."
            )
        z = self._predictor(X)
        with np.errstate(over="ignore"):
            return np.asarray(1 / (1 + np.exp(np.column_stack([z, -z]))))

    def _predictor(self, X: npt.ArrayLike) -> Array:
        """``X w + b``, for X of the columns of the fit."""
        with np.errstate(over="ignore"):  # a forecast too large for a float is infinite
            prediction: Array = columns_of(X, len(self.coef), self.names) @ self.coef
            prediction += self.intercept
        return prediction


def explained(problem: Problem, coef: Array, intercept: float) -> float:
    """``1 - ||y - Xw - b||^2 / ||y - y_mean||^2``, with weights; 0 where y does not vary.

    For the logistic loss, 1 less the loss over that of the best constant.
    """
    if problem.loss == "logistic":
        share, loss = problem.means[1], problem.log_loss(problem.X @ coef + intercept)
        best = -sum(q * np.log(q) for q in (share, 1 - share) if q > 0) if share else np.log(2)
        return 1 - loss / float(best) if best > 0 else 0.0
    off = problem.X @ coef
    off += intercept
    off -= problem.y
    if problem.weights is not None:
        off *= np.sqrt(problem.weights)
    squares = problem.reduced.whole.y_squared
    return 1 - float(off @ off) / squares if squares > 0 else 0.0


def column_labels(p: int, names: tuple[str, ...] | None) -> Sequence[str]:
    """Return what columns are called: by their names, or by their numbers."""
    return names or [f"column {j}" for j in range(p)]


def _largest(coef: Array, names: tuple[str, ...] | None, scales: Array | None) -> str:
    """Name the weights whose columns move the forecast most, from the largest down.

    That is ``|w_j| sd_j``, which no unit changes. Where sizes alone order otherwise, it says so.
    """
    count = min(LARGEST, np.count_nonzero(coef))
    by_size = np.argsort(-np.abs(coef), kind="stable")[:count]
    moved = coef if scales is None else coef * scales
    order = np.argsort(-np.abs(moved), kind="stable")[:count]
    labels = column_labels(len(coef), names)
    named = ", ".join(f"{labels[j]}: {coef[j]:.4g}" for j in order)
    return named if np.array_equal(order, by_size) else f"{named} ({MEASURE})"


def columns_of(X: npt.ArrayLike, p: int, fitted: tuple[str, ...] | None) -> Array:
    """Return X as an array of the p columns of a fit, or say how it differs from them."""
    names = column_names(X)
    if names and fitted and names != fitted:
        raise ValueError(
            f"X must have the columns of the fit in their order. {_difference(fitted, names)}"
        )
    X = _check.numeric("X", X)
    if X.ndim != 2 or X.shape[1] != p:
        raise ValueError(
            f"X must have the shape (n, {p}), a column for each weight. "
            f"Got shape {X.shape} instead."
        )
    return finite("X", X, names)


def _difference(fitted: tuple[str, ...], given: tuple[str, ...]) -> str:
    """Say where two rows of names part."""
    if sorted(fitted) == sorted(given):
        first = next(j for j, name in enumerate(given) if name != fitted[j])
        return (
            f"Got them in another order: column {first} is {given[first]!r}, not {fitted[first]!r}."
        )
    lacking = [name for name in fitted if name not in given]
    foreign = [name for name in given if name not in fitted]
    parts = [f"{len(lacking)} missing, such as {lacking[0]!r}"] if lacking else []
    parts += [f"{len(foreign)} that were not there, such as {foreign[0]!r}"] if foreign else []
    return f"Got {' and '.join(parts) or 'some of them twice'}."


@dataclass(frozen=True, eq=False, repr=False)
class Path(Shown):
    """The minimizers for the penalties ``lam * direction``, from the largest lam down.

    ``path[i]`` is the `Solution` of the i-th lam; a negative i counts from the weakest.

    Attributes
    ----------
    direction : Penalty
    lams : ndarray (k,)
        Descending.
    coefs : ndarray (k, p)
    intercepts : ndarray (k,)
    gaps : ndarray (k,)
        As in `Solution`.
    n_iter : int
        Linear systems solved for the whole path, as in `Solution`.
    lam_max : float
        The smallest lam that leaves no weight; infinite without an L1 part.
    x_mean, y_mean : ndarray (p,), float
        As in `Solution`.
    names : tuple of str or None
        The names of the columns, if X was a data frame that has them.
    X, y : array_like
        The data themselves, as they were given: not copied, and alive as long as the path is.
        Where they are changed in place, `at` solves the changed problem.
    how : mapping
        The keywords of `regkit.linear.fit` that the path was made with.
    scales : ndarray (p,), optional
        As in `Solution`.

    Examples
    --------
    >>> from regkit import L1, datasets, fit_path
    >>> data = datasets.twins()
    >>> path = fit_path(data.X, data.y, L1(), n_lams=10)
    >>> path.coefs.shape, bool(path.coefs[0].any())  # the path begins where every weight is zero
    ((10, 5), False)
    >>> path
    Path:
      direction  L1(lam=1.0)
      strengths  10, from 2.114 down to 0.002114
      kept       0 to 5 of 5 columns
      at last    column 0: 1.326, column 1: 1.138, column 3: 0.2913
    >>> path[-1].kept, path.at(0.5).kept
    (5, 1)
    """

    direction: Penalty
    lams: Array
    coefs: Array
    intercepts: Array
    gaps: Array
    n_iter: int
    lam_max: float
    x_mean: Array
    y_mean: float
    names: tuple[str, ...] | None
    X: Any
    y: Any
    how: Mapping[str, Any]
    scales: Array | None = None

    @property
    def loss(self) -> str:
        """The loss of the fits."""
        return str(self.how["loss"])

    def _facts(self) -> dict[str, str]:
        kept = np.count_nonzero(self.coefs, axis=1)
        facts = {
            "direction": repr(self.direction),
            "strengths": f"{len(self)}, from {self.lams[0]:.4g} down to {self.lams[-1]:.4g}",
            "kept": f"{kept.min()} to {kept.max()} of {self.coefs.shape[1]} columns",
            "at last": _largest(self.coefs[-1], self.names, self.scales),
        }
        return {label: said for label, said in facts.items() if said}

    def __len__(self) -> int:
        return len(self.lams)

    def __getitem__(self, i: SupportsIndex) -> Solution:
        k = len(self)
        try:
            i = index(i)
        except TypeError as error:
            message = f"The index of a Path must be an integer. Got {i!r} instead."
            raise TypeError(message) from error
        if not -k <= i < k:
            raise IndexError(
                f"The index of a Path of {k} strengths must be from {-k} to {k - 1}. "
                f"Got {i} instead."
            )
        lam, coef, intercept = float(self.lams[i]), self.coefs[i], float(self.intercepts[i])
        problem = self._problem()
        return Solution(
            coef=coef,
            intercept=intercept,
            penalty=lam * self.direction,
            gap=float(self.gaps[i]),
            n_iter=self.n_iter,
            converged=bool(self.gaps[i] <= self.how["tol"]),
            x_mean=self.x_mean,
            y_mean=self.y_mean,
            lam_over_max=over(lam, self.lam_max),
            r2=explained(problem, coef, intercept),
            names=self.names,
            factors=problem.factors,
            loss=problem.loss,
            scales=problem.scales,
        )

    def _problem(self) -> Problem:
        """Return what the path solves, checked anew: it keeps no copy of the data."""
        return described(self.X, self.y, **{k: v for k, v in self.how.items() if k != "tol"})

    def at(self, lam: float) -> Solution:
        """``argmin 1/(2n) ||y - Xw - b||^2 + lam (d1 ||w||_1 + d2 ||w||_2^2)``, solved anew.

        Between two strengths of the path no weight is interpolated: this is `regkit.linear.fit`
        of the same data under ``lam * direction``, with the keywords of the path.

        Parameters
        ----------
        lam : float
            >= 0, inside or outside the grid.

        Returns
        -------
        Solution

        Raises
        ------
        TypeError, ValueError
            If ``lam`` is no number, or too large or small for the data.

        Warns
        -----
        ConvergenceWarning
            As in `regkit.linear.fit`.

        Examples
        --------
        >>> from regkit import L1, fit_path
        >>> path = fit_path([[0.0], [1.0], [2.0]], [0.0, 1.0, 2.0], L1(), [0.5, 0.1])
        >>> path.at(0.2).coef.round(4)
        array([0.7])
        """
        from regkit.linear._fit import fit  # which makes the paths

        lam = number("lam", lam, "a finite number >= 0", lambda value: 0 <= value < np.inf)
        return fit(self.X, self.y, lam * self.direction, **self.how)

    def predict(self, X: npt.ArrayLike) -> Array:
        """``X w + b`` for every lam; for the logistic loss the class, as in `Solution`.

        Parameters
        ----------
        X : array_like (n, p)
            If it is a data frame and the fit was on one, with the same columns in their order.

        Returns
        -------
        ndarray (k, n)
            A row for each lam.

        Raises
        ------
        TypeError, ValueError
            If X does not hold finite real numbers, or has other columns.
        """
        with np.errstate(over="ignore"):  # a forecast too large for a float is infinite
            columns = columns_of(X, self.coefs.shape[1], self.names)
            prediction: Array = self.coefs @ columns.T + self.intercepts[:, None]
        return np.where(prediction > 0, 1.0, 0.0) if self.loss == "logistic" else prediction

    def plot(self, names: Sequence[str] | None = None, top: int = 10) -> Figure:
        """Draw ``w_j(lam)`` for every column.

        Parameters
        ----------
        names : sequence of str, optional
            One for each column; "" leaves one unnamed. By default those of the data frame, or
            the numbers of the columns.
        top : int
            From 0 to 11: how many columns are named and coloured at most, those whose weights
            reach furthest. The others are thin and grey.

        Returns
        -------
        matplotlib.figure.Figure
            Which a notebook shows, ``.savefig("path.png")`` keeps, and ``.axes[0]`` lets you
            draw on.

        Raises
        ------
        ModuleNotFoundError
            If matplotlib is not installed.
        TypeError, ValueError
            If there is not one name for each column, ``top`` is out of its range, or the path has
            fewer than two strengths > 0.
        """
        from regkit.figures._paths import coefficient_paths

        title = f"{type(self.direction).__name__} path"
        return coefficient_paths(self, names, top=top, title=title)[0]


def over(lam: float, lam_max: float) -> float:
    """``lam / lam_max``; infinite where no lam > 0 leaves a weight."""
    return lam / lam_max if lam_max > 0 else np.inf if lam else 0.0


def corrected(solution: Solution) -> Solution:
    """``(1 + 2 lam2) w``: the Elastic Net of Zou & Hastie, from the naive one.

    Their lambda2 is ``2 lam2`` here, for columns standardized to mean 0 and variance 1 (ddof 0).
    The factor undoes the shrinkage of the L2 part and keeps the selection of the L1 part; the
    intercept is computed anew from the means of the data. The attribute ``gap`` stays that of
    the naive solution.

    Parameters
    ----------
    solution : Solution
        Of `fit` on standardized columns.

    Returns
    -------
    Solution

    Raises
    ------
    TypeError
        If ``solution`` is not a `Solution`.
    ValueError
        If columns were penalized by different factors: theirs is one for all.

    References
    ----------
    Zou, H. and Hastie, T. (2005). Regularization and variable selection via the elastic net.
    Journal of the Royal Statistical Society B 67(2), 301-320, section 3.2.

    Examples
    --------
    >>> from regkit import ElasticNet, corrected, fit
    >>> naive = fit([[-1.0], [1.0]], [-1.0, 1.0], ElasticNet(lam1=0.0, lam2=0.5))
    >>> naive.coef.round(4), corrected(naive).coef.round(4)
    (array([0.5]), array([1.]))
    """
    if not isinstance(solution, Solution):
        raise TypeError(f"solution must be a Solution, as fit returns. Got {solution!r} instead.")
    if solution.loss != "squared_error":
        raise ValueError(
            f"solution must be of squared error. Got one with loss={solution.loss!r} instead."
        )
    if solution.factors is not None:
        raise ValueError(
            "solution must be of a fit without factors: 1 + 2 lam2 undoes the shrinkage of all "
            f"columns alike. Got factors={solution.factors!r:.60} instead."
        )
    coef = (1 + 2 * solution.penalty.lam2) * solution.coef
    intercept = float(solution.y_mean - solution.x_mean @ coef)
    return replace(solution, coef=coef, intercept=intercept, r2=None)
