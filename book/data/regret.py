"""The study behind the Regret map: tuned lasso, ridge and elastic net on designs with a truth.

    python tools/studies.py regret

writes ``regret.csv`` into regkit/data, one row for each design and seed.

Every design has 40 columns in groups of 4, ``y = X w + sigma e``, and w scaled so that X w has
variance 1; sigma^2 is 1 / snr. It varies

- ``n``: rows;
- ``rho``: correlation within a group; between groups it is 0;
- ``relevant``: how many weights are not 0;
- ``truth``: "own": normal weights for columns drawn at random; "shared": whole groups matter,
  and the four columns of a group have the same weight;
- ``snr``: variance of X w over variance of the noise;
- ``zeros``: share of the entries of X that are set to 0, the others scaled to keep variance 1.
"""

from __future__ import annotations

import csv
import itertools
import warnings
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import regkit
from regkit import L2, _contest, datasets, fit
from regkit._contest import METHODS
from regkit.choosing import PenalizedRegressorCV, diagnose
from regkit.linear import GridWarning

RESULT = Path(regkit.__file__).parent / "data" / "regret.csv"
SEEDS = 20
P, GROUP = 40, 4
# about seven in each factor of ten of a method's own range, so that none is tuned more finely
N_LAMS = {"l1": 22, "l2": 57, "en": 36}
STRONG = (0.5, 0.7, 0.9)


class Design(NamedTuple):
    """One cell of the grid; see the head of this file."""

    n: int
    rho: float
    relevant: int
    truth: str
    snr: float
    zeros: float


def designs() -> list[Design]:
    """Return the map, a block that varies the noise, and one of columns full of zeros."""
    rhos, counts, rows = (0.0, 0.5, 0.8, 0.95), (4, 8, 20, 40), (20, 80, 400)
    grid = [
        Design(n, rho, k, truth, 2.0, 0.0)
        for n, truth, rho, k in itertools.product(rows, ("own", "shared"), rhos, counts)
    ]
    grid += [
        Design(n, rho, k, "own", snr, 0.0)
        for n, rho, k, snr in itertools.product(rows, (0.0, 0.8), (4, 40), (0.5, 8.0))
    ]
    grid += [Design(n, 0.0, k, "own", 2.0, 0.9) for n, k in itertools.product(rows, counts)]
    return grid


def draw(design: Design, seed: int) -> datasets.LinearData:
    """Draw the truth and the data of a design."""
    return _contest.draw(
        design.n,
        datasets.correlation(P, design.rho, "groups", group=GROUP),
        design.relevant,
        seed,
        group={"own": 1, "shared": GROUP}[design.truth],
        zeros=design.zeros,
        sigma=design.snr**-0.5,
    )


def measure(design: Design, seed: int) -> dict[str, Any]:
    """Fit everything to one draw: one row of the table."""
    data = draw(design, seed)
    facts = diagnose(data.X, data.y)
    row: dict[str, Any] = design._asdict() | {
        "seed": seed,
        "seen_zeros": facts.zeros,
        "mean_correlation": facts.mean_correlation,
        **{f"correlated_{100 * strong:.0f}": facts.correlated(strong) for strong in STRONG},
        "explained": facts.explained,
        "carriers": facts.carriers,
    }
    variance = float(np.var(data.y))

    def error(coef: Any, intercept: float) -> float:
        """Mean squared error on new rows, noise included."""
        return data.sigma**2 + data.excess_error(coef) + intercept**2

    plain = fit(data.X, data.y, L2(0))
    row["error_none"] = error(plain.coef, plain.intercept)
    folds = {}
    for name, directions in METHODS.items():
        with warnings.catch_warnings():
            # where rows are few, the folds at times like the weakest strength best: so be it
            warnings.simplefilter("ignore", GridWarning)
            tuned = PenalizedRegressorCV(directions, n_lams=N_LAMS[name]).fit(data.X, data.y)
        result = tuned.cv_result_
        row[f"error_{name}"] = error(tuned.coef_, tuned.intercept_)
        best = result.best_index
        row[f"cv_{name}"] = result.mse_mean[best] * variance
        folds[name] = result.mse[best] * variance
        row[f"kept_{name}"] = np.count_nonzero(tuned.coef_)
        row[f"hits_{name}"] = np.count_nonzero(tuned.coef_[data.coef != 0])
    gap = folds["l1"] - folds["l2"]
    row["cv_gap_se"] = float(gap.std(ddof=1) / np.sqrt(gap.size))
    row["mix_en"] = best[0]  # of the elastic net, which comes last
    return row


def as_text(row: dict[str, Any]) -> dict[str, str]:
    """Write numbers with five significant digits."""
    return {k: f"{v:.5g}" if isinstance(v, float) else str(v) for k, v in row.items()}


def parameters() -> dict[str, Any]:
    """Return what the table depends on, beside the packages."""
    return {
        "seeds": SEEDS,
        "columns": P,
        "group": GROUP,
        "designs": len(designs()),  # each stands in the table
        "n_lams": N_LAMS,
        "methods": {
            name: [f"{one.lam1:g} L1 + {one.lam2:g} L2" for one in some]
            for name, some in METHODS.items()
        },
    }


def main() -> None:
    """Measure every design and seed, and store the table."""
    from tqdm import tqdm

    cells = list(itertools.product(designs(), range(SEEDS)))
    rows = [as_text(measure(*cell)) for cell in tqdm(cells)]
    with RESULT.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
