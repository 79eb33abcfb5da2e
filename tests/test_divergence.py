"""Training that goes wrong says so, in words that name the cause; what is healthy says nothing."""

from __future__ import annotations

import copy
import pickle
import re
import signal
from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_diabetes

from regkit.estimators import NetworkClassifier, NetworkRegressor
from regkit.network import Network
from regkit.penalties import L1, L2, ElasticNet, NoPenalty, Penalty
from regkit.trainer import SGD, Adam, DivergenceError, train

# Seven sizes of a house with its price, in the units in which they come
X = [[290, 720], [360, 700], [330, 680], [320, 650], [250, 800], [150, 170], [380, 990]]
Y = [160, 155, 135, 140, 200, 130, 270]


def regressor(*sizes: int, **settings: Any) -> Network:
    return Network(sizes, loss="squared_error", **settings)


@pytest.fixture(scope="module")
def patients() -> tuple[Any, Any]:
    X, y = load_diabetes(return_X_y=True)
    return X / X.std(axis=0), y


# -- growth ------------------------------------------------------------------------------------

EXPLODING = [
    ((2, 16, 1), SGD(0.05, 0.9)),
    ((2, 16, 1), SGD(10.0)),
    ((2, 1), SGD(1e-5)),
]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("record", [True, False])
@pytest.mark.parametrize(("sizes", "optimizer"), EXPLODING)
def test_what_explodes_into_finite_numbers_has_diverged(
    sizes: Any, optimizer: Any, record: bool
) -> None:
    network = regressor(*sizes)
    with pytest.raises(DivergenceError, match=r"is .* more than 1000 times") as caught:
        train(network, X, Y, optimizer=optimizer, record=record)
    assert isinstance(caught.value, FloatingPointError)
    assert all(np.isfinite(w).all() for w in network.weights)
    objectives = caught.value.history.objective
    if record:
        start = regressor(*sizes).loss(X, Y)
        limit = 1000 * max(start, np.var(Y) / 2)
        assert objectives[-1] > limit >= max(objectives[:-1], default=0)
        assert f"in epoch {len(objectives)}: " in str(caught.value)
    else:
        assert objectives == []
        assert "by epoch 50: " in str(caught.value)


@pytest.mark.parametrize("hidden", [(), (16,)])
@pytest.mark.parametrize("optimizer", [SGD(0.05, 0.9), SGD(10.0), SGD(1e-5)])
def test_the_estimators_say_it_in_the_same_words(hidden: Any, optimizer: Any) -> None:
    model = NetworkRegressor(hidden_layer_sizes=hidden, optimizer=optimizer, random_state=0)
    with pytest.raises(DivergenceError) as caught:
        model.fit(X, Y)
    seed = int(np.random.RandomState(0).randint(2**31 - 1))
    with pytest.raises(DivergenceError, match=f"^{re.escape(str(caught.value))}$") as ours:
        train(
            regressor(2, *hidden, 1, seed=seed),
            *(np.array(X, float), Y),
            optimizer=optimizer,
            epochs=100,
            batch_size=32,
            seed=seed,
        )
    assert ours.value.history == caught.value.history
    with pytest.raises(DivergenceError, match="likely cause is X"):
        NetworkClassifier(optimizer=SGD(1e4), random_state=0).fit(X, np.array(Y) > 150)


def test_the_error_survives_a_journey_between_processes() -> None:
    with pytest.raises(DivergenceError) as caught:
        train(regressor(2, 1), X, Y, optimizer=SGD(1e-5))
    arrived = pickle.loads(pickle.dumps(caught.value))
    assert str(arrived) == str(caught.value)
    assert arrived.history == caught.value.history


def test_a_callback_that_would_end_training_comes_too_late_for_what_diverged() -> None:
    with pytest.raises(DivergenceError, match="in epoch 1: "):
        train(regressor(2, 1), X, Y, optimizer=SGD(0.1), callback=lambda *_: True)
    with pytest.raises(DivergenceError, match="by epoch 1: "):
        train(regressor(2, 1), X, Y, optimizer=SGD(0.1), callback=lambda *_: True, record=False)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_does_not_hide_that_training_had_diverged() -> None:
    def interrupt(epoch: int, *_: Any) -> None:
        if epoch == 5:
            signal.raise_signal(signal.SIGINT)

    with (
        pytest.warns(RuntimeWarning, match="interrupted in epoch 5"),
        pytest.raises(DivergenceError, match="by epoch 5: "),
    ):
        train(regressor(2, 1), X, Y, optimizer=SGD(1e-5), callback=interrupt, record=False)


def test_a_weight_that_is_not_a_number_is_found_where_the_objective_is_finite() -> None:
    network = regressor(2, 3, 1)
    network.weights[1][:] = 0  # hides the first layer from the objective
    network.weights[0][0, 0] = np.inf
    network.biases[0][0] = -np.inf
    with pytest.raises(DivergenceError, match="no longer finite"):
        train(network, [[0.5, 1.0]], [1.0], epochs=1, record=False)


def test_a_penalty_that_is_switched_on_late_is_no_growth() -> None:
    # The weights grow freely before they cost anything
    rng = np.random.default_rng(0)
    features = rng.normal(size=(60, 4))
    network = regressor(4, 1)
    network.weights[0][:] = 0

    def late(epoch: int) -> Penalty:
        return L2(1e3) if epoch > 30 else NoPenalty()

    history = train(
        network, features, features @ [9, 5, -8, 9.0], late, method="subgradient",
        optimizer=lr_that_falls(), batch_size=None, epochs=40,
    )  # fmt: skip
    assert max(history.objective) > 1000 * history.objective[0]


def lr_that_falls() -> SGD:
    return SGD(lambda epoch: 0.2 if epoch < 30 else 1e-6)


# -- the cause -----------------------------------------------------------------------------------


def test_the_message_looks_at_the_features_and_at_the_target(patients: tuple[Any, Any]) -> None:
    features, progression = patients
    standard = (progression - progression.mean()) / progression.std()

    def message(X: Any, y: Any, optimizer: Any) -> str:
        with pytest.raises(DivergenceError) as caught:
            train(regressor(10, 64, 1), X, y, optimizer=optimizer, batch_size=32)
        return str(caught.value).split("finite. ")[-1].split("constant. ")[-1]

    assert message(features, progression, SGD(0.05, 0.9)) == (
        "The likely cause is y, whose entries reach 346. "
        "Try a smaller lr (it is 0.05), or standardize y."
    )
    assert re.fullmatch(
        r"The likely cause is X, whose entries reach \d+\. "
        r"Try a smaller lr \(it is 0\.05\), or standardize the columns of X\.",
        message(100 * features, standard, SGD(0.05, 0.9)),
    )
    assert message(100 * features, progression, SGD(0.05)).endswith(
        "and y, whose entries reach 346. "
        "Try a smaller lr (it is 0.05), or standardize the columns of X and y."
    )
    assert message(features, standard, SGD(10.0)) == (
        "The likely cause is the learning rate. Try a smaller lr (it is 10)."
    )
    # an offset is as bad as a wide spread
    assert "cause is y" in message(features, standard + 300, SGD(0.05, 0.9))


@pytest.mark.parametrize(("size", "named"), [(10.0, False), (11.0, True)])
def test_columns_are_a_cause_if_one_of_them_is_far_from_standardized(
    size: float, named: bool
) -> None:
    signs = np.resize([1.0, -1.0], 20)
    columns = np.column_stack([size * signs, np.zeros((20, 9))])
    with pytest.raises(DivergenceError) as caught:
        train(regressor(10, 1), columns, signs, epochs=50, optimizer=SGD(1e3))
    assert ("cause is X" in str(caught.value)) == named


def test_the_message_names_the_lr_of_the_epoch() -> None:
    with pytest.raises(DivergenceError, match=r"in epoch 3: .*smaller lr \(it is 1e\+06\)"):
        train(
            regressor(1, 1), [[1.0], [2.0]], [1.0, 2.0],
            optimizer=SGD(lambda epoch: 0.1 if epoch < 2 else 1e6),
        )  # fmt: skip


# -- what is healthy ------------------------------------------------------------------------------

HEALTHY = [SGD(0.05), SGD(0.02, 0.9), Adam(0.01), Adam(0.05, eps=0.1)]
PENALTIES = [NoPenalty(), L1(0.01), L1(3.0), L2(0.01), ElasticNet(0.1, 0.1)]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("loss", ["squared_error", "cross_entropy"])
@pytest.mark.parametrize("optimizer", HEALTHY, ids=repr)
@pytest.mark.parametrize("penalty", PENALTIES, ids=repr)
def test_healthy_training_says_nothing(loss: str, optimizer: Any, penalty: Penalty) -> None:
    for seed in range(5):
        rng = np.random.default_rng(seed)
        features = rng.normal(size=(60, 6))
        scores = features @ rng.normal(size=(6, 3)) + rng.normal(size=(60, 3))
        y = scores if loss == "squared_error" else scores.argmax(axis=1)
        for sizes in ((6, 3), (6, 12, 3), (6, 12, 8, 3)):
            for method in ("proximal", "subgradient"):
                for clip_norm in (None, 0.5):
                    network = Network(sizes, loss=loss, seed=seed)
                    train(
                        network, features, y, penalty, method=method, optimizer=optimizer,
                        clip_norm=clip_norm, epochs=12, batch_size=20, seed=seed,
                    )  # fmt: skip


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("optimizer", [*HEALTHY, Adam(0.1)], ids=repr)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("batch_size", [None, 16])
@pytest.mark.parametrize(
    "target", [0.0, 5.0, 1e-3, 1e-3 + 1e-9], ids=["zeros", "constant", "small", "almost constant"]
)
def test_a_start_at_a_very_small_objective_is_healthy(
    optimizer: Any, dtype: str, batch_size: Any, target: float
) -> None:
    features = np.random.default_rng(0).normal(size=(50, 6))
    y = np.full(50, target)
    y[:25] = round(target, 6)
    for sizes in ((6, 1), (6, 20, 1)):
        network = regressor(*sizes, dtype=dtype)
        train(network, features, y, optimizer=SGD(0.02, 0.9), epochs=500, batch_size=None)
        again = copy.deepcopy(network)
        train(again, features, y, L2(1e-6), optimizer=optimizer, batch_size=batch_size, epochs=9)
        network.weights[-1][:] = network.biases[-1][:] = 0
        train(network, features, y, optimizer=optimizer, batch_size=batch_size, epochs=9)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("optimizer", HEALTHY, ids=repr)
def test_one_class_in_y_and_a_constant_column_are_healthy(optimizer: Any) -> None:
    features = np.random.default_rng(0).normal(size=(50, 6))
    features[:, 2] = 3
    for y in (np.zeros(50, int), np.arange(50) % 2 * 2):  # of three classes, some are missing
        network = Network((6, 8, 3))
        train(network, features, y, L2(1e-3), optimizer=optimizer, epochs=20)
        assert np.isin(network.predict(features), y).all()


# -- an end that serves nobody ---------------------------------------------------------------------


def test_a_network_that_died_in_a_long_step_says_so() -> None:
    # the columns of this set are small, so that nothing overflows: all units die instead
    features, progression = load_diabetes(return_X_y=True)
    network = regressor(10, 64, 1)
    message = (
        r"predicts the same for every sample: all are alike to the units of hidden layer 1\. "
        r".*Try another seed of the network, a smaller lr \(it is 0\.05\), or standardize y\.$"
    )
    with pytest.warns(RuntimeWarning, match=message) as warned:
        train(network, features, progression, optimizer=SGD(0.05, 0.9), batch_size=32)
    assert warned[0].filename == __file__
    assert np.ptp(network.predict(features)) == 0


@pytest.mark.parametrize("record", [True, False])
@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid"])
def test_units_that_are_dead_from_the_start_are_told(activation: str, record: bool) -> None:
    features = np.random.default_rng(0).normal(size=(130, 2))
    network = regressor(2, 5, 4, 1, activation=activation)
    network.biases[1][:] = -2000
    with pytest.warns(RuntimeWarning, match="units of hidden layer 2"):
        train(network, features, features[:, 0], epochs=3, record=record, optimizer=SGD(1e-3))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("record", [True, False])
def test_what_is_meant_to_be_constant_gives_no_warning(record: bool) -> None:
    rng = np.random.default_rng(0)
    features, y = rng.normal(size=(130, 2)), rng.normal(size=130)
    # a penalty that leaves no weight: the history counts them
    history = train(regressor(2, 5, 1), features, y, L1(100.0), epochs=15, record=record)
    if record:
        assert history.zeros[0] == history.zeros[-1] == 15
    # samples that are all the same, one of them, and a batch in which all happen to be
    train(regressor(2, 5, 1), np.ones((70, 2)), y[:70], epochs=15, record=record)
    train(regressor(2, 5, 1), [[1.0, 2.0]], [3.0], epochs=15, record=record)
    train(regressor(2, 5, 1), features, y, batch_size=1, optimizer=SGD(1e-3), record=record)
    features[1:] = 1
    train(regressor(2, 5, 1), features, y, epochs=15, record=record)


@pytest.mark.parametrize("record", [True, False])
def test_an_end_above_the_best_constant_is_told(patients: tuple[Any, Any], record: bool) -> None:
    features, progression = patients
    message = (
        r"ended at a loss of 1\.\d+e\+04, where the best constant has 2\.96e\+03\. "
        r"The likely cause is y, whose entries reach 346\. "
        r"Try more epochs, another lr \(it is 0\.0001\), or standardize y\.$"
    )
    arguments: dict[str, Any] = {"optimizer": Adam(1e-4), "record": record}
    with pytest.warns(RuntimeWarning, match=message) as warned:
        train(regressor(10, 64, 1), features, progression, epochs=10, **arguments)
    assert warned[0].filename == __file__


def test_an_end_worse_than_the_start_is_told_though_it_is_no_divergence_yet() -> None:
    network = regressor(2, 1)
    with pytest.warns(RuntimeWarning, match=r"ended at a loss of .*The likely cause is X, whose"):
        history = train(network, X, Y, optimizer=SGD(3.6e-6), batch_size=None, epochs=12)
    assert history.objective[0] < history.objective[-1] < 1000 * history.objective[0]


@pytest.mark.filterwarnings("error")
def test_a_short_training_and_one_that_gets_on_are_left_in_peace(
    patients: tuple[Any, Any],
) -> None:
    features, progression = patients
    train(regressor(10, 64, 1), features, progression, optimizer=Adam(1e-4), epochs=9)
    history = train(regressor(10, 1), features, progression, optimizer=SGD(2e-3), epochs=30)
    assert np.var(progression) < history.data_loss[-1] < history.data_loss[0] / 2
