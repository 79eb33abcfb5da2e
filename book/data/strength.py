"""The best strength of L1 and of L2, as rows, noise, columns and correlation vary.

    python tools/studies.py strength

writes ``strength.json`` into regkit/data: for every setting the error of the lasso and of ridge
along a grid of strengths, and what the lasso makes of the universal strength.

One thing varies at a time about the base; X w has variance 1, and all columns are normal. Errors
are means over batches of draws: the best strength of each batch is a run of its own, so that a
slope has an interval.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

import regkit
from regkit import L1, L2, _contest, datasets, fit, fit_path

RESULT = Path(regkit.__file__).parent / "data" / "strength.json"
BASE = {"n": 200, "sigma": 1.0, "p": 40, "rho": 0.0}
VARIED = {
    "n": (50, 100, 200, 400, 800, 1600),
    "sigma": (0.25, 0.5, 1.0, 2.0, 4.0),
    "p": (10, 20, 40, 80, 160, 320),
    "rho": (0.0, 0.5, 0.8, 0.95),  # within groups of four
}
RELEVANT = {"few": 4, "all": None}
STRENGTHS = tuple(float(f"{lam:.4g}") for lam in np.geomspace(10, 1e-3, 49))
BATCHES, DRAWS = 5, 10
CELLS = [
    (what, value, truth) for what, those in VARIED.items() for value in those for truth in RELEVANT
]


def measure(what: str, value: float, truth: str) -> dict[str, Any]:
    """Return the errors beyond the noise in one setting, a row for each batch."""
    at = BASE | {what: value}
    n, p = int(at["n"]), int(at["p"])
    V = datasets.correlation(p, at["rho"], "groups", group=4)
    universal = at["sigma"] * np.sqrt(2 * np.log(p) / n)
    rows: dict[str, list[Any]] = {"l1": [], "l2": [], "universal": []}
    for seed in range(BATCHES * DRAWS):
        data = _contest.draw(n, V, RELEVANT[truth] or p, seed, sigma=at["sigma"])
        for name, direction in (("l1", L1()), ("l2", L2())):
            path = fit_path(data.X, data.y, direction, STRENGTHS, standardize=False)
            rows[name].append([data.excess_error(w) for w in path.coefs])
        w = fit(data.X, data.y, L1(universal), standardize=False).coef
        hits = np.count_nonzero(w[data.coef != 0])
        rows["universal"].append([data.excess_error(w), np.count_nonzero(w), hits])
    means = {
        name: np.reshape(those, (BATCHES, DRAWS, -1)).mean(axis=1) for name, those in rows.items()
    }
    return {"varied": what, "value": value, "truth": truth} | {
        name: [[float(f"{v:.4g}") for v in row] for row in those] for name, those in means.items()
    }


def parameters() -> dict[str, Any]:
    """Return what the file depends on, beside the packages."""
    return {
        "seeds": BATCHES * DRAWS,
        "batches": BATCHES,
        "base": BASE,
        "varied": VARIED,
        "relevant": RELEVANT,
        "strengths": STRENGTHS,
    }


def main() -> None:
    """Measure every setting, and store what came out."""
    from tqdm import tqdm

    result = {"base": BASE, "strengths": STRENGTHS, "cells": [measure(*c) for c in tqdm(CELLS)]}
    RESULT.write_text(json.dumps(result, separators=(",", ":")) + "\n", encoding="utf-8")
