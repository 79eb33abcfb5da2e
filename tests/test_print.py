"""The book on paper and in a zip file."""

from __future__ import annotations

import re
import zipfile

import archive
import pdf
import pytest
from bs4 import BeautifulSoup

from conftest import ROOT

CHAPTERS = ["book/need", "book/l1"]


@pytest.fixture(scope="module")
def book(site):
    """Two chapters as the page that is printed."""
    articles = [pdf.chapter(page, CHAPTERS) for page in CHAPTERS]
    return BeautifulSoup(
        pdf.whole(pdf._soup(pdf.START), articles, {}, pdf.styles(CHAPTERS)), "html.parser"
    )


def test_all_pages_are_printed_in_the_order_of_the_contents(site):
    pages = pdf.order(pdf._soup(pdf.START))
    toc = (ROOT / "_toc.yml").read_text(encoding="utf-8")
    assert pages == re.findall(r"(?:file|root): (\S+)", toc)


def test_the_book_is_printed_in_the_styles_of_all_its_pages(site):
    linked = BeautifulSoup(pdf.styles(pdf.order(pdf._soup(pdf.START))), "html.parser").select(
        "link"
    )
    paths = [link["href"].removeprefix(f"{pdf.HOST}/").partition("?")[0] for link in linked]
    assert all((site / path).is_file() for path in paths)
    assert len(set(paths)) == len(paths)
    assert {"_static/katex/katex.css", "_static/sphinx-design.min.css"} < set(paths)
    assert paths[-1] == "_static/house.css"


def test_paper_has_no_navigation_and_nothing_to_press(book):
    assert not book.select("nav:not(.rk-contents), .prev-next-footer, .rk-tip, .headerlink")
    assert not book.select("article script, details:not([open])")
    for slider in book.select(".rk-explore[data-frames], .rk-explore[data-typo]"):
        assert slider.select(".rk-still > figure svg")
        assert slider.select_one(".rk-question")
        assert not slider.select("details")  # the answer stands at the chapter's end
    for article in book.select("article"):
        answers = article.select(".rk-answers > .rk-answer figure")
        assert len(answers) >= len(article.select(".rk-explore[data-frames]"))


def test_links_lead_to_one_place_in_the_book_or_outside(book):
    anchors = [node["id"] for node in book.find_all(id=True)]
    for link in book.find_all("a", href=True):
        if link["href"].startswith("#"):
            assert anchors.count(link["href"][1:]) == 1, link["href"]
        else:
            assert link["href"].startswith(("https://", "mailto:")), link["href"]


@pytest.mark.browser
def test_the_contents_say_on_which_page_a_chapter_begins(site, browser, tmp_path):
    printed = tmp_path / "book.pdf"
    pdf.print_book(browser, printed, CHAPTERS)
    data = printed.read_bytes()
    assert data.startswith(b"%PDF")
    assert b"/Outlines" in data
    numbers = pdf.page_numbers(data)
    assert 1 < numbers["need"] < numbers["need--summary"] < numbers["l1"] < numbers["l1--summary"]
    assert numbers["l1--summary"] <= data.count(pdf.SHEET_OF_PAPER) < 60
    assert numbers["l1"] < numbers["l1--fig-l1-lines"] < numbers["l1--summary"]


@pytest.mark.browser
def test_the_zip_works_where_it_is_unpacked(site, browser, tmp_path):
    packed = tmp_path / "book.zip"
    archive.pack(packed)
    first = packed.read_bytes()
    archive.pack(packed)
    assert packed.read_bytes() == first
    with zipfile.ZipFile(packed) as opened:
        opened.extractall(tmp_path)
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / archive.FOLDER / "index.html").as_uri(), wait_until="load")
    page.wait_for_url("**/book/index.html")
    page.get_by_role("link", name="The need for regularization").first.click()
    page.wait_for_url("**/book/need.html")
    page.wait_for_load_state("networkidle")
    assert page.locator(".rk-explore.rk-on").count()
    assert all(url.startswith((tmp_path.as_uri(), "data:", "blob:")) for url in asked)
    page.close()
