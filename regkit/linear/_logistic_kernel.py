"""Logistic paths under an L2 penalty, with more columns than rows: Newton's method on the rows.

The best weights are sums of rows, ``w = X'a / l2``. With ``K = X diag(1 / l2) X'`` they foretell
``Ka``, and ``sum_j l2_j w_j^2 = a'Ka``: X is met once for K, and once to go back. A Newton system
is solved by conjugate gradients, by a product with K each, only as well as the step deserves.
"""

from __future__ import annotations

import math

import numpy as np

from regkit.linear._design import TINY
from regkit.linear._logistic_newton import FURTHEST
from regkit.linear._logistic_path import CLOSE, EXACT, PRECISE, SMALL
from regkit.linear._logistic_problem import Logistic, Slopes
from regkit.linear._types import Array

DEEP = 0.1  # of the gap: what a system may leave of it
ROUNDING = 1e-10  # a smaller gap that a step does not halve is what rounding leaves


def kernel(X: Array, l2: Array) -> Array:
    """``X diag(1 / l2) X'``."""
    if l2.min() == l2.max():
        return np.asarray(X @ X.T / l2[0])
    n, p = X.shape
    K = np.zeros((n, n))
    step = max(n // 4, 64)  # columns that are copied at once: few beside K, enough for speed
    for start in range(0, p, step):
        part = X[:, start : start + step] / np.sqrt(l2[start : start + step])
        K += part @ part.T
    return K


def kernel_path(
    problem: Logistic, K: Array, ts: Array, v: Array, tol: float, max_iter: int
) -> tuple[Array, Array, int]:
    """Return a (k, n) and the free parts (k, r) for every strength, and the systems solved.

    Each starts where the two before it point to. Where one is too hard, this leaves out the rest.
    """
    newton = KernelNewton(problem, K, v, max_iter)
    A, V = np.zeros((len(ts), problem.n)), np.tile(v, (len(ts), 1))
    exact = len(ts) == 1 and K.size <= SMALL and tol <= PRECISE
    past: list[tuple[float, Array, Array, Array]] = []
    for i, t in enumerate(ts):
        x = math.log(t)
        if len(past) == 2 and past[0][0] > past[1][0] > x:
            (x0, *before), (x1, *last) = past
            share = min((x - x1) / (x1 - x0), 1.0)  # what is further off is not foretold
            ahead = (b + share * (b - a) for a, b in zip(before, last, strict=True))
            newton.a, newton.Ka, newton.v = ahead
        try:
            with np.errstate(over="ignore", invalid="ignore"):
                easy = newton.minimize(t, EXACT if exact else CLOSE * tol)
        except np.linalg.LinAlgError:  # the free part has no curvature left
            easy = False
        A[i], V[i] = newton.a, newton.v
        if not easy:
            break
        past = [*past, (x, newton.a, newton.Ka, newton.v)][-2:]
    return A, V, newton.n_systems


class KernelNewton:
    """The minimizer that follows the strengths.

    Attributes
    ----------
    a, Ka, v : ndarray
        The shares of the rows (n,), what they foretell, and the free part (r,).
    n_systems : int
        Linear systems solved.
    """

    def __init__(self, problem: Logistic, K: Array, v: Array, max_iter: int) -> None:
        self.problem, self.K, self.v = problem, K, v
        self.a: Array = np.zeros(problem.n)
        self.Ka: Array = np.zeros(problem.n)
        self.max_iter, self.n_systems = max_iter, 0

    def minimize(self, t: float, enough: float) -> bool:
        """Minimize at strength t, until the gap is about ``enough``; return whether that was easy.

        It is not, where many products with K, or a hundred steps, do not do.
        """
        problem, n, basis = self.problem, self.problem.n, self.problem.free.basis
        held, unit = 2 * n * t, 4 * n * n * t * problem.scale
        at, gap, left = problem.slopes(self.Ka + basis @ self.v), np.inf, 2 * n + 500
        for _ in range(100):
            d = at.curvature
            free = (basis.T * d) @ basis
            free.flat[:: len(free) + 1] += 1e-15 * np.trace(free) + TINY
            inverse = np.linalg.inv(free)
            dv = inverse @ (at.residual @ basis)  # of the free part alone
            y = at.residual - d * (basis @ dv) - held * self.a
            Ky = self.K @ y
            rho = float(y @ Ky)
            before, gap = gap, rho / unit
            if gap <= enough or (gap <= ROUNDING and gap > before / 2):
                return True
            if self.n_systems >= self.max_iter or left <= 0:
                break
            # (D K + held) da = y in the inner product of K, D the curvatures beside the free part
            da, dKa, p, Kp = np.zeros(n), np.zeros(n), y, Ky
            while left > 0:
                share = inverse @ ((d * Kp) @ basis)
                h = d * (Kp - basis @ share) + held * p
                length = rho / max(float(Kp @ h), TINY)
                da, dKa, dv = da + length * p, dKa + length * Kp, dv - length * share
                y = y - length * h
                Ky = self.K @ y
                rho, last = float(y @ Ky), rho
                left -= 1
                if rho <= DEEP * unit * max(gap, enough):
                    break
                p, Kp = y + rho / last * p, Ky + rho / last * Kp
            self.n_systems += 1
            there = self._go(held, at, da, dKa, dv)
            if there is None:
                break
            at = there
        return False

    def _go(self, held: float, at: Slopes, da: Array, dKa: Array, dv: Array) -> Slopes | None:
        """Go as far as the objective falls; return the loss there, if it does."""
        problem, basis = self.problem, self.problem.free.basis

        def objective(at: Slopes, a: Array, Ka: Array) -> float:
            return float(problem.omega @ at.loss + held / 2 * (a @ Ka))

        start, length = objective(at, self.a, self.Ka), 1.0
        z, dz = self.Ka + basis @ self.v, dKa + basis @ dv
        while length * np.abs(dz).max() > FURTHEST + np.abs(z).max():
            length /= 2
        least = 1e-8 * length
        while length > least:
            a, Ka = self.a + length * da, self.Ka + length * dKa
            there = problem.slopes(z + length * dz)
            if objective(there, a, Ka) <= start * (1 + 1e-13):
                self.a, self.Ka, self.v = a, Ka, self.v + length * dv
                return there
            length /= 2
        return None
