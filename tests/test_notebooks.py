"""The chapters as they are stored: in order, described, in the book's colours, and compared."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import nbformat.v4 as v4
import notebooks
import outputs
import pytest
from nbclient.exceptions import CellExecutionError

from conftest import CHAPTERS, ROOT
from regkit.figures import COLORS
from regkit.interactive import set_up

chapters = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)


def cells_of(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def pages_of(path):
    """All HTML and SVG that the outputs of a chapter put on its page."""
    return [
        "".join(output["data"][kind])
        for cell in cells_of(path)
        if cell["cell_type"] == "code"
        for output in cell["outputs"]
        for kind in ("text/html", "image/svg+xml")
        if kind in output.get("data", {})
    ]


def drawn_in(page):
    """A stored page, the images in it as the SVG that they are."""
    return re.sub(r"data:image/svg\+xml,([^\"]+)", lambda m: unquote(m[1]), page)


@chapters
def test_it_was_run_in_order_and_described(chapter):
    assert notebooks.faults(chapter) == []


@chapters
def test_the_first_cell_brings_the_style_and_the_script_of_today(chapter):
    shown = [page for page in pages_of(chapter) if "regkit-style" in page]
    assert shown == [set_up()._repr_html_()], "run: python tools/outputs.py --set-up"


@chapters
def test_every_colour_is_the_books(chapter):
    allowed = {color.lower() for pair in COLORS.values() for color in pair}
    # the style and the program of a slider name no others either
    shown = map(drawn_in, pages_of(chapter))
    used = {c.lower() for page in shown for c in re.findall(r"#[0-9a-fA-F]{6}\b", page)}
    assert used <= allowed


def test_the_right_option_stands_at_every_place_equally_often():
    """Or whoever has seen a few questions guesses the others by their place."""
    places: dict[tuple[str, int], list[int]] = {}
    for chapter in CHAPTERS:
        for page in pages_of(chapter):
            for data in re.findall(r'"application/json">(.*?)</script>', page, re.S):
                stored = json.loads(data)
                quiz = stored.get("questions", [])
                for kind, key in [*(("quiz", q) for q in quiz), ("figure", stored.get("ask", {}))]:
                    if "options" in key:
                        right = key["options"].index(key["answer"])
                        count = places.setdefault(
                            (kind, len(key["options"])), [0] * len(key["options"])
                        )
                        count[right] += 1
    assert sum(map(sum, places.values())) > 60
    for kind, count in places.items():
        assert max(count) - min(count) <= 1, (kind, count)


def altered(source, count, change):
    """Change one thing in the outputs of a cell, and say which code cell it was."""
    code = [cell for cell in source["cells"] if cell["cell_type"] == "code"]
    for number, cell in enumerate(code):
        for output in cell["outputs"]:
            for kind, lines in output.get("data", {}).items():
                text = "".join(lines)
                new = change(kind, text)
                if new is not None and number not in count:
                    output["data"][kind] = new
                    return number
    raise AssertionError("nothing to alter")


def one_number(kind, text):
    if kind == "text/markdown" and (found := re.search(r"\d\.\d+", text)):
        digit = "1" if found[0][-1] != "1" else "2"
        return text[: found.end() - 1] + digit + text[found.end() :]
    return None


def one_figure_line(kind, text):
    if kind == "image/svg+xml":
        return re.sub(r"(?<=M)\d", lambda m: str((int(m[0]) + 1) % 10), text, count=1)
    return None


def one_frame(kind, text):
    if kind == "text/html" and "data-frames" in text:
        head, data, tail = re.split(r'(?<="application/json">)(.*?)(?=</script>)', text, maxsplit=1)
        return head + re.sub(r"(?<=M)\d", lambda m: str((int(m[0]) + 1) % 10), data, count=1) + tail
    return None


@pytest.mark.book
def test_the_comparison_bites(tmp_path):
    """A changed number, a changed line and a changed frame each fail, and nothing else does."""
    (tmp_path / "book").mkdir()
    for name in ("pyproject.toml", "conftest.py"):
        shutil.copy(ROOT / name, tmp_path)
    source = json.loads((ROOT / "book" / "need.ipynb").read_text(encoding="utf-8"))
    done: list[int] = []
    for change in (one_number, one_figure_line, one_frame):
        done.append(altered(source, done, change))
    last = max(done)
    code = [k for k, cell in enumerate(source["cells"]) if cell["cell_type"] == "code"]
    source["cells"] = source["cells"][: code[last] + 1]  # the rest has nothing to say here
    copy = tmp_path / "book" / "need.ipynb"
    copy.write_text(json.dumps(source), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval", "book", "-q", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    failed = {int(number) for number in re.findall(r"^FAILED .*Cell (\d+)", run.stdout, re.M)}
    assert failed == set(done), run.stdout[-3000:]
    assert f"{last + 1 - len(done)} passed" in run.stdout


@pytest.mark.book
def test_running_again_changes_nothing(tmp_path):
    copy = tmp_path / "need.ipynb"
    shutil.copy(ROOT / "book" / "need.ipynb", copy)
    script = str(ROOT / "tools" / "outputs.py")  # as `make outputs` runs it
    run = subprocess.run([sys.executable, script, str(copy)], capture_output=True, text=True)
    assert run.stdout.strip() == "need.ipynb: unchanged", run.stderr[-2000:]
    assert copy.read_bytes() == (ROOT / "book" / "need.ipynb").read_bytes()


def test_a_chapter_that_stops_says_where_and_what_to_do():
    nothing, wrong = v4.new_code_cell("1"), v4.new_code_cell("assert 1 > 2, 'one is more'")
    wrong.execution_count = 2
    wrong.outputs = [v4.new_output("error", ename="AssertionError", evalue="one is more")]
    chapter = v4.new_notebook(cells=[nothing, wrong])
    error = CellExecutionError("", "AssertionError", "one is more")
    said = outputs.stopped("small.ipynb", chapter, error)
    assert said.startswith("assert 1 > 2")
    assert "\n\nsmall.ipynb: cell 2 stopped with AssertionError: one is more\nAn assert " in said
    assert said.endswith("Rewrite the sentence and its assert, or take back the change.")
    for name, value in [("NameError", "x"), ("NoneType", "None")]:
        error = CellExecutionError("\x1b[31mred\x1b[0m\nNameError: x", name, value)
        said = outputs.stopped("small.ipynb", chapter, error)
        assert "red\nNameError: x\nsmall.ipynb: cell 2 stopped with NameError: x\n" in said


def test_an_unrun_or_undescribed_chapter_is_found(tmp_path):
    source = json.loads((ROOT / "book" / "need.ipynb").read_text(encoding="utf-8"))
    code = [cell for cell in source["cells"] if cell["cell_type"] == "code"]
    code[1]["execution_count"] = None
    code[2]["outputs"] = [{"output_type": "stream", "name": "stderr", "text": ["Warning"]}]
    code[3]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["moved by -0.00"]}]
    slider = '<div class="rk-explore" data-frames>'
    code[4]["outputs"] = [{"output_type": "display_data", "data": {"text/html": slider}}]
    source["cells"].insert(1, {"cell_type": "markdown", "source": ["In 1996 it fell to 0.437."]})
    text = json.dumps(source).replace(r"role=\"img\" aria-label=", r"role=\"img\" title=")
    chapter = Path(tmp_path, "bad.ipynb")
    chapter.write_text(text, encoding="utf-8")
    found = "\n".join(notebooks.faults(chapter))
    assert "not run once each" in found
    assert "stderr" in found
    assert "printed -0" in found
    assert "no alternative text" in found
    assert re.search("cell 5 shows the slider `.*`, which asks nothing: give `explore` a", found)
    assert re.search("cell 5 shows the slider `.*`, and the next code cell is not its live", found)
    assert "prose: 0.437, in 'In 1996 it fell to 0.437.', in the text after cell 0." in found
    assert "prose: 1996" not in found
    assert notebooks.main([str(chapter)]) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "advice"),
    [
        (["-n", "2", "--dist", "load"], "add --dist loadscope"),
        (["-p", "randomly"], "add -p no:randomly"),
    ],
)
def test_what_would_run_cells_out_of_order_is_refused_in_a_line(tmp_path, given, advice):
    # a plug-in of this name shuffles tests, wherever it is installed
    (tmp_path / "randomly.py").write_text("", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval", "book/student.ipynb", "-q", *given],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 4
    assert run.stderr.strip().startswith("ERROR: ")
    assert advice in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1


@pytest.mark.book
def test_pytest_may_be_started_in_another_folder(tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval", str(ROOT / "book" / "student.ipynb"), "-q"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert "3 passed" in run.stdout, run.stdout[-1000:]
