"""One way to write numbers, on every page: −1 with a minus sign, 44% without a space, 2·10⁻⁵.

Prose and stored outputs come from many formats; the page writes them alike. Code, formulas and what
a reader may copy stay as they are.
"""

from __future__ import annotations

import json
import re
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from regkit.interactive._parts import embedded

_MINUS = re.compile(r"(?<![\w.)\]\-–/%])-(?=\$?\d)")
_PERCENT = re.compile(r"(?<=\d)[ \N{NO-BREAK SPACE}](?=%)")
_POWER = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)e([+\-−]?)0*(\d+)(?!\w)")
_RAISED = str.maketrans("-−0123456789", "⁻⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+")
_CODE = (nodes.literal, nodes.literal_block, addnodes.desc_signature)
_AS_IT_IS = (*_CODE, nodes.math, nodes.math_block, nodes.raw)
# of HTML: data and code, tags with what they say of a picture, and the words between
_PIECES = re.compile(r"(<(script|style|pre|code)\b.*?</\2>|<[^>]*>)", re.S)
_DATA = re.compile(r'(<script type="application/json">)(.*)(</script>)', re.S)
_SAID = re.compile(r'((?:alt|aria-label|title)=")([^"]*)')
# the keys under which an interactive keeps words
_WORDS = {"says", "ask", "axes", "questions", "label", "texts", "ends"}


def numbers(words: str) -> str:
    """Return words with their numbers written the book's way."""
    return _PERCENT.sub("", _MINUS.sub("\N{MINUS SIGN}", _POWER.sub(_power, words)))


def _power(found: re.Match[str]) -> str:
    """Write a power of ten as the figures do."""
    times = "" if found[1] == "1" else f"{found[1]}\N{MIDDLE DOT}"
    return f"{times}10{(found[2] + found[3]).translate(_RAISED)}"


def in_html(page: str) -> str:
    """Return HTML with the numbers that a reader sees written the book's way."""
    pieces = _PIECES.split(page)
    # between two pieces of words stand a tag and, or not, the name of what was taken whole
    for k in range(0, len(pieces), 3):
        pieces[k] = numbers(pieces[k])
    for k in range(1, len(pieces), 3):
        if data := _DATA.fullmatch(pieces[k]):
            pieces[k] = data[1] + _stored(data[2]) + data[3]
        elif pieces[k + 1] is None:
            pieces[k] = _SAID.sub(lambda said: said[1] + numbers(said[2]), pieces[k])
    return "".join(pieces[k] for k in range(len(pieces)) if k % 3 < 2)


def _stored(text: str) -> str:
    """Return the data of an interactive, of which only some are words."""
    try:
        data = json.loads(text)
    except ValueError:
        return text
    if not isinstance(data, dict):
        return text
    told = {key: _walk(value) if key in _WORDS else value for key, value in data.items()}
    if told == data:
        return text
    return embedded(told)


def _walk(value: Any) -> Any:
    if isinstance(value, str):
        return numbers(value)
    if isinstance(value, list):
        return [_walk(one) for one in value]
    if isinstance(value, dict):
        return {
            key: one if key in {"values", "name", "key"} else _walk(one)
            for key, one in value.items()
        }
    return value


def write_alike(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Write the numbers of a page."""
    for text in list(doctree.findall(nodes.Text)):
        written = numbers(text)
        if written != text and not _as_it_is(text):
            text.parent.replace(text, nodes.Text(written))
    for raw in doctree.findall(nodes.raw):
        if "html" in raw.get("format", ""):
            raw.children = [nodes.Text(in_html(raw.astext()))]


def _as_it_is(node: nodes.Node) -> bool:
    """Return whether a text is code, a formula or HTML, whose text knows no parent."""
    while node.parent is not None:
        node = node.parent
        if isinstance(node, _AS_IT_IS):
            return True
    return not isinstance(node, nodes.document)


def setup(app: Sphinx) -> dict[str, Any]:
    """Come when all words of a page are there."""
    app.connect("doctree-resolved", write_alike, priority=450)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
