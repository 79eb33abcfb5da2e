"""Binder and Colab: offered when the build knows its repository, and only then."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import copies
import launch
import nbformat
import pytest

from conftest import CHAPTERS, ROOT

chapters = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
REPOSITORY = "https://github.com/somebody/regularization"


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Two pages of the book, built with the address of a repository."""
    source = tmp_path_factory.mktemp("source")
    shutil.copytree(ROOT / "book" / "theme", source / "book" / "theme")
    for name in ("need.ipynb", "glossary.md", "references.bib"):
        shutil.copy(ROOT / "book" / name, source / "book")
    shutil.copy(ROOT / "_config.yml", source)
    (source / "_toc.yml").write_text(
        "format: jb-book\nroot: book/glossary\nchapters: [{file: book/need}]\n"
    )
    subprocess.run(
        [Path(sys.executable).with_name("jupyter-book"), "build", source, "--quiet"],
        env=os.environ | {launch.VARIABLE: REPOSITORY},
        check=True,
        capture_output=True,
    )
    return source / "_build" / "html"


def offered(page: Path) -> list[str]:
    """Return where a page offers to run its chapter."""
    return re.findall(r'href="(https://(?:mybinder|colab)[^"]*)"', page.read_text("utf-8"))


@pytest.mark.slow
def test_the_buttons_lead_to_the_repository_and_to_the_copy(told):
    assert offered(told / "book" / "need.html") == [
        "https://mybinder.org/v2/gh/somebody/regularization/HEAD?urlpath=lab/tree/book/need.ipynb",
        "https://colab.research.google.com/github/somebody/regularization/blob/colab/need.ipynb",
    ]
    assert offered(told / "book" / "glossary.html") == []
    page = (told / "book" / "need.html").read_text("utf-8")
    assert len(re.findall(r'<svg [^>]*class="fas fa-rocket"', page)) == 1
    logos = re.findall(r'src="\.\./(_static/images/logo_\w+\.\w+)"', page)
    assert [(told / logo).is_file() for logo in logos] == [True, True]
    # the folder is the root of the branch, so this is where the second button leads
    nbformat.validate(nbformat.read(told.parent / "colab" / "need.ipynb", as_version=4))


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_there_are_no_buttons_if_the_build_was_not_told(site, chapter):
    assert offered(site / "book" / f"{chapter.stem}.html") == []
    assert not (site.parent / "colab").exists()


@chapters
def test_a_copy_fetches_what_it_needs_and_is_plain(chapter):
    original = nbformat.read(chapter, as_version=4)
    copy = launch.colab_copy(chapter, "somebody/regularization", {})
    first, *rest = copy.cells
    assert f"git clone --quiet --depth 1 {REPOSITORY}.git" in first.source
    assert "[full]" in first.source
    code = [without_words(cell.source) for cell in rest if cell.cell_type == "code"]
    assert code == [without_words(c.source) for c in original.cells if c.cell_type == "code"]
    prose = "\n".join(cell.source for cell in rest if cell.cell_type == "markdown")
    assert not re.search(r"^:::|\{[\w:-]+\}`|^:\w+:", prose, flags=re.M)


def without_words(code):
    """The program without what its strings say."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            node.values = [one for one in node.values if isinstance(one, ast.FormattedValue)]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


@chapters
def test_a_copy_that_is_run_again_says_what_it_said(chapter):
    """Its code writes no directive or role, which only the pages understand."""
    for cell in copies.plain_copy(chapter, {}).cells:
        if cell.cell_type != "code":
            continue
        shown = "".join(o.get("data", {}).get("text/markdown", "") for o in cell.outputs)
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Markdown":
                said = getattr(node.args[0], "values", [node.args[0]])
                words = [one.value for one in said if isinstance(one, ast.Constant)]
                assert all(one in shown for one in words), words


@chapters
def test_a_copy_folds_each_solution_away(chapter):
    """JupyterLab and Notebook fold a heading with this mark, and all up to the next as high."""
    solved, within = set(), False
    for cell in nbformat.read(chapter, as_version=4).cells:
        if cell.cell_type == "markdown" and "{solution-" in cell.source:
            within = cell.source.rfind("{solution-start}") > cell.source.rfind("{solution-end}")
        elif within:
            solved.add(cell.id)
    folded, within = set(), False
    for cell in copies.plain_copy(chapter, {}).cells:
        if cell.cell_type == "markdown" and re.match("#+ ", cell.source):
            within = cell.source.startswith("#### Solution")
            assert within == bool(cell.metadata.get("jp-MarkdownHeadingCollapsed"))
        elif within and cell.cell_type == "code":
            folded.add(cell.id)
    assert folded == solved


@chapters
def test_exercises_and_solutions_of_a_copy_have_their_numbers(chapter):
    """And the copy speaks of its pages as of what its reader came from."""
    text = "\n".join(cell.source for cell in nbformat.read(chapter, as_version=4).cells)
    labels = re.findall(r"\{exercise(?:-start)?\}.*\n:label: (.*)", text)
    numbers = {label: f"7.{k}" for k, label in enumerate(labels, 1)}
    copy = copies.plain_copy(chapter, numbers)
    said = "\n".join(cell.source for cell in copy.cells if cell.cell_type == "markdown")
    assert re.findall(r"^### Exercise (.*)$", said, re.M) == list(numbers.values())
    solved = re.findall(r"^#### Solution (.*)$", said, re.M)
    assert solved == [numbers[one] for one in re.findall(r"\{solution-start\} (.*)", text)]
    assert "make book" not in nbformat.writes(copy)


def test_what_colab_installs_is_all_that_the_chapters_import():
    """They import regkit and its optional dependencies, nothing beyond."""
    allowed = {"regkit", "numpy", "matplotlib", "sklearn", "ipywidgets", "IPython"}
    for chapter in CHAPTERS:
        for cell in nbformat.read(chapter, as_version=4).cells:
            if cell.cell_type != "code":
                continue
            for node in ast.walk(ast.parse(cell.source)):
                names = []
                if isinstance(node, ast.Import):
                    names = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom):
                    names = [node.module]
                roots = {name.partition(".")[0] for name in names}
                assert roots <= allowed | sys.stdlib_module_names, chapter.name


def test_what_binder_installs_is_there():
    lines = (ROOT / ".binder" / "requirements.txt").read_text().splitlines()
    wanted = [line for line in lines if not line.startswith("#")]
    assert wanted == ["-r ../requirements.txt"]
    assert (ROOT / ".binder" / "../requirements.txt").is_file()
    after = (ROOT / ".binder" / "postBuild").read_text()
    assert after.startswith("#!/bin/bash\n")
    assert after.endswith("install --no-deps --no-build-isolation .\n")


def test_what_a_class_installs_is_what_the_book_is_made_with():
    pins = (ROOT / "requirements.txt").read_text().splitlines()
    lines = (ROOT / "students.txt").read_text().splitlines()
    wanted = [line for line in lines if not line.startswith("#")]
    assert [line for line in wanted if f"{line} \\" not in pins] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = project["dependencies"] + project["optional-dependencies"]["full"] + ["ipykernel"]
    name = re.compile(r"[\w-]+")
    assert {name.match(line)[0] for line in wanted} == {name.match(line)[0] for line in needed}


@pytest.mark.parametrize(
    "address", ["somebody/regularization", "https://example.org/a/b", f"{REPOSITORY}/tree/main"]
)
def test_another_address_is_refused(monkeypatch, address):
    monkeypatch.setenv(launch.VARIABLE, address)
    with pytest.raises(ValueError, match="REGKIT_REPOSITORY must be https://"):
        launch.repository()
