"""What the benchmarks of the linear solvers share: the command line, the table, and the file."""

from __future__ import annotations

import datetime
import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path

import peers

HERE = Path(__file__).parent
HEADER = [
    "| problem | regkit, ms | peer | peer / regkit | range | goal | regkit's gap | peer's gap |",
    "|---|---|---|---|---|---|---|---|",
]


def write(name: str, says: str, parts: dict[str, Callable[[list[str]], list[str]]]) -> None:
    """Measure the parts and problems that the command line names, or all, and write the tables.

    A part is for whoever asked, and goes to _build; the book shows what is beside this file.
    """
    chosen = [a for a in sys.argv[1:] if a in parts] or list(parts)
    names = [a for a in sys.argv[1:] if a not in parts]
    load = os.getloadavg()[0]
    text = [
        f"# {name.capitalize()} solvers beside their peers",
        "",
        f"{datetime.date.today()}, {platform.machine()}, Python {platform.python_version()}, "
        f"{peers.versions()}; {os.cpu_count()} processors, load average {load:.1f} at the start "
        f"and LOAD at the end.",
        "",
        says,
    ]
    for part in chosen:
        text += ["", *parts[part](names)]
    output = HERE / f"results-{name}.md"
    if sys.argv[1:]:
        output = HERE.parent / "_build" / "-".join([output.stem, *sys.argv[1:]])
        output = output.with_name(output.name + ".md")
    output.parent.mkdir(exist_ok=True)
    output.write_text("\n".join(text).replace("LOAD", f"{os.getloadavg()[0]:.1f}") + "\n")
