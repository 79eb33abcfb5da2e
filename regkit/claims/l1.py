"""Claims on L1, the lasso: V5, V6, V9 to V13, V15, E1, E2 and E5."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np

from regkit import datasets
from regkit.claims._claim import Claim, Evidence, Verdict
from regkit.claims._tools import (
    METHODS,
    Array,
    above,
    below,
    breast_cancer,
    diabetes,
    factor,
    interval,
    log_ratio,
    scaled,
    tuned,
)
from regkit.linear import fit, fit_path
from regkit.losses import squared_error
from regkit.penalties import L1, L2

# --- arithmetic ---------------------------------------------------------------------------------


def taxicab() -> Evidence:
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
        f"values the second would be {e['sum of [-1, -2.5] with its signs']:g}, a reward."
    )
    return Verdict("holds" if right else "does not hold", because)


MODELS = {"1": (56.0, (10.0, -4.0, 1.5)), "2": (58.0, (9.0, -2.5, 0.0)), "3": (61.0, (10.0, 0, 0))}


def penalized_loss() -> Evidence:
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


def three_models() -> Evidence:
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


def constant_steps() -> Evidence:
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

    starts = np.random.default_rng(0).uniform(-1, 1, 300)
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
        f"prox {prox} of 200 do. From 1 in steps of 1/k, {exact['at zero']} of 256 do."
    )
    if hits == n:
        return Verdict("holds", because)
    if exact["step 0.25"] == 0:
        condition = (
            "a step lands on zero to the last bit (1 in steps of 0.25 does, a random start in "
            f"{hits} of {n} cases does), or the prox is used"
        )
        return Verdict("holds when", because, condition)
    return Verdict("does not hold", because)


def _largest_zeroed(R: Callable[[Array], Array]) -> float:
    """``min over w > 0 of w/2 + R(w)/w``: the largest target z whose best weight is still 0.

    A weight w costs ``(w - z)^2 / 2 + R(w)`` and 0 costs ``z^2 / 2``, so w is better if z is
    larger than ``w/2 + R(w)/w``.
    """
    w = np.logspace(-300, 1, 30_101)
    return float(np.min(w / 2 + R(w) / w))


def slope_at_zero() -> Evidence:
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
    powers = {q: _largest_zeroed(lambda w, q=q: w**q) for q in (0.5, 0.9, 1.0, 1.01, 1.1, 1.5)}
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
        f"is not constant, and {100 * huber:.3g} % under Huber's, constant except near 0."
    )
    if not lasso > 0 == ridge:
        return Verdict("does not hold", because)
    if varying > 0 == huber:
        condition = (
            "“constant” means that the slope does not vanish at zero: among |w|^q zeros appear up "
            f"to q = {largest:g} and never above"
        )
        return Verdict("holds when", because, condition)
    return Verdict("holds", because)


# --- how many are selected ----------------------------------------------------------------------


def _count(W: Array) -> int:
    """Return the largest number of weights along a path that are not 0."""
    size = np.abs(W)
    return int((size > 1e-8 * max(float(size.max()), 1e-300)).sum(axis=1).max())


def at_most_n() -> Evidence:
    """Count the non-zero weights along lasso paths with p > n."""
    most = {"with intercept": -(10**6), "without": -(10**6)}
    paths = 0
    for n, p, seed in itertools.product((8, 20), (25, 60, 200), range(5)):
        rng = np.random.default_rng([n, p, seed])
        X, y = rng.standard_normal((n, p)), rng.standard_normal(n)
        for name, intercept in (("with intercept", True), ("without", False)):
            W = fit_path(X, y, L1(), n_lams=60, fit_intercept=intercept).coefs
            most[name] = max(most[name], _count(W) - n)
            paths += 1
    cancer, benign = breast_cancer()
    real = -(10**6)
    for seed in range(10):
        rows = np.random.default_rng(seed).permutation(len(cancer))[:15]
        part = scaled(cancer, benign, rows, rows)
        real = max(real, _count(fit_path(part.X, part.y, L1(), n_lams=60).coefs) - 15)
        paths += 1
    # ties: each column twice; sharing a weight between twins costs nothing
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((10, 40)), rng.standard_normal(10)
    penalty = L1(1e-3 * np.abs(X.T @ y).max() / 10)
    w = fit(X, y, penalty, fit_intercept=False).coef
    twice, shared = np.hstack([X, X]), np.concatenate([w, w]) / 2
    one = squared_error(X @ w, y) + penalty.value(w)
    both = squared_error(twice @ shared, y) + penalty.value(shared)
    top = float(np.abs(twice.T @ (y - twice @ shared)).max()) / 10
    return {
        "paths": paths,
        "most selected, minus n": most | {"breast cancer, 15 of 569 rows": real},
        "each column twice, n = 10": {
            "selected": int(np.count_nonzero(shared)),
            "objective differs by less than 1e-9": abs(one - both) < 1e-9,
            "still optimal": top <= penalty.lam1 * (1 + 1e-4),
        },
    }


def at_most_n_rule(e: Evidence) -> Verdict:
    """Decide whether no path selects more than n, with ties and without."""
    most, ties = e["most selected, minus n"], e["each column twice, n = 10"]
    told = {name: f"n - {-k}" if k else "n" for name, k in most.items()}
    because = (
        f"On {e['paths']} paths at most {told['with intercept']} columns with an intercept and "
        f"{told['without']} without (breast cancer: {told['breast cancer, 15 of 569 rows']}). With "
        f"every column twice, an equally good optimum uses {ties['selected']} columns at n = 10."
    )
    tied = ties["selected"] > 10 and ties["still optimal"]
    if max(most.values()) > 0:
        return Verdict("does not hold", because)
    if tied and ties["objective differs by less than 1e-9"]:
        condition = (
            "no columns are tied: then at most n, and n - 1 with an intercept; with ties, one of "
            f"the optima keeps to that, but others use more ({ties['selected']} at n = 10)"
        )
        return Verdict("holds when", because, condition)
    return Verdict("holds", because)


# --- when it fits -------------------------------------------------------------------------------


RELEVANT_WIDE = (2, 5, 15, 75, 150)


def wide_data() -> Evidence:
    """Error of the lasso over that of ridge with 40 rows and 150 columns, few to all relevant."""
    return {
        "n, p": [40, 150],
        "log2 of lasso / ridge error": {
            str(k): log_ratio(40, 150, k, np.eye(150), 12, "l2") for k in RELEVANT_WIDE
        },
        "log2 of lasso / elastic net error": {
            str(k): log_ratio(40, 150, k, np.eye(150), 6, "en", 15) for k in (5, 75)
        },
    }


def _last_win(ratios: dict[str, dict[str, float]]) -> str:
    """Return the last setting at which the first method's whole interval is better."""
    return next((key for key, one in reversed(ratios.items()) if below(one)), "")


def wide_data_rule(e: Evidence) -> Verdict:
    """Decide where the lasso is worse than ridge."""
    ratios = e["log2 of lasso / ridge error"]
    first, last = (ratios[str(k)] for k in (RELEVANT_WIDE[0], RELEVANT_WIDE[-1]))
    because = (
        f"40 rows, 150 columns: lasso error over ridge error is {factor(first)} with "
        f"{RELEVANT_WIDE[0]} relevant columns and {factor(last)} with all {RELEVANT_WIDE[-1]}."
    )
    if all(above(one) for one in ratios.values()):
        return Verdict("holds", because)
    if not any(above(one) for one in ratios.values()):
        return Verdict("does not hold", because)
    wins = _last_win(ratios)
    loses = next(key for key, one in ratios.items() if above(one))
    condition = (
        f"many columns matter ({loses} of 150 or more); with {wins} or fewer the lasso beats ridge"
    )
    return Verdict("holds when", because, condition)


CARRIERS = (1, 4, 10, 20, 40)


def smeared() -> Evidence:
    """Error and stability when one hidden variable is carried by k noisy, correlated columns."""
    found: Evidence = {"log2 of lasso / ridge error": {}, "overlap of selections": {}}
    n, p, seeds = 60, 40, 12
    for k in CARRIERS:
        logs, overlaps = [], []
        for seed in range(seeds):
            kept = []
            for half in range(2):  # two samples of the same bank: do they select alike?
                rng = np.random.default_rng([k, seed, half])
                hidden = rng.standard_normal(n + 1000)
                X = rng.standard_normal((n + 1000, p))
                X[:, :k] = np.sqrt(0.8) * hidden[:, None] + np.sqrt(0.2) * X[:, :k]
                y = hidden + 0.5 * rng.standard_normal(n + 1000)
                w = {m: tuned(X[:n], y[:n], m, 20) for m in ("l1", "l2")}
                kept.append(set(np.flatnonzero(w["l1"]).tolist()))
                errors = [np.mean((X[n:] @ one - y[n:]) ** 2) for one in w.values()]
                logs.append(np.log2(errors[0] / errors[1]))
            overlaps.append(len(kept[0] & kept[1]) / max(len(kept[0] | kept[1]), 1))
        found["log2 of lasso / ridge error"][str(k)] = interval(logs)
        found["overlap of selections"][str(k)] = interval(overlaps)
    return found


def smeared_rule(e: Evidence) -> Verdict:
    """Decide from how many carriers on the lasso loses."""
    ratios, overlap = e["log2 of lasso / ridge error"], e["overlap of selections"]
    first, last = str(CARRIERS[0]), str(CARRIERS[-1])
    because = (
        f"Lasso error over ridge error: {factor(ratios[first])} with 1 carrier, "
        f"{factor(ratios[last])} with {last} of 40 columns. Two samples of the same source select "
        f"the same columns to {100 * overlap[first]['mean']:.2g} % and "
        f"{100 * overlap[last]['mean']:.2g} %."
    )
    hurts = [k for k in CARRIERS if above(ratios[str(k)])]
    if not hurts:
        return Verdict("does not hold", because)
    if hurts[0] <= 2:
        return Verdict("holds", because)
    fine = [k for k in CARRIERS if below(ratios[str(k)])]
    condition = (
        f"nearly all columns carry it ({hurts[0]} of 40); with {max(fine, default=0)} or fewer the "
        "lasso is the better"
    )
    return Verdict("holds when", because, condition)


RELEVANT = (1, 3, 8, 20, 40)


def few_variables() -> Evidence:
    """Error of the lasso over that of ridge with 100 rows and 40 columns, few to all relevant."""
    return {
        "log2 of lasso / ridge error": {
            str(k): log_ratio(100, 40, k, np.eye(40), 15, "l2") for k in RELEVANT
        }
    }


def few_variables_rule(e: Evidence) -> Verdict:
    """Decide whether the lasso wins where few columns matter."""
    ratios = e["log2 of lasso / ridge error"]
    few, all_ = ratios[str(RELEVANT[0])], ratios[str(RELEVANT[-1])]
    wins = [k for k in RELEVANT if below(ratios[str(k)])]
    because = (
        f"100 rows, 40 columns: lasso error over ridge error is {factor(few)} with "
        f"{RELEVANT[0]} relevant column and {factor(all_)} with {RELEVANT[-1]}; the lasso's lead "
        f"is beyond chance up to {max(wins, default=0)}."
    )
    few_ones = [k for k in RELEVANT if k <= 10]
    return Verdict("holds" if set(few_ones) <= set(wins) else "does not hold", because)


def dropping_out() -> Evidence:
    """Error, precision and recall of the three methods where 35 of 40 columns should drop out."""
    found: Evidence = {}
    for rho in (0.0, 0.5, 0.9):
        V = datasets.correlation(40, rho, "groups", group=4)
        rows: dict[str, list[tuple[float, float, float]]] = {m: [] for m in METHODS}
        for seed in range(12):
            rng = np.random.default_rng([seed, 3])
            w = np.zeros(40)
            w[rng.permutation(40)[:5]] = rng.choice([-1, 1], 5) * rng.uniform(0.5, 1.5, 5)
            w /= np.sqrt(w @ V @ w)
            data = datasets.linear_data(60, w, V, sigma=0.5**0.5, seed=[seed, 4])
            for method, those in rows.items():
                found_w = tuned(data.X, data.y, method, 20)
                hits = np.sum((found_w != 0) & (w != 0))
                precision = hits / max(np.sum(found_w != 0), 1)
                wrong = np.log2(data.sigma**2 + data.excess_error(found_w))
                those.append((wrong, precision, hits / 5))
        each = {m: np.array(those) for m, those in rows.items()}
        found[f"correlation {rho:g}"] = {
            "log2 of l1 / l2 error": interval(each["l1"][:, 0] - each["l2"][:, 0]),
            "log2 of l1 / en error": interval(each["l1"][:, 0] - each["en"][:, 0]),
            "precision": {m: float(one[:, 1].mean()) for m, one in each.items()},
            "recall": {m: float(one[:, 2].mean()) for m, one in each.items()},
        }
    return found


def dropping_out_rule(e: Evidence) -> Verdict:
    """Decide whether L1 is worse than both, and at which correlations."""
    worse = {
        name: above(one["log2 of l1 / l2 error"]) and above(one["log2 of l1 / en error"])
        for name, one in e.items()
    }
    independent, strong = e["correlation 0"], e["correlation 0.9"]
    because = (
        "5 of 40 columns matter. L1 error over L2 error: "
        f"{factor(independent['log2 of l1 / l2 error'])} without correlation, "
        f"{factor(strong['log2 of l1 / l2 error'])} at 0.9; over elastic net "
        f"{factor(strong['log2 of l1 / en error'])} at 0.9. Precision at 0: L1 "
        f"{independent['precision']['l1']:.2f}, elastic net {independent['precision']['en']:.2f}, "
        f"L2 {independent['precision']['l2']:.3f}, which drops nothing."
    )
    if all(worse.values()):
        return Verdict("holds", because)
    if any(worse.values()):
        from_ = next(name for name, one in worse.items() if one)
        return Verdict("holds when", because, f"columns are correlated ({from_} and more)")
    return Verdict("does not hold", because)


def _smallest_set(X: Array, y: Array, loss: float, below_size: int) -> int:
    """Return the fewest columns whose least-squares fit has no more than this loss."""
    G, c, yy = X.T @ X, X.T @ y, float(y @ y)
    for size in range(below_size):
        for columns in map(list, itertools.combinations(range(X.shape[1]), size)):
            w = np.linalg.solve(G[np.ix_(columns, columns)], c[columns])
            if (yy - c[columns] @ w) / (2 * len(y)) <= loss:
                return size
    return below_size


def fewest_features() -> Evidence:
    """Compare lasso fits with the smallest set of columns that fits as well; watch weights grow."""
    fits: dict[str, int] = {}
    sparser: dict[str, int] = {}
    grown = steps = 0
    for rho, seed in itertools.product((0.0, 0.6, 0.9), range(8)):
        data = datasets.linear_data(
            40, [2.0, -1.5, 1.0, 0.5, 0, 0, 0, 0], datasets.correlation(8, rho), seed=seed
        )
        part = scaled(data.X, data.y, slice(None), slice(None))
        W = fit_path(part.X, part.y, L1(), n_lams=8, eps=0.02).coefs
        for w in W[1:]:
            size = int(np.count_nonzero(w))
            loss = squared_error(part.X @ w, part.y)
            fewer = _smallest_set(part.X, part.y, loss, size) < size
            fits[f"{rho:g}"] = fits.get(f"{rho:g}", 0) + 1
            sparser[f"{rho:g}"] = sparser.get(f"{rho:g}", 0) + fewer
    for X, y in (diabetes(), breast_cancer()):
        part = scaled(X, y, slice(None), slice(None))
        size = np.abs(fit_path(part.X, part.y, L1(), n_lams=60).coefs)
        steps += int(np.sum(size[1:] > 0))
        grown += int(np.sum((size[:-1] > size[1:] * (1 + 1e-6)) & (size[1:] > 0)))
    # two equal columns: every split of the weight is as good; nearly equal ones: one takes it
    found: Evidence = {
        "fits, by correlation": fits,
        "where fewer columns fit as well": sparser,
        "real paths": {"weights": steps, "larger under the stronger penalty": grown},
    }
    shares = {}
    for rho in (0.9, 0.99, 0.999):
        one_takes_all = []
        for seed in range(30):
            twins = datasets.twins(60, rho, others=0, sigma=0.5, seed=seed)
            part = scaled(twins.X, twins.y, slice(None), slice(None))
            strong = 0.2 * float(np.abs(part.X.T @ part.y).max()) / 60
            one_takes_all.append(np.count_nonzero(fit(part.X, part.y, L1(strong)).coef) == 1)
        shares[f"{rho:g}"] = float(np.mean(one_takes_all))
    found["one of two twins takes all, share of draws"] = shares
    return found


def fewest_features_rule(e: Evidence) -> Verdict:
    """Decide whether the lasso's set is the smallest, and whether weights grow."""
    fits, sparser = e["fits, by correlation"], e["where fewer columns fit as well"]
    real, twins = e["real paths"], e["one of two twins takes all, share of draws"]
    grown = real["larger under the stronger penalty"]
    because = (
        f"In {sum(sparser.values())} of {sum(fits.values())} lasso fits fewer columns would fit as "
        f"well ({sparser['0']} of {fits['0']} without correlation). True is that weights grow: on "
        f"real paths {grown} of {real['weights']} are larger under the stronger penalty. Of two "
        f"columns with correlation 0.999 one takes all in {100 * twins['0.999']:.2g} % of draws, "
        f"with 0.9 in {100 * twins['0.9']:.2g} %."
    )
    fewest = [rho for rho in fits if sparser[rho] <= 0.05 * fits[rho]]
    if not grown or not fewest:
        return Verdict("does not hold", because)
    if len(fewest) < len(fits):
        return Verdict("holds when", because, f"columns have a correlation of {fewest[-1]} or less")
    return Verdict("holds", because)


CLAIMS = (
    Claim(
        "V5",
        "The L1 norm of [2, 4] is 6, and absolute values make [-1, -2.5] count with 3.5.",
        "l1",
        taxicab,
        taxicab_rule,
    ),
    Claim(
        "V6",
        "The L1 penalty's constant gradient brings a weight to exactly zero in constant steps.",
        "l1",
        constant_steps,
        constant_steps_rule,
    ),
    Claim(
        "V9",
        "With more columns than samples, the lasso selects at most n of them.",
        "l1",
        at_most_n,
        at_most_n_rule,
    ),
    Claim(
        "V10",
        "The lasso works badly with fewer samples than columns.",
        "l1",
        wide_data,
        wide_data_rule,
    ),
    Claim(
        "V11",
        "L1 hurts when the information is smeared out over correlated variables.",
        "l1",
        smeared,
        smeared_rule,
    ),
    Claim(
        "V12",
        "L1 makes sense when the information is in a few variables only.",
        "l1",
        few_variables,
        few_variables_rule,
    ),
    Claim(
        "V13",
        "Even where variables should drop out, L1 works less well than L2 and Elastic Net.",
        "l1",
        dropping_out,
        dropping_out_rule,
    ),
    Claim(
        "V15",
        "L1 gives zeros because its gradient is constant; L2 gives none because 2x vanishes.",
        "l1",
        slope_at_zero,
        slope_at_zero_rule,
    ),
    Claim(
        "E1",
        "With loss 56, weights 10, -4 and 1.5, and constant 1, the regularized loss is 71.5.",
        "l1",
        penalized_loss,
        penalized_loss_rule,
    ),
    Claim(
        "E2",
        "Of three models the first wins without penalty, the second at C = 1; at C = 2 the last "
        "two tie, and above the third wins.",
        "l1",
        three_models,
        three_models_rule,
    ),
    Claim(
        "E5",
        "L1 puts as much weight as possible on as few features as possible, even enlarging weights "
        "that are large already.",
        "l1",
        fewest_features,
        fewest_features_rule,
    ),
)
