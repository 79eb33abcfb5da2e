"""Early stopping by a callback, and classes that weigh differently."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer

from regkit._training.samples import checked_class_weight
from regkit.network import Network
from regkit.penalties import L1
from regkit.trainer import SGD, Adam, EarlyStopping, History, train

X, Y = load_breast_cancer(return_X_y=True)
X = (X - X.mean(axis=0)) / X.std(axis=0)
RNG = np.random.default_rng(0)
FEW, OTHERS = np.arange(40), np.arange(40, 240)
NOISY = np.where(RNG.random(len(Y)) < 0.25, 1 - Y, Y)  # so that more training is worse


def test_it_stops_when_held_out_loss_rises_and_gives_the_best_weights_back() -> None:
    held_out = X[OTHERS], NOISY[OTHERS]
    settings: dict[str, Any] = {"optimizer": Adam(0.01), "validation": held_out}
    stop = EarlyStopping(patience=7)
    network = Network((30, 16, 2))
    history = train(network, X[FEW], NOISY[FEW], epochs=200, callback=stop, **settings)
    losses = history.validation_loss
    assert len(losses) == stop.best_epoch + 7 < 200
    assert int(np.argmin(losses)) == stop.best_epoch - 1
    assert losses[-1] > stop.best_loss == min(losses)
    assert network.loss(*held_out) == pytest.approx(stop.best_loss, rel=1e-12)
    plain = Network((30, 16, 2))
    train(plain, X[FEW], NOISY[FEW], epochs=stop.best_epoch, **settings)
    np.testing.assert_array_equal(network.parameters, plain.parameters)
    # the same object serves a second training
    again = train(Network((30, 16, 2)), X[FEW], NOISY[FEW], epochs=200, callback=stop, **settings)
    assert again == history


def test_the_best_weights_come_back_also_where_training_ends_first() -> None:
    stop, held_out = EarlyStopping(patience=100), (X[OTHERS], NOISY[OTHERS])
    network = Network((30, 16, 2))
    history = train(
        network,
        X[FEW],
        NOISY[FEW],
        validation=held_out,
        epochs=60,
        callback=stop,
        optimizer=Adam(0.01),
    )
    assert len(history.objective) == 60
    assert stop.best_epoch < 55
    assert network.loss(*held_out) == pytest.approx(min(history.validation_loss), rel=1e-12)


def test_the_first_of_the_best_epochs_counts_and_every_training_begins_anew() -> None:
    stop, network = EarlyStopping(), Network((1, 1), loss="squared_error")
    assert (stop.patience, stop.best_epoch, stop.best_loss) == (10, 0, np.inf)
    stop.end(network)  # where no epoch was, there is nothing to give back
    for losses, best in (([2.0, 1.0, 1.0], 2), ([3.0, 4.0], 1)):
        for epoch in range(1, len(losses) + 1):
            stop(epoch, network, History(validation_loss=losses[:epoch]))
        assert (stop.best_epoch, stop.best_loss) == (best, losses[best - 1])


def test_any_callback_may_have_an_end() -> None:
    class Ends:
        called = 0

        def __call__(self, epoch: int, network: Network, history: History) -> bool:
            return epoch == 2

        def end(self, network: Network) -> None:
            self.called += 1

    ends = Ends()
    train(Network((30, 2)), X, Y, epochs=5, callback=ends)
    assert ends.called == 1


def test_errors() -> None:
    with pytest.raises(ValueError, match=r"patience must be an integer >= 1. Got 0"):
        EarlyStopping(0)
    with pytest.raises(ValueError, match=r"EarlyStopping needs validation=\(X, y\), and record=T"):
        train(Network((30, 2)), X, Y, callback=EarlyStopping())
    for record in (True, False):
        settings: dict[str, Any] = {"validation": (X, Y), "epochs": 2, "record": record}
        if record:
            train(Network((30, 2)), X, Y, callback=EarlyStopping(), **settings)
        else:
            with pytest.raises(ValueError, match=r"and record=True"):
                train(Network((30, 2)), X, Y, callback=EarlyStopping(), **settings)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_whole_weights_of_classes_are_repeated_samples(dtype: str) -> None:
    times = np.where(Y == 1, 3, 1)
    settings: dict[str, Any] = {"optimizer": SGD(0.1, 0.9), "batch_size": None, "epochs": 30}
    weighted, repeated = (Network((30, 8, 2), "tanh", dtype=dtype) for _ in range(2))
    one = train(weighted, X, Y, L1(0.01), class_weight=[1, 3], **settings)
    two = train(repeated, X.repeat(times, axis=0), Y.repeat(times), L1(0.01), **settings)
    tolerance = 1e-9 if dtype == "float64" else 1e-3
    np.testing.assert_allclose(weighted.parameters, repeated.parameters, atol=tolerance)
    np.testing.assert_allclose(one.data_loss, two.data_loss, rtol=tolerance)
    assert one.data_loss[-1] < one.data_loss[0]
    assert weighted.parameters.dtype == dtype


def test_a_class_without_weight_is_not_there_and_equal_weights_are_none() -> None:
    three = Y + 2 * (X[:, 0] > 1)
    three = np.minimum(three, 2)
    settings: dict[str, Any] = {"batch_size": None, "epochs": 3}
    some, fewer, plain, alike = (Network((30, 3)) for _ in range(4))
    train(some, X, three, class_weight=[1, 1, 0], **settings)
    rows = three < 2
    train(fewer, X[rows], three[rows], **settings)
    np.testing.assert_allclose(some.parameters, fewer.parameters, atol=1e-12)
    settings = {"epochs": 3}
    train(plain, X, three, **settings)
    train(alike, X, three, class_weight=[7, 7, 7], **settings)
    np.testing.assert_allclose(alike.parameters, plain.parameters, atol=1e-12)


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ([1, 2, 3], ValueError, r"for each of the 2 classes. Got shape \(3,\)"),
        ([1, -1], ValueError, r"class_weight must hold a finite number >= 0 .* Got \[1, -1\]"),
        ([0, 0], ValueError, r"and one > 0 for a class in y. Got \[0, 0\]"),
        ([1, np.nan], ValueError, r"class_weight must be finite"),
        ("balanced", TypeError, r"class_weight must hold real numbers. Got an array of <U8"),
    ],
)
def test_bad_weights_of_classes(given: Any, error: Any, message: str) -> None:
    with pytest.raises(error, match=message):
        train(Network((30, 2)), X, Y, class_weight=given)


def test_weights_of_classes_need_classes() -> None:
    with pytest.raises(ValueError, match=r"class_weight needs loss='cross_entropy'. It is 'squ"):
        train(Network((30, 1), loss="squared_error"), X, Y, class_weight=[1.0])


def test_the_best_constant_is_the_weighted_one() -> None:
    """A penalty that leaves nothing but biases ends at the entropy of the weighted classes."""
    network = Network((30, 2))
    history = train(
        network,
        X,
        Y,
        L1(100.0),
        class_weight=[5, 1],
        batch_size=None,
        epochs=300,
        optimizer=SGD(0.5),
    )
    shares = np.bincount(Y) * [5, 1]
    shares = shares / shares.sum()
    assert history.data_loss[-1] == pytest.approx(-shares @ np.log(shares), rel=1e-6)
    np.testing.assert_allclose(network.predict_proba(X[:1])[0], shares, atol=1e-4)


def test_weights_of_classes_are_as_precise_as_their_network() -> None:
    for dtype in ("float32", "float64"):
        weights = checked_class_weight(Network((1, 2), dtype=dtype), [1, 3], np.eye(2, dtype=dtype))
        assert weights.dtype == dtype
        assert weights.tolist() == [0.5, 1.5]
