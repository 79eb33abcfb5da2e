"""What every part of regkit takes for an array of numbers. Nothing is dropped silently."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt


def unmasked(name: str, value: Any) -> Any:
    """Return ``value``, or say that it is a masked array with entries missing.

    `numpy.asarray` would forget the mask and take what lies below it for data.
    """
    if isinstance(value, np.ma.MaskedArray) and np.ma.is_masked(value):
        raise ValueError(
            f"{name} must have no missing entries. Got a masked array with "
            f"{int(np.ma.getmaskarray(value).sum())} masked instead; fill them, or drop them."
        )
    return value


def plain(name: str, value: Any) -> Any:
    """Return ``value``, or say that it is masked or holds times: for what scikit-learn checks."""
    if getattr(getattr(value, "dtype", None), "kind", "") in ("m", "M"):
        raise TypeError(f"{name} must hold real numbers. Got an array of {value.dtype} instead.")
    return unmasked(name, value)


def real(name: str, value: Any, what: str = "real numbers") -> npt.NDArray[Any]:
    """Return ``value`` as an array of booleans, integers or floats, or say why it is none."""
    if not isinstance(value, np.ndarray) and callable(getattr(value, "toarray", None)):
        raise TypeError(
            f"{name} must be a dense array. Got a sparse {type(value).__name__} instead; "
            f"{name}.toarray() makes it dense."
        )
    unmasked(name, value)
    try:
        array = np.asarray(value)
        if array.dtype.kind == "O":  # a list or a table of Python numbers, or of anything else
            if any(isinstance(item, str | bytes) for item in array.flat):
                raise TypeError("a text is no number, even if it looks like one")
            array = array.astype(np.float64)
    except OverflowError as error:
        raise ValueError(f"{name} must be finite. Got an integer too large for a float.") from error
    except (TypeError, ValueError) as error:
        raise TypeError(f"{name} must hold {what}. Got {value!r:.60} instead.") from error
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must hold {what}. Got an array of {array.dtype} instead.")
    return array
