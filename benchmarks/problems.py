"""The linear problems that are measured: centred columns, y of mean 0 and variance 1."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from sklearn.datasets import load_diabetes


class Problem(NamedTuple):
    """``1/(2n) ||y - Xw||^2 + lam (ratio ||w||_1 + (1 - ratio)/2 ||w||^2)`` for every lam."""

    X: np.ndarray
    y: np.ndarray
    ratio: float
    lams: np.ndarray


def problem(
    X: np.ndarray, y: np.ndarray, ratio: float = 1.0, eps: float = 1e-3, single: float = 0.0
) -> Problem:
    X = np.asfortranarray(X - X.mean(axis=0))  # the order that the compiled peers want
    y = (y - y.mean()) / y.std()
    top = np.abs(X.T @ y).max() / len(y) / ratio
    lams = np.array([top * single]) if single else np.geomspace(top, eps * top, 100)
    return Problem(X, y, ratio, lams)


def sparse(X: np.ndarray, nonzeros: int, noise: float, seed: int) -> np.ndarray:
    """Return a response that depends on a few columns."""
    rng = np.random.default_rng(seed)
    w = np.zeros(X.shape[1])
    w[rng.choice(len(w), nonzeros, replace=False)] = rng.standard_normal(nonzeros)
    signal = X @ w
    return signal + noise * signal.std() * rng.standard_normal(len(X))


def gaussian(n: int, p: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((n, p))


def correlated(n: int, p: int, rho: float = 0.9, seed: int = 0) -> np.ndarray:
    """Columns j and k correlate with rho^|j - k|."""
    X = gaussian(n, p, seed)
    for j in range(1, p):
        X[:, j] = rho * X[:, j - 1] + np.sqrt(1 - rho * rho) * X[:, j]
    return X


def factors(n: int, p: int, k: int = 10, seed: int = 0) -> np.ndarray:
    """Draw k common factors and as much noise: the shape of gene expression data."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, k)) @ rng.standard_normal((k, p)) / np.sqrt(k)
    return X + rng.standard_normal((n, p))


def diabetes() -> tuple[np.ndarray, np.ndarray]:
    X, y = load_diabetes(return_X_y=True)
    return X, y


def tall() -> Problem:
    X = gaussian(50_000, 200)
    return problem(X, sparse(X, 50, 1.0, 1))


def expression() -> Problem:
    X = factors(72, 7129)
    return problem(X, np.sign(sparse(X, 20, 0.5, 1)))


def wide() -> Problem:
    X = gaussian(200, 10_000)
    return problem(X, sparse(X, 20, 0.5, 1))


def large(ratio: float, single: float = 0.0) -> Problem:
    X = correlated(1000, 5000)
    return problem(X, sparse(X, 100, 0.3, 1), ratio, 1e-2, single)


PATHS: dict[str, Callable[[], Problem]] = {
    "diabetes": lambda: problem(*diabetes()),
    "tall": tall,
    "72x7129": expression,
    "wide": wide,
    "correlated": lambda: large(1.0),
    "correlated, ratio .5": lambda: large(0.5),
    "single lambda": lambda: large(1.0, 1 / 20),
}

RATIOS = (0.1, 0.5, 0.7, 0.9, 1.0)


def cv_tall() -> tuple[np.ndarray, np.ndarray]:
    X = gaussian(5000, 100)
    return X, sparse(X, 20, 1.0, 1)


def cv_wide() -> tuple[np.ndarray, np.ndarray]:
    X = gaussian(200, 2000)
    return X, sparse(X, 20, 0.5, 1)


CROSS_VALIDATIONS: dict[str, Callable[[], tuple[np.ndarray, np.ndarray]]] = {
    "CV diabetes": diabetes,
    "CV p=100": cv_tall,
    "CV wide": cv_wide,
}
