"""Cross-validation over few columns: folds that share their sums, paths that move in step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from regkit.linear._accelerated import accelerated_gradient
from regkit.linear._certificate import Certificate
from regkit.linear._design import Design
from regkit.linear._engines import FEW, MANY
from regkit.linear._homotopy import homotopy
from regkit.linear._problem import Problem
from regkit.linear._segments import segments
from regkit.linear._splits import Fold
from regkit.linear._types import Array
from regkit.penalties import Penalty

SHARE = 1e-2  # of a column's sum of squares must stay in training, or too many digits are lost
RESOLVED = 1e-6  # of the targets' sum of squares: smaller errors would be rounding


class Sums(NamedTuple):
    """``Z'Z`` of Z = [X, y] for training rows of total weight n, and test rows of m, of a fold.

    Both are centred by the means of the training rows, and columns may be scaled by theirs.
    """

    n: float
    train: Array
    m: float
    test: Array

    @property
    def gram(self) -> Array:
        """``X'X`` of the training rows."""
        return self.train[:-1, :-1]

    @property
    def correlation(self) -> Array:
        """``X'y`` of the training rows."""
        return self.train[:-1, -1]


def fold_sums(design: Design, folds: Sequence[Fold], standardize: bool) -> dict[int, Sums]:
    """Return the sums of folds by their number: of training rows, the total minus the test rows.

    Left out are folds that are no partition of the rows, and those where the difference is
    inaccurate because the test rows hold nearly all of a column.
    """
    Z = np.column_stack([design.entries(), design.y])
    total = Z.T @ Z
    everything = np.arange(design.n)
    root = np.ones(design.n) if design.root is None else design.root
    found = {}
    for f, (train, test) in enumerate(folds):
        rows = np.sort(np.concatenate([train, test]) % design.n)
        if not np.array_equal(rows, everything):
            continue
        n, m = (float(root[part] @ root[part]) for part in (train, test))
        held_out = Z[test]
        S = held_out.T @ held_out
        mean = np.zeros(design.p + 1)
        if design.with_intercept:
            mean = -(root[test, None] * held_out).sum(axis=0) / n  # all the rows sum to 0
        moved = n * np.outer(mean, mean)
        remaining = total - S - moved
        kept = remaining.diagonal()
        if not np.all(kept >= SHARE * total.diagonal()):
            continue
        left_out = S + (2 + m / n) * moved
        if standardize:
            scale = np.sqrt(np.where(kept > 0, kept / n, 1.0))
            scale[:-1] *= design.bound
            scale[-1] = 1.0  # y stays as it is
            remaining, left_out = (sums / np.outer(scale, scale) for sums in (remaining, left_out))
        found[f] = Sums(n, remaining, m, left_out)
    return found


def paths_in_step(
    problem: Problem, folds: Sequence[Fold], directions: Sequence[Penalty], lams: Array
) -> tuple[Array, Array]:
    """Follow the directions in the folds as far as sums allow.

    Parameters
    ----------
    problem : Problem
        Of all the rows.
    folds : sequence of (train, test) (f,)
    directions : sequence of Penalty (d,)
    lams : ndarray (d, k)
        Descending.

    Returns
    -------
    gaps : ndarray (d, k, f)
        Infinite where nothing was solved, or the error could not be told from rounding.
    losses : ndarray (d, k, f)
        Half the mean squared test errors.
    """
    gaps = np.full((*lams.shape, len(folds)), np.inf)
    losses = np.full_like(gaps, np.nan)
    which = [d for d, direction in enumerate(directions) if direction.lam1 and lams[d].all()]
    if problem.loss != "squared_error":
        return gaps, losses
    design = problem.reduced.penalized
    if not which or not 0 < design.p <= min(design.n // 2, MANY):
        return gaps, losses
    if problem.standardize and not problem.fit_intercept:
        return gaps, losses  # scales are about the means, sums are not
    if problem.reduced.free is not None:
        return gaps, losses  # each fold has its own way to project columns off the others
    lams = lams[which]
    lam1 = lams * np.array([[directions[d].lam1] for d in which])
    lam2 = lams * np.array([[directions[d].lam2] for d in which])
    sums = fold_sums(design, folds, problem.standardize)
    for f, W in _weights(sums, lam1, lam2, design.bound):
        fold = sums[f]
        y_squared = float(fold.train[-1, -1])
        certificate = Certificate(fold.n, y_squared, design.bound, y_squared)
        # Z times it is y - Xw
        residual = np.concatenate([-W, np.ones((*lams.shape, 1))], axis=2)
        squares = np.einsum("dki,dki->dk", residual @ fold.test, residual)
        losses[which, :, f] = squares / fold.m / 2
        for i, d in enumerate(which):
            gaps[d, :, f] = certificate.of_gram(W[i], lam1[i], lam2[i], fold.gram, fold.correlation)
            gaps[d, squares[i] < RESOLVED * fold.test[-1, -1], f] = np.inf
    return gaps, losses


def _weights(
    sums: dict[int, Sums], lam1: Array, lam2: Array, bound: Array | float
) -> Iterator[tuple[int, Array]]:
    """Yield the numbers of folds, and their weights (d, k, p); 0 where an engine gives up."""
    parts = list(sums.values())
    if parts and len(parts[0].correlation) <= FEW:
        yield from zip(sums, _few_columns(parts, lam1, lam2, bound), strict=True)
        return
    for f, fold in sums.items():  # all directions and strengths at once
        n_lam1, two_n_lam2 = fold.n * lam1.ravel(), 2 * fold.n * lam2.ravel()
        W = accelerated_gradient(fold.gram, fold.correlation, n_lam1, two_n_lam2, bound)
        if W is not None:
            yield f, W.reshape(*lam1.shape, -1)


def _few_columns(parts: list[Sums], lam1: Array, lam2: Array, bound: Array | float) -> Array:
    """Return the weights (f, d, k, p) of every fold."""
    shape = (len(parts), *lam1.shape, len(parts[0].correlation))
    if lam2.any():  # all in step: so a lasso in company costs next to nothing
        S = np.repeat([fold.train for fold in parts], len(lam1), axis=0)
        n = np.array([fold.n for fold in parts])[:, None, None]
        l1, l2 = (n * lam1).reshape(len(S), -1), (2 * n * lam2).reshape(len(S), -1)
        return segments(S[:, :-1, :-1], S[:, :-1, -1], l1, l2, bound)[0].reshape(shape)
    W = np.zeros(shape)
    for fold, here in zip(parts, W, strict=True):
        for d, strengths in enumerate(lam1):
            path = homotopy(fold.gram, fold.correlation, fold.n * strengths, bound)
            if path is not None:
                here[d] = path
    return W
