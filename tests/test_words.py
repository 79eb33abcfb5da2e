"""What people type instead: the answer names what was meant, in a line."""

from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest
from scipy.stats import uniform
from sklearn.base import clone
from sklearn.datasets import load_diabetes
from sklearn.feature_selection import SelectFromModel
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV

from regkit import (
    L1,
    L2,
    SGD,
    Adam,
    ElasticNet,
    Network,
    NetworkRegressor,
    NoPenalty,
    PenalizedClassifier,
    PenalizedRegressor,
    PenalizedRegressorCV,
    choosing,
    cross_validate,
    fit,
    fit_path,
    train,
)
from regkit.linear import ScaleWarning, proximal_gradient

RNG = np.random.default_rng(0)
X = RNG.standard_normal((40, 4))
Y = X @ [1.0, -2.0, 0.0, 0.5] + 3 + 0.1 * RNG.standard_normal(40)
NETS = {p: Network((p, 1), loss="squared_error") for p in (4, 6830)}
NET = NETS[4]
FRAME = pd.DataFrame(X, columns=["age", "height", "weight", "income"])


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: L1(alpha=0.1), "L1 has no parameter 'alpha'. Did you mean 'lam'?"),
        (lambda: L2(lambda_=0.1), "L2 has no parameter 'lambda_'. Did you mean 'lam'?"),
        (lambda: ElasticNet(l1=0.1, lam2=1), "'l1'. Did you mean 'lam1'?"),
        (lambda: ElasticNet(alpha=0.1, lam2=1), "'alpha'. Did you mean 'lam1'?"),
        (lambda: NoPenalty(lam=1), "NoPenalty has no parameter 'lam', and none at all."),
        (lambda: fit(X, Y, L1(), normalize=True), "'normalize'. Did you mean 'standardize'?"),
        (lambda: fit(X, Y, L1(), standardise=True), "'standardise'. Did you mean 'standardize'?"),
        (lambda: fit(X, Y, L1(), intercept=True), "'intercept'. Did you mean 'fit_intercept'?"),
        (lambda: fit(X, Y, L1(), zzz=True), "fit has no parameter 'zzz'. It has X, y, penalty, "),
        (lambda: fit(X, Y, L1(), solver="cd"), "the solver follows from the shape of the data"),
        (lambda: fit(X, Y, alpha=0.1, penalty=L1()), "fit has no parameter 'alpha'. It has"),
        (lambda: fit_path(X, Y, L1(), alphas=[1]), "'alphas'. Did you mean 'lams'?"),
        (lambda: fit_path(X, Y, L1(), n_alphas=9), "'n_alphas'. Did you mean 'n_lams'?"),
        (lambda: cross_validate(X, Y, L1(), folds=4), "'folds'. Did you mean 'cv'?"),
        (
            lambda: cross_validate(X, Y, L1(), random_state=4),
            "'random_state'. Did you mean 'seed'?",
        ),
        (lambda: PenalizedRegressor(lam=0.1), "PenalizedRegressor has no parameter 'lam'."),
        (lambda: PenalizedRegressor(alpha=0.1), "PenalizedRegressor has no parameter 'alpha'."),
        (lambda: PenalizedRegressorCV(alphas=9), "'alphas'. Did you mean 'lams'?"),
        (lambda: choosing.compare(X, Y, {}, random_state=1), "Did you mean 'seed'?"),
        (
            lambda: Adam(learning_rate=0.1),
            "Adam has no parameter 'learning_rate'. Did you mean 'lr'?",
        ),
        (lambda: Adam(betas=(0.9, 0.99)), "'betas'. Did you mean 'beta1'?"),
        (lambda: Adam(weight_decay=0.1), "'weight_decay': a penalty is no part of an optimizer"),
        (lambda: SGD(0.1, nesterov=True), "there is no Nesterov momentum here"),
        (lambda: SGD(learning_rate=0.1), "'learning_rate'. Did you mean 'lr'?"),
        (lambda: train(NET, X, Y, n_epochs=3), "'n_epochs'. Did you mean 'epochs'?"),
        (
            lambda: train(NET, X, Y, lr=0.1),
            "train has no parameter 'lr'. Did you mean 'optimizer'?",
        ),
        (lambda: train(NET, X, Y, validation_data=0), "Did you mean 'validation'?"),
        (lambda: Network((4, 1), layers=3), "'layers'. Did you mean 'sizes'?"),
        (lambda: NetworkRegressor(lr=0.1), "'lr'. Did you mean 'optimizer'?"),
        (lambda: proximal_gradient(X, Y, L1(), lr=0.1), "'lr'. Did you mean 'step'?"),
        (lambda: proximal_gradient(X, Y, L1(), max_iter=9), "'max_iter'. Did you mean 'n_iter'?"),
        (lambda: fit(X, Y, L1), r"L1'> instead: did you forget the parentheses after L1?"),
        (lambda: fit(X, Y, 0.1), r"Got 0.1 instead: did you mean L1(0.1) or L2(0.1)?"),
        (lambda: fit(X, Y, "l1"), "penalty must be a penalty: L1, L2, ElasticNet or NoPenalty."),
    ],
)
def test_the_word_that_was_meant_is_named(call, said):
    with pytest.raises(TypeError) as refused:
        call()
    assert said in str(refused.value)
    assert len(str(refused.value)) < 300


def test_other_mistakes_keep_their_own_words():
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'penalty'"):
        fit(X, Y)
    with pytest.raises(TypeError, match="multiple values for argument 'lam'"):
        L1(0.1, lam=0.2)


def test_hints_leave_pickles_and_signatures_alone():
    assert pickle.loads(pickle.dumps(fit)) is fit
    assert pickle.loads(pickle.dumps(L1(0.5))) == L1(0.5)
    assert str(PenalizedRegressor(L1(0.5))) == "PenalizedRegressor(penalty=L1(lam=0.5))"


def test_what_is_no_number_is_named_by_column_and_row():
    with pytest.raises(TypeError) as refused:
        fit(FRAME.assign(city=["Rome"] * 40), Y, L1())
    assert str(refused.value) == (
        "X must hold real numbers. Got 'Rome' (str) in row 0 of column 'city' instead."
    )
    mixed = FRAME.astype(object)
    mixed.iloc[7, 2] = "many"
    with pytest.raises(TypeError, match=r"Got 'many' \(str\) in row 7 of column 'weight' instead"):
        fit(mixed, Y, L1())
    with pytest.raises(TypeError, match=r"Got 'many' \(str\) in row 7 of column 'weight' instead"):
        PenalizedRegressor(L1()).fit(mixed, Y)
    with pytest.raises(TypeError, match=r"Got '1' \(str\) in row 0 of column 1 instead"):
        fit([[1.0, "1"], [2.0, "2"]], [1.0, 2.0], L1())


def test_what_is_missing_is_named_by_column_and_row():
    holes = FRAME.copy()
    holes.iloc[[5, 9], 1] = np.nan
    said = r"X must be finite\. Got nan in row 5 of column 'height' and 1 more instead\."
    for call in (fit, fit_path, cross_validate):
        with pytest.raises(ValueError, match=said):
            call(holes, Y, L1())
    for model in (PenalizedRegressor(L1()), PenalizedRegressorCV(L1()), NetworkRegressor()):
        with pytest.raises(ValueError, match=said):
            model.fit(holes, Y)
    with pytest.raises(ValueError, match=r"Got nan in row 5 of column 1 and 1 more instead"):
        fit(holes.to_numpy(), Y, L1())
    gone = Y.copy()
    gone[3] = np.inf
    with pytest.raises(ValueError, match=r"y must be finite\. Got inf in row 3 instead"):
        fit(X, gone, L1())


def test_a_column_of_targets_is_told_what_makes_it_one():
    with pytest.raises(ValueError, match=r"Got shape \(40, 1\) instead; y\.ravel\(\) has it"):
        fit(X, Y[:, None], L1())


def test_reordered_and_other_columns_are_refused():
    solution = fit(FRAME, Y, L1(0.1))
    assert solution.names == ("age", "height", "weight", "income")
    np.testing.assert_allclose(solution.predict(FRAME), solution.predict(X), rtol=1e-12)
    with pytest.raises(ValueError, match=r"in another order: column 0 is 'height', not 'age'"):
        solution.predict(FRAME[["height", "age", "weight", "income"]])
    with pytest.raises(ValueError, match=r"Got 1 missing, such as 'age' and 1 that were not there"):
        solution.predict(FRAME.rename(columns={"age": "years"}))
    assert fit(X, Y, L1(0.1)).names is None
    assert fit(FRAME.rename(columns={"age": 0}), Y, L1(0.1)).names is None


def test_columns_in_other_units_are_told_of_once_and_by_name():
    salaries = FRAME.assign(income=50_000 * FRAME["income"])
    doors = [
        lambda: fit(salaries, Y, L2(0.1)),
        lambda: fit_path(salaries, Y, L1()),
        lambda: cross_validate(salaries, Y, L1()),
    ]
    for door in doors:
        with pytest.warns(
            ScaleWarning, match=r"The scale of column 'income' is \S+ times that"
        ) as told:
            door()
        assert len(told) == 1
        assert told[0].filename == __file__
    # nothing to say: asked for, meant, no penalty, nearly alike, constant, or an estimator's
    fit(salaries, Y, L2(0.1), standardize=True)
    fit(salaries, Y, L2(0.1), standardize=False)
    fit(salaries, Y, NoPenalty())
    fit(FRAME.assign(income=20 * FRAME["income"]), Y, L2(0.1))
    fit(FRAME.assign(income=1e-9), Y, L2(0.1))
    PenalizedRegressor(L2(0.1)).fit(salaries, Y)
    PenalizedClassifier(L2(0.1)).fit(salaries, np.where(Y.mean() < Y, "above", "below"))
    PenalizedRegressorCV(L2()).fit(salaries, Y)


@pytest.mark.parametrize("penalty", [L1(0.1), L2(0.1), ElasticNet(0.05, 0.1), NoPenalty()])
@pytest.mark.parametrize("fit_intercept", [True, False])
def test_standardizing_is_scaling_by_hand(penalty, fit_intercept):
    Z = X * [1.0, 1e3, 1e-3, 7.0] + 2
    scale = Z.std(axis=0)
    own = fit(Z, Y, penalty, standardize=True, fit_intercept=fit_intercept)
    plain = fit(Z / scale, Y, penalty, standardize=False, fit_intercept=fit_intercept)
    np.testing.assert_allclose(own.coef * scale, plain.coef, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(own.predict(Z), plain.predict(Z / scale), rtol=1e-9)
    assert own.gap == pytest.approx(plain.gap, abs=1e-15)
    estimator = PenalizedRegressor(penalty, standardize=True, fit_intercept=fit_intercept)
    np.testing.assert_array_equal(estimator.fit(Z, Y).coef_, own.coef)
    if penalty != NoPenalty():
        path = fit_path(Z, Y, penalty, [1.0], standardize=True, fit_intercept=fit_intercept)
        np.testing.assert_allclose(path.coefs[0], own.coef, rtol=1e-6, atol=1e-9)
        np.testing.assert_allclose(path.intercepts[0], own.intercept, rtol=1e-6, atol=1e-9)


def test_a_strength_above_the_largest_shows():
    largest = np.abs((X - X.mean(axis=0)).T @ (Y - Y.mean())).max() / 40
    too_strong = fit(X, Y, L1(2 * largest))
    assert too_strong.lam_over_max == pytest.approx(2)
    assert "2 of what leaves no weight" in repr(too_strong)
    assert "0 of 4 columns" in repr(too_strong)
    assert fit(X, Y, ElasticNet(largest / 4, 1.0)).lam_over_max == pytest.approx(0.25)
    assert fit(X, Y, L2(3.0)).lam_over_max == 0
    assert fit(X, np.ones(40), L1(0.1)).lam_over_max == np.inf
    assert not fit(X, Y, L1(largest * (1 + 1e-15))).coef.any()


@pytest.mark.parametrize("shape", [(40, 4), (60, 6830)])
def test_results_say_themselves_in_a_few_lines(shape):
    rng = np.random.default_rng(0)
    Z = pd.DataFrame(rng.standard_normal(shape)).rename(columns="<b>{}".format)
    target = Z.iloc[:, 0] + rng.standard_normal(shape[0])
    for result in (
        fit(Z, target, L1(0.1)),
        fit_path(Z, target, L1(), n_lams=20),
        cross_validate(Z, target, [L1(), L2()], n_lams=20),
        proximal_gradient(Z, target, L1(0.1), n_iter=20),
        train(NETS[shape[1]], Z, target, optimizer=Adam(1e-3), epochs=20),
    ):
        assert len(repr(result)) < 600
        assert len(repr(result).splitlines()) < 10
        page = result._repr_html_()
        assert page.startswith("<table>")
        assert "<b>" not in page
        assert len(page) < 2000
    facts = choosing.diagnose(Z, target)
    for said in (facts, choosing.recommend(facts)):
        assert repr(said) == str(said)
        assert len(repr(said)) < 1200


# --- estimators ---


def test_a_strength_is_a_parameter_of_the_estimator():
    model = PenalizedRegressor(L1(0.3))
    other = clone(model)
    assert model.get_params()["penalty__lam"] == 0.3
    assert model.set_params(penalty__lam=0.1) is model
    assert (model.penalty, other.penalty) == (L1(0.1), L1(0.3))
    assert type(model.penalty) is L1
    assert PenalizedRegressor(L2(1)).set_params(penalty__lam=2).penalty == L2(2)
    net = PenalizedRegressor(ElasticNet(0.1, 0.2)).set_params(penalty__lam1=0.5)
    assert net.penalty == ElasticNet(0.5, 0.2)
    both = PenalizedRegressor().set_params(penalty=ElasticNet(1, 1), penalty__lam2=0.5)
    assert both.penalty == ElasticNet(1, 0.5)
    with pytest.raises(ValueError, match=r"penalty__lam1 is no parameter .*It has penalty__lam\."):
        model.set_params(penalty__lam1=0.1)
    with pytest.raises(ValueError, match="lam must be a finite number >= 0"):
        model.set_params(penalty__lam=-1.0)
    assert "penalty__lam" not in PenalizedRegressor().get_params()
    search = GridSearchCV(PenalizedRegressor(L1()), {"penalty__lam": [0.01, 0.1, 10.0]}).fit(X, Y)
    assert search.best_estimator_.penalty == L1(0.01)
    random = RandomizedSearchCV(
        PenalizedRegressor(ElasticNet(1, 1)),
        {"penalty__lam1": uniform(0, 1), "penalty__lam2": uniform(0, 1)},
        n_iter=5,
        random_state=0,
    )
    assert 0 < random.fit(X, Y).best_estimator_.penalty.lam1 < 1


@pytest.mark.parametrize("select", ["best", "one_se"])
@pytest.mark.parametrize("directions", [L1(), L2(), ElasticNet.mix(0.4)])
def test_the_penalty_taken_means_the_documented_objective(directions, select):
    Z, target = load_diabetes(return_X_y=True, scaled=False)
    model = PenalizedRegressorCV(directions, select=select).fit(Z, target)
    again = PenalizedRegressor(model.penalty_, standardize=True).fit(Z, target)
    np.testing.assert_array_equal(again.coef_, model.coef_)
    assert again.intercept_ == model.intercept_
    assert isinstance(again.intercept_, np.float64)
    scale = Z.std(axis=0)
    W, b = model.coef_ * scale, model.intercept_

    def objective(w):
        error = target - (Z / scale) @ w - b
        return 0.5 * np.mean(error**2) + model.penalty_.value(w)

    rng = np.random.default_rng(0)
    for _ in range(50):  # nothing near it is lower
        assert objective(W) <= objective(W + 0.1 * rng.standard_normal(len(W))) + 1e-9


def test_selection_keeps_what_is_not_zero():
    model = PenalizedRegressor(L1(0.1)).fit(X, Y)
    kept = SelectFromModel(model, threshold=1e-100, prefit=True).get_support()
    np.testing.assert_array_equal(kept, model.coef_ != 0)
    assert 0 < kept.sum() < 4
