"""One step of training: the optimizer's, and the penalty that comes in by one of three methods."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from regkit._training.passes import Array, layers_of
from regkit._validate import number
from regkit._words import hinting_class
from regkit.penalties import Penalty, proximal_step, subgradient

if TYPE_CHECKING:
    from regkit.network import Network

Step = float | Array
Rate = float | Callable[[int], float]

POSITIVE = ("a number in (0, inf)", lambda value: 0 < value < math.inf)
_FRACTION = ("a number in [0, 1)", lambda value: 0 <= value < 1)


class _Optimizer:
    """What the optimizers share: the learning rate, a number or a function of the epoch."""

    lr: Rate

    def __post_init__(self) -> None:
        # a class is callable too, and never meant
        if not callable(self.lr) or isinstance(self.lr, type):
            number("lr", self.lr, *POSITIVE, ", or a function of the epoch that returns one")

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
        number("momentum", self.momentum, *_FRACTION)

    def _move(self, update: Update) -> Step:
        """Take a step and return the effective one, ``lr / (1 - momentum)``."""
        w, v, step = update.w, update.g, update.a
        if self.momentum:
            v = update.v
            v *= self.momentum
            v += update.g
        np.multiply(v, update.lr, out=step)
        w -= step
        return update.lr / (1 - self.momentum)


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
        number("beta1", self.beta1, *_FRACTION)
        number("beta2", self.beta2, *_FRACTION)
        number("eps", self.eps, *POSITIVE)

    def _move(self, update: Update) -> Step:
        """Take a step and return the effective ones, ``lr / (sqrt(v_hat) + eps)``."""
        w, g, m, v, a, b = update.w, update.g, update.m, update.v, update.a, update.b
        # m and v are kept without their factors 1 - beta, which come in here at the end:
        # m_hat = m_scale m and sqrt(v_hat) = v_scale sqrt(v)
        m_scale = (1 - self.beta1) / (1 - self.beta1**update.t)
        v_scale = math.sqrt((1 - self.beta2) / (1 - self.beta2**update.t))
        m *= self.beta1
        m += g
        g *= g
        v *= self.beta2
        v += g
        np.sqrt(v, out=a)
        a += self.eps / v_scale
        step: Array = np.divide(update.lr / v_scale, a, out=a)
        np.multiply(step, m, out=b)
        b *= m_scale
        w -= b
        return step


def rate_of(optimizer: SGD | Adam, epoch: int) -> float:
    """Return the learning rate of an epoch, counted from 0, checked if a function gives it."""
    if not callable(optimizer.lr):
        return optimizer.lr
    value = optimizer.lr(epoch)
    try:
        return number("lr", value, *POSITIVE)
    except (TypeError, ValueError) as error:
        raise type(error)(
            "lr must be a function that returns a number in (0, inf) for every epoch, counted "
            f"from 0. Got {value!r} for epoch {epoch} instead."
        ) from None


class Update:
    """A step on all parameters at once; calling it takes the step by one of the methods below.

    Arrays are overwritten where it can be: to make one of this size costs more than its numbers.

    Attributes
    ----------
    w, g : ndarray
        The parameters and the gradient in them.
    layers : list of ndarray
        The gradient in each layer, views into ``g``.
    m, v, a, b : ndarray
        The optimizer's memory and scratch space.
    lam1, two_lam2 : ndarray
        The strengths of the penalty, 0 at the biases.
    """

    def __init__(self, network: Network, optimizer: SGD | Adam, clip_norm: float | None) -> None:
        self.w = w = network.parameters
        self.g, self.m, self.v, self.a, self.b = (np.zeros_like(w) for _ in range(5))
        self.layers = layers_of(self.g, network.sizes)
        self._optimizer, self._clip_norm = optimizer, clip_norm
        self._penalized = np.ones(len(w), bool)
        for layer in layers_of(self._penalized, network.sizes):
            layer[-1] = False
        self.t, self.lr, self.penalty = 0, math.nan, Penalty(0, 0)

    def begin_epoch(self, penalty: Penalty, lr: float) -> None:
        self.penalty, self.lr = penalty, lr
        self.lam1 = (penalty.lam1 * self._penalized).astype(self.w.dtype)
        self.two_lam2 = (2 * penalty.lam2 * self._penalized).astype(self.w.dtype)

    def move(self) -> Step:
        """Take the optimizer's step along the clipped gradient, and return the effective one."""
        self.t += 1
        if self._clip_norm is not None:
            clip(self.g, self._clip_norm)
        return self._optimizer._move(self)


class Proximal(Update):
    """The optimizer's step, then ``w = prox(w, step)`` with the effective step."""

    def begin_epoch(self, penalty: Penalty, lr: float) -> None:
        super().begin_epoch(penalty, lr)
        self._step: Step = 0.0
        self._threshold = np.zeros_like(self.w) if penalty.lam1 else None
        self._divisor = np.ones_like(self.w) if penalty.lam2 else None

    def __call__(self) -> None:
        step = self.move()
        if isinstance(step, np.ndarray) or step != self._step:  # a number rarely changes
            self._step = step
            if self._threshold is not None:
                np.multiply(self.lam1, step, out=self._threshold)
            if self._divisor is not None:
                np.multiply(self.two_lam2, step, out=self._divisor)
                self._divisor += 1
        proximal_step(self.w, self._threshold, self._divisor, self.b)


class Subgradient(Update):
    """The optimizer's step along ``g + subgradient(w)``: the penalty as a term of the loss."""

    def __call__(self) -> None:
        self.g += subgradient(self.w, self.lam1, self.two_lam2)
        self.move()


class Decoupled(Update):
    """``w = (1 - lr 2 lam2) w``, weight decay, and then the optimizer's step."""

    def __call__(self) -> None:
        self.w *= 1 - self.lr * self.two_lam2
        self.move()


METHODS: dict[str, type[Proximal | Subgradient | Decoupled]] = {
    "proximal": Proximal,
    "subgradient": Subgradient,
    "decoupled": Decoupled,
}


def clip(g: Array, clip_norm: float) -> None:
    """``g = g min(1, clip_norm / ||g||)``, where the squares of g may overflow."""
    largest = float(np.abs(g).max())
    if 0 < largest < math.inf:  # what is not finite is left to be found as divergence
        scaled = g / largest
        factor = clip_norm / largest / math.sqrt(float(scaled @ scaled))
        if factor < 1:
            g *= factor
