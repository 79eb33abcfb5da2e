"""`fit` and `fit_path` on whatever hypothesis thinks of: scales, twins, and tiny strengths.

A small part runs with the tests. For a long run: python tests/test_fuzz.py MINUTES SEED
[plain|weighted|classes]
"""

from __future__ import annotations

import sys
import time
import warnings

import numpy as np
from hypothesis import HealthCheck, Phase, given, settings, strategies
from hypothesis.database import InMemoryExampleDatabase
from logistic_problems import gap_of

from regkit import ElasticNet, fit, fit_path
from regkit.linear import ConvergenceWarning, SeparationError
from regkit.linear._active_set import ActiveSetSolver

TOL = 1e-8
EPS = float(np.finfo(np.float64).eps)
Exact = np.longdouble  # the certificate is recomputed with three more digits than it was made

powers = strategies.floats(-38, 38)
entries = strategies.one_of(
    strategies.sampled_from([0.0, 1.0, -1.0, 2.0, 1e-8, 1e8]),
    strategies.floats(-3, 3, width=32),
)


@strategies.composite
def columns(draw, n, p):
    """X (n, p): entries that hypothesis picks or a generator draws, then twins and scales."""
    if n * p <= 24 and draw(strategies.booleans()):
        values = draw(strategies.lists(entries, min_size=n * p, max_size=n * p))
        X = np.array(values).reshape(n, p)
    else:
        X = np.random.default_rng(draw(strategies.integers(0, 10**6))).standard_normal((n, p))
    rng = np.random.default_rng(draw(strategies.integers(0, 99)))
    for kind in draw(strategies.lists(strategies.sampled_from(KINDS), max_size=3)):
        j, k = rng.integers(p, size=2)
        if kind == "twin":
            X[:, j] = X[:, k]
        elif kind == "opposite":
            X[:, j] = -X[:, k]
        elif kind == "near twin":
            X[:, j] = X[:, k] + 10.0 ** rng.uniform(-16, -2) * rng.standard_normal(n)
        elif kind == "sum":
            X[:, j] = X.sum(axis=1)
        elif kind == "constant":
            X[:, j] = rng.choice([0.0, 1.0, 1e-300, 1e8])
        elif kind == "shifted":
            X[:, j] += 10.0 ** rng.uniform(-2, 12)
        elif kind == "one row":
            X[:, j] = 0.0
            X[rng.integers(n), j] = 10.0 ** rng.uniform(-6, 6)
        elif kind == "correlated":
            X = rng.standard_normal((n, 1)) + 10.0 ** rng.uniform(-9, 0) * X
        elif kind == "repeated rows":
            X[rng.integers(n, size=n)] = X[0]
        elif kind == "scaled":
            X = X * 10.0 ** rng.uniform(-9, 9, p)
    return X


KINDS = (
    *("twin", "opposite", "near twin", "sum", "constant", "shifted", "one row", "correlated"),
    *("repeated rows", "scaled"),
)


@strategies.composite
def problems(draw):
    """Return X, y, a penalty whose strengths are far and wide of natural, and the intercept."""
    n = draw(strategies.sampled_from([1, 2, 3, 5, 8, 20, 45]))
    p = draw(strategies.sampled_from([1, 2, 3, 5, 8, 20, 33, 70, 150]))
    X = draw(columns(n, p))
    rng = np.random.default_rng(draw(strategies.integers(0, 99)))
    truth = draw(strategies.sampled_from(["noise", "sparse", "exact", "constant", "outlier"]))
    w = rng.standard_normal(p) * (rng.random(p) < 0.3)
    y = rng.standard_normal(n)
    if truth in ("sparse", "exact"):
        y = X @ w + (0.0 if truth == "exact" else 10.0 ** rng.uniform(-12, 1)) * y
    elif truth == "constant":
        y = np.full(n, y[0]) + (rng.random() < 0.5) * 1e-14 * y
    elif truth == "outlier":
        y[rng.integers(n)] = 1e9
    unit = draw(strategies.one_of(strategies.just(0.0), powers))
    X, y = X * 10.0**unit, y * 10.0 ** draw(strategies.one_of(strategies.just(0.0), powers))
    limit = 1e40  # what is beyond is refused, as another test says
    assume_in_range(X, y, limit)
    fit_intercept = draw(strategies.booleans())
    Xc, yc = (X - X.mean(axis=0), y - y.mean()) if fit_intercept else (X, y)
    natural1 = float(np.abs(Xc.T @ yc).max()) / n or 1.0
    natural2 = float((Xc * Xc).sum()) / n or 1.0
    share = strategies.floats(-9, 1).map(lambda exponent: 10.0**exponent)
    part = strategies.one_of(strategies.just(0.0), share)
    penalty = ElasticNet(draw(part) * natural1, draw(part) * natural2)
    return X, y, penalty, fit_intercept


@strategies.composite
def weighted(draw):
    """Return a problem with weights of rows, factors of columns, and whether to scale these."""
    X, y, penalty, fit_intercept = draw(problems())
    rng = np.random.default_rng(draw(strategies.integers(0, 99)))
    n, p = X.shape
    weights = {
        "alike": np.full(n, 3.0),
        "whole": np.append(rng.integers(4, size=n - 1), 1.0),
        "any": 10.0 ** rng.uniform(-9, 9, n),
    }[draw(strategies.sampled_from(["alike", "whole", "any"]))]
    factors = {
        "ones": np.ones(p),
        "some": rng.choice([0.0, 1.0, 3.0, np.inf], size=p),
        "any": 10.0 ** rng.uniform(-9, 9, p),
        "free": np.zeros(p),
        "out": np.full(p, np.inf),
    }[draw(strategies.sampled_from(["ones", "some", "any", "free", "out"]))]
    return X, y, penalty, fit_intercept, weights, factors, draw(strategies.booleans())


@strategies.composite
def classes(draw):
    """Return a weighted problem of two classes: separated ones, rare ones, and free columns."""
    X, y, penalty, fit_intercept, weights, factors, standardize = draw(weighted())
    rng = np.random.default_rng(draw(strategies.integers(0, 99)))
    kind = draw(strategies.sampled_from(["halves", "one row", "noise", "far"]))
    labels = {
        "halves": y > np.median(y),
        "one row": np.arange(len(y)) == rng.integers(len(y)),
        "noise": rng.random(len(y)) < 0.5,
        "far": X[:, 0] > X[:, 0].mean(),
    }[kind]
    unit = float(np.abs(y).max()) or 1.0  # what is natural for y is too strong for classes
    penalty = ElasticNet(penalty.lam1 / unit, penalty.lam2)
    return X, labels * 1.0, penalty, fit_intercept, weights, factors, standardize


def assume_in_range(X, y, limit):
    from hypothesis import assume

    for array in (X, y):
        largest = float(np.abs(array).max())
        assume(largest == 0 or 1 / limit < largest < limit)


def exact_gap(X, y, w, penalty, fit_intercept):
    """Return the duality gap from its formula, and what rounding w and r alone does to it."""
    X, y, w = (np.asarray(a, Exact) for a in (X, y, w))
    raw = np.abs(X) @ np.abs(w) + np.abs(y)  # means, too, are only known to rounding
    if fit_intercept:
        mean = X.mean(axis=0)
        X, y = X - mean, y - y.mean()
        X[:, np.abs(X).max(axis=0) <= 8 * EPS * np.abs(mean)] = 0  # a spread that is all rounding
    n = len(y)
    r = y - X @ w
    scale = (y @ y) / (2 * n)
    if scale == 0:
        return float(np.abs(w).max()), 0.0
    g = X.T @ r / n
    size = float(np.sqrt((raw @ raw) / (y @ y)))
    lam1, lam2 = Exact(penalty.lam1), Exact(penalty.lam2)
    if lam1 == lam2 == 0:
        whole = np.sqrt((X * X).sum() * (y @ y))
        return (float(np.sqrt(np.sum((X.T @ r) ** 2)) / whole) if whole else 0.0), EPS * size
    primal = (r @ r) / (2 * n) + lam1 * np.abs(w).sum() + lam2 * (w @ w)
    largest = np.abs(g).max()
    if lam2 > 0:
        s, conjugate = Exact(1), np.sum(np.maximum(np.abs(g) - lam1, 0) ** 2) / (4 * lam2)
    else:
        s, conjugate = min(Exact(1), lam1 / largest) if largest else Exact(1), Exact(0)
    dual = (y @ y - (y - s * r) @ (y - s * r)) / (2 * n) - conjugate
    # rounding moves r by this much, X'r with it, and the dual by that in units of its scale
    moved = EPS * size
    lost = moved * float(np.sqrt((X * X).sum() / n))
    unit = float(np.sqrt(scale))
    if lam2 > 0:
        blur = lost**2 * unit**2 / float(lam2) / unit**2
    else:
        blur = lost * unit / float(lam1)
    return float((primal - dual) / scale), moved + blur


def check(X, y, penalty, fit_intercept, w, intercept, gap, warned):
    """Check finite results, an honest certificate, and a warning exactly where it is due."""
    assert np.isfinite(w).all()
    assert np.isfinite(intercept)
    assert warned == (not gap <= TOL)
    again, blur = exact_gap(X, y, w, penalty, fit_intercept)
    room = 1e-9 + 1e3 * blur
    if not warned:
        assert again <= TOL + room, f"claims {gap:.3g}, is {again:.3g}, rounding {blur:.3g}"
    else:
        assert 1e3 * blur > TOL, f"gave up at {gap:.3g}, rounding {blur:.3g}"
    if fit_intercept:
        center = np.asarray(y, Exact).mean() - np.asarray(X, Exact).mean(axis=0) @ w
        size = np.abs(y).max() + np.abs(X).max(axis=0) @ np.abs(w)
        assert abs(float(center) - intercept) <= 1e-13 * len(w) * size
    else:
        assert intercept == 0.0


def caught(call):
    """Return a result and whether it came with the solver's warning; any other is an error."""
    with warnings.catch_warnings(record=True) as given_:
        warnings.simplefilter("always")
        result = call()
    assert all(issubclass(w.category, ConvergenceWarning) for w in given_), given_[0].message
    return result, bool(given_)


def check_fit(problem):
    X, y, penalty, fit_intercept = problem
    before = X.copy(), y.copy()
    solution, warned = caught(
        lambda: fit(X, y, penalty, standardize=False, fit_intercept=fit_intercept)
    )
    assert np.array_equal(before[0], X)
    assert np.array_equal(before[1], y)
    check(X, y, penalty, fit_intercept, solution.coef, solution.intercept, solution.gap, warned)


def check_path(problem, n_lams):
    X, y, direction, fit_intercept = problem
    lams = None if direction.lam1 or direction.lam2 else [1.0]
    call = {"n_lams": n_lams, "fit_intercept": fit_intercept, "standardize": False}
    path, warned = caught(lambda: fit_path(X, y, direction, lams, **call))
    assert np.all(np.diff(path.lams) <= 0)
    assert warned == bool(path.gaps.max() > TOL)
    for lam, w, intercept, gap in zip(
        path.lams, path.coefs, path.intercepts, path.gaps, strict=True
    ):
        penalty = float(lam) * direction
        check(X, y, penalty, fit_intercept, w, intercept, gap, not gap <= TOL)


@settings(deadline=None, max_examples=150, derandomize=True)
@given(problems())
def test_fit_is_finite_certified_and_honest(problem):
    check_fit(problem)


def solved(X, y, penalty, n_lams, settings):
    """Return weights, intercepts and gaps of a path, or of one fit, and whether it warned."""
    if n_lams and (penalty.lam1 or penalty.lam2):
        path, warned = caught(lambda: fit_path(X, y, penalty, n_lams=n_lams, **settings))
        coefs, intercepts, gaps = path.coefs, path.intercepts, path.gaps
    else:
        solution, warned = caught(lambda: fit(X, y, penalty, **settings))
        coefs, intercepts = solution.coef[None], np.array([solution.intercept])
        gaps = np.array([solution.gap])
    return coefs, intercepts, gaps, warned


def check_weighted(problem, n_lams=0):
    """Check that weights, factors and scales leave results finite, honest and as documented.

    What scales of 1e-38 to 1e38 and rounding do to gaps is looked at above, on plain problems.
    """
    X, y, penalty, fit_intercept, weights, factors, standardize = problem
    before = [array.copy() for array in (X, y, weights, factors)]
    settings = {"sample_weight": weights, "factors": factors, "standardize": standardize}
    settings["fit_intercept"] = fit_intercept
    coefs, intercepts, gaps, warned = solved(X, y, penalty, n_lams, settings)
    assert all(map(np.array_equal, before, (X, y, weights, factors)))
    assert np.isfinite(coefs).all()
    assert np.isfinite(intercepts).all()
    assert warned == (not gaps.max() <= TOL)
    assert not coefs[:, np.isinf(factors)].any()
    assert fit_intercept or not intercepts.any()


@settings(deadline=None, max_examples=100, derandomize=True)
@given(weighted(), strategies.sampled_from([0, 0, 5]))
def test_weights_and_factors_leave_results_finite_and_honest(problem, n_lams):
    check_weighted(problem, n_lams)


def check_separated(error, problem):
    """Check that the direction is of free columns, and has no row on the wrong side."""
    X, y, penalty, fit_intercept, weights, factors, _ = problem
    free = (factors == 0) if penalty.lam1 or penalty.lam2 else np.isfinite(factors)
    assert not error.direction[~free].any()
    assert fit_intercept or error.intercept == 0
    X, y = X[weights > 0], y[weights > 0]
    sides = (2 * y - 1) * (X @ error.direction + error.intercept)
    # The largest side is 1, where the solver looked: at columns about their means. What it then
    # reports is of columns as given: p products and an intercept, each known to EPS of its size.
    size = np.abs(X).max(axis=0) @ np.abs(error.direction) + abs(error.intercept)
    room = 1e-8 + (X.shape[1] + 1) * EPS * size
    assert sides.max() >= 1 - room
    assert sides.min() >= -room


def check_classes(problem, n_lams=0):
    """Check that two classes leave results finite and honest, or are refused as separated."""
    X, y, penalty, fit_intercept, weights, factors, standardize = problem
    settings = {"sample_weight": weights, "factors": factors, "standardize": standardize}
    settings |= {"fit_intercept": fit_intercept, "loss": "logistic"}
    try:
        coefs, intercepts, gaps, warned = solved(X, y, penalty, n_lams, settings)
    except SeparationError as error:
        check_separated(error, problem)
        return
    assert np.isfinite(coefs).all()
    assert np.isfinite(intercepts).all()
    assert warned == (not gaps.max() <= TOL)
    assert not coefs[:, np.isinf(factors)].any()
    assert fit_intercept or not intercepts.any()
    if n_lams or warned or standardize or not (penalty.lam1 or penalty.lam2):
        return
    if np.all(factors > 0) and 1e-3 < np.abs(X).max() < 1e3:  # else rounding has its say
        again = gap_of(X, y, coefs[0], intercepts[0], penalty, omega=weights, factors=factors,
                       fit_intercept=fit_intercept)  # fmt: skip
        room = 10 * TOL + rounding_of_gap(problem, coefs[0], intercepts[0])
        assert again <= room, f"claims {gaps[0]:.3g}, is {again:.3g}, room {room:.3g}"


def rounding_of_gap(problem, w, intercept):
    """Return what it does to the gap of two classes that z and X'q are known to EPS alone.

    The weights are numbers of float64, so z is known to EPS of what it is summed from, the
    residuals q to that times their curvature and to EPS of themselves, and a slope to the sum of
    both. Where a slope exceeds its threshold by a part, the dual is shrunk by that part.
    """
    X, y, penalty, _, weights, factors, _ = problem
    used = np.isfinite(factors)
    X, w, factors = X[:, used], w[used], factors[used]
    share = weights / weights.sum()
    z = X @ w + intercept
    wrong = np.exp(-np.logaddexp(0.0, (2 * y - 1) * z))
    size = np.abs(X) @ np.abs(w) + abs(intercept)
    lost = EPS * (share * wrong * (1 + (1 - wrong) * size)) @ np.abs(X)
    blur = EPS * (share * wrong) @ size  # in the loss
    if penalty.lam2:
        blur += np.sum(lost**2 / (4 * penalty.lam2 * factors))
    else:
        part = np.max(lost / (penalty.lam1 * factors), initial=0.0)
        blur += part * ((share * wrong) @ np.abs(z))
    rare = min(share @ y, share @ (1 - y))
    scale = -rare * np.log(rare) - (1 - rare) * np.log1p(-rare) if problem[3] else np.log(2)
    return float(blur / scale)


@settings(deadline=None, max_examples=30, derandomize=True)
@given(classes(), strategies.sampled_from([0, 0, 5]))
def test_two_classes_leave_results_finite_and_honest_or_are_refused(problem, n_lams):
    check_classes(problem, n_lams)


def test_a_direction_that_needs_digits_beyond_those_of_a_far_column():
    """Found by the long run: rounding the intercept moves a side of 0 by 3e-8."""
    rng = np.random.default_rng(25)
    X = rng.standard_normal((20, 3))
    X[:, 2] += 1e9
    y = X[:, 0] > X[:, 0].mean()
    check_classes((X, y * 1.0, ElasticNet(0, 0), True, np.ones(20), np.ones(3), False))


def test_a_gap_that_hinges_on_the_last_digit_of_a_weight():
    """Found by the long run: the threshold of a slope was 1e-15, what rounding makes of it."""
    rng = np.random.default_rng(1)
    X, y = rng.standard_normal((20, 3)), rng.random(20) < 0.5
    factors = np.array([1e-6, 1.0, 1e6])
    check_classes((X, y * 1.0, ElasticNet(1e-9, 0), False, np.ones(20), factors, False))


@settings(deadline=None, max_examples=50, derandomize=True)
@given(problems(), strategies.integers(1, 12))
def test_a_path_is_finite_certified_and_honest(problem, n_lams):
    check_path(problem, n_lams)


def test_a_weak_l2_part_over_many_alike_columns():
    """Found by the long run: rounding along the constant vector left a gap of up to 0.5."""
    for seed in (16, 47, 54, 182):
        rng = np.random.default_rng(seed)
        spread = 10.0 ** rng.uniform(-9, 0)
        X = rng.standard_normal((2, 1)) + spread * rng.standard_normal((2, 20))
        y = rng.standard_normal(2)
        lam1, lam2 = 0.5 * 10.0 ** rng.uniform(-9, 1), 6 * 10.0 ** rng.uniform(-9, 1)
        check_fit((X, y, ElasticNet(lam1, lam2), True))
    for seed in (19, 91, 304):  # and the dual, all rounding near its end, stopped too early
        rng = np.random.default_rng(seed)
        n, p = int(rng.choice([2, 3, 5, 8])), 70
        spread = 10.0 ** rng.uniform(-9, -6)
        X = rng.standard_normal((n, 1)) + spread * rng.standard_normal((n, p))
        y = rng.standard_normal(n)
        penalty = ElasticNet(10.0 ** rng.uniform(-9, 0), 10.0 ** rng.uniform(-9, -5))
        check_fit((X, y, penalty, bool(rng.integers(2))))


def test_least_squares_in_small_units_beside_a_column_of_zeros():
    """Found by the long run: rounding in the empty column was 1e13 times too large."""
    X = np.random.default_rng(3).standard_normal((5, 5))
    X[:, 1] = 0.0
    y = np.arange(5.0)
    weights = fit(X, y, ElasticNet(0, 0), fit_intercept=False).coef
    solution = fit(1e-13 * X, y, ElasticNet(0, 0), fit_intercept=False)
    assert solution.gap < 1e-14
    np.testing.assert_allclose(1e-13 * solution.coef, weights, rtol=1e-9, atol=1e-12)


def test_a_column_far_longer_than_the_others():
    """Found by the long run: its weight was as inexact as the largest weight is."""
    for seed in (7, 24, 31):
        rng = np.random.default_rng(seed)
        X = rng.standard_normal((8, 5))
        X[:, 1] += 1e5
        check_path((X, rng.standard_normal(8), ElasticNet(0.0, 1.0), False), 5)


def test_a_weight_that_changes_its_sign_within_a_tiny_part_of_a_step():
    """Found by the long run: the search along the step gave up before it, at a gap of 1e5."""
    for seed in (26, 53):
        rng = np.random.default_rng(seed)
        X = rng.standard_normal((2, 5))
        X[:, 2] = [2e5, 0.0]
        check_path((X, rng.standard_normal(2), ElasticNet(1e-7, 1.0), False), 30)


def test_twins_of_which_more_enter_than_there_are_rows():
    """Found by the long run: an inverse by halves met a half that rounding had made singular."""
    for seed in (4, 64, 100):
        rng = np.random.default_rng(seed)
        n, p = int(rng.choice([1, 2, 3, 8, 45])), int(rng.choice([60, 70, 100, 150]))
        X = rng.standard_normal((p, n))
        X /= np.linalg.norm(X, axis=1)[:, None]
        X[rng.integers(p, size=p // 2)] = X[0]
        solver = ActiveSetSolver(X @ X.T, X @ rng.standard_normal(n))
        w, _ = solver.minimize(np.full(p, 10.0 ** rng.uniform(-18, -1)), np.zeros(p), 300)
        assert np.isfinite(w).all()


def test_least_squares_on_columns_that_are_constant_but_for_a_last_digit():
    """Found by the long run: what is known of such a column is that it is constant."""
    X = np.array([[0.5, 2.0, -0.3], [np.nextafter(0.5, 1.0), 2.0, -0.3]])
    check_fit((X, np.array([-1.0, 2.0]), ElasticNet(0.0, 0.0), True))


def check_plain(problem, n_lams):
    if n_lams:
        check_path(problem, n_lams)
    else:
        check_fit(problem)


def long_run(minutes, seed, only=""):
    """Fuzz for so many minutes, printing each different failure once."""
    checks = {
        "plain": (check_plain, problems()),
        "weighted": (check_weighted, weighted()),
        "classes": (check_classes, classes()),
    }
    kinds = [
        strategies.tuples(strategies.just(check_one), drawn)
        for name, (check_one, drawn) in checks.items()
        if only in name
    ]
    from hypothesis import seed as seeded

    end = time.monotonic() + 60 * minutes
    examples = 0
    while time.monotonic() < end:
        seed += 1

        @seeded(seed)
        @settings(
            deadline=None,
            max_examples=2000,
            database=InMemoryExampleDatabase(),
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
            print_blob=False,
        )
        @given(strategies.one_of(*kinds), strategies.sampled_from([0, 0, 0, 5, 30]))
        def once(kind, n_lams):
            nonlocal examples
            if time.monotonic() > end:
                return
            examples += 1
            check_one, problem = kind
            check_one(problem, n_lams)

        try:
            once()
        except BaseException as error:
            print(f"seed {seed}: {error!r:.300}", *getattr(error, "__notes__", []), sep="\n")
            if isinstance(error, KeyboardInterrupt):
                break
    print(f"{examples} problems, last seed {seed}")


if __name__ == "__main__":
    long_run(float(sys.argv[1]), 1000 * int(sys.argv[2]), *sys.argv[3:])
