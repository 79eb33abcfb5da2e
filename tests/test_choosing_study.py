"""The stored table of the regret study: made by this script, and a tenth of it made again."""

import csv
import importlib.util
import itertools
from pathlib import Path

import numpy as np
import pytest

DATA = Path(__file__).resolve().parent.parent / "book" / "data"


@pytest.fixture(scope="module")
def regret():
    spec = importlib.util.spec_from_file_location("regret", DATA / "regret.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def table():
    with (DATA / "regret.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_table_was_made_by_this_script(regret):
    assert (DATA / "regret.sha256").read_text().split() == [regret.script_hash(), "regret.py"]


def test_the_table_holds_every_design_and_seed(regret, table):
    designs = regret.designs()
    assert len(set(designs)) == len(designs) >= 60
    assert regret.SEEDS >= 20
    cells = [
        [str(seed) if name == "seed" else text for name, text in cell.items()]
        for design, seed in itertools.product(designs, range(regret.SEEDS))
        for cell in [regret.as_text(design._asdict() | {"seed": seed})]
    ]
    assert [list(row.values())[:7] for row in table] == cells


# With 20 rows and 90 % zeros some columns hold a single entry, in the same row as another's: up to
# scale they are equal, and the lasso may weigh either. The error of its fit on the training rows is
# unique, its weights are not.
NOT_UNIQUE = {"error_l1", "kept_l1", "hits_l1"}


# Ten parts of a fixed random tenth, so that they can be checked side by side.
@pytest.mark.parametrize("part", range(10))
def test_a_random_tenth_comes_out_again(regret, table, part):
    cells = list(itertools.product(regret.designs(), range(regret.SEEDS)))
    tenth = np.random.default_rng(6).permutation(len(cells))[: len(cells) // 10]
    for k in tenth[part::10]:
        design, seed = cells[k]
        fresh = regret.measure(design, seed)
        nearly_empty = design.zeros > 0 and design.n < regret.P
        for name, text in table[k].items():
            if nearly_empty and name in NOT_UNIQUE:
                continue
            if isinstance(fresh[name], str):
                assert text == fresh[name]
            else:
                # five digits are stored, and the errors are exact to the solver's gap
                assert float(text) == pytest.approx(fresh[name], rel=1e-4, abs=1e-9), (k, name)
