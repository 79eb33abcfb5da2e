"""A small multilayer perceptron: its predictions, its loss and the gradient of that loss."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from regkit._training.passes import ACTIVATIONS, Array, ForwardBackward, layers_of
from regkit._training.samples import LOSSES, Samples, checked_inputs, checked_target
from regkit._validate import choice, integer, integers
from regkit._words import hinting_class
from regkit.losses import softmax

__all__ = ["Network"]


def _representable(name: str, array: Array) -> Array:
    """Return what a pass computed, or say that a float cannot hold it."""
    if not np.isfinite(array).all():
        raise FloatingPointError(
            f"The {name} of the network cannot be held in {array.dtype}: the entries of X, or "
            "the weights, are too large. Standardize the columns of X."
        )
    return array


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
    parameters : ndarray
        All of them in one vector, of which the above are views: for each layer its matrix of
        weights, row by row, and then its biases.

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
        self.sizes = integers("sizes", sizes)
        if len(self.sizes) < 2:
            raise ValueError(
                f"sizes must give the number of features and of outputs. Got {sizes!r} instead."
            )
        self.activation = choice("activation", activation, ACTIVATIONS)
        self.loss_name = choice("loss", loss, LOSSES)
        if loss == "cross_entropy" and self.sizes[-1] < 2:
            raise ValueError(
                f"sizes must end in at least 2 outputs for cross_entropy. Got {sizes!r} instead."
            )
        self.seed = integer("seed", seed, 0)
        allowed = f"dtype must be float64 or float32. Got {dtype!r} instead."
        try:
            self.dtype = np.dtype(dtype)
        except TypeError as error:
            raise TypeError(allowed) from error
        if self.dtype not in (np.dtype("float64"), np.dtype("float32")):
            raise ValueError(allowed)
        n_parameters = sum((a + 1) * b for a, b in pairwise(self.sizes))
        self.parameters: Array = np.zeros(n_parameters, self.dtype)
        rng = np.random.default_rng(self.seed)
        gain = ACTIVATIONS[self.activation][2]
        for w in self.weights:
            w[:] = rng.normal(0, math.sqrt(gain / len(w)), w.shape)

    @property
    def weights(self) -> list[Array]:
        """The weight matrices (fan_in, fan_out), as live views."""
        return [layer[:-1] for layer in layers_of(self.parameters, self.sizes)]

    @property
    def biases(self) -> list[Array]:
        """The biases (fan_out,), as live views."""
        return [layer[-1] for layer in layers_of(self.parameters, self.sizes)]

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
        inputs = checked_inputs(self, X)
        with np.errstate(over="ignore", invalid="ignore"):
            scores = ForwardBackward(self, len(inputs)).forward(inputs.T).T
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
        return LOSSES[self.loss_name](scores, checked_target(self, y, len(scores)))

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
        samples = Samples(self, X, y)
        gradient = np.empty_like(self.parameters)
        layers = layers_of(gradient, self.sizes)
        with np.errstate(over="ignore", invalid="ignore"):
            samples.whole.gradient(samples.inputs.T, samples.target.T, out=layers)
        _representable("gradient", gradient)
        return [layer[:-1] for layer in layers], [layer[-1] for layer in layers]

    @property
    def sparsity(self) -> float:
        """The share of the weights that are exactly zero; biases are not counted.

        Of a single layer it is ``np.mean(network.weights[i] == 0)``.
        """
        zeros = sum(w.size - int(np.count_nonzero(w)) for w in self.weights)
        return zeros / sum(w.size for w in self.weights)

    def pruned(self) -> Network:
        """``f(0' a + b) = f(b)``: return the network without the hidden units that are dead.

        A unit with no incoming weight is a constant, f(b): it moves into the biases of the next
        layer. A unit with no outgoing weight is heard by nobody. Both are left out; a layer that
        loses all its units keeps one, whose weights are zero. The outputs are the same, to
        rounding, and so are the inputs that the network takes.

        Returns
        -------
        Network
            A new one, with the same activation, loss and precision.

        Examples
        --------
        >>> import numpy as np
        >>> network = Network((2, 3, 2))
        >>> network.weights[0][:, 1] = 0  # nothing comes into the second unit
        >>> network.biases[0][1] = 0.5
        >>> network.sparsity, network.pruned().sizes, network.pruned().sparsity
        (0.16666666666666666, (2, 2, 2), 0.0)
        >>> X = [[1.0, -1.0], [0.0, 2.0]]
        >>> np.allclose(network.pruned().scores(X), network.scores(X))
        True
        """
        weights = [w.copy() for w in self.weights]
        biases = [b.copy() for b in self.biases]
        activate = ACTIVATIONS[self.activation][0]
        hidden = range(len(weights) - 1)
        for i in hidden:
            constant = ~weights[i].any(axis=0)
            value = biases[i][constant]
            activate(value)
            biases[i + 1] += value @ weights[i + 1][constant]
            weights[i + 1][constant] = 0
        used = [np.ones(size, bool) for size in self.sizes]
        for i in reversed(hidden):
            heard = np.asarray(weights[i + 1].any(axis=1))
            weights[i][:, ~heard] = 0
            heard[0] |= not heard.any()
            used[i + 1] = heard
        sizes = [int(units.sum()) for units in used]
        smaller = Network(sizes, self.activation, self.loss_name, self.seed, self.dtype)
        for i, (rows, columns) in enumerate(pairwise(used)):
            smaller.weights[i][:] = weights[i][rows][:, columns]
            smaller.biases[i][:] = biases[i][columns]
        return smaller

    def __repr__(self) -> str:
        return (
            f"Network({self.sizes}, activation={self.activation!r}, loss={self.loss_name!r}, "
            f"seed={self.seed}, dtype={self.dtype.name!r})"
        )
