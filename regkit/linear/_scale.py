"""The scales of columns: what a penalty is blind to, and ``standardize`` takes away."""

from __future__ import annotations

import numpy as np

from regkit._validate import column
from regkit._warn import warn
from regkit.linear._problem import Problem
from regkit.penalties import Penalty

APART = 100.0  # scales that differ by more are told of


class ScaleWarning(UserWarning):
    """A penalty acts on columns whose scales lie far apart.

    Examples
    --------
    >>> import warnings
    >>> from regkit import L2, fit
    >>> metres = [[0.1, 2.0], [0.3, 1.0], [0.2, 4.0]]
    >>> grams = [[x, 1000 * z] for x, z in metres]
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("error", ScaleWarning)  # stop, rather than penalize by unit
    ...     solution = fit(grams, [1.0, 2.0, 3.0], L2(0.1), standardize=True)
    """


def warn_if_apart(problem: Problem, *penalties: Penalty) -> None:
    """Warn if the scales of the columns that vary, and are penalized, differ by more than `APART`.

    A penalty that is none weighs nothing by its units.
    """
    if not any(penalty.lam1 or penalty.lam2 for penalty in penalties):
        return
    scale = problem.penalized_scales
    varying = np.flatnonzero(scale)
    if not varying.size:
        return
    small = int(varying[scale[varying].argmin()])
    large = int(varying[scale[varying].argmax()])
    if scale[large] > APART * scale[small]:
        named = [column(j, problem.names) for j in (large, small)]
        warn(
            f"The scale of {named[0]} is {scale[large] / scale[small]:.3g} times that of "
            f"{named[1]}, and a penalty weighs weights by the units of their columns. "
            "standardize=True penalizes all alike; standardize=False says that units are meant.",
            ScaleWarning,
        )
