"""A small multilayer perceptron: its predictions, its loss and the gradient of that loss.

Inside, samples are columns: the activations of a layer are an array (units, n), and below them
stands one row of ones, so that the bias is simply the weight of a constant input. A layer is then
one matrix (fan_in + 1, fan_out), its last row the bias, and all layers lie one after another in
a single vector, which an optimizer can update as a whole.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from regkit._arrays import real
from regkit._words import hinting_class
from regkit.losses import cross_entropy, softmax, squared_error

__all__ = ["Network"]

Array = npt.NDArray[np.floating[Any]]


def _integer(name: str, value: object, minimum: int) -> int:
    """Check that ``value`` is an integer >= minimum, and return it as an int."""
    allowed = f"{name} must be an integer >= {minimum}. Got {value!r} instead."
    if isinstance(value, bool | np.bool_) or not isinstance(value, numbers.Integral):
        raise TypeError(allowed)
    if value < minimum:
        raise ValueError(allowed)
    return int(value)


def _sequence(name: str, value: object) -> Sequence[Any] | npt.NDArray[Any]:
    """Check that ``value`` is a sequence and no text, which is one too, and return it."""
    if isinstance(value, str) or not isinstance(value, Sequence | np.ndarray):
        raise TypeError(f"{name} must be a sequence of integers. Got {value!r} instead.")
    return value


def _choice(name: str, value: object, allowed: Sequence[str]) -> str:
    """Check that ``value`` is one of the allowed names."""
    message = f"{name} must be one of {', '.join(map(repr, allowed))}. Got {value!r} instead."
    if not isinstance(value, str):
        raise TypeError(message)
    if value not in allowed:
        raise ValueError(message)
    return value


def _representable(name: str, array: Array) -> Array:
    """Return what a pass computed, or say that a float cannot hold it."""
    if not np.isfinite(array).all():
        raise FloatingPointError(
            f"The {name} of the network cannot be held in {array.dtype}: the entries of X, or "
            "the weights, are too large. Standardize the columns of X."
        )
    return array


# An activation is a function applied in place, and the chain rule through it: given the
# gradient in its output a, turn `delta` into the gradient in its input. The derivative follows
# from the output alone, and as `a` is not needed afterwards, it may be overwritten.


def _relu(z: Array, zeros: Array) -> None:
    np.maximum(z, zeros, out=z)  # against an array NumPy is three times as fast as against 0


def _relu_chain(delta: Array, a: Array) -> None:
    np.multiply(delta, a > 0, out=delta)


def _tanh(z: Array, _: Array) -> None:
    np.tanh(z, out=z)


def _tanh_chain(delta: Array, a: Array) -> None:
    np.multiply(a, a, out=a)
    np.subtract(1, a, out=a)
    np.multiply(delta, a, out=delta)


def _sigmoid(z: Array, _: Array) -> None:
    # 1 / (1 + exp(-z)) through tanh, which cannot overflow
    np.multiply(z, 0.5, out=z)
    np.tanh(z, out=z)
    np.add(z, 1, out=z)
    np.multiply(z, 0.5, out=z)


def _sigmoid_chain(delta: Array, a: Array) -> None:
    np.multiply(delta, a, out=delta)
    np.subtract(1, a, out=a)
    np.multiply(delta, a, out=delta)


def _identity(z: Array, _: Array) -> None:
    pass


def _identity_chain(delta: Array, a: Array) -> None:
    pass


# name: (function, chain rule, variance of an initial weight times fan_in)
_InPlace = Callable[[Array, Array], None]
_ACTIVATIONS: dict[str, tuple[_InPlace, _InPlace, float]] = {
    "relu": (_relu, _relu_chain, 2.0),
    "tanh": (_tanh, _tanh_chain, 1.0),
    "sigmoid": (_sigmoid, _sigmoid_chain, 1.0),
    "identity": (_identity, _identity_chain, 1.0),
}
_LOSSES = ("cross_entropy", "squared_error")


class Pass:
    """The buffers of forward and backward passes over ``n`` samples, allocated once.

    The products are by the method ``dot``, whose overhead is almost a microsecond less than that
    of `numpy.matmul`: with layers of 64 units, a quarter of all their time.

    Parameters
    ----------
    network : Network
    n : int
        The number of samples of a pass.
    """

    def __init__(self, network: Network, n: int) -> None:
        *hidden, outputs = network.sizes[1:]
        self._activate, self._chain, _ = _ACTIVATIONS[network.activation]
        self._softmax = network.loss_name == "cross_entropy"
        self._n = np.array(n, network.dtype)  # an array costs less per call than a number
        self._layers = [layer.T for layer in network._layers]
        self._weights = network.weights
        # each activation with its row of ones, and the same without it
        self._extended = [np.ones((units + 1, n), network.dtype) for units in hidden]
        self._hidden = [a[:-1] for a in self._extended]
        self._zeros = [np.zeros_like(a) for a in self._hidden]
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
        for i, z in enumerate(self._hidden):
            self._layers[i].dot(a, out=z)
            self._activate(z, self._zeros[i])
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
            np.subtract(delta, self._row, out=delta)
            np.exp(delta, out=delta)
            self._ones.dot(delta, out=self._row)
            np.divide(delta, self._row, out=delta)
        np.subtract(delta, target, out=delta)
        np.divide(delta, self._n, out=delta)
        for i in range(len(out) - 1, 0, -1):
            self._extended[i - 1].dot(delta.T, out=out[i])
            delta = self._weights[i].dot(delta, out=self._deltas[i - 1])
            self._chain(delta, self._hidden[i - 1])
        inputs.dot(delta.T, out=out[0])


@hinting_class
class Network:
    """``scores(x) = W_L' f(... f(W_1' x + b_1) ...) + b_L``, a multilayer perceptron.

    The loss is a mean over samples: ``-log softmax(scores)[y]`` for cross-entropy,
    ``1/2 sum_k (scores_k - y_k)^2`` for the squared error. Without hidden layer the network is
    softmax or linear regression.

    Parameters
    ----------
    sizes : sequence of int
        Number of features, of units in each hidden layer, and of outputs.
    activation : {"relu", "tanh", "sigmoid", "identity"}
        The function f of the hidden layers.
    loss : {"cross_entropy", "squared_error"}
        Classification with labels 0..k-1, or regression.
    seed : int
        Of the initial weights, normal with variance 2 / fan_in for ReLU and 1 / fan_in
        otherwise; the biases begin at 0.
    dtype : {"float64", "float32"}

    Attributes
    ----------
    weights : list of ndarray (fan_in, fan_out)
        One matrix a layer. They are live views: change them in place, ``weights[0][:] = 0``.
    biases : list of ndarray (fan_out,)
        Live views, too.

    Raises
    ------
    TypeError, ValueError
        If a parameter is of a wrong type or out of its range.

    References
    ----------
    Goodfellow, I., Bengio, Y. and Courville, A. (2016). Deep Learning. MIT Press, chapter 6.
    He, K., Zhang, X., Ren, S. and Sun, J. (2015). Delving deep into rectifiers. ICCV,
    1026-1034 (the initial weights).

    Examples
    --------
    >>> network = Network((64, 32, 10))
    >>> [w.shape for w in network.weights]
    [(64, 32), (32, 10)]
    """

    def __init__(
        self,
        sizes: Sequence[int],
        activation: str = "relu",
        loss: str = "cross_entropy",
        seed: int = 0,
        dtype: npt.DTypeLike = "float64",
    ) -> None:
        if len(_sequence("sizes", sizes)) < 2:
            raise ValueError(
                f"sizes must give the number of features and of outputs. Got {sizes!r} instead."
            )
        self.sizes = tuple(_integer("every entry of sizes", size, 1) for size in sizes)
        self.activation = _choice("activation", activation, tuple(_ACTIVATIONS))
        self.loss_name = _choice("loss", loss, _LOSSES)
        if loss == "cross_entropy" and self.sizes[-1] < 2:
            raise ValueError(
                f"sizes must end in at least 2 outputs for cross_entropy. Got {sizes!r} instead."
            )
        self.seed = _integer("seed", seed, 0)
        allowed = f"dtype must be float64 or float32. Got {dtype!r} instead."
        try:
            self.dtype = np.dtype(dtype)
        except TypeError as error:
            raise TypeError(allowed) from error
        if self.dtype not in (np.dtype("float64"), np.dtype("float32")):
            raise ValueError(allowed)
        n_parameters = sum((a + 1) * b for a, b in pairwise(self.sizes))
        self._parameters: Array = np.zeros(n_parameters, self.dtype)
        self._layers = self._split(self._parameters)
        rng = np.random.default_rng(self.seed)
        gain = _ACTIVATIONS[self.activation][2]
        for w in self.weights:
            w[:] = rng.normal(0, math.sqrt(gain / len(w)), w.shape)

    def _split(self, vector: Array) -> list[Array]:
        """Return the layers of a vector of parameters, views (fan_in + 1, fan_out)."""
        layers, start = [], 0
        for fan_in, fan_out in pairwise(self.sizes):
            stop = start + (fan_in + 1) * fan_out
            layers.append(vector[start:stop].reshape(fan_in + 1, fan_out))
            start = stop
        return layers

    @property
    def weights(self) -> list[Array]:
        """The weight matrices (fan_in, fan_out), as live views."""
        return [layer[:-1] for layer in self._layers]

    @property
    def biases(self) -> list[Array]:
        """The biases (fan_out,), as live views."""
        return [layer[-1] for layer in self._layers]

    def _check_inputs(self, X: npt.ArrayLike) -> Array:
        """Return X (n, d) with a column of ones, as an array (n, d + 1)."""
        X = real("X", X)
        if X.ndim != 2 or X.shape[1] != self.sizes[0] or not len(X):
            raise ValueError(
                f"X must have shape (n, {self.sizes[0]}) with n >= 1, as sizes begin with "
                f"{self.sizes[0]}. Got shape {X.shape} instead."
            )
        inputs = np.ones((len(X), self.sizes[0] + 1), self.dtype)
        with np.errstate(over="ignore"):  # what float32 cannot hold is found below
            inputs[:, :-1] = X
        if not np.isfinite(inputs).all():
            raise ValueError(f"X must be finite in {self.dtype}. Got NaN or infinite entries.")
        return inputs

    def _check_target(self, y: npt.ArrayLike, n: int) -> Array:
        """Return y as an array (n, k): one-hot classes, or the numbers to predict."""
        classifies = self.loss_name == "cross_entropy"
        y = real("y", y, "integer labels" if classifies else "real numbers")
        if y.ndim == 0 or len(y) != n:
            raise ValueError(
                f"X and y must have the same number of samples. Got {n} and shape {y.shape}."
            )
        k = self.sizes[-1]
        if classifies:
            if y.dtype.kind not in "iu":
                raise TypeError(f"y must hold integer labels. Got an array of {y.dtype} instead.")
            if y.ndim != 1:
                raise ValueError(f"y must have shape ({n},). Got shape {y.shape} instead.")
            if y.min() < 0 or y.max() >= k:
                raise ValueError(
                    f"y must hold labels from 0 to {k - 1}. Got {y.min()} to {y.max()} instead."
                )
            one_hot = np.zeros((n, k), self.dtype)
            one_hot[np.arange(n), y] = 1
            return one_hot
        if y.shape != (n, k) and not (k == 1 and y.ndim == 1):
            allowed = f"({n},) or ({n}, 1)" if k == 1 else f"({n}, {k})"
            raise ValueError(f"y must have shape {allowed}. Got shape {y.shape} instead.")
        with np.errstate(over="ignore"):
            target = np.array(y, self.dtype).reshape(n, k)
        if not np.isfinite(target).all():
            raise ValueError(f"y must be finite in {self.dtype}. Got NaN or infinite entries.")
        return target

    def _mean_loss(self, scores: Array, target: Array) -> float:
        loss = cross_entropy if self.loss_name == "cross_entropy" else squared_error
        return loss(scores, target)

    def scores(self, X: npt.ArrayLike) -> Array:
        """``W_L' f(... f(W_1' x + b_1) ...) + b_L``, the outputs before any softmax.

        Parameters
        ----------
        X : array_like (n, d)

        Returns
        -------
        ndarray (n, k)

        Raises
        ------
        TypeError, ValueError
            If X does not hold finite real numbers or has a wrong shape.
        FloatingPointError
            If the scores overflow.
        """
        inputs = self._check_inputs(X)
        with np.errstate(over="ignore", invalid="ignore"):
            scores = Pass(self, len(inputs)).forward(inputs.T).T
        return _representable("scores", scores)

    def predict(self, X: npt.ArrayLike) -> npt.NDArray[Any]:
        """``argmax_k scores_k(x)`` for cross-entropy, ``scores(x)`` for the squared error.

        Parameters
        ----------
        X : array_like (n, d)

        Returns
        -------
        ndarray
            The labels, integers (n,); or the predicted numbers, (n, k), or (n,) if there is
            a single output.

        Raises
        ------
        TypeError, ValueError
            If X does not hold finite real numbers or has a wrong shape.
        FloatingPointError
            If the scores overflow.
        """
        scores = self.scores(X)
        if self.loss_name == "cross_entropy":
            labels: npt.NDArray[Any] = scores.argmax(axis=1)
            return labels
        return scores[:, 0] if self.sizes[-1] == 1 else scores

    def predict_proba(self, X: npt.ArrayLike) -> Array:
        """``softmax(scores(x))``, the probabilities of the classes.

        Parameters
        ----------
        X : array_like (n, d)

        Returns
        -------
        ndarray (n, k)

        Raises
        ------
        TypeError, ValueError
            If X does not hold finite real numbers or has a wrong shape; if the loss is not
            cross-entropy.
        FloatingPointError
            If the scores overflow.
        """
        if self.loss_name != "cross_entropy":
            raise ValueError(f"predict_proba needs loss='cross_entropy'. It is {self.loss_name!r}.")
        return softmax(self.scores(X))

    def loss(self, X: npt.ArrayLike, y: npt.ArrayLike) -> float:
        """``(1/n) sum_i loss(scores(x_i), y_i)``, without any penalty.

        Parameters
        ----------
        X : array_like (n, d)
        y : array_like
            For cross-entropy integer labels (n,) from 0 to k-1; for the squared error numbers
            (n, k), or (n,) if there is a single output.

        Returns
        -------
        float

        Raises
        ------
        TypeError, ValueError
            If X or y is of a wrong type, shape or range.
        FloatingPointError
            If the scores overflow.
        """
        scores = self.scores(X)
        return self._mean_loss(scores, self._check_target(y, len(scores)))

    def gradient(self, X: npt.ArrayLike, y: npt.ArrayLike) -> tuple[list[Array], list[Array]]:
        """``d loss(X, y) / d weights`` and ``d loss(X, y) / d biases``, by backpropagation.

        Parameters
        ----------
        X : array_like (n, d)
        y : array_like
            As for `loss`.

        Returns
        -------
        weight_gradients : list of ndarray (fan_in, fan_out)
        bias_gradients : list of ndarray (fan_out,)

        Raises
        ------
        TypeError, ValueError
            If X or y is of a wrong type, shape or range.
        FloatingPointError
            If the gradient overflows.

        References
        ----------
        Rumelhart, D. E., Hinton, G. E. and Williams, R. J. (1986). Learning representations by
        back-propagating errors. Nature 323, 533-536.
        """
        inputs = self._check_inputs(X)
        target = self._check_target(y, len(inputs))
        gradient = np.empty_like(self._parameters)
        layers = self._split(gradient)
        with np.errstate(over="ignore", invalid="ignore"):
            Pass(self, len(inputs)).gradient(inputs.T, target.T, out=layers)
        _representable("gradient", gradient)
        return [layer[:-1] for layer in layers], [layer[-1] for layer in layers]

    # The layers are views into one vector. A copy, or a pickle, must keep them so.
    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "_layers"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._layers = self._split(self._parameters)

    def __repr__(self) -> str:
        return (
            f"Network({self.sizes}, activation={self.activation!r}, loss={self.loss_name!r}, "
            f"seed={self.seed}, dtype={self.dtype.name!r})"
        )
