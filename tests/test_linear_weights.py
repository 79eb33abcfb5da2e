"""Weights of rows, factors of columns, scales and no intercept, in every combination."""

from __future__ import annotations

import tracemalloc
import warnings

import numpy as np
import pandas as pd
import pytest
from linear_problems import standardized, weighted_gap, weighted_problem
from sklearn.linear_model import ElasticNet as SklearnElasticNet
from sklearn.linear_model import Lasso, Ridge
from sklearn.model_selection import GroupKFold, KFold, StratifiedKFold

from regkit import (
    L1,
    L2,
    ElasticNet,
    NoPenalty,
    PenalizedRegressor,
    corrected,
    cross_validate,
    fit,
    fit_path,
)
from regkit.choosing import PenalizedRegressorCV
from regkit.linear import ConvergenceWarning, GridWarning, ScaleWarning
from regkit.linear._minimize import unhelped
from regkit.linear._problem import described

PENALTIES = [L1(0.1), L2(0.1), ElasticNet(0.05, 0.1), NoPenalty()]
FACTORS = np.array([1.0, 0.0, 0.3, np.inf, 2.0, 1.0])


def data(n=30, p=6, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, p)) * np.geomspace(0.3, 3, p) + 2
    return X, X[:, :3] @ [2.0, -1.0, 0.5] + rng.standard_normal(n), rng.integers(4, size=n)


def options(standardize=False, fit_intercept=True, **others):
    return {"standardize": standardize, "fit_intercept": fit_intercept} | others


@pytest.mark.parametrize("block", range(4))
def test_random_problems_are_certified_anew(block):
    for seed in range(300 * block, 300 * (block + 1)):
        X, y, penalty, weights, factors, standardize, fit_intercept = weighted_problem(seed)
        given = options(standardize, fit_intercept, sample_weight=weights, factors=factors)
        solution = fit(X, y, penalty, **given)
        w = solution.coef
        try:
            assert solution.gap <= 1e-8
            assert weighted_gap(X, y, w, penalty, weights, factors, standardize, fit_intercept) <= (
                1e-8
            )
            errors = y - solution.predict(X)
            centre = weights @ errors / weights.sum() if fit_intercept else solution.intercept
            assert abs(centre) <= 1e-12 * (np.abs(y) + np.abs(X) @ np.abs(w)).max()
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {X.shape}, {penalty}, {given}") from error


ENGINES = {  # what the table of engines tells apart
    "homotopy": ((60, 12), L1()),
    "segments": ((60, 12), ElasticNet(1, 0.5)),
    "ridge": ((60, 12), L2()),
    "wide ridge": ((20, 60), L2()),
    "accelerated gradient": ((900, 40), ElasticNet(1, 0.5)),
    "active set": ((60, 40), L1()),
    "working set": ((30, 90), L1()),
    "residual": ((15, 200), ElasticNet(0.01, 0.5)),
}


@pytest.mark.parametrize("name", ENGINES)
def test_every_engine_knows_factors(name):
    shape, direction = ENGINES[name]
    X, y = standardized(*shape)
    rng = np.random.default_rng(1)
    weights, factors = rng.exponential(size=len(y)), 10.0 ** rng.uniform(-1, 1, shape[1])
    for free in (0, 2):
        factors[:free] = 0
        path = fit_path(
            X, y, direction, n_lams=12, eps=0.05, sample_weight=weights, factors=factors
        )
        assert path.gaps.max() <= 1e-8
        assert not path.coefs[0, free:].any() or not direction.lam1
        for lam, w in zip(path.lams, path.coefs, strict=True):
            assert weighted_gap(X, y, w, lam * direction, weights, factors, False, True) <= 1e-8


@pytest.mark.parametrize("penalty", PENALTIES)
@pytest.mark.parametrize("shape", [(30, 6), (8, 20)])
@pytest.mark.parametrize("factors", [None, FACTORS])
@pytest.mark.parametrize("flags", [(False, True), (True, True), (True, False)])
def test_whole_numbers_are_repeated_rows(penalty, shape, factors, flags):
    X, y, counts = data(*shape)
    f = None if factors is None else np.resize(factors, shape[1])
    given = options(*flags, factors=f, tol=1e-13)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        weighted = fit(X, y, penalty, sample_weight=counts, **given)
        repeated = fit(X.repeat(counts, axis=0), y.repeat(counts), penalty, **given)
    np.testing.assert_allclose(weighted.coef, repeated.coef, rtol=1e-8, atol=1e-8)
    assert weighted.intercept == pytest.approx(repeated.intercept, rel=1e-8, abs=1e-8)
    assert weighted.lam_over_max == pytest.approx(repeated.lam_over_max)

    def objective(solution):
        pull = penalty.value(solution.coef)
        if f is not None or flags[0]:
            scale = X.repeat(counts, axis=0).std(axis=0) if flags[0] else 1.0
            w, finite = solution.coef * scale, np.ones(len(X[0])) if f is None else f
            finite = np.where(np.isfinite(finite), finite, 0)
            pull = finite @ (penalty.lam1 * np.abs(w) + penalty.lam2 * w**2)
        errors = y - solution.predict(X)
        return counts @ errors**2 / (2 * counts.sum()) + pull

    assert objective(weighted) == pytest.approx(objective(repeated), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("direction", [L1(), L2(), ElasticNet(1, 0.5)])
def test_whole_numbers_are_repeated_rows_in_paths_and_folds(direction):
    X, y, counts = data(60)
    rows, groups = np.arange(60).repeat(counts), np.arange(60) % 7
    for given in (
        options(),
        options(True, factors=FACTORS[[0, 2, 4, 5, 0, 2]]),
        options(True, False, factors=FACTORS),
    ):
        alike = given | {"n_lams": 8, "tol": 1e-12}
        weighted = fit_path(X, y, direction, sample_weight=counts, **alike)
        repeated = fit_path(X[rows], y[rows], direction, **alike)
        np.testing.assert_allclose(weighted.lams, repeated.lams, rtol=1e-9)
        np.testing.assert_allclose(weighted.coefs, repeated.coefs, rtol=1e-8, atol=1e-8)
        folds = list(GroupKFold(3).split(X, y, groups))
        copies = [tuple(np.flatnonzero(np.isin(rows, part)) for part in fold) for fold in folds]
        alike = given | {"n_lams": 8, "tol": 1e-11}
        found = cross_validate(X, y, direction, sample_weight=counts, cv=folds, **alike)
        again = cross_validate(X[rows], y[rows], direction, cv=copies, **alike)
        np.testing.assert_allclose(found.mse, again.mse, rtol=1e-7)
        np.testing.assert_allclose(found.loss_se, again.loss_se, rtol=1e-6)
        np.testing.assert_array_equal(2 * found.loss_mean, found.mse_mean)


@pytest.mark.parametrize("cv", [4, KFold(4), "groups"])
@pytest.mark.filterwarnings("ignore::regkit.linear.GridWarning")
def test_a_weight_of_zero_is_a_removed_row(cv):
    X, y, counts = data(60)
    y[counts == 0] = 1e6
    kept = counts > 0
    groups = np.arange(60) % 11
    given = options(True, factors=FACTORS)
    one = fit(X, y, L1(0.1), sample_weight=counts, **given)
    other = fit(X[kept], y[kept], L1(0.1), sample_weight=counts[kept], **given)
    assert np.array_equal(one.coef, other.coef)
    deal = {"cv": 4 if cv == "groups" else cv, "n_lams": 8}
    grouped = {"groups": groups}, {"groups": groups[kept]}
    if cv != "groups":
        grouped = {}, {}
    one = cross_validate(
        X, y, ElasticNet(1, 1), sample_weight=counts, **given, **deal, **grouped[0]
    )
    other = cross_validate(
        X[kept],
        y[kept],
        ElasticNet(1, 1),
        sample_weight=counts[kept],
        **given,
        **deal,
        **grouped[1],
    )
    assert np.array_equal(one.loss, other.loss)
    model = PenalizedRegressorCV(L1(), factors=FACTORS, n_lams=8, cv=deal["cv"])
    one = model.fit(X, y, sample_weight=counts, **grouped[0]).coef_
    other = model.fit(X[kept], y[kept], sample_weight=counts[kept], **grouped[1]).coef_
    np.testing.assert_allclose(one, other, rtol=1e-12)


def test_rows_of_weight_zero_take_no_part_in_a_deal_by_class():
    X, y, counts = data(60)
    kept = np.flatnonzero(counts)
    how = {"loss": "logistic", "lams": [0.1], "standardize": False}
    dealt = cross_validate(X, y > 4, L2(), sample_weight=counts, cv=4, seed=3, **how)
    folds = StratifiedKFold(4, shuffle=True, random_state=3).split(X[kept], y[kept] > 4)
    again = cross_validate(X[kept], y[kept] > 4, L2(), sample_weight=counts[kept], cv=folds, **how)
    np.testing.assert_array_equal(dealt.loss, again.loss)


def test_folds_count_all_rows_those_of_weight_zero_too():
    X, y, _ = data(12)
    weights = np.array([0, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 0])
    folds = [(np.arange(6), np.arange(6, 12)), (np.arange(-6, 0), np.arange(6))]
    found = cross_validate(X, y, L2(), sample_weight=weights, cv=folds, n_lams=3, standardize=False)
    kept = [tuple(part[weights[part] > 0] for part in fold) for fold in folds]
    again = cross_validate(X, y, L2(), cv=kept, lams=found.lams, standardize=False)
    np.testing.assert_allclose(found.mse, again.mse, rtol=1e-9)
    folds.append((np.arange(1, 11), np.array([0, 11])))
    with pytest.raises(ValueError, match=r"^cv must leave a row of positive sample_weight.*fold 2"):
        cross_validate(X, y, L2(), sample_weight=weights, cv=folds)


@pytest.mark.parametrize("shape", [(60, 6), (900, 40), (20, 30)])
@pytest.mark.parametrize("flags", [(False, True), (True, True), (True, False)])
@pytest.mark.parametrize("free", [False, True])
def test_errors_are_those_of_a_plain_loop(shape, flags, free):
    X, y, _ = data(*shape)
    rng = np.random.default_rng(2)
    weights, factors = rng.exponential(size=len(y)), 10.0 ** rng.uniform(-1, 1, shape[1])
    factors[:2] = 0 if free else 1
    factors[-1] = np.inf
    given = options(*flags, factors=factors, tol=1e-11)
    directions = [L1(), ElasticNet(1, 0.5), L2()]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", GridWarning)
        found = cross_validate(X, y, directions, sample_weight=weights, cv=3, n_lams=4, **given)
    folds = list(KFold(3, shuffle=True, random_state=0).split(X))
    for d, direction in enumerate(directions):
        for f, (train, test) in enumerate(folds):
            for k, lam in enumerate(found.lams[d]):
                model = fit(
                    X[train], y[train], lam * direction, sample_weight=weights[train], **given
                )
                squares = (y[test] - model.predict(X[test])) ** 2
                wanted = np.average(squares, weights=weights[test])
                assert found.mse[d, k, f] == pytest.approx(wanted, rel=1e-6)


def test_groups_and_weights():
    X, y, counts = data(60)
    labels = np.repeat(np.arange(12), 5)
    direction, given = ElasticNet(1, 0.5), options(True, n_lams=5)
    found = cross_validate(
        X, y, direction, sample_weight=counts + 1, groups=labels, cv=4, seed=3, **given
    )
    parts = np.array_split(np.random.RandomState(3).permutation(12), 4)
    folds = [
        (np.flatnonzero(~np.isin(labels, t)), np.flatnonzero(np.isin(labels, t))) for t in parts
    ]
    again = cross_validate(X, y, direction, sample_weight=counts + 1, cv=folds, **given)
    np.testing.assert_array_equal(found.loss, again.loss)


@pytest.mark.parametrize("fit_intercept", [True, False])
@pytest.mark.parametrize("shape", [(60, 6), (25, 40)])
def test_scikit_learn_agrees(shape, fit_intercept):
    X, y, _ = data(*shape)
    weights = np.random.default_rng(1).exponential(size=len(y))
    one = {"fit_intercept": fit_intercept}
    lasso = {"tol": 1e-13, "max_iter": 200_000} | one
    theirs = {
        L1(0.1): Lasso(alpha=0.1, **lasso),
        ElasticNet(0.03, 0.035): SklearnElasticNet(alpha=0.1, l1_ratio=0.3, **lasso),
        L2(0.1): Ridge(alpha=0.2 * weights.sum(), **one),  # a sum, of weights as they are
    }
    for penalty, model in theirs.items():
        wanted = model.fit(X, y, sample_weight=weights)
        ours = fit(X, y, penalty, sample_weight=weights, standardize=False, tol=1e-13, **one)
        np.testing.assert_allclose(ours.coef, wanted.coef_, rtol=1e-6, atol=1e-7)
        assert ours.intercept == pytest.approx(wanted.intercept_, rel=1e-6)


@pytest.mark.parametrize("penalty", PENALTIES)
@pytest.mark.parametrize("standardize", [True, False])
def test_what_factors_mean(penalty, standardize):
    X, y, weights = data()
    given = options(standardize, sample_weight=weights, tol=1e-12)
    plain = fit(X, y, penalty, **given)
    # the same for all: a stronger penalty
    alike = fit(X, y, 0.1 * penalty, factors=np.full(6, 10.0), **given)
    np.testing.assert_allclose(alike.coef, plain.coef, rtol=1e-9, atol=1e-12)
    # infinity: as if the column were not there
    out = fit(X, y, penalty, factors=[1, 1, np.inf, 1, 1, np.inf], **given)
    np.testing.assert_array_equal(out.coef[[2, 5]], 0.0)
    rest = fit(X[:, [0, 1, 3, 4]], y, penalty, **given)
    np.testing.assert_allclose(out.coef[[0, 1, 3, 4]], rest.coef, rtol=1e-9, atol=1e-12)
    # zero for all: no penalty
    free = fit(X, y, penalty, factors=np.zeros(6), **given)
    np.testing.assert_allclose(free.coef, fit(X, y, NoPenalty(), **given).coef, rtol=1e-9)
    # none left: the weighted mean, or nothing
    none = fit(X, y, penalty, factors=np.full(6, np.inf), **given)
    assert none.intercept == pytest.approx(np.average(y, weights=weights))
    assert none.converged
    nothing = fit(X, y, penalty, factors=np.full(6, np.inf), **given | {"fit_intercept": False})
    assert not nothing.coef.any()
    assert nothing.intercept == 0.0


def test_columns_without_a_penalty_stay_least_squares():
    X, y, weights = data(200)
    path = fit_path(
        X, y, L1(), sample_weight=weights, factors=[0, 0, 1, 1, 1, 1], standardize=False
    )
    top = fit(X[:, :2], y, NoPenalty(), sample_weight=weights)
    np.testing.assert_allclose(path.coefs[0], [*top.coef, 0, 0, 0, 0], rtol=1e-9)
    for coef, intercept in zip(path.coefs, path.intercepts, strict=True):
        errors = weights * (y - X @ coef - intercept)
        np.testing.assert_allclose(X[:, :2].T @ errors, 0, atol=1e-9)
    # one that depends on them keeps no weight
    X[:, 3] = X[:, 0] - 2 * X[:, 1] + 5
    tied = fit(X, y, L2(1e-3), factors=[0, 0, 1, 1, 1, 1], standardize=False)
    assert tied.coef[3] == 0
    # two that are alike share their weight, as without any penalty
    X[:, 0] = X[:, 1]
    twins = fit(X, y, L1(0.1), factors=[0, 0, 1, 1, 1, 1], standardize=False)
    assert twins.coef[0] == pytest.approx(twins.coef[1])


def test_at_no_strength_a_path_is_least_squares_of_all_that_is_left_in():
    X, y, weights = data(8, 20)
    factors = np.resize(FACTORS, 20)
    kept = np.isfinite(factors)
    given = options(sample_weight=weights, factors=factors)
    path = fit_path(X, y, ElasticNet(1, 1), [0.1, 0.0, 0.0], **given)
    least = fit(X[:, kept], y, NoPenalty(), sample_weight=weights).coef
    np.testing.assert_allclose(path.coefs[1:][:, kept], [least, least], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(path.coefs[0], fit(X, y, ElasticNet(0.1, 0.1), **given).coef)
    assert path.gaps.shape == (3,)
    flat = fit_path(X, y, L2(), n_lams=3, factors=np.zeros(20))
    np.testing.assert_allclose(flat.coefs[0], fit(X, y, NoPenalty()).coef, rtol=1e-9)


def test_weights_all_the_same_are_none_and_only_proportions_matter():
    X, y, counts = data()
    plain = fit(X, y, L1(0.1))
    for same in (np.ones(30), np.full(30, 1e-300), np.ones(30, bool), [7] * 30):
        assert np.array_equal(fit(X, y, L1(0.1), sample_weight=same).coef, plain.coef)
    one = fit(X, y, L1(0.1), sample_weight=counts)
    for unit in (1e-300, 1e300, 3):
        other = fit(X, y, L1(0.1), sample_weight=counts * unit)
        np.testing.assert_allclose(other.coef, one.coef, rtol=1e-12, atol=1e-14)
    series = pd.Series(counts, index=np.arange(30)[::-1])
    assert np.array_equal(fit(X, y, L1(0.1), sample_weight=series).coef, one.coef)


def test_weights_that_vanish_beside_others_are_none():
    X, y, counts = data()
    tiny = np.where(counts > 0, counts, 1e-320)
    for given in (options(), options(True, False), options(True, factors=FACTORS)):
        one = fit(X, y, L1(0.1), sample_weight=tiny, **given)
        other = fit(X, y, L1(0.1), sample_weight=counts, **given)
        np.testing.assert_allclose(one.coef, other.coef, rtol=1e-9, atol=1e-12)
        huge = fit(X, y, L1(0.1), sample_weight=np.where(counts > 0, 1e300, 1e-300), **given)
        kept = fit(X, y, L1(0.1), sample_weight=counts > 0, **given)
        np.testing.assert_array_equal(huge.coef, kept.coef)


def test_the_strongest_penalty_leaves_what_is_not_penalized():
    X, y, weights = data(60)
    problem = described(X, y, sample_weight=weights, factors=FACTORS, standardize=True)
    coefs, intercepts = unhelped(problem)
    given = options(True, sample_weight=weights, factors=FACTORS)
    strongest = fit(X, y, L1(1e6), **given)
    np.testing.assert_allclose(coefs[0], strongest.coef, rtol=1e-12)
    assert intercepts[0] == pytest.approx(strongest.intercept)
    assert np.flatnonzero(coefs).tolist() == [1]


def test_the_strongest_logistic_penalty_leaves_what_is_not_penalized():
    X, y, weights = data(60)
    given = {"sample_weight": weights, "factors": FACTORS, "loss": "logistic", "standardize": True}
    coefs, intercepts = unhelped(described(X, y > y.mean(), **given))
    strongest = fit(X, y > y.mean(), L1(1e6), **given)
    np.testing.assert_allclose(coefs[0], strongest.coef, rtol=1e-9)
    assert intercepts[0] == pytest.approx(strongest.intercept, rel=1e-9)
    assert np.flatnonzero(coefs).tolist() == [1]


def test_some_rows_of_a_problem_are_a_problem_of_their_own():
    X, y, weights = data()
    problem = described(X, y, sample_weight=weights)
    assert problem.used.tolist() == np.flatnonzero(weights).tolist()
    part, rows = problem.rows(np.arange(5)), problem.used[:5]
    alone = described(X[rows], y[rows], sample_weight=weights[rows])
    assert part.used is alone.used is None
    assert np.array_equal(part.X, alone.X)
    np.testing.assert_allclose(part.weights, alone.weights, rtol=1e-15)


def test_scales_are_told_of_from_a_hundredfold_on():
    sides = np.array([[-1.0], [1.0], [-1.0], [1.0]])
    for hundreds in (1, 2):
        X = pd.DataFrame(sides * [0.5, 50.0 * hundreds], columns=["length", "mass"])
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            fit(X, [0.0, 1.0, 2.0, 3.0], L1(0.1))
        assert len(told) == hundreds - 1
    said = "The scale of column 'mass' is 200 times that of column 'length', and"
    assert str(told[0].message).startswith(said)


@pytest.mark.parametrize("loss", ["squared_error", "logistic"])
@pytest.mark.parametrize("fit_intercept", [True, False])
def test_constant_columns_have_no_scale_however_many_rows_there_are(loss, fit_intercept):
    """Rounding of their mean was their scale: warned of, or made 1, with weights of 1e12."""
    n, constants = 20_000, [0.1, 0.3, 7.7]
    rng = np.random.default_rng(0)
    X = np.column_stack([3 * rng.standard_normal((n, 2)), np.tile(constants, (n, 1))])
    y = X[:, 0] + rng.logistic(size=n) > 0
    for weights in (None, rng.uniform(0.5, 2, n)):
        deviations = np.sqrt(np.cov(X[:, :2].T, aweights=weights, ddof=0).diagonal())
        Z = X / [*deviations, 1, 1, 1]
        given = {"loss": loss, "fit_intercept": fit_intercept, "sample_weight": weights}
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            fit(X, y, L2(0.1), **given)
            ours = fit(X, y, L2(0.1), standardize=True, **given)
            theirs = fit(Z, y, L2(0.1), standardize=False, **given)
        np.testing.assert_allclose(X @ ours.coef, Z @ theirs.coef, rtol=1e-6, atol=1e-6)
        assert fit_intercept == (not ours.coef[2:].any())


def test_scales_are_looked_at_where_a_penalty_acts():
    X, y, weights = data()
    X[:, 0] *= 1e6
    with pytest.warns(ScaleWarning, match="The scale of column 0 is"):
        fit(X, y, L1(), sample_weight=weights)
    for left in (0.0, np.inf):
        with warnings.catch_warnings():
            warnings.simplefilter("error", ScaleWarning)
            fit(X, y, L1(), factors=[left, 1, 1, 1, 1, 1])
    X, y, weights = data()
    X[0, 0] = 1e6  # of a row that does not count
    weights[0] = 0
    with warnings.catch_warnings():
        warnings.simplefilter("error", ScaleWarning)
        fit(X, y, L1(), sample_weight=weights)


@pytest.mark.parametrize("flags", [(False, True), (True, True), (True, False)])
def test_estimators_hand_their_weights_and_factors_on(flags):
    X, y, weights = data(60)
    given = options(*flags, factors=FACTORS)
    model = PenalizedRegressor(L1(0.1), **given).fit(X, y, sample_weight=weights)
    solution = fit(X, y, L1(0.1), sample_weight=weights, **given)
    assert np.array_equal(model.coef_, solution.coef)
    assert model.intercept_ == solution.intercept
    tuned = PenalizedRegressorCV(L1(), n_lams=20, **given).fit(X, y, sample_weight=weights)
    again = PenalizedRegressor(tuned.penalty_, **given).fit(X, y, sample_weight=weights)
    assert np.array_equal(tuned.coef_, again.coef_)
    found = cross_validate(X, y, L1(), n_lams=20, sample_weight=weights, **given)
    np.testing.assert_allclose(tuned.cv_result_.loss, found.loss, rtol=1e-6)


def test_the_correction_of_zou_and_hastie_is_one_for_all_columns():
    X, y, _ = data()
    model = PenalizedRegressor(ElasticNet(0.1, 0.1), factors=FACTORS, corrected=True)
    with pytest.raises(ValueError, match=r"^solution must be of a fit without factors"):
        model.fit(X, y)
    weights = np.arange(30.0)
    naive = fit(X, y, ElasticNet(0.1, 0.1), sample_weight=weights, standardize=True)
    full = corrected(naive)
    np.testing.assert_allclose(full.coef, 1.2 * naive.coef)
    assert weights @ (y - full.predict(X)) == pytest.approx(0, abs=1e-9)


def test_a_gap_allows_for_what_rounding_takes_from_a_projection():
    """Columns that cost nothing and hardly differ: how to project them off is known to 1e-7."""
    X, y, _ = data(25)
    X[:, 1] = X[:, 0] * (1 + 1e-9 * np.random.default_rng(1).standard_normal(25))
    factors = [0, 0, 1, 1, 1, 1]
    with pytest.warns(ConvergenceWarning, match="Double precision allows no better here"):
        sharp = fit(X, y, L1(1e-3), factors=factors, standardize=False)
    assert 1e-8 < sharp.gap < 1e-3
    alone = fit(X[:, [0, 2, 3, 4, 5]], y, L1(1e-3), factors=factors[1:], standardize=False)
    assert alone.gap < 1e-12


@pytest.mark.parametrize("shape", [(5000, 60), (60, 5000)])
def test_memory(shape):
    X, y, _ = data(*shape)
    weights, factors = np.linspace(1, 2, len(y)), np.arange(shape[1]) > 4.0

    def peak(**given):
        tracemalloc.start()
        fit(X, y, L1(10.0), **given)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found / X.nbytes

    # a copy for the rows, one for the columns that are scaled or projected, and some vectors
    assert peak(sample_weight=weights, standardize=False) < 1.4
    assert peak(sample_weight=weights, standardize=True) < 2.4
    assert peak(factors=factors, standardize=False) < 2.4
