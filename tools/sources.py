"""Check that the contents list every page of the book, and nothing else.

python tools/sources.py [folder]
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def missing_chapters(root: Path) -> list[str]:
    """Return the files of the book that its table of contents leaves out, and the other way."""
    contents = (root / "_toc.yml").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\s*-?\s*(?:root|file):\s*(\S+)", contents, re.M))
    there = {
        path.relative_to(root).with_suffix("").as_posix()
        for pattern in ("*.md", "*.ipynb")
        for path in (root / "book").rglob(pattern)
        if not re.search(r"/(?:\.|theme/)", path.relative_to(root).as_posix())
    }
    found = [f"{name} is not in _toc.yml" for name in sorted(there - listed)]
    return found + [f"_toc.yml lists {name}, which is not there" for name in sorted(listed - there)]


def main(arguments: list[str]) -> int:
    """Check the project, or a copy of it; return 1 if anything is wrong."""
    root = Path(arguments[0]).resolve() if arguments else ROOT
    found = missing_chapters(root)
    print("\n".join(found) or "the contents are complete")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
