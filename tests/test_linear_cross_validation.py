"""`cross_validate` against a plain loop over folds, and its choices and errors."""

from __future__ import annotations

import inspect
from dataclasses import replace

import numpy as np
import pytest
from sklearn.model_selection import KFold, ShuffleSplit

from regkit import L1, L2, ElasticNet, NoPenalty, cross_validate, fit, fit_path
from regkit.linear import GridWarning, _folds
from regkit.linear._folds import paths_in_step
from regkit.linear._problem import described

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
    folds = list(KFold(3, shuffle=True, random_state=0).split(X, y))
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
            model = fit(X[train], y[train], lam * direction, standardize=False, tol=1e-12)
            errors[k, f] = np.mean((y[test] - model.predict(X[test])) ** 2)
    return errors


@pytest.mark.filterwarnings("ignore::regkit.linear.GridWarning")  # without noise, for one
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
    grid = {"n_lams": 6, "eps": 1e-6, "standardize": False}
    result = cross_validate(X, y, DIRECTIONS[1], cv=folds, tol=1e-12, **grid)
    wanted = plain_errors(X, y, result.lams[0], folds)
    np.testing.assert_allclose(result.mse[0], wanted, rtol=1e-5)


@pytest.mark.parametrize("shape", [(60, 4), (400, 40)])
@pytest.mark.parametrize(
    "given", [{}, {"fit_intercept": False}, {"standardize": True}, {"factors": [0.5, 1, 2, 1]}]
)
def test_sums_serve_whole_folds(shape, given):
    X, y = data(*shape)
    X = X if given.get("fit_intercept", True) else X - 3  # far from 0 they would be too much alike
    n, p = shape
    how = {
        name: np.resize(value, p) if name == "factors" else value for name, value in given.items()
    }
    folds = list(KFold(4, shuffle=True, random_state=0).split(X))
    folds[1] = (np.arange(n), folds[1][1])  # no partition: left out, unlike those after it
    directions = [L1(2), ElasticNet(1, 0.5), L2(), L1()]
    problem = described(X, y, **how)
    lams = np.geomspace([2.0, 2.0, 2.0, 2.0], 1e-2, 7).T
    lams[3, -1] = 0.0  # least squares is not theirs
    gaps, losses = paths_in_step(problem, folds, directions, lams)
    assert np.isinf(gaps[2:]).all()
    assert np.isinf(gaps[:, :, 1]).all()
    assert np.isnan(losses[2:]).all()
    for f in (0, 2, 3):
        train, test = folds[f]
        for direction, row, gap, error in zip(directions[:2], lams, gaps, 2 * losses, strict=False):
            assert gap[:, f].max() <= 1e-12
            path = fit_path(X[train], y[train], direction, row, tol=1e-12, **how)
            errors = y[test, None] - X[test] @ path.coefs.T - path.intercepts
            np.testing.assert_allclose(error[:, f], np.mean(errors**2, axis=0), rtol=1e-9)


def test_homotopy_solves_the_folds_of_the_lasso_and_segments_those_with_an_l2_part(monkeypatch):
    X, y = data(60, 4)
    folds = list(KFold(4).split(X))
    lams = np.geomspace([2.0, 2.0], 1e-2, 7).T
    calls = {"homotopy": 0, "segments": 0}
    for name in calls:
        engine = getattr(_folds, name)

        def counted(*given, name=name, engine=engine):
            calls[name] += 1
            return engine(*given)

        monkeypatch.setattr(_folds, name, counted)
    problem = described(X, y, factors=[1, 2, 0.5, 1])
    alone, errors = paths_in_step(problem, folds, [L1(), L1(2)], lams)
    assert calls == {"homotopy": 8, "segments": 0}
    company, again = paths_in_step(problem, folds, [L1(), ElasticNet(1, 0.5)], lams)
    assert calls == {"homotopy": 8, "segments": 1}
    assert max(alone.max(), company.max()) <= 1e-12
    np.testing.assert_allclose(errors[0], again[0], rtol=1e-12)


@pytest.mark.filterwarnings("ignore::regkit.linear.GridWarning")  # two strengths are no grid
def test_what_homotopy_gives_up_is_solved_one_by_one(monkeypatch):
    X, y = data(60, 4)
    folds = list(KFold(3).split(X))
    monkeypatch.setattr(_folds, "homotopy", lambda *given: None)
    gaps, _ = paths_in_step(described(X, y), folds, [L1()], np.array([[100.0, 0.01]]))
    np.testing.assert_array_equal(gaps[0] > 1e-8, [[False] * 3, [True] * 3])  # zeros, at first
    result = cross_validate(X, y, L1(), lams=[1.0, 0.01], cv=folds, tol=1e-12)
    wanted = plain_errors(X, y, result.lams[0], folds, L1())
    np.testing.assert_allclose(result.mse[0], wanted, rtol=1e-6)


def test_sums_serve_half_as_many_columns_as_rows():
    X, y = data(21, 11)
    folds = list(KFold(7).split(X))
    lams = np.array([[0.5, 0.3]])
    one, _ = paths_in_step(described(X[:, :1], y), folds, [L1()], lams)
    few, _ = paths_in_step(described(X[:, :10], y), folds, [L1()], lams)
    many, _ = paths_in_step(described(X, y), folds, [L1()], lams)
    assert max(one.max(), few.max()) <= 1e-12
    assert np.isinf(many).all()


def test_sums_serve_a_column_that_never_varies():
    X, y = data(60, 4)
    X[:, 2] = 1.0
    problem = described(X, y, standardize=True)
    lams = np.array([[0.5, 0.3]])
    gaps, _ = paths_in_step(problem, list(KFold(3).split(X)), [L1()], lams)
    assert gaps.max() <= 1e-12


def test_sums_do_not_serve_a_fold_that_holds_nearly_all_of_a_column():
    X, y = data(60, 4)
    X[5, 2] = 1e9
    folds = list(KFold(3).split(X))
    gaps, _ = paths_in_step(described(X, y), folds, [L1()], np.array([[1.0, 0.1]]))
    assert np.isinf(gaps[0]).all(axis=0).tolist() == [True, False, False]


def test_sums_do_not_serve_errors_that_are_rounding():
    X, _ = data(60, 4)
    y = X @ [1.0, 2.0, 0.0, 3.0]
    folds = list(KFold(3).split(X))
    gaps, losses = paths_in_step(described(X, y), folds, [L1()], np.array([[1.0, 1e-3, 1e-7]]))
    size = np.array([np.sum((y[test] - y[train].mean()) ** 2) for train, test in folds])
    np.testing.assert_array_equal(np.isinf(gaps[0]), losses[0] * 40 < 1e-6 * size)
    assert np.isinf(gaps[0]).any()
    assert np.isfinite(gaps[0]).any()


def test_the_folds_see_the_targets():
    X, y = data()

    class Splitter:
        def split(self, X, y):
            order = np.argsort(y)
            return [(order[:20], order[20:]), (order[20:], order[:20])]

    listed = cross_validate(X, y, L1(), n_lams=3, cv=Splitter().split(X, y))
    assert np.array_equal(cross_validate(X, y, L1(), n_lams=3, cv=Splitter()).mse, listed.mse)


def test_as_many_folds_as_rows_and_indices_from_the_end():
    X, y = data(12, 2)
    assert cross_validate(X, y, L1(), n_lams=3, cv=12).mse.shape == (1, 3, 12)
    two = cross_validate(X, y, L1(), n_lams=3, cv=KFold(2)).mse
    assert two.shape == (1, 3, 2)
    back = [(np.arange(-6, 0), np.arange(-12, -6)), (np.arange(-12, -6), np.arange(-6, 0))]
    np.testing.assert_allclose(cross_validate(X, y, L1(), n_lams=3, cv=back).mse, two)


def test_without_spread_one_standard_error_is_no_step():
    X, y = data()
    twice = np.vstack([X, X]), np.concatenate([y, y])
    folds = [(np.arange(40), np.arange(40, 80)), (np.arange(40, 80), np.arange(40))]
    with pytest.warns(GridWarning, match="weakest strength of its grid"):
        result = cross_validate(*twice, L1(), n_lams=5, cv=folds)
    assert (result.mse_se == 0).all()
    assert result.best == result.one_se != result.lams[0, 0] * L1()


def test_what_is_left_out_means_what_the_documentation_says():
    X, y = data()
    assert cross_validate(X, y, L1()).mse.shape == (1, 100, 5)
    assert inspect.signature(cross_validate).parameters["tol"].default == 1e-8


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
    assert result.says == ()


def test_a_result_in_a_few_lines():
    X, y = data()
    lams = [[10.0, 0.1, 1e-3], [1e3, 1e2, 10.0]]
    with pytest.warns(GridWarning):
        result = cross_validate(X, y, [L1(), L2()], lams=lams, cv=4, standardize=False)
    assert (result.cut_off, result.says) == (("", "weak"), ())

    def said(d, k):
        mean, se = result.mse_mean[d, k], result.mse_se[d, k]
        return f"error {mean:.4g} +- {se:.2g} at lam = {lams[d][k]:g}"

    lines = [
        "CVResult:",
        "  folds        4, 3 strengths for each direction",
        f"  L1(lam=1.0)  {said(0, 1)}",
        f"  L2(lam=1.0)  {said(1, 2)} (at the weak end of its grid)",
        f"  best         {result.best!r}",
        f"  one_se       {result.one_se!r}",
    ]
    assert repr(result).splitlines() == lines
    noted = replace(result, says=("One.", "Two."))
    assert repr(noted).splitlines() == [*lines, "  note         One. Two."]


def test_forms_of_arguments():
    X, y = data()
    one = cross_validate(X, y, L1(), n_lams=5, cv=KFold(4))
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
    result = cross_validate(X, np.full(len(X), 2.0), [L1(), ElasticNet(1, 1)], n_lams=4)
    np.testing.assert_allclose(result.mse, 0, atol=1e-28)
    assert result.best == NoPenalty()
    # the mean is as good as any strength, to the last digit
    assert cross_validate(X, np.zeros(len(X)), L2(), lams=[1.0, 0.1]).cut_off == ("",)


def test_without_a_column_every_strength_leaves_the_mean():
    X, y = data()
    folds = list(KFold(3).split(X))
    result = cross_validate(X, y, L1(), lams=[1.0, 0.1], cv=folds, factors=np.full(6, np.inf))
    wanted = [np.mean((y[test] - y[train].mean()) ** 2) for train, test in folds]
    np.testing.assert_allclose(result.mse[0], [wanted, wanted])


ERRORS = [
    ({"directions": 3}, TypeError, "^directions must be a penalty or a sequence"),
    ({"directions": []}, TypeError, "^directions must be a penalty or a sequence"),
    ({"directions": [L1(), "l2"]}, TypeError, "^directions must be a penalty"),
    ({"directions": [NoPenalty()]}, ValueError, "^directions must have an L1 or L2 part"),
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
    ({"eps": 1}, ValueError, "^eps must be a number > 0 and < 1"),
    ({"fit_intercept": 1}, TypeError, "^fit_intercept must be True or False"),
    ({"cv": [([0, 1], [-41]), ([0], [1])]}, ValueError, "^cv must be .*Got the indices"),
    ({"tol": 0}, ValueError, "^tol must be"),
]


@pytest.mark.parametrize(("arguments", "error", "message"), ERRORS)
def test_bad_arguments(arguments, error, message):
    X, y = data()
    with pytest.raises(error, match=message):
        cross_validate(X, y, **{"directions": [L1()], **arguments})
