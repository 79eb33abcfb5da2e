"""Results that can be read: names that travel, places on a path, forecasts, and refits."""

import pickle
import re
from dataclasses import replace

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_diabetes
from sklearn.linear_model import LinearRegression
from sklearn.metrics import d2_log_loss_score, r2_score

from regkit import (
    L1,
    L2,
    ElasticNet,
    NoPenalty,
    corrected,
    cross_validate,
    datasets,
    fit,
    fit_path,
    refit,
)
from regkit.choosing import diagnose
from regkit.linear import SeparationError

FRAME, Y = load_diabetes(return_X_y=True, as_frame=True, scaled=False)
X, y = FRAME.to_numpy(), Y.to_numpy()
NAMES = tuple(FRAME.columns)
DIRECTIONS = [L1(), L2(), ElasticNet.mix(0.3)]


def same(one, other):
    np.testing.assert_allclose(one.coef, other.coef, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(one.intercept, other.intercept, rtol=1e-8)
    assert one.penalty == other.penalty
    assert one.lam_over_max == pytest.approx(other.lam_over_max, rel=1e-12)
    assert one.r2 == pytest.approx(other.r2, abs=1e-9)
    np.testing.assert_array_equal(one.x_mean, other.x_mean)
    assert one.y_mean == other.y_mean
    assert one.names == other.names
    np.testing.assert_array_equal(one.factors, other.factors)
    assert one.converged
    assert other.converged


WEIGHTED = {"sample_weight": np.arange(len(y)) % 4, "factors": [0, 1, 2, np.inf, *[1] * 6]}
WAYS = [{"standardize": True}, {"fit_intercept": False}, WEIGHTED]


@pytest.mark.parametrize("how", WAYS, ids=lambda how: next(iter(how)))
@pytest.mark.parametrize("direction", DIRECTIONS, ids=repr)
def test_a_place_on_a_path_is_the_fit_there_on_the_grid_and_between(direction, how):
    how = {"standardize": False, "tol": 1e-12} | how
    path = fit_path(FRAME, Y, direction, n_lams=12, **how)
    assert len(path) == 12
    for i in (3, -2, np.int64(7)):
        same(path[i], fit(FRAME, Y, float(path.lams[i]) * direction, **how))
    between = float(np.sqrt(path.lams[5] * path.lams[6]))
    found = path.at(between)
    same(found, fit(FRAME, Y, between * direction, **how))
    assert not np.allclose(found.coef, (path.coefs[5] + path.coefs[6]) / 2, rtol=1e-9)
    same(path.at(path.lams[5]), path[5])


def test_outside_its_grid_a_path_solves_as_well():
    path = fit_path(X, y, L1(), [0.3, 0.2], standardize=False)
    assert path.at(2 * path.lam_max).kept == 0 == path.at(path.lam_max).kept
    assert path.at(0.999 * path.lam_max).kept == 1
    free = fit(X, y, NoPenalty())
    np.testing.assert_allclose(path.at(0).coef, free.coef)
    np.testing.assert_allclose(path.at(0).predict(X), LinearRegression().fit(X, y).predict(X))
    assert fit_path(X, y, L2(), [1.0], standardize=False).lam_max == np.inf


def test_a_path_is_a_sequence_and_says_where_it_ends():
    path = fit_path(X, y, L1(), n_lams=3, standardize=False)
    assert [place.penalty for place in path] == [L1(lam) for lam in path.lams]
    assert path[-3].penalty == path[0].penalty
    assert path[1].gap == path.gaps[1]
    assert path[1].n_iter == path.n_iter
    at_its_tolerance = replace(path, how={**path.how, "tol": float(path.gaps[1])})
    assert at_its_tolerance[1].converged
    for i in (3, -4):
        with pytest.raises(IndexError, match=rf"3 strengths must be from -3 to 2. Got {i} instead"):
            path[i]
    for i in (0.5, slice(2)):
        with pytest.raises(TypeError, match=r"index of a Path must be an integer. Got"):
            path[i]
    for lam in (-1, np.nan, np.inf):
        with pytest.raises(ValueError, match=r"lam must be a finite number >= 0. Got"):
            path.at(lam)
    with pytest.raises(TypeError, match=r"lam must be a finite number >= 0. Got '0.1'"):
        path.at("0.1")


def test_a_path_keeps_its_data_without_a_copy():
    path = fit_path(X, y, L1(), n_lams=3, standardize=True)
    assert path.X is X
    assert path.y is y
    again = pickle.loads(pickle.dumps(path))
    same(again.at(1.0), path.at(1.0))


def test_names_travel():
    path = fit_path(FRAME, Y, L1(), n_lams=5, standardize=True)
    assert path.names == path[2].names == path.at(1.0).names == NAMES
    assert corrected(path[2]).names == refit(FRAME, Y, path[2]).names == NAMES
    assert cross_validate(FRAME, Y, L1(), n_lams=5, standardize=True).names == NAMES
    assert fit_path(X, y, L1(), n_lams=5, standardize=True).names is None
    assert "at last    s5: 63.44, s1: -0.8789, bmi: 5.613 (by weight times its" in repr(path)
    assert "<td style='text-align:left'>bmi: " in path[2]._repr_html_()


def test_a_solution_and_a_path_are_said_in_a_few_lines():
    solution = fit([[-1.0], [1.0]], [-1.0, 1.0], L1(0.2))
    said = """Solution:
  penalty  L1(lam=0.2), 0.2 of what leaves no weight
  kept     1 of 1 columns
  largest  column 0: 0.8
  R2       0.96"""
    assert repr(solution) == said
    cut_short = replace(solution, converged=False, gap=0.0123)
    assert repr(cut_short) == f"{said}\n  gap      0.01, above the tolerance"
    assert "  penalty  L2(lam=0.5)\n" in repr(fit([[-1.0], [1.0]], [-1.0, 1.0], L2(0.5)))
    alike = replace(solution, coef=np.tile([1.0, 2.0, 3.0], 20))  # the first, if some are alike
    assert "largest  column 2: 3, column 5: 3, column 8: 3\n" in repr(alike)
    data = datasets.twins()
    path = """Path:
  direction  L1(lam=1.0)
  strengths  10, from 2.114 down to 0.002114
  kept       0 to 5 of 5 columns
  at last    column 0: 1.326, column 1: 1.138, column 3: 0.2913"""
    assert repr(fit_path(data.X, data.y, L1(), n_lams=10)) == path


def test_a_strength_is_said_in_units_of_what_leaves_no_weight():
    small = fit(X, 1e-3 * y, L1(1e-4), standardize=False)
    top = np.abs((X - X.mean(axis=0)).T @ (1e-3 * y)).max() / len(y)
    assert small.lam_over_max == pytest.approx(1e-4 / top)
    tiny = fit_path([[0.0], [1.0]], [0.0, 1.0], L1(), [0.1, 0.0])
    assert [place.lam_over_max for place in tiny] == pytest.approx([0.4, 0.0])
    nothing = fit_path(X, np.ones(len(y)), L1(), [0.1, 0.0], standardize=False)
    assert [place.lam_over_max for place in nothing] == [np.inf, 0.0]


def test_a_diagnosis_names_the_columns_that_vary():
    frame = FRAME.assign(constant=1.0)[["constant", *NAMES]]
    found = diagnose(frame, Y)
    assert found.names == NAMES
    assert [NAMES[j] for j in found.closest] == ["s1", "s2"]
    assert "the closest pair (column 's1' and column 's2') by 0.90" in " ".join(found.facts())
    without = diagnose(frame.to_numpy(), Y)
    assert without.names is None
    assert "the closest pair by 0.90" in " ".join(without.facts())
    assert diagnose(X[:, :1], y).closest is None


def test_the_share_that_is_explained():
    for how in ({}, {"fit_intercept": False}, {"standardize": True}):
        solution = fit(X, y, L1(0.5), **{"standardize": False} | how)
        centre = y.mean() if how.get("fit_intercept", True) else 0.0
        off = solution.predict(X) - y
        assert solution.r2 == pytest.approx(1 - off @ off / ((y - centre) @ (y - centre)))
    assert solution.r2 == pytest.approx(r2_score(y, solution.predict(X)))
    assert f"R2       {solution.r2:.3g}" in repr(solution)
    assert fit(X, np.ones(len(X)), L1(0.5), standardize=False).r2 == 0
    assert fit(X, 1e-6 * y, NoPenalty()).r2 == pytest.approx(fit(X, y, NoPenalty()).r2)
    times = np.arange(len(y)) % 3
    weighted = fit(X, y, L1(0.5), standardize=True, sample_weight=times)
    wanted = r2_score(y, weighted.predict(X), sample_weight=times)
    assert weighted.r2 == pytest.approx(wanted)
    naive = fit(X, y, ElasticNet(0.5, 0.1), standardize=False)
    assert corrected(naive).r2 is None
    assert "R2" not in repr(corrected(naive))


def test_a_path_forecasts_for_every_strength():
    path = fit_path(FRAME, Y, L1(), n_lams=4, standardize=True)
    forecast = path.predict(FRAME)
    assert forecast.shape == (4, len(X))
    for i, row in enumerate(forecast):
        np.testing.assert_allclose(row, path[i].predict(FRAME))
    np.testing.assert_array_equal(path.predict(X), forecast)  # without names there is no order
    assert np.isinf(path.predict(np.sign(X) * 1e308)[-1]).all()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (FRAME[[*NAMES[1:], "age"]], "in another order: column 0 is 'sex', not 'age'"),
        (FRAME[[*NAMES[:8], "s6", "s5"]], "in another order: column 8 is 's6', not 's5'"),
        (FRAME.drop(columns="bmi"), "Got 1 missing, such as 'bmi'"),
        (FRAME.rename(columns={"bp": "BP"}), "1 missing, such as 'bp' and 1 that were not there"),
        (FRAME.assign(more=1.0), "Got 1 that were not there, such as 'more'"),
        (FRAME.assign(bmi=np.nan), "X must be finite. Got nan in row 0 of column 'bmi'"),
        (X[:, 1:], r"X must have the shape \(n, 10\).* Got shape \(442, 9\)"),
    ],
)
def test_other_columns_are_refused_by_name(given, message):
    path = fit_path(FRAME, Y, L1(), n_lams=4, standardize=True)
    for call in (path.predict, path[-1].predict, lambda X: refit(X, Y, path[-1])):
        with pytest.raises(ValueError, match=message):
            call(given)


def test_a_refit_is_least_squares_on_the_columns_that_were_kept():
    lasso = fit(FRAME, Y, L1(5.0), standardize=True)
    kept = np.flatnonzero(lasso.coef)
    assert 1 < kept.size < 10
    found = refit(FRAME, Y, lasso)
    plain = LinearRegression().fit(X[:, kept], y)
    np.testing.assert_allclose(found.coef[kept], plain.coef_)
    assert found.kept == kept.size
    assert found.intercept == pytest.approx(plain.intercept_)
    assert found.penalty == NoPenalty()
    assert found.r2 > lasso.r2
    np.testing.assert_allclose(found.x_mean[kept], X[:, kept].mean(axis=0))
    np.testing.assert_allclose(found.predict(FRAME), plain.predict(X[:, kept]))
    through = refit(X, y, lasso, fit_intercept=False)
    np.testing.assert_allclose(through.coef[kept], np.linalg.lstsq(X[:, kept], y)[0])
    assert through.intercept == 0
    times = np.arange(len(y)) % 3
    repeated = refit(X.repeat(times, axis=0), y.repeat(times), lasso)
    np.testing.assert_allclose(refit(X, y, lasso, sample_weight=times).coef, repeated.coef)
    nothing = refit(X, y, fit(X, y, L1(1e5), standardize=False))
    assert nothing.kept == 0
    assert nothing.intercept == pytest.approx(y.mean())
    with pytest.raises(TypeError, match=r"solution must be a Solution, as fit returns. Got 0.5"):
        refit(X, y, 0.5)


def test_with_the_logistic_loss_a_path_says_the_same():
    high = (Y > 200).astype(int)
    how = {"loss": "logistic", "standardize": True, "tol": 1e-10}
    path = fit_path(FRAME, high, L1(), n_lams=6, **how)
    for lam, place in ((float(path.lams[3]), path[3]), (0.05, path.at(0.05))):
        plain = fit(FRAME, high, L1(lam), **how)
        np.testing.assert_allclose(place.coef, plain.coef, atol=1e-5)
        np.testing.assert_allclose(
            place.predict_proba(FRAME), plain.predict_proba(FRAME), atol=1e-5
        )
        assert place.r2 == pytest.approx(plain.r2, abs=1e-6)
        assert place.loss == "logistic"
    np.testing.assert_array_equal(path.predict(FRAME)[3], path[3].predict(FRAME))
    named = path.plot([name.upper() for name in NAMES], top=3).axes[0]
    assert {"BMI", "S5"} < {text.get_text() for text in named.texts}
    assert len(named.texts) == 3
    assert named.get_title(loc="left") == "L1 path"
    many = fit_path(np.hstack([X, X[:, :2] ** 2]), y, L1(), n_lams=3, standardize=True)
    assert len(many.plot().axes[0].texts) == 10
    said = path[3].predict_proba(FRAME)[:, 1]
    loss, share = -np.log(np.where(high, said, 1 - said)).mean(), high.mean()
    best = -share * np.log(share) - (1 - share) * np.log(1 - share)
    assert path[3].r2 == pytest.approx(1 - loss / best)
    through = fit(X, high, L1(0.05), fit_intercept=False, loss="logistic", standardize=True)
    said = through.predict_proba(X)[:, 1]
    loss = -np.log(np.where(high, said, 1 - said)).mean()
    assert through.r2 == pytest.approx(1 - loss / np.log(2))
    again = refit(FRAME, high, path[3])
    assert again.loss == "logistic"
    assert again.kept == path[3].kept
    result = cross_validate(FRAME, high, L1(), loss="logistic", n_lams=20, standardize=True)
    assert result.plot().axes[0].get_ylabel() == "log loss"


def test_a_forecast_of_classes_at_and_far_beyond_the_limit():
    how = {"loss": "logistic", "fit_intercept": False}
    undecided = fit_path([[-1.0], [1.0]], [0, 1], L1(), [10.0], **how)
    assert undecided.predict([[-1.0], [1.0]]).tolist() == [[0.0, 0.0]]
    assert undecided[0].predict([[-1.0], [1.0]]).tolist() == [0.0, 0.0]
    sure = fit([[-1.0], [1.0]], [0, 1], L1(0.1), **how)
    assert sure.predict_proba([[-1e6], [1e6]]).tolist() == [[1.0, 0.0], [0.0, 1.0]]


def test_a_class_without_weight_leaves_nothing_to_explain():
    weights = [1.0, 1.0, 1.0, 1e-20]
    found = fit(X[:4, :1], [1, 1, 1, 0], L1(0.1), loss="logistic", sample_weight=weights)
    assert found.r2 == 0


def test_what_a_solution_of_the_other_loss_does_not_have():
    squared, logistic = fit(X, y, L1(0.5)), fit(X, Y > 140, L1(0.5), loss="logistic")
    with pytest.raises(ValueError, match=r"needs a fit with loss='logistic'. Got one with loss='s"):
        squared.predict_proba(X)
    with pytest.raises(ValueError, match=r"must be of squared error. Got one with loss='logistic'"):
        corrected(logistic)


def test_two_classes_are_shown_with_the_deviance_and_no_variance():
    solution = fit(FRAME, Y > 140, L1(0.01), loss="logistic", standardize=True)
    probability = solution.predict_proba(FRAME)[:, 1]
    share = d2_log_loss_score(Y > 140, np.column_stack([1 - probability, probability]))
    assert solution.r2 == pytest.approx(share)
    assert f"deviance explained  {share:.3g}" in repr(solution)
    assert "R2" not in repr(solution)


@pytest.mark.parametrize("how", [{"loss": "squared_error"}, {"loss": "logistic"}])
@pytest.mark.parametrize("standardize", [True, False])
def test_weights_of_other_units_are_ordered_by_what_a_column_moves(how, standardize):
    """A column in tiny units has a large weight, and is not the largest for that."""
    y = Y > 140 if how["loss"] == "logistic" else Y
    how = how | {"standardize": standardize, "fit_intercept": standardize}
    units = FRAME.assign(age=FRAME["age"] / 1e5)
    solution = fit(units, y, L2(1e-12), **how)
    np.testing.assert_allclose(solution.scales, units.std(ddof=0))
    size = np.abs(solution.coef) * solution.scales
    first, second, third = (NAMES[j] for j in np.argsort(-size)[:3])
    (line,) = (line for line in repr(solution).splitlines() if "largest" in line)
    assert re.search(rf"largest +{first}: .*, {second}: .*, {third}: ", line)
    assert line.endswith(" (by weight times its column's standard deviation)")
    assert np.abs(solution.coef).argmax() == NAMES.index("age") != NAMES.index(first)
    path = fit_path(units, y, L2(), [1e-3, 1e-12], **how)
    assert line.partition("largest")[2].strip() in repr(path)
    alike = fit(FRAME / FRAME.std(ddof=0), y, L2(1e-12), **how)
    assert "deviation" not in repr(alike)
    kept = refit(units, y, fit(units, y, L1(1e-3), **how | {"standardize": True}))
    np.testing.assert_allclose(kept.scales[kept.coef != 0], units.std(ddof=0)[kept.coef != 0])


def test_a_refit_that_has_no_minimum_names_the_columns_of_all_the_data():
    """It counted among the kept ones, and named others."""
    frame, labels = load_breast_cancer(return_X_y=True, as_frame=True)
    frame, labels = frame[:60], labels[:60]
    how = {"loss": "logistic", "standardize": True}
    solution = fit(frame, labels, L1(0.001), **how)
    for X, named in ((frame, "'worst smoothness'"), (frame.to_numpy(), "24")):
        with pytest.raises(SeparationError, match=rf"\* column {named} ") as refused:
            refit(X, labels, fit(X, labels, L1(0.001), **how))
        assert set(np.flatnonzero(refused.value.direction)) <= set(np.flatnonzero(solution.coef))
        apart = frame.to_numpy() @ refused.value.direction + refused.value.intercept
        assert ((apart > 0) == labels).all()
