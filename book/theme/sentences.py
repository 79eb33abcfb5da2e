"""The ten sentences of the laboratory: their page, with what `regkit.claims` knows in it."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

from fragments import directive
from sphinx.application import Sphinx

import regkit.claims
from regkit.claims import CLAIMS, ledger
from regkit.claims._sentences import sentences
from regkit.claims._strips import strip
from regkit.claims._table import CHAPTERS, asset
from regkit.interactive._parts import embedded

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
    text = page.read_text(encoding="utf-8")
    for name, words in {
        "STYLE": asset("strip.css"),
        "EXAMPLE": example,
        "POSTER": poster,
        "DATA": embedded(asked),
    }.items():
        text = text.replace(f"{{{{{name}}}}}", words, 1)
    return text


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the directive."""
    package = Path(regkit.claims.__file__).parent
    sources = (*package.glob("*.*"), *package.glob("data/*"))
    app.add_directive("sentences", directive(fragment, *sources))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
