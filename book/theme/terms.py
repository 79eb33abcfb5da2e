"""A glossary term shows its definition where it is used: on hover, on focus, and at a first tap.

The definition is written into the page when it is built, so nothing is fetched. The link to the
glossary stays, and is described by the definition, so that a screen reader speaks it too.
"""

from __future__ import annotations

import html
from functools import cache
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxTranslator

GLOSSARY = "book/glossary"


class DefinedTerm(nodes.General, nodes.Inline, nodes.TextElement):
    """A term with its definition.

    The definition is an attribute, so that the search does not find it on every page.
    """


def visit_term(self: SphinxTranslator, node: DefinedTerm) -> None:
    """Write the link."""
    href = html.escape(node["refuri"])
    self.body.append(
        '<span class="rk-term"><a class="reference internal" '
        f'href="{href}" aria-describedby="{node["tip"]}">'
    )


def depart_term(self: SphinxTranslator, node: DefinedTerm) -> None:
    """Write the definition behind it."""
    self.body.append(
        f'</a><span class="rk-tip" role="tooltip" id="{node["tip"]}">{node["definition"]}</span>'
        "</span>"
    )


@cache
def definitions(app: Sphinx) -> dict[str, str]:
    """Return every term's definition as HTML, by the anchor of the term."""
    glossary = app.env.get_and_resolve_doctree(GLOSSARY, app.builder)
    found = {}
    for item in glossary.findall(nodes.definition_list_item):
        meaning = nodes.inline()
        for paragraph in item.findall(nodes.paragraph):
            meaning += paragraph.children
        fragment = app.builder.render_partial(meaning)["fragment"]
        for term in item.findall(nodes.term):
            found |= dict.fromkeys(term["ids"], fragment)
    return found


def define_terms(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put its definition behind every link to a term."""
    if docname == GLOSSARY or app.builder.format != "html":
        return
    links = [text.parent for text in doctree.findall(nodes.inline) if "std-term" in text["classes"]]
    meanings = definitions(app) if links else {}
    for k, link in enumerate(links):
        meaning = meanings[link["refuri"].partition("#")[2]]
        term = DefinedTerm(refuri=link["refuri"], tip=f"tip-{k}", definition=meaning)
        term += link.children
        link.replace_self(term)


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell the writer how a term looks, and put the definitions in."""
    app.add_node(DefinedTerm, html=(visit_term, depart_term))
    app.connect("doctree-resolved", define_terms)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
