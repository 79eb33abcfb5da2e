"""The converter of the frameworks chapter: its page, with the table of conventions in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fragments import directive
from sphinx.application import Sphinx

import regkit
from regkit.interactive._parts import embedded

TABLE = Path(regkit.__file__).parent / "data" / "conventions.json"
# what tells the settings of an estimator apart from one another, and no page asks
_UNUSED = ("only", "neutral", "defaults")


def fragment(page: Path) -> str:
    """Return the HTML of the page with the table in its place."""
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    for row in table["rows"]:
        for key in _UNUSED:
            row.pop(key, None)
    return page.read_text(encoding="utf-8").replace("TABLE", embedded(table), 1)


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the directive."""
    app.add_directive("converter", directive(fragment, TABLE))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
