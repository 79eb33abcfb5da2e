"""Claims on which regularizer to choose, if any: V20 to V26 and E8 to E11."""

from __future__ import annotations

import itertools
import json
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from regkit import datasets
from regkit.claims import _designs
from regkit.claims._claim import Claim, Evidence, Verdict
from regkit.claims._designs import ROWS, Run, against, grid
from regkit.claims._tools import (
    METHODS,
    Array,
    above,
    below,
    breast_cancer,
    diabetes,
    error,
    factor,
    interval,
    say,
    scaled,
    splits,
    tuned,
)
from regkit.linear import fit, fit_path
from regkit.penalties import L1, L2

NAMES = {"l1": "L1", "l2": "L2", "en": "Elastic Net"}


def _by_relevant(one: str, other: str, where: Any) -> dict[str, dict[str, float]]:
    """Return `against`, for each number of relevant columns that occurs."""
    numbers = sorted({r.relevant for r in grid() if where(r)})
    return {
        str(k): against(one, other, lambda r, k=k: where(r) and r.relevant == k)  # type: ignore[misc]  # a lambda's default has no type
        for k in numbers
    }


def _enough(ratios: dict[str, dict[str, float]]) -> str:
    """Return the first number of relevant columns from which on the first method is better."""
    better = ""
    for k, one in reversed(ratios.items()):
        if not below(one):
            break
        better = k
    return better


def stored_study() -> dict[str, Any]:
    """Return the mean log2 regret of each method in each design of the book's larger study."""
    file = resources.files(__package__).joinpath("data/regret.json")
    study: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return study


def _study() -> dict[str, Any]:
    """Sum up the larger study: factors lost on average, and in the worst design of two kinds."""
    designs = stored_study()["log2 regret"]
    dense = [one for name, one in designs.items() if float(name.split()[-1]) == 0]
    empty = [one for name, one in designs.items() if float(name.split()[-1]) > 0]
    return {
        method: {
            "mean regret": 2 ** float(np.mean([one[method] for one in designs.values()])) - 1,
            "worst dense design": 2 ** max(one[method] for one in dense) - 1,
            "worst design with 90 % zeros": 2 ** max(one[method] for one in empty) - 1,
        }
        for method in METHODS
    }


def start_with_both() -> Evidence:
    """Compute the regret of always choosing one method, over the grid of designs."""
    cells: dict[tuple[Any, ...], list[Run]] = {}
    for r in grid():
        cells.setdefault(r[:4], []).append(r)
    found: Evidence = {"designs": len(cells), "draws": len(grid()), "methods": {}}
    found["stored study of 132 designs"] = _study()
    for method in METHODS:
        worst = max(float(np.mean([r.regret(method) for r in those])) for those in cells.values())
        found["methods"][method] = {
            "mean regret": interval([r.regret(method) for r in grid()]),
            "worst design": worst,
            "best of the three, share of draws": float(
                np.mean([r.regret(method) == 0 for r in grid()])
            ),
        }
    return found


def start_with_both_rule(e: Evidence) -> Verdict:
    """Decide whether always choosing Elastic Net is regretted least."""
    methods = e["methods"]
    en = methods["en"]
    others = [methods["l1"], methods["l2"]]
    told = ", ".join(
        f"{NAMES[m]} {100 * one['mean regret']['mean']:.2g} % (worst design "
        f"{100 * one['worst design']:.2g} %)"
        for m, one in methods.items()
    )
    wins = 100 * en["best of the three, share of draws"]
    because = (
        f"Mean regret of always choosing one, over {e['designs']} designs: {told}. Elastic Net is "
        f"the best of the three in {wins:.2g} % of draws."
    )
    study = e["stored study of 132 designs"]
    dense, empty = (
        {m: 100 * one[kind] for m, one in study.items()}
        for kind in ("worst dense design", "worst design with 90 % zeros")
    )
    because += (
        f" Worst dense design of the larger study: L1 {dense['l1']:.3g} %, L2 {dense['l2']:.3g} %, "
        f"Elastic Net {dense['en']:.3g} %."
    )
    average = all(en["mean regret"]["high"] < one["mean regret"]["low"] for one in others)
    worst = all(en["worst design"] < one["worst design"] for one in others)
    everywhere = empty["en"] <= min(empty.values())
    if average and worst and everywhere:
        return Verdict("holds", because)
    if worst and dense["en"] <= min(dense.values()):
        condition = "the worst case over unknown designs counts, not the single design"
        if not everywhere:
            condition += (
                f", and X is not nearly empty (90 % zeros, 20 rows: {empty['en']:.2g} % regret "
                f"against {empty['l1']:.2g} % of L1)"
            )
        return Verdict("holds when", because, condition)
    return Verdict("does not hold", because)


RATIOS = (1.5, 3, 10, 30, 100)


def _gain(n: int, kind: str, seed: int) -> float:
    """Return by how many per cent tuned ridge lowers the error of least squares, 20 columns."""
    rng = np.random.default_rng([n, seed])
    X = rng.standard_normal((n + 2000, 20))
    if kind == "90 % zeros":
        X *= rng.random(X.shape) < 0.1
        X /= np.sqrt(0.1)
    w = rng.standard_normal(20) / np.sqrt(20)
    y = X @ w + 0.7 * rng.standard_normal(n + 2000)
    if kind == "not normalized":
        X = X * 10.0 ** rng.uniform(-1, 1, 20)
    plain, ridge = (
        np.mean((X[n:] @ tuned(X[:n], y[:n], m, 25) - y[n:]) ** 2) for m in ("ols", "l2")
    )
    return float(100 * (1 - ridge / plain))


KINDS = ("dense, normalized", "90 % zeros", "not normalized")


def needless() -> Evidence:
    """Compute the gain of tuned ridge over least squares, by rows per column and kind of data."""
    return {
        kind: {
            f"{ratio:g}": interval([_gain(int(20 * ratio), kind, seed) for seed in range(12)])
            for ratio in RATIOS
        }
        for kind in KINDS
    }


def needless_rule(e: Evidence) -> Verdict:
    """Decide whether zeros or scaling, rather than rows, make a penalty needless."""
    few, many = f"{RATIOS[0]:g}", f"{RATIOS[-1]:g}"
    told = "; ".join(
        f"{kind}: {say(one[few], 2)} % and {say(one[many], 2)} %" for kind, one in e.items()
    )
    because = f"Error that ridge saves, at {few} and at {many} rows per column: {told}."
    mild = ("dense, normalized", "90 % zeros")
    if all(e[kind][few]["high"] < 1 for kind in mild):
        return Verdict("holds", because)
    enough = next(
        (
            ratio
            for ratio in RATIOS
            if all(e[kind][f"{r:g}"]["high"] < 1 for kind in mild for r in RATIOS if r >= ratio)
        ),
        None,
    )
    if enough is None:
        return Verdict("does not hold", because)
    condition = (
        f"there are many rows: from {enough:g} per column on ridge saves less than 1 %; zeros and "
        "scaling do not decide it"
    )
    return Verdict("holds when", because, condition)


def sparse_data() -> Evidence:
    """Compare L2 with the others on columns of which 90 % are 0."""
    return {
        f"log2 of l2 / {other} error, by relevant columns": _by_relevant(
            "l2", other, lambda r: r.zeros > 0
        )
        for other in ("l1", "en")
    }


def _l2_rule(e: Evidence, data: str) -> Verdict:
    """Decide whether L2 beats both others, and from how many relevant columns on."""
    over_l1, over_en = (e[f"log2 of l2 / {m} error, by relevant columns"] for m in ("l1", "en"))
    few, many = next(iter(over_l1)), next(reversed(over_l1))
    because = (
        f"{data}: L2 error over L1 error {factor(over_l1[few])} if {few} of 40 columns matter, "
        f"{factor(over_l1[many])} if all do; over Elastic Net {factor(over_en[few])} and "
        f"{factor(over_en[many])}."
    )
    best = {k for k in over_l1 if below(over_l1[k]) and not above(over_en[k])}
    if best == set(over_l1):
        return Verdict("holds", because)
    if enough := _enough(over_l1):
        how_many = "all 40" if enough == many else f"{enough} of 40 or more"
        condition = f"many columns matter ({how_many})"
        if above(over_l1[few]):
            condition += f"; with {few} L1 is the better"
        if not below(over_en[many]):
            condition += ", and even then Elastic Net is as good"
        return Verdict("holds when", because, condition)
    return Verdict("does not hold", because)


def sparse_data_rule(e: Evidence) -> Verdict:
    """Decide whether L2 is best on very sparse data."""
    return _l2_rule(e, "90 % zeros")


def correlated_data() -> Evidence:
    """Compare L2 with the others on columns with correlation 0.8 in groups of four."""
    return {
        f"log2 of l2 / {other} error, by relevant columns": _by_relevant(
            "l2", other, lambda r: r.rho > 0
        )
        for other in ("l1", "en")
    }


def correlated_data_rule(e: Evidence) -> Verdict:
    """Decide whether L2 is best on correlated data."""
    return _l2_rule(e, "Correlation 0.8")


def dense_data() -> Evidence:
    """Compare L1 with L2 on dense, uncorrelated columns."""
    return {
        f"log2 of l1 / {other} error, by relevant columns": _by_relevant(
            "l1", other, lambda r: r.rho == 0 and r.zeros == 0
        )
        for other in ("l2", "en")
    }


def dense_data_rule(e: Evidence) -> Verdict:
    """Decide whether L1 is the choice on dense, uncorrelated data, whatever matters."""
    over_l2 = e["log2 of l1 / l2 error, by relevant columns"]
    over_en = e["log2 of l1 / en error, by relevant columns"]
    few, many = next(iter(over_l2)), next(reversed(over_l2))
    because = (
        f"No correlation, no zeros: L1 error over L2 error {factor(over_l2[few])} if {few} of 40 "
        f"columns matter, {factor(over_l2[many])} if all do; over Elastic Net "
        f"{factor(over_en[few])} and {factor(over_en[many])}."
    )
    wins = [k for k, one in over_l2.items() if below(one)]
    if len(wins) == len(over_l2):
        return Verdict("holds", because)
    if wins:
        condition = (
            f"few columns matter (up to {wins[-1]} of 40), which the density of the data does not "
            "show"
        )
        return Verdict("holds when", because, condition)
    return Verdict("does not hold", because)


WORSE = 0.02  # a method fails if it is worse than the best of the three by more than this


def subset_decides() -> Evidence:
    """Ask of methods that fail at n = 25 or 100 whether they still fail at n = 400."""
    large = {r[1:5]: r for r in grid() if r.n == ROWS[-1]}
    found: Evidence = {}
    for n in ROWS[:-1]:
        pairs = [
            (r.regret(m) > WORSE, large[r[1:5]].regret(m) > WORSE)
            for r in grid()
            if r.n == n
            for m in METHODS
        ]
        failed = [later for now, later in pairs if now]
        fine = [later for now, later in pairs if not now]
        found[f"subset of {n} rows"] = {
            "failed": len(failed),
            "fail again at 400": interval(failed),
            "others that fail at 400": interval(fine),
        }
    return found


def subset_decides_rule(e: Evidence) -> Verdict:
    """Decide whether those that failed will, more often than not, fail again."""
    shares = {name: one["fail again at 400"] for name, one in e.items()}
    told = "; ".join(
        f"of {one['failed']} failures on a {name}, "
        f"{say(one['fail again at 400'], 2, percent=True)} fail at 400 (of the others "
        f"{100 * one['others that fail at 400']['mean']:.2g} %)"
        for name, one in e.items()
    )
    because = f"{told[0].upper()}{told[1:]}."
    likely = [name for name, one in shares.items() if above(one, 0.5)]
    if len(likely) == len(shares):
        return Verdict("holds", because)
    if likely:
        name = likely[0].removeprefix("subset of ")
        condition = f"the subset is not small: {name} of 400 are enough"
        return Verdict("holds when", because, condition)
    return Verdict("does not hold", because)


def stronger_is_sparser() -> Evidence:
    """Count paths on which the support never grows with lambda; and compare the errors."""
    found: Evidence = {"paths on which the support never grows with lambda": {}}
    for rho in (0.0, 0.5, 0.9):
        monotone = 0
        for seed in range(20):
            data = datasets.linear_data(
                100, np.linspace(-1, 1, 20), datasets.correlation(20, rho), sigma=2, seed=seed
            )
            part = scaled(data.X, data.y, slice(None), slice(None))
            X = np.linalg.qr(part.X)[0] * 10 if rho == 0 else part.X  # exactly uncorrelated
            counts = np.count_nonzero(fit_path(X, part.y, L1(), n_lams=60).coefs, axis=1)
            monotone += bool(np.all(np.diff(counts) >= 0))
        found["paths on which the support never grows with lambda"][f"{rho:g}"] = monotone
    found["of"] = 20
    worse, steps = [], {}
    for name, (X, y), rows in (
        ("diabetes, 65 columns", diabetes(2), 200),
        ("breast cancer", breast_cancer(), 200),
    ):
        part = scaled(X, y, slice(None), slice(None))
        counts = np.count_nonzero(fit_path(part.X, part.y, L1(), n_lams=60).coefs, axis=1)
        steps[name] = {
            "columns at 1, 10 and 50 % of lam_max": [
                int(np.count_nonzero(w))
                for w in fit_path(
                    part.X,
                    part.y,
                    L1(),
                    np.array([0.01, 0.1, 0.5]) * float(np.abs(part.X.T @ part.y).max()) / len(y),
                ).coefs[::-1]
            ],
            "steps of 59 that add columns with lambda": int(np.sum(np.diff(counts) < 0)),
        }
        for train, test in splits(len(X), rows, 10):
            cut = scaled(X, y, train, test)
            W = fit_path(cut.X, cut.y, L1(), n_lams=40).coefs
            errors = [error(cut, w) for w in W]
            worse.append(errors[0] / min(errors))
    found["real paths"] = steps
    found["error at the strongest penalty over the least"] = interval(worse)
    return found


def stronger_is_sparser_rule(e: Evidence) -> Verdict:
    """Decide whether the support always shrinks, and whether too strong is worse."""
    paths, of = e["paths on which the support never grows with lambda"], e["of"]
    real = e["real paths"]["diabetes, 65 columns"]
    at = real["columns at 1, 10 and 50 % of lam_max"]
    because = (
        f"The support never grows with λ on {paths['0']} of {of} paths of uncorrelated columns, "
        f"{paths['0.5']} at correlation 0.5, {paths['0.9']} at 0.9. Over large steps it shrinks: "
        f"{at[0]}, {at[1]}, {at[2]} columns at 1, 10, 50 % of lam_max (diabetes). Too strong is "
        f"{say(e['error at the strongest penalty over the least'], 2)} times the least error."
    )
    adding = {
        name: one["steps of 59 that add columns with lambda"]
        for name, one in e["real paths"].items()
    }
    if not above(e["error at the strongest penalty over the least"], 1):
        return Verdict("does not hold", because)
    if min(paths.values()) == of and max(adding.values()) == 0:
        return Verdict("holds", because)
    if paths["0"] == of and at[0] > at[1] > at[2]:
        condition = (
            "columns are uncorrelated or the steps of λ large; of 59 small steps some add columns: "
            + ", ".join(f"{count} ({name})" for name, count in adding.items())
        )
        return Verdict("holds when", because, condition)
    return Verdict("does not hold", because)


@cache
def _real_gain(rows: int) -> dict[str, float]:
    """Return by how many per cent ridge lowers the error of least squares on diabetes."""
    X, y = diabetes()
    gains = []
    for train, test in splits(len(X), rows, 20):
        part = scaled(X, y, train, test)
        plain, ridge = (error(part, tuned(part.X, part.y, m, 25)) for m in ("ols", "l2"))
        gains.append(100 * (1 - ridge / plain))
    return interval(gains)


def _biased_gain(n: int, seed: int) -> float:
    """Return the gain where the training rows lie near a plane that new rows do not keep to."""
    rng = np.random.default_rng([n, seed, 5])
    w = rng.standard_normal(20) / np.sqrt(20)
    near = datasets.linear_data(n, w, datasets.correlation(20, 0.995), sigma=0.7, seed=[n, seed])
    test = rng.standard_normal((2000, 20))
    truth = test @ w
    plain, ridge = (
        np.mean((test @ tuned(near.X, near.y, m, 25) - truth) ** 2) + 0.49 for m in ("ols", "l2")
    )
    return float(100 * (1 - ridge / plain))


def more_data() -> Evidence:
    """Compute the gain of ridge over least squares while the rows grow."""
    sizes = (30, 60, 200, 1000, 4000)

    def made(sizes: tuple[int, ...]) -> Evidence:
        return {str(n): interval([_gain(n, KINDS[0], seed) for seed in range(12)]) for n in sizes}

    return {
        "made, 20 columns": made(sizes),
        "made, 20 columns, no more rows": made((10, 20)),  # against the fit of minimum norm
        "diabetes": {str(n): _real_gain(n) for n in (15, 30, 60, 120, 240, 350)},
        "made, not representative": {
            str(n): interval([_biased_gain(n, seed) for seed in range(12)]) for n in sizes
        },
    }


def more_data_rule(e: Evidence) -> Verdict:
    """Decide where the gain falls with the rows, and whether it stays if they do not represent."""
    made, real = list(e["made, 20 columns"].values()), list(e["diabetes"].values())
    biased = list(e["made, not representative"].values())
    few, even = e["made, 20 columns, no more rows"].values()
    because = (
        f"Error that ridge saves: {say(made[0], 2)} % at 30 rows, {say(made[-1], 2)} % at 4000; "
        f"diabetes {say(real[0], 2)} % at 15, {say(real[-1], 2)} % at 350. Where training rows do "
        f"not represent the new ones, still {say(biased[-2], 2)} % at 1000. From 10 to 20 rows, "
        f"for 20 columns, it goes from {say(few, 2)} % to {say(even, 2)} %."
    )
    falls = all(
        one["mean"] > other["high"] or other["high"] < 2
        for those in (made, real)
        for one, other in itertools.pairwise(those)
    )
    ends = made[-1]["high"] < 1 and real[-1]["high"] < 2
    stays = biased[-2]["low"] > made[-2]["high"]
    if not (falls and ends and stays):
        return Verdict("does not hold", because)
    if even["low"] > few["high"]:
        condition = "there are more rows than columns; below that, more rows can leave more to save"
        return Verdict("holds when", because, condition)
    return Verdict("holds", because)


def for_prediction() -> Evidence:
    """Compare L1 and L2 in error and in what they drop, over the grid of designs."""
    drops = {}
    for method in ("l1", "l2"):
        drops[method] = {
            "share of columns kept": float(np.mean([r.kept[method] / 40 for r in grid()])),
            "share of relevant columns kept": float(
                np.mean([r.hits[method] / r.relevant for r in grid()])
            ),
        }
    return {
        "log2 of l2 / l1 error, all designs": against("l2", "l1", lambda r: True),
        "log2 of l2 / l1 error, by relevant columns": _by_relevant("l2", "l1", lambda r: True),
        "share of draws in which l2 is better": float(
            np.mean([r.error["l2"] < r.error["l1"] for r in grid()])
        ),
        "dropping": drops,
    }


def for_prediction_rule(e: Evidence) -> Verdict:
    """Decide whether L2 predicts better, and whether only L1 drops columns."""
    all_, split = (
        e["log2 of l2 / l1 error, all designs"],
        e["log2 of l2 / l1 error, by relevant columns"],
    )
    few, many = next(iter(split)), next(reversed(split))
    drops = e["dropping"]
    because = (
        f"L2 error over L1 error: {factor(all_)} over all designs, {factor(split[few])} if {few} "
        f"of 40 columns matter, {factor(split[many])} if all do; L2 is better in "
        f"{100 * e['share of draws in which l2 is better']:.2g} % of draws. L1 keeps "
        f"{100 * drops['l1']['share of columns kept']:.2g} % of the columns, L2 "
        f"{100 * drops['l2']['share of columns kept']:.3g} %."
    )
    removes = drops["l1"]["share of columns kept"] < 0.8 * drops["l2"]["share of columns kept"]
    if not removes:
        return Verdict("does not hold", because)
    if all(below(one) for one in split.values()):
        return Verdict("holds", because)
    if enough := _enough(split):
        condition = (
            f"most columns matter (all {enough} of 40, not 12); with {few} L1 both drops columns "
            "and predicts better"
        )
        return Verdict("holds when", because, condition)
    return Verdict("does not hold", because)


def none_needed() -> Evidence:
    """Compute the gain of a penalty on data with many rows per column."""
    X, y = breast_cancer()
    five = X[:, :5]
    cancer = []
    for train, test in splits(len(X), 450, 20):
        part = scaled(five, y, train, test)
        plain, ridge = (error(part, tuned(part.X, part.y, m, 25)) for m in ("ols", "l2"))
        cancer.append(100 * (1 - ridge / plain))
    return {
        "gain (%)": {
            "diabetes, 10 columns, 350 rows": _real_gain(350),
            "breast cancer, 5 columns, 450 rows": interval(cancer),
            "made, 20 columns, 4000 rows": interval(
                [_gain(4000, KINDS[0], seed) for seed in range(12)]
            ),
        }
    }


def none_needed_rule(e: Evidence) -> Verdict:
    """Decide whether there are data on which a penalty gains less than one per cent."""
    gains = e["gain (%)"]
    because = (
        "Error that tuned ridge saves over least squares: "
        + "; ".join(f"{name} {say(one, 2)} %" for name, one in gains.items())
        + "."
    )
    return Verdict(
        "holds" if any(one["high"] < 1 for one in gains.values()) else "does not hold", because
    )


def guess_or_search() -> Evidence:
    """Compare a guessed strength with a searched one, and both with the best on the path."""
    found: Evidence = {}
    for relevant, rho in itertools.product((4, 40), (0.0, 0.8)):
        rows: dict[str, list[float]] = {
            "l1 guess": [],
            "l1 search": [],
            "l2 guess": [],
            "l2 search": [],
        }
        for n, seed in itertools.product((50, 200), range(8)):
            data = _designs.draw(n, rho, relevant, 0.0, seed)
            sigma, p = data.sigma, data.coef.size

            def wrong(w: Array, data: datasets.LinearData = data) -> float:
                return float(np.log2(data.sigma**2 + data.excess_error(w)))

            # what a banker who knows the noise and the size of the signal may guess
            guesses = {
                "l1": sigma * np.sqrt(2 * np.log(p) / n),
                "l2": sigma**2 * p / (2 * n),
            }
            for method, direction in (("l1", L1()), ("l2", L2())):
                least = min(wrong(w) for w in fit_path(data.X, data.y, direction, n_lams=60).coefs)
                guess = fit(data.X, data.y, float(guesses[method]) * direction).coef
                rows[f"{method} guess"].append(wrong(guess) - least)
                rows[f"{method} search"].append(wrong(tuned(data.X, data.y, method)) - least)
        found[f"{relevant} of 40 matter, correlation {rho:g}"] = {
            f"log2 of error over the best, {name}": interval(those) for name, those in rows.items()
        } | {
            f"log2 of searched / guessed error, {method}": interval(
                np.subtract(rows[f"{method} search"], rows[f"{method} guess"])
            )
            for method in ("l1", "l2")
        }
    return found


def guess_or_search_rule(e: Evidence) -> Verdict:
    """Decide whether search comes near the best everywhere, and whether a guess can."""
    each = {
        name: {setting: one[f"log2 of error over the best, {name}"] for setting, one in e.items()}
        for name in ("l1 guess", "l1 search", "l2 guess", "l2 search")
    }
    worst = {name: max(those.values(), key=lambda one: one["mean"]) for name, those in each.items()}
    because = (
        "Worst error over the best on the path, 4 settings: L1 guessed "
        f"{factor(worst['l1 guess'])}, searched {factor(worst['l1 search'])}; L2 guessed "
        f"{factor(worst['l2 guess'])}, searched {factor(worst['l2 search'])}."
    )
    near = np.log2(1.1)
    searched = all(worst[name]["mean"] < near for name in ("l1 search", "l2 search"))
    guessed = [name for name in ("l1 guess", "l2 guess") if worst[name]["mean"] < near]
    if not searched:
        return Verdict("does not hold", because)
    if len(guessed) == 2:
        return Verdict("holds", because)
    if guessed:
        good, bad = ("L2", "l1 guess") if guessed == ["l2 guess"] else ("L1", "l2 guess")
        condition = (
            f"the guess is for {good}, from the known noise (within "
            f"{100 * (2 ** worst[guessed[0]]['mean'] - 1):.2g} % of the best); for "
            f"{NAMES[bad[:2]]} the rule of thumb costs up to "
            f"{100 * (2 ** worst[bad]['mean'] - 1):.2g} %, and search is needed"
        )
        return Verdict("holds when", because, condition)
    return Verdict("does not hold", because)


CLAIMS = (
    Claim(
        "V20",
        "Start with Elastic Net: it generally performs better.",
        "choosing",
        start_with_both,
        start_with_both_rule,
    ),
    Claim(
        "V21",
        "With sparse or well-normalized data regularization may not help.",
        "choosing",
        needless,
        needless_rule,
    ),
    Claim(
        "V22",
        "If the data are very sparse, L2 is the best choice.",
        "choosing",
        sparse_data,
        sparse_data_rule,
    ),
    Claim(
        "V23",
        "If many pairs of columns are correlated, L2 is the best choice.",
        "choosing",
        correlated_data,
        correlated_data_rule,
    ),
    Claim(
        "V24",
        "If the data are dense and uncorrelated, choose L1.",
        "choosing",
        dense_data,
        dense_data_rule,
    ),
    Claim(
        "V25",
        "A regularizer that fails on a representative subset will fail on the large set.",
        "choosing",
        subset_decides,
        subset_decides_rule,
    ),
    Claim(
        "V26",
        "Stronger regularization gives sparser models, and worse ones when it is too strong.",
        "choosing",
        stronger_is_sparser,
        stronger_is_sparser_rule,
    ),
    Claim(
        "E8",
        "The larger and the more representative the data, the less regularization helps.",
        "choosing",
        more_data,
        more_data_rule,
    ),
    Claim(
        "E9",
        "L2 is for prediction, L1 mostly for removing features.",
        "choosing",
        for_prediction,
        for_prediction_rule,
    ),
    Claim(
        "E10",
        "Some data need no regularization at all.",
        "choosing",
        none_needed,
        none_needed_rule,
    ),
    Claim(
        "E11",
        "The best strengths may be guessed from knowledge of the data, but a grid search finds "
        "them.",
        "choosing",
        guess_or_search,
        guess_or_search_rule,
    ),
)
