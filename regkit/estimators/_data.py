"""The data that estimators are given, as scikit-learn checks them, and as it does not."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import validate_data

from regkit._validate import column_names, finite, label, labels, plain, real
from regkit._warn import warn
from regkit.linear import CVResult, GridWarning
from regkit.linear._cross_validation import EMPTY
from regkit.penalties import L1, L2, NoPenalty, Penalty


def validated(estimator: Any, X: Any, *y: Any, **checks: Any) -> Any:
    """Return X, or X and y, as scikit-learn's ``validate_data`` does, without masks or times."""
    plain("X", X)
    names = column_names(X)
    if names:  # what is no number in a data frame is named by its column
        finite("X", real("X", X), names)
    for target in y:
        plain("y", target)
        if checks.get("y_numeric") and np.asarray(target).dtype.kind in "US":
            real("y", target)  # says that texts are none
    if y and not checks.get("y_numeric"):
        y = tuple(target if target is None else labels("y", target) for target in y)
    with np.errstate(over="ignore", invalid="ignore"):  # it adds all entries up, to find a NaN
        return validate_data(estimator, X, *y, dtype=np.float64, **checks)


def names_of(estimator: Any) -> tuple[str, ...] | None:
    """Return the names of the columns that an estimator was given, if they have some."""
    names = getattr(estimator, "feature_names_in_", None)
    return None if names is None else tuple(map(str, names))


def encoded(estimator: Any, y: Any) -> npt.NDArray[np.intp]:
    """Return the number of each row's class, and give the estimator its ``classes_``."""
    check_classification_targets(y)
    estimator.classes_, codes = np.unique(y, return_inverse=True)
    if len(estimator.classes_) < 2:
        only = label(estimator.classes_[0])
        raise ValueError(f"y must hold at least 2 classes. Got only one class, {only}.")
    return codes


def selected(result: CVResult, select: str) -> Penalty:
    """Return the best penalty, or that of ``"one_se"``, with a warning if it keeps no column."""
    if select == "best":
        return result.best
    if EMPTY in result.says:
        warn(f"{EMPTY} select='best' takes {result.best!r}.", GridWarning)
    return result.one_se


class PenaltyParameters(BaseEstimator):  # type: ignore[misc]  # untyped base
    """Let ``set_params(penalty__lam=...)`` replace the penalty, which does not change itself."""

    penalty: Any

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return the parameters; if ``deep``, the strengths of the penalty among them."""
        params: dict[str, Any] = super().get_params(deep)
        if deep:
            params |= {f"penalty__{name}": value for name, value in strengths(self).items()}
        return params

    def set_params(self, **params: Any) -> Self:
        """Set parameters: ``penalty__lam`` of L1 and L2, ``penalty__lam1`` of ElasticNet."""
        inner = {name: params.pop(name) for name in [*params] if name.startswith("penalty__")}
        super().set_params(**params)
        if inner:
            given = {name.removeprefix("penalty__"): value for name, value in inner.items()}
            known = strengths(self)
            for name in given:
                if name not in known:
                    offered = ", ".join(f"penalty__{k}" for k in known) or "none of this kind"
                    raise ValueError(
                        f"penalty__{name} is no parameter of penalty={self.penalty!r}. "
                        f"It has {offered}."
                    )
            self.penalty = type(self.penalty)(**known | given)
        return self


def strengths(estimator: Any) -> dict[str, float]:
    """Return the arguments that an estimator's penalty was made with."""
    penalty = estimator.penalty
    if isinstance(penalty, L1):
        return {"lam": penalty.lam1}
    if isinstance(penalty, L2):
        return {"lam": penalty.lam2}
    if isinstance(penalty, Penalty) and not isinstance(penalty, NoPenalty):
        return {"lam1": penalty.lam1, "lam2": penalty.lam2}
    return {}
