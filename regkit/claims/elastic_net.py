"""Claims on Elastic Net: V18, V19, V27 and E7."""

from __future__ import annotations

import numpy as np

from regkit import datasets
from regkit.claims._claim import Claim, Evidence, Verdict
from regkit.claims._tools import (
    Array,
    above,
    below,
    breast_cancer,
    diabetes,
    error,
    factor,
    interval,
    parted,
    scaled,
    seeds,
    splits,
    tuned,
)
from regkit.conventions import to_glmnet, to_l1_percent, to_sklearn
from regkit.linear import coordinate_descent, fit, fit_path
from regkit.penalties import L1, L2, ElasticNet, Penalty

# --- the mix ------------------------------------------------------------------------------------


ALPHAS = np.linspace(0, 1, 11)


def _alpha_alone(X: Array, y: Array, unit: float) -> Array:
    """Return weights for every alpha, the strength left at 1, of y in another unit."""
    # the article sums the losses: its strength 1 is 1/n here
    return np.array(
        [fit(X, y * unit, (1 / len(y)) * ElasticNet.mix(float(a))).coef / unit for a in ALPHAS]
    )


def mix_without_strength(seed: int) -> Evidence:
    """Check the ends of the mix; then tune alpha alone, with the total strength left at 1."""
    w = np.random.default_rng(seed).standard_normal((100, 7))
    ends = {
        "alpha = 1 is ridge": all(ElasticNet.mix(1).value(one) == L2().value(one) for one in w),
        "alpha = 0 is lasso": all(ElasticNet.mix(0).value(one) == L1().value(one) for one in w),
    }
    mostly_l2 = ElasticNet.mix(0.75)
    elsewhere = {
        "glmnet": to_glmnet(mostly_l2, y_sd=1.0)["alpha"],
        "scikit-learn": to_sklearn(mostly_l2, estimator="ElasticNet")["l1_ratio"],
    }
    X, y = diabetes(2)
    units = (0.01, 1.0, 100.0)  # y in these units of its standard deviation
    cost: dict[str, dict[str, dict[str, float]]] = {"diabetes, 65 columns": {}, "made": {}}
    logs: dict[float, list[float]] = {unit: [] for unit in units}
    for train, test in splits(len(X), 150, 8, seed):
        part = scaled(X, y, train, test)
        least = error(part, tuned(part.X, part.y, "en"))
        for unit in units:  # the kindest choice of alpha
            best = min(error(part, one) for one in _alpha_alone(part.X, part.y, unit))
            logs[unit].append(np.log2(best / least))
    cost["diabetes, 65 columns"] = {
        f"{unit:g}": interval(those, (len(X) - 150) / 150) for unit, those in logs.items()
    }
    logs = {unit: [] for unit in units}
    for one in seeds(16, seed):
        rng = np.random.default_rng([one, 11])
        coef = rng.standard_normal(40) * (rng.random(40) < 0.25)
        coef /= max(float(np.linalg.norm(coef)), 1e-12)
        data = datasets.linear_data(60, coef, np.eye(40), sigma=0.7, seed=[one, 12])

        def wrong(w: Array, data: datasets.LinearData = data) -> float:
            return data.sigma**2 + data.excess_error(w)

        least = wrong(tuned(data.X, data.y, "en"))
        for unit in units:
            logs[unit].append(np.log2(min(map(wrong, _alpha_alone(data.X, data.y, unit))) / least))
    cost["made"] = {f"{unit:g}": interval(those) for unit, those in logs.items()}
    return {
        **ends,
        "alpha = 0.75 elsewhere": elsewhere,
        "log2 of error, alpha alone / strength tuned, by unit of y": cost,
    }


def mix_without_strength_rule(e: Evidence) -> Verdict:
    """Decide whether the ends are right, and whether alpha alone is enough to tune."""
    cost = e["log2 of error, alpha alone / strength tuned, by unit of y"]
    other = e["alpha = 0.75 elsewhere"]
    because = (
        "Both ends are as written, an identity (glmnet and scikit-learn mix the other way round: "
        f"its 0.75 is their {other['glmnet']:.2g} and {other['scikit-learn']:.2g}). But with the "
        "strength left at 1, the best α has this many times the error of a tuned strength: "
        + "; ".join(
            f"{name}, y in units of {unit} sd, {factor(one)}"
            for name, those in cost.items()
            for unit, one in those.items()
            if unit != "1"
        )
        + "."
    )
    if not (e["alpha = 1 is ridge"] and e["alpha = 0 is lasso"]):
        return Verdict("does not hold", because)
    costly = {name: parted(those)[0] for name, those in cost.items()}
    if costly["made"]:
        condition = "a strength λ multiplies the mix"
        return Verdict("holds when", because, condition)
    enough = all(below(one, np.log2(1.02)) for those in cost.values() for one in those.values())
    return Verdict("holds" if enough else "cannot tell", because)


def l1_percent(_: int) -> Evidence:
    """Evaluate the formula, convert it, and minimize it here and in scikit-learn."""
    from sklearn.linear_model import ElasticNet as SklearnElasticNet

    X, y = diabetes()
    part = scaled(X, y, slice(None), slice(None))
    n = len(part.y)
    rng = np.random.default_rng(0)
    formula = conversion = minimizer = 0
    settings = [(share, C) for share in (0.1, 0.5, 0.9) for C in (2.0, 20.0, 200.0)]
    for share, C in settings:
        penalty = (C / n) * ElasticNet.mix(1 - share)
        w = rng.standard_normal(10)
        by_hand = share * C * np.sum(np.abs(w)) + (1 - share) * C * np.sum(w**2)
        formula += bool(np.isclose(n * penalty.value(w), by_hand, rtol=1e-12))
        back = to_l1_percent(penalty, n=n)
        conversion += bool(np.allclose([back["l1_percent"], back["C"]], [share, C], rtol=1e-12))
        theirs = SklearnElasticNet(
            **to_sklearn(penalty, estimator="ElasticNet"), tol=1e-10, max_iter=100_000
        ).fit(part.X, part.y)
        minimizer += bool(np.allclose(theirs.coef_, fit(part.X, part.y, penalty).coef, atol=1e-4))
    half = to_sklearn(ElasticNet.mix(0.5), estimator="ElasticNet")
    return {
        "settings": len(settings),
        "formula agrees": formula,
        "conversion there and back": conversion,
        "same minimizer in scikit-learn": minimizer,
        "l1_ratio in scikit-learn of L1 percent 0.5": half["l1_ratio"],
    }


def l1_percent_rule(e: Evidence) -> Verdict:
    """Decide whether the formula, its conversion and its minimizer agree in every setting."""
    n = e["settings"]
    counts = [
        e[key]
        for key in ("formula agrees", "conversion there and back", "same minimizer in scikit-learn")
    ]
    because = (
        f"In {min(counts)} of {n} settings the formula, its conversion and the minimizer agree "
        "with lam1 = L1 % · C and lam2 = (1 − L1 %) · C; scikit-learn halves the second term, so "
        f"fifty percent is its l1_ratio = {e['l1_ratio in scikit-learn of L1 percent 0.5']:.3g}."
    )
    return Verdict("holds" if min(counts) == n else "does not hold", because)


# --- double shrinkage ---------------------------------------------------------------------------

# the paper's lambda2 is 2 lam2 on standardized columns
LAMBDA2 = (0.0, 0.01, 0.1, 1.0, 10.0, 100.0)
PUBLISHED = {
    "lasso": (3.06, 3.87, 65.0, 46.6),
    "elastic net": (2.51, 3.16, 56.6, 34.5),
    "ridge": (4.49, 2.84, 39.5, 64.5),
    "naive elastic net": (5.70, 2.73, 41.0, 45.9),
}


def _both(X: Array, y: Array, X_held: Array, y_held: Array) -> tuple[Array, Array]:
    """Return naive and corrected Elastic Net weights, each tuned by held-out rows."""
    n, p = X.shape
    found: dict[str, list[Array]] = {"naive": [], "corrected": []}
    for lambda2 in LAMBDA2:
        # with these rows below the data, it is a lasso (the paper's lemma 1)
        more = np.vstack([X, np.sqrt(n * lambda2) * np.eye(p)])
        W = fit_path(more, np.append(y, np.zeros(p)), L1(), n_lams=50, fit_intercept=False).coefs
        found["naive"].append(W)
        found["corrected"].append((1 + lambda2) * W)

    def best(paths: list[Array]) -> Array:
        W = np.vstack(paths)
        chosen: Array = W[np.mean((W @ X_held.T - y_held) ** 2, axis=1).argmin()]
        return chosen

    return best(found["naive"]), best(found["corrected"])


def double_shrinkage(seed: int) -> Evidence:
    """Compare naive and corrected on the paper's examples, over a sweep, and on real data."""
    medians: dict[str, dict[str, float]] = {}
    gains: dict[str, dict[str, float]] = {}
    rivals: dict[str, dict[str, float]] = {}
    study = datasets.study("zou_hastie")
    for example in "1234":
        errors = {method: np.array(study[example][method]["error"]) for method in PUBLISHED}
        medians[example] = {method: float(np.median(those)) for method, those in errors.items()}
        naive = errors["naive elastic net"]
        gains[example] = interval(np.log2(naive / errors["elastic net"]))
        rivals[example] = interval(np.log2(naive / np.minimum(errors["lasso"], errors["ridge"])))
    # what decides? eight groups of five columns, correlation 0.5 or 0.9 within; some carry all
    sweep: dict[str, dict[str, dict[str, float]]] = {}
    for rho in (0.5, 0.9):
        V = datasets.correlation(40, rho, "groups", group=5)
        sweep[f"{rho:g}"] = {}
        for carrying in (1, 2, 4, 8):
            coef = np.repeat([1.0, 0.0], [5 * carrying, 40 - 5 * carrying])
            coef /= np.sqrt(coef @ V @ coef)
            logs = []
            for one in seeds(48, seed):
                data = datasets.linear_data(100, coef, V, sigma=3**-0.5, seed=one)
                part = scaled(data.X, data.y, slice(0, 50), slice(50, 100))
                scale = data.y[:50].std() / data.X[:50].std(axis=0)
                naive_error, better = (data.excess_error(w * scale) for w in _both(*part))
                logs.append(np.log2(naive_error / better))
            sweep[f"{rho:g}"][str(carrying)] = interval(logs)
    real = {}
    for name, (X, y), rows in (
        ("diabetes, 65 columns", diabetes(2), 100),
        ("breast cancer", breast_cancer(), 50),
    ):
        logs = []
        for train, rest in splits(len(X), rows, 12, seed):
            part = scaled(X, y, train, rest)
            held, test = (part.X_test[:rows], part.y_test[:rows]), part.X_test[rows:]
            wrong = [
                np.mean((test @ w - part.y_test[rows:]) ** 2) for w in _both(part.X, part.y, *held)
            ]
            logs.append(np.log2(wrong[0] / wrong[1]))
        real[name] = interval(logs, (len(X) - 2 * rows) / rows)
    return {
        "median error": medians,
        "published": {
            k: {str(i + 1): v for i, v in enumerate(row)} for k, row in PUBLISHED.items()
        },
        "log2 of naive / corrected error": gains,
        "log2 of naive / better of lasso and ridge": rivals,
        "log2 of naive / corrected, by correlation and groups that matter": sweep,
        "log2 of naive / corrected, real data": real,
    }


def double_shrinkage_rule(e: Evidence) -> Verdict:
    """Decide whether, and from which correlation on, the correction improves the naive form."""
    gains = e["log2 of naive / corrected error"]
    helps = [example for example, one in gains.items() if above(one)]
    hurts = [example for example, one in gains.items() if below(one)]
    medians, real = e["median error"], e["log2 of naive / corrected, real data"]
    told = ", ".join(
        f"{medians[k]['naive elastic net']:.3g} / {medians[k]['elastic net']:.3g}" for k in gains
    )
    because = (
        f"Zou & Hastie's examples 1 to 4, median error naive / corrected: {told}. The correction "
        f"helps beyond chance in {len(helps)} and hurts in {len(hurts)} of {len(gains)}. "
        "Naive over corrected error on real data: "
        + ", ".join(f"{name} {factor(one)}" for name, one in real.items())
        + "."
    )
    sweep = e["log2 of naive / corrected, by correlation and groups that matter"]
    few = [k for k in next(iter(sweep.values())) if all(above(one[k]) for one in sweep.values())]
    most = next(reversed(next(iter(sweep.values()))))
    dense = [one[most] for one in sweep.values()]
    told = "; ".join(
        f"{factor(one['1'])} and {factor(one[most])} (correlation {rho})"
        for rho, one in sweep.items()
    )
    because += f" Naive over corrected error if one of 8 groups matters, and if all do: {told}."
    if len(helps) == len(gains) and all(map(above, dense)):
        return Verdict("holds", because)
    if helps and few and all(map(below, dense)):
        condition = f"few groups of columns matter (up to {few[-1]} of 8)"
        return Verdict("holds when", because, condition)
    lost = len(hurts) == len(gains) and not few
    return Verdict("does not hold" if lost else "cannot tell", because)


# --- expense ------------------------------------------------------------------------------------


def _sweeps(X: Array, y: Array, penalty: Penalty, limit: int = 1500) -> int:
    """Count the sweeps of coordinate descent until the objective is within 1e-6 of its least."""
    best = fit(X, y, penalty, tol=1e-11)
    least = float(np.mean((X @ best.coef - y) ** 2)) / 2 + penalty.value(best.coef)
    n_iter = 50
    while True:
        objectives = coordinate_descent(
            X, y, penalty, n_iter=n_iter, fit_intercept=False
        ).objectives
        near = objectives - least <= 1e-6 * least
        if near.any() or n_iter >= limit:
            return int(near.argmax()) if near.any() else limit
        n_iter = min(4 * n_iter, limit)


def expense(seed: int) -> Evidence:
    """Count multiply-adds of one fit at equal accuracy, and fits to tune each method."""
    X, y = breast_cancer()
    alone = datasets.linear_data(200, [1.0] * 5 + [0.0] * 15, np.eye(20), seed=seed)
    near = datasets.linear_data(
        200, [1.0] * 5 + [0.0] * 15, datasets.correlation(20, 0.95), seed=seed
    )
    found: Evidence = {"thousands of multiply-adds of one fit": {}, "over lasso": {}}
    for name, part in {
        "independent columns": scaled(alone.X, alone.y, slice(None), slice(None)),
        "correlation 0.95": scaled(near.X, near.y, slice(None), slice(None)),
        "breast cancer": scaled(X, y, slice(None), slice(None)),
    }.items():
        n, p = part.X.shape
        strength = 0.02 * float(np.abs(part.X.T @ part.y).max()) / n
        cost = {
            method: 2 * n * p * _sweeps(part.X, part.y, strength * direction) / 1000
            for method, direction in {
                "l1": L1(),
                "l2": L2(),
                "en, same total": ElasticNet.mix(0.5),
                "en, L2 added": L1() + L2(),
            }.items()
        }
        found["thousands of multiply-adds of one fit"][name] = cost
        found["over lasso"][name] = {
            kind: cost[f"en, {kind}"] / cost["l1"] for kind in ("same total", "L2 added")
        }
    strengths, folds = 25, 5
    found["fits to tune"] = {
        method: strengths * mixes * folds + 1 for method, mixes in (("l1", 1), ("l2", 1), ("en", 3))
    }
    return found


def expense_rule(e: Evidence) -> Verdict:
    """Decide whether one fit, and tuning, cost more than with the lasso."""
    fits = e["fits to tune"]
    ratios = [ratio for one in e["over lasso"].values() for ratio in one.values()]
    because = (
        "Multiply-adds of one Elastic Net fit over one lasso fit, same accuracy (same total "
        "strength; L2 added to the same L1): "
        + ", ".join(
            f"{name} {one['same total']:.2g}; {one['L2 added']:.2g}"
            for name, one in e["over lasso"].items()
        )
        + f". Tuned with three mixes, Elastic Net takes {fits['en']} fits, the others {fits['l1']}."
    )
    if min(ratios) > 1:
        return Verdict("holds", because)
    if fits["en"] > fits["l1"]:
        times = (fits["en"] - 1) / (fits["l1"] - 1)
        condition = f"the mix is tuned, too ({times:g} mixes take {times:g} times the fits)"
        return Verdict("holds when", because, condition)
    return Verdict("does not hold", because)


CLAIMS = (
    Claim(
        "V18",
        "In (1 − α) |w|₁ + α |w|², α = 1 is ridge and α = 0 is lasso, and tuning α balances them.",
        "Tuning the alpha parameter allows you to balance between the two regularizers",
        "elastic_net",
        mix_without_strength,
        mix_without_strength_rule,
    ),
    Claim(
        "V19",
        "The naive Elastic Net does well only near ridge or lasso, because it shrinks twice; the "
        "paper's correction fixes that.",
        "performs less adequately when the hyperparameter tuning is different",
        "elastic_net",
        double_shrinkage,
        double_shrinkage_rule,
    ),
    Claim(
        "V27",
        "Elastic Net is more expensive than lasso or ridge alone.",
        "Elastic Net regularization is more expensive",
        "elastic_net",
        expense,
        expense_rule,
    ),
    Claim(
        "E7",
        "Elastic Net adds L1 % · C · Σ|w| + (1 − L1 %) · C · Σw² to the loss.",
        "(1 - L1 percent) * ((Sum of Squared Weights) * the Constant)",
        "elastic_net",
        l1_percent,
        l1_percent_rule,
    ),
)
