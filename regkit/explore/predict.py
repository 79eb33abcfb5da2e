"""Questions a slider asks before it shows anything: the reader commits, and then looks."""

from __future__ import annotations

import html
import numbers
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from regkit.figures.svg import text_of

__all__ = ["Choice", "Estimate"]


@dataclass(frozen=True)
class Choice:
    """A question with a few answers, of which one is right.

    Parameters
    ----------
    question : str
    options : mapping of str to str
        Every answer offered, and what to say to whoever chose it: why it is right, or why not.
    answer : str
        The right one.

    Raises
    ------
    TypeError, ValueError
        If something is not a text, there are fewer than two options, or ``answer`` is none of
        them.

    Examples
    --------
    >>> from regkit.explore import Choice
    >>> question = Choice(
    ...     "Which penalty drops columns?",
    ...     {"L1": "Yes: it has a kink at zero.", "L2": "No: it only shrinks them."},
    ...     answer="L1",
    ... )
    >>> question.answer
    'L1'
    """

    question: str
    options: Mapping[str, str]
    answer: str

    def __post_init__(self) -> None:
        text_of("question", self.question)
        if not isinstance(self.options, Mapping):
            raise TypeError(f"options must be a mapping of texts. Got {self.options!r:.60}.")
        for text in (*self.options, *self.options.values()):
            text_of("every option", text)
        if len(self.options) < 2:
            raise ValueError(f"options must hold at least two. Got {len(self.options)} instead.")
        if self.answer not in self.options:
            raise ValueError(
                f"answer must be one of {list(self.options)}. Got {self.answer!r} instead."
            )

    def controls(self) -> str:
        """Return the radio buttons as HTML."""
        return "".join(
            f'<label><input type="radio" name="guess" value="{k}" required>'
            f"<span>{html.escape(option)}</span></label>"
            for k, option in enumerate(self.options)
        )

    def key(self) -> dict[str, Any]:
        """Return what the page needs to answer a guess."""
        return {
            "options": list(self.options),
            "says": list(self.options.values()),
            "answer": self.answer,
        }


@dataclass(frozen=True)
class Estimate:
    """A question whose answer is a number on a scale.

    Parameters
    ----------
    question : str
    low, high, step : float
        The scale that the reader chooses on; it opens in its middle.
    answer : float
    near : float
        A guess this close counts as right.
    too_low, too_high : str
        What to say to whoever guessed too low or too high: why not.
    unit : str
        Written after the numbers.

    Raises
    ------
    TypeError, ValueError
        If a number is not finite, the answer is not on the scale, ``step`` or ``near`` is not
        positive, or a text is none.

    Examples
    --------
    >>> from regkit.explore import Estimate
    >>> question = Estimate(
    ...     "How many columns are left?",
    ...     low=0,
    ...     high=10,
    ...     step=1,
    ...     answer=3,
    ...     near=0,
    ...     too_low="More are left.",
    ...     too_high="Fewer are left.",
    ... )
    Traceback (most recent call last):
        ...
    ValueError: near must be a number > 0. Got 0 instead.
    """

    question: str
    low: float
    high: float
    step: float
    answer: float
    near: float
    too_low: str
    too_high: str
    unit: str = ""

    def __post_init__(self) -> None:
        for name in ("question", "too_low", "too_high", "unit"):
            text_of(name, getattr(self, name))
        for name in ("low", "high", "step", "answer", "near"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, numbers.Real):
                raise TypeError(f"{name} must be a number. Got {value!r} instead.")
            if not abs(float(value)) <= 1e100:
                raise ValueError(f"{name} must be a finite number. Got {value!r} instead.")
        if not self.low <= self.answer <= self.high:
            raise ValueError(
                f"answer must lie in [{self.low!r}, {self.high!r}]. Got {self.answer!r} instead."
            )
        for name in ("step", "near"):
            if not getattr(self, name) > 0:
                raise ValueError(
                    f"{name} must be a number > 0. Got {getattr(self, name)!r} instead."
                )

    def controls(self) -> str:
        """Return the scale as HTML."""
        middle = self.low + self.step * round((self.high - self.low) / 2 / self.step)
        return (
            f'<label><span>Your guess</span><input type="range" name="guess" min="{self.low:g}" '
            f'max="{self.high:g}" step="{self.step:g}" value="{middle:g}">'
            f"<output>{middle:g}{html.escape(self.unit)}</output></label>"
        )

    def key(self) -> dict[str, Any]:
        """Return what the page needs to answer a guess."""
        return {
            "low": self.low,
            "high": self.high,
            "number": self.answer,
            "near": self.near,
            "says": [self.too_low, self.too_high],
            "unit": self.unit,
        }
