"""What several experiments need: intervals, real data, splits, and tuned linear models."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from regkit import datasets
from regkit.linear import cross_validate, fit
from regkit.penalties import L1, L2, ElasticNet, NoPenalty, Penalty

Array = npt.NDArray[np.floating[Any]]

METHODS: dict[str, Sequence[Penalty]] = {
    "l1": (L1(),),
    "l2": (L2(),),
    # from nearly lasso to nearly ridge
    "en": tuple(ElasticNet.mix(alpha) for alpha in (0.2, 0.6, 0.9)),
}


def interval(values: Any) -> dict[str, float]:
    """Return the mean and ``mean -+ 2 sd / sqrt(runs)``, about 95 in 100 such intervals hold it."""
    values = np.asarray(values, dtype=np.float64)
    mean = float(values.mean())
    half = 2 * float(values.std(ddof=1)) / np.sqrt(values.size)
    return {"mean": mean, "low": mean - half, "high": mean + half, "runs": values.size}


def above(found: dict[str, float], limit: float = 0.0) -> bool:
    """Whether a whole interval lies above a limit."""
    return found["low"] > limit


def below(found: dict[str, float], limit: float = 0.0) -> bool:
    """Whether a whole interval lies below a limit."""
    return found["high"] < limit


def say(found: dict[str, float], digits: int = 3, *, percent: bool = False) -> str:
    """Write an interval, as "0.31 (0.25 to 0.37)"."""
    scale, unit = (100, " %") if percent else (1, "")
    mean, low, high = (f"{scale * found[key]:.{digits}g}" for key in ("mean", "low", "high"))
    return f"{mean}{unit} ({low} to {high})"


class Scaled(NamedTuple):
    """Training and test rows, both scaled by the training rows to mean 0 and variance 1."""

    X: Array
    y: Array
    X_test: Array
    y_test: Array


def scaled(X: Array, y: Array, train: Any, test: Any) -> Scaled:
    """Scale both parts by what the training rows alone say; y is centred and scaled too."""
    mean, sd = X[train].mean(axis=0), X[train].std(axis=0)
    sd = np.where(sd > 0, sd, 1.0)
    y_mean, y_sd = y[train].mean(), y[train].std()
    return Scaled(
        (X[train] - mean) / sd,
        (y[train] - y_mean) / y_sd,
        (X[test] - mean) / sd,
        (y[test] - y_mean) / y_sd,
    )


@cache
def diabetes(degree: int = 1) -> tuple[Array, Array]:
    """Return 442 patients, their 10 measurements (or all powers to a degree), and the target."""
    from sklearn.datasets import load_diabetes
    from sklearn.preprocessing import PolynomialFeatures

    X, y = load_diabetes(return_X_y=True)
    return PolynomialFeatures(degree, include_bias=False).fit_transform(X), y


@cache
def breast_cancer() -> tuple[Array, Array]:
    """Return 569 tumours, 30 measurements, many of them correlated, and whether it is benign."""
    from sklearn.datasets import load_breast_cancer

    X, y = load_breast_cancer(return_X_y=True)
    return np.asarray(X, dtype=np.float64), y.astype(np.float64)


def splits(n: int, train: int, repeats: int) -> Iterator[tuple[Any, Any]]:
    """Yield random (training rows, other rows), a seed each."""
    for seed in range(repeats):
        order = np.random.default_rng(seed).permutation(n)
        yield order[:train], order[train:]


def tuned(X: Array, y: Array, method: str, n_lams: int = 25) -> Array:
    """Return the weights of a method, its strength (and mix) chosen by five folds; "ols" has none.

    X and y are scaled already, so there is no intercept to speak of.
    """
    if method == "ols":
        return fit(X, y, NoPenalty()).coef
    best = cross_validate(X, y, METHODS[method], n_lams=n_lams).best
    return fit(X, y, best).coef


def error(data: Scaled, w: Array) -> float:
    """Return the mean squared error on the test rows, the variance of y being 1."""
    return float(np.mean((data.X_test @ w - data.y_test) ** 2))


def log_ratio(
    n: int, p: int, relevant: int, covariance: Array, seeds: int, other: str, n_lams: int = 20
) -> dict[str, float]:
    """Return an interval of ``log2(error of l1 / error of another)`` on new rows, noise included.

    The truth has normal weights on ``relevant`` columns, and explains two thirds of y.
    """
    logs = []
    for seed in range(seeds):
        rng = np.random.default_rng([seed, 0])
        order, sizes = rng.permutation(p), rng.standard_normal(p)
        w = np.zeros(p)
        w[order[:relevant]] = sizes[order[:relevant]]
        w /= np.sqrt(w @ covariance @ w)
        data = datasets.linear_data(n, w, covariance, sigma=0.5**0.5, seed=[seed, 1])
        errors = [
            data.sigma**2 + data.excess_error(tuned(data.X, data.y, method, n_lams))
            for method in ("l1", other)
        ]
        logs.append(np.log2(errors[0] / errors[1]))
    return interval(logs)


def factor(one: dict[str, float]) -> str:
    """Write an interval of log2 ratios as one of ratios."""
    mean, low, high = (2 ** one[key] for key in ("mean", "low", "high"))
    return f"{mean:.2f} ({low:.2f} to {high:.2f})"
