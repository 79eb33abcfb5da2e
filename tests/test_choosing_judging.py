"""One standard of uncertainty and one regret: what they cover, and that everything uses them."""

import ast
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

import regkit
from regkit.choosing import Comparison, interval, regret
from regkit.claims import _tools


@pytest.mark.parametrize("runs", [2, 4, 8, 20])
def test_it_covers_what_it_says_for_few_runs_too(runs):
    draws = np.random.default_rng(runs).standard_normal((4000, runs))
    held = np.mean([one.low <= 0 <= one.high for one in map(interval, draws)])
    assert held == pytest.approx(0.95, abs=0.012)  # two standard errors would hold 86 % of 4 runs


def test_independent_runs_are_judged_by_students_t():
    values = [1.0, 4.0, 2.0, 5.0, 3.5]
    expected = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    found = interval(values)
    assert (found.low, found.high, found.runs) == (
        pytest.approx(expected.low),
        pytest.approx(expected.high),
        5,
    )


def test_numbers_of_one_draw_count_once():
    values = np.random.default_rng(0).standard_normal((6, 3))
    assert interval(values) == pytest.approx(interval(values.mean(axis=1)))


def test_splits_of_one_data_set_are_wider():
    values = [1.0, 4.0, 2.0, 5.0]
    free, shared = interval(values), interval(values, test_to_train=0.5)
    widths = [one.high - one.low for one in (free, shared)]
    assert widths[1] / widths[0] == pytest.approx(np.sqrt((1 / 4 + 0.5) / (1 / 4)))


def test_a_comparison_and_the_ledger_have_the_same_standard():
    errors = np.array([[1.0, 2, 3, 2], [2.0, 3, 5, 4]])
    found = Comparison(
        ("a", "b"), errors, np.ones((2, 4)), np.ones(2, int), np.ones(2), np.zeros(2), 0.25
    )
    expected = interval(errors[1] - errors[0], 0.25)
    assert found.behind[1] + found.margin[1] == pytest.approx(expected.high)
    assert _tools.interval([1.0, 2.0, 4.0], 0.3) == interval([1.0, 2.0, 4.0], 0.3)._asdict()


def test_no_other_interval_is_computed_in_the_package():
    """A standard deviation of runs is taken in one place; the folds of a path have theirs."""
    found = {
        path.name
        for path in Path(regkit.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.keyword) and node.arg == "ddof"
    }
    assert found <= {"_judging.py", "_cross_validation.py"}


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: interval([1.0]), r"values must hold two runs or more\. Got shape \(1,\)"),
        (lambda: interval(3.0), r"values must hold two runs or more\. Got shape \(\)"),
        (lambda: interval([1.0, np.nan]), "values must be finite"),
        (lambda: interval([1.0, 2.0], -0.1), "test_to_train must be a number >= 0. Got -0.1"),
        (lambda: regret([[1.0], [2.0]], noise=1.0), "errors must be above the noise. Got 0 above"),
    ],
)
def test_bad_input_is_named(make, words):
    with pytest.raises(ValueError, match=words):
        make()


def test_regret_is_the_relative_excess_over_the_best_of_the_draw():
    errors = np.array([[1.0, 3.0], [2.0, 2.0], [1.5, 2.5]])
    np.testing.assert_allclose(regret(errors), [[0, 0.5], [1, 0], [0.5, 0.25]])
    np.testing.assert_allclose(regret(errors, noise=0.5)[1], [2, 0])
