"""regkit: L1, L2 and Elastic Net regularization, in code that reads like the formulas."""

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from regkit import _distribution
from regkit.linear import corrected, cross_validate, fit, fit_path, refit
from regkit.network import Network
from regkit.penalties import L1, L2, ElasticNet, NoPenalty
from regkit.trainer import SGD, Adam, train

if TYPE_CHECKING:
    from regkit.estimators import (
        NetworkClassifier,
        NetworkRegressor,
        PenalizedClassifier,
        PenalizedClassifierCV,
        PenalizedRegressor,
        PenalizedRegressorCV,
    )
    from regkit.interactive import explore

__all__ = [
    "L1",
    "L2",
    "SGD",
    "Adam",
    "ElasticNet",
    "Network",
    "NoPenalty",
    "corrected",
    "cross_validate",
    "fit",
    "fit_path",
    "refit",
    "train",
]

# What needs more than NumPy is imported when it is first used. `import *` uses every name at once,
# so there a name stands only where what it needs is installed.
_LAZY = {
    "NetworkClassifier": "regkit.estimators",
    "NetworkRegressor": "regkit.estimators",
    "PenalizedClassifier": "regkit.estimators",
    "PenalizedClassifierCV": "regkit.estimators",
    "PenalizedRegressor": "regkit.estimators",
    "PenalizedRegressorCV": "regkit.estimators",
    "explore": "regkit.interactive",
}
if find_spec("sklearn"):
    __all__ += [
        "NetworkClassifier",
        "NetworkRegressor",
        "PenalizedClassifier",
        "PenalizedClassifierCV",
        "PenalizedRegressor",
        "PenalizedRegressorCV",
    ]
if find_spec("matplotlib"):
    __all__ += ["explore"]


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    if name == "__version__":
        return _distribution.version()
    raise AttributeError(f"module 'regkit' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
