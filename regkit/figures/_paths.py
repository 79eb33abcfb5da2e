"""Coefficient paths: every weight over the strength of the penalty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from regkit.figures._force import method
from regkit.figures._style import line, panel
from regkit.linear import Path

__all__ = ["coefficient_paths"]

Array = npt.NDArray[np.floating[Any]]


def coefficient_paths(
    path: Path,
    names: Sequence[str],
    *,
    title: str = "",
    ylabel: str = "weight",
    ylim: tuple[float, float] | None = None,
    at: float | None = None,
) -> tuple[Figure, Axes]:
    """Draw ``w_j(lambda)`` for every j; lambda falls to the right, so features enter as one reads.

    Parameters
    ----------
    path : Path
        Of `regkit.fit_path`. The class of its direction decides the colour.
    names : sequence of str
        One for each weight, written at the end of its line; "" leaves a weight unnamed.
    title, ylabel : str
    ylim : (low, high), optional
    at : float, optional
        A lambda to mark by a dotted line.

    Returns
    -------
    Figure, Axes

    Raises
    ------
    TypeError, ValueError
        If ``path`` is no `Path`, if there is not one name for each weight, or as `panel`.

    Examples
    --------
    >>> import numpy as np
    >>> from regkit import L1, fit_path
    >>> from regkit.figures import coefficient_paths
    >>> path = fit_path(np.eye(4)[:, :2], [2.0, 1.0, 0.0, 0.0], L1(), standardize=False)
    >>> figure, axes = coefficient_paths(path, ["first", "second"])
    >>> [text.get_text() for text in axes.texts]
    ['first', 'second']
    """
    if not isinstance(path, Path):
        raise TypeError(f"path must be what fit_path returns. Got {path!r:.60} instead.")
    if len(names) != path.coefs.shape[1]:
        raise ValueError(
            f"names must hold one name for each of the {path.coefs.shape[1]} weights. "
            f"Got {len(names)} instead."
        )
    low, high = ylim if ylim is not None else _room(path.coefs)
    figure, axes = panel(
        title=title,
        xlabel="λ (weaker to the right)",
        ylabel=ylabel,
        xlim=(float(path.lams[0]), float(path.lams[-1])),
        ylim=(low, high),
        xlog=True,
    )
    box = axes.get_position()
    axes.set_position((box.x0, box.y0, 0.84 - box.x0, box.height))
    axes.axhline(0, **line("loss", linewidth=1, alpha=0.5))
    style = line(method(path.direction), linewidth=2.5)
    for weights in path.coefs.T:
        axes.plot(path.lams, weights, **style)
    named = [j for j, name in enumerate(names) if name]
    heights = _spread(path.coefs[-1, named], 0.085 * (high - low), low, high)
    to_page = axes.get_yaxis_transform()
    for j, height in zip(named, heights, strict=True):
        axes.plot(
            [1.0, 1.03],
            [path.coefs[-1, j], height],
            transform=to_page,
            clip_on=False,
            **line(method(path.direction), linewidth=1, linestyle="-"),
        )
        axes.text(1.04, height, names[j], transform=to_page, va="center")
    if at is not None:
        axes.axvline(at, **line("truth"))
    return figure, axes


def _room(coefs: Array) -> tuple[float, float]:
    """Return limits with a little room around all weights."""
    low, high = min(float(coefs.min()), 0.0), max(float(coefs.max()), 0.0)
    margin = 0.08 * (high - low or 1.0)
    return low - margin, high + margin


def _spread(wanted: Array, gap: float, low: float, high: float) -> Array:
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
