"""The lasso over few columns by homotopy: its path is a broken line, followed kink by kink."""

from __future__ import annotations

import numpy as np

from regkit.linear._types import Array


@np.errstate(divide="ignore", invalid="ignore")
def homotopy(G: Array, c: Array, n_lam1: Array, bound: Array | float = 1.0) -> Array | None:
    """``argmin 1/2 w'Gw - c'w + n_lam1 ||b w||_1`` for every n_lam1, descending; (k, p) or None.

    Between two kinks the active weights and the gradients of the others are ``u - n_lam1 v``. A
    tableau holds u, v and what they become when a variable changes sides: one exchange step
    replaces the solution of a system. Columns that depend on each other end it: None.

    References
    ----------
    Osborne, M. R., Presnell, B. and Turlach, B. A. (2000). A new approach to variable selection
    in least squares problems. IMA Journal of Numerical Analysis 20(3), 389-403.
    """
    k, p = len(n_lam1), len(c)
    G, c = (G / bound).T / bound, c / bound  # for b w
    tableau = np.zeros((p, p + 2))
    tableau[:, :p] = G
    tableau[:, p] = c
    u, v = tableau[:, p], tableau[:, p + 1]
    smallest = 1e-12 * G.diagonal()
    inactive = np.ones(p)
    side = np.sign(c)  # of the bound that a gradient meets, or that a weight falls towards
    W = np.zeros((k, p))
    ascending = -n_lam1
    j = int(np.abs(c).argmax())
    i = int(ascending.searchsorted(-abs(c[j]), side="right"))
    for _ in range(10 * p):
        if i >= k:
            return np.asarray(W / bound)
        if inactive[j]:
            if tableau[j, j] <= smallest[j]:
                return None
            v[j] += side[j]
        pivot = tableau[j, j]
        row, column = tableau[j] / pivot, tableau[:, j] / -pivot
        tableau -= tableau[:, j, None] * row
        tableau[j] = row
        tableau[:, j] = column
        tableau[j, j] = 1 / pivot
        if inactive[j]:
            side[j] = -side[j]
        else:
            v[j] += side[j]
        inactive[j] = 1.0 - inactive[j]
        np.copyto(side, np.sign(u), where=inactive > 0)
        far, speed = side * u, side * v + inactive
        kinks = np.where((far > 0) & (speed > 0), far / speed, 0.0)
        j = int(kinks.argmax())
        end = int(ascending.searchsorted(-kinks[j]))
        if end > i:
            W[i:end] = np.where(inactive > 0, 0.0, u - n_lam1[i:end, None] * v)
            i = end
    return None
