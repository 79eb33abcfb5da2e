"""The conversions: round trips, what they ask for, and scikit-learn as the judge.

The other frameworks judge in ``tests/frameworks``, which needs them installed.
"""

from __future__ import annotations

import inspect
import json
import re
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import ElasticNet as SklearnElasticNet
from sklearn.linear_model import Lasso, LogisticRegression, Ridge, SGDClassifier, SGDRegressor
from sklearn.neural_network import MLPClassifier, MLPRegressor

from regkit import conventions
from regkit.conventions import (
    from_article,
    from_glmnet,
    from_keras,
    from_l1_percent,
    from_optax,
    from_skglm,
    from_sklearn,
    from_statsmodels,
    from_torch,
    from_xgboost,
    from_zou_hastie,
    to_article,
    to_glmnet,
    to_keras,
    to_l1_percent,
    to_optax,
    to_sklearn,
    to_statsmodels,
    to_torch,
    to_xgboost,
    to_zou_hastie,
)
from regkit.conventions._table import PATH, ROWS
from regkit.penalties import L1, L2, ElasticNet, NoPenalty

PAIRS = {
    name.removeprefix("to_"): (
        getattr(conventions, name),
        getattr(conventions, name.replace("to_", "from_")),
    )
    for name in conventions.__all__
    if name.startswith("to_")
}
# every setting: the pair, the words it names, the facts it reads, and the parts it can express
SETTINGS = [
    ("sklearn", {"estimator": "Lasso"}, "", "1"),
    ("sklearn", {"estimator": "Ridge"}, "n", "2"),
    ("sklearn", {"estimator": "ElasticNet"}, "", "12"),
    ("sklearn", {"estimator": "SGDRegressor"}, "", "12"),
    ("sklearn", {"estimator": "SGDClassifier"}, "", "12"),
    ("sklearn", {"estimator": "LogisticRegression"}, "n", "12"),
    ("sklearn", {"estimator": "MLPRegressor"}, "batch_size", "2"),
    ("sklearn", {"estimator": "MLPClassifier"}, "batch_size", "2"),
    ("glmnet", {}, "y_sd", "12"),
    ("glmnet", {"loss": "logistic"}, "", "12"),
    ("glmnet", {"loss": "cross_entropy"}, "", "12"),
    ("statsmodels", {}, "", "12"),
    ("statsmodels", {"estimator": "GLM"}, "", "12"),
    ("statsmodels", {"estimator": "Logit"}, "n", "1"),
    ("xgboost", {}, "", "12"),
    ("skglm", {"estimator": "Lasso"}, "", "1"),
    ("skglm", {"estimator": "ElasticNet"}, "", "12"),
    ("skglm", {"estimator": "SparseLogisticRegression"}, "", "12"),
    ("zou_hastie", {}, "n", "12"),
    ("article", {}, "n", "12"),
    ("l1_percent", {}, "n", "12"),
]
LOSSES = {"squared_error": "outputs", "logistic": "outputs", "cross_entropy": ""}
DECOUPLED = {
    "keras": ("Adam", "AdamW"),
    "torch": ("AdamW", "TrainingArguments"),
    "optax": ("adamw",),
}
COUPLED = {"keras": (), "torch": ("SGD", "Adam"), "optax": ("add_decayed_weights",)}
for name in ("keras", "torch", "optax"):
    for loss, reads in LOSSES.items():
        SETTINGS.append((name, {"loss": loss}, reads, "12"))
        SETTINGS += [(name, {"loss": loss, "estimator": e}, reads, "2") for e in COUPLED[name]]
    SETTINGS += [(name, {"estimator": e, "decoupled": True}, "", "2") for e in DECOUPLED[name]]
SETTINGS += [
    ("keras", {"loss": loss, "estimator": "SGD", "decoupled": True}, reads, "2")
    for loss, reads in LOSSES.items()
]
FACTS = {"n": 100, "y_sd": 2.0, "outputs": 3, "batch_size": 32}
strengths = st.one_of(st.just(0.0), st.floats(1e-6, 1e6))


@pytest.mark.parametrize(("name", "words", "reads", "parts"), SETTINGS)
@given(
    lam1=strengths,
    lam2=strengths,
    n=st.integers(1, 10**6),
    y_sd=st.floats(1e-3, 1e3),
    outputs=st.integers(1, 100),
    batch_size=st.integers(1, 10**4),
)
def test_round_trip(name, words, reads, parts, lam1, lam2, **facts):
    to, back = PAIRS[name]
    penalty = ElasticNet(lam1 if "1" in parts else 0, lam2 if "2" in parts else 0)
    keywords = words | ({reads: facts[reads]} if reads else {})
    again = back(to(penalty, **keywords), **keywords)
    # a mixing parameter keeps the weaker part to the precision of the stronger one
    y_sd = facts["y_sd"]
    largest = max(penalty.lam1, penalty.lam2 * max(1, y_sd), penalty.lam1 / y_sd)
    rest = 1e-12 if words.get("estimator") == "GLM" else 1e-14  # whose share of L1 is never less
    np.testing.assert_allclose(
        [again.lam1, again.lam2], [penalty.lam1, penalty.lam2], rtol=3e-12, atol=3 * rest * largest
    )


@pytest.mark.parametrize(("name", "words", "reads", "parts"), SETTINGS)
def test_what_an_estimator_does_not_read_is_refused_whatever_the_penalty(name, words, reads, parts):
    """`n=-5, y_sd="x"` beside a Lasso went unseen."""
    to, back = PAIRS[name]
    good = words | ({reads: FACTS[reads]} if reads else {})
    settings = to(NoPenalty(), **good)
    for fact in FACTS.keys() - {reads}:
        for call in (to, back):
            in_signature = fact in inspect.signature(call).parameters
            says = rf"does not read {fact}\.$" if in_signature else rf"has no parameter '{fact}'"
            for value in (FACTS[fact], "x", -5):
                with pytest.raises(TypeError, match=says):
                    call(NoPenalty() if call is to else settings, **good, **{fact: value})
    if "decoupled" not in words and "decoupled" in inspect.signature(to).parameters:
        for call in (to, back):
            with pytest.raises(TypeError, match=r"does not read decoupled\.$"):
                call(NoPenalty() if call is to else settings, **good, decoupled=True)


def test_every_setting_of_the_table_is_tried_here():
    tried = {(name, words.get("estimator")) for name, words, *_ in SETTINGS}
    tried |= {("statsmodels", "OLS")}  # what it is without a word
    in_table = {(row.framework, e) for row in ROWS for e in row.estimators}
    assert (
        in_table - tried
        == {
            ("regkit", None),
            ("regkit", "two logits"),
            ("regkit", "one logit"),
            ("statsmodels", "OLS"),
        }
        - tried
    )
    assert set(json.loads(PATH.read_text(encoding="utf-8"))["losses"]) == set(LOSSES)


def test_a_line_that_is_asked_for_no_loss_is_the_same_for_all_its_losses():
    for row in ROWS:
        if row.framework in ("sklearn", "statsmodels", "skglm", "zou_hastie"):
            first, *others = row.factors.values()
            assert all(other == first for other in others), row.label


def test_a_function_takes_what_some_line_of_its_framework_reads_and_no_more():
    for name, functions in PAIRS.items():
        rows = [row for row in ROWS if row.framework == name]
        reads = {f for r in rows for fs in r.factors.values() for p in fs.values() for f in p}
        for function in functions:
            keywords = list(inspect.signature(function).parameters.values())[1:]
            assert all(k.kind is k.KEYWORD_ONLY for k in keywords)
            assert {k.name for k in keywords} - {"estimator", "loss", "decoupled"} == (
                reads - {"times"}
            )


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
        (lambda: to_keras(L2(0.01), loss="squared_error", outputs=1), {"l1": 0.0, "l2": 0.02}),
        (lambda: to_keras(L2(0.01), loss="logistic", outputs=2), {"l1": 0.0, "l2": 0.005}),
        (
            lambda: to_torch(L2(0.01), loss="squared_error", outputs=1, estimator="SGD"),
            {"weight_decay": 0.04},
        ),
        (lambda: to_torch(L2(0.01), loss="cross_entropy", estimator="SGD"), {"weight_decay": 0.02}),
        (lambda: to_torch(L2(0.01), estimator="AdamW", decoupled=True), {"weight_decay": 0.02}),
        (lambda: to_xgboost(L2(0.5)), {"booster": "gblinear", "alpha": 0.0, "lambda": 1.0}),
        (lambda: to_statsmodels(L2(0.5), estimator="GLM"), {"alpha": 1.0, "L1_wt": 1e-12}),
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
        {"estimator": "SGDClassifier"},
        MIXED,
        {"loss": "log_loss", "penalty": "elasticnet", "alpha": 0.5, "l1_ratio": 0.5},
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
    ("glmnet", {"loss": "logistic"}, MIXED, {"alpha": 0.5, "lambda": 0.5}),
    ("glmnet", {"loss": "cross_entropy"}, MIXED, {"alpha": 0.5, "lambda": 0.5}),
    *(
        (name, facts, MIXED, {"l1": 0.25 * c, "l2": 0.125 * c})
        for name in ("keras", "torch", "optax")
        for facts, c in (
            ({"loss": "squared_error", "outputs": 1}, 2),
            ({"loss": "squared_error", "outputs": 4}, 0.5),
            ({"loss": "logistic", "outputs": 1}, 1),
            ({"loss": "logistic", "outputs": 4}, 0.25),
            ({"loss": "cross_entropy"}, 1),
        )
    ),
    *(
        (name, {"estimator": estimator, **facts}, RIDGE, {"weight_decay": 0.25 * c})
        for name, estimator in (
            ("torch", "SGD"),
            ("torch", "Adam"),
            ("optax", "add_decayed_weights"),
            ("keras", "SGD"),
        )
        for facts, c in (
            ({"loss": "squared_error", "outputs": 1}, 2),
            ({"loss": "squared_error", "outputs": 4}, 0.5),
            ({"loss": "logistic", "outputs": 4}, 0.25),
            ({"loss": "cross_entropy"}, 1),
        )
        for facts in ([facts | {"decoupled": True}] if name == "keras" else [facts])
    ),
    *(
        (name, {"estimator": estimator, "decoupled": True}, RIDGE, {"weight_decay": 0.25})
        for name, estimator in (
            ("torch", "AdamW"),
            ("torch", "TrainingArguments"),
            ("optax", "adamw"),
            ("keras", "Adam"),
            ("keras", "AdamW"),
        )
    ),
    ("statsmodels", {}, MIXED, {"alpha": 0.5, "L1_wt": 0.5}),
    ("statsmodels", {"estimator": "OLS"}, MIXED, {"alpha": 0.5, "L1_wt": 0.5}),
    ("statsmodels", {"estimator": "GLM"}, MIXED, {"alpha": 0.5, "L1_wt": 0.5}),
    ("statsmodels", {"estimator": "GLM"}, RIDGE, {"alpha": 0.25, "L1_wt": 1e-12}),
    ("xgboost", {}, MIXED, {"booster": "gblinear", "alpha": 0.25, "lambda": 0.25}),
    ("skglm", {"estimator": "Lasso"}, LASSO, {"alpha": 0.25}),
    ("skglm", {"estimator": "ElasticNet"}, MIXED, {"alpha": 0.5, "l1_ratio": 0.5}),
    ("skglm", {"estimator": "SparseLogisticRegression"}, MIXED, {"alpha": 0.5, "l1_ratio": 0.5}),
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
    for setting in settings.keys() - {"penalty", "solver", "loss", "booster"}:
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
        "MLPRegressor divides alpha by it",
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
    ("loss", "optax", {}, L1(), {}, "optax.squared_error has no 1/2"),
    *(
        (
            "outputs",
            name,
            {"loss": loss},
            ElasticNet(1, 1),
            {"l1": 1.0, "l2": 1.0},
            "(Keras averages|PyTorch averages|the mean of optax's losses is) over the outputs",
        )
        for name in ("keras", "torch", "optax")
        for loss in ("squared_error", "logistic")
    ),
    ("estimator", "skglm", {}, L1(), ALPHA, "skglm's estimators differ"),
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


@pytest.mark.parametrize("name", ["sklearn", "torch", "statsmodels", "keras", "optax", "skglm"])
def test_an_unknown_estimator_is_named(name):
    for call, value in zip(PAIRS[name], (L2(), {}), strict=True):
        with pytest.raises(ValueError, match=r"^estimator must be one of '.* Got 'Lars' instead"):
            call(value, estimator="Lars")
        with pytest.raises(TypeError, match=r"^estimator must be one of '.* Got 3 instead"):
            call(value, estimator=3)


@pytest.mark.parametrize("name", ["glmnet", "keras", "torch", "optax"])
def test_an_unknown_loss_is_named(name):
    settings = {"alpha": 0.5, "lambda": 1} if name == "glmnet" else {"l2": 1}
    for call, value in zip(PAIRS[name], (L2(), settings), strict=True):
        with pytest.raises(ValueError, match=r"^loss must be one of '.* Got 'mse' instead"):
            call(value, loss="mse")
        with pytest.raises(TypeError, match=r"^loss must be one of '.* Got 3 instead"):
            call(value, loss=3)


@pytest.mark.parametrize(("name", "words", "reads", "parts"), SETTINGS)
def test_what_is_no_penalty_or_no_mapping_is_refused(name, words, reads, parts):
    to, back = PAIRS[name]
    facts = words | ({reads: FACTS[reads]} if reads else {})
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
    assert from_keras({"l1": 2}, loss="squared_error", outputs=1) == L1(1)
    assert from_keras({"l2": 2}, loss="squared_error", outputs=1) == L2(1)
    assert from_keras({}, loss="squared_error") == NoPenalty()
    assert from_statsmodels({"alpha": 2}) == L1(2)
    # the least share that GLM takes stands for none
    assert from_statsmodels({"alpha": 2, "L1_wt": 1e-12}, estimator="GLM") == L2(1)
    assert from_skglm({"alpha": 2}, estimator="SparseLogisticRegression") == L1(2)
    assert from_xgboost({"booster": "gblinear"}) == NoPenalty()
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
        (
            lambda: to_glmnet(L2()),
            ValueError,
            "y_sd is needed: glmnet's gaussian family divides y by its standard deviation. "
            "Give y_sd=numpy.std(y).",
        ),
        (lambda: from_glmnet({"lambda": 1, "alpha": 0.5}), ValueError, "y_sd is needed: "),
        (
            lambda: to_keras(L1()),
            ValueError,
            "loss is needed: Keras's mean squared error has no 1/2, its cross-entropy is "
            "regkit's. Give one of 'squared_error', 'logistic', 'cross_entropy'.",
        ),
        (lambda: to_torch(L1()), ValueError, "loss is needed: PyTorch's mean squared error"),
        (lambda: to_torch(L2(), estimator="Adam"), ValueError, "loss is needed: "),
        (lambda: to_statsmodels(L1(), estimator="Logit"), ValueError, "n is needed: Logit sums"),
        (lambda: to_zou_hastie(L1()), ValueError, "n is needed: the paper sums"),
        (lambda: to_article(L1()), ValueError, "n is needed: the article sums"),
        (lambda: to_l1_percent(L1()), ValueError, "n is needed: the article sums"),
        # where there is a usual one, None is none of the others
        (
            lambda: to_glmnet(L1(), loss=None),
            TypeError,
            "loss must be one of 'squared_error', 'logistic', 'cross_entropy'. Got None instead.",
        ),
        (
            lambda: to_statsmodels(L1(), estimator=None),
            TypeError,
            "estimator must be one of 'OLS', 'GLM', 'Logit'. Got None instead.",
        ),
        # who does not read it, and whether it is for the loss
        (
            lambda: to_glmnet(L1(), loss="logistic", y_sd=1),
            TypeError,
            "R glmnet with loss='logistic' does not read y_sd.",
        ),
        (
            lambda: to_sklearn(L1(), estimator="Lasso", n=3),
            TypeError,
            "scikit-learn Lasso does not read n.",
        ),
        (
            lambda: to_keras(L2(), estimator="AdamW", loss="logistic", decoupled=True),
            TypeError,
            "Keras Adam, AdamW does not read loss.",
        ),
        # what a framework cannot express, and what comes nearest
        (
            lambda: to_sklearn(BOTH, estimator="Lasso"),
            ValueError,
            "scikit-learn Lasso has no L2 part: lam2 must be 0. Got 0.2 instead. "
            "The nearest is ElasticNet.",
        ),
        (
            lambda: to_sklearn(BOTH, estimator="Ridge", n=1),
            ValueError,
            "scikit-learn Ridge has no L1 part: lam1 must be 0. Got 0.1 instead. "
            "The nearest is ElasticNet.",
        ),
        (
            lambda: to_sklearn(BOTH, estimator="MLPClassifier", batch_size=1),
            ValueError,
            "scikit-learn MLPClassifier has no L1 part: lam1 must be 0. Got 0.1 instead. "
            'The nearest is regkit.train with method="proximal", or PyTorch with a loss term.',
        ),
        (
            lambda: to_torch(BOTH, estimator="SGD", loss="cross_entropy"),
            ValueError,
            "PyTorch SGD, Adam has no L1 part: lam1 must be 0. Got 0.1 instead. "
            "The nearest is a loss term",
        ),
        (
            lambda: to_statsmodels(BOTH, estimator="Logit", n=1),
            ValueError,
            "statsmodels Logit has no L2 part: lam2 must be 0. Got 0.2 instead. "
            "The nearest is GLM with the Binomial family.",
        ),
        # what changes the problem
        (
            lambda: from_sklearn({"C": 1.0, "solver": "liblinear"}, estimator="LogisticRegression"),
            ValueError,
            "solver must not be 'liblinear' with an intercept, which it penalizes like a weight",
        ),
        (
            lambda: from_sklearn(
                {"C": 1.0, "class_weight": "balanced"}, estimator="LogisticRegression", n=5
            ),
            ValueError,
            "class_weight must be None: it weighs the samples, so that the loss is another; leave "
            "it out, and give the sum of the weights as n. Got 'balanced' instead.",
        ),
        (
            lambda: from_sklearn({"alpha": 1.0, "positive": True}, estimator="Lasso"),
            ValueError,
            "positive must be False: it holds the weights at 0 or above, which is another "
            "problem. Got True instead.",
        ),
        (
            lambda: from_sklearn({"alpha": 1.0, "loss": "huber"}, estimator="SGDRegressor"),
            ValueError,
            "loss must be 'squared_error': another loss is another objective. Got 'huber' instead.",
        ),
        (
            lambda: from_sklearn({"alpha": 1.0}, estimator="SGDClassifier"),
            ValueError,
            "loss must be 'log_loss': another loss is another objective. Got 'hinge' instead.",
        ),
        (
            lambda: from_sklearn({"alpha": 1.0, "loss": "poisson"}, estimator="MLPRegressor"),
            ValueError,
            "loss must be 'squared_error'",
        ),
        (
            lambda: from_xgboost({"alpha": 1.0}),
            ValueError,
            "booster must be 'gblinear': in trees alpha and lambda penalize the values of the "
            "leaves, and there are no weights. Got 'gbtree' instead.",
        ),
        (
            lambda: from_statsmodels({"alpha": 1.0, "L1_wt": 0.0}, estimator="GLM"),
            ValueError,
            "L1_wt must be >= 1e-12: with 0 statsmodels takes another road",
        ),
        # a decay is no penalty
        (
            lambda: to_torch(L2(0.1), estimator="AdamW"),
            ValueError,
            "PyTorch AdamW has no L2 penalty in its weight_decay: it multiplies w by "
            "1 - lr weight_decay beside Adam's step, which divides the pull of the loss by its "
            "size but not the decay, so that it ends at other weights than an L2 penalty; Adam's "
            "weight_decay is the penalty. decoupled=True gives the nearest start: "
            "{'weight_decay': 0.2}.",
        ),
        (
            lambda: to_torch(L2(0.1), estimator="AdamW", loss="squared_error"),
            ValueError,
            "PyTorch AdamW has no L2 penalty in its weight_decay",
        ),
        (
            lambda: from_torch({"weight_decay": 0.2}, estimator="AdamW"),
            ValueError,
            "Adam's weight_decay is the penalty. decoupled=True reads it as regkit's decoupled "
            "step.",
        ),
        (
            lambda: to_optax(L2(0.1), estimator="adamw"),
            ValueError,
            "add_decayed_weights ahead of adam is the penalty. decoupled=True gives the nearest "
            "start: {'weight_decay': 0.2}.",
        ),
        (
            lambda: from_optax({"weight_decay": 0.2}, estimator="adamw"),
            ValueError,
            "optax adamw has no L2 penalty in its weight_decay",
        ),
        (
            lambda: to_keras(L2(0.1), estimator="Adam"),
            ValueError,
            "the penalty itself is kernel_regularizer. decoupled=True gives the nearest start: "
            "{'weight_decay': 0.2}.",
        ),
        (
            lambda: to_keras(L2(0.125), estimator="SGD", loss="squared_error", outputs=2),
            ValueError,
            "with momentum it pulls 1 - momentum times as hard as the L2 penalty, and as hard "
            "only without; the penalty itself is kernel_regularizer. decoupled=True gives the "
            "nearest start: {'weight_decay': 0.25}.",
        ),
        (
            lambda: to_keras(L2(0.1), estimator="SGD"),
            ValueError,
            "decoupled=True gives the nearest start: 2 lam2 times the loss's own factor.",
        ),
        (
            lambda: to_torch(L2(0.1), estimator="AdamW", decoupled=1),
            TypeError,
            "decoupled must be True or False. Got 1 instead.",
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
            "loss must be one of 'squared_error', 'logistic', 'cross_entropy'. Got 'mse' instead.",
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
            "settings must be among ['alpha', 'positive']. Got 'lambda' instead.",
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
        (
            lambda: from_torch({"weight_decay": np.nan}, estimator="AdamW", decoupled=True),
            ValueError,
            "Got nan",
        ),
        (lambda: from_keras({"l1": "1"}, loss="squared_error"), TypeError, "l1 must be a finite"),
        (lambda: from_zou_hastie({"lambda1": 1, "lambda2": 0}), ValueError, "n is needed: "),
        (lambda: from_statsmodels({"L1_wt": 1}), ValueError, "settings must have 'alpha'."),
        (
            lambda: from_sklearn(
                {"alpha": 1, "batch_size": 8}, estimator="MLPRegressor", batch_size=9
            ),
            ValueError,
            "batch_size must be that of the settings, 8. Got 9 instead.",
        ),
        (lambda: from_l1_percent({"l1_percent": 50, "C": 1}, n=1), ValueError, "in the range"),
        (lambda: from_article({"alpha": 0.5, "C": 1}, n=1), ValueError, "Got 'C' instead."),
    ],
)
def test_errors_say_what_is_missing_or_nearest(call, error, message):
    with pytest.raises(error, match=re.escape(message)):
        call()


# --- what get_params gives --------------------------------------------------------------------

WHOLE = {  # an estimator, what its conversion reads besides, and its penalty
    "Lasso": (Lasso(alpha=0.25, max_iter=9), {}, L1(0.25)),
    "Ridge": (Ridge(alpha=2.0, solver="svd"), {"n": 4}, L2(0.25)),
    "ElasticNet": (SklearnElasticNet(alpha=0.5, l1_ratio=0.5), {}, ElasticNet(0.25, 0.125)),
    "SGDRegressor": (SGDRegressor(alpha=0.5, penalty="l1"), {}, L1(0.5)),
    "SGDClassifier": (SGDClassifier(loss="log_loss", alpha=0.5), {}, L2(0.25)),
    "LogisticRegression": (LogisticRegression(C=0.5), {"n": 4}, L2(0.25)),
    "MLPRegressor": (MLPRegressor(alpha=4.0, batch_size=8), {}, L2(0.25)),
    "MLPClassifier": (MLPClassifier(alpha=4.0), {"batch_size": 8}, L2(0.25)),
}


def test_every_estimator_of_scikit_learn_is_read_whole():
    assert WHOLE.keys() == {e for row in ROWS if row.framework == "sklearn" for e in row.estimators}


@pytest.mark.parametrize("name", WHOLE)
def test_get_params_goes_there_and_back(name):
    """Any `get_params()` was refused with a list."""
    estimator, facts, penalty = WHOLE[name]
    assert from_sklearn(estimator.get_params(), estimator=name, **facts) == penalty
    facts = facts or ({"batch_size": 8} if name.startswith("MLP") else {})
    spelled = type(estimator)(**to_sklearn(penalty, estimator=name, **facts))
    assert from_sklearn(spelled.get_params(), estimator=name, **facts) == penalty


@pytest.mark.parametrize("name", WHOLE)
def test_get_params_of_a_fitted_estimator(name, classes):
    X, y = classes
    estimator, facts, penalty = WHOLE[name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # short fits do not converge
        estimator.fit(X, y)
    assert from_sklearn(estimator.get_params(), estimator=name, **facts) == penalty


@pytest.mark.parametrize("name", WHOLE)
def test_a_parameter_either_changes_nothing_or_is_read_or_refused(name):
    """So that a parameter which scikit-learn adds is looked at here first."""
    (row,) = [r for r in ROWS if r.framework == "sklearn" and name in r.estimators]
    apart = (
        {"penalty"}
        if name in ("SGDRegressor", "SGDClassifier", "LogisticRegression")
        else {"batch_size", "solver"}
        if name.startswith("MLP")
        else set()
    )
    known = {*row.names.values(), *row.only, *row.neutral, *apart}
    assert known - {"penalty"} == WHOLE[name][0].get_params().keys() - {"penalty"}


@pytest.mark.parametrize(
    ("settings", "penalty"),
    [
        ({"C": 0.5, "penalty": "l1"}, L1(0.5)),
        ({"C": 0.5, "penalty": "l1", "l1_ratio": 0.0}, L1(0.5)),
        ({"C": 0.5, "penalty": "l2", "l1_ratio": None}, L2(0.25)),
        ({"C": 0.5, "penalty": "elasticnet", "l1_ratio": 0.5}, ElasticNet(0.25, 0.125)),
        ({"C": 0.5, "penalty": None}, NoPenalty()),
        ({"C": 0.5, "penalty": "deprecated", "l1_ratio": 1}, L1(0.5)),
        ({"C": 0.5, "l1_ratio": None}, L2(0.25)),
        ({"C": 0.5, "fit_intercept": True, "tol": 1e-3}, L2(0.25)),
        ({"C": 0.5, "solver": "liblinear", "fit_intercept": False}, L2(0.25)),
    ],
)
def test_the_words_of_logistic_regression(settings, penalty):
    assert from_sklearn(settings, estimator="LogisticRegression", n=4) == penalty


def test_batches_of_all_the_data_with_lbfgs():
    settings = MLPRegressor(alpha=4.0, solver="lbfgs", batch_size=16).get_params()
    assert from_sklearn(settings, estimator="MLPRegressor", batch_size=8) == L2(0.25)
    with pytest.raises(ValueError, match=r"^batch_size is needed"):
        from_sklearn(settings, estimator="MLPRegressor")


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
    ("estimator", "facts", "penalty"),
    [
        (Lasso, {}, L1(0.3)),
        (Ridge, {"n": 60}, L2(0.3)),
        (SklearnElasticNet, {}, ElasticNet(0.3, 0.2)),
        (SklearnElasticNet, {}, L1(0.3)),
    ],
)
def test_linear_estimators_minimize_our_objective(regression, estimator, facts, penalty):
    X, y = regression
    settings = to_sklearn(penalty, estimator=estimator.__name__, **facts)
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


@pytest.mark.parametrize("penalty", [L2(0.02), ElasticNet(0.01, 0.02)])
def test_two_halves_of_a_vector_are_its_softmax(classes, penalty):
    """The line of the table: the same lam1, and twice lam2 on the softmax's two."""
    X, y = classes
    y = (y > 0).astype(int)
    settings = to_sklearn(penalty, estimator="LogisticRegression", n=len(y))
    model = LogisticRegression(**settings, tol=1e-10, max_iter=100_000, random_state=0).fit(X, y)
    W = np.column_stack([-model.coef_[0], model.coef_[0]]) / 2
    gradient = X.T @ (model.predict_proba(X) - np.eye(2)[y]) / len(y)
    lines = {r.estimators[0]: r for r in ROWS if r.framework == "regkit"}
    on_two = ElasticNet(**lines["two logits"].spell(penalty, "logistic"))
    assert not_optimal(gradient, W, on_two) < 1e-5
    assert ElasticNet(**lines["one logit"].spell(on_two, "cross_entropy")) == penalty


@pytest.mark.parametrize("penalty", [L2(0.02), L1(0.02)])
def test_liblinear_is_the_same_problem_without_an_intercept_and_another_with(classes, penalty):
    X, y = classes[0] + 3, (classes[1] > 0).astype(int)
    settings = to_sklearn(penalty, estimator="LogisticRegression", n=len(y))
    for fit_intercept in (False, True):
        model = LogisticRegression(
            **(settings | {"solver": "liblinear"}),
            fit_intercept=fit_intercept,
            tol=1e-12,
            max_iter=100_000,
            random_state=0,
        ).fit(X, y)
        residual = model.predict_proba(X)[:, 1] - y
        assert not_optimal(X.T @ residual / len(y), model.coef_[0], penalty) < 1e-5
    assert abs(residual.mean()) > 1e-3  # and the gradient of a free intercept is 0


def test_sgd_classifier_minimizes_the_mean_logistic_loss(classes):
    X, y = classes[0], (classes[1] > 0).astype(int)
    penalty = ElasticNet(0.02, 0.05)
    exact = LogisticRegression(
        **to_sklearn(penalty, estimator="LogisticRegression", n=len(y)), tol=1e-8, max_iter=10_000
    ).fit(X, y)
    sgd = SGDClassifier(
        **to_sklearn(penalty, estimator="SGDClassifier"),
        learning_rate="constant",
        eta0=0.001,
        max_iter=1000,
        tol=None,
        random_state=0,
    ).fit(X, y)
    assert np.linalg.norm(sgd.coef_ - exact.coef_) < 0.02 * np.linalg.norm(exact.coef_)


def test_sample_weights_of_three_are_three_times_the_samples_where_they_are_summed(regression):
    """And nothing where their mean is made 1; `to_sklearn` says which is which."""
    X, y = regression
    heavy = np.full(len(y), 3.0)
    for estimator in (Lasso, SklearnElasticNet):
        model = estimator(alpha=0.3, tol=1e-12)
        same = model.fit(X, y).coef_, model.fit(X, y, sample_weight=heavy).coef_
        np.testing.assert_allclose(*same, rtol=1e-8)
    for estimator in (Ridge, LogisticRegression):
        settings = to_sklearn(L2(0.3), estimator=estimator.__name__, n=3 * len(y))
        target = y if estimator is Ridge else y > y.mean()
        model = estimator(**settings, tol=1e-10).fit(X, target, sample_weight=heavy)
        b = np.ravel(model.coef_)
        predicted = model.predict(X) if estimator is Ridge else model.predict_proba(X)[:, 1]
        assert not_optimal(X.T @ (predicted - target) / len(y), b, L2(0.3)) < 1e-4


def test_mlp_regressor_sums_over_the_outputs():
    """Unlike Keras and PyTorch: its alpha does not depend on how many there are."""
    rng = np.random.default_rng(3)
    X = rng.normal(size=(40, 3))
    Y = X @ rng.normal(size=(3, 4)) + rng.normal(size=(40, 4))
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    model = MLPRegressor(
        hidden_layer_sizes=(),
        **to_sklearn(L2(0.2), estimator="MLPRegressor", batch_size=40),
        solver="sgd",  # lbfgs is given the gradient of the sum and the value of the mean
        batch_size=40,
        learning_rate_init=0.1,
        max_iter=500,
        n_iter_no_change=500,
        random_state=0,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it stops at max_iter
        model.fit(X, Y)
    closed = np.linalg.solve(X.T @ X / 40 + 0.4 * np.eye(3), X.T @ Y / 40)
    np.testing.assert_allclose(model.coefs_[0], closed, rtol=1e-9)


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
