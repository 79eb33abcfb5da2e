"""What pages may do with the stored outputs of chapters: show one again, and link into it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


class Again(SphinxDirective):
    """``{again} need.ipynb need-14``: what a chapter's cell shows, shown on another page too."""

    required_arguments = 2

    def run(self) -> list[nodes.Node]:
        """Return the HTML that the cell stored."""
        chapter, cell_id = self.arguments
        _, path = self.env.relfn2path(chapter)
        self.env.note_dependency(path)
        for cell in json.loads(Path(path).read_text(encoding="utf-8"))["cells"]:
            if cell["id"] == cell_id:
                shown = [output.get("data", {}).get("text/html") for output in cell["outputs"]]
                return [nodes.raw("", "".join(html), format="html") for html in shown if html]
        raise self.error(f"{chapter} has no cell {cell_id!r}.")


def ids_as_targets(app: Sphinx, doctree: nodes.document) -> None:
    """Let a link reach what an output names by an id, as it reaches a heading."""
    slugs = app.env.metadata[app.env.docname].setdefault("myst_slugs", {})
    for raw in doctree.findall(nodes.raw):
        for name in re.findall(r'\bid="(claim-\w+|the-ledger)"', raw.astext()):
            slugs[name] = (0, name, name)


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directive, and the targets."""
    app.add_directive("again", Again)
    app.connect("doctree-read", ids_as_targets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
