"""One penalty, spelled in every framework's parameters, and read back from them.

Throughout the book the objective is ``mean loss + lam1 ||w||_1 + lam2 ||w||_2^2``, with
``1/2 (prediction - target)^2`` as the squared error of a sample. A framework that sums where
this averages, that drops or adds a 1/2, or that mixes the two parts in its own way reaches the
same weights with other numbers. ``to_x`` gives those numbers, ``from_x`` reads them::

    to_sklearn(L1(0.1) + L2(0.02), estimator="ElasticNet")   # {'alpha': 0.14, 'l1_ratio': 0.71...}

All functions take the same facts about the problem, by keyword, and ask for one only where the
answer depends on it:

===============  ===================================================================
``n``            number of samples the framework sums its loss over, an integer >= 1
``y_sd``         standard deviation of the target, dividing by n (``numpy.std(y)``)
``loss``         ``"squared_error"`` (one output) or ``"cross_entropy"``
``batch_size``   samples in a minibatch, an integer >= 1
``estimator``    which class or optimizer of the framework
===============  ===================================================================

A mixing parameter keeps the weaker part only to the precision of the stronger one: a part
1e-16 times the other is lost on the way. Intercepts are taken to be free of penalty, as in
regkit; where a framework penalizes them the function says so.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Mapping
from typing import Any

import numpy as np

from regkit.penalties import ElasticNet, Penalty

__all__ = [
    "from_article",
    "from_glmnet",
    "from_keras",
    "from_l1_percent",
    "from_sklearn",
    "from_statsmodels",
    "from_torch",
    "from_zou_hastie",
    "to_article",
    "to_glmnet",
    "to_keras",
    "to_l1_percent",
    "to_sklearn",
    "to_statsmodels",
    "to_torch",
    "to_zou_hastie",
]

SKLEARN = (
    "Lasso",
    "Ridge",
    "ElasticNet",
    "SGDRegressor",
    "LogisticRegression",
    "MLPRegressor",
    "MLPClassifier",
)
STATSMODELS = ("OLS", "GLM", "Logit")
TORCH = ("SGD", "Adam", "AdamW")
LOSSES = ("squared_error", "cross_entropy")
RANGE = "from 1e-100 to 1e100"  # beyond it a conversion could overflow, or vanish


# --- scikit-learn ---------------------------------------------------------------------------


def to_sklearn(
    penalty: Penalty,
    *,
    n: int | None = None,
    y_sd: float | None = None,
    loss: str | None = None,
    batch_size: int | None = None,
    estimator: str | None = None,
) -> dict[str, Any]:
    """``alpha = lam1 + 2 lam2``, ``l1_ratio = lam1 / alpha`` for ElasticNet; others as below.

    ======================  ====================================================================
    estimator               what it minimizes
    ======================  ====================================================================
    ``Lasso``               ``1/(2n) ||y - Xw - b||^2 + alpha ||w||_1``
    ``Ridge``               ``||y - Xw - b||^2 + alpha ||w||^2``
    ``ElasticNet``          ``1/(2n) ||y - Xw - b||^2 + alpha P(w)``, with
                            ``P(w) = l1_ratio ||w||_1 + (1 - l1_ratio)/2 ||w||^2``
    ``SGDRegressor``        the same, with its default loss and ``penalty="elasticnet"``
    ``LogisticRegression``  ``sum of cross-entropies + P(w) / C``
    ``MLPRegressor``,       ``mean loss + alpha / (2 batch_size) ||w||^2`` in each minibatch
    ``MLPClassifier``       (with ``solver="lbfgs"`` the batch is the whole data)
    ======================  ====================================================================

    Parameters
    ----------
    penalty : Penalty
    n, y_sd, loss, batch_size, estimator
        See the head of this module. ``estimator`` is needed always, ``n`` by Ridge and
        LogisticRegression, ``batch_size`` by the MLPs.

    Returns
    -------
    dict
        Keyword arguments for the estimator.

    Raises
    ------
    TypeError, ValueError
        If a quantity is missing or not allowed, or the estimator has no such penalty.

    Notes
    -----
    LogisticRegression with two classes holds one vector of weights where a softmax has two of
    half its size; an L2 penalty of ``lam2`` on those two is one of ``lam2 / 2`` on the one.

    References
    ----------
    Pedregosa, F. et al. (2011). Scikit-learn: machine learning in Python. Journal of Machine
    Learning Research 12, 2825-2830; and the user guide's formulas.

    Examples
    --------
    >>> to_sklearn(ElasticNet(lam1=0.25, lam2=0.125), estimator="ElasticNet")
    {'alpha': 0.5, 'l1_ratio': 0.5}
    """
    lam1, lam2 = _parts(penalty)
    name = _sklearn_estimator(estimator, loss)
    if name == "Lasso":
        _absent("lam2", lam2, "scikit-learn's Lasso has no L2 part", "estimator='ElasticNet'")
        return {"alpha": lam1}
    if name == "Ridge":
        _absent("lam1", lam1, "scikit-learn's Ridge has no L1 part", "estimator='ElasticNet'")
        return {"alpha": 2 * _count("n", n, "Ridge sums the squared errors") * lam2}
    if name.startswith("MLP"):
        nearest = "regkit.train with method='proximal', or PyTorch with a loss term"
        _absent("lam1", lam1, f"scikit-learn's {name} has no L1 part", nearest)
        size = _count("batch_size", batch_size, f"{name} divides alpha by it")
        return {"alpha": 2 * size * lam2}
    alpha, l1_ratio = _mix(lam1, 2 * lam2)
    if name == "LogisticRegression":
        samples = _count("n", n, "LogisticRegression sums the cross-entropies")
        c = 1 / (samples * alpha) if alpha else math.inf
        settings: dict[str, Any] = {"C": c, "l1_ratio": l1_ratio}
        # the default solver knows L2 only
        return settings | {"solver": "saga"} if lam1 else settings
    if name == "SGDRegressor":
        return {"penalty": "elasticnet", "alpha": alpha, "l1_ratio": l1_ratio}
    return {"alpha": alpha, "l1_ratio": l1_ratio}


def from_sklearn(
    settings: Mapping[str, Any],
    *,
    n: int | None = None,
    y_sd: float | None = None,
    loss: str | None = None,
    batch_size: int | None = None,
    estimator: str | None = None,
) -> Penalty:
    """``lam1 = alpha l1_ratio``, ``lam2 = alpha (1 - l1_ratio) / 2`` for ElasticNet.

    The inverse of `to_sklearn`, which has the formula of every estimator.

    Parameters
    ----------
    settings : mapping
        The estimator's own parameters: ``alpha``, and ``l1_ratio`` where it has one; ``C`` and
        ``l1_ratio`` (0 if left out) for LogisticRegression; for SGDRegressor ``penalty`` may be
        ``"l1"``, ``"l2"`` (if left out), ``"elasticnet"`` or None. ``solver`` is allowed and
        makes no difference.
    n, y_sd, loss, batch_size, estimator
        As in `to_sklearn`.

    Returns
    -------
    Penalty

    Raises
    ------
    TypeError, ValueError
        If a setting or a quantity is missing or not allowed.

    Examples
    --------
    >>> from_sklearn({"alpha": 10.0}, estimator="Ridge", n=100)
    ElasticNet(lam1=0.0, lam2=0.05)
    """
    name = _sklearn_estimator(estimator, loss)
    if name == "LogisticRegression":
        c, l1_ratio, _ = _read(settings, "C", l1_ratio=0.0, solver=None)
        c = _positive("C", c, infinite=True)
        samples = _count("n", n, "LogisticRegression sums the cross-entropies")
        return _unmix(1 / (samples * c), l1_ratio, "l1_ratio")
    if name == "SGDRegressor":
        alpha, kind, l1_ratio = _read(settings, "alpha", penalty="l2", l1_ratio=None)
        if kind == "elasticnet" and l1_ratio is None:
            raise ValueError("settings must have 'l1_ratio' when penalty='elasticnet'.")
        if kind not in ("l1", "l2", "elasticnet", None):
            allowed = "'l1', 'l2', 'elasticnet' or None"
            raise ValueError(f"penalty must be {allowed}. Got {kind!r} instead.")
        if kind is None:
            return ElasticNet(0, 0)
        return _unmix(alpha, {"l1": 1, "l2": 0}.get(kind, l1_ratio), "l1_ratio")
    if name == "ElasticNet":
        alpha, l1_ratio = _read(settings, "alpha", "l1_ratio")
        return _unmix(alpha, l1_ratio, "l1_ratio")
    (alpha,) = _read(settings, "alpha")
    alpha = _strength("alpha", alpha)
    if name == "Lasso":
        return ElasticNet(alpha, 0)
    if name == "Ridge":
        return ElasticNet(0, alpha / (2 * _count("n", n, "Ridge sums the squared errors")))
    return ElasticNet(0, alpha / (2 * _count("batch_size", batch_size, f"{name} divides by it")))


def _sklearn_estimator(estimator: str | None, loss: str | None) -> str:
    name = _choice("estimator", estimator, SKLEARN, "scikit-learn's estimators differ")
    if name.startswith("MLP"):
        nearest = {"squared_error": "MLPRegressor", "cross_entropy": "MLPClassifier"}
    else:
        nearest = {"squared_error": "ElasticNet", "cross_entropy": "LogisticRegression"}
    classifies = name in ("LogisticRegression", "MLPClassifier")
    return _minimizes("cross_entropy" if classifies else "squared_error", loss, name, nearest)


# --- glmnet ---------------------------------------------------------------------------------


def to_glmnet(
    penalty: Penalty,
    *,
    n: int | None = None,
    y_sd: float | None = None,
    loss: str | None = None,
    batch_size: int | None = None,
    estimator: str | None = None,
) -> dict[str, float]:
    """``lambda = lam1 + 2 s lam2``, ``alpha = lam1 / lambda``, with s = sd(y) or 1.

    glmnet documents ``1/(2n) ||y - Xw - b||^2 + lambda [alpha ||w||_1 + (1 - alpha)/2 ||w||^2]``,
    but ``family="gaussian"`` first divides y by its standard deviation, whatever
    ``standardize`` says (that is about X), so that in the units of y it minimizes
    ``1/(2n) ||y - Xw - b||^2 + lambda [alpha ||w||_1 + (1 - alpha)/(2 sd(y)) ||w||^2]``.
    With ``loss="cross_entropy"`` (``"binomial"``, ``"multinomial"``) nothing is divided: s = 1.

    Parameters
    ----------
    penalty : Penalty
    n, y_sd, loss, batch_size, estimator
        See the head of this module. ``y_sd`` is needed when ``lam2 > 0``, except with
        ``loss="cross_entropy"``. For ``family=gaussian()`` (the object, which leaves y as it
        is) give ``y_sd=1``.

    Returns
    -------
    dict
        ``alpha`` and ``lambda``. Call glmnet with ``standardize=FALSE``, or see the weights as
        those of columns divided by their standard deviation (dividing by n).

    Raises
    ------
    TypeError, ValueError
        If a quantity is missing or not allowed.

    References
    ----------
    Friedman, J., Hastie, T. and Tibshirani, R. (2010). Regularization paths for generalized
    linear models via coordinate descent. Journal of Statistical Software 33(1), 1-22.

    Examples
    --------
    >>> to_glmnet(ElasticNet(lam1=0.5, lam2=0.125), y_sd=2.0)
    {'alpha': 0.5, 'lambda': 1.0}
    """
    lam1, lam2 = _parts(penalty)
    strength, alpha = _mix(lam1, 2 * lam2 * _glmnet_scale(lam2, y_sd, loss))
    return {"alpha": alpha, "lambda": strength}


def from_glmnet(
    settings: Mapping[str, Any],
    *,
    n: int | None = None,
    y_sd: float | None = None,
    loss: str | None = None,
    batch_size: int | None = None,
    estimator: str | None = None,
) -> Penalty:
    """``lam1 = lambda alpha``, ``lam2 = lambda (1 - alpha) / (2 s)``, with s = sd(y) or 1.

    The inverse of `to_glmnet`.

    Parameters
    ----------
    settings : mapping
        ``alpha`` (1 if left out, as in glmnet) and ``lambda``.
    n, y_sd, loss, batch_size, estimator
        As in `to_glmnet`; ``y_sd`` is needed when ``alpha < 1``.

    Returns
    -------
    Penalty

    Raises
    ------
    TypeError, ValueError
        If a setting or a quantity is missing or not allowed.

    Examples
    --------
    >>> from_glmnet({"alpha": 0.5, "lambda": 1.0}, y_sd=2.0)
    ElasticNet(lam1=0.5, lam2=0.125)
    """
    strength, alpha = _read(settings, "lambda", alpha=1.0)
    mixed = _unmix(strength, alpha, "alpha", total="lambda")
    return ElasticNet(mixed.lam1, mixed.lam2 / _glmnet_scale(mixed.lam2, y_sd, loss))


def _glmnet_scale(lam2: float, y_sd: float | None, loss: str | None) -> float:
    """Return what glmnet multiplies our L2 strength by: sd(y) for the squared error, else 1."""
    if loss is not None and _choice("loss", loss, LOSSES) == "cross_entropy":
        return 1.0
    if y_sd is not None:
        return _positive("y_sd", y_sd)
    if lam2 == 0:
        return 1.0
    raise ValueError(
        "y_sd is needed: glmnet's gaussian family divides y by its standard deviation. "
        "Give y_sd=numpy.std(y), or loss='cross_entropy' for the other families."
    )


# --- Keras ----------------------------------------------------------------------------------


def to_keras(
    penalty: Penalty,
    *,
    n: int | None = None,
    y_sd: float | None = None,
    loss: str | None = None,
    batch_size: int | None = None,
    estimator: str | None = None,
) -> dict[str, float]:
    """``l1 = c lam1``, ``l2 = c lam2``: c = 2 with mean squared error, 1 with cross-entropy.

    Keras minimizes ``mean loss + l1 ||w||_1 + l2 ||w||^2`` over the weights that carry a
    ``kernel_regularizer``; its mean squared error has no 1/2, so the strengths double there.

    Parameters
    ----------
    penalty : Penalty
    n, y_sd, loss, batch_size, estimator
        See the head of this module. ``loss`` is needed.

    Returns
    -------
    dict
        Keyword arguments for ``keras.regularizers.L1L2``.

    Raises
    ------
    TypeError, ValueError
        If a quantity is missing or not allowed.

    Notes
    -----
    With k outputs Keras averages the squared errors over them where regkit sums: c = 2 / k.
    The ``weight_decay`` of a Keras optimizer, SGD included, is decoupled as AdamW's is: see
    `to_torch` with ``estimator="AdamW"``.

    References
    ----------
    Chollet, F. et al. (2015). Keras, ``keras.regularizers.L1L2``.

    Examples
    --------
    >>> to_keras(ElasticNet(lam1=0.5, lam2=0.25), loss="squared_error")
    {'l1': 1.0, 'l2': 0.5}
    """
    lam1, lam2 = _parts(penalty)
    scale = _loss_scale(loss, "Keras")
    return {"l1": scale * lam1, "l2": scale * lam2}


def from_keras(
    settings: Mapping[str, Any],
    *,
    n: int | None = None,
    y_sd: float | None = None,
    loss: str | None = None,
    batch_size: int | None = None,
    estimator: str | None = None,
) -> Penalty:
    """``lam1 = l1 / c``, ``lam2 = l2 / c``: c = 2 with mean squared error, 1 with cross-entropy.

    The inverse of `to_keras`.

    Parameters
    ----------
    settings : mapping
        ``l1`` and ``l2``, each 0 if left out.
    n, y_sd, loss, batch_size, estimator
        As in `to_keras`.

    Returns
    -------
    Penalty

    Raises
    ------
    TypeError, ValueError
        If a setting or a quantity is missing or not allowed.

    Examples
    --------
    >>> from_keras({"l2": 0.5}, loss="squared_error")
    ElasticNet(lam1=0.0, lam2=0.25)
    """
    return _from_loss_term(settings, _loss_scale(loss, "Keras"))


# --- PyTorch --------------------------------------------------------------------------------


def to_torch(
    penalty: Penalty,
    *,
    n: int | None = None,
    y_sd: float | None = None,
    loss: str | None = None,
    batch_size: int | None = None,
    estimator: str | None = None,
) -> dict[str, float]:
    """``weight_decay = 2 c lam2``, or a loss term: c = 2 with ``MSELoss``, 1 with cross-entropy.

    =================  =========================================================================
    estimator          what it does
    =================  =========================================================================
    None               you add ``l1 * w.abs().sum() + l2 * w.square().sum()`` to the loss:
                       ``l1 = c lam1``, ``l2 = c lam2``
    ``SGD``, ``Adam``  adds ``weight_decay w``, the gradient of ``weight_decay/2 ||w||^2``, to the
                       loss's gradient: ``weight_decay = 2 c lam2``
    ``AdamW``          multiplies w by ``1 - lr weight_decay`` beside the step:
                       ``weight_decay = 2 lam2`` whatever the loss, since Adam's step does not
                       change when the loss is doubled
    =================  =========================================================================

    Parameters
    ----------
    penalty : Penalty
    n, y_sd, loss, batch_size, estimator
        See the head of this module. ``loss`` is needed, except by AdamW.

    Returns
    -------
    dict
        ``l1`` and ``l2``, or ``weight_decay``.

    Raises
    ------
    TypeError, ValueError
        If a quantity is missing or not allowed, or the optimizer has no such penalty.

    Notes
    -----
    AdamW's decay is what ``regkit.train(method="decoupled")`` does; it does not minimize
    ``loss + lam2 ||w||^2``. An optimizer decays every parameter that it is given, biases
    included, unless these have their own group with ``weight_decay=0``.

    References
    ----------
    Paszke, A. et al. (2019). PyTorch: an imperative style, high-performance deep learning
    library. NeurIPS 32. Loshchilov, I. and Hutter, F. (2019). Decoupled weight decay
    regularization. ICLR.

    Examples
    --------
    >>> to_torch(ElasticNet(lam1=0.5, lam2=0.25), loss="squared_error")
    {'l1': 1.0, 'l2': 0.5}
    >>> to_torch(ElasticNet(lam1=0.0, lam2=0.25), loss="squared_error", estimator="SGD")
    {'weight_decay': 1.0}
    """
    lam1, lam2 = _parts(penalty)
    if estimator is None:
        scale = _loss_scale(loss, "PyTorch")
        return {"l1": scale * lam1, "l2": scale * lam2}
    scale = _decay_scale(estimator, loss)
    nearest = "a loss term (estimator=None), or regkit.train with method='proximal' for exact zeros"
    _absent("lam1", lam1, f"weight_decay of PyTorch's {estimator} has no L1 part", nearest)
    return {"weight_decay": scale * lam2}


def from_torch(
    settings: Mapping[str, Any],
    *,
    n: int | None = None,
    y_sd: float | None = None,
    loss: str | None = None,
    batch_size: int | None = None,
    estimator: str | None = None,
) -> Penalty:
    """``lam2 = weight_decay / (2 c)``: c = 2 with ``MSELoss``, 1 with cross-entropy or AdamW.

    The inverse of `to_torch`.

    Parameters
    ----------
    settings : mapping
        ``weight_decay``; without an estimator ``l1`` and ``l2``, each 0 if left out.
    n, y_sd, loss, batch_size, estimator
        As in `to_torch`.

    Returns
    -------
    Penalty

    Raises
    ------
    TypeError, ValueError
        If a setting or a quantity is missing or not allowed.

    Examples
    --------
    >>> from_torch({"weight_decay": 1.0}, loss="squared_error", estimator="SGD")
    ElasticNet(lam1=0.0, lam2=0.25)
    """
    if estimator is None:
        return _from_loss_term(settings, _loss_scale(loss, "PyTorch"))
    scale = _decay_scale(estimator, loss)
    (weight_decay,) = _read(settings, "weight_decay")
    return ElasticNet(0, _strength("weight_decay", weight_decay) / scale)


def _decay_scale(estimator: str, loss: str | None) -> float:
    """Return ``weight_decay / lam2`` for an optimizer of PyTorch."""
    if _choice("estimator", estimator, TORCH) == "AdamW":
        return 2.0
    return 2 * _loss_scale(loss, "PyTorch")


# --- statsmodels ----------------------------------------------------------------------------


def to_statsmodels(
    penalty: Penalty,
    *,
    n: int | None = None,
    y_sd: float | None = None,
    loss: str | None = None,
    batch_size: int | None = None,
    estimator: str | None = None,
) -> dict[str, float]:
    """``alpha = lam1 + 2 lam2``, ``L1_wt = lam1 / alpha``; for Logit ``alpha = n lam1``.

    ``OLS.fit_regularized`` minimizes ``1/(2n) ||y - Xw||^2 + alpha P(w)`` and
    ``GLM.fit_regularized`` ``-loglike/n + alpha P(w)``, with
    ``P(w) = L1_wt ||w||_1 + (1 - L1_wt)/2 ||w||^2``. ``Logit.fit_regularized`` (and ``MNLogit``)
    minimizes ``-loglike + alpha ||w||_1``: a sum, so ``n`` comes in, and no L2 part.

    Parameters
    ----------
    penalty : Penalty
    n, y_sd, loss, batch_size, estimator
        See the head of this module. ``estimator`` is ``"OLS"``, ``"GLM"`` (if left out,
        one of these, whose numbers are alike) or ``"Logit"``, which needs ``n``.

    Returns
    -------
    dict
        Keyword arguments for ``fit_regularized``.

    Raises
    ------
    TypeError, ValueError
        If a quantity is missing or not allowed, or the model has no such penalty.

    Notes
    -----
    A constant column is penalized like any other: give ``alpha`` as an array with a 0 for it,
    or centre X and y.

    References
    ----------
    Seabold, S. and Perktold, J. (2010). statsmodels: econometric and statistical modeling with
    Python. 9th Python in Science Conference.

    Examples
    --------
    >>> to_statsmodels(ElasticNet(lam1=0.25, lam2=0.125))
    {'alpha': 0.5, 'L1_wt': 0.5}
    """
    lam1, lam2 = _parts(penalty)
    if _statsmodels_estimator(estimator, loss) == "Logit":
        _absent("lam2", lam2, "statsmodels' Logit has no L2 part", "estimator='GLM', Binomial")
        return {"alpha": _count("n", n, "Logit sums the log-likelihood") * lam1}
    alpha, share = _mix(lam1, 2 * lam2)
    return {"alpha": alpha, "L1_wt": share}


def from_statsmodels(
    settings: Mapping[str, Any],
    *,
    n: int | None = None,
    y_sd: float | None = None,
    loss: str | None = None,
    batch_size: int | None = None,
    estimator: str | None = None,
) -> Penalty:
    """``lam1 = alpha L1_wt``, ``lam2 = alpha (1 - L1_wt) / 2``; for Logit ``lam1 = alpha / n``.

    The inverse of `to_statsmodels`.

    Parameters
    ----------
    settings : mapping
        ``alpha``, a number, and for OLS and GLM ``L1_wt``.
    n, y_sd, loss, batch_size, estimator
        As in `to_statsmodels`.

    Returns
    -------
    Penalty

    Raises
    ------
    TypeError, ValueError
        If a setting or a quantity is missing or not allowed.

    Examples
    --------
    >>> from_statsmodels({"alpha": 0.5, "L1_wt": 0.5})
    ElasticNet(lam1=0.25, lam2=0.125)
    """
    if _statsmodels_estimator(estimator, loss) == "Logit":
        (alpha,) = _read(settings, "alpha")
        samples = _count("n", n, "Logit sums the log-likelihood")
        return ElasticNet(_strength("alpha", alpha) / samples, 0)
    alpha, share = _read(settings, "alpha", "L1_wt")
    return _unmix(alpha, share, "L1_wt")


def _statsmodels_estimator(estimator: str | None, loss: str | None) -> str:
    if estimator is None:
        classifies = loss is not None and _choice("loss", loss, LOSSES) == "cross_entropy"
        return "GLM" if classifies else "OLS"
    name = _choice("estimator", estimator, STATSMODELS)
    if name == "GLM":
        return name  # its family decides
    nearest = {"squared_error": "OLS", "cross_entropy": "GLM"}
    return _minimizes("squared_error" if name == "OLS" else "cross_entropy", loss, name, nearest)


# --- the papers and the articles ------------------------------------------------------------


def to_zou_hastie(
    penalty: Penalty,
    *,
    n: int | None = None,
    y_sd: float | None = None,
    loss: str | None = None,
    batch_size: int | None = None,
    estimator: str | None = None,
) -> dict[str, float]:
    """``lambda1 = 2 sqrt(n) lam1``, ``lambda2 = 2 lam2``.

    The paper minimizes ``||y - Xw||^2 + lambda1 ||w||_1 + lambda2 ||w||^2`` over columns of
    **length** 1 (``sum_i x_ij^2 = 1``). ``penalty`` is meant for columns of standard deviation 1
    (``sum_i x_ij^2 = n``), whose weights are ``1/sqrt(n)`` times the paper's. The paper's
    correction ``1 + lambda2`` is then ``1 + 2 lam2``. (With one and the same X on both sides the
    two would be ``2 n lam1`` and ``2 n lam2``.)

    Parameters
    ----------
    penalty : Penalty
    n, y_sd, loss, batch_size, estimator
        See the head of this module. ``n`` is needed when ``lam1 > 0``.

    Returns
    -------
    dict
        ``lambda1`` and ``lambda2``.

    Raises
    ------
    TypeError, ValueError
        If a quantity is missing or not allowed.

    References
    ----------
    Zou, H. and Hastie, T. (2005). Regularization and variable selection via the elastic net.
    Journal of the Royal Statistical Society B 67(2), 301-320, equations (2) and (3).

    Examples
    --------
    >>> to_zou_hastie(ElasticNet(lam1=0.1, lam2=0.5), n=100)
    {'lambda1': 2.0, 'lambda2': 1.0}
    """
    lam1, lam2 = _parts(penalty)
    return {"lambda1": _zou_hastie_scale(lam1, n) * lam1, "lambda2": 2 * lam2}


def from_zou_hastie(
    settings: Mapping[str, Any],
    *,
    n: int | None = None,
    y_sd: float | None = None,
    loss: str | None = None,
    batch_size: int | None = None,
    estimator: str | None = None,
) -> Penalty:
    """``lam1 = lambda1 / (2 sqrt(n))``, ``lam2 = lambda2 / 2``.

    The inverse of `to_zou_hastie`.

    Parameters
    ----------
    settings : mapping
        ``lambda1`` and ``lambda2``.
    n, y_sd, loss, batch_size, estimator
        As in `to_zou_hastie`; ``n`` is needed when ``lambda1 > 0``.

    Returns
    -------
    Penalty

    Raises
    ------
    TypeError, ValueError
        If a setting or a quantity is missing or not allowed.

    Examples
    --------
    >>> from_zou_hastie({"lambda1": 2.0, "lambda2": 1.0}, n=100)
    ElasticNet(lam1=0.1, lam2=0.5)
    """
    lambda1, lambda2 = _read(settings, "lambda1", "lambda2")
    lambda1, lambda2 = _strength("lambda1", lambda1), _strength("lambda2", lambda2)
    return ElasticNet(lambda1 / _zou_hastie_scale(lambda1, n), lambda2 / 2)


def _zou_hastie_scale(lam1: float, n: int | None) -> float:
    if lam1 == 0 and n is None:
        return 1.0
    return 2 * math.sqrt(_count("n", n, "the paper sums the squared errors"))


def to_article(
    penalty: Penalty,
    *,
    n: int | None = None,
    y_sd: float | None = None,
    loss: str | None = None,
    batch_size: int | None = None,
    estimator: str | None = None,
) -> dict[str, float]:
    """``lambda = n (lam1 + lam2)``, ``alpha = lam2 / (lam1 + lam2)``: the first article's mix.

    The article's objective is ``sum of losses + lambda [(1 - alpha) ||w||_1 + alpha ||w||^2]``:
    its ``alpha`` is the share of **L2**, the reverse of glmnet's and of scikit-learn's
    ``l1_ratio``. It prints the elastic net without ``lambda``, that is with ``lambda = 1``.

    Parameters
    ----------
    penalty : Penalty
    n, y_sd, loss, batch_size, estimator
        See the head of this module. ``n`` is needed.

    Returns
    -------
    dict
        ``alpha`` and ``lambda``.

    Raises
    ------
    TypeError, ValueError
        If a quantity is missing or not allowed.

    References
    ----------
    Versloot, C. What are L1, L2 and Elastic Net Regularization in neural networks?

    Examples
    --------
    >>> to_article(ElasticNet(lam1=0.375, lam2=0.125), n=100)
    {'alpha': 0.25, 'lambda': 50.0}
    """
    lam1, lam2 = _parts(penalty)
    total, alpha = _mix(lam2, lam1)
    return {"alpha": alpha, "lambda": _count("n", n, "the article sums the losses") * total}


def from_article(
    settings: Mapping[str, Any],
    *,
    n: int | None = None,
    y_sd: float | None = None,
    loss: str | None = None,
    batch_size: int | None = None,
    estimator: str | None = None,
) -> Penalty:
    """``lam1 = lambda (1 - alpha) / n``, ``lam2 = lambda alpha / n``.

    The inverse of `to_article`.

    Parameters
    ----------
    settings : mapping
        ``alpha``, and ``lambda`` (1 if left out, as the article prints it).
    n, y_sd, loss, batch_size, estimator
        As in `to_article`.

    Returns
    -------
    Penalty

    Raises
    ------
    TypeError, ValueError
        If a setting or a quantity is missing or not allowed.

    Examples
    --------
    >>> from_article({"alpha": 0.25, "lambda": 50.0}, n=100)
    ElasticNet(lam1=0.375, lam2=0.125)
    """
    alpha, total = _read(settings, "alpha", **{"lambda": 1.0})
    alpha, total = _share("alpha", alpha), _strength("lambda", total)
    samples = _count("n", n, "the article sums the losses")
    return ElasticNet(total * (1 - alpha) / samples, total * alpha / samples)


def to_l1_percent(
    penalty: Penalty,
    *,
    n: int | None = None,
    y_sd: float | None = None,
    loss: str | None = None,
    batch_size: int | None = None,
    estimator: str | None = None,
) -> dict[str, float]:
    """``C = n (lam1 + lam2)``, ``l1_percent = lam1 / (lam1 + lam2)``: the second article's mix.

    The article's objective is
    ``l1_percent C ||w||_1 + (1 - l1_percent) C ||w||^2 + sum of losses``, with ``l1_percent``
    written as a fraction: 0.5 is fifty percent. A larger ``C`` regularizes **more**, the
    reverse of scikit-learn's ``C``.

    Parameters
    ----------
    penalty : Penalty
    n, y_sd, loss, batch_size, estimator
        See the head of this module. ``n`` is needed.

    Returns
    -------
    dict
        ``l1_percent`` and ``C``.

    Raises
    ------
    TypeError, ValueError
        If a quantity is missing or not allowed.

    References
    ----------
    Eden, J. (2023). L1 and Elastic Net Regularization.

    Examples
    --------
    >>> to_l1_percent(ElasticNet(lam1=0.375, lam2=0.125), n=100)
    {'l1_percent': 0.75, 'C': 50.0}
    """
    total, share = _mix(*_parts(penalty))
    return {"l1_percent": share, "C": _count("n", n, "the article sums the losses") * total}


def from_l1_percent(
    settings: Mapping[str, Any],
    *,
    n: int | None = None,
    y_sd: float | None = None,
    loss: str | None = None,
    batch_size: int | None = None,
    estimator: str | None = None,
) -> Penalty:
    """``lam1 = l1_percent C / n``, ``lam2 = (1 - l1_percent) C / n``.

    The inverse of `to_l1_percent`.

    Parameters
    ----------
    settings : mapping
        ``l1_percent``, a fraction in [0, 1], and ``C``.
    n, y_sd, loss, batch_size, estimator
        As in `to_l1_percent`.

    Returns
    -------
    Penalty

    Raises
    ------
    TypeError, ValueError
        If a setting or a quantity is missing or not allowed.

    Examples
    --------
    >>> from_l1_percent({"l1_percent": 0.75, "C": 50.0}, n=100)
    ElasticNet(lam1=0.375, lam2=0.125)
    """
    share, c = _read(settings, "l1_percent", "C")
    share, c = _share("l1_percent", share), _strength("C", c)
    samples = _count("n", n, "the article sums the losses")
    return ElasticNet(share * c / samples, (1 - share) * c / samples)


# --- arithmetic and checks they share -------------------------------------------------------


def _mix(first: float, second: float) -> tuple[float, float]:
    """Return the sum and the share of the first; of nothing, the share is 0."""
    total = first + second
    return total, first / total if total else 0.0


def _unmix(strength: object, share: object, name: str, total: str = "alpha") -> Penalty:
    """``strength [share ||w||_1 + (1 - share)/2 ||w||^2]``, the mix of glmnet and its heirs."""
    strength, share = _strength(total, strength), _share(name, share)
    return ElasticNet(strength * share, strength * (1 - share) / 2)


def _loss_scale(loss: str | None, framework: str) -> float:
    """Return 2 where the framework's loss is twice ours, and 1 where it is the same."""
    why = f"{framework}'s mean squared error has no 1/2, its cross-entropy is regkit's"
    return {"squared_error": 2.0, "cross_entropy": 1.0}[_choice("loss", loss, LOSSES, why)]


def _from_loss_term(settings: Mapping[str, Any], scale: float) -> Penalty:
    l1, l2 = _read(settings, l1=0.0, l2=0.0)
    return ElasticNet(_strength("l1", l1) / scale, _strength("l2", l2) / scale)


def _parts(penalty: Penalty) -> tuple[float, float]:
    if not isinstance(penalty, Penalty):
        allowed = "a penalty such as L1(0.1) or ElasticNet(0.1, 0.02)"
        raise TypeError(f"penalty must be {allowed}. Got {penalty!r} instead.")
    if not (_convertible(penalty.lam1) and _convertible(penalty.lam2)):
        allowed = f"strengths that are 0 or {RANGE}"
        raise ValueError(f"penalty must have {allowed}. Got {penalty!r} instead.")
    return penalty.lam1, penalty.lam2


def _convertible(number: float) -> bool:
    """Return whether a strength stays a normal number in every convention."""
    return number == 0 or 1e-100 <= number <= 1e100


def _absent(part: str, strength: float, what: str, nearest: str) -> None:
    if strength:
        raise ValueError(
            f"{what}: {part} must be 0. Got {strength!r} instead. The nearest is {nearest}."
        )


def _minimizes(own: str, loss: str | None, estimator: str, nearest: Mapping[str, str]) -> str:
    """Return the estimator's name if its own loss is the one asked for, or none is."""
    if loss is not None and _choice("loss", loss, LOSSES) != own:
        raise ValueError(
            f"{estimator} does not minimize loss={loss!r}. "
            f"The nearest is estimator={nearest[loss]!r}."
        )
    return estimator


def _choice(name: str, value: object, allowed: tuple[str, ...], why: str = "") -> str:
    options = ", ".join(map(repr, allowed))
    if value is None:
        raise ValueError(f"{name} is needed: {why}. Give one of {options}.")
    if not isinstance(value, str):
        raise TypeError(f"{name} must be one of {options}. Got {value!r} instead.")
    if value not in allowed:
        raise ValueError(f"{name} must be one of {options}. Got {value!r} instead.")
    return value


def _count(name: str, value: object, why: str) -> int:
    if value is None:
        raise ValueError(f"{name} is needed: {why}. Give {name} as an integer >= 1.")
    allowed = f"{name} must be an integer >= 1. Got {value!r} instead."
    if isinstance(value, bool | np.bool_) or not isinstance(value, numbers.Integral):
        raise TypeError(allowed)
    count = int(value)
    if count < 1:
        raise ValueError(allowed)
    if count > 10**15:
        raise ValueError(f"{name} must be an integer <= 10^15. Got {value!r} instead.")
    return count


def _real(name: str, value: object, allowed: str) -> float:
    if isinstance(value, bool | np.bool_) or not isinstance(value, numbers.Real):
        raise TypeError(f"{name} must be {allowed}. Got {value!r} instead.")
    return float(value)


def _strength(name: str, value: object) -> float:
    allowed = "a finite number >= 0"
    number = _real(name, value, allowed)
    if not _convertible(number):
        allowed = f"0 or {RANGE}" if 0 < number < math.inf else allowed
        raise ValueError(f"{name} must be {allowed}. Got {value!r} instead.")
    return number


def _positive(name: str, value: object, *, infinite: bool = False) -> float:
    allowed = "a number > 0" if infinite else "a finite number > 0"
    number = _real(name, value, allowed)
    if number == 0 or not (_convertible(number) or (infinite and number == math.inf)):
        allowed = RANGE if 0 < number < math.inf else allowed
        raise ValueError(f"{name} must be {allowed}. Got {value!r} instead.")
    return number


def _share(name: str, value: object) -> float:
    allowed = "a number in the range [0, 1]"
    number = _real(name, value, allowed)
    if not 0 <= number <= 1:
        raise ValueError(f"{name} must be {allowed}. Got {value!r} instead.")
    return number


def _read(settings: Mapping[str, Any], *needed: str, **optional: Any) -> list[Any]:
    """Return the needed and the optional settings in the order in which they are named."""
    if not isinstance(settings, Mapping):
        raise TypeError(f"settings must be a mapping, name to value. Got {settings!r} instead.")
    names = [*needed, *optional]
    for name in settings:
        if name not in names:
            raise ValueError(f"settings must be among {names}. Got {name!r} instead.")
    for name in needed:
        if name not in settings:
            raise ValueError(f"settings must have {name!r}. Got {dict(settings)!r} instead.")
    return [settings[name] for name in needed] + [
        settings.get(name, default) for name, default in optional.items()
    ]
