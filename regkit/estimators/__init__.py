"""scikit-learn estimators over `regkit.linear` and `regkit.trainer`."""

from regkit.estimators._linear import PenalizedRegressor
from regkit.estimators._networks import NetworkClassifier, NetworkRegressor

__all__ = ["NetworkClassifier", "NetworkRegressor", "PenalizedRegressor"]
