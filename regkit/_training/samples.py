"""The samples of a network: checked, in the form that passes take, and dealt in minibatches."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from regkit._training.passes import Array, ForwardBackward
from regkit._validate import real
from regkit.losses import cross_entropy, squared_error

if TYPE_CHECKING:
    from regkit.network import Network

LOSSES = {"cross_entropy": cross_entropy, "squared_error": squared_error}


def checked_inputs(network: Network, X: npt.ArrayLike) -> Array:
    """Return X (n, d) with a column of ones, as an array (n, d + 1)."""
    X = real("X", X)
    if X.ndim != 2 or X.shape[1] != network.sizes[0] or not len(X):
        raise ValueError(
            f"X must have shape (n, {network.sizes[0]}) with n >= 1, as sizes begin with "
            f"{network.sizes[0]}. Got shape {X.shape} instead."
        )
    inputs = np.ones((len(X), network.sizes[0] + 1), network.dtype)
    inputs[:, :-1] = _floats("X", X, network.dtype)
    return inputs


def checked_target(network: Network, y: npt.ArrayLike, n: int) -> Array:
    """Return y as an array (n, k): one-hot classes, or the numbers to predict."""
    classifies = network.loss_name == "cross_entropy"
    y = real("y", y, "integer labels" if classifies else "real numbers")
    if y.ndim == 0 or len(y) != n:
        raise ValueError(
            f"X and y must have the same number of samples. Got {n} and shape {y.shape}."
        )
    k = network.sizes[-1]
    if classifies:
        if y.dtype.kind not in "iu":
            raise TypeError(f"y must hold integer labels. Got an array of {y.dtype} instead.")
        if y.ndim != 1:
            raise ValueError(f"y must have shape ({n},). Got shape {y.shape} instead.")
        if y.min() < 0 or y.max() >= k:
            raise ValueError(
                f"y must hold labels from 0 to {k - 1}. Got {y.min()} to {y.max()} instead."
            )
        one_hot = np.zeros((n, k), network.dtype)
        one_hot[np.arange(n), y] = 1
        return one_hot
    if y.shape != (n, k) and not (k == 1 and y.ndim == 1):
        allowed = f"({n},) or ({n}, 1)" if k == 1 else f"({n}, {k})"
        raise ValueError(f"y must have shape {allowed}. Got shape {y.shape} instead.")
    return _floats("y", y, network.dtype).reshape(n, k)


def _floats(name: str, array: npt.NDArray[Any], dtype: np.dtype[Any]) -> Array:
    """Return a copy in the precision of the network, or say that it cannot hold the numbers."""
    with np.errstate(over="ignore"):  # what float32 cannot hold becomes infinite
        floats: Array = np.array(array, dtype)
    if not np.isfinite(floats).all():
        raise ValueError(f"{name} must be finite in {dtype}. Got NaN or infinite entries.")
    return floats


def checked_class_weight(network: Network, value: object, target: Array) -> Array:
    """Return weights of the classes, over their mean over the samples, as an array (k,)."""
    k = network.sizes[-1]
    allowed = f"class_weight must hold a finite number >= 0 for each of the {k} classes"
    if network.loss_name != "cross_entropy":
        raise ValueError(f"class_weight needs loss='cross_entropy'. It is {network.loss_name!r}.")
    weights = _floats("class_weight", real("class_weight", value), network.dtype)
    if weights.shape != (k,):
        raise ValueError(f"{allowed}. Got shape {weights.shape} instead.")
    mean = float(target.mean(axis=0) @ weights)
    if weights.min() < 0 or not mean > 0:
        raise ValueError(f"{allowed}, and one > 0 for a class in y. Got {value!r:.60} instead.")
    return np.asarray(weights / mean)


class Samples:
    """Checked samples of a network, and the mean loss on them."""

    def __init__(
        self, network: Network, X: npt.ArrayLike, y: npt.ArrayLike, class_weight: object = None
    ) -> None:
        self.network = network
        self.inputs = checked_inputs(network, X)
        self.target = checked_target(network, y, len(self.inputs))
        self.class_weight: Array | None = None
        if class_weight is not None:
            self.class_weight = checked_class_weight(network, class_weight, self.target)

    @cached_property
    def whole(self) -> ForwardBackward:
        """The buffers of a pass over all samples."""
        return ForwardBackward(self.network, len(self.inputs))

    def loss(self, network: Network | None = None) -> float:
        """Return the mean loss of the network as it is now, or of another of its kind."""
        whole = ForwardBackward(network, len(self.inputs)) if network else self.whole
        return self.mean_loss(whole.forward(self.inputs.T).T, self.target)

    def mean_loss(self, scores: Array, target: Array) -> float:
        """Return the mean of the losses, each times the weight of its class."""
        loss = LOSSES[self.network.loss_name]
        if self.class_weight is None:
            return loss(scores, target)
        mean = 0.0
        for weight, members in zip(self.class_weight, target.T > 0, strict=True):
            if members.any():
                mean += float(weight) * members.mean() * loss(scores[members], target[members])
        return float(mean)

    @cached_property
    def constant_loss(self) -> float:
        """The loss of the best constant: half the variance, or the entropy of the classes."""
        with np.errstate(over="ignore", invalid="ignore"):
            if self.network.loss_name == "squared_error":
                return 0.5 * float(self.target.var(axis=0).sum())
            shares = self.target.mean(axis=0)
            if self.class_weight is not None:
                shares = shares * self.class_weight
            return float(-shares @ np.log(shares, out=np.zeros_like(shares), where=shares > 0))


class Batches:
    """The minibatches of an epoch: views into a copy of the samples that is shuffled in place."""

    def __init__(self, samples: Samples, batch_size: int, seed: int) -> None:
        self._samples = samples
        self._rng = np.random.default_rng(seed)
        self._inputs = np.empty_like(samples.inputs)
        self._target = np.empty_like(samples.target)
        n = len(samples.inputs)
        sizes = [min(batch_size, n - start) for start in range(0, n, batch_size)]
        buffers = {
            size: ForwardBackward(samples.network, size, samples.class_weight) for size in {*sizes}
        }
        self._batches = [
            (
                buffers[size],
                self._inputs[i * batch_size : i * batch_size + size].T,
                self._target[i * batch_size : i * batch_size + size].T,
            )
            for i, size in enumerate(sizes)
        ]

    def shuffled(self) -> Iterator[tuple[ForwardBackward, Array, Array]]:
        """Deal the samples anew: for each batch its buffers, its inputs and its target."""
        order = self._rng.permutation(len(self._inputs))
        # mode="clip" writes straight into `out`; the indices are in range
        np.take(self._samples.inputs, order, axis=0, out=self._inputs, mode="clip")
        np.take(self._samples.target, order, axis=0, out=self._target, mode="clip")
        return iter(self._batches)

    def survey(self) -> tuple[float, int | None]:
        """Return the mean loss, and the first hidden layer to whose units all samples are alike.

        Batch by batch, as their buffers are there. Samples that are alike themselves do not
        count, nor does a layer without a weight: there the penalty hides them.
        """
        samples, firsts = self._samples, None
        scores, alike = [], [True] * (len(samples.network.sizes) - 2)
        for batch, inputs, _ in self._batches:
            scores.append(batch.forward(inputs).T.copy())
            firsts = firsts or [a[:, :1].copy() for a in batch.hidden]
            for i, (a, first) in enumerate(zip(batch.hidden, firsts, strict=True)):
                alike[i] = alike[i] and bool((a == first).all())
        loss = samples.mean_loss(np.concatenate(scores), self._target)
        if True not in alike or (samples.inputs == samples.inputs[0]).all():
            return loss, None
        layer = alike.index(True)
        return loss, layer + 1 if samples.network.weights[layer].any() else None
