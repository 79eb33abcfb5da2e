"""Claims on L1, the lasso: V5, V6, V9 to V13, V15, E1, E2 and E5."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from regkit import datasets
from regkit._contest import METHODS
from regkit.claims._claim import Claim, Evidence, Verdict
from regkit.claims._tools import (
    Array,
    above,
    below,
    breast_cancer,
    diabetes,
    factor,
    interval,
    log_ratios,
    number,
    parted,
    say,
    scaled,
    seeds,
    settle,
    tuned,
)
from regkit.linear import fit, fit_path
from regkit.losses import squared_error
from regkit.penalties import L1, L2

# --- arithmetic ---------------------------------------------------------------------------------


def taxicab(_: int) -> Evidence:
    """Compute the norms, and drive the blocks one at a time."""
    blocks = [abs(2) * [(1, 0)], abs(4) * [(0, 1)]]
    return {
        "||[2, 4]||_1": L1().value([2, 4]),
        "blocks driven to (2, 4)": sum(len(leg) for leg in blocks),
        "||[-1, -2.5]||_1": L1().value([-1, -2.5]),
        "sum of [-1, -2.5] with its signs": float(np.sum([-1, -2.5])),
    }


def taxicab_rule(e: Evidence) -> Verdict:
    """Decide whether the norms are 6 and 3.5."""
    right = e["||[2, 4]||_1"] == 6 == e["blocks driven to (2, 4)"]
    right = right and e["||[-1, -2.5]||_1"] == 3.5
    because = (
        f"The norms are {e['||[2, 4]||_1']:g} and {e['||[-1, -2.5]||_1']:g}; without absolute "
        f"values the second would be {number(e['sum of [-1, -2.5] with its signs'])}, a reward."
    )
    return Verdict("holds" if right else "does not hold", because)


MODELS = {"1": (56.0, (10.0, -4.0, 1.5)), "2": (58.0, (9.0, -2.5, 0.0)), "3": (61.0, (10.0, 0, 0))}


def penalized_loss(_: int) -> Evidence:
    """Add the absolute weights to the loss."""
    loss, weights = MODELS["1"]
    return {"absolute weights": L1().value(weights), "sum": loss + L1(1.0).value(weights)}


def penalized_loss_rule(e: Evidence) -> Verdict:
    """Decide whether the sum is 71.5."""
    because = f"56 + 1 × {e['absolute weights']:g} = {e['sum']:g}."
    return Verdict("holds" if e["sum"] == 71.5 else "does not hold", because)


def _tie(one: str, other: str) -> float:
    """Return the C at which two models are equally good."""
    (loss, w), (loss2, w2) = MODELS[one], MODELS[other]
    return (loss2 - loss) / (L1().value(w) - L1().value(w2))


def three_models(_: int) -> Evidence:
    """Rank three models that fit the article's sentences, at many C."""
    at: dict[str, dict[str, float]] = {}
    for C in (0.0, 1.0, 2.0, 3.0):
        at[f"C = {C:g}"] = {k: loss + L1(C).value(w) for k, (loss, w) in MODELS.items()}
    grid = np.arange(0, 5001) / 1000
    losses = np.array([[loss + L1(float(C)).value(w) for loss, w in MODELS.values()] for C in grid])
    first = losses.argmin(axis=1)
    return {
        "penalized losses": at,
        "the lead changes at C": [_tie("1", "2"), _tie("2", "3")],
        "third is best at every larger C": bool(np.all(first[grid > 2] == 2)),
        "weights that are zero": {k: int(np.sum(np.equal(w, 0))) for k, (_, w) in MODELS.items()},
    }


def three_models_rule(e: Evidence) -> Verdict:
    """Decide whether every sentence of the article is true of the three."""
    at = e["penalized losses"]
    c0, c1, c2, c3 = (at[f"C = {C}"] for C in range(4))
    zeros = e["weights that are zero"]
    told = (
        c0["1"] < min(c0["2"], c0["3"]),
        c1["2"] < c1["3"] < c1["1"],
        c2["2"] == c2["3"] and zeros["3"] == 2 and zeros["2"] == 1,
        c3["3"] < min(c3["1"], c3["2"]) and e["third is best at every larger C"],
    )
    because = (
        f"{sum(told)} of its 4 sentences are true of losses 56, 58, 61 with absolute sums 15.5, "
        f"11.5, 10: the lead changes at C = "
        f"{e['the lead changes at C'][0]:g} and C = {e['the lead changes at C'][1]:g}."
    )
    return Verdict("holds" if all(told) else "does not hold", because)


# --- one weight ---------------------------------------------------------------------------------


def constant_steps(seed: int) -> Evidence:
    """Step a weight towards zero by lr lambda, with nothing else pulling; and with the prox."""

    def steps(w: float, step: float, n: int = 3000) -> float:
        for _ in range(n):
            w -= step * np.sign(w)
            if w == 0:
                break
        return w

    def proximal(w: float, step: float, n: int = 3000) -> float:
        for _ in range(n):
            w = float(L1().prox(w, step))
            if w == 0:
                break
        return w

    starts = np.random.default_rng(seed).uniform(-1, 1, 300)
    found: Evidence = {"random starts": len(starts)}
    for step in (0.1, 0.01):
        ends = np.array([steps(float(w), step) for w in starts])
        found[f"step {step:g}"] = {
            "at zero": int(np.sum(ends == 0)),
            "farthest end over step": float(np.abs(ends).max() / step),
            "at zero with prox": sum(proximal(float(w), step) == 0 for w in starts[:100]),
        }
    divisors = range(1, 257)
    arrived = [k for k in divisors if steps(1.0, 1 / k) == 0]
    powers = [k for k in divisors if k & (k - 1) == 0]
    found["from 1 in steps of 1/k, k to 256"] = {
        "at zero": len(arrived),
        "of them powers of two": len(set(arrived) & set(powers)),
        "powers of two": len(powers),
        "step 0.25": steps(1.0, 0.25),
    }
    return found


def constant_steps_rule(e: Evidence) -> Verdict:
    """Decide whether the steps end on zero."""
    cases = [e["step 0.1"], e["step 0.01"]]
    hits, n = sum(one["at zero"] for one in cases), len(cases) * e["random starts"]
    prox = sum(one["at zero with prox"] for one in cases)
    exact = e["from 1 in steps of 1/k, k to 256"]
    because = (
        f"From random starts {hits} of {n} weights end on zero, the others hop about it, up to "
        f"{max(one['farthest end over step'] for one in cases):.3g} of a step away; with the "
        f"prox {prox} of 200 do. From 1 in steps of 1/k, {exact['at zero']} of 256 do, "
        "1/4 among them."
    )
    if hits == n:
        return Verdict("holds", because)
    if exact["step 0.25"] == 0:
        condition = "a step happens to land on zero, or the prox is used"
        return Verdict("holds when", because, condition)
    return Verdict("does not hold", because)


def _largest_zeroed(R: Callable[[Array], Array]) -> float:
    """``min over w > 0 of w/2 + R(w)/w``: the largest target z whose best weight is still 0.

    A weight w costs ``(w - z)^2 / 2 + R(w)`` and 0 costs ``z^2 / 2``, so w is better if z is
    larger than ``w/2 + R(w)/w``.
    """
    w = np.logspace(-300, 1, 30_101)
    return float(np.min(w / 2 + R(w) / w))


def _largest_zeroed_by_power(q: float) -> float:
    return _largest_zeroed(lambda w: w**q)


def slope_at_zero(_: int) -> Evidence:
    """Minimize 1/2 (w - z)^2 + R(w) for many z, and count the z whose minimizer is zero."""
    z = np.linspace(-3.95, 3.95, 80)  # none of them 0
    penalties: dict[str, Callable[[Array], Array]] = {
        "|w|: slope 1 everywhere": lambda w: w,
        "w^2: slope vanishes at 0": lambda w: w**2,
        "|w| + w^2: slope not constant, 1 at 0": lambda w: w + w**2,
        "Huber: slope constant beyond 0.5, vanishes at 0": lambda w: np.where(
            w > 0.5, w - 0.25, w**2
        ),
    }
    powers = {q: _largest_zeroed_by_power(q) for q in (0.5, 0.9, 1.0, 1.01, 1.1, 1.5)}
    return {
        "share of zeros": {
            name: float(np.mean(np.abs(z) <= _largest_zeroed(R))) for name, R in penalties.items()
        },
        "share of zeros, |w|^q": {
            f"{q:g}": float(np.mean(np.abs(z) <= largest)) for q, largest in powers.items()
        },
        "largest target with weight 0 under |w|": powers[1.0],
        "zeros of the soft threshold": float(np.mean(L1(1.0).prox(z, 1.0) == 0)),
        "zeros of the shrinkage 1/3": float(np.mean(L2(1.0).prox(z, 1.0) == 0)),
    }


def slope_at_zero_rule(e: Evidence) -> Verdict:
    """Decide whether only L1 gives zeros, and whether a constant slope is the reason."""
    lasso, ridge = e["zeros of the soft threshold"], e["zeros of the shrinkage 1/3"]
    shares = e["share of zeros"]
    varying = shares["|w| + w^2: slope not constant, 1 at 0"]
    huber = shares["Huber: slope constant beyond 0.5, vanishes at 0"]
    powers = {float(q): share for q, share in e["share of zeros, |w|^q"].items()}
    largest = max((q for q, share in powers.items() if share > 0), default=0.0)
    because = (
        f"Targets whose best weight is exactly 0: {100 * lasso:.3g} % under |w|, "
        f"{100 * ridge:.3g} % under w². But also {100 * varying:.3g} % under |w| + w², whose slope "
        f"is not constant, and {100 * huber:.3g} % under Huber's, constant except near 0. Among "
        f"|w|^q zeros appear up to q = {largest:g} and never above."
    )
    if not lasso > 0 == ridge:
        return Verdict("does not hold", because)
    if varying > 0 == huber:
        condition = "“constant” means that the slope does not vanish at zero"
        return Verdict("holds when", because, condition)
    return Verdict("holds", because)


# --- how many are selected ----------------------------------------------------------------------


def _count(W: Array) -> int:
    """Return the largest number of weights along a path that are not 0."""
    size = np.abs(W)
    return int((size > 1e-8 * max(float(size.max()), 1e-300)).sum(axis=1).max())


# Columns of equal length, no two alike, and still not in general position: the first two and the
# last two have the same sum.
UNTIED = np.array([[1.0, 1, -1, -1], [1, -1, 1, -1], [1, 1, 1, 1]])


def four_of_three() -> tuple[Array, Array, float, Array]:
    """Return X (3, 4), y, lambda, and an optimum of the lasso (no intercept) with four weights."""
    return UNTIED, np.array([0.0, 0.0, 4.0]), 0.2, np.full(4, 0.85)


def at_most_n(seed: int) -> Evidence:
    """Count the non-zero weights along lasso paths with p > n."""
    most = {"with intercept": -(10**6), "without": -(10**6)}
    paths = 0
    for n, p, one in itertools.product((8, 20), (25, 60, 200), seeds(5, seed)):
        rng = np.random.default_rng([n, p, one])
        X, y = rng.standard_normal((n, p)), rng.standard_normal(n)
        for name, intercept in (("with intercept", True), ("without", False)):
            W = fit_path(X, y, L1(), n_lams=60, fit_intercept=intercept).coefs
            most[name] = max(most[name], _count(W) - n)
            paths += 1
    cancer, benign = breast_cancer()
    real = -(10**6)
    for one in seeds(10, seed):
        rows = np.random.default_rng(one).permutation(len(cancer))[:15]
        part = scaled(cancer, benign, rows, rows)
        real = max(real, _count(fit_path(part.X, part.y, L1(), n_lams=60).coefs) - 15)
        paths += 1
    four, target, lam, w = four_of_three()
    slopes = four.T @ (target - four @ w) / len(target)
    found = fit(four, target, L1(lam), fit_intercept=False).coef
    objectives = [squared_error(four @ v, target) + L1(lam).value(v) for v in (w, found)]
    return {
        "paths": paths,
        "most selected, minus n": most | {"breast cancer, 15 of 569 rows": real},
        "four distinct columns, n = 3": {
            "selected": int(np.count_nonzero(w)),
            # every weight is positive, and every slope is lambda: that is what an optimum needs
            "largest |slope - lambda|": float(np.abs(slopes - lam).max()),
            "objective above the solver's": float(objectives[0] - objectives[1]),
        },
    }


def at_most_n_rule(e: Evidence) -> Verdict:
    """Decide whether no path selects more than n, in general position and outside it."""
    most, four = e["most selected, minus n"], e["four distinct columns, n = 3"]
    told = {name: f"n − {-k}" if k else "n" for name, k in most.items()}
    because = (
        f"On {e['paths']} paths of columns in general position at most {told['with intercept']} "
        f"columns with an intercept and {told['without']} without (breast cancer: "
        f"{told['breast cancer, 15 of 569 rows']}). Outside it, {four['selected']} distinct "
        "columns of equal length make an optimum at n = 3, beside one that keeps to n."
    )
    more = four["selected"] > 3 and four["largest |slope - lambda|"] < 1e-12
    if max(most.values()) > 0:
        return Verdict("does not hold", because)
    if more and abs(four["objective above the solver's"]) < 1e-6:
        condition = "the columns are in general position (as noise makes them)"
        return Verdict("holds when", because, condition)
    return Verdict("holds", because)


# --- when it fits -------------------------------------------------------------------------------


RELEVANT_WIDE = (2, 5, 15, 75, 150)


def wide_data(seed: int) -> Evidence:
    """Error of the lasso over that of ridge with fewer rows than columns, few to all relevant."""
    found = {}
    for name, n, V, shares in (
        ("40 rows, 150 columns", 40, np.eye(150), RELEVANT_WIDE),
        (
            "30 rows, 80 columns, correlation 0.5 in groups",
            30,
            datasets.correlation(80, 0.5, "groups", group=4),
            (2, 4, 40, 80),
        ),
    ):
        found[name] = {
            str(k): log_ratios(n, V, k, [("l1", "l2")], seeds(16, seed))[0] for k in shares
        }
    return {"log2 of lasso / ridge error": found}


def wide_data_rule(e: Evidence) -> Verdict:
    """Decide where the lasso is worse than ridge."""
    families = e["log2 of lasso / ridge error"]
    ends = {name: (next(iter(one)), next(reversed(one))) for name, one in families.items()}
    because = "L1 error over L2 error: " + "; ".join(
        f"{name}, {factor(one[ends[name][0]])} with {ends[name][0]} relevant columns and "
        f"{factor(one[ends[name][1]])} with all {ends[name][1]}"
        for name, one in families.items()
    )
    worse, better = ({name: parted(one)[k] for name, one in families.items()} for k in (0, 1))
    if all(len(worse[name]) == len(one) for name, one in families.items()):
        return Verdict("holds", f"{because}.")
    if all(worse.values()) and all(better.values()):
        many = " and ".join(f"{worse[name][0]} of {ends[name][1]}" for name in families)
        condition = f"many columns matter ({many}, for example)"
        return Verdict("holds when", f"{because}.", condition)
    beaten = all(len(better[name]) == len(one) for name, one in families.items())
    return Verdict("does not hold" if beaten else "cannot tell", f"{because}.")


CARRIERS = (1, 4, 10, 40)


def smeared(seed: int) -> Evidence:
    """Error and stability when one hidden variable is carried by k noisy, correlated columns."""
    found: Evidence = {}
    n, p = 60, 40
    for share in (0.8, 0.5):  # of the hidden variable in a carrier's variance
        ratios, overlap = {}, {}
        for k in CARRIERS:
            logs, overlaps = [], []
            for one in seeds(12, seed):
                kept, both = [], []
                for half in range(2):  # two samples of the same bank: do they select alike?
                    rng = np.random.default_rng([k, one, half])
                    hidden = rng.standard_normal(n + 1000)
                    X = rng.standard_normal((n + 1000, p))
                    X[:, :k] = np.sqrt(share) * hidden[:, None] + np.sqrt(1 - share) * X[:, :k]
                    y = hidden + 0.5 * rng.standard_normal(n + 1000)
                    w = {m: tuned(X[:n], y[:n], m) for m in ("l1", "l2")}
                    kept.append(set(np.flatnonzero(w["l1"]).tolist()))
                    errors = [np.mean((X[n:] @ it - y[n:]) ** 2) for it in w.values()]
                    both.append(np.log2(errors[0] / errors[1]))
                logs.append(both)
                overlaps.append(len(kept[0] & kept[1]) / max(len(kept[0] | kept[1]), 1))
            ratios[str(k)] = interval(logs)
            overlap[str(k)] = interval(overlaps)
        found[f"correlation of carriers {share:g}"] = {
            "log2 of lasso / ridge error": ratios,
            "overlap of selections": overlap,
        }
    return found


def smeared_rule(e: Evidence) -> Verdict:
    """Decide from how many carriers on the lasso loses."""
    first, last = str(CARRIERS[0]), str(CARRIERS[-1])
    because = "Lasso error over ridge error, 60 rows: " + "; ".join(
        f"{name}, {factor(one['log2 of lasso / ridge error'][first])} with 1 carrier, "
        f"{factor(one['log2 of lasso / ridge error'][last])} with {last} of 40 columns (two "
        f"samples select the same to {100 * one['overlap of selections'][last]['mean']:.2g} %)"
        for name, one in e.items()
    )
    hurts, fine = (
        [parted(one["log2 of lasso / ridge error"])[k] for one in e.values()] for k in (0, 1)
    )
    always = [k for k in map(str, CARRIERS[1:]) if all(k in those for those in hurts)]
    never = [k for k in map(str, CARRIERS[1:]) if all(k in those for those in fine)]
    return settle(
        f"{because}.",
        CARRIERS[1:],
        always,
        never,
        lambda: f"nearly all columns carry it; with {never[-1]} of 40 or fewer L1 is the better",
    )


RELEVANT = (1, 3, 8, 20, 40)
FEW = ("1", "3")


def few_variables(seed: int) -> Evidence:
    """Error of the lasso over that of ridge with 100 rows and 40 columns, few to all relevant."""
    return {
        "log2 of lasso / ridge error": {
            f"correlation {rho:g}": {
                str(k): log_ratios(
                    100,
                    datasets.correlation(40, rho, "groups", group=4),
                    k,
                    [("l1", "l2")],
                    seeds(15, seed),
                )[0]
                for k in RELEVANT
            }
            for rho in (0.0, 0.5)
        }
    }


def few_variables_rule(e: Evidence) -> Verdict:
    """Decide whether the lasso wins where few columns matter."""
    families = e["log2 of lasso / ridge error"]
    because = "100 rows, 40 columns, lasso error over ridge error: " + "; ".join(
        f"{name}, {factor(one[FEW[0]])} with {FEW[0]} relevant column, {factor(one[FEW[-1]])} with "
        f"{FEW[-1]}, {factor(one[str(RELEVANT[-1])])} with all"
        for name, one in families.items()
    )
    few = {(name, k): one[k] for name, one in families.items() for k in FEW}
    loses, wins = parted({str(key): one for key, one in few.items()})
    if len(wins) == len(few):
        return Verdict("holds", f"{because}.")
    return Verdict("does not hold" if loses else "cannot tell", f"{because}.")


# rows, correlation in groups of four, relevant columns of 40, draws
DROPPING = ((60, 0.0, 5, 16), (60, 0.5, 5, 16), (60, 0.9, 5, 16), (15, 0.95, 8, 300))


def dropping_out(seed: int) -> Evidence:
    """Error, precision and recall of the three methods where most of 40 columns should drop out."""
    found: Evidence = {}
    for n, rho, relevant, draws in DROPPING:
        V = datasets.correlation(40, rho, "groups", group=4)
        rows: dict[str, list[tuple[float, float, float]]] = {m: [] for m in METHODS}
        for one in seeds(draws, seed):
            rng = np.random.default_rng([one, 3])
            w = np.zeros(40)
            signs, sizes = rng.choice([-1, 1], relevant), rng.uniform(0.5, 1.5, relevant)
            w[rng.permutation(40)[:relevant]] = signs * sizes
            w /= np.sqrt(w @ V @ w)
            data = datasets.linear_data(n, w, V, sigma=0.5**0.5, seed=[one, 4])
            for method, those in rows.items():
                found_w = tuned(data.X, data.y, method)
                hits = np.sum((found_w != 0) & (w != 0))
                precision = hits / max(np.sum(found_w != 0), 1)
                wrong = np.log2(data.sigma**2 + data.excess_error(found_w))
                those.append((wrong, precision, hits / relevant))
        each = {m: np.array(those) for m, those in rows.items()}
        found[f"{n} rows, correlation {rho:g}"] = {
            "relevant": relevant,
            "log2 of l1 / l2 error": interval(each["l1"][:, 0] - each["l2"][:, 0]),
            "log2 of l1 / en error": interval(each["l1"][:, 0] - each["en"][:, 0]),
            "precision": {m: float(those[:, 1].mean()) for m, those in each.items()},
            "recall": {m: float(those[:, 2].mean()) for m, those in each.items()},
        }
    return found


def dropping_out_rule(e: Evidence) -> Verdict:
    """Decide whether L1 is worse than both, and where."""
    over_l2 = {name: one["log2 of l1 / l2 error"] for name, one in e.items()}
    over_en = {name: one["log2 of l1 / en error"] for name, one in e.items()}
    worse = [name for name in e if above(over_l2[name]) and above(over_en[name])]
    better = [name for name in e if below(over_l2[name]) or below(over_en[name])]
    because = "L1 error over L2 error, and over Elastic Net's: " + "; ".join(
        f"{name}, {one['relevant']} of 40 relevant: {factor(over_l2[name])}, "
        f"{factor(over_en[name])}"
        for name, one in e.items()
    )
    because += ". L2 drops nothing; it predicts."
    return settle(
        because,
        e,
        worse,
        better,
        lambda: f"rows are few and columns much alike ({worse[0]})",
    )


class Support(NamedTuple):
    """The columns of one lasso fit, against other sets of columns, all refitted."""

    best: bool  # no other set of its size fits better
    fewer: bool  # a smaller set fits as well


def _support(X: Array, y: Array, columns: tuple[int, ...]) -> Support:
    """Compare a set of columns with all others of its size, and with all smaller ones."""
    G, c = X.T @ X, X.T @ y

    def explained(some: tuple[int, ...]) -> float:
        k = list(some)
        return float(c[k] @ np.linalg.solve(G[np.ix_(k, k)], c[k])) if k else 0.0

    def most(size: int) -> float:
        return max(map(explained, itertools.combinations(range(len(c)), size)))

    bar, size = explained(columns), len(columns)
    return Support(bar >= most(size) * (1 - 1e-9), size > 0 and most(size - 1) >= bar * (1 - 1e-9))


COEF = [2.0, -1.5, 1.0, 0.5, 0, 0, 0, 0]


def fewest_features(seed: int) -> Evidence:
    """Compare the lasso's columns with others, all refitted; watch its weights grow."""
    found: Evidence = {"the lasso's columns, refitted": {}}
    for name, rho in (("uncorrelated", None), ("0.6", 0.6), ("0.9", 0.9)):
        best, fewer, fits = [], [], 0
        for one in seeds(20, seed):
            data = datasets.linear_data(40, COEF, datasets.correlation(8, rho or 0.0), seed=one)
            part = scaled(data.X, data.y, slice(None), slice(None))
            X, y = part.X, part.y
            if rho is None:  # to the last digit
                X = np.linalg.qr(X)[0] * np.sqrt(40)
                y = X @ COEF + data.y - data.X @ COEF
                y = (y - y.mean()) / y.std()
            W = fit_path(X, y, L1(), n_lams=8, eps=0.02).coefs[1:]
            sets = [_support(X, y, tuple(np.flatnonzero(w).tolist())) for w in W]
            fits += len(sets)
            best.append([one.best for one in sets])
            fewer.append([one.fewer for one in sets])
        found["the lasso's columns, refitted"][name] = {
            "fits": fits,
            "no other set of their size fits better, share": interval(best),
            "a smaller set fits as well, share": interval(fewer),
        }
    grown = steps = 0
    for X, y in (diabetes(), breast_cancer()):
        part = scaled(X, y, slice(None), slice(None))
        sizes = np.abs(fit_path(part.X, part.y, L1(), n_lams=60).coefs)
        steps += int(np.sum(sizes[1:] > 0))
        grown += int(np.sum((sizes[:-1] > sizes[1:] * (1 + 1e-6)) & (sizes[1:] > 0)))
    found["real paths"] = {"weights": steps, "larger under the stronger penalty": grown}
    # two equal columns: every split of the weight is as good; nearly equal ones: one takes it
    shares = {}
    for rho in (0.9, 0.999):
        one_takes_all = []
        for one in seeds(30, seed):
            twins = datasets.twins(60, rho, others=0, sigma=0.5, seed=one)
            part = scaled(twins.X, twins.y, slice(None), slice(None))
            strong = 0.2 * float(np.abs(part.X.T @ part.y).max()) / 60
            one_takes_all.append(np.count_nonzero(fit(part.X, part.y, L1(strong)).coef) == 1)
        shares[f"{rho:g}"] = float(np.mean(one_takes_all))
    found["one of two twins takes all, share of draws"] = shares
    return found


def fewest_features_rule(e: Evidence) -> Verdict:
    """Decide whether the lasso's columns are the best of their number, and whether weights grow."""
    sets = e["the lasso's columns, refitted"]
    real, twins = e["real paths"], e["one of two twins takes all, share of draws"]
    best, fewer = (
        {name: one[f"{what}, share"] for name, one in sets.items()}
        for what in ("no other set of their size fits better", "a smaller set fits as well")
    )
    grown = real["larger under the stronger penalty"]
    because = (
        "All refitted, no other set of columns of the same size fits better in "
        + ", ".join(f"{say(one, 2, percent=True)} ({name})" for name, one in best.items())
        + " of the lasso's fits; a smaller set fits as well in "
        + ", ".join(f"{say(one, 2, percent=True)}" for one in fewer.values())
        + f". Weights do grow: on real paths {grown} of {real['weights']} are larger under the "
        "stronger penalty. Of two columns with correlation 0.999 one takes all in "
        f"{100 * twins['0.999']:.2g} % of draws, with 0.9 in {100 * twins['0.9']:.2g} %."
    )
    exact = best["uncorrelated"]["mean"] == 1 and fewer["uncorrelated"]["mean"] == 0
    others = [name for name in sets if name != "uncorrelated"]
    if exact and grown and all(best[name]["mean"] == 1 for name in others):
        return Verdict("holds", because)
    if exact and grown and all(below(best[name], 1) for name in others):
        condition = "columns are uncorrelated"
        return Verdict("holds when", because, condition)
    return Verdict("cannot tell", because)


CLAIMS = (
    Claim(
        "V5",
        "The L1 norm of [2, 4] is 6, and absolute values make [−1, −2.5] count with 3.5.",
        "The L1 norm for our vector is thus 6",
        "l1",
        taxicab,
        taxicab_rule,
    ),
    Claim(
        "V6",
        "The L1 penalty's constant gradient brings a weight to exactly zero in constant steps.",
        "in small but constant steps, eventually allowing the value to reach minimum",
        "l1",
        constant_steps,
        constant_steps_rule,
    ),
    Claim(
        "V9",
        "With more columns than samples, the lasso selects at most n of them.",
        "L1 regularization can only select n variables at most",
        "l1",
        at_most_n,
        at_most_n_rule,
    ),
    Claim(
        "V10",
        "The lasso works badly with fewer samples than columns.",
        "Lasso does not work that well in a high-dimensional case",
        "l1",
        wide_data,
        wide_data_rule,
    ),
    Claim(
        "V11",
        "L1 hurts when the information is smeared out over correlated variables.",
        '"smeared out" over many variables, in a correlative way',
        "l1",
        smeared,
        smeared_rule,
    ),
    Claim(
        "V12",
        "L1 makes sense when the information is in a few variables only.",
        "when your information is primarily present in a few variables only",
        "l1",
        few_variables,
        few_variables_rule,
    ),
    Claim(
        "V13",
        "Even where variables should drop out, L1 works less well than L2 and Elastic Net.",
        "Even when you do want variables to drop out",
        "l1",
        dropping_out,
        dropping_out_rule,
    ),
    Claim(
        "V15",
        "L1 gives zeros because its gradient is constant; L2 gives none because 2x vanishes.",
        "Regardless of the value of x, the gradient is a constant",
        "l1",
        slope_at_zero,
        slope_at_zero_rule,
    ),
    Claim(
        "E1",
        "With loss 56, weights 10, −4 and 1.5, and constant 1, the regularized loss is 71.5.",
        "the imputed loss of our model under L1 regularization equals",
        "l1",
        penalized_loss,
        penalized_loss_rule,
    ),
    Claim(
        "E2",
        "Of three models the first wins without penalty, the second at C = 1; at C = 2 the last "
        "two tie, and above the third wins.",
        "Model 2 gives us the best overall L1 regularized loss",
        "l1",
        three_models,
        three_models_rule,
    ),
    Claim(
        "E5",
        "L1 puts as much weight as possible on as few features as possible, even enlarging weights "
        "that are large already.",
        "as much weight as possible on as few features as possible",
        "l1",
        fewest_features,
        fewest_features_rule,
    ),
)
