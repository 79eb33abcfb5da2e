"""What zeros save in PyTorch: size and time of a network, of its zeros left out, of it pruned.

One thread; processor times, in turns, as `README.md` says. Run it with PyTorch installed:

    python benchmarks/pruned.py

It writes `results-pruned.md`.
"""

from __future__ import annotations

import copy
import datetime
import platform
import runpy
import time
from itertools import pairwise
from pathlib import Path

import timing
import torch
from torch import nn

from regkit import L1
from regkit.torch import prox_step, zeros

HERE = Path(__file__).parent
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


def measured(model: nn.Sequential, small: nn.Sequential, X: torch.Tensor) -> list[str]:
    """Return the rows of the table of one network."""
    ways = {"as trained": model, "zeros not stored": Compressed(model), "idle units out": small}
    dense = sum(p.numel() for p in model.parameters()) * BYTES
    rows = []
    times = {}
    for inputs in (X[:1], X):

        def once(way: nn.Module, inputs: torch.Tensor = inputs) -> float:
            start = time.process_time()
            for _ in range(max(1, REPEATS // len(inputs) * 10)):
                way(inputs)
            return time.process_time() - start

        methods = {name: (lambda way=way: once(way)) for name, way in ways.items()}
        times[len(inputs)] = timing.interleave(methods, repeats=15)
    for name, way in ways.items():
        size = (
            way.size()
            if isinstance(way, Compressed)
            else BYTES * sum(p.numel() for p in way.parameters())
        )
        ratios = [timing.ratio(found[name], found["as trained"]) for found in times.values()]
        told = [f"{middle:.2f} ({low:.2f}-{high:.2f})" for middle, low, high in ratios]
        rows.append(f"| {name} | {size / 1000:.1f} | {size / dense:.2f} | {' | '.join(told)} |")
    return rows


def main() -> None:
    """Measure a small and a wide network, and write the table."""
    program = runpy.run_path(str(HERE.parent / "book" / "snippets" / "zeros_pytorch.py"))
    X, pruned = program["X"].float(), program["pruned"]
    told = []
    for sizes in ([64, 64, 32, 10], [64, 1024, 1024, 10]):
        model = program["model"] if sizes[1] == 64 else trained(sizes, program)
        with torch.inference_mode():
            model = copy.deepcopy(model).float()
            small = pruned(model)
            units = "-".join(str(len(layer.bias)) for layer in small[::2])
            total = sum(w.numel() for w in model.parameters() if w.ndim > 1)
            told += [
                f"### {'-'.join(map(str, sizes))}: {zeros(model) / total:.0%} of the weights zero, "
                f"pruned to 64-{units}\n",
                "| | kB | size / as trained | time, 1 row (range) | time, 1797 rows (range) |",
                "|---|---|---|---|---|",
                *measured(model, small, X),
                "",
            ]
    (HERE / "results-pruned.md").write_text(
        "# What zeros save in PyTorch: size and time\n\n"
        f"Measured on {datetime.date.today()} by `python benchmarks/pruned.py`: Python "
        f"{platform.python_version()}, PyTorch {torch.__version__.split('+')[0]} (CPU), float32, "
        "one thread of a shared machine. Digits, Adam, L1(0.001) by `prox_step`. Times are shares "
        "of those of the network as trained.\n\n" + "\n".join(told),
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
