"""What the interactives share: how one is stored, and the style and script that move them all."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

__all__ = ["HINT", "SetUp", "interactive", "program", "set_up", "stylesheet"]

# What whoever sees only the picture can do about it; a page and a notebook that move hide it.
HINT = (
    '<p class="rk-hint">To make it move in a notebook: trust the notebook, or run its cells. '
    "In the pages of the book it moves by itself.</p>"
)
_SCRIPTS = ("memory", "elements", "parts", "controls", "ask", "frames", "typo", "quiz", "start")


# the two colours that a notebook's own theme decides
_IN_A_NOTEBOOK = (
    ":root{--rk-ink:var(--jp-content-font-color1,#1B1F24);"
    "--rk-paper:var(--jp-layout-color0,#FFFFFF)}"
)


@cache
def _asset(name: str) -> str:
    """Return a file that comes with this package, without what only its authors read."""
    text = files("regkit.interactive").joinpath(name).read_text(encoding="utf-8")
    return re.sub(r"^[ \t]*(?:(?://.*|/\*.*\*/)?\n)*[ \t]*", "", text, flags=re.M).strip()


def stylesheet() -> str:
    """Return the style of all interactives and pictures."""
    return _asset("explore.css")


def program() -> str:
    """Return the script of all interactives; to run it again does nothing."""
    return "(() => {\n" + "\n".join(_asset(f"{name}.js") for name in _SCRIPTS) + "\n})();"


def embedded(data: object) -> str:
    """Return data as JSON that cannot end the element it stands in."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def interactive(kind: str, still: str, data: object) -> str:
    """Return what is stored of an interactive: what stands still, and the data that move it.

    Parameters
    ----------
    kind : {"frames", "typo", "quiz"}
    still : str
        HTML that can be read without script and style: in print, and where nothing is trusted.
    data : object
    """
    return (
        f'<div class="rk-explore" data-{kind}><div class="rk-still mathjax_ignore">{still}</div>'
        f'<script type="application/json">{embedded(data)}</script></div>'
    )


class SetUp:
    """The style and the script of the interactives, for a notebook; made by `set_up`.

    Examples
    --------
    >>> from regkit.interactive import set_up
    >>> set_up()._repr_html_().startswith("<script>")
    True
    """

    def __repr__(self) -> str:
        return "Figures that move, once this notebook is trusted or its cells are run."

    def _repr_html_(self) -> str:
        # in the head of the page: a notebook may take a cell that is out of sight out of the page
        style = json.dumps(_IN_A_NOTEBOOK + stylesheet()).replace("<", "\\u003c")
        return (
            "<script>document.getElementById('regkit-style') ?? document.head.append(Object.assign("
            f"document.createElement('style'), {{ id: 'regkit-style', textContent: {style} }}));\n"
            f"{program()}</script>"
            '<p class="rk-hint">This is a chapter of the book <em>Regularization you can see</em>. '
            "In the pages of the book, which <code>make book</code> builds, every figure moves. In "
            "this notebook they stand still until it is trusted (in JupyterLab: View, Activate "
            "Command Palette, Trust Notebook) or its cells are run (Run, Run All Cells).</p>"
        )


def set_up() -> SetUp:
    """Make the interactives of a notebook move; the last line of its first cell.

    To run it again, or to open a notebook whose output holds it, changes nothing that moves.

    Returns
    -------
    SetUp
        Shows itself as a style, a script, and a sentence for whoever trusts neither.

    Examples
    --------
    >>> from regkit.interactive import set_up
    >>> set_up()
    Figures that move, once this notebook is trusted or its cells are run.
    """
    return SetUp()
