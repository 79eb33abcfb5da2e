"""The data terms of the book, each the **mean over samples** of a loss per sample."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["cross_entropy", "cross_entropy_gradient", "squared_error", "squared_error_gradient"]

Array = npt.NDArray[np.floating[Any]]


def _same_shape(prediction: Array, target: Array) -> None:
    if prediction.shape != target.shape:
        raise ValueError(
            f"target must have the shape of prediction, {prediction.shape}. "
            f"Got shape {target.shape} instead."
        )


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
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> squared_error(np.array([1.0, 3.0]), np.array([0.0, 1.0]))
    1.25
    """
    _same_shape(prediction, target)
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
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> squared_error_gradient(np.array([1.0, 3.0]), np.array([0.0, 1.0]))
    array([0.5, 1. ])
    """
    _same_shape(prediction, target)
    gradient: Array = (prediction - target) / len(prediction)
    return gradient


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
    ValueError
        If the shapes differ.

    References
    ----------
    Bishop, C. M. (2006). Pattern Recognition and Machine Learning. Springer, section 4.3.4.

    Examples
    --------
    >>> scores, target = np.array([[0.0, 0.0]]), np.array([[1.0, 0.0]])
    >>> round(cross_entropy(scores, target), 4)  # two classes, nothing known: log 2
    0.6931
    """
    _same_shape(scores, target)
    shifted = scores - scores.max(axis=1, keepdims=True)  # exp cannot overflow then
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
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> cross_entropy_gradient(np.array([[0.0, 0.0]]), np.array([[1.0, 0.0]]))
    array([[-0.5,  0.5]])
    """
    _same_shape(scores, target)
    exp = np.exp(scores - scores.max(axis=1, keepdims=True))
    gradient: Array = (exp / exp.sum(axis=1, keepdims=True) - target) / len(scores)
    return gradient
