"""Linear and logistic regression under L1, L2 and Elastic Net penalties, solved exactly.

``1/(2n) ||y - Xw - b||^2 + lam1 ||w||_1 + lam2 ||w||_2^2``, or with the mean logistic loss in the
first place; the intercept b is not penalized.
"""

from regkit.linear._cross_validation import CVResult, GridWarning, cross_validate
from regkit.linear._fit import fit, fit_path
from regkit.linear._refit import refit
from regkit.linear._results import ConvergenceWarning, Path, Solution, corrected
from regkit.linear._scale import ScaleWarning
from regkit.linear._separation import SeparationError
from regkit.linear._strength import (
    aic,
    bic,
    cp,
    degrees_of_freedom,
    gcv,
    leave_one_out,
)
from regkit.linear._teaching import (
    Descent,
    coordinate_descent,
    gradient_descent,
    proximal_gradient,
    subgradient_descent,
)

__all__ = [
    "CVResult",
    "ConvergenceWarning",
    "Descent",
    "GridWarning",
    "Path",
    "ScaleWarning",
    "SeparationError",
    "Solution",
    "aic",
    "bic",
    "coordinate_descent",
    "corrected",
    "cp",
    "cross_validate",
    "degrees_of_freedom",
    "fit",
    "fit_path",
    "gcv",
    "gradient_descent",
    "leave_one_out",
    "proximal_gradient",
    "refit",
    "subgradient_descent",
]
