"""The stored study of the best strength is what its script gives today."""

import numpy as np
import pytest
import studies

from regkit import datasets

script = studies.script("strength")
cells = {(c["varied"], c["value"], c["truth"]): c for c in datasets.study("strength")["cells"]}

# Made again by every run of the tests: the quickest of each kind.
SAMPLE = [("n", 50, "few"), ("sigma", 4.0, "all"), ("p", 10, "all"), ("rho", 0.95, "few")]
AGAIN = "if this is meant, run: python tools/studies.py strength"


def assert_made_again(cell):
    again = script.measure(*cell)
    for what in ("l1", "l2", "universal"):
        assert np.array(again[what]) == pytest.approx(np.array(cells[cell][what]), rel=1e-3), AGAIN


def test_the_file_holds_every_setting():
    assert list(cells) == script.CELLS


@pytest.mark.parametrize("cell", SAMPLE, ids=str)
def test_a_sample_comes_out_again(cell):
    assert_made_again(cell)


@pytest.mark.study
@pytest.mark.parametrize("cell", script.CELLS, ids=str)
def test_everything_comes_out_again(cell):
    assert_made_again(cell)
