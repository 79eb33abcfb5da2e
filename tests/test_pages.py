"""The built pages as files: complete, linked, light, and fetching nothing."""

from __future__ import annotations

import ast
import gzip
import re
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import icons
import nbformat
import pytest
import yaml
from bs4 import BeautifulSoup
from sphinx.errors import ExtensionError

from conftest import CHAPTERS, PAGES, ROOT

# what teaches: the part of the contents that is numbered
STORY = [
    path
    for part in yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))["parts"]
    for path in CHAPTERS
    if part.get("numbered") and {"file": f"book/{path.stem}"} in part["chapters"]
]
pages = pytest.mark.parametrize("name", PAGES)


@cache
def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


@pages
def test_it_is_built(site, name):
    assert (site / "book" / f"{name}.html").is_file(), f"{name} is not in _toc.yml"


@pages
def test_nothing_is_fetched_from_elsewhere(site, name):
    page = soup(site / "book" / f"{name}.html")
    fetched = [node["src"] for node in page.find_all(src=True)]
    fetched += [node["href"] for node in page.find_all("link", href=True)]
    assert [url for url in fetched if urlsplit(url).netloc] == []


@pages
def test_no_script_holds_up_the_page(site, name):
    page = soup(site / "book" / f"{name}.html")
    assert [script["src"] for script in page.select("script[src]:not([defer])")] == []
    # what runs at once is short
    assert all(len(script.get_text()) < 400 for script in page.select("head script:not([src])"))


@pages
def test_every_icon_is_drawn(site, name):
    page = soup(site / "book" / f"{name}.html")
    assert page.select(':is(i, span)[class*="fa-"]') == []
    assert page.select('svg[class*="fa-"] > path')


def test_an_icon_without_a_drawing_stops_the_build():
    assert icons.drawn('<i class="x fa-solid fa-bars" title="a"></i>').startswith(
        '<svg viewBox="0 0 24 24" aria-hidden="true" class="x fa-solid fa-bars" title="a"><path '
    )
    with pytest.raises(ExtensionError, match=r"no drawing for .*fa-unknown"):
        icons.drawn('<span class="fas fa-unknown"></span>')


@pages
def test_every_picture_is_there_and_described(site, name):
    path = site / "book" / f"{name}.html"
    for image in soup(path).find_all("img"):
        if image["src"].startswith("data:"):  # a panel; the first of them says what all show
            assert image.parent.find("img")["alt"].strip()
            continue
        assert image.get("alt", "").strip()
        assert (path.parent / unquote(image["src"])).is_file()
    for picture in soup(path).select('[role="img"]'):
        assert picture.get("aria-label", "").strip()


@pages
def test_every_link_inside_leads_somewhere(site, name):
    path = site / "book" / f"{name}.html"
    dead = []
    for link in soup(path).find_all("a", href=True):
        url = urlsplit(link["href"])
        if url.scheme or url.netloc:
            continue
        target = (path.parent / unquote(url.path)).resolve() if url.path else path
        if not target.is_file():
            dead.append(link["href"])
        elif "=" in url.fragment:  # a state of what moves there
            known = soup(target).select_one("[data-state]")
            if known is None or not parse_qs(url.fragment).keys() <= {*known["data-state"].split()}:
                dead.append(link["href"])
        elif url.fragment and target.suffix == ".html":
            anchor = unquote(url.fragment)
            if soup(target).find(id=anchor) is None and anchor != "":
                dead.append(link["href"])
    assert dead == []


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_no_cell_is_without_its_output(site, chapter):
    import json

    cells = json.loads(chapter.read_text(encoding="utf-8"))["cells"]
    wanted = sum(bool(cell.get("outputs")) for cell in cells)
    page = soup(site / "book" / f"{chapter.stem}.html")
    shown = [
        cell for cell in page.select("div.cell") if cell.select_one(".cell_output") is not None
    ]
    assert len(shown) == wanted


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_is_light(site, chapter):
    page = (site / "book" / f"{chapter.stem}.html").read_bytes()
    limit = 400_000 if chapter.stem == "need" else 500_000
    assert len(gzip.compress(page)) < limit


@cache
def numbered(path: Path, kind: str) -> dict[str, str]:
    """Return the number of every figure or exercise of a page, by its anchor."""
    css = "figure[id]" if kind == "Figure" else ".exercise[id]"
    found = {}
    for place in soup(path).select(css):
        said = place.select_one(".caption-number")
        assert said is not None, f"{path.name}#{place['id']} has no number"
        found[place["id"]] = said.get_text().strip()
    return found


@pytest.mark.parametrize("kind", ["Figure", "Exercise"])
def test_numbers_are_consecutive_in_every_chapter(site, kind):
    for name in PAGES:
        path = site / "book" / f"{name}.html"
        said = [*numbered(path, kind).values()]
        assert said or name not in {chapter.stem for chapter in STORY}
        title = soup(path).select_one("article h1").get_text()
        chapter = title.partition(".")[0]
        assert said == [f"{kind} {chapter}.{k + 1}" for k in range(len(said))]


@pytest.mark.parametrize("chapter", STORY, ids=lambda path: path.stem)
def test_every_picture_has_a_number_and_a_caption(site, chapter):
    page = soup(site / "book" / f"{chapter.stem}.html")
    pictures = page.select(".cell_output .rk-panels, .rk-explore[data-frames]")
    assert pictures
    for picture in pictures:
        if picture.find_parent(class_="rk-still"):
            continue  # a part of its interactive
        figure = picture.find_parent("figure", id=True)
        assert figure is not None, (
            f"the figure '{picture.get('aria-label')}' has no caption. The metadata of its cell, "
            'in JupyterLab under the gears at the right, needs "mystnb": {"figure": {"caption": '
            '"What it shows.", "name": "fig-own-name"}}'
        )
        caption = figure.find_all("figcaption", recursive=False)
        assert len(caption) == 1
        assert len(caption[0].select_one(".caption-text").get_text().strip()) > 20


@pages
def test_a_reference_names_the_number_of_what_it_leads_to(site, name):
    path = site / "book" / f"{name}.html"
    for link in soup(path).select("article a[href]"):
        said = " ".join(link.get_text().split())
        if kind := re.fullmatch(r"(Figure|Exercise)( [\d.]+)?", said):
            page, _, anchor = link["href"].partition("#")
            assert numbered(path.parent / page if page else path, kind[1])[anchor] == said


@pages
def test_a_term_carries_the_definition_of_the_glossary(site, name):
    page = soup(site / "book" / f"{name}.html")
    glossary = soup(site / "book" / "glossary.html")
    for term in page.select(".rk-term"):
        link = term.a
        tip = page.find(id=link["aria-describedby"])
        assert tip["role"] == "tooltip"
        meaning = glossary.find(id=link["href"].partition("#")[2]).find_next("dd")
        assert tip.get_text().split() == meaning.get_text().split()
    if name in {path.stem for path in STORY}:
        assert page.select(".rk-term")


# what only the book's own pages understand: roles, directives, links to other pages
FOR_THE_PAGE = re.compile(r"\{[\w:]+\}`|:::|\]\(")


def silent(source: str) -> str:
    """What a cell does, without the words in it."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


@pages
def test_a_page_leads_on_and_can_be_kept(site, name):
    path = site / "book" / f"{name}.html"
    page = soup(path)
    assert page.select_one(".prev-next-footer a")
    source = page.select_one("a.btn-download-source-button")
    kept = (path.parent / source["href"]).resolve()
    original = (ROOT / "book" / name).with_suffix(kept.suffix)
    if kept.suffix == ".md":
        assert kept.read_bytes() == original.read_bytes()
        return
    # of a chapter a plain copy is given, which runs the same cells; only what they say is plainer
    copy, chapter = (nbformat.read(path, as_version=4) for path in (kept, original))
    code = ([c.source for c in book.cells if c.cell_type == "code"] for book in (copy, chapter))
    for copied, original_cell in zip(*code, strict=True):
        assert silent(copied) == silent(original_cell)
        assert copied == original_cell or FOR_THE_PAGE.search(original_cell)
    assert copy.cells[0].id == "what-it-needs"


@pytest.mark.parametrize("name", [*(path.stem for path in STORY), "frameworks"])
def test_a_chapter_begins_with_what_it_takes(site, name):
    opening = soup(site / "book" / f"{name}.html").select_one("h1 ~ .admonition")
    assert opening.select_one(".admonition-title").get_text() == "What you will learn"
    said = " ".join(opening.get_text().split())
    minutes = re.search(r"Time: (\d+) minutes", said)
    assert "You need: " in said
    row = soup(site / "book" / "index.html").select_one(f'tr:has(a[href="{name}.html"])')
    assert minutes[1] in row.get_text(" ").split()


def test_no_role_or_citation_is_left_raw(site):
    for path in (site / "book").glob("*.html"):
        text = soup(path).get_text()
        assert not re.search(r"\{(cite|ref|numref|term|glue)[:\w]*\}`", text), path.name


def test_works_that_are_listed_are_cited_and_well_formed():
    bib = (ROOT / "book" / "references.bib").read_text(encoding="utf-8")
    keys = set(re.findall(r"@\w+\{(\w+),", bib))
    sources = "".join(
        path.read_text(encoding="utf-8")
        for pattern in ("*.md", "*.ipynb")
        for path in (ROOT / "book").glob(pattern)
    )
    cited = {
        key.strip()
        for group in re.findall(r"\{cite(?::\w+)?\}`([^`]+)`", sources)
        for key in group.split(",")
    }
    assert cited == keys
    dois = re.findall(r"doi\s*=\s*\{([^}]*)\}", bib)
    assert dois
    assert all(re.fullmatch(r"10\.\d{4,9}/\S+", doi) for doi in dois)
