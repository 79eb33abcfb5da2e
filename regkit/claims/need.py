"""Claims on why one regularizes at all: V1 and V2."""

from __future__ import annotations

from typing import Any

import numpy as np

from regkit import datasets
from regkit.claims._claim import Claim, Evidence, Verdict
from regkit.claims._tools import Array, above, below, diabetes, interval, say, scaled
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


def oscillation() -> Evidence:
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
    swing: dict[str, dict[str, float]] = {}
    left_out: dict[str, dict[str, float]] = {}
    for place, x in places.items():
        at = np.linspace(x[0], x[-1], 400)
        swing[place], left_out[place] = {}, {}
        for name, (degree, lam) in models.items():
            swings, errors = [], []
            for seed in range(40):
                noise = 0.7 * np.random.default_rng(seed).standard_normal(10)
                y = datasets.bank_rule(x) + noise
                swings.append(np.ptp(_curve(x, y, degree, lam, at)) / np.ptp(y))
                misses = []
                for k in range(10):
                    kept = np.arange(10) != k
                    # without a point, degree 8 passes through the other nine
                    there = _curve(x[kept], y[kept], min(degree, 8), lam, x[[k]])
                    misses.append(there[0] - y[k])
                errors.append(np.sqrt(np.mean(np.square(misses))))
            swing[place][name] = float(np.median(swings))
            left_out[place][name] = float(np.median(errors))
    vandermonde = np.polynomial.chebyshev.chebvander(np.linspace(-1, 1, 10), 10)
    return {
        "swing, median of 40 draws": swing,
        "leave-one-out error ($k), median": left_out,
        "coefficients of degree 10": vandermonde.shape[1],
        "equations from 10 points": int(np.linalg.matrix_rank(vandermonde)),
    }


def oscillation_rule(e: Evidence) -> Verdict:
    """Decide whether degree 9 is wild and degree 3 calm, wherever the points lie."""
    swing = e["swing, median of 40 draws"]
    wild = {place: one["degree 9"] > WILD for place, one in swing.items()}
    calm = all(one["degree 3"] <= WILD for one in swing.values())
    because = (
        f"Degree 9 swings over {swing['bank']['degree 9']:.3g} times the range of the bank's ten "
        f"points, degree 3 over {swing['bank']['degree 3']:.3g}, degree 9 under L2 over "
        f"{swing['bank']['degree 9, L2']:.3g}; at Chebyshev points degree 9 swings over "
        f"{swing['chebyshev']['degree 9']:.3g}. (Degree 10 has "
        f"{e['coefficients of degree 10']} coefficients for {e['equations from 10 points']} "
        "equations: no one curve.)"
    )
    if calm and all(wild.values()):
        return Verdict("holds", because)
    if calm and wild["bank"] and wild["even"]:
        condition = (
            "the points do not crowd towards the ends: evenly spaced, the curve swings over "
            f"{swing['even']['degree 9']:.3g} ranges, at Chebyshev points over "
            f"{swing['chebyshev']['degree 9']:.3g}"
        )
        return Verdict("holds when", because, condition)
    return Verdict("does not hold", because)


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


def training_too_long() -> Evidence:
    """Test loss of networks that train on, stop early, or train on under L2."""
    X, y = diabetes()
    rng = np.random.default_rng(0)
    Z = rng.standard_normal((600, 20))
    sets = {
        "diabetes": (X, y, (150, 75)),
        "made, two relevant columns": (
            Z,
            Z[:, 0] * Z[:, 1] + Z[:, 0] + rng.standard_normal(600),
            (150, 75),
        ),
    }
    found: Evidence = {}
    for name, (X, y, sizes) in sets.items():
        runs = [_one_training(X, y, sizes, seed) for seed in range(8)]
        each = {key: np.array([run[key] for run in runs]) for key in runs[0]}
        found[name] = {
            "last epoch over best epoch": interval(each["last epoch"] / each["best epoch"]),
            "stopped over best epoch": interval(each["stopped"] / each["best epoch"]),
            "L2 over last epoch": interval(each["L2"] / each["last epoch"]),
            "L2 over stopped": interval(each["L2"] / each["stopped"]),
            "best epoch": float(each["when best"].mean()),
            "epoch stopped at": float(each["when stopped"].mean()),
        }
    return found


def training_too_long_rule(e: Evidence) -> Verdict:
    """Decide whether it overfits, L2 helps, and held-out rows cannot tell when to stop."""
    sets = list(e.values())
    overfits = all(above(one["last epoch over best epoch"], 1) for one in sets)
    helps = all(below(one["L2 over last epoch"], 1) for one in sets)
    tells = all(one["stopped over best epoch"]["high"] < 1.1 for one in sets)
    first = sets[0]
    because = (
        f"Diabetes: after {EPOCHS} epochs the test loss is "
        f"{say(first['last epoch over best epoch'])} times its best, under L2 "
        f"{say(first['L2 over last epoch'])} times that of the last epoch. Stopping where 75 "
        f"held-out rows say so costs {say(first['stopped over best epoch'], 4)} times the best, "
        f"L2 over stopping: {say(first['L2 over stopped'])}."
    )
    if not (overfits and helps):
        return Verdict("does not hold", because)
    if tells:
        worst = max(one["stopped over best epoch"]["mean"] for one in sets) - 1
        condition = (
            "no rows are held out to tell you when to stop; with 75 held-out rows, stopping early "
            f"is within {100 * worst:.2g} % of the best epoch"
        )
        return Verdict("holds when", because, condition)
    return Verdict("holds", because)


CLAIMS = (
    Claim(
        "V1",
        "A polynomial of high degree through a few points oscillates wildly between them; one of "
        "low degree does not.",
        "need",
        oscillation,
        oscillation_rule,
    ),
    Claim(
        "V2",
        "Who trains too long overfits, and nobody can know when to stop; a regularizer helps.",
        "need",
        training_too_long,
        training_too_long_rule,
        tolerance=0.05,
    ),
)
