"""The data terms: formulas, gradients and errors."""

from __future__ import annotations

import numpy as np
import pytest

from regkit.losses import (
    cross_entropy,
    cross_entropy_gradient,
    logistic,
    logistic_gradient,
    softmax,
    squared_error,
    squared_error_gradient,
)


def differences(loss, prediction, target, h=1e-6):
    gradient = np.zeros_like(prediction)
    for index in np.ndindex(prediction.shape):
        e = np.zeros_like(prediction)
        e[index] = h
        gradient[index] = (loss(prediction + e, target) - loss(prediction - e, target)) / (2 * h)
    return gradient


@pytest.mark.parametrize("shape", [(5,), (5, 1), (4, 3)])
def test_squared_error(shape):
    rng = np.random.default_rng(0)
    a, b = rng.standard_normal(shape), rng.standard_normal(shape)
    assert squared_error(a, b) == pytest.approx(0.5 * np.sum((a - b) ** 2) / shape[0])
    np.testing.assert_allclose(
        squared_error_gradient(a, b), differences(squared_error, a, b), atol=1e-8
    )


@pytest.mark.parametrize("soft", [False, True])
def test_cross_entropy(soft):
    rng = np.random.default_rng(0)
    scores = 3 * rng.standard_normal((6, 4))
    target = rng.dirichlet(np.ones(4), 6) if soft else np.eye(4)[rng.integers(4, size=6)]
    probabilities = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    expected = -np.mean(np.sum(target * np.log(probabilities), axis=1))
    assert cross_entropy(scores, target) == pytest.approx(expected)
    np.testing.assert_allclose(
        cross_entropy_gradient(scores, target),
        differences(cross_entropy, scores, target),
        atol=1e-8,
    )


def test_logistic_is_the_cross_entropy_of_the_scores_0_and_z():
    rng = np.random.default_rng(0)
    z, y = 3 * rng.standard_normal(6), rng.integers(2, size=6) * 1.0
    both = np.column_stack([np.zeros(6), z])
    assert logistic(z, y) == pytest.approx(cross_entropy(both, np.column_stack([1 - y, y])))
    np.testing.assert_allclose(logistic_gradient(z, y), differences(logistic, z, y), atol=1e-8)
    assert logistic(np.array([1e4, -1e4]), np.array([1.0, 1.0])) == 5000.0
    assert np.array_equal(logistic_gradient(np.array([1e4]), np.array([1.0])), [0.0])


def test_cross_entropy_does_not_overflow():
    scores = np.array([[1e4, -1e4], [-1e4, 1e4]])
    right, wrong = np.eye(2), np.eye(2)[::-1]
    assert cross_entropy(scores, right) == 0.0
    assert cross_entropy(scores, wrong) == 2e4
    assert np.array_equal(cross_entropy_gradient(scores, right), np.zeros((2, 2)))


@pytest.mark.parametrize("gradient", [squared_error_gradient, cross_entropy_gradient])
def test_single_precision_stays_single(gradient):
    scores, target = np.ones((2, 3), np.float32), np.eye(3, dtype=np.float32)[:2]
    assert gradient(scores, target).dtype == np.float32
    assert gradient(scores.astype(int), target.astype(int)).dtype == np.float64


def test_what_no_float_can_hold_goes_through_without_a_word():
    far = np.array([1e308, -1e308])
    assert squared_error(far, -far) == np.inf
    assert np.array_equal(squared_error_gradient(far, -far), [np.inf, -np.inf])
    lost = np.array([[np.inf, 0.0]])
    assert np.isnan(cross_entropy(lost, np.eye(2)[:1]))
    assert np.isnan(cross_entropy_gradient(lost, np.eye(2)[:1])).any()


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (squared_error, "prediction"),
        (squared_error_gradient, "prediction"),
        (cross_entropy, "scores"),
        (cross_entropy_gradient, "scores"),
    ],
)
def test_both_arguments_are_named(function, name):
    with pytest.raises(TypeError, match=rf"^{name} must hold real numbers"):
        function(["a"], [1.0])
    with pytest.raises(TypeError, match=r"^target must hold real numbers"):
        function([[1.0, 2.0]], [["a", "b"]])
    with pytest.raises(ValueError, match=rf"^{name} must have the shape"):
        function(np.zeros((0, 2)), np.zeros((0, 2)))
    with pytest.raises(ValueError, match=rf"^target must have the shape of {name}, \(1, 2\)"):
        function(np.zeros((1, 2)), np.zeros((2, 1)))


def test_samples_of_very_different_scores_do_not_disturb_each_other():
    # the largest score of all, taken off every row, would leave the second nothing to compare
    scores, target = np.array([[1e4, 0.0], [0.0, 0.0]]), np.eye(2)
    assert cross_entropy(scores, target) == pytest.approx(np.log(2) / 2)
    assert np.array_equal(cross_entropy_gradient(scores, target), [[0, 0], [0.25, -0.25]])


@pytest.mark.parametrize("loss", [squared_error, squared_error_gradient])
def test_shapes_must_agree(loss):
    # (n,) and (n, 1) would broadcast to (n, n) without a word
    with pytest.raises(ValueError, match=r"^target must have the shape of prediction, \(3,\)"):
        loss(np.zeros(3), np.zeros((3, 1)))


@pytest.mark.parametrize("loss", [cross_entropy, cross_entropy_gradient])
def test_cross_entropy_shapes_must_agree(loss):
    with pytest.raises(ValueError, match=r"^target must have the shape"):
        loss(np.zeros((3, 2)), np.zeros((3, 1)))


def test_input_is_not_changed():
    scores, target = np.ones((2, 2)), np.eye(2)
    for array in (scores, target):
        array.flags.writeable = False
    cross_entropy(scores, target)
    cross_entropy_gradient(scores, target)
    squared_error(scores, target)
    assert squared_error_gradient(scores, target).base is None


def test_softmax_gives_probabilities_whatever_the_scores():
    scores = np.array([[1.0, 2.0, 4.0], [1e308, -1e308, 0.0], [-1e308, -1e308, -1e308]])
    expected = np.exp([1.0, 2.0, 4.0]) / np.exp([1.0, 2.0, 4.0]).sum()
    np.testing.assert_allclose(softmax(scores), [expected, [1, 0, 0], [1 / 3, 1 / 3, 1 / 3]])
    assert softmax((0 * scores).astype(np.float32)).dtype == np.float32
    # an infinite score goes through as in NumPy, without a warning
    np.testing.assert_array_equal(softmax([[np.inf, 0.0]]), [[np.nan, np.nan]])
    for wrong in ([1.0, 2.0], np.zeros((0, 2)), np.zeros((2, 0))):
        with pytest.raises(ValueError, match=r"^scores must have the shape \(n, k\)"):
            softmax(wrong)
    with pytest.raises(TypeError, match=r"^scores must hold real numbers"):
        softmax([["a"]])
