"""Paths over few columns, from the Gram matrix ``G = X'X`` and ``c = X'y`` alone.

Three ways to the same minimizers of ``1/2 w'Gw - c'w + l1 ||w||_1 + l2/2 ||w||^2``: a lasso path
from kink to kink, several small paths in step, and, where the columns are nearly orthogonal, all
strengths at once by gradient steps. Each gives up where it is not at its best.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from regkit.linear._design import EPS, duality_gap

Array = npt.NDArray[np.floating[Any]]

FEW = 32  # columns, up to which these ways are the cheapest for any data
STRETCH = 16  # strengths that a segment is tried on at once
ROUNDS = 150  # gradient steps that cost less than exact solutions one by one


def gram_path(G: Array, c: Array, l1: Array, l2: Array) -> Array | None:
    """Follow one path over descending strengths; return the weights (k, p) or None."""
    if len(c) > FEW:  # the eigenvalues have to pay for themselves
        return gradient_steps(G, c, l1, l2) if 10 * len(l1) >= len(c) else None
    if not l2.any():
        return lasso_kinks(G, c, l1)
    W, done = segments(G[None], c[None], l1[None], l2[None])
    return W[0] if done[0] else None


@np.errstate(divide="ignore", invalid="ignore")
def lasso_kinks(G: Array, c: Array, l1: Array) -> Array | None:
    """Follow the path of the lasso, a broken line, from kink to kink.

    Between two kinks the active weights and the gradients of the others are ``u - l1 v``. A
    tableau holds u, v and what they become when a variable changes sides: one exchange step
    replaces the solution of a system. Columns that depend on each other end it, with None.

    References
    ----------
    Osborne, M. R., Presnell, B. and Turlach, B. A. (2000). A new approach to variable selection
    in least squares problems. IMA Journal of Numerical Analysis 20(3), 389-403.
    """
    k, p = len(l1), len(c)
    tableau = np.zeros((p, p + 2))
    tableau[:, :p] = G
    tableau[:, p] = c
    u, v = tableau[:, p], tableau[:, p + 1]
    smallest = 1e-12 * G.diagonal()
    inactive = np.ones(p)
    side = np.sign(c)  # of the bound that a gradient meets, or that a weight falls towards
    W = np.zeros((k, p))
    ascending = -l1
    j = int(np.abs(c).argmax())
    i = int(ascending.searchsorted(-abs(c[j]), side="right"))
    for _ in range(10 * p):
        if i >= k:
            return W
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
            W[i:end] = np.where(inactive > 0, 0.0, u - l1[i:end, None] * v)
            i = end
    return None


@np.errstate(divide="ignore", invalid="ignore", over="ignore")  # dependent columns
def segments(G: Array, c: Array, l1: Array, l2: Array) -> tuple[Array, npt.NDArray[np.bool_]]:
    """Follow b paths in step, each by segments within which no weight changes its sign.

    With the eigenvectors Q and eigenvalues e of the active columns' Gram matrix, the minimizer
    is ``Q (Q'c - l1 Q's) / (e + l2)`` for every strength with the signs s.

    Parameters
    ----------
    G : ndarray (b, p, p)
    c : ndarray (b, p)
    l1, l2 : ndarray (b, k)
        Descending.

    Returns
    -------
    W : ndarray (b, k, p)
    done : ndarray of bool (b,)
        Whether the path's end was reached; columns that depend on each other may stop it.
    """
    b, k = l1.shape
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
        lam1, lam2 = l1[here][:, :, None], l2[here][:, :, None]
        force = np.stack([np.where(active, c[live], 0.0), sign], axis=1) @ Q
        w = (force[:, :1] - force[:, 1:] * lam1) / (e[:, None] + lam2)
        w = np.where(active[:, None], w @ Q.transpose(0, 2, 1), 0.0)
        gradient = c[live, None] - w @ G[live]
        limit = lam1 * (1 + 1e-12)
        within = np.where(active[:, None], w * sign[:, None] > 0, np.abs(gradient) <= limit)
        right: npt.NDArray[np.bool_] = np.all(within, axis=2)
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


def gradient_steps(G: Array, c: Array, l1: Array, l2: Array) -> Array | None:
    """Minimize for k strengths at once, to rounding, by accelerated proximal gradient steps.

    The number of steps follows from the condition number of G for columns of length 1; None
    where it is too large. Products of G with k vectors are much faster than k solutions.

    References
    ----------
    Nesterov, Y. (2004). Introductory Lectures on Convex Optimization. Kluwer, section 2.2.
    """
    norms: Array = np.sqrt(G.diagonal())
    if not np.all(norms > 0):
        return None
    G, c = G / np.outer(norms, norms), c / norms
    e = np.linalg.eigvalsh(G)
    root = np.sqrt(max(e[0] / e[-1], 0.0))
    if not (1 - root) ** ROUNDS < EPS:
        return None
    momentum = (1 - root) / (1 + root)
    step = 1 / e[-1]
    contraction = np.eye(len(c)) - step * G
    threshold = step * l1[:, None] / norms
    shrinkage = 1 / (1 + step * l2[:, None] / norms**2)
    W, before, ahead = (np.zeros((len(l1), len(c))) for _ in range(3))
    for _ in range(int(np.log(EPS) / np.log(1 - root + EPS)) + 2):
        W, before = before, W
        np.matmul(ahead, contraction, out=W)
        W += step * c
        W -= np.clip(W, -threshold, threshold, out=ahead)
        W *= shrinkage
        np.subtract(W, before, out=ahead)
        ahead *= momentum
        ahead += W
    W /= norms
    return W


def gram_gaps(
    G: Array, c: Array, y_squared: float, n: int, W: Array, lam1: Array, lam2: Array
) -> Array:
    """Return the duality gap of each row of W; infinity where rounding leaves it unknown.

    ``||r||^2`` and ``X'r`` come from the Gram matrix. That is accurate while the fit does not
    hinge on the cancellation of large terms.
    """
    gradient = c - W @ G
    Wc = W @ c
    r_squared = y_squared - Wc - np.einsum("ij,ij->i", W, gradient)
    gaps = duality_gap(y_squared, r_squared, y_squared - Wc, gradient / n, W, lam1, lam2, n)
    gaps[np.abs(W) @ np.sqrt(G.diagonal()) > 1e3 * np.sqrt(y_squared)] = np.inf
    return gaps
