"""The conversions: round trips, what they ask for, and scikit-learn as the judge.

The other frameworks judge in ``tests/frameworks``, which needs them installed.
"""

from __future__ import annotations

import inspect
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import ElasticNet as SklearnElasticNet
from sklearn.linear_model import Lasso, LogisticRegression, Ridge, SGDRegressor
from sklearn.neural_network import MLPClassifier, MLPRegressor

from regkit import conventions
from regkit.conventions import (
    from_article,
    from_glmnet,
    from_keras,
    from_l1_percent,
    from_sklearn,
    from_statsmodels,
    from_torch,
    from_zou_hastie,
    to_article,
    to_glmnet,
    to_keras,
    to_l1_percent,
    to_sklearn,
    to_statsmodels,
    to_torch,
    to_zou_hastie,
)
from regkit.penalties import L1, L2, ElasticNet, NoPenalty

PAIRS = {
    name: (getattr(conventions, f"to_{name}"), getattr(conventions, f"from_{name}"))
    for name in (
        "sklearn",
        "glmnet",
        "keras",
        "torch",
        "statsmodels",
        "zou_hastie",
        "article",
        "l1_percent",
    )
}
# every setting: the pair, the facts it names, and the parts it can express
SETTINGS = [
    ("sklearn", {"estimator": "Lasso"}, "1"),
    ("sklearn", {"estimator": "Ridge"}, "2"),
    ("sklearn", {"estimator": "ElasticNet"}, "12"),
    ("sklearn", {"estimator": "SGDRegressor"}, "12"),
    ("sklearn", {"estimator": "LogisticRegression"}, "12"),
    ("sklearn", {"estimator": "MLPRegressor"}, "2"),
    ("sklearn", {"estimator": "MLPClassifier"}, "2"),
    ("glmnet", {"loss": "squared_error"}, "12"),
    ("glmnet", {"loss": "cross_entropy"}, "12"),
    ("keras", {"loss": "squared_error"}, "12"),
    ("keras", {"loss": "cross_entropy"}, "12"),
    ("torch", {"loss": "squared_error"}, "12"),
    ("torch", {"loss": "cross_entropy"}, "12"),
    ("torch", {"loss": "squared_error", "estimator": "SGD"}, "2"),
    ("torch", {"loss": "cross_entropy", "estimator": "Adam"}, "2"),
    ("torch", {"estimator": "AdamW"}, "2"),
    ("statsmodels", {}, "12"),
    ("statsmodels", {"estimator": "GLM"}, "12"),
    ("statsmodels", {"estimator": "Logit"}, "1"),
    ("zou_hastie", {}, "12"),
    ("article", {}, "12"),
    ("l1_percent", {}, "12"),
]
strengths = st.one_of(st.just(0.0), st.floats(1e-6, 1e6))


@pytest.mark.parametrize(("name", "facts", "parts"), SETTINGS)
@given(
    lam1=strengths,
    lam2=strengths,
    n=st.integers(1, 10**6),
    y_sd=st.floats(1e-3, 1e3),
    batch_size=st.integers(1, 10**4),
)
def test_round_trip(name, facts, parts, lam1, lam2, n, y_sd, batch_size):
    to, back = PAIRS[name]
    penalty = ElasticNet(lam1 if "1" in parts else 0, lam2 if "2" in parts else 0)
    facts = {"n": n, "y_sd": y_sd, "batch_size": batch_size} | facts
    again = back(to(penalty, **facts), **facts)
    # a mixing parameter keeps the weaker part to the precision of the stronger one
    largest = max(penalty.lam1, penalty.lam2 * max(1, y_sd), penalty.lam1 / y_sd)
    np.testing.assert_allclose(
        [again.lam1, again.lam2], [penalty.lam1, penalty.lam2], rtol=1e-12, atol=1e-14 * largest
    )


@pytest.mark.parametrize("name", PAIRS)
def test_signatures_are_alike(name):
    for function in PAIRS[name]:
        facts = list(inspect.signature(function).parameters.values())[1:]
        assert [fact.name for fact in facts] == ["n", "y_sd", "loss", "batch_size", "estimator"]
        assert all(fact.kind is fact.KEYWORD_ONLY and fact.default is None for fact in facts)


@pytest.mark.parametrize(
    ("convert", "expected"),
    [
        (lambda: to_sklearn(L1(0.1), estimator="Lasso"), {"alpha": 0.1}),
        (lambda: to_sklearn(L2(0.5), estimator="Ridge", n=100), {"alpha": 100.0}),
        (
            lambda: to_sklearn(NoPenalty(), estimator="LogisticRegression", n=100),
            {"C": np.inf, "l1_ratio": 0.0},
        ),
        (
            lambda: to_sklearn(L1(0.01), estimator="LogisticRegression", n=100),
            {"C": 1.0, "l1_ratio": 1.0, "solver": "saga"},
        ),
        (lambda: to_sklearn(L2(0.5), estimator="MLPClassifier", batch_size=32), {"alpha": 32.0}),
        (lambda: to_glmnet(L1(0.1)), {"alpha": 1.0, "lambda": 0.1}),
        (lambda: to_glmnet(L2(0.5), y_sd=3), {"alpha": 0.0, "lambda": 3.0}),
        (lambda: to_glmnet(L2(0.5), loss="cross_entropy"), {"alpha": 0.0, "lambda": 1.0}),
        (lambda: to_keras(L2(0.01), loss="squared_error"), {"l1": 0.0, "l2": 0.02}),
        (lambda: to_torch(L2(0.01), loss="squared_error", estimator="SGD"), {"weight_decay": 0.04}),
        (lambda: to_torch(L2(0.01), loss="cross_entropy", estimator="SGD"), {"weight_decay": 0.02}),
        (lambda: to_torch(L2(0.01), estimator="AdamW"), {"weight_decay": 0.02}),
        (lambda: to_statsmodels(L1(0.01), estimator="Logit", n=50), {"alpha": 0.5}),
        (lambda: to_zou_hastie(L2(0.5)), {"lambda1": 0.0, "lambda2": 1.0}),
        (lambda: to_article(L2(0.01), n=100), {"alpha": 1.0, "lambda": 1.0}),
        (lambda: to_l1_percent(L1(0.01), n=100), {"l1_percent": 1.0, "C": 1.0}),
    ],
)
def test_known_values(convert, expected):
    assert convert() == expected


# the formulas, in numbers that a float holds exactly: name, facts, penalty, settings
MIXED, LASSO, RIDGE = ElasticNet(0.25, 0.125), L1(0.25), L2(0.125)
CASES = [
    ("sklearn", {"estimator": "Lasso"}, LASSO, {"alpha": 0.25}),
    ("sklearn", {"estimator": "Ridge", "n": 100}, RIDGE, {"alpha": 25.0}),
    ("sklearn", {"estimator": "ElasticNet"}, MIXED, {"alpha": 0.5, "l1_ratio": 0.5}),
    (
        "sklearn",
        {"estimator": "SGDRegressor"},
        MIXED,
        {"penalty": "elasticnet", "alpha": 0.5, "l1_ratio": 0.5},
    ),
    (
        "sklearn",
        {"estimator": "LogisticRegression", "n": 4},
        MIXED,
        {"C": 0.5, "l1_ratio": 0.5, "solver": "saga"},
    ),
    ("sklearn", {"estimator": "LogisticRegression", "n": 4}, RIDGE, {"C": 1.0, "l1_ratio": 0.0}),
    (
        "sklearn",
        {"estimator": "LogisticRegression", "n": 4},
        NoPenalty(),
        {"C": np.inf, "l1_ratio": 0.0},
    ),
    ("sklearn", {"estimator": "MLPRegressor", "batch_size": 32}, RIDGE, {"alpha": 8.0}),
    ("sklearn", {"estimator": "MLPClassifier", "batch_size": 32}, RIDGE, {"alpha": 8.0}),
    ("glmnet", {"y_sd": 2.0}, MIXED, {"alpha": 1 / 3, "lambda": 0.75}),
    ("glmnet", {"y_sd": 1.0}, MIXED, {"alpha": 0.5, "lambda": 0.5}),
    ("glmnet", {"loss": "squared_error", "y_sd": 1.0}, MIXED, {"alpha": 0.5, "lambda": 0.5}),
    ("glmnet", {"loss": "cross_entropy", "y_sd": 2.0}, MIXED, {"alpha": 0.5, "lambda": 0.5}),
    ("keras", {"loss": "squared_error"}, MIXED, {"l1": 0.5, "l2": 0.25}),
    ("keras", {"loss": "cross_entropy"}, MIXED, {"l1": 0.25, "l2": 0.125}),
    ("torch", {"loss": "squared_error"}, MIXED, {"l1": 0.5, "l2": 0.25}),
    ("torch", {"loss": "cross_entropy"}, MIXED, {"l1": 0.25, "l2": 0.125}),
    ("torch", {"estimator": "SGD", "loss": "squared_error"}, RIDGE, {"weight_decay": 0.5}),
    ("torch", {"estimator": "Adam", "loss": "cross_entropy"}, RIDGE, {"weight_decay": 0.25}),
    ("torch", {"estimator": "AdamW", "loss": "squared_error"}, RIDGE, {"weight_decay": 0.25}),
    ("statsmodels", {}, MIXED, {"alpha": 0.5, "L1_wt": 0.5}),
    ("statsmodels", {"estimator": "OLS"}, MIXED, {"alpha": 0.5, "L1_wt": 0.5}),
    ("statsmodels", {"loss": "cross_entropy"}, MIXED, {"alpha": 0.5, "L1_wt": 0.5}),
    (
        "statsmodels",
        {"estimator": "GLM", "loss": "cross_entropy"},
        MIXED,
        {"alpha": 0.5, "L1_wt": 0.5},
    ),
    (
        "statsmodels",
        {"estimator": "GLM", "loss": "squared_error"},
        MIXED,
        {"alpha": 0.5, "L1_wt": 0.5},
    ),
    ("statsmodels", {"estimator": "Logit", "n": 100}, LASSO, {"alpha": 25.0}),
    ("zou_hastie", {"n": 100}, MIXED, {"lambda1": 5.0, "lambda2": 0.25}),
    ("zou_hastie", {"n": 100}, RIDGE, {"lambda1": 0.0, "lambda2": 0.25}),
    ("zou_hastie", {}, RIDGE, {"lambda1": 0.0, "lambda2": 0.25}),
    ("article", {"n": 8}, ElasticNet(0.375, 0.125), {"alpha": 0.25, "lambda": 4.0}),
    ("l1_percent", {"n": 8}, ElasticNet(0.375, 0.125), {"l1_percent": 0.75, "C": 4.0}),
]


@pytest.mark.parametrize(("name", "facts", "penalty", "settings"), CASES)
def test_the_formulas_both_ways(name, facts, penalty, settings):
    to, back = PAIRS[name]
    assert to(penalty, **facts) == settings
    again = back(settings, **facts)
    assert [again.lam1, again.lam2] == pytest.approx([penalty.lam1, penalty.lam2], rel=1e-15)


@pytest.mark.parametrize(("name", "facts", "penalty", "settings"), CASES)
def test_every_number_among_the_settings_is_checked_under_its_own_name(
    name, facts, penalty, settings
):
    _, back = PAIRS[name]
    for setting in settings.keys() - {"penalty", "solver"}:
        with pytest.raises(
            ValueError, match=rf"^{setting} must be a .*number .* Got -1 instead\.$"
        ):
            back(settings | {setting: -1}, **facts)
        for wrong in ("1", True, np.True_):
            with pytest.raises(
                TypeError, match=rf"^{setting} must be a .*number .* Got .* instead"
            ):
                back(settings | {setting: wrong}, **facts)
        for wrong in (np.nan, np.inf) if setting != "C" or name != "sklearn" else (np.nan,):
            with pytest.raises(ValueError, match=rf"^{setting} must be "):
                back(settings | {setting: wrong}, **facts)


# what each conversion needs, and the reason it gives: name, the other facts, penalty, settings
ALPHA, DECAY = {"alpha": 1.0}, {"weight_decay": 1.0}
NEEDS = [
    ("estimator", "sklearn", {}, L1(), ALPHA, "scikit-learn's estimators differ"),
    ("n", "sklearn", {"estimator": "Ridge"}, L2(), ALPHA, "Ridge sums the squared errors"),
    (
        "n",
        "sklearn",
        {"estimator": "LogisticRegression"},
        L2(),
        {"C": 1.0},
        "LogisticRegression sums the cross-entropies",
    ),
    (
        "batch_size",
        "sklearn",
        {"estimator": "MLPRegressor"},
        L2(),
        ALPHA,
        "MLPRegressor divides( alpha)? by it",
    ),
    (
        "y_sd",
        "glmnet",
        {},
        L2(),
        {"alpha": 0.5, "lambda": 1.0},
        "glmnet's gaussian family divides y by its standard deviation",
    ),
    ("loss", "keras", {}, L1(), {}, "Keras's mean squared error has no 1/2"),
    ("loss", "torch", {}, L1(), {}, "PyTorch's mean squared error has no 1/2"),
    ("loss", "torch", {"estimator": "SGD"}, L2(), DECAY, "PyTorch's mean squared error has no 1/2"),
    ("n", "statsmodels", {"estimator": "Logit"}, L1(), ALPHA, "Logit sums the log-likelihood"),
    (
        "n",
        "zou_hastie",
        {},
        L1(),
        {"lambda1": 1.0, "lambda2": 1.0},
        "the paper sums the squared errors",
    ),
    ("n", "article", {}, L1(), {"alpha": 0.5}, "the article sums the losses"),
    ("n", "l1_percent", {}, L1(), {"l1_percent": 0.5, "C": 1.0}, "the article sums the losses"),
]


@pytest.mark.parametrize(("fact", "name", "facts", "penalty", "settings", "why"), NEEDS)
def test_what_is_needed_is_asked_for_by_name_and_checked(fact, name, facts, penalty, settings, why):
    to, back = PAIRS[name]
    for call in (lambda **f: to(penalty, **facts, **f), lambda **f: back(settings, **facts, **f)):
        with pytest.raises(ValueError, match=rf"^{fact} is needed: {why}.* Give "):
            call()
        with pytest.raises(TypeError, match=rf"^{fact} must be .* Got \[1\] instead\.$"):
            call(**{fact: [1]})
        wrong = "mse" if fact in ("loss", "estimator") else 0
        with pytest.raises(ValueError, match=rf"^{fact} must be .* Got {wrong!r} instead\.$"):
            call(**{fact: wrong})


@pytest.mark.parametrize(
    ("name", "estimator", "loss", "nearest"),
    [
        ("sklearn", "Lasso", "squared_error", "LogisticRegression"),
        ("sklearn", "Ridge", "squared_error", "LogisticRegression"),
        ("sklearn", "ElasticNet", "squared_error", "LogisticRegression"),
        ("sklearn", "SGDRegressor", "squared_error", "LogisticRegression"),
        ("sklearn", "LogisticRegression", "cross_entropy", "ElasticNet"),
        ("sklearn", "MLPRegressor", "squared_error", "MLPClassifier"),
        ("sklearn", "MLPClassifier", "cross_entropy", "MLPRegressor"),
        ("statsmodels", "OLS", "squared_error", "GLM"),
        ("statsmodels", "Logit", "cross_entropy", "OLS"),
    ],
)
def test_an_estimator_has_its_own_loss_and_no_other(name, estimator, loss, nearest):
    to, back = PAIRS[name]
    facts = {"estimator": estimator, "n": 4, "batch_size": 2}
    settings = to(NoPenalty(), loss=loss, **facts)
    assert back(settings, loss=loss, **facts) == NoPenalty()
    (other,) = {"squared_error", "cross_entropy"} - {loss}
    message = f"{estimator} does not minimize loss='{other}'. The nearest is estimator='{nearest}'."
    for call in (to, back):
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            call(NoPenalty() if call is to else settings, loss=other, **facts)
        with pytest.raises(ValueError, match=r"^loss must be one of .* Got 'mse' instead\.$"):
            call(NoPenalty() if call is to else settings, loss="mse", **facts)


@pytest.mark.parametrize("name", ["sklearn", "torch", "statsmodels"])
def test_an_unknown_estimator_is_named(name):
    for call, value in zip(PAIRS[name], (L2(), {}), strict=True):
        with pytest.raises(ValueError, match=r"^estimator must be one of '.* Got 'Lars' instead"):
            call(value, estimator="Lars", loss="squared_error")
        with pytest.raises(TypeError, match=r"^estimator must be one of '.* Got 3 instead"):
            call(value, estimator=3, loss="squared_error")


@pytest.mark.parametrize("name", ["glmnet", "keras", "torch", "statsmodels"])
def test_an_unknown_loss_is_named(name):
    settings = {"alpha": 0.5, "lambda" if name == "glmnet" else "L1_wt": 1}
    for call, value in zip(PAIRS[name], (L2(), settings), strict=True):
        with pytest.raises(ValueError, match=r"^loss must be one of '.* Got 'mse' instead"):
            call(value, loss="mse", y_sd=1)
        with pytest.raises(TypeError, match=r"^loss must be one of '.* Got 3 instead"):
            call(value, loss=3, y_sd=1)


@pytest.mark.parametrize("name", PAIRS)
def test_what_is_no_penalty_or_no_mapping_is_refused(name):
    to, back = PAIRS[name]
    facts = {"n": 2, "y_sd": 1.0, "batch_size": 2}
    facts |= {"loss": "squared_error", "estimator": "Ridge" if name == "sklearn" else None}
    with pytest.raises(TypeError, match=r"^penalty must be a penalty such as .* Got 0.1 instead"):
        to(0.1, **facts)
    with pytest.raises(TypeError, match=r"^settings must be a mapping, .* Got 0.1 instead"):
        back(0.1, **facts)
    with pytest.raises(ValueError, match=r"^settings must be among \[.*\]. Got 'what' instead"):
        back({"what": 1}, **facts)


def test_settings_left_out_mean_what_they_mean_there():
    assert from_sklearn({"alpha": 1}, estimator="SGDRegressor") == L2(0.5)
    assert from_sklearn({"alpha": 1, "penalty": "l1"}, estimator="SGDRegressor") == L1(1)
    assert from_sklearn({"alpha": 1, "penalty": None}, estimator="SGDRegressor") == NoPenalty()
    assert from_sklearn({"C": 1}, estimator="LogisticRegression", n=10) == L2(0.05)
    assert from_glmnet({"lambda": 2}) == L1(2)
    assert from_keras({"l1": 2}, loss="squared_error") == L1(1)
    assert from_keras({"l2": 2}, loss="squared_error") == L2(1)
    assert from_keras({}, loss="squared_error") == NoPenalty()
    assert from_article({"alpha": 0.5}, n=10) == ElasticNet(0.05, 0.05)


BOTH = ElasticNet(0.1, 0.2)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        # a quantity that is needed is asked for by name
        (lambda: to_sklearn(L1()), ValueError, "estimator is needed: "),
        (lambda: to_sklearn(L2(), estimator="Ridge"), ValueError, "n is needed: Ridge sums"),
        (lambda: to_sklearn(L2(), estimator="LogisticRegression"), ValueError, "n is needed: "),
        (
            lambda: to_sklearn(L2(), estimator="MLPRegressor"),
            ValueError,
            "batch_size is needed: MLPRegressor divides alpha by it. Give batch_size as an "
            "integer >= 1.",
        ),
        (lambda: to_glmnet(L2()), ValueError, "y_sd is needed: glmnet's gaussian family"),
        (lambda: from_glmnet({"lambda": 1, "alpha": 0.5}), ValueError, "y_sd is needed: "),
        (
            lambda: to_keras(L1()),
            ValueError,
            "loss is needed: Keras's mean squared error has no 1/2, its cross-entropy is "
            "regkit's. Give one of 'squared_error', 'cross_entropy'.",
        ),
        (lambda: to_torch(L1()), ValueError, "loss is needed: PyTorch's mean squared error"),
        (lambda: to_torch(L2(), estimator="Adam"), ValueError, "loss is needed: "),
        (lambda: to_statsmodels(L1(), estimator="Logit"), ValueError, "n is needed: Logit sums"),
        (lambda: to_zou_hastie(L1()), ValueError, "n is needed: the paper sums"),
        (lambda: to_article(L1()), ValueError, "n is needed: the article sums"),
        (lambda: to_l1_percent(L1()), ValueError, "n is needed: the article sums"),
        # what a framework cannot express, and what comes nearest
        (
            lambda: to_sklearn(BOTH, estimator="Lasso"),
            ValueError,
            "scikit-learn's Lasso has no L2 part: lam2 must be 0. Got 0.2 instead. "
            "The nearest is estimator='ElasticNet'.",
        ),
        (
            lambda: to_sklearn(BOTH, estimator="Ridge", n=1),
            ValueError,
            "scikit-learn's Ridge has no L1 part: lam1 must be 0. Got 0.1 instead. "
            "The nearest is estimator='ElasticNet'.",
        ),
        (
            lambda: to_sklearn(BOTH, estimator="MLPClassifier", batch_size=1),
            ValueError,
            "scikit-learn's MLPClassifier has no L1 part: lam1 must be 0. Got 0.1 instead. "
            "The nearest is regkit.train with method='proximal', or PyTorch with a loss term.",
        ),
        (
            lambda: to_torch(BOTH, estimator="AdamW"),
            ValueError,
            "weight_decay of PyTorch's AdamW has no L1 part: lam1 must be 0. Got 0.1 instead. "
            "The nearest is a loss term",
        ),
        (
            lambda: to_statsmodels(BOTH, estimator="Logit", n=1),
            ValueError,
            "statsmodels' Logit has no L2 part: lam2 must be 0. Got 0.2 instead. "
            "The nearest is estimator='GLM', Binomial.",
        ),
        (
            lambda: to_sklearn(L1(), estimator="Lasso", loss="cross_entropy"),
            ValueError,
            "Lasso does not minimize loss='cross_entropy'. "
            "The nearest is estimator='LogisticRegression'.",
        ),
        (
            lambda: to_sklearn(L1(), estimator="LogisticRegression", loss="squared_error"),
            ValueError,
            "The nearest is estimator='ElasticNet'.",
        ),
        (
            lambda: from_sklearn({"alpha": 1}, estimator="MLPRegressor", loss="cross_entropy"),
            ValueError,
            "The nearest is estimator='MLPClassifier'.",
        ),
        (
            lambda: to_statsmodels(L1(), estimator="OLS", loss="cross_entropy"),
            ValueError,
            "OLS does not minimize loss='cross_entropy'. The nearest is estimator='GLM'.",
        ),
        # values and types that are not allowed
        (lambda: to_sklearn(0.1, estimator="Lasso"), TypeError, "penalty must be a penalty such"),
        (
            lambda: to_sklearn(L1(), estimator="Lars"),
            ValueError,
            "estimator must be one of 'Lasso', 'Ridge',",
        ),
        (lambda: to_sklearn(L1(), estimator=Lasso), TypeError, "estimator must be one of "),
        (
            lambda: to_sklearn(L2(), estimator="Ridge", n=0),
            ValueError,
            "n must be an integer >= 1. Got 0 instead.",
        ),
        (
            lambda: to_article(L2(), n=10.5),
            TypeError,
            "n must be an integer >= 1. Got 10.5 instead.",
        ),
        (
            lambda: to_sklearn(L2(), estimator="MLPRegressor", batch_size=True),
            TypeError,
            "batch_size must be an integer >= 1. Got True instead.",
        ),
        (
            lambda: to_glmnet(L2(), y_sd=0.0),
            ValueError,
            "y_sd must be a finite number > 0. Got 0.0 instead.",
        ),
        (
            lambda: to_glmnet(L2(), y_sd=np.inf),
            ValueError,
            "y_sd must be a finite number > 0. Got inf instead.",
        ),
        (lambda: to_glmnet(L2(), y_sd="1"), TypeError, "y_sd must be a finite number > 0."),
        (
            lambda: to_keras(L2(), loss="mse"),
            ValueError,
            "loss must be one of 'squared_error', 'cross_entropy'. Got 'mse' instead.",
        ),
        (
            lambda: from_sklearn({"alpha": -1}, estimator="Lasso"),
            ValueError,
            "alpha must be a finite number >= 0. Got -1 instead.",
        ),
        (
            lambda: from_sklearn({"alpha": 1, "l1_ratio": 1.5}, estimator="ElasticNet"),
            ValueError,
            "l1_ratio must be a number in the range [0, 1]. Got 1.5 instead.",
        ),
        (
            lambda: from_sklearn({"C": 0.0}, estimator="LogisticRegression", n=1),
            ValueError,
            "C must be a number > 0. Got 0.0 instead.",
        ),
        (
            lambda: from_sklearn({"lambda": 1}, estimator="Lasso"),
            ValueError,
            "settings must be among ['alpha']. Got 'lambda' instead.",
        ),
        (
            lambda: from_sklearn({}, estimator="Lasso"),
            ValueError,
            "settings must have 'alpha'. Got {} instead.",
        ),
        (
            lambda: from_sklearn({"alpha": 1, "penalty": "elasticnet"}, estimator="SGDRegressor"),
            ValueError,
            "settings must have 'l1_ratio' when penalty='elasticnet'.",
        ),
        (
            lambda: from_sklearn({"alpha": 1, "penalty": "L1"}, estimator="SGDRegressor"),
            ValueError,
            "penalty must be 'l1', 'l2', 'elasticnet' or None. Got 'L1' instead.",
        ),
        (lambda: from_torch([0.1], loss="squared_error"), TypeError, "settings must be a mapping"),
        (lambda: from_torch({"weight_decay": np.nan}, estimator="AdamW"), ValueError, "Got nan"),
        (lambda: from_keras({"l1": "1"}, loss="squared_error"), TypeError, "l1 must be a finite"),
        (lambda: from_zou_hastie({"lambda1": 1, "lambda2": 0}), ValueError, "n is needed: "),
        (lambda: from_statsmodels({"alpha": 1}), ValueError, "settings must have 'L1_wt'."),
        (lambda: from_l1_percent({"l1_percent": 50, "C": 1}, n=1), ValueError, "in the range"),
        (lambda: from_article({"alpha": 0.5, "C": 1}, n=1), ValueError, "Got 'C' instead."),
    ],
)
def test_errors_say_what_is_missing_or_nearest(call, error, message):
    with pytest.raises(error, match=re.escape(message)):
        call()


# --- scikit-learn judges --------------------------------------------------------------------


@pytest.fixture(scope="module")
def regression():
    rng = np.random.default_rng(7)
    X = rng.normal(size=(60, 6)) * [1, 2, 0.5, 1, 3, 1] + 1
    y = X @ [2, -1, 0, 0.5, 0, 0] + 4 + rng.normal(size=60)
    return X, y


@pytest.fixture(scope="module")
def classes():
    rng = np.random.default_rng(8)
    X = rng.normal(size=(90, 4))
    scores = X @ rng.normal(size=(4, 3)) * 2 + rng.gumbel(size=(90, 3))
    return X, scores.argmax(axis=1)


def not_optimal(gradient, w, penalty):
    """Largest violation of the optimality condition of ``loss + penalty`` at w."""
    at_zero = np.maximum(np.abs(gradient) - penalty.lam1, 0)
    away = np.abs(gradient + penalty.gradient(w))
    return float(np.max(np.where(w == 0, at_zero, away)))


def loss_gradient(model, X, y):
    return X.T @ (model.predict(X) - y) / len(y)


@pytest.mark.parametrize(
    ("estimator", "penalty"),
    [
        (Lasso, L1(0.3)),
        (Ridge, L2(0.3)),
        (SklearnElasticNet, ElasticNet(0.3, 0.2)),
        (SklearnElasticNet, L1(0.3)),
    ],
)
def test_linear_estimators_minimize_our_objective(regression, estimator, penalty):
    X, y = regression
    settings = to_sklearn(penalty, estimator=estimator.__name__, n=len(y))
    model = estimator(**settings, tol=1e-12, max_iter=100_000).fit(X, y)
    assert not_optimal(loss_gradient(model, X, y), model.coef_, penalty) < 1e-6


def test_sgd_regressor_is_the_elastic_net(regression):
    X, y = regression
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    penalty = ElasticNet(0.3, 0.2)
    exact = SklearnElasticNet(**to_sklearn(penalty, estimator="ElasticNet"), tol=1e-12).fit(X, y)
    sgd = SGDRegressor(
        **to_sklearn(penalty, estimator="SGDRegressor"),
        eta0=0.02,
        max_iter=3000,
        tol=None,
        random_state=0,
    ).fit(X, y)
    assert np.linalg.norm(sgd.coef_ - exact.coef_) < 0.01 * np.linalg.norm(exact.coef_)


@pytest.mark.parametrize("penalty", [L2(0.02), L1(0.02), ElasticNet(0.01, 0.02)])
def test_logistic_regression_minimizes_our_objective(classes, penalty):
    X, y = classes
    settings = to_sklearn(penalty, estimator="LogisticRegression", n=len(y))
    model = LogisticRegression(**settings, tol=1e-10, max_iter=100_000, random_state=0).fit(X, y)
    gradient = X.T @ (model.predict_proba(X) - np.eye(3)[y]) / len(y)
    assert not_optimal(gradient, model.coef_.T, penalty) < 1e-5


def test_two_classes_share_one_vector(classes):
    """lam2 on a softmax's two columns is lam2 / 2 on scikit-learn's one vector."""
    X, y = classes
    y = (y > 0).astype(int)
    settings = to_sklearn(L2(0.02), estimator="LogisticRegression", n=len(y))
    model = LogisticRegression(**settings, tol=1e-10, max_iter=1000).fit(X, y)
    W = np.column_stack([-model.coef_[0], model.coef_[0]]) / 2
    gradient = X.T @ (model.predict_proba(X) - np.eye(2)[y]) / len(y)
    assert not_optimal(gradient, W, L2(0.04)) < 1e-6


def test_mlp_without_hidden_layer_is_ridge(regression):
    X, y = regression
    alpha = to_sklearn(L2(0.3), estimator="MLPRegressor", batch_size=len(y))["alpha"]
    model = MLPRegressor(
        hidden_layer_sizes=(),
        alpha=alpha,
        solver="lbfgs",
        tol=1e-14,
        max_iter=5000,
        random_state=0,
    ).fit(X, y)
    assert not_optimal(loss_gradient(model, X, y), model.coefs_[0][:, 0], L2(0.3)) < 1e-4


def test_mlp_divides_alpha_by_the_batch():
    """On data that pulls nowhere only the penalty moves the weights: once a minibatch."""
    X, y = np.zeros((16, 3)), np.array([0, 1] * 8)
    alpha = to_sklearn(L2(0.5), estimator="MLPClassifier", batch_size=8)["alpha"]
    model = MLPClassifier(
        hidden_layer_sizes=(),
        alpha=alpha,
        solver="sgd",
        momentum=0,
        learning_rate_init=0.1,
        batch_size=8,
        random_state=0,
    )
    before = model.partial_fit(X, y, classes=[0, 1]).coefs_[0].copy()
    model.partial_fit(X, y)
    # two minibatches, each w -= 0.1 * (2 * 0.5 * w)
    np.testing.assert_allclose(model.coefs_[0], before * 0.9**2, rtol=1e-12)


@pytest.mark.parametrize(
    ("value", "allowed"),
    [
        (9e-101, "0 or from 1e-100 to 1e100"),
        (1.1e100, "0 or from 1e-100 to 1e100"),
        (-1, "a finite number >= 0"),
        (np.inf, "a finite number >= 0"),
    ],
)
def test_a_strength_is_one_that_every_framework_can_hold(value, allowed):
    with pytest.raises(ValueError, match=rf"^l1 must be {allowed}. Got"):
        from_keras({"l1": value}, loss="squared_error")


@pytest.mark.parametrize("lam", [1e-100, 1e100])
def test_the_ends_of_the_range_are_in_it(lam):
    assert to_zou_hastie(L1(lam), n=1) == {"lambda1": 2 * lam, "lambda2": 0}
    assert from_keras({"l1": lam}, loss="cross_entropy") == L1(lam)


def test_a_count_ends_where_floats_count_exactly_no_more():
    assert to_sklearn(L2(), estimator="Ridge", n=10**15) == {"alpha": 2.0 * 10**15}
    with pytest.raises(ValueError, match=r"^n must be an integer <= 10\^15. Got"):
        to_sklearn(L2(), estimator="Ridge", n=10**15 + 1)
