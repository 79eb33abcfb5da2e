"""The exercises of a chapter in parts: what they ask, their solutions, and what these build on."""

from __future__ import annotations

import ast
import re
import symtable
from collections.abc import Iterator
from dataclasses import dataclass, field

from nbformat import NotebookNode

DIRECTIVE = re.compile(
    r"^(?P<fence>:{3,})\{(?P<kind>exercise|solution)(?P<part>-start|-end)?\} *(?P<name>[\w-]*)\n"
    r"(?P<inside>.*?)^(?P=fence)$\n?",
    re.MULTILINE | re.DOTALL,
)


@dataclass
class Part:
    """What an exercise asks, or its solution: words, code, and figures in order."""

    words: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)  # as PNG


@dataclass
class Exercise:
    """An exercise of a chapter."""

    label: str
    task: Part = field(default_factory=Part)
    solution: Part = field(default_factory=Part)


def taken_apart(cells: list[NotebookNode]) -> tuple[list[Exercise], list[str]]:
    """Return the exercises of a chapter, and all code that belongs to none."""
    exercises: dict[str, Exercise] = {}
    outside = part = Part()
    for cell in cells:
        if cell.cell_type == "code":
            part.code.append(cell.source)
            shown = (output.get("data", {}) for output in cell.outputs)
            part.figures += [data["image/png"] for data in shown if "image/png" in data]
        elif cell.cell_type == "markdown":
            start = 0
            for found in DIRECTIVE.finditer(cell.source):
                part.words.append(cell.source[start : found.start()].strip())
                start = found.end()
                options = dict(re.findall(r"^:(\w+): (.*)\n", found["inside"], re.MULTILINE))
                inside = re.sub(r"^:\w+: .*\n", "", found["inside"], flags=re.MULTILINE).strip()
                if found["part"] == "-end":
                    part = outside
                elif found["kind"] == "solution":
                    part = exercises[found["name"]].solution
                else:
                    exercise = exercises.setdefault(options["label"], Exercise(options["label"]))
                    part = exercise.task
                if inside:
                    part.words.append(inside)
                if found["part"] is None:
                    part = outside
            part.words.append(cell.source[start:].strip())
    return list(exercises.values()), outside.code


@dataclass(frozen=True)
class Statement:
    """One outermost statement of some code, with the names that it reads, and sets or changes."""

    text: str
    first: int  # its lines
    last: int
    check: bool
    imports: bool
    reads: frozenset[str]
    sets: frozenset[str]


def statements(source: str) -> list[Statement]:
    """Return the outermost statements of some code."""
    lines = source.split("\n")
    found = []
    for node in ast.parse(source).body:
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))]) - 1
        last = node.end_lineno or node.lineno
        text = "\n".join(lines[first:last])
        table = symtable.symtable(text, "", "exec")
        reads = {name.get_name() for name in table.get_symbols() if name.is_referenced()}
        sets = {n.get_name() for n in table.get_symbols() if n.is_assigned() or n.is_imported()}
        for inside in _within(table):
            reads |= {name.get_name() for name in inside.get_symbols() if name.is_global()}
        sets |= {name for one in ast.walk(node) if (name := _changed(one)) in reads}
        kinds = isinstance(node, ast.Assert), isinstance(node, ast.Import | ast.ImportFrom)
        found.append(Statement(text, first, last, *kinds, frozenset(reads), frozenset(sets)))
    return found


def _within(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    for inside in table.get_children():
        yield inside
        yield from _within(inside)


def _changed(node: ast.AST) -> str | None:
    """Return the name whose value this may change, as in ``found.append(1)`` or ``w[0] = 1``."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        node = node.value.func
        if isinstance(node, ast.Name):
            return None  # a function that is called is not changed
    elif not isinstance(getattr(node, "ctx", None), ast.Store):
        return None
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def needed(context: list[str], wanted: set[str]) -> str:
    """Return the statements of a chapter on which some names depend, in order."""
    every = [one for source in context for one in statements(source)]
    imported = set().union(*(one.sets for one in every if one.imports))
    sets = [one.sets if one.imports else one.sets - imported for one in every]
    kept: set[int] = set()
    while more := {k for k, names in enumerate(sets) if names & wanted} - kept:
        kept |= more
        wanted = wanted.union(*(every[k].reads for k in more))
    return "\n".join(every[k].text for k in sorted(kept))


@dataclass(frozen=True)
class Solved:
    """The code of a solution: the work, the checks at its end, and the names they look at."""

    work: str
    checks: list[str]
    looked_at: list[str]
    takes: set[str]  # from the chapter


def solved(code: list[str]) -> Solved:
    """Take the checks out of the code of a solution."""
    source = "\n\n".join(code)
    every = statements(source)
    lines = source.split("\n")
    for one in reversed(every):
        if one.check:
            del lines[one.first : one.last]
    made = set().union(*(one.sets for one in every))
    checks = [one for one in every if one.check and one.reads & made]
    return Solved(
        "\n".join(lines).strip(),
        [one.text for one in checks],
        sorted(set().union(*(one.reads for one in checks)) & made),
        set().union(*(one.reads for one in every)) - made,
    )
