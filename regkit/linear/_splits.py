"""Folds: the one meaning of ``cv`` in the package."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from regkit._validate import label, unmasked
from regkit.linear._types import Index

Fold = tuple[Index, Index]


def splits(
    cv: Any, X: Any, y: Any, *, groups: Any = None, seed: int = 0, stratify: bool = False
) -> list[Fold]:
    """Return the (train, test) indices that ``cv`` stands for.

    An integer deals the rows at random, as scikit-learn's ``KFold(cv, shuffle=True,
    random_state=seed)`` does; with groups whole groups, as ``GroupKFold``; with ``stratify``
    each class of y alike, as ``StratifiedKFold``. As many folds as rows (or groups) leave out
    one each, in order. Anything else is a splitter or a list and is taken as it is.
    """
    n = len(y)
    groups = None if groups is None else _labels(groups, n)
    names = np.arange(n) if groups is None else np.unique(groups)
    count = n if groups is None else f"the number of groups, {len(names)}"
    allowed = (
        f"cv must be an integer from 2 to {count}, an object with split(X, y), or a list of at "
        "least two pairs (train, test) of indices."
    )
    if isinstance(cv, int | np.integer) and not isinstance(cv, bool):
        if not 2 <= cv <= len(names):
            raise ValueError(f"{allowed} Got {cv!r} instead.")
        if stratify and groups is None and cv < n:
            return _stratified(int(cv), np.asarray(y), seed)
        return _dealt(int(cv), names, np.arange(n) if groups is None else groups, seed)
    if hasattr(cv, "split") and not isinstance(cv, str):
        folds = _asked(cv, X, y, groups)
    else:
        try:
            folds = [(np.asarray(train), np.asarray(test)) for train, test in cv]
        except (TypeError, ValueError) as error:
            raise TypeError(f"{allowed} Got {cv!r:.60} instead.") from error
    if len(folds) < 2:
        raise ValueError(f"{allowed} Got {len(folds)} instead.")
    for part in (part for fold in folds for part in fold):
        indices = part.ndim == 1 and part.size and part.dtype.kind in "iu"
        if not indices or part.min() < -n or part.max() >= n:
            raise ValueError(f"{allowed} Got the indices {part!r:.60} instead.")
    for f, (train, test) in enumerate(folds if groups is not None else []):
        shared = np.intersect1d(groups[train], groups[test])
        if shared.size:
            raise ValueError(
                f"cv must keep groups whole. Got group {shared[0].item()!r} in the training and in "
                f"the test rows of fold {f}."
            )
    return folds


def splits_of_used(
    cv: Any, X: Any, y: Any, used: Index, n: int, *, groups: Any, seed: int, stratify: bool
) -> list[Fold]:
    """Return folds of the rows X, y, which are the ``used`` ones of n, counted among themselves.

    An integer deals and a splitter parts what is used; groups and lists count all n rows.
    """
    if isinstance(cv, int | np.integer) or (hasattr(cv, "split") and not isinstance(cv, str)):
        groups = None if groups is None else _labels(groups, n)[used]
        return splits(cv, X, y, groups=groups, seed=seed, stratify=stratify)
    place = np.full(n, -1)
    place[used] = np.arange(len(used))
    folds = []
    for f, fold in enumerate(splits(cv, None, place, groups=groups)):
        train, test = (place[part][place[part] >= 0] for part in fold)
        if not (train.size and test.size):
            raise ValueError(
                "cv must leave a row of positive sample_weight in the training and in the test "
                f"rows of every fold. Got none in fold {f}."
            )
        folds.append((train, test))
    return folds


def _asked(splitter: Any, X: Any, y: Any, groups: Any) -> list[Fold]:
    """Return a splitter's folds; where it refuses, its own words say why."""
    given = (X, y) if groups is None else (X, y, groups)
    try:
        return [(np.asarray(train), np.asarray(test)) for train, test in splitter.split(*given)]
    except (TypeError, ValueError, IndexError) as error:
        hint = " Give groups=." if groups is None and "group" in str(error) else ""
        raise ValueError(f"cv={splitter!r:.80} cannot split these rows: {error}{hint}") from error


def _labels(groups: Any, n: int) -> npt.NDArray[Any]:
    """Check the labels of n rows; rows of a missing one would be in no fold."""
    labels: npt.NDArray[Any] = np.asarray(unmasked("groups", groups))
    if labels.shape != (n,):
        raise ValueError(
            f"groups must have one label for each of the {n} rows. "
            f"Got shape {labels.shape} instead."
        )
    allowed = "groups must have labels that can be put in order, and none that is missing."
    try:
        np.sort(labels)
    except TypeError as error:
        raise TypeError(f"{allowed} Got {labels!r:.60} instead.") from error
    missing = np.flatnonzero(labels != labels)
    if missing.size:
        raise ValueError(f"{allowed} Got {labels[missing[0]]} in row {missing[0]}.")
    return labels


def _dealt(k: int, names: Any, groups: Any, seed: int) -> list[Fold]:
    """Deal the names at random; as many folds as names take one each, in order."""
    if k < len(names):
        names = _generator(seed).permutation(names)
    tests = [np.isin(groups, part) for part in np.array_split(names, k)]
    return [(np.flatnonzero(~test), np.flatnonzero(test)) for test in tests]


def _stratified(k: int, y: npt.NDArray[Any], seed: int) -> list[Fold]:
    """Deal every class among all folds."""
    _, first, labels, sizes = np.unique(
        y, return_index=True, return_inverse=True, return_counts=True
    )
    if sizes.min() < k:
        least, rows = label(y[first[sizes.argmin()]]), "row" if sizes.min() == 1 else "rows"
        raise ValueError(
            f"cv must be at most the number of members of every class. Got cv={k}, and "
            f"{sizes.min()} {rows} of class {least}."
        )
    # classes by their first appearance, as scikit-learn counts them
    labels = np.argsort(np.argsort(first))[labels]
    order = np.sort(labels)
    shares = [np.bincount(order[f::k]) for f in range(k)]
    generator, fold = _generator(seed), np.empty_like(labels)
    for code, share in enumerate(np.transpose(shares)):
        dealt = np.repeat(np.arange(k), share)
        generator.shuffle(dealt)
        fold[labels == code] = dealt
    return [(np.flatnonzero(fold != f), np.flatnonzero(fold == f)) for f in range(k)]


def _generator(seed: int) -> np.random.RandomState:
    """Return scikit-learn's generator, whose numbers NumPy has promised never to change."""
    return np.random.RandomState(seed)
