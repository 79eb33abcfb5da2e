"""A multilayer perceptron under a penalty, as scikit-learn estimators."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.utils import check_random_state
from sklearn.utils.class_weight import compute_class_weight
from sklearn.utils.validation import check_is_fitted

from regkit._validate import integers
from regkit._words import hinting_class
from regkit.estimators._data import encoded, validated
from regkit.network import Network
from regkit.penalties import NoPenalty, Penalty
from regkit.trainer import SGD, Adam, Schedule, train

__all__ = ["NetworkClassifier", "NetworkRegressor"]

Array = npt.NDArray[np.floating[Any]]


class _NetworkEstimator(BaseEstimator):  # type: ignore[misc]  # untyped base
    """What the classifier and the regressor share: parameters, and a fit of checked data."""

    def __init__(
        self,
        penalty: Penalty | Schedule | None = None,
        *,
        hidden_layer_sizes: Sequence[int] = (64,),
        activation: str = "relu",
        method: str = "proximal",
        optimizer: SGD | Adam | None = None,
        clip_norm: float | None = None,
        epochs: int = 100,
        batch_size: int | None = 32,
        dtype: str = "float64",
        random_state: Any = None,
        progress: bool = False,
    ) -> None:
        self.penalty = penalty
        self.hidden_layer_sizes = hidden_layer_sizes
        self.activation = activation
        self.method = method
        self.optimizer = optimizer
        self.clip_norm = clip_norm
        self.epochs = epochs
        self.batch_size = batch_size
        self.dtype = dtype
        self.random_state = random_state
        self.progress = progress

    def _fit(
        self,
        X: Array,
        y: npt.NDArray[Any],
        outputs: int,
        loss: str,
        class_weight: Array | None = None,
    ) -> None:
        seed = int(check_random_state(self.random_state).randint(2**31 - 1))
        hidden = integers("hidden_layer_sizes", self.hidden_layer_sizes)
        sizes = (X.shape[1], *hidden, outputs)
        self.network_ = Network(sizes, self.activation, loss, seed, self.dtype)
        self.history_ = train(
            self.network_,
            X,
            y,
            NoPenalty() if self.penalty is None else self.penalty,
            method=self.method,
            optimizer=Adam(lr=0.005) if self.optimizer is None else self.optimizer,
            clip_norm=self.clip_norm,
            epochs=self.epochs,
            batch_size=self.batch_size,
            seed=seed,
            class_weight=class_weight,
            progress=self.progress,
        )
        self.n_iter_ = len(self.history_.objective)

    def _checked(self, X: npt.ArrayLike) -> Array:
        """Return X of a prediction, checked against the X of the fit."""
        check_is_fitted(self)
        checked: Array = validated(self, X, reset=False)
        return checked


@hinting_class
class NetworkClassifier(ClassifierMixin, _NetworkEstimator):  # type: ignore[misc]  # untyped base
    """``mean_i -log softmax(scores(x_i))[y_i] + penalty(weights)``, minimized by `train`.

    Parameters
    ----------
    penalty : Penalty, function of the epoch that returns one, or None
        The penalty of the weights; biases are never penalized. None is no penalty at all.
    hidden_layer_sizes : sequence of int
        Units of each hidden layer; ``()`` for softmax regression.
    activation : {"relu", "tanh", "sigmoid", "identity"}
        Of the hidden layers.
    method : {"proximal", "subgradient", "decoupled"}
        How the penalty enters, see `regkit.trainer.train`.
    optimizer : SGD, Adam or None
        None is ``Adam(lr=0.005)``.
    clip_norm : float or None
        The largest norm of a gradient, see `regkit.trainer.train`.
    epochs : int
        Passes over the data.
    batch_size : int or None
        Samples of a step; None takes all at once.
    dtype : {"float64", "float32"}
        Precision of the weights.
    random_state : int, RandomState instance or None
        Seeds the initial weights and the order of the samples.
    progress : bool
        Whether to show a progress bar.
    class_weight : dict, "balanced" or None
        What the loss of each class's samples is multiplied by (1 where a dict says nothing),
        after a division by the mean over all samples; "balanced" lets all classes weigh the same.

    Attributes
    ----------
    classes_ : ndarray (k,)
    network_ : Network
    history_ : History
    n_iter_ : int
        Epochs done.
    n_features_in_ : int
    feature_names_in_ : ndarray (d,)
        If X had column names.

    References
    ----------
    Goodfellow, I., Bengio, Y. and Courville, A. (2016). Deep Learning. MIT Press, chapters 6-8.

    Examples
    --------
    >>> from regkit import L1, NetworkClassifier
    >>> model = NetworkClassifier(L1(0.001), hidden_layer_sizes=(8,), random_state=0)
    >>> model.fit([[0.0], [1.0], [2.0], [3.0]], ["low", "low", "high", "high"]).predict([[0], [3]])
    array(['low', 'high'], dtype='<U4')
    """

    def __init__(
        self,
        penalty: Penalty | Schedule | None = None,
        *,
        hidden_layer_sizes: Sequence[int] = (64,),
        activation: str = "relu",
        method: str = "proximal",
        optimizer: SGD | Adam | None = None,
        clip_norm: float | None = None,
        epochs: int = 100,
        batch_size: int | None = 32,
        dtype: str = "float64",
        random_state: Any = None,
        progress: bool = False,
        class_weight: Any = None,
    ) -> None:
        super().__init__(
            penalty,
            hidden_layer_sizes=hidden_layer_sizes,
            activation=activation,
            method=method,
            optimizer=optimizer,
            clip_norm=clip_norm,
            epochs=epochs,
            batch_size=batch_size,
            dtype=dtype,
            random_state=random_state,
            progress=progress,
        )
        self.class_weight = class_weight

    def fit(self, X: npt.ArrayLike, y: npt.ArrayLike) -> Self:
        """Minimize ``mean_i -log softmax(scores(x_i))[y_i] + penalty(weights)``.

        Parameters
        ----------
        X : array_like (n, d)
        y : array_like (n,)
            Labels of any kind, of at least two classes.

        Returns
        -------
        NetworkClassifier
            The estimator itself.

        Raises
        ------
        TypeError, ValueError
            If a parameter or the data is of a wrong type or out of its range.
        DivergenceError
            A `FloatingPointError`, if training diverges, see `regkit.trainer.train`.
        """
        features, target = validated(self, X, y)
        labels = encoded(self, target)
        weights = None
        if self.class_weight is not None:
            classes = self.classes_
            weights = compute_class_weight(self.class_weight, classes=classes, y=target)
        self._fit(features, labels, len(self.classes_), "cross_entropy", weights)
        return self

    def predict_proba(self, X: npt.ArrayLike) -> Array:
        """``softmax(scores(x))``, one column a class, in the order of ``classes_``.

        Parameters
        ----------
        X : array_like (n, d)

        Returns
        -------
        ndarray (n, k)

        Raises
        ------
        NotFittedError
            If ``fit`` has not been called.
        TypeError, ValueError
            If X does not hold finite numbers or has another number of columns than in ``fit``.
        """
        features = self._checked(X)  # first: it says so when the estimator is not fitted
        return self.network_.predict_proba(features)

    def predict(self, X: npt.ArrayLike) -> npt.NDArray[Any]:
        """``argmax_k scores_k(x)``, as a class of ``classes_``.

        Parameters
        ----------
        X : array_like (n, d)

        Returns
        -------
        ndarray (n,)

        Raises
        ------
        NotFittedError
            If ``fit`` has not been called.
        TypeError, ValueError
            If X does not hold finite numbers or has another number of columns than in ``fit``.
        """
        features = self._checked(X)
        labels: npt.NDArray[Any] = self.classes_[self.network_.predict(features)]
        return labels


@hinting_class
class NetworkRegressor(RegressorMixin, _NetworkEstimator):  # type: ignore[misc]  # untyped base
    """``mean_i 1/2 sum_k (scores_k(x_i) - y_ik)^2 + penalty(weights)``, minimized by `train`.

    Parameters
    ----------
    penalty : Penalty, function of the epoch that returns one, or None
        The penalty of the weights; biases are never penalized. None is no penalty at all.
    hidden_layer_sizes : sequence of int
        Units of each hidden layer; ``()`` for linear regression.
    activation : {"relu", "tanh", "sigmoid", "identity"}
        Of the hidden layers.
    method : {"proximal", "subgradient", "decoupled"}
        How the penalty enters, see `regkit.trainer.train`.
    optimizer : SGD, Adam or None
        None is ``Adam(lr=0.005)``.
    clip_norm : float or None
        The largest norm of a gradient, see `regkit.trainer.train`.
    epochs : int
        Passes over the data.
    batch_size : int or None
        Samples of a step; None takes all at once.
    dtype : {"float64", "float32"}
        Precision of the weights.
    random_state : int, RandomState instance or None
        Seeds the initial weights and the order of the samples.
    progress : bool
        Whether to show a progress bar.

    Attributes
    ----------
    network_ : Network
    history_ : History
    n_iter_ : int
        Epochs done.
    n_features_in_ : int
    feature_names_in_ : ndarray (d,)
        If X had column names.

    References
    ----------
    Goodfellow, I., Bengio, Y. and Courville, A. (2016). Deep Learning. MIT Press, chapters 6-8.

    Examples
    --------
    >>> from regkit import SGD, L2, NetworkRegressor
    >>> model = NetworkRegressor(L2(0.5), hidden_layer_sizes=(), optimizer=SGD(lr=0.1))
    >>> model.fit([[-1.0], [1.0]], [-1.0, 1.0]).predict([[1.0]]).round(4)  # as the linear solver's
    array([0.5])
    """

    def fit(self, X: npt.ArrayLike, y: npt.ArrayLike) -> Self:
        """Minimize ``mean_i 1/2 sum_k (scores_k(x_i) - y_ik)^2 + penalty(weights)``.

        Parameters
        ----------
        X : array_like (n, d)
        y : array_like (n,) or (n, k)

        Returns
        -------
        NetworkRegressor
            The estimator itself.

        Raises
        ------
        TypeError, ValueError
            If a parameter or the data is of a wrong type or out of its range.
        DivergenceError
            A `FloatingPointError`, if training diverges, see `regkit.trainer.train`.
        """
        features, target = validated(self, X, y, multi_output=True, y_numeric=True)
        self._single = target.ndim == 1
        outputs = 1 if self._single else target.shape[1]
        self._fit(features, target, outputs, "squared_error")
        return self

    def predict(self, X: npt.ArrayLike) -> Array:
        """``scores(x)``.

        Parameters
        ----------
        X : array_like (n, d)

        Returns
        -------
        ndarray (n,) or (n, k)
            As y was in ``fit``.

        Raises
        ------
        NotFittedError
            If ``fit`` has not been called.
        TypeError, ValueError
            If X does not hold finite numbers or has another number of columns than in ``fit``.
        """
        features = self._checked(X)
        scores = self.network_.scores(features)
        return scores[:, 0] if self._single else scores

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags
