"""Frameworks that train networks: Keras, PyTorch, optax."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regkit._words import hinting
from regkit.conventions._table import Row, find
from regkit.penalties import Penalty


@hinting
def to_keras(
    penalty: Penalty,
    *,
    estimator: str | None = None,
    loss: str | None = None,
    outputs: int | None = None,
    decoupled: bool = False,
) -> dict[str, float]:
    """``l1 = c lam1``, ``l2 = c lam2``: c = 2 / outputs, 1 / outputs or 1, by the loss.

    Keras minimizes ``mean loss + l1 ||w||_1 + l2 ||w||^2`` over the weights that carry a
    ``kernel_regularizer``. Its mean squared error has no 1/2 and is a mean over the outputs too,
    its binary cross-entropy is such a mean, its categorical cross-entropy is regkit's.

    Parameters
    ----------
    penalty : Penalty
    estimator : {None, "SGD", "Adam", "AdamW"}
        None is the ``kernel_regularizer``; an optimizer's name is its ``weight_decay``, which is
        decoupled in all of them, and no L2 penalty.
    loss : {"squared_error", "logistic", "cross_entropy"}
        Mean squared error, binary or categorical cross-entropy. Not for Adam and AdamW.
    outputs : int, optional
        Columns of the last layer, for the first two losses: 1 for one logit.
    decoupled : bool
        For an optimizer: True returns the ``weight_decay`` of regkit's own decoupled step.

    Returns
    -------
    dict
        Keyword arguments for ``keras.regularizers.L1L2``, or for the optimizer.

    Raises
    ------
    TypeError, ValueError
        If a quantity is missing, not allowed or not read, or there is no such penalty.

    Notes
    -----
    One logit is one vector where a softmax of two has two of half its size: the same ``lam1``
    and ``lam2`` on the softmax's are ``lam1`` and ``lam2 / 2`` on the one. With
    ``reduction="sum"`` Keras adds the samples up: multiply by the batch size. Its class and
    sample weights multiply the losses, and their mean is not made 1.

    Keras's Adam puts ``epsilon`` beside the root that is not yet corrected. There it does what
    ``epsilon / sqrt(1 - beta_2^t)`` does in PyTorch and in `regkit.trainer.Adam` at step t: to
    agree, Keras's must be ``eps sqrt(1 - beta_2^t)``, another at every step, and equal only
    after several ``1 / (1 - beta_2)`` steps.

    References
    ----------
    Chollet, F. et al. (2015). Keras, ``keras.regularizers.L1L2``.

    Examples
    --------
    >>> from regkit import L2
    >>> to_keras(L2(0.25), loss="squared_error", outputs=1)
    {'l1': 0.0, 'l2': 0.5}
    """
    return _spelled("keras", penalty, estimator, loss, outputs, decoupled)


@hinting
def from_keras(
    settings: Mapping[str, Any],
    *,
    estimator: str | None = None,
    loss: str | None = None,
    outputs: int | None = None,
    decoupled: bool = False,
) -> Penalty:
    """``lam1 = l1 / c``, ``lam2 = l2 / c``: c = 2 / outputs, 1 / outputs or 1, by the loss.

    The inverse of `to_keras`.

    Parameters
    ----------
    settings : mapping
        ``l1`` and ``l2``, each 0 if left out; for an optimizer ``weight_decay``.
    estimator, loss, outputs, decoupled
        As in `to_keras`.

    Returns
    -------
    Penalty

    Raises
    ------
    TypeError, ValueError
        If a setting or a quantity is missing, not allowed or not read.

    Examples
    --------
    >>> from_keras({"l2": 0.5}, loss="squared_error", outputs=1)
    ElasticNet(lam1=0.0, lam2=0.25)
    """
    return _read("keras", settings, estimator, loss, outputs, decoupled)


@hinting
def to_torch(
    penalty: Penalty,
    *,
    estimator: str | None = None,
    loss: str | None = None,
    outputs: int | None = None,
    decoupled: bool = False,
) -> dict[str, float]:
    """``weight_decay = 2 c lam2``, or a loss term: c = 2 / outputs, 1 / outputs or 1, by the loss.

    =================  =========================================================================
    estimator          what it does
    =================  =========================================================================
    None               you add ``l1 * w.abs().sum() + l2 * w.square().sum()`` to the loss:
                       ``l1 = c lam1``, ``l2 = c lam2``; `regkit.torch.prox_step` takes
                       ``ElasticNet(l1, l2)`` in its place
    ``SGD``, ``Adam``  adds ``weight_decay w``, the gradient of ``weight_decay/2 ||w||^2``, to the
                       loss's gradient: ``weight_decay = 2 c lam2``
    ``AdamW``          multiplies w by ``1 - lr weight_decay`` beside the step, which is no
                       penalty; the nearest start is ``weight_decay = 2 lam2``, whatever the loss
    =================  =========================================================================

    Parameters
    ----------
    penalty : Penalty
    estimator : {None, "SGD", "Adam", "AdamW", "TrainingArguments"}
        As above; the last are those of Hugging Face's Trainer, which takes AdamW.
    loss : {"squared_error", "logistic", "cross_entropy"}
        ``MSELoss`` and ``BCEWithLogitsLoss``, which are means over the outputs too, or
        ``CrossEntropyLoss``. Not for AdamW.
    outputs : int, optional
        Columns of the last layer, for the first two losses: 1 for one logit.
    decoupled : bool
        For AdamW: True returns the ``weight_decay`` of regkit's own decoupled step,
        ``regkit.train(method="decoupled")``.

    Returns
    -------
    dict
        ``l1`` and ``l2``, or ``weight_decay``.

    Raises
    ------
    TypeError, ValueError
        If a quantity is missing, not allowed or not read, or there is no such penalty.

    Notes
    -----
    An optimizer decays every parameter that it is given, biases included, unless these have
    their own group with ``weight_decay=0``. ``Adam(decoupled_weight_decay=True)`` is AdamW. With
    ``reduction="sum"`` multiply by the batch size, and by the outputs where they are averaged.
    ``CrossEntropyLoss(weight=...)`` divides by the sum of the weights of its samples.

    One logit is one vector where a softmax of two has two of half its size: the same ``lam1``
    and ``lam2`` on the softmax's are ``lam1`` and ``lam2 / 2`` on the one.

    References
    ----------
    Paszke, A. et al. (2019). PyTorch: an imperative style, high-performance deep learning
    library. NeurIPS 32. Loshchilov, I. and Hutter, F. (2019). Decoupled weight decay
    regularization. ICLR; there w is multiplied by ``1 - eta weight_decay``, without lr, so that
    a weight decay of the paper is lr times PyTorch's and regkit's.

    Examples
    --------
    >>> from regkit import ElasticNet, L2
    >>> to_torch(ElasticNet(lam1=0.5, lam2=0.25), loss="squared_error", outputs=1)
    {'l1': 1.0, 'l2': 0.5}
    >>> to_torch(L2(0.25), estimator="SGD", loss="squared_error", outputs=2)
    {'weight_decay': 0.5}
    """
    return _spelled("torch", penalty, estimator, loss, outputs, decoupled)


@hinting
def from_torch(
    settings: Mapping[str, Any],
    *,
    estimator: str | None = None,
    loss: str | None = None,
    outputs: int | None = None,
    decoupled: bool = False,
) -> Penalty:
    """``lam2 = weight_decay / (2 c)``: c = 2 / outputs, 1 / outputs or 1, by the loss.

    The inverse of `to_torch`.

    Parameters
    ----------
    settings : mapping
        ``weight_decay``; without an estimator ``l1`` and ``l2``, each 0 if left out.
    estimator, loss, outputs, decoupled
        As in `to_torch`.

    Returns
    -------
    Penalty

    Raises
    ------
    TypeError, ValueError
        If a setting or a quantity is missing, not allowed or not read.

    Examples
    --------
    >>> from_torch({"weight_decay": 1.0}, estimator="SGD", loss="squared_error", outputs=1)
    ElasticNet(lam1=0.0, lam2=0.25)
    """
    return _read("torch", settings, estimator, loss, outputs, decoupled)


@hinting
def to_optax(
    penalty: Penalty,
    *,
    estimator: str | None = None,
    loss: str | None = None,
    outputs: int | None = None,
    decoupled: bool = False,
) -> dict[str, float]:
    """``weight_decay = 2 c lam2``, or a loss term: c = 2 / outputs, 1 / outputs or 1, by the loss.

    =======================  ===================================================================
    estimator                what it does
    =======================  ===================================================================
    None                     you add ``l1 * abs(w).sum() + l2 * square(w).sum()`` to the loss:
                             ``l1 = c lam1``, ``l2 = c lam2``
    ``add_decayed_weights``  first in the chain, it adds ``weight_decay w`` to the gradient:
                             ``weight_decay = 2 c lam2``
    ``adamw``                adds it behind Adam's scaling, which is no penalty; the nearest start
                             is ``weight_decay = 2 lam2``, whatever the loss
    =======================  ===================================================================

    Parameters
    ----------
    penalty : Penalty
    estimator : {None, "add_decayed_weights", "adamw"}
        As above.
    loss : {"squared_error", "logistic", "cross_entropy"}
        The mean of ``optax.squared_error`` or ``sigmoid_binary_cross_entropy`` over samples and
        outputs, or of ``softmax_cross_entropy`` over samples. Half of the first is the mean of
        ``optax.l2_loss``, which has the 1/2. Not for adamw.
    outputs : int, optional
        Columns of the last layer, for the first two losses: 1 for one logit.
    decoupled : bool
        For adamw: True returns the ``weight_decay`` of regkit's own decoupled step.

    Returns
    -------
    dict
        ``l1`` and ``l2``, or ``weight_decay``.

    Raises
    ------
    TypeError, ValueError
        If a quantity is missing, not allowed or not read, or there is no such penalty.

    Notes
    -----
    optax decays every parameter, biases included, that its ``mask`` does not leave out.

    References
    ----------
    DeepMind et al. (2020). The DeepMind JAX ecosystem; and optax's documentation.

    Examples
    --------
    >>> from regkit import L2
    >>> to_optax(L2(0.25), estimator="add_decayed_weights", loss="cross_entropy")
    {'weight_decay': 0.5}
    """
    return _spelled("optax", penalty, estimator, loss, outputs, decoupled)


@hinting
def from_optax(
    settings: Mapping[str, Any],
    *,
    estimator: str | None = None,
    loss: str | None = None,
    outputs: int | None = None,
    decoupled: bool = False,
) -> Penalty:
    """``lam2 = weight_decay / (2 c)``: c = 2 / outputs, 1 / outputs or 1, by the loss.

    The inverse of `to_optax`.

    Parameters
    ----------
    settings : mapping
        ``weight_decay``; without an estimator ``l1`` and ``l2``, each 0 if left out.
    estimator, loss, outputs, decoupled
        As in `to_optax`.

    Returns
    -------
    Penalty

    Raises
    ------
    TypeError, ValueError
        If a setting or a quantity is missing, not allowed or not read.

    Examples
    --------
    >>> from_optax({"weight_decay": 0.5}, estimator="adamw", decoupled=True)
    ElasticNet(lam1=0.0, lam2=0.25)
    """
    return _read("optax", settings, estimator, loss, outputs, decoupled)


def _spelled(
    framework: str,
    penalty: Penalty,
    estimator: str | None,
    loss: str | None,
    outputs: int | None,
    decoupled: object,
) -> dict[str, float]:
    """Return a framework's settings; refuse a decay as a penalty, and say what is near."""
    row = _row(framework, estimator, decoupled)
    if row.decoupled and not decoupled:
        start: object = "2 lam2 times the loss's own factor"
        if "any" in row.factors:
            start = row.spell(penalty)
        elif loss is not None:
            start = row.spell(penalty, loss, outputs=outputs)
        raise ValueError(f"{_no_penalty(row)} decoupled=True gives the nearest start: {start}.")
    return row.spell(penalty, loss, outputs=outputs)


def _read(
    framework: str,
    settings: Mapping[str, Any],
    estimator: str | None,
    loss: str | None,
    outputs: int | None,
    decoupled: object,
) -> Penalty:
    """Return the penalty that a framework's settings spell; refuse a decay as one."""
    row = _row(framework, estimator, decoupled)
    if row.decoupled and not decoupled:
        raise ValueError(f"{_no_penalty(row)} decoupled=True reads it as regkit's decoupled step.")
    return row.read(settings, loss, outputs=outputs)


def _row(framework: str, estimator: str | None, decoupled: object) -> Row:
    if not isinstance(decoupled, bool):
        raise TypeError(f"decoupled must be True or False. Got {decoupled!r} instead.")
    row = find(framework, estimator)
    if decoupled and not row.decoupled:
        raise TypeError(f"{row.label} does not read decoupled.")
    return row


def _no_penalty(row: Row) -> str:
    return f"{row.label} has no L2 penalty in its weight_decay: {row.decoupled}."
