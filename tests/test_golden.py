"""Values that the peers print, document or test: regkit has the same ones.

Each case names its source; nothing of a peer is needed but scikit-learn, and what no peer is here
to compute is a closed form or an optimality condition. Where a peer's own test asserts something
else of the same problem, regkit differs on purpose:

- scikit-learn warns at ``alpha=0`` and for a solver that struggles (``test_lasso_alpha_warning``,
  ``test_convergence_warnings``): here no penalty is least squares, and no solver struggles.
- scikit-learn keeps float32 (``test_enet_float_precision``): here weights are float64.
- scikit-learn gives columns of targets columns of weights (``test_ridge_shapes_type``): here y has
  one dimension, or is refused.
- scikit-learn's ``LassoCV(cv=5)`` cuts the rows in their order: here an integer deals them at
  random, and its folds take a splitter.
- scikit-learn's ``ElasticNetCV`` takes the last strength of its grid in silence, as its own grid
  makes it do on the diabetes data: here that is a warning.
- scikit-learn and celer refuse a grid for ridge (``l1_ratio=0``): here ridge has one.
- statsmodels penalizes the constant, a column like any other: here the intercept is free.
- glmnet divides y of ``family="gaussian"`` by its standard deviation, so that its L2 part depends
  on it: here it does not, and `regkit.conventions` converts.
- Of twins, LARS and coordinate descent each keep one, not always the same: only the forecast and
  the sum of the weights are compared.
"""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.datasets import load_diabetes, make_low_rank_matrix, make_regression
from sklearn.linear_model import ElasticNetCV, LassoCV, RidgeCV
from sklearn.model_selection import KFold

from regkit import L1, L2, ElasticNet, NoPenalty, cross_validate, fit, fit_path
from regkit.conventions import from_glmnet, from_sklearn, from_statsmodels

LINE = (np.array([[-1.0], [0.0], [1.0]]), np.array([-1.0, 0.0, 1.0]))
DIABETES = load_diabetes(return_X_y=True)


def solve(X, y, penalty, **settings):
    return fit(X, y, penalty, standardize=False, tol=1e-12, **settings)


def random_data(seed, n=40, p=6):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, p)) + 0.5 * rng.standard_normal((n, 1))
    return X, X[:, :2] @ [1.5, -1.0] + rng.standard_normal(n) + 2


# --- scikit-learn: a straight line ---

# test_coordinate_descent.py: test_lasso_toy (also of sparse-lm, AFQ-Insight), test_enet_toy
TOYS = [
    ({"alpha": 1e-8, "l1_ratio": 1.0}, 1.0),
    ({"alpha": 0.1, "l1_ratio": 1.0}, 0.85),
    ({"alpha": 0.5, "l1_ratio": 1.0}, 0.25),
    ({"alpha": 1.0, "l1_ratio": 1.0}, 0.0),
    ({"alpha": 0.5, "l1_ratio": 0.3}, 0.50819),
    ({"alpha": 0.5, "l1_ratio": 0.5}, 0.45454),
]


@pytest.mark.parametrize(("settings", "weight"), TOYS)
def test_a_straight_line(settings, weight):
    solution = solve(*LINE, from_sklearn(settings, estimator="ElasticNet"))
    assert solution.coef[0] == pytest.approx(weight, abs=1e-5)
    np.testing.assert_allclose(
        solution.predict([[2], [3], [4]]), np.multiply(weight, [2, 3, 4]), atol=5e-5
    )
    assert abs(solution.gap) < 1e-12


# test_coordinate_descent.py: test_lasso_zero
def test_nothing_but_zeros():
    solution = solve(np.zeros((3, 1)), np.zeros(3), L1(0.1))
    assert (solution.coef[0], solution.intercept, solution.gap) == (0, 0, 0)


# --- scikit-learn: the examples of its user guide and docstrings ---


# User guide, "Ridge regression and classification"
def test_the_ridge_of_the_user_guide():
    X, y = [[0, 0], [0, 0], [1, 1]], [0, 0.1, 1]
    solution = solve(X, y, from_sklearn({"alpha": 0.5}, estimator="Ridge", n=3))
    np.testing.assert_allclose(solution.coef, [0.34545455, 0.34545455], rtol=1e-7)
    assert solution.intercept == pytest.approx(0.13636, abs=1e-5)


# User guide, "Lasso" and "LARS Lasso": the columns are twins
def test_the_lasso_of_the_user_guide():
    solution = solve([[0, 0], [1, 1]], [0, 1], L1(0.1))
    assert solution.predict([[1, 1]])[0] == pytest.approx(0.8)
    assert solution.coef.sum() == pytest.approx(0.6)
    # docstring of Lasso
    solution = solve([[0, 0], [1, 1], [2, 2]], [0, 1, 2], L1(0.1))
    assert solution.coef.sum() == pytest.approx(0.85)
    assert solution.intercept == pytest.approx(0.15)


# Docstring of ElasticNet
def test_the_docstring_of_elastic_net():
    X, y = make_regression(n_features=2, random_state=0)
    solution = solve(X, y, from_sklearn({"alpha": 1.0, "l1_ratio": 0.5}, estimator="ElasticNet"))
    np.testing.assert_allclose(solution.coef, [18.83816048, 64.55968825], rtol=1e-6)
    assert solution.intercept == pytest.approx(1.451, abs=5e-4)


# Docstring of RidgeCV: leave one out by a formula there, by leaving out here
def test_the_docstring_of_ridge_cv():
    X, y = DIABETES
    alphas = np.array([1e-3, 1e-2, 1e-1, 1])
    theirs = RidgeCV(alphas=alphas, store_cv_results=True).fit(X, y)
    lams = alphas / (2 * (len(y) - 1))  # of the rows that are left
    found = cross_validate(X, y, L2(), lams=lams, cv=len(y), standardize=False)
    np.testing.assert_allclose(found.mse_mean[0, ::-1], theirs.cv_results_.mean(axis=0), rtol=1e-6)
    assert found.best.lam2 == lams[list(alphas).index(theirs.alpha_)]
    residual = y - solve(X, y, L2(theirs.alpha_ / (2 * len(y)))).predict(X)
    assert 1 - residual @ residual / (len(y) * y.var()) == pytest.approx(0.5166, abs=5e-5)


# Example "Linear Regression", as it stood up to version 1.6: one column, the last 20 rows held out
def test_the_example_of_least_squares():
    X, y = DIABETES[0][:, 2:3], DIABETES[1]
    solution = solve(X[:-20], y[:-20], NoPenalty())
    assert solution.coef[0] == pytest.approx(938.23786125, rel=1e-10)
    assert solution.intercept == pytest.approx(152.91886183, rel=1e-10)
    error = np.mean((solution.predict(X[-20:]) - y[-20:]) ** 2)
    assert error == pytest.approx(2548.07, abs=5e-3)


# --- scikit-learn: cross-validation ---


# test_coordinate_descent.py: test_lasso_cv, on its ill-posed data (build_dataset)
def test_the_strength_of_lasso_cv():
    state = np.random.RandomState(0)
    w = state.randn(200)
    w[10:] = 0.0
    X = state.randn(50, 200)
    y = X @ w
    theirs = LassoCV(alphas=10, eps=1e-3, cv=3, tol=1e-8, max_iter=100_000).fit(X, y)
    found = cross_validate(X, y, L1(), lams=theirs.alphas_, cv=KFold(3), standardize=False)
    assert found.best.lam1 == pytest.approx(0.056, abs=0.015)
    assert found.best.lam1 == theirs.alpha_
    np.testing.assert_allclose(found.mse[0], theirs.mse_path_, rtol=1e-3)
    X_test = state.randn(50, 200)
    forecast = solve(X, y, found.best).predict(X_test)
    assert np.mean((forecast - X_test @ w) ** 2) < 0.01 * np.var(X_test @ w)


# test_coordinate_descent.py: test_enet_cv_grid_search, test_enet_l1_ratio
def test_the_curve_of_elastic_net_cv():
    X, y = DIABETES[0] / DIABETES[0].std(axis=0), DIABETES[1]
    theirs = ElasticNetCV(l1_ratio=0.5, eps=1e-4, alphas=20, cv=5, tol=1e-8, max_iter=100_000).fit(
        X, y
    )
    direction = ElasticNet(0.5, 0.25)
    found = cross_validate(X, y, direction, lams=theirs.alphas_, cv=KFold(5), standardize=False)
    np.testing.assert_allclose(found.mse[0], theirs.mse_path_, rtol=1e-5)
    assert found.best == theirs.alpha_ * direction


# --- scikit-learn: ridge ---


# test_ridge.py: ols_ridge_dataset and the tests that stack it, made anew
@pytest.mark.parametrize("shape", [(12, 4), (4, 12)])
def test_ridge_of_stacked_columns_and_rows(shape):
    n, p = shape
    X = make_low_rank_matrix(n, p, effective_rank=min(shape), random_state=1)
    y = np.random.default_rng(1).uniform(-10, 10, n)
    Z = X - X.mean(axis=0)
    closed = np.linalg.solve(Z.T @ Z + np.eye(p), Z.T @ y)
    penalty = from_sklearn({"alpha": 1.0}, estimator="Ridge", n=n)
    np.testing.assert_allclose(solve(X, y, penalty).coef, closed, rtol=1e-9)
    halves = solve(np.hstack([X, X]), y, L2(2 * penalty.lam2)).coef  # half the weight, twice
    np.testing.assert_allclose(halves, np.tile(closed / 2, 2), rtol=1e-9)
    twice = from_sklearn({"alpha": 2.0}, estimator="Ridge", n=2 * n)
    stacked = solve(np.vstack([X, X]), np.tile(y, 2), twice)
    np.testing.assert_allclose(stacked.coef, closed, rtol=1e-9)


# test_ridge.py: test_primal_dual_relationship
def test_ridge_in_the_space_of_rows():
    X, y = DIABETES
    X, y = X[:100], y[:100]
    dual = X.T @ np.linalg.solve(X @ X.T + 0.01 * np.eye(100), y)
    np.testing.assert_allclose(
        solve(X, y, L2(0.01 / 200), fit_intercept=False).coef, dual, rtol=1e-8
    )


# test_coordinate_descent.py: test_enet_ridge_consistency, test_enet_ols_consistency
def test_the_ends_of_the_elastic_net():
    X, y = random_data(0)
    np.testing.assert_allclose(
        solve(X, y, ElasticNet(0.0, 0.3)).coef, solve(X, y, L2(0.3)).coef, rtol=1e-12
    )
    np.testing.assert_allclose(
        solve(X, y, ElasticNet(1e-12, 1e-12)).coef, solve(X, y, NoPenalty()).coef, rtol=1e-9
    )


# --- lars ---

# test_least_angle.py: test_lasso_lars_vs_R_implementation; what R's lars (type="lasso", no
# intercept) printed for the data of scikit-learn's report 7778, a row for each step
LARS_X = np.array(
    [
        [0.47299829, 0, 0, 0, 0],
        [0.08239882, 0.85784863, 0, 0, 0],
        [0.30114139, -0.07501577, 0.80895216, 0, 0],
        [-0.01460346, -0.1015233, 0.0407278, 0.80338378, 0],
        [-0.69363927, 0.06754067, 0.18064514, -0.0803561, 0.40427291],
    ]
).T
LARS_Y = np.array([-6.45006793, -3.51251449, -8.52445396, 6.12277822, -19.42109366])
LARS_STEPS = [
    [0, 0, 0, 0, 0],
    [0, 0, -3.577397088285891, 0, 0],
    [0, 0, -4.702795355871871, 0, -1.218422599914637],
    [0, 0, -7.016748621359461, 2.231558436628169, -3.457726183014808],
    [0, -0.476624256777266, -7.614898471899412, 2.723267514525966, -4.021304522060710],
    [-79.810362809499026, 0, -0.336938391359179, 2.811549786389614, -45.827461592423745],
    [-83.528788732782829, 0, 0, 2.813766976061531, -47.776608869312305],
    [-83.777653739190711, 0, 0, 2.817462468949557, -47.911561610746404],
    [-83.784156932888934, 0, 0.001213370600853, 2.817368178703816, -47.914845922736234],
    [
        -84.033390591756657,
        0.025219751009936,
        0.048162321585148,
        2.816221090636795,
        -48.039562334265717,
    ],
]


@pytest.mark.parametrize("step", range(len(LARS_STEPS)))
def test_every_step_that_r_printed(step):
    weights = np.array(LARS_STEPS[step])
    pull = np.abs(LARS_X.T @ (LARS_Y - LARS_X @ weights)).max() / 5  # lam is where it stands
    solution = solve(LARS_X, LARS_Y, L1(pull), fit_intercept=False)
    np.testing.assert_allclose(solution.coef, weights, atol=1e-9)


# Efron, Hastie, Johnstone and Tibshirani (2004), figure 1 and section 3.1: on the diabetes data the
# lasso takes bmi first, then s5, bp, s3, sex, s6, s1, s4, s2, age; s3 leaves and comes again, and
# the weights of least squares sum to 3460
def test_the_path_of_the_diabetes_data():
    X, y = DIABETES
    names = np.array(load_diabetes().feature_names)
    path = fit_path(X, y, L1(), n_lams=2000, eps=1e-4, standardize=False, tol=1e-10)
    active = path.coefs != 0
    order = sorted(range(10), key=lambda j: active[:, j].argmax())
    assert list(names[order]) == ["bmi", "s5", "bp", "s3", "sex", "s6", "s1", "s4", "s2", "age"]
    changes = (active[1:] != active[:-1]).sum(axis=0)
    assert dict(zip(names, changes, strict=True))["s3"] == 3  # in, out, in
    assert changes.sum() == 12  # its steps
    weights = solve(X, y, NoPenalty()).coef
    assert np.abs(weights).sum() == pytest.approx(3460, abs=1)
    printed = [-10, -239.8, 519.8, 324.4, -792.2, 476.7, 101, 177.1, 751.3, 67.6]
    np.testing.assert_allclose(weights, printed, atol=0.06)


# test_least_angle.py: test_rank_deficient_design, test_lasso_lars_vs_lasso_cd_ill_conditioned2
@pytest.mark.parametrize(
    ("X", "y", "lam"),
    [
        ([[5, 0], [0, 5], [10, 10]], [5, 0, 5], 0.1),
        ([[10, 10, 0], [1e-32, 0, 0], [0, 0, 1]], [5, 0, 5], 0.1),
        ([[3, 3, 1], [2, 2, 0], [1, 1, 0]], [1, 0, 0], 0.01),  # test_collinearity
    ],
)
def test_columns_that_depend_on_each_other(X, y, lam):
    X, y = np.array(X, float), np.array(y, float)
    solution = solve(X, y, L1(lam))
    Z, pulled = X - X.mean(axis=0), y - solution.predict(X)
    pull = Z.T @ pulled / len(y)
    used = solution.coef != 0
    np.testing.assert_allclose(pull[used], lam * np.sign(solution.coef[used]), rtol=1e-9)
    assert np.all(np.abs(pull) <= lam * (1 + 1e-9))


# --- glmnet, and the books of its authors ---


# Friedman, Hastie and Tibshirani (2010), equations 5 and 6, for columns of variance 1 that are
# orthogonal; y is divided by its standard deviation first, and the weights are multiplied by it
@pytest.mark.parametrize("alpha", [1.0, 0.4, 0.0])
def test_the_update_of_glmnet(alpha):
    X = np.array([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]], float)
    y = X @ [3.0, -1.0, 0.2] + 5
    sd, lam = y.std(), 0.5
    pull = X.T @ (y / sd) / 4
    soft = np.sign(pull) * np.maximum(np.abs(pull) - lam / sd * alpha, 0)
    glmnet = sd * soft / (1 + lam / sd * (1 - alpha))
    penalty = from_glmnet({"lambda": lam, "alpha": alpha}, y_sd=sd)
    np.testing.assert_allclose(solve(X, y, penalty).coef, glmnet, atol=1e-12)


# Hastie, Tibshirani and Friedman (2009), table 3.4, for orthonormal columns
def test_the_table_of_estimators():
    X = np.linalg.qr(np.random.default_rng(0).standard_normal((20, 4)))[0]
    y = X @ [4.0, -2.0, 0.5, 0.0] + 0.1 * np.random.default_rng(1).standard_normal(20)
    free = solve(X, y, NoPenalty(), fit_intercept=False).coef
    np.testing.assert_allclose(free, X.T @ y, rtol=1e-12)
    ridge = solve(X, y, L2(0.7 / 40), fit_intercept=False).coef  # their lambda / 2n
    np.testing.assert_allclose(ridge, free / 1.7, rtol=1e-12)
    lasso = solve(X, y, L1(0.7 / 20), fit_intercept=False).coef  # their lambda / n
    np.testing.assert_allclose(lasso, np.sign(free) * np.maximum(np.abs(free) - 0.7, 0), atol=1e-12)


# The vignette of glmnet: the path begins where no weight is left, max |x_j'y| / (n alpha);
# scikit-learn's test_enet_alpha_max and celer's alpha_max are the same
@pytest.mark.parametrize("alpha", [1.0, 0.5, 0.1])
def test_where_a_path_begins(alpha):
    X, y = random_data(1)
    largest = np.abs((X - X.mean(axis=0)).T @ y).max() / (len(y) * alpha)
    direction = ElasticNet(alpha, (1 - alpha) / 2)
    path = fit_path(X, y, direction, n_lams=5, standardize=False)
    assert path.lams[0] == pytest.approx(largest, rel=1e-12)
    assert not solve(X, y, 1.0000001 * largest * direction).coef.any()
    assert np.count_nonzero(solve(X, y, 0.999 * largest * direction).coef) == 1


# --- celer, skglm ---


# skglm's WeightedLasso and celer's weights: a price for each column is the unit of that column
def test_a_price_for_each_column():
    X, y = random_data(2)
    prices = np.array([0.5, 1.0, 2.0, 1.0, 3.0, 0.25])
    weights = solve(X / prices, y, L1(0.1)).coef / prices
    pull = (X - X.mean(axis=0)).T @ (y - X @ weights) / len(y)
    used = weights != 0
    assert 0 < used.sum() < 6
    np.testing.assert_allclose(pull[used], 0.1 * prices[used] * np.sign(weights[used]), rtol=1e-9)
    assert np.all(np.abs(pull) <= 0.1 * prices * (1 + 1e-9))


# celer certifies its path by duality gaps, and leaves a column of zeros alone
def test_a_path_is_certified_and_passes_by_columns_of_zeros():
    X, y = random_data(3)
    X[:, 3] = 0.0
    path = fit_path(X, y, L1(), n_lams=30, standardize=False, tol=1e-10)
    assert path.gaps.max() <= 1e-10
    assert not path.coefs[:, 3].any()
    assert np.count_nonzero(path.coefs[-1]) == 5


# --- statsmodels ---


# test_regression.py: test_regularized_weights; a weight of 2 is a row that stands twice
@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("alpha", [0.0, 1.0])
def test_weights_of_statsmodels(share, alpha):
    (X1, y1), (X2, y2) = random_data(4), random_data(5)
    penalty = from_statsmodels({"alpha": alpha, "L1_wt": share}, estimator="OLS")
    free = {"fit_intercept": False}  # a constant would be a column there
    twice = solve(np.vstack([X1, X1, X2]), np.concatenate([y1, y1, y2]), penalty, **free).coef
    root = np.sqrt(np.repeat([2.0, 1.0], 40) * 80 / 120)  # of weights with mean 1
    X, y = np.vstack([X1, X2]), np.concatenate([y1, y2])
    np.testing.assert_allclose(
        solve(root[:, None] * X, root * y, penalty, **free).coef, twice, rtol=1e-9, atol=1e-12
    )


# Documentation of OLS.fit_regularized: 0.5 RSS / n + alpha ((1 - L1_wt) |w|_2^2 / 2 + L1_wt |w|_1)
def test_the_formula_of_statsmodels():
    X, y = random_data(6)
    w = solve(
        X,
        y,
        from_statsmodels({"alpha": 0.3, "L1_wt": 0.4}, estimator="OLS"),
        fit_intercept=False,
    ).coef
    slope = -X.T @ (y - X @ w) / 40 + 0.3 * 0.6 * w
    used = w != 0
    np.testing.assert_allclose(slope[used], -0.3 * 0.4 * np.sign(w[used]), rtol=1e-9)
    assert np.all(np.abs(slope) <= 0.12 * (1 + 1e-9))
