"""Training: optimizers and methods against plain references, exactness, history, errors."""

from __future__ import annotations

import copy
import re
import signal
import sys
import threading
from typing import Any

import numpy as np
import pytest
from sklearn import datasets
from tqdm import tqdm

from regkit import linear
from regkit.network import Network
from regkit.penalties import L1, L2, ElasticNet, NoPenalty, Penalty
from regkit.trainer import SGD, Adam, History, train

METHODS = ["proximal", "subgradient", "decoupled"]


def classes(n: int = 50, d: int = 5, k: int = 3, seed: int = 0) -> tuple[Any, Any]:
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, d))
    return X, np.argmax(X @ rng.normal(size=(d, k)) + rng.normal(size=(n, k)), axis=1)


def regression(n: int = 60, d: int = 8) -> tuple[Any, Any]:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n, d))
    X[:, 1] += X[:, 0]
    return X, 2 * X[:, 0] - X[:, 3] + 0.3 * rng.normal(size=n) + 1


# -- optimizers and methods, against a reference that shares no code with the trainer ----------


def reference(
    network: Network,
    X: Any,
    y: Any,
    penalty: Penalty,
    method: str,
    optimizer: Any,
    epochs: int,
    clip_norm: float = np.inf,
) -> tuple[list[Any], list[Any]]:
    """Train a copy of a relu classifier in plain float64, one array and one formula at a time."""
    weights = [w.copy() for w in network.weights]
    biases = [b.copy() for b in network.biases]
    parameters = weights + biases
    first = [np.zeros_like(p) for p in parameters]
    second = [np.zeros_like(p) for p in parameters]
    rng = np.random.default_rng(7)
    lam1, lam2, t = penalty.lam1, penalty.lam2, 0
    for epoch in range(epochs):
        lr = optimizer.lr(epoch) if callable(optimizer.lr) else optimizer.lr
        order = rng.permutation(len(X))
        for start in range(0, len(X), 16):
            t += 1
            batch, labels = X[order[start : start + 16]], y[order[start : start + 16]]
            activations = [batch]
            for w, b in zip(weights[:-1], biases[:-1], strict=True):
                activations.append(np.maximum(activations[-1] @ w + b, 0))
            exp = np.exp(activations[-1] @ weights[-1] + biases[-1])
            delta = exp / exp.sum(axis=1)[:, None]
            delta[np.arange(len(batch)), labels] -= 1
            delta /= len(batch)
            gradients: list[Any] = [None] * len(parameters)
            for i in reversed(range(len(weights))):
                gradients[i] = activations[i].T @ delta
                gradients[len(weights) + i] = delta.sum(axis=0)
                delta = (delta @ weights[i].T) * (activations[i] > 0)
            if method == "subgradient":
                for i, p in enumerate(weights):
                    gradients[i] = gradients[i] + lam1 * np.sign(p) + 2 * lam2 * p
            norm = np.sqrt(sum((g**2).sum() for g in gradients))
            for i, (p, g) in enumerate(zip(parameters, gradients, strict=True)):
                weight = i < len(weights)
                g = g * min(1, clip_norm / norm)
                if weight and method == "decoupled":
                    p *= 1 - lr * 2 * lam2
                if isinstance(optimizer, SGD):
                    first[i] = optimizer.momentum * first[i] + g
                    p -= lr * first[i]
                    step: Any = lr / (1 - optimizer.momentum)
                else:
                    first[i] = optimizer.beta1 * first[i] + (1 - optimizer.beta1) * g
                    second[i] = optimizer.beta2 * second[i] + (1 - optimizer.beta2) * g**2
                    m_hat = first[i] / (1 - optimizer.beta1**t)
                    v_hat = second[i] / (1 - optimizer.beta2**t)
                    step = lr / (np.sqrt(v_hat) + optimizer.eps)
                    p -= step * m_hat
                if weight and method == "proximal":
                    p[:] = np.sign(p) * np.maximum(abs(p) - step * lam1, 0) / (1 + 2 * step * lam2)
    return weights, biases


@pytest.mark.parametrize("penalty", [NoPenalty(), L1(0.01), L2(0.02), ElasticNet(0.01, 0.02)])
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("optimizer", [SGD(0.1), SGD(0.05, 0.9), Adam(0.01), Adam(0.01, 0.8, 0.9)])
def test_a_hundred_steps_are_those_of_the_reference(
    optimizer: Any, method: str, penalty: Penalty
) -> None:
    X, y = classes()
    network = Network((5, 6, 4, 3), seed=1)
    if method == "decoupled" and not penalty.smooth:
        with pytest.raises(ValueError, match="penalty must have no L1 part for method='decoupled'"):
            train(network, X, y, penalty, method=method, optimizer=optimizer)
        return
    weights, biases = reference(network, X, y, penalty, method, optimizer, 25)
    train(
        network, X, y, penalty, method=method, optimizer=optimizer, epochs=25, batch_size=16, seed=7
    )
    for ours, plain in zip([*network.weights, *network.biases], weights + biases, strict=True):
        np.testing.assert_allclose(ours, plain, rtol=0, atol=1e-10)
        np.testing.assert_array_equal(ours == 0, plain == 0)


@pytest.mark.parametrize("penalty", [NoPenalty(), L1(0.5), L2(2.0), ElasticNet(0.5, 2.0)], ids=repr)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_step_is_the_penalty_s_own(penalty: Penalty, dtype: str) -> None:
    X, y = classes()
    start, taken = Network((5, 4, 3), seed=1, dtype=dtype), Network((5, 4, 3), seed=1, dtype=dtype)
    common: Any = {"epochs": 1, "batch_size": None, "record": False}
    train(taken, X, y, optimizer=SGD(0.1, 0.5), **common)
    by_prox = [penalty.prox(w, 0.1 / (1 - 0.5)) for w in taken.weights]
    network = copy.deepcopy(start)
    train(network, X, y, penalty, optimizer=SGD(0.1, 0.5), **common)
    for w, expected in zip(network.weights, by_prox, strict=True):
        np.testing.assert_array_equal(w, expected)
    for b, expected in zip(network.biases, taken.biases, strict=True):
        np.testing.assert_array_equal(b, expected)


def test_a_history_says_itself_in_a_few_lines() -> None:
    history = History([3, 2, 1.5], [0.5, 0.3, 0.25], [3.5, 2.3, 1.75], [9, 8, 7], [0, 1, 2])
    assert repr(history).split("\n") == [
        "History:",
        "  epochs           3",
        "  objective        from 3.5 to 1.75",
        "  data_loss        from 3 to 1.5",
        "  validation_loss  from 9 to 7",
        "  zeros            from 0 to 2",
    ]


def falling(epoch: int) -> float:
    return 0.1 / (1 + epoch)


@pytest.mark.parametrize("clip_norm", [None, 0.2, 1e9])
@pytest.mark.parametrize("penalty", [NoPenalty(), ElasticNet(0.01, 0.02), L2(0.02)], ids=repr)
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("optimizer", [SGD(falling), SGD(falling, 0.9), Adam(falling), SGD(0.1)])
def test_schedules_and_clipping_are_those_of_the_reference(
    optimizer: Any, method: str, penalty: Penalty, clip_norm: Any
) -> None:
    if method == "decoupled" and not penalty.smooth:
        return
    X, y = classes()
    network = Network((5, 6, 4, 3), seed=1)
    plain = reference(network, X, y, penalty, method, optimizer, 12, clip_norm or np.inf)
    train(
        *(network, X, y, penalty),
        method=method,
        optimizer=optimizer,
        clip_norm=clip_norm,
        epochs=12,
        batch_size=16,
        seed=7,
    )
    for ours, theirs in zip(
        [*network.weights, *network.biases], [*plain[0], *plain[1]], strict=True
    ):
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-12)


def test_a_constant_schedule_and_a_wide_clip_change_no_bit() -> None:
    X, y = classes()
    results = []
    for optimizer, clip_norm in ((SGD(0.1, 0.9), None), (SGD(lambda _: 0.1, 0.9), 1e6)):
        network = Network((5, 6, 3))
        train(network, X, y, L1(0.01), optimizer=optimizer, clip_norm=clip_norm, epochs=5)
        results.append(network.weights[0].tobytes())
    assert results[0] == results[1]


def test_the_rate_is_asked_for_once_an_epoch() -> None:
    asked = []

    def rate(epoch: int) -> np.float32:
        asked.append(epoch)
        return np.float32(0.1)

    train(Network((5, 3)), *classes(), optimizer=SGD(rate), epochs=3, batch_size=10)
    assert asked == [0, 1, 2]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_gradient_whose_squares_overflow_is_clipped_all_the_same(dtype: str) -> None:
    size = np.finfo(dtype).max ** 0.75  # its square is infinite
    network = Network((2, 1), loss="squared_error", dtype=dtype)
    network.weights[0][:] = 0
    arguments: dict[str, Any] = {"optimizer": SGD(1.0), "epochs": 1, "record": False}
    with pytest.raises(FloatingPointError):  # the loss itself is infinite
        train(network, [[1.0, 0.0]], [size], clip_norm=0.5, **arguments)
    # the gradient is -size at the first weight and at the bias
    np.testing.assert_allclose(network.weights[0][:, 0], [0.5 / np.sqrt(2), 0], rtol=1e-6)
    np.testing.assert_allclose(network.biases[0], 0.5 / np.sqrt(2), rtol=1e-6)


def test_clipping_saves_a_training_whose_first_steps_are_too_long() -> None:
    X, y = regression()
    X, y = 10 * X, 100 * y
    free, clipped = (Network((8, 16, 1), loss="squared_error") for _ in range(2))
    with pytest.raises(FloatingPointError):
        train(free, X, y, optimizer=SGD(1e-2), epochs=30)
    before = clipped.loss(X, y)
    train(clipped, X, y, optimizer=SGD(1e-2), clip_norm=1.0, epochs=30)
    assert clipped.loss(X, y) < before


def test_an_optimizer_shows_its_function_by_name() -> None:
    class Warmup:
        def __call__(self, epoch: int) -> float:
            return 0.1

    assert repr(SGD(falling)) == "SGD(lr=falling, momentum=0.0)"
    assert repr(Adam(lambda epoch: 0.1)).startswith("Adam(lr=<lambda>, beta1=0.9")
    assert repr(SGD(Warmup())) == "SGD(lr=Warmup, momentum=0.0)"
    assert repr(SGD(0.1)) == "SGD(lr=0.1, momentum=0.0)"
    assert eval(repr(Adam(0.1))) == Adam(0.1)


@pytest.mark.parametrize("given", [0, -0.1, np.nan, np.inf, "fast", None, True, [0.1]])
@pytest.mark.parametrize("optimizer", [SGD, Adam])
def test_a_rate_that_is_none_names_lr_and_the_epoch(optimizer: Any, given: Any) -> None:
    number = isinstance(given, int | float) and given is not True
    message = (
        r"^lr must be a function that returns a number in \(0, inf\) for every epoch, counted "
        rf"from 0\. Got {re.escape(repr(given))} for epoch 2 instead\.$"
    )
    with pytest.raises(ValueError if number else TypeError, match=message):
        train(
            *(Network((5, 3)), *classes()),
            optimizer=optimizer(lambda epoch: 0.1 if epoch < 2 else given),
        )


@pytest.mark.parametrize("penalty", [L1(0.05), L2(0.3), ElasticNet(0.05, 0.3)], ids=repr)
@pytest.mark.parametrize(
    ("optimizer", "step"), [(SGD(0.1), 0.1), (SGD(0.1, 0.75), 0.4), (Adam(0.1, eps=1e-3), None)]
)
def test_the_first_proximal_step_is_the_prox_of_the_effective_step(
    penalty: Penalty, optimizer: Any, step: Any
) -> None:
    X, y = classes()
    network = Network((5, 6, 3))
    before, (gradients, _) = copy.deepcopy(network), network.gradient(X, y)
    train(network, X, y, penalty, optimizer=optimizer, epochs=1, batch_size=None)
    for w, old, g in zip(network.weights, before.weights, gradients, strict=True):
        # v_hat of the first step is g^2, whatever beta2: the bias is corrected
        steps = np.full_like(g, step) if step else 0.1 / (abs(g) + 1e-3)
        moved = old - (optimizer.lr if step else steps) * g
        np.testing.assert_allclose(w, penalty.prox(moved, steps), rtol=0, atol=1e-14)


def test_what_is_left_out_means_what_the_documentation_says(capsys: Any) -> None:
    X, y = classes(150)
    brief, spelled = Network((5, 6, 3)), Network((5, 6, 3))
    history = train(brief, X, y)
    spelled_history = train(
        spelled,
        X,
        y,
        NoPenalty(),
        method="proximal",
        optimizer=SGD(lr=0.05, momentum=0.9),
        clip_norm=None,
        epochs=50,
        batch_size=64,
        seed=0,
        validation=None,
        callback=None,
        record=True,
        progress=False,
    )
    assert capsys.readouterr().err == ""  # no bar
    assert history == spelled_history
    assert len(history.objective) == 50
    assert brief.weights[0].tobytes() == spelled.weights[0].tobytes()
    assert Adam() == Adam(lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8)
    assert SGD(0.1) == SGD(lr=0.1, momentum=0.0)


def test_memory_of_none_is_allowed() -> None:
    # without memory Adam's step is lr times the sign of the gradient
    X, y = classes()
    network = Network((5, 3))
    before, (gradients, _) = copy.deepcopy(network), network.gradient(X, y)
    optimizer = Adam(0.1, beta1=0, beta2=0, eps=1e-300)
    train(network, X, y, optimizer=optimizer, epochs=1, batch_size=None)
    expected = before.weights[0] - 0.1 * np.sign(gradients[0])
    np.testing.assert_allclose(network.weights[0], expected, rtol=0, atol=1e-14)


@pytest.mark.parametrize("penalty", [L1(0.05), L2(0.3), ElasticNet(0.05, 0.3)], ids=repr)
def test_a_step_in_single_precision_is_the_prox_in_single_precision(penalty: Penalty) -> None:
    X, y = classes()
    network = Network((5, 60, 3), dtype="float32")
    before, (gradients, _) = copy.deepcopy(network), network.gradient(X, y)
    train(network, X, y, penalty, optimizer=SGD(0.1), epochs=1, batch_size=None, record=False)
    for w, old, g in zip(network.weights, before.weights, gradients, strict=True):
        # the order of the samples moves the last digits of the gradient
        expected = penalty.prox(old - np.float32(0.1) * g, 0.1)
        assert w.dtype == expected.dtype == np.float32
        np.testing.assert_allclose(w, expected, rtol=0, atol=1e-7)


# -- what it converges to -------------------------------------------------------------------


@pytest.mark.parametrize(
    "optimizer", [SGD(0.2), SGD(0.02, 0.9), Adam(0.05, eps=0.1)], ids=["sgd", "momentum", "adam"]
)
@pytest.mark.parametrize("penalty", [L1(0.1), L2(0.1), ElasticNet(0.1, 0.05)], ids=repr)
def test_full_batch_linear_regression_converges_to_the_exact_solution(
    optimizer: Any, penalty: Penalty
) -> None:
    X, y = regression()
    exact = linear.fit(X, y, penalty, tol=1e-15)
    network = Network((8, 1), loss="squared_error")
    train(network, X, y, penalty, optimizer=optimizer, epochs=5000, batch_size=None, record=False)
    coef = network.weights[0][:, 0]
    np.testing.assert_allclose(coef, exact.coef, rtol=0, atol=1e-10)
    np.testing.assert_array_equal(coef == 0, exact.coef == 0)
    assert network.biases[0][0] == pytest.approx(exact.intercept, abs=1e-10)
    if penalty.lam1:
        assert (coef == 0).any()


@pytest.mark.parametrize(
    "optimizer", [SGD(0.2), SGD(0.02, 0.9), Adam(0.05, eps=0.1)], ids=["sgd", "momentum", "adam"]
)
@pytest.mark.parametrize("penalty", [L1(0.1), ElasticNet(0.1, 0.05)], ids=repr)
def test_full_batch_linear_regression_meets_the_optimality_conditions(
    optimizer: Any, penalty: Penalty
) -> None:
    X, y = regression()
    network = Network((8, 1), loss="squared_error")
    train(network, X, y, penalty, optimizer=optimizer, epochs=5000, batch_size=None, record=False)
    w = network.weights[0][:, 0]
    slope = X.T @ (X @ w + network.biases[0] - y) / len(X) + 2 * penalty.lam2 * w
    np.testing.assert_allclose(slope[w != 0], -penalty.lam1 * np.sign(w[w != 0]), atol=1e-11)
    assert (abs(slope[w == 0]) < penalty.lam1).all()
    assert 0 < np.count_nonzero(w) < 8


@pytest.fixture(scope="module")
def digits() -> tuple[Any, Any]:
    X, y = datasets.load_digits(return_X_y=True)
    order = np.random.default_rng(0).permutation(len(X))[:1437]
    return X[order] / 16, y[order]


@pytest.mark.parametrize("lam", [3e-4, 1e-3, 3e-3])
@pytest.mark.parametrize("optimizer", [SGD(0.05, 0.9), Adam(0.001)], ids=["sgd", "adam"])
def test_proximal_gives_exact_zeros_at_no_higher_an_objective(
    digits: Any, optimizer: Any, lam: float
) -> None:
    X, y = digits
    objectives: dict[str, list[float]] = {"proximal": [], "subgradient": []}
    zeros: dict[str, list[int]] = {"proximal": [], "subgradient": []}
    for method in objectives:
        for seed in range(3):
            network = Network((64, 64, 32, 10), seed=seed)
            penalty = L1(lam)
            history = train(
                network, X, y, penalty, method=method, optimizer=optimizer, epochs=50, seed=seed
            )
            objectives[method].append(history.objective[-1])
            zeros[method].append(history.zeros[-1])
    spread = np.std(objectives["subgradient"], ddof=1)
    assert np.median(objectives["proximal"]) <= np.median(objectives["subgradient"]) + spread
    assert min(zeros["proximal"]) > 1500
    assert max(zeros["subgradient"]) == 0


# -- the rules of the contract ----------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("optimizer", [SGD(0.1), SGD(0.05, 0.9), Adam(0.05)])
def test_biases_are_never_penalized(optimizer: Any, method: str) -> None:
    # Inputs of zero give the weights no gradient: whatever moves them is the penalty, and the
    # biases must move as if there were none.
    X, y = np.zeros((20, 3)), np.repeat([0, 1], 10)
    free, penalized = Network((3, 2)), Network((3, 2))
    for network in (free, penalized):
        network.biases[0][:] = [0.5, -0.25]
    penalty = L2(0.2) if method == "decoupled" else ElasticNet(0.1, 0.2)
    train(free, X, y, optimizer=optimizer, epochs=20, method=method)
    train(penalized, X, y, penalty, optimizer=optimizer, epochs=20, method=method)
    assert free.biases[0].tobytes() == penalized.biases[0].tobytes()
    assert abs(penalized.weights[0]).sum() < abs(free.weights[0]).sum()


def test_history_is_what_the_network_says() -> None:
    X, y = classes()
    held_out = classes(20, seed=3)
    penalty = ElasticNet(0.01, 0.02)
    seen = []

    def look(epoch: int, network: Network, history: History) -> None:
        value = sum(penalty.value(w) for w in network.weights)
        zeros = sum(int((w == 0).sum()) for w in network.weights)
        seen.append((epoch, network.loss(X, y), value, network.loss(*held_out), zeros))
        assert len(history.objective) == epoch

    history = train(Network((5, 6, 3)), X, y, penalty, epochs=8, validation=held_out, callback=look)
    epochs, losses, values, validation, zeros = map(list, zip(*seen, strict=True))
    assert epochs == list(range(1, 9))
    np.testing.assert_allclose(history.data_loss, losses, rtol=1e-12)
    np.testing.assert_allclose(history.penalty, values, rtol=1e-12)
    np.testing.assert_allclose(history.validation_loss, validation, rtol=1e-12)
    assert history.zeros == zeros
    assert history.objective == [a + b for a, b in zip(history.data_loss, history.penalty)]  # noqa: B905
    assert history.objective[-1] < history.objective[0]


def test_without_recording_the_history_is_empty_and_the_weights_are_the_same() -> None:
    X, y = classes()
    silent, loud = Network((5, 6, 3)), Network((5, 6, 3))
    assert train(silent, X, y, L1(0.01), epochs=5, record=False) == History()
    train(loud, X, y, L1(0.01), epochs=5)
    assert silent.weights[0].tobytes() == loud.weights[0].tobytes()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_same_seed_same_bytes(dtype: str) -> None:
    X, y = classes()

    def trained(seed: int) -> bytes:
        network = Network((5, 6, 3), dtype=dtype)
        train(network, X, y, L1(0.01), epochs=5, batch_size=16, seed=seed)
        assert network.weights[0].dtype == dtype
        return b"".join(w.tobytes() for w in [*network.weights, *network.biases])

    assert trained(1) == trained(1)
    assert trained(1) != trained(2)


def test_input_is_not_changed_and_may_be_read_only() -> None:
    X, y = classes()
    X.flags.writeable = y.flags.writeable = False
    train(Network((5, 3)), X, y, epochs=2)


def test_a_batch_size_beyond_the_data_is_the_full_batch() -> None:
    X, y = classes()
    results = []
    for batch_size in (None, 50, 1000):
        network = Network((5, 3))
        train(network, X, y, epochs=3, batch_size=batch_size)
        results.append(network.weights[0].tobytes())
    assert len(set(results)) == 1


def test_the_penalty_may_change_from_epoch_to_epoch() -> None:
    X, y = classes()
    asked = []

    def warm_up(epoch: int) -> Penalty:
        asked.append(epoch)
        return NoPenalty() if epoch <= 2 else L1(10.0)

    history = train(Network((5, 6, 3)), X, y, warm_up, epochs=3)
    assert asked == [1, 2, 3]
    assert history.penalty[:2] == [0.0, 0.0]
    assert history.zeros == [0, 0, 5 * 6 + 6 * 3]


def test_the_callback_can_end_training() -> None:
    X, y = classes()
    history = train(Network((5, 3)), X, y, epochs=50, callback=lambda epoch, *_: epoch == 4)
    assert len(history.objective) == 4


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_ends_training_with_a_warning_and_a_usable_model() -> None:
    X, y = classes()
    network = Network((5, 6, 3))

    def interrupt(epoch: int, *_: Any) -> None:
        if epoch == 3:
            signal.raise_signal(signal.SIGINT)

    with pytest.warns(RuntimeWarning, match="interrupted in epoch 3 of 50. The network keeps"):
        history = train(network, X, y, epochs=50, callback=interrupt)
    assert len(history.objective) == 3
    assert history.data_loss[-1] == pytest.approx(network.loss(X, y))


class Interrupting(list[float]):
    """Measurements of which the third is interrupted."""

    def append(self, measured: Any) -> None:
        if len(self) == 2:
            raise KeyboardInterrupt
        super().append(measured)


MEASURED = ("data_loss", "penalty", "objective", "validation_loss", "zeros")


@pytest.mark.parametrize("name", MEASURED)
def test_an_epoch_that_is_measured_by_half_is_not_kept(name: str) -> None:
    def prepare(epoch: int, network: Network, history: Any) -> None:
        if epoch == 1:
            setattr(history, name, Interrupting(getattr(history, name)))

    X, y = classes()
    with pytest.warns(RuntimeWarning, match="interrupted in epoch 3"):
        history = train(
            Network((5, 3)), X, y, L1(0.1), epochs=50, validation=(X, y), callback=prepare
        )
    assert {len(getattr(history, name)) for name in MEASURED} == {2}


@pytest.mark.usefixtures("interruptible")
def test_the_warning_of_an_interrupt_points_at_the_caller() -> None:
    def interrupt(*_: Any) -> None:
        signal.raise_signal(signal.SIGINT)

    with pytest.warns(RuntimeWarning, match="interrupted in epoch 1 of 50") as warned:
        train(Network((5, 3)), *classes(), callback=interrupt)
    assert warned[0].filename == __file__


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("record", [True, False])
@pytest.mark.parametrize("optimizer", [SGD(1e3), Adam(1e200)])
def test_a_diverging_run_says_when_and_what_to_try(optimizer: Any, record: bool) -> None:
    X, y = regression()
    network = Network((8, 1), loss="squared_error")
    message = r"diverged in epoch \d+: .*Try a smaller lr \(it is 1(000|e\+200)\), or standardize"
    with pytest.raises(FloatingPointError, match=message):
        train(network, 10 * X, y, optimizer=optimizer, epochs=400, record=record)


def test_an_objective_that_overflows_has_diverged_though_the_weights_are_finite() -> None:
    network = Network((1, 1), loss="squared_error")
    network.weights[0][:] = 1e200
    with pytest.raises(FloatingPointError, match=r"diverged in epoch 1: .*it is 1e-300"):
        train(network, [[0.0]], [0.0], L2(1.0), optimizer=SGD(1e-300), epochs=3)
    assert np.isfinite(network.weights[0]).all()


def test_progress_shows_loss_penalty_and_zeros(capsys: Any) -> None:
    X, y = classes()
    train(Network((5, 3)), X, y, L1(10.0), epochs=3, progress=True)
    shown = capsys.readouterr().err
    assert "3/3" in shown
    assert "penalty=0" in shown
    assert "zeros=15" in shown
    assert "epoch/s" in shown or "s/epoch" in shown
    assert "loss=1.1" in shown  # log 3: without weights all three classes are alike
    train(Network((5, 3)), X, y, epochs=2, progress=True, record=False)
    shown = capsys.readouterr().err
    assert "2/2" in shown
    assert "loss=" not in shown


def test_a_lock_that_a_killed_process_took_along_halts_nothing() -> None:
    """tqdm's is shared by processes; a thread that waits for it would wait for ever."""
    held = tqdm.get_lock()
    with held:
        done = threading.Thread(
            target=lambda: train(Network((5, 3)), *classes(), epochs=2, progress=True), daemon=True
        )
        done.start()
        done.join(20)
    assert not done.is_alive()


def test_progress_without_tqdm_says_what_is_missing(monkeypatch: Any) -> None:
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    with pytest.raises(ImportError, match="progress=True needs tqdm"):
        train(Network((5, 3)), *classes(), progress=True)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: SGD(0), ValueError, r"lr must be a number in \(0, inf\). Got 0 instead."),
        (lambda: SGD(-0.1), ValueError, "lr must be a number"),
        (lambda: SGD(float("nan")), ValueError, "lr must be a number"),
        (lambda: SGD("fast"), TypeError, "lr must be a number .* Got 'fast' instead."),
        (lambda: SGD(float("inf")), ValueError, r"lr must be a number in \(0, inf\). Got inf"),
        (lambda: SGD(np.True_), TypeError, "lr must be a number .* Got"),
        (lambda: SGD(0.1, float("nan")), ValueError, "momentum must be a number"),
        (lambda: SGD(0.1, None), TypeError, "momentum must be a number .* Got None instead."),
        (lambda: Adam(0.1, beta1=-1e-9), ValueError, r"beta1 must be a number in \[0, 1\)"),
        (lambda: Adam(0.1, beta2=1), ValueError, r"beta2 must be a number in \[0, 1\)"),
        (lambda: Adam(0.1, eps=float("inf")), ValueError, r"eps must be a number in \(0, inf\)"),
        (lambda: SGD(0.1, 1), ValueError, r"momentum must be a number in \[0, 1\). Got 1 instead."),
        (lambda: SGD(0.1, -0.1), ValueError, r"momentum must be a number in \[0, 1\)"),
        (lambda: Adam(0.0), ValueError, "lr must be a number"),
        (lambda: Adam(0.1, beta1=1.0), ValueError, "beta1 must be a number"),
        (lambda: Adam(0.1, beta2=-1), ValueError, "beta2 must be a number"),
        (lambda: Adam(0.1, eps=0), ValueError, "eps must be a number"),
        (lambda: Adam(True), TypeError, "lr must be a number"),
        (lambda: SGD(None), TypeError, "lr must be .*, or a function of the epoch that returns"),
        (lambda: Adam(float), TypeError, "lr must be .*, or a function of the epoch that returns"),
    ],
)
def test_errors_of_the_optimizers(make: Any, error: Any, message: str) -> None:
    with pytest.raises(error, match=f"^{message}"):
        make()


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"epochs": 0}, ValueError, "epochs must be an integer >= 1. Got 0 instead."),
        ({"epochs": 1.5}, TypeError, "epochs must be an integer >= 1. Got 1.5 instead."),
        ({"batch_size": 0}, ValueError, "batch_size must be an integer >= 1"),
        ({"seed": -1}, ValueError, "seed must be an integer >= 0"),
        ({"seed": None}, TypeError, "seed must be an integer >= 0"),
        ({"method": "prox"}, ValueError, "method must be one of 'proximal', 'subgradient'"),
        ({"clip_norm": 0}, ValueError, r"clip_norm must be a number in \(0, inf\). Got 0 instead."),
        ({"clip_norm": np.inf}, ValueError, r"clip_norm must be a number in \(0, inf\). Got inf"),
        ({"clip_norm": "1"}, TypeError, r"clip_norm must be .*, or None. Got '1' instead."),
        ({"clip_norm": True}, TypeError, "clip_norm must be a number in .* Got True instead."),
        ({"optimizer": 0.1}, TypeError, "optimizer must be an SGD or an Adam. Got 0.1 instead."),
        ({"penalty": 0.1}, TypeError, "penalty must be a penalty, or a function.* Got 0.1 inst"),
        ({"penalty": lambda epoch: 0.1}, TypeError, "penalty must be a penalty.* Got 0.1 instead"),
        ({"network": "mlp"}, TypeError, "network must be a Network. Got 'mlp' instead."),
        ({"X": np.full((50, 5), np.nan)}, ValueError, "X must be finite"),
        ({"y": np.zeros(49, int)}, ValueError, "X and y must have the same number of samples"),
        ({"y": np.full(50, 3)}, ValueError, "y must hold labels from 0 to 2. Got 3 to 3 instead."),
        ({"validation": (np.ones((2, 4)), [0, 1])}, ValueError, r"X must have shape \(n, 5\)"),
        ({"validation": 3}, TypeError, r"validation must be a pair \(X, y\). Got 3 instead."),
        ({"validation": (1, 2, 3)}, ValueError, r"validation must be a pair \(X, y\)"),
    ],
)
def test_errors_of_train(arguments: Any, error: Any, message: str) -> None:
    X, y = classes()
    with pytest.raises(error, match=message):
        train(**{"network": Network((5, 3)), "X": X, "y": y, **arguments})
