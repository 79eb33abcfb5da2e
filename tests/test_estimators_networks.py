"""The network estimators: scikit-learn's own checks, and the trainer behind them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.datasets import load_diabetes, load_digits
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import estimator_checks_generator

from regkit.estimators import NetworkClassifier, NetworkRegressor
from regkit.network import Network
from regkit.penalties import L1, L2, NoPenalty, Penalty
from regkit.trainer import SGD, Adam, train

CHECKS = [
    pytest.param(estimator, check, id=f"{type(estimator).__name__}-{check.func.__name__}")
    for model in (NetworkClassifier(), NetworkRegressor())
    for estimator, check in estimator_checks_generator(model)
]


@pytest.mark.filterwarnings("ignore:Can't check dok sparse matrix")
@pytest.mark.parametrize(("estimator", "check"), CHECKS)
def test_scikit_learn_check(estimator: Any, check: Any) -> None:
    check(estimator)


def test_the_estimators_are_the_trainer() -> None:
    X, y = load_diabetes(return_X_y=True)
    X, y = X[:100] * 20, y[:100] / 100
    settings: dict[str, Any] = {"method": "proximal", "optimizer": SGD(0.01, 0.9), "epochs": 5}
    settings["clip_norm"] = 0.5
    model = NetworkRegressor(L1(0.01), hidden_layer_sizes=(7,), random_state=3, **settings)
    model.fit(X, y)
    seed = model.network_.seed
    network = Network((10, 7, 1), loss="squared_error", seed=seed)
    history = train(network, X, y, L1(0.01), batch_size=32, seed=seed, **settings)
    assert history == model.history_
    np.testing.assert_array_equal(model.predict(X), network.predict(X))
    assert model.n_iter_ == 5


def test_no_penalty_is_the_default_and_a_schedule_is_allowed() -> None:
    X, y = np.random.default_rng(0).normal(size=(30, 3)), np.arange(30) % 2
    plain = NetworkClassifier(epochs=2, random_state=0).fit(X, y)
    assert plain.history_.penalty == [0.0, 0.0]
    scheduled = NetworkClassifier(switched_on_later, epochs=2, random_state=0).fit(X, y)
    assert scheduled.history_.penalty[0] == 0 < scheduled.history_.penalty[1]


def switched_on_later(epoch: int) -> Penalty:
    return L2(0.1) if epoch > 1 else NoPenalty()


def test_labels_of_any_kind_come_back() -> None:
    X = np.array([[-2.0], [-1.0], [1.0], [2.0]] * 5)
    y = np.array(["no", "no", "yes", "yes"] * 5)
    model = NetworkClassifier(random_state=0).fit(X, y)
    np.testing.assert_array_equal(model.predict(X), y)
    probabilities = model.predict_proba(X)
    assert probabilities.shape == (20, 2)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)
    with pytest.raises(ValueError, match=r"y must hold at least 2 classes. Got only one class"):
        NetworkClassifier().fit(X, ["no"] * 20)


def test_classes_weigh_as_they_are_told() -> None:
    X = np.random.default_rng(0).normal(size=(60, 2))
    y = np.where(X[:, 0] + np.random.default_rng(1).normal(size=60) > 1, "rare", "common")
    settings: dict[str, Any] = {
        "hidden_layer_sizes": (),
        "batch_size": None,
        "epochs": 50,
        "random_state": 0,
    }
    times = np.where(y == "rare", 4, 1)
    told = NetworkClassifier(class_weight={"rare": 4}, **settings).fit(X, y)
    repeated = NetworkClassifier(**settings).fit(X.repeat(times, axis=0), y.repeat(times))
    np.testing.assert_allclose(told.predict_proba(X), repeated.predict_proba(X), atol=1e-9)
    counts = dict(zip(*np.unique(y, return_counts=True), strict=True))
    balanced = NetworkClassifier(class_weight="balanced", **settings).fit(X, y)
    by_hand = {name: 1 / count for name, count in counts.items()}
    same = NetworkClassifier(class_weight=by_hand, **settings).fit(X, y)
    np.testing.assert_allclose(balanced.predict_proba(X), same.predict_proba(X), atol=1e-9)
    plain = NetworkClassifier(**settings).fit(X, y)
    assert np.sum(balanced.predict(X) == "rare") > np.sum(plain.predict(X) == "rare")
    assert clone(told).class_weight == {"rare": 4}
    assert "class_weight" not in NetworkRegressor().get_params()


def test_several_outputs() -> None:
    X = np.random.default_rng(0).normal(size=(40, 2))
    Y = np.column_stack([X[:, 0], -X[:, 1]])
    model = NetworkRegressor(hidden_layer_sizes=(), optimizer=SGD(0.1), random_state=0).fit(X, Y)
    np.testing.assert_allclose(model.predict(X), Y, atol=1e-3)
    assert NetworkRegressor(epochs=1).fit(X, Y[:, :1]).predict(X).shape == (40, 1)
    assert NetworkRegressor(epochs=1).fit(X, Y[:, 0]).predict(X).shape == (40,)


def test_in_a_pipeline_and_a_grid_search() -> None:
    X, y = load_digits(return_X_y=True)
    X, y = X[:300], y[:300]
    pipeline = make_pipeline(
        StandardScaler(), NetworkClassifier(hidden_layer_sizes=(16,), epochs=10, random_state=0)
    )
    grid = {"networkclassifier__penalty": [None, L1(1e-3), L2(1e-3), L1(10.0)]}
    search = GridSearchCV(pipeline, grid, cv=3).fit(X, y)
    assert search.best_score_ > 0.8
    assert search.cv_results_["mean_test_score"][3] < 0.3
    assert search.best_params_["networkclassifier__penalty"] != L1(10.0)


def test_clone_keeps_the_parameters() -> None:
    model = clone(NetworkClassifier(L1(0.1), optimizer=Adam(0.1), hidden_layer_sizes=(3, 2)))
    assert model.penalty == L1(0.1)
    assert model.optimizer == Adam(0.1)
    assert model.hidden_layer_sizes == (3, 2)


@pytest.mark.parametrize(
    ("parameters", "error", "message"),
    [
        ({"penalty": 0.1}, TypeError, "penalty must be a penalty"),
        ({"hidden_layer_sizes": (0,)}, ValueError, "entry of hidden_layer_sizes must be an int"),
        ({"hidden_layer_sizes": 8}, TypeError, "hidden_layer_sizes must be a sequence"),
        ({"activation": "step"}, ValueError, "activation must be one of"),
        ({"epochs": 0}, ValueError, "epochs must be an integer >= 1"),
        ({"clip_norm": -1}, ValueError, r"clip_norm must be a number in \(0, inf\). Got -1"),
        ({"optimizer": SGD(lambda epoch: 0)}, ValueError, "lr must be .* Got 0 for epoch 0"),
        ({"optimizer": "adam"}, TypeError, "optimizer must be an SGD or an Adam"),
    ],
)
def test_errors_name_the_parameter(parameters: Any, error: Any, message: str) -> None:
    X, y = np.eye(4), [0, 1, 0, 1]
    with pytest.raises(error, match=message):
        NetworkClassifier(**parameters).fit(X, y)
