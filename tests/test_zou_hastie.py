"""The stored recomputation of Zou & Hastie's examples is what the script gives today."""

import numpy as np
import pytest
import studies

from regkit import ElasticNet, corrected, datasets, fit

script = studies.script("zou_hastie")
stored = datasets.study("zou_hastie")

examples = pytest.mark.parametrize("example", script.EXAMPLES)
AGAIN = "if this is meant, run: python tools/studies.py zou_hastie"


def test_the_file_is_complete():
    assert list(stored) == list(script.EXAMPLES)
    lengths = {len(v) for one in stored.values() for m in one.values() for v in m.values()}
    assert lengths == {script.DATA_SETS}


def assert_made_again(example, seeds):
    for seed in seeds:
        again = script.run(example, seed)
        assert again.keys() == stored[example].keys()
        for method, found in again.items():
            then = {what: values[seed] for what, values in stored[example][method].items()}
            assert found == pytest.approx(then, rel=1e-4), (seed, method, AGAIN)


@examples
def test_a_tenth_comes_out_again(example):
    assert_made_again(example, range(0, script.DATA_SETS, 10))


@pytest.mark.study
@examples
def test_everything_comes_out_again(example):
    assert_made_again(example, range(script.DATA_SETS))


def test_the_larger_example_has_the_columns_and_the_noise_of_the_third():
    third, larger = datasets.zou_hastie(3, 7).test, script.data_set(script.LARGER, 7).test
    assert np.array_equal(third.X, larger.X)
    assert set(larger.coef) == {0.0, 3.0}
    assert larger.y - larger.X @ larger.coef == pytest.approx(third.y - third.X @ third.coef)


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
