"""Programs that fit linear models: scikit-learn, glmnet, statsmodels, XGBoost, skglm."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from regkit._words import hinting
from regkit.conventions import _check as check
from regkit.conventions._table import Row, find
from regkit.penalties import Penalty

# scikit-learn's words for a penalty, where an estimator has them, and the one it has by itself
PENALTY = {"SGDRegressor": "l2", "SGDClassifier": "l2", "LogisticRegression": "deprecated"}


@hinting
def to_sklearn(
    penalty: Penalty,
    *,
    estimator: str | None = None,
    n: int | None = None,
    batch_size: int | None = None,
) -> dict[str, Any]:
    """``alpha = lam1 + 2 lam2``, ``l1_ratio = lam1 / alpha`` for ElasticNet; others as below.

    ======================  ====================================================================
    estimator               what it minimizes
    ======================  ====================================================================
    ``Lasso``               ``1/(2n) ||y - Xw - b||^2 + alpha ||w||_1``
    ``Ridge``               ``||y - Xw - b||^2 + alpha ||w||^2``
    ``ElasticNet``,         ``1/(2n) ||y - Xw - b||^2 + alpha P(w)``, with
    ``SGDRegressor``        ``P(w) = l1_ratio ||w||_1 + (1 - l1_ratio)/2 ||w||^2``
    ``LogisticRegression``  ``sum of cross-entropies + P(w) / C``
    ``SGDClassifier``       ``mean logistic loss + alpha P(w)``
    ``MLPRegressor``,       ``mean loss + alpha / (2 batch_size) ||w||^2`` in each minibatch
    ``MLPClassifier``       (with ``solver="lbfgs"`` the batch is the whole data)
    ======================  ====================================================================

    Parameters
    ----------
    penalty : Penalty
    estimator : str
        One of the above.
    n : int, optional
        Number of samples, for Ridge and LogisticRegression, which sum; with sample weights,
        their sum.
    batch_size : int, optional
        Samples in a minibatch, for the MLPs: scikit-learn's own is ``min(200, n)``.

    Returns
    -------
    dict
        Keyword arguments for the estimator.

    Raises
    ------
    TypeError, ValueError
        If a quantity is missing, not allowed or not read, or there is no such penalty.

    Notes
    -----
    With two classes LogisticRegression and the last layer of MLPClassifier hold one vector of
    weights where a softmax has two of half its size. The same ``lam1``, and ``lam2`` on the
    softmax's two, are ``lam1`` and ``lam2 / 2`` on the one. With three classes or more
    SGDClassifier fits one against the rest, which is not the softmax's problem.

    ``solver="liblinear"`` penalizes the intercept of LogisticRegression; without an intercept it
    solves the same problem. MLPRegressor sums over its outputs as regkit does; but lbfgs is given
    the gradient of that sum and the value of the mean, so that with several outputs it stops
    short of the minimum: take another solver.

    Ridge, LogisticRegression and the SGD estimators multiply each loss by its sample weight, so
    that weights of 3 make the penalty 3 times weaker; Lasso and ElasticNet make their mean 1
    first, as regkit does.

    References
    ----------
    Pedregosa, F. et al. (2011). Scikit-learn: machine learning in Python. Journal of Machine
    Learning Research 12, 2825-2830; and the user guide's formulas.

    Examples
    --------
    >>> from regkit import ElasticNet
    >>> to_sklearn(ElasticNet(lam1=0.25, lam2=0.125), estimator="ElasticNet")
    {'alpha': 0.5, 'l1_ratio': 0.5}
    """
    row = find("sklearn", estimator, "scikit-learn's estimators differ")
    return row.spell(penalty, row.own_loss, n=n, batch_size=batch_size)


@hinting
def from_sklearn(
    settings: Mapping[str, Any],
    *,
    estimator: str | None = None,
    n: int | None = None,
    batch_size: int | None = None,
) -> Penalty:
    """``lam1 = alpha l1_ratio``, ``lam2 = alpha (1 - l1_ratio) / 2`` for ElasticNet.

    The inverse of `to_sklearn`, which has the formula of every estimator.

    Parameters
    ----------
    settings : mapping
        The estimator's parameters, or all that its ``get_params()`` gives. What makes no
        difference is passed over; what makes another problem of it (``positive``,
        ``class_weight``, another ``loss``, liblinear with an intercept) is refused.
    estimator, n, batch_size
        As in `to_sklearn`. A number among the settings may take the place of ``batch_size``.

    Returns
    -------
    Penalty

    Raises
    ------
    TypeError, ValueError
        If a setting or a quantity is missing, not allowed or not read.

    Examples
    --------
    >>> from_sklearn({"alpha": 10.0}, estimator="Ridge", n=100)
    ElasticNet(lam1=0.0, lam2=0.05)
    >>> from_sklearn({"C": 0.5, "penalty": "l1"}, estimator="LogisticRegression", n=100)
    ElasticNet(lam1=0.02, lam2=0.0)
    """
    row = find("sklearn", estimator, "scikit-learn's estimators differ")
    if str(estimator).startswith("MLP"):
        settings, batch_size = _batch_apart(row, settings, batch_size)
    if estimator in PENALTY:
        settings = _penalty_in_numbers(row, settings, PENALTY[estimator])
    return row.read(settings, row.own_loss, n=n, batch_size=batch_size)


def _batch_apart(row: Row, settings: object, given: int | None) -> tuple[dict[str, Any], Any]:
    """Return an MLP's other settings, and the size of its batches."""
    known = [*row.names.values(), *row.only, "batch_size", "solver"]
    found = check.mapping(settings, known, row.neutral)
    solver, own = found.pop("solver", None), found.pop("batch_size", "auto")
    if own == "auto" or solver == "lbfgs":  # which takes all the data
        return found, given
    if given is not None and given != own:
        raise ValueError(
            f"batch_size must be that of the settings, {own!r}. Got {given!r} instead."
        )
    return found, own


def _penalty_in_numbers(row: Row, settings: object, own: str) -> dict[str, Any]:
    """Return the settings with ``l1_ratio`` in the place of scikit-learn's words."""
    known = [*row.names.values(), "penalty", *row.only]
    found = check.mapping(settings, known, row.neutral)
    if found.get("solver") == "liblinear" and found.get("fit_intercept", True):
        raise ValueError(
            "solver must not be 'liblinear' with an intercept, which it penalizes like a weight "
            "(intercept_scaling makes that weaker, not nothing). Got solver='liblinear' instead. "
            "The nearest is solver='lbfgs' or 'saga', or fit_intercept=False."
        )
    if found.get("l1_ratio", 0) is None:
        del found["l1_ratio"]
    kind = found.pop("penalty", own)
    if kind is None:
        nothing = math.inf if row.form == "inverse" else 0.0
        return found | {row.names["total"]: nothing, "l1_ratio": 0.0}
    if kind in ("l1", "l2"):
        return found | {"l1_ratio": 1.0 if kind == "l1" else 0.0}
    if kind not in ("elasticnet", own):
        allowed = "'l1', 'l2', 'elasticnet' or None"
        raise ValueError(f"penalty must be {allowed}. Got {kind!r} instead.")
    if kind == "elasticnet" and "l1_ratio" not in found:
        raise ValueError("settings must have 'l1_ratio' when penalty='elasticnet'.")
    return found


@hinting
def to_glmnet(
    penalty: Penalty, *, loss: str = "squared_error", y_sd: float | None = None
) -> dict[str, float]:
    """``lambda = lam1 + 2 s lam2``, ``alpha = lam1 / lambda``, with s = sd(y) or 1.

    glmnet documents ``1/(2n) ||y - Xw - b||^2 + lambda [alpha ||w||_1 + (1 - alpha)/2 ||w||^2]``,
    but ``family="gaussian"`` first divides y by its standard deviation, whatever
    ``standardize`` says (that is about X), so that in the units of y it minimizes
    ``1/(2n) ||y - Xw - b||^2 + lambda [alpha ||w||_1 + (1 - alpha)/(2 sd(y)) ||w||^2]``.
    With ``"binomial"`` and ``"multinomial"`` nothing is divided: s = 1.

    Parameters
    ----------
    penalty : Penalty
    loss : {"squared_error", "logistic", "cross_entropy"}
        The family: ``"gaussian"``, ``"binomial"``, ``"multinomial"``.
    y_sd : float, optional
        For the squared error: ``numpy.std(y)``, dividing by n; with sample weights the weighted
        one. With ``intercept=FALSE`` glmnet does not centre: ``sqrt(mean(y**2))``. For
        ``family=gaussian()`` (the object, which leaves y as it is) ``1``.

    Returns
    -------
    dict
        ``alpha`` and ``lambda``. Call glmnet with ``standardize=FALSE``, or see the weights as
        those of columns divided by their standard deviation (dividing by n).

    Raises
    ------
    TypeError, ValueError
        If a quantity is missing, not allowed or not read.

    Notes
    -----
    ``cv.glmnet`` fits each fold a path of its own and interpolates it to the strengths of the
    whole path. Give it ``lambda`` if its curve is to be that of exact fits. ``penalty.factor``
    is rescaled to mean 1. ``family="mgaussian"`` penalizes the rows of the weights as groups,
    which is another L1.

    References
    ----------
    Friedman, J., Hastie, T. and Tibshirani, R. (2010). Regularization paths for generalized
    linear models via coordinate descent. Journal of Statistical Software 33(1), 1-22.

    Examples
    --------
    >>> from regkit import ElasticNet
    >>> to_glmnet(ElasticNet(lam1=0.5, lam2=0.125), y_sd=2.0)
    {'alpha': 0.5, 'lambda': 1.0}
    """
    return find("glmnet").spell(penalty, loss, y_sd=y_sd)


@hinting
def from_glmnet(
    settings: Mapping[str, Any], *, loss: str = "squared_error", y_sd: float | None = None
) -> Penalty:
    """``lam1 = lambda alpha``, ``lam2 = lambda (1 - alpha) / (2 s)``, with s = sd(y) or 1.

    The inverse of `to_glmnet`.

    Parameters
    ----------
    settings : mapping
        ``alpha`` (1 if left out, as in glmnet) and ``lambda``.
    loss, y_sd
        As in `to_glmnet`.

    Returns
    -------
    Penalty

    Raises
    ------
    TypeError, ValueError
        If a setting or a quantity is missing, not allowed or not read.

    Examples
    --------
    >>> from_glmnet({"alpha": 0.5, "lambda": 1.0}, y_sd=2.0)
    ElasticNet(lam1=0.5, lam2=0.125)
    """
    return find("glmnet").read(settings, loss, y_sd=y_sd)


@hinting
def to_statsmodels(
    penalty: Penalty, *, estimator: str = "OLS", n: int | None = None
) -> dict[str, float]:
    """``alpha = lam1 + 2 lam2``, ``L1_wt = lam1 / alpha``; for Logit ``alpha = n lam1``.

    ``OLS.fit_regularized`` minimizes ``1/(2n) ||y - Xw||^2 + alpha P(w)`` and
    ``GLM.fit_regularized`` ``-loglike/n + alpha P(w)``, with
    ``P(w) = L1_wt ||w||_1 + (1 - L1_wt)/2 ||w||^2``. ``Logit.fit_regularized`` minimizes
    ``-loglike + alpha ||w||_1``: a sum, so ``n`` comes in, and no L2 part.

    Parameters
    ----------
    penalty : Penalty
    estimator : {"OLS", "GLM", "Logit"}
    n : int, optional
        Number of samples, for Logit.

    Returns
    -------
    dict
        Keyword arguments for ``fit_regularized``.

    Raises
    ------
    TypeError, ValueError
        If a quantity is missing, not allowed or not read, or there is no such penalty.

    Notes
    -----
    For GLM ``L1_wt`` is never below 1e-12. With 0 statsmodels takes another road, where it
    divides the loss by a scale that it estimates (Gaussian, Gamma), which is another problem.

    With an L1 part statsmodels never goes back to a weight that it once set to zero, and may stop
    short of the minimum without a word, the sooner the further the columns are from
    standardized. For pure L1 GLM has ``method="l1_slsqp"``, which arrives.

    A constant column is penalized like any other: give ``alpha`` as an array with a 0 for it,
    or centre X and y. GLM's ``freq_weights`` multiply the loss and not n. MNLogit penalizes the
    differences from its first class, where a softmax has a vector for each.

    References
    ----------
    Seabold, S. and Perktold, J. (2010). statsmodels: econometric and statistical modeling with
    Python. 9th Python in Science Conference.

    Examples
    --------
    >>> from regkit import ElasticNet
    >>> to_statsmodels(ElasticNet(lam1=0.25, lam2=0.125))
    {'alpha': 0.5, 'L1_wt': 0.5}
    """
    row = find("statsmodels", estimator)
    return row.spell(penalty, row.own_loss, n=n)


@hinting
def from_statsmodels(
    settings: Mapping[str, Any], *, estimator: str = "OLS", n: int | None = None
) -> Penalty:
    """``lam1 = alpha L1_wt``, ``lam2 = alpha (1 - L1_wt) / 2``; for Logit ``lam1 = alpha / n``.

    The inverse of `to_statsmodels`.

    Parameters
    ----------
    settings : mapping
        ``alpha``, a number, and for OLS and GLM ``L1_wt`` (1 if left out, as in statsmodels).
    estimator, n
        As in `to_statsmodels`.

    Returns
    -------
    Penalty

    Raises
    ------
    TypeError, ValueError
        If a setting or a quantity is missing, not allowed or not read.

    Examples
    --------
    >>> from_statsmodels({"alpha": 0.5, "L1_wt": 0.5})
    ElasticNet(lam1=0.25, lam2=0.125)
    """
    row = find("statsmodels", estimator)
    return row.read(settings, row.own_loss, n=n)


@hinting
def to_xgboost(penalty: Penalty) -> dict[str, Any]:
    """``alpha = lam1``, ``lambda = 2 lam2``, for the linear booster.

    With ``booster="gblinear"`` XGBoost minimizes
    ``mean loss + alpha ||w||_1 + lambda/2 ||w||^2``: it documents a sum, and multiplies both
    strengths by the sum of the sample weights. Its squared error has the 1/2, its logistic and
    softmax losses are regkit's, and the bias goes free.

    Parameters
    ----------
    penalty : Penalty

    Returns
    -------
    dict
        Parameters for ``xgboost.train``; ``XGBRegressor`` calls them ``reg_alpha`` and
        ``reg_lambda``. Give it rounds enough: each is one pass over the weights.

    Raises
    ------
    TypeError, ValueError
        If the penalty is none, or too large or small.

    Notes
    -----
    In trees, which are XGBoost's default, both act on the values of the leaves.

    References
    ----------
    Chen, T. and Guestrin, C. (2016). XGBoost: a scalable tree boosting system. KDD, 785-794.

    Examples
    --------
    >>> from regkit import ElasticNet
    >>> to_xgboost(ElasticNet(lam1=0.5, lam2=0.25))
    {'booster': 'gblinear', 'alpha': 0.5, 'lambda': 0.5}
    """
    return find("xgboost").spell(penalty)


@hinting
def from_xgboost(settings: Mapping[str, Any]) -> Penalty:
    """``lam1 = alpha``, ``lam2 = lambda / 2``, for the linear booster.

    The inverse of `to_xgboost`.

    Parameters
    ----------
    settings : mapping
        ``booster``, which must be ``"gblinear"``; ``alpha`` and ``lambda``, each 0 if left out.

    Returns
    -------
    Penalty

    Raises
    ------
    TypeError, ValueError
        If a setting is not allowed, or the booster has no weights.

    Examples
    --------
    >>> from_xgboost({"booster": "gblinear", "lambda": 0.5})
    ElasticNet(lam1=0.0, lam2=0.25)
    """
    return find("xgboost").read(settings)


@hinting
def to_skglm(penalty: Penalty, *, estimator: str | None = None) -> dict[str, float]:
    """``alpha = lam1 + 2 lam2``, ``l1_ratio = lam1 / alpha``, as scikit-learn's ElasticNet.

    Lasso and ElasticNet minimize what scikit-learn's do, and SparseLogisticRegression
    ``mean logistic loss + alpha [l1_ratio ||w||_1 + (1 - l1_ratio)/2 ||w||^2]``: a mean, where
    scikit-learn's LogisticRegression sums.

    Parameters
    ----------
    penalty : Penalty
    estimator : {"Lasso", "ElasticNet", "SparseLogisticRegression"}

    Returns
    -------
    dict
        Keyword arguments for the estimator.

    Raises
    ------
    TypeError, ValueError
        If the estimator is missing or not known, or has no such penalty.

    References
    ----------
    Bertrand, Q., Klopfenstein, Q., Bannier, P.-A., Gidel, G. and Massias, M. (2022). Beyond L1:
    faster and better sparse models with skglm. NeurIPS 35.

    Examples
    --------
    >>> from regkit import ElasticNet
    >>> to_skglm(ElasticNet(lam1=0.25, lam2=0.125), estimator="SparseLogisticRegression")
    {'alpha': 0.5, 'l1_ratio': 0.5}
    """
    row = find("skglm", estimator, "skglm's estimators differ")
    return row.spell(penalty, row.own_loss)


@hinting
def from_skglm(settings: Mapping[str, Any], *, estimator: str | None = None) -> Penalty:
    """``lam1 = alpha l1_ratio``, ``lam2 = alpha (1 - l1_ratio) / 2``.

    The inverse of `to_skglm`.

    Parameters
    ----------
    settings : mapping
        The estimator's parameters, or all that its ``get_params()`` gives.
    estimator
        As in `to_skglm`.

    Returns
    -------
    Penalty

    Raises
    ------
    TypeError, ValueError
        If a setting or the estimator is missing or not allowed.

    Examples
    --------
    >>> from_skglm({"alpha": 0.5, "l1_ratio": 0.5}, estimator="ElasticNet")
    ElasticNet(lam1=0.25, lam2=0.125)
    """
    row = find("skglm", estimator, "skglm's estimators differ")
    return row.read(settings, row.own_loss)
