"""Copies of chapters for whoever takes one away: plain Markdown, and what to install in words.

The download button gives such a copy, and so does Colab. Directives and roles, which only the
pages and an extension of JupyterLab show, become plain text; a link to another page becomes its
words, as that page stays behind; a figure gets its number and caption, so that a reference to it
finds it. Solutions are folded away under a heading, and code that writes Markdown is rewritten as
well, so that whoever runs the copy reads no directive either.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from sphinx.application import Sphinx

Numbers = dict[str, str]  # "1.2", by the name of a figure or an exercise

_LINK = re.compile(r"(?<!!)\[([^]\[]*(?:\[[^]]*\][^]\[]*)*)\]\((?!https?:|mailto:)([^()\s]*)\)")
_ANCHOR = re.compile(r'<a\b[^>]*href="(?!https?:|mailto:)[^"]*"[^>]*>(.*?)</a>', re.S)
# the same in code, where a bracket before a parenthesis is more often a call; a string may end
# between them
_CODE_LINK = re.compile(r"\[([^]\[]*)\](?:\"\s+f?\")?\(((?:[\w/]+\.(?:ipynb|md))?(?:#[\w=&-]+)?)\)")
_COUNTED = ("Figure", "Exercise")
SOLUTION = "#### Solution"
_BUILT = ", which <code>make book</code> builds,"  # whoever has a copy came from the pages
# JupyterLab and Notebook open a heading with this mark folded, with all cells up to the next one
_FOLDED = {"jp-MarkdownHeadingCollapsed": True}


def numbers_of(env: Any) -> Numbers:
    """Return the numbers that the build has given to figures and exercises."""
    return {
        name: ".".join(map(str, number))
        for page in env.toc_fignumbers.values()
        for kind in ("figure", "exercise")
        for name, number in page.get(kind, {}).items()
    }


def plain(text: str, numbers: Numbers) -> str:
    """Write the directives and roles of a cell as Markdown that every notebook understands."""
    directive = r"^:::+ *\{(\w+)(-\w+)?\} *(.*)\n((?::\w+: .*\n)*)"
    text = re.sub(directive, _heading(numbers), text, flags=re.M)
    text = re.sub(r"^:::+\n?", "", text, flags=re.M)
    return _without_roles(text)


def plain_code(source: str, numbers: Numbers) -> str:
    """Write what the strings of a code cell hold as ``plain`` and ``without_links`` write a text.

    Roles have their braces twice in an f-string, and a directive stands in one line.
    """
    source = re.sub(r"\{?(\{(?:term|cite(?::\w+)?)\})\}?(?=`)", r"\1", source)
    source = re.sub(r":::\{\w+\} (.*?)\\n:class: [\w ]+(?=\\n)", r"**\1**\\n", source)
    source = source.replace(r"\n:::", r"\n")
    return _CODE_LINK.sub(_words(numbers), _without_roles(source))


def _without_roles(text: str) -> str:
    text = re.sub(r"\{term\}`(.+?)( <.*?>)?`", r"\1", text)
    return re.sub(r"\{cite(?::\w+)?\}`([^`]+)`", lambda m: f"({_works(m[1])})", text)


def _heading(numbers: Numbers) -> Callable[[re.Match[str]], str]:
    """Return what puts a heading, with its number, in the place of a directive and its options."""

    def heading(directive: re.Match[str]) -> str:
        name, part, title, options = directive.groups()
        if part == "-end":
            return ""
        if name == "exercise":
            label = re.search(":label: (.*)", options)
            return f"### Exercise {numbers.get(label[1], '') if label else ''}".rstrip() + "\n\n"
        if name == "solution":
            return f"{SOLUTION} {numbers.get(title, '')}".rstrip() + "\n\n"
        return f"**{title or name.capitalize()}**\n\n"

    return heading


def _works(keys: str) -> str:
    """Write citation keys such as ``zou2005`` as names and years."""
    return "; ".join(
        re.sub(r"([a-z]+)(\d+)\w*", lambda m: f"{m[1].capitalize()} {m[2]}", key.strip())
        for key in keys.split(",")
    )


def without_links(text: str, numbers: Numbers) -> str:
    """Put their words in place of links that lead nowhere from here."""
    return _ANCHOR.sub(r"\1", _LINK.sub(_words(numbers), text))


def _words(numbers: Numbers) -> Callable[[re.Match[str]], str]:
    """Return what puts its words, and the number of its target, in place of a link."""

    def words(link: re.Match[str]) -> str:
        said, target = link.groups()
        number = numbers.get(target.rpartition("#")[2])
        return f"{said} {number}" if said in _COUNTED and number else said

    return words


def _parts(cell: NotebookNode, numbers: Numbers) -> list[NotebookNode]:
    """Part a text at its headings where solutions are: the heading of each stands alone, folded."""
    solves = "{solution-" in cell.source
    cell.source = without_links(plain(cell.source, numbers), numbers)
    if not solves:
        return [cell]
    texts = re.split(rf"^(?=#{{2,4}} )|^({SOLUTION}.*\n)", cell.source, flags=re.M)
    parts = [
        nbformat.v4.new_markdown_cell(text.strip(), id=f"{cell.id}-{number}"[-64:])
        for number, text in enumerate(texts)
        if text and text.strip()
    ]
    for part in parts:
        part.metadata.update(_FOLDED if part.source.startswith(SOLUTION) else {})
    return parts


def plain_copy(chapter: Path, numbers: Numbers) -> NotebookNode:
    """Return a chapter as every notebook understands it."""
    notebook = nbformat.read(chapter, as_version=4)
    cells = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cells += _parts(cell, numbers)
            continue
        cells.append(cell)
        cell.source = plain_code(cell.source, numbers)
        for output in cell.outputs:
            data = output.get("data", {})
            for kind in ("text/html", "text/markdown"):
                if kind in data:
                    data[kind] = without_links(data[kind], numbers).replace(_BUILT, "")
            if "text/markdown" in data:
                data["text/markdown"] = plain(data["text/markdown"], numbers)
        figure = cell.metadata.get("mystnb", {}).get("figure")
        if figure:
            title = f"Figure {numbers[figure['name']]}." if figure["name"] in numbers else "Figure."
            caption = f"**{title}** {figure['caption']}"
            cells.append(nbformat.v4.new_markdown_cell(caption, id=f"{cell.id}-caption"[-64:]))
    notebook.cells = cells
    return notebook


def download(chapter: Path, numbers: Numbers, wheel: str) -> NotebookNode:
    """Return what the download button gives: a plain copy that says first what it needs."""
    notebook = plain_copy(chapter, numbers)
    needs = nbformat.v4.new_markdown_cell(
        "**If the first cell finds something missing:** this chapter needs Python 3.11 or newer "
        "and the package that comes with the pages of its book, under *Run it live* on the first "
        f"of them. Save `{wheel}` beside this notebook and type there, in a terminal:\n\n"
        f'```\npython -m pip install "./{wheel}[full]"\n```\n\n'
        "In a cell of the notebook, write `%pip` in place of `python -m pip`.",
        id="what-it-needs",
    )
    notebook.cells.insert(0, needs)
    nbformat.validate(notebook)
    return notebook


def write_downloads(app: Sphinx, exception: Exception | None) -> None:
    """Put the copies where the download buttons lead."""
    if exception is not None or app.builder.format != "html":
        return
    wheels = sorted(Path(app.srcdir, "_build", "wheel").glob("*.whl"))
    wheel = wheels[-1].name if wheels else "regkit_book-*.whl"
    for docname in sorted(app.env.found_docs):
        chapter = Path(app.env.doc2path(docname))
        place = Path(app.outdir, "_sources", f"{docname}.ipynb")
        if chapter.suffix == ".ipynb" and place.is_file():
            nbformat.write(download(chapter, numbers_of(app.env), wheel), place)


def setup(app: Sphinx) -> dict[str, Any]:
    """Write them before they are put into scripts for pages on disk."""
    app.connect("build-finished", write_downloads, priority=800)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
