"""PyTorch: exact zeros by the step that its optimizers lack, and weight decay where it belongs.

Importing this module loads PyTorch, which the extra ``torch`` installs. The penalty is added to
the loss as you compute it: with `torch.nn.CrossEntropyLoss` its strengths are those of this
package, and for `torch.nn.MSELoss`, a mean without 1/2 over the outputs too, they are those that
`regkit.conventions.to_torch` gives for a loss term.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from regkit._distribution import extra
from regkit._validate import flag, number
from regkit._words import hinting
from regkit.penalties import Penalty

with extra("regkit.torch", "torch"):
    import torch

__all__ = ["decay_groups", "prox_step", "zeros"]

_OPTIMIZERS = (torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW)
_NORMS = (torch.nn.LayerNorm, torch.nn.RMSNorm)  # the others have vectors only
_PRECISE = (torch.float32, torch.float64)


@hinting
def prox_step(
    optimizer: torch.optim.Optimizer,
    penalty: Penalty,
    params: Iterable[torch.nn.Parameter] | None = None,
) -> None:
    """``w = penalty.prox(w, step)`` with the optimizer's own step: an L1 part gives exact zeros.

    Call it after ``optimizer.step()``, before that of a scheduler, and leave the penalty out of the
    loss. The step is how far a constant gradient of 1 would move a weight in the end,

    - for `torch.optim.SGD` ``lr (1 - dampening) / (1 - momentum)``, without momentum ``lr``;
    - for `torch.optim.Adam` and `torch.optim.AdamW` ``lr / (sqrt(v_hat) + eps)``, one for each
      weight, where v_hat is what the optimizer itself divides by (with ``amsgrad`` the maximum).

    A threshold of the bare ``lr lam1`` would solve another problem, with a far weaker penalty.

    Parameters
    ----------
    optimizer : torch.optim.SGD, Adam or AdamW
        It has just taken its step, and holds the gradients of it.
    penalty : Penalty
        Another one at every step, if its strength is to follow a schedule.
    params : iterable of parameters of the optimizer, optional
        By default all with two dimensions or more: matrices and kernels, but no biases and no
        scales of normalization. A parameter without a gradient, such as one that is frozen, was not
        moved by the optimizer, and is left as it is.

    Raises
    ------
    TypeError
        If the optimizer is another one, whose step is not known here; if the penalty is none; if
        ``params`` holds anything else than parameters; if a parameter is not of float32 or float64.
    ValueError
        If none of the parameters has a gradient; if the optimizer has taken no step, or does not
        hold one of ``params``.

    Notes
    -----
    Where a gradient is not finite nothing is done: `torch.amp.GradScaler` has left out the step.
    Parameters of half precision are refused, as most thresholds would be lost in their rounding;
    under `torch.autocast` parameters are of float32.

    ``weight_decay`` of the optimizer acts as well, also AdamW's of 0.01 that nobody typed. In a
    library that owns the loop, ``optimizer.register_step_post_hook(lambda *_: prox_step(optimizer,
    penalty))`` calls it at the right time.

    The point that these steps leave unchanged minimizes loss plus penalty (if that is convex), as
    in `regkit.trainer.train` with ``method="proximal"``, which takes the same steps.

    References
    ----------
    Duchi, J. and Singer, Y. (2009). Efficient online and batch learning using forward backward
    splitting. Journal of Machine Learning Research 10, 2899-2934.

    Examples
    --------
    >>> import torch
    >>> from regkit import L1
    >>> w = torch.nn.Parameter(torch.tensor([[1.0, 0.05]]))
    >>> optimizer = torch.optim.SGD([w], lr=0.1, momentum=0.9)
    >>> w[0, 0].backward()
    >>> optimizer.step()
    >>> prox_step(optimizer, L1(0.1))
    >>> w.data
    tensor([[0.8000, 0.0000]])
    """
    if not isinstance(optimizer, _OPTIMIZERS):
        raise TypeError(
            "optimizer must be a torch.optim.SGD, Adam or AdamW, whose steps are known. "
            f"Got a {type(optimizer).__name__} instead."
        )
    if not isinstance(penalty, Penalty):
        raise TypeError(f"penalty must be a penalty, such as L1(0.001). Got {penalty!r} instead.")
    moved = [(w, group) for group in optimizer.param_groups for w in group["params"]]
    chosen = _chosen(moved, params)
    if _step_was_left_out([w for w, _ in moved]):
        return
    with torch.no_grad():
        for w, group in chosen:
            step = _step(optimizer, w, group)
            if penalty.lam1:
                threshold = penalty.lam1 * step
                w.sub_(w.clamp(-threshold, threshold))
            if penalty.lam2:
                w.div_(1 + 2 * penalty.lam2 * step)


@hinting
def decay_groups(
    model: torch.nn.Module, weight_decay: float, *, embeddings: bool = True
) -> list[dict[str, Any]]:
    """``weight_decay`` for the matrices of a model, and 0 for the rest, as groups of parameters.

    Biases, and the scales and shifts of normalization, keep the zero: they make no function
    simpler, and a shrunken bias misses the mean. Every optimizer takes the two groups in place of
    ``model.parameters()``.

    Parameters
    ----------
    model : torch.nn.Module
    weight_decay : float
        Finite and >= 0; for an L2 penalty `regkit.conventions.to_torch` converts it.
    embeddings : bool
        Whether the vectors of `torch.nn.Embedding` are decayed, too. A rare word gets few gradients
        and many decays. A matrix that an output layer shares with an embedding is an embedding.

    Returns
    -------
    list of dict
        First what is decayed, then what is not; frozen parameters are among them.

    Raises
    ------
    TypeError, ValueError
        If the model is no module, the decay no such number, or ``embeddings`` no flag.

    Examples
    --------
    >>> import torch
    >>> model = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.LayerNorm(3))
    >>> optimizer = torch.optim.AdamW(decay_groups(model, 0.1), lr=0.001)
    >>> [(len(group["params"]), group["weight_decay"]) for group in optimizer.param_groups]
    [(1, 0.1), (3, 0.0)]
    """
    _module(model)
    decay = number(
        "weight_decay", weight_decay, "a finite number >= 0", lambda value: 0 <= value < math.inf
    )
    spared_modules = _NORMS if flag("embeddings", embeddings) else (*_NORMS, torch.nn.Embedding)
    spared = {
        w
        for module in model.modules()
        for name, w in module.named_parameters(recurse=False)
        if w.ndim < 2 or "bias" in name or isinstance(module, spared_modules)
    }
    groups: dict[bool, list[torch.nn.Parameter]] = {False: [], True: []}
    for w in model.parameters():
        groups[w in spared].append(w)
    return [
        {"params": groups[False], "weight_decay": decay},
        {"params": groups[True], "weight_decay": 0.0},
    ]


@hinting
def zeros(model: torch.nn.Module) -> int:
    """``sum_j [w_j = 0]``, the weights that are exactly zero in the matrices of a model.

    Counted are parameters with two dimensions or more, as in `prox_step`. For a layer alone, give
    the layer.

    Parameters
    ----------
    model : torch.nn.Module

    Returns
    -------
    int

    Raises
    ------
    TypeError
        If the model is no module.

    Examples
    --------
    >>> import torch
    >>> layer = torch.nn.Linear(4, 3)
    >>> with torch.no_grad():
    ...     _ = layer.weight[0].zero_()
    >>> zeros(layer)
    4
    """
    _module(model)
    return sum(int((w == 0).sum()) for w in model.parameters() if w.ndim >= 2)


def _module(model: object) -> None:
    if not isinstance(model, torch.nn.Module):
        raise TypeError(f"model must be a torch.nn.Module. Got a {type(model).__name__} instead.")


def _chosen(
    held: list[tuple[torch.nn.Parameter, dict[str, Any]]], params: object
) -> list[tuple[torch.nn.Parameter, dict[str, Any]]]:
    """Return the parameters that the penalty acts on, each with its group."""
    if params is None:
        wanted = {w for w, _ in held if w.ndim >= 2}
    else:
        if isinstance(params, torch.Tensor) or not isinstance(params, Iterable):
            raise TypeError(
                f"params must be several parameters, as in a list. Got a {type(params).__name__} "
                "instead."
            )
        wanted = set()
        for place, w in enumerate(params):
            if not isinstance(w, torch.Tensor):
                raise TypeError(
                    f"params must hold parameters alone. Got a {type(w).__name__} in place {place} "
                    "instead."
                )
            if all(w is not one for one, _ in held):
                raise ValueError(
                    f"params must be parameters of the optimizer. Got one of shape "
                    f"{tuple(w.shape)} in place {place} that it does not hold."
                )
            wanted.add(w)
    chosen = [(w, group) for w, group in held if w in wanted and w.grad is not None]
    if not chosen:
        raise ValueError(
            "prox_step must follow optimizer.step() while the gradients are there, before "
            "zero_grad(). Got none that has a gradient among the parameters to be penalized."
        )
    for w, _ in chosen:
        if w.dtype not in _PRECISE:
            raise TypeError(
                f"The parameters must be of float32 or float64. Got one of {w.dtype} instead, "
                "whose rounding is coarser than most steps: keep them in float32, and compute in "
                "half precision under torch.autocast."
            )
    return chosen


def _step_was_left_out(held: list[torch.nn.Parameter]) -> bool:
    """Return whether a gradient is not finite, for which a GradScaler leaves out the step."""
    gradients = [w.grad for w in held if w.grad is not None]
    finite = [torch.isfinite(g.coalesce().values() if g.is_sparse else g).all() for g in gradients]
    # the answers are put together first: each one that is asked for waits for the device
    return not torch.stack([one.to(finite[0].device) for one in finite]).all()


def _step(
    optimizer: torch.optim.Optimizer, w: torch.nn.Parameter, group: dict[str, Any]
) -> float | torch.Tensor:
    """Return how far a constant gradient of 1 moves the weights in the end."""
    lr = float(group["lr"])
    if isinstance(optimizer, torch.optim.SGD):
        if not group["momentum"]:
            return lr  # PyTorch has no dampening then
        return lr * (1 - group["dampening"]) / (1 - group["momentum"])
    state = optimizer.state.get(w)
    if not state:
        raise ValueError("prox_step must follow optimizer.step(). This one has taken no step yet.")
    v = state["max_exp_avg_sq" if group["amsgrad"] else "exp_avg_sq"]
    v_hat = v / (1 - float(group["betas"][1]) ** float(state["step"]))
    return lr / (v_hat.sqrt() + group["eps"])
