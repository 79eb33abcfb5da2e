"""One weight: what the data pull, what the penalty pulls, and what both cost.

The loss is ``L(w) = c/2 (w - pull/c)^2``, so the data pull with ``-L'(w) = pull - c w``: with
``pull`` at w = 0, and not at all at their own optimum.
"""

from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from regkit import _validate
from regkit.figures._style import line, panel
from regkit.linear import _check
from regkit.penalties import L1, L2, Penalty

__all__ = ["balance", "cost_curves", "force_balance", "method"]


def method(penalty: Penalty) -> str:
    """Return the name under which `line` and `COLORS` know a penalty: "l1", "l2" or "en".

    Parameters
    ----------
    penalty : Penalty
        Its class decides, also at strength zero.

    Returns
    -------
    str

    Raises
    ------
    TypeError
        If ``penalty`` is no penalty.

    Examples
    --------
    >>> from regkit import L1, ElasticNet
    >>> from regkit.figures import method
    >>> method(L1(0.1)), method(ElasticNet(0.1, 0.2))
    ('l1', 'en')
    """
    if isinstance(_check.penalty("penalty", penalty), L1):
        return "l1"
    return "l2" if isinstance(penalty, L2) else "en"


def balance(penalty: Penalty, pull: float, curvature: float = 1.0) -> float:
    """``argmin_w c/2 (w - pull/c)^2 + R(w)``: where the two pulls cancel.

    Parameters
    ----------
    penalty : Penalty
    pull : float
        ``-L'(0)``, how hard the data pull at w = 0.
    curvature : float
        c > 0, how fast that pull weakens as w grows.

    Returns
    -------
    float

    Raises
    ------
    TypeError, ValueError
        If ``penalty`` is no penalty, ``pull`` is not finite, or ``curvature`` is not positive.

    References
    ----------
    Parikh, N. and Boyd, S. (2014). Proximal algorithms. Foundations and Trends in Optimization
    1(3), 127-239, section 6.5.

    Examples
    --------
    >>> from regkit import L1
    >>> from regkit.figures import balance
    >>> balance(L1(0.4), pull=1.0), balance(L1(0.4), pull=0.3)
    (0.6, 0.0)
    """
    _check.penalty("penalty", penalty)
    pull = _validate.number("pull", pull, "a finite number", math.isfinite)
    curvature = _check.number("curvature", curvature)
    return float(penalty.prox(pull / curvature, 1 / curvature))


def force_balance(
    penalty: Penalty,
    pull: float,
    *,
    curvature: float = 1.0,
    title: str = "",
    reach: float = 2.0,
    height: float = 2.0,
) -> tuple[Figure, Axes]:
    """Draw ``-L'(w)`` falling, ``R'(w)`` rising, and a dot where they meet: the minimum.

    At w = 0 an L1 part has a wall from -lam1 to lam1; it catches every pull between.

    Parameters
    ----------
    penalty : Penalty
        Its class decides its colour.
    pull : float
        ``-L'(0)``.
    curvature : float
        c > 0, the slope of the falling line.
    title : str
    reach, height : float
        The axes show -reach <= w <= reach and pulls between -height and height.

    Returns
    -------
    Figure, Axes

    Raises
    ------
    TypeError, ValueError
        As `balance`, and if ``reach`` or ``height`` is not positive.

    Examples
    --------
    >>> from regkit import L1
    >>> from regkit.figures import force_balance
    >>> figure, axes = force_balance(L1(0.4), pull=1.0)
    >>> axes.get_ylabel()
    'pull'
    """
    reach, height = _check.number("reach", reach), _check.number("height", height)
    lowest = balance(penalty, pull, curvature)
    figure, axes = panel(
        title=title,
        xlabel="weight w",
        ylabel="pull",
        xlim=(-reach, reach),
        ylim=(-height, height),
    )
    _cross(axes)
    ends = np.array([-reach, reach])
    axes.plot(ends, pull - curvature * ends, **line("loss"))
    w = np.array([-reach, 0, 0, reach])
    rising = penalty.lam1 * np.array([-1, -1, 1, 1]) + 2 * penalty.lam2 * w
    style = line(method(penalty))
    axes.plot(w, rising, **style)
    axes.plot([lowest], [pull - curvature * lowest], **line("data", markersize=14, zorder=5))
    # Each line is named at the end where the other one is not.
    at = min(0.8 * height, pull + 0.95 * curvature * reach)
    axes.text((pull - at) / curvature + 0.06 * reach, at, "data", color=line("loss")["color"])
    end = reach
    if rising[-1] > 0.7 * height:  # a steep one leaves through the top
        end = max((0.7 * height - penalty.lam1) / (2 * penalty.lam2), 0) if penalty.lam2 else reach
    top = min(penalty.lam1 + 2 * penalty.lam2 * end + 0.06 * height, 0.84 * height)
    axes.text(0.98 * end, top, "penalty", ha="right", color=style["color"])
    return figure, axes


def cost_curves(
    penalty: Penalty,
    pull: float,
    *,
    curvature: float = 1.0,
    title: str = "",
    reach: float = 2.0,
    height: float = 3.0,
) -> tuple[Figure, Axes]:
    """Draw ``L(w)``, ``R(w)`` and their sum over one weight, with a dot at the minimum of the sum.

    The loss is drawn from its minimum up, as ``c/2 (w - pull/c)^2``.

    Parameters
    ----------
    penalty : Penalty
        Its class decides its colour.
    pull : float
        ``-L'(0)``.
    curvature : float
        c > 0.
    title : str
    reach, height : float
        The axes show -reach <= w <= reach and costs from 0 to height.

    Returns
    -------
    Figure, Axes

    Raises
    ------
    TypeError, ValueError
        As `balance`, and if ``reach`` or ``height`` is not positive.

    Examples
    --------
    >>> from regkit import L1
    >>> from regkit.figures import cost_curves
    >>> figure, axes = cost_curves(L1(0.4), pull=1.0)
    >>> axes.get_ylabel()
    'cost'
    """
    reach, height = _check.number("reach", reach), _check.number("height", height)
    lowest = balance(penalty, pull, curvature)
    figure, axes = panel(
        title=title,
        xlabel="weight w",
        ylabel="cost",
        xlim=(-reach, reach),
        ylim=(0, height),
    )
    _cross(axes)
    w = np.linspace(-reach, reach, 81)  # an odd number of points, so that the kink is one
    loss = curvature / 2 * (w - pull / curvature) ** 2
    cost = penalty.lam1 * np.abs(w) + penalty.lam2 * w**2
    axes.plot(w, loss, **line("loss"))
    axes.plot(w, cost, **line(method(penalty)))
    axes.plot(w, loss + cost, **line("objective"))
    at_lowest = curvature / 2 * (lowest - pull / curvature) ** 2 + penalty.value(lowest)
    axes.plot([lowest], [at_lowest], **line("data", markersize=14, zorder=5))
    return figure, axes


def _cross(axes: Axes) -> None:
    """Mark w = 0 and no pull."""
    faint = line("loss", linewidth=1, alpha=0.5)
    axes.axhline(0, **faint)
    axes.axvline(0, **faint)
