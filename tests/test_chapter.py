"""`make chapter`: from an edit to a checked page, in a book of two pages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import nbformat
import nbformat.v4 as v4
import pytest

from conftest import ROOT


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The project's tools and checks around a glossary and a chapter of two cells."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("tools", "book/theme"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "tests").mkdir()
    checks = ("conftest", "test_pages", "test_notebooks", "test_doors")
    files = ["conftest.py", "pyproject.toml", "_config.yml", "book/references.bib"]
    for name in [*files, *(f"tests/{check}.py" for check in checks)]:
        shutil.copy(ROOT / name, folder / name)
    (folder / "_toc.yml").write_text(
        "format: jb-book\nroot: book/glossary\n"
        "parts: [{caption: All, chapters: [{file: book/small}]}]\n"
    )
    (folder / "book" / "glossary.md").write_text("# Glossary\n\n:::{glossary}\nL1\n: A sum.\n:::\n")
    (folder / "book" / "instructors.md").write_text("# Teach\n\n## All exercises\n")
    spoken = {"slideshow": {"slide_type": "notes"}}
    set_up = v4.new_code_cell("from regkit.interactive import set_up\n\nset_up()", id="s")
    cells = [
        v4.new_markdown_cell("# Small", id="a"),
        v4.new_markdown_cell("Said.", id="p", metadata=spoken),
        set_up,
        v4.new_code_cell("6 * 7", id="b"),
    ]
    language = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    nbformat.write(v4.new_notebook(cells=cells, metadata=language), folder / "book/small.ipynb")
    return folder


def chapter(book, *names):
    """Run the tool as `make chapter` does; return whether it passed, and what it said."""
    tool = [sys.executable, str(book / "tools" / "chapter.py"), *names]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    ended = subprocess.run(tool, cwd=book, env=environment, capture_output=True, text=True)
    return ended.returncode == 0, ended.stdout + ended.stderr


def test_a_page_that_is_not_there_is_refused_with_those_that_are(book):
    for names in ((), ("l3",)):
        passed, said = chapter(book, *names)
        assert not passed
        assert "C must name a page, as in `make chapter C=l1`" in said
        assert "glossary, instructors, small" in said


@pytest.mark.slow
def test_a_chapter_is_run_stored_built_and_checked(book):
    passed, said = chapter(book, "small")
    assert passed, said
    assert "small.ipynb shows something new" in said
    assert "2 passed" in said  # nbval, of its two cells
    page = book / "_build" / "html" / "book" / "small.html"
    assert page.as_uri() in said
    assert "42" in page.read_text(encoding="utf-8")
    assert '<p class="slide-notes">Said.</p>' in page.read_text(encoding="utf-8")

    source = nbformat.read(book / "book" / "small.ipynb", as_version=4)
    source.cells[0].source += "\n\nA sentence of 1996."
    nbformat.write(source, book / "book" / "small.ipynb")
    passed, said = chapter(book, "small")
    assert passed, said
    assert "small.ipynb shows what it showed" in said
    assert "A sentence of 1996." in page.read_text(encoding="utf-8")

    # what stands on the page is checked, and so are the rules for prose
    source.cells[0].source += "\n\nThe error is 0.437."
    nbformat.write(source, book / "book" / "small.ipynb")
    passed, said = chapter(book, "small")
    assert not passed
    assert "a number is typed in prose: 0.437" in said


@pytest.mark.slow
def test_a_warning_does_not_pass_at_the_second_try(book):
    page = book / "book" / "glossary.md"
    page.write_text(page.read_text() + "\n[nowhere](gone.md)\n")
    for _ in range(2):
        passed, said = chapter(book, "glossary")
        assert not passed
        assert "cross-reference target not found: 'gone.md'" in said
    assert not (book / "_build" / ".built").exists()
