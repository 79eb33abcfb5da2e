"""The parts of the logistic solver, each against its formula in many digits, or another way."""

from __future__ import annotations

from decimal import Decimal, localcontext

import numpy as np
import pytest
from scipy.optimize import linprog, nnls

from regkit.linear._free import Free
from regkit.linear._logistic_certificate import balanced, feasible, gap_of, slope_of_free
from regkit.linear._logistic_problem import Logistic
from regkit.linear._problem import column_scales
from regkit.linear._separation import SMALL, SeparationError, separating


def problem_of(X, y, *, omega=None, l1=0.0, l2=0.0, fit_intercept=True, free=()):
    """Make a problem, whose columns are penalized but for the free ones."""
    X, y = np.asarray(X, float), np.asarray(y, float)
    held = ~np.isin(np.arange(X.shape[1]), free)
    omega = np.ones(len(y)) if omega is None else np.asarray(omega) * len(y) / np.sum(omega)
    return Logistic(X, y, omega, l1 * held, l2 * held, fit_intercept)


def drawn(seed=0, n=12, p=4, **settings):
    """Draw a problem whose rows have weights, and whose columns are not about 0."""
    rng = np.random.default_rng(seed)
    X, y = rng.standard_normal((n, p)) + 1, np.arange(n) % 3 == 0
    return problem_of(X, y, omega=rng.uniform(0.5, 2.0, n), **settings)


def exact(function, *numbers):
    """Compute in 400 digits."""
    with localcontext() as context:
        context.prec = 400
        return float(function(*(Decimal(float(x)) for x in numbers)))


def entropy(share, digits=50):
    with localcontext() as context:
        context.prec = digits
        return -sum(q * q.ln() for q in (share, 1 - share) if q)


# ---- the problem


@pytest.mark.parametrize("z", [-900.0, -40.0, -1.0, -1e-9, 0.0, 1e-9, 0.5, 3.0, 40.0, 600.0])
def test_the_loss_and_its_derivatives_in_exact_arithmetic(z):
    problem = problem_of([[1.0], [1.0], [1.0]], [0, 1, 1], omega=[1.0, 1.0, 4.0])
    at = problem.slopes(np.full(3, z))
    for i, (y, omega) in enumerate([(0, 0.5), (1, 0.5), (1, 2.0)]):
        s = 2 * y - 1
        loss = exact(lambda u: (1 + (-u).exp()).ln(), s * z)
        wrong = exact(lambda u: 1 / (1 + u.exp()), s * z)
        curved = exact(lambda u: u.exp() / (1 + u.exp()) ** 2, z)
        assert at.loss[i] == pytest.approx(loss, rel=1e-15, abs=1e-300)
        assert at.residual[i] == pytest.approx(omega * s * wrong, rel=1e-15, abs=1e-300)
        assert at.curvature[i] == pytest.approx(omega * curved, rel=2e-15, abs=1e-300)


@pytest.mark.parametrize("rare", [0.5, 0.3, 1e-3, 1e-12, 1e-20, 1e-200])
@pytest.mark.parametrize("y", [0, 1])
def test_the_scale_is_the_loss_of_the_intercept_alone(rare, y):
    problem = problem_of(np.zeros((2, 1)), [y, 1 - y], omega=[rare, 1 - rare])
    np.testing.assert_allclose(problem.shares[[y, 1 - y]], [rare, 1 - rare], rtol=1e-15)
    assert problem.scale == pytest.approx(float(entropy(Decimal(rare), 400)), rel=1e-14)


def test_without_an_intercept_a_half_is_foretold():
    problem = problem_of(np.ones((3, 1)), [0, 1, 1], fit_intercept=False)
    assert problem.shares.tolist() == [0.5, 0.5]
    assert problem.scale == np.log(2)
    assert problem_of(np.ones((3, 1)), [1, 1, 1]).scale == 0


def test_what_a_problem_knows_of_itself():
    X, l1, l2 = np.eye(5)[:, :4], np.array([0.0, 1.0, 0.0, 0.0]), np.array([0.0, 2.0, 3.0, 0.0])
    y, omega = np.array([0.0, 1, 1, 0, 1]), np.array([1.0, 0.5, 1.5, 0.25, 1.75])
    problem = Logistic(X, y, omega, l1, l2, True, names=("a", "b", "c", "d"))
    assert (problem.n, problem.p, problem.fit_intercept) == (5, 4, True)
    assert problem.names == ("a", "b", "c", "d")
    assert problem.s.tolist() == [-1, 1, 1, -1, 1]
    assert problem.sides.tolist() == [-1, 0.5, 1.5, -0.25, 1.75]
    assert problem.bound.tolist() == [1, 2]
    assert problem.free.columns.tolist() == [0, 3]
    assert problem.free.r == 3
    assert Logistic(X, y, omega, l1, l2, False).free.r == 2
    assert Logistic(X, y, omega, l1, l2, False, free=problem.free).free is problem.free
    assert problem.mean_loss(np.arange(5.0)) == (0.5 + 3 + 0.75 + 7) / 5
    assert np.array_equal(problem.rows(np.array([2, 0])), X.T[[2, 0]])
    everything = problem.rows(np.arange(4))
    assert np.array_equal(everything, X.T)
    assert np.shares_memory(everything, problem.X)  # which a large X is not copied for


@pytest.mark.parametrize("fit_intercept", [True, False])
def test_columns_near_0_are_taken_as_they_are(fit_intercept):
    X = np.random.default_rng(0).standard_normal((20, 3)) + 5
    X[:, 1] = 0.0
    problem = problem_of(X, np.arange(20) % 2, fit_intercept=fit_intercept)
    assert problem.X is X
    assert not problem.shift.any()
    far = problem_of(X + 1e6, np.arange(20) % 2, fit_intercept=fit_intercept)
    assert far.shift.any() == fit_intercept == (far.X.max() < 10)


def test_columns_far_from_0_are_centred_by_the_weighted_mean():
    rng = np.random.default_rng(0)
    omega = rng.uniform(0.1, 2.0, 30)
    Z = rng.standard_normal((30, 4))
    Z[:, 2] = 0.0
    X = Z + np.array([0.0, 11.0, 0.1, 1e9])
    X[:, 2] = 0.1  # the mean of which is not 0.1, by rounding
    problem = problem_of(X, np.arange(30) % 2, omega=omega, l1=1.0)
    mean = omega @ X / omega.sum()
    np.testing.assert_allclose(problem.shift, mean, rtol=1e-14)
    np.testing.assert_allclose(problem.X, X - mean, atol=1e-6)
    assert not problem.X[:, 2].any()
    left = np.abs(omega @ problem.X) / omega.sum()
    assert np.all(left <= 1e-15 + np.spacing(problem.shift))
    # an intercept for the columns as they were given has the same predictors
    w, v = rng.standard_normal(4), np.array([0.7])
    z = problem.X @ w + problem.free.predictor(v)
    np.testing.assert_allclose(X @ w + problem.intercept(w, v), z, atol=1e-5)


def test_a_column_is_far_at_a_mean_of_ten_deviations():
    y, about = [0, 1, 0, 1], np.array([[-1.0], [1.0], [-1.0], [1.0]])
    assert not problem_of(about + 9.9, y).shift.any()
    assert problem_of(about + 10.1, y).shift[0] == 10.1
    # a row of next to no weight does not hide it
    rows, last = np.vstack([about, about, [[1e4]]]), [*y, *y, 1]
    near = problem_of(rows + 1e3, last, omega=[1.0] * 8 + [1e-12])
    assert near.shift[0] == pytest.approx(1e3)
    assert not problem_of(rows + 1e3, last).shift.any()


def test_a_constant_is_what_rounding_cannot_tell_from_one():
    y = [0, 1, 0, 1]
    ulp = np.spacing(1e3)
    column = 1e3 + ulp * np.array([[0.0], [1.0], [0.0], [1.0]])
    assert not problem_of(column, y).X.any()
    beside = np.column_stack([column, 1e3 + np.arange(4), 1e3 - np.arange(4)])
    assert problem_of(beside, y).X.any(axis=0).tolist() == [False, True, True]
    column = 1e3 + 40 * ulp * np.array([[0.0], [1.0], [0.0], [1.0]])
    assert problem_of(column, y).X.any()
    one_row = np.array([[0.0], [0.0], [0.0], [0.0], [1.0]])
    for sign in (-1, 1):  # a column whose entries differ in one row, above or below
        assert problem_of(1e3 + sign * one_row, [*y, 1]).X.any()
        light = [1.0, 1.0, 1.0, 1.0, 1e-16]  # beside which the others are at the mean
        assert problem_of(1e3 + sign * one_row, [*y, 1], omega=light).X.any()


def test_a_nearly_weightless_row_far_away_takes_no_digits():
    """It once hid from the solver that the other rows have their mean far from 0."""
    from regkit import L1, fit

    rng = np.random.default_rng(0)
    Z = rng.standard_normal((60, 3))
    y = Z[:, 0] + rng.logistic(size=60) > 0
    X, weights = Z + 1e8, np.ones(60)
    X[0], weights[0] = 1e10, 1e-12
    how = {"loss": "logistic", "standardize": False}
    one = fit(X, y, L1(0.01), sample_weight=weights, **how)
    two = fit(X[1:], y[1:], L1(0.01), **how)
    assert one.converged
    np.testing.assert_allclose(one.coef, two.coef, atol=1e-7)


def test_scales_of_many_rows_keep_their_digits():
    """Rows are met in blocks, and sums of many lose digits: a mean is not the mean at first."""
    n = 20_000
    around = 2.0 * (np.arange(n) % 2) - 1
    far = 1e8 + around
    far[:100] += 1e3
    constants = np.tile([0.1, 0.3, 1000 / 3], (n, 1))
    constants[::2, 1] = 0.1 + 0.2  # not the same, but a constant all the same
    X = np.column_stack([around, far, 1e9 * around, constants])
    for weights in (None, np.ones(n)):
        found = column_scales(X, weights)
        np.testing.assert_allclose(found[:3], [1.0, (far - 1e8).std(), 1e9], rtol=1e-12)
        assert found[3:].tolist() == [0, 0, 0]


# ---- feasible residuals


def test_nothing_free_leaves_residuals_alone():
    problem = drawn(fit_intercept=False, l1=1.0)
    at = problem.slopes(np.ones(12))
    assert feasible(problem, at) is at.residual


def test_the_class_with_more_is_scaled_down():
    problem = problem_of(np.eye(4), [0, 1, 1, 0], l1=1.0)
    q = np.array([-0.5, 0.25, 0.5, -0.5])
    assert balanced(problem, q).tolist() == [-0.375, 0.25, 0.5, -0.375]
    q = np.array([[-0.5, 0.25, 0.25, 0.0], [-0.125, 0.25, 0.75, -0.125]])
    assert balanced(problem, q).tolist() == [q[0].tolist(), [-0.125, 0.0625, 0.1875, -0.125]]
    # where a class has none left, neither has the other
    assert not balanced(problem, np.array([0.0, 0.5, 0.25, 0.0])).any()
    assert not balanced(problem, np.array([-0.5, 0.0, 0.0, -0.5])).any()
    assert not balanced(problem, np.zeros(4)).any()


def test_beside_an_intercept_alone_residuals_are_balanced():
    problem = drawn(l1=1.0)
    at = problem.slopes(np.linspace(-2, 1, 12))
    q = feasible(problem, at)
    assert np.array_equal(q, balanced(problem, at.residual))
    assert abs(q.sum()) < 1e-14


@pytest.mark.parametrize("fit_intercept", [True, False])
def test_beside_free_columns_residuals_are_projected(fit_intercept):
    problem = drawn(l1=1.0, free=[1, 3], fit_intercept=fit_intercept)
    Z = np.random.default_rng(1).standard_normal((3, 12))
    many = feasible(problem, problem.slopes(Z))
    assert many.shape == (3, 12)
    A = np.column_stack([np.ones(12), problem.X[:, [1, 3]]])[:, int(not fit_intercept) :]
    for z, q in zip(Z, many, strict=True):
        at = problem.slopes(z)
        root = np.sqrt(at.curvature)
        c = np.linalg.lstsq(A * root[:, None], at.residual / root, rcond=None)[0]
        np.testing.assert_allclose(q, at.residual - at.curvature * (A @ c), rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(q @ A, 0, atol=1e-13)
        np.testing.assert_allclose(feasible(problem, at), q, rtol=1e-12)


def test_where_no_row_curves_residuals_stay():
    problem = drawn(l1=1.0, free=[1])
    at = problem.slopes(np.full(12, 800.0))
    assert np.array_equal(feasible(problem, at), at.residual)


# ---- certificates


@pytest.mark.parametrize("fit_intercept", [True, False])
def test_the_slope_without_a_penalty_is_relative(fit_intercept):
    problem = drawn(fit_intercept=fit_intercept)
    q = problem.slopes(np.linspace(-2, 1, 12)).residual
    X, y, omega = problem.X, problem.y, problem.omega
    mean, share = (omega @ X / 12, omega @ y / 12) if fit_intercept else (0.0, 0.5)
    norms = np.sqrt(np.sum(omega[:, None] * (X - mean) ** 2) * np.sum(omega * (y - share) ** 2))
    balance = balanced(problem, q) if fit_intercept else q
    slope = slope_of_free(problem, q)
    assert slope == pytest.approx(np.linalg.norm(X.T @ balance) / norms, rel=1e-12)
    # the other name of the classes, and other units, change nothing
    other = Logistic(1e-3 * X, 1 - y, omega, problem.l1, problem.l2, fit_intercept)
    assert slope_of_free(other, -q) == pytest.approx(slope, rel=1e-12)


def test_the_slope_of_columns_that_say_nothing_is_0():
    for fit_intercept in (True, False):
        problem = problem_of(np.zeros((3, 2)), [0, 1, 1], fit_intercept=fit_intercept)
        assert slope_of_free(problem, np.array([-0.5, 0.5, 0.5])) == 0.0


def gap_in_digits(problem, t, w, loss, q):
    """Compute the gap of all columns from its formula, in 50 digits."""
    with localcontext() as context:
        context.prec = 50
        n, zero = problem.n, Decimal(0)

        def number(x):
            return Decimal(float(x))

        theta = [abs(number(x)) / number(o) for x, o in zip(q, problem.omega, strict=True)]
        g = [
            abs(sum(number(a) * number(b) for a, b in zip(q, x, strict=True))) / n
            for x in problem.X.T
        ]
        l1 = [number(t) * number(x) for x in problem.l1]
        l2 = [number(t) * number(x) for x in problem.l2]
        size = [abs(number(x)) for x in w]
        primal = sum(number(o) * number(x) for o, x in zip(problem.omega, loss, strict=True)) / n
        primal += sum(a * x + b * x * x for a, b, x in zip(l1, l2, size, strict=True))
        if any(l2):
            apart = zip(g, l1, l2, strict=True)
            taken = sum(max(x - a, zero) ** 2 / (4 * b) for x, a, b in apart)
        else:
            taken = zero
            scaled = min([Decimal(1), *(a / x for a, x in zip(l1, g, strict=True) if x)])
            theta = [scaled * x for x in theta]
        weighted = zip(problem.omega, theta, strict=True)
        dual = sum(number(o) * entropy(x) for o, x in weighted) / n - taken
        return float((primal - dual) / number(problem.scale))


@pytest.mark.parametrize(("l1", "l2"), [(0.02, 0.0), (5.0, 0.0), (0.0, 0.1), (0.03, 0.2)])
@pytest.mark.parametrize("fit_intercept", [True, False])
def test_the_gap_in_exact_arithmetic(l1, l2, fit_intercept):
    factors = np.array([1.0, 0.5, 3.0, 2.0])
    problem = drawn(l1=l1 * factors, l2=l2 * factors, fit_intercept=fit_intercept)
    w = np.array([0.3, -0.2, 0.0, 0.1])
    at = problem.slopes(problem.X @ w - 0.4 * fit_intercept)
    q = feasible(problem, at)
    for t in (0.25, 1.0, 3.0):
        gap = gap_of(problem, t, w, at.loss, q, q @ problem.X, problem.bound)
        assert gap == pytest.approx(gap_in_digits(problem, t, w, at.loss, q), rel=1e-12)
    some = np.array([3, 0])
    only = Logistic(
        problem.X[:, some], problem.y, problem.omega, problem.l1[some], problem.l2[some],
        fit_intercept,
    )  # fmt: skip
    assert gap_of(problem, 1.0, w[some], at.loss, q, (q @ problem.X)[some], some) == pytest.approx(
        gap_in_digits(only, 1.0, w[some], at.loss, q), rel=1e-12
    )


def test_the_gap_of_no_columns_is_that_of_the_loss():
    problem = drawn(l1=1.0)
    none = np.zeros(0, dtype=int)
    for b in (0.0, 1.0):
        at = problem.slopes(np.full(12, b))
        q = feasible(problem, at)
        gap = gap_of(problem, 1.0, np.zeros(0), at.loss, q, np.zeros(0), none)
        theta = np.abs(q) / problem.omega
        dual = problem.mean_loss(np.array([float(entropy(Decimal(float(x)))) for x in theta]))
        expected = (problem.mean_loss(at.loss) - dual) / problem.scale
        assert gap == pytest.approx(expected, rel=1e-12)


def test_the_gap_bounds_how_far_the_loss_is_from_its_minimum():
    for seed in range(10):
        problem = drawn(seed, l1=0.05, l2=0.02 * (seed % 2))
        rng = np.random.default_rng(seed)
        w, b = 0.3 * rng.standard_normal(4), rng.standard_normal()

        def objective(w, b, problem=problem):
            loss = problem.mean_loss(problem.slopes(problem.X @ w + b).loss)
            return loss + problem.l1 @ np.abs(w) + problem.l2 @ (w * w)

        at = problem.slopes(problem.X @ w + b)
        q = feasible(problem, at)
        gap = gap_of(problem, 1.0, w, at.loss, q, q @ problem.X, problem.bound)
        others = (objective(w + d[:4], b + d[4]) for d in 0.3 * rng.standard_normal((300, 5)))
        assert objective(w, b) - min(others) <= gap * problem.scale


def test_rows_that_are_nearly_certain_keep_their_digits():
    """The entropy of a probability next to 0 or 1 is small, and was lost in rounding."""
    problem = problem_of(np.zeros((2, 1)), [0, 1], omega=[1.0, 1e-18], l1=1.0)
    z = np.log(problem.shares[1]) - np.log(problem.shares[0])
    at = problem.slopes(np.full(2, z))
    q = feasible(problem, at)
    assert gap_of(problem, 1.0, np.zeros(1), at.loss, q, np.zeros(1), problem.bound) < 1e-14


def test_beyond_the_domain_the_gap_is_infinite():
    problem = problem_of(np.zeros((2, 1)), [0, 1], l2=1.0)
    at = problem.slopes(np.zeros(2))

    def gap(theta):
        q = np.array([-theta, theta])
        return gap_of(problem, 1.0, np.zeros(1), at.loss, q, np.zeros(1), problem.bound)

    for far in (1.001, -0.001, 1 + 4e-15, -4e-15):
        assert gap(far) == np.inf
    for rounded in (1.0, 0.0, 1 + 2e-16, -2e-16):  # rounding is let pass; the entropy there is 0
        assert gap(rounded) == pytest.approx(1.0)
    assert gap(0.5) == 0.0


# ---- what separates


def free_of(X, fit_intercept=True):
    X = np.asarray(X, float)
    return Free(X, np.arange(X.shape[1]), fit_intercept)


def test_products_of_directions_sum_over_all_rows():
    rng = np.random.default_rng(0)
    free, d = free_of(rng.standard_normal((20_000, 3))), rng.uniform(size=20_000)
    np.testing.assert_allclose(free.gram(np.ones(20_000)), np.eye(4), atol=1e-12)
    np.testing.assert_allclose(free.gram(d), (free.basis.T * d) @ free.basis, atol=1e-12)


def test_an_empty_column_is_in_no_direction():
    for seed in range(20):
        rng = np.random.default_rng(seed)
        X = rng.standard_normal((45, 1)) + 10.0 ** rng.uniform(-12, 0) * rng.standard_normal(
            (45, 8)
        )
        X[:, ::3] = 0.0
        free = free_of(X, bool(seed % 2))
        assert not free.weights(np.eye(free.r))[:, ::3].any()


def shortest(free, s):
    """Return the shortest ``sum_i t_i s_i a_i`` with ``t_i >= 1``, by SciPy."""
    A = (s[:, None] * free.basis).T
    return A.sum(axis=1) + A @ nnls(A, -A.sum(axis=1))[0]


@pytest.mark.parametrize("fit_intercept", [True, False])
def test_the_direction_is_the_shortest_sum(fit_intercept):
    found = 0
    for seed in range(80):
        rng = np.random.default_rng(seed)
        n, p = int(rng.integers(3, 30)), int(rng.integers(1, 7))
        X = rng.standard_normal((n, p))
        if seed % 3:  # ties, twins and repeated rows
            X = np.round(2 * X)
        s = np.where(X @ rng.standard_normal(p) + (0.5 * (seed % 2)) * rng.standard_normal(n) > 0,
                     1.0, -1.0)  # fmt: skip
        free = free_of(X, fit_intercept)
        v, best = separating(free, s), shortest(free, s)
        A = s[:, None] * free.basis
        program = linprog(-A.sum(axis=0), A_ub=-A, b_ub=np.zeros(n), bounds=(-1, 1))
        assert (v is not None) == (program.fun < -1e-9), seed
        if v is None:
            assert np.linalg.norm(best) < 1e-9
        else:
            found += 1
            np.testing.assert_allclose(v, best, atol=1e-9 * np.linalg.norm(best))
            assert (A @ v).min() >= -SMALL * (A @ v).max()
    assert 20 < found < 75


def test_the_shortest_sum_is_found_where_rows_leave_it_again():
    for seed in range(8):
        rng = np.random.default_rng(seed)
        X = rng.exponential(size=(300, 8)) ** 3
        s = np.where(X @ rng.standard_normal(8) > 0, 1.0, -1.0)
        free = free_of(X)
        best = shortest(free, s)
        np.testing.assert_allclose(separating(free, s), best, atol=1e-9 * np.linalg.norm(best))


def test_rows_on_the_boundary_separate_as_well():
    free = free_of([[0.0], [1.0], [1.0], [2.0]])
    v = separating(free, np.array([-1.0, -1, 1, 1]))
    sides = free.basis @ v
    np.testing.assert_allclose(sides / sides[3], [-1, 0, 0, 1], atol=1e-12)


def test_overlapping_classes_have_no_direction():
    s = np.array([-1.0, -1.0, 1.0, 1.0])
    for column in ([0.0, 2.0, 1.0, 3.0], [0.0, 0.0, 0.0, 0.0], [1.0, 2.0, 1.0, 2.0]):
        assert separating(free_of(np.array(column)[:, None]), s) is None


def test_an_overlap_of_more_than_a_millionth_is_one():
    for overlap, separated in ((1e-6, False), (0.0, True)):
        X = [[0.0], [0.5 + overlap], [0.5], [1.0]]
        v = separating(free_of(X), np.array([-1.0, -1, 1, 1]))
        assert (v is not None) == separated


def test_the_error_carries_its_direction():
    error = SeparationError("words", np.array([1.0, 0.0]), -2.0)
    assert str(error) == "words"
    assert error.direction.tolist() == [1, 0]
    assert error.intercept == -2.0
