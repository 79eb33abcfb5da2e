"""scikit-learn estimators over the book's solvers."""

from regkit.estimators._linear import PenalizedRegressor

__all__ = ["PenalizedRegressor"]
