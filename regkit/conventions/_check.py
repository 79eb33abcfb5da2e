"""What a number, a count, a word or a mapping must be, and what is said when it is not."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from regkit import _validate
from regkit.penalties import Penalty

RANGE = "from 1e-100 to 1e100"  # beyond it a conversion could overflow, or vanish


def parts(penalty: object) -> dict[str, float]:
    """Return both strengths by name."""
    if not isinstance(penalty, Penalty):
        allowed = "a penalty such as L1(0.1) or ElasticNet(0.1, 0.02)"
        raise TypeError(f"penalty must be {allowed}. Got {penalty!r} instead.")
    if not (_convertible(penalty.lam1) and _convertible(penalty.lam2)):
        allowed = f"strengths that are 0 or {RANGE}"
        raise ValueError(f"penalty must have {allowed}. Got {penalty!r} instead.")
    return {"lam1": penalty.lam1, "lam2": penalty.lam2}


def mapping(settings: object, names: Iterable[str], neutral: Iterable[str] = ()) -> dict[str, Any]:
    """Return the settings, which may have these names and others that change nothing."""
    if not isinstance(settings, Mapping):
        raise TypeError(f"settings must be a mapping, name to value. Got {settings!r} instead.")
    names, neutral = list(names), set(neutral)
    for name in settings:
        if name not in names and name not in neutral:
            raise ValueError(f"settings must be among {names}. Got {name!r} instead.")
    return dict(settings)


def choice(name: str, value: object, allowed: Collection[str], why: str | None) -> str:
    """Return one of these words; ``why`` says what for if there must be one."""
    if value is None and why:
        options = ", ".join(map(repr, allowed))
        raise ValueError(f"{name} is needed: {why}. Give one of {options}.")
    return _validate.choice(name, value, allowed)


def fact(name: str, value: object) -> float:
    """Return a fact about the problem: the scale of y, or a count."""
    return positive(name, value) if name == "y_sd" else _count(name, value)


def needed(name: str, why: str) -> ValueError:
    """Return the error that asks for a fact."""
    how = "y_sd=numpy.std(y)" if name == "y_sd" else f"{name} as an integer >= 1"
    return ValueError(f"{name} is needed: {why}. Give {how}.")


def strength(name: str, value: object) -> float:
    """Return a strength that every framework can hold."""
    _validate.number(name, value, "a finite number >= 0", lambda x: 0 <= x < math.inf)
    return _validate.number(name, value, f"0 or {RANGE}", _convertible)


def positive(name: str, value: object, *, infinite: bool = False) -> float:
    """Return a positive number."""
    allowed = "a number > 0" if infinite else "a finite number > 0"
    number = _validate.number(name, value, allowed, lambda x: x > 0 and (infinite or x < math.inf))
    return number if number == math.inf else _validate.number(name, value, RANGE, _convertible)


def share(name: str, value: object) -> float:
    """Return a share, from nothing to all."""
    return _validate.number(name, value, "a number in the range [0, 1]", lambda x: 0 <= x <= 1)


def _convertible(number: float) -> bool:
    """Return whether a strength stays a normal number in every convention."""
    return number == 0 or 1e-100 <= number <= 1e100


def _count(name: str, value: object) -> int:
    count = _validate.integer(name, value)
    if count > 10**15:
        raise ValueError(f"{name} must be an integer <= 10^15. Got {value!r} instead.")
    return count
