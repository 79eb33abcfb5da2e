"""scikit-learn estimators over the book's solvers and the trainer."""

from regkit.estimators._linear import PenalizedRegressor
from regkit.estimators._networks import NetworkClassifier, NetworkRegressor

__all__ = ["NetworkClassifier", "NetworkRegressor", "PenalizedRegressor"]
