"""Print what a class is given: the chapters without their answers, or the answers alone.

python tools/teaching.py handout [l1 l2 ...]     _build/handout.pdf
python tools/teaching.py solutions [l1 l2 ...]   _build/solutions.pdf

Both are made from the built pages. What a handout must not show is taken out of what is printed,
not hidden there. The text of a chapter stays: it discusses each figure after it has asked.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from pathlib import Path

import pdf
from bs4 import BeautifulSoup, Tag
from chromium import launch
from playwright.sync_api import sync_playwright

ASKS = ".exercise, [data-quiz]"
GUESSES = ".sd-dropdown"  # one for each answer to the paragraph before the first
ROOM = {".exercise": "70mm", "[data-quiz] li:has(> .rk-question)": "12mm"}  # to write in


def new(markup: str) -> Tag:
    """Return the one element that this markup describes."""
    tag = BeautifulSoup(markup, "html.parser").find(True)
    assert isinstance(tag, Tag)
    return tag


def letter(article: Tag) -> None:
    """Give options the letters a, b, c, so that one can be ringed, and found in the key."""
    for options in article.select(".rk-options"):
        options["style"] = "list-style: lower-alpha; padding-inline-start: 2em"


def handout(page: str, pages: list[str]) -> Tag:
    """Return a chapter without solutions and answers, with space to write."""
    article = pdf.chapter(page, pages)
    for answer in article.select(".solution, .rk-still details"):
        answer.decompose()
    for option in article.select(GUESSES):  # its head is a guess, the rest judges it
        summary = option.summary
        assert summary is not None
        option.replace_with(new(f"<p>○ {pdf._text(summary)}</p>"))
    for place, height in ROOM.items():
        for asked in article.select(place):
            asked.append(new(f'<div class="rk-room" style="height: {height}"></div>'))
    letter(article)
    return article


def solutions(page: str, pages: list[str]) -> Tag:
    """Return every question of a chapter with its answer, and nothing else."""
    article = pdf.chapter(page, pages)
    key = new(f'<article class="bd-article" id="{article["id"]}"></article>')
    assert article.h1 is not None
    key.append(article.h1.extract())
    for opening in article.select(".rk-still > figure, .rk-still summary"):
        opening.decompose()
    for answer in article.select(f".rk-still details, {GUESSES}"):
        answer.name = "div"  # its place is below its question
    for asked in article.select(".rk-explore:has(.rk-answer)"):
        figure = asked.find_parent("figure", id=True)
        name = figure and figure.select_one(".caption-number")
        key.append(new(f"<h3>{pdf._text(name) if name else 'The question'}</h3>"))
        key.append(asked.extract())
    for part in article.select(f"p:has(+ {GUESSES}), {GUESSES}, {ASKS}, .solution"):
        key.append(part.extract())
    anchors = {tag["id"] for tag in key.find_all(id=True)} | {key["id"]}
    for link in key.select("a[href^='#']"):
        if link["href"][1:] not in anchors:
            link.unwrap()  # it leads into the text, which is not printed here
    letter(key)
    return key


KINDS: dict[str, Callable[[str, list[str]], Tag]] = {"handout": handout, "solutions": solutions}


def asking() -> list[str]:
    """Return the pages with exercises or questions at their end, in reading order."""
    pages = pdf.order(pdf._soup(pdf.START))
    sources = {page: (pdf.SITE / f"{page}.html").read_text(encoding="utf-8") for page in pages}
    asks = re.compile(r'<div class="(?:exercise |rk-explore" data-quiz)')
    return [page for page in pages if asks.search(sources[page])]


def main() -> None:
    """Print one kind, of all chapters that ask or of those named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("chapters", nargs="*", help="such as l1; all that ask, if none is named")
    given = parser.parse_args()
    known = asking()
    pages = [f"book/{name}" for name in given.chapters] or known
    if unknown := sorted(set(pages) - set(known)):
        names = ", ".join(page.removeprefix("book/") for page in known)
        parser.error(f"{unknown[0].removeprefix('book/')} is none of the pages that ask: {names}")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        to = Path(pdf.ROOT, "_build", f"{given.kind}.pdf")
        pdf.print_book(browser, to, pages, KINDS[given.kind], given.kind.capitalize())
        browser.close()


if __name__ == "__main__":
    main()
