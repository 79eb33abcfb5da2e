"""The short programs of the practitioner's page: what each prints, and that it is the point."""

from __future__ import annotations

import contextlib
import io
import re
import runpy
from functools import cache

import numpy as np
import pytest
from scipy.optimize import minimize
from sklearn.linear_model import Lasso, LogisticRegression, Ridge

from conftest import ROOT
from regkit import L1, L2, ElasticNet, NoPenalty, fit
from regkit.conventions import from_sklearn

SNIPPETS = ROOT / "book" / "snippets"
PROGRAMS = sorted(path.stem for path in SNIPPETS.glob("symptom_*.py"))


@cache
def run(name):
    """Run a program; return its variables and what it printed."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        variables = runpy.run_path(str(SNIPPETS / f"symptom_{name}.py"))
    return variables, printed.getvalue()


def numbers(name):
    """Return the numbers of each printed line, after its colon."""
    lines = run(name)[1].splitlines()
    return [[float(x) for x in re.findall(r"-?\d+\.?\d*", line.split(":")[-1])] for line in lines]


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_prints_what_the_page_shows(program):
    shown = (SNIPPETS / f"{program}.out").read_text(encoding="utf-8")
    assert run(program.removeprefix("symptom_"))[1] == shown


def test_every_program_is_on_the_page():
    page = (ROOT / "book" / "practitioner.md").read_text(encoding="utf-8")
    for suffix in ("py", "out"):
        assert sorted(re.findall(rf"snippets/(symptom_\w+)\.{suffix}", page)) == PROGRAMS


def test_the_largest_useful_strength_has_the_unit_of_y():
    (kept, thousands), (kept_in_dollars, dollars) = numbers("zeros")
    assert (kept, kept_in_dollars) == (0, 3)
    assert dollars == 1000 * thousands
    data = run("zeros")[0]
    X, y = data["X"], data["thousands"]
    largest = np.abs((X - X.mean(axis=0)).T @ (y - y.mean()) / X.std(axis=0)).max() / len(y)
    assert thousands == pytest.approx(largest, rel=1e-3)
    for share, some in ((1.001, False), (0.999, True)):
        assert fit(X, y, L1(share * largest), standardize=True).coef.any() == some


@pytest.mark.parametrize("seed", range(3))
def test_whole_weights_are_repeated_rows(seed):
    rng = np.random.default_rng(seed)
    X, y = rng.standard_normal((30, 4)), rng.standard_normal(30)
    weights = rng.integers(0, 5, size=30)
    rows = np.arange(30).repeat(weights)
    for model, penalty in (
        (Lasso(0.1, tol=1e-12), L1(0.1)),
        (Ridge(2.0), from_sklearn({"alpha": 2.0}, estimator="Ridge", n=weights.sum())),
    ):
        repeated = fit(X[rows], y[rows], penalty, standardize=False)
        own = fit(X, y, penalty, sample_weight=weights, standardize=False)
        np.testing.assert_allclose(own.coef, repeated.coef, atol=1e-9)
        weighted = model.fit(X, y, sample_weight=weights)
        np.testing.assert_allclose(weighted.coef_, repeated.coef, atol=1e-9)
        assert weighted.intercept_ == pytest.approx(repeated.intercept, abs=1e-9)


def test_what_sums_grows_with_the_weights():
    rows, own, lasso, lasso_by_10, ridge, ridge_by_10 = numbers("sample_weights")
    assert rows == own == lasso[-3:] == lasso_by_10[-3:]
    assert np.linalg.norm(ridge_by_10[-3:]) > 1.1 * np.linalg.norm(ridge[-3:])


def test_a_weighted_class_weakens_the_penalty():
    none, weighted, less_c, less_weight = numbers("class_weights")[1:]
    assert weighted[-2:] > less_c[-2:] > none[-2:]
    assert less_c[-2:] == less_weight[-2:]
    # C and the sum of the weights say how strong the penalty is, as C and n do without them
    data = run("class_weights")[0]
    X, y = data["X"], data["y"]
    w = np.where(y == 1, 10.0, 1.0)
    model = LogisticRegression(C=0.02, class_weight={0: 1, 1: 10}, tol=1e-10).fit(X, y)
    lam = from_sklearn({"C": 0.02}, estimator="LogisticRegression", n=int(w.sum())).lam2
    pull = X.T @ (w * (y - model.predict_proba(X)[:, 1])) / w.sum()
    np.testing.assert_allclose(2 * lam * model.coef_[0], pull, rtol=1e-5)
    sizes = np.bincount(y)
    assert (len(y) / (2 * sizes))[y].mean() == pytest.approx(1)  # "balanced"


@pytest.mark.parametrize("name", ["groups", "time"])
def test_rows_that_know_each_other_flatter(name):
    (random, truth_random), (kept_apart, truth) = numbers(name)
    assert random < truth_random / 5
    assert kept_apart == pytest.approx(truth, rel=0.5)


def test_a_sorted_file_frightens_folds_in_order():
    (random, truth), (in_order, _) = numbers("sorted")
    assert abs(random - truth) < 0.3
    assert in_order > 1.5 * truth


def forecasts(penalty, left_out):
    """Return the forecast for each of three levels, one of them the reference (or none)."""
    data = run("factor")[0]
    X = np.delete(data["levels"], left_out, axis=1)
    return fit(X, data["y"], penalty, standardize=False).predict(X[::10])


def test_the_reference_level_matters_to_penalties_alone():
    for other in ([0], [1]):
        free = [forecasts(NoPenalty(), left_out) for left_out in ([2], other)]
        np.testing.assert_allclose(*free, atol=1e-12)
        for penalty in (L1(0.1), L2(0.1)):
            apart = forecasts(penalty, [2]) - forecasts(penalty, other)
            assert np.abs(apart).max() > 0.2
    # with a column for every level, ridge takes each toward the mean by the same share
    levels = np.array([0.0, 0.1, 2.0])
    share = (1 / 3) / (1 / 3 + 2 * 0.1)
    expected = levels.mean() + share * (levels - levels.mean())
    np.testing.assert_allclose(forecasts(L2(0.1), []), expected, rtol=1e-12)


def test_standardizing_favours_the_rare_level():
    as_they_are, standardized = numbers("dummies")
    assert as_they_are[1] == standardized[1]  # the common level loses the same
    assert as_they_are[0] < standardized[0] / 2
    # a column of zeros and ones with share p has variance p (1 - p), and weighs so much
    for (rare, common), lam, power in ((as_they_are, 0.05, 1), (standardized, 0.1, 0.5)):
        for weight, share in ((rare, 0.04), (common, 0.5)):
            lost = lam / (share * (1 - share)) ** power
            assert weight == pytest.approx(2 - lost, abs=0.006)


@pytest.mark.parametrize("penalty", [L1(0.1), L2(0.3), ElasticNet(0.1, 0.2), NoPenalty()])
@pytest.mark.parametrize("seed", range(2))
def test_projecting_is_the_fit_with_free_columns(penalty, seed):
    rng = np.random.default_rng(seed)
    Z = np.column_stack([np.ones(40), rng.standard_normal((40, 2))])
    X = rng.standard_normal((40, 3)) + Z[:, 1:2]
    y = X @ [1.0, -0.5, 0.0] + Z @ [3.0, 2.0, -1.0] + rng.standard_normal(40)
    rest = np.eye(40) - Z @ np.linalg.pinv(Z)
    w = fit(rest @ X, rest @ y, penalty, fit_intercept=False, standardize=False).coef
    factors = [0, 0, 0, 1, 1, 1]
    plain = {"fit_intercept": False, "standardize": False}
    free = fit(np.hstack([Z, X]), y, penalty, factors=factors, **plain).coef
    np.testing.assert_allclose(free[3:], w, atol=1e-9)
    v = np.linalg.lstsq(Z, y - X @ w)[0]

    def objective(free_and_split):  # w in two parts >= 0, so that |w| is smooth
        v, up, down = np.split(free_and_split, [3, 6])
        r = y - Z @ v - X @ (up - down)
        price = penalty.lam1 * (up + down).sum() + penalty.lam2 * ((up - down) ** 2).sum()
        slope = -X.T @ r / 40 + 2 * penalty.lam2 * (up - down)
        gradient = [-Z.T @ r / 40, slope + penalty.lam1, -slope + penalty.lam1]
        return r @ r / 80 + price, np.concatenate(gradient)

    found = minimize(
        objective,
        np.zeros(9),
        jac=True,
        bounds=[(None, None)] * 3 + [(0, None)] * 6,
        options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 10_000},
    ).x
    np.testing.assert_allclose(w, found[3:6] - found[6:], atol=1e-5)
    np.testing.assert_allclose(v, found[:3], atol=1e-5)
    np.testing.assert_allclose(free[:3], v, atol=1e-8)


def test_a_larger_column_comes_near_what_projecting_gives():
    free, exact, *scaled = np.array(numbers("unpenalized"))
    np.testing.assert_array_equal(free, exact)
    distances = [np.abs(found[-4:] - exact[-4:]).max() for found in scaled]
    assert distances[0] > 5 * distances[1] > 50 * distances[2] > 0


def test_p_values_on_the_rows_that_chose_lie():
    (same, _), (other, _) = numbers("p_values")
    assert same > 50
    data = run("p_values")[0]
    tested = len(data["other_rows"])
    assert tested == len(data["same_rows"]) > 200
    assert abs(other / 100 - 0.05) < 3 * np.sqrt(0.05 * 0.95 / tested)


def test_one_alpha_is_two_strengths():
    ((lasso,), (weak,), (meant,)) = (line[-1:] for line in numbers("alpha"))
    assert weak == pytest.approx(2, abs=0.1)
    assert lasso == pytest.approx(weak - 0.5, abs=0.02)  # a threshold, and not a hundredth of it
    assert meant == pytest.approx(weak / 2, abs=0.02)  # 1 / (1 + 2 lam2)


def test_two_vectors_pay_half_of_what_one_pays():
    (one,), (same,), (twice,) = numbers("two_classes")
    assert twice == one != same


def test_liblinear_and_lbfgs_agree_without_an_intercept_alone():
    lbfgs, liblinear, lbfgs_without, liblinear_without = numbers("liblinear")
    assert abs(lbfgs[-1] - liblinear[-1]) > 1
    assert lbfgs_without == liblinear_without


def test_the_programs_provoke_what_they_are_for():
    said = {name: run(name)[1] for name in ("warnings", "errors", "says")}
    kinds = re.findall(r"^\w+(?=: )", said["warnings"], re.M)
    assert kinds == ["ScaleWarning", "ConvergenceWarning", "GridWarning", "GridWarning"]
    assert re.search("weakest.*strongest", said["warnings"], re.S)
    assert re.findall(r"^\w+(?=: )", said["errors"], re.M) == [
        "ValueError",
        "TypeError",
        "TypeError",
        "DivergenceError",
    ]
    assert re.search("No column helps.*one_se keeps no column", said["says"], re.S)
