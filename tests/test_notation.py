"""The notation table names symbols that its pages use."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache

import pytest

from conftest import ROOT

BOOK = ROOT / "book"
ROW = re.compile(r"^\| (\$.+?) \|.*?\[\w+\]\((\w+)\.ipynb\)", re.M)
ROWS = ROW.findall((BOOK / "notation.md").read_text(encoding="utf-8"))


ORDER = re.findall(r"file: book/(\w+)", (ROOT / "_toc.yml").read_text(encoding="utf-8"))


@cache
def formulas(name):
    """All formulas of a page, those that the cells of a chapter print included."""
    if (BOOK / f"{name}.md").exists():
        texts = [(BOOK / f"{name}.md").read_text(encoding="utf-8")]
    else:
        cells = json.loads((BOOK / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
        texts = ["".join(c["source"]) for c in cells if c["cell_type"] == "markdown"]
        texts += [
            "".join(output.get("data", {}).get("text/markdown", ""))
            for cell in cells
            for output in cell.get("outputs", [])
        ]
    return " ".join(re.findall(r"\$\$[^$]+\$\$|\$[^$]+\$", " ".join(texts).replace(r"\$", "")))


def uses(name, symbol):
    return re.search(rf"(?<![\w\\]){re.escape(symbol)}(?![a-zA-Z])", formulas(name))


@pytest.mark.parametrize(("symbols", "name"), ROWS)
def test_a_symbol_first_stands_on_the_page_it_is_said_to_come_from(symbols, name):
    before = ORDER[: ORDER.index(name)]
    for symbol in re.findall(r"\$(.+?)\$", symbols):
        assert uses(name, symbol), f"{symbol} is not on {name}"
        assert not [page for page in before if uses(page, symbol)], f"{symbol} is older than {name}"


def test_no_symbol_is_listed_twice():
    listed = [symbol for symbols, _ in ROWS for symbol in re.findall(r"\$(.+?)\$", symbols)]
    assert len(listed) > 30
    assert len(listed) == len({*listed})


EVERYWHERE = {"i", "j", "k", "x", "I"}  # an index, a part of X, the identity
WORDS = r"\$k\) \|.*?\(\$|\\(?:text|operatorname|begin|end)\{[^}]*\}"  # and a table between dollars
GREEK = r"\\(?:alpha|beta|gamma|delta|(?:var)?epsilon|eta|theta|kappa"
GREEK += r"|mu|pi|rho|sigma|tau|(?:var)?phi|omega)\b"


def letters(text):
    """The letters that stand for something: no words, commands and units."""
    text = re.sub(WORDS, " ", text, flags=re.DOTALL)
    return set(re.findall(GREEK, text)) | set(re.findall("[A-Za-z]", re.sub(r"\\\w+", " ", text)))


def test_a_letter_on_several_pages_is_in_the_table():
    """So that whoever gives it another meaning sees that it has one."""
    listed = letters(" ".join(symbols for symbols, _ in ROWS)) | EVERYWHERE
    pages = {*ORDER, "frameworks", "glossary"} - {"notation"}
    used = Counter(letter for name in pages for letter in letters(formulas(name)))
    assert {letter for letter, count in used.items() if count > 1} - listed == set()
