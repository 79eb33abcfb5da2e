"""Minibatch training of a network under a penalty: optimizers, methods, history."""

from __future__ import annotations

import copy
import math
import numbers
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from regkit._distribution import extra
from regkit._divergence import GROWTH, DivergenceError, limit
from regkit._shown import Shown
from regkit._warn import warn
from regkit._words import hinting, hinting_class
from regkit.network import Array, Network, Pass, _choice, _integer
from regkit.penalties import NoPenalty, Penalty

__all__ = ["SGD", "Adam", "DivergenceError", "History", "train"]

_METHODS = ("proximal", "subgradient", "decoupled")
_NO_PENALTY = NoPenalty()
# Parameters updated together: few enough that all arrays of an update stay in the cache.
_BLOCK = 16_384

# Mean squares above this are far from that of a standardized column, which is 1.
_LARGE = 100
# Epochs after which training should have come closer than a constant.
_ENOUGH = 10

Step = float | Array
Schedule = Callable[[int], Penalty]
Rate = float | Callable[[int], float]


def _number(
    name: str, value: object, low: float, high: float, *, open_low: bool, other: str = ""
) -> None:
    """Check that ``value`` is a number in [low, high), or in (low, high) if ``open_low``.

    What else is allowed, ``other``, is said to whom gives no number.
    """
    allowed = f"{name} must be a number in {'(' if open_low else '['}{low:g}, {high:g})"
    if isinstance(value, bool | np.bool_) or not isinstance(value, numbers.Real):
        raise TypeError(f"{allowed}{other}. Got {value!r} instead.")
    number = float(value)
    if not low <= number < high or (open_low and number == low):
        raise ValueError(f"{allowed}. Got {value!r} instead.")


def _rate(lr: Rate, epoch: int) -> float:
    """Return the learning rate of an epoch, counted from 0, checked if a function gives it."""
    if not callable(lr):
        return lr
    value = lr(epoch)
    try:
        _number("lr", value, 0, math.inf, open_low=True)
    except (TypeError, ValueError) as error:
        raise type(error)(
            "lr must be a function that returns a number in (0, inf) for every epoch, counted "
            f"from 0. Got {value!r} for epoch {epoch} instead."
        ) from None
    return float(value)


class _Block:
    """A stretch of the parameters, its gradient, and the optimizer's memory and scratch space."""

    def __init__(self, w: Array, g: Array, scratch: Array, penalty: _BlockPenalty) -> None:
        self.w, self.g = w, g
        self.m, self.v = np.zeros_like(w), np.zeros_like(w)
        self.a, self.b = scratch[:, : len(w)]
        self.penalty = penalty


class _Optimizer:
    """What the optimizers share: the learning rate, a number or a function of the epoch."""

    lr: Rate

    def __post_init__(self) -> None:
        # a class is callable too, and never meant
        if not callable(self.lr) or isinstance(self.lr, type):
            other = ", or a function of the epoch that returns one"
            _number("lr", self.lr, 0, math.inf, open_low=True, other=other)

    def __repr__(self) -> str:
        # a function by its name: its repr holds an address, which differs from run to run
        shown = (
            f"{name}={getattr(value, '__name__', type(value).__name__)}"
            if callable(value)
            else f"{name}={value!r}"
            for name, value in vars(self).items()
        )
        return f"{type(self).__name__}({', '.join(shown)})"


@hinting_class
@dataclass(frozen=True, repr=False)
class SGD(_Optimizer):
    """``v = momentum v + g;  w = w - lr v``, stochastic gradient descent.

    Parameters
    ----------
    lr : float, or function of the epoch's number (0, 1, ...) that returns one
        The learning rate, > 0. A function is asked once at the beginning of each epoch.
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

    Examples
    --------
    >>> from regkit import SGD
    >>> optimizer = SGD(lr=0.05, momentum=0.9)
    >>> round(optimizer.lr / (1 - optimizer.momentum), 4)  # its effective step
    0.5
    >>> decaying = SGD(lr=lambda epoch: 0.1 / (1 + epoch))
    >>> [decaying.lr(epoch) for epoch in (0, 1, 4)]
    [0.1, 0.05, 0.02]
    """

    lr: Rate
    momentum: float = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        _number("momentum", self.momentum, 0, 1, open_low=False)

    def _move(self, block: _Block, t: int, lr: float) -> Step:
        """Take step ``t`` and return the effective step ``lr / (1 - momentum)``."""
        v = block.g
        if self.momentum:
            v = block.v
            np.multiply(v, self.momentum, out=v)
            np.add(v, block.g, out=v)
        np.multiply(v, lr, out=block.a)
        np.subtract(block.w, block.a, out=block.w)
        return lr / (1 - self.momentum)


@hinting_class
@dataclass(frozen=True, repr=False)
class Adam(_Optimizer):
    """``w = w - lr m_hat / (sqrt(v_hat) + eps)``, adaptive moments.

    ``m = beta1 m + (1 - beta1) g`` and ``v = beta2 v + (1 - beta2) g^2``; their bias-corrected
    values after t steps are ``m_hat = m / (1 - beta1^t)`` and ``v_hat = v / (1 - beta2^t)``.

    Parameters
    ----------
    lr : float, or function of the epoch's number (0, 1, ...) that returns one
        The learning rate, > 0. A function is asked once at the beginning of each epoch.
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

    Examples
    --------
    >>> from regkit import Adam
    >>> Adam(eps=0.1)
    Adam(lr=0.001, beta1=0.9, beta2=0.999, eps=0.1)
    """

    lr: Rate = 0.001
    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = 1e-8

    def __post_init__(self) -> None:
        super().__post_init__()
        _number("beta1", self.beta1, 0, 1, open_low=False)
        _number("beta2", self.beta2, 0, 1, open_low=False)
        _number("eps", self.eps, 0, math.inf, open_low=True)

    def _move(self, block: _Block, t: int, lr: float) -> Step:
        """Take step ``t`` and return the effective steps ``lr / (sqrt(v_hat) + eps)``."""
        w, g, m, v, a, b = block.w, block.g, block.m, block.v, block.a, block.b
        # m and v are kept without their factors 1 - beta, which come in here at the end:
        # m_hat = m_scale m and sqrt(v_hat) = v_scale sqrt(v)
        m_scale = (1 - self.beta1) / (1 - self.beta1**t)
        v_scale = math.sqrt((1 - self.beta2) / (1 - self.beta2**t))
        np.multiply(m, self.beta1, out=m)
        np.add(m, g, out=m)
        np.multiply(g, g, out=g)
        np.multiply(v, self.beta2, out=v)
        np.add(v, g, out=v)
        np.sqrt(v, out=a)
        np.add(a, self.eps / v_scale, out=a)
        step: Array = np.divide(lr / v_scale, a, out=a)
        np.multiply(step, m, out=b)
        np.multiply(b, m_scale, out=b)
        np.subtract(w, b, out=w)
        return step


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

    def _keep_whole_epochs(self) -> None:
        """Drop what was measured of an epoch that was interrupted between two measurements."""
        lists: list[list[Any]] = [self.data_loss, self.penalty, self.objective, self.zeros]
        whole = min(map(len, lists))
        for measured in [*lists, self.validation_loss]:
            del measured[whole:]


class _Data:
    """Samples of a network in its inner form, and the mean loss on them."""

    def __init__(self, network: Network, X: npt.ArrayLike, y: npt.ArrayLike) -> None:
        self.network = network
        self.inputs = network._check_inputs(X)
        self.target = network._check_target(y, len(self.inputs))

    @cached_property
    def whole(self) -> Pass:
        return Pass(self.network, len(self.inputs))

    def loss(self) -> float:
        return self._loss_in(self.whole)

    def loss_of(self, network: Network) -> float:
        """Return the loss of another network of this kind."""
        return self._loss_in(Pass(network, len(self.inputs)))

    def _loss_in(self, whole: Pass) -> float:
        return self.network._mean_loss(whole.forward(self.inputs.T).T, self.target)

    @cached_property
    def constant_loss(self) -> float:
        """The loss of the best constant: half the variance, or the entropy of the classes."""
        with np.errstate(over="ignore", invalid="ignore"):
            if self.network.loss_name == "squared_error":
                return 0.5 * float(self.target.var(axis=0).sum())
            shares = self.target.mean(axis=0)
            return float(-shares @ np.log(shares, out=np.zeros_like(shares), where=shares > 0))


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

    def loss(self) -> float:
        """Return the mean loss over all samples, by buffers that are in the cache."""
        scores = [batch.forward(inputs).T.copy() for batch, inputs, _ in self._batches]
        return self._data.network._mean_loss(np.concatenate(scores), self._target)

    def unresponsive_layer(self) -> int | None:
        """Return the number of the first hidden layer to whose units all samples are alike."""
        batch, inputs, _ = self._batches[0]
        batch.forward(inputs)
        if _unresponsive(batch) is None:  # so it is mostly, and a batch is enough to see it
            return None
        data = self._data
        data.loss()
        layer = _unresponsive(data.whole)
        if layer is None or (data.inputs == data.inputs[0]).all():
            return None
        # without a weight it is the penalty that hides the samples
        return layer if data.network.weights[layer - 1].any() else None


def _unresponsive(run: Pass) -> int | None:
    """Return the number of the first hidden layer whose units do the same for every sample."""
    same = ((a == a[:, :1]).all() for a in run._hidden)
    return next((number for number, layer in enumerate(same, 1) if layer), None)


class _BlockPenalty:
    """A penalty on a stretch of the parameters, with strength 0 at the biases."""

    def __init__(self, penalized: npt.NDArray[np.bool_], dtype: np.dtype[Any]) -> None:
        n = len(penalized)
        self._penalized = penalized
        self._lam1, self._two_lam2 = np.empty((2, n), dtype)
        self._low, self._high, self._divisor, self._clipped = np.empty((4, n), dtype)
        self.set(_NO_PENALTY)

    def set(self, penalty: Penalty) -> None:
        self._lasso, self._ridge = penalty.lam1 > 0, penalty.lam2 > 0
        self._lam1[:] = penalty.lam1 * self._penalized
        self._two_lam2[:] = 2 * penalty.lam2 * self._penalized
        self._step: Step | None = None

    def gradient(self, w: Array) -> Array:
        """``lam1 sign(w) + 2 lam2 w``."""
        gradient: Array = self._lam1 * np.sign(w) + self._two_lam2 * w
        return gradient

    def decay(self, w: Array, lr: float) -> None:
        """``w = (1 - lr 2 lam2) w``."""
        np.multiply(w, 1 - lr * self._two_lam2, out=w)

    def prox(self, w: Array, step: Step) -> None:
        """``w = sign(w) max(|w| - step lam1, 0) / (1 + 2 step lam2)``, as `Penalty.prox`."""
        if isinstance(step, np.ndarray) or step != self._step:  # a number rarely changes
            self._step = step
            np.multiply(self._lam1, step, out=self._high)
            np.negative(self._high, out=self._low)
            np.multiply(self._two_lam2, step, out=self._divisor)
            np.add(self._divisor, 1, out=self._divisor)
        if self._lasso:
            # w minus its projection on [low, high] is the soft threshold. NumPy's minimum of
            # two arrays is three times as fast as that of an array and a number.
            np.maximum(w, self._low, out=self._clipped)
            np.minimum(self._clipped, self._high, out=self._clipped)
            np.subtract(w, self._clipped, out=w)
        if self._ridge:
            np.divide(w, self._divisor, out=w)


class _Update:
    """One step of an optimizer on all parameters, with the penalty brought in by a method."""

    def __init__(
        self, network: Network, method: str, optimizer: SGD | Adam, clip_norm: float | None
    ) -> None:
        self.w = w = network._parameters
        self.g = g = np.zeros_like(w)
        self.gradient = network._split(g)
        self._method, self._optimizer, self._clip_norm = method, optimizer, clip_norm
        penalized = np.ones(len(w), bool)
        for layer in network._split(penalized):
            layer[-1] = False
        size = min(_BLOCK, len(w))
        scratch = np.empty((2, size), w.dtype)
        # the blocks without a bias share one penalty, whose arrays so stay in the cache, too
        only_weights = _BlockPenalty(np.ones(size, bool), w.dtype)
        self._penalties = [only_weights]
        self._blocks = []
        for start in range(0, len(w), size):
            part = slice(start, start + size)
            block_penalty = only_weights
            if len(w[part]) < size or not penalized[part].all():
                block_penalty = _BlockPenalty(penalized[part], w.dtype)
                self._penalties.append(block_penalty)
            self._blocks.append(_Block(w[part], g[part], scratch, block_penalty))
        self._t = 0

    def begin_epoch(self, penalty: Penalty, lr: float) -> None:
        self._lr = lr
        for block_penalty in self._penalties:
            block_penalty.set(penalty)

    def __call__(self) -> None:
        self._t += 1
        if self._method == "subgradient":
            for block in self._blocks:
                np.add(block.g, block.penalty.gradient(block.w), out=block.g)
        if self._clip_norm is not None:
            _clip(self.g, self._clip_norm)
        for block in self._blocks:
            if self._method == "decoupled":
                block.penalty.decay(block.w, self._lr)
            step = self._optimizer._move(block, self._t, self._lr)
            if self._method == "proximal":
                block.penalty.prox(block.w, step)


def _clip(g: Array, clip_norm: float) -> None:
    """``g = g min(1, clip_norm / ||g||)``, where the squares of g may overflow."""
    largest = float(np.abs(g).max())
    if 0 < largest < math.inf:  # what is not finite is left to be found as divergence
        scaled = g / largest
        factor = clip_norm / largest / math.sqrt(float(scaled @ scaled))
        if factor < 1:
            np.multiply(g, factor, out=g)


class _Watch:
    """Sees when training goes wrong: growth without end, or an end that serves nobody."""

    def __init__(self, update: _Update, data: _Data, batches: _Batches, history: History) -> None:
        self._update, self._data, self._batches, self._history = update, data, batches, history
        self._start = copy.deepcopy(data.network)
        self._penalty: Penalty = _NO_PENALTY
        self._penalty_at_start = 0.0
        self._lr = math.nan

    def begin_epoch(self, penalty: Penalty, lr: float) -> None:
        self._lr = lr
        if penalty != self._penalty:  # a new objective, which starts here
            self._penalty = penalty
            self._penalty_at_start = _value(penalty, self._data.network)

    def check(self, when: str, objective: float) -> None:
        """Raise an error if training has diverged."""
        w, g = self._update.w, self._update.g
        if not (math.isfinite(objective) and np.isfinite(w).all() and np.isfinite(g).all()):
            what = "weights, gradient or objective are no longer finite"
        elif self._has_grown(objective):
            what = (
                f"the objective is {objective:.3g}, more than {GROWTH} times the larger of its "
                "start and the loss of the best constant"
            )
        else:
            return
        raise DivergenceError(
            f"Training diverged {when}: {what}. "
            f"{self._cause() or 'The likely cause is the learning rate. '}"
            f"{self._remedy('a smaller lr')}.",
            self._history,
        )

    def check_loss(self, when: str, loss: float) -> None:
        """Raise an error if training has diverged, by a loss just measured."""
        self.check(when, loss + _value(self._penalty, self._data.network))

    def look_back(self, epochs: int) -> None:
        """Warn if the network cannot tell samples apart, or a constant would have done better."""
        data = self._data
        with np.errstate(over="ignore", invalid="ignore"):
            if self._history.data_loss:
                loss = self._history.data_loss[-1]
            else:
                loss = self._batches.loss()
                self.check_loss(f"by epoch {epochs}", loss)
            layer = self._batches.unresponsive_layer()
        # a penalty that outweighs the loss is meant to leave a constant
        if layer is not None and self._penalty_at_start < self._loss_at_start:
            warn(
                "The network predicts the same for every sample: all are alike to the units of "
                f"hidden layer {layer}. A step was too long, or the start unlucky. "
                f"{self._remedy('another seed of the network, a smaller lr')}.",
                RuntimeWarning,
            )
        elif epochs >= _ENOUGH and loss > 2 * data.constant_loss and loss > self._loss_at_start / 2:
            warn(
                f"Training ended at a loss of {loss:.3g}, where the best constant has "
                f"{data.constant_loss:.3g}. {self._cause()}"
                f"{self._remedy('more epochs, another lr')}.",
                RuntimeWarning,
            )

    @cached_property
    def _loss_at_start(self) -> float:
        with np.errstate(over="ignore", invalid="ignore"):
            return self._data.loss_of(self._start)

    def _has_grown(self, objective: float) -> bool:
        # the start is measured only if there is need
        return objective > limit(self._data.constant_loss) and objective > limit(
            self._loss_at_start + self._penalty_at_start
        )

    @cached_property
    def _large(self) -> dict[str, Array]:
        """Those of X and y that are far from standardized."""
        arrays = {"X": self._data.inputs[:, :-1]}
        if self._data.network.loss_name == "squared_error":
            arrays["y"] = self._data.target
        with np.errstate(over="ignore"):
            return {
                name: array
                for name, array in arrays.items()
                if (array * array).mean(axis=0).max() > _LARGE
            }

    def _cause(self) -> str:
        reach = (
            f"{name}, whose entries reach {abs(a).max():.3g}" for name, a in self._large.items()
        )
        return f"The likely cause is {', and '.join(reach)}. " if self._large else ""

    def _remedy(self, what: str) -> str:
        standardize = " and ".join(
            "the columns of X" if name == "X" else name for name in self._large
        )
        other = f", or standardize {standardize}" if standardize else ""
        return f"Try {what} (it is {self._lr:g}){other}"


Callback = Callable[[int, Network, History], object]


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
    callback : function of (epoch, network, history), optional
        Called after each epoch. Training ends when it returns a true value.
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
    digits choose eps larger, such as 0.1, or use `SGD`.

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
    _choice("method", method, _METHODS)
    optimizer = SGD(lr=0.05, momentum=0.9) if optimizer is None else optimizer
    if not isinstance(network, Network):
        raise TypeError(f"network must be a Network. Got {network!r} instead.")
    if not isinstance(optimizer, SGD | Adam):
        raise TypeError(f"optimizer must be an SGD or an Adam. Got {optimizer!r} instead.")
    if callback is not None and not callable(callback):
        raise TypeError(f"callback must be a function or None. Got {callback!r} instead.")
    for name, flag in (("record", record), ("progress", progress)):
        if not isinstance(flag, bool | np.bool_):
            raise TypeError(f"{name} must be True or False. Got {flag!r} instead.")
    if clip_norm is not None:
        _number("clip_norm", clip_norm, 0, math.inf, open_low=True, other=", or None")
    epochs = _integer("epochs", epochs, 1)
    seed = _integer("seed", seed, 0)
    data = _Data(network, X, y)
    n = len(data.inputs)
    batches = _Batches(
        data, n if batch_size is None else _integer("batch_size", batch_size, 1), seed
    )
    held_out = None if validation is None else _held_out(network, validation)
    update = _Update(network, method, optimizer, clip_norm)
    history = History()
    watch = _Watch(update, data, batches, history)
    epoch = 0
    bar: Any = _bar(epochs) if progress else range(1, epochs + 1)
    try:
        for epoch in bar:
            current = _penalty_of(penalty, epoch, method)
            lr = _rate(optimizer.lr, epoch - 1)
            with np.errstate(over="ignore", invalid="ignore"):  # divergence is reported below
                watch.begin_epoch(current, lr)
                update.begin_epoch(current, lr)
                for batch, inputs, target in batches.shuffled():
                    batch.gradient(inputs, target, out=update.gradient)
                    update()
                if record:
                    _measure(history, data, held_out, current)
            watch.check(f"in epoch {epoch}", history.objective[-1] if record else 0.0)
            if progress and record:
                bar.set_postfix(
                    loss=history.data_loss[-1],
                    penalty=history.penalty[-1],
                    zeros=history.zeros[-1],
                )
            if callback is not None and callback(epoch, network, history):
                break
        watch.look_back(epoch)
    except KeyboardInterrupt:
        history._keep_whole_epochs()
        warn(
            f"Training was interrupted in epoch {epoch} of {epochs}. The network keeps what it "
            "has learned so far.",
            RuntimeWarning,
        )
        with np.errstate(over="ignore", invalid="ignore"):
            watch.check_loss(f"by epoch {epoch}", data.loss())
    finally:
        if progress:
            bar.close()
    return history


def _held_out(network: Network, validation: object) -> _Data:
    allowed = f"validation must be a pair (X, y). Got {validation!r} instead."
    if not isinstance(validation, tuple | list):
        raise TypeError(allowed)
    if len(validation) != 2:
        raise ValueError(allowed)
    return _Data(network, *validation)


def _bar(epochs: int) -> Iterable[int]:
    with extra("progress=True"):
        from tqdm.auto import tqdm
    bar: Iterable[int] = tqdm(range(1, epochs + 1), unit="epoch")
    return bar


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


def _value(penalty: Penalty, network: Network) -> float:
    """``sum over layers of penalty(weights)``."""
    return sum(penalty.value(w) for w in network.weights)


def _measure(history: History, data: _Data, held_out: _Data | None, penalty: Penalty) -> None:
    """Append one epoch to the history."""
    data_loss = data.loss()
    value = _value(penalty, data.network)
    zeros = sum(w.size - int(np.count_nonzero(w)) for w in data.network.weights)
    if held_out is not None:
        history.validation_loss.append(held_out.loss())
    history.data_loss.append(data_loss)
    history.penalty.append(value)
    history.objective.append(data_loss + value)
    history.zeros.append(zeros)
