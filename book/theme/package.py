"""The pages carry the package that they were made with, as a wheel that pip installs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

FOLDER = "_build/wheel"


def build(root: Path) -> Path:
    """Build the wheel of a project; equal sources, whatever their age, give equal bytes."""
    folder = root / FOLDER
    for old in folder.glob("*.whl"):
        old.unlink()
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


class Wheel(SphinxDirective):
    """Text about the wheel, in which WHEEL stands for the name of its file."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Build it, so that what a page links to is there."""
        name = build(Path(self.env.srcdir)).name
        text = "\n".join(self.content).replace("WHEEL", name)
        return self.parse_text_to_nodes(text)


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the directive."""
    app.add_directive("wheel", Wheel)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
