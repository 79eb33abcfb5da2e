"""A chapter that somebody took away: alone in an empty folder, with the package and its extra."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert import PythonExporter
from test_install import Terminal

from conftest import CHAPTERS

chapters = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def away(site, tmp_path_factory) -> Terminal:
    """A student's environment, as the instructors' page says."""
    terminal = Terminal(tmp_path_factory.mktemp("away"))
    for pattern in ("*.whl", "students.txt"):
        (file,) = site.rglob(pattern)
        shutil.copy(file, terminal.folder)
    page = BeautifulSoup((site / "book" / "instructors.html").read_text("utf-8"), "html.parser")
    (lines,) = [code.get_text() for code in page.select("pre") if "students.txt" in code.get_text()]
    for line in lines.strip().splitlines():
        terminal.says(line)
    return terminal


def taken(site: Path, chapter: Path) -> Path:
    """The file that the download button of a page leads to."""
    page = site / "book" / f"{chapter.stem}.html"
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    return (page.parent / soup.select_one("a.btn-download-source-button")["href"]).resolve()


def compared(notebook: nbformat.NotebookNode) -> list[list[object]]:
    """What nbval compares of every code cell."""
    skipped = {"image/png"}
    return [
        [
            {k: v for k, v in output.get("data", {}).items() if k not in skipped}
            or output.get("text")
            for output in joined(cell.outputs)
        ]
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def wanted(site: Path, chapter: Path) -> nbformat.NotebookNode:
    """What the copy shows, and the links in HTML, which the package writes."""
    copy, original = (nbformat.read(path, as_version=4) for path in (taken(site, chapter), chapter))
    pages = {cell.id: cell.outputs for cell in original.cells if cell.cell_type == "code"}
    for cell in copy.cells:
        for shown, page in zip(cell.get("outputs", []), pages.get(cell.id, []), strict=True):
            if "text/html" in shown.get("data", {}):
                shown.data["text/html"] = page.data["text/html"]
    return copy


def joined(outputs: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """Outputs in which what was printed in a row is one: whether it comes so is chance."""
    found: list[nbformat.NotebookNode] = []
    for output in outputs:
        if found and "name" in output and output.name == found[-1].get("name"):
            found[-1].text += output.text
        else:
            found.append(output)
    return found


@chapters
def test_it_runs_alone_to_its_end_with_the_same_outputs(site, away, chapter):
    folder = away.folder.parent / f"alone-{chapter.stem}"
    folder.mkdir()
    shutil.copy(taken(site, chapter), folder)
    (python,) = away.folder.parent.glob("venv/*/python")
    kernel = folder / "kernels" / "kernels" / "away"
    kernel.mkdir(parents=True)
    launch = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    described = {"argv": launch, "display_name": "away", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(described), encoding="utf-8")
    run = subprocess.run(
        [
            *(sys.executable, "-m", "jupyter", "execute", "--inplace", "--timeout=900"),
            *("--kernel_name=away", chapter.name),
        ],
        cwd=folder,
        env=away.variables
        | {"JUPYTER_PATH": str(folder / "kernels"), "REGKIT_BUILDING": "1"}
        | {"OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    ran = nbformat.read(folder / chapter.name, as_version=4)
    assert compared(ran) == compared(wanted(site, chapter))


@chapters
def test_the_copy_is_plain_and_says_first_what_it_needs(site, chapter):
    copy = nbformat.read(taken(site, chapter), as_version=4)
    (wheel,) = site.rglob("*.whl")
    first, *rest = copy.cells
    assert first.cell_type == "markdown"
    assert f'python -m pip install "./{wheel.name}[full]"' in first.source
    prose = "\n".join(cell.source for cell in rest if cell.cell_type == "markdown")
    shown = [o.data for cell in rest for o in cell.get("outputs", []) if "data" in o]
    prose += "\n".join(data.get("text/markdown", "") for data in shown)
    assert not re.search(r"^:::|\{[\w:-]+\}`|^:\w+:", prose, flags=re.M)
    pages = "".join(data.get("text/html", "") for data in shown)
    links = re.findall(r"\]\(([^()\s]+)\)", prose) + re.findall(r'<a\b[^>]*href="([^"]*)"', pages)
    assert all(link.startswith(("https://", "mailto:")) for link in links), links
    original = nbformat.read(chapter, as_version=4)
    captions = [
        cell.metadata["mystnb"]["figure"]["caption"]
        for cell in original.cells
        if "figure" in cell.metadata.get("mystnb", {})
    ]
    assert all(caption in prose for caption in captions)


@chapters
def test_it_runs_as_a_script(chapter, away):
    program, _ = PythonExporter().from_filename(str(chapter))
    away.runs(program)
