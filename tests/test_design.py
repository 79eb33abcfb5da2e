"""The look of the pages: the first screen, type, method words, quiet code, one way of numbers."""

from __future__ import annotations

import re
import struct
from types import SimpleNamespace

import landing
import marks
import miniatures
import pytest
import typography
from bs4 import BeautifulSoup
from docutils import nodes

from conftest import CHAPTERS, PAGES, ROOT

STATIC = ROOT / "book" / "theme" / "static"


def page_of(site, name):
    return BeautifulSoup(
        (site / "book" / f"{name}.html").read_text(encoding="utf-8"), "html.parser"
    )


# --- type ---


def test_the_fonts_are_two_and_small_and_free():
    fonts = [*(STATIC / "fonts").glob("*.woff2")]
    assert len(fonts) == 2
    assert sum(font.stat().st_size for font in fonts) <= 60_000
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / "OFL.txt").read_text(encoding="utf-8")
    css = (STATIC / "house.css").read_text(encoding="utf-8")
    faces = re.findall(r"@font-face \{(.*?)\}", css, re.S)
    loaded = [face for face in faces if "url(" in face]
    assert {re.search(r"url\((.*?)\)", face)[1] for face in loaded} == {
        f"fonts/{font.name}" for font in fonts
    }
    assert all("font-display: swap" in face for face in loaded)
    assert all("size-adjust" in face for face in faces if face not in loaded)


TYPE = """(css) => {
  const e = document.querySelector(css), style = getComputedStyle(e);
  return [parseFloat(style.fontSize), style.fontFamily.split(",")[0].replaceAll('"', ""),
    parseFloat(style.lineHeight) / parseFloat(style.fontSize), e.getBoundingClientRect().width];
}"""


@pytest.fixture
def visit(from_disk):
    return lambda name, width, height, **settings: from_disk(
        f"{name}.html", width, height, **settings
    )


@pytest.mark.browser
def test_text_is_set_for_reading(visit):
    page = visit("l1", 1440, 900)
    size, family, leading, width = page.evaluate(TYPE, "article section > p")
    assert (size, family) == (18, "Source Serif")
    assert leading == pytest.approx(1.6)
    assert 640 <= width <= 680
    sizes = [page.evaluate(TYPE, f"article {tag}")[0] for tag in ("h1", "h2")]
    assert sizes == [38, 28]
    page.evaluate("document.fonts.ready")
    assert page.evaluate("""document.fonts.check('18px "Source Serif"')""")
    # figures may be wider, and formulas are as large as the text
    assert page.evaluate(TYPE, "article figure.align-default")[3] > 680
    assert page.evaluate(TYPE, "article p .katex")[0] == 18
    assert page.evaluate(TYPE, "article figcaption")[1] == "system-ui"


# --- the first page ---


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height", "by"), [(390, 844, 500), (1280, 800, 800)])
def test_the_curve_is_the_first_screen(visit, width, height, by):
    page = visit("index", width, height, reduced_motion="reduce")
    typo = page.locator("[data-typo]")
    figure = typo.locator(".rk-stage svg").first

    def bottom(part):
        box = part.bounding_box()
        return box["y"] + box["height"]

    assert bottom(figure) <= by
    assert bottom(typo.get_by_role("button", name="Check my guess")) <= by
    numbers = typo.locator(".rk-numbers")
    assert bottom(numbers) <= height
    tall = numbers.bounding_box()["height"]
    before = numbers.locator("b").all_inner_texts()
    typo.locator("label", has_text="$0.01k").click()
    typo.get_by_role("button", name="Check my guess").click()
    assert not set(before) & set(numbers.locator("b").all_inner_texts())
    assert numbers.bounding_box()["height"] == tall
    assert page.evaluate("scrollY") == 0
    assert bottom(numbers) <= height  # the answer is in view, and so is what proves it
    assert typo.locator(".rk-says strong").first.bounding_box()["y"] < height


def test_every_way_in_has_its_picture(site):
    page = page_of(site, "index")
    cards = page.select(".sd-card")
    assert len(cards) == 3
    assert all(card.select_one("svg.rk-mini") for card in cards)
    rows = page.select(".rk-cards tbody tr")
    assert rows
    assert all(row.select_one("svg.rk-mini, td:last-child code") for row in rows)
    assert not page.select("svg.rk-mini text")
    ids = [node["id"] for node in page.find_all(id=True)]
    assert len(set(ids)) == len(ids)
    assert page.select_one("#pst-primary-sidebar.pst-sidebar-hidden")
    assert page.select_one("#pst-secondary-sidebar") is None


def test_a_picture_that_is_not_there_is_named():
    with pytest.raises(ValueError, match=r"need.ipynb has no figure 'fig-none'"):
        miniatures.stored_panels(ROOT / "book" / "need.ipynb", "fig-none")


@pytest.mark.parametrize("name", PAGES)
def test_a_link_to_a_page_carries_a_picture(site, name):
    page = (site / "book" / f"{name}.html").read_text(encoding="utf-8")
    told = dict(re.findall(r'<meta property="(og:[\w:]+)" content="([^"]*)"', page))
    picture = (site / "book" / name).parent / told["og:image"]
    header = picture.resolve().read_bytes()[:24]
    assert struct.unpack(">II", header[16:]) == (1200, 630)
    assert told["og:title"]


def test_a_picture_has_a_whole_address_where_the_pages_have_one(monkeypatch):
    monkeypatch.setenv(landing.VARIABLE, "https://somebody.example/book/")
    context = {"title": "A & B"}
    builder = SimpleNamespace(get_target_uri="{}.html".format)
    config = SimpleNamespace(project="The book", root_doc="book/index")
    landing.describe(SimpleNamespace(builder=builder, config=config), "book/l1", "", context, None)
    tags = BeautifulSoup(context["metatags"], "html.parser")
    told = {tag["property"]: tag["content"] for tag in tags.select("[property]")}
    assert told["og:image"] == "https://somebody.example/book/_static/share.png"
    assert told["og:url"] == "https://somebody.example/book/book/l1.html"
    assert told["og:title"] == "A & B"


# --- method words ---


def marked(*children):
    section = nodes.section("", nodes.title("", "L1"), *children)
    document = nodes.Element("", section)
    marks.mark(None, document, "book/l1")
    return [(node["classes"][0], node.astext()) for node in document.findall(nodes.inline)]


def test_a_method_is_coloured_at_its_first_mention_in_a_section():
    said = nodes.paragraph("", "L2 and L1, then L1 and Elastic\nNet again.")
    assert marked(said, nodes.paragraph("", "L2.")) == [
        ("rk-l2", "L2"),
        ("rk-l1", "L1"),
        ("rk-en", "Elastic\nNet"),
    ]
    assert said.astext() == "L2 and L1, then L1 and Elastic\nNet again."


def test_names_of_other_things_stay_as_they_are():
    link = nodes.reference("", "L1", refuri="l1.html")
    code = nodes.literal("", "L1")
    assert marked(nodes.paragraph("", "", link, code, nodes.Text(" L1-ball, XL1."))) == []
    inner = nodes.section("", nodes.paragraph("", "L1"))
    assert marked(nodes.paragraph("", "L1"), inner) == [("rk-l1", "L1"), ("rk-l1", "L1")]


# --- the code of a figure ---


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_code_is_named_after_its_figure_and_stands_behind_it(site, chapter):
    page = (site / "book" / f"{chapter.stem}.html").read_text(encoding="utf-8")
    for cell in page.split('<div class="cell ')[1:]:
        before, fold, code = cell.partition('<details class="hide')
        if fold:
            figure = re.search(r'class="caption-number">(Figure [\d.]+)', before)
            said = re.search(r"<summary>(.*?)</summary>", code)[1]
            assert said == (f"Code of {figure[1]}" if figure else "Code")
            assert "caption-number" not in code.partition("</details>")[0]
            assert "set_up" not in re.sub("<.*?>", "", code.partition("</details>")[0])
        assert "<details" not in code


# --- one way to write numbers ---


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("-0.2 (-0.7 to 0.3), 3-4, a-1", "−0.2 (−0.7 to 0.3), 3-4, a-1"),
        ("1e-05, -3.9e-16, 7e5; 1e5a, v1e5", "10⁻⁵, −3.9·10⁻¹⁶, 7·10⁵; 1e5a, v1e5"),
        ("44 % of -$5", "44% of −$5"),
        ("x = -1, −1; 2020-01-02", "x = −1, −1; 2020-01-02"),
    ],
)
def test_numbers_are_written_alike(written, shown):
    assert typography.numbers(written) == shown


def test_only_what_is_read_is_rewritten():
    style = "<style>a{margin:0 -1px;width:5 %}</style>"
    path = '<path d="M0 -1"/>'
    kept = '"y":[-1.5],"axes":[{"values":["-1"]}]}</script>'
    data = f'<script type="application/json">{{"says":["-1"],{kept}'
    page = f'{style}{path}<img alt="-1">-1 <code>-1</code>{data}'
    assert typography.in_html(page) == (
        f'{style}{path}<img alt="−1">−1 <code>-1</code>'
        + data.replace('"says":["-1"]', '"says":["−1"]')
    )


# one name for a method, but in the title of a work, and for what was measured in the patients
OTHER_NAMES = re.compile(r"(?<!via the )\b[Ee]lastic[ -]net\b|\bs[1-6]\b")


@pytest.mark.parametrize("name", PAGES)
def test_no_page_writes_them_otherwise(site, name):
    page = (site / "book" / f"{name}.html").read_text(encoding="utf-8")
    article = re.search(r"<article.*</article>", page, re.S)[0]
    # a formula's source, and what a function is called with
    article = re.sub(r"<(annotation|dt)\b.*?</\1>", "", article, flags=re.S)
    assert typography.in_html(article) == article
    read = re.sub(r"<(pre|code)\b.*?</\1>|<[^>]*>", " ", article, flags=re.S)
    assert OTHER_NAMES.findall(read) == []
