"""Programs for linear models minimize what `regkit.conventions` says, in each of their settings."""

from __future__ import annotations

import json

import numpy as np
import pytest
import skglm
import statsmodels.api as sm
import xgboost
from snippets import rscript

from regkit.conventions import from_skglm, to_glmnet, to_skglm, to_statsmodels, to_xgboost
from regkit.linear import fit, fit_path
from regkit.penalties import L1, L2, ElasticNet

PENALTIES = [L1(0.1), L2(0.15), ElasticNet(0.05, 0.1)]


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(80, 4)) + 1
    X[:, 1] += 0.9 * X[:, 0]
    score = X @ [0.5, -0.4, 0.2, 0]
    return X, score, score + 3 + rng.normal(size=80)


def not_optimal(gradient, w, penalty):
    """Largest violation of the optimality condition of ``loss + penalty`` at w."""
    at_zero = np.maximum(np.abs(gradient) - penalty.lam1, 0)
    zero = np.abs(w) < 1e-12  # XGBoost leaves 1e-45 where a weight crossed zero, slsqp 1e-18
    return np.max(np.where(zero, at_zero, np.abs(gradient + penalty.gradient(w))))


# --- statsmodels ----------------------------------------------------------------------------


def test_a_gaussian_glm_is_ols():
    """CASES: pure L2 gave 0.331 where OLS and regkit give 1."""
    X, y = np.array([[-1.0], [1], [-1], [1]]), np.array([-3.0, 1, -1, 3])
    glm = sm.GLM(y, X).fit_regularized(**to_statsmodels(L2(0.5), estimator="GLM"), maxiter=500)
    ols = sm.OLS(y, X).fit_regularized(**to_statsmodels(L2(0.5), estimator="OLS"))
    ours = fit(X, y, L2(0.5), fit_intercept=False).coef
    assert [*glm.params, *ols.params, *ours] == pytest.approx([1, 1, 1], rel=1e-9)


@pytest.mark.parametrize("penalty", PENALTIES)
@pytest.mark.parametrize("family", ["Gaussian", "Binomial", "Poisson", "Gamma"])
def test_a_glm_of_any_family(data, family, penalty):
    X, score, y = data
    rng = np.random.default_rng(1)
    targets = {
        "Gaussian": y - y.mean(),
        "Binomial": (y > y.mean()).astype(float),
        "Poisson": rng.poisson(np.exp(score)).astype(float),
        "Gamma": rng.gamma(2.0, np.exp(score) / 2),
    }
    # what the loss pulls with: minus the derivative of the log-likelihood at scale 1
    pull = {"Gamma": lambda mean, y: 1 - y / mean}.get(family, lambda mean, y: mean - y)
    links = {"Gamma": [sm.families.links.Log()]}.get(family, [])
    model = sm.GLM(targets[family], X, getattr(sm.families, family)(*links))
    settings = to_statsmodels(penalty, estimator="GLM")
    if settings["L1_wt"] == 1:  # the other way may not arrive, as the next test shows
        settings |= {"method": "l1_slsqp", "acc": 1e-14}
    w = np.asarray(model.fit_regularized(**settings, maxiter=5000).params)
    gradient = X.T @ pull(model.family.link.inverse(X @ w), targets[family]) / len(X)
    assert not_optimal(gradient, w, penalty) < 1e-7


def test_statsmodels_does_not_go_back_to_a_weight_that_it_set_to_zero(data):
    X, score, _ = data
    y = np.random.default_rng(1).poisson(np.exp(score)).astype(float)
    model = sm.GLM(y, X, sm.families.Poisson())
    misses = {}
    for method, more in (("elastic_net", {}), ("l1_slsqp", {"acc": 1e-14})):
        settings = to_statsmodels(L1(0.1), estimator="GLM")
        w = model.fit_regularized(method, **settings, **more, maxiter=5000).params
        misses[method] = not_optimal(X.T @ (np.exp(X @ w) - y) / len(X), w, L1(0.1))
    assert misses["elastic_net"] > 0.05
    assert misses["l1_slsqp"] < 1e-7


# --- XGBoost --------------------------------------------------------------------------------


def gblinear(X, y, penalty, *, rounds=3000, weight=None, **settings):
    """Train the linear booster; return the booster, weights and its predictions."""
    table = xgboost.DMatrix(X, label=y, weight=weight)
    exact = {"updater": "coord_descent", "eta": 0.5, "tolerance": 0, "nthread": 1}
    booster = xgboost.train(to_xgboost(penalty) | exact | settings, table, rounds)
    model = json.loads(bytes(booster.save_raw("json")))["learner"]["gradient_booster"]["model"]
    w = np.array(model["weights"], float).reshape(X.shape[1] + 1, -1)[:-1]
    return w, booster.predict(table)


@pytest.mark.parametrize("penalty", PENALTIES)
@pytest.mark.parametrize("copies", [1, 3])
def test_xgboost_squared_error_is_a_mean(data, penalty, copies):
    """Neither n nor the sum of the weights comes in; the bias goes free."""
    X, _, y = data
    w, predicted = gblinear(
        np.tile(X, (copies, 1)), np.tile(y, copies), penalty, weight=np.full(copies * 80, 2.0)
    )
    residual = predicted[:80] - y
    assert not_optimal(X.T @ residual / 80, w[:, 0], penalty) < 1e-5
    assert abs(residual.mean()) < 1e-5
    np.testing.assert_allclose(w[:, 0], fit(X, y, penalty).coef, atol=1e-4)


@pytest.mark.parametrize("penalty", [L1(0.02), L2(0.03), ElasticNet(0.02, 0.03)])
def test_xgboost_logistic(data, penalty):
    X, _, y = data
    target = (y > y.mean()).astype(float)
    w, predicted = gblinear(X, target, penalty, objective="binary:logistic")
    assert not_optimal(X.T @ (predicted - target) / 80, w[:, 0], penalty) < 1e-5
    np.testing.assert_allclose(w[:, 0], fit(X, target, penalty, loss="logistic").coef, atol=1e-3)


def test_xgboost_softmax_holds_a_vector_for_each_class(data):
    X, _, y = data
    classes = np.digitize(y, np.quantile(y, [0.33, 0.66]))
    w, predicted = gblinear(X, classes, L2(0.03), objective="multi:softprob", num_class=3)
    gradient = X.T @ (predicted - np.eye(3)[classes]) / 80
    assert not_optimal(gradient, w, L2(0.03)) < 1e-4


# --- skglm ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("estimator", "penalty"),
    [("Lasso", L1(0.1)), *(("ElasticNet", p) for p in (L1(0.1), ElasticNet(0.05, 0.1)))],
)
def test_skglm_squared_error(data, estimator, penalty):
    X, _, y = data
    model = getattr(skglm, estimator)(**to_skglm(penalty, estimator=estimator), tol=1e-12)
    model.fit(X, y)
    assert not_optimal(X.T @ (model.predict(X) - y) / 80, model.coef_, penalty) < 1e-8


@pytest.mark.parametrize("penalty", [L1(0.02), ElasticNet(0.02, 0.03)])
def test_skglm_logistic_is_a_mean(data, penalty):
    X, _, y = data
    target = (y > y.mean()).astype(int)
    settings = to_skglm(penalty, estimator="SparseLogisticRegression")
    model = skglm.SparseLogisticRegression(**settings, tol=1e-10).fit(X, target)
    residual = 1 / (1 + np.exp(-X @ model.coef_[0] - model.intercept_)) - target
    assert not_optimal(X.T @ residual / 80, model.coef_[0], penalty) < 1e-6
    exact = fit(X, target, penalty, loss="logistic").coef
    np.testing.assert_allclose(model.coef_[0], exact, atol=1e-4)


@pytest.mark.parametrize("estimator", ["Lasso", "ElasticNet", "SparseLogisticRegression"])
def test_skglm_get_params_is_read_whole(estimator):
    penalty = L1(0.25)
    model = getattr(skglm, estimator)(**to_skglm(penalty, estimator=estimator))
    assert from_skglm(model.get_params(), estimator=estimator) == penalty


# --- glmnet ---------------------------------------------------------------------------------


def glmnet(X, y, code, tmp_path):
    """Numbers that R code prints; it finds X, y and glmnet."""
    table = tmp_path / "data.csv"
    np.savetxt(table, np.column_stack([X, y]), delimiter=",")
    printed = rscript(
        f"""
        suppressMessages(library(glmnet))
        data <- as.matrix(read.csv("{table}", header = FALSE))
        X <- unname(data[, 1:{X.shape[1]}]); y <- data[, {X.shape[1] + 1}]
        show <- function(x) writeLines(sprintf("%.17g", x))
        {code}
        """
    )
    return np.array(printed.split(), float)


def call(settings, more):
    return f"""glmnet(X, y, alpha = {settings["alpha"]!r}, lambda = {settings["lambda"]!r},
        standardize = FALSE, thresh = 1e-20, maxit = 1e7, {more})"""


def test_glmnet_without_an_intercept_divides_by_the_root_mean_square(data, tmp_path):
    X, _, y = data
    penalty = ElasticNet(0.1, 0.2)
    settings = to_glmnet(penalty, y_sd=np.sqrt(np.mean(y**2)))
    code = f"show(as.vector(coef({call(settings, 'intercept = FALSE')}))[-1])"
    w = glmnet(X, y, code, tmp_path)
    np.testing.assert_allclose(w, fit(X, y, penalty, fit_intercept=False).coef, rtol=1e-6)


def test_glmnet_with_weights_divides_by_the_weighted_deviation(data, tmp_path):
    X, _, y = data
    penalty, weight = ElasticNet(0.1, 0.2), np.arange(1, 81) / 80
    settings = to_glmnet(penalty, y_sd=np.sqrt(np.cov(y, aweights=weight, ddof=0)))
    code = f"show(as.vector(coef({call(settings, 'weights = (1:80) / 80')})))"
    b, *w = glmnet(X, y, code, tmp_path)
    gradient = X.T @ (weight * (X @ w + b - y)) / weight.sum()
    assert not_optimal(gradient, np.array(w), penalty) < 1e-7
    ours = fit(X, y, penalty, sample_weight=weight, standardize=False)
    np.testing.assert_allclose([b, *w], [ours.intercept, *ours.coef], atol=1e-7)


def test_glmnet_makes_the_mean_of_its_penalty_factors_one(data, tmp_path):
    X, _, y = data
    code = call(to_glmnet(L1(0.3)), "penalty.factor = c(0, 1, 1, 1)")
    b, *w = glmnet(X, y, f"show(as.vector(coef({code})))", tmp_path)
    gradient = X.T @ (X @ w + b - y) / 80
    assert gradient[0] == pytest.approx(0, abs=1e-8)
    assert not_optimal(gradient[1:], np.array(w[1:]), L1(0.3 * 4 / 3)) < 1e-7
    ours = fit(X, y, L1(0.3), factors=np.array([0, 1, 1, 1]) * 4 / 3, standardize=False)
    np.testing.assert_allclose(w, ours.coef, atol=1e-7)


def test_cv_glmnet_is_exact_where_strengths_are_given_and_interpolates_otherwise(data, tmp_path):
    X, _, y = data
    lams, own, given = glmnet(
        X,
        y,
        """
        fold <- rep(1:5, 16)
        own <- cv.glmnet(X, y, foldid = fold, standardize = FALSE, thresh = 1e-16)
        given <- cv.glmnet(X, y, foldid = fold, standardize = FALSE, thresh = 1e-16,
                           lambda = own$lambda)
        show(c(own$lambda, own$cvm, given$cvm))
        """,
        tmp_path,
    ).reshape(3, -1)
    errors = np.empty((5, len(lams)))
    for k in range(5):
        held = np.arange(80) % 5 == k
        path = fit_path(X[~held], y[~held], L1(1.0), lams)
        predicted = X[held] @ path.coefs.T + path.intercepts
        errors[k] = np.mean((predicted - y[held, None]) ** 2, axis=0)
    exact = errors.mean(axis=0)
    np.testing.assert_allclose(given, exact, rtol=1e-4)
    assert np.max(np.abs(own / exact - 1)) > 5e-4
