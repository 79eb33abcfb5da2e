"""Pack the book's stored studies for `regkit.claims`, which also works without the book.

python tools/evidence.py

Making a study again (tools/studies.py) does this, too. Where it moves the evidence of a claim, the
tests say so.
"""

from __future__ import annotations

import csv
import json
import math
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BOOK = ROOT / "book"
DATA = ROOT / "regkit" / "claims" / "data"
DESIGN = ("n", "rho", "relevant", "truth", "snr", "zeros")


def regret() -> None:
    """Condense the study of designs to the mean log2 regret of each method in each design."""
    old = json.loads((DATA / "regret.json").read_text(encoding="utf-8"))
    methods = list(next(iter(old["log2 regret"].values())))
    designs: dict[str, list[dict[str, float]]] = {}
    with (ROOT / "regkit" / "data" / "regret.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            errors = {method: float(row[f"error_{method}"]) for method in methods}
            least = min(errors.values())
            logs = {method: math.log2(error / least) for method, error in errors.items()}
            designs.setdefault(" ".join(row[key] for key in DESIGN), []).append(logs)
    old["log2 regret"] = {
        name: {m: round(sum(one[m] for one in rows) / len(rows), 5) for m in methods}
        for name, rows in designs.items()
    }
    _write("regret.json", old)


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
