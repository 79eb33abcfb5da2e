"""Every parameter of every public function, given what nothing is: refused by its name.

What is near to right and yet wrong is in `test_bad_input.py`.
"""

from __future__ import annotations

import inspect

import numpy as np
import pytest
from matplotlib.figure import Figure
from sklearn.linear_model import Lasso
from test_api import DESCRIBED, FUNCTIONS, MADE_BY_READERS

from regkit import L1, L2, ElasticNet, Network, choosing, fit, fit_path
from regkit.interactive import Choice


class Nonsense:
    """Neither a number, nor a text, a sequence, a function or a choice."""

    def __repr__(self):
        return "nonsense"


X = np.random.default_rng(0).standard_normal((20, 4))
Y, LABELS = X @ [1, 2, 0, -1] + X[:, 0] ** 2, np.arange(20) % 2
DATA = {"X": X, "y": Y}
PATH = fit_path(X, Y, L1(), n_lams=5)
RIDGE = fit_path(X, Y, L2(), n_lams=5)
PULL = {"penalty": L1(), "pull": 1.0}
BOWL = {"optimum": [1.0, 2.0], "hessian": np.eye(2)}
OF_SIZE = {"estimator": "Ridge", "n": 9}
OF_LOSS = {"loss": "squared_error", "outputs": 1}
OPTAX = OF_LOSS | {"estimator": "add_decayed_weights"}
LINE = (1.0, {"color": "k"})
TITLES = {"xlabel": "x", "ylabel": "y"}


def draw(lam):
    return Figure()


# how each is called rightly, where something is required
CALLS = {
    "choosing.compare": DATA | {"candidates": {"a": Lasso()}, "progress": False},
    "choosing.diagnose": DATA,
    "choosing.interval": {"values": [1.0, 2.0, 3.0]},
    "choosing.recommend": {"diagnosis": choosing.diagnose(X, Y)},
    "choosing.regret": {"errors": [1.0, 2.0]},
    "claims.claim": {"name": "V1"},
    "conventions.from_article": {"settings": {"lambda": 1.0, "alpha": 0.5}, "n": 9},
    "conventions.from_glmnet": {"settings": {"lambda": 1.0, "alpha": 0.5}, "y_sd": 1.0},
    "conventions.from_keras": {"settings": {"l1": 1.0}} | OF_LOSS,
    "conventions.from_l1_percent": {"settings": {"C": 1.0, "l1_percent": 0.5}, "n": 9},
    "conventions.from_optax": {"settings": {"weight_decay": 1.0}} | OPTAX,
    "conventions.from_skglm": {"settings": {"alpha": 1.0}, "estimator": "Lasso"},
    "conventions.from_sklearn": {"settings": {"alpha": 1.0}} | OF_SIZE,
    "conventions.from_statsmodels": {"settings": {"alpha": 1.0, "L1_wt": 1.0}},
    "conventions.from_torch": {"settings": {"weight_decay": 1.0}, "estimator": "SGD"} | OF_LOSS,
    "conventions.from_xgboost": {"settings": {"booster": "gblinear"}},
    "conventions.from_zou_hastie": {"settings": {"lambda1": 1.0, "lambda2": 1.0}, "n": 9},
    "conventions.to_article": {"penalty": L2(), "n": 9},
    "conventions.to_glmnet": {"penalty": L2(), "y_sd": 1.0},
    "conventions.to_keras": {"penalty": L2()} | OF_LOSS,
    "conventions.to_l1_percent": {"penalty": L2(), "n": 9},
    "conventions.to_optax": {"penalty": L2()} | OPTAX,
    "conventions.to_skglm": {"penalty": L1(), "estimator": "Lasso"},
    "conventions.to_sklearn": {"penalty": L2()} | OF_SIZE,
    "conventions.to_statsmodels": {"penalty": L2()},
    "conventions.to_torch": {"penalty": L2(), "estimator": "SGD"} | OF_LOSS,
    "conventions.to_xgboost": {"penalty": L2()},
    "conventions.to_zou_hastie": {"penalty": L2(), "n": 9},
    "datasets.bank_rule": {"loans": [1.0]},
    "datasets.correlation": {"p": 3, "rho": 0.5, "kind": "groups"},
    "datasets.linear_data": {"n": 3, "coef": [1.0], "covariance": [[1.0]]},
    "datasets.powers": {"loans": [1.0], "degree": 2},
    "datasets.study": {"name": "regret"},
    "datasets.zou_hastie": {"example": 1},
    "figures.balance": PULL,
    "figures.ball": {"penalty": L1(), "size": 1.0},
    "figures.coefficient_paths": {"path": PATH},
    "figures.contour": BOWL | {"level": 1.0},
    "figures.cost_curves": PULL,
    "figures.describe": {"figure": Figure(), "text": "A figure."},
    "figures.force_balance": PULL,
    "figures.line": {"name": "l1"},
    "figures.method": {"penalty": L1()},
    "figures.minimizer": BOWL | {"penalty": L1()},
    "figures.name_ends": {"axes": Figure().subplots(), "x": 1.0, "ends": {"a": LINE}},
    "figures.number_text": {"value": 1.0},
    "figures.panel": TITLES,
    "figures.show": {"panels": [Figure()], "alt": "A figure."},
    "figures.themed": {"name": "l1"},
    "figures.weight_space": BOWL | {"penalty": L1()},
    "figures.within_budget": BOWL | {"direction": L1(), "budget": 1.0},
    "interactive.Axis": {"values": [1, 2]},
    "interactive.Choice": {"question": "q?", "options": {"a": "x", "b": "y"}, "answer": "a"},
    "interactive.Estimate": {
        "question": "q?", "low": 0.0, "high": 1.0, "step": 0.1, "answer": 0.5, "near": 0.1,
        "too_low": "a", "too_high": "b",
    },
    "interactive.Typo": {
        "loans": [1.0, 2.0, 3.0], "cash_flow": [1.0, 2.0, 3.0], "suspect": 1, "at": 2.0,
        "lam": 0.1, "predict": Choice("q?", {"a": "x", "b": "y"}, "a"), "sketch": draw,
        "reveal": "b",
    },
    "interactive.explore": {"draw": draw, "lam": [1, 2]},
    "interactive.forecast": {
        "loans": [1.0, 2.0, 3.0], "cash_flow": [1.0, 2.0, 3.0], "degree": 1, "lam": 0.1, "at": [2.0]
    },
    "interactive.quiz": {"questions": [Choice("q?", {"a": "x", "b": "y"}, "a")]},
    "linear.aic": {"path": PATH},
    "linear.bic": {"path": PATH},
    "linear.coordinate_descent": DATA | {"penalty": L1()},
    "linear.corrected": {"solution": fit(X, Y, ElasticNet(0.1, 0.1))},
    "linear.cp": {"path": PATH},
    "linear.cross_validate": DATA | {"directions": L1()},
    "linear.degrees_of_freedom": {"path": PATH},
    "linear.fit": DATA | {"penalty": L1()},
    "linear.fit_path": DATA | {"direction": L1()},
    "linear.gcv": {"path": RIDGE},
    "linear.gradient_descent": DATA | {"penalty": L2()},
    "linear.leave_one_out": {"path": RIDGE},
    "linear.proximal_gradient": DATA | {"penalty": L1()},
    "linear.refit": DATA | {"solution": fit(X, Y, L1(0.1))},
    "linear.subgradient_descent": DATA | {"penalty": L1()},
    "losses.cross_entropy": {"scores": X, "target": np.eye(4)[LABELS]},
    "losses.cross_entropy_gradient": {"scores": X, "target": np.eye(4)[LABELS]},
    "losses.logistic": {"z": Y, "target": LABELS},
    "losses.logistic_gradient": {"z": Y, "target": LABELS},
    "losses.softmax": {"scores": X},
    "losses.squared_error": {"prediction": X, "target": X},
    "losses.squared_error_gradient": {"prediction": X, "target": X},
    "network.Network": {"sizes": (4, 3)},
    "penalties.ElasticNet": {"lam1": 1.0, "lam2": 1.0},
    "penalties.Penalty": {"lam1": 1.0, "lam2": 1.0},
    "trainer.SGD": {"lr": 0.1},
    "trainer.train": DATA | {"network": Network((4, 3)), "y": LABELS, "epochs": 1},
}  # fmt: skip
# they check in `fit`, as scikit-learn asks of them
ESTIMATORS = {
    name: LABELS if "Classifier" in name else Y
    for name in DESCRIBED
    if name.startswith("regkit.estimators.")
}
# what is refused in other words, or not at all
OTHERWISE = {
    ("choosing.compare", "n_jobs"): "joblib's to check",
    ("claims.claim", "name"): "called an id, as in the command line",
    ("estimators.NetworkClassifier", "random_state"): "scikit-learn's to check",
    ("estimators.NetworkRegressor", "random_state"): "scikit-learn's to check",
    ("figures.line", "changes"): "matplotlib's keywords",
    ("figures.name_ends", "axes"): "matplotlib's, as `panel` gives them",
    ("figures.number_text", "value"): "any number that there is",
    ("figures.weight_space", "limits"): "called xlim, as in `panel`",
    ("interactive.explore", "axes"): "keywords of any name",
}


def parameters():
    """Every public function and its parameters, once each, but for those of PyTorch's module."""
    seen = set()
    for name in sorted(FUNCTIONS.keys() | MADE_BY_READERS.keys()):
        thing = DESCRIBED[name]
        if thing not in seen and not name.startswith("regkit.torch."):
            seen.add(thing)
            for parameter in inspect.signature(thing).parameters.values():
                if (short := name.removeprefix("regkit."), parameter.name) not in OTHERWISE:
                    yield short, parameter


PARAMETERS = list(parameters())


def called(name, settings):
    """Call it, and fit what is an estimator."""
    thing = DESCRIBED[f"regkit.{name}"]
    first = []
    for parameter in inspect.signature(thing).parameters.values():
        if parameter.kind is parameter.VAR_POSITIONAL:
            first = settings.pop(parameter.name)
    made = thing(*first, **settings)
    if f"regkit.{name}" in ESTIMATORS:
        made.fit(X, ESTIMATORS[f"regkit.{name}"])


@pytest.mark.parametrize(
    ("name", "parameter"), PARAMETERS, ids=[f"{name}-{p.name}" for name, p in PARAMETERS]
)
def test_nonsense_is_refused_by_the_name_of_its_parameter(name, parameter):
    several = parameter.kind is parameter.VAR_POSITIONAL
    given = CALLS.get(name, {}) | {parameter.name: [Nonsense()] if several else Nonsense()}
    words = parameter.name.removesuffix("s") if several else parameter.name
    with pytest.raises((TypeError, ValueError), match=rf"\b{words}"):
        called(name, given)


def test_what_is_right_is_taken():
    for name, settings in CALLS.items():
        called(name, dict(settings))


def test_what_is_refused_otherwise_is_still_there():
    for name, parameter in OTHERWISE:
        assert parameter in inspect.signature(DESCRIBED[f"regkit.{name}"]).parameters
