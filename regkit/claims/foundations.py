"""Claims on loss plus penalty: V3, V4 and E3."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from regkit import datasets
from regkit.claims._claim import Claim, Evidence, Verdict
from regkit.claims._tools import (
    Array,
    Scaled,
    above,
    below,
    breast_cancer,
    diabetes,
    error,
    interval,
    parted,
    say,
    scaled,
    seeds,
    splits,
)
from regkit.linear import fit, fit_path
from regkit.losses import squared_error
from regkit.penalties import L1, L2, ElasticNet, NoPenalty, Penalty


def _problems(seed: int) -> Iterator[tuple[str, Array, Array]]:
    """Yield two real data sets and a made one, all columns and y of mean 0 and variance 1."""
    everything = slice(None)
    made = datasets.linear_data(
        100, [1.0, -0.5, 0.25] + [0.0] * 17, datasets.correlation(20, 0.5, "decay"), seed=[seed, 3]
    )
    for name, (X, y) in {
        "diabetes": diabetes(),
        "breast cancer": breast_cancer(),
        "made": (made.X, made.y),
    }.items():
        part = scaled(X, y, everything, everything)
        yield name, part.X, part.y


def _strongest(X: Array, y: Array) -> float:
    """Return the smallest L1 strength that sets every weight to zero."""
    return float(np.abs(X.T @ y).max()) / len(y)


def two_minima(seed: int) -> Evidence:
    """Loss and penalty at the optimum of their sum, against the least either can be."""
    optima = both_least = loss_least = undominated = 0
    slack, rise = [], []
    for _, X, y in _problems(seed):
        least = squared_error(X @ fit(X, y, NoPenalty()).coef, y)
        top = _strongest(X, y)
        for share in (0.003, 0.03, 0.3):
            directions: tuple[Penalty, ...] = (L1(), L2(), ElasticNet.mix(0.5))
            for direction in directions:
                penalty = share * top * direction
                w = fit(X, y, penalty).coef
                loss, size = squared_error(X @ w, y), penalty.value(w)
                slopes = X.T @ (y - X @ w) / len(y)  # the loss pulls up, the penalty down
                pull = penalty.gradient(w)
                slack.append(float(np.abs(slopes - pull)[w != 0].max() / np.abs(pull).max()))
                optima += 1
                loss_least += loss <= least * (1 + 1e-6)
                both_least += loss <= least * (1 + 1e-6) and size == 0
                rise.append(loss / least - 1)
                # no fit along the path has both a smaller loss and a smaller penalty
                others = fit_path(X, y, direction, n_lams=30).coefs
                better = [
                    squared_error(X @ v, y) < loss - 1e-6 and penalty.value(v) < size - 1e-6
                    for v in others
                ]
                undominated += not any(better)
    # from the largest slope up the penalty is at its least, zero; the loss is not
    at_top = []
    for _, X, y in _problems(seed):
        w = fit(X, y, L1(1.001 * _strongest(X, y))).coef
        least = squared_error(X @ fit(X, y, NoPenalty()).coef, y)
        at_top.append(np.count_nonzero(w) == 0 and squared_error(X @ w, y) > least * 1.01)
    return {
        "optima": optima,
        "with both terms at their least": both_least,
        "with the loss at its least": loss_least,
        "that no other fit beats in both terms": undominated,
        "largest difference of the two slopes, relative, below 1e-5": max(slack) < 1e-5,
        "loss above its least (%)": {
            "smallest": 100 * min(rise),
            "median": 100 * float(np.median(rise)),
        },
        "above lam_max: penalty least and loss not": sum(at_top),
    }


def two_minima_rule(e: Evidence) -> Verdict:
    """Decide whether any fit is lower in both terms; tell whether each is at its own minimum."""
    n, both, free = (
        e["optima"],
        e["with both terms at their least"],
        e["that no other fit beats in both terms"],
    )
    because = (
        f"No other fit is lower in both terms, at {free} of {n} optima (nor can it be: its sum "
        "would be lower than the least). Taken literally, each term at its own least, it is true "
        f"of {both} of {n}: the loss is at its least in {e['with the loss at its least']}, in the "
        f"median {e['loss above its least (%)']['median']:.3g} % above, and the two slopes cancel."
    )
    return Verdict("holds" if free == n else "does not hold", because)


def _rank_correlation(a: Array, b: Array) -> float:
    ranks = np.array([np.argsort(np.argsort(part)) for part in (a, b)], dtype=np.float64)
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])


def size_and_gap(seed: int) -> Evidence:
    """Rank correlation of the penalty's value with the gap between test and training error."""
    found: Evidence = {"along one path": {}}
    X, y = diabetes(2)
    for name, direction, norm in (("ridge", L2(), 2), ("lasso", L1(), 1)):
        parts = {
            "diabetes": [scaled(X, y, *rows) for rows in splits(len(X), 150, 20, seed)],
            "made": [_made_part(0.0, one) for one in seeds(20, seed)],
            "made, correlated": [_made_part(0.5, one) for one in seeds(20, seed)],
        }
        for data, those in parts.items():
            along = []
            for part in those:
                W = fit_path(part.X, part.y, direction, n_lams=40).coefs
                overfit = [error(part, w) - 2 * squared_error(part.X @ w, part.y) for w in W]
                sizes = np.sum(np.abs(W) ** norm, axis=1)
                along.append(_rank_correlation(sizes, np.array(overfit)))
            shared = len(those[0].y_test) / len(those[0].y) if data == "diabetes" else 0.0
            found["along one path"][f"{name}, {data}"] = interval(along, shared)
    # other models of one y: least squares of minimum norm on 5 and on 1000 columns
    sizes, gaps = [], []
    for one in seeds(20, seed):
        draw = np.random.default_rng([2, one])
        truth = draw.standard_normal(1000) / np.sqrt(1000)
        Z = draw.standard_normal((20 + 300, 1000))
        y = Z @ truth + 0.5 * draw.standard_normal(320)
        for p in (5, 1000):
            w = fit(Z[:20, :p], y[:20], NoPenalty(), fit_intercept=False).coef
            squares = (Z[:, :p] @ w - y) ** 2
            sizes.append(float(w @ w))
            gaps.append(float(squares[20:].mean() - squares[:20].mean()))
    size, gap = np.reshape(sizes, (-1, 2)).T, np.reshape(gaps, (-1, 2)).T
    found["1000 columns against 5"] = {
        "log2 of ||w||^2 ratio": interval(np.log2(size[1] / size[0])),
        "gap difference": interval(gap[1] - gap[0]),
    }
    return found


def _made_part(rho: float, seed: int) -> Scaled:
    """Draw 60 rows to train with and 300 to test with, 40 columns of which 10 matter."""
    rng = np.random.default_rng([seed, 9])
    X = np.sqrt(1 - rho) * rng.standard_normal((360, 40))
    X += np.sqrt(rho) * rng.standard_normal((360, 1))
    y = X[:, :10].sum(axis=1) / np.sqrt(10) + rng.standard_normal(360)
    return scaled(X, y, slice(0, 60), slice(60, 360))


def size_and_gap_rule(e: Evidence) -> Verdict:
    """Decide whether the penalty's value orders models by how much they overfit."""
    along = e["along one path"]
    other = e["1000 columns against 5"]
    size, gap = other["log2 of ||w||^2 ratio"], other["gap difference"]
    because = (
        "Rank correlation of penalty and overfit along a path: "
        + ", ".join(f"{one['mean']:.3f} ({name})" for name, one in along.items())
        + ". But a fit with 1000 columns has "
        f"{2 ** -size['mean']:.2g} times less ||w||² than one with 5, and overfits more, by "
        f"{say(gap, 2)}."
    )
    positive, negative = parted(along)
    if len(negative) == len(along):
        return Verdict("does not hold", because)
    if len(positive) == len(along) and below(size) and above(gap):
        condition = "the models share their columns and differ in λ alone"
        return Verdict("holds when", because, condition)
    holds = len(positive) == len(along) and above(size) and above(gap)
    return Verdict("holds" if holds else "cannot tell", because)


def balance(seed: int) -> Evidence:
    """Check at every weight of many lasso fits: slope of the loss against lambda."""
    fits = weights = broken = zero = 0
    probes = wrong = 0
    for _, X, y in _problems(seed):
        top = _strongest(X, y)
        lams = top * np.geomspace(0.9, 0.001, 12)
        for lam, w in zip(lams, fit_path(X, y, L1(), lams, tol=1e-10).coefs, strict=True):
            slope = X.T @ (X @ w - y) / len(y)
            idle = w == 0
            off = np.where(idle, np.abs(slope) - lam, np.abs(slope + lam * np.sign(w)))
            fits, weights, zero = fits + 1, weights + len(w), zero + int(idle.sum())
            broken += int(np.sum(off > 1e-4 * lam))
            # the article's own question: make one weight smaller by x; does it pay?
            for j in np.flatnonzero(~idle):
                for part in (0.01, 0.3, 1.0):
                    x = part * abs(w[j])
                    smaller = w.copy()
                    smaller[j] -= x * np.sign(w[j])
                    loss_up = squared_error(X @ smaller, y) - squared_error(X @ w, y)
                    probes += 1
                    wrong += loss_up < lam * x * (1 - 1e-4) - 1e-12
    return {
        "fits": fits,
        "weights": weights,
        "exactly zero": zero,
        "weights that break the condition": broken,
        "shrinking one weight further": {"tried": probes, "pays": wrong},
    }


def balance_rule(e: Evidence) -> Verdict:
    """Decide whether the condition is met at every weight."""
    tried, pays = (e["shrinking one weight further"][key] for key in ("tried", "pays"))
    broken = e["weights that break the condition"]
    because = (
        "It is the condition for an optimum: where |slope of the loss| < λ the weight is 0, else "
        f"they are equal. {e['weights'] - broken} of {e['weights']} weights in {e['fits']} lasso "
        f"fits have slopes that balance so; shrinking a weight further pays in {pays} of {tried} "
        "tries."
    )
    return Verdict("does not hold" if broken or pays else "holds", because)


CLAIMS = (
    Claim(
        "V3",
        "The optimum is where loss and regularizer are both as low as they can become.",
        "when both values are as low as they can possible become",
        "foundations",
        two_minima,
        two_minima_rule,
    ),
    Claim(
        "V4",
        "An overfitted mapping has a large regularizer value.",
        "a regularizer value will likely be high",
        "foundations",
        size_and_gap,
        size_and_gap_rule,
    ),
    Claim(
        "E3",
        "L1 makes a weight smaller as long as the loss rises by less than the penalty falls.",
        "will make the model weight smaller until this is no longer true",
        "foundations",
        balance,
        balance_rule,
    ),
)
