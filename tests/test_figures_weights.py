"""The picture of two weights: balls, contours, and the point where they touch."""

import numpy as np
import pytest

from regkit import L1, L2, ElasticNet
from regkit.figures import ball, contour, minimizer, weight_space, within_budget

OPTIMUM = np.array([2.0, 0.6])
HESSIAN = np.array([[1.0, 0.5], [0.5, 1.0]])
PENALTIES = [L1(0.8), L2(0.3), ElasticNet(0.4, 0.2)]


def loss(w):
    away = np.asarray(w) - OPTIMUM
    return away @ HESSIAN @ away / 2


@pytest.mark.parametrize("penalty", PENALTIES)
def test_a_ball_is_a_level_of_its_penalty(penalty):
    outline = ball(penalty, 1.3)
    assert [penalty.value(w) for w in outline] == pytest.approx([1.3] * len(outline))
    assert outline[0] == pytest.approx(outline[-1])


def test_a_diamond_has_its_corners():
    outline = ball(L1(), 2.0)
    for corner in ([2, 0], [0, 2], [-2, 0], [0, -2]):
        assert np.min(np.abs(outline - corner).max(axis=1)) < 1e-12


def test_a_ball_of_size_zero_is_a_point():
    assert not ball(L1(), 0.0).any()


def test_a_contour_is_a_level_of_the_loss():
    assert [loss(w) for w in contour(OPTIMUM, HESSIAN, 0.7)] == pytest.approx([0.7] * 121)


@pytest.mark.parametrize("penalty", PENALTIES)
def test_the_minimizer_cannot_be_improved(penalty):
    w = minimizer(OPTIMUM, HESSIAN, penalty)
    best = loss(w) + penalty.value(w)
    for step in np.random.default_rng(0).normal(size=(50, 2)):
        near = w + 1e-3 * step
        assert loss(near) + penalty.value(near) >= best


@pytest.mark.parametrize("direction", [L1(), L2(), ElasticNet.mix(0.5)])
@pytest.mark.parametrize("budget", [0.3, 1.0])
def test_a_budget_is_spent_and_has_its_lambda(direction, budget):
    w, lam = within_budget(OPTIMUM, HESSIAN, direction, budget)
    assert direction.value(w) == pytest.approx(budget)
    assert minimizer(OPTIMUM, HESSIAN, lam * direction) == pytest.approx(w)


def test_a_budget_that_is_large_enough_leaves_the_optimum():
    w, lam = within_budget(OPTIMUM, HESSIAN, L1(), 3.0)
    assert (w == OPTIMUM).all()
    assert lam == 0.0


def test_no_budget_is_an_error():
    with pytest.raises(ValueError, match="budget must be a number > 0"):
        within_budget(OPTIMUM, HESSIAN, L1(), 0.0)


@pytest.mark.parametrize("penalty", PENALTIES)
def test_ball_and_outermost_contour_touch_at_the_solution(penalty):
    _, axes = weight_space(penalty, OPTIMUM, HESSIAN)
    solution = np.concatenate(axes.lines[-1].get_data())
    assert solution == pytest.approx(minimizer(OPTIMUM, HESSIAN, penalty))
    outermost = np.transpose(axes.lines[-3].get_data())
    assert [loss(w) for w in outermost] == pytest.approx([loss(solution)] * 121)
    # nothing on the ball is better than the point where they touch
    assert min(loss(w) for w in ball(penalty, penalty.value(solution))) >= loss(solution) - 1e-9
