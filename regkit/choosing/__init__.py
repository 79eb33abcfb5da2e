"""Choosing a regularizer: measure the data, ask a rule, compare by cross-validation."""

from regkit.choosing.compare import compare
from regkit.choosing.comparison import Comparison
from regkit.choosing.diagnose import Diagnosis, diagnose
from regkit.choosing.tuned import MIXES, PenalizedRegressorCV, candidates

__all__ = [
    "MIXES",
    "Comparison",
    "Diagnosis",
    "PenalizedRegressorCV",
    "candidates",
    "compare",
    "diagnose",
]
