"""What can be measured about a data set before any model is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import fill
from typing import Any

import numpy as np
import numpy.typing as npt

from regkit import _validate
from regkit._validate import column, column_names
from regkit.linear import _check
from regkit.linear._design import EPS, Design
from regkit.linear._logistic import separated

__all__ = ["Diagnosis", "diagnose"]

Array = npt.NDArray[np.float64]

_BLOCK = 512  # columns whose correlations with all others are held at a time
_RATIOS = np.concatenate([[0.0], np.geomspace(1e-6, 1e6, 400)])


@dataclass(frozen=True, eq=False, repr=False)
class Diagnosis:
    """Measured facts about (X, y); `facts` puts them into words.

    Attributes
    ----------
    n, p : int
        Rows and columns.
    zeros : float
        Share of the entries of X that are 0.
    constant : int
        Columns that do not vary. All that follows is about the others.
    scale_ratio : float
        Largest over smallest standard deviation of a column.
    mean_correlation : float
        Mean over all pairs of columns of the absolute correlation.
    partner : ndarray (p - constant,)
        For each column, its largest absolute correlation with another one.
    condition_number : float
        Largest over smallest singular value of the standardized columns; infinite where they
        are linearly dependent, as they always are for p >= n. Above ``1 / sqrt(max(n, p) eps)``
        (7e6 for 100 rows, 7e5 for 10,000) it is not resolved, and counts as infinite.
    noise : float
        Estimated standard deviation of what no linear function of X explains, in units of y.
    explained : float
        Estimated share of the variance of y that a linear function of X explains, 0 to 1.
    carriers : float
        Share of the columns among which the forecast's weight is spread,
        ``(sum w_j^2)^2 / (p sum w_j^4)`` for the ridge weights of standardized columns at the
        most likely strength: 1 if all are alike in size, 1/p if one stands alone; for normally
        distributed weights about 1/3; 0 if the most likely strength leaves no weight at all.
    names : tuple of str (p - constant,), optional
        Of the columns that vary, if X was a data frame that has names.
    closest : tuple of int, optional
        Which two of the columns that vary correlate most, in absolute value.
    classes : tuple of int (2,), optional
        Where y takes two values: the rows with the smaller, and with the larger one.
    separated : bool
        Whether a linear function has all of one class on its one side and of the other on its
        other side, or on the border.
    labels : tuple of str (2,), optional
        What the two are called, if y was of texts, in their order.

    Examples
    --------
    >>> from regkit import datasets
    >>> from regkit.choosing import diagnose
    >>> data = datasets.twins(n=50, others=8)
    >>> found = diagnose(data.X, data.y)
    >>> found.rows_per_column, found.correlated(strong=0.9)
    (5.0, 0.2)
    """

    n: int
    p: int
    zeros: float
    constant: int
    scale_ratio: float
    mean_correlation: float
    partner: Array
    condition_number: float
    noise: float
    explained: float
    carriers: float
    names: tuple[str, ...] | None = None
    closest: tuple[int, int] | None = None
    classes: tuple[int, int] | None = None
    separated: bool = False
    labels: tuple[str, str] | None = None

    @property
    def rows_per_column(self) -> float:
        """``n / p``."""
        return self.n / self.p

    def correlated(self, strong: float) -> float:
        """Share of the columns with a partner whose absolute correlation exceeds ``strong``."""
        return float(np.mean(self.partner > strong)) if self.partner.size else 0.0

    def facts(self) -> list[str]:
        """Say what was measured, and what it means, a sentence each."""
        many = self.rows_per_column
        rows = (
            "no more rows than columns: without a penalty the fit is not unique"
            if self.n <= self.p
            else "few rows for each column: a penalty can gain much"
            if many < 10
            else "many rows for each column: a penalty can gain little"
        )
        found = [f"{self.n} rows, {self.p} columns ({many:.3g} rows per column): {rows}."]
        if self.constant:
            found.append(f"{self.constant} columns never vary and can say nothing.")
        found.append(
            f"{self.zeros:.0%} of the entries are 0. This is about the columns, not about the "
            "weights: it does not say how many columns matter."
        )
        found.append(
            f"The columns' scales differ by a factor of {self.scale_ratio:.3g}"
            + ("." if self.scale_ratio < 2 else "; scale them, or the penalty falls unequally.")
        )
        if self.partner.size > 1:
            pair = ""
            if self.names and self.closest:
                pair = f" ({' and '.join(column(j, self.names) for j in self.closest)})"
            found.append(
                f"Pairs of columns correlate by {self.mean_correlation:.2f} on average, the "
                f"closest pair{pair} by {self.partner.max():.2f}; {self.correlated(0.7):.0%} of "
                "the columns have a partner above 0.7, which can stand in for them."
            )
        found.append(
            "The columns are linearly dependent, or too nearly so to tell: some weights cannot be "
            "told apart."
            if self.condition_number == np.inf
            else f"Condition number {self.condition_number:.3g}: without a penalty, errors in some "
            f"direction grow up to {self.condition_number:.3g} times as fast as in another."
        )
        if self.classes:
            found += self._facts_of_classes(*self.classes)
        else:
            found.append(
                f"A linear function explains about {self.explained:.0%} of the variance of y; the "
                f"rest is noise of about {self.noise:.3g} (in units of y)."
            )
        found.append(
            f"The weight is spread as if over {self.carriers:.0%} of the columns "
            "(a bell curve of weights would give 33%)."
            if self.carriers
            else "A ridge fit found nothing to carry: the most likely weights are all 0."
        )
        return found

    def _facts_of_classes(self, first: int, second: int) -> list[str]:
        """Say what is to be known of two classes of so many rows."""
        fewer = min(first, second)
        named = f", {self.labels[second < first]}" if self.labels else ""
        apart = (
            "A linear function separates the classes: without a penalty the weights of a "
            "logistic regression grow for ever, and any penalty stops them."
            if self.separated
            else "No linear function separates the classes: a logistic regression has finite "
            "weights without a penalty, too."
        )
        return [
            f"y has two classes; {fewer} rows are in the smaller one{named} "
            f"({fewer / self.n:.0%}), {fewer / self.p:.3g} for each column.",
            apart,
            f"As the numbers 0 and 1, a linear function explains about {self.explained:.0%} of "
            "their variance.",
        ]

    def __repr__(self) -> str:
        return str(self)

    def __str__(self) -> str:
        return "\n".join(fill(fact, 80, subsequent_indent="  ") for fact in self.facts())


def diagnose(X: npt.ArrayLike, y: npt.ArrayLike) -> Diagnosis:
    """Measure size, zeros, correlations, condition, noise and spread of (X, y).

    The noise is the maximum of the likelihood of ``y ~ N(b, tau^2 Z Z' + noise^2 I)`` over tau
    and the noise, where Z holds the standardized columns: what ridge regression believes. It
    works for n < p as well. Where y takes two values, they are looked at as classes, too.

    Parameters
    ----------
    X : array_like or data frame (n, p)
        With n >= 3.
    y : array_like (n,)
        Numbers, or two labels.

    Returns
    -------
    Diagnosis

    Raises
    ------
    TypeError, ValueError
        If X or y is not what is described above.

    References
    ----------
    Liu, X., Zheng, S. and Feng, X. (2020). Estimation of error variance via ridge regression.
    Biometrika 107(2), 481-488.

    Examples
    --------
    >>> diagnose([[0, 1], [1, 0], [2, 0], [3, 1]], [0, 1, 2, 3]).rows_per_column
    2.0
    """
    names = column_names(X)
    y, called = _numbers(y)
    X, y = _check.data(X, y)
    n, p = X.shape
    if n < 3:
        raise ValueError(f"X must have at least 3 rows. Got {n} instead.")
    zeros = 1 - np.count_nonzero(X) / X.size
    design = Design(X, y, True)
    # a column that rounding alone moves is constant, though its length is not exactly 0
    varies = design.norms > 8 * EPS * np.sqrt(n) * np.abs(design.x_mean)
    columns: slice | npt.NDArray[np.intp]
    columns = slice(None) if varies.all() else np.flatnonzero(varies)
    norms = design.norms[columns]
    wide = norms.size >= n
    gram = np.zeros((0, 0)) if wide else _correlations(design, columns, columns)
    along: Array
    partner, closest, mean = _pairs(design, columns, gram)
    # Z Z' and Z'Z have the same eigenvalues but zeros: take the smaller
    if wide:
        Z = (design.X[:, columns] - (0 if design.centred else design.x_mean[columns])) / norms
        values, vectors = np.linalg.eigh(Z @ Z.T)
    else:
        values, vectors = np.linalg.eigh(gram)
    seen = values > max(n, p) * EPS * values.max(initial=0.0)
    values, vectors = values[seen], vectors[:, seen]
    if wide:
        along = vectors.T @ design.y
        loadings = (Z.T @ vectors) / np.sqrt(values)
    else:
        loadings = vectors
        along = (loadings.T @ (design.correlation[columns] / norms)) / np.sqrt(values)
    ratio, noise2 = _most_likely(values, along, design.y_squared, n)
    weights = loadings @ (ratio * np.sqrt(values) / (1 + ratio * values) * along)
    fourth = float(np.sum(weights**4))
    levels, counts = np.unique(y, return_counts=True)
    two = len(levels) == 2
    variance = design.y_squared / (n - 1)
    return Diagnosis(
        n=n,
        p=p,
        zeros=float(zeros),
        constant=int(p - norms.size),
        scale_ratio=float(norms.max() / norms.min()) if norms.size else 1.0,
        mean_correlation=mean,
        partner=partner,
        condition_number=(
            float(np.sqrt(values.max() / values.min()))
            if values.size == norms.size > 0
            else float("inf")
        ),
        noise=float(np.sqrt(noise2)),
        explained=float(np.clip(1 - noise2 / variance, 0, 1)) if variance > 0 else 0.0,
        carriers=float(np.sum(weights**2)) ** 2 / (norms.size * fourth) if fourth > 0 else 0.0,
        names=names and tuple(names[j] for j in np.arange(p)[columns]),
        closest=closest,
        classes=(int(counts[0]), int(counts[1])) if two else None,
        # with as many directions as rows every pattern of classes can be had
        separated=two and (values.size >= n - 1 or separated(X, y == levels[1])),
        labels=called,
    )


def _numbers(y: npt.ArrayLike) -> tuple[Any, tuple[str, str] | None]:
    """Return y, or 0 and 1 for two texts, and what these are."""
    try:
        array = np.asarray(y)
    except ValueError:  # rows of different lengths
        return y, None
    if array.ndim != 1 or array.dtype.kind not in "OU":
        return y, None
    array = np.asarray(y, dtype=object)  # what a list mixes is not all made texts
    if not any(isinstance(entry, str) for entry in array):
        return y, None
    found = _validate.labels("y", array)
    if not all(isinstance(entry, str) for entry in found):
        return y, None
    kinds, codes = np.unique(found, return_inverse=True)
    if len(kinds) != 2:
        raise TypeError(
            f"y must hold real numbers, or two labels. Got {len(kinds)} labels, such as "
            f"{_validate.label(kinds[0])}, instead."
        )
    first, second = map(_validate.label, kinds)
    return codes, (first, second)


def _correlations(
    design: Design, rows: slice | npt.NDArray[np.intp], columns: slice | npt.NDArray[np.intp]
) -> Array:
    """Return the correlations of some columns of X with others."""
    product: Array = design.X[:, rows].T @ design.X[:, columns]
    if not design.centred:
        product -= design.n * np.outer(design.x_mean[rows], design.x_mean[columns])
    product /= design.norms[columns]
    product /= design.norms[rows][:, None]
    return product


def _pairs(
    design: Design, columns: slice | npt.NDArray[np.intp], gram: Array
) -> tuple[Array, tuple[int, int] | None, float]:
    """Return each column's largest absolute correlation, the closest pair, and the mean of all."""
    indices = np.arange(design.p)[columns]
    p = indices.size
    partner, with_whom, total = np.zeros(p), np.zeros(p, dtype=np.intp), 0.0
    for start in range(0, p, _BLOCK):
        here = np.arange(start, min(start + _BLOCK, p))
        if gram.size:
            block = np.abs(gram[here])
        else:
            block = np.abs(_correlations(design, indices[here], columns))
        block[np.arange(here.size), here] = 0.0
        with_whom[here] = block.argmax(axis=1)
        partner[here] = block[np.arange(here.size), with_whom[here]]
        total += float(block.sum())
    if p < 2:
        return np.zeros(p), None, 0.0
    j = int(partner.argmax())
    first, second = sorted((j, int(with_whom[j])))
    return np.minimum(partner, 1.0), (first, second), total / (p * (p - 1))


def _most_likely(values: Array, along: Array, y_squared: float, n: int) -> tuple[float, float]:
    """Maximize the likelihood over tau^2 / noise^2; return that ratio and noise^2.

    ``values`` are the non-zero eigenvalues of Z Z', ``along`` the parts of y along its
    eigenvectors. What is left of y is noise.
    """
    rest = max(y_squared - float(along @ along), 0.0)
    ratios = _RATIOS / values.mean() if values.size else _RATIOS[:1]
    if 0 < values.size < n - 1:
        # What lies along nearly equal columns may have no noise at all. With as many eigenvalues
        # as rows, everything can be explained, and the likelihood is flat out there.
        ratios = np.append(ratios, np.geomspace(1e6 / values.mean(), 1e24 / values.min(), 200)[1:])
    spread = 1 + np.outer(ratios, values)
    noise2 = ((along**2 / spread).sum(axis=1) + rest) / (n - 1)
    with np.errstate(divide="ignore"):
        minus_log = (n - 1) * np.log(noise2) + np.log(spread).sum(axis=1)
    best = int(np.argmin(minus_log))
    return float(ratios[best]), float(noise2[best])
