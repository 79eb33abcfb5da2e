"""The one place for checks: what passes, as what, and every message word for word."""

from __future__ import annotations

import datetime
import math
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.sparse

from regkit import _validate as check

NAN = np.array([[1.0, np.nan, 3.0], [np.inf, 2.0, 4.0]])
RAGGED = [np.zeros((1, 2)), np.zeros((1, 3))]
SQUARE = "a number in [0, 2)"
FRAME = pd.DataFrame({"a": [1, 2], "b": [3, "four"]})
DAYS = np.array(["2026-01-01"], "M8[D]")


def square(value: Any, other: str = "") -> float:
    return check.number("side", value, SQUARE, lambda side: 0 <= side < 2, other)


@pytest.mark.parametrize("value", [1, 1.0, np.float32(1), np.int8(1), Fraction(1)])
def test_a_number_of_any_kind_becomes_a_float(value: Any) -> None:
    assert type(square(value)) is float
    assert square(value) == check.number("side", value) == 1


@pytest.mark.parametrize("value", [3, np.uint8(3)])
def test_an_integer_of_any_kind_becomes_an_int(value: Any) -> None:
    assert type(check.integer("n", value, 3)) is int
    assert (
        check.integers("sizes", [value, 4]) == check.integers("sizes", np.array([3, 4])) == (3, 4)
    )


def test_what_is_allowed_comes_back() -> None:
    assert check.choice("method", "b", ("a", "b")) == "b"
    assert check.flag("record", np.True_) is True
    assert check.flag("record", False) is False
    assert check.column_names(FRAME) == ("a", "b")
    assert check.column_names(pd.DataFrame([[1, 2]])) is None
    assert check.column_names(NAN) is None
    assert check.plain("X", FRAME) is FRAME
    assert check.finite("X", NAN[:1, :1]).shape == (1, 1)
    assert check.real("X", [[True, 2]]).dtype == np.int64
    objects = check.real("X", np.array([1, 2.5], object))
    assert objects.dtype == np.float64
    assert not math.isnan(objects.sum())


REFUSED = [
    (lambda: square("1"), TypeError, "side must be a number in [0, 2). Got '1' instead."),
    (lambda: square(True), TypeError, "side must be a number in [0, 2). Got True instead."),
    (
        lambda: square(None, ", or None"),
        TypeError,
        "side must be a number in [0, 2), or None. Got None instead.",
    ),
    (lambda: square(2, ", or None"), ValueError, "side must be a number in [0, 2). Got 2 instead."),
    (lambda: square(np.nan), ValueError, "side must be a number in [0, 2). Got nan instead."),
    (lambda: check.number("x", 1j), TypeError, "x must be a number. Got 1j instead."),
    (lambda: check.integer("n", 0), ValueError, "n must be an integer >= 1. Got 0 instead."),
    (lambda: check.integer("n", True), TypeError, "n must be an integer >= 1. Got True instead."),
    (
        lambda: check.integer("n", 2.0, 0, " or None"),
        TypeError,
        "n must be an integer >= 0 or None. Got 2.0 instead.",
    ),
    (
        lambda: check.integers("sizes", "12"),
        TypeError,
        "sizes must be a sequence of integers. Got '12' instead.",
    ),
    (
        lambda: check.integers("sizes", [3, 1], 2),
        ValueError,
        "every entry of sizes must be an integer >= 2. Got 1 instead.",
    ),
    (
        lambda: check.choice("method", "c", ("a", "b")),
        ValueError,
        "method must be one of 'a', 'b'. Got 'c' instead.",
    ),
    (
        lambda: check.choice("method", ["a"], ("a", "b")),
        TypeError,
        "method must be one of 'a', 'b'. Got ['a'] instead.",
    ),
    (lambda: check.flag("record", 1), TypeError, "record must be True or False. Got 1 instead."),
    (
        lambda: check.unmasked("X", np.ma.masked_greater([1, 2, 3], 1)),
        ValueError,
        "X must have no missing entries. Got a masked array with 2 masked instead; fill them, or "
        "drop them.",
    ),
    (
        lambda: check.plain("y", DAYS),
        TypeError,
        "y must hold real numbers. Got an array of datetime64[D] instead.",
    ),
    (
        lambda: check.plain("y", DAYS - DAYS),
        TypeError,
        "y must hold real numbers. Got an array of timedelta64[D] instead.",
    ),
    (
        lambda: check.real("X", scipy.sparse.eye(2, format="csr")),
        TypeError,
        "X must be a dense array. Got a sparse csr_matrix instead; X.toarray() makes it dense.",
    ),
    (
        lambda: check.real("y", ["a", "b"], "labels"),
        TypeError,
        "y must hold labels. Got 'a' (str) in row 0 instead.",
    ),
    (
        lambda: check.real("y", [datetime.date(2026, 1, 1)]),
        TypeError,
        "y must hold real numbers. Got '2026-01-01' (date) in row 0 instead.",
    ),
    (
        lambda: check.real("X", [[1, 10**400]]),
        ValueError,
        "X must be finite. Got an integer too large for a float.",
    ),
    (
        lambda: check.real("X", FRAME),
        TypeError,
        "X must hold real numbers. Got 'four' (str) in row 1 of column 'b' instead.",
    ),
    (
        lambda: check.real("X", [[1, 2], [3, {}]]),
        TypeError,
        "X must hold real numbers. Got '{}' (dict) in row 1 of column 1 instead.",
    ),
    (
        lambda: check.real("X", [["1", "2"]]),
        TypeError,
        "X must hold real numbers. Got '1' (str) in row 0 of column 0 instead.",
    ),
    (
        lambda: check.real("X", [[1], [2, 3]]),
        TypeError,
        "X must hold real numbers. Got [[1], [2, 3]] instead.",
    ),
    (
        lambda: check.real("X", RAGGED),
        TypeError,
        "X must hold real numbers. Got [array([[0., 0.]]), array([[0., 0., 0.]])] instead.",
    ),
    (
        lambda: check.real("X", np.array([[1j]])),
        TypeError,
        "X must hold real numbers. Got '1j' (complex) in row 0 of column 0 instead.",
    ),
    (
        lambda: check.finite("X", NAN),
        ValueError,
        "X must be finite. Got nan in row 0 of column 1 and 1 more instead.",
    ),
    (
        lambda: check.finite("X", NAN[1:], ("a", "b")),
        ValueError,
        "X must be finite. Got inf in row 0 of column 'a' instead.",
    ),
    (
        lambda: check.finite("y", NAN[0]),
        ValueError,
        "y must be finite. Got nan in row 1 instead.",
    ),
    (
        lambda: check.finite("z", NAN[None]),
        ValueError,
        "z must be finite. Got nan and 1 more instead.",
    ),
]


@pytest.mark.parametrize(("call", "kind", "message"), REFUSED)
def test_what_is_refused_is_told_word_for_word(call: Any, kind: type, message: str) -> None:
    with pytest.raises(kind) as error:
        call()
    assert type(error.value) is kind
    assert str(error.value) == message
