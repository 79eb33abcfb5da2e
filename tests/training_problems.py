"""Trainings for the page's network, and where regkit's trainer takes them.

Each carries its first weights and the order in which the samples come, so that the page takes the
same hundred steps.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from regkit import L1, L2, SGD, Adam, ElasticNet, Network, NoPenalty, train

STEPS, ROWS = 100, 30
OPTIMIZERS = {
    "sgd": lambda lr: SGD(lr),
    "momentum": lambda lr: SGD(lr, 0.9),
    "adam": lambda lr: Adam(lr),
}
METHODS = {"loss": "subgradient", "prox": "proximal", "decay": "decoupled"}
PENALTIES = (NoPenalty(), L1(3e-3), L2(1e-2), ElasticNet(2e-3, 5e-3))
WAYS = (*product(("loss", "prox"), PENALTIES[1:]), ("loss", PENALTIES[0]), ("decay", L2(1e-2)))
HIDDEN = ((), (7,), (6, 5))
ACTIVATIONS = ("relu", "tanh", "sigmoid", "identity")


def problems():
    """Yield every optimizer, penalty and method, depth and loss; activations and batches vary."""
    cases = product(OPTIMIZERS, WAYS, HIDDEN, (True, False))
    for seed, (optimizer, (how, penalty), hidden, classes) in enumerate(cases):
        rng = np.random.default_rng(seed)
        d = 2 if classes else 1
        X = rng.uniform(-1, 1, (ROWS, d))
        y = X[:, 0] ** 2 + 0.3 * rng.standard_normal(ROWS)
        yield {
            "X": X,
            "y": (y > 0.3).astype(int) if classes else y,
            "classes": classes,
            "sizes": (d, *hidden, 2 if classes else 1),
            "activation": ACTIVATIONS[seed // 3 % 4],
            "batch": (None, 8)[seed // 2 % 2],
            "seed": seed,
            "optimizer": optimizer,
            "lr": 0.01 if optimizer == "adam" else 0.05,
            "how": how,
            "penalty": penalty,
        }


def network_of(given):
    """The network of a training, as it begins."""
    loss = "cross_entropy" if given["classes"] else "squared_error"
    return Network(given["sizes"], given["activation"], loss, given["seed"])


def epochs_of(given):
    """How often a hundred steps go through the samples."""
    return STEPS // -(-ROWS // (given["batch"] or ROWS))


def orders(given):
    """The order of the samples in each epoch, as `train` deals them."""
    rng = np.random.default_rng(given["seed"])
    return [rng.permutation(ROWS).tolist() for _ in range(epochs_of(given))]


def trained(given):
    """Where a hundred steps of regkit lead: its weights, losses, penalty and zeros."""
    network = network_of(given)
    train(
        network,
        given["X"],
        given["y"],
        given["penalty"],
        method=METHODS[given["how"]],
        optimizer=OPTIMIZERS[given["optimizer"]](given["lr"]),
        epochs=epochs_of(given),
        batch_size=given["batch"],
        seed=given["seed"],
        record=False,
    )
    penalty = sum(given["penalty"].value(w) for w in network.weights)
    zeros = sum(int(np.sum(w == 0)) for w in network.weights)
    return network.parameters, network.loss(given["X"], given["y"]), penalty, zeros


def in_javascript(given):
    """The same training in the page's words."""
    penalty = given["penalty"]
    return {
        "data": {"X": given["X"].tolist(), "y": given["y"].tolist()},
        "network": {key: given[key] for key in ("sizes", "activation", "classes")},
        "w": network_of(given).parameters.tolist(),
        "orders": orders(given),
        "settings": {
            **{key: given[key] for key in ("optimizer", "lr", "how", "batch")},
            "lam1": penalty.lam1,
            "lam2": penalty.lam2,
        },
    }
