"""Print the whole book, as built, to one PDF with Chromium.

python tools/pdf.py [_build/regularization.pdf]
"""

from __future__ import annotations

import html
import mimetypes
import posixpath
import re
import sys
from collections.abc import Callable
from functools import partial
from graphlib import TopologicalSorter
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag
from chromium import launch
from playwright.sync_api import Browser, Route, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "_build" / "html"
HOST = "http://book"  # answered from the built pages; nothing is served and nothing is fetched
START = "book/index"
_STYLESHEET = re.compile(r'<link (?=[^>]*rel="stylesheet")[^>]*href="[./]*(_static/[^"]+)"')
_USED = re.compile(r"url\(#([\w-]+)\)")  # by a drawing, of its own parts
PAPER = "_static/paper.js"  # what makes a page ready for paper, and the book as well
SHEET_OF_PAPER = b"<</Type /Page\n"  # how Chromium begins a page
SHEET = """
@page { size: A4; }
@page title { @bottom-center { content: none; } }
body { display: block; background: #FFFFFF; }
.bd-article { padding: 0; break-before: page; }
.rk-title { page: title; height: 240mm; }
.rk-title { display: flex; flex-direction: column; justify-content: center; }
.rk-title h1 { font-size: 34pt; }
.rk-title p { font-size: 13pt; }
a[data-page]::after { content: " (p. " attr(data-page) ")"; white-space: pre; }
.rk-contents ol { list-style: none; padding-inline-start: 1.5em; }
.rk-contents > ol { padding: 0; columns: 2; column-gap: 2.5em; }
.rk-contents > ol > li { margin-bottom: .8em; font-weight: 600; }
.rk-contents > ol > li > a { break-after: avoid; }
.rk-contents > ol > li li { font-weight: 400; }
.rk-contents a { display: flex; justify-content: space-between; }
.rk-contents a { color: inherit; text-decoration: none; }
"""


def order(index: BeautifulSoup) -> list[str]:
    """Return the pages in reading order, as ``book/need``."""
    links = index.select("nav.bd-links a.reference.internal")
    pages = [_page_of(START, link["href"])[0] for link in links]
    return list(dict.fromkeys([START, *(page for page in pages if page)]))


def _page_of(page: str, href: str) -> tuple[str | None, str]:
    """Return the page that a link on a page leads to (None: it leads elsewhere), and the anchor."""
    url = urlsplit(href)
    if url.scheme or url.netloc:
        return None, ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(url.path)))
    target = (
        page if not url.path else path.removesuffix(".html") if path.endswith(".html") else None
    )
    return target, unquote(url.fragment)


def _anchor(page: str, fragment: str = "") -> str:
    """Return the one anchor in the book for an anchor of a page."""
    name = page.removeprefix("book/")
    return re.sub(r"[^\w-]", "_", f"{name}--{fragment}" if fragment else name)


def chapter(page: str, pages: list[str]) -> Tag:
    """Return the text of a page, its anchors and links made the book's."""
    article = _soup(page).select_one("article.bd-article")
    assert article is not None, f"{page} has no text"
    not_printed = "script, .rk-tip, .headerlink, .toctree-wrapper, .rk-converter > *"
    for unwanted in article.select(not_printed):
        unwanted.decompose()
    for code in article.select("details.hide"):
        code.decompose()  # behind a figure: it stays in the notebook
    for named in article.find_all(id=True):
        named["id"] = _anchor(page, named["id"])
    for drawn in article.select("svg *"):  # drawings of all chapters name their lines alike
        for name, value in drawn.attrs.items():
            if name.endswith("href"):
                drawn[name] = "#" + _anchor(page, value[1:])
            elif "url(#" in value:
                drawn[name] = _USED.sub(lambda used: f"url(#{_anchor(page, used[1])})", value)
    article["id"] = _anchor(page)
    for link in article.find_all("a", href=True):
        target, fragment = _page_of(page, link["href"])
        if target in pages:
            link["href"] = "#" + _anchor(target, fragment)
        elif not urlsplit(link["href"]).netloc:
            link.unwrap()  # a download, or the general index
    for image in article.select("img[src]:not([src^='data:'])"):
        image["src"] = posixpath.join(HOST, posixpath.dirname(page), image["src"])
    return article


def _soup(page: str) -> BeautifulSoup:
    return BeautifulSoup((SITE / f"{page}.html").read_text(encoding="utf-8"), "html.parser")


def contents(articles: list[Tag], numbers: dict[str, int]) -> str:
    """Return the table of contents, with the page numbers that are known."""

    def entry(place: Tag, heading: Tag) -> str:
        page = numbers.get(place["id"], "")
        return f'<a href="#{place["id"]}"><span>{_text(heading)}</span><span>{page}</span></a>'

    items = ""
    for article in articles:
        sections = [heading.parent for heading in article.select("h2") if heading.parent.get("id")]
        inner = "".join(f"<li>{entry(section, section.h2)}</li>" for section in sections)
        items += f"<li>{entry(article, article.h1)}<ol>{inner}</ol></li>"
    return f'<nav class="rk-contents"><h1>Contents</h1><ol>{items}</ol></nav>'


def _text(heading: Tag) -> str:
    return html.escape(heading.get_text().strip())


def styles(pages: list[str]) -> str:
    """Return links to the stylesheets of all pages, each after those that it follows there."""
    order: TopologicalSorter[str] = TopologicalSorter()
    for page in pages:
        text = (SITE / f"{page}.html").read_text(encoding="utf-8")
        for before, after in pairwise(_STYLESHEET.findall(text)):
            order.add(after, before)
    return "".join(f'<link rel="stylesheet" href="{HOST}/{path}">' for path in order.static_order())


def numbered(articles: list[Tag], numbers: dict[str, int]) -> None:
    """Write into each link of a list that is looked things up in on which sheet it ends."""
    for article in articles:
        for link in article.select("dl.myst dd a[href^='#']"):
            link["data-page"] = numbers.get(link["href"][1:], 100)  # as wide, until it is known


def whole(index: BeautifulSoup, articles: list[Tag], numbers: dict[str, int], styles: str) -> str:
    """Return the book as one page: title, contents, chapters."""
    heading = index.select_one("article.bd-article h1")
    assert heading is not None
    for mark in heading.select(".headerlink"):
        mark.decompose()
    title, said = _text(heading), heading.find_next("p").get_text()
    return (
        f'<!doctype html><html lang="{index.html["lang"]}" data-theme="light">'
        '<head><meta charset="utf-8">'
        f"<title>{title}</title>{styles}<style>{SHEET}</style></head><body>"
        f'<div class="rk-title"><h1>{title}</h1><p>{html.escape(said)}</p></div>'
        f"{contents(articles, numbers)}{''.join(map(str, articles))}"
        f'<script src="{HOST}/{PAPER}"></script></body></html>'
    )


def page_numbers(pdf: bytes) -> dict[str, int]:
    """Return the page on which each anchor is, as Chromium wrote it into the PDF."""
    sheets = re.findall(rb"(\d+) 0 obj\n" + SHEET_OF_PAPER, pdf)
    places = re.findall(rb"/([\w-]+) \[(\d+) 0 R /XYZ", pdf)
    return {name.decode(): sheets.index(sheet) + 1 for name, sheet in places}


def answer(route: Route, book: str) -> None:
    """Answer a request of the printing browser: the book itself, or a file of the built pages."""
    url = urlsplit(route.request.url)
    path = SITE / unquote(url.path).lstrip("/")
    if url.path == f"/{START}.html":
        route.fulfill(body=book, content_type="text/html; charset=utf-8")
    elif f"{url.scheme}://{url.netloc}" == HOST and path.is_file():
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        route.fulfill(body=path.read_bytes(), content_type=kind)
    else:
        raise FileNotFoundError(f"The printed book asks for {route.request.url}.")


def print_book(
    browser: Browser,
    to: Path,
    pages: list[str] | None = None,
    text: Callable[[str, list[str]], Tag] = chapter,
    name: str = "",
) -> None:
    """Print all pages or those given, twice: the first time tells on which sheet everything is.

    ``text`` makes what is printed of a page; if that is not all of it, ``name`` says what it is.
    """
    index = _soup(START)
    if name:
        heading = index.select_one("article.bd-article h1")
        assert heading is not None
        heading.append(f" – {name}")
    pages = pages or order(index)
    articles = [text(page, pages) for page in pages]
    numbers: dict[str, int] = {}
    sheet = browser.new_page(color_scheme="light")
    for _ in range(2):
        numbered(articles, numbers)
        book = whole(index, articles, numbers, styles(pages))
        sheet.unroute_all()
        sheet.route("**/*", partial(answer, book=book))
        sheet.goto(f"{HOST}/{START}.html", timeout=120_000)
        sheet.evaluate("document.fonts.ready.then(() => {})")
        pdf = sheet.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
        numbers = page_numbers(pdf)
    sheet.close()
    # the day it was printed is no part of the book
    pdf = re.sub(rb"(/(?:Creation|Mod)Date \(D:)\d{14}", rb"\g<1>20260101000000", pdf)
    to.write_bytes(pdf)
    print(f"{to}: {pdf.count(SHEET_OF_PAPER)} pages")


def main(to: Path) -> None:
    """Print the book with the Chromium of this system."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        print_book(browser, to)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "_build" / "regularization.pdf")
