"""Choosing a regularizer: measure the data, ask a rule, compare by cross-validation.

>>> from regkit.choosing import MIXES
>>> [mix.lam2 for mix in MIXES]
[0.2, 0.6, 0.9]
"""

from regkit._distribution import extra

with extra("regkit.choosing"):
    from regkit._judging import Interval, interval, regret
    from regkit.choosing._compare import compare
    from regkit.choosing._comparison import Comparison
    from regkit.choosing._diagnose import Diagnosis, diagnose
    from regkit.choosing._recommend import Change, Recommendation, recommend
    from regkit.choosing._rules import ArticleRule, OurRule
    from regkit.choosing._tuned import MIXES, candidates
    from regkit.estimators import PenalizedRegressorCV as PenalizedRegressorCV  # described there

__all__ = [
    "MIXES",
    "ArticleRule",
    "Change",
    "Comparison",
    "Diagnosis",
    "Interval",
    "OurRule",
    "Recommendation",
    "candidates",
    "compare",
    "diagnose",
    "interval",
    "recommend",
    "regret",
]
