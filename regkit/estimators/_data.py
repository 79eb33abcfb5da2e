"""The data that estimators are given, as scikit-learn checks them, and as it does not."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.utils.validation import validate_data

from regkit._arrays import plain, real

Array = npt.NDArray[np.floating[Any]]


def validated(estimator: Any, X: Any, *y: Any, **checks: Any) -> Any:
    """Return X, or X and y, as scikit-learn's ``validate_data`` does, without masks or times."""
    plain("X", X)
    for target in y:
        plain("y", target)
        if checks.get("y_numeric") and np.asarray(target).dtype.kind in "US":
            real("y", target)  # says that texts are none
    with np.errstate(over="ignore", invalid="ignore"):  # it adds all entries up, to find a NaN
        return validate_data(estimator, X, *y, dtype=np.float64, **checks)


def column_scales(X: Array) -> Array:
    """Return every column's standard deviation, and 1 for a constant column."""
    scale = X.std(axis=0)
    scale[scale <= 1e-14 * np.abs(X).max(axis=0)] = 1.0
    return np.asarray(scale)
