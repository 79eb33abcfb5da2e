"""The overview of the package: every name of the reference in one line, taken from its page."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective


class Overview(nodes.General, nodes.Element):
    """Stands where the names of a page will be, once all pages are read."""


class Names(SphinxDirective):
    """``{names} api/linear``: a table of what that page describes."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Leave the place for it."""
        page, _ = self.env.relfn2path(self.arguments[0])
        return [Overview(page=page)]


class WriteOverviews(SphinxPostTransform):
    """Writes the tables before references are resolved, so that their names become links."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Put a table in every place that was left."""
        for place in list(self.document.findall(Overview)):
            page = self.env.get_doctree(place["page"])
            entries = [
                d for d in page.findall(addnodes.desc) if isinstance(d.parent, nodes.section)
            ]
            place.replace_self(table([self.row(entry) for entry in entries]))

    def row(self, entry: addnodes.desc) -> nodes.row:
        """Return the name, which links to its description, and how that begins."""
        signature, content = entry.children
        link = addnodes.pending_xref(
            refdomain="py",
            reftype="obj",
            reftarget=signature["ids"][0],
            refdoc=self.env.docname,
            refwarn=True,
        )
        link += nodes.literal("", signature["ids"][0].rpartition(".")[2])
        begins = next(
            part.get("begins", part)
            for part in content.findall(
                lambda part: isinstance(part, nodes.paragraph | nodes.math_block)
            )
            if not part.astext().startswith("Used in:")
        )
        cells = [nodes.paragraph("", "", link), begins.deepcopy()]
        return nodes.row("", *(nodes.entry("", cell) for cell in cells))


def table(rows: list[nodes.row]) -> nodes.table:
    """Return a table of two columns: a name, and what it is."""
    head = nodes.row(
        "", *(nodes.entry("", nodes.paragraph(text=t)) for t in ("name", "what it is"))
    )
    group = nodes.tgroup("", nodes.colspec(colwidth=1), nodes.colspec(colwidth=3), cols=2)
    group += [nodes.thead("", head), nodes.tbody("", *rows)]
    return nodes.table("", group, classes=["rk-names"])


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the directive."""
    app.add_node(Overview)
    app.add_directive("names", Names)
    app.add_post_transform(WriteOverviews)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
