"""Recompute the four examples of Zou & Hastie (2005, section 5) and store what came out.

    python tools/studies.py zou_hastie

writes ``zou_hastie.json`` into regkit/data: for every example and method the errors, measured in
two ways, and the numbers of non-zero weights, in the order of the data sets. Beside the examples
stand the questions that their table leaves open: example 3 with larger weights, and other readings
of the naive elastic net.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import regkit
from regkit import L1, L2, datasets, fit_path

RESULT = Path(regkit.__file__).parent / "data" / "zou_hastie.json"
LARGER = "3, weights of 3"  # a question, not an example: what if its weights were those of 4?
EXAMPLES = ("1", "2", "3", "4", LARGER)
DATA_SETS = 1000
N_LAMS = 100
LAMBDA2 = (0.0, 0.01, 0.1, 1.0, 10.0, 100.0)  # the paper's scale: 2 lam2 on standardized columns
EVERYWHERE = "naive, lambda2 from 1 up"  # the other readings are of example 1 alone
MEASURES = ("error", "test_error", "nonzero")

Array = npt.NDArray[np.float64]


def naive_path(X: Array, y: Array, lambda2: float) -> Array:
    """``1/(2n) ||y - Xw||^2 + lam1 ||w||_1 + lambda2/2 ||w||_2^2`` for a path of lam1, (k, p).

    With rows sqrt(n lambda2) I below X, and zeros below y, it is a lasso (the paper's lemma 1).
    """
    n, p = X.shape
    X_more = np.vstack([X, np.sqrt(n * lambda2) * np.eye(p)])
    y_more = np.concatenate([y, np.zeros(p)])
    return fit_path(X_more, y_more, L1(), n_lams=N_LAMS, fit_intercept=False).coefs


def candidates(X: Array, y: Array) -> dict[str, Array]:
    """Return what each method may choose from, as rows of weights for standardized columns.

    All rows of the elastic nets stand in blocks of equal length, a block for each lambda2.
    """
    naive = [naive_path(X, y, lambda2) for lambda2 in LAMBDA2]
    # from the weakest up, like the others
    ridge = fit_path(X, y, L2(), [lambda2 / 2 for lambda2 in LAMBDA2[::-1]], fit_intercept=False)
    return {
        "lasso": naive[0],
        "elastic net": np.vstack([(1 + a) * W for a, W in zip(LAMBDA2, naive, strict=True)]),
        "ridge": ridge.coefs[::-1],
        "naive elastic net": np.vstack(naive),
        # not in the paper's grid: ridge tuned as finely as the L1 part
        "ridge, fine grid": fit_path(X, y, L2(), n_lams=N_LAMS, fit_intercept=False).coefs,
    }


def data_set(example: str, seed: int) -> datasets.ZouHastie:
    """Return one data set of an example, or of example 3 with larger weights."""
    if example != LARGER:
        return datasets.zou_hastie(int(example), seed)
    third = datasets.zou_hastie(3, seed)
    return datasets.ZouHastie(
        *(
            datasets.linear_data(
                len(part.y), 1.5 * part.coef, part.covariance, sigma=part.sigma, seed=[3, seed, k]
            )
            for k, part in enumerate(third)
        )
    )


def best(errors: Array) -> int:
    """Return the first of the smallest errors.

    With one column kept, the corrected net is the same for every lambda2: equal errors differ in
    their last digit, and that must not choose.
    """
    return int(np.argmax(errors <= errors.min() * (1 + 1e-9)))


def readings(errors: dict[str, Array]) -> Iterator[tuple[str, int]]:
    """Yield other readings of "naive elastic net, tuned", and the row that each chooses."""
    naive = errors["naive elastic net"].reshape(len(LAMBDA2), -1)
    size = naive.shape[1]

    def within(first: int, last: int) -> int:
        return first * size + best(naive[first:last].ravel())

    for k, lambda2 in enumerate(LAMBDA2):
        yield f"naive, lambda2 = {lambda2:g}", within(k, k + 1)
    for k in (1, 2, 3):
        yield f"naive, lambda2 from {LAMBDA2[k]:g} up", within(k, len(LAMBDA2))
    k = best(errors["elastic net"]) // size
    yield "naive, lambda2 of the corrected net", within(k, k + 1)
    k = best(errors["ridge"])
    yield "naive, lambda2 of ridge", within(k, k + 1)


def run(example: str, seed: int) -> dict[str, dict[str, float]]:
    """Fit on the training rows, choose on the validation rows, and judge, for one data set."""
    train, validation, test = data_set(example, seed)
    mean, scale = train.X.mean(axis=0), train.X.std(axis=0)
    rows = candidates((train.X - mean) / scale, train.y - train.y.mean())
    rows = {method: W / scale for method, W in rows.items()}
    errors = {}
    for method, W in rows.items():
        b = train.y.mean() - W @ mean
        errors[method] = np.mean((W @ validation.X.T + b[:, None] - validation.y) ** 2, axis=1)
    chosen = {method: W[best(errors[method])] for method, W in rows.items()}
    naive = rows["naive elastic net"]
    chosen["naive, tuned for the other"] = naive[best(errors["elastic net"])]
    for name, k in readings(errors):
        if example == "1" or name == EVERYWHERE:
            chosen[name] = naive[k]
    found = {}
    for method, w in chosen.items():
        miss = test.X @ (w - test.coef) + train.y.mean() - mean @ w
        found[method] = {
            "error": float(f"{test.excess_error(w):.5g}"),
            "test_error": float(f"{np.mean(miss**2):.5g}"),
            "nonzero": int(np.count_nonzero(w)),
        }
    return found


def parameters() -> dict[str, Any]:
    """Return what the file depends on, beside the packages."""
    return {"seeds": DATA_SETS, "examples": EXAMPLES, "lambda2": LAMBDA2, "n_lams": N_LAMS}


def main() -> None:
    """Run everything and write the result."""
    from tqdm import tqdm

    result: dict[str, Any] = {}
    for example in EXAMPLES:
        runs = [run(example, seed) for seed in tqdm(range(DATA_SETS), example)]
        result[example] = {
            method: {what: [one[method][what] for one in runs] for what in MEASURES}
            for method in runs[0]
        }
    RESULT.write_text(json.dumps(result, separators=(",", ":")) + "\n", encoding="utf-8")
