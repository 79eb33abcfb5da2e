"""A few questions at the end of a chapter, in which every answer says why."""

from __future__ import annotations

from regkit._validate import text_of
from regkit.interactive._parts import interactive
from regkit.interactive._predict import Choice

__all__ = ["Quiz", "quiz"]


def quiz(*questions: Choice, score: str | None = None) -> Quiz:
    """Ask questions in the page, without a kernel; each option answers for itself.

    Parameters
    ----------
    *questions : Choice
    score : str, optional
        What to call these questions in a line that counts the answers right at the first try,
        beside those of other quizzes on the page. The reader's own device remembers it.

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
    >>> from regkit.interactive import Choice, quiz
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
    >>> from regkit.interactive import Choice, quiz
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
        asked = "".join(
            f"<li>{question.printed()}<details><summary>Answer</summary>"
            f"{question.answered()}</details></li>"
            for question in self._questions
        )
        data = {
            "score": self._score,
            "questions": [
                question.key() | {"key": question.identity()} for question in self._questions
            ],
        }
        return interactive("quiz", f"<ol>{asked}</ol>", data)
