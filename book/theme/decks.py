"""Let the cells of a chapter say what becomes of them in `make slides`.

JupyterLab's *Slide Type* of a cell, which is its ``metadata.slideshow.slide_type``, becomes a class
of what the page shows of that cell, such as ``slide-skip``. The page looks the same; the slides are
made from it and read the class.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

TYPES = ("slide", "subslide", "fragment", "skip", "notes")  # "-" and none: as the default has it
LINES = 10_000  # myst-nb counts a Markdown cell's lines from ten thousand times its place, from 1


def chosen(chapter: Path) -> dict[int, str]:
    """Return the classes that cells ask for, by the cells' places, counted from 1."""
    cells = json.loads(chapter.read_text(encoding="utf-8"))["cells"]
    types = (cell["metadata"].get("slideshow", {}).get("slide_type") for cell in cells)
    return {place: f"slide-{said}" for place, said in enumerate(types, 1) if said in TYPES}


def place_of(node: nodes.Element) -> int:
    """Return which cell a node at the page's top level comes from, counted from 1."""
    if "cell_index" in node:
        return int(node["cell_index"]) + 1
    return (node.line or 0) // LINES


def mark(app: Sphinx, doctree: nodes.document) -> None:
    """Put the classes where the cells' contents stand."""
    chapter = Path(app.env.doc2path(app.env.docname))
    classes = chosen(chapter) if chapter.suffix == ".ipynb" else {}
    if not classes:
        return
    for node in list(doctree.findall(nodes.Element)):
        top = isinstance(node.parent, nodes.document | nodes.section)
        if top and not isinstance(node, nodes.section) and place_of(node) in classes:
            node["classes"].append(classes[place_of(node)])


def setup(app: Sphinx) -> dict[str, Any]:
    """Mark a chapter when it has been read."""
    app.connect("doctree-read", mark)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
