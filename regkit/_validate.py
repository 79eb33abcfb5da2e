"""Checks of what callers give: numbers, integers, choices, flags and arrays.

Each message names the argument, what is allowed and what was given. Nothing is dropped silently.
"""

from __future__ import annotations

import numbers
from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt


def number(
    name: str,
    value: object,
    allowed: str = "a number",
    good: Callable[[float], bool] = lambda _: True,
    other: str = "",
) -> float:
    """Return a number as a float, or say what is allowed: in words, and as a test.

    What else is allowed, ``other``, is said to whom gives no number.
    """
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise TypeError(f"{name} must be {allowed}{other}. Got {value!r} instead.")
    as_float = float(value)
    if not good(as_float):
        raise ValueError(f"{name} must be {allowed}. Got {value!r} instead.")
    return as_float


def integer(name: str, value: object, low: int = 1, other: str = "") -> int:
    """Return an integer >= low as an int; what else is allowed, ``other``, is only said."""
    allowed = f"{name} must be an integer >= {low}{other}. Got {value!r} instead."
    if isinstance(value, bool) or not isinstance(value, numbers.Integral):
        raise TypeError(allowed)
    if value < low:
        raise ValueError(allowed)
    return int(value)


def integers(name: str, value: object, low: int = 1) -> tuple[int, ...]:
    """Return a sequence of integers >= low as a tuple; a text is a sequence, too, and refused."""
    if isinstance(value, str) or not isinstance(value, Sequence | np.ndarray):
        raise TypeError(f"{name} must be a sequence of integers. Got {value!r} instead.")
    return tuple(integer(f"every entry of {name}", entry, low) for entry in value)


def choice(name: str, value: object, allowed: Collection[str]) -> str:
    """Return one of the allowed names."""
    message = f"{name} must be one of {', '.join(map(repr, allowed))}. Got {value!r} instead."
    if not isinstance(value, str):
        raise TypeError(message)
    if value not in allowed:
        raise ValueError(message)
    return value


def text_of(name: str, value: object) -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a text. Got {value!r:.60} instead.")
    return value


def flag(name: str, value: object) -> bool:
    """Return True or False as a bool."""
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"{name} must be True or False. Got {value!r} instead.")
    return bool(value)


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
        got = _first_that_is_none(value) or f"{value!r:.60}"
        raise TypeError(f"{name} must hold {what}. Got {got} instead.") from error
    if array.dtype.kind not in "biuf":
        got = _first_that_is_none(value) or f"an array of {array.dtype}"
        raise TypeError(f"{name} must hold {what}. Got {got} instead.")
    return array


def column_names(value: Any) -> tuple[str, ...] | None:
    """Return the names of a data frame's columns; None if there are none, or not all are texts."""
    names = tuple(getattr(value, "columns", ()))
    return names if names and all(isinstance(name, str) for name in names) else None


def column(j: int, names: tuple[str, ...] | None) -> str:
    """Say which column is meant, by its name where it has one."""
    return f"column {j}" if names is None else f"column {names[j]!r}"


def label(value: Any) -> str:
    """Say a label as whoever gave it wrote it: 'malignant', True, 1."""
    value = value.item() if isinstance(value, np.generic) else value
    return f"{value:g}" if isinstance(value, float) else repr(value)


def labels(name: str, value: Any) -> npt.NDArray[Any]:
    """Return labels as an array, as they were given, or say which is missing."""
    array = np.asarray(unmasked(name, value))
    if array.dtype.kind in "Of":
        gone = np.flatnonzero([_missing(entry) for entry in array.flat])
        if gone.size:
            more = f" and {len(gone) - 1} more" if len(gone) > 1 else ""
            raise ValueError(
                f"{name} must have no missing entries. Got {array.flat[gone[0]]} in row {gone[0]}"
                f"{more} instead; fill them, or drop them."
            )
    if array.dtype.kind == "O" and not isinstance(getattr(value, "dtype", array.dtype), np.dtype):
        plainer = np.array(array.tolist())  # pandas's own booleans and whole numbers
        array = plainer if plainer.dtype.kind in "biu" else array
    return array


def _missing(entry: Any) -> bool:
    """Return whether an entry is None, NaN, or one of pandas's, which is equal to nothing."""
    try:
        return entry is None or bool(entry != entry)
    except TypeError:
        return True


def finite(
    name: str, array: npt.NDArray[Any], names: tuple[str, ...] | None = None
) -> npt.NDArray[Any]:
    """Return ``array``, or say where it holds a NaN or an infinity."""
    good = np.isfinite(array)
    if not good.all():
        first = np.unravel_index(int(np.argmin(good)), array.shape)
        where = ""
        if array.ndim == 2:
            where = f" in row {first[0]} of {column(int(first[1]), names)}"
        elif array.ndim == 1:
            where = f" in row {first[0]}"
        more = int(np.count_nonzero(~good)) - 1
        rest = f" and {more} more" if more else ""
        raise ValueError(f"{name} must be finite. Got {array[first]:g}{where}{rest} instead.")
    return array


def _first_that_is_none(value: Any) -> str:
    """Say which entry of a column or a table is the first that is no number; nothing of others."""
    try:
        table = np.asarray(value, dtype=object)
    except (TypeError, ValueError):
        return ""
    if table.ndim not in (1, 2):
        return ""
    for j, entries in enumerate(np.atleast_2d(table.T)):
        for i, entry in enumerate(entries):
            if isinstance(entry, list | tuple):  # rows of different lengths
                return ""
            try:
                good = not isinstance(entry, str | bytes) and np.isreal(float(entry))
            except (TypeError, ValueError):
                good = False
            if not good:
                of = f" of {column(j, column_names(value))}" if table.ndim == 2 else ""
                return f"{str(entry)!r:.40} ({type(entry).__name__}) in row {i}{of}"
    return ""
