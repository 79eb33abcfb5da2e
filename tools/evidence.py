"""Pack the book's stored studies for `regkit.claims`, which also works without the book.

python tools/evidence.py

Making a study again (tools/studies.py) does this, too. Where it moves the evidence of a claim, the
tests say so.
"""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

from regkit import _judging as judging

ROOT = Path(__file__).resolve().parent.parent
BOOK = ROOT / "book"
DATA = ROOT / "regkit" / "claims" / "data"
METHODS = ("ols", "l1", "l2", "en")
DESIGN = ("n", "rho", "relevant", "truth", "snr", "zeros")


NEARLY_EMPTY = 5  # entries in a column, on average: they are set apart everywhere


def regret() -> None:
    """Condense the study to the mean regret of each method in each design, in two measures."""
    designs: dict[str, list[dict[str, float]]] = {}
    with (ROOT / "regkit" / "data" / "regret.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            designs.setdefault(" ".join(row[key] for key in DESIGN), []).append(
                {m: float(row[f"error_{'none' if m == 'ols' else m}"]) for m in METHODS}
            )
    found: dict[str, Any] = {"regret": {}, "regret of the reducible error": {}, "nearly empty": []}
    for name, rows in designs.items():
        n, snr, zeros = (float(name.split()[k]) for k in (0, 4, 5))
        errors = [[row[m] for row in rows] for m in METHODS]
        for what, noise in (("regret", 0.0), ("regret of the reducible error", 1 / snr)):
            means = judging.regret(errors, noise).mean(axis=1)
            found[what][name] = {m: round(float(v), 5) for m, v in zip(METHODS, means, strict=True)}
        if n * (1 - zeros) < NEARLY_EMPTY:
            found["nearly empty"].append(name)
    _write("regret.json", found)


def zou_hastie() -> None:
    """Keep of every data set the error of each method."""
    full = json.loads((ROOT / "regkit" / "data" / "zou_hastie.json").read_text(encoding="utf-8"))
    old = json.loads((DATA / "zou_hastie.json").read_text(encoding="utf-8"))
    for example, methods in old["examples"].items():
        for method in methods:
            runs = full["examples"][example]["runs"]
            methods[method] = [float(f"{run[method]['error']:.4g}") for run in runs]
    _write("zou_hastie.json", old)


def _write(name: str, data: object) -> None:
    text = json.dumps(data, separators=(",", ":"))
    (DATA / name).write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Pack the three of them."""
    regret()
    zou_hastie()
    shutil.copyfile(BOOK / "snippets" / "exact_zeros.csv", DATA / "exact_zeros.csv")


if __name__ == "__main__":
    main()
