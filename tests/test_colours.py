"""The colours of the book: readable on their paper, and told apart, whatever eyes see them."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest

from conftest import ROOT
from regkit.figures import COLORS

THEMES = ["light", "dark"]
METHODS = ["l1", "l2", "en"]
# what may stand in one figure: the methods with the loss and ink, or features with ink
TOGETHER = [[*METHODS, "loss", "ink"], ["f1", "f2", "f3", "f4", "f5", "ink"]]

# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB
EYES = {
    "usual": np.eye(3),
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
# to CIE XYZ with the white of sRGB as 1, 1, 1
XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
) / np.array([[0.95047], [1.0], [1.08883]])


def linear(colour):
    """Return a colour as light: red, green and blue from 0 to 1."""
    channels = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    low, high = sorted(float(XYZ[1] @ linear(colour)) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(colour, eyes):
    """Return what such eyes see of a colour, in CIELAB."""
    seen = np.clip(np.array(EYES[eyes]) @ linear(colour), 0, 1)
    t = XYZ @ seen
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(one, other, eyes):
    return float(np.linalg.norm(lab(one, eyes) - lab(other, eyes)))


def of(name, theme):
    return getattr(COLORS[name], theme)


def test_the_measures_are_the_published_ones():
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)
    assert lab("#FFFFFF", "usual") == pytest.approx([100, 0, 0], abs=0.01)
    assert lab("#FF0000", "usual") == pytest.approx([53.24, 80.09, 67.20], abs=0.02)


@pytest.mark.parametrize("theme", THEMES)
def test_every_colour_is_readable_on_its_paper(theme):
    paper = of("paper", theme)
    for name in set(COLORS) - {"paper"}:
        # the methods, the loss and ink are colours of words; a feature's is one of lines
        least = 3 if re.fullmatch(r"f\d", name) else 4.5
        assert contrast(of(name, theme), paper) >= least, name


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("theme", THEMES)
def test_what_stands_together_is_told_apart(theme, eyes):
    for group in TOGETHER:
        for one, other in itertools.combinations(group, 2):
            assert distance(of(one, theme), of(other, theme), eyes) >= (
                18 if "l1" in group else 14
            ), (one, other)


def test_elastic_net_has_one_hue_in_both_themes():
    hues = [np.degrees(np.arctan2(*lab(of("en", theme), "usual")[:0:-1])) for theme in THEMES]
    assert abs(hues[0] - hues[1]) < 15


@pytest.mark.parametrize("theme", THEMES)
def test_the_page_names_the_same_colours(theme):
    css = (ROOT / "book" / "theme" / "static" / "house.css").read_text(encoding="utf-8")
    rule = {"light": r"\nhtml \{", "dark": r'\nhtml\[data-theme="dark"\] \{'}[theme]
    said = dict(re.findall(r"--rk-(\w+): (#\w{6});", re.search(rule + r"(.*?)\n\}", css, re.S)[1]))
    assert said == {name: of(name, theme) for name in COLORS}
