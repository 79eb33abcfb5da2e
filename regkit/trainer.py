"""Minibatch training of a network under a penalty: optimizers, methods, history."""

from __future__ import annotations

import math
import numbers
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from regkit.network import Array, Network, Pass, _choice, _integer
from regkit.penalties import NoPenalty, Penalty

__all__ = ["SGD", "Adam", "History", "train"]

_METHODS = ("proximal", "subgradient", "decoupled")
# Parameters updated together: few enough that all arrays of an update stay in the cache.
_BLOCK = 16_384


def _number(name: str, value: object, low: float, high: float, *, open_low: bool) -> None:
    """Check that ``value`` is a number in [low, high), or in (low, high) if ``open_low``."""
    left = "(" if open_low else "["
    allowed = f"{name} must be a number in {left}{low:g}, {high:g}). Got {value!r} instead."
    if isinstance(value, bool | np.bool_) or not isinstance(value, numbers.Real):
        raise TypeError(allowed)
    number = float(value)
    if not low <= number < high or (open_low and number == low):
        raise ValueError(allowed)


@dataclass(frozen=True)
class SGD:
    """``v = momentum v + g;  w = w - lr v``, stochastic gradient descent.

    Parameters
    ----------
    lr : float
        The learning rate, > 0.
    momentum : float
        In [0, 1).

    Raises
    ------
    TypeError, ValueError
        If a parameter is not a number or out of its range.

    References
    ----------
    Polyak, B. T. (1964). Some methods of speeding up the convergence of iteration methods.
    USSR Computational Mathematics and Mathematical Physics 4(5), 1-17.
    """

    lr: float
    momentum: float = 0.0

    def __post_init__(self) -> None:
        _number("lr", self.lr, 0, math.inf, open_low=True)
        _number("momentum", self.momentum, 0, 1, open_low=False)

    @property
    def step(self) -> float:
        """``lr / (1 - momentum)``: how far a constant gradient of 1 moves a weight in the end."""
        return self.lr / (1 - self.momentum)


@dataclass(frozen=True)
class Adam:
    """``w = w - lr m_hat / (sqrt(v_hat) + eps)``, adaptive moments.

    ``m = beta1 m + (1 - beta1) g`` and ``v = beta2 v + (1 - beta2) g^2``; their bias-corrected
    values after t steps are ``m_hat = m / (1 - beta1^t)`` and ``v_hat = v / (1 - beta2^t)``.

    Parameters
    ----------
    lr : float
        The learning rate, > 0.
    beta1, beta2 : float
        In [0, 1).
    eps : float
        > 0. It bounds the effective step: where the gradient vanishes, that is lr / eps.

    Raises
    ------
    TypeError, ValueError
        If a parameter is not a number or out of its range.

    References
    ----------
    Kingma, D. P. and Ba, J. (2015). Adam: a method for stochastic optimization. ICLR.
    """

    lr: float = 0.001
    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = 1e-8

    def __post_init__(self) -> None:
        _number("lr", self.lr, 0, math.inf, open_low=True)
        _number("beta1", self.beta1, 0, 1, open_low=False)
        _number("beta2", self.beta2, 0, 1, open_low=False)
        _number("eps", self.eps, 0, math.inf, open_low=True)


@dataclass
class History:
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
    """

    data_loss: list[float] = field(default_factory=list)
    penalty: list[float] = field(default_factory=list)
    objective: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    zeros: list[int] = field(default_factory=list)


class _Data:
    """Samples of a network in its inner form, and the mean loss on them."""

    def __init__(self, network: Network, X: npt.ArrayLike, y: npt.ArrayLike) -> None:
        self.network = network
        self.inputs = network._check_inputs(X)
        self.target = network._check_target(y, len(self.inputs))

    def loss(self) -> float:
        scores = Pass(self.network, len(self.inputs)).forward(self.inputs.T)
        return self.network._mean_loss(scores.T, self.target)


class _Batches:
    """The minibatches of an epoch: views into a copy of the data that is shuffled in place."""

    def __init__(self, data: _Data, batch_size: int, seed: int) -> None:
        self._data = data
        self._rng = np.random.default_rng(seed)
        self._inputs = np.empty_like(data.inputs)
        self._target = np.empty_like(data.target)
        n = len(data.inputs)
        full = Pass(data.network, min(batch_size, n))
        rest = Pass(data.network, n % batch_size) if n % batch_size else full
        self._batches = [
            (
                full if start + batch_size <= n else rest,
                self._inputs[start : start + batch_size].T,
                self._target[start : start + batch_size].T,
            )
            for start in range(0, n, batch_size)
        ]

    def shuffled(self) -> Iterator[tuple[Pass, Array, Array]]:
        order = self._rng.permutation(len(self._inputs))
        # mode="clip" writes straight into `out`; the indices are in range
        np.take(self._data.inputs, order, axis=0, out=self._inputs, mode="clip")
        np.take(self._data.target, order, axis=0, out=self._target, mode="clip")
        return iter(self._batches)


class _Block:
    """A stretch of the parameters, with its gradient and the optimizer's memory."""

    def __init__(self, w: Array, g: Array, penalized: npt.NDArray[np.bool_]) -> None:
        self.w, self.g = w, g
        self.m, self.v = np.zeros_like(w), np.zeros_like(w)
        self.a, self.b = np.empty_like(w), np.empty_like(w)
        # 1 for a weight and 0 for a bias; one number does where all are weights
        self.mask: Array | float = 1.0 if penalized.all() else penalized.astype(w.dtype)


class _Update:
    """One step of an optimizer on all parameters, with the penalty brought in by a method."""

    def __init__(self, network: Network, method: str, optimizer: SGD | Adam) -> None:
        w = network._parameters
        g = np.empty_like(w)
        self.gradient = network._split(g)
        penalized = np.ones(len(w), bool)
        for layer in network._split(penalized):
            layer[-1] = False
        parts = [slice(start, start + _BLOCK) for start in range(0, len(w), _BLOCK)]
        self._blocks = [_Block(w[part], g[part], penalized[part]) for part in parts]
        self._method = method
        self._optimizer = optimizer
        self._t = 0
        self.penalty: Penalty = NoPenalty()

    def __call__(self) -> None:
        self._t += 1
        optimizer, lam1, lam2 = self._optimizer, self.penalty.lam1, self.penalty.lam2
        for block in self._blocks:
            if self._method == "subgradient":
                _add_penalty_gradient(block, lam1, lam2)
            elif self._method == "decoupled":
                block.w *= 1 - optimizer.lr * 2 * lam2 * block.mask
            step: float | Array
            if isinstance(optimizer, SGD):
                step = _sgd_step(block, optimizer)
            else:
                step = _adam_step(block, optimizer, self._t)
            if self._method == "proximal":
                _prox(block, step * block.mask, lam1, lam2)


def _add_penalty_gradient(block: _Block, lam1: float, lam2: float) -> None:
    """``g = g + lam1 sign(w) + 2 lam2 w``."""
    np.sign(block.w, out=block.a)
    np.multiply(block.a, lam1 * block.mask, out=block.a)
    np.add(block.g, block.a, out=block.g)
    np.multiply(block.w, 2 * lam2 * block.mask, out=block.a)
    np.add(block.g, block.a, out=block.g)


def _sgd_step(block: _Block, sgd: SGD) -> float:
    """Take the step of `SGD` and return ``lr / (1 - momentum)``."""
    np.multiply(block.v, sgd.momentum, out=block.v)
    np.add(block.v, block.g, out=block.v)
    np.multiply(block.v, sgd.lr, out=block.a)
    np.subtract(block.w, block.a, out=block.w)
    return sgd.step


def _adam_step(block: _Block, adam: Adam, t: int) -> Array:
    """Take the step of `Adam` and return ``lr / (sqrt(v_hat) + eps)``."""
    m_scale = (1 - adam.beta1) / (1 - adam.beta1**t)
    v_scale = (1 - adam.beta2) / (1 - adam.beta2**t)
    m, v, g, a = block.m, block.v, block.g, block.a
    # m and v are kept without their factors (1 - beta), which m_scale and v_scale restore
    np.multiply(m, adam.beta1, out=m)
    np.add(m, g, out=m)
    np.multiply(g, g, out=g)
    np.multiply(v, adam.beta2, out=v)
    np.add(v, g, out=v)
    np.multiply(v, v_scale, out=a)
    np.sqrt(a, out=a)
    np.add(a, adam.eps, out=a)
    step = np.divide(adam.lr, a, out=a)
    np.multiply(step, m, out=block.b)
    np.multiply(block.b, m_scale, out=block.b)
    np.subtract(block.w, block.b, out=block.w)
    return step


def _prox(block: _Block, step: float | Array, lam1: float, lam2: float) -> None:
    """``w = sign(w) max(|w| - step lam1, 0) / (1 + 2 step lam2)``, as `Penalty.prox`."""
    threshold = step * lam1
    np.maximum(block.w, -threshold, out=block.b)
    np.minimum(block.b, threshold, out=block.b)
    np.subtract(block.w, block.b, out=block.w)
    np.divide(block.w, 1 + step * (2 * lam2), out=block.w)


_NO_PENALTY = NoPenalty()

Schedule = Callable[[int], Penalty]
Callback = Callable[[int, Network, History], bool | None]


def train(
    network: Network,
    X: npt.ArrayLike,
    y: npt.ArrayLike,
    penalty: Penalty | Schedule = _NO_PENALTY,
    *,
    method: str = "proximal",
    optimizer: SGD | Adam | None = None,
    epochs: int = 50,
    batch_size: int | None = 64,
    seed: int = 0,
    validation: tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
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
        By default ``SGD(lr=0.05, momentum=0.9)``.
    epochs : int
        Passes over the data, >= 1.
    batch_size : int or None
        Samples of a step, >= 1; None, or more than there are, takes all at once. The last
        batch of an epoch may be smaller.
    seed : int
        Of the order in which the samples come.
    validation : (X, y), optional
        Samples whose loss is recorded but not trained on.
    callback : function of (epoch, network, history), optional
        Called after each epoch. Training ends when it returns True.
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
    FloatingPointError
        If training diverges: a weight or the objective is no longer finite after an epoch.

    Warns
    -----
    RuntimeWarning
        If training is interrupted from the keyboard. The network keeps what it has learned.

    References
    ----------
    Duchi, J. and Singer, Y. (2009). Efficient online and batch learning using forward backward
    splitting. Journal of Machine Learning Research 10, 2899-2934 (proximal steps).
    Loshchilov, I. and Hutter, F. (2019). Decoupled weight decay regularization. ICLR.

    Examples
    --------
    >>> from regkit.penalties import L1
    >>> network = Network((1, 1), loss="squared_error")
    >>> history = train(network, [[1.0], [2.0]], [0.1, 0.1], L1(1.0))
    >>> history.zeros[-1]
    1
    """
    _choice("method", method, _METHODS)
    optimizer = SGD(lr=0.05, momentum=0.9) if optimizer is None else optimizer
    if not isinstance(network, Network):
        raise TypeError(f"network must be a Network. Got {network!r} instead.")
    if not isinstance(optimizer, SGD | Adam):
        raise TypeError(f"optimizer must be an SGD or an Adam. Got {optimizer!r} instead.")
    epochs = _integer("epochs", epochs, 1)
    seed = _integer("seed", seed, 0)
    data = _Data(network, X, y)
    n = len(data.inputs)
    batches = _Batches(
        data, n if batch_size is None else _integer("batch_size", batch_size, 1), seed
    )
    held_out = None if validation is None else _Data(network, *validation)
    update = _Update(network, method, optimizer)
    history = History()
    bar: Any = _bar(epochs) if progress else range(1, epochs + 1)
    try:
        for epoch in bar:
            update.penalty = _penalty_of(penalty, epoch, method)
            with np.errstate(over="ignore", invalid="ignore"):  # divergence is reported below
                for batch, inputs, target in batches.shuffled():
                    batch.gradient(inputs, target, out=update.gradient)
                    update()
                if record:
                    _measure(history, data, held_out, update.penalty)
            _check_finite(network, history, epoch, optimizer)
            if progress and record:
                bar.set_postfix(
                    loss=history.data_loss[-1],
                    penalty=history.penalty[-1],
                    zeros=history.zeros[-1],
                )
            if callback is not None and callback(epoch, network, history) is True:
                break
    except KeyboardInterrupt:
        warnings.warn(
            f"Training was interrupted in epoch {epoch} of {epochs}. The network keeps what it "
            "has learned so far.",
            RuntimeWarning,
            stacklevel=2,
        )
    finally:
        if progress:
            bar.close()
    return history


def _bar(epochs: int) -> Iterable[int]:
    from tqdm.auto import tqdm

    bar: Iterable[int] = tqdm(range(1, epochs + 1), unit="epoch")
    return bar


def _penalty_of(penalty: Penalty | Schedule, epoch: int, method: str) -> Penalty:
    """Return the penalty of an epoch, checked."""
    current = penalty(epoch) if callable(penalty) else penalty
    if not isinstance(current, Penalty):
        raise TypeError(
            "penalty must be a penalty, or a function of the epoch that returns one. "
            f"Got {current!r} instead."
        )
    if method == "decoupled" and not current.smooth:
        raise ValueError(
            "penalty must have no L1 part for method='decoupled', which is weight decay. "
            f"Got {current!r} instead; method='proximal' takes it."
        )
    return current


def _measure(history: History, data: _Data, held_out: _Data | None, penalty: Penalty) -> None:
    """Append one epoch to the history."""
    weights = data.network.weights
    history.data_loss.append(data.loss())
    history.penalty.append(sum(penalty.value(w) for w in weights))
    history.objective.append(history.data_loss[-1] + history.penalty[-1])
    history.zeros.append(sum(w.size - int(np.count_nonzero(w)) for w in weights))
    if held_out is not None:
        history.validation_loss.append(held_out.loss())


def _check_finite(network: Network, history: History, epoch: int, optimizer: SGD | Adam) -> None:
    """Raise an error if training has diverged."""
    objective = history.objective[-1] if history.objective else 0.0
    if math.isfinite(objective) and np.isfinite(network._parameters).all():
        return
    raise FloatingPointError(
        f"Training diverged in epoch {epoch}: weights or objective are no longer finite. "
        f"Try a smaller lr (it is {optimizer.lr:g}), or standardize the columns of X."
    )
