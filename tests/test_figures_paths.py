"""Coefficient paths show every weight and name it without overlap."""

import numpy as np
import pytest

from regkit import L1, L2, fit_path
from regkit.figures import coefficient_paths
from regkit.figures._paths import _spread

RNG = np.random.default_rng(0)
X = RNG.normal(size=(30, 4))
Y = X @ [2.0, 1.9, 0.0, -1.0] + RNG.normal(size=30)
NAMES = ["a", "b", "c", "d"]


@pytest.mark.parametrize("direction", [L1(), L2()])
def test_every_weight_is_drawn_and_named(direction):
    path = fit_path(X, Y, direction, n_lams=20)
    _, axes = coefficient_paths(path, NAMES)
    drawn = [np.asarray(drawn.get_ydata()) for drawn in axes.lines]
    for weights in path.coefs.T:
        assert any(len(d) == len(weights) and (d == weights).all() for d in drawn)
    assert [text.get_text() for text in axes.texts] == NAMES
    assert axes.get_xlim()[0] > axes.get_xlim()[1]


def test_unnamed_weights_have_no_text():
    path = fit_path(X, Y, L1(), n_lams=5)
    assert len(coefficient_paths(path, ["a", "", "", "d"], at=0.1)[1].texts) == 2


def test_names_must_match():
    path = fit_path(X, Y, L1(), n_lams=5)
    with pytest.raises(ValueError, match="one name for each of the 4 weights"):
        coefficient_paths(path, ["a", "b"])


@pytest.mark.parametrize("wanted", [[0.5, 0.5, 0.5], [0.0, 0.02, 1.0], [0.98, 1.0, 0.97]])
def test_labels_keep_apart_in_order_and_inside(wanted):
    placed = _spread(np.array(wanted), 0.1, 0.0, 1.0)
    order = np.argsort(wanted, kind="stable")
    assert (np.diff(placed[order]) >= 0.1 - 1e-12).all()
    assert placed.min() > 0
    assert placed.max() < 1
