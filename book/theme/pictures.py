"""Stored pictures become part of the page, and the interactives' style and script one file each.

A notebook stores images, which can be shown where nothing is trusted. In the page their SVG stands
inline, so that it follows the theme and uses the page's font. Behind a closed answer it stays an
image, which costs nothing until it is looked at.
"""

from __future__ import annotations

import html
import itertools
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

from docutils import nodes
from sphinx.application import Sphinx

from regkit.interactive._parts import program, stylesheet

_STORED = re.compile(r'<img width="\d+" alt="([^"]*)" src="data:image/svg\+xml,([^"]+)">')
_CLOSED = re.compile(r"(<details.*?</details>)", re.S)
_PANELS = re.compile(r'<div class="rk-panels"( data-panels="\d+")>(.*?)</div>', re.S)
_NAMESPACE = "xmlns='http://www.w3.org/2000/svg'"
_ALONE = ("x", "y", "width", "height", "font-family", "style")  # what it needs to stand by itself
_SET_UP = "document.getElementById('regkit-style')"  # how the output of `set_up` begins
FILES = {"interactive.css": stylesheet, "interactive.js": program}


def inline(svg: str, number: int) -> str:
    """Return a drawing that stood by itself as one of a page, its ids told from all others'."""
    drawing = ElementTree.fromstring(svg.replace(_NAMESPACE, "", 1))
    for name in _ALONE:
        drawing.attrib.pop(name, None)
    text = ElementTree.tostring(drawing, encoding="unicode")
    return re.sub(r'(id="|url\(#|href="#)(f\d+-)', rf"\1p{number}\2", text)


def panels_of(svg: str) -> list[str]:
    """Return the panels that a stored picture holds, each as a drawing of its own."""
    whole = ElementTree.fromstring(re.sub(r' xmlns="[^"]*"', "", svg, count=1))
    return [ElementTree.tostring(panel, encoding="unicode") for panel in whole]


def _picture(svg: str, numbers: itertools.count[int]) -> str:
    """Return a static picture for the page: its panels, under one alternative text."""
    alt = ElementTree.fromstring(svg).get("aria-label", "")
    panels = [inline(panel, next(numbers)) for panel in panels_of(svg)]
    return (
        f'<div class="rk-panels" data-panels="{len(panels)}" role="img" '
        f'aria-label="{html.escape(alt)}">{"".join(panels)}</div>'
    )


def _interactive(page: str, numbers: itertools.count[int]) -> str:
    """Put the open pictures of an interactive into the page, and leave the closed ones images."""

    def opened(found: re.Match[str]) -> str:
        images = _STORED.findall(found[2])
        svgs = [inline(unquote(data), next(numbers)) for _, data in images]
        return (
            f'<div class="rk-panels"{found[1]} role="img" aria-label="{images[0][0]}">'
            f"{''.join(svgs)}</div>"
        )

    page = page.replace(" mathjax_ignore", "")  # a word for notebooks
    parts = _CLOSED.split(page)
    parts[::2] = [_PANELS.sub(opened, part) for part in parts[::2]]
    parts[1::2] = [part.replace("<img width", '<img loading="lazy" width') for part in parts[1::2]]
    return "".join(parts)


def put_in(app: Sphinx, doctree: nodes.document) -> None:
    """Replace what a notebook stored by what a page shows."""
    numbers = itertools.count()
    for image in list(doctree.findall(nodes.image)):
        path = Path(image["uri"])
        if path.suffix == ".svg" and path.parent.name == "jupyter_execute":
            svg = Path(app.srcdir, *path.parts[path.is_absolute() :]).read_text(encoding="utf-8")
            image.replace_self(nodes.raw("", _picture(svg, numbers), format="html"))
    for raw in doctree.findall(nodes.raw):
        text = raw.astext()
        if _SET_UP in text:
            raw.children = [nodes.Text("")]
        elif 'class="rk-explore"' in text:
            raw.children = [nodes.Text(_interactive(text, numbers))]


def write_files(app: Sphinx) -> None:
    """Write the style and the script where the build takes its static files from."""
    folder = Path(app.doctreedir, "interactive")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(text(), encoding="utf-8")
    app.config.html_static_path.append(str(folder))


def link_files(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Load them on the pages that have something to move or to show."""
    body = context.get("body", "")
    if "rk-panels" in body or "rk-explore" in body:
        app.add_css_file("interactive.css")
    if "rk-explore" in body:
        app.add_js_file("interactive.js", loading_method="defer")


def setup(app: Sphinx) -> dict[str, Any]:
    """Come before the build collects images, which it would copy."""
    app.connect("builder-inited", write_files)
    app.connect("doctree-read", put_in, priority=100)
    app.connect("html-page-context", link_files)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
