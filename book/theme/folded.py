"""The code behind a figure waits behind a quiet word in the line of its caption.

Imports alone are not worth a word: the page leaves them out, and the notebook has them.
"""

from __future__ import annotations

import html
from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxTranslator


def only_prepares(program: str) -> bool:
    """Return whether code is a chapter's first: what it imports, and what makes it ready."""
    return program.rstrip().endswith("set_up()")


class QuietCode(SphinxPostTransform):
    """Puts folded code behind what it draws, and names it after that."""

    default_priority = 200  # after myst-nb has folded it
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Move and name all of them."""
        numbers = self.env.toc_fignumbers.get(self.env.docname, {}).get("figure", {})
        for fold in list(self.document.findall(HideCodeCellNode)):
            cell = fold.parent
            if "above-input" not in fold["classes"]:
                continue
            cell.remove(fold)
            if only_prepares(fold.astext()):
                continue
            figures = [name for figure in cell.findall(nodes.figure) for name in figure["ids"]]
            places = [numbers[name] for name in figures if name in numbers]
            said = f" of Figure {'.'.join(map(str, places[0]))}" if places else ""
            fold["prompt_show"] = f"Code{said}"
            cell.append(fold)


def visit_fold(self: SphinxTranslator, node: HideCodeCellNode) -> None:
    """Write its name."""
    classes = " ".join(["hide", *node["classes"]])
    self.body.append(
        f'<details class="{classes}"><summary>{html.escape(node["prompt_show"])}</summary>\n'
    )


def depart_fold(self: SphinxTranslator, node: HideCodeCellNode) -> None:
    """End it."""
    self.body.append("</details>\n")


def setup(app: Sphinx) -> dict[str, Any]:
    """Come after myst-nb."""
    app.add_node(HideCodeCellNode, override=True, html=(visit_fold, depart_fold))
    app.add_post_transform(QuietCode)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
