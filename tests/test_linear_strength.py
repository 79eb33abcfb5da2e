"""Strength without folds: degrees of freedom, what is made of them, and ridge's closed forms."""

import numpy as np
import pytest
from scipy import stats
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LassoLarsIC, LinearRegression

from regkit import L1, L2, ElasticNet, NoPenalty, cross_validate, datasets, fit, fit_path
from regkit.linear import aic, bic, cp, degrees_of_freedom, gcv, leave_one_out

X, Y = load_diabetes(return_X_y=True)
X = X * 20
DIRECTIONS = [L1(), L2(), ElasticNet.mix(0.3)]
WIDE = datasets.linear_data(15, np.arange(25) < 4, datasets.correlation(25, 0.5), seed=1)


def derivative(X, y, penalty, step=1e-4, **how):
    """``sum_i d prediction_i / d y_i``, by central differences."""
    total = 0.0
    for i, e in enumerate(np.eye(len(y)) * step):
        up, down = (fit(X, y + s * e, penalty, tol=1e-13, **how).predict(X)[i] for s in (1, -1))
        total += (up - down) / (2 * step)
    return total


@pytest.mark.parametrize("how", [{}, {"fit_intercept": False}, {"standardize": True}], ids=str)
@pytest.mark.parametrize("direction", DIRECTIONS, ids=repr)
@pytest.mark.parametrize("data", ["tall", "wide"])
def test_degrees_of_freedom_are_the_derivative_of_the_fit_in_y(data, direction, how):
    A, y = (X[:20], Y[:20] / 50) if data == "tall" else (WIDE.X, WIDE.y)
    how = {"standardize": False} | how
    path = fit_path(A, y, direction, [0.5, 0.05], tol=1e-13, **how)
    for df, lam in zip(degrees_of_freedom(path), path.lams, strict=True):
        assert df == pytest.approx(derivative(A, y, float(lam) * direction, **how), abs=1e-6)


def test_degrees_of_freedom_at_both_ends():
    for direction in DIRECTIONS:
        path = fit_path(X, Y, direction, [1e7, 0.0], standardize=False)
        np.testing.assert_allclose(degrees_of_freedom(path), [1, 11], atol=1e-4)
    twice = np.column_stack([X, X[:, 0] * 1e9, np.ones(len(X))])  # says nothing new, in any unit
    for data in (twice, X * np.geomspace(1e-17, 1e17, 10)):
        path = fit_path(data, Y, L1(), [0.0], standardize=False)
        assert degrees_of_freedom(path) == 11
    assert degrees_of_freedom(fit_path(X, Y, NoPenalty(), [0.0], fit_intercept=False)) == 10


def test_no_criterion_knows_the_unit_of_the_columns():
    path = fit_path(X, Y, L2(), [1.0, 1e-3], standardize=False)
    small = fit_path(X * 1e-17, Y, L2(), path.lams * 1e-34, standardize=False)
    for criterion in (degrees_of_freedom, cp, leave_one_out, gcv):
        np.testing.assert_allclose(criterion(small), criterion(path))


def test_columns_that_say_nothing_cost_nothing():
    path = fit_path(np.ones((4, 2)), [0.0, 1.0, 2.0, 3.0], L2(), [1.0, 0.0])
    assert degrees_of_freedom(path).tolist() == [1, 1]
    for closed in (leave_one_out, gcv):
        np.testing.assert_allclose(closed(path), 1.25 * (4 / 3) ** 2)


def test_a_perfect_fit_is_infinitely_likely():
    path = fit_path(X, np.zeros(len(Y)), L1(), [1.0])
    assert aic(path) == bic(path) == -np.inf


def test_what_a_fit_costs_is_how_far_it_follows_the_noise():
    """``df = sum_i cov(prediction_i, y_i) / sigma^2``, Efron's definition, for the lasso."""
    rng, df, together = np.random.default_rng(0), [], []
    mean = WIDE.X @ WIDE.coef
    for _ in range(300):
        noise = rng.standard_normal(15)
        path = fit_path(WIDE.X, mean + noise, L1(), [0.3])
        df.append(degrees_of_freedom(path)[0])
        together.append((path.predict(WIDE.X)[0] - mean) @ noise)
    standard_error = np.std(np.subtract(df, together)) / np.sqrt(300)
    assert np.mean(df) == pytest.approx(np.mean(together), abs=3 * standard_error)
    assert standard_error < 0.3


def test_aic_and_bic_are_those_of_scikit_learn_up_to_a_constant():
    sigma = 50.0
    for ours, name, price in ((aic, "aic", 2), (bic, "bic", np.log(len(Y)))):
        theirs = LassoLarsIC(name, noise_variance=sigma**2).fit(X, Y)
        # theirs stops at the kinks, where a column that comes in has no weight yet
        lams = theirs.alphas_ * (1 + 1e-10)
        path = fit_path(X, Y, L1(), lams, standardize=False, tol=1e-12)
        apart = ours(path, sigma) - theirs.criterion_
        # the intercept, which theirs does not count, and once a column on its way out
        assert np.isclose(apart, price, atol=1e-4).sum() == len(lams) - 1
        assert np.isclose(apart, 2 * price, atol=1e-4).sum() == 1


@pytest.mark.parametrize(("criterion", "price"), [(aic, 2), (bic, np.log(len(Y)))])
def test_they_are_the_likelihood_and_a_price(criterion, price):
    path = fit_path(X, Y, ElasticNet.mix(0.2), n_lams=5, standardize=True)
    df = degrees_of_freedom(path)
    for sigma in (None, 60.0):
        found = criterion(path, sigma)
        for i, prediction in enumerate(path.predict(X)):
            spread = sigma or np.sqrt(np.mean((Y - prediction) ** 2))
            likelihood = stats.norm(prediction, spread).logpdf(Y).sum()
            assert found[i] == pytest.approx(-2 * likelihood + price * df[i])


def test_cp_is_the_error_at_new_y():
    path = fit_path(X, Y, L1(), n_lams=8, standardize=False)
    off = Y - LinearRegression().fit(X, Y).predict(X)
    sigma = np.sqrt(off @ off / (len(Y) - 11))
    np.testing.assert_allclose(cp(path), cp(path, sigma))
    rss = np.sum((Y - path.predict(X)) ** 2, axis=1)
    wanted = rss / len(Y) + 2 * degrees_of_freedom(path) * sigma**2 / len(Y)
    np.testing.assert_allclose(cp(path), wanted)
    free = fit_path(X, Y, NoPenalty(), [0.0])
    assert cp(free)[0] == pytest.approx(sigma**2 * (len(Y) + 11) / len(Y))


@pytest.mark.parametrize("criterion", [cp, aic, bic])
def test_without_rows_to_spare_the_noise_must_be_given(criterion):
    for n in (10, 11):  # with the intercept, ten columns can explain eleven rows
        path = fit_path(X[:n], Y[:n], L1(), [1.0], standardize=False)
        with pytest.raises(ValueError, match=rf"^{criterion.__name__} needs sigma .* {n} rows, 10"):
            criterion(path)
        assert np.isfinite(criterion(path, 50.0))
        with pytest.raises(ValueError, match=r"sigma must be a number > 0. Got 0"):
            criterion(path, 0)
    few = np.repeat(X[:10, :2], 5, axis=1)  # as many columns as rows, though all say the same
    with pytest.raises(ValueError, match=r" needs sigma .* Got 10 rows, 10 columns and no sigma"):
        criterion(fit_path(few, Y[:10], L1(), [1.0]))
    assert np.isfinite(criterion(fit_path(X[:12], Y[:12], L1(), [1.0], standardize=False)))


@pytest.mark.parametrize("fit_intercept", [True, False])
@pytest.mark.parametrize("data", ["tall", "wide"])
def test_leave_one_out_is_the_loop_over_folds(data, fit_intercept):
    A, y = (X[:30], Y[:30] / 50) if data == "tall" else (WIDE.X, WIDE.y)
    lams = [10.0, 1.0, 0.1, 1e-3, 1e-6]
    path = fit_path(A, y, L2(), lams, standardize=False, fit_intercept=fit_intercept)
    looped = []
    for lam in lams:
        off = []
        for i in range(len(y)):
            others = np.arange(len(y)) != i
            left = fit(A[others], y[others], L2(lam), fit_intercept=fit_intercept, tol=1e-14)
            off.append(left.predict(A[[i]])[0] - y[i])
        looped.append(np.mean(np.square(off)))
    np.testing.assert_allclose(leave_one_out(path), looped, rtol=1e-10 if data == "tall" else 1e-8)
    folds = cross_validate(
        A, y, L2(), lams=lams, cv=len(y), fit_intercept=fit_intercept, standardize=False
    )
    np.testing.assert_allclose(leave_one_out(path)[:3], folds.mse_mean[0, :3], rtol=1e-10)


def test_the_mean_counts_a_fold_s_own_rows():
    path = fit_path(WIDE.X, WIDE.y, L2(), [0.1])
    n = len(WIDE.y)
    naive = fit_path(WIDE.X, WIDE.y, L2(), [0.1 * n / (n - 1)])  # 2n lam2, as n rows have it
    assert abs(leave_one_out(naive) / leave_one_out(path) - 1) > 1e-3


def test_gcv_has_the_mean_leverage():
    path = fit_path(X, Y, L2(0.25), [4.0, 0.4, 0.0], standardize=False)
    n, centred = len(Y), X - X.mean(axis=0)
    for found, lam in zip(gcv(path), path.lams, strict=True):
        inner = centred.T @ centred + 2 * (n - 1) * 0.25 * lam * np.eye(10)
        H = 1 / n + centred @ np.linalg.solve(inner, centred.T)
        r = Y - H @ Y
        assert found == pytest.approx(np.mean(r**2) / (1 - np.trace(H) / n) ** 2)
    angle = 2 * np.pi * np.arange(7) / 7
    Z = np.column_stack([np.cos(angle), np.sin(angle)])  # rows on a circle count alike
    alike = fit_path(Z, Y[:7], L2(), [1.0, 0.1])
    np.testing.assert_allclose(gcv(alike), leave_one_out(alike), rtol=1e-12)


def test_a_row_that_alone_decides_its_forecast_is_no_check():
    path = fit_path(np.eye(5)[:, :1], [1.0, 2.0, 0.0, 1.0, 3.0], L2(), [0.1, 0.0])
    assert np.isposinf(leave_one_out(path)).tolist() == [False, True]
    everything = fit_path(WIDE.X, WIDE.y, L2(), [0.1, 0.0])
    for closed in (leave_one_out, gcv):
        assert np.isposinf(closed(everything)).tolist() == [False, True]


@pytest.mark.parametrize("closed", [leave_one_out, gcv])
def test_where_the_identity_does_not_hold_it_is_refused(closed):
    name = closed.__name__
    with pytest.raises(ValueError, match=rf"^{name} needs the path of an L2 .* L1\(lam=1.0\)"):
        closed(fit_path(X, Y, L1(), [1.0], standardize=False))
    with pytest.raises(ValueError, match=rf"^{name} needs a path with standardize=False"):
        closed(fit_path(X, Y, L2(), [1.0], standardize=True))
    with pytest.raises(TypeError, match=r"path must be a Path, as fit_path returns. Got array"):
        closed(X)


@pytest.mark.parametrize("function", [degrees_of_freedom, cp, aic, bic, leave_one_out, gcv])
def test_rows_and_columns_that_count_differently_are_refused(function):
    twos, weights = np.full(len(Y), 2.0), np.arange(len(Y)) + 1.0
    plain = fit_path(X, Y, L2(), [1.0], standardize=False)
    alike = fit_path(X, Y, L2(), [1.0], standardize=False, sample_weight=twos)
    np.testing.assert_allclose(function(alike), function(plain))
    some = fit_path(X, Y, L2(), [1.0], standardize=False, sample_weight=twos * (weights > 40))
    fewer = fit_path(X[40:], Y[40:], L2(), [1.0], standardize=False)
    np.testing.assert_allclose(function(some), function(fewer))
    classes = fit_path(X, Y > 140, L2(), [1.0], loss="logistic")
    with pytest.raises(ValueError, match=r"path must be of squared errors. Got one with loss='lo"):
        function(classes)
    for name, given in (("sample_weight", weights), ("factors", np.arange(10.0))):
        path = fit_path(X, Y, L2(), [1.0], standardize=False, **{name: given})
        with pytest.raises(ValueError, match=rf"path must have no {name}: all rows and all col"):
            function(path)
