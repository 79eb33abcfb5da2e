"""A few questions at the end of a chapter, in which every answer says why."""

from __future__ import annotations

import html

from regkit.explore.parts import asset, embed_json, script
from regkit.explore.predict import Choice
from regkit.figures.svg import text_of

__all__ = ["Quiz", "quiz"]


def quiz(*questions: Choice, score: str | None = None) -> Quiz:
    """Ask questions in the page, without a kernel; each option answers for itself.

    Parameters
    ----------
    *questions : Choice
    score : str, optional
        What to call these questions in a line that counts the answers right at the first try,
        beside those of other quizzes on the page. The count is kept nowhere else.

    Returns
    -------
    Quiz
        Shows itself as HTML.

    Raises
    ------
    TypeError, ValueError
        If there is no question, one is not a `Choice`, or ``score`` is no text.

    Examples
    --------
    >>> from regkit.explore import Choice, quiz
    >>> quiz(Choice("Which drops columns?", {"L1": "Yes.", "L2": "It shrinks."}, answer="L1"))
    Quiz(1 questions)
    """
    if not questions:
        raise ValueError("quiz needs at least one question. Got none.")
    for question in questions:
        if not isinstance(question, Choice):
            raise TypeError(f"every question must be a Choice. Got {question!r:.60} instead.")
    return Quiz(questions, None if score is None else text_of("score", score))


class Quiz:
    """Questions in the page; made by `quiz`.

    Examples
    --------
    >>> from regkit.explore import Choice, quiz
    >>> shown = quiz(Choice("Which drops columns?", {"L1": "Yes.", "L2": "It shrinks."}, "L1"))
    >>> shown._repr_html_().startswith('<div class="rk-explore" data-quiz>')
    True
    """

    def __init__(self, questions: tuple[Choice, ...], score: str | None = None) -> None:
        self._questions = questions
        self._score = score

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
        scored, tally, scripts = "", "", ["ask.js", "quiz.js"]
        if self._score is not None:
            scored = f' data-score="{html.escape(self._score)}" data-of="{len(keys)}"'
            tally = '<p role="status" data-tally></p>'
            scripts.append("score.js")
        return (
            f'<div class="rk-explore" data-quiz{scored}><style>{asset("explore.css")}</style>'
            f'{forms}{tally}<ol class="rk-posters">{printed}</ol>{embed_json(keys)}'
            f"{script(*scripts)}</div>"
        )
