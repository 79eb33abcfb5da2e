"""Words that the page marks: a method at its first mention in a section, and asides.

A method's name takes the method's colour, as in every figure. A line that says where a claim is
put to the test stands in the margin, where there is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

METHODS = {"L1": "rk-l1", "L2": "rk-l2", "Elastic Net": "rk-en"}
ASIDE = "Put to the test"
_METHOD = re.compile(r"(?<![\w-])(L1|L2|Elastic\s+Net)(?![\w-])")
# where words are names of places, of figures, or of code
_NOT_IN = (nodes.reference, nodes.literal, nodes.title, nodes.caption, nodes.table, nodes.raw)
_PLAIN = re.compile(r"book/(api|bibliography|glossary|status)")


def mark(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Mark the words of a page."""
    for paragraph in doctree.findall(nodes.paragraph):
        if paragraph.astext().startswith(ASIDE):
            paragraph["classes"].append("rk-aside")
    if _PLAIN.match(docname):
        return
    for section in doctree.findall(nodes.section):
        seen: set[str] = set()
        for text in list(_texts(section)):
            _colour(text, seen)


def _texts(section: nodes.section) -> Iterator[nodes.Text]:
    """Yield the words of a section's paragraphs, without those of its own sections."""
    for paragraph in section.findall(nodes.paragraph):
        if _home(paragraph) is section and not _stands_in(paragraph, section):
            for text in paragraph.findall(nodes.Text):
                if not _stands_in(text, paragraph):
                    yield text


def _home(node: nodes.Node) -> nodes.Node | None:
    while node is not None and not isinstance(node, nodes.section):
        node = node.parent
    return node


def _stands_in(node: nodes.Node, top: nodes.Node) -> bool:
    while node is not top:
        node = node.parent
        if isinstance(node, _NOT_IN):
            return True
    return False


def _colour(text: nodes.Text, seen: set[str]) -> None:
    """Give its colour to the first mention of every method in a text."""
    pieces: list[nodes.Node] = []
    place = 0
    for found in _METHOD.finditer(text):
        name = " ".join(found[1].split())
        if name not in seen:
            seen.add(name)
            pieces += [
                nodes.Text(text[place : found.start()]),
                nodes.inline("", found[1], classes=[METHODS[name]]),
            ]
            place = found.end()
    if pieces:
        text.parent.replace(text, [*pieces, nodes.Text(text[place:])])


def setup(app: Sphinx) -> dict[str, Any]:
    """Come before formulas are held to what touches them."""
    app.connect("doctree-resolved", mark, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
