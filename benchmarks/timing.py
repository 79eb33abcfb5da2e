"""Side-by-side timing: the methods take turns, so that a busy machine slows all of them."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping

# A method runs once and returns its own time in seconds, or None to be timed from outside.
Method = Callable[[], float | None]

LONG = 5.0  # seconds; slower methods are repeated less often
SHORT = 0.05  # seconds; a turn repeats faster methods for about as long, and takes their mean


def seconds(method: Method) -> float:
    """Time one run, without garbage collection in it."""
    gc.disable()
    try:
        start = time.perf_counter()
        own = method()
        return time.perf_counter() - start if own is None else own
    finally:
        gc.enable()


def interleave(
    methods: Mapping[str, Method], repeats: int = 7, long_repeats: int = 3
) -> dict[str, list[float]]:
    """Run every method once, and then in turns; return the times of each.

    What compiles at its first call must have been called before.
    """
    first = {name: seconds(method) for name, method in methods.items()}
    times: dict[str, list[float]] = {name: [] for name in methods}
    for turn in range(repeats):
        for name, method in methods.items():
            if first[name] <= LONG or turn < long_repeats:
                runs = max(1, min(50, int(SHORT / first[name])))
                times[name].append(sum(seconds(method) for _ in range(runs)) / runs)
    return times


def ratio(peer: list[float], own: list[float]) -> tuple[float, float, float]:
    """Return the median of peer / own over the turns, and its smallest and largest value."""
    ratios = [a / b for a, b in zip(peer, own, strict=False)]
    return statistics.median(ratios), min(ratios), max(ratios)
