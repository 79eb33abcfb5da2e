"""A link may lead to a state of an interactive page: laboratory.md#table=tumours&mix=0.

What follows the ``#`` is then no heading of that page, but what its script reads from the address.
The keys that it knows stand in the page: ``data-state="table mix"``.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform


class StateLinks(SphinxPostTransform):
    """Resolve the links to states, before headings are looked for."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Make an address of each."""
        for link in list(self.document.findall(addnodes.pending_xref)):
            state = link.get("reftargetid") or ""
            if link["reftype"] == "myst" and "=" in state:
                page = self.app.builder.get_relative_uri(self.env.docname, link["reftarget"])
                at = f"{page}#{state}"
                made = nodes.reference("", "", *link[0].children, internal=True, refuri=at)
                link.replace_self(made)


def setup(app: Sphinx) -> dict[str, Any]:
    """Come before MyST's own resolver."""
    app.add_post_transform(StateLinks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
