"""Warnings in the name of the line that called regkit, however deep they arise."""

from __future__ import annotations

import sys
import warnings


def warn(message: str, category: type[Warning]) -> None:
    """Warn at the innermost line outside this package."""
    warnings.warn(message, category, stacklevel=outside()[0])


def outside() -> tuple[int, str]:
    """Return how far up the innermost line outside this package is, and whose package it is in."""
    level, frame = 0, sys._getframe()
    while frame.f_back and _package(frame.f_globals) == "regkit":
        level, frame = level + 1, frame.f_back
    return level, _package(frame.f_globals)


def _package(variables: dict[str, object]) -> str:
    return str(variables.get("__name__", "")).partition(".")[0]
