"""Many drawings of one figure, stored as one drawing and what differs in the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

__all__ = ["differences"]


def differences(frames: Sequence[Element]) -> list[list[Any]]:
    """Compare the same drawing in every frame, element by element.

    Parameters
    ----------
    frames : sequence of Element
        The same figure at every setting of its sliders; the first is the one on the page.

    Returns
    -------
    list of [index, attribute, values, choice]
        Wherever frames differ: the element's index in document order of the first frame, the
        attribute ("" for its contents), the distinct values (None: absent), and for each frame
        which of them it takes.
    """
    found: list[list[Any]] = []
    _compare(list(frames), 0, found)
    return found


def _compare(nodes: list[Element], index: int, found: list[list[Any]]) -> int:
    """Compare one place in all frames, and return the index of the next element after it."""
    for name in sorted({name for node in nodes for name in node.attrib}):
        _record([node.get(name) for node in nodes], index, name, found)
    shape = [child.tag for child in nodes[0]]
    alike = all([child.tag for child in node] == shape for node in nodes)
    if shape and alike and len({node.text for node in nodes}) == 1:
        following = index + 1
        for children in zip(*nodes, strict=True):
            following = _compare(list(children), following, found)
        return following
    _record([_contents(node) for node in nodes], index, "", found)
    return index + sum(1 for _ in nodes[0].iter())


def _contents(node: Element) -> str:
    outer = ElementTree.tostring(node, encoding="unicode")
    return outer[outer.index(">") + 1 : outer.rindex("<")] if outer[-2] != "/" else ""


def _record(values: list[str | None], index: int, attribute: str, found: list[list[Any]]) -> None:
    distinct = list(dict.fromkeys(values))
    if len(distinct) > 1:
        found.append([index, attribute, distinct, [distinct.index(value) for value in values]])
