"""Figures as small, deterministic SVG in the book's style."""

import math
import re
from xml.etree import ElementTree

import matplotlib
import pytest
from matplotlib.figure import Figure

from regkit import figures
from regkit.figures import COLORS, line, number_text, panel, show
from regkit.figures._svg import _compact_path, elements, own_ids


def drawn(**settings):
    figure, axes = panel(xlabel="x", ylabel="y", **settings)
    axes.plot([1, 2, 30], [0.1, 0.2, 0.05], **line("l2", marker=True))
    return figure


def text_of(figure):
    return ElementTree.tostring(elements(figure), encoding="unicode")


def test_a_drawing_repeats_byte_for_byte():
    assert text_of(drawn()) == text_of(drawn())


def test_a_drawing_uses_theme_colours_and_the_pages_own_font():
    text = text_of(drawn())
    assert "var(--rk-l2,#1F77D0)" in text
    assert "font-family" not in text
    assert "<style" not in text
    assert "<metadata" not in text
    stray = set(re.findall(r"(?<!,)#[0-9a-fA-F]{6}\b", text))
    assert not stray


def test_coordinates_are_short():
    places = re.findall(r' (?:d|x|y|transform)="([^"]*)"', text_of(drawn()))
    decimals = re.findall(r"\d\.(\d+)", " ".join(places))
    assert max(map(len, decimals)) == 1


def points_of(path):
    """Read a path as SVG's rules say: where it starts, and each step from there."""
    words = iter(re.findall(r"[Mlhvz]|-?(?:\d+\.?\d*|\.\d+)", path))
    command, steps = "", []
    for word in words:
        if word.isalpha():
            command, word = word, next(words, "")
        if command == "h":
            steps.append((float(word), 0.0))
        elif command == "v":
            steps.append((0.0, float(word)))
        elif word:
            steps.append((float(word), float(next(words))))
    return steps


def test_a_path_is_written_short_and_means_the_same():
    long = "M 92 326 L 98.6 325.5 L 105.2 325.9 L 105.2 300 L 110 300 L 111.6 300 z"
    short = _compact_path(long)
    assert short == "M92 326l6.6-.5 6.6 .4v-25.9h4.8 1.6z"
    place, places = (0.0, 0.0), []
    for dx, dy in points_of(short):
        place = (round(place[0] + dx, 1), round(place[1] + dy, 1))
        places.append(place)
    numbers = [float(word) for word in re.findall(r"[\d.]+", long)]
    assert places == list(zip(numbers[::2], numbers[1::2], strict=True))


def test_relative_lines_do_not_drift():
    figure, axes = panel(xlabel="x", ylabel="y", xlim=(0, 1), ylim=(0, 1))
    x = [k / 1000 for k in range(1001)]
    axes.plot(x, [0.5 + 0.4 * math.sin(9 * t) for t in x], color=COLORS["ink"].light)
    path = max(re.findall(r' d="([^"]*)"', text_of(figure)), key=len)
    (start, _), *steps = points_of(path)
    end = start + sum(dx for dx, _ in steps)
    right = 640 - 18
    assert end == pytest.approx(right, abs=0.1)


def test_only_needed_ids_are_kept_and_they_are_the_figures_own():
    svg = elements(drawn())
    own_ids(svg, "f0")
    text = ElementTree.tostring(svg, encoding="unicode")
    ids = set(re.findall(r' id="([^"]+)"', text))
    used = set(re.findall(r'(?:url\(|href=")#([^")]+)', text))
    assert ids == used
    assert all(re.match(r"f0-\d+$", name) for name in ids)


def test_axes_stand_at_the_same_place_in_every_panel():
    one, two = drawn(title="a"), drawn(ylim=(-1000, 1000))
    assert one.axes[0].get_position().bounds == two.axes[0].get_position().bounds


def test_text_is_twelve_pixels_on_a_phone():
    sizes = [float(size) for size in re.findall(r"font-size:([\d.]+)px", text_of(drawn(title="t")))]
    assert min(sizes) * 350 / 640 >= 12


def test_logarithmic_ticks_are_plain_text():
    text = text_of(drawn(xlog=True, ylog=True, xlim=(1e-5, 100), ylim=(0.01, 1)))
    assert "10⁻" in text
    assert "tspan" not in text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.25, "0.25"),
        (1e-9, "10⁻⁹"),
        (-2.5e-6, "-2.5·10⁻⁶"),
        (123456, "1.235·10⁵"),
        (9999.4, "9999"),
        (9999.7, "10⁴"),
        (-9999.96, "-10⁴"),
        (0.00099999, "0.001"),
        (1.7976931348623157e308, "1.798·10³⁰⁸"),
        (float("inf"), "inf"),
        (float("nan"), "nan"),
    ],
)
def test_numbers_read_as_numbers(value, text):
    assert number_text(value) == text


def test_show_needs_a_picture_and_words_for_it():
    with pytest.raises(ValueError, match="at least one figure"):
        show(alt="nothing")
    with pytest.raises(ValueError, match="alt must say what the picture shows"):
        show(drawn(), alt=" ")


def test_words_for_a_picture_are_never_markup():
    page = show(drawn(), alt='"><script>alert(1)</script>')._repr_svg_()
    assert "<script" not in page


def test_a_picture_is_an_svg_that_stands_alone_a_bitmap_and_words():
    """An untrusted notebook shows the bitmap, and the checks compare the SVG."""
    picture = show(drawn(), drawn(square=True), alt="Two panels.")
    assert not hasattr(picture, "_repr_html_")
    svg = ElementTree.fromstring(picture._repr_svg_())
    assert svg.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(svg) == 2
    assert svg.get("viewBox") == "0 0 1292 640"
    bottoms = [float(one.get("y")) + float(one.get("height")) for one in svg]
    assert bottoms == [640, 640]  # on one baseline
    assert repr(picture) == "Picture: Two panels."
    bitmap = picture._repr_png_()
    assert bitmap.startswith(b"\x89PNG")
    assert len(bitmap) < 20_000
    assert bitmap == show(drawn(), drawn(square=True), alt="Two panels.")._repr_png_()


def test_an_unknown_line_is_refused():
    with pytest.raises(ValueError, match=r"name must be one of .*'l1'.* Got 'L1' instead."):
        line("L1")


def test_drawing_leaves_settings_alone_and_pyplot_empty():
    before = dict(matplotlib.rcParams)
    import matplotlib.pyplot as plt

    figure, _ = plt.subplots()
    elements(figure)
    assert not plt.get_fignums()
    assert dict(matplotlib.rcParams) == before
    assert isinstance(drawn(), Figure)


def test_the_style_is_switched_on_by_hand():
    with matplotlib.rc_context():
        figures.use_style()
        assert matplotlib.rcParams["font.size"] == 22
