"""Ridge regression in closed form: one decomposition for every strength."""

from __future__ import annotations

import numpy as np

from regkit.linear._design import Design
from regkit.linear._types import Array


def ridge(design: Design, lam2: Array) -> Array:
    """``(X'X + 2n lam2 I)^-1 X'y = V diag(s / (s^2 + 2n lam2)) U'y`` for every lam2 > 0.

    Equally, ``w_j = x_j'r / (2n lam2)``. That is the more accurate form for columns so short
    that the penalty rules them; it gives a constant column exactly 0.

    References
    ----------
    Hastie, T., Tibshirani, R. and Friedman, J. (2009). The Elements of Statistical Learning,
    2nd ed., section 3.4.1 and 18.3.5.
    """
    strength = 2 * design.n * lam2[:, None]
    wide = design.p > design.n
    e, Q = np.linalg.eigh(design.kernel if wide else design.gram)
    everything = slice(None)
    W: Array = np.zeros((len(lam2), design.p))
    if strength.min() > 1e-8 * e[-1]:  # the smaller of X'X and XX' is accurate enough
        A = np.zeros((len(lam2), design.n))  # W = A X
        for _ in range(2):  # the second time corrects the rounding of the first
            if wide:
                error = design.residual(everything, W) - strength * A
                A += (error @ Q) / (e + strength) @ Q.T
                if not design.centred:  # rounding along the constant vector would be magnified
                    A -= A.mean(axis=1, keepdims=True)
                W = design.correlate(A)
            else:
                error = design.correlate(design.residual(everything, W)) - strength * W
                W += (error @ Q) / (e + strength) @ Q.T
    else:
        U, s, Vt = np.linalg.svd(design.entries(), full_matrices=False)
        W = ((design.y @ U) * s / (s * s + strength)) @ Vt
        error = design.correlate(design.residual(everything, W)) - strength * W
        W += (error @ Vt.T) / (s * s + strength) @ Vt  # the rounding of long columns' weights
    products = design.correlate(design.residual(everything, W))
    weights: Array = np.where(design.norms**2 < strength, products / strength, W)
    return weights
