"""What the drawings are given beside a penalty: a size, and a loss with one lowest point."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from regkit import _validate

__all__ = ["not_negative", "quadratic"]

Array = npt.NDArray[np.floating[Any]]


def not_negative(name: str, value: object) -> float:
    """Return a finite number >= 0."""
    return _validate.number(name, value, "a number >= 0", lambda x: 0 <= x < np.inf)


def quadratic(optimum: Any, hessian: Any) -> tuple[Array, Array, Array]:
    """Return w*, H and the root of H: lower triangular, and times its transpose H again."""
    centre = _validate.finite("optimum", _validate.real("optimum", optimum)).astype(np.float64)
    H = _validate.finite("hessian", _validate.real("hessian", hessian)).astype(np.float64)
    if H.shape != (centre.size, centre.size) or centre.ndim != 1:
        raise ValueError(
            "hessian must have one row and one column for each entry of optimum. "
            f"Got the shapes {H.shape} and {centre.shape} instead."
        )
    try:
        return centre, H, np.linalg.cholesky(H)
    except np.linalg.LinAlgError:
        raise ValueError(
            f"hessian must be positive definite. Got {H.tolist()!r} instead."
        ) from None
