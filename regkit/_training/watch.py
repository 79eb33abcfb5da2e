"""Watching over training: growth without end is an error, and an end that serves nobody is told."""

from __future__ import annotations

import copy
import math
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from regkit._divergence import GROWTH, DivergenceError, limit
from regkit._training.samples import Batches, Samples
from regkit._training.update import Update
from regkit._warn import warn
from regkit.penalties import Penalty

if TYPE_CHECKING:
    from regkit.network import Network
    from regkit.trainer import History

# Mean squares above this are far from that of a standardized column, which is 1.
_LARGE = 100
# Epochs after which training should have come closer than a constant.
_ENOUGH = 10
# A cross-entropy that fails nobody, in nats: where a class has nearly all the weight.
_NOTHING = 1e-3


def total(penalty: Penalty, network: Network) -> float:
    """``sum over layers of penalty(weights)``."""
    return sum(penalty.value(w) for w in network.weights)


class Watch:
    """Sees when training goes wrong: growth without end, or an end that serves nobody."""

    def __init__(self, update: Update, samples: Samples, history: History) -> None:
        self._update, self._samples, self._history = update, samples, history
        self._start = copy.deepcopy(samples.network)
        self._penalty = update.penalty
        self._penalty_at_start = 0.0

    def begin_epoch(self) -> None:
        """Note where a new objective starts."""
        if self._update.penalty != self._penalty:
            self._penalty = self._update.penalty
            self._penalty_at_start = total(self._penalty, self._samples.network)

    def check(self, when: str, objective: float) -> None:
        """Raise an error if training has diverged."""
        w, g = self._update.w, self._update.g
        if not (math.isfinite(objective) and np.isfinite(w).all() and np.isfinite(g).all()):
            what = "weights, gradient or objective are no longer finite"
        elif objective > limit(self._samples.constant_loss) and objective > limit(
            self._loss_at_start + self._penalty_at_start  # measured only if there is need
        ):
            what = (
                f"the objective is {objective:.3g}, more than {GROWTH} times the larger of its "
                "start and the loss of the best constant"
            )
        else:
            return
        cause, remedy = self._advice()
        raise DivergenceError(
            f"Training diverged {when}: {what}. "
            f"{cause or 'The likely cause is the learning rate. '}Try a smaller lr{remedy}",
            self._history,
        )

    def check_loss(self, when: str, loss: float) -> None:
        """Raise an error if training has diverged, by a loss just measured."""
        self.check(when, loss + total(self._penalty, self._samples.network))

    def look_back(self, batches: Batches, epochs: int) -> None:
        """Warn if the network cannot tell samples apart, or a constant would have done better."""
        with np.errstate(over="ignore", invalid="ignore"):
            loss, layer = batches.survey()
            if not self._history.objective:
                self.check_loss(f"by epoch {epochs}", loss)
        best = self._samples.constant_loss
        # a penalty that outweighs the loss is meant to leave a constant
        if layer is not None and self._penalty_at_start < self._loss_at_start:
            _, remedy = self._advice()
            warn(
                "The network predicts the same for every sample: all are alike to the units of "
                f"hidden layer {layer}. A step was too long, or the start unlucky. "
                f"Try another seed of the network, a smaller lr{remedy}",
                RuntimeWarning,
            )
        elif epochs >= _ENOUGH and loss > max(2 * best, self._loss_at_start / 2, self._unfelt):
            cause, remedy = self._advice()
            warn(
                f"Training ended at a loss of {loss:.3g}, where the best constant has "
                f"{best:.3g}. {cause}Try more epochs, another lr{remedy}",
                RuntimeWarning,
            )

    @property
    def _unfelt(self) -> float:
        """A loss that is too small to speak of; squared errors have no unit to tell it by."""
        return _NOTHING if self._samples.network.loss_name == "cross_entropy" else 0.0

    @cached_property
    def _loss_at_start(self) -> float:
        with np.errstate(over="ignore", invalid="ignore"):
            return self._samples.loss(self._start)

    def _advice(self) -> tuple[str, str]:
        """Say which of X and y are far from standardized, and what else could be done than told."""
        arrays = {"the columns of X": self._samples.inputs[:, :-1]}
        if self._samples.network.loss_name == "squared_error":
            arrays["y"] = self._samples.target
        with np.errstate(over="ignore"):
            large = {k: a for k, a in arrays.items() if (a * a).mean(axis=0).max() > _LARGE}
        given = f" (it is {self._update.lr:g})"
        if not large:
            return "", f"{given}."
        reach = [f"{k[-1]}, whose entries reach {abs(a).max():.3g}" for k, a in large.items()]
        cause = f"The likely cause is {', and '.join(reach)}. "
        return cause, f"{given}, or standardize {' and '.join(large)}."
