"""Ten sentences: fair to guess, fed by the evidence alone, and playable by everybody."""

from __future__ import annotations

import dataclasses
import gzip
import json
from fractions import Fraction

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup

from conftest import ROOT
from regkit.claims import CLAIMS, ledger
from regkit.claims._sentences import OTHERWISE, VERDICTS, sentences

ARITHMETIC = {"V5", "E1", "E2", "E7"}
SCRIPT = ROOT / "book" / "theme" / "static" / "sentences.js"


def test_sentences_are_those_of_the_evidence():
    asked = {one["id"]: one for one in sentences()["sentences"]}
    assert set(asked) == set(OTHERWISE) <= set(CLAIMS) - ARITHMETIC
    assert list(asked) == [name for name in CLAIMS if name in asked]  # their order tells nothing
    for name, one in asked.items():
        verdict = ledger()[name].verdict
        right = one["options"][one["answer"]]
        assert one["text"] == CLAIMS[name].text
        assert one["figure"].startswith('<figure class="rk-strip">')
        if verdict.kind == "holds when":
            assert verdict.condition.startswith(right)
            assert len(set(one["options"])) == 3
        else:
            assert right == verdict.kind
            assert set(one["options"]) == set(VERDICTS)


def test_no_fixed_answer_scores_better_than_chance():
    """Neither a place, nor a text, nor the longest or the shortest, over all that can be dealt."""
    asked = sentences()["sentences"]
    chance = sum(Fraction(1, len(one["options"])) for one in asked)

    def scores(pick):
        return sum(pick(one["options"]) == one["options"][one["answer"]] for one in asked)

    for place in range(3):
        assert scores(lambda options, place=place: options[place]) <= chance
    for text in {option for one in asked for option in one["options"]}:
        assert scores(lambda _, text=text: text) <= chance
    assert scores(lambda options: max(options, key=len)) <= chance
    assert scores(lambda options: min(options, key=len)) <= chance
    # and among conditions, every place is right equally often
    places = [one["answer"] for one in asked if one["kind"] == "holds when"]
    assert places.count(0) == places.count(1) == places.count(2)


def test_a_claim_that_came_to_hold_on_a_condition_needs_others(monkeypatch):
    changed = ledger()
    verdict = dataclasses.replace(changed["V20"].verdict, kind="holds when", condition="on Mondays")
    changed["V20"] = dataclasses.replace(changed["V20"], verdict=verdict)
    monkeypatch.setattr("regkit.claims._sentences.ledger", lambda: changed)
    with pytest.raises(ValueError, match="V20 holds on a condition now"):
        sentences()


def test_the_version_changes_with_what_is_asked(monkeypatch):
    before = sentences()["version"]
    assert sentences()["version"] == before
    monkeypatch.setitem(OTHERWISE, "V8", ("a", "b"))
    assert sentences()["version"] != before


def test_they_are_light_and_readable(site):
    part = BeautifulSoup((site / "book" / "laboratory.html").read_text("utf-8"), "html.parser")
    html = str(part.select_one(".rk-sentences")).encode()
    script = SCRIPT.read_bytes()
    assert len(gzip.compress(html)) + len(gzip.compress(script)) < 120_000
    assert script.count(b"\n") < 300


# --- in a browser ---

pool = {one["id"]: one for one in sentences()["sentences"]}


@pytest.fixture
def visit(from_disk):
    """Open the laboratory, as a stranger."""
    return lambda width=390, **settings: from_disk("laboratory.html", width, **settings)


def stored(page):
    return json.loads(page.evaluate("localStorage.getItem('regkit-book')"))["sentences"]


@pytest.mark.browser
def test_ten_are_dealt_and_answered_by_keyboard(visit):
    page = visit(320, color_scheme="dark")
    game = page.locator(".rk-sentences > .live")
    said = game.get_by_role("status")
    dealt = stored(page)["ids"]
    assert len(set(dealt)) == 10
    game.locator(".options button").first.focus()
    for number, name in enumerate(dealt):
        one = pool[name]
        assert one["text"] in game.locator(".claim").inner_text()
        assert f"Sentence {number + 1} of 10" in game.inner_text()
        options = game.locator(".options button")
        assert options.all_inner_texts() == one["options"]
        guess = (one["answer"] + number % 2) % 3
        options.nth(guess).focus()
        page.keyboard.press("Enter")
        assert options.nth(guess).evaluate("e => e === document.activeElement")
        words = "You and the evidence agree" if number % 2 == 0 else "you and the evidence part"
        assert words in said.inner_text()
        assert "\u2713" in options.nth(one["answer"]).inner_text()
        assert ("\u2717" in options.nth(guess).inner_text()) == (guess != one["answer"])
        assert said.locator(".rk-strip").is_visible()
        assert said.locator("a").first.get_attribute("href") == f"claims.html#claim-{name}"
        options.nth((guess + 1) % 3).dispatch_event("click")  # a guess is final
        assert stored(page)["guesses"][name] == guess
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        if number == 1:
            found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response
            assert [(v["id"], v["nodes"][0]["html"][:120]) for v in found["violations"]] == []
        said.get_by_role("button").focus()
        page.keyboard.press("Enter")
        assert game.locator(".claim").evaluate("e => e === document.activeElement")
    rows = game.locator("tbody tr")
    assert rows.count() == 10
    lines = game.locator("textarea").input_value().split("\n")
    assert lines[1].split()[1:] == dealt
    mine, theirs = (line.split()[-10:] for line in lines[2:4])
    assert [a == b for a, b in zip(mine, theirs, strict=True)] == [True, False] * 5
    assert "score" not in game.inner_text().lower()
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response
    assert [(v["id"], v["nodes"][0]["html"][:120]) for v in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="Deal ten others").click()
    assert game.locator(".options button").count() == 3
    assert page.faults == []


@pytest.mark.browser
def test_they_are_remembered_with_the_version_of_the_claims(visit):
    page = visit()
    page.locator(".options button").first.click()
    page.wait_for_timeout(1500)  # from disk another process reads what this one has stored
    before = stored(page)
    page.reload()
    assert stored(page) == before
    assert "Sentence 2 of 10" in page.locator(".rk-sentences").inner_text()
    page.evaluate(
        """() => { const all = JSON.parse(localStorage.getItem('regkit-book'));
        all.sentences.version = 'old'; all.other = [1];
        localStorage.setItem('regkit-book', JSON.stringify(all)); }"""
    )
    page.wait_for_timeout(1500)
    page.reload()
    text = page.locator(".rk-sentences").inner_text()
    assert "Sentence 1 of 10" in text
    assert "have changed since you were here" in text
    assert json.loads(page.evaluate("localStorage.getItem('regkit-book')"))["other"] == [1]


@pytest.mark.browser
def test_on_paper_and_without_scripts_all_of_them_are_there(visit):
    page = visit(java_script_enabled=False)
    assert page.locator(".rk-sentences .rk-strip").is_visible()
    assert page.locator(".poster li:visible").count() == len(pool)
    page = visit(800)
    assert not page.locator(".poster").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".poster li:visible").count() == len(pool)
    assert not page.locator(".rk-sentences > .live").is_visible()
    assert "holds when" not in page.locator(".rk-sentences").inner_text()
