"""Two classes under an L2 penalty: the products of the rows, what they are too coarse for, samples.

Whatever the way, the gap is recomputed from its formula.
"""

from __future__ import annotations

import numpy as np
import pytest
from logistic_problems import gap_of

from regkit import L2, fit, fit_path
from regkit.linear import ConvergenceWarning, _logistic_ridge
from regkit.linear._logistic_free import minimize_free
from regkit.linear._logistic_kernel import kernel
from regkit.linear._logistic_newton import Newton
from regkit.linear._logistic_problem import Logistic
from regkit.linear._logistic_sample import start_from_sample

HOW = {"loss": "logistic", "standardize": False}


def drawn(n, p, seed=0, spread=0.0):
    """Draw columns, whose scales are within so many powers of ten, and two classes."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, p)) * 10.0 ** rng.uniform(-spread, spread, p)
    y = X @ (rng.standard_normal(p) / np.linalg.norm(X, axis=0)) + rng.standard_normal(n) / 3 > 0.2
    return X, y * 1.0


def check(X, y, lams, tol=1e-9, **how):
    """Solve for the strengths, together and the last one alone, and recompute the gaps."""
    path = fit_path(X, y, L2(), lams, tol=tol, **HOW, **how)
    last = fit(X, y, L2(lams[-1]), tol=tol, **HOW, **how)
    of = {"omega": how.get("sample_weight"), "factors": how.get("factors")}
    of["fit_intercept"] = how.get("fit_intercept", True)
    for solution in (*path, last):
        assert solution.converged
        again = gap_of(X, y, solution.coef, solution.intercept, solution.penalty, **of)
        assert again <= 1.1 * tol, (solution.penalty, again)
    return path, last


@pytest.fixture
def by_directions(monkeypatch):
    """Return a list of the strengths that were left to the directions."""
    left, solve = [], _logistic_ridge._by_directions

    def noted(problem, X, K, ts, *rest):
        left.append(ts.tolist())
        return solve(problem, X, K, ts, *rest)

    monkeypatch.setattr(_logistic_ridge, "_by_directions", noted)
    return left


@pytest.mark.parametrize("l2", [np.full(150, 3.0), np.geomspace(1e-3, 1e3, 150)])
def test_the_products_of_the_rows(l2):
    X, _ = drawn(8, 150)
    np.testing.assert_allclose(kernel(X, l2), X / l2 @ X.T, rtol=1e-13, atol=1e-13 / l2.min())


@pytest.mark.parametrize("fit_intercept", [True, False])
@pytest.mark.parametrize("kind", ["plain", "weights", "factors"])
def test_many_columns_need_the_products_of_the_rows_alone(kind, fit_intercept, by_directions):
    X, y = drawn(30, 80)
    X += 0.5
    how, rng = {"fit_intercept": fit_intercept}, np.random.default_rng(1)
    if kind == "weights":
        how["sample_weight"] = rng.uniform(0.1, 3.0, 30)
    if kind == "factors":
        how["factors"] = np.r_[0.0, 0.0, np.inf, rng.uniform(0.1, 9.0, 77)]
    check(X, y, np.geomspace(1.0, 1e-5, 12), **how)
    assert not by_directions


def test_a_path_starts_each_strength_where_the_last_two_point_to():
    X, y = drawn(40, 100)
    lams = np.geomspace(1.0, 1e-3, 40)
    path = fit_path(X, y, L2(), lams, **HOW)
    assert path.n_iter <= 2.5 * len(lams)  # from nothing it takes about ten systems each
    assert sum(fit(X, y, L2(lam), **HOW).n_iter for lam in lams) > 7 * len(lams)


def test_what_the_products_are_too_coarse_for_is_left_to_the_directions(by_directions):
    X, y = drawn(20, 60, seed=3, spread=9)
    lams = np.array([1.0, 1e-9])
    check(X, y, lams, tol=1e-8)
    assert by_directions
    assert by_directions[0][-1] == lams[-1]


def test_only_what_was_too_hard_is_solved_again(monkeypatch, by_directions):
    solve = _logistic_ridge.kernel_path

    def first(problem, K, ts, *rest):
        A, V, n_systems = solve(problem, K, ts, *rest)
        A[2:] = 0.0
        return A, V, n_systems

    monkeypatch.setattr(_logistic_ridge, "kernel_path", first)
    X, y = drawn(20, 60)
    lams = [0.3, 0.1, 0.03, 0.01]
    check(X, y, lams)
    assert by_directions == [lams[2:]]  # one strength alone is the first


def test_a_few_systems_are_not_exceeded():
    X, y = drawn(20, 60)
    with pytest.warns(Warning, match="max_iter"):
        solution = fit(X, y, L2(1e-4), max_iter=3, **HOW)
    assert solution.n_iter <= 4  # one for the intercept
    assert solution.coef.any()


def twins(n, seed):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, 4))
    X[:, 1], X[:, 3] = X[:, 0], -7 * X[:, 2]
    return rng, X


def test_twins_that_rounding_makes_one_end_with_a_warning():
    rng, X = twins(100, 2)
    y = (X[:, 0] + rng.standard_normal(100) > 0).astype(float)
    with pytest.warns(ConvergenceWarning, match="Double precision"):
        solution = fit(X, y, L2(1e-40), **HOW)
    assert np.isfinite(solution.coef).all()


def test_what_is_too_far_for_one_leap_is_reached_by_strengths_on_the_way(monkeypatch):
    X, y = drawn(60, 4)
    ways, follow = [], _logistic_ridge.follow_path

    def leap(newton, stops, found, tol):
        ways.append([stop.on_the_way for stop in stops])
        if any(ways[-1]):  # else it falls short
            follow(newton, stops, found, tol)

    monkeypatch.setattr(_logistic_ridge, "follow_path", leap)
    check(X, y, [1e-6])
    for direct, again in (ways[:2], ways[2:]):
        assert direct == [False]
        assert again == [True] * (len(again) - 1) + [False]


@pytest.fixture
def models(monkeypatch):
    """Return a list of the numbers of rows that models were made of."""
    rows, make = [], Newton._model

    def noted(self, l2):
        rows.append(self.problem.n)
        make(self, l2)

    monkeypatch.setattr(Newton, "_model", noted)
    return rows


@pytest.mark.parametrize("fit_intercept", [True, False])
def test_many_rows_need_the_model_of_a_sample_alone(fit_intercept, models):
    X, y = drawn(16_000, 20)
    order = np.argsort(y)  # the sample is drawn at random
    X, y = X[order] + 0.5, y[order]
    solution = fit(X, y, L2(1e-3), fit_intercept=fit_intercept, **HOW)
    gap = gap_of(X, y, solution.coef, solution.intercept, L2(1e-3), fit_intercept=fit_intercept)
    assert solution.converged
    assert gap <= 1e-8
    assert set(models) == {800}
    models.clear()
    fit_path(X, y, L2(), [1e-2, 1e-3], fit_intercept=fit_intercept, **HOW)
    assert set(models) == {16_000}


def test_a_sample_that_says_too_little_costs_nothing_else(models):
    X, y = drawn(16_000, 20)
    X[5::4000] *= 1e3  # rows that decide, of which the sample has next to none
    assert fit(X, y, L2(1e-3), **HOW).converged
    assert models[-1] == 16_000
    y = np.zeros(16_000)
    y[:3] = 1.0  # the sample has one class
    solution = fit(X, y, L2(1e-3), **HOW)
    assert solution.converged
    assert gap_of(X, y, solution.coef, solution.intercept, L2(1e-3)) <= 1e-8


@pytest.mark.parametrize("signal", [3.0, 0.0])
def test_a_samples_minimum_is_a_start_where_columns_say_something(signal):
    rng = np.random.default_rng(0)
    X = rng.standard_normal((16_000, 20))
    y = (signal * X[:, 0] + rng.standard_normal(16_000) > 2.0) * 1.0
    problem = Logistic(X, y, np.ones(16_000), np.zeros(20), np.ones(20), True)
    v, z, _ = minimize_free(problem, 1e-8, 100)
    newton = Newton(problem, v, z, 100)
    newton.use_all()
    before = newton.at.loss.mean()
    start_from_sample(newton, 1e-4, problem.l2)
    np.testing.assert_allclose(newton.z, newton.predictor(newton.w, newton.v), rtol=1e-12)
    if signal:
        after = fit(X, y, L2(1e-4), **HOW)
        best = np.logaddexp(0, (1 - 2 * y) * (X @ after.coef + after.intercept)).mean()
        assert newton.at.loss.mean() - best < 0.1 * (before - best)
    else:
        assert not newton.w.any()
