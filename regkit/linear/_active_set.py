"""An exact solver for quadratics under an L1 penalty: guess the signs, solve, correct them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

# The ridge of the proximal-point step, which keeps every linear system regular. It moves no
# solution: where the step is 0, so is its effect.
DELTA = 1e-13


def minimize(
    G: Array, c: Array, l1: Array, l2: Array, w: Array, max_iter: int
) -> tuple[Array, Array, int]:
    """``argmin_w 1/2 w'Gw - c'w + sum_j l1_j |w_j| + 1/2 sum_j l2_j w_j^2``.

    While the signs are right, the minimizer solves a linear system over the active weights. A
    step solves it, moves towards the solution without crossing a sign that raises the
    objective, drops what reached 0, and, when nothing is dropped, lets in the weights whose
    gradient exceeds l1. The objective falls with every move, so no set of signs comes back.

    Parameters
    ----------
    G : ndarray (m, m)
        Positive semidefinite, with a diagonal of ones (or zeros).
    c, l1, l2, w : ndarray (m,)
        ``w`` is where the search starts.
    max_iter : int
        The largest number of linear systems to solve.

    Returns
    -------
    w : ndarray (m,)
    gradient : ndarray (m,)
        ``c - Gw``.
    n_iter : int

    References
    ----------
    Lee, H., Battle, A., Raina, R. and Ng, A. Y. (2007). Efficient sparse coding algorithms.
    Advances in Neural Information Processing Systems 19 (the feature-sign search), here with
    several weights entering at once.
    """
    w = w.copy()
    sign = np.sign(w)
    slack = 1e-12 * float(np.abs(c).max(initial=0.0))
    n_iter, polish, alone, moved = 0, 3, False, True
    while True:
        active = np.flatnonzero(sign)
        w_a = w[active]
        while active.size and n_iter < max_iter:
            n_iter += 1
            sign_a = sign[active]
            H = G[np.ix_(active, active)]
            H.flat[:: len(active) + 1] += l2[active]
            g = c[active] - l1[active] * sign_a - H @ w_a
            regular = H.copy()
            regular.flat[:: len(active) + 1] += DELTA
            step = np.linalg.solve(regular, g)
            target = w_a + step
            wrong = target * sign_a <= 0
            if not wrong.any():
                w_a, moved = target, True
                break
            stuck = wrong & (w_a == 0)
            if stuck.any():  # entered in the wrong direction: take them out again
                keep = ~stuck
                w_a = w_a[keep]
            else:
                d = np.where(wrong, 0.0, target) - w_a
                if d @ (H @ d / 2 - g) >= 0:  # too far: only up to the first change of sign
                    reach = np.where(wrong, w_a / np.where(wrong, -step, 1.0), np.inf)
                    d = reach.min() * step
                    d[reach == reach.min()] = -w_a[reach == reach.min()]
                w_a = w_a + d
                moved = True
                keep = w_a != 0
                w_a = w_a[keep]
            sign[active[~keep]] = 0
            active = active[keep]
        w[:] = 0.0
        w[active] = w_a
        gradient = c - G[:, active] @ w_a
        if n_iter >= max_iter:
            break
        excess = np.abs(gradient) - l1 - slack
        excess[active] = 0.0
        entering = np.flatnonzero(excess > 0)
        if entering.size:
            if not moved:  # all that entered together went the wrong way: one at a time, then
                if alone:
                    break
                entering = entering[[np.argmax(excess[entering])]]
            alone, moved = not moved, False
            sign[entering] = np.sign(gradient[entering])
        else:
            residual = gradient[active] - l1[active] * sign[active] - l2[active] * w_a
            polish -= 1
            if not polish or np.abs(residual).max(initial=0.0) <= slack:
                break
    return w, gradient, n_iter
