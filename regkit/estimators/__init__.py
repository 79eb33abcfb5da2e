"""scikit-learn estimators over the solvers and the trainer."""

from regkit.estimators._networks import NetworkClassifier, NetworkRegressor

__all__ = ["NetworkClassifier", "NetworkRegressor"]
