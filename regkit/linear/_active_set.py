"""An exact solver for quadratics under an L1 penalty: guess the signs, solve, correct them.

While the signs of the weights are right, the minimizer solves a linear system over the active
(nonzero) weights. The solver keeps the inverse of that system's matrix and updates it as
weights enter and leave; conjugate gradients, preconditioned by it, give the exact solution even
where rounding or a change of the L2 part have made it stale.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from regkit.linear._types import Array, Index

# The ridge of the proximal-point step, which keeps every linear system regular. It moves no
# solution: where the step is 0, so is its effect.
DELTA = 1e-13
# The ridge of the preconditioner. Larger, so that the inverse of a singular matrix is usable.
BLUR = 1e-10
STALE = 25  # the most iterations of conjugate gradients with one inverse
BLOCK = 64  # rows that are updated at once
DIRECT = 64  # active weights, up to which a new factorization is cheaper than an old inverse


class ActiveSetSolver:
    """``1/2 (w - base)'G(w - base) - slope'(w - base)``, to be minimized under a penalty on w.

    The variables (columns of unit length) can grow in number. Arrays of the active ones are
    kept in one order and at the start of larger buffers, so that weights enter and leave
    without copying what stays.

    Attributes
    ----------
    gram : ndarray (m, m)
        The matrix G.
    base, slope : ndarray (m,)
        ``slope`` is minus the gradient at ``base``.
    var : ndarray (k,)
        The active variables; ``sign`` and ``w`` are theirs.
    """

    def __init__(self, G: Array, slope: Array) -> None:
        self._G = G
        self.m = len(slope)
        self.slope = slope
        self.base: Array = np.zeros(len(slope))
        self.k = 0
        self._var = np.zeros(0, dtype=np.intp)
        self._sign = np.zeros(0)
        self._w = np.zeros(0)
        self._rows = np.zeros((0, len(G)))  # rows of G
        self._H = np.zeros((0, 0))  # G among the active
        self._spent = 0  # iterations since the inverse was new
        self._M = np.zeros((0, 0))  # the inverse of H + diag(l2 + BLUR), up to staleness

    @property
    def gram(self) -> Array:
        return self._G[: self.m, : self.m]

    @property
    def var(self) -> Index:
        return self._var[: self.k]

    @property
    def sign(self) -> Array:
        return self._sign[: self.k]

    @property
    def w(self) -> Array:
        return self._w[: self.k]

    def weights(self) -> Array:
        """Return the weights of all variables."""
        w = np.zeros(len(self.slope))
        w[self.var] = self.w
        return w

    def gradient(self) -> Array:
        """``slope - G(w - base)``: minus the gradient at the current weights."""
        if self.base.any():  # the difference first: it is small, and so is its rounding
            gradient: Array = self.slope - self.gram @ (self.weights() - self.base)
            return gradient
        return self.slope - self.w @ self._rows[: self.k, : self.m]

    def start(self, w: Array, l2: Array) -> None:
        """Begin at the weights w, of a solver in which none is active yet."""
        active = np.flatnonzero(w)
        self._enter(active, np.sign(w[active]), l2)
        self.w[:] = w[active]

    def recentre(self, base: Array, slope: Array) -> None:
        """Take minus the gradient at ``base`` from outside, against accumulated rounding."""
        self.base, self.slope = base, slope

    def grow(self, cross: Array, corner: Array, slope: Array) -> None:
        """Add variables, with G's new rows (b, m) towards the old and (b, b) among themselves.

        Their ``slope`` is that at ``base``, which is 0 for them.
        """
        old, new = slice(0, self.m), slice(self.m, self.m + len(slope))
        self.m += len(slope)
        if self.m > len(self._G):
            room = 5 * self.m // 4
            self._G = larger(self._G, room, room)
            self._rows = larger(self._rows, len(self._rows), room)
        self._G[new, old] = cross
        self._G[old, new] = cross.T
        self._G[new, new] = corner
        self._rows[: self.k, new] = cross.T[self.var]
        self.base = np.concatenate([self.base, np.zeros(len(slope))])
        self.slope = np.concatenate([self.slope, slope])

    def forget(self) -> None:
        """Drop the variables that are not active; the active ones take their places in order."""
        k, var = self.k, self.var.copy()
        self.m = k
        self._G = self._H[:k, :k].copy()
        self._rows = larger(self._G, len(self._var), k)
        self._var[:k] = np.arange(k)
        self.base, self.slope = self.base[var], self.slope[var]

    def minimize(self, l1: Array, l2: Array, max_iter: int) -> tuple[Array, int]:
        """Minimize the quadratic ``+ sum_j l1_j |w_j| + 1/2 sum_j l2_j w_j^2`` from where w is.

        A step solves the system of the active weights, moves towards the solution without
        crossing a sign that raises the objective, drops what reached 0, and, when nothing is
        dropped, lets in the weights whose gradient exceeds l1. The objective falls with every
        move, so no set of signs comes back. Returns the weights of all variables and the number
        of systems solved.

        References
        ----------
        Lee, H., Battle, A., Raina, R. and Ng, A. Y. (2007). Efficient sparse coding algorithms.
        Advances in Neural Information Processing Systems 19 (the feature-sign search), here
        with several weights entering at once.
        """
        steps, polish, moved = 0, 6, True
        gradient: Array = self.gradient()
        floor = 1e-15 * float(np.abs(self.slope).max(initial=1e-300))
        slack = 10 * floor + (1e-8 if l2.any() else 1e-11) * float(l1.min(initial=np.inf))
        rtol = 1e-3
        while True:
            var, sign, w = self.var, self.sign, self.w
            l2_a = l2[var]
            residual: Array = gradient[var] - l1[var] * sign - l2_a * w
            while self.k and steps < max_iter:
                steps += 1
                step = self._solve(residual, l2_a, rtol, 0.1 * slack)
                target = w + step
                wrong = target * sign <= 0
                if not wrong.any():
                    w[:] = target
                    moved = True
                    break
                leaving = wrong & (w == 0)  # entered in the wrong direction
                if not leaving.any():
                    H = self._H[: self.k, : self.k]
                    leaving = wrong
                    d = np.where(wrong, -w, step)
                    change = H @ d + l2_a * d
                    if d @ (0.5 * change - residual) >= 0:
                        # too far: only up to the first change of sign
                        reach = np.full(self.k, np.inf)
                        reach[wrong] = w[wrong] / -step[wrong]
                        d = reach.min() * step
                        leaving = reach == reach.min()
                        d[leaving] = -w[leaving]
                        change = H @ d + l2_a * d
                    w += d
                    residual -= change
                    moved = True
                residual = self._leave(leaving, residual)
                var, sign, w = self.var, self.sign, self.w
                l2_a = l2[var]
            gradient = self.gradient()
            if steps >= max_iter:
                return self.weights(), steps
            excess = np.abs(gradient) - l1
            excess[var] = 0.0
            entering = np.flatnonzero(excess > slack)
            if entering.size:
                if not moved:  # one that enters moves the right way, but for rounding
                    return self.weights(), steps
                moved = False
                self._enter(entering, np.sign(gradient[entering]), l2)
                rtol = 1e-3
            else:
                residual = gradient[var] - l1[var] * sign - l2_a * w
                polish -= 1
                rtol = 1e-9
                if not polish or np.abs(residual).max(initial=0.0) <= slack:
                    return self.weights(), steps

    def path_tangent(self, l1: Array, l2: Array) -> Array:
        """Return how the active weights change, as l1 and l2 shrink in proportion."""
        pull = l1[self.var] * self.sign + l2[self.var] * self.w
        return self._solve(pull, l2[self.var], 1e-2, 0.0) if self.k else pull

    def _solve(self, b: Array, l2: Array, rtol: float, floor: float) -> Array:
        """``(H + diag(l2) + DELTA I)^-1 b``, to ``|residual| <= max(rtol |b|, floor)``.

        References
        ----------
        Golub, G. H. and Van Loan, C. F. (2013). Matrix Computations, 4th ed., section 11.5.
        """
        k = self.k
        H = self._H[:k, :k]
        shift = l2 + DELTA
        if k <= DIRECT:
            system = H.copy()
            system.flat[:: k + 1] += shift
            solution: Array = np.linalg.solve(system, b)
            return solution
        if self._spent > k // 3:  # by now a new inverse costs less than the old one's age
            self._invert(l2)
        target = max(rtol * rtol * float(b @ b), k * floor * floor)
        x = np.zeros(k)
        r = b.copy()
        for attempt in range(2):
            M = self._M[:k, :k]
            z = M @ r
            p = z
            rz = r @ z
            for iteration in range(STALE):
                q = H @ p + shift * p
                curvature = p @ q
                if not (rz > 0 and curvature > 0):  # rounding has spoiled the search directions
                    break
                a = rz / curvature
                x += a * p
                r -= a * q
                if r @ r <= target:
                    self._spent += iteration
                    return x
                z = M @ r
                rz, before = r @ z, rz
                p = z + (rz / before) * p
            if not attempt:
                self._invert(l2, closely=True)
                r = b - H @ x - shift * x
        return x

    def _invert(self, l2: Array, closely: bool = False) -> None:
        M = self._M[: self.k, : self.k]
        M[:] = self._H[: self.k, : self.k]
        M[np.diag_indices(self.k)] += l2 + BLUR
        M[:] = np.linalg.inv(M) if closely else inverse(M)
        self._spent = 0

    def _enter(self, variables: Index, signs: Array, l2: Array) -> None:
        """Make variables active, at weight 0, and border the inverse by them."""
        k, b = self.k, len(variables)
        if k + b > len(self._var):
            self._reserve(min(5 * (k + b) // 4, self.m))
        old, new = slice(0, k), slice(k, k + b)
        rows = self._rows[new, : self.m]
        np.take(self.gram, variables, axis=0, out=rows, mode="clip")  # without a copy
        B = rows[:, self.var]
        corner = rows[:, variables]
        self._H[new, old] = B
        self._H[old, new] = B.T
        self._H[new, new] = corner
        self._var[new] = variables
        self._sign[new] = signs
        self._w[new] = 0.0
        self.k = k + b
        if k <= DIRECT:
            self._spent = STALE * self.m  # there is no inverse yet
            return
        M = self._M
        U = M[old, old] @ B.T
        schur = corner - B @ U
        schur.flat[:: b + 1] += l2[variables] + BLUR
        try:
            last = inverse(schur)
        except np.linalg.LinAlgError:  # what is left of twins may be all rounding
            self._spent = STALE * self.m  # so a new inverse is due
            return
        V = U @ last
        _subtract_product(M[old, old], V, -U.T)
        M[old, new] = -V
        M[new, old] = -V.T
        M[new, new] = last

    def _leave(self, leaving: npt.NDArray[np.bool_], residual: Array) -> Array:
        """Make active weights inactive; return the residual of those that stay."""
        k = self.k
        out = np.flatnonzero(leaving)
        keep = k - len(out)
        if keep > DIRECT:
            M = self._M[:k, :k]
            C = M[:, out]
            _subtract_product(M, C, np.linalg.solve(M[np.ix_(out, out)], C.T))
        holes = out[out < keep]  # filled from the end
        movers = keep + np.flatnonzero(~leaving[keep:])
        for matrix in (self._H, self._M)[: 1 + (keep > DIRECT)]:
            matrix[holes, :k] = matrix[movers, :k]
            matrix[:k, holes] = matrix[:k, movers]
        for array in (self._rows, self._var, self._sign, self._w, residual):
            array[holes] = array[movers]
        self.k = keep
        return residual[:keep]

    def _reserve(self, size: int) -> None:
        """Make room for ``size`` active weights."""
        self._var = larger(self._var, size)
        self._sign = larger(self._sign, size)
        self._w = larger(self._w, size)
        self._rows = larger(self._rows, size, len(self._G))
        self._H = larger(self._H, size, size)
        self._M = larger(self._M, size, size)


def _subtract_product(M: Array, A: Array, B: Array) -> None:
    """``M -= A B``, in blocks of rows that stay in the processor's cache."""
    for start in range(0, len(M), BLOCK):
        rows = slice(start, start + BLOCK)
        M[rows] -= A[rows] @ B


def inverse(H: Array) -> Array:
    """Return the inverse of a positive definite matrix, by halves: most of it is products.

    It takes two fifths of the time of `numpy.linalg.inv`, which loses less where H is close to
    singular: what is left of a half may have become singular by rounding.
    """
    try:
        return _by_halves(H)
    except np.linalg.LinAlgError:
        whole: Array = np.linalg.inv(H)
        return whole


def _by_halves(H: Array) -> Array:
    k = len(H)
    if k <= DIRECT:
        M: Array = np.linalg.inv(H)
        return M
    old, new = slice(0, k // 2), slice(k // 2, k)
    M = np.empty_like(H)
    A = _by_halves(H[old, old])
    U = A @ H[old, new]
    M[new, new] = _by_halves(H[new, new] - H[new, old] @ U)
    V = U @ M[new, new]
    M[old, old] = A + V @ U.T
    M[old, new] = -V
    M[new, old] = -V.T
    return M


def larger(old: npt.NDArray[Any], *shape: int) -> npt.NDArray[Any]:
    """Return an array of a larger shape that begins with ``old``."""
    new = np.empty(shape, dtype=old.dtype)
    new[tuple(slice(0, size) for size in old.shape)] = old
    return new
