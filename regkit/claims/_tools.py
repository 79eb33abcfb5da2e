"""What several experiments need: intervals, real data, splits, and tuned linear models."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from regkit import _judging
from regkit._contest import METHODS, draw
from regkit.claims._claim import Verdict
from regkit.linear import GridWarning, cross_validate, fit
from regkit.penalties import NoPenalty

Array = npt.NDArray[np.floating[Any]]


def interval(values: Any, test_to_train: float = 0.0) -> dict[str, float]:
    """Return the book's interval of the mean, as evidence is stored."""
    return _judging.interval(values, test_to_train)._asdict()


def share(hits: Any, of: Any) -> dict[str, float]:
    """Return an interval of ``sum hits / sum of``, both (runs,): counts that differ by run."""
    hits, of = np.asarray(hits, dtype=np.float64), np.asarray(of, dtype=np.float64)
    all_in_all = hits.sum() / of.sum()
    return interval(all_in_all + (hits - all_in_all * of) / of.mean())


def above(found: dict[str, float], limit: float = 0.0) -> bool:
    """Whether a whole interval lies above a limit."""
    return found["low"] > limit


def below(found: dict[str, float], limit: float = 0.0) -> bool:
    """Whether a whole interval lies below a limit."""
    return found["high"] < limit


def parted(cells: dict[str, dict[str, float]], limit: float = 0.0) -> tuple[list[str], list[str]]:
    """Return the names of the intervals that lie wholly above a limit, and wholly below it."""
    return (
        [name for name, one in cells.items() if above(one, limit)],
        [name for name, one in cells.items() if below(one, limit)],
    )


def settle(
    because: str,
    cells: Sized,
    says: Sized,
    denies: Sized,
    condition: Callable[[], str],
) -> Verdict:
    """Return the verdict on a claim that all cells of an experiment bear out, or some, or none.

    It holds if each of them says so; on a condition if some say so and some the opposite; and it
    does not hold if each says the opposite. Otherwise some say neither, and one cannot tell.
    """
    if len(says) == len(cells):
        return Verdict("holds", because)
    if says and denies:
        return Verdict("holds when", because, condition())
    return Verdict("does not hold" if len(denies) == len(cells) else "cannot tell", because)


def number(value: float, digits: int = 3) -> str:
    """Write a number with some significant digits, and never as a power of ten if large."""
    large = abs(value) >= 10**digits - 0.5
    return (f"{value:.0f}" if large else f"{value:.{digits}g}").replace("-", "\u2212")


def say(found: dict[str, float], digits: int = 3, *, percent: bool = False) -> str:
    """Write an interval, as "0.31 (0.25 to 0.37)"."""
    scale, unit = (100, " %") if percent else (1, "")
    mean, low, high = (number(scale * found[key], digits) for key in ("mean", "low", "high"))
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


def seeds(runs: int, seed: int = 0) -> range:
    """Return the seeds of an experiment's runs; another ``seed`` gives runs that none has seen."""
    return range(1000 * seed, 1000 * seed + runs)


def splits(n: int, train: int, repeats: int, seed: int = 0) -> Iterator[tuple[Any, Any]]:
    """Yield random (training rows, other rows), a seed each."""
    for one in seeds(repeats, seed):
        order = np.random.default_rng(one).permutation(n)
        yield order[:train], order[train:]


# Every contender has a grid as fine as the others': so many strengths in each factor of ten.
FINENESS = 6
DECADES = {"l1": 4, "l2": 8, "en": 5}


def strengths(X: Array, y: Array, method: str) -> Array:
    """Return a method's grids, (directions, strengths), from where it leaves next to nothing."""
    steps = np.geomspace(1, 10.0 ** -DECADES[method], FINENESS * DECADES[method] + 1)
    if method == "l2":
        return 1e2 * float(np.linalg.norm(X, 2)) ** 2 / (2 * len(X)) * steps[None]
    top = float(np.abs(X.T @ (y - y.mean())).max()) / len(X)
    return np.array([top / direction.lam1 * steps for direction in METHODS[method]])


def tuned(X: Array, y: Array, method: str) -> Array:
    """Return the weights of a method, its strength (and mix) chosen by five folds; "ols" has none.

    X and y are scaled already, so there is no intercept to speak of.
    """
    if method == "ols":
        return fit(X, y, NoPenalty()).coef
    with warnings.catch_warnings():
        # where rows are few, the folds at times like the weakest strength best: so be it
        warnings.simplefilter("ignore", GridWarning)
        lams = strengths(X, y, method)
        best = cross_validate(X, y, METHODS[method], lams=lams, standardize=False).best
    return fit(X, y, best, standardize=False).coef


def error(data: Scaled, w: Array) -> float:
    """Return the mean squared error on the test rows, the variance of y being 1."""
    return float(np.mean((data.X_test @ w - data.y_test) ** 2))


def log_ratios(
    n: int,
    covariance: Array,
    relevant: int,
    pairs: Sequence[tuple[str, str]],
    seeds: Iterable[int],
    group: int = 1,
) -> list[dict[str, float]]:
    """Return an interval of ``log2(error of one / error of the other)`` for each pair of methods.

    Errors are those on new rows, noise included. The truth has normal weights on ``relevant``
    columns, the same for ``group`` neighbours, and explains two thirds of y.
    """
    methods = list(dict.fromkeys(itertools.chain(*pairs)))
    logs: list[dict[str, float]] = []
    for seed in seeds:
        data = draw(n, covariance, relevant, seed, group=group)
        logs.append(
            {
                m: float(np.log2(data.sigma**2 + data.excess_error(tuned(data.X, data.y, m))))
                for m in methods
            }
        )
    return [interval([one[a] - one[b] for one in logs]) for a, b in pairs]


def factor(one: dict[str, float]) -> str:
    """Write an interval of log2 ratios as one of ratios."""
    mean, low, high = (2 ** one[key] for key in ("mean", "low", "high"))
    return f"{mean:.2f} ({low:.2f} to {high:.2f})"
