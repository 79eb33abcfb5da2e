"""The stored recomputation of Zou & Hastie's examples is what the script gives today."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

from regkit import ElasticNet, corrected, datasets, fit

SCRIPT = Path(__file__).resolve().parent.parent / "book" / "data" / "zou_hastie.py"
spec = importlib.util.spec_from_file_location("zou_hastie_script", SCRIPT)
script = importlib.util.module_from_spec(spec)
spec.loader.exec_module(script)
stored = json.loads(script.RESULT.read_text(encoding="utf-8"))


def test_the_script_did_not_change_since():
    assert stored["script"] == script.script_hash()
    assert set(stored["examples"]) == set(script.EXAMPLES)


@pytest.mark.parametrize("example", script.EXAMPLES)
def test_a_tenth_of_the_data_sets_again(example):
    runs = stored["examples"][example]["runs"]
    assert len(runs) == script.DATA_SETS
    chosen = np.random.default_rng(len(example)).choice(len(runs), len(runs) // 10, replace=False)
    for seed in map(int, chosen):
        again = script.run(example, seed)
        for method, values in runs[seed].items():
            assert again[method] == pytest.approx(values, rel=1e-4), (seed, method)


@pytest.mark.parametrize("example", script.EXAMPLES)
def test_the_summary_follows_from_the_runs(example):
    one = stored["examples"][example]
    again = script.summary(one["runs"])
    for method, values in one["summary"].items():
        assert again[method] == pytest.approx(values)


def test_the_lasso_on_more_rows_is_the_elastic_net():
    train = datasets.zou_hastie(4, seed=0).train
    X = (train.X - train.X.mean(axis=0)) / train.X.std(axis=0)
    y = train.y - train.y.mean()
    n = len(X)
    lambda2, k = 1.0, 30
    naive = script.naive_path(X, y, lambda2)[k]
    # its grid: from the largest correlation with y down, over n + p rows
    lam1 = np.geomspace(1, 1e-3, 100)[k] * np.abs(X.T @ y).max() / n
    solution = fit(X, y, ElasticNet(lam1, lambda2 / 2))
    assert naive == pytest.approx(solution.coef, rel=1e-4, abs=1e-6)
    assert (1 + lambda2) * naive == pytest.approx(corrected(solution).coef, rel=1e-4, abs=1e-6)
