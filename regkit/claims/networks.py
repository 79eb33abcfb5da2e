"""Claims on networks and on what sparsity saves: V7, V8 and E6."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from regkit.claims._claim import Claim, Evidence, Verdict
from regkit.claims._tools import (
    Array,
    below,
    breast_cancer,
    diabetes,
    interval,
    parted,
    say,
    scaled,
    seeds,
)
from regkit.linear import fit, fit_path
from regkit.network import Network
from regkit.penalties import L1, L2
from regkit.trainer import SGD, Adam, train

SIZES = (64, 32, 10)
WEIGHTS = 64 * 32 + 32 * 10
TEST_TO_TRAIN = (1797 - 1200) / 1200  # of the digits; each run takes other rows of the same


@cache
def _digits() -> tuple[Array, Any]:
    from sklearn.datasets import load_digits

    X, y = load_digits(return_X_y=True)
    return X / 16, y


def _trained(lam: float, method: str, optimizer: SGD | Adam, seed: int, epochs: int) -> Network:
    """Train a small network on 1,200 digits; the others are for testing."""
    X, y = _digits()
    rows = np.random.default_rng(seed).permutation(len(X))[:1200]
    network = Network(SIZES, seed=seed)
    train(
        network,
        X[rows],
        y[rows],
        L1(lam),
        method=method,
        optimizer=optimizer,
        epochs=epochs,
        seed=seed,
        record=False,
    )
    return network


def _accuracy(network: Network, seed: int) -> float:
    X, y = _digits()
    rows = np.random.default_rng(seed).permutation(len(X))[1200:]
    return float(np.mean(network.predict(X[rows]) == y[rows]))


def frameworks() -> list[dict[str, str]]:
    """Return the stored counts of exact zeros under Keras, PyTorch and regkit."""
    file = resources.files("regkit").joinpath("data/exact_zeros.csv")
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


def sparse_models(seed: int) -> Evidence:
    """Count exact zeros from exact linear solvers, from loss terms, and from the prox."""
    linear = {}
    for name, (X, y) in {"diabetes, 65": diabetes(2), "breast cancer, 30": breast_cancer()}.items():
        part = scaled(X, y, slice(None), slice(None))
        top = float(np.abs(part.X.T @ part.y).max()) / len(part.y)
        linear[name] = [
            float(np.mean(fit(part.X, part.y, L1(share * top)).coef == 0))
            for share in (0.01, 0.1, 0.5)
        ]
    trained: dict[str, dict[str, Any]] = {}
    for label, method in (("penalty in the loss", "subgradient"), ("prox", "proximal")):
        counts = []
        for optimizer in (SGD(lr=0.1, momentum=0.9), Adam(lr=0.002)):
            for lam in (5e-4, 2e-3):
                for one in seeds(3, seed):
                    network = _trained(lam, method, optimizer, one, 20)
                    counts.append(sum(int(np.sum(w == 0)) for w in network.weights) / WEIGHTS)
        trained[label] = {"runs": len(counts), "share of zeros": [min(counts), max(counts)]}
    stored = {}
    for row in frameworks():
        counts = [int(value) for key, value in row.items() if key not in ("trained by", "of")]
        stored[row["trained by"]] = {"runs": len(counts), "most zeros": max(counts)}
    return {
        "linear, share of zeros at 1, 10 and 50 % of lam_max": linear,
        "network of 2368 weights": trained,
        "stored from the frameworks, of 2368": stored,
    }


def sparse_models_rule(e: Evidence) -> Verdict:
    """Decide whether every way to use L1 gives exact zeros."""
    linear = e["linear, share of zeros at 1, 10 and 50 % of lam_max"]
    loss = e["network of 2368 weights"]["penalty in the loss"]
    prox = e["network of 2368 weights"]["prox"]["share of zeros"]
    stored = e["stored from the frameworks, of 2368"]
    theirs = {name: row for name, row in stored.items() if not name.startswith("regkit")}
    exact = all(min(shares) > 0 for shares in linear.values())
    runs = loss["runs"] + sum(row["runs"] for row in theirs.values())
    most = max(loss["share of zeros"][1], *(row["most zeros"] for row in theirs.values()))
    because = (
        "With the penalty in the loss (here, PyTorch, Keras) "
        f"{f'at most {most:g}' if most else 'no'} exact zeros in {runs} runs; with the prox "
        f"{100 * prox[0]:.2g} to {100 * prox[1]:.2g} % of the same weights. Exact linear solvers: "
        f"{100 * linear['diabetes, 65'][1]:.2g} % at a tenth of lam_max (diabetes)."
    )
    if not exact:
        return Verdict("does not hold", because)
    if most == 0 and prox[0] > 0:
        condition = "an exact solver or the prox applies it; in a network's loss it makes none"
        return Verdict("holds when", because, condition)
    sparse = prox[0] > 0 and loss["share of zeros"][0] > 0
    return Verdict("holds" if sparse else "cannot tell", because)


def faster_inference(seed: int) -> Evidence:
    """Count multiply-adds and bytes of dense, pruned and compressed weights, at each density."""
    found: Evidence = {}
    dense_ops, dense_bytes = WEIGHTS, 4 * WEIGHTS
    for lam in (3e-4, 1e-3, 3e-3):
        rows = []
        for one in seeds(5, seed):
            network = _trained(lam, "proximal", Adam(lr=0.002), one, 30)
            zero = _trained(0.0, "proximal", Adam(lr=0.002), one, 30)
            masks = [w != 0 for w in network.weights]
            kept = sum(int(mask.sum()) for mask in masks)
            # compressed rows: a float32 and an int32 for each weight, an int32 for each row
            compressed = 8 * kept + 4 * sum(len(mask) + 1 for mask in masks)
            # pruned: only rows and columns that are not zero throughout are multiplied
            units = masks[0].any(axis=0) & masks[1].any(axis=1)
            pixels = masks[0][:, units].any(axis=1)
            pruned = int(pixels.sum() * units.sum() + units.sum() * 10)
            drop = _accuracy(zero, one) - _accuracy(network, one)
            rows.append(
                (
                    kept / WEIGHTS,
                    pruned / dense_ops,
                    compressed / dense_bytes,
                    100 * drop,
                )
            )
        density, pruned_share, bytes_share, drops = np.array(rows).T
        found[f"lam1 = {lam:g}"] = {
            "multiply-adds, dense": 1.0,
            "multiply-adds, zero rows and columns pruned": interval(pruned_share, TEST_TO_TRAIN),
            "multiply-adds, compressed": interval(density, TEST_TO_TRAIN),
            "bytes, compressed": interval(bytes_share, TEST_TO_TRAIN),
            "accuracy lost (points)": interval(drops, TEST_TO_TRAIN),
        }
    overhead = 4 * (64 + 1 + 32 + 1)
    found["density below which compressed weights take fewer bytes"] = (dense_bytes - overhead) / (
        8 * WEIGHTS
    )
    # another kind of model: the exact lasso on real columns, each zero a product saved
    linear = []
    for X, y in (diabetes(2), breast_cancer()):
        part = scaled(X, y, slice(None), slice(None))
        top = float(np.abs(part.X.T @ part.y).max()) / len(part.y)
        linear.append(float(np.mean(fit(part.X, part.y, L1(0.01 * top)).coef != 0)))
    found["linear, multiply-adds left at 1 % of lam_max"] = linear
    return found


def faster_inference_rule(e: Evidence) -> Verdict:
    """Decide whether zeros save work in every way of multiplying."""
    settings = [one for name, one in e.items() if name.startswith("lam1")]
    best = settings[1]
    even = e["density below which compressed weights take fewer bytes"]
    left = e["linear, multiply-adds left at 1 % of lam_max"]
    because = (
        "As a dense product, sparse weights save 0 % of the multiply-adds. At lam1 = 0.001 pruning "
        "zero rows and columns leaves "
        f"{say(best['multiply-adds, zero rows and columns pruned'], 2, percent=True)}, compressed "
        f"storage {say(best['multiply-adds, compressed'], 2, percent=True)}, for "
        f"{say(best['accuracy lost (points)'], 2)} points of accuracy; skipping the zeros of an "
        f"exact lasso leaves {100 * left[0]:.2g} % (diabetes) and {100 * left[1]:.2g} % (tumours). "
        f"Compressed storage also takes fewer bytes below a density of {even:.2g}."
    )
    if all(one["multiply-adds, dense"] < 1 for one in settings):
        return Verdict("holds", because)
    if max(left) < 1 and all(below(one["multiply-adds, compressed"], 1) for one in settings):
        condition = "the zeros are skipped, not multiplied"
        return Verdict("holds when", because, condition)
    return Verdict("cannot tell", because)


LITTLE = 0.05  # of the variance of y: more than that is not "a little" of the forecast


def thousands_of_features(seed: int) -> Evidence:
    """Cut 3,000 columns to 300-400 with L1; count the work before and after, and the accuracy."""
    n, p = 600, 3000
    found: Evidence = {}
    for name, relevant in (("50 of 3000 matter", 50), ("all 3000 matter", 3000)):
        kept, before, after = [], [], []
        for one in seeds(6, seed):
            rng = np.random.default_rng([one, relevant])
            X = rng.standard_normal((n + 1000, p))
            w = np.zeros(p)
            w[:relevant] = rng.standard_normal(relevant) / np.sqrt(relevant)
            y = X @ w + 0.5 * rng.standard_normal(n + 1000)
            strongest = float(np.abs(X[:n].T @ y[:n]).max()) / n
            grid = strongest * np.geomspace(1, 0.02, 25)
            path = fit_path(X[:n], y[:n], L1(), grid, tol=1e-4).coefs
            counts = np.count_nonzero(path, axis=1)
            chosen = path[int(np.abs(counts - 350).argmin())] != 0
            kept.append(int(chosen.sum()))

            def share_explained(columns: Any, X: Array = X, y: Array = y) -> float:
                lams = np.geomspace(1e-3, 10, 17)
                fits = fit_path(X[: n - 150][:, columns], y[: n - 150], L2(), lams)
                held = fits.coefs @ X[n - 150 : n][:, columns].T + fits.intercepts[:, None]
                k = int(np.mean((held - y[n - 150 : n]) ** 2, axis=1).argmin())
                test = X[n:][:, columns] @ fits.coefs[k] + fits.intercepts[k]
                return float(1 - np.mean((test - y[n:]) ** 2) / np.var(y[n:]))

            before.append(share_explained(np.ones(p, bool)))
            after.append(share_explained(chosen))
        mean_kept = float(np.mean(kept))
        found[name] = {
            "columns kept": [min(kept), max(kept)],
            "serving, bytes and multiply-adds: times fewer": p / mean_kept,
            "a training step: times fewer": p / mean_kept,
            # max(n, p) min(n, p)^2 multiply-adds, before and after
            "solving for all weights at once: times fewer": p * n / mean_kept**2,
            "variance explained before": interval(before),
            "change of it": interval(np.subtract(after, before)),
        }
    return found


def thousands_of_features_rule(e: Evidence) -> Verdict:
    """Decide whether work falls by orders of magnitude, at little loss of accuracy."""
    sparse, dense = e["50 of 3000 matter"], e["all 3000 matter"]
    serving = sparse["serving, bytes and multiply-adds: times fewer"]
    solving = sparse["solving for all weights at once: times fewer"]
    because = (
        f"Keeping {sparse['columns kept'][0]} to {sparse['columns kept'][1]} of 3000 columns takes "
        f"{serving:.2g} times less work to serve or to step, {solving:.0f} times less to solve. "
        "The share of variance explained changes by "
        f"{say(sparse['change of it'], 2)} if 50 columns matter, by "
        f"{say(dense['change of it'], 2)} if all do."
    )
    little = {name: one["change of it"] for name, one in e.items()}
    cheap, dear = parted(little, -LITTLE)
    if len(cheap) == len(e) and serving >= 100:
        return Verdict("holds", because)
    if solving >= 10 and cheap and dear:
        condition = "one order of magnitude is meant, and few of the columns matter"
        return Verdict("holds when", because, condition)
    return Verdict("does not hold" if len(dear) == len(e) else "cannot tell", because)


CLAIMS = (
    Claim(
        "V7",
        "L1 regularization produces sparse models.",
        "L1 Regularization produces sparse models",
        "networks",
        sparse_models,
        sparse_models_rule,
        tolerance=0.1,
    ),
    Claim(
        "V8",
        "Sparsity speeds a model up during inference.",
        "may also speed up models during inference",
        "networks",
        faster_inference,
        faster_inference_rule,
        tolerance=0.1,
    ),
    Claim(
        "E6",
        "Of 3,000 features L1 leaves 300 to 400, which makes training and serving cheaper by "
        "orders of magnitude, for little accuracy.",
        "can be orders of magnitude less than 3,000 or more",
        "networks",
        thousands_of_features,
        thousands_of_features_rule,
        tolerance=0.02,
    ),
)
