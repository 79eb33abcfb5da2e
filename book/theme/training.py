"""The page on which a small network trains: its frame, its data, and what regkit deals it."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from fragments import directive, poster, scripts
from matplotlib.figure import Figure
from sphinx.application import Sphinx

from regkit import L2, SGD, Network, datasets, train
from regkit.figures import line, number_text, panel
from regkit.interactive._parts import embedded

STATIC = Path(__file__).parent / "static"
# in this order: each part needs those before it
COMPUTING = "laboratory/parts laboratory/numbers training/network training/update training/deal"
SHOWING = "run settings guesses picture wires curves clock asking page"
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


def calmed(lam: float) -> Network:
    """Train two hundred units on the ten reports, as the chapter does."""
    loans, cash_flow = datasets.bank()
    network = Network((1, 200, 1), loss="squared_error", seed=0)
    train(
        network,
        scaled(loans)[:, None],
        cash_flow,
        L2(lam),
        method="subgradient",
        optimizer=SGD(0.05, 0.9),
        epochs=4000,
        batch_size=None,
        record=False,
    )
    return network


def _drawn(lam: float) -> Figure:
    loans, cash_flow = datasets.bank()
    at = np.linspace(0.1, 4.3, 200)
    figure, axes = panel(
        title=f"200 units, \u03bb = {number_text(lam)}",
        xlabel="new loans ($k)",
        ylabel="cash flow ($k)",
        xlim=(0, 4.5),
        ylim=(0, 7),
    )
    axes.plot(at, datasets.bank_rule(at), **line("truth"))
    axes.plot(at, calmed(lam).predict(scaled(at)[:, None]), **line("l2", linestyle="-"))
    axes.plot(loans, cash_flow, **line("data"))
    return figure


@cache
def still() -> str:
    """Return the picture where nothing moves."""
    said = (
        "Two hundred hidden units have learned the bank's ten reports: without a penalty, and "
        "under L2. Dotted, the rule."
    )
    return poster(lambda: [_drawn(lam) for lam in (0, 0.003)], said)


def fragment(page: Path) -> str:
    """Return the HTML of the page with its data and its picture in place."""
    text = page.read_text(encoding="utf-8")
    return text.replace("POSTER", still(), 1).replace("DATA", embedded(data()), 1)


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the directive, and see to the scripts before `house.py` defers them."""
    app.add_directive("training", directive(fragment))
    app.connect("html-page-context", scripts("rk-training", SCRIPTS), priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
