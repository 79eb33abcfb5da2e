"""A link that reads "Figure" or "Exercise" is given the number of what it leads to.

A chapter says ``[Figure](#fig-need-wild)``: in a notebook that is a plain link, and on the page it
reads "Figure 1.2", whatever is put before it later.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

KINDS = {"Figure": "figure", "Exercise": "exercise"}
logger = logging.getLogger(__name__)


def add_numbers(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Write the number behind the word, or warn that there is none."""
    for link in doctree.findall(nodes.reference):
        kind = KINDS.get(link.astext())
        if kind is None:
            continue
        target = link.get("refid") or link.get("refuri", "").rpartition("#")[2]
        numbers = [
            page[kind][target]
            for page in app.env.toc_fignumbers.values()
            if target in page.get(kind, {})
        ]
        if len(numbers) == 1:
            link += nodes.Text("\N{NO-BREAK SPACE}" + ".".join(map(str, numbers[0])))
        else:
            logger.warning("no %s is numbered at %r", kind, target, location=link)


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the numbers once Sphinx has numbered the figures."""
    app.connect("doctree-resolved", add_numbers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
