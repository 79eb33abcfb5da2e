"""regkit: L1, L2 and Elastic Net regularization, in code that reads like the formulas."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from regkit.linear import corrected, cross_validate, fit, fit_path
from regkit.network import Network
from regkit.penalties import L1, L2, ElasticNet, NoPenalty
from regkit.trainer import SGD, Adam, train

if TYPE_CHECKING:
    from regkit.estimators import NetworkClassifier, NetworkRegressor, PenalizedRegressor
    from regkit.explore import explore

# What needs more than NumPy is imported when it is first used.
_LAZY = {
    "NetworkClassifier": "regkit.estimators",
    "NetworkRegressor": "regkit.estimators",
    "PenalizedRegressor": "regkit.estimators",
    "explore": "regkit.explore",
}

__all__ = [
    "L1",
    "L2",
    "SGD",
    "Adam",
    "ElasticNet",
    "Network",
    "NetworkClassifier",
    "NetworkRegressor",
    "NoPenalty",
    "PenalizedRegressor",
    "corrected",
    "cross_validate",
    "explore",
    "fit",
    "fit_path",
    "train",
]


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        try:
            module = import_module(_LAZY[name])
        except ModuleNotFoundError as missing:
            raise ModuleNotFoundError(
                f"regkit.{name} needs {missing.name}, which is not installed. "
                "It comes with regkit's extra `full`.",
                name=missing.name,
            ) from missing
        return getattr(module, name)
    raise AttributeError(f"module 'regkit' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
