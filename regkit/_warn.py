"""Warnings in the name of the line that called regkit, however deep they arise."""

from __future__ import annotations

import sys
import warnings


def warn(message: str, category: type[Warning]) -> None:
    """Warn at the innermost line outside this package."""
    level, frame = 1, sys._getframe()
    while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] == "regkit":
        level, frame = level + 1, frame.f_back
    warnings.warn(message, category, stacklevel=level)
