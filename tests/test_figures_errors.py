"""Cross-validated errors show their band, their best and the cautious choice."""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from test_figures_paths import FRAME, assert_readable

from regkit import L1, L2, ElasticNet, cross_validate
from regkit.figures import COLORS
from regkit.figures._errors import name_of

LAMS = np.geomspace(3, 0.01, 12)
TARGET = 2 * FRAME.to_numpy()[:, :3].sum(axis=1) + 3 * np.random.default_rng(1).normal(size=60)


def curves(axes):
    return [line for line in axes.lines if len(line.get_xdata()) == len(LAMS)]


def marks(axes):
    """Where upright lines stand, and the names beside them."""
    upright = [line.get_xdata()[0] for line in axes.lines if len(set(line.get_xdata())) == 1]
    return [x for x in upright if x in LAMS], [text.get_text() for text in axes.texts]


def test_the_curve_of_one_direction():
    result = cross_validate(FRAME, TARGET, L1(), lams=LAMS)
    figure = result.plot()
    (axes,) = figure.axes
    (curve,) = curves(axes)
    np.testing.assert_array_equal(curve.get_ydata(), result.mse_mean[0])
    assert to_hex(curve.get_color()).upper() == COLORS["l1"].light
    (band,) = axes.collections
    low, high = band.get_datalim(axes.transData).intervaly
    mean, se = result.mse_mean[0], result.mse_se[0]
    np.testing.assert_allclose([low, high], [(mean - se).min(), (mean + se).max()])
    left, right = axes.get_xlim()
    assert left == LAMS[-1] < LAMS[0] == right
    places, names = marks(axes)
    assert names == ["smallest", "one standard error"]
    assert {result.best.lam1, result.one_se.lam1} <= {*places}
    assert axes.get_legend() is None
    assert axes.get_ylabel() == "mean squared error"
    assert_readable(figure)
    assert f"is that of {result.best!r}" in figure.get_label()


@pytest.mark.parametrize(
    ("directions", "names"),
    [
        ([L1(), L2(), ElasticNet.mix(0.5)], {"L1", "L2", "EN 0.5, 0.5"}),
        ([ElasticNet.mix(a) for a in (0.1, 0.4)], {"EN 0.9, 0.1", "EN 0.6, 0.4"}),
        ([ElasticNet.mix(a) for a in np.linspace(0.1, 0.8, 8)], None),
    ],
)
def test_several_directions_are_told_apart(directions, names):
    result = cross_validate(FRAME, TARGET, directions, lams=LAMS)
    figure = result.plot()
    (axes,) = figure.axes
    said = [text.get_text() for text in axes.get_legend().get_texts()]
    assert len(said) == min(len(directions), 6)
    assert names is None or {*said} == names
    best = name_of(directions[result.best_index[0]])
    assert best in said
    assert len(curves(axes)) == len(directions)
    drawn = [(c.get_color(), c.get_linestyle()) for c in curves(axes)]
    assert len({*drawn}) == min(len(directions), 7)  # what is not named is grey
    (thickest,) = [c for c in curves(axes) if c.get_linewidth() == 3]
    assert thickest.get_label() == best
    assert_readable(figure)


def test_the_line_of_the_cautious_choice_passes_no_name():
    result = cross_validate(FRAME, TARGET, L1(), lams=LAMS)
    (axes,) = result.plot().axes
    smallest, _ = axes.texts
    assert result.best.lam1 < result.one_se.lam1
    assert smallest.get_horizontalalignment() == "right"  # it ends at its line


def test_on_noise_the_cautious_choice_stands_at_the_edge():
    rng = np.random.default_rng(0)
    result = cross_validate(rng.normal(size=(30, 5)), rng.normal(size=30), L1(), n_lams=10)
    figure = result.plot()
    assert_readable(figure)
    assert "no column" in " ".join(result.says).lower()
    assert result.says[0] in figure.get_label()


def test_errors_far_above_the_strongest_penalty_s_are_left_out():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(20, 19)), rng.normal(size=20)
    result = cross_validate(X, y, L2(), lams=np.geomspace(100, 1e-6, 12), cv=5)
    assert result.mse_mean.max() > 3 * result.mse_mean[0, 0]
    (axes,) = result.plot().axes
    (curve,) = curves(axes)
    assert np.nanmax(curve.get_ydata()) <= 1.25 * result.mse_mean[0, 0]
    assert np.isnan(curve.get_ydata()).any()


def test_what_cannot_be_drawn_is_refused():
    result = cross_validate(FRAME, TARGET, L1(), lams=[50.0, 0.0])
    with pytest.raises(ValueError, match=r"Errors need two strengths > 0 to be drawn"):
        result.plot()


def test_a_direction_is_named_in_few_letters():
    assert [name_of(d) for d in (L1(), L1(2), L2(0.5), ElasticNet(2, 0.25))] == [
        "L1",
        "L1 2",
        "L2 0.5",
        "EN 2, 0.25",
    ]
