"""Answers to keywords that are not there: the one that was probably meant."""

from __future__ import annotations

import difflib
import functools
import inspect
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
C = TypeVar("C", bound=type)

# what people type, as other libraries and papers call it, and our names for it
MEANT = {
    "alpha": ("lam", "lam1", "lams", "l2_share"),
    "alphas": ("lams",),
    "lambda_": ("lam", "lam1", "lams"),
    "lam": ("lam1", "lams"),
    "lams": ("lam",),
    "reg": ("lam", "penalty"),
    "C": ("lam", "penalty"),
    "l1": ("lam1",),
    "l2": ("lam2",),
    "l1_ratio": ("l2_share", "directions"),
    "n_alphas": ("n_lams",),
    "nlambda": ("n_lams",),
    "learning_rate": ("lr", "optimizer"),
    "learning_rate_init": ("lr", "optimizer"),
    "eta": ("lr",),
    "step_size": ("step", "lr"),
    "lr": ("step", "optimizer"),
    "betas": ("beta1",),
    "epsilon": ("eps",),
    "gradient_clip": ("clip_norm",),
    "clipnorm": ("clip_norm",),
    "max_norm": ("clip_norm",),
    "normalize": ("standardize",),
    "scale": ("standardize",),
    "weights": ("sample_weight",),
    "class_weight": ("sample_weight",),
    "penalty_factor": ("factors",),
    "penalty_weights": ("factors",),
    "intercept": ("fit_intercept",),
    "bias": ("fit_intercept",),
    "random_state": ("seed",),
    "tolerance": ("tol",),
    "n_epochs": ("epochs",),
    "num_epochs": ("epochs",),
    "max_epochs": ("epochs",),
    "max_iter": ("n_iter", "epochs"),
    "folds": ("cv",),
    "n_splits": ("cv",),
    "k": ("cv",),
    "validation_data": ("validation",),
    "layers": ("sizes", "hidden_layer_sizes"),
    "hidden_layer_sizes": ("sizes",),
    "regularizer": ("penalty", "direction"),
    "direction": ("directions",),
}
# what has its place elsewhere
ELSEWHERE = {
    "weight_decay": "a penalty is no part of an optimizer: give train(..., L2(lam)), with "
    "method='decoupled' for the decay of AdamW",
    "nesterov": "there is no Nesterov momentum here",
    "warm_start": "a path starts each strength from the one before: use fit_path",
    "solver": "the solver follows from the shape of the data and the penalty",
    "positive": "weights of one sign only are not offered",
}


def hinting(function: Callable[P, R], name: str = "") -> Callable[P, R]:
    """Let a function answer an unknown keyword with the one that was meant."""

    @functools.wraps(function)
    def hinted(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except TypeError:
            known = inspect.signature(function).parameters
            unknown = [word for word in kwargs if word not in known]
            if not unknown or any(p.kind is p.VAR_KEYWORD for p in known.values()):
                raise
            said = answer(name or function.__name__, unknown[0], [k for k in known if k != "self"])
        raise TypeError(said)

    return hinted


def hinting_class(cls: C) -> C:
    """Let a class answer an unknown keyword with the one that was meant."""
    made: Any = cls
    made.__init__ = hinting(made.__init__, cls.__name__)
    return cls


def answer(function: str, word: str, known: list[str]) -> str:
    """Say that a function has no such parameter, and which it has that comes near."""
    said = f"{function} has no parameter {word!r}"
    if word in ELSEWHERE:
        return f"{said}: {ELSEWHERE[word]}."
    meant = [name for name in MEANT.get(word, ()) if name in known]
    meant = meant or difflib.get_close_matches(word, known, n=1)
    if meant:
        return f"{said}. Did you mean {meant[0]!r}?"
    return f"{said}. It has {', '.join(known)}." if known else f"{said}, and none at all."
