"""What a notebook stores as images stands in the page as SVG that follows its theme."""

from __future__ import annotations

import itertools
import re

import pictures
import pytest
from bs4 import BeautifulSoup

from conftest import CHAPTERS
from regkit.figures import line, panel, show
from regkit.interactive import Choice, explore


def drawn(lam=1):
    figure, axes = panel(title=f"λ {lam} & <more>", xlabel="x", ylabel="y")
    axes.plot([0, 1], [0, lam], **line("l1"))
    return figure


def test_a_picture_comes_apart_into_the_panels_it_was_made_of():
    svg = show(drawn(1), drawn(2), alt='Two "panels" & more')._repr_svg_()
    page = BeautifulSoup(pictures._picture(svg, itertools.count()), "html.parser")
    box = page.select_one(".rk-panels[role=img]")
    assert box["aria-label"] == 'Two "panels" & more'
    panels = box.find_all("svg", recursive=False)
    assert [one["viewbox"] for one in panels] == ["0 0 640 400"] * 2
    assert [one.find("text", string=re.compile("λ")).get_text() for one in panels] == [
        "λ 1 & <more>",
        "λ 2 & <more>",
    ]


def test_ids_are_told_from_those_of_every_other_picture():
    svg = show(drawn(1), drawn(1), alt="The same twice")._repr_svg_()
    numbers = itertools.count()
    page = pictures._picture(svg, numbers) + pictures._picture(svg, numbers)
    ids = re.findall(r' id="([^"]+)"', page)
    assert ids
    assert len(set(ids)) == len(ids)
    assert set(re.findall(r'(?:url\(|href=")#([^")]+)', page)) == set(ids)


def test_what_is_open_stands_in_the_page_and_what_is_closed_stays_an_image():
    question = Choice("q", {"a": "", "b": ""}, "a")
    stored = explore(drawn, lam=[1, 2], predict=question)._repr_html_()
    page = BeautifulSoup(pictures._interactive(stored, itertools.count()), "html.parser")
    assert page.select("figure > .rk-panels[role=img] > svg")
    (answer,) = page.select("details img")
    assert answer["src"].startswith("data:image/svg+xml,%3Csvg")
    assert answer["loading"] == "lazy"


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_style_and_script_stand_once_and_only_where_they_are_needed(site, chapter):
    page = (site / "book" / f"{chapter.stem}.html").read_text(encoding="utf-8")
    moves = 'class="rk-explore"' in page  # a page of still figures needs their style alone
    assert page.count("/interactive.js") == int(moves)
    assert page.count("/interactive.css") == 1
    assert ".rk-explore{" not in page
    assert "regkit-style" not in page
    glossary = (site / "book" / "glossary.html").read_text(encoding="utf-8")
    assert not re.search(r"/interactive\.(js|css)", glossary)
