"""Every chapter as a fresh JupyterLab or Notebook opens it, which trusts nothing it did not run."""

from __future__ import annotations

import contextlib
import json

import pytest
from bs4 import BeautifulSoup
from notebook_server import served

from conftest import CHAPTERS

pytestmark = [pytest.mark.browser, pytest.mark.live]
chapters = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
# a workspace of its own, or JupyterLab would open the chapters before it again
OPEN = {"jupyterlab": "lab/workspaces/{stem}/tree/{name}", "notebook": "notebooks/{name}"}


@pytest.fixture(scope="module", params=OPEN)
def opened(request, browser, tmp_path_factory):
    """Open a chapter, and wait until its last cell is there."""
    folder = tmp_path_factory.mktemp(request.param)
    with served(request.param, folder, CHAPTERS) as address:

        def show(chapter):
            page = browser.new_page(viewport={"width": 1300, "height": 1000})
            place = OPEN[request.param].format(stem=chapter.stem, name=chapter.name)
            page.goto(f"{address}/{place}")
            cells = len(json.loads(chapter.read_text(encoding="utf-8"))["cells"])
            page.wait_for_function(
                "n => document.querySelectorAll('.jp-Notebook .jp-Cell').length >= n",
                arg=cells,
                timeout=120_000,
            )
            page.wait_for_function(
                "[...document.querySelectorAll('.jp-Notebook img')].every((i) => i.complete)"
            )
            return page

        show.folder = folder
        yield show


def code_of(chapter):
    cells = json.loads(chapter.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def words(text):
    return " ".join(text.split())


@chapters
def test_what_a_stranger_sees_is_pictures_questions_and_how_to_make_it_move(opened, chapter):
    page = opened(chapter)
    code = code_of(chapter)
    bundles = [o["data"] for cell in code for o in cell["outputs"] if "data" in o]
    posters = [
        "".join(data["text/html"])
        for data in bundles
        if 'class="rk-explore"' in "".join(data.get("text/html", ""))
    ]

    # pictures: one for every static figure, and every panel of every interactive
    drawn = page.evaluate(
        """[...document.querySelectorAll(".jp-OutputArea img")]
        .filter((i) => i.naturalWidth > 100).length"""
    )
    stored = [BeautifulSoup(poster, "html.parser") for poster in posters]
    static = sum("image/png" in data for data in bundles)
    assert drawn == static + sum(len(poster.find_all("img")) for poster in stored)

    # no loose words: what stands in an interactive is what its author wrote for this case
    for poster in stored:
        (data,) = poster.find_all("script")
        data.decompose()
    shown = page.evaluate(
        """[...document.querySelectorAll(".jp-OutputArea .jp-RenderedHTMLCommon")]
        .map((e) => e.textContent).filter((t) => t.includes("To make it move"))"""
    )
    moving = [poster for poster in stored if poster.find(class_="rk-hint")]
    assert [words(text) for text in shown] == [words(poster.get_text()) for poster in moving]
    assert not page.locator(".jp-RenderedHTML svg").count()

    # questions before answers: what the page hides is collapsed, and answers are shut
    hidden = sum(bool(cell["metadata"].get("jupyter", {}).get("source_hidden")) for cell in code)
    editors = page.locator(".jp-Notebook .jp-CodeCell .jp-InputArea-editor:visible").count()
    assert editors == len(code) - hidden
    assert page.locator(".jp-OutputArea details[open]").count() == 0

    # and how to make it move
    assert page.get_by_text("stand still until it is trusted").first.is_visible()
    page.close()


@pytest.mark.parametrize("chapter", [CHAPTERS[-1]], ids=lambda path: path.stem)
def test_to_open_and_save_a_chapter_changes_nothing(opened, chapter):
    page = opened(chapter)
    copy = opened.folder / chapter.name
    before = json.loads(copy.read_text(encoding="utf-8"))
    written = copy.stat().st_mtime_ns
    page.get_by_text("Python 3 (ipykernel)").locator("visible=true").first.wait_for()
    page.locator(".jp-Notebook .jp-Cell").first.click()
    page.keyboard.press("Control+s")
    after = None
    for _ in range(100):
        page.wait_for_timeout(100)
        if copy.stat().st_mtime_ns != written:
            with contextlib.suppress(json.JSONDecodeError):  # it is still being written
                after = json.loads(copy.read_text(encoding="utf-8"))
                break
    assert after, "it was not saved"
    for notebook in (before, after):
        del notebook["metadata"]["language_info"]["version"]  # that of the Python that saved it
    assert after == before
    page.close()
