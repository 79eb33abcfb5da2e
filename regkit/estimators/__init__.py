"""scikit-learn estimators over `regkit.linear` and `regkit.trainer`."""

from regkit._distribution import extra

with extra("regkit.estimators"):
    from regkit.estimators._classifiers import PenalizedClassifier, PenalizedClassifierCV
    from regkit.estimators._linear import PenalizedRegressor
    from regkit.estimators._networks import NetworkClassifier, NetworkRegressor
    from regkit.estimators._tuned import PenalizedRegressorCV

__all__ = [
    "NetworkClassifier",
    "NetworkRegressor",
    "PenalizedClassifier",
    "PenalizedClassifierCV",
    "PenalizedRegressor",
    "PenalizedRegressorCV",
]
