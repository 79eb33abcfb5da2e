"""The converter of the frameworks chapter: its page, with the table of conventions in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import regkit

TABLE = Path(regkit.__file__).parent / "data" / "conventions.json"
# what tells the settings of an estimator apart from one another, and no page asks
_UNUSED = ("only", "neutral", "defaults")


def fragment(page: Path) -> str:
    """Return the HTML of the page with the table in its place."""
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    for row in table["rows"]:
        for key in _UNUSED:
            row.pop(key, None)
    stored = json.dumps(table, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return page.read_text(encoding="utf-8").replace("TABLE", stored, 1)


class Converter(SphinxDirective):
    """``{converter} converter.html``: that page, which reads what `regkit.conventions` reads."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the HTML, and remember what it was made from."""
        _, page = self.env.relfn2path(self.arguments[0])
        for source in (page, str(TABLE)):
            self.env.note_dependency(source)
        return [nodes.raw("", fragment(Path(page)), format="html")]


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the directive."""
    app.add_directive("converter", Converter)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
