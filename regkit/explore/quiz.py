"""A few questions at the end of a chapter, in which every answer says why."""

from __future__ import annotations

import html

from regkit.explore.parts import asset, embed_json, script
from regkit.explore.predict import Choice

__all__ = ["Quiz", "quiz"]


def quiz(*questions: Choice) -> Quiz:
    """Ask questions in the page, without a kernel; each option answers for itself.

    Parameters
    ----------
    *questions : Choice

    Returns
    -------
    Quiz
        Shows itself as HTML.

    Raises
    ------
    TypeError, ValueError
        If there is no question, or one is not a `Choice`.
    """
    if not questions:
        raise ValueError("quiz needs at least one question. Got none.")
    for question in questions:
        if not isinstance(question, Choice):
            raise TypeError(f"every question must be a Choice. Got {question!r:.60} instead.")
    return Quiz(questions)


class Quiz:
    """Questions in the page; made by `quiz`."""

    def __init__(self, questions: tuple[Choice, ...]) -> None:
        self._questions = questions

    def __repr__(self) -> str:
        return f"Quiz({len(self._questions)} questions)"

    def _repr_html_(self) -> str:
        forms = "".join(
            f'<form><fieldset class="rk-ask"><legend>{k}. {html.escape(question.question)}</legend>'
            f'{question.controls()}<button type="submit">Check</button></fieldset>'
            '<div class="rk-says" role="status"></div></form>'
            for k, question in enumerate(self._questions, start=1)
        )
        # in print and without JavaScript: the questions, and the answers behind them
        printed = "".join(
            f"<li><p>{html.escape(question.question)}</p><ul>"
            + "".join(f"<li>{html.escape(option)}</li>" for option in question.options)
            + f"</ul><details><summary>Answer</summary>{html.escape(question.answer)}. "
            f"{html.escape(question.options[question.answer])}</details></li>"
            for question in self._questions
        )
        keys = [question.key() for question in self._questions]
        return (
            f'<div class="rk-explore" data-quiz><style>{asset("explore.css")}</style>{forms}'
            f'<ol class="rk-posters">{printed}</ol>{embed_json(keys)}'
            f"{script('ask.js', 'quiz.js')}</div>"
        )
