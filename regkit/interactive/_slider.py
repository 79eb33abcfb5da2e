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
from regkit._validate import text_of
from regkit.figures._style import number_text
from regkit.figures._svg import (
    alt_text,
    elements,
    flat,
    own_ids,
    picture_html,
    poster_html,
)
from regkit.interactive._frames import differences
from regkit.interactive._parts import HINT, interactive, set_up
from regkit.interactive._predict import Choice, Estimate

__all__ = ["Axis", "Explore", "explore"]

# Set while outputs are built or tested: what needs a kernel stays out of them.
BUILDING = "REGKIT_BUILDING"

Draw = Callable[..., Figure | tuple[Figure, ...]]
Sketch = Callable[[Any], tuple[int, Sequence[tuple[float, float]]] | None]


class Axis:
    """One slider, or a row of buttons where the values are words.

    Parameters
    ----------
    values : sequence
        At least two, all different, in the order of the slider.
    label : str, optional
        Shown before the slider; by default the name of the keyword.
    unit : str
        Written after a value.
    ends : (str, str), optional
        Words for both ends of the slider; by default its first and its last value.

    Raises
    ------
    TypeError, ValueError
        If there are fewer than two values, one stands twice or is not finite, or a text is none.

    Examples
    --------
    >>> from regkit.interactive import Axis
    >>> Axis([0.5, 1, 2], label="loans", unit="k").texts
    ['0.5k', '1k', '2k']
    """

    def __init__(
        self,
        values: Sequence[Any],
        label: str | None = None,
        unit: str = "",
        ends: tuple[str, str] | None = None,
    ) -> None:
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
        self.words = all(isinstance(value, str) for value in self.values)
        both: Any = (self.texts[0], self.texts[-1]) if ends is None else ends
        if not isinstance(both, Sequence) or len(both) != 2:
            raise TypeError(f"ends must be two texts. Got {both!r:.60} instead.")
        self.ends = text_of("ends", both[0]), text_of("ends", both[1])

    def names(self) -> list[str]:
        """Return each value as a link to it names it."""
        return [value if isinstance(value, str) else f"{value:g}" for value in self.values]

    def text(self, value: Any) -> str:
        """Write one value with its unit."""
        number = isinstance(value, numbers.Real) and not isinstance(value, bool)
        return (number_text(value) if number else str(value)) + self.unit


def explore(
    draw: Draw,
    *,
    predict: Choice | Estimate | None = None,
    before: Callable[[], Figure | tuple[Figure, ...]] | None = None,
    sketch: Sketch | None = None,
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
        A question that the reader answers before there are sliders.
    before : callable, optional
        ``before()`` returns what stands under the question until it is answered: the panels of
        ``draw`` with all that is known and without the answer. By default the first poster's
        frame.
    sketch : callable, optional
        ``sketch(guess)``, of an option's text or a number, returns ``(k, points)``: the guess
        drawn into panel k at (x, y), or as a line through several. None where it has no place.
    poster : dict or sequence of dicts, optional
        The values of the frames shown in print and without JavaScript. The sliders start at the
        first of them, by default the first value of each; the answer moves them to the last.
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
        something to reveal, to hide or to sketch, and no question.

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
    sliders = {
        name: values if isinstance(values, Axis) else Axis(values) for name, values in axes.items()
    }
    if poster is None:
        poster = {name: axis.values[0] for name, axis in sliders.items()}
    posters = [poster] if isinstance(poster, Mapping) else poster
    if not posters or not isinstance(posters, Sequence):
        raise TypeError(f"poster must be a dict or a list of dicts. Got {poster!r} instead.")
    if not all(isinstance(values, Mapping) for values in posters):
        raise TypeError(f"poster must be a dict or a list of dicts. Got {poster!r} instead.")
    return Explore(draw, sliders, predict, posters, reveal, before, sketch)


class Explore:
    """A figure under sliders; made by `explore`.

    Examples
    --------
    >>> from regkit.interactive import explore
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
        before: Callable[[], Figure | tuple[Figure, ...]] | None = None,
        sketch: Sketch | None = None,
    ) -> None:
        if not isinstance(predict, Choice | Estimate | None):
            raise TypeError(
                f"predict must be a Choice or an Estimate. Got {predict!r:.60} instead."
            )
        for name, value in (("reveal", reveal), ("before", before), ("sketch", sketch)):
            if value is not None and predict is None:
                raise ValueError(f"{name} belongs to a question; predict must be given. Got None.")
            if value is not None and name != "reveal" and not callable(value):
                raise TypeError(f"{name} must be a function. Got {value!r:.60} instead.")
        if reveal is not None:
            text_of("reveal", reveal)
        for values in posters:
            if set(values) != set(axes) or any(
                value not in axes[name].values for name, value in values.items()
            ):
                raise ValueError(
                    f"poster must give one of its values to each of {list(axes)}. "
                    f"Got {dict(values)!r} instead."
                )
        self._draw = draw
        self._axes = axes
        self._predict = predict
        self._posters = posters
        self._reveal = reveal
        self._before = before
        self._sketch = sketch

    _kind = "frames"

    def __repr__(self) -> str:
        axes = ", ".join(f"{name}: {len(axis.values)} values" for name, axis in self._axes.items())
        return f"Explore({axes})"

    def _repr_html_(self) -> str:
        return interactive(self._kind, self._still(), self._data())

    def page(self) -> str:
        """Return a page of its own, which moves wherever it is opened.

        Returns
        -------
        str
            HTML that needs nothing else.

        Examples
        --------
        >>> from regkit.interactive import explore
        >>> from regkit.figures import panel
        >>> shown = explore(lambda lam: panel(xlabel="x", ylabel="y")[0], lam=[1, 2])
        >>> shown.page().startswith("<!doctype html>")
        True
        """
        head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>It moves</title>'
        return f"{head}{set_up()._repr_html_()}{self._repr_html_()}"

    # what stands in the page before any script, in print, and where nothing is trusted

    def _still(self) -> str:
        if self._predict is None:
            return "".join(map(self._poster, self._posters)) + HINT
        opening = self._opening()
        answers = "".join(map(self._poster, self._posters[1:] or self._posters))
        reveal = "" if self._reveal is None else f"<p>{html.escape(self._reveal)}</p>"
        return (
            f"{self._predict.printed('Predict first.')}{opening}{HINT}"
            f'<details class="rk-answer"><summary>Answer</summary>'
            f"{self._predict.answered()}{reveal}{answers}</details>"
        )

    def _opening(self) -> str:
        """Draw what is shown until the question is answered."""
        if self._before is None:
            return self._poster(self._posters[0])
        svgs, says = self._panels(self._before(), "before")
        return _figure(list(map(flat, svgs)), says, says)

    def _poster(self, values: Mapping[str, Any]) -> str:
        svgs, says = self._frame({name: values[name] for name in self._axes})
        return _figure(svgs, says, f"{self._setting(values)}. {says}")

    # what a script needs to make it move

    def _data(self) -> dict[str, Any]:
        """Return the controls, the question, and what the page's script needs to draw."""
        data: dict[str, Any] = {
            "axes": [
                {"name": name, "label": self._label(name), "texts": axis.texts}
                | {"values": axis.names(), "words": axis.words, "ends": axis.ends}
                for name, axis in self._axes.items()
            ],
            "start": self._place(self._posters[0]),
            "proof": self._place(self._posters[-1]),
        }
        if self._predict is not None:
            data["key"] = self._predict.identity()
            data["ask"] = self._predict.key() | {"reveal": self._reveal}
            if self._sketch is not None:
                data["ask"]["sketches"] = self._sketches()
        return data | self._motion()

    def _place(self, values: Mapping[str, Any]) -> list[int]:
        return [axis.values.index(values[name]) for name, axis in self._axes.items()]

    def _motion(self) -> dict[str, Any]:
        """Return the frames: the last poster's is in the page, of the others what differs."""
        settings = list(itertools.product(*(axis.values for axis in self._axes.values())))
        base = settings.index(tuple(self._posters[-1][name] for name in self._axes))
        drawn = [base, *(k for k in range(len(settings)) if k != base)]
        frames = [self._frame(dict(zip(self._axes, settings[k], strict=True))) for k in drawn]
        changes = []
        for number, panel in enumerate(zip(*(svgs for svgs, _ in frames), strict=True)):
            changes += [[number, *change] for change in differences(panel)]
        return {
            "order": [drawn.index(k) for k in range(len(settings))],
            "says": [says for _, says in frames],
            "changes": changes,
        }

    def _sketches(self) -> list[Any]:
        """Return every possible guess as points of the drawing."""
        assert self._sketch is not None
        assert self._predict is not None
        drawn = self._draw(**{name: self._posters[-1][name] for name in self._axes})
        panels = drawn if isinstance(drawn, tuple) else (drawn,)
        return [self._sketched(panels, guess) for guess in self._predict.guesses()]

    def _sketched(self, panels: tuple[Figure, ...], guess: Any) -> list[Any] | None:
        assert self._sketch is not None
        found = self._sketch(guess)
        if found is None:
            return None
        number, points = found
        if number not in range(len(panels)):
            raise ValueError(f"sketch must name one of {len(panels)} panels. Got {number} instead.")
        figure = panels[number]
        places = figure.axes[0].transData.transform(np.asarray(points, dtype=np.float64))
        height = figure.bbox.height
        return [number, [[round(x, 1), round(height - y, 1)] for x, y in places.tolist()]]

    # frames

    def _frame(self, values: Mapping[str, Any]) -> tuple[list[Element], str]:
        """Draw one frame: its panels, and what it shows in words."""
        svgs, says = self._panels(self._draw(**values), "draw")
        return svgs, says or self._setting(values)

    def _panels(self, drawn: object, name: str) -> tuple[list[Element], str]:
        """Draw the panels of a frame, with the ids of all frames, and say what it shows."""
        panels = drawn if isinstance(drawn, tuple) else (drawn,)
        for panel in panels:
            if not isinstance(panel, Figure):
                raise TypeError(f"{name} must return a figure or a tuple of them. Got {panel!r}.")
        says = " ".join(filter(None, map(alt_text, panels)))
        svgs = [elements(panel) for panel in panels]
        for number, svg in enumerate(svgs):
            own_ids(svg, f"f{number}")
        return svgs, says

    def _label(self, name: str) -> str:
        return self._axes[name].label or name

    def _setting(self, values: Mapping[str, Any]) -> str:
        return ", ".join(
            f"{self._label(name)} = {self._axes[name].text(value)}"
            for name, value in values.items()
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
            svgs, says = self._frame(values)
            picture.value = f"{picture_html(svgs, says)}<p>{html.escape(says)}</p>"

        for control in controls.values():
            control.observe(redraw, names="value")
        redraw()
        return ipywidgets.VBox([*controls.values(), picture])


def _figure(svgs: list[Element], alt: str, caption: str) -> str:
    figcaption = f"<figcaption>{html.escape(caption)}</figcaption>"
    return f"<figure>{poster_html(svgs, alt)}{figcaption}</figure>"


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
