"""What pages may do with the stored outputs of chapters: show one again, and link into it."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

_DATA = re.compile(r'(<script type="application/json">)(.*?)(?=</script>)', re.S)


class Again(SphinxDirective):
    """``{again} need.ipynb need-14``: what a chapter's cell shows, shown on another page too.

    Its question may be put in other words: ``:question:``, and ``:answers:`` with bars between
    them, as many as there are and in their order. A guess counts on both pages; the chapter
    then says where it was made: ``:place:``, as "on the first page".
    """

    required_arguments = 2
    option_spec: ClassVar[dict[str, Any]] = {
        "question": directives.unchanged,
        "answers": directives.unchanged,
        "place": directives.unchanged,
        "class": directives.class_option,
    }

    def run(self) -> list[nodes.Node]:
        """Return the HTML that the cell stored."""
        chapter, cell_id = self.arguments
        _, path = self.env.relfn2path(chapter)
        self.env.note_dependency(path)
        for cell in json.loads(Path(path).read_text(encoding="utf-8"))["cells"]:
            if cell["id"] == cell_id:
                shown = [output.get("data", {}).get("text/html") for output in cell["outputs"]]
                text = "".join(map("".join, filter(None, shown)))
                if "question" in self.options:
                    answers = re.split(r"\s*\|\s*", self.options["answers"])
                    text = self.in_other_words(text, self.options["question"], answers)
                if "place" in self.options:
                    place = json.dumps({"place": self.options["place"]}, ensure_ascii=False)
                    text = text.replace('"ask":{', f'"ask":{place[:-1]},', 1)
                raw = nodes.raw("", text, format="html")
                return [nodes.container("", raw, classes=self.options.get("class", []))]
        raise self.error(f"{chapter} has no cell {cell_id!r}.")

    def in_other_words(self, text: str, question: str, answers: list[str]) -> str:
        """Put a question of the page and of its script in other words."""
        found = _DATA.search(text)
        asked = json.loads(found[2])["ask"] if found else {"question": "", "options": []}
        if len(asked["options"]) != len(answers):
            raise self.error(f"The question has the answers {asked['options']}.")
        said = dict(zip([asked["question"], *asked["options"]], [question, *answers], strict=True))
        for old, new in said.items():
            for write in (html.escape, lambda words: json.dumps(words, ensure_ascii=False)):
                text = text.replace(write(old), write(new))
        return text


def ids_as_targets(app: Sphinx, doctree: nodes.document) -> None:
    """Let a link reach what an output names by an id, as it reaches a heading."""
    slugs = app.env.metadata[app.env.docname].setdefault("myst_slugs", {})
    for raw in doctree.findall(nodes.raw):
        for name in re.findall(r'\bid="(claim-\w+|the-ledger)"', raw.astext()):
            slugs[name] = (0, name, name)


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directive, and the targets."""
    app.add_directive("again", Again)
    app.connect("doctree-read", ids_as_targets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
