"""Make the exercises assignments for nbgrader, one for each chapter, from the chapters themselves.

python tools/assignments.py [l1 l2 ...]     _build/assignments

The folder is a course as nbgrader knows it: ``nbgrader generate_assignment l1`` in it makes what
students get. An exercise whose solution ends in checks is graded by these, which stay hidden; one
marked ✎ on the instructors' page, or without checks, is answered in words. What an exercise takes
from its chapter stands in one cell at the head. Which names the checks look at, the student is
told; book/data/assignments.json says what to leave in each.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

import nbformat
from exercises import Exercise, needed, solved, taken_apart
from nbformat import NotebookNode
from outputs import METADATA

ROOT = Path(__file__).resolve().parent.parent
BOOK = ROOT / "book"
TOLD = BOOK / "data" / "assignments.json"  # what to leave in which name, by exercise
TO = ROOT / "_build" / "assignments"
sys.path.append(str(BOOK / "theme"))
import copies  # noqa: E402

INCLUDED = re.compile(r"^```\{literalinclude\} (\S+)\n(?::language: (\w+)\n)?```", re.MULTILINE)
LISTED = re.compile(r"^: (✎ )?\[([^]]+)\]\(#([\w-]+)\): ", re.MULTILINE)  # on instructors.md
SOLUTION, TESTS = (
    "### BEGIN SOLUTION\n{}\n### END SOLUTION",
    "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS",
)
HEAD = (
    "The exercises of this chapter. Run the first cell, and leave it as it is. It needs Python "
    "3.11 or newer and the book's package, `regkit-book[full]`."
)
SETTINGS = """\
c = get_config()
c.CourseDirectory.course_id = "regularization"
c.Execute.timeout = 600
"""


def cell(
    kind: str, name: str, source: str, points: int | None = None, **flags: bool
) -> NotebookNode:
    """Return a cell with what nbgrader wants to know of it."""
    about: dict[str, object] = dict.fromkeys(("grade", "locked", "solution", "task"), False)
    about |= {"grade_id": name, "schema_version": 3, **flags}
    if points is not None:
        about["points"] = points
    make = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
    return make(source, id=name, metadata={"nbgrader": about})


def plain(text: str) -> str:
    """Write what a chapter says as every notebook shows it."""

    def whole(found: re.Match[str]) -> str:
        return f"```{found[2] or ''}\n{(BOOK / found[1]).read_text(encoding='utf-8')}```"

    return copies.without_links(copies.plain(INCLUDED.sub(whole, text), {}), {})


def cells_of(
    exercise: Exercise, title: str, by_hand: bool, told: dict[str, str]
) -> list[NotebookNode]:
    """Return the cells of an exercise: what it asks, and where it is answered and graded."""
    name, code = exercise.label, solved(exercise.solution.code)
    images = {f"figure{k}.png": png for k, png in enumerate(exercise.task.figures)}
    task = "\n\n".join(
        [
            f"## {title}",
            *filter(None, map(plain, exercise.task.words)),
            *(f"![The figure of this exercise](attachment:{file})" for file in images),
        ]
    )
    if by_hand or not code.looked_at:
        words = [*map(plain, filter(None, exercise.solution.words))]
        words += [f"```python\n{source}\n```" for source in exercise.solution.code]
        answer = SOLUTION.format("\n\n".join(words))
        cells = [cell("markdown", name, answer, 1, grade=True, solution=True)]
    else:
        task += "\n\nThe checks look at what you leave in\n\n" + "\n".join(
            f"- `{one}`: {told[one]}" if one in told else f"- `{one}`" for one in code.looked_at
        )
        checks = "# Here your answer is checked.\n" + TESTS.format("\n".join(code.checks))
        cells = [
            cell("code", name, SOLUTION.format(code.work), solution=True),
            cell("code", f"{name}-checks", checks, len(code.checks), grade=True, locked=True),
        ]
    asked = cell("markdown", f"{name}-task", task, locked=True)
    if images:
        asked["attachments"] = {file: {"image/png": png} for file, png in images.items()}
    return [asked, *cells]


def chapters() -> dict[str, Path]:
    """Return the pages that have exercises."""
    paths = [path for kind in ("*.ipynb", "*.md") for path in sorted(BOOK.glob(kind))]
    return {p.stem: p for p in paths if ":::{exercise" in p.read_text(encoding="utf-8")}


def assignment(path: Path) -> NotebookNode:
    """Return the exercises of a chapter as an assignment."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        given = [nbformat.v4.new_markdown_cell(text)]
    else:
        given = nbformat.reads(text, as_version=4).cells
    exercises, context = taken_apart(given)
    heading = given[0].source.partition("\n")[0]
    listed = LISTED.findall((BOOK / "instructors.md").read_text(encoding="utf-8"))
    titles = {label: title for _, title, label in listed}
    by_hand = {label for mark, _, label in listed if mark}
    told = json.loads(TOLD.read_text(encoding="utf-8"))
    cells = [cell("markdown", "head", f"{heading}\n\n{HEAD}", locked=True)]
    with_code = [one.solution.code for one in exercises if one.label not in by_hand]
    takes = set().union(*(solved(code).takes for code in with_code))
    if source := needed(context, takes):
        cells.append(cell("code", "from-the-chapter", source, locked=True))
    for one in exercises:
        name = one.label
        cells += cells_of(one, titles.get(name, name), name in by_hand, told.get(name, {}))
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=METADATA)
    nbformat.validate(notebook)
    return notebook


def main(arguments: list[str]) -> None:
    """Write the assignments of the named chapters, or of all, as a course of nbgrader."""
    known = chapters()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("chapters", nargs="*", help="such as l1; all with exercises, if none")
    for name in parser.parse_args(arguments).chapters or known:
        if name not in known:
            parser.error(f"{name} has no exercises. These have: {', '.join(known)}")
        to = TO / "source" / name / f"{name}.ipynb"
        to.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(assignment(known[name]), to)
    (TO / "nbgrader_config.py").write_text(SETTINGS, encoding="utf-8")
    print(f"{TO}: a course for nbgrader, which makes of each what students get.")


if __name__ == "__main__":
    main(sys.argv[1:])
