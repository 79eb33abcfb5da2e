"""The pages' own styles and scripts keep to what Safari 16 and Firefox ESR know, too.

The tests drive Chromium, so what another engine lacks is looked for in the sources.
"""

from __future__ import annotations

import re

import pytest

from conftest import ROOT

SOURCES = [
    path
    for folder, kinds in (("book", "css js html"), ("regkit", "css js"))
    for kind in kinds.split()
    for path in sorted((ROOT / folder).rglob(f"*.{kind}"))
    if "katex" not in path.parts and not path.stem.endswith(".min")
]
LACKING = {
    "look-behind, which Safari reads from 16.4": r"\(\?<[=!]",
    "text-decoration with more than its line, which Safari drops: write the longhands": (
        r"text-decoration: *(?:underline|line-through|overline) +(?!!)\w"
    ),
    "an alternative text of content without the same before it, for Safari before 17.4": (
        r"""(?<!;)(?<!; )content: *[^;/}"]*"[^"]*" */ """
    ),
    "user-select without -webkit-user-select, the name that Safari knows": (
        r"(?<![\w-])(?<!-webkit-user-select: none; )user-select"
    ),
    "checkVisibility, in Safari from 17.4": r"\.checkVisibility\(",
    "groupBy, in Safari from 17.4": r"\b(?:Object|Map)\.groupBy\b",
    "requestIdleCallback, which Safari lacks": r"\brequestIdleCallback\b",
    "sets' own operations, in Safari from 17": r"\.(?:isSubsetOf|symmetricDifference)\(",
}


@pytest.mark.parametrize("what", LACKING)
def test_no_source_needs_what_an_engine_lacks(what):
    assert SOURCES
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in SOURCES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(LACKING[what], line)
    ]
    assert found == [], what
