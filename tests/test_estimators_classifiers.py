"""`PenalizedClassifier` and `PenalizedClassifierCV` among scikit-learn's tools."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.datasets import load_breast_cancer, load_iris
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score
from sklearn.utils.estimator_checks import parametrize_with_checks

from regkit import L1, L2, ElasticNet, cross_validate, fit
from regkit.choosing import compare
from regkit.estimators import NetworkClassifier, PenalizedClassifier, PenalizedClassifierCV
from regkit.linear import ConvergenceWarning, GridWarning, SeparationError


@pytest.mark.filterwarnings("ignore::regkit.linear.GridWarning")  # on data of a few rows
@parametrize_with_checks(
    [
        PenalizedClassifier(L2(0.01)),
        PenalizedClassifier(ElasticNet(0.001, 0.01), standardize=True),
        PenalizedClassifierCV(L2(), n_lams=3, cv=2),
    ]
)
def test_scikit_learns_checks(estimator, check):
    check(estimator)


@pytest.fixture(scope="module")
def data():
    X, y = load_breast_cancer(return_X_y=True)
    return X[:150, ::4], np.where(y[:150] == 1, "benign", "malignant")


def test_two_classes_are_those_of_fit(data):
    X, y = data
    weights = np.random.default_rng(0).uniform(size=len(y))
    factors = [1, 0, 1, 1, 2, 1, 1, np.inf]
    model = PenalizedClassifier(L1(0.02), standardize=True, factors=factors)
    model.fit(X, y, sample_weight=weights)
    solution = fit(X, y == "malignant", L1(0.02), loss="logistic", standardize=True,
                   factors=factors, sample_weight=weights)  # fmt: skip
    assert np.array_equal(model.coef_, [solution.coef])
    assert model.intercept_ == solution.intercept
    assert model.dual_gap_ == solution.gap
    assert list(model.classes_) == ["benign", "malignant"]
    np.testing.assert_allclose(model.predict_proba(X), solution.predict_proba(X), rtol=1e-9)
    assert np.array_equal(model.predict(X) == "malignant", solution.predict(X) == 1)


def test_three_classes_are_each_against_the_rest():
    X, y = load_iris(return_X_y=True)
    model = PenalizedClassifier(L2(0.01)).fit(X, y)
    for k in range(3):
        solution = fit(X, y == k, L2(0.01), loss="logistic")
        assert np.array_equal(model.coef_[k], solution.coef)
    p = model.predict_proba(X)
    np.testing.assert_allclose(p.sum(axis=1), 1)
    assert np.array_equal(p.argmax(axis=1), model.predict(X))
    assert model.score(X, y) > 0.9


@pytest.mark.parametrize("select", ["best", "one_se"])
def test_two_classes_are_tuned_as_cross_validate_does(data, select):
    X, y = data
    model = PenalizedClassifierCV(L1(), n_lams=8, eps=1e-2, cv=3, seed=1, select=select)
    model.fit(X, y)
    result = cross_validate(X, y == "malignant", L1(), n_lams=8, eps=1e-2, cv=3, seed=1,
                            loss="logistic", standardize=True)  # fmt: skip
    assert model.penalty_ == getattr(result, select)
    again = PenalizedClassifier(model.penalty_, standardize=True).fit(X, y)
    assert np.array_equal(again.coef_, model.coef_)
    assert model.n_fits_ == 8 * 3 + 1


@pytest.mark.filterwarnings("ignore::regkit.linear.GridWarning")  # iris wants no penalty
def test_three_classes_share_a_penalty():
    X, y = load_iris(return_X_y=True)
    model = PenalizedClassifierCV([L1(), L2()], n_lams=4, cv=3, measure="error").fit(X, y)
    folds = list(StratifiedKFold(3, shuffle=True, random_state=0).split(X, y))
    assert model.cv_result_.loss.shape == (2, 4, 3)
    parts = [
        cross_validate(X, y == k, [L1(), L2()], lams=model.cv_result_.lams, cv=folds,
                       loss="logistic", standardize=True)
        for k in range(3)
    ]  # fmt: skip
    np.testing.assert_allclose(model.cv_result_.error, np.mean([r.error for r in parts], axis=0))
    d, k = model.cv_result_.best_index
    assert model.cv_result_.error_mean[d, k] == model.cv_result_.error_mean.min()
    assert model.coef_.shape == (3, 4)
    again = PenalizedClassifier(model.penalty_, standardize=True).fit(X, y)
    assert np.array_equal(again.coef_, model.coef_)


def test_tools(data):
    X, y = data
    search = GridSearchCV(
        PenalizedClassifier(L1(), standardize=True), {"penalty__lam": [0.3, 0.03]}, cv=3,
        scoring="neg_log_loss",
    ).fit(X, y)  # fmt: skip
    assert search.best_params_ == {"penalty__lam": 0.03}
    assert cross_val_score(clone(search.best_estimator_), X, y, cv=3).mean() > 0.8


def test_what_is_refused(data):
    X, y = data
    with pytest.raises(SeparationError, match="classes"):
        PenalizedClassifier().fit([[0.0], [1.0], [2.0]], [0, 0, 1])
    with pytest.raises(ValueError, match="at least 2 classes"):
        PenalizedClassifier(L1()).fit([[0.0], [1.0]], ["a", "a"])
    with pytest.raises(ValueError, match="select must be"):
        PenalizedClassifierCV(select="least").fit(X, y)
    with pytest.warns(ConvergenceWarning, match="max_iter"):
        PenalizedClassifier(L1(1e-4), max_iter=2).fit(X, y)


def of_three():
    """The data with a third class, as a data frame with its labels."""
    frame, y = load_breast_cancer(return_X_y=True, as_frame=True)
    frame = frame.iloc[:, :6]
    labels = y.map({0: "malignant", 1: "benign"})
    labels[frame["mean area"] < 400] = "tiny"
    return frame, labels


FRAME, LABELS = of_three()
TWO = LABELS.where(LABELS != "tiny", "benign")
ROWS = np.arange(len(TWO))
RARE = np.where(ROWS == 7, "tiny", "benign")
APART = FRAME[["mean area", "mean texture"]]  # the first tells the third class from the others


def without_benign(labels):
    """Return two folds, of which the first is not trained on benign rows."""
    return [(np.flatnonzero(labels != "benign"), np.flatnonzero(labels == "benign")), (ROWS, ROWS)]


LOGISTIC = PenalizedClassifier(standardize=True)


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: PenalizedClassifierCV(L1()).fit(FRAME, RARE), ValueError,
         "Got cv=5, and 1 row of class 'tiny'."),
        (lambda: PenalizedClassifierCV(L1(), cv=without_benign(TWO)).fit(FRAME, TWO), ValueError,
         "Got none of class 'benign' in fold 0."),
        (lambda: PenalizedClassifierCV(L1(), cv=without_benign(LABELS)).fit(FRAME, LABELS),
         ValueError, "Got none of class 'benign' in fold 0."),
        (lambda: PenalizedClassifierCV(L1(), cv=2).fit(FRAME, LABELS, groups=LABELS == "benign"),
         ValueError, "Got none of class 'malignant' in fold 0."),
        (lambda: LOGISTIC.fit(APART, LABELS == "tiny"), SeparationError,
         "* column 'mean texture' +0.194 is nowhere below 0 in class True and nowhere above 0 in "
         "class False"),
        (lambda: LOGISTIC.fit(APART, LABELS), SeparationError,
         "separate class 'tiny' from the other classes: -"),
        (lambda: LOGISTIC.fit(FRAME, TWO, sample_weight=TWO == "benign"), ValueError,
         "sample_weight must be positive for a row of every class. "
         "Got zeros in all rows of class 'malignant'."),
        (lambda: PenalizedClassifierCV().fit(FRAME, LABELS, sample_weight=LABELS != "tiny"),
         ValueError, "Got zeros in all rows of class 'tiny'."),
        (lambda: LOGISTIC.fit(FRAME, np.repeat("benign", len(FRAME))), ValueError,
         "Got only one class, 'benign'."),
    ],
)  # fmt: skip
def test_a_message_has_the_labels_and_the_columns_of_its_reader(call, error, said):
    with pytest.raises(error) as refused:
        call()
    assert said in str(refused.value)
    assert not re.search(r"class(es)? [01]\b|column \d|np\.", str(refused.value))


def test_each_class_against_the_rest_is_named_where_its_fit_falls_short():
    with pytest.warns(ConvergenceWarning) as told:
        PenalizedClassifier(L1(1e-3), standardize=True, max_iter=1).fit(FRAME, LABELS)
    wanted = [f"Of class {name!r} against the rest: fit stop" for name in sorted(set(LABELS))]
    assert [
        str(warning.message)[: len(w)] for warning, w in zip(told, wanted, strict=True)
    ] == wanted


def test_what_is_chosen_for_all_classes_is_judged_for_all_of_them():
    """Each class's own folds warned of its own grid, whose choice nobody takes."""
    with pytest.warns(GridWarning, match="at the weakest strength of its grid, 0.03") as told:
        model = PenalizedClassifierCV(L1(), lams=[0.1, 0.03], cv=3).fit(FRAME, LABELS)
    assert len(told) == 1
    assert model.cv_result_.cut_off == ("weak",)
    assert model.cv_result_.names == tuple(FRAME.columns)
    with pytest.warns(GridWarning):
        model = PenalizedClassifierCV(L1(), lams=[0.1, 0.0], cv=3).fit(APART, LABELS)
    assert model.cv_result_.says == (
        "No penalty was no candidate: columns separate class 'tiny' from the other classes in "
        "training, in folds 0, 1, 2.",
    )


BOTH = TWO == "malignant"
WITHOUT = [  # what data frames and lists hold where a label is missing
    TWO.where(ROWS != 3),
    TWO.where(ROWS != 3).astype("category"),
    TWO.astype("string").where(ROWS != 3),
    [None if row == 3 else name for row, name in enumerate(TWO)],
    BOTH.astype("boolean").where(ROWS != 3),
    BOTH.astype("Int64").where(ROWS != 3),
    BOTH.astype(float).where(ROWS != 3),
]
TUNED = PenalizedClassifierCV(L1(), lams=[0.01], cv=3)


@pytest.mark.parametrize("y", WITHOUT, ids=["object", "categories", "string", "list", "boolean",
                                            "whole", "float"])  # fmt: skip
def test_a_missing_label_is_named_by_its_row(y):
    """Each kind had its own words: "boolean value of NA is ambiguous" was one."""
    network = NetworkClassifier(epochs=1)
    doors = [model.fit for model in (LOGISTIC, TUNED, network)]
    doors += [lambda X, y: compare(X, y, {"tuned": TUNED}, cv=3, progress=False)]
    for door in doors:
        with pytest.raises(ValueError, match=r"y must have no missing entries\. Got \S+ in row 3 "):
            door(FRAME, y)


@pytest.mark.parametrize(
    "y", [TWO, list(TWO), TWO.to_numpy(str), TWO.astype("category"), pd.Categorical(TWO),
          TWO.astype("string"), BOTH, list(BOTH), BOTH.astype("boolean"), BOTH.astype("Int64")],
    ids=lambda y: f"{type(y).__name__} {getattr(y, 'dtype', '')}",
)  # fmt: skip
def test_a_forecast_is_in_the_labels_that_were_given(y):
    model = TUNED.fit(FRAME, y)
    given = {type(label) for label in np.asarray(y).tolist()}
    assert {type(label) for label in model.predict(FRAME).tolist()} == given
    assert set(model.classes_) == set(y)
    assert model.score(FRAME, y) > 0.9
    found = compare(FRAME, y, {"tuned": TUNED}, cv=3, progress=False)
    assert found.mean[0] < 0.1
