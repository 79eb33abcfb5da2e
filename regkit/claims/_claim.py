"""What a claim, its evidence and its verdict are."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from regkit._distribution import extra

__all__ = ["Claim", "Evidence", "Kind", "Outcome", "Verdict"]

# What an experiment measured: numbers by their names, and lists and dicts of them.
Evidence: TypeAlias = dict[str, Any]
Kind: TypeAlias = Literal["holds", "holds when", "does not hold", "cannot tell"]

# The titles of the two articles, by the letter of their claims.
ARTICLES = {
    "V": "What are L1, L2 and Elastic Net Regularization in neural networks?",
    "E": "L1 and Elastic Net Regularization",
}


@dataclass(frozen=True)
class Verdict:
    """What the evidence says of a claim.

    Attributes
    ----------
    kind : {"holds", "holds when", "does not hold", "cannot tell"}
        "does not hold" needs an interval wholly on the other side, on designs that are kind to the
        claim; failing to show it is "cannot tell".
    because : str
        The evidence in one line, with its numbers.
    condition : str
        What decides, for "holds when"; empty otherwise.

    Examples
    --------
    >>> from regkit.claims import Verdict
    >>> print(Verdict("holds when", "3 of 4 designs", "columns are many"))
    holds when columns are many
    """

    kind: Kind
    because: str
    condition: str = ""

    def __post_init__(self) -> None:
        if bool(self.condition) != (self.kind == "holds when"):
            raise ValueError(
                "condition must be given exactly if kind is 'holds when'. "
                f"Got kind={self.kind!r} and condition={self.condition!r} instead."
            )

    def __str__(self) -> str:
        return f"{self.kind} {self.condition}".rstrip()


@dataclass(frozen=True)
class Outcome:
    """A claim after its test.

    Attributes
    ----------
    id : str
    evidence : dict
    verdict : Verdict

    Examples
    --------
    >>> from regkit.claims import ledger
    >>> outcome = ledger()["V1"]
    >>> outcome.id, outcome.verdict.kind
    ('V1', 'holds when')
    """

    id: str
    evidence: Evidence
    verdict: Verdict


@dataclass(frozen=True)
class Claim:
    """A sentence of one of the two articles, and the experiment that tests it.

    Attributes
    ----------
    id : str
        Its letter names the article, "V" or "E".
    text : str
        The claim in our words.
    quote : str
        A few of the article's own words, to compare.
    section : str
        The chapter that shows it.
    measure : callable
        Computes the evidence: a dict of numbers, and of lists and dicts of them. Its argument
        chooses the draws: 0 those that are stored, any other number fresh ones.
    rule : callable
        Turns the evidence into the `Verdict`. Nothing else does.
    tolerance : float
        By how much, relative, a number may differ on another machine. Training a network
        multiplies differences in the last digits.

    Examples
    --------
    >>> from regkit.claims import claim
    >>> one = claim("E1")
    >>> one.section, one.article
    ('l1', 'L1 and Elastic Net Regularization')
    >>> one.test().verdict.kind
    'holds'
    """

    id: str
    text: str
    quote: str
    section: str
    measure: Callable[[int], Evidence]
    rule: Callable[[Evidence], Verdict]
    tolerance: float = 1e-3

    @property
    def article(self) -> str:
        """The title of the article that makes the claim."""
        return ARTICLES[self.id[0]]

    @property
    def link(self) -> str:
        """The chapter that shows it, as a file beside the claims chapter."""
        return f"{self.section}.{'md' if self.section == 'frameworks' else 'ipynb'}"

    def judge(self, evidence: Evidence) -> Outcome:
        """Apply the rule to evidence, be it fresh or stored."""
        return Outcome(self.id, evidence, self.rule(evidence))

    def test(self, seed: int = 0) -> Outcome:
        """Compute the evidence anew and apply the rule to it; another seed takes fresh draws."""
        with extra(f"Claim {self.id}"):
            evidence = self.measure(seed)
        return self.judge(_plain(evidence))


def _plain(value: Any) -> Any:
    """Return evidence as JSON knows it, with floats to four significant digits."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if hasattr(value, "tolist"):  # NumPy's arrays and numbers
        return _plain(value.tolist())
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and math.isfinite(value):
        return float(f"{value:.4g}")
    return value
