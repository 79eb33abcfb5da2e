"""The stored recomputation of Zou & Hastie's examples is what the script gives today."""

import json

import numpy as np
import pytest
import studies

from regkit import ElasticNet, corrected, datasets, fit

script = studies.script("zou_hastie")
stored = json.loads(script.RESULT.read_text(encoding="utf-8"))
examples = pytest.mark.parametrize("example", script.EXAMPLES)

# Made again by every run of the tests: these data sets of each example.
SAMPLE = (0, 11, 22, 33, 44)
AGAIN = "if this is meant, run: python tools/studies.py zou_hastie"


def test_the_file_is_complete():
    assert list(stored["examples"]) == list(script.EXAMPLES)
    assert all(len(one["runs"]) == script.DATA_SETS for one in stored["examples"].values())


def assert_made_again(example, seed):
    again = script.run(example, seed)
    for method, values in stored["examples"][example]["runs"][seed].items():
        assert again[method] == pytest.approx(values, rel=1e-4), (seed, method, AGAIN)


@examples
def test_a_sample_comes_out_again(example):
    for seed in SAMPLE:
        assert_made_again(example, seed)


@pytest.mark.study
@examples
def test_everything_comes_out_again(example):
    for seed in range(script.DATA_SETS):
        assert_made_again(example, seed)


@examples
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
