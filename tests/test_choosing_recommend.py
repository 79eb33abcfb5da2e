"""Rules of thumb: each question fires where it says, and every threshold shows its effect."""

from dataclasses import replace

import numpy as np
import pytest

from regkit import L1, L2, NoPenalty, cross_validate, datasets
from regkit.choosing import MIXES, ArticleRule, OurRule, diagnose, recommend

DATA = datasets.linear_data(60, np.ones(10), datasets.correlation(10, 0.2), seed=0)
PLAIN = replace(
    diagnose(DATA.X, DATA.y), partner=np.zeros(10), zeros=0.0, scale_ratio=1.0, carriers=0.35
)
SPARSE = replace(PLAIN, zeros=0.95)
TANGLED = replace(PLAIN, partner=np.full(10, 0.8))
MIDDLING = replace(PLAIN, zeros=0.7)


@pytest.mark.parametrize(
    ("facts", "family", "fired"),
    [
        (PLAIN, "l1", "dense"),
        (SPARSE, "l2", "sparse"),
        (TANGLED, "l2", "correlated"),
        (MIDDLING, "en", "otherwise"),
    ],
)
def test_the_articles_rule(facts, family, fired):
    advice = recommend(facts, rule=ArticleRule())
    assert (advice.family, advice.fired) == (family, fired)


def test_the_order_decides_where_the_article_is_silent():
    normalized = recommend(SPARSE, rule=ArticleRule(order=("needless", "sparse")))
    assert normalized.family == "none"
    unscaled = replace(SPARSE, scale_ratio=100.0)
    assert recommend(unscaled, rule=ArticleRule(order=("needless", "sparse"))).family == "l2"
    dense_first = ArticleRule(order=("dense", "sparse", "correlated"))
    assert recommend(TANGLED, rule=dense_first).family == "l1"
    assert recommend(TANGLED, rule=ArticleRule(order=())).family == "en"


@pytest.mark.parametrize(
    ("carriers", "goal", "family"),
    [
        (0.05, "predict", "l1"),
        (0.9, "predict", "l2"),
        (0.3, "predict", "en"),
        (0.9, "explain", "en"),
        (0.05, "explain", "l1"),
    ],
)
def test_our_rule(carriers, goal, family):
    assert recommend(replace(PLAIN, carriers=carriers), goal=goal).family == family


def test_to_explain_our_rule_never_keeps_everything():
    for carriers in (0.1, 0.3, 0.9):
        facts = replace(PLAIN, carriers=carriers)
        assert recommend(facts, goal="explain").family in ("l1", "en")


@pytest.mark.parametrize("rule", [ArticleRule(), OurRule(), ArticleRule(many=0.0)])
@pytest.mark.parametrize("facts", [PLAIN, SPARSE, TANGLED, MIDDLING])
def test_every_change_changes_the_recommendation_and_no_nearer_value_does(rule, facts):
    advice = recommend(facts, rule=rule)
    for change in advice.changes():
        turned = recommend(facts, rule=replace(rule, **{change.parameter: change.value}))
        assert turned.family == change.family != advice.family
        if isinstance(change.value, float):
            now = getattr(rule, change.parameter)
            for part in np.linspace(0.0, 0.8, 9):
                between = now + part * (change.value - now)
                if abs(between - change.value) > 0.011:
                    near = recommend(facts, rule=replace(rule, **{change.parameter: between}))
                    assert near.family == advice.family


def test_reasons_hold_fact_and_threshold():
    advice = recommend(TANGLED, rule=ArticleRule(strong=0.75, many=0.4))
    assert len(advice.reasons) == 2  # sparse did not fire, correlated did
    assert "100% of the columns have a correlation above 0.75 (more than 40%" in str(advice)
    assert "It would change with" in str(advice)
    assert "No threshold changes it" in str(recommend(TANGLED, rule=ArticleRule(order=())))


def test_directions_are_ready_to_tune():
    expected = {"l1": (L1(),), "l2": (L2(),), "en": MIXES}
    for facts in (PLAIN, SPARSE, MIDDLING):
        advice = recommend(facts, rule=ArticleRule())
        assert advice.directions == expected[advice.family]
        cross_validate(DATA.X, DATA.y, advice.directions, n_lams=3)
    rule = ArticleRule(order=("needless",))
    assert recommend(SPARSE, rule=rule).directions == (NoPenalty(),)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: ArticleRule(sparse=1.5), ValueError, "sparse must be a number from 0 to 1. Got"),
        (lambda: ArticleRule(many=True), TypeError, "many must be a number from 0 to 1. Got True"),
        (lambda: OurRule(few=np.nan), ValueError, "few must be a number from 0 to 1. Got nan"),
        (lambda: ArticleRule(normalized=-1), ValueError, "normalized must be a number from 0 to"),
        (lambda: OurRule(many="3"), TypeError, "many must be a number from 0 to 1. Got '3'"),
        (lambda: ArticleRule(order=("dens",)), ValueError, "order must name questions of"),
        (lambda: ArticleRule(order=("dense", "dense")), ValueError, "each at most once"),
        (lambda: recommend(PLAIN, goal="both"), ValueError, "goal must be 'predict' or 'explain'"),
        (lambda: recommend(3), TypeError, "diagnosis must be a Diagnosis. Got 3 instead"),
        (lambda: recommend(PLAIN, rule="ours"), TypeError, "rule must be an ArticleRule or"),
    ],
)
def test_bad_input_is_named(make, error, message):
    with pytest.raises(error, match=message):
        make()
