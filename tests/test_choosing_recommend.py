"""Rules of thumb: each question fires where it says, and every threshold shows its effect."""

from dataclasses import replace

import numpy as np
import pytest

from regkit import L1, L2, NoPenalty, cross_validate, datasets
from regkit.choosing import MIXES, ArticleRule, Change, OurRule, diagnose, recommend

DATA = datasets.linear_data(60, np.ones(10), datasets.correlation(10, 0.2), seed=0)
PLAIN = replace(
    diagnose(DATA.X, DATA.y), partner=np.zeros(10), zeros=0.0, scale_ratio=1.0, carriers=0.35
)
SPARSE = replace(PLAIN, zeros=0.95)
SPARSER = replace(PLAIN, zeros=0.955)
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


def test_at_a_threshold_nothing_fires():
    facts = replace(PLAIN, zeros=0.5, scale_ratio=2.0, carriers=0.3, partner=np.array([0.9, 0.1]))
    every = ("needless", "sparse", "correlated", "dense")
    at = ArticleRule(sparse=0.5, dense=0.5, strong=0.5, many=0.5, normalized=3.0)
    assert recommend(facts, rule=replace(at, order=every)).fired == "otherwise"
    level = replace(at, sparse=0.4, normalized=2.0, order=("needless",))
    assert recommend(facts, rule=level).fired == "otherwise"
    assert recommend(facts, rule=replace(level, normalized=2.1)).fired == "needless"
    assert recommend(facts, rule=OurRule(few=0.3, many=0.3)).fired == "otherwise"


def test_reasons_say_what_was_measured_and_asked():
    every = ArticleRule(order=("needless", "sparse", "correlated", "dense"))
    facts = replace(MIDDLING, scale_ratio=1.25)
    assert recommend(facts, rule=every).reasons == (
        "70% zeros (more than 90% is very sparse) and scales that differ by a factor of 1.25 "
        "(below 2 is well normalized).",
        "70% of the entries are 0 (more than 90% is very sparse).",
        "0% of the columns have a correlation above 0.70 (more than 30% is many).",
        "70% of the entries are 0 (less than 50% is dense).",
        "No question fired; the article then advises Elastic Net.",
    )
    assert recommend(replace(PLAIN, carriers=0.3)).reasons == (
        "The weight is spread over 30% of the columns (below 20%, few carry it).",
        "The weight is spread over 30% of the columns (above 36%, many carry it).",
        "Between the two: Elastic Net covers both.",
    )


@pytest.mark.parametrize(("carriers", "fired"), [(0.1, "few"), (0.9, "many"), (0.3, "otherwise")])
def test_a_recommendation_holds_what_it_was_made_of(carriers, fired):
    facts = replace(PLAIN, carriers=carriers)
    advice = recommend(facts)
    assert (advice.fired, advice.goal, advice.rule) == (fired, "predict", OurRule())
    assert advice.diagnosis is facts
    assert recommend(facts, goal="explain").goal == "explain"


@pytest.mark.parametrize(
    ("facts", "rule", "expected"),
    [
        (replace(PLAIN, carriers=0.9), OurRule(), [("few", 0.91, "l1"), ("many", 0.9, "en")]),
        (SPARSER, ArticleRule(sparse=1.0), [("sparse", 0.95, "l2"), ("dense", 0.96, "l1")]),
        (
            replace(SPARSER, scale_ratio=3.0),
            ArticleRule(order=("needless",)),
            [("normalized", 2 * 10**0.2, "none")],
        ),
        (
            replace(SPARSER, scale_ratio=3.0),
            ArticleRule(order=("needless",), normalized=150.0),
            [("sparse", 0.96, "en"), ("normalized", 150 / 10**1.7, "en")],
        ),
    ],
)
def test_the_nearest_change_is_found(facts, rule, expected):
    changes = recommend(facts, rule=rule).changes()
    assert [(c.parameter, c.family) for c in changes] == [(name, to) for name, _, to in expected]
    found = [c.value for c in changes]
    assert found == pytest.approx([value for _, value, _ in expected], rel=1e-9)


def test_a_recommendation_prints_line_by_line():
    facts = replace(SPARSE, partner=np.full(10, 0.8))
    rule = ArticleRule(order=("correlated", "dense"), many=0.9)
    assert str(recommend(facts, rule=rule)) == (
        "Recommended: L2 (ridge) (correlated).\n"
        "- 100% of the columns have a correlation above 0.70 (more than 90% is many).\n"
        "It would change with\n"
        "- strong = 0.8: Elastic Net\n"
        "- many = 1: Elastic Net"
    )
    turned = recommend(TANGLED, rule=ArticleRule())
    assert "- order = sparse, dense, correlated: L1 (lasso)" in str(turned).split("\n")


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
        (lambda: ArticleRule(normalized=-1), ValueError, "normalized must be a number from 1 to"),
        (lambda: OurRule(many="3"), TypeError, "many must be a number from 0 to 1. Got '3'"),
        (lambda: ArticleRule(strong=-0.1), ValueError, "strong must be a number from 0 to 1"),
        (lambda: ArticleRule(dense="a"), TypeError, "dense must be a number from 0 to 1"),
        (lambda: ArticleRule(normalized=None), TypeError, "normalized must be a number from 1 to"),
        (lambda: ArticleRule(order="dense"), TypeError, "order must be a tuple .* Got 'dense' ins"),
        (lambda: ArticleRule(order=("dens",)), ValueError, "order must name questions of"),
        (lambda: ArticleRule(order=("dense", "dense")), ValueError, "each at most once"),
        (lambda: recommend(PLAIN, goal="both"), ValueError, "goal must be 'predict' or 'explain'"),
        (lambda: recommend(3), TypeError, "diagnosis must be a Diagnosis. Got 3 instead"),
        (lambda: recommend(PLAIN, rule="ours"), TypeError, "rule must be an ArticleRule or"),
    ],
)
def test_bad_input_is_named(make, error, message):
    with pytest.raises(error, match=f"^.*{message}"):
        make()


def test_changes_stay_within_what_the_rule_allows():
    rule = ArticleRule(order=("needless",), normalized=1.0)
    facts = replace(PLAIN, zeros=0.95, scale_ratio=1.5)
    assert [c for c in recommend(facts, rule=rule).changes() if c.parameter == "normalized"] == [
        Change("normalized", pytest.approx(10**0.2), "none")
    ]
    rule = ArticleRule(order=("needless",), normalized=100.0)
    found = recommend(replace(facts, scale_ratio=1.05), rule=rule).changes()
    assert Change("normalized", 1.0, "en") in found
    rule = ArticleRule(order=("needless",), normalized=1e100)
    found = recommend(replace(facts, scale_ratio=2e99), rule=rule).changes()
    assert [change.value < 2e99 for change in found if change.parameter == "normalized"] == [True]
    rule = ArticleRule(order=("needless",), normalized=1e98)
    found = recommend(replace(facts, scale_ratio=9.5e99), rule=rule).changes()
    assert Change("normalized", 1e100, "none") in found
    for rule in (ArticleRule(order=("needless",)), ArticleRule(order=("needless",), normalized=90)):
        found = recommend(replace(facts, scale_ratio=1.0), rule=rule).changes()
        assert "normalized" not in {change.parameter for change in found}


def test_where_nothing_carries_our_rule_says_so():
    for goal in ("predict", "explain"):
        advice = recommend(replace(PLAIN, carriers=0.0), goal=goal)
        assert (advice.family, advice.fired) == ("l1", "few")
        assert advice.reasons == ("A ridge fit found nothing to carry: L1 can drop every column.",)
    noise = diagnose([[0.0], [1.0], [0.0], [1.0]], np.ones(4))
    assert noise.carriers == 0
    assert noise.facts()[-1] == (
        "A ridge fit found nothing to carry: the most likely weights are all 0."
    )


def test_thresholds_may_be_at_the_ends_of_their_ranges():
    every = ("needless", "sparse", "correlated", "dense")
    ends = ArticleRule(sparse=0, dense=1, strong=0, many=1, normalized=1e100, order=every)
    assert recommend(PLAIN, rule=ends).family == "l1"
    assert recommend(PLAIN, rule=OurRule(few=0, many=1)).family == "en"
