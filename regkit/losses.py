"""The data terms of the book, each the **mean over samples** of a loss per sample.

They are formulas, entry by entry: what is too large for a float becomes infinite, and an entry
that is not finite goes through as in NumPy.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from regkit._validate import real

__all__ = [
    "cross_entropy",
    "cross_entropy_gradient",
    "logistic",
    "logistic_gradient",
    "softmax",
    "squared_error",
    "squared_error_gradient",
]

Array = npt.NDArray[np.floating[Any]]


def _pair(name: str, prediction: Array, target: Array) -> tuple[Array, Array]:
    """Check a prediction of some samples and its target, and return them as floats."""
    prediction, target = _floats(name, prediction), _floats("target", target)
    if prediction.ndim not in (1, 2) or not prediction.size:
        raise ValueError(
            f"{name} must have the shape (n,) or (n, k) with n and k >= 1. "
            f"Got shape {prediction.shape} instead."
        )
    if prediction.shape != target.shape:
        raise ValueError(
            f"target must have the shape of {name}, {prediction.shape}. "
            f"Got shape {target.shape} instead."
        )
    return prediction, target


def _floats(name: str, value: npt.ArrayLike) -> Array:
    array = real(name, value)  # unsigned integers, for one, cannot be subtracted
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def _below_largest(scores: Array) -> Array:
    """``scores_ik - max_k scores_ik``, at most 0, so that exp cannot overflow."""
    if scores.ndim != 2 or not scores.size:
        raise ValueError(f"scores must have the shape (n, k). Got shape {scores.shape} instead.")
    shifted: Array = scores - scores.max(axis=1, keepdims=True)
    # not -inf, which 0 times a target would turn into NaN
    return np.maximum(shifted, np.finfo(shifted.dtype).min, out=shifted)


def squared_error(prediction: Array, target: Array) -> float:
    """``(1/n) sum_i 1/2 sum_k (prediction_ik - target_ik)^2``.

    Parameters
    ----------
    prediction, target : ndarray (n,) or (n, k)

    Returns
    -------
    float

    Raises
    ------
    TypeError, ValueError
        If they do not hold real numbers, hold none, or their shapes differ.

    Examples
    --------
    >>> squared_error(np.array([1.0, 3.0]), np.array([0.0, 1.0]))
    1.25
    """
    prediction, target = _pair("prediction", prediction, target)
    with np.errstate(over="ignore"):
        residual = prediction - target
        return 0.5 * float(np.sum(residual * residual)) / len(prediction)


def squared_error_gradient(prediction: Array, target: Array) -> Array:
    """``(prediction - target) / n``, the gradient of `squared_error` in the prediction.

    Parameters
    ----------
    prediction, target : ndarray (n,) or (n, k)

    Returns
    -------
    ndarray
        Of the shape of ``prediction``.

    Raises
    ------
    TypeError, ValueError
        If they do not hold real numbers, hold none, or their shapes differ.

    Examples
    --------
    >>> squared_error_gradient(np.array([1.0, 3.0]), np.array([0.0, 1.0]))
    array([0.5, 1. ])
    """
    prediction, target = _pair("prediction", prediction, target)
    with np.errstate(over="ignore"):
        gradient: Array = (prediction - target) / len(prediction)
    return gradient


def logistic(z: Array, target: Array) -> float:
    """``(1/n) sum_i log(1 + exp(-s_i z_i))``, s = 1 for the target 1 and -1 for the target 0.

    It is the cross-entropy of two classes, with the scores 0 and z.

    Parameters
    ----------
    z : ndarray (n,)
        Any real numbers; ``1 / (1 + exp(-z))`` is the probability of the target 1.
    target : ndarray (n,)
        0, 1, or a probability between them.

    Returns
    -------
    float

    Raises
    ------
    TypeError, ValueError
        If they do not hold real numbers, hold none, or their shapes differ.

    Examples
    --------
    >>> round(logistic(np.array([0.0, 2.0]), np.array([1.0, 1.0])), 4)
    0.41
    """
    z, target = _pair("z", z, target)
    return float(np.sum(np.logaddexp(0.0, z) - target * z)) / len(z)


def logistic_gradient(z: Array, target: Array) -> Array:
    """``(1 / (1 + exp(-z)) - target) / n``, the gradient of `logistic` in z.

    Parameters
    ----------
    z, target : ndarray (n,)
        As in `logistic`.

    Returns
    -------
    ndarray
        Of the shape of ``z``.

    Raises
    ------
    TypeError, ValueError
        If they do not hold real numbers, hold none, or their shapes differ.

    Examples
    --------
    >>> logistic_gradient(np.array([0.0, 0.0]), np.array([1.0, 0.0]))
    array([-0.25,  0.25])
    """
    z, target = _pair("z", z, target)
    gradient: Array = (np.exp(-np.logaddexp(0.0, -z)) - target) / len(z)
    return gradient


def softmax(scores: Array) -> Array:
    """``exp(scores_ik) / sum_l exp(scores_il)``, the probabilities of the classes.

    Parameters
    ----------
    scores : ndarray (n, k)
        Any real numbers (logits); only their differences within a row matter.

    Returns
    -------
    ndarray
        Of the shape of ``scores``.

    Raises
    ------
    TypeError, ValueError
        If they do not hold real numbers, or their shape is another.

    References
    ----------
    Bishop, C. M. (2006). Pattern Recognition and Machine Learning. Springer, section 4.3.4.

    Examples
    --------
    >>> softmax(np.array([[0.0, 0.0], [1e308, -1e308]]))
    array([[0.5, 0.5],
           [1. , 0. ]])
    """
    with np.errstate(over="ignore", invalid="ignore"):
        exp = np.exp(_below_largest(_floats("scores", scores)))
        probabilities: Array = exp / exp.sum(axis=1, keepdims=True)
    return probabilities


def cross_entropy(scores: Array, target: Array) -> float:
    """``(1/n) sum_i [log sum_k exp(scores_ik) - sum_k target_ik scores_ik]``.

    The softmax is part of the loss, so ``scores`` are any real numbers (logits).

    Parameters
    ----------
    scores : ndarray (n, k)
    target : ndarray (n, k)
        One row a sample: a one-hot class, or probabilities that sum to 1.

    Returns
    -------
    float

    Raises
    ------
    TypeError, ValueError
        If they do not hold real numbers, hold none, or their shapes differ.

    References
    ----------
    Bishop, C. M. (2006). Pattern Recognition and Machine Learning. Springer, section 4.3.4.

    Examples
    --------
    >>> scores, target = np.array([[0.0, 0.0]]), np.array([[1.0, 0.0]])
    >>> round(cross_entropy(scores, target), 4)  # two classes, nothing known: log 2
    0.6931
    """
    scores, target = _pair("scores", scores, target)
    with np.errstate(over="ignore", invalid="ignore"):
        shifted = _below_largest(scores)
        log_sum = np.log(np.sum(np.exp(shifted), axis=1))
        return float(np.sum(log_sum - np.sum(target * shifted, axis=1))) / len(scores)


def cross_entropy_gradient(scores: Array, target: Array) -> Array:
    """``(softmax(scores) - target) / n``, the gradient of `cross_entropy` in the scores.

    Parameters
    ----------
    scores, target : ndarray (n, k)

    Returns
    -------
    ndarray
        Of the shape of ``scores``.

    Raises
    ------
    TypeError, ValueError
        If they do not hold real numbers, hold none, or their shapes differ.

    Examples
    --------
    >>> cross_entropy_gradient(np.array([[0.0, 0.0]]), np.array([[1.0, 0.0]]))
    array([[-0.5,  0.5]])
    """
    scores, target = _pair("scores", scores, target)
    gradient: Array = (softmax(scores) - target) / len(scores)
    return gradient
