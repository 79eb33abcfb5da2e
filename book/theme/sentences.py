"""The ten sentences of the laboratory: their page, with what `regkit.claims` knows in it."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import regkit.claims
from regkit.claims import CLAIMS, ledger
from regkit.claims._sentences import sentences
from regkit.claims._strips import strip
from regkit.claims._table import CHAPTERS, asset

EXAMPLE = "V23"  # is never dealt


def fragment(page: Path) -> str:
    """Return the HTML of the page with the sentences, an example and a poster in their places."""
    asked = sentences()
    asked["chapters"] = CHAPTERS
    one = ledger()[EXAMPLE]
    example = (
        f"<p>An example. “{html.escape(CLAIMS[EXAMPLE].text)}” It "
        f"{html.escape(str(one.verdict))}, as this picture shows.</p>{strip(one)}"
    )
    poster = "".join(
        f"<li><i></i><span>{html.escape(row['text'])}</span></li>" for row in asked["sentences"]
    )
    stored = json.dumps(asked, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    text = page.read_text(encoding="utf-8")
    for name, words in {
        "STYLE": asset("strip.css"),
        "EXAMPLE": example,
        "POSTER": poster,
        "DATA": stored,
    }.items():
        text = text.replace(f"{{{{{name}}}}}", words, 1)
    return text


class Sentences(SphinxDirective):
    """``{sentences} lab_sentences.html``: that page, which reads what `regkit.claims` says."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the HTML, and remember what it was made from."""
        _, page = self.env.relfn2path(self.arguments[0])
        package = Path(regkit.claims.__file__).parent
        for source in (page, *map(str, package.glob("*.*")), *map(str, package.glob("data/*"))):
            self.env.note_dependency(source)
        return [nodes.raw("", fragment(Path(page)), format="html")]


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the directive."""
    app.add_directive("sentences", Sentences)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
