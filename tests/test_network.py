"""The network: its gradient, its layout, its errors."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import numpy as np
import pytest

from regkit.losses import cross_entropy, squared_error
from regkit.network import Network
from regkit.penalties import L1, L2, ElasticNet, NoPenalty, Penalty

PENALTIES = [NoPenalty(), L1(0.03), L2(0.02), ElasticNet(0.03, 0.02)]
ACTIVATIONS = ["relu", "tanh", "sigmoid", "identity"]
LOSSES = ["cross_entropy", "squared_error"]


def problem(loss: str, n: int = 12, d: int = 4, k: int = 3) -> tuple[Any, Any]:
    rng = np.random.default_rng(1)
    X = rng.normal(size=(n, d))
    y = rng.integers(k, size=n) if loss == "cross_entropy" else rng.normal(size=(n, k))
    return X, y


def activation_signs(network: Network, X: Any) -> Any:
    """The signs of all hidden pre-activations, computed plainly."""
    signs, a = [], X
    for w, b in zip(network.weights[:-1], network.biases[:-1], strict=True):
        z = a @ w + b
        signs.append(np.sign(z).ravel())
        a = np.maximum(z, 0)
    return np.concatenate([*signs, []])


@pytest.mark.parametrize("penalty", PENALTIES, ids=repr)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("hidden", [(), (6,), (5, 4)])
def test_gradient_of_the_objective_is_that_of_central_differences(
    hidden: tuple[int, ...], loss: str, activation: str, penalty: Penalty
) -> None:
    X, y = problem(loss)
    network = Network((4, *hidden, 3), activation, loss, seed=3)
    rng = np.random.default_rng(2)
    for bias in network.biases:
        bias[:] = rng.normal(size=bias.shape)
    weight_gradients, bias_gradients = network.gradient(X, y)
    for gradient, w in zip(weight_gradients, network.weights, strict=True):
        gradient += penalty.gradient(w)

    def objective() -> float:
        return network.loss(X, y) + sum(penalty.value(w) for w in network.weights)

    gradients = [*weight_gradients, *bias_gradients]
    parameters = [*network.weights, *network.biases]
    difference, h, skipped = [], 1e-5, 0
    for gradient, parameter in zip(gradients, parameters, strict=True):
        for index in np.ndindex(*parameter.shape):
            at = parameter[index]
            values, signs = [], []
            for moved in (at + h, at - h):
                parameter[index] = moved
                values.append(objective())
                kinks = activation_signs(network, X) if activation == "relu" else np.zeros(0)
                signs.append(np.append(kinks, np.sign(moved)))
            parameter[index] = at
            if (signs[0] != signs[1]).any():  # a kink lies between: no derivative to compare
                skipped += 1
                continue
            difference.append((values[0] - values[1]) / (2 * h) - gradient[index])
    norm = np.sqrt(sum(float(np.sum(g * g)) for g in gradients))
    assert np.linalg.norm(difference) < 1e-7 * norm
    assert skipped <= 3


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("loss", LOSSES)
def test_loss_and_predictions_are_the_formula(loss: str, activation: str) -> None:
    X, y = problem(loss)
    network = Network((4, 6, 3), activation, loss, seed=3)
    network.biases[0][:] = 0.1
    functions = {
        "relu": lambda z: np.maximum(z, 0),
        "tanh": np.tanh,
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
        "identity": lambda z: z,
    }
    hidden = functions[activation](X @ network.weights[0] + network.biases[0])
    scores = hidden @ network.weights[1] + network.biases[1]
    np.testing.assert_allclose(network.scores(X), scores, rtol=1e-13)
    if loss == "cross_entropy":
        assert network.loss(X, y) == pytest.approx(cross_entropy(scores, np.eye(3)[y]))
        np.testing.assert_array_equal(network.predict(X), scores.argmax(axis=1))
        probabilities = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        np.testing.assert_allclose(network.predict_proba(X), probabilities, rtol=1e-12)
    else:
        assert network.loss(X, y) == pytest.approx(squared_error(scores, y))
        np.testing.assert_allclose(network.predict(X), scores)
        with pytest.raises(ValueError, match="predict_proba needs loss='cross_entropy'"):
            network.predict_proba(X)


def test_huge_scores_neither_overflow_nor_lose_the_loss() -> None:
    network = Network((1, 2))
    network.weights[0][:] = [[1000.0, -1000.0]]
    assert network.loss([[1.0]], [1]) == 2000
    (gradient,), _ = network.gradient([[1.0]], [1])
    np.testing.assert_array_equal(gradient, [[1.0, -1.0]])
    np.testing.assert_array_equal(network.predict_proba([[1.0], [-1.0]]), np.eye(2))
    # one sample's scores do not drown another's
    np.testing.assert_array_equal(network.predict_proba([[1.0], [0.0]]), [[1, 0], [0.5, 0.5]])
    sigmoid = Network((1, 1, 1), "sigmoid", "squared_error")
    sigmoid.weights[0][:] = 1e6
    sigmoid.weights[1][:] = 1
    np.testing.assert_array_equal(sigmoid.predict([[1.0], [-1.0]]), [1.0, 0.0])


def test_a_single_output_takes_and_gives_vectors() -> None:
    network = Network((2, 3, 1), loss="squared_error")
    X, y = np.ones((4, 2)), np.arange(4.0)
    assert network.predict(X).shape == (4,)
    assert network.loss(X, y) == network.loss(X, y[:, None])


def test_weights_are_live_views_also_in_copies() -> None:
    network = Network((3, 4, 2), "tanh", seed=5)
    assert [w.shape for w in network.weights] == [(3, 4), (4, 2)]
    assert [b.shape for b in network.biases] == [(4,), (2,)]
    X = np.eye(3)
    before = network.scores(X)
    for twin in (copy.deepcopy(network), pickle.loads(pickle.dumps(network))):
        np.testing.assert_array_equal(twin.scores(X), before)
        twin.weights[1][:] = 0
        twin.biases[1][:] = 7
        np.testing.assert_array_equal(twin.scores(X), np.full((3, 2), 7.0))
    np.testing.assert_array_equal(network.scores(X), before)
    order = [a.ravel() for pair in zip(network.weights, network.biases, strict=True) for a in pair]
    np.testing.assert_array_equal(network.parameters, np.concatenate(order))
    network.parameters[:] = 0
    np.testing.assert_array_equal(network.scores(X), np.zeros((3, 2)))
    assert repr(network) == (
        "Network((3, 4, 2), activation='tanh', loss='cross_entropy', seed=5, dtype='float64')"
    )


def test_results_are_not_buffers_that_a_later_call_overwrites() -> None:
    network = Network((2, 3, 2))
    first = network.scores([[1.0, 2.0]])
    kept = first.copy()
    network.scores([[5.0, -2.0]])
    np.testing.assert_array_equal(first, kept)


def test_the_seed_decides_the_weights_and_the_variance_is_that_of_the_activation() -> None:
    first, second = Network((300, 200, 2), seed=1), Network((300, 200, 2), seed=1)
    other = Network((300, 200, 2), seed=2)
    assert first.weights[0].tobytes() == second.weights[0].tobytes()
    assert first.weights[0].tobytes() != other.weights[0].tobytes()
    assert first.weights[0].var() == pytest.approx(2 / 300, rel=0.03)
    assert Network((300, 200, 2), "tanh").weights[0].var() == pytest.approx(1 / 300, rel=0.03)
    assert abs(first.weights[0].mean()) < 4 * np.sqrt(2 / 300 / first.weights[0].size)
    assert all((b == 0).all() for b in first.biases)


def test_float32_stays_float32_and_agrees() -> None:
    X, y = problem("cross_entropy")
    single, double = Network((4, 6, 3), dtype="float32"), Network((4, 6, 3))
    assert single.scores(X).dtype == np.float32
    weight_gradients, bias_gradients = single.gradient(X, y)
    assert {g.dtype for g in [*weight_gradients, *bias_gradients]} == {np.dtype("float32")}
    for a, b in zip(weight_gradients, double.gradient(X, y)[0], strict=True):
        np.testing.assert_allclose(a, b, atol=1e-6)


@pytest.mark.parametrize("loss", LOSSES)
def test_float32_is_the_precision_of_the_data_too(loss: str) -> None:
    X, y = problem(loss)
    network = Network((4, 6, 3), loss=loss, dtype="float32")
    scores = network.scores(X)
    if loss == "cross_entropy":
        assert network.loss(X, y) == cross_entropy(scores, np.eye(3, dtype=np.float32)[y])
    else:
        assert network.loss(X, y) == squared_error(scores, y.astype(np.float32))


def test_a_pickle_holds_the_parameters_once() -> None:
    network = Network((1, 2000, 2))
    assert len(pickle.dumps(network)) < 1.1 * 8 * (2 * 2000 + 2001 * 2)


def test_whole_numbers_and_truth_values_are_numbers() -> None:
    X = np.array([[0, 1], [1, 1], [1, 0]])
    network = Network((2, 3, 1), loss="squared_error")
    for kind in (bool, np.int8, np.uint16, np.float32):
        assert network.loss(X.astype(kind), X[:, 0].astype(kind)) == network.loss(X, X[:, 0])


def test_what_is_left_out_means_what_the_documentation_says() -> None:
    brief = Network((3, 2))
    spelled = Network((3, 2), activation="relu", loss="cross_entropy", seed=0, dtype="float64")
    assert repr(brief) == repr(spelled)
    assert brief.weights[0].tobytes() == spelled.weights[0].tobytes()


def test_input_is_not_changed_and_may_be_read_only() -> None:
    X, y = problem("squared_error")
    X.flags.writeable = y.flags.writeable = False
    network = Network((4, 5, 3), loss="squared_error")
    network.loss(X, y)
    network.gradient(X, y)
    network.gradient(X.tolist(), np.asfortranarray(y))


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"sizes": 3}, TypeError, "sizes must be a sequence of integers. Got 3 instead."),
        ({"sizes": "34"}, TypeError, "sizes must be a sequence of integers"),
        ({"sizes": (3,)}, ValueError, "sizes must give the number of features and of outputs"),
        ({"sizes": (3, 0, 2)}, ValueError, "entry of sizes must be an integer >= 1. Got 0 inst"),
        ({"sizes": (3, 2.5)}, TypeError, "entry of sizes must be an integer >= 1. Got 2.5 inst"),
        ({"sizes": (3, 1)}, ValueError, "at least 2 outputs for cross_entropy"),
        ({"sizes": (3, 4, 1)}, ValueError, "at least 2 outputs for cross_entropy"),
        ({"activation": "step"}, ValueError, "activation must be one of 'relu', 'tanh', .* 'step'"),
        ({"activation": None}, TypeError, "activation must be one of 'relu'"),
        ({"loss": "hinge"}, ValueError, "loss must be one of 'cross_entropy', 'squared_error'"),
        ({"seed": -1}, ValueError, "seed must be an integer >= 0. Got -1 instead."),
        ({"seed": True}, TypeError, "seed must be an integer >= 0. Got True instead."),
        (
            {"sizes": (np.True_, 2)},
            TypeError,
            "entry of sizes must be an integer >= 1. Got np.True",
        ),
        ({"seed": "a"}, TypeError, "seed must be an integer >= 0. Got 'a' instead."),
        ({"dtype": "int8"}, ValueError, "dtype must be float64 or float32. Got 'int8' instead."),
    ],
)
def test_errors_of_the_constructor(arguments: Any, error: Any, message: str) -> None:
    with pytest.raises(error, match=message):
        Network(**{"sizes": (3, 2), **arguments})


def test_what_no_float_can_hold_is_said_of_scores_and_gradient() -> None:
    network = Network((2, 2))
    network.weights[0][:] = [[1e308, 1], [-1e308, 1]]
    X = [[1e308, 1e308]]  # infinity less infinity
    with pytest.raises(
        FloatingPointError, match=r"^The scores of the network cannot be held in fl"
    ):
        network.predict(X)
    with pytest.raises(FloatingPointError, match=r"^The gradient of the network cannot be held in"):
        network.gradient(X, [0])
    deep = Network((1, 2, 2))
    deep.weights[0][:], deep.weights[1][:] = 1e308, [[1, 0], [-1, 0]]
    with pytest.raises(FloatingPointError, match=r"^The scores"):  # infinity times zero
        deep.predict([[1e308]])


def test_a_hidden_layer_may_be_a_single_unit() -> None:
    assert Network((3, 1, 2)).predict(np.eye(3)).shape == (3,)


GOOD_X = np.ones((4, 3))


@pytest.mark.parametrize(
    ("X", "y", "error", "message"),
    [
        (np.ones((4, 2)), [0] * 4, ValueError, r"X must have shape \(n, 3\) with n >= 1, as sizes"),
        (np.ones((4, 2)), [0] * 4, ValueError, r"sizes begin with 3. Got shape \(4, 2\) instead."),
        (np.ones(3), [0], ValueError, r"X must have shape \(n, 3\)"),
        (np.ones((0, 3)), [], ValueError, "n >= 1"),
        ([["a", "b", "c"]], [0], TypeError, r"^X must hold real numbers"),
        (GOOD_X * 1j, [0] * 4, TypeError, r"^X must hold real numbers"),
        (GOOD_X * np.nan, [0] * 4, ValueError, "X must be finite in float64. Got NaN"),
        (GOOD_X * np.inf, [0] * 4, ValueError, "X must be finite"),
        (GOOD_X, [0] * 5, ValueError, "X and y must have the same number of samples. Got 4 and"),
        (GOOD_X, 0, ValueError, "X and y must have the same number"),
        (GOOD_X, [0, 1, 2, 1], ValueError, "y must hold labels from 0 to 1. Got 0 to 2 instead."),
        (GOOD_X, [0, 1, -1, 1], ValueError, "y must hold labels from 0 to 1. Got -1 to 1"),
        (GOOD_X, [0.0, 1, 0, 1], TypeError, "y must hold integer labels. Got an array of float64"),
        (GOOD_X, ["a"] * 4, TypeError, "y must hold integer labels"),
        (GOOD_X, [[0]] * 4, ValueError, r"y must have shape \(4,\). Got shape \(4, 1\)"),
    ],
)
def test_errors_of_the_data(X: Any, y: Any, error: Any, message: str) -> None:
    network = Network((3, 2))
    with pytest.raises(error, match=message):
        network.loss(X, y)
    with pytest.raises(error, match=message):
        network.gradient(X, y)


@pytest.mark.parametrize(
    ("outputs", "y", "error", "message"),
    [
        (1, np.ones((4, 2)), ValueError, r"y must have shape \(4,\) or \(4, 1\). Got shape \(4, 2"),
        (2, np.ones(4), ValueError, r"y must have shape \(4, 2\). Got shape \(4,\)"),
        (1, ["a"] * 4, TypeError, "y must hold real numbers"),
        (1, [1, 2, np.nan, 4], ValueError, "y must be finite in float64"),
    ],
)
def test_errors_of_a_regression_target(outputs: int, y: Any, error: Any, message: str) -> None:
    with pytest.raises(error, match=message):
        Network((3, outputs), loss="squared_error").loss(GOOD_X, y)


def with_dead_units(hidden: tuple[int, ...], activation: str, dtype: str = "float64") -> Network:
    """A network in which a third of the units hear nothing, and another third is not heard."""
    network = Network((5, *hidden, 3), activation, seed=1, dtype=dtype)
    rng = np.random.default_rng(0)
    for i, units in enumerate(hidden):
        network.biases[i][:] = rng.normal(size=units)
        network.weights[i][:, 0::3] = 0
        network.weights[i + 1][1::3] = 0
    network.biases[-1][:] = rng.normal(size=3)
    return network


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("hidden", [(), (6,), (9, 8, 7)])
def test_pruned_networks_are_smaller_and_say_the_same(
    hidden: tuple[int, ...], activation: str, dtype: str
) -> None:
    network = with_dead_units(hidden, activation, dtype)
    before = network.parameters.copy()
    smaller = network.pruned()
    X = np.random.default_rng(2).normal(size=(20, 5))
    tolerance = 1e-12 if dtype == "float64" else 1e-5
    np.testing.assert_allclose(smaller.scores(X), network.scores(X), atol=tolerance)
    np.testing.assert_array_equal(network.parameters, before)
    assert smaller.sizes == (5, *(len(range(2, units, 3)) for units in hidden), 3)
    assert (smaller.activation, smaller.loss_name, smaller.dtype) == (
        activation,
        network.loss_name,
        dtype,
    )
    again = smaller.pruned()
    assert again.sizes == smaller.sizes
    np.testing.assert_array_equal(again.parameters, smaller.parameters)


def test_dead_units_take_others_with_them() -> None:
    network = Network((2, 3, 3, 1), "tanh", "squared_error", seed=0)
    network.biases[0][:] = [0.3, -0.2, 0.5]
    network.weights[0][:, :2] = 0  # two constants are all that the second layer's last unit hears
    network.weights[1][2, 2] = 0
    network.weights[2][0] = 0  # its first unit is heard by nobody, and with it
    network.weights[1][2, 1] = 0  # the only unit of the first layer that listens to X
    smaller = network.pruned()
    assert smaller.sizes == (2, 1, 1, 1)
    assert smaller.sparsity == 1
    X = np.random.default_rng(0).normal(size=(9, 2))
    np.testing.assert_allclose(smaller.scores(X), network.scores(X))
    assert np.ptp(smaller.scores(X)) == 0


def test_a_network_that_nothing_comes_out_of_keeps_a_unit_a_layer() -> None:
    network = Network((4, 5, 3, 2), "sigmoid")
    network.biases[2][:] = [1.0, 2.0]
    for w in network.weights:
        w[:] = 0
    smaller = network.pruned()
    assert smaller.sizes == (4, 1, 1, 2)
    np.testing.assert_allclose(smaller.scores(np.ones((1, 4))), [[1.0, 2.0]])


def test_sparsity_counts_weights_alone() -> None:
    network = Network((3, 2, 2))
    assert network.sparsity == 0  # though all biases are
    network.weights[0][0] = 0
    assert network.sparsity == 2 / 10
    network.parameters[:] = 0
    assert network.sparsity == 1
