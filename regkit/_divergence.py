"""When training, or a teaching solver, has diverged: the measure of growth, and the error."""

from __future__ import annotations

from typing import Any

GROWTH = 1000
# Below this no growth is divergence. Adam's first steps are as long as lr, however small the
# gradient is: from a very small objective they lead up, and soon down again.
ORDINARY = 100.0


class DivergenceError(FloatingPointError):
    """Training diverged: the objective grew without end, or is no longer finite.

    Attributes
    ----------
    history : History or Descent
        What was measured until then, of `train` or of a teaching solver of `regkit.linear`.

    Examples
    --------
    >>> from regkit import SGD, Network, train
    >>> from regkit.trainer import DivergenceError
    >>> network = Network((1, 1), loss="squared_error")
    >>> try:
    ...     train(network, [[300.0], [500.0]], [0.0, 1.0], optimizer=SGD(0.1), epochs=50)
    ... except DivergenceError as error:
    ...     print(error.history.objective[-1] > 1000)
    True
    """

    history: Any

    def __init__(self, message: str, history: Any = None) -> None:
        super().__init__(message)  # alone, as an error is pickled by its arguments
        self.history = history


def limit(healthy: float) -> float:
    """Return what no objective exceeds but by divergence, given the largest healthy one."""
    return max(GROWTH * healthy, ORDINARY)
