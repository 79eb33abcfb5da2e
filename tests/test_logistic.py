"""The logistic loss of `fit` and `fit_path` against its definition and against scikit-learn."""

from __future__ import annotations

import tracemalloc
import warnings

import numpy as np
import pytest
from logistic_problems import gap_of, random_problem
from scipy.optimize import linprog
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, zero_one_loss
from sklearn.model_selection import KFold, StratifiedKFold

from regkit import L1, L2, ElasticNet, NoPenalty, corrected, cross_validate, fit, fit_path
from regkit.conventions import to_sklearn
from regkit.linear import (
    ConvergenceWarning,
    GridWarning,
    SeparationError,
    aic,
    gradient_descent,
    refit,
)

PENALTIES = [L1(0.02), L2(0.05), ElasticNet(0.01, 0.02)]


@pytest.mark.parametrize("block", range(10))
def test_random_problems_are_solved_to_optimality(block):
    separated = []
    for seed in range(50 * block, 50 * (block + 1)):
        X, y, penalty, omega, factors, fit_intercept = random_problem(seed)
        how = {"loss": "logistic", "sample_weight": omega, "factors": factors,
               "fit_intercept": fit_intercept, "standardize": False, "tol": 1e-9}  # fmt: skip
        try:
            solution = fit(X, y, penalty, **how)
        except SeparationError as error:  # where a column of factor 0 separates
            separated.append((error, X, y, omega, factors))
            continue
        try:
            assert solution.converged
            gap = gap_of(X, y, solution.coef, solution.intercept, penalty, omega=omega,
                         factors=factors, fit_intercept=fit_intercept)  # fmt: skip
            assert gap <= 1.01e-9
            assert fit_intercept or solution.intercept == 0.0
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {X.shape}, {penalty}") from error
    assert len(separated) <= 3
    for error, X, y, omega, factors in separated:
        assert not error.direction[factors != 0].any()
        sides = (2 * y - 1) * (X @ error.direction + error.intercept)
        sides = sides if omega is None else sides[omega > 0]
        assert 0 > -sides.max() * 1e-9 <= sides.min()


@pytest.fixture(scope="module")
def cancer():
    X, y = load_breast_cancer(return_X_y=True)
    return (X - X.mean(axis=0)) / X.std(axis=0), y


@pytest.mark.parametrize("penalty", PENALTIES)
@pytest.mark.parametrize("fit_intercept", [True, False])
def test_scikit_learn_agrees(cancer, penalty, fit_intercept):
    X, y = cancer[0][:, ::3], cancer[1]
    theirs = LogisticRegression(  # saga, or by default lbfgs
        **to_sklearn(penalty, estimator="LogisticRegression", n=len(y)),
        fit_intercept=fit_intercept,
        tol=1e-8,
        max_iter=20_000,
    ).fit(X, y)
    ours = fit(X, y, penalty, loss="logistic", fit_intercept=fit_intercept, tol=1e-12)
    np.testing.assert_allclose(ours.coef, theirs.coef_[0], atol=1e-4)
    assert ours.intercept == pytest.approx(float(np.squeeze(theirs.intercept_)), abs=1e-4)
    np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), atol=1e-4)
    assert np.array_equal(ours.predict(X), theirs.predict(X))


@pytest.mark.parametrize("shape", [(60, 5), (30, 200), (200, 150)])
@pytest.mark.parametrize("direction", [L1(), L2(), ElasticNet(0.5, 0.25)])
@pytest.mark.parametrize("fit_intercept", [True, False])
def test_a_path_is_its_single_fits(shape, direction, fit_intercept):
    rng = np.random.default_rng(0)
    X = rng.standard_normal(shape) + 0.5 * rng.standard_normal((shape[0], 1)) + 1
    y = X[:, :3] @ [2.0, -1.0, 0.5] + rng.logistic(size=shape[0]) > 1.5
    how = {"loss": "logistic", "fit_intercept": fit_intercept, "tol": 1e-10}
    path = fit_path(X, y, direction, n_lams=30, **how)
    assert path.gaps.max() <= 1e-10
    for i in (0, 12, 29):
        penalty = float(path.lams[i]) * direction
        gap = gap_of(X, y * 1.0, path.coefs[i], path.intercepts[i], penalty,
                     fit_intercept=fit_intercept)  # fmt: skip
        assert gap <= 1.01e-10
        single = fit(X, y, penalty, **how)
        z = X @ path.coefs[i] + path.intercepts[i]
        np.testing.assert_allclose(z, X @ single.coef + single.intercept, rtol=1e-3, atol=1e-3)
    if direction.lam1:
        assert not path.coefs[0].any()
        assert path.coefs[1].any()


def test_whole_weights_are_repeated_rows(cancer):
    X, y = cancer[0][:60, :8], cancer[1][:60]
    counts = np.random.default_rng(0).integers(0, 4, size=60)
    rows = np.repeat(np.arange(60), counts)
    for standardize in (False, True):
        how = {"loss": "logistic", "standardize": standardize, "tol": 1e-12}
        for penalty in PENALTIES:
            one = fit(X, y, penalty, sample_weight=counts, **how)
            two = fit(X[rows], y[rows], penalty, **how)
            np.testing.assert_allclose(one.coef, two.coef, atol=1e-6)
            assert one.intercept == pytest.approx(two.intercept, abs=1e-6)


@pytest.mark.parametrize("penalty", PENALTIES)
def test_standardize_is_a_scaler_in_front(penalty):
    X, y = load_breast_cancer(return_X_y=True)
    X = np.column_stack([X, np.full(len(X), 0.1)])
    Z = X / np.where(X.std(axis=0) > 1e-12, X.std(axis=0), 1)
    ours = fit(X, y, penalty, loss="logistic", standardize=True, tol=1e-12)
    theirs = fit(Z, y, penalty, loss="logistic", standardize=False, tol=1e-12)
    np.testing.assert_allclose(X @ ours.coef, Z @ theirs.coef, rtol=1e-7)
    assert ours.coef[-1] == 0


def test_an_unpenalized_column_is_as_free_as_the_intercept(cancer):
    X, y = cancer[0][:, [0, 4, 8, 11]], cancer[1]
    factors = np.array([1.0, 0.0, 2.0, np.inf])
    solution = fit(X, y, L1(0.3), loss="logistic", factors=factors, tol=1e-12)
    p = solution.predict_proba(X)[:, 1]
    slopes = X.T @ (y - p) / len(y)
    assert abs(slopes[1]) < 1e-8
    assert abs(np.mean(y - p)) < 1e-8
    assert solution.coef[1] != 0 == solution.coef[3]
    # strong enough a penalty leaves the free column alone
    alone = fit(X[:, [1]], y, NoPenalty(), loss="logistic", tol=1e-12)
    strong = fit(X, y, L1(100.0), loss="logistic", factors=factors, tol=1e-12)
    np.testing.assert_allclose(strong.coef, [0, alone.coef[0], 0, 0], atol=1e-9)


def test_no_penalty_on_overlapping_classes(cancer):
    X, y = cancer[0][:, [1, 4, 8, 11]], cancer[1]
    solution = fit(X, y, NoPenalty(), loss="logistic")
    assert solution.converged
    slopes = X.T @ (y - solution.predict_proba(X)[:, 1])
    assert np.abs(slopes).max() < 1e-8
    weak = fit(X, y, L2(1e-9), loss="logistic", tol=1e-13)
    np.testing.assert_allclose(weak.coef, solution.coef, atol=1e-6)
    path = fit_path(X, y, L2(), [0.1, 0.0], loss="logistic")
    np.testing.assert_allclose(path.coefs[1], solution.coef, atol=1e-8)
    twice = fit(np.column_stack([X, X[:, 0]]), y, NoPenalty(), loss="logistic")
    np.testing.assert_allclose(twice.coef[[0, 4]], solution.coef[0] / 2, rtol=1e-7)


SEPARATED = {
    "one class": (np.zeros((5, 1)), np.ones(5)),
    "apart": (np.arange(6.0)[:, None], [0, 0, 0, 1, 1, 1]),
    "touching": (np.array([[0.0], [1.0], [1.0], [2.0]]), [0, 0, 1, 1]),
    "a rare column": (np.array([[0.0], [0.0], [0.0], [1.0]]), [0, 1, 0, 1]),
    "more columns than rows": (np.random.default_rng(0).standard_normal((10, 30)), [0, 1] * 5),
    "a corner": (np.array([[0.0, 0], [0, 1], [1, 0], [1, 1], [0, 1]]), [0, 0, 0, 1, 0]),
}


@pytest.mark.parametrize("case", SEPARATED)
def test_separated_classes_are_refused_only_where_nothing_is_penalized(case):
    X, y = SEPARATED[case]
    for penalty in (NoPenalty(), L1(0.1), L2(0.1)):
        how = {"loss": "logistic", "factors": np.zeros(X.shape[1])}
        with pytest.raises(SeparationError, match=r"classes") as caught:
            fit(X, y, penalty, **how if penalty.lam1 or penalty.lam2 else {"loss": "logistic"})
        sides = (2 * np.asarray(y) - 1) * (X @ caught.value.direction + caught.value.intercept)
        assert sides.max() > 0
        assert sides.min() >= -1e-9 * sides.max()
        if case != "one class":
            solution = fit(X, y, penalty if penalty.lam1 or penalty.lam2 else L1(1e-6),
                           loss="logistic", standardize=False)  # fmt: skip
            assert solution.converged
            assert np.isfinite(solution.coef).all()


def test_what_separates_is_what_a_linear_program_finds():
    for seed in range(40):
        rng = np.random.default_rng(seed)
        X = rng.integers(-2, 3, size=(int(rng.integers(4, 14)), int(rng.integers(1, 4)))) * 1.0
        y = rng.permutation(np.arange(len(X)) % 3 == 0) * 1.0
        A = (2 * y - 1)[:, None] * np.column_stack([np.ones(len(X)), X])
        best = linprog(-A.sum(axis=0), A_ub=-A, b_ub=np.zeros(len(A)), bounds=(-1, 1))
        try:
            fit(X, y, NoPenalty(), loss="logistic")
            separated = False
        except SeparationError:
            separated = True
        assert separated == (best.fun < -1e-9), seed


@pytest.mark.parametrize("fit_intercept", [True, False])
def test_the_gap_without_a_penalty_is_the_relative_slope(cancer, fit_intercept):
    X, y = cancer[0][:, [1, 4, 8, 11]] + 1.0, cancer[1]
    omega = np.random.default_rng(0).uniform(0.5, 2, size=len(y))
    omega /= omega.mean()
    with pytest.warns(ConvergenceWarning):
        solution = fit(X, y, NoPenalty(), loss="logistic", sample_weight=omega, max_iter=1,
                       fit_intercept=fit_intercept)  # fmt: skip
    q = omega * (y - solution.predict_proba(X)[:, 1])
    Z, t = X, y - 0.5
    if fit_intercept:  # the class with the larger sum is scaled down
        up, down = q[y == 1].sum(), -q[y == 0].sum()
        q *= np.where(y == 1, min(1, down / up), min(1, up / down))
        Z, t = X - omega @ X / len(y), y - omega @ y / len(y)
    size = np.sqrt(np.sum(omega[:, None] * Z**2) * np.sum(omega * t**2))
    assert solution.gap == pytest.approx(np.linalg.norm(q @ X) / size, rel=1e-9)


def test_free_columns_that_separate_alone_are_the_reason_also_where_no_strength_acts():
    X = [[1.0, 2.0], [2.0, 1.0], [3.0, 5.0], [4.0, 4.0]]
    how = {"loss": "logistic", "factors": [0, 1], "standardize": False}
    for lams in ([0.1], [0.1, 0.0], [0.0]):
        with pytest.raises(SeparationError) as caught:
            fit_path(X, [0, 0, 1, 1], L2(), lams, **how)
        assert np.array_equal(caught.value.direction != 0, [True, False])
    # the default grid holds zeros alone where the other column says nothing new
    with pytest.raises(SeparationError) as caught:
        fit_path(X[:1], [0], L2(), fit_intercept=False, **how)
    assert np.array_equal(caught.value.direction != 0, [True, False])


@pytest.mark.parametrize("y", [0, 1])
def test_one_class_without_an_intercept_is_certified_by_its_slope(y):
    """Where all of y is 0 its norm was the unit of the slope, and any weights were a minimum."""
    X = np.array([[5.0, 1.5], [-10.0, 5.0], [2.5, -5.0], [-1.5, 1.0], [0.5, -10.0]])
    how = {"loss": "logistic", "fit_intercept": False}
    with pytest.warns(ConvergenceWarning):
        short = fit(X, np.full(5, y), NoPenalty(), max_iter=1, **how)
    assert short.gap > 1e-3
    solution = fit(X, np.full(5, y), NoPenalty(), **how)
    assert np.abs(X.T @ (y - solution.predict_proba(X)[:, 1])).max() < 1e-8


def test_a_class_of_next_to_no_weight():
    X, y = np.random.default_rng(0).standard_normal((6, 1)), np.array([0, 1, 1, 0, 1, 1])
    weights = np.where(y == 1, 1.0, 1e-18)  # which sums lose beside the other
    how = {"loss": "logistic", "sample_weight": weights}
    for penalty in (NoPenalty(), L1(1e-20), L2(1e-20), L1(0.1)):
        solution = fit(X, y, penalty, **how)
        assert solution.converged
        assert solution.intercept == pytest.approx(np.log(2e18), rel=1e-2)
    with pytest.raises(SeparationError, match=r"no penalty acts. Columns without"):
        fit(np.abs(X), np.ones(6), NoPenalty(), fit_intercept=False, **how)


def test_weights_of_many_magnitudes_without_a_penalty():
    """Rows of little weight hold what the heavy ones separate; steps once went to 1e160."""
    fitted = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        X, y = rng.standard_normal((20, 4)), rng.integers(0, 2, 20)
        weights = 10.0 ** rng.uniform(-9, 9, 20)
        how = {"loss": "logistic", "fit_intercept": bool(seed % 2), "sample_weight": weights}
        try:
            solution = fit(X, y, NoPenalty(), **how)
        except SeparationError:
            continue
        fitted += 1
        assert solution.converged
    assert fitted > 20


@pytest.mark.parametrize("seed", [5, 23, 28, 51])
def test_mirrored_twins_under_next_to_no_ridge(seed):
    """What holds them is lost beside the curvature of rows whose weights span 17 powers of ten."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((45, 6))
    X[:, 3:6:2] = -X[:, :2]
    y, weights = rng.integers(0, 2, 45), 10.0 ** rng.uniform(-9, 8, 45)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        solution = fit(X, y, L2(2e-18), loss="logistic", sample_weight=weights, standardize=False)
    assert np.isfinite(solution.coef).all()


@pytest.mark.parametrize("seed", [6, 10, 23])
def test_columns_that_differ_little_under_next_to_no_penalty(seed):
    """Found by the long run: models that curved downwards, and weights that went to infinity."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((8, 1)) + 1e-2 * rng.standard_normal((8, 20))
    factors = 10.0 ** rng.uniform(-9, 9, 20)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fit(X, np.arange(8) % 2, L1(1e-13), loss="logistic", standardize=False, factors=factors)


def test_overlapping_classes_are_not_refused_however_far_some_rows_lie():
    X = np.array([[0.0], [1.0], [0.5], [2.0], [1e3], [-1e3]])
    y = np.array([0, 1, 1, 0, 1, 0])
    solution = fit(X, y, NoPenalty(), loss="logistic")
    assert solution.converged


def test_without_an_intercept_one_class_has_a_minimum():
    solution = fit([[1.0], [2.0]], [1, 1], L1(0.1), loss="logistic", fit_intercept=False)
    assert solution.converged
    assert solution.coef[0] > 0


def test_gaps_of_strengths_far_apart(cancer):
    X, y = cancer
    path = fit_path(X, y, L1(), [1e3, 1e-1, 1e-7], loss="logistic")
    assert path.gaps.max() <= 1e-8
    assert not path.coefs[0].any()


def test_the_best_class_for_every_column_of_a_frame():
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"a": [0.0, 1, 2, 3], "b": [1.0, 0, 1, 0]})
    solution = fit(frame, [0, 1, 0, 1], L2(0.1), loss="logistic")
    assert solution.names == ("a", "b")
    with pytest.raises(ValueError, match="another order"):
        solution.predict_proba(frame[["b", "a"]])
    with pytest.raises(SeparationError, match="column 'b'"):
        fit(frame, [0, 1, 0, 1], L2(0.1), loss="logistic", factors=[1, 0])


@pytest.mark.parametrize("shape", [(4000, 60), (100, 6000)])
@pytest.mark.parametrize("direction", [L1(), ElasticNet(0.5, 0.25), NoPenalty()])
def test_memory(shape, direction):
    rng = np.random.default_rng(0)
    X = rng.standard_normal(shape)
    y = X[:, 0] + rng.logistic(size=len(X)) > 0
    lams = [0.0] if direction == NoPenalty() else np.geomspace(0.3, 0.02, 30)
    if direction == NoPenalty() and shape[1] > shape[0]:
        return
    y = y.astype(float)
    tracemalloc.start()
    path = fit_path(X, y, direction, lams, loss="logistic", standardize=False)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak - path.coefs.nbytes < X.nbytes


def test_a_single_strength_of_large_data_is_that_of_the_path():
    """It works on the columns that may be active, where the path works on all."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((4000, 60)) + rng.standard_normal((4000, 1))
    y = X[:, :5].sum(axis=1) + 3 * rng.standard_normal(4000) > 0
    for direction in (L1(), ElasticNet.mix(0.5)):
        path = fit_path(X, y, direction, [0.05, 0.02], loss="logistic", tol=1e-10)
        alone = fit(X, y, 0.02 * direction, loss="logistic", tol=1e-10)
        assert 0 < np.count_nonzero(alone.coef) < 60
        np.testing.assert_allclose(alone.coef, path.coefs[1], atol=1e-5)
        assert alone.gap <= 1e-10


def test_warns_when_cut_short(cancer):
    X, y = cancer
    with pytest.warns(ConvergenceWarning, match="max_iter"):
        solution = fit(X, y, L1(1e-3), loss="logistic", max_iter=3)
    assert not solution.converged


@pytest.mark.parametrize(
    ("y", "message"),
    [
        ([0, 1, 2], "classes 0 and 1 .*Got 2 in row 2"),
        ([-1, 1, 1], "Got -1 in row 0"),
        (["no", "yes", "no"], "as `y == label` has them; .* Got 'no' .* in row 0"),
        (np.array(["no", "yes", "no"], dtype=object), "PenalizedClassifier takes .* Got 'no'"),
    ],
)
@pytest.mark.parametrize("fits", [fit, fit_path, cross_validate, gradient_descent])
def test_bad_classes(y, message, fits):
    with pytest.raises((TypeError, ValueError), match=message):
        fits([[0.0], [1.0], [2.0]], y, L2(0.1), loss="logistic")


def test_what_belongs_to_the_other_loss_says_so():
    X, y = [[0.0], [1.0], [2.0]], [0, 1, 0]
    with pytest.raises(ValueError, match="predict_proba needs"):
        fit(X, y, L1(0.1)).predict_proba(X)
    with pytest.raises(ValueError, match="squared error"):
        corrected(fit(X, y, L1(0.1), loss="logistic"))


def test_cross_validation_is_a_plain_loop(cancer):
    X, y = cancer[0][:200, ::4], cancer[1][:200]
    directions = [L1(), L2(), ElasticNet.mix(0.5)]
    weights = np.random.default_rng(0).uniform(0.5, 2, size=200)
    folds = list(StratifiedKFold(4, shuffle=True, random_state=3).split(X, y))
    how = {"loss": "logistic", "standardize": True}
    result = cross_validate(X, y, directions, n_lams=12, cv=4, seed=3, sample_weight=weights, **how)
    assert result.loss.shape == result.error.shape == (3, 12, 4)
    for d, k, f in [(0, 3, 0), (1, 5, 1), (2, 11, 3), (1, 0, 2)]:
        train, test = folds[f]
        penalty = float(result.lams[d, k]) * directions[d]
        solution = fit(X[train], y[train], penalty, sample_weight=weights[train], **how)
        p = solution.predict_proba(X[test])
        loss = log_loss(y[test], p, sample_weight=weights[test])
        error = zero_one_loss(y[test], solution.predict(X[test]), sample_weight=weights[test])
        assert result.loss[d, k, f] == pytest.approx(loss, rel=1e-4)
        assert result.error[d, k, f] == pytest.approx(error)
    d, k = result.best_index
    assert result.loss_mean[d, k] == result.loss_mean.min()
    by_error = cross_validate(
        X, y, directions, n_lams=12, cv=4, seed=3, sample_weight=weights, score="error", **how
    )
    d, k = by_error.best_index
    assert by_error.error_mean[d, k] == by_error.error_mean.min()
    assert "error rate" in repr(by_error)
    assert "log loss" in repr(result)
    with pytest.raises(AttributeError, match="see loss"):
        _ = result.mse_mean


def test_what_is_even_is_counted_as_it_is_predicted(cancer):
    """Where no weight is left every row's probability is exactly a half."""
    X, y = cancer[0][:60, :3], np.arange(60) % 3 > 0
    how = {"loss": "logistic", "fit_intercept": False, "standardize": False}
    solution = fit(X, y, L1(100.0), **how)
    assert np.all(solution.predict_proba(X) == 0.5)
    weights = 1.0 + y
    for omega in (None, weights):
        found = cross_validate(X, y, L1(), lams=[100.0], cv=4, sample_weight=omega, **how)
        error = zero_one_loss(y, solution.predict(X), sample_weight=omega)
        assert found.error_mean[0, 0] == pytest.approx(error)


def test_folds_of_one_class_and_folds_that_a_free_column_separates_are_named(cancer):
    X, y = cancer[0][:40, :3], np.arange(40) < 20
    with pytest.raises(ValueError, match=r"every class .* none of class 1 in fold 0"):
        cross_validate(X, y, L1(), loss="logistic", cv=KFold(2))
    with pytest.raises(ValueError, match="members of every class"):
        cross_validate(X, np.arange(40) < 3, L1(), loss="logistic", cv=5)
    rare = np.isin(np.arange(40), (0, 39))  # a row of each class, in two folds
    X = np.column_stack([X, rare])
    with pytest.raises(SeparationError, match=r"In fold \d: .*column 3"):
        cross_validate(X, y, L1(), loss="logistic", factors=[1, 1, 1, 0], standardize=False)
    with pytest.raises(ValueError, match="score must be 'loss' for loss='squared_error'"):
        cross_validate(X, y, L1(), score="error")


def test_no_penalty_is_a_candidate_where_every_fold_has_its_minimum(cancer):
    X, y = cancer[0][:, [0, 1, 8]], cancer[1]
    folds = list(KFold(3).split(X))
    how = {"loss": "logistic", "standardize": False}
    result = cross_validate(X, y, L2(), lams=[1.0, 0.1, 0.0], cv=folds, **how)
    assert result.best == NoPenalty()
    assert result.says == ()
    train, test = folds[1]
    p = fit(X[train], y[train], NoPenalty(), **how).predict_proba(X[test])
    assert result.loss[0, 2, 1] == pytest.approx(log_loss(y[test], p), rel=1e-6)


def test_no_penalty_is_no_candidate_where_columns_separate_a_fold():
    y = np.arange(60) % 2
    apart = 2.0 * y - 1
    apart[20:22] *= -1  # but for two rows: the fold that leaves these out is separated
    X = np.column_stack([np.random.default_rng(0).standard_normal(60), apart])
    folds = list(KFold(3).split(X))
    how = {"loss": "logistic", "standardize": False, "cv": folds}
    with pytest.warns(GridWarning, match=r"grid, 0\.01: one beyond .* reach further down\.$"):
        result = cross_validate(X, y, L2(), lams=[0.1, 0.01, 0.0], **how)
    assert result.says == (
        "No penalty was no candidate: columns separate class 1 from class 0 in training, "
        "in fold 1.",
    )
    assert np.array_equal(np.isinf(result.loss[0]), [[0, 0, 0], [0, 0, 0], [0, 1, 0]])
    assert np.array_equal(np.isinf(result.error[0]), np.isinf(result.loss[0]))
    assert result.best != NoPenalty()
    with pytest.warns(GridWarning, match="compare with NoPenalty"):
        without = cross_validate(X, y, L2(), lams=[0.1, 0.01], **how)
    assert (result.best, result.one_se) == (without.best, without.one_se)
    assert np.array_equal(result.loss[:, :2], without.loss)
    assert "no candidate" in repr(result)
    with pytest.warns(GridWarning):
        both = cross_validate(X, y, L2(), lams=[0.1, 0.0], **how | {"cv": [*folds, folds[1]]})
    assert "in folds 1, 3." in both.says[0]
    with pytest.raises(SeparationError, match="In fold 1: "):
        cross_validate(X, y, L2(), lams=[0.0], **how)


def test_columns_that_help_nothing_are_said_to():
    rng = np.random.default_rng(5)
    X, y = rng.standard_normal((60, 4)), rng.integers(0, 2, 60)
    result = cross_validate(X, y, L1(), loss="logistic")
    assert result.says == ("No column helps: the best penalty leaves no weight.",)


def test_results_know_their_loss(cancer):
    X, y = cancer[0][:, ::5], cancer[1]
    path = fit_path(X, y, L1(), n_lams=10, loss="logistic", tol=1e-10)
    solution = path[-1]
    assert (path.loss, solution.loss) == ("logistic", "logistic")
    p = solution.predict_proba(X)[:, 1]
    constant = y.mean()
    deviance = log_loss(y, p) / log_loss(y, np.full(len(y), constant))
    assert solution.r2 == pytest.approx(1 - deviance)
    assert np.array_equal(path.predict(X)[-1], (p > 0.5).astype(float))
    np.testing.assert_allclose(path.at(path.lams[4]).coef, path.coefs[4], atol=1e-4)
    weights = np.random.default_rng(0).uniform(0.1, 2, size=len(y))
    weighted = fit(X, y, L1(0.1), loss="logistic", sample_weight=weights)
    losses = [
        log_loss(y, p, sample_weight=weights)
        for p in (weighted.predict_proba(X)[:, 1], np.full(len(y), np.average(y, weights=weights)))
    ]
    assert weighted.r2 == pytest.approx(1 - losses[0] / losses[1])
    again = refit(X, y, path[3])
    free = fit(X[:, path[3].coef != 0], y, NoPenalty(), loss="logistic")
    np.testing.assert_allclose(again.coef[path[3].coef != 0], free.coef, atol=1e-7)
    with pytest.raises(ValueError, match="squared errors"):
        aic(path)
