"""`fit`, `fit_path` and `corrected` against their definitions and against scikit-learn."""

from __future__ import annotations

import tracemalloc
import warnings
from fractions import Fraction
from itertools import pairwise
from operator import mul

import numpy as np
import pytest
from sklearn.datasets import load_diabetes
from sklearn.linear_model import ElasticNet as SklearnElasticNet
from sklearn.linear_model import Ridge, lars_path

from regkit import L1, L2, ElasticNet, NoPenalty, corrected, fit, fit_path
from regkit.linear import ConvergenceWarning, _check
from regkit.linear._active_set import BLUR, DIRECT, Quadratic, _subtract_product
from regkit.linear._design import Design, duality_gap
from regkit.linear._dual import ResidualNewton
from regkit.linear._gram import gradient_steps, gram_path
from regkit.linear._l1_path import l1_path

KINDS = ("plain", "duplicated", "near-duplicated", "constant", "zero", "correlated", "scaled")


def centred(X, y, fit_intercept):
    if not fit_intercept:
        return X, y
    X, y = X - X.mean(axis=0), y - y.mean()
    return X - X.mean(axis=0), y - y.mean()


def gap_of(X, y, w, penalty, fit_intercept):
    """Compute the duality gap anew, from its formula."""
    X, y = centred(X, y, fit_intercept)
    n, r = len(y), y - X @ w
    scale = y @ y / (2 * n)
    if scale == 0:
        return float(np.abs(w).max())
    g = X.T @ r / n
    lam1, lam2 = penalty.lam1, penalty.lam2
    if lam1 == lam2 == 0:
        size = np.linalg.norm(X) * np.linalg.norm(y)
        return float(np.linalg.norm(X.T @ r) / size) if size else 0.0
    primal = r @ r / (2 * n) + lam1 * np.abs(w).sum() + lam2 * (w @ w)
    if lam2 > 0:
        s = 1.0
        conjugate = np.sum(np.maximum(np.abs(g) - lam1, 0) ** 2) / (4 * lam2)
    else:
        s = min(1.0, lam1 / np.abs(g).max()) if np.abs(g).max() else 1.0
        conjugate = 0.0
    dual = (y @ y - (y - s * r) @ (y - s * r)) / (2 * n) - conjugate
    return float((primal - dual) / scale)


def assert_optimal(X, y, w, penalty, fit_intercept):
    """Check the optimality conditions of the L1 part, up to rounding in X'r."""
    X, y = centred(X, y, fit_intercept)
    n = len(y)
    g = X.T @ (y - X @ w) / n
    size = np.abs(X).T @ (np.abs(y) + np.abs(X) @ np.abs(w)) / n
    room = 1e-5 * penalty.lam1 + 1e-5 * penalty.lam2 * np.abs(w) + 1e-13 * size
    active = w != 0
    wanted = penalty.lam1 * np.sign(w) + 2 * penalty.lam2 * w
    assert np.all(np.abs(g - wanted)[active] <= room[active])
    assert np.all(np.abs(g)[~active] <= penalty.lam1 + room[~active])


def random_problem(seed):
    """Draw a problem: its kind, its sizes, its scales and its penalty."""
    rng = np.random.default_rng(seed)
    kind = KINDS[seed % len(KINDS)]
    n = int(rng.choice([1, 2, 3, 10, 20, 60]))
    p = int(rng.choice([1, 2, 3, 10, 20, 80])) if rng.random() < 0.8 else n
    X = rng.standard_normal((n, p))
    half = p // 2
    if kind == "correlated":
        X = np.sqrt(0.9999) * rng.standard_normal((n, 1)) + 0.01 * X
    elif kind == "duplicated":
        X[:, :half] = X[:, half : 2 * half]
    elif kind == "near-duplicated":
        noise = 10.0 ** rng.uniform(-8, -3) * rng.standard_normal((n, half))
        X[:, :half] = X[:, half : 2 * half] + noise
    elif kind == "constant":
        X[:, rng.random(p) < 0.4] = rng.standard_normal()
    elif kind == "zero":
        X[:, rng.random(p) < 0.4] = 0.0
    fit_intercept = bool(rng.integers(2))
    w = rng.standard_normal(p) * (rng.random(p) < 0.5)
    y = X @ w + 10.0 ** rng.uniform(-4, 1) * rng.standard_normal(n)
    if rng.random() < 0.06:
        y = np.full(n, rng.choice([0.0, 1.7]))
    if kind == "scaled":
        X = X * 10.0 ** rng.uniform(-8, 8, p)
    elif fit_intercept:
        X = X + 10 * rng.standard_normal(p)
    # strengths from 1e-6 of their natural scale upwards
    Xc, yc = centred(X, y, fit_intercept)
    natural1, natural2 = np.abs(Xc.T @ yc).max() / n, np.linalg.norm(Xc, 2) ** 2 / (2 * n)
    natural1 = natural1 if natural1 > 1e-12 * np.abs(X).max() * np.abs(y).max() else 1.0
    natural2 = natural2 if natural2 > 1e-24 * np.abs(X).max() ** 2 else 1.0
    lam1, lam2 = natural1 * 10.0 ** rng.uniform(-6, 0.3), natural2 * 10.0 ** rng.uniform(-6, 1)
    shape = rng.integers(3)
    penalty = (L1(lam1), L2(lam2), ElasticNet(lam1, lam2))[shape]
    return X, y, penalty, fit_intercept


@pytest.mark.parametrize("block", range(14))
def test_random_problems_are_solved_to_optimality(block):
    for seed in range(100 * block, 100 * (block + 1)):
        X, y, penalty, fit_intercept = random_problem(seed)
        solution = fit(X, y, penalty, standardize=False, fit_intercept=fit_intercept, tol=1e-9)
        try:
            assert solution.converged
            assert solution.gap <= 1e-9
            w = solution.coef
            assert gap_of(X, y, w, penalty, fit_intercept) <= 1e-9
            assert_optimal(X, y, w, penalty, fit_intercept)
            residual = y - solution.predict(X)
            if fit_intercept:
                size = np.abs(y).max() + (np.abs(X) @ np.abs(w)).max()
                assert abs(residual.mean()) <= 1e-12 * size
            else:
                assert solution.intercept == 0.0
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {X.shape}, {penalty}") from error


def standardized(n=60, p=8, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, p)) + 0.5 * rng.standard_normal((n, 1))
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    return X, X[:, :3] @ [2.0, -1.0, 0.5] + rng.standard_normal(n) + 3


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("shape", [(40, 8), (30, 60), (200, 70)])
@pytest.mark.parametrize("fit_intercept", [True, False])
def test_scikit_learn_agrees(seed, shape, fit_intercept):
    X, y = standardized(*shape, seed)
    for lam, ratio in ((0.3, 1.0), (0.05, 0.5), (0.5, 0.1)):
        theirs = SklearnElasticNet(
            alpha=lam, l1_ratio=ratio, fit_intercept=fit_intercept, tol=1e-13, max_iter=100_000
        ).fit(X, y)
        direction = ElasticNet(ratio, (1 - ratio) / 2)
        ours = fit(X, y, lam * direction, fit_intercept=fit_intercept, tol=1e-12)
        np.testing.assert_allclose(ours.coef, theirs.coef_, atol=1e-6)
        assert ours.intercept == pytest.approx(theirs.intercept_, abs=1e-6)
        path = fit_path(X, y, direction, [lam, 2 * lam], fit_intercept=fit_intercept, tol=1e-12)
        np.testing.assert_allclose(path.coefs[1], ours.coef, atol=1e-8)


def resolved(X):
    """Return the singular values that are not zero."""
    sigma = np.linalg.svd(X, compute_uv=False)
    return sigma[sigma > 1e-6 * sigma[0]]


@pytest.mark.parametrize("shape", [(40, 8), (30, 60), (30, 30)])
@pytest.mark.parametrize("fit_intercept", [True, False])
def test_ridge_is_the_closed_form(shape, fit_intercept):
    X, y = standardized(*shape)
    X = X + 2.0
    n = len(y)
    path = fit_path(X, y, L2(), fit_intercept=fit_intercept, n_lams=20)
    Xc, _ = centred(X, y, fit_intercept)
    ends = resolved(Xc)[[0, -1]] ** 2 / (2 * n)
    bottom = min(1e-6 * ends[0], 1e-2 * ends[1])
    np.testing.assert_allclose(path.lams[[0, -1]], [1e2 * ends[0], bottom], rtol=1e-5)
    for lam, coef, intercept in zip(path.lams, path.coefs, path.intercepts, strict=True):
        theirs = Ridge(alpha=2 * n * lam, fit_intercept=fit_intercept, solver="svd").fit(X, y)
        np.testing.assert_allclose(coef, theirs.coef_, rtol=1e-7, atol=1e-9)
        assert intercept == pytest.approx(theirs.intercept_, abs=1e-7)
    assert path.gaps.max() <= 1e-12


@pytest.mark.parametrize("shape", [(40, 8), (30, 60), (20, 20), (1, 3), (3, 1)])
@pytest.mark.parametrize("fit_intercept", [True, False])
def test_no_penalty_is_least_squares_of_minimum_norm(shape, fit_intercept):
    rng = np.random.default_rng(1)
    X, y = rng.standard_normal(shape), rng.standard_normal(shape[0])
    solution = fit(X, y, NoPenalty(), fit_intercept=fit_intercept)
    Xc, yc = centred(X, y, fit_intercept)
    # centred columns lose one rank: its singular value is rounding, and must not be inverted
    np.testing.assert_allclose(solution.coef, np.linalg.pinv(Xc, rcond=1e-12) @ yc, atol=1e-8)
    assert solution.gap <= 1e-10
    # lam = 0 means the same in every direction
    for direction in (L1(), L2(), ElasticNet(1, 1), NoPenalty()):
        path = fit_path(X, y, direction, [0.0], fit_intercept=fit_intercept)
        np.testing.assert_allclose(path.coefs[0], solution.coef, atol=1e-12)


@pytest.mark.parametrize("shape", [(3, 5), (7, 10), (20, 60), (20, 20)])
def test_minimum_norm_far_from_zero(shape):
    # rounding of large means must not be taken for one more direction of the data
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal(shape), rng.standard_normal(shape[0])
    near, far = fit(X, y, NoPenalty()).coef, fit(X + 64.0, y, NoPenalty()).coef
    np.testing.assert_allclose(far, near, atol=1e-9)


def test_minimum_norm_in_the_units_of_the_columns():
    # two equal columns in units 1e6 apart: the larger one carries all but 1e-12 of the weight
    rng = np.random.default_rng(0)
    x = rng.standard_normal(20)
    X, y = np.column_stack([x, 1e6 * x, rng.standard_normal(20) * 1e-7]), 3 * x
    coef = fit(X, y, NoPenalty(), fit_intercept=False).coef
    np.testing.assert_allclose(coef[:2], [3 / (1 + 1e12), 3e6 / (1 + 1e12)], rtol=1e-6)


def test_weak_penalties_approach_least_squares():
    X, y = standardized()
    ols = fit(X, y, NoPenalty()).coef
    for direction in (L1(), L2(), ElasticNet(1, 1)):
        np.testing.assert_allclose(fit(X, y, 1e-9 * direction).coef, ols, atol=1e-6)


@pytest.mark.parametrize("shape", [(50, 5), (80, 40), (20, 60)])
@pytest.mark.parametrize("direction", [L1(), ElasticNet(1, 0.5), ElasticNet.mix(0.9)])
@pytest.mark.parametrize("fit_intercept", [True, False])
def test_path_starts_at_zero(shape, direction, fit_intercept):
    X, y = standardized(*shape)
    path = fit_path(X, y, direction, fit_intercept=fit_intercept, tol=1e-9)
    assert path.lams.shape == path.gaps.shape == path.intercepts.shape == (100,)
    assert path.coefs.shape == (100, shape[1])
    assert np.all(np.diff(path.lams) < 0)
    # an L2 part goes on to where it takes no direction more than 1 %
    bottom = 1e-3 * path.lams[0]
    if direction.lam2:
        Xc, _ = centred(X, y, fit_intercept)
        bottom = min(bottom, 1e-2 * resolved(Xc)[-1] ** 2 / (2 * shape[0] * direction.lam2))
    assert path.lams[-1] == pytest.approx(bottom)
    assert not path.coefs[0].any()
    assert path.gaps.max() <= 1e-9
    for lam, coef in zip(path.lams[::9], path.coefs[::9], strict=True):
        assert gap_of(X, y, coef, lam * direction, fit_intercept) <= 1e-9
    below = fit(X, y, 0.99 * path.lams[0] * direction, fit_intercept=fit_intercept)
    assert below.coef.any()


@pytest.mark.parametrize("shape", [(40, 8), (900, 60)])
@pytest.mark.parametrize("direction", [L1(), ElasticNet(1, 0.5)])
def test_paths_over_few_columns_are_those_of_single_fits(shape, direction):
    # the ways of regkit.linear._gram, beside the solver that goes from one strength to the next
    X = np.random.default_rng(0).standard_normal(shape) * np.geomspace(0.1, 10, shape[1])
    y = X[:, ::3].sum(axis=1) + np.random.default_rng(1).standard_normal(len(X))
    G, c = X.T @ X, X.T @ y
    path = fit_path(X, y, direction, standardize=False, fit_intercept=False, tol=1e-9)
    n = len(y)
    W = gram_path(G, c, n * direction.lam1 * path.lams, 2 * n * direction.lam2 * path.lams)
    assert W is not None
    np.testing.assert_allclose(W, path.coefs, atol=1e-10)
    for lam, w in zip(path.lams[::7], path.coefs[::7], strict=True):
        assert gap_of(X, y, w, lam * direction, False) <= 1e-9
        solution = fit(X, y, lam * direction, standardize=False, fit_intercept=False, tol=1e-12)
        np.testing.assert_allclose(w, solution.coef, atol=1e-8)
        assert np.array_equal(w != 0, solution.coef != 0)


def test_gradient_steps_are_left_alone_where_they_would_be_many():
    X, y = np.random.default_rng(0).standard_normal((900, 60)), np.arange(900.0)
    G, c, l1 = X.T @ X, X.T @ y, np.geomspace(10, 1e-3, 20)
    assert gradient_steps(G, c, l1, np.zeros(20)) is not None
    X[:, 0] = X[:, 1] + 0.1 * X[:, 0]
    assert gradient_steps(X.T @ X, c, l1, np.zeros(20)) is None
    X[:, 0] = X[:, 1]
    assert gradient_steps(X.T @ X, c, l1, np.zeros(20)) is None
    assert fit_path(X, y, L1(), tol=1e-9).gaps.max() <= 1e-9


@pytest.mark.parametrize("length", [1e-3, 1e3])
@pytest.mark.parametrize("lam2", [0.0, 0.05])
@pytest.mark.parametrize("alike", [True, False])
def test_gradient_steps_suffice_up_to_their_limit(length, lam2, alike):
    # a condition number of nearly 20, for columns of any length
    rng = np.random.default_rng(0)
    Q = np.linalg.qr(rng.standard_normal((40, 40)))[0]
    G = 0.68 * np.eye(40) + 0.32 if alike else Q * np.geomspace(1, 20, 40) @ Q.T
    root = np.sqrt(G.diagonal())
    G = length**2 * G / np.outer(root, root)
    assert np.linalg.cond(G) > 15
    c = length * rng.standard_normal(40)
    l1 = length * np.geomspace(2, 1e-3, 12)
    l2 = np.full(12, lam2 * length**2)
    W = gradient_steps(G, c, l1, l2)
    assert W is not None
    residual = c - W @ G - l2[:, None] * W
    outside = np.where(W == 0, np.maximum(np.abs(residual) - l1[:, None], 0), 0)
    inside = np.where(W != 0, np.abs(residual - l1[:, None] * np.sign(W)), 0)
    assert max(outside.max(), inside.max()) <= 1e-12 * length


def test_gradient_steps_are_no_way_beside_an_empty_column():
    G = np.diag([1.0, 0.0])
    assert gradient_steps(G, np.array([1.0, 0.0]), np.ones(1), np.zeros(1)) is None


@pytest.mark.parametrize("k", [1, 64, 65, 200])
def test_products_are_subtracted_in_blocks(k):
    rng = np.random.default_rng(0)
    M, A, B = rng.standard_normal((k, k)), rng.standard_normal((k, 3)), rng.standard_normal((3, k))
    wanted = M - A @ B
    _subtract_product(M, A, B)
    np.testing.assert_allclose(M, wanted, atol=1e-13)


def test_strengths_of_a_path_are_checked_in_products():
    X, y = standardized()
    for lam, direction in ((1e-70, L1(1e-60)), (1e70, L2(1e60)), (1e-130, L1())):
        with pytest.raises(ValueError, match=r"^lams times direction must have strengths"):
            fit_path(X, y, direction, [1.0, lam])
    assert fit_path(X, y, L1(1e60), [1e-60]).coefs.any()
    assert not np.signbit(fit_path(X, y, L1(), [-0.0]).lams).any()
    with pytest.raises(TypeError, match=r"^fit_intercept must be True or False. Got 1 instead"):
        fit_path(X, y, L1(), fit_intercept=1)


def test_what_is_said_of_a_shortfall():
    X, y = standardized(30, 60)
    with pytest.warns(ConvergenceWarning, match="Raise max_iter, which was 1"):
        fit(X, y, L1(1e-3), max_iter=1)
    with pytest.warns(ConvergenceWarning, match="Double precision allows no better"):
        fit(X, y, L1(1e-3), tol=1e-30)


def test_the_gap_of_least_squares_is_the_residual_of_the_normal_equations():
    X, y = standardized()
    for unit in (1.0, 1e-6):
        solution = fit(X, unit * y, NoPenalty(), fit_intercept=False)
        r = unit * y - X @ solution.coef
        wanted = np.linalg.norm(X.T @ r) / (np.linalg.norm(X) * np.linalg.norm(unit * y))
        assert solution.gap == pytest.approx(wanted, rel=0.5)
        assert 0 < solution.gap < 1e-14


def test_constant_columns_are_told_from_those_that_vary_in_their_last_digits():
    varying = np.arange(10.0) + 1000.0
    for value in np.linspace(0.1, 0.9, 33):
        X = np.column_stack([varying, np.full(10, value)])
        assert Design(X, varying, True).norms[1] == 0
    X[:, 1], X[::2, 1] = 0.3, 0.1 + 0.2  # not the same, but a constant all the same
    assert Design(X, varying, True).norms[1] == 0
    eps = np.finfo(float).eps
    X[:, 1] = 1 + 4 * eps
    X[0, 1] = 1 - 36 * eps
    assert Design(X, varying, True).norms[1] > 30 * eps


def test_default_strengths_follow_the_units():
    X, y = standardized()
    small = fit_path(X, 1e-6 * y, L1(), n_lams=5).lams
    np.testing.assert_allclose(small, 1e-6 * fit_path(X, y, L1(), n_lams=5).lams)
    assert 0 < small[0] < 1
    top = 1e2 * np.linalg.norm(X - X.mean(axis=0), 2) ** 2 / (2 * len(y) * 0.25)
    assert fit_path(X, y, L2(0.25), n_lams=5).lams[0] == pytest.approx(top)


def test_a_warning_points_at_the_caller():
    X, y = standardized(30, 60)
    for call in (lambda: fit(X, y, L1(1e-3), max_iter=1), lambda: fit_path(X, y, L1(), tol=1e-30)):
        with pytest.warns(ConvergenceWarning) as caught:
            call()
        assert caught[0].filename == __file__


def test_path_arguments():
    X, y = standardized()
    path = fit_path(X, y, L1(), [0.0, 1.0, 0.25, 0.5, 0.25])
    assert path.lams.tolist() == [1.0, 0.5, 0.25, 0.25, 0.0]
    assert path.direction == L1()
    assert path.n_iter >= 1
    for lam, coef in zip(path.lams, path.coefs, strict=True):
        np.testing.assert_allclose(coef, fit(X, y, L1(lam)).coef, atol=1e-8)
    np.testing.assert_allclose(path.intercepts, y.mean() - path.coefs @ X.mean(axis=0))
    short = fit_path(X, y, L1(), n_lams=7, eps=0.1)
    assert len(short.lams) == 7
    assert short.lams[-1] == pytest.approx(0.1 * short.lams[0])
    assert len(fit_path(X, y, L1(), n_lams=1).lams) == 1
    with pytest.raises(ValueError, match=r"^lams must be given when direction has no penalty"):
        fit_path(X, y, NoPenalty())


@pytest.mark.parametrize("direction", [L1(), L2(), ElasticNet(1, 1)])
@pytest.mark.parametrize("flat", ["X", "y"])
def test_nothing_to_fit_gives_zeros(direction, flat):
    X, y = standardized()
    X, y = (np.full_like(X, 0.1), y) if flat == "X" else (X, np.full_like(y, 0.1))
    path = fit_path(X, y, direction)
    if flat == "X" or direction.lam1:
        assert not path.lams.any()
    assert not path.coefs.any()
    assert not path.gaps.any()
    np.testing.assert_allclose(path.intercepts, y.mean())


@pytest.mark.parametrize("shape", [(15, 400), (30, 1500)])
@pytest.mark.parametrize("ratio", [0.01, 0.3])
def test_near_ridge_with_more_active_columns_than_samples(shape, ratio):
    X, y = standardized(*shape)
    direction = ElasticNet(ratio, (1 - ratio) / 2)
    path = fit_path(X, y, direction, n_lams=20, tol=1e-9)
    assert np.count_nonzero(path.coefs[-1]) > shape[0]
    for lam, coef in zip(path.lams, path.coefs, strict=True):
        assert gap_of(X, y, coef, lam * direction, True) <= 1e-9
        assert_optimal(X, y, coef, lam * direction, True)


def test_means_far_from_zero_are_removed_accurately():
    X, y = standardized()
    reference = fit(X, y, L1(0.1), tol=1e-12).coef
    np.testing.assert_allclose(fit(X + 1e5, y + 1e5, L1(0.1)).coef, reference, atol=1e-8)


def test_no_column_is_favoured():
    X, y = standardized(50, 120)
    order = np.random.default_rng(0).permutation(120)
    path, again = fit_path(X, y, L1(), n_lams=10), fit_path(X[:, order], y, L1(), n_lams=10)
    np.testing.assert_allclose(again.coefs, path.coefs[:, order], atol=1e-8)


@pytest.mark.parametrize("shape", [(10_000, 100), (100, 10_000), (300, 3000), (400, 400)])
@pytest.mark.parametrize("direction", [L1(), ElasticNet(1, 0.5), ElasticNet(1, 10), L2()])
@pytest.mark.parametrize("far", [False, True])
def test_memory(shape, direction, far):
    # beside the input: at most a copy of X, the coefficients, and O(min(n, p)^2)
    X, y = standardized(*shape)
    if far:
        X += 100.0  # a case in which X has to be copied, to be centred
    n_lams = 8 if direction.lam2 else 15

    def peak(lams):
        tracemalloc.start()
        path = fit_path(X, y, direction, lams, n_lams=n_lams, eps=1e-2)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        vectors = 8 * 8 * n_lams * sum(shape)  # gradients and residuals of each strength
        return peak - path.coefs.nbytes - vectors

    assert peak(None) <= X.nbytes + 35 * 8 * min(shape) ** 2
    if direction == L2():
        assert peak([0.0]) <= X.nbytes + 40 * 8 * min(shape) ** 2


def exact_minimum_norm(X, y):
    """``X' (XX')^-1 y`` in rational numbers, for rows that are independent."""
    A = [[Fraction(entry) for entry in row] for row in X.tolist()]
    system = [
        [sum(map(mul, row, other)) for other in A] + [Fraction(value)]
        for row, value in zip(A, y.tolist(), strict=True)
    ]
    for i in range(len(A)):
        pivot = system[i] = [entry / system[i][i] for entry in system[i]]
        for k, row in enumerate(system):
            if k != i:
                system[k] = [a - row[i] * b for a, b in zip(row, pivot, strict=True)]
    solution = [row[-1] for row in system]
    columns = zip(*A, strict=True)
    return np.array([float(sum(map(mul, solution, column))) for column in columns])


@pytest.mark.parametrize("shape", [(4, 12), (3, 1200)])
def test_minimum_norm_has_every_weight_to_full_accuracy(shape):
    # weights of columns in units from 1e-8 to 1e8 differ by 32 orders of magnitude
    rng = np.random.default_rng(0)
    X = rng.standard_normal(shape) * 10.0 ** rng.uniform(-8, 8, shape[1])
    y = rng.standard_normal(shape[0])
    solution = fit(X, y, NoPenalty(), fit_intercept=False)
    np.testing.assert_allclose(solution.coef, exact_minimum_norm(X, y), rtol=1e-10)


def test_minimum_norm_does_not_lose_a_sample_to_the_unit_of_a_column():
    X = np.zeros((3, 6))
    X[:, 0] = [1.0, 1.0, 2.0]
    X[:2, 1] = 3.0
    X[1, 4] = 1e-10  # all that tells the second row from the first
    y = np.array([1.0, 2.0, 4.0])
    solution = fit(X, y, NoPenalty(), fit_intercept=False)
    np.testing.assert_allclose(solution.predict(X), y, rtol=1e-6)
    assert (solution.coef[[2, 3, 5]] == 0).all()


def test_ridge_paths_reach_from_strong_to_negligible():
    X, y = standardized(30, 6)
    lams = np.array([1.0, 1e-3, 1e-12])
    path = fit_path(X, y, L2(), lams, fit_intercept=False)
    for lam, coef in zip(lams, path.coefs, strict=True):
        expected = np.linalg.solve(X.T @ X + 60 * lam * np.eye(6), X.T @ y)
        np.testing.assert_allclose(coef, expected, rtol=1e-9)


def crowded():
    """Draw more columns than samples, whose weights are a function of the residual."""
    rng = np.random.default_rng(0)
    design = Design(rng.standard_normal((25, 113)), rng.standard_normal(25), True)
    return design, float(np.abs(design.correlation).max()) / design.n


def test_newton_on_the_residual_counts_its_systems(monkeypatch):
    design, top = crowded()
    solve, solved = np.linalg.solve, []
    monkeypatch.setattr(np.linalg, "solve", lambda A, b: solved.append(0) or solve(A, b))
    w, steps = ResidualNewton(design, design.y).solve(0.1 * top, 1.0, 100)
    assert steps == len(solved) > 2
    assert np.count_nonzero(w) > design.n
    solved.clear()
    assert ResidualNewton(design, design.y).solve(0.1 * top, 1.0, 2)[1] == len(solved) == 2


def test_newton_on_the_residual_needs_one_system_where_nothing_is_at_a_threshold():
    design, _ = crowded()
    w, steps = ResidualNewton(design, design.y).solve(0.0, 1.0, 100)
    assert steps <= 2  # the second for rounding
    np.testing.assert_allclose(w, fit_path(design.X, design.y, L2(), [1.0]).coefs[0], rtol=1e-9)


@pytest.mark.parametrize("unit", [1e-6, 1e6])
def test_newton_on_the_residual_knows_no_unit(unit):
    design, top = crowded()
    w, steps = ResidualNewton(design, design.y).solve(0.1 * top, 1.0, 100)
    other = Design(design.X, design.y * unit, True)
    again, same = ResidualNewton(other, other.y).solve(0.1 * top * unit, 1.0, 100)
    assert same == steps
    np.testing.assert_allclose(again, w * unit, rtol=1e-9, atol=1e-12 * unit)


@pytest.mark.parametrize(("lam1", "lam2", "accuracy"), [(0.5, 1e-6, 1e-6), (1e-8, 1e-10, np.inf)])
def test_newton_on_the_residual_ends_where_rounding_begins(lam1, lam2, accuracy):
    # the second is further than it is ever sent: it has to give up
    design, top = crowded()
    newton = ResidualNewton(design, design.y)
    w, steps = newton.solve(lam1 * top, lam2 * float(design.norms.max()) ** 2 / design.n, 200)
    assert steps < 100
    error = newton.r - design.residual(slice(None), w)
    assert np.linalg.norm(error) < accuracy * np.linalg.norm(design.y)


def test_the_active_set_counts_its_systems(monkeypatch):
    X, y = standardized(60, 40)
    X /= np.linalg.norm(X, axis=0)
    solve, solved = Quadratic._solve, []
    monkeypatch.setattr(Quadratic, "_solve", lambda *given: solved.append(0) or solve(*given))
    l1, l2 = np.full(40, 0.1), np.zeros(40)
    steps = Quadratic(X.T @ X, X.T @ y).minimize(l1, l2, 100)
    assert steps == len(solved) > 3
    for limit in (1, 2, 3):
        solved.clear()
        assert Quadratic(X.T @ X, X.T @ y).minimize(l1, l2, limit) == len(solved) == limit


def mixed(seed, m=30):
    """Return G and the slope of a problem whose columns have much in common."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(m + 10, m)) @ (0.2 * np.eye(m) + rng.normal(size=(m, m)) / 5)
    X /= np.linalg.norm(X, axis=0)
    return X.T @ X, X.T @ (X @ rng.normal(size=m))


@pytest.mark.parametrize("seed", range(20))
def test_every_step_of_the_active_set_lowers_the_objective(seed):
    (G, slope), l2 = mixed(seed), np.full(30, 0.01)
    l1 = np.random.default_rng(seed).uniform(0.0, 0.5, size=30)

    def after(steps):
        """Start where other strengths are best: many signs are wrong for these."""
        quadratic = Quadratic(G.copy(), slope.copy())
        quadratic.minimize(np.full(30, 0.05), l2, 1000)
        done = quadratic.minimize(l1, l2, steps) if steps else 0
        w = quadratic.weights()
        return done, 0.5 * w @ G @ w - slope @ w + l1 @ np.abs(w) + 0.5 * l2 @ w**2

    needed, _ = after(1000)
    objectives = [after(steps)[1] for steps in range(needed + 1)]
    assert np.diff(objectives).max() < 1e-12
    assert objectives[-1] < objectives[0]


@pytest.mark.parametrize("l2", [0.0, 0.01])
def test_the_active_set_ends_at_the_optimum_and_knows_it(l2):
    for seed in range(20):
        G, slope = mixed(seed)
        l1 = np.random.default_rng(seed).uniform(0.0, 0.5, size=30)
        quadratic = Quadratic(G, slope)
        quadratic.minimize(l1, np.full(30, l2), 1000)
        w = quadratic.weights()
        force = slope - G @ w - l2 * w
        np.testing.assert_allclose(force[w != 0], (l1 * np.sign(w))[w != 0], atol=1e-10)
        assert np.all(np.abs(force) <= l1 + 1e-10)
        assert quadratic.minimize(l1, np.full(30, l2), 1000) == (w != 0).any()


def test_the_inverse_follows_what_enters_and_leaves():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(300, 200))
    X[:, 110] = X[:, 3]  # a twin: only the ridge of the preconditioner tells them apart
    X /= np.linalg.norm(X, axis=0)
    G, l2 = X.T @ X, np.where(np.arange(200) < 120, 0.0, 0.01)
    quadratic = Quadratic(G, X.T @ rng.normal(size=300))

    def assert_inverse():
        k, var = quadratic.k, quadratic.var
        np.testing.assert_array_equal(quadratic._H[:k, :k], G[np.ix_(var, var)])
        np.testing.assert_array_equal(quadratic._rows[:k], G[var])
        system = G[np.ix_(var, var)] + np.diag(l2[var] + BLUR)
        inverse = np.linalg.inv(system)
        error = np.abs(quadratic._M[:k, :k] - inverse).max()
        assert error < 1e-4 * np.abs(inverse).max()

    quadratic._enter(np.arange(100), np.ones(100), l2)
    quadratic._invert(l2[:100])
    for entering in (np.array([100, 150]), np.array([110]), np.arange(120, 140)):
        quadratic._enter(entering, np.ones(len(entering)), l2)
        assert_inverse()
    leaving = np.isin(quadratic.var, [0, 7, 110, 121, 150])
    residual = np.arange(float(quadratic.k))
    after = quadratic._leave(leaving, residual.copy())
    assert_inverse()
    assert set(after) == set(residual[~leaving])


def test_the_active_set_knows_no_unit():
    (G, slope), l2, unit = mixed(0), np.zeros(30), 2.0**-60
    quadratic, small = Quadratic(G, slope), Quadratic(G, unit * slope)
    steps = quadratic.minimize(np.full(30, 0.1), l2, 100)
    assert small.minimize(np.full(30, 0.1 * unit), l2, 100) == steps
    np.testing.assert_array_equal(small.weights(), unit * quadratic.weights())


@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e6])
@pytest.mark.parametrize("other", [0.02, np.geomspace(1e-3, 1e3, 100)])
def test_the_active_set_solves_a_system_as_closely_as_asked(unit, other):
    (G, slope), l2 = mixed(1, m=100), np.full(100, 0.01)
    quadratic = Quadratic(G, slope)
    quadratic.minimize(np.full(100, 1e-4), l2, 1000)
    quadratic._invert(l2[: quadratic.k])
    b = unit * np.random.default_rng(0).normal(size=quadratic.k)
    assert quadratic.k > DIRECT
    # the inverse is that of another system: it takes iterations to come close, or a new inverse
    H, l2 = G[np.ix_(quadratic.var, quadratic.var)], np.broadcast_to(other, 100)[: quadratic.k]
    x = quadratic._solve(b, l2, 1e-6, 0.0)
    residual = np.linalg.norm(b - H @ x - l2 * x)
    assert 1e-14 * np.linalg.norm(b) < residual < 1.01e-6 * np.linalg.norm(b)
    if np.ndim(other) == 0:
        assert 0 < quadratic._spent < 10  # near enough for the old inverse


def test_a_path_counts_the_systems_of_its_active_set(monkeypatch):
    minimize, counts = Quadratic.minimize, []

    def counted(*given):
        counts.append(minimize(*given))
        return counts[-1]

    monkeypatch.setattr(Quadratic, "minimize", counted)
    path = fit_path(*standardized(40, 200), L1())
    assert path.n_iter == sum(counts) > len(path.lams)


@pytest.mark.parametrize("penalty", [NoPenalty(), L2(0.1), L1(0.1), ElasticNet(0.1, 0.1)])
def test_one_system_counts_where_a_shorter_way_is_enough(penalty):
    X, y = standardized()
    assert fit(X, y, penalty).n_iter == 1
    assert fit(X, np.ones(len(y)), penalty).n_iter == 1


def test_a_path_down_to_no_penalty_has_a_gap_for_each_strength():
    path = fit_path(*standardized(), L1(), lams=[0.1, 0.05, 0.0, 0.0])
    assert path.gaps.shape == (4,)


def test_targets_of_sum_of_squares_one_are_like_others():
    X, y = standardized(40, 8)
    y = np.zeros(40)
    y[3] = 1.0
    one, two = (fit(X, u * y, L1(0.001 * u), fit_intercept=False).coef for u in (1.0, 2.0))
    assert two.any()
    np.testing.assert_allclose(2 * one, two, atol=1e-12)


def test_the_gap_of_targets_of_zero_is_zero():
    gaps = duality_gap(
        0.0,
        np.zeros(2),
        np.zeros(2),
        np.zeros((2, 3)),
        np.zeros((2, 3)),
        np.ones(2),
        np.zeros(2),
        5,
    )
    np.testing.assert_array_equal(gaps, [0.0, 0.0])


def test_the_gap_follows_its_formula_whatever_the_targets_sum_to():
    X, y = standardized(40, 8)
    y /= np.linalg.norm(y)
    w, lam = np.full(8, 0.01), 0.001
    r = y - X @ w
    one = np.ones(1)
    gap = duality_gap(
        1.0, r @ r * one, y @ r * one, (r @ X / 40)[None], w[None], lam * one, 0 * one, 40
    )
    assert gap[0] == pytest.approx(gap_of(X, y, w, L1(lam), False), rel=1e-12)


@pytest.mark.parametrize("shape", [(60, 40), (40, 200)])
@pytest.mark.parametrize("fit_intercept", [True, False])
def test_the_solver_knows_the_lengths_of_the_columns(shape, fit_intercept):
    X, y = standardized(*shape)
    X += 0.5
    design = Design(X, y, fit_intercept)
    expected = X - X.mean(axis=0) if fit_intercept else X
    np.testing.assert_allclose(design.norms, np.linalg.norm(expected, axis=0), rtol=1e-12)


def test_a_small_unit_of_the_columns_changes_no_digit():
    X, y = standardized(40, 200)
    unit, direction = 2.0**-30, L1()
    path = fit_path(X, y, direction)
    other = fit_path(unit * X, y, direction, lams=unit * path.lams)
    assert other.n_iter == path.n_iter
    np.testing.assert_array_equal(unit * other.coefs, path.coefs)


@pytest.mark.parametrize("shape", [(60, 40), (40, 200)])
@pytest.mark.parametrize("unit", [1e-9, 1e9])
def test_the_weights_follow_the_unit_of_the_targets(shape, unit):
    X, y = standardized(*shape)
    coef, other = (fit(X, u * y, L1(0.02 * u), tol=1e-9).coef for u in (1.0, unit))
    np.testing.assert_allclose(other / unit, coef, rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("shape", [(60, 40), (40, 200), (25, 113)])
@pytest.mark.parametrize("direction", [L1(), ElasticNet(1, 0.5), ElasticNet(1, 50)])
def test_gaps_are_those_of_the_weights_wherever_the_solver_has_to_stop(shape, direction):
    X, y = standardized(*shape)
    design = Design(X, y, True)
    lams = fit_path(X, y, direction, n_lams=30, eps=1e-2).lams
    for limit in (3, 10, 40, 100):
        W, gaps, steps = l1_path(design, direction, lams, 1e-9, limit)
        assert steps <= limit
        known = np.isfinite(gaps)
        assert known.any()
        for lam, w, gap in zip(lams[known], W[known], gaps[known], strict=True):
            assert gap == pytest.approx(gap_of(X, y, w, lam * direction, True), rel=1e-6, abs=1e-9)


def test_the_limit_of_systems_holds_where_columns_crowd():
    design, top = crowded()
    X, y, penalty = design.X, design.y, ElasticNet(1e-3 * top, 0.05)
    whole = fit(X, y, penalty)
    assert np.count_nonzero(whole.coef) > 1.5 * design.n
    for limit in range(whole.n_iter - 4, whole.n_iter):
        with pytest.warns(ConvergenceWarning, match=f"Raise max_iter, which was {limit}"):
            assert fit(X, y, penalty, max_iter=limit, tol=1e-14).n_iter == limit


@pytest.mark.parametrize(("name", "limit"), [("X", 1e-40), ("X", 1e40), ("y", 1e-40), ("y", 1e40)])
def test_the_range_of_the_data_includes_its_ends(name, limit):
    data = {"X": np.array([[1.0], [0.0]]), "y": np.array([1.0, 0.0])}
    beyond = 1.001 if limit > 1 else 0.999
    _check.data(**data | {name: limit * data[name]})
    with pytest.raises(ValueError, match=f"^The largest entry of {name} must be 0 or from 1e-40"):
        _check.data(**data | {name: limit * beyond * data[name]})


@pytest.mark.parametrize(("limit", "beyond"), [(1e-120, 0.999), (1e120, 1.001)])
def test_the_range_of_the_strengths_includes_its_ends(limit, beyond):
    X, y = standardized()
    assert _check.penalty("penalty", L1(limit)) == L1(limit)
    with pytest.raises(ValueError, match=r"^penalty must have strengths that are 0 or from 1e-120"):
        fit(X, y, L1(beyond * limit))


def test_predicting_from_bad_input():
    solution = fit(*standardized(), L1(0.1))
    with pytest.raises(TypeError, match=r"^X must hold real numbers"):
        solution.predict([["a"] * 8])
    with pytest.raises(ValueError, match=r"^X must be finite"):
        solution.predict([[np.nan] * 8])


def test_long_strides_are_bridged():
    X, y = standardized(100, 300)
    path = fit_path(X, y, L1(), [1.0, 1e-4], tol=1e-9)
    assert path.gaps.max() <= 1e-9
    assert fit(X, y, ElasticNet(1e-4, 1e-6), tol=1e-9).converged


def test_diabetes_kinks_are_those_of_lars():
    X, y = load_diabetes(return_X_y=True)
    y = y - y.mean()
    alphas, _, coefs = lars_path(X, y, method="lasso")
    path = fit_path(X, y, L1(), alphas[alphas > 0], tol=1e-12)
    np.testing.assert_allclose(path.coefs, coefs.T[alphas > 0], atol=1e-7)
    for above, below in pairwise(alphas):
        # between two kinks the path is a straight line
        if below > 0:
            inner = fit_path(X, y, L1(), np.linspace(above, below, 5)[1:4], tol=1e-12).coefs
            np.testing.assert_allclose(inner[1], (inner[0] + inner[2]) / 2, atol=1e-7)


def test_corrected_is_zou_and_hasties_augmented_problem():
    # their naive elastic net is a lasso on augmented data, rescaled by sqrt(1 + lambda2)
    X, y = standardized()
    n, p = X.shape
    y = y - y.mean()
    lam1, lam2 = 0.2, 0.15
    theirs1, theirs2 = 2 * n * lam1, 2 * n * lam2  # for columns of length 1: ||y - Xb||^2 + ...
    unit = X / np.sqrt(n)
    theirs2 /= n  # lambda2 multiplies ||b||^2 of the unit columns' weights b = sqrt(n) w
    theirs1 /= np.sqrt(n)
    A = np.vstack([unit, np.sqrt(theirs2) * np.eye(p)]) / np.sqrt(1 + theirs2)
    target = np.concatenate([y, np.zeros(p)])
    gamma = theirs1 / np.sqrt(1 + theirs2)
    lasso = SklearnElasticNet(
        alpha=gamma / (2 * (n + p)), l1_ratio=1, fit_intercept=False, tol=1e-14, max_iter=100_000
    ).fit(A, target)
    wanted = np.sqrt(1 + theirs2) * lasso.coef_ / np.sqrt(n)
    naive = fit(X, y, ElasticNet(lam1, lam2), tol=1e-12)
    np.testing.assert_allclose(corrected(naive).coef, wanted, atol=1e-8)
    assert corrected(naive).coef == pytest.approx((1 + 2 * lam2) * naive.coef)


def test_corrected_recomputes_the_intercept():
    X, y = standardized()
    X = X + 5.0
    naive = fit(X, y, ElasticNet(0.1, 0.2))
    solution = corrected(naive)
    assert np.mean(y - solution.predict(X)) == pytest.approx(0, abs=1e-12)
    assert solution.penalty == naive.penalty
    assert corrected(fit(X, y, ElasticNet(0.1, 0.2), fit_intercept=False)).intercept == 0.0
    with pytest.raises(TypeError, match=r"^solution must be a Solution"):
        corrected(naive.coef)


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("shape", [(50, 8), (60, 40), (20, 60)])
def test_input_forms(order, shape):
    X, y = standardized(*shape)
    reference = fit(X, y, ElasticNet(0.1, 0.05))
    Z = np.array(X, order=order)
    before = Z.copy()
    Z.flags.writeable = y.flags.writeable = False
    again = fit(Z, y, ElasticNet(0.1, 0.05))
    assert np.array_equal(Z, before)
    np.testing.assert_allclose(again.coef, reference.coef, atol=1e-12)
    assert np.array_equal(again.coef, fit(Z, y, ElasticNet(0.1, 0.05)).coef)  # deterministic
    single = fit(Z.astype(np.float32), y.astype(np.float32), ElasticNet(0.1, 0.05))
    assert single.coef.dtype == np.float64
    assert single.gap <= 1e-8
    np.testing.assert_allclose(single.coef, reference.coef, atol=1e-5)
    strided = fit(np.repeat(Z, 2, axis=0)[::2], np.repeat(y, 2)[::2], ElasticNet(0.1, 0.05))
    np.testing.assert_allclose(strided.coef, reference.coef, atol=1e-12)
    listed = fit(Z.tolist(), y.tolist(), ElasticNet(0.1, 0.05))
    np.testing.assert_allclose(listed.coef, reference.coef, atol=1e-12)
    assert fit([[0], [1], [2]], [0, 1, 2], L1(0.5)).coef[0] == pytest.approx(0.25)


def test_solution_describes_itself():
    X, y = standardized()
    solution = fit(X, y, L1(0.1))
    assert solution.coef.shape == (8,)
    assert isinstance(solution.intercept, float)
    assert solution.penalty == L1(0.1)
    assert solution.converged
    assert solution.n_iter >= 1
    np.testing.assert_allclose(solution.x_mean, X.mean(axis=0), atol=1e-12)
    assert solution.y_mean == pytest.approx(y.mean())
    np.testing.assert_allclose(solution.predict(X), X @ solution.coef + solution.intercept)


@pytest.mark.parametrize("shape", [(60, 40), (20, 60)])
def test_warns_when_cut_short_and_only_then(shape):
    X, y = standardized(*shape)
    with pytest.warns(ConvergenceWarning, match=r"gap of .* above tol = 1e-08. Raise max_iter"):
        solution = fit(X, y, L1(1e-4), max_iter=1)
    assert not solution.converged
    assert solution.gap == pytest.approx(gap_of(X, y, solution.coef, L1(1e-4), True), rel=1e-6)
    with pytest.warns(ConvergenceWarning, match="raise tol, or scale the columns"):
        fit_path(X, y, L1(), tol=1e-30)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fit(X, y, L1(1e-4))
        fit_path(X, y, ElasticNet(1, 1))
        fit_path(X, y, L2())


BAD_DATA = [
    (np.zeros(3), np.zeros(3), ValueError, r"^X must have the shape \(samples, features\)"),
    (np.zeros((0, 2)), np.zeros(0), ValueError, "^X must have the shape"),
    (np.zeros((2, 0)), np.zeros(2), ValueError, "^X must have the shape"),
    (np.zeros((3, 2)), np.zeros(2), ValueError, "^y must have one value for each of the 3 rows"),
    (np.zeros((3, 2)), np.zeros((3, 1)), ValueError, "^y must have one value for each"),
    ([[1.0], [np.nan]], [1, 2], ValueError, "^X must be finite"),
    ([[1.0], [2.0]], [1, np.inf], ValueError, "^y must be finite"),
    ([[1.0], [np.inf]], [1, 2], ValueError, "^X must be finite"),
    ([[1.0], [1j]], [1, 2], TypeError, "^X must hold real numbers"),
    ([["a"], ["b"]], [1, 2], TypeError, "^X must hold real numbers"),
    ([[1.0], [2.0]], ["a", "b"], TypeError, "^y must hold real numbers"),
    ([[1.0], [2.0, 3.0]], [1, 2], TypeError, "^X must hold real numbers"),
]


@pytest.mark.parametrize(("X", "y", "error", "message"), BAD_DATA)
def test_bad_data(X, y, error, message):
    with pytest.raises(error, match=message):
        fit(X, y, L1())
    with pytest.raises(error, match=message):
        fit_path(X, y, L1())


def test_sparse_matrices_are_refused_by_name():
    sparse = pytest.importorskip("scipy.sparse")
    with pytest.raises(TypeError, match=r"^X must be a dense array.*X.toarray\(\)"):
        fit(sparse.eye_array(3).tocsr(), np.ones(3), L1())


BAD_ARGUMENTS = [
    ({"penalty": 0.1}, TypeError, "^penalty must be a penalty"),
    ({"penalty": None}, TypeError, "^penalty must be a penalty"),
    ({"tol": 0}, ValueError, "^tol must be a number > 0. Got 0 instead"),
    ({"tol": -1}, ValueError, "^tol must be a number > 0. Got -1 instead"),
    ({"tol": np.nan}, ValueError, "^tol must be a number > 0"),
    ({"tol": "x"}, TypeError, "^tol must be a number > 0"),
    ({"max_iter": 0}, ValueError, "^max_iter must be an integer >= 1"),
    ({"max_iter": 1.5}, TypeError, "^max_iter must be an integer >= 1"),
    ({"fit_intercept": "yes"}, TypeError, "^fit_intercept must be True or False"),
]


@pytest.mark.parametrize(("arguments", "error", "message"), BAD_ARGUMENTS)
def test_bad_arguments_of_fit(arguments, error, message):
    X, y = standardized()
    with pytest.raises(error, match=message):
        fit(X, y, **{"penalty": L1(), **arguments})


BAD_PATH_ARGUMENTS = [
    ({"direction": "l1"}, TypeError, "^direction must be a penalty"),
    ({"n_lams": 0}, ValueError, "^n_lams must be an integer >= 1"),
    ({"n_lams": "many"}, TypeError, "^n_lams must be an integer >= 1"),
    ({"eps": 1.0}, ValueError, "^eps must be a number > 0 and < 1. Got 1.0 instead"),
    ({"eps": 0}, ValueError, "^eps must be a number > 0 and < 1"),
    ({"lams": []}, ValueError, "^lams must be a list of numbers >= 0"),
    ({"lams": [1.0, -1.0]}, ValueError, "^lams must be a list of numbers >= 0"),
    ({"lams": [1.0, np.nan]}, ValueError, "^lams must be finite"),
    ({"lams": [[1.0]]}, ValueError, "^lams must be a list"),
    ({"lams": "abc"}, TypeError, "^lams must hold real numbers"),
    ({"tol": 0.0}, ValueError, "^tol must be"),
]


@pytest.mark.parametrize(("arguments", "error", "message"), BAD_PATH_ARGUMENTS)
def test_bad_arguments_of_fit_path(arguments, error, message):
    X, y = standardized()
    with pytest.raises(error, match=message):
        fit_path(X, y, **{"direction": L1(), **arguments})
