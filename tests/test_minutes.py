"""The minutes at a chapter's head are those that its page takes."""

from __future__ import annotations

import re

import pytest
from minutes import Minutes, minutes

from conftest import CHAPTERS, ROOT

STATED = re.compile(r"\*\*Time:\*\* (\d+) minutes, (\d+) with the exercises[.,]")
stated = {
    path.stem: Minutes(*map(int, found.groups()))
    for path in CHAPTERS
    if (found := STATED.search(path.read_text(encoding="utf-8")))
}


def page(*parts):
    return f"<article>{''.join(parts)}</article>"


@pytest.mark.parametrize(
    ("parts", "reading"),
    [
        (["<p>" + "word " * 360 + "</p>"], 2),
        (['<div class="rk-explore" data-frames>' + "word " * 900 + "</div>"], 2),
        (['<div class="rk-panels"></div>', "<table><tr><td>1</td></tr></table>"], 2),
        (['<div class="math"><span class="katex"><mtable></mtable></span></div>'], 1),
        (['<div class="math"><span class="katex"><mi></mi></span></div>'], 0),
        (['<div class="cell_input"><pre>' + "a = 1\n" * 10 + "</pre></div>"], 2),
        (["<details>" + "word " * 900 + "</details>"], 0),
        (['<div class="dropdown admonition">' + "word " * 900 + "</div>"], 0),
        (['<div class="tag_remove-input"><div class="cell_input">a = 1</div></div>'], 0),
        (
            [
                '<div class="rk-explore" data-quiz>',
                '<li><p class="rk-question">Why?</p>' + "word " * 900 + "</li>",
                '<li><p class="rk-question">How?</p></li></div>',
            ],
            2,
        ),
    ],
)
def test_each_thing_takes_its_time(parts, reading):
    assert minutes(page(*parts)) == (reading, reading)


def test_exercises_are_counted_apart():
    task = '<div class="exercise">' + "word " * 90 + "</div>"
    answer = '<div class="solution dropdown">' + "word " * 270 + "</div>"
    assert minutes(page("<p>" + "word " * 180 + "</p>", task, answer)) == (1, 1 + 5 + 2)


def test_chapters_that_are_read_through_say_their_time():
    looked_up = {"claims", "student", "ten_minutes"}
    assert stated.keys() == {path.stem for path in CHAPTERS} - looked_up


@pytest.mark.parametrize("name", stated)
def test_a_chapter_says_how_long_it_takes(site, name):
    counted = minutes((site / "book" / f"{name}.html").read_text(encoding="utf-8"))
    assert counted == stated[name], f"{name}: write {counted}"
    assert counted.reading <= 30
    assert f"| {counted.reading} |" in next(
        row
        for row in (ROOT / "book" / "index.md").read_text(encoding="utf-8").splitlines()
        if f"({name}.ipynb)" in row and row.startswith("|")
    )


def test_ten_minutes_are_ten_minutes(site):
    page = (site / "book" / "ten_minutes.html").read_text(encoding="utf-8")
    assert minutes(page).reading <= 10
