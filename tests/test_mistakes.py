"""Mistakes that a contributor may make, each made on a copy: the project's checks find it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys

import notebooks
import pytest
import sources

from conftest import ROOT


def checks(folder, *arguments):
    """Run pytest in a copy of the project; return the names of the tests that failed."""
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
    )
    assert run.returncode in (0, 1), run.stdout[-3000:] + run.stderr[-1000:]
    return set(re.findall(r"^FAILED \S*?::(.+?)(?: - .*)?$", run.stdout, re.M))


def settings(folder):
    """Copy what every check of the project reads."""
    for name in ("pyproject.toml", "conftest.py", "_toc.yml"):
        shutil.copy(ROOT / name, folder)


@pytest.fixture
def chapter(tmp_path):
    """A copy of a chapter, to be changed: its cells, and what the check finds afterwards."""
    copy = tmp_path / "l1.ipynb"
    notebook = json.loads((ROOT / "book" / "l1.ipynb").read_text(encoding="utf-8"))

    def found():
        copy.write_text(json.dumps(notebook), encoding="utf-8")
        return notebooks.faults(copy)

    assert found() == []
    return notebook["cells"], found


@pytest.mark.parametrize("number", ["0.0437", "27", "63 %", "1,234", "−13.7"])
def test_a_number_typed_in_prose_is_found(chapter, number):
    cells, found = chapter
    prose = next(c for c in cells if c["cell_type"] == "markdown")
    prose["source"] = [*prose["source"], f"\n\nThe error falls to {number} at once."]
    assert len(found()) == 1
    assert f"a number is typed in prose: {number.removeprefix('−')}," in found()[0]
    assert "is shown by the cell that computes it" in found()[0]


def test_a_year_may_stand_in_prose(chapter):
    cells, found = chapter
    prose = next(c for c in cells if c["cell_type"] == "markdown")
    prose["source"] = [*prose["source"], "\n\nLegendre (1805), and again in 1943; Zou, 2005."]
    assert found() == []


def test_a_setting_that_code_also_has_is_no_result(chapter):
    cells, found = chapter
    prose = next(c for c in cells if c["cell_type"] == "markdown")
    prose["source"] = [*prose["source"], "\n\nHere $x = 0.0437$, `n = 27` and it is 0.9137."]
    code = next(c for c in cells if c["cell_type"] == "code" and c["source"])
    code["source"] = [*code["source"], "\nsetting = 0.9137"]
    assert found() == []


def test_a_figure_without_alternative_text_is_found(chapter):
    cells, found = chapter
    for cell in cells:
        for output in cell.get("outputs", []):
            page = "".join(output.get("data", {}).get("image/svg+xml", []))
            if 'role="img"' in page:
                output["data"]["image/svg+xml"] = re.sub(r'aria-label="[^"]*"', "", page, count=1)
                assert any("a picture has no alternative text" in fault for fault in found())
                return
    raise AssertionError("no figure")


def test_cells_run_out_of_order_are_found(chapter):
    cells, found = chapter
    code = [c for c in cells if c["cell_type"] == "code" and c["source"]]
    code[0]["execution_count"], code[1]["execution_count"] = 2, 1
    assert any("in order" in fault for fault in found())


def test_a_slider_that_is_not_offered_live_is_found(chapter):
    cells, found = chapter
    live = next(c for c in cells if "".join(c["source"]).endswith(".live()"))
    name = "".join(live["source"])
    live["source"] = ["# here it moves\n", name]
    assert len(found()) == 1
    assert f"put one there that says `{name}` and nothing else" in found()[0]
    live["source"] = [name]
    live["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["moved"]}]
    assert len(found()) == 1
    assert "store no output of it" in found()[0]


@pytest.mark.slow
def test_a_stale_output_is_found(tmp_path):
    settings(tmp_path)
    import nbformat.v4 as v4

    def cell(source, shown):
        output = v4.new_output("execute_result", {"text/plain": shown}, execution_count=1)
        return v4.new_code_cell(source, execution_count=1, outputs=[output])

    fresh = cell("from regkit import L1\nL1(2).value([1, 3])", "8.0")
    stale = cell("L1(2).value([1, 4])", "8.0")
    notebook = v4.new_notebook(cells=[fresh, stale])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python"}
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "new.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    shutil.copytree(ROOT / "regkit", tmp_path / "regkit", symlinks=True)
    assert checks(tmp_path, "--nbval", "book") == {"Cell 1"}


def test_mistakes_in_pages_are_found(site, tmp_path):
    """A dead link, an off-site request, a picture or page that is missing, a lost citation."""
    settings(tmp_path)
    shutil.copytree(ROOT / "book", tmp_path / "book", copy_function=os.symlink)
    shutil.copytree(site, tmp_path / "_build" / "html", copy_function=os.symlink)
    (tmp_path / "_build" / ".built").touch()
    (tmp_path / "tests").mkdir()
    for name in ("conftest.py", "test_pages.py"):
        shutil.copy(ROOT / "tests" / name, tmp_path / "tests")
    some = ("tests/test_pages.py", "-k", "index or cited or (is_built and api)")
    assert checks(tmp_path, *some) == set()

    pages = tmp_path / "_build" / "html" / "book"
    (pages / "api.html").unlink()
    text = (pages / "index.html").read_text(encoding="utf-8")
    (pages / "index.html").unlink()
    mistakes = '<a href="gone.html">x</a><img src="https://example.org/x.png" alt="x"><img src="">'
    (pages / "index.html").write_text(text.replace("</h1>", "</h1>" + mistakes), encoding="utf-8")
    cited = re.compile(r"\{cite(?::\w+)?\}`([^`]+)`")
    for path in (tmp_path / "book").glob("*.ipynb"):
        text = path.read_text(encoding="utf-8")
        path.unlink()
        path.write_text(cited.sub("", text), encoding="utf-8")
    assert checks(tmp_path, *some) >= {
        "test_every_link_inside_leads_somewhere[index]",
        "test_nothing_is_fetched_from_elsewhere[index]",
        "test_every_picture_is_there_and_described[index]",
        "test_it_is_built[api]",
        "test_works_that_are_listed_are_cited_and_well_formed",
    }


@pytest.mark.slow
def test_a_changed_penalty_formula_is_found(tmp_path):
    settings(tmp_path)
    shutil.copytree(ROOT / "regkit", tmp_path / "regkit")
    (tmp_path / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "test_penalties.py", tmp_path / "tests")
    path = tmp_path / "regkit" / "penalties.py"
    code = path.read_text(encoding="utf-8")
    changed = {
        "test_value_is_the_documented_formula": ("np.sum(np.square", "0.5 * np.sum(np.square"),
        "test_gradient_agrees_with_finite_differences": ("+ two_lam2 * w", "+ 2 * two_lam2 * w"),
        "test_moreaus_identity_with_the_dual": ("1 + 2 * self.lam2 * step", "1 + self.lam2 * step"),
    }
    for formula, mistake in changed.values():
        assert formula in code
        code = code.replace(formula, mistake)
    path.write_text(code, encoding="utf-8")
    chosen = ["-k", " or ".join(changed), "-W", "ignore", "tests/test_penalties.py"]
    assert checks(tmp_path, *chosen) == set(changed)


@pytest.fixture
def project(tmp_path):
    """A copy of the contents, the requirements and the sources that they are about."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copy(ROOT / "_toc.yml", tmp_path)
    for folder in ("book", "regkit", "tests", "tools"):
        shutil.copytree(ROOT / folder, tmp_path / folder, copy_function=os.symlink)
    assert sources.main([str(tmp_path)]) == 0
    return tmp_path


@pytest.mark.slow
def test_a_chapter_missing_from_the_contents_is_found(project, capsys):
    contents = project / "_toc.yml"
    text = contents.read_text(encoding="utf-8")
    contents.write_text(text.replace("      - file: book/l2\n", ""), encoding="utf-8")
    assert sources.main([str(project)]) == 1
    assert "book/l2 is not in _toc.yml" in capsys.readouterr().out
    contents.write_text(text + "      - file: book/l3\n", encoding="utf-8")
    assert sources.main([str(project)]) == 1
    assert "_toc.yml lists book/l3, which is not there" in capsys.readouterr().out


@pytest.mark.slow
def test_a_dependency_that_is_not_listed_or_not_used_is_found(project):
    # seaborn is not listed at all; dask is, but only for the tests; nothing imports polars
    (project / "regkit" / "new.py").write_text("import seaborn.axisgrid\nimport dask\n")
    (project / "tests" / "test_new.py").write_text("import pandas\nfrom lxml import etree\n")
    listed = project / "pyproject.toml"
    text = listed.read_text(encoding="utf-8")
    listed.write_text(text.replace('"tqdm>=4.66"', '"tqdm>=4.66", "polars"'), encoding="utf-8")
    said = ""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in re.findall(r"^\t\$\(BIN\)/(deptry .*)$", makefile, re.M):
        run = [sys.executable, "-m", *command.split(), "--no-ansi"]
        ran = subprocess.run(run, cwd=project, capture_output=True, text=True)
        assert ran.returncode == 1
        said += ran.stderr
    for message in (
        "regkit/new.py:1:8: DEP001 'seaborn' imported but missing",
        "regkit/new.py:2:8: DEP004 'dask' imported but declared as a dev dependency",
        "tests/test_new.py:2:1: DEP001 'lxml' imported but missing",
        "pyproject.toml: DEP002 'polars' defined as a dependency but not used",
    ):
        assert message in said
