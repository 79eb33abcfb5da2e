"""Claims on L2, ridge regression: V14, V16, V17 and E4."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import numpy as np

from regkit import datasets
from regkit.claims._claim import Claim, Evidence, Verdict
from regkit.claims._tools import (
    Array,
    breast_cancer,
    diabetes,
    error,
    factor,
    interval,
    log_ratios,
    parted,
    scaled,
    seeds,
    splits,
    tuned,
)
from regkit.linear import fit_path
from regkit.penalties import L1, L2


def never_zero(_: int) -> Evidence:
    """Count exact zeros and passages through zero on ridge paths; halve until nothing is left."""
    weights = zeros = lasso_zeros = passages = 0
    smallest = 1.0
    for X, y in (diabetes(), diabetes(2), breast_cancer()):
        part = scaled(X, y, slice(None), slice(None))
        W = fit_path(part.X, part.y, L2(), n_lams=100).coefs
        weights += W.size
        zeros += int(np.sum(W == 0))
        # a ridge weight may cross zero once in a while, but does not stay there
        passages += int(np.sum(np.sign(W[1:]) != np.sign(W[:-1])))
        smallest = min(smallest, float(np.abs(W).min()))
        lasso_zeros += int(np.sum(fit_path(part.X, part.y, L1(), n_lams=100).coefs == 0))
    halvings = {}
    for name, one in (("float64", np.float64(1)), ("float32", np.float32(1))):
        k = 0
        while one:
            one, k = one * type(one)(0.5), k + 1
        halvings[name] = k
    w, still = 1.0, 0.0
    while w != still:
        w, still = 0.99 * w, w
    return {
        "ridge weights": weights,
        "exactly zero": zeros,
        "of as many lasso weights": lasso_zeros,
        "passages through zero": passages,
        "halvings until 1 is 0": halvings,
        "where repeated shrinking by 0.99 stops, over the smallest number": w / 2.0**-1074,
    }


def never_zero_rule(e: Evidence) -> Verdict:
    """Decide whether any ridge weight is exactly zero."""
    because = (
        f"{e['exactly zero']} of {e['ridge weights']} weights on ridge paths of real data are "
        f"exactly zero, although {e['passages through zero']} times one passes through; of as many "
        f"lasso weights {e['of as many lasso weights']} are. (In float64, halving 1 does end at 0, "
        f"after {e['halvings until 1 is 0']['float64']} halvings.)"
    )
    return Verdict("holds" if e["exactly zero"] == 0 else "does not hold", because)


RHOS = (0.0, 0.3, 0.6, 0.9)
STRONG = ("0.6", "0.9")


def correlated_features(seed: int) -> Evidence:
    """Lasso error over ridge error while the correlation among all columns grows."""
    found: Evidence = {}
    for name, relevant in (("3 of 40 matter", 3), ("all 40 matter", 40)):
        found[name] = {
            f"{rho:g}": log_ratios(
                60, datasets.correlation(40, rho), relevant, [("l1", "l2")], seeds(40, seed)
            )[0]
            for rho in RHOS
        }
    X, y = breast_cancer()
    logs = []
    for train, test in splits(len(X), 60, 20, seed):
        part = scaled(X, y, train, test)
        errors = [error(part, tuned(part.X, part.y, m)) for m in ("l1", "l2")]
        logs.append(np.log2(errors[0] / errors[1]))
    found["breast cancer, 60 rows"] = interval(logs, (len(X) - 60) / 60)
    return found


def correlated_features_rule(e: Evidence) -> Verdict:
    """Decide whether L2 beats L1 under correlation, whatever the truth."""
    sparse, dense = e["3 of 40 matter"], e["all 40 matter"]
    real = e["breast cancer, 60 rows"]
    because = (
        "Lasso error over ridge error at correlation 0.9: "
        f"{factor(sparse['0.9'])} if 3 of 40 columns matter, {factor(dense['0.9'])} if all do; "
        f"at 0.6: {factor(sparse['0.6'])} and {factor(dense['0.6'])}. Breast cancer: "
        f"{factor(real)}."
    )
    l2_sparse, l1_sparse = parted({rho: sparse[rho] for rho in STRONG})
    l2_dense, l1_dense = parted({rho: dense[rho] for rho in STRONG})
    if len(l2_sparse) == len(l2_dense) == len(STRONG):
        return Verdict("holds", because)
    if len(l2_dense) == len(STRONG) and l1_sparse:
        condition = (
            f"many of the features matter; with 3 of 40 L1 wins up to correlation {l1_sparse[-1]}"
        )
        return Verdict("holds when", because, condition)
    beaten = len(l1_dense) == len(l1_sparse) == len(STRONG)
    return Verdict("does not hold" if beaten else "cannot tell", because)


def _carriers(contributions: np.ndarray) -> int:
    """Return how many columns, the largest first, make up 90 % of the absolute contributions."""
    size = np.sort(np.abs(contributions))[::-1]
    return int(np.searchsorted(np.cumsum(size), 0.9 * size.sum()) + 1)


def _wide(p: int, relevant: int, rho: float, seed: int) -> tuple[Array, Array]:
    """Draw 200 rows of p columns, of which some matter equally, as much as the noise."""
    V = datasets.correlation(p, rho, "groups", group=5)
    w = np.repeat([1.0, 0.0], [relevant, p - relevant])
    data = datasets.linear_data(200, w / np.sqrt(w @ V @ w), V, sigma=1.0, seed=[seed, 17])
    return data.X, data.y


def interpretability(seed: int) -> Evidence:
    """Count the columns that carry 90 % of the forecast under each method."""
    found: Evidence = {}

    def count(name: str, parts: Iterable[tuple[Array, Array]], test_to_train: float) -> None:
        weights = [{m: tuned(X, y, m) for m in ("l1", "l2")} for X, y in parts]
        carry = {m: [_carriers(one[m]) for one in weights] for m in ("l1", "l2")}
        found[name] = {
            "columns": len(weights[0]["l2"]),
            "least kept by l2": min(int(np.count_nonzero(one["l2"])) for one in weights),
            "carry 90 %": {m: float(np.median(those)) for m, those in carry.items()},
            "log2 of carriers, l2 / l1": interval(
                np.log2(carry["l2"]) - np.log2(carry["l1"]), test_to_train
            ),
        }

    for name, wide in {
        "made, 5 of 200 matter": (200, 5, 0.0),
        "made, 20 of 60 matter, correlation 0.5": (60, 20, 0.5),
    }.items():
        count(name, (_wide(*wide, one) for one in seeds(12, seed)), 0.0)
    for name, (X, y) in {
        "diabetes with squares and products, 65": diabetes(2),
        "breast cancer, 30": breast_cancer(),
    }.items():
        parts = (scaled(X, y, *rows)[:2] for rows in splits(len(X), 200, 10, seed))
        count(name, parts, (len(X) - 200) / 200)
    return found


def interpretability_rule(e: Evidence) -> Verdict:
    """Decide whether L2 drops nothing, and needs more columns than L1."""
    told = "; ".join(
        f"{name}: {one['carry 90 %']['l1']:g} under L1, {one['carry 90 %']['l2']:g} under L2, "
        f"{factor(one['log2 of carriers, l2 / l1'])} times as many"
        for name, one in e.items()
    )
    because = f"Columns that carry 90 % of the forecast, medians: {told}."
    if any(one["least kept by l2"] < one["columns"] for one in e.values()):
        return Verdict("does not hold", because)
    ratios = {name: one["log2 of carriers, l2 / l1"] for name, one in e.items()}
    more, fewer = parted(ratios)
    # what is made decides; splits of one real data set have wide intervals, and must not object
    if not fewer and set(more) >= {name for name in e if name.startswith("made")}:
        return Verdict("holds", because)
    return Verdict("cannot tell", because)


def smoothing(_: int) -> Evidence:
    """Watch the smaller of two least-squares weights while a ridge penalty sets in."""
    pairs = agree = grows_independent = independent = 0
    boundary = {}
    for ratio, rho in itertools.product(np.linspace(0.05, 0.95, 10), np.linspace(0, 0.98, 50)):
        G = np.array([[1.0, rho], [rho, 1.0]])
        z = G @ [1.0, ratio]  # least squares gives the weights 1 and ratio
        w = np.linalg.solve(G + 1e-4 * np.eye(2), z)
        grows = bool(w[1] > ratio)
        pairs += 1
        agree += grows == (rho > ratio)
        if rho == 0:
            independent += 1
            grows_independent += grows
        if grows and f"{ratio:.2f}" not in boundary:
            boundary[f"{ratio:.2f}"] = float(rho)
    X, y = diabetes()
    part = scaled(X, y, slice(None), slice(None))
    plain, small = fit_path(part.X, part.y, L2(), [0.0, 0.05]).coefs[::-1]
    return {
        "pairs": pairs,
        "where the small weight grows exactly if correlation > ratio of the weights": agree,
        "independent": independent,
        "independent where it grows": grows_independent,
        "grows from correlation, by ratio": boundary,
        "diabetes, lam2 = 0.05": {
            "weights": len(plain),
            "that grew": int(np.sum(np.abs(small) > np.abs(plain) * (1 + 1e-6))),
            "largest over smallest, before": float(np.abs(plain).max() / np.abs(plain).min()),
            "largest over smallest, after": float(np.abs(small).max() / np.abs(small).min()),
        },
    }


def smoothing_rule(e: Evidence) -> Verdict:
    """Decide whether L2 amplifies small weights, and for which correlations."""
    pairs = e["pairs"]
    agree = e["where the small weight grows exactly if correlation > ratio of the weights"]
    grows, independent = e["independent where it grows"], e["independent"]
    real = e["diabetes, lam2 = 0.05"]
    because = (
        f"In {agree} of {pairs} pairs the smaller weight grows exactly if the correlation is above "
        f"the ratio of the weights; of {independent} independent pairs in {grows}. On diabetes "
        f"{real['that grew']} of {real['weights']} weights grow, and the largest over the smallest "
        f"goes from {real['largest over smallest, before']:.3g} to "
        f"{real['largest over smallest, after']:.3g}."
    )
    if grows == independent:
        return Verdict("holds", because)
    if agree >= 0.98 * pairs:
        condition = "the correlation of the features is above the ratio of their weights"
        return Verdict("holds when", because, condition)
    return Verdict("does not hold", because)


CLAIMS = (
    Claim(
        "V14",
        "L2 makes weights small, but never exactly zero.",
        "it does not push the values to be exactly zero",
        "l2",
        never_zero,
        never_zero_rule,
    ),
    Claim(
        "V16",
        "Prefer L2 over L1 where many features are correlated.",
        "many features are correlated will lead to ill-performing models",
        "l2",
        correlated_features,
        correlated_features_rule,
    ),
    Claim(
        "V17",
        "In high dimension L2 costs interpretability, since it drops nothing.",
        "you may end up with an uninterpretable model",
        "l2",
        interpretability,
        interpretability_rule,
    ),
    Claim(
        "E4",
        "L2 smooths the weights out and so amplifies the small ones.",
        "actually amplified features that would otherwise have smaller weights",
        "l2",
        smoothing,
        smoothing_rule,
    ),
)
