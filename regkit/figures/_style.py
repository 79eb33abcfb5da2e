"""The one style of the book: its colours, its lines, and the size of everything."""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import matplotlib
import numpy as np
from matplotlib import rcsetup
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator

from regkit import _validate

if TYPE_CHECKING:
    from regkit.figures._svg import Picture

__all__ = ["COLORS", "Color", "line", "number_text", "panel", "use_style"]


Drawing = TypeVar("Drawing", bound=Callable[..., Any])


class Color(NamedTuple):
    """One meaning in two themes; the page chooses (contrast and colour vision were checked)."""

    light: str
    dark: str


# A colour means one thing all through the book. Nothing is drawn in any other colour.
COLORS = {
    "l1": Color("#C44601", "#FF9757"),
    "l2": Color("#1F77D0", "#6CB6FF"),
    "en": Color("#7A2E95", "#AC6CC4"),
    "loss": Color("#6B7480", "#9AA5B1"),
    "ink": Color("#1B1F24", "#F2F5F8"),
    "paper": Color("#FFFFFF", "#14181E"),
    # features that are told apart in one figure, whatever the method
    "f1": Color("#17500F", "#C0FDBB"),
    "f2": Color("#5343C5", "#9086F8"),
    "f3": Color("#9F770B", "#C9BF3F"),
    "f4": Color("#8A4A78", "#C47F96"),
    "f5": Color("#2690A3", "#60D1D0"),
}

# Colour is never alone: each method also has its dashes and its marker.
_LINES: dict[str, dict[str, Any]] = {
    "l1": {"color": COLORS["l1"].light, "linestyle": "-", "marker": "s"},
    "l2": {"color": COLORS["l2"].light, "linestyle": (0, (7, 3)), "marker": "o"},
    "en": {"color": COLORS["en"].light, "linestyle": (0, (7, 2.5, 1.5, 2.5)), "marker": "D"},
    "loss": {"color": COLORS["loss"].light, "linestyle": "-", "marker": ""},
    "objective": {"color": COLORS["ink"].light, "linestyle": "-", "marker": "", "linewidth": 4},
    "data": {"color": COLORS["ink"].light, "linestyle": "", "marker": "o", "markersize": 10},
    "truth": {"color": COLORS["ink"].light, "linestyle": (0, (1, 2)), "marker": ""},
}

_TEXT = 22  # 12 px where a 640-wide panel is shown 350 px wide, as on a phone
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_INK, _GREY = COLORS["ink"].light, COLORS["loss"].light
_STYLE: Any = {
    "font.size": _TEXT,
    "axes.titlesize": _TEXT,
    "axes.labelsize": _TEXT,
    "xtick.labelsize": _TEXT,
    "ytick.labelsize": _TEXT,
    "legend.fontsize": _TEXT,
    "figure.titlesize": _TEXT,
    "axes.titlelocation": "left",
    "axes.titley": 1.02,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.prop_cycle": rcsetup.cycler(color=[c.light for c in COLORS.values()][:5]),
    "text.color": _INK,
    "axes.labelcolor": _INK,
    "axes.edgecolor": _GREY,
    "xtick.color": _GREY,
    "ytick.color": _GREY,
    "xtick.labelcolor": _INK,
    "ytick.labelcolor": _INK,
    "grid.color": _GREY,
    "grid.alpha": 0.3,
    "hatch.color": _GREY,
    "lines.linewidth": 3,
    "lines.markersize": 10,
    "patch.edgecolor": _INK,
    "legend.frameon": False,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "mathtext.default": "regular",
    "path.simplify": False,
}


def use_style() -> None:
    """Draw everything from here on in the book's style.

    Examples
    --------
    >>> import matplotlib
    >>> from regkit.figures import use_style
    >>> with matplotlib.rc_context():  # and afterwards as before
    ...     use_style()
    ...     matplotlib.rcParams["lines.linewidth"]
    3.0
    """
    matplotlib.rcParams.update(_STYLE)


def styled(draw: Drawing) -> Drawing:
    """Let a function draw in the book's style, whatever the style around it."""
    return matplotlib.rc_context(_STYLE)(draw)


def line(name: str, *, marker: bool = False, **changes: Any) -> dict[str, Any]:
    """Return how a method or quantity is drawn, as keywords for ``Axes.plot``.

    Parameters
    ----------
    name : {"l1", "l2", "en", "loss", "objective", "data", "truth"}
    marker : bool
        Whether a line also carries its markers. Data always do.
    **changes
        Further keywords of ``Axes.plot``, which go before the style's own.

    Returns
    -------
    dict

    Raises
    ------
    TypeError, ValueError
        If ``name`` is not one of these, or ``marker`` is not True or False.

    Examples
    --------
    >>> line("l1", marker=True)["marker"]
    's'
    """
    if name not in _LINES:
        raise ValueError(f"name must be one of {sorted(_LINES)}. Got {name!r} instead.")
    style = dict(_LINES[name])
    if not _validate.flag("marker", marker) and name != "data":
        style["marker"] = ""
    return style | changes


def feature(k: int) -> dict[str, Any]:
    """Return how the k-th of several features is drawn: five colours, then the same in dashes."""
    dashes = ["-", (0, (7, 3)), (0, (2, 2))]
    return {
        "color": COLORS[f"f{k % 5 + 1}"].light,
        "linestyle": dashes[k // 5 % len(dashes)],
        "marker": "",
    }


class Panel(Figure):
    """A figure that a notebook shows by itself, without pyplot."""

    def _repr_svg_(self) -> str:
        return self._picture()._repr_svg_()

    def _repr_png_(self) -> bytes:
        return self._picture()._repr_png_()

    def _picture(self) -> Picture:
        from regkit.figures._svg import Picture, alt_text  # which takes its colours from here

        return Picture((self,), alt_text(self))


def panel(
    *,
    title: str = "",
    xlabel: str,
    ylabel: str,
    xlim: tuple[float, float] | None = None,
    ylim: tuple[float, float] | None = None,
    xlog: bool = False,
    ylog: bool = False,
    square: bool = False,
) -> tuple[Figure, Axes]:
    """Open one panel, 640 x 400 units (640 x 640 for weight space), with room for its labels.

    The axes sit at the same place in every panel, so that frames of a slider do not jump.
    Several panels stand side by side, and one above the other on a phone.

    Parameters
    ----------
    title : str
    xlabel, ylabel : str
        With units in brackets where there are any.
    xlim, ylim : (low, high), optional
        Fixed limits; a slider's panels need them.
    xlog, ylog : bool
        Whether equal steps are equal ratios, with ticks at powers of ten.
    square : bool
        Whether this is weight space: square, both axes to the same scale.

    Returns
    -------
    Figure, Axes

    Raises
    ------
    TypeError, ValueError
        If a text is none, a flag is not True or False, or a limit is not a pair of different
        finite numbers, positive ones if ``xlog`` or ``ylog`` is set.

    Examples
    --------
    >>> from regkit.figures import line, panel
    >>> figure, axes = panel(xlabel="weight", ylabel="penalty", xlim=(-1, 1))
    >>> lines = axes.plot([-1, 0, 1], [1, 0, 1], **line("l1"))
    >>> axes.get_xlabel()
    'weight'
    """
    for name, words in (("title", title), ("xlabel", xlabel), ("ylabel", ylabel)):
        _validate.text_of(name, words)
    for name, value in (("xlog", xlog), ("ylog", ylog), ("square", square)):
        _validate.flag(name, value)
    xlim, ylim = _limits("xlim", xlim, xlog), _limits("ylim", ylim, ylog)
    width, height = 640, 640 if square else 400
    with matplotlib.rc_context(_STYLE):
        figure = Panel(figsize=(width / 72, height / 72), dpi=72)
        left, right, bottom, top = 92, 18, 74, 42
        axes = figure.add_axes(
            (
                left / width,
                bottom / height,
                (width - left - right) / width,
                (height - bottom - top) / height,
            )
        )
        axes.set(title=title, xlabel=xlabel, ylabel=ylabel)
        if square:
            axes.set_aspect("equal", adjustable="box")
        if xlim is not None:
            axes.set_xlim(xlim)
        if ylim is not None:
            axes.set_ylim(ylim)
        for axis, scale, logarithmic in (
            (axes.xaxis, axes.set_xscale, xlog),
            (axes.yaxis, axes.set_yscale, ylog),
        ):
            if logarithmic:
                # not matplotlib's own labels: they are typeset as formulas, which is slow and
                # leaves the page's font
                scale("log")
                axis.set_major_locator(LogLocator(numticks=5))
                axis.set_major_formatter(FuncFormatter(lambda value, _: number_text(value)))
                axis.set_minor_locator(NullLocator())
            else:
                axis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10]))
    return figure, axes


def _limits(name: str, limits: Any, logarithmic: bool) -> tuple[float, float] | None:
    if limits is None:
        return None
    positive = " > 0" if logarithmic else ""
    allowed = f"{name} must be a pair of different finite numbers{positive}. Got {limits!r}."
    if isinstance(limits, str) or not isinstance(limits, Sequence | np.ndarray):
        raise TypeError(allowed)
    if not (len(limits) == 2 and all(isinstance(limit, numbers.Real) for limit in limits)):
        raise TypeError(allowed)
    first, last = map(float, limits)
    if first == last or not (math.isfinite(first) and math.isfinite(last)):
        raise ValueError(allowed)
    if logarithmic and min(first, last) <= 0:
        raise ValueError(allowed)
    return first, last


def number_text(value: float) -> str:
    """Write a number to four digits, very small and very large ones as "3·10⁻⁵".

    Parameters
    ----------
    value : float

    Returns
    -------
    str

    Examples
    --------
    >>> number_text(0.25), number_text(3e-5)
    ('0.25', '3·10⁻⁵')
    """
    if not math.isfinite(value):
        return str(value)
    rounded = abs(float(f"{value:.4g}"))  # 9999.9 is 10⁴ then
    if rounded == 0 or 1e-3 <= rounded < 1e4:
        return f"{value:.4g}"
    digits, _, exponent = f"{value:.3e}".partition("e")
    factor = f"{float(digits):g}·".removeprefix("1·").replace("-1·", "-")
    return factor + "10" + str(int(exponent)).translate(_SUPERSCRIPTS)
