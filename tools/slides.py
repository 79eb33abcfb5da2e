"""Make slides of chapters, out of the built pages: _build/slides/l1.html.

python tools/slides.py [l1 l2 ...]

Each file holds all it needs and opens in any browser, without a network. A heading begins a slide;
what is there to be seen, and every exercise and question, has one of its own; prose goes to the
speaker's notes. A cell's slide type, which JupyterLab sets, overrules that. There is no solution
in the file, and a figure that asks shows its answer after a guess.
"""

from __future__ import annotations

import argparse
import base64
import copy
import json
import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pdf
from bs4 import BeautifulSoup, Tag

HERE = Path(__file__).resolve().parent
TO = pdf.ROOT / "_build" / "slides"
HEADINGS = ["h1", "h2", "h3", "h4"]
GONE = (
    "script:not([type='application/json']), .rk-tip, .headerlink, .toctree-wrapper, .rk-converter, "
    ".solution, details.hide, .copybtn"
)
TYPES = {f"slide-{said}" for said in ("slide", "subslide", "fragment", "skip", "notes")}
# what is seen, not said
SHOWN = (
    "figure, .rk-explore, table, div.math, pre, .exercise, .tip, .sd-tab-set, img, "
    "p:has(+ details.sd-dropdown)"
)
WITH_IT = "h1 + p, details.sd-dropdown"  # they join what is shown before them
WHOLE = "figure, .rk-explore, .cell:has(> .cell_input)"  # not taken apart
FRESH = (  # a guess that was made while preparing is no answer on the projector
    "const kept = new Map();"
    "Object.defineProperty(window, 'localStorage', { value: {"
    " getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value),"
    " removeItem: (name) => kept.delete(name), get length() { return kept.size; } } });"
    "document.documentElement.dataset.theme ="
    " matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';"
)
POLICY = (  # nothing is fetched
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "img-src data:; font-src data:"
)


@dataclass
class Slide:
    """One idea: its heading, what is seen, what is said."""

    heading: Tag
    again: bool = False  # the heading stood on an earlier slide
    shown: list[Tag] = field(default_factory=list)
    notes: list[Tag] = field(default_factory=list)


def blocks(part: Tag, said: str = "") -> Iterator[tuple[Tag, str]]:
    """Go through what a page holds, in order: each block, and the slide type of its cell."""
    for block in part.find_all(True, recursive=False):
        classes = set(block.get("class") or ())
        own = next(iter(classes & TYPES), said)
        taken_apart = block.name == "section" or classes & {"cell", "cell_output", "text_html"}
        if "data-quiz" in block.attrs:
            yield from ((question, own) for question in questions(block))
        elif taken_apart and not block.css.match(WHOLE):
            yield from blocks(block, own)
        elif block.get_text(strip=True) or block.select("svg, img"):
            yield block, own


def questions(quiz: Tag) -> list[Tag]:
    """Part a quiz into its questions."""
    data = quiz.find("script")
    if data is None:
        return [quiz]
    known = json.loads(data.get_text())
    parts = []
    for k, question in enumerate(known["questions"]):
        one = copy.copy(quiz)
        script = one.find("script")
        script.string = json.dumps(known | {"questions": [question], "score": ""})
        for other, item in enumerate(one.select("li:has(> .rk-question)")):
            if other != k:
                item.decompose()
        parts.append(one)
    return parts


def becomes(block: Tag, said: str) -> str:
    """Return the slide type of a block: what its cell says, or the default."""
    if said:
        return said.removeprefix("slide-")
    if block.css.match(WITH_IT):
        return "fragment"
    prose = block.name in {"p", "ul", "ol", "dl", "blockquote"} or block.css.match(
        ".admonition:not(.exercise, .tip)"
    )
    shown = block.css.match(SHOWN) or (not prose and block.select(SHOWN))
    return "slide" if shown else "notes"


def deal(article: Tag) -> list[Slide]:
    """Deal a chapter out to slides."""
    slides: list[Slide] = []
    for block, said in list(blocks(article)):
        kind = becomes(block, said)
        if block.name in HEADINGS and kind != "skip":
            slides.append(Slide(block))
        elif kind == "notes":
            slides[-1].notes.append(block)
        elif kind != "skip":
            if kind != "fragment" and slides[-1].shown:
                slides.append(Slide(copy.copy(slides[-1].heading), again=True))
            slides[-1].shown.append(block)
    for slide in slides:
        if not slide.shown and slide.notes:  # nothing to be seen: what is said first stands there
            slide.shown.append(slide.notes.pop(0))
    return slides


def without(page: BeautifulSoup) -> Tag:
    """Return the text of a built page without what slides do not have."""
    (article,) = page.select("article.bd-article")
    for unwanted in article.select(GONE):
        unwanted.decompose()
    return article


def markup(slide: Slide, number: int, of: int) -> str:
    """Write one slide."""
    title = " ".join(slide.heading.get_text().split())
    size = "h1" if slide.heading.name == "h1" and not slide.again else "h2"
    back = f'<a href="#{number - 1}" aria-label="Back">‹</a>' if number > 1 else ""
    on = f'<a href="#{number + 1}" aria-label="On">›</a>' if number < of else ""
    return (
        f'<section class="slide" id="{number}" aria-label="{number}. {title}">'
        f"<{size}{' class=again' if slide.again else ''}>{slide.heading.decode_contents()}</{size}>"
        f'<div class="room"><div class="fit">{"".join(map(str, slide.shown))}</div></div>'
        f'<div class="notes" hidden>{"".join(map(str, slide.notes))}</div>'
        f"<nav>{back} {number} / {of} {on}</nav></section>"
    )


def links_within(deck: BeautifulSoup) -> None:
    """Leave the words of a link that leads to none of the slides, and to no other site."""
    for link in deck.select(".slide a[href]"):
        target = link["href"]
        inside = target.startswith("#") and deck.find(id=target[1:])
        if not inside and not urlsplit(target).netloc:
            link.unwrap()


def styles(page: str) -> str:
    """Return the stylesheets of a page, whole, with the fonts and pictures that they name."""
    text = (pdf.SITE / f"{page}.html").read_text(encoding="utf-8")
    unused = re.compile(r"togglebutton|copybutton|thebe")
    paths = [pdf.SITE / path.partition("?")[0] for path in pdf._STYLESHEET.findall(text)]
    return "".join(
        f"<style>{packed(path)}</style>" for path in paths if not unused.search(path.name)
    )


def packed(sheet: Path) -> str:
    """Return a stylesheet that holds the files it names."""

    def held(url: re.Match[str]) -> str:
        file = sheet.parent / url[2].partition("?")[0].partition("#")[0]
        if url[2].startswith("data:") or not file.is_file():
            return url[0]
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return f"url(data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()})"

    text = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", sheet.read_text(encoding="utf-8"))
    return re.sub(r"url\((['\"]?)([^'\")]+)\1\)", held, text)


def deck(page: str) -> str:
    """Return the slides of a page as a page of their own."""
    built = pdf._soup(page)
    slides = deal(without(built))
    parts = "".join(markup(slide, k, len(slides)) for k, slide in enumerate(slides, 1))
    title = " ".join(slides[0].heading.get_text().split())
    body = BeautifulSoup(parts, "html.parser")
    links_within(body)
    scripts = [pdf.SITE / "_static" / "interactive.js", HERE / "slides.js"]
    programs = "".join(f"<script>{path.read_text(encoding='utf-8')}</script>" for path in scripts)
    own = (HERE / "slides.css").read_text(encoding="utf-8")
    return (
        f'<!doctype html><html lang="{built.html["lang"]}" data-theme="light"><head>'
        '<meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><script>{FRESH}</script>"
        f'{styles(page)}<style class="screen">{own}</style></head>'
        f'<body><main class="bd-article">{body}</main>{programs}</body></html>\n'
    )


def main() -> None:
    """Make the slides of the named pages, or of all chapters."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    known = [page.removeprefix("book/") for page in pdf.order(pdf._soup(pdf.START))]
    chapters = [name for name in known if (pdf.ROOT / "book" / f"{name}.ipynb").is_file()]
    parser.add_argument("chapters", nargs="*", help="such as l1; all of them, if none is named")
    names = parser.parse_args().chapters or chapters
    if unknown := sorted(set(names) - set(known)):
        parser.error(f"{unknown[0]} is none of the pages: {', '.join(known)}")
    TO.mkdir(parents=True, exist_ok=True)
    for name in names:
        text, file = deck(f"book/{name}"), TO / f"{name}.html"
        file.write_text(text, encoding="utf-8")
        count = text.count('class="slide"')
        print(f"{file}: {count} slides, {len(text.encode()) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
