"""Two weights: contours of a loss, the ball of a penalty, and where they touch.

The loss is ``L(w) = 1/2 (w - w*)' H (w - w*)``, as squared error is around its optimum w*, with
``H = X'X/n``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from regkit.figures.force import method
from regkit.figures.style import line, panel
from regkit.linear import fit
from regkit.penalties import Penalty

__all__ = ["ball", "contour", "minimizer", "weight_space", "within_budget"]

Array = npt.NDArray[np.floating[Any]]


def minimizer(optimum: npt.ArrayLike, hessian: npt.ArrayLike, penalty: Penalty) -> Array:
    """``argmin_w 1/2 (w - w*)' H (w - w*) + R(w)``.

    Parameters
    ----------
    optimum : array_like (p,)
        w*, the minimum of the loss alone.
    hessian : array_like (p, p)
        H, positive definite.
    penalty : Penalty

    Returns
    -------
    ndarray (p,)

    Raises
    ------
    numpy.linalg.LinAlgError
        If ``hessian`` is not positive definite.
    """
    optimum = np.asarray(optimum, dtype=np.float64)
    # the rows of X are chosen so that X'X/n = H
    X = np.sqrt(len(optimum)) * np.linalg.cholesky(np.asarray(hessian, dtype=np.float64)).T
    return fit(X, X @ optimum, penalty, fit_intercept=False, tol=1e-10).coef


def within_budget(
    optimum: npt.ArrayLike, hessian: npt.ArrayLike, direction: Penalty, budget: float
) -> tuple[Array, float]:
    """``argmin_w L(w)  subject to  R(w) <= budget``, and the lambda that has the same minimum.

    Parameters
    ----------
    optimum : array_like (p,)
    hessian : array_like (p, p)
    direction : Penalty
        R.
    budget : float > 0

    Returns
    -------
    w : ndarray (p,)
    lam : float
        The strength at which `minimizer` returns this w; 0.0 if w* fits into the budget.

    Raises
    ------
    ValueError
        If ``budget`` is not positive.
    """
    if not budget > 0:
        raise ValueError(f"budget must be a number > 0. Got {budget!r} instead.")
    optimum = np.asarray(optimum, dtype=np.float64)
    if direction.value(optimum) <= budget:
        return optimum, 0.0
    low, high = 0.0, 1.0
    while direction.value(minimizer(optimum, hessian, high * direction)) > budget:
        low, high = high, 2 * high
    for _ in range(50):  # R falls as lambda grows
        middle = (low + high) / 2
        if direction.value(minimizer(optimum, hessian, middle * direction)) > budget:
            low = middle
        else:
            high = middle
    return minimizer(optimum, hessian, high * direction), high


def ball(penalty: Penalty, size: float, *, points: int = 121) -> Array:
    """``{w : R(w) = size}`` in the plane: a diamond, a circle or something between.

    Parameters
    ----------
    penalty : Penalty
        Not both strengths zero.
    size : float >= 0
    points : int
        How many points to return; corners are among them if it is one more than a multiple
        of four.

    Returns
    -------
    ndarray (points, 2)
        Closed: the last point is the first.
    """
    angle = np.linspace(0, 2 * np.pi, points)
    towards = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    # in each direction solve lam2 r^2 + lam1 s r = size, in the form that allows lam2 = 0
    linear = penalty.lam1 * np.abs(towards).sum(axis=1)
    radius = 2 * size / (linear + np.sqrt(linear**2 + 4 * penalty.lam2 * size))
    outline: Array = np.nan_to_num(radius)[:, None] * towards
    return outline


def contour(
    optimum: npt.ArrayLike, hessian: npt.ArrayLike, level: float, *, points: int = 121
) -> Array:
    """``{w : 1/2 (w - w*)' H (w - w*) = level}`` in the plane: an ellipse around w*.

    Parameters
    ----------
    optimum : array_like (2,)
    hessian : array_like (2, 2)
    level : float >= 0
    points : int

    Returns
    -------
    ndarray (points, 2)
        Closed: the last point is the first.
    """
    angle = np.linspace(0, 2 * np.pi, points)
    circle = np.stack([np.cos(angle), np.sin(angle)])
    root = np.linalg.cholesky(np.asarray(hessian, dtype=np.float64))
    ellipse: Array = np.asarray(optimum) + np.sqrt(2 * level) * np.linalg.solve(root.T, circle).T
    return ellipse


def weight_space(
    penalty: Penalty,
    optimum: Sequence[float],
    hessian: npt.ArrayLike,
    *,
    solution: npt.ArrayLike | None = None,
    title: str = "",
    limits: tuple[float, float] = (-2.0, 3.0),
    ellipses: int = 3,
) -> tuple[Figure, Axes]:
    """Draw the ball of a penalty through the solution, and the contours that touch it there.

    Parameters
    ----------
    penalty : Penalty
        Its class decides its colour.
    optimum : sequence of two floats
        w*, drawn as a cross.
    hessian : array_like (2, 2)
    solution : array_like (2,), optional
        Drawn as a dot; by default the minimizer of loss + penalty.
    title : str
    limits : (low, high)
        Of both weights.
    ellipses : int
        How many contours: the outermost touches the ball, the others are inside it.

    Returns
    -------
    Figure, Axes
    """
    hessian = np.asarray(hessian, dtype=np.float64)
    w = minimizer(optimum, hessian, penalty) if solution is None else np.asarray(solution)
    figure, axes = panel(
        title=title,
        xlabel="weight w₁",
        ylabel="weight w₂",
        xlim=limits,
        ylim=limits,
        square=True,
    )
    faint: dict[str, Any] = line("loss", linewidth=1, alpha=0.5)
    axes.axhline(0, **faint)
    axes.axvline(0, **faint)
    style = line(method(penalty))
    outline = ball(penalty, penalty.value(w))
    axes.fill(*outline.T, color=style["color"], alpha=0.12, linewidth=0)
    axes.plot(*outline.T, **style)
    away = w - np.asarray(optimum)
    touching = float(away @ hessian @ away) / 2
    for k in range(1, ellipses + 1):  # equally spaced, so levels grow with the square
        axes.plot(
            *contour(optimum, hessian, touching * (k / ellipses) ** 2).T,
            **line("loss", linewidth=2),
        )
    cross = line("data", markeredgewidth=4, zorder=5) | {"marker": "x"}
    axes.plot(*np.transpose([optimum]), **cross)
    axes.plot(*np.transpose([w]), **line("data", markersize=14, zorder=6))
    return figure, axes
