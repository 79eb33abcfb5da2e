"""The textbook solvers reach the exact minimum, and stay as short as the textbook."""

from __future__ import annotations

import ast
import inspect
import re

import numpy as np
import pytest

from regkit import L1, L2, ElasticNet, NoPenalty, fit
from regkit.linear import (
    coordinate_descent,
    gradient_descent,
    proximal_gradient,
    subgradient_descent,
)
from regkit.trainer import DivergenceError

SOLVERS = [coordinate_descent, gradient_descent, proximal_gradient, subgradient_descent]


def problem(condition, n=80, p=10, seed=0):
    """Draw centred columns whose singular values span the square root of ``condition``."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, p))
    U, _, Vt = np.linalg.svd(X - X.mean(axis=0), full_matrices=False)
    X = U * np.geomspace(1, condition**-0.5, p) @ Vt
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    return X, X[:, :3] @ [1.0, -2.0, 1.0] + rng.standard_normal(n) + 4


def minimum(X, y, penalty, fit_intercept=True):
    solution = fit(X, y, penalty, tol=1e-12, fit_intercept=fit_intercept)
    return 0.5 * np.mean((y - solution.predict(X)) ** 2) + penalty.value(solution.coef), solution


def methods(penalty):
    yield coordinate_descent, {"n_iter": 3000}
    yield proximal_gradient, {"n_iter": 20_000}
    yield proximal_gradient, {"n_iter": 3000, "accelerated": True}
    if penalty.smooth:
        yield gradient_descent, {"n_iter": 20_000}


@pytest.mark.parametrize("condition", [10, 1000])
@pytest.mark.parametrize("penalty", [L1(0.2), L2(0.05), ElasticNet(0.1, 0.02), NoPenalty()])
def test_all_solvers_reach_the_minimum(condition, penalty):
    X, y = problem(condition)
    best, solution = minimum(X, y, penalty)
    for solver, arguments in methods(penalty):
        descent = solver(X, y, penalty, **arguments)
        assert descent.objectives[-1] == pytest.approx(best, rel=1e-8)
        assert descent.objectives.min() >= best - 1e-10
        np.testing.assert_allclose(descent.coef, solution.coef, atol=1e-3)
        assert descent.intercept == pytest.approx(solution.intercept, abs=1e-3)


def textbook(solver, X, y, penalty, step, steps, **options):
    """The iterates from 0, straight from each method's formula."""
    n = len(y)
    lam1, lam2 = penalty.lam1, penalty.lam2
    w = ahead = np.zeros(X.shape[1])
    t, iterates = 1.0, [w]
    for k in range(1, steps + 1):
        before, w = w, w.copy()
        if solver is coordinate_descent:
            for j in range(len(w)):
                length = n / (X[:, j] @ X[:, j])
                pull = w[j] + length * X[:, j] @ (y - X @ w) / n
                soft = np.sign(pull) * max(abs(pull) - length * lam1, 0)
                w[j] = soft / (1 + 2 * length * lam2)
        elif solver is proximal_gradient:
            point = ahead - step * X.T @ (X @ ahead - y) / n
            w = np.sign(point) * np.maximum(abs(point) - step * lam1, 0) / (1 + 2 * step * lam2)
            t_next = (1 + np.sqrt(1 + 4 * t**2)) / 2
            push = (t - 1) / t_next if options.get("accelerated") else 0
            ahead, t = w + push * (w - before), t_next
        else:
            length = step / np.sqrt(k) if options.get("decay") else step
            slope = X.T @ (X @ w - y) / n + lam1 * np.sign(w) + 2 * lam2 * w
            w = w - length * slope
        iterates.append(w)
    return np.array(iterates)


@pytest.mark.parametrize("given", [None, 0.03])
@pytest.mark.parametrize("fit_intercept", [True, False])
@pytest.mark.parametrize(
    ("solver", "penalty", "options"),
    [
        (coordinate_descent, ElasticNet(0.1, 0.2), {}),
        (gradient_descent, L2(0.2), {}),
        (subgradient_descent, ElasticNet(0.1, 0.2), {"decay": True}),
        (subgradient_descent, ElasticNet(0.1, 0.2), {"decay": False}),
        (proximal_gradient, ElasticNet(0.1, 0.2), {"accelerated": False}),
        (proximal_gradient, ElasticNet(0.1, 0.2), {"accelerated": True}),
    ],
)
def test_the_iterates_are_those_of_the_textbook(solver, penalty, options, given, fit_intercept):
    X, y = problem(10, n=20, p=4)
    X = X + 0.5
    Xc, yc = (X - X.mean(axis=0), y - y.mean()) if fit_intercept else (X, y)
    curvature = np.linalg.norm(Xc, 2) ** 2 / len(y)
    bends = solver in (gradient_descent, subgradient_descent)  # the penalty is in the step then
    step = given or 1 / (curvature + (2 * penalty.lam2 if bends else 0))
    arguments = {} if solver is coordinate_descent else {"step": given}
    descent = solver(X, y, penalty, n_iter=6, fit_intercept=fit_intercept, **arguments, **options)
    expected = textbook(solver, Xc, yc, penalty, step, 6, **options)
    np.testing.assert_allclose(descent.coefs, expected, rtol=1e-10, atol=1e-13)
    intercept = y.mean() - X.mean(axis=0) @ descent.coef if fit_intercept else 0.0
    assert descent.intercept == pytest.approx(intercept, abs=1e-13)


def test_what_is_left_out_means_what_the_documentation_says():
    X, y = problem(10, n=20, p=4)
    for solver, options in (
        (coordinate_descent, {}),
        (gradient_descent, {"step": None}),
        (subgradient_descent, {"step": None, "decay": True}),
        (proximal_gradient, {"step": None, "accelerated": False}),
    ):
        brief = solver(X, y, L2(0.1))
        spelled = solver(
            X, y, L2(0.1), n_iter=100, start=np.zeros(4), fit_intercept=True, **options
        )
        assert brief.coefs.shape == (101, 4)
        assert np.array_equal(brief.coefs, spelled.coefs)
        assert brief.intercept == spelled.intercept


def test_without_curvature_the_step_is_one():
    X, y = np.zeros((5, 2)), np.arange(5.0)
    descent = proximal_gradient(X, y, L1(0.3), n_iter=1, start=[1.0, -2.0])
    np.testing.assert_allclose(descent.coef, [0.7, -1.7])


@pytest.mark.parametrize("penalty", [L1(0.2), ElasticNet(0.1, 0.02)])
def test_subgradients_come_near_but_leave_no_zeros(penalty):
    X, y = problem(10)
    best, solution = minimum(X, y, penalty)
    descent = subgradient_descent(X, y, penalty, n_iter=5000)
    assert descent.objectives[-1] == pytest.approx(best, rel=1e-3)
    assert (solution.coef == 0).any()
    assert not (descent.coef == 0).any()
    # a constant step hops across the kink for ever
    hops = subgradient_descent(X, y, penalty, n_iter=300, decay=False).coefs[-50:]
    weight = hops[:, solution.coef == 0][:, 0]
    assert (weight > 0).any()
    assert (weight < 0).any()


def test_proximal_steps_leave_exact_zeros():
    X, y = problem(10)
    _, solution = minimum(X, y, L1(0.2))
    for descent in (
        proximal_gradient(X, y, L1(0.2), n_iter=500),
        proximal_gradient(X, y, L1(0.2), n_iter=500, accelerated=True),
        coordinate_descent(X, y, L1(0.2), n_iter=50),
    ):
        assert np.array_equal(descent.coef == 0, solution.coef == 0)


@pytest.mark.parametrize("solver", SOLVERS)
def test_history(solver):
    X, y = problem(10)
    start = np.ones(10)
    descent = solver(X, y, L2(0.1), n_iter=7, start=start)
    assert descent.coefs.shape == (8, 10)
    assert descent.objectives.shape == (8,)
    assert np.array_equal(descent.coefs[0], start)
    assert np.array_equal(descent.coefs[-1], descent.coef)
    Xc, yc = X - X.mean(axis=0), y - y.mean()
    for w, value in zip(descent.coefs, descent.objectives, strict=True):
        assert value == pytest.approx(0.5 * np.mean((yc - Xc @ w) ** 2) + L2(0.1).value(w))
    if solver is not subgradient_descent:
        assert np.all(np.diff(descent.objectives) <= 1e-12)
    assert np.array_equal(start, np.ones(10))
    free = solver(X, y, L2(0.1), n_iter=2, fit_intercept=False)
    assert free.intercept == 0
    assert free.objectives[0] == pytest.approx(0.5 * np.mean(y**2))


@pytest.mark.parametrize("solver", SOLVERS)
def test_zero_columns_and_constant_targets(solver):
    X, y = problem(10)
    X[:, 0] = 0
    assert solver(X, y, L2(0.1), n_iter=20).coef[0] == 0
    assert not solver(X * 0, y, L2(0.1), n_iter=3).coef.any()
    assert not solver(X, np.ones(len(X)), L2(0.1), n_iter=3).coef.any()


@pytest.mark.parametrize("penalty", [L1(0.1), L2(0.1)])
def test_a_column_of_zeros_loses_the_weight_that_it_started_with(penalty):
    X, y = problem(10)
    X[:, 0] = 0
    start = np.ones(X.shape[1])
    found = coordinate_descent(X, y, penalty, n_iter=100, start=start).coef
    np.testing.assert_allclose(found, fit(X, y, penalty).coef, atol=1e-10)
    assert coordinate_descent(X, y, NoPenalty(), n_iter=3, start=start).coef[0] == 1


@pytest.mark.parametrize("solver", SOLVERS)
def test_solvers_are_short(solver):
    function = ast.parse(inspect.getsource(solver)).body[0]
    documentation = function.body[0]
    lines = function.end_lineno - function.lineno - documentation.end_lineno + documentation.lineno
    assert 5 < lines < 40


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("solver", SOLVERS[1:])
def test_a_solver_that_explodes_into_finite_numbers_says_so_and_keeps_the_history(solver):
    X, y = problem(10)
    curvature = np.linalg.norm(X, 2) ** 2 / len(y)
    options = {"decay": False} if solver is subgradient_descent else {}
    arguments = {"step": 2.5 / curvature, "fit_intercept": False, **options}
    message = r"^The objective is more than 1000 times .* after \d+ steps.* Try a smaller step"
    with pytest.raises(DivergenceError, match=message) as caught:
        solver(X, y, L2(0.1), n_iter=100, **arguments)
    steps = int(re.search(r"after (\d+) steps", str(caught.value))[1])
    assert 5 < steps < 100
    objectives = caught.value.history.objectives
    assert np.isfinite(objectives).all()
    assert objectives[steps] > 1000 * objectives[0] > objectives[steps - 1]
    before = solver(X, y, L2(0.1), n_iter=steps - 1, **arguments)
    np.testing.assert_array_equal(before.objectives, objectives[:steps])


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("solver", SOLVERS[1:])
def test_a_solver_whose_first_step_overflows_says_so_and_nothing_else(solver):
    X, y = problem(10)
    with pytest.raises(FloatingPointError, match=r"no longer finite after 1 steps.* Try a smaller"):
        solver(X, y, NoPenalty(), step=1e200)


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("scale", [0, 1e-6, 1, 1e6])
@pytest.mark.parametrize("start", [0, 1e-9, 1, 1e6])
@pytest.mark.parametrize(
    "penalty", [L2(0.1), L2(1e4), L1(0.1), L1(1e4), ElasticNet(3, 1)], ids=repr
)
def test_what_hops_but_does_not_explode_is_no_divergence(solver, scale, start, penalty):
    if solver is gradient_descent and not penalty.smooth:
        return
    X, y = problem(10, n=30, p=4)
    options = {"decay": False} if solver is subgradient_descent else {}
    solver(X, scale * y, penalty, n_iter=300, start=np.full(4, float(start)), **options)
    solver(X, scale * np.ones_like(y), penalty, n_iter=300, start=np.full(4, start), **options)


def test_the_step_follows_a_small_curvature():
    X, y = problem(10)
    for solver in (gradient_descent, proximal_gradient):
        small = solver(0.1 * X, y, NoPenalty(), n_iter=5)
        np.testing.assert_allclose(small.coefs * 0.1, solver(X, y, NoPenalty(), n_iter=5).coefs)


def test_errors():
    X, y = problem(10)
    with pytest.raises(ValueError, match=r"^penalty must have lam1 == 0 to have a gradient"):
        gradient_descent(X, y, L1())
    with pytest.raises(ValueError, match=r"^step must be a number > 0. Got 0 instead"):
        proximal_gradient(X, y, L1(), step=0)
    with pytest.raises(ValueError, match=r"^n_iter must be an integer >= 1"):
        coordinate_descent(X, y, L1(), n_iter=0)
    with pytest.raises(ValueError, match=r"^start must have one weight for each of the 10"):
        coordinate_descent(X, y, L1(), start=[0.0])
    with pytest.raises(TypeError, match=r"^accelerated must be True or False"):
        proximal_gradient(X, y, L1(), accelerated=1)
    with pytest.raises(TypeError, match=r"^decay must be True or False"):
        subgradient_descent(X, y, L1(), decay=None)
    with pytest.raises(TypeError, match=r"^penalty must be a penalty"):
        coordinate_descent(X, y, 0.1)
    for solver in SOLVERS:
        with pytest.raises(TypeError, match=r"^fit_intercept must be True or False. Got 'no'"):
            solver(X, y, L2(), fit_intercept="no")
        with pytest.raises(ValueError, match=r"^start must be finite"):
            solver(X, y, L2(), start=[np.nan] * 10)
        with pytest.raises(TypeError, match=r"^start must hold real numbers"):
            solver(X, y, L2(), start=["a"] * 10)
        with pytest.raises(ValueError, match=r"^start must have one .* of X. Got shape \(10, 1\)"):
            solver(X, y, L2(), start=np.zeros((10, 1)))
        with pytest.raises(TypeError, match=r"^n_iter must be an integer >= 1. Got 2.5 instead"):
            solver(X, y, L2(), n_iter=2.5)
        with pytest.raises(ValueError, match=r"^X must have the shape"):
            solver(y, y, L2())
        with pytest.raises(ValueError, match=r"^y must be finite"):
            solver(X, y * np.nan, L2())
        if solver is not coordinate_descent:
            with pytest.raises(TypeError, match=r"^step must be a number > 0. Got '1' instead"):
                solver(X, y, L2(), step="1")


@pytest.mark.parametrize("penalty", [L1(0.02), L2(0.05), ElasticNet(0.01, 0.02)])
@pytest.mark.parametrize("fit_intercept", [True, False])
def test_two_classes_reach_the_minimum_of_fit(penalty, fit_intercept):
    X, y = problem(10)
    y, X = (y > np.median(y) + 0.5).astype(float), X + 0.3
    how = {"loss": "logistic", "fit_intercept": fit_intercept}
    exact = fit(X, y, penalty, tol=1e-12, **how)
    solvers = [(proximal_gradient, {}), (proximal_gradient, {"accelerated": True})]
    solvers += [(gradient_descent, {})] if penalty.smooth else []
    for solver, arguments in solvers:
        descent = solver(X, y, penalty, n_iter=300, **how, **arguments)
        np.testing.assert_allclose(descent.coef, exact.coef, atol=1e-4)
        assert descent.intercept == pytest.approx(exact.intercept, abs=1e-4)
        z = X @ exact.coef + exact.intercept
        best = np.mean(np.logaddexp(0, (1 - 2 * y) * z)) + penalty.value(exact.coef)
        assert descent.objectives[-1] == pytest.approx(best, rel=1e-7)
    with pytest.raises(ValueError, match="both classes"):
        proximal_gradient(X, np.ones(len(X)), penalty, loss="logistic")
