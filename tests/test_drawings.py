"""Every drawing of the book, as a browser draws it: its text is whole, clear and of one size.

Whole: no ink of a text leaves the frame of its drawing. Clear: its ink, a unit smaller on each
side, touches no other text's, no line, half its width included, and no outline of a filled shape,
where its axes show them. What is at most half opaque does not count: zero lines, bands, and earlier
draws. And nothing vanishes: with what lies wholly outside its axes comes an arrow that says where.
"""

from __future__ import annotations

import pytest

from conftest import CHAPTERS, ROOT

pytestmark = pytest.mark.browser

FAULTS = (ROOT / "tests" / "drawings.js").read_text(encoding="utf-8")
# the sizes of all text in the drawings that are shown, in pixels
SIZES = """() => {
  const texts = [...document.querySelectorAll(".rk-panels svg text")];
  const shown = texts.filter((text) => text.checkVisibility());
  return [...new Set(shown.map((text) =>
    text.ownerSVGElement.getScreenCTM().a * parseFloat(getComputedStyle(text).fontSize)))];
}"""


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_the_text_of_drawings_is_whole_clear_and_of_one_size(from_disk, chapter):
    page = from_disk(f"{chapter.stem}.html", 1440, 900)
    assert page.evaluate(FAULTS) == []
    for width, least in ((1440, 14), (390, 12)):
        page.set_viewport_size({"width": width, "height": 900})
        sizes = page.evaluate(SIZES)
        if sizes:  # a page may have none
            assert max(sizes) - min(sizes) < 0.5
            assert min(sizes) >= least
