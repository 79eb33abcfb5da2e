"""How many zeros, and at what price: four ways to an L1 penalty in PyTorch, on digits.

``python tests/frameworks/zeros_study.py`` computes all runs again, in some ten minutes, and writes
them beside this file, and their medians where the frameworks chapter shows them.
"""

from __future__ import annotations

import csv
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import numpy as np
import torch
from sklearn.datasets import load_digits
from torch import nn

from regkit import L1
from regkit.torch import prox_step, zeros

RUNS = Path(__file__).with_suffix(".json")
TABLE = Path(__file__).parents[2] / "book" / "snippets" / "zeros_table.csv"
WAYS = ("penalty in the loss", "prox with lr", "prox_step", "prox_step, λ grown")
STRENGTHS = (0.0003, 0.001, 0.003)
OPTIMIZERS = {
    "SGD": lambda weights: torch.optim.SGD(weights, lr=0.05, momentum=0.9),
    "Adam": lambda weights: torch.optim.Adam(weights, lr=0.002),
}
SEEDS = range(3)
EPOCHS = 50


def digits() -> tuple[torch.Tensor, ...]:
    """Return inputs and labels, to learn from and to test."""
    X, y = load_digits(return_X_y=True)
    order = np.random.default_rng(0).permutation(len(X))
    return *torch.tensor(X[order] / 16).split(1437), *torch.tensor(y[order]).split(1437)


def run(name: str, way: str, lam: float, seed: int) -> list[float]:
    """Return the zeros, the objective and the share of test digits that are read right."""
    X, X_test, y, y_test = digits()
    torch.manual_seed(seed)
    model = nn.Sequential(
        nn.Linear(64, 64, dtype=torch.float64),
        nn.ReLU(),
        nn.Linear(64, 32, dtype=torch.float64),
        nn.ReLU(),
        nn.Linear(32, 10, dtype=torch.float64),
    )
    optimizer = OPTIMIZERS[name](model.parameters())
    weights = [w for w in model.parameters() if w.ndim > 1]
    for epoch in range(EPOCHS):
        grown = min(1, (epoch + 1) / 10) if way.endswith("grown") else 1
        for rows in torch.randperm(len(X)).split(64):
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(X[rows]), y[rows])
            if way == "penalty in the loss":
                loss = loss + lam * sum(w.abs().sum() for w in weights)
            loss.backward()
            optimizer.step()
            if way.startswith("prox_step"):
                prox_step(optimizer, grown * L1(lam))
            elif way == "prox with lr":
                threshold = lam * optimizer.param_groups[0]["lr"]
                for w in weights:
                    w.data = nn.functional.softshrink(w.data, threshold)
    with torch.no_grad():
        price = lam * sum(w.abs().sum() for w in weights)
        objective = nn.functional.cross_entropy(model(X), y) + price
        right = (model(X_test).argmax(1) == y_test).double().mean()
    return [zeros(model), round(objective.item(), 3), round(right.item(), 3)]


def medians(runs: dict[str, list[list[float]]]) -> Iterator[list[str]]:
    """Yield the rows of the table."""
    yield ["trained by", *(f"λ = {lam}" for lam in STRENGTHS)]
    for name, way in itertools.product(OPTIMIZERS, WAYS):
        cells = []
        for lam in STRENGTHS:
            found = [median(values) for values in zip(*runs[f"{name}, {way}, {lam}"], strict=True)]
            cells.append(f"{found[0]:.0f} / {found[1]:.3f} / {found[2]:.3f}")
        yield [f"{name}, {way}", *cells]


def main() -> None:
    """Compute everything, and write it down, a line for each way and strength."""
    torch.set_num_threads(1)
    runs = {
        f"{name}, {way}, {lam}": [run(name, way, lam, seed) for seed in SEEDS]
        for name, way, lam in itertools.product(OPTIMIZERS, WAYS, STRENGTHS)
    }
    lines = (f"{json.dumps(name)}: {json.dumps(found)}" for name, found in runs.items())
    RUNS.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(medians(runs))


if __name__ == "__main__":
    main()
