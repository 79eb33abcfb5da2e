"""The generators make what they say: correlations, weights, noise, and the same from one seed."""

import numpy as np
import pytest

from regkit.datasets import correlation, linear_data, twins, zou_hastie


def test_correlation_kinds():
    assert np.array_equal(correlation(3, 0.3), [[1, 0.3, 0.3], [0.3, 1, 0.3], [0.3, 0.3, 1]])
    assert correlation(4, 0.5, "decay")[0, 3] == 0.125
    assert np.array_equal(correlation(2, 0, "decay"), np.eye(2))
    groups = correlation(5, 0.9, "groups", group=2)
    assert groups[0, 1] == groups[2, 3] == 0.9
    assert groups[1, 2] == groups[3, 4] == 0
    assert np.array_equal(np.diag(groups), np.ones(5))


def test_linear_data_is_its_formula():
    V = correlation(3, 0.7)
    data = linear_data(20_000, [1, 0, -2], V, sigma=2, seed=1)
    assert np.abs(np.cov(data.X.T) - V).max() < 0.04
    noise = data.y - data.X @ data.coef
    assert noise.std() == pytest.approx(2, rel=0.02)
    assert np.abs(noise @ data.X / len(noise)).max() < 0.06
    exact = linear_data(5, [1, 2], np.eye(2), sigma=0)
    assert np.array_equal(exact.y, exact.X @ [1, 2])


def test_excess_error_is_the_error_on_new_rows_beyond_the_noise():
    data = linear_data(200_000, [1, -1], correlation(2, 0.6), sigma=1.5, seed=2)
    w = np.array([0.3, 0.2])
    measured = np.mean((data.y - data.X @ w) ** 2) - data.sigma**2
    assert data.excess_error(w) == pytest.approx(measured, rel=0.02)
    assert data.excess_error(data.coef) == 0


def test_same_seed_same_data_and_nearby_correlation_nearby_data():
    a, b = twins(rho=0.90, seed=3), twins(rho=0.90, seed=3)
    assert np.array_equal(a.X, b.X)
    assert np.array_equal(a.y, b.y)
    assert not np.array_equal(a.y, twins(rho=0.90, seed=4).y)
    assert np.abs(a.X - twins(rho=0.901, seed=3).X).max() < 0.02


def test_twins():
    data = twins(n=5000, rho=0.8, others=2, seed=0)
    assert data.X.shape == (5000, 4)
    assert np.corrcoef(data.X.T)[0, 1] == pytest.approx(0.8, abs=0.02)
    equal = twins(rho=1)
    assert np.array_equal(equal.X[:, 0], equal.X[:, 1])


@pytest.mark.parametrize(
    ("example", "sizes", "p", "nonzero", "sigma"),
    [
        (1, (20, 20, 200), 8, 3, 3),
        (2, (20, 20, 200), 8, 8, 3),
        (3, (100, 100, 400), 40, 20, 15),
        (4, (50, 50, 400), 40, 15, 15),
    ],
)
def test_zou_hastie_examples(example, sizes, p, nonzero, sigma):
    parts = zou_hastie(example, seed=7)
    assert tuple(len(part.y) for part in parts) == sizes
    for part in parts:
        assert part.X.shape[1] == p
        assert np.count_nonzero(part.coef) == nonzero
        assert part.sigma == sigma
    assert not np.array_equal(parts.train.X[:20], parts.validation.X[:20])
    assert not np.array_equal(parts.train.X, zou_hastie(example, seed=8).train.X)


def test_zou_hastie_fourth_example_has_three_groups_of_near_copies():
    V = zou_hastie(4).train.covariance
    assert V[0, 0] == pytest.approx(1.01)
    assert V[0, 4] == V[10, 14] == 1
    assert V[4, 5] == V[14, 15] == V[20, 21] == 0
    r = np.corrcoef(zou_hastie(4).test.X.T)
    assert r[0, 1] > 0.98
    assert abs(r[0, 5]) < 0.2


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: correlation(0, 0.5), ValueError, "p must be an integer >= 1. Got 0 instead."),
        (lambda: correlation(2.5, 0.5), TypeError, "p must be an integer >= 1"),
        (lambda: correlation(3, 1.5), ValueError, "rho must be a number >= 0 and <= 1. Got 1.5"),
        (lambda: correlation(3, float("nan")), ValueError, "rho must be a number"),
        (lambda: correlation(3, "high"), TypeError, "rho must be a number"),
        (lambda: correlation(3, 0.5, "banded"), ValueError, "kind must be 'equal', 'decay'"),
        (lambda: linear_data(9, [1, 2], np.eye(3)), ValueError, "covariance must have a row"),
        (lambda: linear_data(9, [1, 1], [[1, 2], [2, 1]]), ValueError, "positive semidefinite"),
        (lambda: linear_data(9, [1, 1], np.eye(2), sigma=-1), ValueError, "sigma must be"),
        (lambda: twins(others=-1), ValueError, "others must be an integer >= 0"),
        (lambda: zou_hastie(5), ValueError, "example must be 1, 2, 3 or 4. Got 5 instead."),
    ],
)
def test_bad_input_is_named(call, error, message):
    with pytest.raises(error, match=message):
        call()
