"""Minibatch training of a network under a penalty: optimizers, methods, history."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from regkit._bar import bar
from regkit._divergence import DivergenceError
from regkit._shown import Shown
from regkit._training.passes import Array
from regkit._training.samples import Batches, Samples
from regkit._training.update import METHODS, POSITIVE, SGD, Adam, rate_of
from regkit._training.watch import Watch, total
from regkit._validate import choice, flag, integer, number
from regkit._warn import warn
from regkit._words import hinting, hinting_class
from regkit.network import Network
from regkit.penalties import NoPenalty, Penalty

__all__ = ["SGD", "Adam", "DivergenceError", "EarlyStopping", "History", "train"]

Schedule = Callable[[int], Penalty]
_NO_PENALTY = NoPenalty()


@dataclass(repr=False)
class History(Shown):
    """What was measured by one pass over the data after each epoch.

    Attributes
    ----------
    data_loss : list of float
        The mean loss over the training samples.
    penalty : list of float
        The value of the penalty on the weights.
    objective : list of float
        Their sum.
    validation_loss : list of float
        The mean loss over the validation samples, without the penalty; empty if there are none.
    zeros : list of int
        The number of weights that are exactly zero; biases are not counted.

    Examples
    --------
    >>> from regkit import L2, Network, train
    >>> network = Network((1, 1), loss="squared_error")
    >>> history = train(network, [[1.0], [2.0]], [1.0, 2.0], L2(0.1), epochs=3)
    >>> len(history.objective)
    3
    >>> history.objective[0] == history.data_loss[0] + history.penalty[0]
    True
    """

    data_loss: list[float] = field(default_factory=list)
    penalty: list[float] = field(default_factory=list)
    objective: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    zeros: list[int] = field(default_factory=list)

    def _facts(self) -> dict[str, str]:
        facts = {"epochs": f"{len(self.objective)}"}
        for name in ("objective", "data_loss", "validation_loss", "zeros"):
            measured = getattr(self, name)
            if measured:
                facts[name] = f"from {measured[0]:.4g} to {measured[-1]:.4g}"
        return facts


Callback = Callable[[int, Network, History], object]


@hinting_class
class EarlyStopping:
    """Stop when ``validation_loss`` has not fallen for some epochs; give the best weights back.

    A callback of `train`, which then needs ``validation=(X, y)``, samples that are not trained on.

    Parameters
    ----------
    patience : int
        How many epochs after the best one to wait for a better one, >= 1.

    Attributes
    ----------
    best_epoch : int
    best_loss : float
        Of the last training; the network has the weights of that epoch.

    Raises
    ------
    TypeError, ValueError
        If ``patience`` is no integer >= 1; in training, if there is no validation loss.

    References
    ----------
    Prechelt, L. (1998). Early stopping - but when? In: Neural Networks: Tricks of the Trade.
    Springer, 55-69.

    Examples
    --------
    >>> from regkit import Network, train
    >>> from regkit.trainer import EarlyStopping
    >>> network, stop = Network((1, 1), loss="squared_error"), EarlyStopping(patience=3)
    >>> others = [[1.0], [2.0]], [0.5, 1.0]
    >>> history = train(network, [[1.0], [2.0]], [1.0, 2.0], validation=others, callback=stop)
    >>> len(history.objective) == stop.best_epoch + 3
    True
    >>> network.loss(*others) == stop.best_loss == min(history.validation_loss)
    True
    """

    def __init__(self, patience: int = 10) -> None:
        self.patience = integer("patience", patience)
        self.best_epoch, self.best_loss = 0, math.inf
        self._best: Array | None = None

    def __call__(self, epoch: int, network: Network, history: History) -> bool:
        """Remember the weights if they are the best so far; return whether it is time to stop."""
        if not history.validation_loss:
            raise ValueError(
                "EarlyStopping needs validation=(X, y), and record=True. Got no validation loss."
            )
        loss = history.validation_loss[-1]
        if epoch == 1 or loss < self.best_loss:
            self.best_epoch, self.best_loss = epoch, loss
            self._best = network.parameters.copy()
        return epoch - self.best_epoch >= self.patience

    def end(self, network: Network) -> None:
        """Give the best weights back."""
        if self._best is not None:
            network.parameters[:] = self._best


@hinting
def train(
    network: Network,
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    penalty: Penalty | Schedule = _NO_PENALTY,
    *,
    method: str = "proximal",
    optimizer: SGD | Adam | None = None,
    clip_norm: float | None = None,
    epochs: int = 50,
    batch_size: int | None = 64,
    seed: int = 0,
    validation: tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
    class_weight: npt.ArrayLike | None = None,
    callback: Callback | None = None,
    record: bool = True,
    progress: bool = False,
) -> History:
    """Minimize ``network.loss(X, y) + sum over layers of penalty(weights)``, in place.

    Biases are never penalized. The penalty enters each minibatch step by one of three methods,
    g being the gradient of the batch's mean loss:

    - ``"proximal"``: the optimizer's step along g, then ``w = penalty.prox(w, step)`` with the
      optimizer's own effective step, ``lr / (1 - momentum)`` for `SGD` and
      ``lr / (sqrt(v_hat) + eps)``, one for each weight, for `Adam`. An L1 part gives weights
      that are exactly zero.
    - ``"subgradient"``: the optimizer's step along ``g + penalty.gradient(w)``, the penalty as
      one more term of the loss. Weights are almost never exactly zero.
    - ``"decoupled"``: ``w = (1 - lr 2 lam2) w``, then the optimizer's step along g: AdamW with
      weight decay ``2 lam2``. There must be no L1 part.

    With ``clip_norm`` the gradient G of all weights and biases becomes
    ``G min(1, clip_norm / ||G||_2)`` before it enters the optimizer. In ``"proximal"`` and
    ``"decoupled"`` G is the gradient of the batch's loss alone, and neither the prox nor the decay
    is clipped; in ``"subgradient"`` it is that of loss and penalty together.

    Parameters
    ----------
    network : Network
        Changed in place.
    X : array_like (n, d)
    y : array_like
        Integer labels (n,) for cross-entropy; numbers (n, k), or (n,) if there is a single
        output, for the squared error.
    penalty : Penalty, or function of the epoch's number (1, 2, ...) that returns one
        A function changes the penalty during training.
    method : {"proximal", "subgradient", "decoupled"}
    optimizer : SGD or Adam
        By default ``SGD(lr=0.05, momentum=0.9)``. If its ``lr`` is a function of the epoch, the
        effective step and the decay follow it.
    clip_norm : float or None
        The largest norm, > 0, of a gradient; None leaves gradients as they are.
    epochs : int
        Passes over the data, >= 1.
    batch_size : int or None
        Samples of a step, >= 1; None, or more than there are, takes all at once. The last
        batch of an epoch may be smaller.
    seed : int
        Of the order in which the samples come: in each epoch the next ``rng.permutation(n)`` of
        ``rng = numpy.random.default_rng(seed)``.
    validation : (X, y), optional
        Samples whose loss is recorded but not trained on.
    class_weight : array_like (k,), optional
        For cross-entropy: numbers >= 0 that the loss of the samples of each class is multiplied
        by, after a division by their mean over the samples. Whole numbers do, in a step that takes
        all at once, what repeated samples do. The loss of ``validation`` is not weighted.
    callback : function of (epoch, network, history), optional
        Called after each epoch. Training ends when it returns a true value. `EarlyStopping` is one.
        If it has a method ``end``, that is called with the network after the last epoch.
    record : bool
        Whether to measure the history, which costs a pass over the data after each epoch.
    progress : bool
        Whether to show a bar with the epochs and, if recorded, loss, penalty and zeros.

    Returns
    -------
    History

    Raises
    ------
    TypeError, ValueError
        If a parameter is of a wrong type or out of its range, or X or y do not fit the network.
    DivergenceError
        A `FloatingPointError` that carries the history: after an epoch a weight or the objective
        is no longer finite, or the objective is above 100 and above 1000 times the larger of its
        start and the loss of the best constant (half the variance of y; the entropy of the
        classes). Where the penalty changes, the penalty's part of the start is taken anew. With
        ``record=False`` growth is found at the end.

    Warns
    -----
    RuntimeWarning
        If training is interrupted from the keyboard; the network keeps what it has learned. If
        in the end the samples are all alike to a hidden layer, though the penalty did not
        outweigh the loss when it came in, and has left a weight there. If after 10 epochs or more
        the loss is above twice that of the best constant and has not been halved.

    Notes
    -----
    PyTorch's ``clip_grad_norm_(model.parameters(), c)`` between ``backward()`` and the step of its
    optimizer, with the penalty in the loss, is ``clip_norm=c`` under ``"subgradient"``; before
    AdamW's step it is ``clip_norm=c`` under ``"decoupled"``. (It divides by ``||G|| + 1e-6``.) The
    ``weight_decay`` of its SGD and Adam joins the gradient after clipping: that is neither. In
    optax, ``chain(clip_by_global_norm(c), adamw(...))`` is the decoupled method, and
    ``chain(add_decayed_weights(2 lam2), clip_by_global_norm(c), sgd(...))`` the subgradient one.

    The effective step is how far a constant gradient of 1 moves a weight in the end. With it, and
    no other, a point that proximal training leaves unchanged minimizes the objective (if that is
    convex); a shorter step in the prox solves a problem with a weaker penalty.

    Where the gradient vanishes, as at the minimum for the biases, the effective step of `Adam`
    grows to lr / eps and the iterates circle the solution closely. To converge to it with all
    digits choose eps larger, such as 0.1, or use `SGD`. For an eps of that size Keras is no longer
    the same: it adds its ``epsilon`` to the root of v before that is corrected, so that it stands
    for ``eps sqrt(1 - beta2^t)`` at step t. They agree after several ``1 / (1 - beta2)`` steps.

    References
    ----------
    Duchi, J. and Singer, Y. (2009). Efficient online and batch learning using forward backward
    splitting. Journal of Machine Learning Research 10, 2899-2934 (proximal steps).
    Pascanu, R., Mikolov, T. and Bengio, Y. (2013). On the difficulty of training recurrent neural
    networks. ICML, 1310-1318 (clipping).
    Loshchilov, I. and Hutter, F. (2019). Decoupled weight decay regularization. ICLR.

    Examples
    --------
    >>> from regkit.penalties import L1
    >>> network = Network((1, 1), loss="squared_error")
    >>> history = train(network, [[1.0], [2.0]], [0.1, 0.1], L1(1.0))
    >>> history.zeros[-1]
    1
    """
    choice("method", method, METHODS)
    optimizer = SGD(lr=0.05, momentum=0.9) if optimizer is None else optimizer
    if not isinstance(network, Network):
        raise TypeError(f"network must be a Network. Got {network!r} instead.")
    if not isinstance(optimizer, SGD | Adam):
        raise TypeError(f"optimizer must be an SGD or an Adam. Got {optimizer!r} instead.")
    if callback is not None and not callable(callback):
        raise TypeError(f"callback must be a function or None. Got {callback!r} instead.")
    flag("record", record)
    flag("progress", progress)
    if clip_norm is not None:
        number("clip_norm", clip_norm, *POSITIVE, ", or None")
    epochs = integer("epochs", epochs)
    seed = integer("seed", seed, 0)
    samples = Samples(network, X, y, class_weight)
    size = len(samples.inputs) if batch_size is None else integer("batch_size", batch_size)
    batches = Batches(samples, size, seed)
    held_out = None if validation is None else _held_out(network, validation)
    update = METHODS[method](network, optimizer, clip_norm)
    history = History()
    watch = Watch(update, samples, history)
    epoch = 0
    numbers = range(1, epochs + 1)
    steps: Any = bar(numbers, unit="epoch") if progress else numbers
    try:
        for epoch in steps:
            current = _penalty_of(penalty, epoch, method)
            lr = rate_of(optimizer, epoch - 1)
            with np.errstate(over="ignore", invalid="ignore"):  # divergence is reported below
                update.begin_epoch(current, lr)
                watch.begin_epoch()
                for batch, inputs, target in batches.shuffled():
                    batch.gradient(inputs, target, out=update.layers)
                    update()
                if record:
                    _measure(history, samples, held_out, current)
            watch.check(f"in epoch {epoch}", history.objective[-1] if record else 0.0)
            if progress and record:
                steps.set_postfix(
                    loss=history.data_loss[-1],
                    penalty=history.penalty[-1],
                    zeros=history.zeros[-1],
                )
            if callback is not None and callback(epoch, network, history):
                break
        end = getattr(callback, "end", None)
        if end is not None:
            end(network)
        watch.look_back(batches, epoch)
    except KeyboardInterrupt:
        _keep_whole_epochs(history)
        warn(
            f"Training was interrupted in epoch {epoch} of {epochs}. The network keeps what it "
            "has learned so far.",
            RuntimeWarning,
        )
        with np.errstate(over="ignore", invalid="ignore"):
            watch.check_loss(f"by epoch {epoch}", samples.loss())
    finally:
        if progress:
            steps.close()
    return history


def _held_out(network: Network, validation: object) -> Samples:
    allowed = f"validation must be a pair (X, y). Got {validation!r} instead."
    if not isinstance(validation, tuple | list):
        raise TypeError(allowed)
    if len(validation) != 2:
        raise ValueError(allowed)
    return Samples(network, *validation)


def _penalty_of(penalty: Penalty | Schedule, epoch: int, method: str) -> Penalty:
    """Return the penalty of an epoch, checked."""
    # a class is callable too: L1 for L1() would make the epoch the strength
    if callable(penalty) and not isinstance(penalty, type):
        penalty = penalty(epoch)
    if not isinstance(penalty, Penalty):
        raise TypeError(
            "penalty must be a penalty, or a function of the epoch that returns one. "
            f"Got {penalty!r} instead."
        )
    if method == "decoupled" and not penalty.smooth:
        raise ValueError(
            "penalty must have no L1 part for method='decoupled', which is weight decay. "
            f"Got {penalty!r} instead; method='proximal' takes it."
        )
    return penalty


def _measure(
    history: History, samples: Samples, held_out: Samples | None, penalty: Penalty
) -> None:
    """Append one epoch to the history."""
    data_loss, value = samples.loss(), total(penalty, samples.network)
    zeros = sum(w.size - int(np.count_nonzero(w)) for w in samples.network.weights)
    if held_out is not None:
        history.validation_loss.append(held_out.loss())
    history.data_loss.append(data_loss)
    history.penalty.append(value)
    history.objective.append(data_loss + value)
    history.zeros.append(zeros)


def _keep_whole_epochs(history: History) -> None:
    """Drop what was measured of an epoch that was interrupted between two measurements."""
    measured: list[list[Any]] = [
        history.data_loss,
        history.penalty,
        history.objective,
        history.zeros,
    ]
    whole = min(map(len, measured))
    for values in [*measured, history.validation_loss]:
        del values[whole:]
