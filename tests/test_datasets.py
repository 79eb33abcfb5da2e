"""The data of the story: the bank's ten reports, and what seeds draw."""

import numpy as np
import pytest

from regkit import datasets
from regkit.interactive import forecast


def test_the_story_holds_on_its_ten_reports():
    loans, cash_flow = datasets.bank()
    at = dict(zip(loans, cash_flow, strict=True))
    assert (at[2.5], at[3.5]) == (5.0, 4.75)
    assert (loans > 0).all()
    assert (np.diff(loans) > 0).all()
    assert forecast(loans, cash_flow, 9, 0, [3.25])[0] < -5


def test_redraws_keep_the_loans_and_repeat_with_their_seed():
    first, again, other = datasets.bank(1), datasets.bank(1), datasets.bank(2)
    np.testing.assert_array_equal(first.cash_flow, again.cash_flow)
    np.testing.assert_array_equal(first.loans, datasets.bank().loans)
    assert not np.array_equal(first.cash_flow, other.cash_flow)


def test_redraws_scatter_around_the_rule_as_stated():
    noise = [
        datasets.bank(k).cash_flow - datasets.bank_rule(datasets.bank().loans) for k in range(400)
    ]
    assert np.mean(noise) == pytest.approx(0, abs=0.05)
    assert np.std(noise) == pytest.approx(0.7, abs=0.03)


def test_a_negative_seed_is_refused():
    with pytest.raises(ValueError, match=r"seed must be an integer >= 0 or None. Got -1 instead."):
        datasets.bank(-1)
