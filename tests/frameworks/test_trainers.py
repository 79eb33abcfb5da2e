"""`regkit.train` takes the steps of PyTorch's optimizers; only a prox gives exact zeros."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import keras
import numpy as np
import pytest
import torch
from sklearn.datasets import load_digits
from snippets import REFRESH

import regkit
from regkit.conventions import to_keras, to_torch
from regkit.network import Network
from regkit.penalties import L1, ElasticNet
from regkit.trainer import SGD, Adam, train

SIZES = (8, 6, 3)
PENALTY = ElasticNet(lam1=0.01, lam2=0.02)


def torch_twin(network):
    """A PyTorch model that starts from the network's weights."""
    dtype = torch.float64 if network.weights[0].dtype == np.float64 else torch.float32
    layers = []
    for weight, bias in zip(network.weights, network.biases, strict=True):
        layer = torch.nn.Linear(*weight.shape, dtype=dtype)
        with torch.no_grad():
            layer.weight.copy_(torch.tensor(weight.T.copy()))
            layer.bias.copy_(torch.tensor(bias.copy()))
        layers += [layer, torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])


def split(model):
    weights = [p for name, p in model.named_parameters() if name.endswith("weight")]
    biases = [p for name, p in model.named_parameters() if name.endswith("bias")]
    return weights, biases


@pytest.fixture(scope="module")
def problem():
    rng = np.random.default_rng(5)
    return rng.normal(size=(40, 8)), rng.integers(3, size=40), rng.normal(size=(40, 3))


CASES = {
    "SGD": (SGD(0.1), lambda p: torch.optim.SGD(p, lr=0.1), "subgradient"),
    "SGD with momentum": (
        SGD(0.05, 0.9),
        lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9),
        "subgradient",
    ),
    "Adam": (Adam(0.01), lambda p: torch.optim.Adam(p, lr=0.01), "subgradient"),
    "AdamW": (Adam(0.01), lambda p: torch.optim.AdamW(p, lr=0.01), "decoupled"),
}


@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
@pytest.mark.parametrize("name", CASES)
def test_same_weights_as_pytorch_after_100_steps(name, loss, problem):
    ours, theirs, method = CASES[name]
    X, labels, targets = problem
    network = Network(SIZES, loss=loss, seed=1)
    model = torch_twin(network)
    weights, biases = split(model)
    # AdamW decays L2 only; the others carry L1 in the loss and L2 in weight_decay. PyTorch's
    # losses are written with our 1/2 and our sum over outputs here, so that Adam's steps agree
    # to the last digit: its eps is the one place where doubling a loss shows.
    penalty = PENALTY if method == "subgradient" else ElasticNet(0, PENALTY.lam2)
    l2 = ElasticNet(0, penalty.lam2)
    estimator = "AdamW" if method == "decoupled" else ours.__class__.__name__
    asked = {"decoupled": True} if method == "decoupled" else {"loss": "cross_entropy"}
    decay = to_torch(l2, **asked, estimator=estimator)["weight_decay"]
    steps = theirs(
        [{"params": weights, "weight_decay": decay}, {"params": biases, "weight_decay": 0.0}]
    )
    inputs = torch.tensor(X)
    for _ in range(100):
        steps.zero_grad()
        scores = model(inputs)
        if loss == "cross_entropy":
            data_loss = torch.nn.functional.cross_entropy(scores, torch.tensor(labels))
        else:
            data_loss = (scores - torch.tensor(targets)).square().sum() / (2 * len(X))
        (data_loss + penalty.lam1 * sum(w.abs().sum() for w in weights)).backward()
        steps.step()
    y = labels if loss == "cross_entropy" else targets
    train(network, X, y, penalty, method=method, optimizer=ours, epochs=100, batch_size=None)
    for weight, bias, w, b in zip(network.weights, network.biases, weights, biases, strict=True):
        np.testing.assert_allclose(weight, w.detach().numpy().T, rtol=0, atol=1e-5)
        np.testing.assert_allclose(bias, b.detach().numpy(), rtol=0, atol=1e-5)


# --- exact zeros ----------------------------------------------------------------------------

STRENGTHS = (0.0005, 0.002, 0.005)
OPTIMIZERS = ("SGD", "Adam")
EPOCHS, BATCH, RATES = 5, 64, {"SGD": 0.1, "Adam": 0.002}
SHAPE = (64, 32, 10)


@pytest.fixture(scope="module")
def digits():
    X, y = load_digits(return_X_y=True)
    return (X / 16).astype(np.float32), y


def zeros_in_torch(digits, optimizer, lam):
    X, y = map(torch.tensor, digits)
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10))
    weights, _ = split(model)
    l1 = to_torch(L1(lam), loss="cross_entropy")["l1"]
    steps = getattr(torch.optim, optimizer)(model.parameters(), lr=RATES[optimizer])
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(X)).split(BATCH):
            steps.zero_grad()
            penalty = l1 * sum(w.abs().sum() for w in weights)
            (torch.nn.functional.cross_entropy(model(X[rows]), y[rows]) + penalty).backward()
            steps.step()
    return sum(int((w == 0).sum()) for w in weights)


def zeros_in_keras(digits, optimizer, lam):
    keras.utils.set_random_seed(0)
    settings = to_keras(L1(lam), loss="cross_entropy")

    def dense(units, activation):
        return keras.layers.Dense(
            units, activation, kernel_regularizer=keras.regularizers.L1L2(**settings)
        )

    model = keras.Sequential([keras.Input((64,)), dense(32, "relu"), dense(10, "softmax")])
    steps = getattr(keras.optimizers, optimizer)(RATES[optimizer])
    model.compile(steps, loss="sparse_categorical_crossentropy")
    model.fit(*digits, batch_size=BATCH, epochs=EPOCHS, verbose=0)
    return sum(int(np.sum(layer.get_weights()[0] == 0)) for layer in model.layers)


def zeros_in_regkit(digits, optimizer, lam):
    network = Network(SHAPE, seed=0, dtype="float32")
    steps = {"SGD": SGD, "Adam": Adam}[optimizer](RATES[optimizer])
    history = train(
        network, *digits, L1(lam), optimizer=steps, epochs=EPOCHS, batch_size=BATCH, seed=0
    )
    return history.zeros[-1]


COUNTERS = {
    "PyTorch, penalty in the loss": zeros_in_torch,
    "Keras, `kernel_regularizer`": zeros_in_keras,
    'regkit, `method="proximal"`': zeros_in_regkit,
}


@pytest.mark.parametrize("trained_by", COUNTERS)
def test_exact_zeros_are_as_the_book_shows(trained_by, digits):
    """No exact zero where the penalty is a loss term; the counts stand in a table of the book."""
    total = SHAPE[0] * SHAPE[1] + SHAPE[1] * SHAPE[2]
    zeros = [
        [COUNTERS[trained_by](digits, optimizer, lam) for lam in STRENGTHS]
        for optimizer in OPTIMIZERS
    ]
    table = Path(regkit.__file__).parent / "data" / "exact_zeros.csv"
    if REFRESH:
        write_row(table, trained_by, zeros, total)
    shown = read_rows(table)[trained_by]
    expected = [[int(shown[f"{o}, {lam}"]) for lam in STRENGTHS] for o in OPTIMIZERS]
    if COUNTERS[trained_by] is zeros_in_regkit:
        assert np.min(zeros) > 0
        # the last digits of a matrix product may move a few weights across the threshold
        np.testing.assert_allclose(zeros, expected, rtol=0, atol=0.02 * total)
    else:
        assert np.max(zeros) == 0
        assert zeros == expected


def read_rows(table):
    lines = table.read_text().splitlines()
    return {row["trained by"]: row for row in csv.DictReader(lines)}


def write_row(table, trained_by, zeros, total):
    """Write one row of the table that the book shows, keeping the others."""
    header = ["trained by", *(f"{o}, {lam}" for o in OPTIMIZERS for lam in STRENGTHS), "of"]
    rows = read_rows(table)
    counts = [str(count) for row in zeros for count in row]
    rows[trained_by] = dict(zip(header, [trained_by, *counts, str(total)], strict=True))
    text = io.StringIO()
    writer = csv.DictWriter(text, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows[name] for name in COUNTERS if name in rows)
    table.write_text(text.getvalue())
