"""The reference says where the book uses each name; it looks that up in the chapters' code."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import re
import types
import typing
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sphinx.application import Sphinx
from sphinx.ext.autodoc.mock import mock

PACKAGE = "regkit"


def programs(page: Path) -> list[str]:
    """Return the Python that a page shows: its cells, its blocks, and the files it includes."""
    text = page.read_text(encoding="utf-8")
    if page.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    blocks = re.findall(r"^```python\n(.*?)^```", text, flags=re.M | re.S)
    files = re.findall(r"\{literalinclude\} (\S+\.py)$", text, flags=re.M)
    return blocks + [(page.parent / name).read_text(encoding="utf-8") for name in files]


def names(program: str, known: dict[str, str]) -> set[str]:
    """Return what a program imports or names of the package, as dotted names.

    ``known`` maps the names that stand for something of the package to what they stand for;
    later cells of a chapter see what its earlier ones imported.
    """
    found = set()
    tree = ast.parse(program)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == PACKAGE:
            for alias in node.names:
                known[alias.asname or alias.name] = f"{node.module}.{alias.name}"
                found.add(f"{node.module}.{alias.name}")
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == PACKAGE:
                    known[alias.asname or PACKAGE] = alias.name if alias.asname else PACKAGE
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (dotted := _dotted(node, known)):
            found.add(dotted)
    return found


def _dotted(node: ast.expr, known: dict[str, str]) -> str | None:
    """Return ``a.b.c`` with what ``a`` stands for, or None if that is not of the package."""
    if isinstance(node, ast.Name):
        return known.get(node.id)
    if isinstance(node, ast.Attribute) and (before := _dotted(node.value, known)):
        return f"{before}.{node.attr}"
    return None


def resolve(dotted: str) -> Any:
    """Return the object of a dotted name, or None if there is none: ``bank.loans`` of a call."""
    thing: Any = importlib.import_module(PACKAGE)
    for part in dotted.split(".")[1:]:
        if isinstance(thing, types.ModuleType) and not hasattr(thing, part):
            try:
                with mock(["torch"]):  # as the configuration says of autodoc
                    importlib.import_module(f"{thing.__name__}.{part}")
            except ModuleNotFoundError:
                return None
        thing = getattr(thing, part, None)
    return thing


def gives(thing: Any) -> Iterator[Any]:
    """Yield what comes with a thing: a function's result; a class's bases, fields and results."""
    if inspect.isclass(thing):
        yield from thing.__bases__
        own = [member for name, member in vars(thing).items() if not name.startswith("_")]
        sources = [thing, *filter(inspect.isfunction, own)]
    else:
        sources = [thing] if inspect.isfunction(thing) else []
    for source in sources:
        try:
            hints = typing.get_type_hints(source)
        except NameError:  # a name that only a type checker imports
            continue
        wanted = hints.values() if inspect.isclass(source) else [hints.get("return")]
        for hint in wanted:
            yield from (hint, *typing.get_args(hint))


@cache
def users(root: Path) -> dict[int, tuple[Any, list[str]]]:
    """Return, by the id of each object of the package, the object and the pages that use it."""
    contents = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    docnames = [contents["root"]]
    docnames += [entry["file"] for part in contents["parts"] for entry in part["chapters"]]
    found: dict[int, tuple[Any, list[str]]] = {}
    for docname in docnames:
        paths = [root / f"{docname}{suffix}" for suffix in (".ipynb", ".md")]
        known: dict[str, str] = {}
        page = next(path for path in paths if path.exists())
        dotted = {name for program in programs(page) for name in names(program, known)}
        waiting = [resolve(name) for name in sorted(dotted)]
        seen: set[int] = set()
        while waiting:
            thing = waiting.pop()
            if thing is None or id(thing) in seen:
                continue
            seen.add(id(thing))
            found.setdefault(id(thing), (thing, []))[1].append(docname)
            if str(getattr(thing, "__module__", "")).split(".")[0] == PACKAGE:
                waiting += gives(thing)
    return found


def used_in(
    app: Sphinx, what: str, name: str, thing: Any, options: object, lines: list[str]
) -> None:
    """End the description of a name with links to the pages that use it."""
    _, pages = users(Path(app.srcdir)).get(id(thing), (thing, []))
    if what in {"class", "function", "data", "exception"} and pages:
        lines += ["", "*Used in:* " + ", ".join(f":doc:`/{page}`" for page in pages) + ".", ""]


def setup(app: Sphinx) -> dict[str, Any]:
    """Come after numpydoc, which rewrites the descriptions."""
    app.connect("autodoc-process-docstring", used_in, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
