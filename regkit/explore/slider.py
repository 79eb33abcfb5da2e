"""``explore``: a figure, one or two sliders, and every frame drawn beforehand."""

from __future__ import annotations

import html
import itertools
import math
import numbers
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np
from matplotlib.figure import Figure

from regkit._distribution import extra
from regkit.explore.frames import differences
from regkit.explore.parts import asset, embed_json, script
from regkit.explore.predict import Choice, Estimate
from regkit.figures.style import number_text
from regkit.figures.svg import alt_text, elements, id_prefix, own_ids, picture_html, text_of

__all__ = ["Axis", "Explore", "explore"]

# Set while outputs are built or tested: what needs a kernel stays out of them.
BUILDING = "REGKIT_BUILDING"

Draw = Callable[..., Figure | tuple[Figure, ...]]


class Axis:
    """One slider: its values, and how they are written.

    Parameters
    ----------
    values : sequence
        At least two, all different, in the order of the slider.
    label : str, optional
        Shown before the slider; by default the name of the keyword.
    unit : str
        Written after a value.

    Raises
    ------
    TypeError, ValueError
        If there are fewer than two values, one stands twice or is not finite, or a text is none.

    Examples
    --------
    >>> from regkit.explore import Axis
    >>> Axis([0.5, 1, 2], label="loans", unit="k").texts
    ['0.5k', '1k', '2k']
    """

    def __init__(self, values: Sequence[Any], label: str | None = None, unit: str = "") -> None:
        if isinstance(values, str) or not isinstance(values, Sequence | np.ndarray):
            raise TypeError(f"values must be a sequence. Got {values!r:.60} instead.")
        self.values = list(values)
        if any(isinstance(v, numbers.Real) and not math.isfinite(v) for v in self.values):
            raise ValueError(f"values must be finite. Got {self.values} instead.")
        self.label = None if label is None else text_of("label", label)
        self.unit = text_of("unit", unit)
        self.texts = [self.text(value) for value in self.values]
        if len(self.values) < 2:
            raise ValueError(f"values must hold at least two. Got {len(self.values)} instead.")
        if len(set(self.texts)) < len(self.texts):
            raise ValueError(f"values must differ when written. Got {self.texts} instead.")

    def text(self, value: Any) -> str:
        """Write one value with its unit."""
        number = isinstance(value, numbers.Real) and not isinstance(value, bool)
        return (number_text(value) if number else str(value)) + self.unit


def explore(
    draw: Draw,
    *,
    predict: Choice | Estimate | None = None,
    poster: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    reveal: str | None = None,
    **axes: Sequence[Any] | Axis,
) -> Explore:
    """Put one or two sliders over a figure, with every frame drawn beforehand.

    Parameters
    ----------
    draw : callable
        ``draw(**values)`` returns a matplotlib figure, or a tuple of figures to be shown as
        panels side by side. What `regkit.figures.describe` says of a frame is read to whoever
        cannot see it, and stands below it.
    predict : Choice or Estimate, optional
        A question that the reader answers before the sliders move.
    poster : dict or sequence of dicts, optional
        The values of the frames shown in print and without JavaScript. The sliders start at the
        first of them; by default that is the first value of each.
    reveal : str, optional
        What to say once the reader has guessed, whatever the guess.
    **axes : sequence or Axis
        One or two sliders: the keyword is the argument of ``draw``, and the values are those
        the slider takes.

    Returns
    -------
    Explore
        Shows itself as HTML; ``.live()`` gives sliders over any value, with a kernel.

    Raises
    ------
    TypeError
        If ``draw`` is not callable or does not return figures, or an argument is of a wrong type.
    ValueError
        If there are no sliders or more than two, a poster is not among the values, or there is
        something to reveal and no question.

    Examples
    --------
    >>> from regkit.figures import describe, panel
    >>> def draw(lam):
    ...     figure, axes = panel(xlabel="weight", ylabel="penalty")
    ...     axes.plot([-1, 0, 1], [lam, 0, lam])
    ...     return describe(figure, f"A wedge of slope {lam}.")
    >>> explore(draw, lam=[0.5, 1, 2])
    Explore(lam: 3 values)
    """
    if not callable(draw):
        raise TypeError(f"draw must be a function that returns a figure. Got {draw!r} instead.")
    if not 1 <= len(axes) <= 2:
        raise ValueError(f"explore takes one or two axes. Got {len(axes)} instead.")
    if not isinstance(predict, Choice | Estimate | None):
        raise TypeError(f"predict must be a Choice or an Estimate. Got {predict!r:.60} instead.")
    if reveal is not None and predict is None:
        raise ValueError("reveal answers a question; predict must be given with it. Got None.")
    if reveal is not None:
        text_of("reveal", reveal)
    sliders = {
        name: values if isinstance(values, Axis) else Axis(values) for name, values in axes.items()
    }
    if poster is None:
        poster = {name: axis.values[0] for name, axis in sliders.items()}
    posters = [poster] if isinstance(poster, Mapping) else poster
    if not posters or not isinstance(posters, Sequence):
        raise TypeError(f"poster must be a dict or a list of dicts. Got {poster!r} instead.")
    for values in posters:
        if not isinstance(values, Mapping):
            raise TypeError(f"poster must be a dict or a list of dicts. Got {poster!r} instead.")
        if set(values) != set(sliders) or any(
            value not in sliders[name].values for name, value in values.items()
        ):
            raise ValueError(
                f"poster must give one of its values to each of {list(sliders)}. "
                f"Got {dict(values)!r} instead."
            )
    return Explore(draw, sliders, predict, posters, reveal)


class Explore:
    """A figure under sliders; made by `explore`.

    Examples
    --------
    >>> from regkit.explore import explore
    >>> from regkit.figures import panel
    >>> def draw(lam, mix):
    ...     figure, axes = panel(xlabel="weight", ylabel="penalty")
    ...     axes.plot([-1, 0, 1], [lam * (1 - mix / 2), 0, lam])
    ...     return figure
    >>> explore(draw, lam=[0.5, 1, 2], mix=[0, 1])
    Explore(lam: 3 values, mix: 2 values)
    """

    def __init__(
        self,
        draw: Draw,
        axes: dict[str, Axis],
        predict: Choice | Estimate | None,
        posters: Sequence[Mapping[str, Any]],
        reveal: str | None,
    ) -> None:
        self._draw = draw
        self._axes = axes
        self._predict = predict
        self._posters = posters
        self._reveal = reveal

    def __repr__(self) -> str:
        axes = ", ".join(f"{name}: {len(axis.values)} values" for name, axis in self._axes.items())
        return f"Explore({axes})"

    def _frame(self, values: Mapping[str, Any]) -> tuple[list[Element], str]:
        """Draw one frame: its panels, and what it shows in words."""
        drawn = self._draw(**values)
        panels = drawn if isinstance(drawn, tuple) else (drawn,)
        for panel in panels:
            if not isinstance(panel, Figure):
                raise TypeError(f"draw must return a figure or a tuple of them. Got {panel!r}.")
        says = " ".join(filter(None, map(alt_text, panels))) or self._setting(values)
        return [elements(panel) for panel in panels], says

    def _label(self, name: str) -> str:
        return self._axes[name].label or name

    def _setting(self, values: Mapping[str, Any]) -> str:
        return ", ".join(
            f"{self._label(name)} = {self._axes[name].text(value)}"
            for name, value in values.items()
        )

    def _repr_html_(self) -> str:
        posters = "".join(self._poster(values) for values in self._posters)
        data = self._data()
        if self._predict is not None:
            data["guess"] = self._predict.key() | {"reveal": self._reveal}
        return (
            f'<div class="rk-explore" {self._kind}><style>{asset("explore.css")}</style>'
            f'{self._question()}<div class="rk-stage"></div>'
            f'<div class="rk-posters">{posters}</div>{self._sliders()}'
            '<p class="rk-now" aria-live="polite"></p>'
            f"{embed_json(data)}{script('ask.js', self._script)}</div>"
        )

    _kind = "data-frames"
    _script = "frames.js"

    def _data(self) -> dict[str, Any]:
        """Return the frames: the first poster's first, the others as what differs from it."""
        settings = list(itertools.product(*(axis.values for axis in self._axes.values())))
        start = settings.index(tuple(self._posters[0][name] for name in self._axes))
        drawn = [start, *(k for k in range(len(settings)) if k != start)]
        frames = [self._frame(dict(zip(self._axes, settings[k], strict=True))) for k in drawn]
        changes = []
        for number, panel in enumerate(zip(*(svgs for svgs, _ in frames), strict=True)):
            prefix = id_prefix(panel[0])
            for svg in panel:
                own_ids(svg, prefix)
            changes += [[number, *change] for change in differences(panel)]
        return {
            "axes": [axis.texts for axis in self._axes.values()],
            "order": [drawn.index(k) for k in range(len(settings))],
            "says": [says for _, says in frames],
            "changes": changes,
        }

    def _picture(self, values: Mapping[str, Any]) -> tuple[str, str]:
        """Draw one frame as HTML that stands by itself; return it and what it shows."""
        svgs, says = self._frame(values)
        for svg in svgs:
            own_ids(svg, id_prefix(svg))
        return picture_html(svgs, says), says

    def _poster(self, values: Mapping[str, Any]) -> str:
        picture, says = self._picture({name: values[name] for name in self._axes})
        caption = f"{self._setting(values)}. {says}"
        return f"<figure>{picture}<figcaption>{html.escape(caption)}</figcaption></figure>"

    def _question(self) -> str:
        if self._predict is None:
            return ""
        return (
            '<form><fieldset class="rk-ask"><legend>Predict first. '
            f"{html.escape(self._predict.question)}</legend>{self._predict.controls()}"
            '<button type="submit">Check my guess</button></fieldset>'
            '<div class="rk-says" role="status"></div></form>'
        )

    def _sliders(self) -> str:
        lock = "" if self._predict is None else ' <span class="rk-lock">(after your guess)</span>'
        rows = "".join(self._row(name, axis) for name, axis in self._axes.items())
        return f'<fieldset class="rk-axes"><legend>Move it{lock}</legend>{rows}</fieldset>'

    def _row(self, name: str, axis: Axis) -> str:
        start = axis.values.index(self._posters[0][name])
        return (
            f"<label><span>{html.escape(self._label(name))}</span>"
            f'<input type="range" min="0" max="{len(axis.values) - 1}" step="1" '
            f'value="{start}" autocomplete="off">'
            f"<output>{html.escape(axis.texts[start])}</output></label>"
        )

    def live(self) -> Any:
        """Return ipywidgets sliders that draw any value within the range, with a kernel.

        Returns
        -------
        ipywidgets.VBox or None
            None while outputs are being built or tested, so that they hold no widget.
        """
        if os.environ.get(BUILDING):
            return None
        with extra("live()"):
            import ipywidgets

        controls = {
            name: _control(ipywidgets, axis, self._label(name), self._posters[0][name])
            for name, axis in self._axes.items()
        }
        picture = ipywidgets.HTML()

        def redraw(_: object = None) -> None:
            values = {name: control.value for name, control in controls.items()}
            drawn, says = self._picture(values)
            picture.value = f"{drawn}<p>{html.escape(says)}</p>"

        for control in controls.values():
            control.observe(redraw, names="value")
        redraw()
        return ipywidgets.VBox([*controls.values(), picture])


def _control(ipywidgets: Any, axis: Axis, label: str, start: Any) -> Any:
    """Choose the widget that takes any value between the axis's own."""
    common = {"description": label, "value": start, "style": {"description_width": "initial"}}
    values = axis.values
    if all(isinstance(v, numbers.Integral) and not isinstance(v, bool) for v in values):
        return ipywidgets.IntSlider(min=min(values), max=max(values), **common)
    if all(isinstance(v, numbers.Real) and not isinstance(v, bool) for v in values):
        low, high = min(values), max(values)
        common["continuous_update"] = False
        if low > 0 and high >= 50 * low:  # decades: equal steps of the slider are equal ratios
            return ipywidgets.FloatLogSlider(
                min=math.log10(low), max=math.log10(high), step=0.01, **common
            )
        return ipywidgets.FloatSlider(min=low, max=high, step=(high - low) / 200, **common)
    return ipywidgets.SelectionSlider(options=values, **common)
