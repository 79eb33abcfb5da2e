"""What the solvers return, and the warning they give when they stop early."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from regkit._shown import Shown
from regkit._validate import column_names, finite
from regkit.linear import _check
from regkit.linear._types import Array
from regkit.penalties import Penalty


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
    names : tuple of str, optional
        The names of the columns, if X was a data frame that has them.
    factors : ndarray (p,), optional
        What the penalty of each column was multiplied by, if it was.
    loss : str

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
    ``||X'q|| / (||X||_F ||y||)``, X and y about their means if there is an intercept.

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
    names: tuple[str, ...] | None = None
    factors: Array | None = None
    loss: str = "squared_error"

    def _facts(self) -> dict[str, str]:
        strength = f", {self.lam_over_max:.3g} of what leaves no weight"
        order = np.argsort(-np.abs(self.coef), kind="stable")[: min(3, self.kept)]
        names = self.names or [f"column {j}" for j in range(len(self.coef))]
        facts = {
            "penalty": f"{self.penalty!r}{strength if self.lam_over_max else ''}",
            "kept": f"{self.kept} of {len(self.coef)} columns",
            "largest": ", ".join(f"{names[j]}: {self.coef[j]:.4g}" for j in order),
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
        return (z > 0).astype(np.float64) if self.loss == "logistic" else z

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
        names = column_names(X)
        if names and self.names and names != self.names:
            raise ValueError(
                "X must have the columns of the fit in their order. "
                f"{_difference(self.names, names)}"
            )
        X = _check.numeric("X", X)
        if X.ndim != 2 or X.shape[1] != len(self.coef):
            raise ValueError(
                f"X must have the shape (n, {len(self.coef)}), a column for each weight. "
                f"Got shape {X.shape} instead."
            )
        with np.errstate(over="ignore"):  # a forecast too large for a float is infinite
            prediction: Array = finite("X", X, names) @ self.coef + self.intercept
        return prediction


def _difference(fitted: tuple[str, ...], given: tuple[str, ...]) -> str:
    """Say where two rows of names part."""
    if sorted(fitted) == sorted(given):
        first = next(
            j for j, pair in enumerate(zip(fitted, given, strict=True)) if len({*pair}) > 1
        )
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
    loss : str

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
    """

    direction: Penalty
    lams: Array
    coefs: Array
    intercepts: Array
    gaps: Array
    n_iter: int
    loss: str = "squared_error"

    def _facts(self) -> dict[str, str]:
        kept = np.count_nonzero(self.coefs, axis=1)
        return {
            "direction": repr(self.direction),
            "strengths": f"{len(self.lams)}, from {self.lams[0]:.4g} down to {self.lams[-1]:.4g}",
            "kept": f"{kept.min()} to {kept.max()} of {self.coefs.shape[1]} columns",
        }


def corrected(solution: Solution) -> Solution:
    """``(1 + 2 lam2) w``: the elastic net of Zou & Hastie, from the naive one.

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
    return replace(solution, coef=coef, intercept=float(solution.y_mean - solution.x_mean @ coef))
