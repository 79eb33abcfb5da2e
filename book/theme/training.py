"""The page on which a small network trains: its frame, its data, and what regkit deals it."""

from __future__ import annotations

import base64
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from docutils import nodes
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from regkit import L2, SGD, Network, datasets, train
from regkit.figures import _svg, line, number_text, panel, use_style

STATIC = Path(__file__).parent / "static"
# in this order: each part needs those before it
COMPUTING = "laboratory/parts laboratory/numbers training/network training/update training/deal"
SHOWING = "run settings picture wires curves guesses page"
SCRIPTS = (*COMPUTING.split(), *(f"training/{name}" for name in SHOWING.split()))
NORMALS = 512  # of the first numbers that regkit's seed 0 deals: enough for 200 units of one input
CHANCE = 0.12  # how many points of a pattern are of the other class, as in the chapter

# which side of each pattern a point is on; of "one input" only the first says anything
PATTERNS = {
    "wave": lambda x, y: y > np.sin(1.6 * x),
    "ring": lambda x, y: x**2 + y**2 < 2,
    "squares": lambda x, y: x * y > 0,
    "line": lambda x, y: x > 0,
}


def scaled(loans: Any) -> Any:
    """Loans from $0 to $4.5k as numbers from -1 to 1, as in the chapter."""
    return (np.asarray(loans, float) - 2.25) / 2.25


def pattern(name: str, seed: int, n: int) -> dict[str, Any]:
    """Draw points in a square, in whole hundredths; chance gives some the wrong class."""
    rng = np.random.default_rng(seed)
    points = rng.uniform(-2, 2, (n, 2))
    side = PATTERNS[name](*points.T) ^ (rng.random(n) < CHANCE)
    return {"points": np.rint(100 * points).astype(int).tolist(), "side": side.astype(int).tolist()}


def bank() -> dict[str, Any]:
    """Return the ten reports, and the rule at other loans between them."""
    loans, cash_flow = datasets.bank()
    others = np.linspace(loans[0], loans[-1], 100)
    rule = datasets.bank_rule(others)
    return {
        "loans": loans.tolist(),
        "cash": cash_flow.tolist(),
        "others": others.round(4).tolist(),
        "rule": rule.round(4).tolist(),
    }


@cache
def data() -> dict[str, Any]:
    """Return what the page trains on, and the normal numbers of regkit's seed 0."""
    normals = np.random.default_rng(0).standard_normal(NORMALS).astype("<f8")
    patterns = {
        name: {"own": pattern(name, 0, 100), "held": pattern(name, 99, 300)} for name in PATTERNS
    }
    return {
        "bank": bank(),
        "patterns": patterns,
        "normals": base64.b64encode(normals.tobytes()).decode(),
    }
