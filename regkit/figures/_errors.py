"""Cross-validated errors over the strength of the penalty."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from regkit.figures._force import method
from regkit.figures._names import LETTER
from regkit.figures._paths import strength_ticks
from regkit.figures._style import feature, line, panel, styled
from regkit.figures._svg import describe
from regkit.linear import CVResult
from regkit.penalties import Penalty

__all__ = ["error_curves"]

Array = npt.NDArray[np.floating[Any]]

MOST = 6  # directions that are named
_ROW = 0.1  # height of a line of text, as a share of the axes
_FAR = 1.25  # times the error of the strongest penalties: what is above says nothing


@styled
def error_curves(result: CVResult) -> tuple[Figure, Axes]:
    """Draw each direction's mean error over lambda, the best one's ``± one standard error``.

    A dotted line marks the strength of the smallest error, a dashed one that of the
    one-standard-error rule. Errors far above those of the strongest penalties are left out.

    Parameters
    ----------
    result : CVResult
        Of `regkit.cross_validate`, with at least two strengths > 0 for each direction.

    Returns
    -------
    Figure, Axes

    Raises
    ------
    ValueError
        If there are fewer strengths > 0.
    """
    lams, positive = result.lams, result.lams > 0
    if positive.sum(axis=1).min() < 2:
        raise ValueError(f"Errors need two strengths > 0 to be drawn. Got lams={lams}.")
    what, mean, se = _measured(result)
    mean = np.where(positive & (mean <= _FAR * mean[:, 0].max()), mean, np.nan)
    best, k = result.best_index
    below, above = mean[best] - se[best], mean[best] + se[best]
    low, high = float(np.nanmin(below)), float(max(np.nanmax(mean), np.nanmax(above)))
    styles = _styles(result, mean)
    named = (len(styles) + 1) // 2 if len(styles) > 1 else 0  # rows of the legend
    figure, axes = panel(
        title="" if len(styles) > 1 else f"{name_of(result.directions[0])}, cross-validated",
        xlabel="λ",
        ylabel=what,
        xlim=(float(lams[positive].min()), float(lams.max())),
        ylim=(low - 0.05 * (high - low), low + (high - low) / (1 - _ROW * (named + 2))),
        xlog=True,
    )
    strength_ticks(axes, lams[positive])
    for d, errors in enumerate(mean):
        label = name_of(result.directions[d]) if d in styles else None
        style = styles.get(d, line("loss", linewidth=1.25))
        axes.plot(lams[d], errors, **style, label=label)
    color = styles[best]["color"]
    axes.fill_between(lams[best], below, above, color=color, alpha=0.2, linewidth=0)
    axes.plot([lams[best, k]], [mean[best, k]], **line("data"))
    cautious = _strength(result.one_se, result.directions[best])
    smallest, dashes = float(lams[best, k]), line("truth", linestyle=(0, (4, 3)))
    # the line of the upper name passes the lower one, which therefore stands on its other side
    _mark(axes, smallest, "smallest", named + 2, right=smallest >= cautious, **line("truth"))
    _mark(axes, cautious, "one standard error", named + 1, right=True, **dashes)
    if len(styles) > 1:
        axes.legend(loc="upper center", ncols=2, borderaxespad=0, borderpad=0)
    told = (
        f"The smallest error, {mean[best, k]:.4g} (± {se[best, k]:.2g}), is that of "
        f"{result.best!r}; within one standard error of it: {result.one_se!r}."
    )
    return describe(figure, " ".join([told, *result.says])), axes


def name_of(direction: Penalty) -> str:
    """Write a direction in few letters: ``EN 0.7, 0.3`` has lam1 = 0.7 and lam2 = 0.3."""
    kind = {"l1": "L1", "l2": "L2", "en": "EN"}[method(direction)]
    strengths = [lam for lam in (direction.lam1, direction.lam2) if lam]
    return kind if strengths == [1.0] else f"{kind} {', '.join(f'{lam:.3g}' for lam in strengths)}"


def _measured(result: CVResult) -> tuple[str, Array, Array]:
    """Return what chose the best, in words, and its means and standard errors."""
    if result.score == "error":
        return "error rate", result.error_mean, result.error_se
    if result.loss_name == "logistic":
        return "log loss", result.loss_mean, result.loss_se
    return "mean squared error", result.mse_mean, result.mse_se


def _styles(result: CVResult, mean: Array) -> dict[int, dict[str, Any]]:
    """Return how the best directions are drawn: as their method, or as features where some share.

    The best comes first, and is the thickest.
    """
    order = np.argsort(np.nanmin(mean, axis=1), kind="stable")[:MOST]
    methods = [method(result.directions[d]) for d in order]
    alone = len({*methods}) == len(methods)
    return {
        int(d): (line(methods[i]) if alone else feature(i)) | {"linewidth": 2 if i else 3}
        for i, d in enumerate(order)
    }


def _strength(penalty: Penalty, direction: Penalty) -> float:
    """Return the lam with ``penalty = lam * direction``."""
    if direction.lam1:
        return penalty.lam1 / direction.lam1
    return penalty.lam2 / direction.lam2


def _mark(axes: Axes, lam: float, name: str, row: int, right: bool, **style: Any) -> None:
    """Draw a line at a strength up to its name, which stands on this side if there is room."""
    start, end = axes.get_xlim()
    place, room = np.log(lam / start) / np.log(end / start), LETTER * len(name)
    right = place + room < 1 if right else place < room
    height = 1 - (row - 0.5) * _ROW
    axes.axvline(lam, ymax=height + 0.3 * _ROW, **style)
    axes.annotate(
        name,
        (lam, height),
        xytext=(8 if right else -8, 0),
        textcoords="offset points",
        xycoords=axes.get_xaxis_transform(),
        ha="left" if right else "right",
        va="center",
    )
