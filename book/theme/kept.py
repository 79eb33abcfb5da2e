"""Files that a page offers can be kept from disk, too.

A browser shows such a file instead of keeping it, and lets no page read it. So its words lie
beside it once more, as a script that hands them over.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

FOLDERS = ("_sources", "_downloads")
KEPT = (".whl",)  # what a browser cannot show, it keeps by itself


def handing_over(path: Path) -> str:
    """Return the script that hands over the words of a file."""
    return f"handOver({json.dumps(path.name)}, {json.dumps(path.read_bytes().decode())});\n"


def write_scripts(app: Sphinx, exception: Exception | None) -> None:
    """Write the scripts beside the files."""
    if exception is not None:
        return
    for folder in FOLDERS:
        for path in sorted(Path(app.outdir, folder).rglob("*.*")):
            if path.is_file() and path.suffix not in (".js", *KEPT):
                path.with_name(f"{path.name}.js").write_text(handing_over(path), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Write them when all files are there."""
    app.connect("build-finished", write_scripts, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
