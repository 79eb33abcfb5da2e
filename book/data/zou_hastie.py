"""Recompute the four examples of Zou & Hastie (2005, section 5) and store what came out.

    python tools/studies.py zou_hastie

writes ``zou_hastie.json`` beside this file: the error and the number of non-zero weights of every
method on every data set, and the medians.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import regkit
from regkit import L1, L2, datasets, fit_path

RESULT = Path(regkit.__file__).parent / "data" / "zou_hastie.json"
TWICE = "3, variance 2"  # a question, not an example: what if the columns had variance 2?
EXAMPLES = ("1", "2", "3", "4", TWICE)
DATA_SETS = 50
N_LAMS = 100
LAMBDA2 = (0.0, 0.01, 0.1, 1.0, 10.0, 100.0)  # the paper's scale: 2 lam2 on standardized columns
BOOTSTRAPS = 500
SEED = 2005

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
    """Return what each method may choose from, as rows of weights for standardized columns."""
    naive = {lambda2: naive_path(X, y, lambda2) for lambda2 in LAMBDA2}
    ridge = fit_path(X, y, L2(), [lambda2 / 2 for lambda2 in LAMBDA2], fit_intercept=False)
    return {
        "lasso": naive[0.0],
        "elastic net": np.vstack([(1 + lambda2) * naive[lambda2] for lambda2 in LAMBDA2]),
        "ridge": ridge.coefs,
        "naive elastic net": np.vstack([naive[lambda2] for lambda2 in LAMBDA2]),
        # not in the paper's grid: ridge tuned as finely as the L1 part
        "ridge, fine grid": fit_path(X, y, L2(), n_lams=N_LAMS, fit_intercept=False).coefs,
    }


def data_set(example: str, seed: int) -> datasets.ZouHastie:
    """Return one data set of an example, or of example 3 with columns of variance 2."""
    if example != TWICE:
        return datasets.zou_hastie(int(example), seed)
    third = datasets.zou_hastie(3, seed)
    return datasets.ZouHastie(
        *(
            datasets.linear_data(
                len(part.y), part.coef, 2 * part.covariance, sigma=part.sigma, seed=[3, seed, k]
            )
            for k, part in enumerate(third)
        )
    )


def run(example: str, seed: int) -> dict[str, dict[str, float]]:
    """Fit on the training rows, choose on the validation rows, and judge, for one data set."""
    train, validation, test = data_set(example, seed)
    mean, scale = train.X.mean(axis=0), train.X.std(axis=0)
    rows = candidates((train.X - mean) / scale, train.y - train.y.mean())
    rows = {method: W / scale for method, W in rows.items()}
    chosen = {}
    for method, W in rows.items():
        b = train.y.mean() - W @ mean
        errors = np.mean((W @ validation.X.T + b[:, None] - validation.y) ** 2, axis=1)
        # with one column kept, the corrected net is the same for every lambda2: of equal errors
        # the first is taken, whatever their last digit
        k = int(np.argmax(errors <= errors.min() * (1 + 1e-9)))
        chosen[method] = W[k]
        if method == "elastic net":  # a second question: what if the naive one were not tuned?
            chosen["naive, tuned for the other"] = rows["naive elastic net"][k]
    found = {}
    for method, w in chosen.items():
        miss = test.X @ (w - test.coef) + train.y.mean() - mean @ w
        found[method] = {
            "error": float(f"{test.excess_error(w):.6g}"),
            "test_error": float(f"{np.mean(miss**2):.6g}"),
            "nonzero": int(np.count_nonzero(w)),
        }
    return found


def summary(runs: list[dict[str, dict[str, float]]]) -> dict[str, dict[str, float]]:
    """Return the median of each quantity, and the bootstrap standard error of that of the error."""
    rows = np.random.default_rng(SEED).integers(len(runs), size=(BOOTSTRAPS, len(runs)))
    out = {}
    for method in runs[0]:
        each = {key: np.array([one[method][key] for one in runs]) for key in runs[0][method]}
        medians = {key: float(np.median(values)) for key, values in each.items()}
        medians["se"] = float(f"{np.median(each['error'][rows], axis=1).std(ddof=1):.6g}")
        out[method] = medians
    return out


def parameters() -> dict[str, Any]:
    """Return what the file depends on, beside the packages."""
    return {
        "seeds": DATA_SETS,
        "examples": EXAMPLES,
        "lambda2": LAMBDA2,
        "n_lams": N_LAMS,
        "bootstraps": BOOTSTRAPS,
        "bootstrap_seed": SEED,
    }


def main() -> None:
    """Run everything and write the result."""
    result: dict[str, Any] = {"examples": {}}
    for example in EXAMPLES:
        runs = [run(example, seed) for seed in range(DATA_SETS)]
        result["examples"][str(example)] = {"summary": summary(runs), "runs": runs}
    RESULT.write_text(json.dumps(result, separators=(",", ":")) + "\n", encoding="utf-8")
