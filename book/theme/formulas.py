"""Formulas are typeset while the book is built: a page brings no script for them.

KaTeX writes each as HTML for the eye and as MathML for screen readers. It runs in the V8 that
comes with `mini_racer`. What it cannot set is a warning at the formula's place.
"""

from __future__ import annotations

import re
import shutil
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from docutils import nodes
from py_mini_racer import MiniRacer
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator
from sphinx.util.math import get_node_equation_number

KATEX = Path(__file__).parent / "katex"
TYPESET = """
function typeset(tex, displayMode) {
  try { return [katex.renderToString(tex, {displayMode, strict: "error"}), null]; }
  catch (error) { return [null, error.message]; }
}
"""
_FONT = re.compile(r"@font-face\{[^}]*fonts/KaTeX_([\w-]+)\.woff2[^}]*\}")
# KaTeX lets this invisible sign follow max and its like, also as a subscript, which has no room for
# it: that is no MathML, and Firefox shows an error in its place.
_APPLIED = re.compile("<mo>\u2061</mo>(?=</m(?:sub|sup)>)")
_OLDER_FORMATS = re.compile(r',url\([^)]*\) format\("(?:woff|truetype)"\)')

log = logging.getLogger(__name__)


def rules() -> str:
    """Return KaTeX's stylesheet as it comes."""
    return (KATEX / "katex.min.css").read_text(encoding="utf-8")


def is_here(font: str) -> bool:
    """Return whether the book has a font of KaTeX, such as ``Main-Regular``."""
    return (KATEX / "fonts" / f"KaTeX_{font}.woff2").exists()


def stylesheet() -> str:
    """Return KaTeX's stylesheet with the fonts that are here, in the one format of today."""
    css = _FONT.sub(lambda face: face[0] if is_here(face[1]) else "", rules())
    return _OLDER_FORMATS.sub("", css)


@cache
def katex() -> MiniRacer:
    """Return V8 with KaTeX in it, which knows the fonts that are here and no other."""
    engine = MiniRacer()
    engine.eval((KATEX / "katex.min.js").read_text(encoding="utf-8") + TYPESET)
    for font in _FONT.findall(rules()):
        if not is_here(font):
            engine.eval(f'katex.__setFontMetrics("{font}", null)')
    return engine


@cache
def typeset(tex: str, display: bool) -> str:
    """Return a formula as HTML with MathML; raise ValueError that says what is wrong with it."""
    html, wrong = katex().call("typeset", tex, display)
    if wrong and (font := re.search("metrics not found for font: (.+)[.]", wrong)):
        wrong = f"it needs the font {font[1]}, which book/theme/katex/fonts lacks"
    if wrong:
        raise ValueError(wrong)
    return _APPLIED.sub("", str(html))


def write(self: SphinxTranslator, node: nodes.math | nodes.math_block) -> None:
    """Write a formula into the page."""
    display = isinstance(node, nodes.math_block)
    tex = node.astext().strip()
    if display and node["number"]:
        tex += rf" \tag{{{get_node_equation_number(self, node)}}}"
    try:
        html = typeset(tex, display)
    except ValueError as wrong:
        log.warning("The formula %s cannot be typeset: %s.", tex, wrong, location=node)
        html = self.encode(tex)
    tag = "div" if display else "span"
    start = self.starttag(node, tag, "", CLASS="math notranslate nohighlight")
    self.body.append(f"{start}{html}</{tag}>")
    raise nodes.SkipNode


def hold_together(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Keep a formula on a line with what touches it: browsers would part it from its comma."""
    for line in {formula.parent for formula in doctree.findall(nodes.math)}:
        pieces: list[nodes.Node] = []
        for child in line.children:
            words = re.findall(r"\s+|\S+", child) if isinstance(child, nodes.Text) else []
            pieces += map(nodes.Text, words) if words else [child]
        line.clear()
        for touching, group in groupby(pieces, _touches):
            run = list(group)
            whole = touching and len(run) > 1
            line += nodes.inline("", "", *run, classes=["rk-whole"]) if whole else run


def _touches(piece: nodes.Node) -> bool:
    """Return whether a formula or a word, so nothing that a line may break at."""
    return isinstance(piece, nodes.math) or (isinstance(piece, nodes.Text) and not piece.isspace())


def copy_styles(app: Sphinx) -> None:
    """Put the stylesheet, the fonts and their licences among the pages."""
    if app.builder.format != "html":
        return
    folder = Path(app.outdir, "_static", "katex")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(KATEX / "fonts", folder / "fonts")
    shutil.copy(KATEX / "LICENSE", folder)
    (folder / "katex.css").write_text(stylesheet(), encoding="utf-8")


def add_styles(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Let a page load the stylesheet if it holds a formula."""
    if 'class="katex"' in context.get("body", ""):
        app.add_css_file("katex/katex.css")


def setup(app: Sphinx) -> dict[str, Any]:
    """Take the place of MathJax, which is what Sphinx uses if nothing else is there."""
    app.add_html_math_renderer("katex", (write, None), (write, None))
    app.connect("builder-inited", copy_styles)
    app.connect("doctree-resolved", hold_together)
    app.connect("html-page-context", add_styles)
    # V8 runs in threads, which a forked process does not have
    return {"parallel_read_safe": True, "parallel_write_safe": False}
