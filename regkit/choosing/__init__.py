"""Choosing a regularizer: measure the data, ask a rule, compare by cross-validation."""

from regkit.choosing._compare import compare
from regkit.choosing._comparison import Comparison
from regkit.choosing._diagnose import Diagnosis, diagnose
from regkit.choosing._tuned import MIXES, PenalizedRegressorCV, candidates

__all__ = [
    "MIXES",
    "Comparison",
    "Diagnosis",
    "PenalizedRegressorCV",
    "candidates",
    "compare",
    "diagnose",
]
