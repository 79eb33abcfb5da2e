"""What the status page tells, read from the files that know it while the book is built."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from docutils.nodes import Node
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

_RANGE = re.compile(r"(?<=\d)-(?=\d+\.\d)")  # from one number to another
CLASSES = ((10, "seconds"), (100, "tens of seconds"), (float("inf"), "minutes"))


def table(head: list[str], rows: list[list[str]]) -> str:
    """Write a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def versions(root: Path) -> str:
    """Tell the pinned version of what the package and the book ask for."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = project["dependencies"] + extras["full"] + extras["book"]
    pins = (root / "requirements.txt").read_text(encoding="utf-8").replace("'", "")
    rows = []
    for name in sorted(re.match(r"[\w-]+", line)[0] for line in wanted):
        found = re.findall(rf"^{name}==(\S+)(?: ; python_full_version (.*))? \\$", pins, re.M)
        rows.append([name, ", ".join(f"{pin} (Python {of})" if of else pin for pin, of in found)])
    return table(["package", "version"], rows)


def time_class(seconds: float) -> str:
    """Say how long a chapter takes, as roughly as it is the same everywhere."""
    return next(name for limit, name in CLASSES if seconds < limit)


def measured(root: Path) -> dict[str, Any]:
    """Return what the chapters took when they were measured, and their order."""
    stored = json.loads((root / "book" / "data" / "times.json").read_text(encoding="utf-8"))
    contents = (root / "_toc.yml").read_text(encoding="utf-8")
    stored["order"] = sorted(stored["seconds"], key=lambda name: contents.find(f"book/{name}\n"))
    return dict(stored)


def times(root: Path) -> str:
    """Tell how long each chapter takes to run, by the stored measurement."""
    stored = measured(root)
    rows = [[f"[]({name}.ipynb)", time_class(stored["seconds"][name])] for name in stored["order"]]
    return table(["chapter", "time to run"], rows) + f"\n\nMeasured on {stored['date']}."


def needs(root: Path) -> str:
    """Tell what a student needs to run each chapter, by the stored measurement."""
    stored = measured(root)
    seconds, memory, lab = stored["seconds"], stored["memory"], stored["lab"]
    rows = [[f"[]({name}.ipynb)", f"{seconds[name]:.0f}", memory[name]] for name in stored["order"]]
    largest, second = sorted(memory, key=lambda name: -memory[name])[:2]
    each, most = memory[second] + lab, memory[largest] + lab
    slowest = max(seconds, key=lambda name: seconds[name])
    return (
        table(["chapter", "seconds", "MB"], [list(map(str, row)) for row in rows])
        + f"\n\nJupyterLab itself took {lab} MB. So a student takes up to {each} MB, and {most} MB "
        f"with []({largest}.ipynb); thirty at once take {30 * each / 1000:.0f} GB, or "
        f"{30 * most / 1000:.0f} GB. All thirty running []({slowest}.ipynb) at the same moment are "
        f"{30 * seconds[slowest] / 60:.0f} minutes of one processor, shared by those there are. "
        f"Measured on {stored['date']}."
    )


def ratios(results: Path) -> str:
    """Tell the tables of stored results without their milliseconds, and when they were made."""
    text = results.read_text(encoding="utf-8")
    date = re.search(r"\b20\d\d-\d\d-\d\d\b", text)[0]
    told = [f"**{re.search('^# (.*)', text)[1]}**, measured on {date}"]
    heading = ""
    for block in re.split(r"\n{2,}", text.strip()):
        if block.startswith("##"):
            heading = block.lstrip("# ")
        elif block.startswith("|"):
            block = _RANGE.sub("–", block.replace("<=", "≤").replace(">=", "≥"))
            lines = [[cell.strip() for cell in line[1:-1].split("|")] for line in block.split("\n")]
            head, _, *rows = lines
            kept = [k for k, name in enumerate(head) if not re.search(r"\bms\b", name)]
            told.append(heading + ":")
            # a table without a name over its first column is one of methods
            told.append(
                table([head[k] or "method" for k in kept], [[row[k] for k in kept] for row in rows])
            )
    return "\n\n".join(told)


def benchmarks(root: Path) -> str:
    """Tell the stored results of every benchmark."""
    return "\n\n".join(map(ratios, sorted((root / "benchmarks").glob("results-*.md"))))


class Status(SphinxDirective):
    """``{status} versions``, or another of the functions above: its text takes its place."""

    required_arguments = 1

    def run(self) -> list[Node]:
        """Read the text as the Markdown that it is."""
        tell = {"versions": versions, "times": times, "needs": needs, "benchmarks": benchmarks}
        return self.parse_text_to_nodes(tell[self.arguments[0]](Path(self.env.srcdir)))


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the directive."""
    app.add_directive("status", Status)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
