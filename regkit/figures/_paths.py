"""Coefficient paths: every weight over the strength of the penalty."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from regkit._validate import integer, number
from regkit.figures._names import LEADER, LETTER, NAME, spread
from regkit.figures._style import feature, line, panel, styled
from regkit.figures._svg import describe
from regkit.linear import Path
from regkit.linear._results import column_labels

__all__ = ["coefficient_paths", "strength_ticks"]

Array = npt.NDArray[np.floating[Any]]

MOST = 11  # names that have room above each other
LONGEST = 16  # letters of a name


@styled
def coefficient_paths(
    path: Path,
    names: Sequence[str] | None = None,
    *,
    top: int = 10,
    title: str = "",
    ylabel: str = "weight",
    ylim: tuple[float, float] | None = None,
    at: float | None = None,
) -> tuple[Figure, Axes]:
    """Draw ``w_j(lam)`` for every j; features enter from right to left, as the penalty weakens.

    Parameters
    ----------
    path : Path
        Of `regkit.fit_path`, with at least two strengths > 0.
    names : sequence of str, optional
        One for each weight, written at the weak end of its line, cut after 16 letters; "" leaves
        a weight unnamed. By default those of the path.
    top : int
        From 0 to 11: how many are named and coloured at most, those whose weights reach
        furthest. The others are thin and grey.
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
        If ``path`` is no `Path`, there is not one name for each weight, ``top`` is out of its
        range, ``at`` is no finite number, the path has fewer than two strengths > 0, or as `panel`.

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
    p = path.coefs.shape[1]
    if not isinstance(names, Iterable | None):
        raise TypeError(f"names must be a sequence of texts. Got {names!r:.60} instead.")
    names = column_labels(p, path.names) if names is None else [*names]
    if len(names) != p:
        raise ValueError(
            f"names must hold one name for each of the {p} weights. Got {len(names)} instead."
        )
    if integer("top", top, 0) > MOST:
        raise ValueError(f"top must be at most {MOST}: more names have no room. Got {top} instead.")
    lams, coefs = path.lams[path.lams > 0], path.coefs[path.lams > 0]
    if len(lams) < 2:
        raise ValueError(f"A path needs two strengths > 0 to be drawn. Got lams={path.lams}.")
    reach = np.abs(coefs).max(axis=0)
    order = [j for j in np.argsort(-reach, kind="stable") if names[j] and reach[j] > 0][:top]
    room = max((min(len(names[j]), LONGEST) * LETTER + LEADER for j in order), default=0.0)
    figure, axes = panel(
        title=title,
        xlabel="λ",
        ylabel=ylabel,
        xlim=(float(lams[-1] * (lams[-1] / lams[0]) ** (room / (1 - room))), float(lams[0])),
        ylim=_room(coefs) if ylim is None else ylim,
        xlog=True,
    )
    low, high = axes.get_ylim()
    strength_ticks(axes, lams)
    axes.axhline(0, **line("loss", linewidth=1, alpha=0.5))
    axes.plot(lams, np.delete(coefs, order, axis=1), **line("loss", linewidth=1.25))
    named = sorted(order)
    heights = spread(coefs[-1, named], NAME * (high - low), low, high)
    to_page = axes.get_yaxis_transform()
    for j, height in zip(named, heights, strict=True):
        style = feature(order.index(j))
        axes.plot(lams, coefs[:, j], **style, linewidth=2.5)
        axes.plot(
            [room, room - 0.6 * LEADER],
            [coefs[-1, j], height],
            transform=to_page,
            **style | {"linestyle": "-"},
            linewidth=1,
        )
        name = names[j] if len(names[j]) <= LONGEST else names[j][: LONGEST - 1] + "…"
        axes.text(room - 0.8 * LEADER, height, name, transform=to_page, ha="right", va="center")
    if at is not None:
        axes.axvline(number("at", at, "a finite number", math.isfinite), **line("truth"))
    largest = ", ".join(f"{names[j]} {coefs[-1, j]:.3g}" for j in order)
    told = f"{p} weights from λ = {lams[0]:.3g} down to {lams[-1]:.3g}; at the end {largest}."
    return describe(figure, told), axes


def strength_ticks(axes: Axes, lams: Array) -> None:
    """Put ticks only where there are strengths: at powers of ten, or at both ends."""
    low, high = float(lams.min()), float(lams.max())
    ticks = [t for t in axes.xaxis.get_major_locator().tick_values(low, high) if low <= t <= high]
    axes.set_xticks(ticks if len(ticks) > 1 else [low, high])


def _room(coefs: Array) -> tuple[float, float]:
    """Return limits with a little room around all weights."""
    low, high = min(float(coefs.min()), 0.0), max(float(coefs.max()), 0.0)
    margin = 0.08 * (high - low or 1.0)
    return low - margin, high + margin
