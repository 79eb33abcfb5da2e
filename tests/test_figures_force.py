"""Force balance draws the minimum where it is."""

import numpy as np
import pytest

from regkit import L1, L2, ElasticNet
from regkit.figures import balance, cost_curves, force_balance, method

PENALTIES = [L1(0.4), L2(0.4), ElasticNet(0.3, 0.2), L1(0.0)]


@pytest.mark.parametrize("penalty", PENALTIES)
@pytest.mark.parametrize("pull", [-1.0, -0.3, 0.0, 0.3, 1.0])
@pytest.mark.parametrize("curvature", [0.5, 1.0])
def test_the_balance_is_the_minimum(penalty, pull, curvature):
    def objective(w):
        return curvature / 2 * (w - pull / curvature) ** 2 + penalty.value(w)

    w = balance(penalty, pull, curvature)
    for step in (1e-6, 1e-3, 0.1):
        assert objective(w) <= objective(w + step)
        assert objective(w) <= objective(w - step)


@pytest.mark.parametrize("penalty", PENALTIES)
def test_the_dot_lies_on_both_lines(penalty):
    _, axes = force_balance(penalty, 0.7)
    (w,), (height,) = (axes.lines[-1].get_xdata(), axes.lines[-1].get_ydata())
    assert height == pytest.approx(0.7 - w)
    if w:
        assert height == pytest.approx(float(penalty.gradient(w)))
    else:
        assert abs(height) <= penalty.lam1


def test_the_wall_is_as_high_as_the_interval_it_catches():
    _, axes = force_balance(L1(0.4), 0.3)
    wall = axes.lines[3]
    at_zero = np.asarray(wall.get_ydata())[np.asarray(wall.get_xdata()) == 0]
    assert at_zero == pytest.approx([-0.4, 0.4])
    assert balance(L1(0.4), 0.4) == 0.0 == balance(L1(0.4), -0.4)
    assert balance(L2(0.4), 0.01) > 0


@pytest.mark.parametrize("penalty", PENALTIES)
def test_the_objective_is_the_sum_and_its_dot_the_lowest_point(penalty):
    _, axes = cost_curves(penalty, 0.7)
    loss, cost, both = (np.asarray(drawn.get_ydata()) for drawn in axes.lines[2:5])
    assert both == pytest.approx(loss + cost)
    assert axes.lines[5].get_ydata()[0] <= both.min() + 1e-12


@pytest.mark.parametrize("draw", [force_balance, cost_curves])
def test_every_frame_has_the_same_artists(draw):
    shapes = {
        tuple(type(artist).__name__ for artist in draw(penalty, pull)[1].get_children())
        for penalty in PENALTIES
        for pull in (-1.0, 0.0, 1.0)
    }
    assert len(shapes) == 1


def test_a_penalty_keeps_its_name_at_strength_zero():
    assert [method(0.0 * p) for p in (L1(), L2(), ElasticNet(1, 1))] == ["l1", "l2", "en"]
