"""What zeros save in PyTorch: size and time of a network, of its zeros left out, of it pruned.

One thread; processor times, in turns, as `README.md` says. Run it with PyTorch installed:

    python benchmarks/pruned.py

It writes the table of the frameworks chapter, `book/snippets/zeros_pruned.csv`: in minutes.
"""

from __future__ import annotations

import copy
import csv
import runpy
import time
from itertools import pairwise
from pathlib import Path

import timing
import torch
from torch import nn

from regkit import L1
from regkit.torch import prox_step, zeros

SNIPPETS = Path(__file__).parents[1] / "book" / "snippets"
BYTES = 4  # of a number of float32, and of an index of a compressed matrix
REPEATS = 200  # forward passes of a timing

torch.set_num_threads(1)


def trained(sizes: list[int], program: dict, epochs: int = 30) -> nn.Sequential:
    """Train a network on the program's digits as the program does."""
    X, y, train = (program[name] for name in ("X", "y", "train"))
    torch.manual_seed(0)
    layers = [nn.Linear(*pair) for pair in pairwise(sizes)]
    model = nn.Sequential(*[m for layer in layers for m in (layer, nn.ReLU())][:-1]).double()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.002)
    for _ in range(epochs):
        for rows in train[torch.randperm(len(train))].split(64):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(X[rows]), y[rows]).backward()
            optimizer.step()
            prox_step(optimizer, L1(0.001))
    return model


class Compressed(nn.Module):
    """The same network, whose matrices hold no zeros but the place of every other number."""

    def __init__(self, model: nn.Sequential) -> None:
        super().__init__()
        self.layers = [(m.weight.detach().to_sparse_csr(), m.bias.detach()) for m in model[::2]]

    def forward(self, X: torch.Tensor) -> torch.Tensor:
        """Multiply the transposed inputs from the left, as the format wants it."""
        h = X.T
        for place, (weight, bias) in enumerate(self.layers):
            h = weight @ h + bias[:, None]
            h = h.relu() if place + 1 < len(self.layers) else h
        return h.T

    def size(self) -> int:
        """Return the bytes of values, columns and starts of rows."""
        return BYTES * sum(2 * w.values().numel() + 2 * len(b) + 1 for w, b in self.layers)


def measured(name: str, model: nn.Sequential, small: nn.Sequential, X: torch.Tensor) -> list:
    """Return the rows of the table for one network."""
    ways = {"as trained": model, "zeros not stored": Compressed(model), "idle units out": small}
    found = []
    for inputs in (X[:1], X):
        passes = max(10, REPEATS // len(inputs))

        def once(way: nn.Module, inputs: torch.Tensor = inputs, passes: int = passes) -> float:
            start = time.process_time()
            for _ in range(passes):
                way(inputs)
            return (time.process_time() - start) / passes

        methods = {name: (lambda way=way: once(way)) for name, way in ways.items()}
        found.append(timing.interleave(methods, repeats=15))
    rows = []
    for way, kept in ways.items():
        numbers = sum(w.numel() for w in kept.parameters())
        size = kept.size() if isinstance(kept, Compressed) else BYTES * numbers
        shares = [f"{timing.ratio(times[way], times['as trained'])[0]:.2f}" for times in found]
        rows.append([f"{name}, {way}", f"{size / 1000:.1f}", *shares])
    return rows


def main() -> None:
    """Measure a small and a wide network, and write the table."""
    program = runpy.run_path(str(SNIPPETS / "zeros_pytorch.py"))
    X, test, pruned = program["X"].float(), program["test"], program["pruned"]
    rows = [["network", "kB", "time for 1 row", f"time for {len(X)} rows"]]
    for sizes in ([64, 64, 32, 10], [64, 1024, 1024, 10]):
        model = program["model"] if sizes[1] == 64 else trained(sizes, program)
        with torch.inference_mode():
            model = copy.deepcopy(model).float()
            small = pruned(model)
            total = sum(w.numel() for w in model.parameters() if w.ndim > 1)
            right = (model(X[test]).argmax(1) == program["y"][test]).float().mean()
            units = "-".join(str(len(layer.bias)) for layer in small[::2])
            print(f"{sizes}: {zeros(model)} of {total} zero, {right:.3f} right, 64-{units}")
            rows += measured("-".join(map(str, sizes)), model, small, X)
    with (SNIPPETS / "zeros_pruned.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    main()
