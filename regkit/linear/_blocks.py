"""X in parts: what is made of it row by row needs no copy of it."""

from __future__ import annotations

BLOCK = 65_536  # numbers that are worked on at once, and stay in the processor's cache


def blocks(n: int, p: int) -> list[slice]:
    """Return parts of n rows of p numbers."""
    step = max(BLOCK // max(p, 1), 64)
    return [slice(start, start + step) for start in range(0, n, step)]
