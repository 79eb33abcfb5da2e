"""Coefficient paths show every weight and name it without overlap."""

from io import BytesIO

import matplotlib
import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from regkit import L1, L2, ElasticNet, fit_path
from regkit.figures import COLORS, coefficient_paths, line, name_ends, panel
from regkit.figures._names import spread

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
    assert axes.get_xlim()[0] < axes.get_xlim()[1]


def boxes(figure):
    """The box of the axes and those of all texts in it, in pixels."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    (axes,) = figure.axes
    legend = axes.get_legend()
    texts = [*axes.texts, *(legend.get_texts() if legend else ())]
    return axes.get_window_extent(renderer), [t.get_window_extent(renderer) for t in texts]


def assert_readable(figure):
    """Assert that all texts in the axes are inside them, and none is over another."""
    inside, texts = boxes(figure)
    for k, box in enumerate(texts):
        assert inside.x0 - 1 <= box.x0 < box.x1 <= inside.x1 + 1
        assert inside.y0 - 1 <= box.y0 < box.y1 <= inside.y1 + 1
        for other in texts[:k]:
            apart = min(box.y1, other.y1) - max(box.y0, other.y0) < 3
            assert apart or min(box.x1, other.x1) <= max(box.x0, other.x0)


COLUMNS = ["age", "a name that never comes to its end", *(f"x{j}" for j in range(23))]
FRAME = pd.DataFrame(RNG.normal(size=(60, 25)), columns=COLUMNS)
TARGET = FRAME.to_numpy() @ np.linspace(3, 1, 25) + RNG.normal(size=60)


@pytest.mark.parametrize("top", [0, 3, 10, 11])
@pytest.mark.parametrize("direction", [L1(), L2(), ElasticNet.mix(0.5)], ids=repr)
def test_a_path_draws_itself_with_its_names(direction, top):
    path = fit_path(FRAME, TARGET, direction, n_lams=15)
    figure = path.plot(top=top)
    (axes,) = figure.axes
    assert len(axes.texts) == top
    furthest = {COLUMNS[j] for j in np.argsort(-np.abs(path.coefs).max(axis=0))[:top]}
    said = {text.get_text() for text in axes.texts}
    assert said == {n if len(n) <= 16 else "a name that nev…" for n in furthest}
    left, right = axes.get_xlim()
    assert left < right == path.lams[0]
    assert axes.get_xlabel() == "λ"
    assert axes.get_title(loc="left") == f"{type(direction).__name__} path"
    assert_readable(figure)
    curves = [line for line in axes.lines if len(line.get_xdata()) == 15]
    assert len(curves) == 25
    drawn = [(line.get_color(), line.get_linestyle()) for line in curves]
    grey = [look for look in drawn if look[0] == COLORS["loss"].light]
    assert len(grey) == 25 - top
    assert len({*drawn} - {*grey}) == min(top, 10)  # five colours, in dashes the second time
    assert f"25 weights from λ = {path.lams[0]:.3g} down to" in figure.get_label()


def test_a_column_has_one_colour_however_many_are_named():
    path = fit_path(FRAME, TARGET, L1(), n_lams=15)
    few, many = (path.plot(top=top).axes[0].lines for top in (2, 9))
    colours = {
        tuple(line.get_ydata()): line.get_color()
        for line in few
        if line.get_color() != COLORS["loss"].light and len(line.get_xdata()) == 15
    }
    assert len(colours) == 2
    for drawn in many:
        if tuple(drawn.get_ydata()) in colours:
            assert drawn.get_color() == colours[tuple(drawn.get_ydata())]


def test_columns_without_names_have_numbers_and_a_caller_can_rename():
    path = fit_path(X, Y, L1(), n_lams=5)
    assert path.plot().axes[0].texts[0].get_text() == "column 0"
    renamed = path.plot(["", "second", "", ""], top=3).axes[0].texts
    assert [text.get_text() for text in renamed] == ["second"]


def test_a_weight_that_is_zero_all_along_is_not_named():
    path = fit_path(X, Y, L1(), [1.5, 1.0])
    gone = np.flatnonzero(~path.coefs.any(axis=0))
    assert gone.size > 0
    assert len(path.plot().axes[0].texts) == 4 - gone.size


def test_ticks_stand_only_where_there_are_strengths():
    for lams in ([10, 1, 0.1, 0.0], [0.3, 0.2]):
        (axes,) = fit_path(X, Y, L1(), lams).plot().axes
        ticks = axes.get_xticks()
        positive = [lam for lam in lams if lam]
        assert len(ticks) >= 2
        assert min(positive) <= ticks.min() < ticks.max() <= max(positive)


def test_a_notebook_shows_it_in_the_books_style_whatever_the_style_around():
    path = fit_path(X, Y, L1(), n_lams=5)
    with matplotlib.rc_context({"font.size": 5, "lines.linewidth": 9}):
        around = path.plot()
        before = matplotlib.rcParams["font.size"]
    assert before == 5
    assert around._repr_svg_() == path.plot()._repr_svg_()
    assert 'aria-label="4 weights from' in around._repr_svg_()
    assert around._repr_png_().startswith(b"\x89PNG")


def test_a_bitmap_has_shades_enough_for_the_colours_of_features():
    def shades(figure):
        return len(Image.open(BytesIO(figure._repr_png_())).getcolors())

    path = fit_path(X, Y, L1(), n_lams=5)
    assert shades(path.plot(top=0)) <= 16 < shades(path.plot()) <= 64


def test_what_cannot_be_drawn_is_refused():
    path = fit_path(X, Y, L1(), n_lams=5)
    with pytest.raises(ValueError, match=r"top must be at most 11: .* Got 12"):
        path.plot(top=12)
    with pytest.raises(ValueError, match=r"top must be an integer >= 0. Got -1"):
        path.plot(top=-1)
    with pytest.raises(ValueError, match=r"names must hold one name for each of the 4 weights"):
        path.plot(["a"])
    with pytest.raises(ValueError, match=r"needs two strengths > 0 to be drawn"):
        fit_path(X, Y, L1(), [0.1, 0.0]).plot()


def test_unnamed_weights_have_no_text():
    path = fit_path(X, Y, L1(), n_lams=5)
    assert len(coefficient_paths(path, ["a", "", "", "d"], at=0.1)[1].texts) == 2


def test_names_must_match():
    path = fit_path(X, Y, L1(), n_lams=5)
    with pytest.raises(ValueError, match="one name for each of the 4 weights"):
        coefficient_paths(path, ["a", "b"])


@pytest.mark.parametrize("wanted", [[0.5, 0.5, 0.5], [0.0, 0.02, 1.0], [0.98, 1.0, 0.97]])
def test_labels_keep_apart_in_order_and_inside(wanted):
    placed = spread(np.array(wanted), 0.1, 0.0, 1.0)
    order = np.argsort(wanted, kind="stable")
    assert (np.diff(placed[order]) >= 0.1 - 1e-12).all()
    assert placed.min() > 0
    assert placed.max() < 1


@pytest.mark.parametrize("ylog", [False, True])
def test_names_at_ends_stand_apart_in_the_colours_of_their_lines(ylog):
    figure, axes = panel(xlabel="λ", ylabel="pull", xlim=(0, 3), ylim=(0.01, 1), ylog=ylog)
    styles = {"first": line("l1"), "second": line("l2"), "third": line("loss")}
    name_ends(axes, 2, {name: (0.1, style) for name, style in styles.items()})
    assert [text.get_color() for text in axes.texts] == [s["color"] for s in styles.values()]
    assert_readable(figure)


def test_an_arrow_says_where_a_line_has_left_the_axes():
    _, axes = panel(xlabel="x", ylabel="y", xlim=(0, 3), ylim=(0, 4))
    name_ends(axes, 2, {"up": (9, line("l1")), "here": (4, line("l2")), "down": (-1, line("en"))})
    assert [text.get_text() for text in axes.texts] == ["up ▲", "here", "down ▼"]
    heights = np.concatenate([one.get_ydata() for one in axes.lines])
    assert heights.min() >= 0
    assert heights.max() <= 1
