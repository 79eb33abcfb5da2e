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

from regkit import _validate
from regkit.figures._check import not_negative, quadratic
from regkit.figures._force import method
from regkit.figures._style import line, panel
from regkit.linear import _check, fit
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
    TypeError, ValueError
        If ``hessian`` is not positive definite and of the size of ``optimum``, or ``penalty`` is
        no penalty.

    Examples
    --------
    >>> import numpy as np
    >>> from regkit import L1
    >>> from regkit.figures import minimizer
    >>> minimizer([2.0, 0.25], np.eye(2), L1(0.5))
    array([1.5, 0. ])
    """
    optimum, _, root = quadratic(optimum, hessian)
    X = np.sqrt(len(optimum)) * root.T  # so that X'X/n = H
    return fit(X, X @ optimum, penalty, fit_intercept=False, standardize=False, tol=1e-10).coef


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
    TypeError, ValueError
        If ``budget`` is not positive, or as `minimizer`.

    Examples
    --------
    >>> import numpy as np
    >>> from regkit import L2
    >>> from regkit.figures import within_budget
    >>> w, lam = within_budget([2.0, 0.0], np.eye(2), L2(), budget=1.0)
    >>> w.round(6), round(lam, 6)
    (array([1., 0.]), 0.5)
    """
    budget = _check.number("budget", budget)
    optimum, _, _ = quadratic(optimum, hessian)
    if _check.penalty("direction", direction).value(optimum) <= budget:
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

    Raises
    ------
    TypeError, ValueError
        If ``penalty`` is none or has no strength, ``size`` is negative, or ``points`` < 1.

    Examples
    --------
    >>> from regkit import L1
    >>> from regkit.figures import ball
    >>> abs(ball(L1(), 2.0, points=5)).round(6) + 0.0
    array([[2., 0.],
           [0., 2.],
           [2., 0.],
           [0., 2.],
           [2., 0.]])
    """
    if _check.penalty("penalty", penalty).lam1 == penalty.lam2 == 0:
        raise ValueError(f"penalty must have a strength > 0. Got {penalty!r} instead.")
    size = not_negative("size", size)
    angle = np.linspace(0, 2 * np.pi, _validate.integer("points", points))
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

    Raises
    ------
    TypeError, ValueError
        As `minimizer`, and if ``level`` is negative or ``points`` < 1.

    Examples
    --------
    >>> import numpy as np
    >>> from regkit.figures import contour
    >>> contour([0.0, 1.0], np.eye(2), level=0.5, points=3)[0]
    array([1., 1.])
    """
    centre, _, root = quadratic(optimum, hessian)
    level = not_negative("level", level)
    angle = np.linspace(0, 2 * np.pi, _validate.integer("points", points))
    circle = np.stack([np.cos(angle), np.sin(angle)])
    ellipse: Array = centre + np.sqrt(2 * level) * np.linalg.solve(root.T, circle).T
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
    """Draw ``{w : R(w) = R(solution)}``, and the contours of the loss up to where they touch it.

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

    Raises
    ------
    TypeError, ValueError
        As `minimizer`, `ball` and `panel`, and if ``ellipses`` is negative.

    Examples
    --------
    >>> import numpy as np
    >>> from regkit import L1
    >>> from regkit.figures import weight_space
    >>> figure, axes = weight_space(L1(0.5), [2.0, 0.5], np.eye(2))
    >>> axes.get_xlabel()
    'weight w₁'
    """
    centre, hessian, _ = quadratic(optimum, hessian)
    ellipses = _validate.integer("ellipses", ellipses, 0)
    w = (
        minimizer(centre, hessian, penalty)
        if solution is None
        else _validate.real("solution", solution)
    )
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
    away = w - centre
    touching = float(away @ hessian @ away) / 2
    for k in range(1, ellipses + 1):  # equally spaced, so levels grow with the square
        axes.plot(
            *contour(centre, hessian, touching * (k / ellipses) ** 2).T,
            **line("loss", linewidth=2),
        )
    cross = line("data", markeredgewidth=4, zorder=5) | {"marker": "x"}
    axes.plot(*np.transpose([centre]), **cross)
    axes.plot(*np.transpose([w]), **line("data", markersize=14, zorder=6))
    return figure, axes
