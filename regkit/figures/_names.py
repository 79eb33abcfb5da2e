"""The name of a line at its end, where no other name stands."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from regkit._validate import number

__all__ = ["LEADER", "LETTER", "NAME", "name_ends", "spread"]

Array = npt.NDArray[np.floating[Any]]

NAME = 0.085  # height of a line of text, as a share of the axes
LETTER = 0.026  # of its width, for each letter
LEADER = 0.05  # from the end of a line to its name


def name_ends(axes: Axes, x: float, ends: Mapping[str, tuple[float, Mapping[str, Any]]]) -> None:
    """Write each line's name to the right of its end at ``x``, in its colour, none over another.

    Where a line has left the axes, an arrow beside its name says so.

    Parameters
    ----------
    axes : Axes
        With limits that leave room for the names.
    x : float
    ends : mapping of str to (float, dict)
        For each name the height at which its line ends, and the line's style (see `line`).

    Raises
    ------
    TypeError, ValueError
        If ``x`` or a height is not a finite number, or ``ends`` is no mapping.

    Examples
    --------
    >>> from regkit.figures import line, name_ends, panel
    >>> figure, axes = panel(xlabel="weight", ylabel="cost", xlim=(0, 3), ylim=(0, 4))
    >>> name_ends(axes, 2, {"loss": (1.0, line("loss")), "penalty": (1.05, line("l1"))})
    >>> [text.get_text() for text in axes.texts]
    ['loss', 'penalty']
    """
    x = number("x", x, "a finite number", math.isfinite)
    if not isinstance(ends, Mapping):
        raise TypeError(f"ends must be a mapping of names to lines. Got {ends!r:.60} instead.")
    heights = [
        number(name, end, "a finite number", math.isfinite) for name, (end, _) in ends.items()
    ]
    to_axes = axes.transData + axes.transAxes.inverted()
    places = to_axes.transform([(x, height) for height in heights])
    free = spread(places[:, 1], NAME, 0, 1)
    for (name, (_, style)), (end, wanted), height in zip(ends.items(), places, free, strict=True):
        color = style["color"]
        beside = end + np.array([0.01, 0.6 * LEADER])
        edge = min(max(wanted, 0), 1)
        axes.plot(beside, [edge, height], transform=axes.transAxes, color=color, linewidth=1)
        arrow = " ▲" if wanted > 1 else " ▼" if wanted < 0 else ""
        axes.text(
            end + 0.8 * LEADER,
            height,
            name + arrow,
            transform=axes.transAxes,
            color=color,
            va="center",
        )


def spread(wanted: Array, gap: float, low: float, high: float) -> Array:
    """Move heights apart, as little as a pass up and a pass down need, to at least ``gap``."""
    order = np.argsort(wanted, kind="stable")
    placed = np.clip(wanted[order], low + gap / 2, high - gap / 2)
    for k in range(1, len(placed)):
        placed[k] = max(placed[k], placed[k - 1] + gap)
    ceiling = high - gap / 2
    for k in reversed(range(len(placed))):
        placed[k] = min(placed[k], ceiling)
        ceiling = placed[k] - gap
    heights: Array = np.empty_like(placed)
    heights[order] = placed
    return heights
