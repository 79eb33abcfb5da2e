"""Matplotlib figures as small, deterministic SVG that lives inside a page.

Inside the page, not as an image beside it: so its colours follow the theme, its text uses the
page's font, and the notebook's checks compare it line by line. What a notebook stores is an image
(a bitmap beside it, or the SVG as the address of one), because a notebook that is not trusted
shows images and turns inline SVG into loose words; the build of the book puts the SVG back in.
"""

from __future__ import annotations

import html
import io
import re
import sys
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import matplotlib
from matplotlib.figure import Figure
from PIL import Image

from regkit import _validate
from regkit.figures._style import COLORS

__all__ = [
    "Picture",
    "alt_text",
    "describe",
    "elements",
    "flat",
    "own_ids",
    "picture_html",
    "poster_html",
    "show",
    "standalone",
    "themed",
]


def themed(name: str) -> str:
    """Return a colour of the book for CSS: the page's theme decides, the light one without.

    Parameters
    ----------
    name : {"l1", "l2", "en", "loss", "ink", "paper"}

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If ``name`` is not one of these.

    Examples
    --------
    >>> from regkit.figures import themed
    >>> themed("l1")
    'var(--rk-l1,#C44601)'
    """
    _validate.choice("name", name, COLORS)
    return f"var(--rk-{name},{COLORS[name].light})"


_THEMED = {color.light.lower(): themed(name) for name, color in COLORS.items()}
_GEOMETRY = {"d", "x", "y", "width", "height", "transform", "points", "cx", "cy", "r"}


def describe(figure: Figure, text: str) -> Figure:
    """Give a figure its alternative text, and return the figure.

    Parameters
    ----------
    figure : Figure
    text : str
        What the figure shows, for whoever cannot see it.

    Returns
    -------
    Figure
        The same one.

    Raises
    ------
    TypeError
        If ``figure`` is no figure, or ``text`` no text.

    Examples
    --------
    >>> from regkit.figures import describe, panel
    >>> figure, axes = panel(xlabel="weight", ylabel="penalty")
    >>> describe(figure, "A wedge.") is figure
    True
    """
    _figure("figure", figure).set_label(_validate.text_of("text", text))
    return figure


def _figure(name: str, value: object) -> Figure:
    if not isinstance(value, Figure):
        raise TypeError(f"{name} must be a matplotlib figure. Got {value!r:.60} instead.")
    return value


def alt_text(figure: Figure) -> str:
    """Return the alternative text that `describe` gave, or an empty string."""
    return str(figure.get_label() or "")


def _tenths(number: re.Match[str]) -> str:
    rounded = f"{float(number[0]):.1f}"
    return {"-0.0": "0"}.get(rounded, rounded.removesuffix(".0"))


def _compact_path(data: str) -> str:
    """Write a path in relative lines to the tenth: shorter, and equal steps compress well."""
    tokens = data.split()
    if set(tokens[::3]) - {"M", "L", "z"} or "z" in tokens[:-1]:
        return " ".join(re.sub(r"-?\d+\.\d+", _tenths, data).split())
    closing = tokens.pop() if tokens and tokens[-1] == "z" else ""
    out, previous, last = "", (0, 0), ""
    numbers: tuple[int, ...]
    for command, x, y in zip(tokens[::3], tokens[1::3], tokens[2::3], strict=True):
        point = (round(float(x) * 10), round(float(y) * 10))
        if command == "M":
            told, numbers = "M", point
        else:
            dx, dy = point[0] - previous[0], point[1] - previous[1]
            told, numbers = "l", (dx, dy)
            if 0 in numbers:  # level or upright: one number says it
                told, numbers = ("h", (dx,)) if dy == 0 else ("v", (dy,))
        previous = point
        # a command that is the last one's again need not be said, nor a space before a minus
        text = "".join(map(_spaced, numbers))
        out += text if told == last and told != "M" else told + text.lstrip(" ")
        last = told
    return out + closing


def _spaced(tenths: int) -> str:
    number = f"{tenths / 10:g}".replace("0.", ".") if abs(tenths) < 10 else f"{tenths / 10:g}"
    return number if number.startswith("-") else f" {number}"


def _compact_style(style: str) -> str:
    """Keep what the style says of this element, in theme colours and the page's own font."""
    kept = []
    for item in style.split(";"):
        name, _, value = (part.strip() for part in item.partition(":"))
        if name == "font":
            size = re.search(r"[\d.]+px", value)
            name, value = "font-size", size[0] if size else value
            if "bold" in item:
                kept.append("font-weight:bold")
        if name and name != "font-family":
            color = re.sub(r"#[0-9a-fA-F]{6}", lambda m: _THEMED.get(m[0].lower(), m[0]), value)
            kept.append(name + ":" + re.sub(r"-?\d+\.\d\d+", _hundredths, color))
    return ";".join(kept)


def _hundredths(number: re.Match[str]) -> str:
    return f"{round(float(number[0]), 2):g}"


def _tidy(element: Element) -> None:
    """Drop namespaces, metadata and white space, and shorten what is left."""
    for node in element.iter():
        node.tag = node.tag.rpartition("}")[2]
        node.tail = None
        if node.text is not None and not node.text.strip():
            node.text = None
        for name in list(node.attrib):
            value = node.attrib.pop(name)
            name = name.rpartition("}")[2]
            if name == "d":
                value = _compact_path(value)
            elif name == "transform" and value.startswith("rotate(-0 "):
                continue  # how matplotlib says that text is level
            elif name in _GEOMETRY:
                value = re.sub(r"-?\d+\.\d+", _tenths, value)
            elif name == "style":
                value = _compact_style(value)
            node.set(name, value)
    for parent in list(element.iter()):
        for child in list(parent):
            # matplotlib's <style> would reach every line of the page around it
            if child.tag in {"metadata", "style"} or (child.tag == "defs" and not len(child)):
                parent.remove(child)
    for defs in element.findall("defs"):
        if not len(defs):
            element.remove(defs)


def own_ids(svg: Element, prefix: str) -> None:
    """Keep only ids that something refers to, and tell them from another panel's by a prefix."""
    text = ElementTree.tostring(svg, encoding="unicode")
    used = dict.fromkeys(re.findall(r'(?:url\(|href=")#([\w.-]+)', text))
    names = {old: f"{prefix}-{k}" for k, old in enumerate(used)}
    for node in svg.iter():
        identity = node.attrib.pop("id", None)
        if identity in names:
            node.set("id", names[identity])
        for name, value in node.attrib.items():
            node.set(
                name,
                re.sub(r"(^|url\()#([\w.-]+)", lambda m: f"{m[1]}#{names.get(m[2], m[2])}", value),
            )


def elements(figure: Figure) -> Element:
    """Draw a figure as one compact ``<svg>``, its ids still matplotlib's.

    A figure of pyplot's is closed afterwards, so that a slider's frames do not pile up.
    """
    buffer = io.StringIO()
    deterministic: Any = {"svg.hashsalt": "regkit", "svg.fonttype": "none"}
    with matplotlib.rc_context(deterministic):
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(figure)
    svg = ElementTree.fromstring(buffer.getvalue())
    _tidy(svg)
    for name in ("width", "height", "version"):
        svg.attrib.pop(name, None)
    svg.set("stroke-linejoin", "round")
    return svg


def flat(svg: Element) -> Element:
    """Leave out groups that say nothing; frames keep them, to be compared place by place."""
    for parent in list(svg.iter()):
        children = list(parent)
        parent[:] = [inner for child in children for inner in _ungrouped(child)]
    return svg


def _ungrouped(element: Element) -> list[Element]:
    if element.tag != "g" or element.attrib:
        return [element]
    return [inner for child in element for inner in _ungrouped(child)]


def picture_html(svgs: list[Element], alt: str) -> str:
    """Put panels side by side, on a phone one above the other, under one alternative text."""
    panels = "".join(ElementTree.tostring(svg, encoding="unicode") for svg in svgs)
    return (
        f'<div class="rk-panels" data-panels="{len(svgs)}" role="img" '
        f'aria-label="{html.escape(alt)}">{panels}</div>'
    )


def poster_html(svgs: list[Element], alt: str) -> str:
    """Put panels into HTML as images: a notebook that trusts nothing shows images, and no SVG."""
    images = []
    for svg in svgs:
        # not in base64, which is longer and compresses badly; a double quote takes three signs
        text = ElementTree.tostring(standalone(svg), encoding="unicode")
        data = quote(re.sub(r'="([^"\']*)"', r"='\1'", text), safe=_IN_ADDRESS)
        width = svg.get("viewBox", "").split()[2]
        images.append(
            f'<img width="{width}" alt="{html.escape(alt)}" src="data:image/svg+xml,{data}">'
        )
        alt = ""  # once is enough
    return f'<div class="rk-panels" data-panels="{len(svgs)}">{"".join(images)}</div>'


# what an address of data may hold as it is, between the quotes of an attribute
_IN_ADDRESS = " =:/,;()-.'!*~@$+?[]{}|^"


def standalone(svg: Element) -> Element:
    """Make a drawing of the page one that stands by itself: its own paper, font and size."""
    _, _, width, height = svg.get("viewBox", "").split()
    own = {
        "xmlns": "http://www.w3.org/2000/svg",
        "width": width,
        "height": height,
        "font-family": "system-ui,sans-serif",
        "style": f"background:{themed('paper')}",
    }
    return _with(svg, own)


def _with(element: Element, changes: dict[str, str]) -> Element:
    """Return the same element with other attributes; its contents are shared."""
    changed = Element(element.tag, element.attrib | changes)
    changed.text = element.text
    changed.extend(element)
    return changed


_COLUMNS = 2  # panels of one picture that stand beside each other
_GAP = 12


def _side_by_side(svgs: list[Element], alt: str) -> Element:
    """Put the panels of a picture into one drawing, in rows of two, each on one baseline."""
    sizes = [[float(n) for n in svg.get("viewBox", "").split()[2:]] for svg in svgs]
    whole = Element("svg")
    top = wide = 0.0
    for first in range(0, len(svgs), _COLUMNS):
        left, row = 0.0, range(first, min(first + _COLUMNS, len(svgs)))
        base = top + max(sizes[k][1] for k in row)
        for k in row:
            width, height = sizes[k]
            place = {"x": left, "y": base - height, "width": width, "height": height}
            whole.append(_with(svgs[k], {name: f"{at:g}" for name, at in place.items()}))
            left += width + _GAP
        wide = max(wide, left - _GAP)
        top = base + _GAP
    whole.set("viewBox", f"0 0 {wide:g} {top - _GAP:g}")
    whole.attrib |= {"role": "img", "aria-label": alt}
    return standalone(whole)


def _bitmap(panels: tuple[Figure, ...], shades: int) -> bytes:
    """Draw the panels of a picture as a small PNG on white, for whoever shows no SVG."""
    drawn = []
    for panel in panels:
        buffer = io.BytesIO()
        panel.savefig(buffer, format="png", dpi=_BITMAP_DPI, facecolor="white", metadata=_NO_NAME)
        drawn.append(Image.open(buffer).convert("RGB"))
    rows = [drawn[first : first + _COLUMNS] for first in range(0, len(drawn), _COLUMNS)]
    wide = max(sum(image.width for image in row) + _GAP * (len(row) - 1) for row in rows)
    high = sum(max(image.height for image in row) for row in rows) + _GAP * (len(rows) - 1)
    whole = Image.new("RGB", (wide, high), "white")
    top = 0
    for row in rows:
        left, base = 0, top + max(image.height for image in row)
        for image in row:
            whole.paste(image, (left, base - image.height))
            left += image.width + _GAP
        top = base + _GAP
    buffer = io.BytesIO()
    whole.quantize(shades).save(buffer, format="png", optimize=True)
    return buffer.getvalue()


_BITMAP_DPI = 54  # a panel of 640 units is 480 pixels wide
_SHADES, _SHADES_OF_FEATURES = 16, 64  # of all colours: features have five of their own
_NO_NAME: Any = {"Software": None}  # the version of matplotlib is no part of a picture


class Picture:
    """One or more panels as SVG, as PNG and in words; what `show` returns.

    Examples
    --------
    >>> from regkit.figures import panel, show
    >>> figure, axes = panel(xlabel="weight", ylabel="penalty")
    >>> picture = show(figure, alt="An empty panel.")
    >>> 'role="img" aria-label="An empty panel."' in picture._repr_svg_()
    True
    """

    def __init__(self, panels: tuple[Figure, ...], alt: str) -> None:
        svgs = [elements(panel) for panel in panels]
        for number, svg in enumerate(svgs):
            own_ids(svg, f"f{number}")
            flat(svg)
        self._svg = ElementTree.tostring(_side_by_side(svgs, alt), encoding="unicode")
        self._png = _bitmap(panels, _SHADES_OF_FEATURES if "--rk-f" in self._svg else _SHADES)
        self._alt = alt

    def _repr_svg_(self) -> str:
        return self._svg

    def _repr_png_(self) -> bytes:
        return self._png

    def __repr__(self) -> str:
        return f"Picture: {self._alt}"


def show(*panels: Figure, alt: str) -> Picture:
    """Show panels side by side (one above the other on a phone).

    Parameters
    ----------
    *panels : Figure
    alt : str
        What the picture shows, for whoever cannot see it.

    Returns
    -------
    Picture
        Displayed by a notebook as SVG or PNG.

    Raises
    ------
    TypeError, ValueError
        If a panel is no figure, there is none, or ``alt`` is not a text or is empty.

    Examples
    --------
    >>> from regkit.figures import panel, show
    >>> figure, axes = panel(xlabel="weight", ylabel="penalty")
    >>> show(figure, alt="An empty panel.")
    Picture: An empty panel.
    """
    if not panels:
        raise ValueError("show needs at least one figure. Got none.")
    for panel in panels:
        _figure("panels", panel)
    if not _validate.text_of("alt", alt).strip():
        raise ValueError("alt must say what the picture shows. Got an empty text instead.")
    return Picture(panels, alt)
