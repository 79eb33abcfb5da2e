"""A chapter as slides: one idea on each, no answer before its question, one file for all."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace

import pdf
import pytest
import slides
from bs4 import BeautifulSoup
from decks import chosen, mark
from docutils import nodes

PAGE = "book/l1"
# what can be seen and is not inside its slide; words for screen readers and shut boxes aside
UNSEEN = ".katex-mathml, .katex-html *, svg *, details:not([open]) > :not(summary)"
OUTSIDE = f"""slide => {{
  const box = slide.getBoundingClientRect();
  return [...slide.querySelectorAll("h1, h2, .fit, .fit *")].filter((node) => {{
    const {{ left, right, bottom, width }} = node.getBoundingClientRect();
    const outside = right > box.right + 1 || bottom > box.bottom + 1 || left < box.left - 1;
    return width && outside && !node.closest("{UNSEEN}");
  }}).map((node) => node.outerHTML.slice(0, 80));
}}"""


@pytest.fixture(scope="module")
def page(site):
    """One chapter, as built."""
    return pdf._soup(PAGE)


@pytest.fixture(scope="module")
def deck(site):
    """Its slides, as written."""
    return slides.deck(PAGE)


@pytest.fixture(scope="module")
def dealt(deck):
    """The slides, to be looked through."""
    return BeautifulSoup(deck, "html.parser").select(".slide")


def one(slide, css):
    return slide.select(f".fit {css}")


def test_every_figure_exercise_and_question_is_alone_on_a_slide(page, dealt):
    asked = [
        question["question"]
        for quiz in page.select("[data-quiz] script")
        for question in json.loads(quiz.string)["questions"]
    ]
    for css, there in {
        "figure[id]": len(page.select("article figure[id]")),
        ".exercise": len(page.select(".exercise")),
        "[data-quiz]": len(asked),
    }.items():
        assert there
        assert [len(one(slide, css)) for slide in dealt if one(slide, css)] == [1] * there, css
    titles = [slide.find(["h1", "h2"]) for slide in dealt]
    begun = [title.get_text() for title in titles if "again" not in (title.get("class") or ())]
    headings = page.select("article :is(h1, h2, h3)")
    assert begun == [heading.get_text().removesuffix("#") for heading in headings]


def test_prose_is_for_the_speaker(dealt):
    notes = " ".join(slide.select_one(".notes").get_text() for slide in dealt)
    seen = " ".join(slide.select_one(".fit").get_text() for slide in dealt)
    assert len(notes.split()) > 800
    assert "The article’s rule says why" in notes
    assert "The article’s rule says why" not in seen


def test_no_solution_is_in_the_file(page, deck):
    for solution in page.select(".solution p"):
        assert str(solution) not in deck
    assert "Solution to" not in deck


def test_one_file_holds_all_of_it(deck):
    page = BeautifulSoup(deck, "html.parser")
    loaded = [tag[name] for name in ("src", "href") for tag in page.select(f"[{name}]")]
    assert all(re.match(r"data:|https://|#|mailto:", address) for address in loaded)
    assert not page.select("link, script[src], img:not([src^='data:'])")
    named = {link["href"][1:] for link in page.select("a[href^='#']")}
    assert named <= {tag["id"] for tag in page.find_all(id=True)}


def test_a_cell_overrules_the_default():
    article = BeautifulSoup(
        "<article><h1>One</h1><p class='slide-slide'>seen</p><p>said</p>"
        "<div class='cell slide-skip'><figure id='gone'><svg></svg></figure></div>"
        "<p class='slide-fragment'>beside</p>"
        "<div class='cell slide-notes'><table><td>1</td></table></div>"
        "<h2 class='slide-skip'>No</h2><figure id='kept'><svg></svg></figure></article>",
        "html.parser",
    ).article
    first, second = slides.deal(article)
    assert [part.get_text() for part in first.shown] == ["seen", "beside"]
    assert [part.name for part in first.notes] == ["p", "table"]
    assert [part["id"] for part in second.shown] == ["kept"]


def test_the_slide_type_of_jupyterlab_becomes_a_class(tmp_path):
    said = ["slide", None, "-", "skip"]
    metadata = [{"slideshow": {"slide_type": kind}} if kind else {} for kind in said]
    chapter = tmp_path / "small.ipynb"
    chapter.write_text(json.dumps({"cells": [{"metadata": one} for one in metadata]}))
    assert chosen(chapter) == {1: "slide-slide", 4: "slide-skip"}
    prose, code = nodes.paragraph(), nodes.container(cell_index=3)
    prose.line = 10_003
    page = nodes.document(None, None)
    page += nodes.section("", prose, code)
    env = SimpleNamespace(docname="small", doc2path=lambda name: str(chapter))
    mark(SimpleNamespace(env=env), page)
    assert (prose["classes"], code["classes"]) == (["slide-slide"], ["slide-skip"])


@pytest.mark.browser
def test_slides_are_shown_by_keys_and_fit_a_projector_and_paper(browser, deck, tmp_path):
    file = tmp_path / "l1.html"
    file.write_text(deck, encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text))
    page.on("request", lambda request: wrong.append(request.url))
    page.goto(file.as_uri())
    count = page.locator(".slide").count()

    def shown():
        (at,) = page.eval_on_selector_all(
            ".slide",
            "all => all.filter(s => !Math.round(s.getBoundingClientRect().top)).map(s => s.id)",
        )
        assert page.url.endswith(f"#{at}")
        return int(at)

    steps = [("ArrowRight", 2), ("Space", 3), ("ArrowLeft", 2), ("End", count), ("Home", 1)]
    for key, to in [*steps, ("PageDown", 2), ("PageUp", 1)]:
        page.keyboard.press(key)
        assert shown() == to

    asks = page.locator(".slide form:has([type=radio])")
    for k in range(asks.count()):
        form = asks.nth(k)
        slide = form.locator("xpath=ancestor::section[@class='slide']")
        assert slide.evaluate(OUTSIDE) == []
        assert "Right." not in slide.locator(".fit").inner_text()
        form.locator("[type=radio]").first.check()
        form.locator("button").click()
        slide.get_by_text(re.compile(r"Right\.|Not so\.")).first.wait_for()
    page.evaluate("() => new Promise(requestAnimationFrame)")
    for slide in page.locator(".slide").all():
        assert slide.evaluate(OUTSIDE) == []
        assert float(slide.get_attribute("data-scale")) > 0.6

    page.reload()  # nothing was remembered
    assert page.locator(".rk-says:not(:empty)").count() == 0
    with page.expect_popup() as opened:
        page.keyboard.press("n")
    page.keyboard.press("ArrowRight")
    assert page.locator(f"[id='{shown()}']").get_attribute("aria-label") in (
        opened.value.locator("main").inner_text()
    )
    assert page.pdf(prefer_css_page_size=True).count(pdf.SHEET_OF_PAPER) == count
    assert wrong[2:] == []
    assert set(wrong) <= {file.as_uri()}
    page.close()
