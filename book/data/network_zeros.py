"""Exact zeros, accuracy and objective of a small network under six ways to apply an L1 penalty.

    python tools/studies.py network_zeros

writes ``network_zeros.json`` beside this file; the chapter on networks reads it. A run's seed picks
its training digits, the initial weights and the order of the batches.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.datasets import load_digits

import regkit
from regkit.network import Network
from regkit.penalties import L1, Penalty
from regkit.trainer import SGD, Adam, train

RESULT = Path(regkit.__file__).parent / "data" / "network_zeros.json"
SIZES, EPOCHS, BATCH, TRAINING = (64, 64, 32, 10), 50, 64, 1437
OPTIMIZERS = {"SGD": SGD(lr=0.05, momentum=0.9), "Adam": Adam(lr=0.001)}
METHODS = ("loss", "naive", "proximal")
LAMS = (3e-4, 1e-3, 3e-3)
SEEDS = range(10)

Array = npt.NDArray[np.float64]


def digits(seed: int) -> tuple[Array, Any, Array, Any]:
    """Return training images, their labels, test images, their labels; a pixel is in [0, 1]."""
    X, y = load_digits(return_X_y=True)
    order = np.random.default_rng(seed).permutation(len(X))
    training, test = order[:TRAINING], order[TRAINING:]
    return X[training] / 16, y[training], X[test] / 16, y[test]


def naive_prox(
    network: Network, X: Array, y: Any, penalty: Penalty, optimizer: SGD | Adam, seed: int
) -> None:
    """Train in place: the optimizer's step, then a prox with the bare learning rate.

    Written out in full, apart from the trainer: it does what the trainer avoids.
    """
    rng = np.random.default_rng(seed)
    parameters = [*network.weights, *network.biases]
    m = [np.zeros_like(w) for w in parameters]
    v = [np.zeros_like(w) for w in parameters]
    t = 0
    for _ in range(EPOCHS):
        order = rng.permutation(len(X))
        for start in range(0, len(X), BATCH):
            batch = order[start : start + BATCH]
            weight_gradients, bias_gradients = network.gradient(X[batch], y[batch])
            t += 1
            for k, g in enumerate([*weight_gradients, *bias_gradients]):
                if isinstance(optimizer, SGD):
                    m[k] = optimizer.momentum * m[k] + g
                    parameters[k] -= optimizer.lr * m[k]
                else:
                    m[k] = optimizer.beta1 * m[k] + (1 - optimizer.beta1) * g
                    v[k] = optimizer.beta2 * v[k] + (1 - optimizer.beta2) * g * g
                    m_hat = m[k] / (1 - optimizer.beta1**t)
                    v_hat = v[k] / (1 - optimizer.beta2**t)
                    parameters[k] -= optimizer.lr * m_hat / (np.sqrt(v_hat) + optimizer.eps)
            for w in network.weights:
                w[:] = penalty.prox(w, optimizer.lr)


def run(optimizer: str, method: str, lam: float, seed: int) -> dict[str, Any]:
    """Train once, and return what is stored of it."""
    X, y, X_test, y_test = digits(seed)
    network = Network(SIZES, seed=seed)
    penalty = L1(lam)
    if method == "naive":
        naive_prox(network, X, y, penalty, OPTIMIZERS[optimizer], seed)
    else:
        train(
            network,
            X,
            y,
            penalty,
            method="proximal" if method == "proximal" else "subgradient",
            optimizer=OPTIMIZERS[optimizer],
            epochs=EPOCHS,
            batch_size=BATCH,
            seed=seed,
            record=False,
        )
    objective = network.loss(X, y) + sum(penalty.value(w) for w in network.weights)
    constant = np.ptp(X, axis=0) == 0  # these pixels' weights never see a data gradient
    return {
        "optimizer": optimizer,
        "method": method,
        "lam": lam,
        "seed": seed,
        "zeros": sum(int(np.sum(w == 0)) for w in network.weights),
        "idle": int(constant.sum()) * SIZES[1],
        "idle_zeros": int(np.sum(network.weights[0][constant] == 0)),
        "accuracy": float(np.mean(network.predict(X_test) == y_test)),
        "objective": float(f"{objective:.10g}"),  # the digits that every machine finds
    }


def settings() -> list[tuple[str, str, float, int]]:
    """Return all runs, the seeds innermost."""
    return [(o, m, lam, s) for o in OPTIMIZERS for m in METHODS for lam in LAMS for s in SEEDS]


def parameters() -> dict[str, Any]:
    """Return what the file depends on, beside the packages."""
    return {
        "seeds": len(SEEDS),
        "sizes": SIZES,
        "epochs": EPOCHS,
        "batch_size": BATCH,
        "training_rows": TRAINING,
        "lr": {name: one.lr for name, one in OPTIMIZERS.items()},
        "momentum": OPTIMIZERS["SGD"].momentum,
        "methods": METHODS,
        "lams": LAMS,
    }


def main() -> None:
    """Train every network, and store what came out."""
    lines = ",\n".join(json.dumps(run(*setting)) for setting in settings())
    RESULT.write_text(f'{{"runs": [\n{lines}\n]}}\n', encoding="utf-8")
