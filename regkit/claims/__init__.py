"""The 38 claims of the two articles this book grew from, each with its test and its verdict.

The evidence of a claim is computed by its ``measure``, and its ``rule`` turns that into *holds*,
*holds when ...*, *does not hold* or *cannot tell*. ``python -m regkit.claims V7`` does both, and
``python -m regkit.claims --audit`` does it on draws that shaped no verdict.

>>> from regkit.claims import ARTICLES, CLAIMS, Evidence
>>> len(CLAIMS), sorted(ARTICLES)
(38, ['E', 'V'])
>>> evidence: Evidence = {"zeros": 12}
>>> CLAIMS["E1"].id
'E1'
"""

from regkit.claims._claim import ARTICLES, Claim, Evidence, Outcome, Verdict
from regkit.claims._registry import CLAIMS, claim, ledger
from regkit.claims._table import Table

__all__ = [
    "ARTICLES",
    "CLAIMS",
    "Claim",
    "Evidence",
    "Outcome",
    "Table",
    "Verdict",
    "claim",
    "ledger",
]
