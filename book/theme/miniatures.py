"""``{mini}`need#fig-need-both```: a figure of a chapter as a small picture without words.

It is cut from what the chapter stored, so it is what the chapter shows: of an interactive the
answering picture, of several panels the first, or the one that a number behind the name says.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from docutils import nodes
from pictures import panels_of
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole

_DRAWING = re.compile(r'src="data:image/svg\+xml,([^"]+)"')
_LAST = re.compile(r'.*<div class="rk-panels"[^>]*>(.*?)</div>', re.S)
_MARGINS = 92, 42, 18, 74  # of a panel: left, top, right, bottom


def stored_panels(chapter: Path, name: str) -> list[str]:
    """Return the panels of a figure as drawings, those that answer if there is a question."""
    for cell in json.loads(chapter.read_text(encoding="utf-8"))["cells"]:
        if cell["metadata"].get("mystnb", {}).get("figure", {}).get("name") == name:
            for output in cell["outputs"]:
                data = output.get("data", {})
                if svg := "".join(data.get("image/svg+xml", "")):
                    return panels_of(svg)
                if last := _LAST.match("".join(data.get("text/html", ""))):
                    return [unquote(found) for found in _DRAWING.findall(last[1])]
    raise ValueError(f"{chapter.name} has no figure {name!r}")


def miniature(panel: str, tag: str) -> str:
    """Return a panel without words and axes, its ids told from all others of the page."""
    drawing = ElementTree.fromstring(re.sub(r' xmlns=["\'][^"\']*["\']', "", panel, count=1))
    _, _, width, height = map(float, drawing.get("viewBox", "").split())
    left, top, right, bottom = _MARGINS
    for parent in list(drawing.iter()):
        for child in list(parent):
            if child.tag == "text" or _is_empty(child):
                parent.remove(child)
    small = Element(
        "svg",
        {
            "viewBox": f"{left} {top} {width - left - right:g} {height - top - bottom:g}",
            "class": "rk-mini",
            "aria-hidden": "true",
        },
    )
    small.extend(drawing)
    text = ElementTree.tostring(small, encoding="unicode")
    return re.sub(r'(id="|url\(#|href="#)((?:p\d+)?f\d+-)', rf"\1{tag}\2", text)


def _is_empty(element: Element) -> bool:
    return element.tag == "g" and not len(element)


class Mini(SphinxRole):
    """Puts the picture in."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Cut it from the stored chapter, or say that it is not there."""
        chapter, _, figure = self.text.partition("#")
        name, _, number = figure.partition(" ")
        _, path = self.env.relfn2path(f"{chapter}.ipynb")
        self.env.note_dependency(path)
        try:
            panel = stored_panels(Path(path), name)[int(number or 1) - 1]
        except (ValueError, IndexError) as wrong:
            return [], [self.inliner.reporter.error(str(wrong), line=self.lineno)]
        tag = f"m{self.env.new_serialno('mini')}"
        return [nodes.raw("", miniature(panel, tag), format="html")], []


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the role."""
    app.add_role("mini", Mini())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
