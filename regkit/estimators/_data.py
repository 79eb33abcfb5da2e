"""The data that estimators are given, as scikit-learn checks them, and as it does not."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.utils.validation import validate_data

from regkit._arrays import plain, real


def validated(estimator: Any, X: Any, *y: Any, **checks: Any) -> Any:
    """Return X, or X and y, as scikit-learn's ``validate_data`` does, without masks or times."""
    for name, value in zip("Xy", (X, *y), strict=False):
        plain(name, value)
        if name == "y" and checks.get("y_numeric") and np.asarray(value).dtype.kind in "US":
            real(name, value)  # says that texts are none
    with np.errstate(over="ignore", invalid="ignore"):  # it adds all entries up, to find a NaN
        return validate_data(estimator, X, *y, dtype=np.float64, **checks)
