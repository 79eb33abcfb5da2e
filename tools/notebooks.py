"""Check what the stored chapters must be: run in order, described, their numbers computed.

python tools/notebooks.py [book/need.ipynb ...]
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from outputs import HIDDEN

BOOK = Path(__file__).resolve().parent.parent / "book"

# Numbers that prose may give although no cell of its chapter sets them: what they count is
# written down elsewhere.
KNOWN = {
    "claims": {38.0, 40.0},  # claims, and columns of an experiment
    "l1": {442.0},  # patients in the public data
}
NOT_PROSE = re.compile(
    r"```.*?```|`[^`]*`"  # code
    r"|\$\$.*?\$\$|\$[^$\n]*(?:\n[^$\n]+)?\$"  # formulas
    r"|\]\([^)]*\)|\{[a-z:-]+\}`[^`]*`"  # links and citations
    r"|^:::+\{exercise.*?^:::+$"  # what an exercise sets
    r"|\*\*Time:\*\* \d+ minutes(?:, \d+ with the exercises)?",
    re.DOTALL | re.MULTILINE,
)
NUMBER = re.compile(r"(?<![\w./^{-])\d[\d,]*(?:\.\d+)?(?:\s?%)?(?!\w)")
SIGNED_ZERO = re.compile(r"(?<![\w.])[-\u2212]0(?:\.0*)?(?![\w.])")
YEAR = re.compile(r"1[6-9]\d\d|20\d\d")
SLIDER = re.compile(r'class="rk-explore" data-(?:frames|typo)')
LITERAL = re.compile(r"(?<![\w.])(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


def faults(path: Path) -> list[str]:
    """Return what is wrong with one chapter, a line each."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    code = [c for c in notebook["cells"] if c["cell_type"] == "code" and "".join(c["source"])]
    found = []
    counts = [cell["execution_count"] for cell in code]
    if counts != list(range(1, len(counts) + 1)):
        found.append(
            f"cells were not run once each, in order, from a fresh kernel: {counts}. "
            f"Run: make chapter C={path.stem}"
        )
    for cell in code:
        for output in cell["outputs"]:
            found += [f"cell {cell['execution_count']}: {fault}" for fault in _faults(output)]
    for cell in code:
        hidden = HIDDEN & set(cell["metadata"].get("tags", []))
        if hidden and not cell["metadata"].get("jupyter", {}).get("source_hidden"):
            found.append(
                f"cell {cell['execution_count']} is hidden in the page and open in the notebook: "
                "run `make outputs`, which collapses it"
            )
    if notebook["metadata"].get("widgets"):
        found.append("widget state is stored; nothing in the page can use it")
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            for image in re.findall(r"!\[\s*\]\([^)]*\)", "".join(cell["source"])):
                found.append(f"an image has no alternative text: {image}")
    found += wrong_sliders(code)
    return found + typed_numbers(notebook["cells"], KNOWN.get(path.stem, set()))


def wrong_sliders(code: list[dict[str, Any]]) -> list[str]:
    """Return the sliders that ask nothing, or that the next code cell does not offer live."""
    found = []
    for cell, following in zip(code, [*code[1:], None], strict=True):
        page = "".join("".join(o.get("data", {}).get("text/html", "")) for o in cell["outputs"])
        if not SLIDER.search(page):
            continue
        name = "".join(cell["source"]).strip().splitlines()[-1]
        shows = f"cell {cell['execution_count']} shows the slider `{name}`"
        if "Predict first." not in page:
            found.append(
                f"{shows}, which asks nothing: give `explore` a question, such as predict=Choice("
                '"Where?", {"Here": "Why not.", "There": "Why."}, answer="There")'
            )
        after = following and "".join(following["source"]).strip()
        if after != f"{name}.live()" or following["outputs"]:
            found.append(
                f"{shows}, and the next code cell is not its live one: put one there that says "
                f"`{name}.live()` and nothing else, and store no output of it (make chapter stores "
                "none)"
            )
    return found


def typed_numbers(cells: list[dict[str, Any]], known: set[float]) -> list[str]:
    """Return the numbers in prose that look computed and that no cell sets.

    A number of two digits or more, or with a decimal point or a percent sign, is a setting if it
    stands in the chapter's code, too. A year is a year. Any other is a result, and belongs to a
    cell that shows it.
    """
    code = " ".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    given = known | {float(number) for number in LITERAL.findall(code.replace("_", ""))}
    found = []
    count = 0  # of the last cell of code above
    for cell in cells:
        if cell["cell_type"] != "markdown":
            count = cell.get("execution_count") or count
            continue
        prose = NOT_PROSE.sub(" ", "".join(cell["source"]))
        for match in NUMBER.finditer(prose):
            digits = match[0].rstrip(" %").replace(",", "")
            value = float(digits)
            meant = {value, value / 100} if "%" in match[0] else {value}
            plain = len(digits.lstrip("0")) < 2 or YEAR.fullmatch(digits)
            if not (plain and digits == match[0]) and not meant & given:
                around = " ".join(prose[max(0, match.start() - 30) : match.end() + 15].split())
                found.append(
                    f"a number is typed in prose: {match[0]}, in '{around}', in the text after "
                    f"cell {count}. A result is shown by "
                    'the cell that computes it: Markdown(f"... {error:.3g} ..."). A setting stands '
                    "in the chapter's code. What is counted elsewhere goes to KNOWN in "
                    "tools/notebooks.py"
                )
    return found


def _faults(output: dict[str, Any]) -> list[str]:
    if output["output_type"] == "error":
        return [f"it stored the error {output['ename']}"]
    if output.get("name") == "stderr":
        return ["it wrote to stderr, a warning perhaps"]
    data = output.get("data", {})
    page = "".join(data.get("text/html", "")) + "".join(data.get("image/svg+xml", ""))
    found = [
        "a picture has no alternative text"
        for _ in re.findall(r'role="img"(?![^>]*aria-label="[^"])', page)
    ]
    found += [
        "an image has no alternative text"
        for panels in re.findall(r'<div class="rk-panels".*?</div>|<img\b[^>]*>', page, re.DOTALL)
        if not re.search(r'alt="[^"]*[^"\s]|aria-label="[^"]*[^"\s]', panels)
    ]
    if any(kind in data for kind in ("image/png", "image/jpeg")) and "image/svg+xml" not in data:
        found.append("it stored a bitmap, which is not compared; use regkit.figures.show")
    if any("0x" in line for line in data.get("text/plain", [])):
        found.append("it printed an address")
    texts = [*output.get("text", []), *data.get("text/plain", []), *data.get("text/markdown", [])]
    if SIGNED_ZERO.search("".join(texts)):
        found.append("it printed -0, and another machine 0; the format :z.2f drops that sign")
    return found


def main(arguments: list[str]) -> int:
    """Check the named chapters, or all of them; return 1 if anything is wrong."""
    paths = [Path(name) for name in arguments] or sorted(BOOK.glob("*.ipynb"))
    found = [f"{path.name}: {fault}" for path in paths for fault in faults(path)]
    print("\n".join(found) or f"{len(paths)} chapters are as they should be")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
