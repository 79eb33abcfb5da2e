"""The passes of a multilayer perceptron: its scores, and the gradient of its loss.

Inside, samples are columns: the activations of a layer are an array (units, n), and below them
stands one row of ones, so that the bias is simply the weight of a constant input. A layer is then
one matrix (fan_in + 1, fan_out), its last row the bias, and all layers lie one after another in
a single vector, which an optimizer can update as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from regkit.network import Network

Array = npt.NDArray[np.floating[Any]]


def layers_of(vector: npt.NDArray[Any], sizes: Iterable[int]) -> list[npt.NDArray[Any]]:
    """Return the layers of a vector of parameters, views (fan_in + 1, fan_out)."""
    layers, start = [], 0
    for fan_in, fan_out in pairwise(sizes):
        stop = start + (fan_in + 1) * fan_out
        layers.append(vector[start:stop].reshape(fan_in + 1, fan_out))
        start = stop
    return layers


def _sigmoid(z: Array) -> None:
    # 1 / (1 + exp(-z)) through tanh, which cannot overflow
    z *= 0.5
    np.tanh(z, out=z)
    z += 1
    z *= 0.5


# name: the function, applied in place; the chain rule through it, which turns the gradient in the
# output a into that in the input; and the variance of an initial weight times fan_in
ACTIVATIONS: dict[str, tuple[Callable[[Array], object], Callable[[Array, Array], Array], float]] = {
    "relu": (
        lambda z: np.maximum(z, 0, out=z),
        lambda delta, a: np.multiply(delta, a > 0, out=delta),
        2.0,
    ),
    "tanh": (lambda z: np.tanh(z, out=z), lambda delta, a: delta * (1 - a * a), 1.0),
    "sigmoid": (_sigmoid, lambda delta, a: delta * a * (1 - a), 1.0),
    "identity": (lambda z: z, lambda delta, a: delta, 1.0),
}


class ForwardBackward:
    """The buffers of forward and backward passes over ``n`` samples, allocated once.

    The products are by the method ``dot``, whose overhead is almost a microsecond less than that
    of `numpy.matmul`: with layers of 64 units, a quarter of all their time.

    Parameters
    ----------
    network : Network
    n : int
        The number of samples of a pass.
    class_weight : ndarray (k,), optional
        What the loss of a sample is multiplied by, for each class.
    """

    def __init__(self, network: Network, n: int, class_weight: Array | None = None) -> None:
        *hidden, outputs = network.sizes[1:]
        self._activate, self._chain, _ = ACTIVATIONS[network.activation]
        self._softmax = network.loss_name == "cross_entropy"
        self._class_weight = class_weight
        self._n = np.array(n, network.dtype)  # an array costs less per call than a number
        self._layers = [layer.T for layer in layers_of(network.parameters, network.sizes)]
        self._weights = network.weights
        # each activation with its row of ones, and the same without it
        self._extended = [np.ones((units + 1, n), network.dtype) for units in hidden]
        self.hidden = [a[:-1] for a in self._extended]
        self._deltas = [np.empty((units, n), network.dtype) for units in hidden]
        self._scores = np.empty((outputs, n), network.dtype)
        self._row = np.empty(n, network.dtype)
        self._ones = np.ones(outputs, network.dtype)

    def forward(self, inputs: Array) -> Array:
        """``scores = W_L' f(... f(W_1' inputs))``, each W with its bias as last row.

        Parameters
        ----------
        inputs : ndarray (d + 1, n)
            The samples in columns, above a row of ones.

        Returns
        -------
        ndarray (k, n)
            The scores, in a buffer that the next pass overwrites.
        """
        a = inputs
        for i, z in enumerate(self.hidden):
            self._layers[i].dot(a, out=z)
            self._activate(z)
            a = self._extended[i]
        return self._layers[-1].dot(a, out=self._scores)

    def gradient(self, inputs: Array, target: Array, out: list[Array]) -> None:
        """Write the gradient of the mean loss in every layer into ``out``.

        Parameters
        ----------
        inputs : ndarray (d + 1, n)
        target : ndarray (k, n)
            One column a sample: one-hot classes, or the numbers to predict.
        out : list of ndarray (fan_in + 1, fan_out)
        """
        delta = self.forward(inputs)
        if self._softmax:
            np.maximum.reduce(delta, axis=0, out=self._row)
            delta -= self._row
            np.exp(delta, out=delta)
            self._ones.dot(delta, out=self._row)
            delta /= self._row
        delta -= target
        if self._class_weight is not None:
            delta *= self._class_weight.dot(target)  # one-hot: it picks each sample's own
        delta /= self._n
        for i in range(len(out) - 1, 0, -1):
            self._extended[i - 1].dot(delta.T, out=out[i])
            delta = self._weights[i].dot(delta, out=self._deltas[i - 1])
            delta = self._chain(delta, self.hidden[i - 1])
        inputs.dot(delta.T, out=out[0])
