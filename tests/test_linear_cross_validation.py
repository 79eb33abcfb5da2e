"""`cross_validate` against a plain loop over folds, and its choices and errors."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.model_selection import KFold, ShuffleSplit

from regkit import L1, L2, ElasticNet, NoPenalty, cross_validate, fit, fit_path

DIRECTIONS = [L1(), ElasticNet(1, 0.5), L2()]


def data(n=40, p=6, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, p)) + 3
    return X, X[:, :2] @ [1.0, -1.0] + rng.standard_normal(n)


@pytest.mark.parametrize("shape", [(40, 6), (600, 40), (60, 45), (25, 60)])
@pytest.mark.parametrize("cv", [3, KFold(3, shuffle=True, random_state=0)])
def test_errors_are_those_of_a_plain_loop(shape, cv):
    X, y = data(*shape)
    result = cross_validate(X, y, DIRECTIONS, n_lams=8, cv=cv, tol=1e-11)
    folds = list((KFold(3) if cv == 3 else cv).split(X, y))
    assert result.lams.shape == result.mse_mean.shape == result.mse_se.shape == (3, 8)
    for d, direction in enumerate(DIRECTIONS):
        np.testing.assert_allclose(result.lams[d], fit_path(X, y, direction, n_lams=8).lams)
        for k, lam in enumerate(result.lams[d]):
            errors = []
            for train, test in folds:
                model = fit(X[train], y[train], lam * direction, tol=1e-11)
                errors.append(np.mean((y[test] - model.predict(X[test])) ** 2))
            np.testing.assert_allclose(result.mse[d, k], errors, rtol=1e-6)
            assert result.mse_mean[d, k] == pytest.approx(np.mean(errors))
            assert result.mse_se[d, k] == pytest.approx(np.std(errors, ddof=1) / np.sqrt(3))


def plain_errors(X, y, lams, folds, direction=DIRECTIONS[1]):
    errors = np.empty((len(lams), len(folds)))
    for f, (train, test) in enumerate(folds):
        for k, lam in enumerate(lams):
            model = fit(X[train], y[train], lam * direction, tol=1e-12)
            errors[k, f] = np.mean((y[test] - model.predict(X[test])) ** 2)
    return errors


@pytest.mark.parametrize("case", ["one row", "no noise", "overlap", "part", "twice"])
def test_folds_that_sums_do_not_serve(case):
    X, y = data(60, 4)
    folds = [(train, test) for train, test in KFold(3).split(X)]
    if case == "one row":  # one row, and so one fold, holds nearly all of a column
        X[5, 2] = 1e9
    elif case == "no noise":  # the errors are as small as the rounding of sums of squares
        y = X @ [1.0, 2.0, 0.0, 3.0]
    elif case == "overlap":
        folds[0] = (np.arange(60), folds[0][1])
    elif case == "part":
        folds[0] = (np.arange(30, 60), folds[0][1])
    else:
        folds[0] = (np.repeat(folds[0][0], 2), folds[0][1])
    result = cross_validate(X, y, DIRECTIONS[1], n_lams=6, eps=1e-6, cv=folds, tol=1e-12)
    wanted = plain_errors(X, y, result.lams[0], folds)
    np.testing.assert_allclose(result.mse[0], wanted, rtol=1e-5)


def test_choices():
    X, y = data()
    result = cross_validate(X, y, DIRECTIONS)
    d, k = result.best_index
    assert result.mse_mean[d, k] == result.mse_mean.min()
    assert result.best == result.lams[d, k] * DIRECTIONS[d]
    assert type(result.best) is type(DIRECTIONS[d])
    limit = result.mse_mean[d, k] + result.mse_se[d, k]
    wanted = max(
        lam for lam, mean in zip(result.lams[d], result.mse_mean[d], strict=True) if mean <= limit
    )
    assert result.one_se == wanted * DIRECTIONS[d]
    assert fit(X, y, result.one_se).converged


def test_forms_of_arguments():
    X, y = data()
    one = cross_validate(X, y, L1(), n_lams=5, cv=4)
    assert one.lams.shape == (1, 5)
    assert one.directions == (L1(),)
    folds = [(train.tolist(), test.tolist()) for train, test in KFold(4).split(X)]
    listed = cross_validate(X, y, [L1()], n_lams=5, cv=folds)
    assert np.array_equal(one.mse, listed.mse)
    splitter = ShuffleSplit(3, random_state=0)
    assert cross_validate(X, y, L1(), n_lams=5, cv=splitter).mse.shape == (1, 5, 3)
    before = X.copy()
    without = cross_validate(X, y, L1(), n_lams=5, fit_intercept=False)
    assert np.array_equal(X, before)
    assert not np.allclose(without.mse, one.mse[:, :, :1])


def test_constant_targets():
    X, _ = data()
    result = cross_validate(X, np.full(len(X), 2.0), [L1(), ElasticNet()], n_lams=4)
    np.testing.assert_allclose(result.mse, 0, atol=1e-28)
    assert result.best == NoPenalty()


ERRORS = [
    ({"directions": 3}, TypeError, "^directions must be a penalty or a sequence"),
    ({"directions": []}, TypeError, "^directions must be a penalty or a sequence"),
    ({"directions": [L1(), "l2"]}, TypeError, "^directions must be a penalty"),
    ({"directions": [NoPenalty()]}, ValueError, "^lams must be given when direction has no pen"),
    ({"cv": 1}, ValueError, "^cv must be an integer from 2 to 40.* Got 1 instead"),
    ({"cv": 41}, ValueError, "^cv must be an integer from 2 to 40"),
    ({"cv": "five"}, TypeError, "^cv must be an integer"),
    ({"cv": None}, TypeError, "^cv must be an integer"),
    ({"cv": [([0, 1], [2])]}, ValueError, "^cv must be .*at least two pairs"),
    ({"cv": [([0, 1], [40]), ([0], [1])]}, ValueError, "^cv must be .*Got the indices"),
    ({"cv": [([0, 1], []), ([0], [1])]}, ValueError, "^cv must be .*Got the indices"),
    ({"cv": [([0.5, 1], [2]), ([0], [1])]}, ValueError, "^cv must be .*Got the indices"),
    ({"n_lams": 0}, ValueError, "^n_lams must be"),
    ({"eps": 2}, ValueError, "^eps must be"),
    ({"tol": 0}, ValueError, "^tol must be"),
]


@pytest.mark.parametrize(("arguments", "error", "message"), ERRORS)
def test_bad_arguments(arguments, error, message):
    X, y = data()
    with pytest.raises(error, match=message):
        cross_validate(X, y, **{"directions": [L1()], **arguments})
