"""One problem, one penalty: every framework arrives at the same weights."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from snippets import SNIPPETS, rscript, run, run_glmnet, same_as_shown

from regkit.conventions import to_glmnet, to_keras, to_sklearn, to_statsmodels, to_torch
from regkit.linear import fit
from regkit.penalties import L1, L2, ElasticNet

PENALTY = ElasticNet(lam1=0.25, lam2=0.1)
PYTHON = ("scikit_learn", "regkit", "pytorch", "keras", "statsmodels")


@pytest.fixture(scope="module")
def data():
    table = np.loadtxt(SNIPPETS / "cash_flow.csv", delimiter=",", skiprows=1)
    return table[:, :-1], table[:, -1]


@pytest.fixture(scope="module")
def standardized(data):
    X, y = data
    return (X - X.mean(axis=0)) / X.std(axis=0), y


@pytest.fixture(scope="module")
def exact(standardized):
    """The minimizer from its own optimality condition: the active set, solved in closed form."""
    X, y = standardized
    n, yc = len(y), y - y.mean()
    active, signs = [0, 1, 2, 3], np.array([1, 1, 1, -1])
    A = X[:, active]
    w = np.zeros(X.shape[1])
    w[active] = np.linalg.solve(
        A.T @ A / n + 2 * PENALTY.lam2 * np.eye(4), A.T @ yc / n - PENALTY.lam1 * signs
    )
    # the signs and the zeros assumed above are right
    pull = X.T @ (yc - X @ w) / n
    assert np.array_equal(np.sign(w[active]), signs)
    assert np.all(np.abs(pull[4:]) < PENALTY.lam1)
    return w


def assert_close(coef, exact):
    assert np.linalg.norm(coef - exact) <= 1e-4 * np.linalg.norm(exact)


@pytest.mark.parametrize("framework", PYTHON)
def test_snippet_arrives_at_the_minimum(framework, exact):
    variables, printed = run(f"elastic_net_{framework}.py")
    assert (variables["lam1"], variables["lam2"]) == (PENALTY.lam1, PENALTY.lam2)
    assert_close(variables["coef"], exact)
    same_as_shown(f"elastic_net_{framework}", printed)


def test_glmnet_snippet_arrives_at_the_minimum(exact):
    coef, printed = run_glmnet()
    assert_close(coef, exact)
    same_as_shown("elastic_net_glmnet", printed)


def test_only_the_exact_solvers_give_zeros():
    zeros = {name: int(np.sum(run(f"elastic_net_{name}.py")[0]["coef"] == 0)) for name in PYTHON}
    assert zeros == {"scikit_learn": 2, "regkit": 2, "statsmodels": 2, "pytorch": 0, "keras": 0}


def test_snippets_spell_the_penalty_as_conventions_does(standardized):
    _, y = standardized
    sklearn = run("elastic_net_scikit_learn.py")[0]["model"].get_params()
    assert to_sklearn(PENALTY, estimator="ElasticNet").items() <= sklearn.items()
    regularizer = run("elastic_net_keras.py")[0]["regularizer"]
    expected = to_keras(PENALTY, loss="squared_error", outputs=1)
    assert regularizer.get_config() == pytest.approx(expected)
    assert to_torch(PENALTY, loss="squared_error", outputs=1) == expected
    statsmodels = run("elastic_net_statsmodels.py")[0]
    settings = to_statsmodels(PENALTY)
    assert statsmodels["alpha"] == settings["alpha"]
    assert statsmodels["lam1"] / statsmodels["alpha"] == settings["L1_wt"]
    printed = rscript(
        'source("elastic_net_glmnet.R"); writeLines(sprintf("%.17g", c(lam1 / lambda, lambda)))'
    )
    alpha, strength = map(float, printed.split()[-2:])
    expected = to_glmnet(PENALTY, y_sd=y.std())
    assert {"alpha": alpha, "lambda": strength} == pytest.approx(expected)


def glmnet(X_and_y, settings, arguments):
    """Coefficients of R's glmnet; ``X_and_y`` is R code that defines X and y."""
    printed = rscript(
        f"""
        suppressMessages(library(glmnet))
        data <- as.matrix(read.csv("cash_flow.csv")); X <- data[, 1:6]; y <- data[, 7]
        sd_n <- function(v) sqrt(mean((v - mean(v))^2))
        {X_and_y}
        model <- glmnet(X, y, alpha = {settings["alpha"]!r}, lambda = {settings["lambda"]!r},
                        thresh = 1e-20, maxit = 1e6, {arguments})
        writeLines(sprintf("%.17g", as.vector(coef(model))[-1]))
        """
    )
    return np.array(printed.split(), float)


def test_glmnet_standardizes_x_itself(data, standardized, exact):
    """standardize=TRUE, its default, penalizes the weights of standardized columns."""
    settings = to_glmnet(PENALTY, y_sd=standardized[1].std())
    coef = glmnet("", settings, "standardize = TRUE")
    assert_close(coef * data[0].std(axis=0), exact)


def test_glmnet_does_not_scale_y_for_a_family_object(exact):
    scaled = "X <- scale(X, scale = apply(X, 2, sd_n))"
    coef = glmnet(scaled, to_glmnet(PENALTY, y_sd=1), "standardize = FALSE, family = gaussian()")
    assert_close(coef, exact)


@pytest.mark.parametrize("penalty", [L1(0.02), ElasticNet(0.02, 0.03)])
def test_glmnet_binomial_is_logistic_regression(standardized, penalty):
    X, y = standardized
    coef = glmnet(
        "X <- scale(X, scale = apply(X, 2, sd_n)); y <- factor(y > mean(y))",
        to_glmnet(penalty, loss="cross_entropy"),
        'standardize = FALSE, family = "binomial"',
    )
    assert not_optimal_logistic(X, y > y.mean(), coef, penalty) < 1e-4
    assert_close(coef, fit(X, y > y.mean(), penalty, loss="logistic").coef)


def test_glmnet_binomial_weighs_rows_and_columns_as_fit_does(standardized):
    """Its penalty.factor is rescaled to mean 1, here 6 / 9; weights are to their mean."""
    X, y = standardized
    factors, weights = np.array([1.0, 0.0, 2.0, 1.0, 3.0, 2.0]), 1.0 + np.arange(len(y)) % 3
    settings = to_glmnet(L1(0.02 * 9 / 6), loss="logistic")
    coef = glmnet(
        "X <- scale(X, scale = apply(X, 2, sd_n)); y <- factor(y > mean(y))",
        settings,
        """standardize = FALSE, family = "binomial", weights = 1 + (seq_along(y) - 1) %% 3,
        penalty.factor = c(1, 0, 2, 1, 3, 2)""",
    )
    how = {"sample_weight": weights, "factors": factors}
    assert_close(coef, fit(X, y > y.mean(), L1(0.02), loss="logistic", **how).coef)


def test_statsmodels_ridge_and_lasso(standardized):
    X, y = standardized
    yc, n = y - y.mean(), len(y)
    ridge = sm.OLS(yc, X).fit_regularized(**to_statsmodels(L2(0.3)))
    closed = np.linalg.solve(X.T @ X / n + 0.6 * np.eye(6), X.T @ yc / n)
    assert_close(np.asarray(ridge.params), closed)


@pytest.mark.parametrize("penalty", [L1(0.02), ElasticNet(0.02, 0.03), L2(0.03)])
def test_statsmodels_glm_is_logistic_regression(standardized, penalty):
    X, y = standardized
    settings = to_statsmodels(penalty, estimator="GLM")
    settings["alpha"] *= np.r_[0, np.ones(6)]  # the constant goes free
    model = sm.GLM((y > y.mean()).astype(float), sm.add_constant(X), sm.families.Binomial())
    coef = model.fit_regularized(**settings, cnvrg_tol=1e-10, maxiter=2000).params[1:]
    assert not_optimal_logistic(X, y > y.mean(), np.asarray(coef), penalty) < 1e-4
    exact = fit(X, y > y.mean(), penalty, loss="logistic").coef
    assert np.linalg.norm(coef - exact) <= 1e-3 * np.linalg.norm(exact)


def test_statsmodels_logit_sums_over_the_samples(standardized):
    X, y = standardized
    settings = to_statsmodels(L1(0.02), estimator="Logit", n=len(y))
    settings["alpha"] *= np.r_[0, np.ones(6)]
    model = sm.Logit((y > y.mean()).astype(float), sm.add_constant(X))
    coef = model.fit_regularized(**settings, acc=1e-12, maxiter=5000, disp=0).params[1:]
    assert not_optimal_logistic(X, y > y.mean(), np.asarray(coef), L1(0.02)) < 1e-4
    exact = fit(X, y > y.mean(), L1(0.02), loss="logistic").coef
    assert np.linalg.norm(coef - exact) <= 1e-3 * np.linalg.norm(exact)


def not_optimal_logistic(X, positive, w, penalty):
    """Largest violation of the optimality condition, the intercept being fitted by Newton."""
    b = 0.0
    for _ in range(50):
        p = 1 / (1 + np.exp(-X @ w - b))
        b -= np.mean(p - positive) / np.mean(p * (1 - p))
    gradient = X.T @ (p - positive) / len(X)
    at_zero = np.maximum(np.abs(gradient) - penalty.lam1, 0)
    return np.max(np.where(w == 0, at_zero, np.abs(gradient + penalty.gradient(w))))
