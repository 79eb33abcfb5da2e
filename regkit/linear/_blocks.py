"""X in parts: what is made of it row by row needs no copy of it."""

from __future__ import annotations

BLOCK = 65_536  # numbers that are worked on at once, and stay in the processor's cache


def blocks(n: int, p: int, least: int = 64) -> list[slice]:
    """Return parts of n rows of p numbers; products need some rows at least to be fast."""
    step = max(BLOCK // max(p, 1), least)
    return [slice(start, start + step) for start in range(0, n, step)]
