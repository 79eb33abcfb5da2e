"""Count how long a built page takes: to read it, and with its exercises.

python tools/minutes.py [need ...]

What is folded takes no time, so a box that later text needs is not folded.
"""

from __future__ import annotations

import copy
import re
import sys
from pathlib import Path
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag

BUILT = Path(__file__).resolve().parent.parent / "_build" / "html" / "book"

WORDS = 180  # in a minute
MINUTES = {  # of each of these, which then are not read as words
    ".rk-explore[data-frames], .rk-explore[data-typo]": 2,
    ".rk-explore[data-quiz] .rk-question": 1,
    ".rk-panels": 1,
    "table": 1,
    ".math:has(mtable)": 1,  # a formula of several lines is a derivation
}
LINES = 5  # of visible code in a minute
THOUGHT = 5  # minutes of one's own before a solution is opened
NOT_READ = (
    "script, .rk-tip, .headerlink, details, .dropdown:not(.solution), "
    ".tag_remove-input > .cell_input, .katex-html"
)
EXERCISES = ".exercise, .solution"


class Minutes(NamedTuple):
    """What a page takes, in whole minutes."""

    reading: int
    with_exercises: int

    def __str__(self) -> str:
        """Write it as it stands at the head of a chapter."""
        return f"{self.reading} minutes, {self.with_exercises} with the exercises"


def minutes(page: str) -> Minutes:
    """Return what a built page takes."""
    article = BeautifulSoup(page, "html.parser").select_one("article")
    if article is None:
        raise ValueError("the page has no article")
    for node in article.select(NOT_READ):
        node.decompose()
    tasks = [copy.copy(node) for node in article.select(EXERCISES)]
    for node in article.select(EXERCISES):
        node.decompose()
    reading = _takes(article)
    thinking = THOUGHT * sum("exercise" in (task.get("class") or ()) for task in tasks)
    return Minutes(round(reading), round(reading + thinking + sum(map(_takes, tasks))))


def _takes(part: Tag) -> float:
    """Return the minutes of what is visible in a part of a page; its words are all that is left."""
    total = 0.0
    for css, each in MINUTES.items():
        found = part.select(css)
        total += each * len(found)
        for node in found:
            (node.find_parent(class_="rk-explore") if "data-quiz" in css else node).extract()
    for code in part.select(".cell_input"):
        total += sum(bool(line.strip()) for line in code.get_text().splitlines()) / LINES
        code.extract()
    for formula in part.select(".katex"):
        formula.replace_with(" x ")
    return total + len(re.findall(r"\w+(?:[-'’.]\w+)*", part.get_text(" "))) / WORDS


def main(names: list[str]) -> int:
    """Print the minutes of the named pages, or of all chapters that were built."""
    book = BUILT.parents[2] / "book"
    for name in names or sorted(path.stem for path in book.glob("*.ipynb")):
        page = (BUILT / name).with_suffix(".html").read_text(encoding="utf-8")
        print(f"{name}: {minutes(page)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
