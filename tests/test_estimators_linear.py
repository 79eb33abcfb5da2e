"""`PenalizedRegressor` among scikit-learn's tools."""

from __future__ import annotations

import pickle
import subprocess
import sys

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.datasets import load_diabetes
from sklearn.exceptions import ConvergenceWarning as SklearnConvergenceWarning
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

import regkit
from regkit import L1, L2, ElasticNet, corrected, fit
from regkit.estimators import PenalizedRegressor
from regkit.linear import ConvergenceWarning


@parametrize_with_checks(
    [
        PenalizedRegressor(),
        PenalizedRegressor(L1(0.01)),
        PenalizedRegressor(ElasticNet(0.01, 0.01), standardize=True, corrected=True),
    ]
)
def test_scikit_learns_checks(estimator, check):
    check(estimator)


@pytest.fixture
def data():
    return load_diabetes(return_X_y=True, scaled=False)


def test_attributes(data):
    X, y = data
    model = PenalizedRegressor(L1(0.5)).fit(X, y)
    solution = fit(X, y, L1(0.5))
    assert np.array_equal(model.coef_, solution.coef)
    assert model.intercept_ == solution.intercept
    assert model.n_iter_ == solution.n_iter
    assert model.dual_gap_ == solution.gap
    assert model.n_features_in_ == 10
    np.testing.assert_allclose(model.predict(X), solution.predict(X))


def test_nothing_is_regularized_silently(data):
    X, y = data
    ours, theirs = PenalizedRegressor().fit(X, y), LinearRegression().fit(X, y)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=1e-6)


@pytest.mark.parametrize("rescale", [False, True])
def test_standardize_is_a_scaler_in_front(data, rescale):
    X, y = data
    penalty = ElasticNet(1.0, 0.1)
    model = PenalizedRegressor(penalty, standardize=True, corrected=rescale).fit(X, y)
    Z = (X - X.mean(axis=0)) / X.std(axis=0)
    solution = fit(Z, y, penalty)
    if rescale:
        solution = corrected(solution)
    np.testing.assert_allclose(model.coef_ * X.std(axis=0), solution.coef, rtol=1e-6)
    np.testing.assert_allclose(model.predict(X), solution.predict(Z), rtol=1e-8)


def test_standardize_leaves_constant_columns_alone(data):
    X, y = data
    X = np.column_stack([X, np.full(len(X), 0.1), np.zeros(len(X))])
    model = PenalizedRegressor(L2(0.1), standardize=True).fit(X, y)
    assert not model.coef_[-2:].any()


def test_tools(data):
    X, y = data
    pipeline = make_pipeline(StandardScaler(), PenalizedRegressor())
    grid = {"penalizedregressor__penalty": [lam * L1() for lam in (0.1, 1, 10)]}
    search = GridSearchCV(pipeline, grid, n_jobs=2).fit(X, y)
    assert search.best_params_["penalizedregressor__penalty"] in grid["penalizedregressor__penalty"]
    model = PenalizedRegressor(L1(0.5), tol=1e-10).fit(X, y)
    copied = clone(model)
    assert copied.get_params() == model.get_params()
    assert not hasattr(copied, "coef_")
    again = pickle.loads(pickle.dumps(model))
    assert np.array_equal(again.predict(X), model.predict(X))
    assert cross_val_score(model, X, y).mean() > 0.4


def test_unfinished_fits_warn_in_both_names(data):
    X, y = data
    X = np.column_stack([X, X**2, X**3, X * X[:, :1]])
    for category in (ConvergenceWarning, SklearnConvergenceWarning):
        with pytest.warns(category, match="Raise max_iter, which was 1"):
            PenalizedRegressor(L1(1e-3), max_iter=1).fit(X, y)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"penalty": 0.1}, TypeError, "^penalty must be a penalty"),
        ({"tol": -1}, ValueError, "^tol must be a number > 0. Got -1 instead"),
        ({"max_iter": 0}, ValueError, "^max_iter must be"),
        ({"fit_intercept": 1}, TypeError, "^fit_intercept must be True or False"),
        ({"standardize": "no"}, TypeError, "^standardize must be True or False"),
        ({"corrected": None}, TypeError, "^corrected must be True or False"),
    ],
)
def test_bad_parameters(data, arguments, error, message):
    with pytest.raises(error, match=message):
        PenalizedRegressor(**arguments).fit(*data)


def test_top_level_is_light():
    assert regkit.PenalizedRegressor is PenalizedRegressor
    assert "PenalizedRegressor" in dir(regkit)
    with pytest.raises(AttributeError, match="has no attribute 'lasso'"):
        regkit.lasso  # noqa: B018
    code = (
        "import sys, regkit; regkit.fit([[0.0], [1.0]], [0, 1], regkit.L1()); "
        "print([m for m in ('scipy', 'sklearn', 'matplotlib', 'ipywidgets') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
