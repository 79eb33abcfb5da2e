"""Claims on which regularizer to choose, if any: V20 to V26 and E8 to E11."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any

import numpy as np

from regkit import _judging, datasets
from regkit._contest import METHODS
from regkit.claims import _designs
from regkit.claims._claim import Claim, Evidence, Verdict
from regkit.claims._designs import (
    EVERY,
    ROWS,
    Run,
    against,
    by_draw,
    full_of_zeros,
    grid,
    regrets,
    regrets_over,
)
from regkit.claims._tools import (
    Array,
    above,
    below,
    breast_cancer,
    diabetes,
    error,
    factor,
    interval,
    log_ratios,
    number,
    parted,
    say,
    scaled,
    seeds,
    settle,
    share,
    splits,
    tuned,
)
from regkit.linear import fit, fit_path
from regkit.penalties import L1, L2

NAMES = {"ols": "no penalty", "l1": "L1", "l2": "L2", "en": "Elastic Net"}


def _relevant(k: int, runs: Iterable[Run]) -> list[Run]:
    """Return the runs in which k columns matter."""
    return [r for r in runs if r.relevant == k]


def _by_relevant(one: str, other: str, runs: Iterable[Run]) -> dict[str, dict[str, float]]:
    """Return `against`, for each number of relevant columns."""
    some = list(runs)
    return {str(k): against(one, other, _relevant(k, some)) for k in _designs.RELEVANT}


# --- a habit ------------------------------------------------------------------------------------


DESIGN = ["n", "rho", "relevant", "truth", "snr", "zeros"]
NEARLY_EMPTY = 5  # entries in a column, on average: such designs are set apart everywhere


def _study() -> Evidence:
    """Sum up the larger study, a run for each design: of the error, and of its reducible part."""
    draws = datasets.study("regret")
    designs, of = np.unique(draws[DESIGN], return_inverse=True)
    empty = designs["n"] * (1 - designs["zeros"]) < NEARLY_EMPTY
    errors = [draws["error_none" if m == "ols" else f"error_{m}"] for m in EVERY]

    def means(noise: Any) -> dict[str, Array]:
        regrets = 100 * _judging.regret(errors, noise)
        each = [np.bincount(of, one) / np.bincount(of) for one in regrets]
        return dict(zip(EVERY, each, strict=True))

    found: Evidence = {"designs": int(np.sum(~empty))}
    total = means(0.0)
    for what, every in (
        ("regret", total),
        ("regret of the reducible error", means(1 / draws["snr"])),
    ):
        each = {m: those[~empty] for m, those in every.items()}
        found[f"mean {what} (%)"] = {m: interval(those) for m, those in each.items()}
        found[f"{what} of others minus that of Elastic Net"] = {
            m: interval(each[m] - each["en"]) for m in EVERY if m != "en"
        }
        found[f"worst design, {what} (%)"] = {m: float(those.max()) for m, those in each.items()}
    found["nearly empty designs, mean regret (%)"] = {
        m: float(those[empty].mean()) for m, those in total.items()
    }
    return found


def start_with_both(seed: int) -> Evidence:
    """Compute the regret of always choosing one method, over the grid of designs."""
    found: Evidence = {"larger study": _study()}
    for what, reducible in (("regret", False), ("regret of the reducible error", True)):
        each = {m: 100 * those for m, those in regrets(seed, reducible=reducible).items()}
        found[f"mean {what} (%)"] = {m: interval(those) for m, those in each.items()}
        found[f"{what} of others minus that of Elastic Net"] = {
            m: interval(each[m] - each["en"]) for m in EVERY if m != "en"
        }
        found[f"worst design, {what} (%)"] = {
            m: float(those.mean(axis=0).max()) for m, those in each.items()
        }
        found["draws"], found["designs"] = each["en"].shape
    found["regret of L1 minus that of Elastic Net, correlated, 100 rows and more"] = _groups(seed)
    found["log2 of en error over that of"] = {
        "l1, 4 of 40 matter": against("en", "l1", _relevant(4, grid(seed))),
        "l2, all 40 matter": against("en", "l2", _relevant(40, grid(seed))),
    }
    return found


def _groups(seed: int) -> Evidence:
    """Compare L1 with Elastic Net where relevant columns come in groups, and where scattered."""
    leads: Evidence = {}
    for place, group in (("in whole groups", _designs.GROUP), ("scattered", 1)):
        runs = [r for r in grid(seed) if r.rho > 0 and r.n >= 100 and r.group == group]
        found = regrets_over(runs)
        leads[place] = interval(100 * found["l1"] - 100 * found["en"])
    return leads


def start_with_both_rule(e: Evidence) -> Verdict:
    """Decide whether always choosing Elastic Net is regretted least, and by whom it is beaten."""
    study = e["larger study"]
    few, all_ = e["log2 of en error over that of"].values()
    places = e["regret of L1 minus that of Elastic Net, correlated, 100 rows and more"]

    def told(one: Evidence, what: str) -> str:
        worst = one[f"worst design, {what} (%)"]
        return ", ".join(
            f"{NAMES[m]} {number(found['mean'], 2)} % (worst design {number(worst[m], 2)} %)"
            for m, found in one[f"mean {what} (%)"].items()
        )

    because = (
        f"Mean regret of always choosing one, over {e['designs']} designs: {told(e, 'regret')}; "
        f"over {study['designs']} of the larger study: {told(study, 'regret')}. As a share of the "
        "error that can be avoided, there: "
        f"{told(study, 'regret of the reducible error')}. Elastic Net's error over L1's if 4 of 40 "
        f"columns matter: {factor(few)}; over L2's if all do: {factor(all_)}."
    )
    because += (
        " Always L1 is regretted more than always Elastic Net by "
        f"{say(places['in whole groups'], 2)} points where relevant columns come in correlated "
        f"groups, by {say(places['scattered'], 2)} where they are scattered (100 rows and more)."
    )
    leads = {
        (place, what, m): found
        for place, one in (("grid", e), ("study", study))
        for what in ("regret", "regret of the reducible error")
        for m, found in one[f"{what} of others minus that of Elastic Net"].items()
        if m != "ols"  # the claim compares penalties
    }
    ahead = {key for key, found in leads.items() if above(found)}
    behind = {key for key, found in leads.items() if below(found)}
    # over L1 the lead is small: the larger study shows it, the grid where it is due, and no draws
    # may speak against it
    due = {key for key in leads if key[0] == "study" or key[-1] == "l2"}
    if due <= ahead and not behind and above(places["in whole groups"]):
        return Verdict("holds", because)
    return Verdict("does not hold" if due <= behind else "cannot tell", because)


# --- is a penalty needed? -----------------------------------------------------------------------

RATIOS = (3, 10, 30, 100)
KINDS = ("dense, normalized", "90 % zeros", "not normalized")


def _gain(n: int, kind: str, seed: int) -> float:
    """Return by how many per cent tuned ridge lowers the error of least squares, 20 columns."""
    rng = np.random.default_rng([n, seed])
    X = rng.standard_normal((n + 2000, 20))
    if kind == "90 % zeros":
        X *= rng.random(X.shape) < 0.1
        X /= np.sqrt(0.1)
    if kind == "correlated":
        X = np.sqrt(0.5) * X + np.sqrt(0.5) * rng.standard_normal((len(X), 1))
    w = rng.standard_normal(20) / np.sqrt(20)
    y = X @ w + 0.7 * rng.standard_normal(n + 2000)
    if kind == "not normalized":
        X = X * 10.0 ** rng.uniform(-1, 1, 20)
    plain, ridge = (np.mean((X[n:] @ tuned(X[:n], y[:n], m) - y[n:]) ** 2) for m in ("ols", "l2"))
    return float(100 * (1 - ridge / plain))


def _gains(n: int, kind: str, runs: int, seed: int) -> list[float]:
    return [_gain(n, kind, one) for one in seeds(runs, seed)]


def needless(seed: int) -> Evidence:
    """Compute the gain of tuned ridge over least squares, by rows per column and kind of data."""
    return {
        kind: {f"{ratio:g}": interval(_gains(20 * ratio, kind, 40, seed)) for ratio in RATIOS}
        for kind in KINDS
    }


def needless_rule(e: Evidence) -> Verdict:
    """Decide whether zeros or scaling, rather than rows, make a penalty needless."""
    few, many = f"{RATIOS[0]:g}", f"{RATIOS[-1]:g}"
    told = "; ".join(
        f"{kind}: {say(one[few], 2)} % and {say(one[many], 2)} %" for kind, one in e.items()
    )
    because = f"Error that ridge saves, at {few} and at {many} rows per column: {told}."
    mild = {f"{kind}, {r}": one for kind in KINDS[:2] for r, one in e[kind].items()}
    saves, spares = parted(mild, 1.0)
    if len(spares) == len(mild):
        return Verdict("holds", because)
    enough = [r for r in e[KINDS[0]] if all(f"{kind}, {r}" in spares for kind in KINDS[:2])]
    needed = [r for r in e[KINDS[0]] if all(f"{kind}, {r}" in saves for kind in KINDS[:2])]
    if enough and needed:
        condition = f"there are many rows ({enough[0]} per column are enough, {needed[-1]} are not)"
        return Verdict("holds when", because, condition)
    return Verdict("does not hold" if len(saves) == len(mild) else "cannot tell", because)


# --- what X shows -------------------------------------------------------------------------------


def sparse_data(seed: int) -> Evidence:
    """Compare L2 with the others on columns of which 90 % are 0."""
    found: Evidence = {}
    for k, n in itertools.product((4, 40), _designs.SPARSE_ROWS):
        runs = [r for r in _relevant(k, full_of_zeros(seed)) if r.n == n]
        found[f"{k} of 40 matter, {n} rows"] = {
            f"log2 of l2 / {other} error": against("l2", other, runs) for other in ("l1", "en")
        }
    return found


def _l2_rule(e: Evidence, data: str, when: str) -> Verdict:
    """Decide whether L2 is better than L1, and no worse than Elastic Net, in each cell."""
    over_l1, over_en = (
        {name: one[f"log2 of l2 / {m} error"] for name, one in e.items()} for m in ("l1", "en")
    )
    because = f"{data}, L2 error over L1 error, and over Elastic Net's: " + "; ".join(
        f"{name} {factor(over_l1[name])}, {factor(over_en[name])}" for name in e
    )
    best = [name for name in e if below(over_l1[name]) and not above(over_en[name])]
    worse = [name for name in e if above(over_l1[name]) or above(over_en[name])]
    alone = any(below(over_en[name]) for name in best)

    def condition() -> str:
        return when if alone else f"{when}; even then Elastic Net is as good"

    return settle(f"{because}.", e, best, worse, condition)


def sparse_data_rule(e: Evidence) -> Verdict:
    """Decide whether L2 is best on very sparse data."""
    return _l2_rule(e, "90 % zeros", "many columns matter")


def correlated_data(seed: int) -> Evidence:
    """Compare L2 with the others on columns with correlation 0.8 in groups of four."""
    V = datasets.correlation(40, 0.8, "groups", group=4)
    found: Evidence = {}
    for (truth, group), k, n in itertools.product(
        (("scattered", 1), ("in whole groups", 4)), (4, 40), (25, 100)
    ):
        over_l1, over_en = log_ratios(n, V, k, [("l2", "l1"), ("l2", "en")], seeds(16, seed), group)
        found[f"{k} of 40 matter, {truth}, {n} rows"] = {
            "log2 of l2 / l1 error": over_l1,
            "log2 of l2 / en error": over_en,
        }
    return found


def correlated_data_rule(e: Evidence) -> Verdict:
    """Decide whether L2 is best on correlated data."""
    return _l2_rule(e, "Correlation 0.8", "many columns matter")


def dense_data(seed: int) -> Evidence:
    """Compare L1 with L2 and Elastic Net on dense, uncorrelated columns."""
    uncorrelated = [r for r in grid(seed) if r.rho == 0]
    return {
        f"log2 of l1 / {other} error, by relevant columns": _by_relevant("l1", other, uncorrelated)
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
    loses, wins = parted(over_l2)
    return settle(
        because,
        over_l2,
        wins,
        loses,
        lambda: f"few columns matter (up to {wins[-1]} of 40; X does not show it)",
    )


# --- validation ---------------------------------------------------------------------------------

WORSE = 0.02  # a method fails if it is worse than the best of the three by more than this


def _fails(r: Run, method: str) -> bool:
    return r.error[method] > (1 + WORSE) * min(r.error[m] for m in METHODS)


def subset_decides(seed: int) -> Evidence:
    """Ask of methods that fail at n = 25 or 100 whether they still fail at n = 400."""
    large = {r[1:6]: r for r in grid(seed) if r.n == ROWS[-1]}
    found: Evidence = {}
    for n in ROWS[:-1]:
        counts: dict[int, Array] = {}
        for r in grid(seed):
            if r.n != n:
                continue
            then, winner = large[r[1:6]], min(METHODS, key=r.error.__getitem__)
            for m in METHODS:
                now, again = _fails(r, m), _fails(then, m)
                still = then.error[m] > then.error[winner]
                counts[r.seed] = counts.get(r.seed, np.zeros(5)) + np.array(
                    [now, now and again, now and still, not now, not now and again]
                )
        failed, again, still, fine, later = np.array(list(counts.values())).T
        found[f"subset of {n} rows"] = {
            "failed": int(failed.sum()),
            "fail again at 400": share(again, failed),
            "at 400 still behind the subset's winner": share(still, failed),
            "others that fail at 400": share(later, fine),
        }
    return found


def subset_decides_rule(e: Evidence) -> Verdict:
    """Decide whether those that failed will, more often than not, fail again."""
    again, still, others = (
        {name: one[what] for name, one in e.items()}
        for what in (
            "fail again at 400",
            "at 400 still behind the subset's winner",
            "others that fail at 400",
        )
    )
    because = "; ".join(
        f"of {one['failed']} failures on a {name}, {say(again[name], 2, percent=True)} fail at 400 "
        f"(of the others {say(others[name], 2, percent=True)}), and "
        f"{say(still[name], 2, percent=True)} are still behind what won on the subset"
        for name, one in e.items()
    )
    because = f"{because[0].upper()}{because[1:]}. The odds are judged by 50 %."
    likely, unlikely = parted(again, 0.5)
    if len(likely) == len(e):
        return Verdict("holds", because)
    if likely and unlikely:
        condition = (
            f"the subset is not small ({likely[0].removeprefix('subset of ')} of 400 are enough, "
            f"{unlikely[0].removeprefix('subset of ')} are not)"
        )
        return Verdict("holds when", because, condition)
    # read kindly, not to work is to be behind what won: only if that is unlikely, too, it is wrong
    wrong = len(unlikely) == len(parted(still, 0.5)[1]) == len(e)
    return Verdict("does not hold" if wrong else "cannot tell", because)


def _leave(X: Array, y: Array) -> int:
    """Return how often a column leaves the exact lasso path again, from its strong end down."""
    from sklearn.linear_model import lars_path

    _, _, coefs = lars_path(X, y, method="lasso")  # a column of weights for each kink
    kept = np.abs(coefs) > 1e-12
    return int(np.sum(kept[:, :-1] & ~kept[:, 1:]))


def stronger_is_sparser(seed: int) -> Evidence:
    """Follow exact lasso paths, and see which columns leave again; and compare the errors."""
    leaving: Evidence = {}
    worse: dict[str, Any] = {"made": []}
    for rho in (0.0, 0.5, 0.9):
        leaves = []
        for one in seeds(20, seed):
            V = datasets.correlation(20, rho, "decay")
            data = datasets.linear_data(100, np.linspace(-1, 1, 20), V, sigma=2, seed=one)
            part = scaled(data.X, data.y, slice(None), slice(None))
            X = np.linalg.qr(part.X)[0] * 10 if rho == 0 else part.X  # exactly uncorrelated
            leaves.append(_leave(X, part.y) > 0)
            if rho:
                W = fit_path(data.X, data.y, L1(), n_lams=40).coefs
                errors = [data.sigma**2 + data.excess_error(w) for w in W]
                worse["made"].append(np.log2(errors[0] / min(errors)))
        leaving[f"{rho:g}"] = interval(leaves)
    # the two correlations of a seed share their noise
    worse["made"] = interval(np.reshape(worse["made"], (2, -1)).T)
    found: Evidence = {"share of paths that a column leaves again, by correlation": leaving}
    real = {}
    for name, (X, y), rows in (
        ("diabetes", diabetes(), 200),
        ("breast cancer", breast_cancer(), 200),
    ):
        part = scaled(X, y, slice(None), slice(None))
        top = float(np.abs(part.X.T @ part.y).max()) / len(y)
        coarse = fit_path(part.X, part.y, L1(), np.array([0.01, 0.1, 0.5]) * top).coefs[::-1]
        real[name] = {
            "columns": X.shape[1],
            "times that a column leaves": _leave(part.X, part.y),
            "kept at 1, 10 and 50 % of lam_max": [int(np.count_nonzero(w)) for w in coarse],
        }
        logs = []
        for train, test in splits(len(X), rows, 10, seed):
            cut = scaled(X, y, train, test)
            errors = [error(cut, w) for w in fit_path(cut.X, cut.y, L1(), n_lams=40).coefs]
            logs.append(np.log2(errors[0] / min(errors)))
        worse[name] = interval(logs, (len(X) - rows) / rows)
    found["real paths"] = real
    found["log2 of error, strongest penalty / least"] = worse
    return found


def stronger_is_sparser_rule(e: Evidence) -> Verdict:
    """Decide whether the support always shrinks, and whether too strong is worse."""
    leaving = e["share of paths that a column leaves again, by correlation"]
    worse, real = e["log2 of error, strongest penalty / least"], e["real paths"]
    because = (
        "From its strong end down, a column that has come leaves again on "
        f"{say(leaving['0'], 2, percent=True)} of exact paths of uncorrelated columns (each weight "
        f"is a soft threshold: none can), {say(leaving['0.5'], 2, percent=True)} at correlation "
        f"0.5^|i−j|, {say(leaving['0.9'], 2, percent=True)} at 0.9^|i−j|; such "
        "departures on real paths: "
        + ", ".join(f"{one['times that a column leaves']} ({k})" for k, one in real.items())
        + ". Kept at 1, 10, 50 % of lam_max: "
        + "; ".join(
            "{}, {}, {} ({})".format(*one["kept at 1, 10 and 50 % of lam_max"], k)
            for k, one in real.items()
        )
        + ". Too strong has this many times the least error: "
        + ", ".join(f"{factor(one)} ({k})" for k, one in worse.items())
        + "."
    )
    harms, spares = parted(worse)
    if len(harms) < len(worse):
        return Verdict("does not hold" if len(spares) == len(worse) else "cannot tell", because)
    if max(one["mean"] for one in leaving.values()) == 0:
        return Verdict("holds", because)
    steps = [one["kept at 1, 10 and 50 % of lam_max"] for one in real.values()]
    if leaving["0"]["mean"] == 0 and above(leaving["0.9"]) and all(a > b > c for a, b, c in steps):
        condition = "columns are uncorrelated, or the steps of λ are large"
        return Verdict("holds when", because, condition)
    return Verdict("cannot tell", because)


# --- rows ---------------------------------------------------------------------------------------


def _real_gain(rows: int, seed: int) -> dict[str, float]:
    """Return by how many per cent ridge lowers the error of least squares on diabetes.

    Half as many other rows judge: with all of them, training sets of few rows would have the
    widest of intervals, although they hardly overlap.
    """
    X, y = diabetes()
    gains = []
    for train, rest in splits(len(X), rows, 30, seed):
        part = scaled(X, y, train, rest[: rows // 2])
        plain, ridge = (error(part, tuned(part.X, part.y, m)) for m in ("ols", "l2"))
        gains.append(100 * (1 - ridge / plain))
    return interval(gains, 0.5)


def _biased_gain(n: int, seed: int) -> float:
    """Return the gain where the training rows lie near a plane that new rows do not keep to."""
    rng = np.random.default_rng([n, seed, 5])
    w = rng.standard_normal(20) / np.sqrt(20)
    near = datasets.linear_data(n, w, datasets.correlation(20, 0.995), sigma=0.7, seed=[n, seed])
    test = rng.standard_normal((2000, 20))
    truth = test @ w
    plain, ridge = (
        np.mean((test @ tuned(near.X, near.y, m) - truth) ** 2) + 0.49 for m in ("ols", "l2")
    )
    return float(100 * (1 - ridge / plain))


SIZES = (30, 100, 1000)


def more_data(seed: int) -> Evidence:
    """Compute the gain of ridge over least squares while the rows grow."""
    runs = 30
    found: Evidence = {}
    for kind in (KINDS[0], "correlated"):
        gains = {n: _gains(n, kind, runs, seed) for n in SIZES}
        found[f"made, {kind}"] = {
            "gain (%)": {str(n): interval(those) for n, those in gains.items()},
            "fall of it": {
                f"{n} to {more}": interval(np.subtract(gains[n], gains[more]))
                for n, more in itertools.combinations(SIZES, 2)
            },
        }
    few, even = (_gains(n, KINDS[0], runs, seed) for n in (10, 20))  # against minimum norm
    biased = [_biased_gain(1000, one) for one in seeds(runs, seed)]
    fair = _gains(1000, KINDS[0], runs, seed)
    return found | {
        "made, 20 columns": {"10": interval(few), "20": interval(even)},
        "rise from 10 to 20 rows": interval(np.subtract(even, few)),
        "1000 rows that do not represent": interval(biased),
        "more than of 1000 that do": interval(np.subtract(biased, fair)),
        "diabetes": {str(n): _real_gain(n, seed) for n in (30, 100, 290)},
    }


def more_data_rule(e: Evidence) -> Verdict:
    """Decide where the gain falls with the rows, and whether it stays if they do not represent."""
    families = {name: e[f"made, {name}"] for name in (KINDS[0], "correlated")}
    few, even = e["made, 20 columns"].values()
    because = (
        "Error that ridge saves at "
        + f"{', '.join(map(str, SIZES))} rows: "
        + "; ".join(
            ", ".join(f"{say(found, 2)} %" for found in one["gain (%)"].values()) + f" ({name})"
            for name, one in families.items()
        )
        + "; diabetes "
        + ", ".join(f"{say(one, 2)} % at {n}" for n, one in e["diabetes"].items())
        + ". Where training rows do not represent the new ones, still "
        f"{say(e['1000 rows that do not represent'], 2)} % at 1000. From 10 to 20 rows, for 20 "
        f"columns, it goes from {say(few, 2)} % to {say(even, 2)} %."
    )
    steps = {
        f"{name}, {step}": found
        for name, one in families.items()
        for step, found in one["fall of it"].items()
    }
    falls, rises = parted(steps)
    ends = [step for step in steps if step.endswith(f"{SIZES[0]} to {SIZES[-1]}")]
    if rises or below(e["more than of 1000 that do"]):
        return Verdict("does not hold", because)
    if not set(ends) <= set(falls) or not above(e["more than of 1000 that do"]):
        return Verdict("cannot tell", because)
    if above(e["rise from 10 to 20 rows"]):
        condition = "there are more rows than columns"
        return Verdict("holds when", because, condition)
    return Verdict("holds", because)


def for_prediction(seed: int) -> Evidence:
    """Compare L1 and L2 in error and in what they drop, over the grid of designs."""
    runs = grid(seed)
    return {
        "log2 of l2 / l1 error, all designs": against("l2", "l1", runs),
        "log2 of l2 / l1 error, by relevant columns": _by_relevant("l2", "l1", runs),
        "l2 is better, share of draws": interval(
            by_draw(lambda r: float(r.error["l2"] < r.error["l1"]), runs)
        ),
        "share of columns kept": {
            m: interval(by_draw(lambda r, m=m: r.kept[m] / _designs.P, runs))  # type: ignore[misc]  # a lambda's default has no type
            for m in ("l1", "l2")
        },
    }


def for_prediction_rule(e: Evidence) -> Verdict:
    """Decide whether L2 predicts better, and whether only L1 drops columns."""
    all_, split = (
        e["log2 of l2 / l1 error, all designs"],
        e["log2 of l2 / l1 error, by relevant columns"],
    )
    few, many = next(iter(split)), next(reversed(split))
    kept = e["share of columns kept"]
    because = (
        f"L2 error over L1 error: {factor(all_)} over all designs, {factor(split[few])} if {few} "
        f"of 40 columns matter, {factor(split[many])} if all do; L2 is better in "
        f"{say(e['l2 is better, share of draws'], 2, percent=True)} of draws. L1 keeps "
        f"{say(kept['l1'], 2, percent=True)} of the columns, L2 "
        f"{100 * kept['l2']['mean']:.3g} %."
    )
    if not below(kept["l1"], kept["l2"]["mean"]):
        return Verdict("cannot tell", because)
    worse, better = parted(split)
    return settle(
        because,
        split,
        better,
        worse,
        lambda: f"most columns matter; with {worse[-1]} of 40 L1 predicts better, too",
    )


def none_needed(seed: int) -> Evidence:
    """Compute the gain of each penalty on data with many rows per column."""
    rows = 4000
    found: Evidence = {}
    for name, rho in (("uncorrelated", 0.0), ("correlation 0.5", 0.5)):
        V = datasets.correlation(20, rho)
        gains: dict[str, list[float]] = {m: [] for m in METHODS}
        for one in seeds(8, seed):
            w = np.random.default_rng([one, 21]).standard_normal(20)
            data = datasets.linear_data(rows, w / np.sqrt(w @ V @ w), V, sigma=0.7, seed=[one, 22])
            errors = {
                m: data.sigma**2 + data.excess_error(tuned(data.X, data.y, m))
                for m in ("ols", *METHODS)
            }
            for m, those in gains.items():
                those.append(100 * (1 - errors[m] / errors["ols"]))
        found[f"made, 20 columns, {rows} rows, {name}"] = {
            m: interval(those) for m, those in gains.items()
        }
    found["diabetes, 10 columns, 290 rows"] = {"l2": _real_gain(290, seed)}
    return found


def none_needed_rule(e: Evidence) -> Verdict:
    """Decide whether there are data on which no penalty gains one per cent."""
    because = "Error that a tuned penalty saves over least squares: " + "; ".join(
        f"{name}, " + ", ".join(f"{NAMES[m]} {say(found, 2)} %" for m, found in one.items())
        for name, one in e.items()
    )
    made = [one for name, one in e.items() if name.startswith("made")]
    if any(all(below(found, 1) for found in one.values()) for one in made):
        return Verdict("holds", f"{because}.")
    needed = all(any(above(found, 1) for found in one.values()) for one in made)
    return Verdict("does not hold" if needed else "cannot tell", f"{because}.")


# --- guess or search ----------------------------------------------------------------------------

OFF = 10  # a guess of the ratio of noise to signal may be this many times too large, or too small
NEAR = float(np.log2(1.1))


def guess_or_search(seed: int) -> Evidence:
    """Compare a guessed strength with a searched one, and both with the best on the path."""
    found: Evidence = {}
    for relevant, rho in itertools.product((4, 40), (0.0, 0.8)):
        rows: dict[str, list[list[float]]] = {}
        for one in seeds(12, seed):
            here: dict[str, list[float]] = {}
            for n in (80, 320):
                data = _designs.draw(n, rho, relevant, 0.0, 1, one)
                sigma, p = data.sigma, data.coef.size

                def wrong(w: Array, data: datasets.LinearData = data) -> float:
                    return float(np.log2(data.sigma**2 + data.excess_error(w)))

                def fitted(
                    strength: float, direction: L1 | L2, wrong: Any = wrong, data: Any = data
                ) -> float:
                    return float(wrong(fit(data.X, data.y, strength * direction).coef))

                # what a banker may guess who knows the noise; for L2 also the signal's variance, 1
                by_noise = sigma * np.sqrt(2 * np.log(p) / n)
                by_both = sigma**2 * p / (2 * n)
                least = {
                    m: min(map(wrong, fit_path(data.X, data.y, direction, n_lams=60).coefs))
                    for m, direction in (("l1", L1()), ("l2", L2()))
                }
                for name, value in {
                    "l1 guess": fitted(by_noise, L1()),
                    "l1 search": wrong(tuned(data.X, data.y, "l1")),
                    "l2 guess": fitted(by_both, L2()),
                    "l2 guess, signal unknown": max(
                        fitted(by_both * OFF, L2()), fitted(by_both / OFF, L2())
                    ),
                    "l2 search": wrong(tuned(data.X, data.y, "l2")),
                }.items():
                    here.setdefault(name, []).append(value - least[name[:2]])
            for name, those in here.items():
                rows.setdefault(name, []).append(those)
        found[f"{relevant} of 40 matter, correlation {rho:g}"] = {
            f"log2 of error over the best, {name}": interval(those) for name, those in rows.items()
        } | {
            f"log2 of searched / guessed error, {m}": interval(
                np.subtract(rows[f"{m} search"], rows[f"{m} guess"])
            )
            for m in ("l1", "l2")
        }
    return found


def guess_or_search_rule(e: Evidence) -> Verdict:
    """Decide whether search comes near the best everywhere, and whether a guess can."""
    each = {
        name: {setting: one[f"log2 of error over the best, {name}"] for setting, one in e.items()}
        for name in ("l1 guess", "l1 search", "l2 guess", "l2 guess, signal unknown", "l2 search")
    }
    worst = {name: max(those.values(), key=lambda one: one["mean"]) for name, those in each.items()}
    because = (
        f"Largest mean error over the best on the path, {len(e)} settings: L1 guessed "
        f"{factor(worst['l1 guess'])}, searched {factor(worst['l1 search'])}; L2 guessed "
        f"{factor(worst['l2 guess'])}, with the ratio of noise to signal {OFF} times off "
        f"{factor(worst['l2 guess, signal unknown'])}, searched {factor(worst['l2 search'])}."
    )
    far, near = ({name: parted(those, NEAR)[k] for name, those in each.items()} for k in (0, 1))
    fine = {name for name, those in near.items() if len(those) == len(e)}
    if {"l1 search", "l2 search", "l1 guess", "l2 guess"} <= fine:
        return Verdict("holds", because)
    good = {"l1 search", "l2 search", "l2 guess"} <= fine
    if good and far["l1 guess"] and far["l2 guess, signal unknown"]:
        condition = "the guess is for L2, and the noise and the signal are known"
        return Verdict("holds when", because, condition)
    lost = far["l1 search"] and far["l2 search"]
    return Verdict("does not hold" if lost else "cannot tell", because)


CLAIMS = (
    Claim(
        "V20",
        "Start with Elastic Net: it generally performs better.",
        "it's wise to start with Elastic Net Regularization",
        "choosing",
        start_with_both,
        start_with_both_rule,
    ),
    Claim(
        "V21",
        "With sparse or well-normalized data regularization may not help.",
        "due to sparsity already introduced to the data",
        "choosing",
        needless,
        needless_rule,
    ),
    Claim(
        "V22",
        "If the data are very sparse, L2 is the best choice.",
        "very sparse already, L2 regularization may be your best choice",
        "choosing",
        sparse_data,
        sparse_data_rule,
    ),
    Claim(
        "V23",
        "If many pairs of columns are correlated, L2 is the best choice.",
        "The same is true if the dataset has a large amount of pairwise correlations",
        "choosing",
        correlated_data,
        correlated_data_rule,
    ),
    Claim(
        "V24",
        "If the data are dense and uncorrelated, choose L1.",
        "If it doesn't, and is dense, you may choose L1",
        "choosing",
        dense_data,
        dense_data_rule,
    ),
    Claim(
        "V25",
        "A regularizer that fails on a representative subset will probably fail on all the data.",
        "the odds are that it will neither for a larger dataset",
        "choosing",
        subset_decides,
        subset_decides_rule,
    ),
    Claim(
        "V26",
        "Stronger regularization gives sparser models, and worse ones when it is too strong.",
        "The stronger you regularize, the sparser your model will get",
        "choosing",
        stronger_is_sparser,
        stronger_is_sparser_rule,
    ),
    Claim(
        "E8",
        "The larger and the more representative the data, the less regularization helps.",
        "The larger and more representative your data are, the less benefit",
        "choosing",
        more_data,
        more_data_rule,
    ),
    Claim(
        "E9",
        "L2 is for better predictions, L1 mostly for removing features.",
        "the focus is usually on eliminating extraneous features",
        "choosing",
        for_prediction,
        for_prediction_rule,
    ),
    Claim(
        "E10",
        "Some data need no regularization at all.",
        "you may find your data reflects reality well enough",
        "choosing",
        none_needed,
        none_needed_rule,
    ),
    Claim(
        "E11",
        "The best strengths may be guessed from knowledge of the data, but a grid search finds "
        "them.",
        "might be guessable based on your knowledge of the dataset",
        "choosing",
        guess_or_search,
        guess_or_search_rule,
    ),
)
