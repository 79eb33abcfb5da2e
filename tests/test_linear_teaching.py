"""The textbook solvers reach the exact minimum, and stay as short as the textbook."""

from __future__ import annotations

import inspect

import numpy as np
import pytest

from regkit import L1, L2, ElasticNet, NoPenalty, fit
from regkit.linear import (
    coordinate_descent,
    gradient_descent,
    proximal_gradient,
    subgradient_descent,
)

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


@pytest.mark.parametrize("solver", SOLVERS)
def test_solvers_are_short(solver):
    # the code, its signature included and its documentation left out
    source = inspect.getsource(solver)
    code = source.replace(solver.__doc__, "")
    assert len(code.splitlines()) < 40


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
