"""The penalties of the book: ``lambda R(w)`` for R = L1, L2 and their sum.

Every penalty here is ``lam1 ||w||_1 + lam2 ||w||_2^2``. One class therefore holds all the
arithmetic, and ``L1``, ``L2``, ``ElasticNet`` and ``NoPenalty`` only name the parts that are
present. There is **no 1/2** in the L2 term.

Their values, gradients and proxes are formulas, entry by entry: what is too large for a float
becomes infinite, and an entry that is not finite goes through as in NumPy.
"""

from __future__ import annotations

import math
import numbers
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from regkit._validate import number, unmasked
from regkit._words import hinting, hinting_class

__all__ = ["L1", "L2", "ElasticNet", "NoPenalty", "Penalty"]

Array = npt.NDArray[np.floating[Any]]
Strengths = float | Array  # one for all weights, or one for each


def _strength(name: str, value: object) -> float:
    """Check that a strength is a finite number >= 0, and return it as a float."""
    strength = number(name, value, "a finite number >= 0", lambda lam: 0 <= lam < math.inf)
    return strength + 0.0  # -0.0 becomes 0.0, so that equal penalties print alike


def _real_array(name: str, value: npt.ArrayLike) -> Array:
    """Return ``value`` as an array of floats: float32 stays float32, integers become float64."""
    array = np.asarray(unmasked(name, value))
    if array.dtype.kind not in "iuf":
        raise TypeError(f"{name} must hold real numbers. Got an array of {array.dtype} instead.")
    return array if array.dtype.kind == "f" else array.astype(np.float64)


# The two formulas that training shares: there the strengths differ from weight to weight, as biases
# have none. A part that is None is absent, where 0 times an infinite weight would be NaN.


def subgradient(w: Array, lam1: Strengths, two_lam2: Strengths | None) -> Array:
    """``lam1 sign(w) + 2 lam2 w``."""
    gradient: Array = lam1 * np.sign(w)
    return gradient if two_lam2 is None else gradient + two_lam2 * w


def proximal_step(
    w: Array, threshold: Strengths | None, divisor: Strengths | None, scratch: Array
) -> None:
    """``w = sign(w) max(|w| - step lam1, 0) / (1 + 2 step lam2)``, in place.

    The threshold is ``step lam1``, the divisor ``1 + 2 step lam2``; ``scratch``, an array of the
    shape of ``w``, is overwritten.
    """
    if threshold is not None:
        # w minus its projection on [-threshold, threshold] is the soft threshold. NumPy's minimum
        # of two arrays is three times as fast as that of an array and a number.
        np.negative(threshold, out=scratch)
        np.maximum(w, scratch, out=scratch)
        np.minimum(scratch, threshold, out=scratch)
        w -= scratch
    if divisor is not None:
        w /= divisor


class Penalty:
    """``R(w) = lam1 ||w||_1 + lam2 ||w||_2^2``, an immutable value.

    Parameters
    ----------
    lam1, lam2 : float
        Strength of the L1 and of the L2 part, both finite and >= 0.

    Attributes
    ----------
    smooth : bool
        Whether the penalty has a gradient everywhere: ``lam1 == 0``.

    Raises
    ------
    TypeError
        If a strength is not a number.
    ValueError
        If a strength is negative, NaN or infinite.

    Notes
    -----
    Penalties add, and scale by a non-negative number: ``0.1 * L1()``, ``L1(0.1) + L2(0.02)``,
    ``L1(5) / n``.
    They are equal when their strengths are, whatever the name: ``ElasticNet(1, 0) == L1(1)``.

    Examples
    --------
    >>> penalty = 0.1 * L1() + 0.02 * L2()
    >>> penalty
    ElasticNet(lam1=0.1, lam2=0.02)
    >>> penalty.smooth
    False
    >>> L1(1.0).prox([3.0, -0.5], step=1.0)
    array([2., 0.])
    """

    __slots__ = ("lam1", "lam2")

    lam1: float
    lam2: float

    def __init__(self, lam1: float, lam2: float) -> None:
        object.__setattr__(self, "lam1", _strength("lam1", lam1))
        object.__setattr__(self, "lam2", _strength("lam2", lam2))

    @property
    def smooth(self) -> bool:
        """Whether the penalty has a gradient everywhere."""
        return self.lam1 == 0

    def value(self, w: npt.ArrayLike) -> float:
        """``lam1 sum_j |w_j| + lam2 sum_j w_j^2``.

        Parameters
        ----------
        w : array_like of real numbers, any shape

        Returns
        -------
        float

        Raises
        ------
        TypeError
            If ``w`` does not hold real numbers.
        """
        w = _real_array("w", w)
        # A part that is absent is left out: 0 times an overflowed sum would be NaN.
        total = 0.0
        with np.errstate(over="ignore"):
            if self.lam1:
                total += self.lam1 * float(np.sum(np.abs(w), dtype=np.float64))
            if self.lam2:
                total += self.lam2 * float(np.sum(np.square(w, dtype=np.float64)))
        return total

    def gradient(self, w: npt.ArrayLike) -> Array:
        """``lam1 sign(w) + 2 lam2 w``; at a kink (w_j = 0) the subgradient 0.

        Parameters
        ----------
        w : array_like of real numbers, any shape

        Returns
        -------
        ndarray
            A new array of the shape of ``w``.

        Raises
        ------
        TypeError
            If ``w`` does not hold real numbers.
        """
        w = _real_array("w", w)
        with np.errstate(over="ignore"):
            return subgradient(w, self.lam1, 2 * self.lam2 or None)

    def prox(self, v: npt.ArrayLike, step: npt.ArrayLike) -> Array:
        """``argmin_w R(w) + sum_j (w_j - v_j)^2 / (2 step_j)``.

        In closed form, soft thresholding and then shrinking:
        ``sign(v) max(|v| - step lam1, 0) / (1 + 2 step lam2)``.

        Parameters
        ----------
        v : array_like of real numbers, any shape
        step : float or array_like of the shape of ``v``
            One positive step for all weights, or one for each.

        Returns
        -------
        ndarray
            A new array of the shape of ``v``.

        Raises
        ------
        TypeError
            If ``v`` or ``step`` does not hold real numbers.
        ValueError
            If a step is not positive and finite, or ``step`` has another shape than ``v``.

        References
        ----------
        Parikh, N. and Boyd, S. (2014). Proximal algorithms. Foundations and Trends in
        Optimization 1(3), 127-239, section 6.5.
        """
        v = _real_array("v", v)
        given, step = step, _real_array("step", step)
        if step.ndim and step.shape != v.shape:
            raise ValueError(
                f"step must be a positive number or an array of the shape of v, {v.shape}. "
                f"Got an array of shape {step.shape} instead."
            )
        with np.errstate(over="ignore"):
            step = step.astype(v.dtype, copy=False)
            if not bool(np.all((step > 0) & np.isfinite(step))):
                raise ValueError(
                    f"step must be positive and finite in {v.dtype}. Got {given!r:.60} instead."
                )
            w = v.copy()
            proximal_step(w, self.lam1 * step, 1 + 2 * self.lam2 * step, np.empty_like(w))
            return w + 0.0  # turns the -0.0 that is left into 0.0

    def __mul__(self, factor: float) -> Penalty:
        if not isinstance(factor, numbers.Real):
            return NotImplemented
        factor = _strength("factor", factor)
        return _named(factor * self.lam1, factor * self.lam2, self)

    __rmul__ = __mul__

    def __truediv__(self, divisor: float) -> Penalty:
        if not isinstance(divisor, numbers.Real):
            return NotImplemented
        if not _strength("divisor", divisor):
            raise ZeroDivisionError("divisor must be a finite number > 0. Got 0 instead.")
        return _named(self.lam1 / float(divisor), self.lam2 / float(divisor), self)

    def __add__(self, other: Penalty) -> Penalty:
        if not isinstance(other, Penalty):
            return NotImplemented
        same = self if type(self) is type(other) else None
        return _named(self.lam1 + other.lam1, self.lam2 + other.lam2, same)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Penalty):
            return NotImplemented
        return (self.lam1, self.lam2) == (other.lam1, other.lam2)

    def __hash__(self) -> int:
        return hash((self.lam1, self.lam2))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"A penalty does not change; make a new one to set {name}.")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"A penalty does not change; {name} cannot be deleted.")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.lam1, self.lam2)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(lam1={self.lam1!r}, lam2={self.lam2!r})"


@hinting_class
class ElasticNet(Penalty):
    """``R(w) = lam1 ||w||_1 + lam2 ||w||_2^2``.

    Parameters
    ----------
    lam1, lam2 : float
        Strength of the two parts, finite and >= 0.

    Raises
    ------
    TypeError
        If a strength is not a number.
    ValueError
        If a strength is negative, NaN or infinite.

    References
    ----------
    Zou, H. and Hastie, T. (2005). Regularization and variable selection via the elastic net.
    Journal of the Royal Statistical Society B 67(2), 301-320.

    Examples
    --------
    >>> ElasticNet(lam1=0.1, lam2=0.02) == L1(0.1) + L2(0.02)
    True
    """

    __slots__ = ()

    def __init__(self, lam1: float, lam2: float) -> None:
        super().__init__(lam1, lam2)

    @staticmethod
    @hinting
    def mix(l2_share: float) -> ElasticNet:
        """``R(w) = (1 - a) ||w||_1 + a ||w||_2^2`` for a share a: 1 is ridge, 0 is lasso.

        Parameters
        ----------
        l2_share : float in [0, 1]
            The share of the L2 part: the first article's alpha. glmnet's alpha and scikit-learn's
            l1_ratio are the share of the L1 part, and halve the other.

        Raises
        ------
        TypeError
            If ``l2_share`` is not a number.
        ValueError
            If ``l2_share`` is outside [0, 1].

        Examples
        --------
        >>> ElasticNet.mix(l2_share=0.25)
        ElasticNet(lam1=0.75, lam2=0.25)
        """
        allowed = "a number in the range [0, 1]"
        share = number("l2_share", l2_share, allowed, lambda share: 0 <= share <= 1)
        return ElasticNet(1 - share, share)


@hinting_class
class L1(Penalty):
    """``R(w) = lam sum_j |w_j|``, the penalty of the lasso.

    Parameters
    ----------
    lam : float
        Its strength, finite and >= 0.

    Raises
    ------
    TypeError
        If ``lam`` is not a number.
    ValueError
        If ``lam`` is negative, NaN or infinite.

    References
    ----------
    Tibshirani, R. (1996). Regression shrinkage and selection via the lasso. Journal of the
    Royal Statistical Society B 58(1), 267-288.

    Examples
    --------
    >>> L1().value([2, 4])
    6.0
    """

    __slots__ = ()

    def __init__(self, lam: float = 1.0) -> None:
        super().__init__(_strength("lam", lam), 0.0)

    def __reduce__(self) -> tuple[Any, ...]:
        return L1, (self.lam1,)

    def __repr__(self) -> str:
        return f"L1(lam={self.lam1!r})"


@hinting_class
class L2(Penalty):
    """``R(w) = lam sum_j w_j^2``, the penalty of ridge regression; there is no 1/2.

    Parameters
    ----------
    lam : float
        Its strength, finite and >= 0.

    Raises
    ------
    TypeError
        If ``lam`` is not a number.
    ValueError
        If ``lam`` is negative, NaN or infinite.

    References
    ----------
    Hoerl, A. E. and Kennard, R. W. (1970). Ridge regression: biased estimation for
    nonorthogonal problems. Technometrics 12(1), 55-67.

    Examples
    --------
    >>> L2(0.5).gradient([1.0, -2.0])
    array([ 1., -2.])
    """

    __slots__ = ()

    def __init__(self, lam: float = 1.0) -> None:
        super().__init__(0.0, _strength("lam", lam))

    def __reduce__(self) -> tuple[Any, ...]:
        return L2, (self.lam2,)

    def __repr__(self) -> str:
        return f"L2(lam={self.lam2!r})"


@hinting_class
class NoPenalty(Penalty):
    """``R(w) = 0``: nothing is regularized.

    Examples
    --------
    >>> NoPenalty().value([2, 4])
    0.0
    """

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(0.0, 0.0)

    def __reduce__(self) -> tuple[Any, ...]:
        return NoPenalty, ()

    def __repr__(self) -> str:
        return "NoPenalty()"


def _named(lam1: float, lam2: float, like: Penalty | None) -> Penalty:
    """Make the penalty with these strengths, keeping the name of ``like`` where it has one."""
    for name, strength in (("lam1", lam1), ("lam2", lam2)):
        _strength(name, strength)  # a sum or product of finite strengths may overflow
    if isinstance(like, L1):
        return L1(lam1)
    if isinstance(like, L2):
        return L2(lam2)
    if isinstance(like, NoPenalty):
        return like
    return ElasticNet(lam1, lam2)
