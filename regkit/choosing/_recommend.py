"""From facts to a penalty to try, with the reasons and with what would change the answer."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from regkit._contest import METHODS
from regkit.choosing._diagnose import Diagnosis
from regkit.choosing._rules import ArticleRule, Family, Goal, OurRule, Rule, limits
from regkit.penalties import NoPenalty, Penalty

__all__ = ["Change", "Recommendation", "recommend"]

_DIRECTIONS: dict[Family, tuple[Penalty, ...]] = {
    "none": (NoPenalty(),),
    "l1": METHODS["l1"],
    "l2": METHODS["l2"],
    "en": METHODS["en"],
}
_NAMES: dict[Family, str] = {
    "none": "no penalty",
    "l1": "L1 (lasso)",
    "l2": "L2 (ridge)",
    "en": "Elastic Net",
}


@dataclass(frozen=True)
class Change:
    """A change of the rule that changes what it recommends.

    Attributes
    ----------
    parameter : str
        The parameter of the rule.
    value : float or tuple of str
        The nearest value tried that changes the recommendation.
    family : str
        What is then recommended.

    Examples
    --------
    >>> from regkit.choosing import Change
    >>> print(Change("many", 0.25, "l2"))
    many = 0.25: L2 (ridge)
    """

    parameter: str
    value: Any
    family: Family

    def __str__(self) -> str:
        value = f"{self.value:.3g}" if isinstance(self.value, float) else ", ".join(self.value)
        return f"{self.parameter} = {value}: {_NAMES[self.family]}"


@dataclass(frozen=True, repr=False)
class Recommendation:
    """What a rule advises; made by `recommend`.

    Attributes
    ----------
    family : {"none", "l1", "l2", "en"}
    directions : tuple of Penalty
        What to follow and tune: ready for `regkit.cross_validate`. For "none" there is nothing
        to tune: `regkit.fit` takes ``NoPenalty`` as it is.
    fired : str
        The question that decided, or "otherwise" if none did.
    reasons : tuple of str
        Each question that was asked, in order, with the measured fact and its threshold.
    diagnosis : Diagnosis
    goal : {"predict", "explain"}
    rule : ArticleRule or OurRule

    Examples
    --------
    >>> from regkit import datasets
    >>> from regkit.choosing import ArticleRule, diagnose, recommend
    >>> data = datasets.twins(n=50, others=8)
    >>> advice = recommend(diagnose(data.X, data.y), rule=ArticleRule(many=0.1))
    >>> advice.fired, advice.directions
    ('correlated', (L2(lam=1.0),))
    >>> print(advice.changes()[0])
    strong = 1: L1 (lasso)
    """

    family: Family
    directions: tuple[Penalty, ...]
    fired: str
    reasons: tuple[str, ...]
    diagnosis: Diagnosis
    goal: Goal
    rule: Rule

    def changes(self) -> list[Change]:
        """For each parameter of the rule, find the nearest value that changes the answer."""
        found = []
        for name, values in _variations(self.rule):
            for value in values:
                family = _ask(replace(self.rule, **{name: value}), self.diagnosis, self.goal)[0]
                if family != self.family:
                    found.append(Change(name, value, family))
                    break
        return found

    def __repr__(self) -> str:
        return str(self)

    def __str__(self) -> str:
        changes = self.changes()
        lines = [f"Recommended: {_NAMES[self.family]} ({self.fired})."]
        lines += [f"- {reason}" for reason in self.reasons]
        lines += ["It would change with"] if changes else ["No threshold changes it."]
        lines += [f"- {change}" for change in changes]
        return "\n".join(lines)


def recommend(
    diagnosis: Diagnosis, *, goal: Goal = "predict", rule: Rule | None = None
) -> Recommendation:
    """Ask a rule's questions of the facts, in order; the first that fires decides.

    Parameters
    ----------
    diagnosis : Diagnosis
        Of `diagnose`.
    goal : {"predict", "explain"}
        Whether the forecast matters alone, or also which columns it needs.
    rule : ArticleRule or OurRule, optional
        By default `OurRule` with its thresholds.

    Returns
    -------
    Recommendation

    Raises
    ------
    TypeError, ValueError
        If an argument is not what is described above.

    Examples
    --------
    >>> from regkit import datasets
    >>> from regkit.choosing import ArticleRule, diagnose
    >>> data = datasets.twins(n=50, others=8)
    >>> recommend(diagnose(data.X, data.y), rule=ArticleRule(many=0.1)).family
    'l2'
    """
    rule = OurRule() if rule is None else rule
    if not isinstance(diagnosis, Diagnosis):
        raise TypeError(f"diagnosis must be a Diagnosis. Got {diagnosis!r:.60} instead.")
    if not isinstance(rule, ArticleRule | OurRule):
        raise TypeError(f"rule must be an ArticleRule or OurRule. Got {rule!r:.60} instead.")
    if goal not in ("predict", "explain"):
        raise ValueError(f"goal must be 'predict' or 'explain'. Got {goal!r} instead.")
    family, fired, reasons = _ask(rule, diagnosis, goal)
    return Recommendation(family, _DIRECTIONS[family], fired, tuple(reasons), diagnosis, goal, rule)


def _ask(rule: Rule, diagnosis: Diagnosis, goal: Goal) -> tuple[Family, str, list[str]]:
    reasons = []
    for name, question in rule.questions(goal).items():
        family, reason = question(diagnosis)
        reasons.append(reason)
        if family is not None:
            return family, name, reasons
    family, reason = rule.otherwise
    return family, "otherwise", [*reasons, reason]


def _variations(rule: Rule) -> Iterator[tuple[str, list[Any]]]:
    """Yield other values for each parameter of a rule, those nearest to its own first."""
    for field in fields(rule):
        value = getattr(rule, field.name)
        if isinstance(value, tuple):
            others = itertools.permutations(value)
            yield field.name, [order for order in others if order != value]
        else:
            low, high = limits(field.name)
            if high == 1:  # a share
                grid = np.linspace(low, high, 101)
                far = np.abs(grid - value)
            else:  # a factor
                grid = np.geomspace(value / 100, value * 100, 81)
                grid = grid[(grid >= low) & (grid <= high)]
                far = np.abs(np.log(grid / value))
            yield field.name, [float(v) for v in grid[np.argsort(far, kind="stable")]]
