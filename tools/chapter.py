"""Run one chapter, compare it, build its page and check that: from an edit to a page to look at.

python tools/chapter.py l1

The chapter runs once. What it shows is compared with what it showed before; if some of it is new,
that is stored, and the chapter runs a second time, which must show the same. A page in Markdown is
only built and checked. The build reads one page and keeps the others as they are, so it is not
taken for a finished book: `make book` and `make test` build all of it again.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import notebooks
import outputs

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "_build"
# where tests look at single pages; to collect the others takes longer than these
CHECKS = [ROOT / "tests" / f"test_{name}.py" for name in ("pages", "notebooks", "doors")]
# ruff counts all cells of a chapter from its top, those of text included
FORMAT = (
    "{file}: the code above is not laid out as all code here. "
    "To lay it out, type: .venv/bin/ruff format {file}"
)
CHECK = (
    "{file}: the lines above need a hand. Is one too long? Type .venv/bin/ruff format {file}; "
    "one that stays longer than 100 characters is a comment or a text: break it in two."
)
PAGES = {p.stem: p for kind in ("*.md", "*.ipynb") for p in sorted((ROOT / "book").glob(kind))}


def tool(name: str, *arguments: str | Path, hint: str = "") -> None:
    """Run a tool of this environment in the folder of the book; if it fails, end with the hint."""
    command = [Path(sys.executable).with_name(name), *arguments]
    ended = subprocess.run(command, cwd=ROOT, check=False)
    if ended.returncode:
        sys.exit(hint or ended.returncode)


def shown(path: Path) -> list[Any]:
    """Return what each cell of a chapter shows."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell.get("outputs") for cell in cells]


def compare(path: Path) -> None:
    """Run a chapter; where it shows something new, store that and see it come out again."""
    file = path.relative_to(ROOT)
    tool("ruff", "check", "--quiet", path, hint=CHECK.format(file=file))
    tool("ruff", "format", "--check", "--quiet", path, hint=FORMAT.format(file=file))
    before = shown(path)
    outputs.run(path)
    if shown(path) == before:
        print(f"{path.name} shows what it showed")
    else:
        print(f"{path.name} shows something new: git diff -I execution_count {file}", flush=True)
        tool("pytest", "-q", "--nbval", path)
    if notebooks.main([str(path)]):
        sys.exit(1)


def build(path: Path) -> None:
    """Read one page again, and write it."""
    page = path.relative_to(ROOT).with_suffix("")
    # without this it is read even if it has not changed, so a warning is not given only once
    (BUILD / ".doctrees" / page).with_suffix(".doctree").unlink(missing_ok=True)
    (BUILD / ".built").unlink(missing_ok=True)
    tool("jupyter-book", "build", ".", "-W", "-n", "--keep-going", "--quiet")


def main(arguments: list[str]) -> int:
    """Take one page from its source to its checks."""
    name = " ".join(arguments)
    path = PAGES.get(name)
    if path is None:
        print(f"C must name a page, as in `make chapter C=l1`. Got {name!r}. The pages are:")
        print(", ".join(sorted(PAGES)))
        return 2
    outputs.prepare()
    if path.suffix == ".ipynb":
        compare(path)
    build(path)
    tool("pytest", "-q", "--chapter", name, "-m", "not browser", *CHECKS)
    print(f"The page: {(BUILD / 'html' / 'book' / name).with_suffix('.html').as_uri()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
