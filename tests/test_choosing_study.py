"""The stored table of the regret study is complete, and comes out again."""

from __future__ import annotations

import csv
import itertools

import pytest
import studies

regret = studies.script("regret")
CELLS = list(itertools.product(regret.designs(), range(regret.SEEDS)))

# Made again by every run of the tests: a draw of each size, of each kind of truth, of each signal,
# of independent, correlated and nearly equal columns, and of columns full of zeros.
SAMPLE = [
    (regret.Design(20, 0.0, 4, "own", 2.0, 0.0), 0),
    (regret.Design(20, 0.95, 40, "shared", 2.0, 0.0), 1),
    (regret.Design(80, 0.8, 8, "own", 2.0, 0.0), 2),
    (regret.Design(80, 0.5, 20, "shared", 2.0, 0.0), 3),
    (regret.Design(80, 0.8, 4, "own", 8.0, 0.0), 4),
    (regret.Design(400, 0.0, 40, "own", 0.5, 0.0), 5),
    (regret.Design(20, 0.0, 20, "own", 2.0, 0.9), 6),
    (regret.Design(80, 0.0, 8, "own", 2.0, 0.9), 7),
    (regret.Design(400, 0.95, 4, "shared", 2.0, 0.0), 19),
]

# With 20 rows and 90 % zeros some columns hold a single entry, in the same row as another's: up to
# scale they are equal, and the lasso may weigh either. The error of its fit on the training rows is
# unique, its weights are not; nor are, for the same reason within folds, the cross-validated error
# and how far it is from another method's.
NOT_UNIQUE = {"error_l1", "kept_l1", "hits_l1", "cv_l1", "cv_gap", "cv_gap_se"}
AGAIN = "if this is meant, run: python tools/studies.py regret"


@pytest.fixture(scope="module")
def table():
    with regret.RESULT.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_holds_every_design_and_seed(table):
    assert len(set(regret.designs())) == len(regret.designs()) >= 60
    cells = [
        [str(seed) if name == "seed" else text for name, text in cell.items()]
        for design, seed in CELLS
        for cell in [regret.as_text(design._asdict() | {"seed": seed})]
    ]
    assert [list(row.values())[:7] for row in table] == cells


def assert_made_again(table, design, seed):
    stored, fresh = table[CELLS.index((design, seed))], regret.measure(design, seed)
    nearly_empty = design.zeros > 0 and design.n < regret.P
    for name, text in stored.items():
        if nearly_empty and name in NOT_UNIQUE:
            continue
        if isinstance(fresh[name], str):
            assert text == fresh[name], AGAIN
        else:
            # five digits are stored, and the errors are exact to the solver's gap
            assert float(text) == pytest.approx(fresh[name], rel=1e-4, abs=1e-9), (name, AGAIN)


@pytest.mark.parametrize(("design", "seed"), SAMPLE, ids=str)
def test_a_sample_comes_out_again(table, design, seed):
    assert_made_again(table, design, seed)


@pytest.mark.study
@pytest.mark.parametrize("design", regret.designs(), ids=str)
def test_everything_comes_out_again(table, design):
    for seed in range(regret.SEEDS):
        assert_made_again(table, design, seed)
