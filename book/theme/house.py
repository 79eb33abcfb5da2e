"""What the book changes in the stock build: nothing is fetched."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx


def without_thebe(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Leave out the scripts of live code: they come from elsewhere and collide on every page."""
    for kind in ("script_files", "css_files"):
        context[kind] = [
            entry
            for entry in context.get(kind, [])
            if "thebe" not in str(getattr(entry, "filename", entry))
            and "THEBE" not in getattr(entry, "attributes", {}).get("body", "")
        ]


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect after the extension that is corrected."""
    app.connect("html-page-context", without_thebe, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
