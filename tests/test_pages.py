"""The built pages as files: complete, linked, light, and fetching nothing."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from conftest import CHAPTERS, ROOT

PAGES = sorted(
    path.stem for pattern in ("*.md", "*.ipynb") for path in (ROOT / "book").glob(pattern)
)
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
def test_every_picture_is_there_and_described(site, name):
    path = site / "book" / f"{name}.html"
    for image in soup(path).find_all("img"):
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
