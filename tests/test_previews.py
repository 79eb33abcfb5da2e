"""Chapters in previews that run no script and trust nothing, as code hosts and editors show them.

The true rules of such previews are not public. One is imitated that keeps plain tags and images,
addresses of data included; another keeps no image at all.
"""

from __future__ import annotations

import json
import re
from functools import cache

import nbformat
import nh3
import pytest
from bs4 import BeautifulSoup
from nbconvert import HTMLExporter
from traitlets.config import Config

from conftest import CHAPTERS

chapters = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
WORDS = ["text/html", "text/markdown", "text/plain"]
TAGS = nh3.ALLOWED_TAGS | {"details", "summary", "figure", "figcaption", "img"}


@cache
def preview(chapter, *, images):
    """Return a chapter as a page of tags that can do nothing."""
    kinds = [*WORDS[:2], "image/png", WORDS[2]] if images else WORDS
    settings = Config({"NbConvertBase": {"display_data_priority": kinds}})
    notebook = nbformat.read(chapter, as_version=4)
    body, _ = HTMLExporter(config=settings, template_name="basic").from_notebook_node(notebook)
    tags = TAGS if images else TAGS - {"img"}
    clean = nh3.clean(body, tags=tags, url_schemes={"http", "https", "mailto", "data"})
    return BeautifulSoup(clean, "html.parser")


def bundles(chapter):
    cells = json.loads(chapter.read_text(encoding="utf-8"))["cells"]
    return [
        {kind: "".join(text) for kind, text in output["data"].items()}
        for cell in cells
        for output in cell.get("outputs", [])
        if "data" in output
    ]


def words(text):
    return " ".join(text.split())


@chapters
def test_a_preview_shows_every_figure_and_every_poster(chapter):
    page = preview(chapter, images=True)
    stored = bundles(chapter)
    wanted = sum("image/png" in data for data in stored)
    wanted += sum(data.get("text/html", "").count("<img ") for data in stored)
    shown = [image["src"] for image in page.find_all("img")]
    assert len(shown) == wanted
    assert all(re.match(r"data:image/(png;base64|svg\+xml),.{500}", src, re.S) for src in shown)


@chapters
def test_without_images_their_words_and_a_way_to_the_book_are_left(chapter):
    page = preview(chapter, images=False)
    assert not page.find("img")
    text = words(page.get_text())
    for data in bundles(chapter):
        if "image/svg+xml" in data:
            assert words(data["text/plain"]) in text
        poster = BeautifulSoup(data.get("text/html", ""), "html.parser")
        for caption in poster.select(".rk-still figcaption"):
            assert words(caption.get_text()) in text
    first = text.index("every figure moves")
    assert first < text.index("To make it move") if "To make it move" in text else True
    assert "Regularization you can see" in text[: first + 20]


@chapters
def test_no_word_of_a_drawing_and_no_program_stands_loose(chapter):
    for images in (True, False):
        text = preview(chapter, images=images).get_text()
        assert "getElementById" not in text
        assert '"changes":' not in text
        assert ".rk-explore" not in text


@chapters
def test_an_answer_is_shut_in_a_preview(chapter):
    for details in preview(chapter, images=True).find_all("details"):
        assert not details.has_attr("open")
