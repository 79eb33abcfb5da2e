"""What the book changes in the stock build: nothing is fetched, and only one MathJax is kept."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

# One bundle and its fonts typeset every page; the package brings ten others.
_MATHJAX_KEPT = ("tex-chtml.js", "output/chtml/fonts")


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


def one_mathjax(app: Sphinx, exception: Exception | None) -> None:
    """Keep the one bundle that the pages load."""
    folder = Path(app.outdir, "_static", "mathjax")
    if exception is not None or not folder.is_dir():
        return
    for path in sorted(folder.rglob("*"), reverse=True):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith(_MATHJAX_KEPT):
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            shutil.rmtree(path)


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect both, after the extensions they correct."""
    app.connect("html-page-context", without_thebe, priority=900)
    app.connect("build-finished", one_mathjax, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
