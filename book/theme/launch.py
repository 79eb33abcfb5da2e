"""Buttons that run a chapter on Binder or Colab, once the build knows where its repository is.

``REGKIT_REPOSITORY=https://github.com/owner/name`` says so; without it the pages have no such
button, and link to nowhere outside. Binder runs the chapter out of the repository, in the
environment of ``.binder/``. Colab opens single notebooks from a branch on GitHub and does not know
``regkit``, so the build writes plain copies whose first cell fetches it, to ``colab/`` beside the
built pages. Whoever publishes the pages pushes that folder's
contents to the branch ``colab``, from where the buttons let Colab read them.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import nbformat
from copies import Numbers, numbers_of, plain_copy
from sphinx.application import Sphinx
from sphinx.config import Config

VARIABLE = "REGKIT_REPOSITORY"
BRANCH = "colab"


def repository() -> str | None:
    """Return owner/name of the repository, or None if the build was not told.

    Raises
    ------
    ValueError
        If what it was told is no address of a repository on GitHub.
    """
    address = os.environ.get(VARIABLE, "")
    if not address:
        return None
    found = re.fullmatch(r"https://github\.com/([\w.-]+/[\w.-]+?)(\.git)?/?", address)
    if found is None:
        raise ValueError(f"{VARIABLE} must be https://github.com/owner/name. Got {address!r}.")
    return found[1]


def colab_copy(chapter: Path, name: str, numbers: Numbers) -> nbformat.NotebookNode:
    """Return a chapter that runs by itself on Colab."""
    notebook = plain_copy(chapter, numbers)
    fetch = nbformat.v4.new_code_cell(
        "# fetches the book's package; if Colab asks you to restart, do, and run on\n"
        f"!git clone --quiet --depth 1 https://github.com/{name}.git /content/regkit\n"
        "%pip install --quiet '/content/regkit[full]'",
        id="run-on-colab",
    )
    notebook.cells.insert(0, fetch)
    nbformat.validate(notebook)
    return notebook


def ask_for_buttons(app: Sphinx, config: Config) -> None:
    """Let the theme offer both, once the repository is known."""
    if name := repository():
        config.html_theme_options |= {
            "repository_url": f"https://github.com/{name}",
            "repository_branch": "HEAD",
            "launch_buttons": {
                "notebook_interface": "jupyterlab",
                "binderhub_url": "https://mybinder.org",
                "colab_url": "https://colab.research.google.com",
            },
        }


def lead_to_copies(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Let Colab open the copy of a chapter; the theme knows one branch only."""
    for group in context["header_buttons"]:
        if group.get("label") == "launch-buttons":
            for button in group["buttons"]:
                button["url"] = button["url"].replace("/blob/HEAD/book/", f"/blob/{BRANCH}/")


def write_copies(app: Sphinx, exception: Exception | None) -> None:
    """Write the copies that Colab opens."""
    name = repository()
    if exception is not None or name is None or app.builder.format != "html":
        return
    folder = Path(app.outdir).parent / "colab"
    folder.mkdir(exist_ok=True)
    for docname in sorted(app.env.found_docs):
        chapter = Path(app.env.doc2path(docname))
        if chapter.suffix == ".ipynb":
            copy = colab_copy(chapter, name, numbers_of(app.env))
            nbformat.write(copy, folder / chapter.name)


def setup(app: Sphinx) -> dict[str, Any]:
    """Correct the buttons after the theme made them, and write the copies at the end."""
    app.connect("config-inited", ask_for_buttons)
    app.connect("html-page-context", lead_to_copies, priority=502)
    app.connect("build-finished", write_copies)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
