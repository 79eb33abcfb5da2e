"""Claims on why one regularizes at all: V1 and V2."""

from __future__ import annotations

from typing import Any

import numpy as np

from regkit import datasets
from regkit.claims._claim import Claim, Evidence, Verdict
from regkit.claims._tools import Array, below, diabetes, factor, interval, parted, scaled, seeds
from regkit.linear import fit
from regkit.network import Network
from regkit.penalties import L2, NoPenalty
from regkit.trainer import Adam, train

WILD = 1.5  # a curve is called wild if it swings half as far again as its points do


def _curve(x: Array, y: Array, degree: int, lam: float, at: Array) -> Array:
    """Fit a polynomial of x scaled to [-1, 1] (weights under lam ||w||^2), and evaluate it."""
    middle, half = (x.max() + x.min()) / 2, np.ptp(x) / 2
    powers, powers_at = (
        np.polynomial.chebyshev.chebvander((part - middle) / half, degree)[:, 1:]
        for part in (x, at)
    )
    return fit(powers, y, L2(lam)).predict(powers_at)


def oscillation(seed: int) -> Evidence:
    """Swing between the points, and leave-one-out error, for polynomials through ten points."""
    bank = datasets.bank().loans
    low, high = bank[0], bank[-1]
    turns = np.cos(np.pi * (np.arange(10) + 0.5) / 10)[::-1]
    places = {
        "bank": bank,
        "even": np.linspace(low, high, 10),
        "chebyshev": (low + high) / 2 + (high - low) / 2 * turns,
    }
    models = {"degree 3": (3, 0.0), "degree 9": (9, 0.0), "degree 9, L2": (9, 0.01)}
    swing: dict[str, dict[str, Any]] = {}
    left_out: dict[str, dict[str, float]] = {}
    for place, x in places.items():
        at = np.linspace(x[0], x[-1], 400)
        swing[place], left_out[place] = {}, {}
        for name, (degree, lam) in models.items():
            swings, errors = [], []
            for draw, one in enumerate(seeds(160, seed)):
                noise = 0.7 * np.random.default_rng(one).standard_normal(10)
                y = datasets.bank_rule(x) + noise
                swings.append(np.log2(np.ptp(_curve(x, y, degree, lam, at)) / np.ptp(y)))
                if draw >= 40:
                    continue
                misses = []
                for k in range(10):
                    kept = np.arange(10) != k
                    # without a point, degree 8 passes through the other nine
                    there = _curve(x[kept], y[kept], min(degree, 8), lam, x[[k]])
                    misses.append(there[0] - y[k])
                errors.append(np.sqrt(np.mean(np.square(misses))))
            swing[place][name] = interval(swings)
            left_out[place][name] = float(np.median(errors))
    vandermonde = np.polynomial.chebyshev.chebvander(np.linspace(-1, 1, 10), 10)
    return {
        "log2 of swing / range of the points": swing,
        "leave-one-out error ($k), median of 40 draws": left_out,
        "coefficients of degree 10": vandermonde.shape[1],
        "equations from 10 points": int(np.linalg.matrix_rank(vandermonde)),
    }


def oscillation_rule(e: Evidence) -> Verdict:
    """Decide whether degree 9 is wild and degree 3 calm, wherever the points lie."""
    swing = e["log2 of swing / range of the points"]
    limit = float(np.log2(WILD))
    wild, tame = parted({place: one["degree 9"] for place, one in swing.items()}, limit)
    calm = all(below(one["degree 3"], limit) for one in swing.values())
    because = (
        f"Degree 9 swings over {factor(swing['bank']['degree 9'])} times the range of the bank's "
        f"ten points, degree 3 over {factor(swing['bank']['degree 3'])}, degree 9 under L2 over "
        f"{factor(swing['bank']['degree 9, L2'])}. Evenly spaced, degree 9 swings over "
        f"{factor(swing['even']['degree 9'])}, at Chebyshev points, which crowd towards the ends, "
        f"over {factor(swing['chebyshev']['degree 9'])}. (Degree 10, the article's, has "
        f"{e['coefficients of degree 10']} coefficients for {e['equations from 10 points']} "
        "equations: no one curve.)"
    )
    if calm and len(wild) == len(swing):
        return Verdict("holds", because)
    if calm and {"bank", "even"} <= set(wild) and tame:
        condition = "the points do not crowd towards the ends"
        return Verdict("holds when", because, condition)
    return Verdict("does not hold" if "even" in tame else "cannot tell", because)


EPOCHS = 150
DECAYS = (0.001, 0.003, 0.01, 0.03, 0.1)


def _one_training(X: Array, y: Array, sizes: tuple[int, int], seed: int) -> dict[str, float]:
    """Train a network too long, with early stopping, and under L2; test losses of each."""
    order = np.random.default_rng(seed).permutation(len(X))
    cuts = np.cumsum(sizes)
    rows, held, test = order[: cuts[0]], order[cuts[0] : cuts[1]], order[cuts[1] :]
    part = scaled(X, y, rows, np.concatenate([held, test]))
    X_held, y_held = part.X_test[: len(held)], part.y_test[: len(held)]
    X_test, y_test = part.X_test[len(held) :], part.y_test[len(held) :]

    def run(penalty: Any) -> tuple[Array, Array]:
        network = Network((X.shape[1], 64, 1), loss="squared_error", seed=seed)
        losses: list[tuple[float, float]] = []
        train(
            network,
            part.X,
            part.y,
            penalty,
            optimizer=Adam(lr=0.005),
            epochs=EPOCHS,
            batch_size=32,
            seed=seed,
            record=False,
            callback=lambda *_: losses.append(
                (network.loss(X_held, y_held), network.loss(X_test, y_test))
            ),
        )
        held_losses, test_losses = np.array(losses).T
        return held_losses, test_losses

    held_plain, test_plain = run(NoPenalty())
    stop = int(held_plain.argmin())
    # the strength is chosen by the held-out rows, at the last epoch
    ends = [[losses[-1] for losses in run(L2(lam))] for lam in DECAYS]
    return {
        "last epoch": float(test_plain[-1]),
        "best epoch": float(test_plain.min()),
        "stopped": float(test_plain[stop]),
        "L2": float(min(ends)[1]),
        "when best": int(test_plain.argmin()) + 1,
        "when stopped": stop + 1,
    }


def _made(kind: str, seed: int) -> tuple[Array, Array]:
    """Draw 1225 rows of 20 columns: a rule of two of them, or of all."""
    rng = np.random.default_rng([seed, 7])
    Z = rng.standard_normal((1225, 20))
    signal = Z[:, 0] * Z[:, 1] + Z[:, 0]
    if kind == "all columns matter":
        signal = np.tanh(Z @ rng.standard_normal((20, 3)) / 3).sum(axis=1)
    return Z, signal + rng.standard_normal(len(Z))


def training_too_long(seed: int) -> Evidence:
    """Test loss of networks that train on, stop early, or train on under L2."""
    X, y = diabetes()
    sizes = (150, 75)
    sets: dict[str, tuple[list[dict[str, float]], float]] = {
        "diabetes": (
            [_one_training(X, y, sizes, one) for one in seeds(8, seed)],
            (len(y) - sum(sizes)) / sizes[0],
        )
    }
    for kind in ("two columns matter", "all columns matter"):
        sets[kind] = [_one_training(*_made(kind, one), sizes, one) for one in seeds(16, seed)], 0.0
    found: Evidence = {}
    for name, (runs, test_to_train) in sets.items():
        each = {key: np.log2([run[key] for run in runs]) for key in runs[0]}
        found[name] = {
            f"log2 of {one} / {other}": interval(each[one] - each[other], test_to_train)
            for one, other in (
                ("last epoch", "best epoch"),
                ("stopped", "best epoch"),
                ("L2", "last epoch"),
                ("L2", "stopped"),
            )
        }
        found[name]["best epoch"] = float(np.mean([run["when best"] for run in runs]))
        found[name]["epoch stopped at"] = float(np.mean([run["when stopped"] for run in runs]))
    return found


STOPPED = float(np.log2(1.1))  # held-out rows tell when to stop if they cost less than this


def training_too_long_rule(e: Evidence) -> Verdict:
    """Decide whether it overfits, L2 helps, and held-out rows cannot tell when to stop."""
    made = {name: one for name, one in e.items() if name != "diabetes"}
    longer, stopped, helped = (
        {name: one[f"log2 of {ratio}"] for name, one in made.items()}
        for ratio in ("last epoch / best epoch", "stopped / best epoch", "L2 / last epoch")
    )
    because = f"Test loss after {EPOCHS} epochs over its best: " + "; ".join(
        f"{name} {factor(one['log2 of last epoch / best epoch'])}, under L2 "
        f"{factor(one['log2 of L2 / last epoch'])} times that of the last epoch, stopped where 75 "
        f"held-out rows say so {factor(one['log2 of stopped / best epoch'])} times the best"
        for name, one in e.items()
    )
    because += "."
    overfits, never = parted(longer)
    harms, helps = parted(helped)
    if never or harms:
        return Verdict("does not hold", because)
    if len(overfits) < len(made) or len(helps) < len(made):
        return Verdict("cannot tell", because)
    misled, told = parted(stopped, STOPPED)
    if len(told) == len(made):
        condition = "no rows are held out to tell you when to stop"
        return Verdict("holds when", because, condition)
    return Verdict("holds" if len(misled) == len(made) else "cannot tell", because)


CLAIMS = (
    Claim(
        "V1",
        "A polynomial of high degree through a few points oscillates wildly between them; one of "
        "low degree does not.",
        "the one of the tenth produces the wildly oscillating function",
        "need",
        oscillation,
        oscillation_rule,
    ),
    Claim(
        "V2",
        "Who trains too long overfits, and nobody can know when to stop; a regularizer helps.",
        "you also don't know exactly the point where you should stop",
        "need",
        training_too_long,
        training_too_long_rule,
        tolerance=0.05,
    ),
)
