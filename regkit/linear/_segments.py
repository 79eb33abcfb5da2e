"""The Elastic Net over few columns by segments: in closed form while no weight changes its sign."""

from __future__ import annotations

import numpy as np

from regkit.linear._types import Array, Flags

STRETCH = 16  # strengths that a segment is tried on at once


@np.errstate(divide="ignore", invalid="ignore", over="ignore")  # dependent columns
def segments(
    G: Array, c: Array, n_lam1: Array, two_n_lam2: Array, bound: Array | float = 1.0
) -> tuple[Array, Flags]:
    """``argmin 1/2 w'Gw - c'w + n_lam1 ||b w||_1 + two_n_lam2 / 2 ||w||^2`` along paths in step.

    With the eigenvectors Q and eigenvalues e of the active columns' Gram matrix, the minimizer
    is ``Q (Q'c - n_lam1 Q'bs) / (e + two_n_lam2)`` for every strength with the signs s.

    Parameters
    ----------
    G : ndarray (b, p, p)
    c : ndarray (b, p)
    n_lam1, two_n_lam2 : ndarray (b, k)
        Descending.
    bound : ndarray (p,) or float
        The L1 part of each column is multiplied by it.

    Returns
    -------
    W : ndarray (b, k, p)
    done : ndarray of bool (b,)
        Whether the path's end was reached; columns that depend on each other may stop it.
    """
    b, k = n_lam1.shape
    W = np.zeros((b, k, c.shape[1]))
    all_signs = np.zeros_like(c)
    start, failures = np.zeros(b, dtype=np.intp), np.zeros(b, dtype=np.intp)
    identity = np.eye(c.shape[1])
    live = np.arange(b)
    while live.size:
        sign = all_signs[live]
        active = sign != 0
        A = np.where(active[:, :, None] & active[:, None, :], G[live], identity)
        e, Q = np.linalg.eigh(A)
        here = live[:, None], np.minimum(start[live, None] + np.arange(STRETCH), k - 1)
        l1, l2 = n_lam1[here][:, :, None], two_n_lam2[here][:, :, None]
        projected = np.stack([np.where(active, c[live], 0.0), bound * sign], axis=1) @ Q
        w = (projected[:, :1] - projected[:, 1:] * l1) / (e[:, None] + l2)
        w = np.where(active[:, None], w @ Q.transpose(0, 2, 1), 0.0)
        gradient = c[live, None] - w @ G[live]
        limit = l1 * bound * (1 + 1e-12)
        within = np.where(active[:, None], w * sign[:, None] > 0, np.abs(gradient) <= limit)
        right: Flags = np.all(within, axis=2)
        good = np.where(np.all(right, axis=1), STRETCH, right.argmin(axis=1))
        W[here] = w  # what is not right will be written over
        start[live] += good
        failures[live] = np.where(good > 0, 0, failures[live] + 1)
        first = np.arange(len(live)), np.minimum(good, STRETCH - 1)
        change = np.where(active, 0.0, np.sign(gradient[first]))
        all_signs[live] = np.where(within[first], sign, change)
        live = live[(start[live] < k) & (failures[live] < 10)]
    W[start < k] = 0.0
    return W, start >= k
