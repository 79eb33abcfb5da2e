"""What a class is given: the handout holds no answer, and the key holds every one."""

from __future__ import annotations

import json

import pdf
import pytest
import teaching
from bs4 import BeautifulSoup


def words(tag):
    return " ".join(tag.get_text().split())


@pytest.fixture(scope="module")
def printed(site):
    """The source of the handout and of the key of one chapter, as Chromium gets it."""
    index, page = pdf._soup(pdf.START), "book/l1"

    def source(kind):
        return BeautifulSoup(
            pdf.whole(index, [teaching.KINDS[kind](page, [page])], {}, ""), "html.parser"
        )

    return pdf._soup(page), source("handout"), source("solutions")


def stored(page, key):
    """What the page's program knows about its questions."""
    known = [json.loads(data.string) for data in page.select('[type="application/json"]')]
    return [entry[key] for entry in known if key in entry]


def test_the_handout_holds_no_answer(printed):
    page, handout, _ = printed
    source = str(handout)
    text = words(handout)
    solved = page.select(".solution #solution-content")
    assert solved
    for solution in solved:
        for part in solution.select("p, pre"):
            assert words(part) not in text
    quiz = [question for quiz in stored(page, "questions") for question in quiz]
    asks = stored(page, "ask")
    assert quiz
    assert asks
    for question in quiz + asks:
        assert question["question"] in text
        for said in question["says"]:
            assert said not in text
    for name in ("details", "script", ".solution", ".rk-answer", "[data-answer]"):
        assert not handout.select(f"article {name}"), name
    assert all(question["key"] not in source for question in quiz)
    assert "Solution to" not in text


def test_the_handout_has_space_after_every_exercise_and_question(printed):
    page, handout, _ = printed
    for place in teaching.ROOM:
        assert page.select(place)
        assert len(handout.select(f"{place} > .rk-room")) == len(page.select(place))


def test_the_key_has_every_solution_and_every_right_option_with_its_reason(printed):
    page, _, key = printed
    text = words(key)
    for solution in page.select(".solution #solution-content p, .solution pre"):
        assert words(solution) in text
    questions = [q for quiz in stored(page, "questions") for q in quiz] + stored(page, "ask")
    for question in questions:
        reason = question["says"][question["options"].index(question["answer"])]
        assert f"{question['answer']}. {reason}" in text
    anchors = {tag["id"] for tag in key.find_all(id=True)}
    assert {link["href"][1:] for link in key.select("a[href^='#']")} <= anchors


def test_a_page_of_questions_and_one_of_frameworks_are_split_too(site):
    pages = ["book/student", "book/frameworks"]
    asking = set(teaching.asking())
    assert {"book/need", *pages} < asking
    assert not {page for page in asking if "/api/" in page}, "which only speaks of questions"
    for page in pages:
        handout, key = (make(page, pages) for make in teaching.KINDS.values())
        asked = pdf._soup(page).select(".exercise")
        assert len(handout.select(".exercise")) == len(key.select(".solution")) == len(asked)
        assert not handout.select(".solution, .rk-answer, .rk-explore details, .sd-dropdown")
    judged = "Rounding is not the obstacle"  # on the page of frameworks
    assert judged in words(key)
    assert judged not in words(handout)
