"""Assignments: as nbgrader wants them; what students get holds no solution, and it runs alone."""

from __future__ import annotations

import json
import re

import assignments
import jsonschema
import nbformat
import pytest
from exercises import needed, solved, taken_apart

from conftest import ROOT

BOOK = ROOT / "book"
PATHS = assignments.chapters()
# nbgrader 0.9.6 as it comes (nbgraderformat/v3.json): what it allows in a cell's metadata
SCHEMA = json.loads((ROOT / "tests" / "nbgrader_v3.json").read_text(encoding="utf-8"))
REGION = re.compile(r"### BEGIN (SOLUTION|HIDDEN TESTS)\n.*?\n### END \1", re.DOTALL)


@pytest.fixture(scope="module")
def made():
    return {name: assignments.assignment(path) for name, path in PATHS.items()}


def cells_of(path):
    if path.suffix == ".ipynb":
        return nbformat.read(path, as_version=4).cells
    return [nbformat.v4.new_markdown_cell(path.read_text(encoding="utf-8"))]


def released(notebook):
    """What is left when nbgrader has taken out what stands between its marks."""
    return [REGION.sub("", cell.source) for cell in notebook.cells]


def graded(notebook):
    return {cell.id: cell for cell in notebook.cells if cell.metadata.nbgrader.grade}


def test_every_exercise_is_in_one_assignment_and_graded_as_its_mark_says(made):
    listed = assignments.LISTED.findall((BOOK / "instructors.md").read_text(encoding="utf-8"))
    asked = [cell.id for notebook in made.values() for cell in notebook.cells]
    assert [label for _, _, label in listed if asked.count(f"{label}-task") != 1] == []
    assert len(listed) == sum(name.endswith("-task") for name in asked)
    cells = {name: cell for notebook in made.values() for name, cell in graded(notebook).items()}
    assert len(cells) == len(listed)
    for mark, title, label in listed:
        if mark:
            assert cells[label].cell_type == "markdown", title
    by_checks = [name.removesuffix("-checks") for name in cells if name.endswith("-checks")]
    assert len(by_checks) > 20
    # nothing to look at stands outside a loop
    in_words = {label for mark, _, label in listed if not mark} - set(by_checks)
    assert in_words == {"decay-bias"}


def test_cells_are_as_nbgrader_wants_them(made):
    for notebook in made.values():
        names = [cell.metadata.nbgrader.grade_id for cell in notebook.cells]
        assert len(set(names)) == len(names)
        assert names == [cell.id for cell in notebook.cells]
        for cell in notebook.cells:
            about = cell.metadata.nbgrader
            jsonschema.validate(about, SCHEMA)
            assert about.grade == ("points" in about)
            if cell.cell_type == "markdown":
                assert about.grade == about.solution  # or nbgrader refuses it
            marks = re.findall(r"### BEGIN (\w+)", cell.source)
            assert marks == ["SOLUTION"] * about.solution + ["HIDDEN"] * (
                about.grade > about.solution
            )


def test_no_solution_is_in_what_students_get(made):
    for name, notebook in made.items():
        given = "\n".join(released(notebook))
        exercises, context = taken_apart(cells_of(PATHS[name]))
        known = "\n".join([*context, *(words for one in exercises for words in one.task.words)])
        for exercise in exercises:
            answer = assignments.plain(
                "\n".join([*exercise.solution.words, *exercise.solution.code])
            )
            for line in answer.splitlines():
                # what the chapter or the exercise says before is no secret
                if len(line.strip()) > 15 and line.strip() not in known:
                    assert line.strip() not in given, (exercise.label, line)
        assert "assert" not in given


def test_students_are_told_every_name_that_is_looked_at(made):
    told = json.loads(assignments.TOLD.read_text(encoding="utf-8"))
    for name, notebook in made.items():
        for exercise in taken_apart(cells_of(PATHS[name]))[0]:
            if f"{exercise.label}-checks" in graded(notebook):
                looked_at = solved(exercise.solution.code).looked_at
                assert sorted(told.pop(exercise.label)) == looked_at, exercise.label
    assert told == {}


QUICK = {"advice", "claims", "foundations", "frameworks", "l1", "l2"}


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[] if name in QUICK else pytest.mark.study) for name in PATHS],
)
def test_an_assignment_runs_alone_and_its_solutions_pass(made, name):
    names: dict[str, object] = {}
    for cell in made[name].cells:
        if cell.cell_type == "code":
            exec(cell.source, names)


def test_checks_fail_where_nothing_was_done(made):
    cells = {cell.id: cell.source for cell in made["l2"].cells}
    names: dict[str, object] = {}
    exec(cells["from-the-chapter"], names)
    with pytest.raises(NameError):
        exec(cells["l2-units-checks"], names)
    names["moved"] = {"least squares": 0.0, "ridge": 0.0}
    with pytest.raises(AssertionError):
        exec(cells["l2-units-checks"], names)


def test_only_what_an_exercise_builds_on_comes_along():
    chapter = [
        "import numpy as np\nfrom regkit import fit",
        "def shown(x):\n    return near(x)",
        "np.random.seed(0)\nseen = []\nseen.append(1)\nfor k in range(2):\n    seen[0] += k",
        "def near(x):\n    return [seen for other in x]",
        "other, x = 1, 2\nprint(seen)\nfit(seen)",
    ]
    kept = needed(chapter, solved(["found = shown(3)", "assert found"]).takes)
    assert kept.split("\n") == [
        *chapter[1].split("\n"),
        *chapter[2].split("\n")[1:],
        *chapter[3].split("\n"),
    ]


def test_the_checks_are_taken_out_of_the_work():
    one = solved(["# how\nw = 1\nassert w\nassert (\n    w == 1\n)\nprint(w)  # so", "assert fit"])
    assert (one.work, one.checks) == (
        "# how\nw = 1\nprint(w)  # so",
        ["assert w", "assert (\n    w == 1\n)"],
    )
    assert (one.looked_at, one.takes) == (["w"], {"fit", "print"})


def test_a_course_is_written_and_a_wrong_name_is_told_the_right_ones(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(assignments, "TO", tmp_path)
    assignments.main(["l2"])
    (made,) = (tmp_path / "source").rglob("*.ipynb")
    before = made.read_bytes()
    assert made.relative_to(tmp_path).as_posix() == "source/l2/l2.ipynb"
    assert "course_id" in (tmp_path / "nbgrader_config.py").read_text(encoding="utf-8")
    assignments.main(["l2"])
    assert made.read_bytes() == before
    with pytest.raises(SystemExit):
        assignments.main(["l3"])
    assert "l3 has no exercises. These have: advice, " in capsys.readouterr().err
