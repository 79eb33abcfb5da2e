"""Questions a slider asks before it shows anything: the reader commits, and then looks."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from regkit._validate import number, text_of

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
    >>> from regkit.interactive import Choice
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

    def guesses(self) -> list[str]:
        """Return every guess that can be made."""
        return list(self.options)

    def printed(self, lead: str = "") -> str:
        """Return the question as it stands on paper."""
        options = "".join(f"<li>{html.escape(option)}</li>" for option in self.options)
        return _asked(lead, self.question) + f'<ul class="rk-options">{options}</ul>'

    def answered(self) -> str:
        """Return the answer as it stands on paper."""
        why = self.options[self.answer]
        return f"<p><strong>{html.escape(self.answer)}.</strong> {html.escape(why)}</p>"

    def identity(self) -> str:
        """Return what a reader's device remembers this question by."""
        return _identity(self.question, *self.options)

    def key(self) -> dict[str, Any]:
        """Return what the page needs to ask, and to answer a guess."""
        return {
            "question": self.question,
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
    >>> from regkit.interactive import Estimate
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
            if not abs(number(name, value)) <= 1e100:
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

    def guesses(self) -> list[float]:
        """Return every guess that can be made."""
        steps = round((self.high - self.low) / self.step)
        return [self.low + k * self.step for k in range(steps + 1)]

    def printed(self, lead: str = "") -> str:
        """Return the question as it stands on paper."""
        scale = f"Between {self.low:g}{self.unit} and {self.high:g}{self.unit}."
        return _asked(lead, self.question) + f"<p>{html.escape(scale)}</p>"

    def answered(self) -> str:
        """Return the answer as it stands on paper."""
        return f"<p><strong>{self.answer:g}{html.escape(self.unit)}.</strong></p>"

    def identity(self) -> str:
        """Return what a reader's device remembers this question by."""
        return _identity(self.question)

    def key(self) -> dict[str, Any]:
        """Return what the page needs to ask, and to answer a guess."""
        return {
            "question": self.question,
            "low": self.low,
            "high": self.high,
            "step": self.step,
            "number": self.answer,
            "near": self.near,
            "says": [self.too_low, self.too_high],
            "unit": self.unit,
        }


def _asked(lead: str, question: str) -> str:
    before = f"<strong>{html.escape(lead)}</strong> " if lead else ""
    return f'<p class="rk-question">{before}{html.escape(question)}</p>'


def _identity(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]
