"""Check what the stored chapters must be: run in order, without errors or stray output.

python tools/notebooks.py [book/need.ipynb ...]
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

BOOK = Path(__file__).resolve().parent.parent / "book"


def faults(path: Path) -> list[str]:
    """Return what is wrong with one chapter, a line each."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    code = [c for c in notebook["cells"] if c["cell_type"] == "code" and "".join(c["source"])]
    found = []
    counts = [cell["execution_count"] for cell in code]
    if counts != list(range(1, len(counts) + 1)):
        found.append(f"cells were not run once each, in order, from a fresh kernel: {counts}")
    for cell in code:
        for output in cell["outputs"]:
            found += [f"cell {cell['execution_count']}: {fault}" for fault in _faults(output)]
    if notebook["metadata"].get("widgets"):
        found.append("widget state is stored; nothing in the page can use it")
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            for image in re.findall(r"!\[\s*\]\([^)]*\)", "".join(cell["source"])):
                found.append(f"an image has no alternative text: {image}")
    return found


def _faults(output: dict[str, Any]) -> list[str]:
    if output["output_type"] == "error":
        return [f"it stored the error {output['ename']}"]
    if output.get("name") == "stderr":
        return ["it wrote to stderr, a warning perhaps"]
    data = output.get("data", {})
    page = "".join(data.get("text/html", ""))
    found = [
        "a picture has no alternative text"
        for _ in re.findall(r'role="img"(?![^>]*aria-label="[^"])', page)
    ]
    if any(kind in data for kind in ("image/png", "image/jpeg")):
        found.append("it stored a bitmap, which is not compared; use regkit.figures.show")
    if any("0x" in line for line in data.get("text/plain", [])):
        found.append("it printed an address")
    return found


def main(arguments: list[str]) -> int:
    """Check the named chapters, or all of them; return 1 if anything is wrong."""
    paths = [Path(name) for name in arguments] or sorted(BOOK.glob("*.ipynb"))
    found = [f"{path.name}: {fault}" for path in paths for fault in faults(path)]
    print("\n".join(found) or f"{len(paths)} chapters are as they should be")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
