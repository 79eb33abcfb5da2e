"""Measure how long each chapter takes to run, for the status page.

python tools/times.py [book/need.ipynb ...]
"""

from __future__ import annotations

import datetime
import json
import os
import resource
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

BOOK = Path(__file__).resolve().parent.parent / "book"
STORED = BOOK / "data" / "times.json"


def seconds(path: Path) -> float:
    """Run a chapter without storing it; return the processor's time, which others do not share."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=3600, kernel_name="python3", resources=resources).execute()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(arguments: list[str]) -> None:
    """Measure the named chapters, or all of them, and store what was found."""
    os.environ["REGKIT_BUILDING"] = "1"
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    old = json.loads(STORED.read_text(encoding="utf-8")) if STORED.exists() else {"seconds": {}}
    found = old["seconds"]
    for path in [Path(name).resolve() for name in arguments] or sorted(BOOK.glob("*.ipynb")):
        found[path.stem] = round(seconds(path), 1)
        print(f"{path.name}: {found[path.stem]} s")
    stored = {"date": datetime.date.today().isoformat(), "seconds": dict(sorted(found.items()))}
    STORED.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
