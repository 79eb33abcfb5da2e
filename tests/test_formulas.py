"""Formulas: typeset while the book is built, for every eye and ear, and light."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path

import formulas
import pytest
from bs4 import BeautifulSoup
from sphinx.testing.util import SphinxTestApp

from conftest import PAGES

FONTS = {path.stem for path in (formulas.KATEX / "fonts").glob("*.woff2")}
pages = pytest.mark.parametrize("name", PAGES)


@cache
def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


@pytest.fixture
def build(tmp_path):
    """Build a page of reStructuredText, and return the folder of pages and the warnings."""

    def build_page(text):
        (tmp_path / "conf.py").write_text("extensions = ['formulas']", encoding="utf-8")
        (tmp_path / "index.rst").write_text(f"Title\n=====\n\n{text}\n", encoding="utf-8")
        (tmp_path / "plain.rst").write_text(":orphan:\n\nPlain\n=====\n", encoding="utf-8")
        app = SphinxTestApp("html", srcdir=tmp_path)
        app.build()
        app.cleanup()
        return Path(app.outdir), app.warning.getvalue()

    return build_page


def test_a_formula_is_html_for_the_eye_and_mathml_for_the_ear():
    html = BeautifulSoup(formulas.typeset(r"\frac{a}{b} < \lambda", False), "html.parser")
    assert html.select_one(".katex-html")["aria-hidden"] == "true"
    assert html.select_one("math mfrac mi").get_text() == "a"
    assert html.select_one("annotation").get_text() == r"\frac{a}{b} < \lambda"
    assert "katex-display" not in str(html)
    assert "katex-display" in formulas.typeset("a", True)


CHILDREN = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2}
CHILDREN |= {"msubsup": 3, "munderover": 3}


def misplaced(html):
    """Return the elements of formulas that have more or fewer children than MathML has for them."""
    return [
        str(element)
        for element in html.select(", ".join(CHILDREN))
        if len(element.find_all(recursive=False)) != CHILDREN[element.name]
    ]


def test_a_named_function_may_be_a_subscript():
    html = BeautifulSoup(formulas.typeset(r"\lambda_{\max}", False), "html.parser")
    assert misplaced(html) == []
    assert html.select_one("msub").get_text() == "λmax"


@pages
def test_firefox_finds_no_error_in_a_formula(site, name):
    assert misplaced(soup(site / "book" / f"{name}.html")) == []


@pytest.mark.parametrize(
    ("tex", "wrong"),
    [
        (r"\frac{a}{b", "expected '}'"),
        (r"\nosuch", "Undefined control sequence"),
        (r"\mathbb{R}", "it needs the font AMS-Regular, which book/theme/katex/fonts lacks"),
    ],
)
def test_what_cannot_be_typeset_is_a_warning_at_its_place(build, tex, wrong):
    with pytest.raises(ValueError, match=re.escape(wrong)):
        formulas.typeset(tex, False)
    _, warnings = build(f"Fine: :math:`a`.\n\n:math:`{tex}`")
    assert re.search(r"index\.rst:6: WARNING: The formula .+ cannot be typeset: ", warnings)
    assert wrong in warnings


def test_a_page_is_given_what_its_formulas_need(build):
    pages, warnings = build(
        "A line with (:math:`a`), and\n\n.. math:: a = b\n   :label: eq\n\nBy :eq:`eq`."
    )
    assert warnings == ""
    page, plain = soup(pages / "index.html"), soup(pages / "plain.html")
    assert page.select_one("link[href*='katex.css']")
    assert not plain.select("link[href*='katex.css']")
    for whole in (page, plain):
        assert "mathjax" not in str(whole).lower()
    assert page.select_one("span.rk-whole").select_one(".katex-html").get_text() == "a"
    assert page.select_one("span.rk-whole").get_text().endswith("),")
    assert page.select_one("div.math[id] .katex-tag").get_text() == "(1)"
    assert sorted(path.name for path in (pages / "_static" / "katex").rglob("*.*")) == sorted(
        [f"{font}.woff2" for font in FONTS] + ["OFL.txt", "katex.css"]
    )
    assert (pages / "_static" / "katex" / "LICENSE").is_file()


def test_the_stylesheet_has_the_fonts_that_are_here_in_one_format():
    files = re.findall(r"url\(([^)]+)\)", formulas.stylesheet())
    assert sorted(files) == sorted(f"fonts/{font}.woff2" for font in FONTS)
    assert formulas.stylesheet().count("@font-face") == len(FONTS)
    # its rules are all there
    assert ".katex .mathnormal{" in formulas.stylesheet()
    assert formulas.stylesheet().endswith(formulas.rules()[-200:])


@pages
def test_every_formula_of_a_page_is_typeset(site, name):
    page = soup(site / "book" / f"{name}.html")
    found = page.select(".math")
    for formula in found:
        assert len(formula.select(".katex")) == 1
        assert formula.select_one("math annotation").get_text().strip()
    assert len(page.select(".katex")) == len(found)
    assert bool(page.select("link[href*='katex.css']")) == bool(found)
    assert not page.select(".katex-error")


@pages
def test_no_page_speaks_of_mathjax(site, name):
    text = (site / "book" / f"{name}.html").read_text(encoding="utf-8")
    assert "mathjax" not in text.lower()


def with_formulas(site: Path) -> list[str]:
    return [name for name in PAGES if soup(site / "book" / f"{name}.html").select(".math")]


def test_the_chapters_have_formulas(site):
    assert set(with_formulas(site)) >= {"need", "foundations", "l1", "l2", "elastic_net", "api"}


@pages
def test_formulas_are_light(site, name):
    """Of a page they take at most 9 kB, of all pages once 65 kB, each file packed."""
    folder = site / "_static" / "katex"
    files = [folder / "katex.css", *(folder / "fonts").glob("*.woff2")]
    assert sum(packed(path.read_bytes()) for path in files) <= 65_000
    text = (site / "book" / f"{name}.html").read_bytes()
    page = BeautifulSoup(text, "html.parser")
    whole = packed(str(page).encode())
    for formula in page.select(".math"):
        formula.string = formula.select_one("annotation").get_text()
    assert whole - packed(str(page).encode()) <= 9_000


def packed(data: bytes) -> int:
    return len(gzip.compress(data, compresslevel=9))


@pytest.fixture
def look(browser, site):
    """Open pages from disk without JavaScript, which formulas do not need; unfold everything."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    def open_page(name):
        page.goto((site / "book" / f"{name}.html").as_uri(), wait_until="load")
        page.evaluate("for (const box of document.querySelectorAll('details')) box.open = true")
        page.evaluate("document.fonts.ready.then(() => {})")
        return page

    yield open_page
    context.close()


@pytest.mark.browser
def test_every_font_here_is_one_that_some_page_uses(look, site):
    used = set()
    for name in with_formulas(site):
        for family, style, state in look(name).evaluate(
            "[...document.fonts].map((font) => [font.family, font.style, font.status])"
        ):
            if "of the system" not in family:  # another serif in its place, where there is one
                assert state != "error"
            if family.startswith("KaTeX") and state == "loaded":
                used.add(f"{family}-{'Italic' if style == 'italic' else 'Regular'}")
    assert used == FONTS


@pytest.mark.browser
def test_without_javascript_formulas_are_there(look):
    page = look("foundations")
    formula = page.locator("div.math .katex-html").first
    assert formula.is_visible()
    box = formula.locator(".katex-base").last.bounding_box()
    assert box["height"] > 10
    assert box["width"] > 10


@pytest.mark.browser
def test_a_formula_is_as_large_as_its_text_and_copied_once(look):
    page = look("foundations")
    sizes = page.evaluate(
        """[...document.querySelectorAll('article .math')].map((math) =>
        [math.parentElement, math.querySelector('.katex')].map((e) => getComputedStyle(e).fontSize))
        """
    )
    assert sizes
    assert all(text == formula for text, formula in sizes)
    copied = page.evaluate(
        """() => {
          const all = [...document.querySelectorAll('article p')];
          const line = all.find((p) => p.textContent.includes('So you can solve for'));
          getSelection().selectAllChildren(line);
          return getSelection().toString();
        }"""
    )
    assert "So you can solve for w by hand." in " ".join(copied.split())


FAULTS = r"""() => [...document.querySelectorAll('article span.math')].flatMap((math) => {
  if (!math.checkVisibility()) return [];
  const parts = [...math.querySelectorAll('.katex-base')].map((e) => e.getBoundingClientRect());
  const [first, last, faults] = [parts[0], parts.at(-1), []];
  const [before, after] = [math.previousSibling?.data ?? '', math.nextSibling?.data ?? ''];
  const place = (text, at) => {
    const range = document.createRange();
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    return range.getBoundingClientRect();
  };
  if (last.top > first.bottom - 2) faults.push('broken');
  if (/\S$/.test(before) && place(math.previousSibling, before.length - 1).bottom < first.top + 2)
    faults.push('parted from what stands before it');
  if (/^\S/.test(after) && place(math.nextSibling, 0).top > last.bottom - 2)
    faults.push('parted from what follows it');
  const edge = document.querySelector('article').getBoundingClientRect().right;
  if (!math.closest('table') && last.right > edge + 1) faults.push('cut');
  return faults.map((fault) => `${math.querySelector('annotation').textContent} is ${fault}`);
})"""


@pytest.mark.browser
@pages
def test_no_formula_is_cut_broken_or_parted_from_its_comma(look, site, name):
    if name not in with_formulas(site):
        return
    page = look(name)
    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(FAULTS) == [], width
        right = page.locator("div.math").evaluate_all(
            "all => all.map((formula) => formula.getBoundingClientRect().right)"
        )
        assert max(right, default=0) <= width  # what is wider scrolls in itself
