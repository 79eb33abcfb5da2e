"""Candidates that choose their own strength."""

from __future__ import annotations

from typing import Any, Literal

from regkit import _validate
from regkit._contest import MIXES
from regkit.estimators import PenalizedClassifierCV, PenalizedRegressor, PenalizedRegressorCV
from regkit.penalties import L1, L2, NoPenalty, Penalty

__all__ = ["MIXES", "candidates"]


def candidates(
    loss: Literal["squared_error", "logistic"] = "squared_error", **parameters: Any
) -> dict[str, PenalizedRegressor | PenalizedRegressorCV | PenalizedClassifierCV]:
    """Lasso, ridge and Elastic Net, tuned by cross-validation, and no penalty: for `compare`.

    Parameters
    ----------
    loss : {"squared_error", "logistic"}
        With ``"logistic"`` classifiers; then no penalty is not among them, as it has no minimum
        where the rows of a fold are separated.
    **parameters
        Further parameters of every `regkit.estimators.PenalizedRegressorCV`, or
        `regkit.estimators.PenalizedClassifierCV`.

    Returns
    -------
    dict of str to estimator

    Raises
    ------
    TypeError
        If `regkit.estimators.PenalizedRegressorCV` has no such parameter.
    ValueError
        If there is no such loss.

    Examples
    --------
    >>> from regkit.choosing import candidates
    >>> list(candidates(n_lams=20))
    ['L1', 'L2', 'Elastic Net', 'No penalty']
    >>> list(candidates(loss="logistic", n_lams=20))
    ['L1', 'L2', 'Elastic Net']
    """
    kinds: dict[str, Penalty | tuple[Penalty, ...]] = {
        "L1": L1(),
        "L2": L2(),
        "Elastic Net": MIXES,
    }
    if _validate.choice("loss", loss, ("squared_error", "logistic")) == "logistic":
        return {name: PenalizedClassifierCV(kind, **parameters) for name, kind in kinds.items()}
    tuned = {name: PenalizedRegressorCV(kind, **parameters) for name, kind in kinds.items()}
    return tuned | {"No penalty": PenalizedRegressor(NoPenalty())}
