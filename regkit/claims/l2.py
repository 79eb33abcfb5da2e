"""Claims on L2, ridge regression: V14, V16, V17 and E4."""

from __future__ import annotations

import itertools

import numpy as np

from regkit import datasets
from regkit.claims._claim import Claim, Evidence, Verdict
from regkit.claims._tools import (
    METHODS,
    above,
    below,
    breast_cancer,
    diabetes,
    factor,
    interval,
    log_ratio,
    scaled,
    splits,
    tuned,
)
from regkit.linear import fit_path
from regkit.penalties import L1, L2


def never_zero() -> Evidence:
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


def correlated_features() -> Evidence:
    """Lasso error over ridge error while the correlation among all columns grows."""
    found: Evidence = {}
    for name, relevant in (("3 of 40 matter", 3), ("all 40 matter", 40)):
        found[name] = {
            f"{rho:g}": log_ratio(60, 40, relevant, datasets.correlation(40, rho), 12, "l2")
            for rho in RHOS
        }
    X, y = breast_cancer()
    logs = []
    for train, test in splits(len(X), 60, 20):
        part = scaled(X, y, train, test)
        errors = [
            np.mean((part.X_test @ tuned(part.X, part.y, m, 20) - part.y_test) ** 2)
            for m in ("l1", "l2")
        ]
        logs.append(np.log2(errors[0] / errors[1]))
    found["breast cancer, 60 rows"] = interval(logs)
    return found


def correlated_features_rule(e: Evidence) -> Verdict:
    """Decide whether L2 beats L1 under correlation, whatever the truth."""
    sparse, dense = e["3 of 40 matter"], e["all 40 matter"]
    real = e["breast cancer, 60 rows"]
    because = (
        "Lasso error over ridge error at correlation 0.9: "
        f"{factor(sparse['0.9'])} if 3 of 40 columns matter, {factor(dense['0.9'])} if all do; "
        f"at 0: {factor(sparse['0'])} and {factor(dense['0'])}. Breast cancer: {factor(real)}."
    )
    strong = [rho for rho in sparse if float(rho) >= 0.6]
    sparse_wins = all(above(sparse[rho]) for rho in strong)
    dense_wins = all(above(dense[rho]) for rho in strong)
    if sparse_wins and dense_wins:
        return Verdict("holds", because)
    if dense_wins:
        loses = [rho for rho in sparse if below(sparse[rho])]
        condition = "many of the features matter: with all 40 L2 wins at every correlation"
        if loses:
            condition += f", with 3 of 40 L1 wins up to correlation {loses[-1]}"
        return Verdict("holds when", because, condition)
    return Verdict("does not hold", because)


def _carriers(contributions: np.ndarray) -> int:
    """Return how many columns, the largest first, make up 90 % of the absolute contributions."""
    size = np.sort(np.abs(contributions))[::-1]
    return int(np.searchsorted(np.cumsum(size), 0.9 * size.sum()) + 1)


def interpretability() -> Evidence:
    """Count the columns that carry 90 % of the forecast under each method."""
    rng = np.random.default_rng(0)
    Z = rng.standard_normal((442, 200))
    sets = {
        "diabetes, 10 columns": diabetes(),
        "breast cancer, 30": breast_cancer(),
        "diabetes with squares and products, 65": diabetes(2),
        "made, 5 of 200 matter": (Z, Z[:, :5].sum(axis=1) + 2 * rng.standard_normal(442)),
    }
    found: Evidence = {}
    for name, (X, y) in sets.items():
        counts: dict[str, list[int]] = {method: [] for method in METHODS}
        kept: dict[str, list[int]] = {method: [] for method in METHODS}
        for train, test in splits(len(X), 200, 5):
            part = scaled(X, y, train, test)
            for method in METHODS:
                w = tuned(part.X, part.y, method, 20)
                counts[method].append(_carriers(w))
                kept[method].append(int(np.count_nonzero(w)))
        found[name] = {
            "columns": X.shape[1],
            "kept": {m: float(np.median(those)) for m, those in kept.items()},
            "carry 90 %": {m: float(np.median(those)) for m, those in counts.items()},
        }
    return found


def interpretability_rule(e: Evidence) -> Verdict:
    """Decide whether L2 needs more columns than L1, above all among many."""
    ratios = {
        name: one["carry 90 %"]["l2"] / max(one["carry 90 %"]["l1"], 1) for name, one in e.items()
    }
    all_kept = all(one["kept"]["l2"] == one["columns"] for one in e.values())
    told = "; ".join(
        f"{name}: {one['carry 90 %']['l1']:g} under L1, {one['carry 90 %']['l2']:g} under L2"
        for name, one in e.items()
    )
    because = f"Columns that carry 90 % of the forecast (median of 5 splits): {told}."
    wide = [ratio for name, ratio in ratios.items() if e[name]["columns"] >= 30]
    return Verdict("holds" if all_kept and min(wide) >= 1.5 else "does not hold", because)


def smoothing() -> Evidence:
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
        f"Of {independent} independent pairs the smaller weight grows in {grows}. On diabetes "
        f"{real['that grew']} of {real['weights']} weights grow, and the largest over the smallest "
        f"goes from {real['largest over smallest, before']:.3g} to "
        f"{real['largest over smallest, after']:.3g}."
    )
    if grows == independent:
        return Verdict("holds", because)
    if agree >= 0.98 * pairs:
        condition = (
            "the small weight's feature has a correlation with its partner above the ratio of the "
            f"two weights (so in {agree} of {pairs} pairs); alone, every weight shrinks"
        )
        return Verdict("holds when", because, condition)
    return Verdict("does not hold", because)


CLAIMS = (
    Claim(
        "V14",
        "L2 makes weights small, but never exactly zero.",
        "l2",
        never_zero,
        never_zero_rule,
    ),
    Claim(
        "V16",
        "Prefer L2 over L1 where many features are correlated.",
        "l2",
        correlated_features,
        correlated_features_rule,
    ),
    Claim(
        "V17",
        "In high dimension L2 costs interpretability, since it drops nothing.",
        "l2",
        interpretability,
        interpretability_rule,
    ),
    Claim(
        "E4",
        "L2 smooths the weights out and so amplifies the small ones.",
        "l2",
        smoothing,
        smoothing_rule,
    ),
)
