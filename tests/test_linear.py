"""`fit`, `fit_path` and `corrected` against their definitions and against scikit-learn."""

from __future__ import annotations

import tracemalloc
import warnings
from fractions import Fraction
from itertools import pairwise
from operator import mul

import numpy as np
import pytest
from linear_problems import assert_optimal, centred, gap_of, random_problem, standardized
from sklearn.datasets import load_diabetes
from sklearn.linear_model import ElasticNet as SklearnElasticNet
from sklearn.linear_model import Ridge, lars_path

from regkit import L1, L2, ElasticNet, NoPenalty, corrected, fit, fit_path
from regkit.linear import ConvergenceWarning, _check


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


def test_the_range_of_the_factors_includes_its_ends():
    ends = [0.0, 1e-20, 1e20, np.inf]
    assert _check.factors(ends, 4, None).tolist() == ends
    for j, beyond in ((1, 0.999e-20), (2, 1.001e20)):
        with pytest.raises(ValueError, match=rf"^factors must .* for column {j} instead"):
            _check.factors([*ends[:j], beyond, *ends[j + 1 :]], 4, None)


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
