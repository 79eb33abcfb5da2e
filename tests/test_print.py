"""The book on paper and in a zip file."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter

import archive
import pdf
import pytest
from bs4 import BeautifulSoup

from conftest import ROOT, settling

CHAPTERS = ["book/need", "book/l1"]
MOVING = ["need", "index", "frameworks", "laboratory", "training", "claims"]


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
    # after the theme's, and before that of a page which has its own
    assert set(paths[paths.index("_static/house.css") + 1 :]) <= {"_static/codes/style.css"}


def test_the_book_has_no_navigation_and_no_code_that_is_not_there(book):
    assert not book.select("nav:not(.rk-contents), .prev-next-footer, .rk-tip, .headerlink")
    assert not book.select("article script, details.hide, .rk-converter *")


def test_links_lead_to_one_place_in_the_book_or_outside(book):
    anchors = [node["id"] for node in book.find_all(id=True)]
    for link in book.find_all("a", href=True):
        if link["href"].startswith("#"):
            assert anchors.count(link["href"][1:]) == 1, link["href"]
        else:
            assert link["href"].startswith(("https://", "mailto:")), link["href"]


def test_each_drawing_is_made_of_its_own_parts(book):
    """Drawings name their lines by the same few names in every chapter."""
    names = Counter(part["id"] for part in book.select("[id]"))
    used = re.findall(r'(?:href="|url\()#([\w-]+)', "".join(map(str, book.select("article svg"))))
    assert len(used) > 500
    assert {names[name] for name in used} == {1}
    for drawing in book.select("article svg"):
        page, lines = (
            drawing.find_parent("article")["id"],
            re.findall(r'href="#([\w-]+)', str(drawing)),
        )
        assert all(name.startswith(f"{page}--") for name in lines)


def test_what_is_looked_up_says_on_which_page_it_stands(site):
    pages = ["book/frameworks", "book/practitioner"]
    articles = [pdf.chapter(page, pages) for page in pages]
    pdf.numbered(articles, {"frameworks--pytorch-zeros": 131})
    lines = articles[1].select("dd a[href='#frameworks--pytorch-zeros']")
    assert lines
    assert {link["data-page"] for link in lines} == {131}


@pytest.fixture
def paper(site, browser):
    """Open a page as the browser prints it, and close it."""
    page = browser.new_page()

    def open_page(name):
        page.goto((site / "book" / f"{name}.html").as_uri())
        page.wait_for_selector("html:not(:has(.rk-explore:not(.rk-on)))")
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        return page

    yield open_page
    page.close()


VISIBLE_BESIDE_THE_TEXT = """() => [...document.querySelectorAll("body *")].filter((node) =>
    !node.closest("article") && !node.querySelector("article") && node.checkVisibility()
    && node.getBoundingClientRect().height > 1 && node.innerText.trim()).map((n) => n.outerHTML)"""
THERE_AND_BACK = """() => {
  const look = (event) => { dispatchEvent(new Event(event)); return document.body.outerHTML; };
  const onScreen = look("afterprint");
  return look("beforeprint") !== onScreen && look("afterprint") === onScreen;
}"""
BEYOND_THE_SHEET = """() => [...document.querySelectorAll("article :is(table, figure, pre)")]
    .filter((node) => node.getBoundingClientRect().right > innerWidth + 1)
    .map((node) => node.outerHTML)"""


@pytest.mark.browser
@pytest.mark.parametrize("name", ["need", "l1", "student"])
def test_on_paper_a_question_stands_in_its_place_and_its_answer_at_the_end(paper, name):
    page = paper(name)
    assert page.evaluate(VISIBLE_BESIDE_THE_TEXT) == []
    for question in page.locator(".rk-still .rk-question").all():
        assert question.is_visible()
    answers = page.locator("article > .rk-answers:last-child details")
    assert answers.count() == page.locator(".rk-still .rk-question").count() > 0
    for answer in answers.all():
        assert answer.locator("p").first.is_visible()
    for asked in page.locator(".rk-explore:not([data-quiz]) .rk-still").all():
        assert "stands at the end, under Answers" in asked.inner_text()
    for part in page.locator("summary, .toggle-button").all():
        assert not part.is_visible()
    assert all(part.is_visible() for part in page.locator(".solution > section").all())
    assert "Code of Figure" not in page.locator("article").inner_text()
    assert len([head for head in page.locator("h1").all() if head.is_visible()]) == 1
    assert page.evaluate(THERE_AND_BACK)


@pytest.mark.browser
@pytest.mark.parametrize("name", ["need", "l1"])
def test_on_paper_the_picture_that_answers_has_both_curves_and_says_what_it_shows(paper, name):
    page = paper(name)
    figures = page.locator(".rk-answers figure")
    assert figures.count() == page.locator(".rk-explore:not([data-quiz])").count()
    for figure in figures.all():
        panels = figure.locator(".rk-panels > *").count()
        assert panels == figure.locator(".rk-panel > img + svg.rk-ghost").count() > 0
        said = figure.locator("img").first.get_attribute("alt")
        assert figure.locator("figcaption").inner_text() == said


@pytest.mark.browser
def test_paper_says_where_that_is_which_it_has_not(paper):
    for name in [*MOVING, "glossary"]:
        page = paper(name)
        told = page.get_by_text("What the text asks you to move, press or open")
        assert told.count() == (name in MOVING), name
    page = paper("frameworks")
    said = "e => getComputedStyle(e, '::before').content"
    assert "is in the page of this name" in page.locator(".rk-converter").evaluate(said)
    assert page.locator(".rk-converter > :visible").count() == 0


@pytest.mark.browser
@pytest.mark.parametrize("name", ["index", "claims", "laboratory", "frameworks", "api/linear"])
def test_on_paper_a_page_is_its_text_and_fits_the_sheet(paper, name):
    page = paper(name)
    page.set_viewport_size({"width": 642, "height": 900})  # A4 within its margins
    assert page.evaluate(VISIBLE_BESIDE_THE_TEXT) == []
    assert page.evaluate(BEYOND_THE_SHEET) == []


def sheets(data):
    """Yield what Chromium wrote for each sheet."""
    places = {int(m[1]): m.end() for m in re.finditer(rb"\n(\d+) 0 obj\n", data)}
    for contents in re.findall(rb"/Type /Page\n.*?/Contents (\d+) 0 R", data, re.DOTALL):
        start = data.index(b"stream\n", places[int(contents)]) + len(b"stream\n")
        yield zlib.decompress(data[start : data.index(b"endstream", start)])


def filled(sheet, top=785, bottom=62):
    """Return how far down its lines of text reach, as a share of the space between the margins."""
    at, before, lowest = (1.0, 0.0), [], float(top)
    for line in sheet.splitlines():
        if line == b"q":
            before.append(at)
        elif line == b"Q":
            at = before.pop()
        elif line.endswith((b" cm", b" Tm")):
            scale, shift = (float(number) for number in line.split()[3:6:2])
            place = at[0] * scale, at[1] + at[0] * shift
            if line.endswith(b"cm"):
                at = place
            elif place[1] > bottom:  # below it stands the number of the page
                lowest = min(lowest, place[1])
    return (top - lowest) / (top - bottom)


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
    shares = [filled(sheet) for sheet in sheets(data)]
    for chapter in (shares[numbers["need"] - 1 : numbers["l1"] - 1], shares[numbers["l1"] - 1 :]):
        assert min(chapter[:-1]) > 0.6, "a sheet within a chapter is half empty"


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
    with settling(page):
        page.get_by_role("link", name="The need for regularization").first.click()
        page.wait_for_url("**/book/need.html")
    assert page.locator(".rk-explore.rk-on").count()
    assert all(url.startswith((tmp_path.as_uri(), "data:", "blob:")) for url in asked)
    page.close()
