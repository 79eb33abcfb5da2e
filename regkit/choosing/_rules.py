"""Rules of thumb: from measured facts to a penalty, every threshold a named parameter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import ClassVar, Literal, NamedTuple, TypeAlias

from regkit._validate import number
from regkit.choosing._diagnose import Diagnosis

__all__ = ["ArticleRule", "Family", "Finding", "Goal", "OurRule", "Rule"]

Family: TypeAlias = Literal["none", "l1", "l2", "en"]
Goal: TypeAlias = Literal["predict", "explain"]


class Finding(NamedTuple):
    """What a question found: the penalty it leads to, if it fired, and why."""

    family: Family | None
    reason: str


Question: TypeAlias = Callable[[Diagnosis], Finding]


@dataclass(frozen=True)
class ArticleRule:
    """The first article's advice, with the numbers and the order that it leaves open.

    Very sparse data: L2. Many pairwise correlations: L2. Neither, and dense: L1. Otherwise
    Elastic Net. It also says that well-normalized data with many zeros may need no penalty,
    without saying when: that question, "needless", is asked only if ``order`` names it. The
    article's rule does not depend on the goal.

    Parameters
    ----------
    sparse : float in [0, 1]
        Data are very sparse if a larger share of the entries is 0.
    dense : float in [0, 1]
        Data are dense if a smaller share of the entries is 0.
    strong : float in [0, 1]
        A correlation above this in absolute value is strong.
    many : float in [0, 1]
        Pairwise correlations are many if a larger share of the columns has a strong one.
    normalized : float >= 1
        Columns are well normalized if their standard deviations differ by a smaller factor.
    order : tuple of {"needless", "sparse", "correlated", "dense"}
        The questions to ask; the first that fires decides.

    Raises
    ------
    TypeError, ValueError
        If a threshold is out of its range, or ``order`` names another question or one twice.

    Examples
    --------
    >>> from regkit.choosing import ArticleRule
    >>> rule = ArticleRule(many=0.1, order=("correlated", "sparse", "dense"))
    >>> list(rule.questions("predict"))
    ['correlated', 'sparse', 'dense']
    """

    sparse: float = 0.9
    dense: float = 0.5
    strong: float = 0.7
    many: float = 0.3
    normalized: float = 2.0
    order: tuple[str, ...] = ("sparse", "correlated", "dense")

    def __post_init__(self) -> None:
        _check_thresholds(self)
        allowed = {"needless", "sparse", "correlated", "dense"}
        if not isinstance(self.order, tuple):
            raise TypeError(f"order must be a tuple of questions. Got {self.order!r} instead.")
        if not set(self.order) <= allowed or len(set(self.order)) < len(self.order):
            raise ValueError(
                f"order must name questions of {sorted(allowed)}, each at most once. "
                f"Got {self.order!r} instead."
            )

    def questions(self, goal: Goal) -> dict[str, Question]:
        """Return the questions in the order they are asked."""
        return {name: getattr(self, f"_{name}") for name in self.order}

    otherwise: ClassVar[tuple[Family, str]] = (
        "en",
        "No question fired; the article then advises Elastic Net.",
    )

    def _needless(self, facts: Diagnosis) -> Finding:
        fires = facts.zeros > self.sparse and facts.scale_ratio < self.normalized
        return Finding(
            "none" if fires else None,
            f"{facts.zeros:.0%} zeros (more than {self.sparse:.0%} is very sparse) and scales "
            f"that differ by a factor of {facts.scale_ratio:.3g} (below {self.normalized:.3g} is "
            "well normalized).",
        )

    def _sparse(self, facts: Diagnosis) -> Finding:
        fires = facts.zeros > self.sparse
        return Finding(
            "l2" if fires else None,
            f"{facts.zeros:.0%} of the entries are 0 (more than {self.sparse:.0%} is very sparse).",
        )

    def _correlated(self, facts: Diagnosis) -> Finding:
        share = facts.correlated(self.strong)
        return Finding(
            "l2" if share > self.many else None,
            f"{share:.0%} of the columns have a correlation above {self.strong:.2f} "
            f"(more than {self.many:.0%} is many).",
        )

    def _dense(self, facts: Diagnosis) -> Finding:
        fires = facts.zeros < self.dense
        return Finding(
            "l1" if fires else None,
            f"{facts.zeros:.0%} of the entries are 0 (less than {self.dense:.0%} is dense).",
        )


@dataclass(frozen=True)
class OurRule:
    """Our rule: ask over how many columns the forecast's weight is spread.

    That is what the study of the book's chapter on choosing found to matter
    (`Diagnosis.carriers`): few carriers, L1; many, L2; between them, Elastic Net. To explain, L2
    is out: it drops nothing. On designs that had no say in its thresholds it could not be told
    from always choosing Elastic Net; it says why, and if you can compare, compare.

    Parameters
    ----------
    few : float in [0, 1]
        Few columns carry the forecast if its weight is spread over a smaller share of them.
    many : float in [0, 1]
        Many carry it if it is spread over a larger share.

    Raises
    ------
    TypeError, ValueError
        If a threshold is out of its range.

    Examples
    --------
    >>> from regkit.choosing import OurRule
    >>> list(OurRule().questions("predict")), list(OurRule().questions("explain"))
    (['few', 'many'], ['few'])
    """

    few: float = 0.2
    many: float = 0.36

    def __post_init__(self) -> None:
        _check_thresholds(self)

    def questions(self, goal: Goal) -> dict[str, Question]:
        """Return the questions in the order they are asked."""
        asked: dict[str, Question] = {"few": self._few}
        return asked | ({"many": self._many} if goal == "predict" else {})

    otherwise: ClassVar[tuple[Family, str]] = ("en", "Between the two: Elastic Net covers both.")

    def _few(self, facts: Diagnosis) -> Finding:
        if facts.carriers == 0:
            return Finding("l1", "A ridge fit found nothing to carry: L1 can drop every column.")
        return Finding(
            "l1" if facts.carriers < self.few else None,
            f"The weight is spread over {facts.carriers:.0%} of the columns (below "
            f"{self.few:.0%}, few carry it).",
        )

    def _many(self, facts: Diagnosis) -> Finding:
        return Finding(
            "l2" if facts.carriers > self.many else None,
            f"The weight is spread over {facts.carriers:.0%} of the columns (above "
            f"{self.many:.0%}, many carry it).",
        )


Rule: TypeAlias = ArticleRule | OurRule


def limits(parameter: str) -> tuple[float, float]:
    """Return the least and the largest value of a threshold: a factor, or a share."""
    return (1.0, 1e100) if parameter == "normalized" else (0.0, 1.0)


def _check_thresholds(rule: Rule) -> None:
    for field in fields(rule):
        if field.type == "float":
            _check_threshold(field.name, getattr(rule, field.name))


def _check_threshold(name: str, value: float) -> None:
    low, high = limits(name)
    number(name, value, f"a number from {low:g} to {high:g}", lambda v: low <= v <= high)
