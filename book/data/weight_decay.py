"""Where optimizers come to rest under weight decay, and what it does beside other remedies.

    python tools/studies.py weight_decay

writes ``weight_decay.json`` into the package; the chapter on weight decay and the practitioner's
page read it. There are four parts, each a list of runs:

- ``rest``: a linear model on patients, the average weights at the end of long training.
- ``landing``: the same with two columns, and the way there.
- ``norms``: a network whose hidden layer is normalized; sizes and turns of its weights.
- ``start``: networks trained, or trained on, with every decay of a grid and with its rivals.

A run's seed picks its rows where there is a choice, the initial weights and the batches.
"""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.datasets import load_diabetes, load_digits

import regkit
from regkit.network import Network
from regkit.penalties import L2
from regkit.trainer import SGD, Adam, train

RESULT = Path(regkit.__file__).parent / "data" / "weight_decay.json"
SEEDS = range(10)
FEW_SEEDS = range(3)  # where runs hardly differ
Array = npt.NDArray[np.float64]

# -- rest: ten columns, or two -------------------------------------------------------------------

PATIENTS = 384  # so that batches of 8, 32 and 128 all come out even
OMEGA = 0.1
SCALES = {"even": np.ones(10), "uneven": np.geomspace(0.1, 10, 10)}
METHODS = {"SGD": "subgradient", "Adam": "subgradient", "AdamW": "decoupled"}
OPTIMIZERS: dict[str, dict[str, SGD | Adam]] = {
    "even": {"SGD": SGD(0.003, 0.9), "Adam": Adam(0.003), "AdamW": Adam(0.003)},
    "uneven": {"SGD": SGD(0.0003, 0.9), "Adam": Adam(0.003), "AdamW": Adam(0.003)},
}
BATCHES = (8, 32, 128, PATIENTS)
STEPS = 24_000
LANDING_COLUMNS, LANDING_SCALES = (2, 8), (2.0, 0.5)
LANDING_WAYS = (("SGD", 32), ("Adam", 32), *(("AdamW", batch) for batch in BATCHES))
LANDING_OMEGAS = (0.1, 0.3, 1.0, 3.0)
LANDING_START = (-0.4, -0.2)


def patients(scales: Array | tuple[float, ...], columns: Any = slice(None)) -> tuple[Array, Array]:
    """Return standardized columns times their scales, and the standardized progression."""
    X, y = load_diabetes(return_X_y=True)
    X, y = X[:PATIENTS, columns], y[:PATIENTS]
    return (X - X.mean(axis=0)) / X.std(axis=0) * scales, (y - y.mean()) / y.std()


def path(
    X: Array, y: Array, optimizer: str, one: SGD | Adam, batch: int, omega: float, network: Network
) -> Array:
    """Train for STEPS steps, and return the weights after every epoch."""
    seen: list[Any] = []
    train(
        network,
        X,
        y,
        L2(omega / 2),
        method=METHODS[optimizer],
        optimizer=one,
        epochs=STEPS * batch // PATIENTS,
        batch_size=batch,
        record=False,
        callback=lambda epoch, network, history: seen.append(network.weights[0][:, 0].copy()),
    )
    return np.array(seen)


def rest(scale: str, optimizer: str, batch: int, seed: int) -> dict[str, Any]:
    """Return the weights, averaged over the second half of the training."""
    X, y = patients(SCALES[scale])
    one = OPTIMIZERS[scale][optimizer]
    order = np.random.default_rng(seed).permutation(PATIENTS)  # other rows share a batch
    network = Network((X.shape[1], 1), loss="squared_error", seed=seed)
    seen = path(X[order], y[order], optimizer, one, batch, OMEGA, network)
    setting = {"scale": scale, "optimizer": optimizer, "batch": batch, "seed": seed}
    return setting | {"weights": digits_of(seen[len(seen) // 2 :].mean(axis=0))}


def landing(optimizer: str, batch: int, omega: float) -> dict[str, Any]:
    """Return where two weights come to rest, and about 40 places on the way, denser at first."""
    X, y = patients(LANDING_SCALES, LANDING_COLUMNS)
    network = Network((2, 1), loss="squared_error")
    network.weights[0][:, 0] = LANDING_START
    one = SGD(0.003, 0.9) if optimizer == "SGD" else Adam(0.003)
    seen = path(X, y, optimizer, one, batch, omega, network)
    shown = np.unique(np.geomspace(1, len(seen), 40).astype(int)) - 1
    return {
        "optimizer": optimizer,
        "batch": batch,
        "omega": omega,
        "rest": digits_of(seen[len(seen) // 2 :].mean(axis=0)),
        "path": np.round([np.array(LANDING_START), *seen[shown]], 3).tolist(),
    }


# -- a network with one hidden layer, in plain steps ---------------------------------------------


class Small:
    """A hidden ReLU layer, which may be normalized over the batch, or lose units by dropout."""

    def __init__(self, sizes: tuple[int, int, int], seed: int, normalized: bool = False) -> None:
        rng = np.random.default_rng(seed)
        inputs, hidden, outputs = sizes
        self.normalized = normalized
        self.V = rng.normal(0, math.sqrt(2 / inputs), (inputs, hidden))
        self.b = np.zeros(hidden)
        self.W = rng.normal(0, math.sqrt(2 / hidden), (hidden, outputs))
        self.c = np.zeros(outputs)
        self.arrays = [self.V, self.b, self.W, self.c]
        self.mean, self.spread = np.zeros(hidden), np.ones(hidden)  # of whole training data

    def settle(self, X: Array) -> None:
        """Learn from the training data by what new rows are normalized."""
        Z = X @ self.V
        self.mean, self.spread = Z.mean(axis=0), Z.std(axis=0) + 1e-5

    def scores(self, X: Array) -> Array:
        """Return the scores of new rows."""
        Z = X @ self.V
        if self.normalized:
            Z = (Z - self.mean) / self.spread
        return np.maximum(Z + self.b, 0) @ self.W + self.c

    def gradients(
        self, X: Array, slope: Callable[[Array], Array], keep: Array | float = 1.0
    ) -> list[Array]:
        """Return the gradients of V, b, W and c; ``keep`` multiplies the hidden units."""
        Z = N = X @ self.V
        if self.normalized:
            spread = Z.std(axis=0) + 1e-5
            N = (Z - Z.mean(axis=0)) / spread
        H = np.maximum(N + self.b, 0) * keep
        G = slope(H @ self.W + self.c) / len(X)
        B = (G @ self.W.T) * keep * (N + self.b > 0)
        gb = B.sum(axis=0)
        if self.normalized:
            B = (B - B.mean(axis=0) - N * (B * N).mean(axis=0)) / spread
        return [X.T @ B, gb, H.T @ G, G.sum(axis=0)]


class Steps:
    """SGD with momentum 0.9 and L2, or AdamW, on a list of arrays; some of them decay."""

    def __init__(self, arrays: list[Array], decays: list[bool], kind: str) -> None:
        self.arrays, self.decays, self.kind, self.t = arrays, decays, kind, 0
        self.m = [np.zeros_like(w) for w in arrays]
        self.v = [np.zeros_like(w) for w in arrays]

    def __call__(self, gradients: list[Array], lr: float, omega: float) -> None:
        """Take a step."""
        self.t += 1
        pairs = zip(self.arrays, gradients, self.m, self.v, self.decays, strict=True)
        for w, g, m, v, decays in pairs:
            strength = omega if decays else 0.0
            if self.kind == "SGD":
                m *= 0.9
                m += g + strength * w
                w -= lr * m
                continue
            m += 0.1 * (g - m)
            v += 0.001 * (g * g - v)
            w *= 1 - lr * strength
            root = np.sqrt(v / (1 - 0.999**self.t)) + 1e-8
            w -= lr * m / (1 - 0.9**self.t) / root


def batches(n: int, size: int, rng: np.random.Generator, steps: int) -> list[Any]:
    """Return the rows of every step; the rest of a pass that fills no batch is left out."""
    found: list[Any] = []
    while len(found) < steps:
        order = rng.permutation(n)
        found += [order[k : k + size] for k in range(0, n - size + 1, size)]
    return found[:steps]


def softmax_slope(labels: Any) -> Callable[[Array], Array]:
    """Return the derivative of the cross-entropy by the scores."""

    def slope(scores: Array) -> Array:
        P: Array = np.exp(scores - scores.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        P[np.arange(len(P)), labels] -= 1
        return P

    return slope


# -- norms ---------------------------------------------------------------------------------------

NORM_HIDDEN, NORM_ROWS, NORM_BATCH, NORM_STEPS = 32, 1000, 50, 4000
NORM_NOISE = 0.3  # fresh in every batch, so that nothing can be learned by heart
NORM_SHOWN = range(0, NORM_STEPS + 1, 100)
NORM_SETTINGS = [
    *(("AdamW", NORM_NOISE, lr, omega) for lr in (0.001, 0.003, 0.01) for omega in (0.1, 0.3, 1.0)),
    *(("AdamW", 0.0, lr, omega) for lr, omega in ((0.001, 1.0), (0.003, 0.3), (0.01, 0.1))),
    *(("SGD", NORM_NOISE, lr, 0.003) for lr in (0.03, 0.1, 0.3)),
]


def digits(seed: int, rows: int) -> tuple[Array, Any, Array, Any]:
    """Return training images, their labels, and the rest; dots that never hold ink are left out."""
    X, y = load_digits(return_X_y=True)
    X = X[:, np.ptp(X, axis=0) > 0] / 16
    order = np.random.default_rng(seed).permutation(len(X))
    first, other = order[:rows], order[rows:]
    return X[first], y[first], X[other], y[other]


def norms(kind: str, noise: float, lr: float, omega: float, seed: int) -> dict[str, Any]:
    """Train, and return norm and turn of the hidden units' weights, medians over the units."""
    X, y, new, new_y = digits(seed, NORM_ROWS)
    network = Small((X.shape[1], NORM_HIDDEN, 10), seed, normalized=True)
    step = Steps(network.arrays, [True, False, True, False], kind)
    rng = np.random.default_rng(seed)
    sizes, turns = [np.median(np.linalg.norm(network.V, axis=0))], []
    squares: list[Array] = []
    for t, rows in enumerate(batches(NORM_ROWS, NORM_BATCH, rng, NORM_STEPS), 1):
        before = network.V.copy()
        blotted = X[rows] + noise * rng.normal(size=(NORM_BATCH, X.shape[1]))
        step(network.gradients(blotted, softmax_slope(y[rows])), lr, omega)
        norm = np.linalg.norm(network.V, axis=0)
        cosine = (before * network.V).sum(axis=0) / norm / np.linalg.norm(before, axis=0)
        squares.append(np.arccos(np.clip(cosine, -1, 1)) ** 2)
        if t in NORM_SHOWN:
            sizes.append(np.median(norm))
            turns.append(np.sqrt(np.median(np.mean(squares, axis=0))))
            squares = []
    network.settle(X)
    return {
        "kind": kind,
        "noise": noise,
        "lr": lr,
        "omega": omega,
        "seed": seed,
        "norm": digits_of(sizes, 3),
        "turn": digits_of(turns, 3),
        "accuracy": accuracy(network, new, new_y),
    }


# -- start ---------------------------------------------------------------------------------------

DECAYS = (0.0, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
START_LRS = {"patients": (0.001, 0.01), "digits": (0.01,)}
START_HIDDEN, START_BATCH, START_STEPS = 32, 50, 1000
STRENGTHS = (3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 3e-1)
DROPS = (0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95)
RIVALS_LR = 0.01
CHECKS = tuple(int(t) for t in np.unique(np.geomspace(1, START_STEPS, 60).astype(int)))


def task(data: str, seed: int) -> tuple[Any, ...]:
    """Return rows to train with, to choose with and to judge with, and the number of outputs."""
    if data == "digits":
        X, y, other, other_y = digits(seed, 300)
        return (X, y), (other[:300], other_y[:300]), (other[300:], other_y[300:]), 10
    X, y = load_diabetes(return_X_y=True)
    order = np.random.default_rng(seed).permutation(len(X))
    first = order[:150]
    X = (X - X[first].mean(axis=0)) / X[first].std(axis=0)
    y = (y - y[first].mean()) / y[first].std()
    return *((X[part], y[part]) for part in (first, order[150:250], order[250:])), 1


def loss(network: Small, X: Array, y: Any) -> float:
    """Return the mean loss: cross-entropy of labels, half the squared error of numbers."""
    scores = network.scores(X)
    if scores.shape[1] == 1:
        return float(np.mean((scores[:, 0] - y) ** 2) / 2)
    top = scores.max(axis=1, keepdims=True)
    log_sum = np.log(np.exp(scores - top).sum(axis=1)) + top[:, 0]
    return float(np.mean(log_sum - scores[np.arange(len(scores)), y]))


def slope_of(network: Small, y: Any) -> Callable[[Array], Array]:
    """Return the slope of the loss of a batch."""
    if network.W.shape[1] > 1:
        return softmax_slope(y)
    return lambda scores: scores - y[:, None]


def scratch(
    data: str,
    seed: int,
    lr: float,
    *,
    decay: float = 0.0,
    strength: float = 0.0,
    drop: float = 0.0,
    checks: tuple[int, ...] = (START_STEPS,),
) -> list[tuple[float, float]]:
    """Train from scratch with Adam and one remedy; the chooser's and the judge's loss on the way.

    ``decay`` is AdamW's, ``strength`` that of L2 in the loss, and ``drop`` the share of hidden
    units that dropout leaves out.
    """
    (X, y), choose, judge, outputs = task(data, seed)
    network = Small((X.shape[1], START_HIDDEN, outputs), seed)
    step = Steps(network.arrays, [True, False, True, False], "AdamW")
    rng = np.random.default_rng(seed)
    seen = []
    for t, rows in enumerate(batches(len(X), START_BATCH, rng, START_STEPS), 1):
        keep: Array | float = 1.0
        if drop:
            keep = (rng.random((len(rows), START_HIDDEN)) >= drop) / (1 - drop)
        gradients = network.gradients(X[rows], slope_of(network, y[rows]), keep)
        gradients[0] += 2 * strength * network.V
        gradients[2] += 2 * strength * network.W
        step(gradients, lr, decay)
        if t in checks:
            seen.append((loss(network, *choose), loss(network, *judge)))
    return seen


def start(data: str, seed: int) -> dict[str, Any]:
    """Return what every decay and every rival reaches on one split."""
    grid = {
        f"{lr:g}": [scratch(data, seed, lr, decay=omega)[-1] for omega in DECAYS]
        for lr in START_LRS[data]
    }
    plain = scratch(data, seed, RIVALS_LR, checks=CHECKS)
    tried = {
        "nothing": [plain[-1]],
        "early stopping": plain,
        "dropout": [plain[-1], *(scratch(data, seed, RIVALS_LR, drop=p)[-1] for p in DROPS)],
        "L2": [plain[-1], *(scratch(data, seed, RIVALS_LR, strength=s)[-1] for s in STRENGTHS)],
        "AdamW": grid[f"{RIVALS_LR:g}"],
    }
    return {
        "data": data,
        "seed": seed,
        "judged": {lr: digits_of([judge for _, judge in runs], 4) for lr, runs in grid.items()},
        "rivals": {name: digits_of(min(runs)[1], 4) for name, runs in tried.items()},
        "chosen": {name: runs.index(min(runs)) for name, runs in tried.items()},
    }


# -- tuning on: all weights, or a low-rank adapter -----------------------------------------------

TUNE_ROWS, TUNE_STEPS, TUNE_LR, RANK = 100, 500, 0.003, 4


def another_scanner(X: Array) -> Array:
    """Return the images one dot further right."""
    return np.roll(X.reshape(-1, 8, 8), 1, axis=2).reshape(X.shape)


@cache
def base_model(seed: int) -> tuple[Small, Any]:
    """Return a network trained on 1,000 images, and the order of all of them."""
    X, y = load_digits(return_X_y=True)
    order = np.random.default_rng(seed).permutation(len(X))
    network = Small((64, START_HIDDEN, 10), seed)
    step = Steps(network.arrays, [True, False, True, False], "AdamW")
    rng = np.random.default_rng(seed)
    for rows in batches(1000, START_BATCH, rng, START_STEPS):
        at = order[rows]
        step(network.gradients(X[at] / 16, softmax_slope(y[at])), 0.003, 0.01)
    return network, order


def tune(how: str, omega: float, seed: int) -> dict[str, Any]:
    """Go on training on a few images of another scanner, in all weights or in an adapter."""
    X, y = load_digits(return_X_y=True)
    X = another_scanner(X / 16)
    trained, order = base_model(seed)
    few, new = order[1000 : 1000 + TUNE_ROWS], order[1000 + TUNE_ROWS :]
    network, base = copy.deepcopy(trained), trained.V
    rng = np.random.default_rng(seed)
    A, B = rng.normal(0, 1 / math.sqrt(64), (64, RANK)), np.zeros((RANK, START_HIDDEN))
    if how == "all":
        step = Steps(network.arrays, [True, False, True, False], "AdamW")
    else:
        step = Steps([A, B], [True, True], "AdamW")
    for rows in batches(len(few), START_BATCH, rng, TUNE_STEPS):
        at = few[rows]
        gradients = network.gradients(X[at], softmax_slope(y[at]))
        if how == "adapter":
            gradients = [gradients[0] @ B.T, A.T @ gradients[0]]
        step(gradients, TUNE_LR, omega)
        if how == "adapter":
            network.V[:] = base + A @ B
    return {
        "how": how,
        "omega": omega,
        "seed": seed,
        "before": accuracy(trained, X[new], y[new]),
        "accuracy": accuracy(network, X[new], y[new]),
        "moved": digits_of(np.linalg.norm(network.V - base) / np.linalg.norm(base), 3),
    }


# -- all of it -----------------------------------------------------------------------------------

TUNE_SETTINGS = [
    (how, omega) for how in ("all", "adapter") for omega in (0.0, 0.01, 0.1, 0.3, 1.0, 10.0, 100.0)
]
PARTS: dict[str, tuple[Callable[..., dict[str, Any]], list[tuple[Any, ...]]]] = {
    "rest": (
        rest,
        [
            (scale, optimizer, batch, seed)
            for scale in SCALES
            for optimizer, batch in LANDING_WAYS
            for seed in FEW_SEEDS
        ],
    ),
    "landing": (landing, [(*way, omega) for way in LANDING_WAYS for omega in LANDING_OMEGAS]),
    "norms": (norms, [(*setting, seed) for setting in NORM_SETTINGS for seed in FEW_SEEDS]),
    "start": (start, [(data, seed) for data in ("patients", "digits") for seed in SEEDS]),
    "tune": (tune, [(*setting, seed) for setting in TUNE_SETTINGS for seed in FEW_SEEDS]),
}


def parameters() -> dict[str, Any]:
    """Return what the file depends on, beside the packages."""
    return {
        "seeds": len(SEEDS),
        "few_seeds": len(FEW_SEEDS),
        "rest": {"patients": PATIENTS, "omega": OMEGA, "batches": BATCHES, "steps": STEPS},
        "landing": {
            "columns": LANDING_COLUMNS,
            "scales": LANDING_SCALES,
            "start": LANDING_START,
            "omegas": LANDING_OMEGAS,
        },
        "norms": {
            "hidden": NORM_HIDDEN,
            "rows": NORM_ROWS,
            "batch": NORM_BATCH,
            "steps": NORM_STEPS,
            "shown": [NORM_SHOWN.start, NORM_SHOWN.stop, NORM_SHOWN.step],
            "settings": NORM_SETTINGS,
        },
        "start": {
            "hidden": START_HIDDEN,
            "batch": START_BATCH,
            "steps": START_STEPS,
            "lrs": START_LRS,
            "decays": DECAYS,
            "strengths": STRENGTHS,
            "drops": DROPS,
            "rivals_lr": RIVALS_LR,
            "checks": len(CHECKS),
        },
        "tune": {
            "rows": TUNE_ROWS,
            "steps": TUNE_STEPS,
            "lr": TUNE_LR,
            "rank": RANK,
            "settings": TUNE_SETTINGS,
        },
    }


def main() -> None:
    """Train everything, and store what came out."""
    parts = [f'"parameters": {json.dumps(parameters())}']
    for name, (run, settings) in PARTS.items():
        lines = ",\n".join(json.dumps(run(*setting)) for setting in settings)
        parts.append(f'"{name}": [\n{lines}\n]')
    RESULT.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def accuracy(network: Small, X: Array, y: Any) -> float:
    """Return the share of images read correctly."""
    return round(float(np.mean(network.scores(X).argmax(axis=1) == y)), 4)


def digits_of(values: Any, count: int = 6) -> Any:
    """Round to significant digits, to those that every machine finds."""
    rounded = [float(f"{value:.{count}g}") for value in np.atleast_1d(values)]
    return rounded if np.ndim(values) else rounded[0]
