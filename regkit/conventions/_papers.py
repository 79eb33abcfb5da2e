"""The paper of the Elastic Net, and the two articles that the book begins with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from regkit._words import hinting
from regkit.conventions._table import find
from regkit.penalties import Penalty


@hinting
def to_zou_hastie(penalty: Penalty, *, n: int | None = None) -> dict[str, float]:
    """``lambda1 = 2 sqrt(n) lam1``, ``lambda2 = 2 lam2``.

    The paper minimizes ``||y - Xw||^2 + lambda1 ||w||_1 + lambda2 ||w||^2`` over columns of
    **length** 1 (``sum_i x_ij^2 = 1``). ``penalty`` is meant for columns of standard deviation 1
    (``sum_i x_ij^2 = n``), whose weights are ``1/sqrt(n)`` times the paper's. The paper's
    correction ``1 + lambda2`` is then ``1 + 2 lam2``. (With one and the same X on both sides the
    two would be ``2 n lam1`` and ``2 n lam2``.)

    Parameters
    ----------
    penalty : Penalty
    n : int
        Number of samples, for the L1 part.

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
    >>> from regkit import ElasticNet
    >>> to_zou_hastie(ElasticNet(lam1=0.1, lam2=0.5), n=100)
    {'lambda1': 2.0, 'lambda2': 1.0}
    """
    return find("zou_hastie").spell(penalty, "squared_error", n=n)


@hinting
def from_zou_hastie(settings: Mapping[str, Any], *, n: int | None = None) -> Penalty:
    """``lam1 = lambda1 / (2 sqrt(n))``, ``lam2 = lambda2 / 2``.

    The inverse of `to_zou_hastie`.

    Parameters
    ----------
    settings : mapping
        ``lambda1`` and ``lambda2``.
    n
        As in `to_zou_hastie`.

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
    return find("zou_hastie").read(settings, "squared_error", n=n)


@hinting
def to_article(penalty: Penalty, *, n: int | None = None) -> dict[str, float]:
    """``lambda = n (lam1 + lam2)``, ``alpha = lam2 / (lam1 + lam2)``: the first article's mix.

    The article's objective is ``sum of losses + lambda [(1 - alpha) ||w||_1 + alpha ||w||^2]``:
    its ``alpha`` is the share of **L2**, the reverse of glmnet's and of scikit-learn's
    ``l1_ratio``. It prints the Elastic Net without ``lambda``, that is with ``lambda = 1``.

    Parameters
    ----------
    penalty : Penalty
    n : int
        Number of samples.

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
    >>> from regkit import ElasticNet
    >>> to_article(ElasticNet(lam1=0.375, lam2=0.125), n=100)
    {'alpha': 0.25, 'lambda': 50.0}
    """
    return find("article").spell(penalty, n=n)


@hinting
def from_article(settings: Mapping[str, Any], *, n: int | None = None) -> Penalty:
    """``lam1 = lambda (1 - alpha) / n``, ``lam2 = lambda alpha / n``.

    The inverse of `to_article`.

    Parameters
    ----------
    settings : mapping
        ``alpha``, and ``lambda`` (1 if left out, as the article prints it).
    n
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
    return find("article").read(settings, n=n)


@hinting
def to_l1_percent(penalty: Penalty, *, n: int | None = None) -> dict[str, float]:
    """``C = n (lam1 + lam2)``, ``l1_percent = lam1 / (lam1 + lam2)``: the second article's mix.

    The article's objective is
    ``l1_percent C ||w||_1 + (1 - l1_percent) C ||w||^2 + sum of losses``, with ``l1_percent``
    written as a fraction: 0.5 is fifty percent. A larger ``C`` regularizes **more**, the
    reverse of scikit-learn's ``C``.

    Parameters
    ----------
    penalty : Penalty
    n : int
        Number of samples.

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
    >>> from regkit import ElasticNet
    >>> to_l1_percent(ElasticNet(lam1=0.375, lam2=0.125), n=100)
    {'l1_percent': 0.75, 'C': 50.0}
    """
    return find("l1_percent").spell(penalty, n=n)


@hinting
def from_l1_percent(settings: Mapping[str, Any], *, n: int | None = None) -> Penalty:
    """``lam1 = l1_percent C / n``, ``lam2 = (1 - l1_percent) C / n``.

    The inverse of `to_l1_percent`.

    Parameters
    ----------
    settings : mapping
        ``l1_percent``, a fraction in [0, 1], and ``C``.
    n
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
    return find("l1_percent").read(settings, n=n)
