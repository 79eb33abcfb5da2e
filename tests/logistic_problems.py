"""Problems for the logistic loss, and its duality gap from the formulas."""

from __future__ import annotations

import numpy as np

from regkit import L1, L2, ElasticNet

Exact = np.longdouble
LAST = np.nextafter(Exact(1), Exact(0))  # before 1
KINDS = ("plain", "unbalanced", "constant", "rare", "wide", "scaled", "single", "certain")


def gap_of(X, y, w, b, penalty, *, omega=None, factors=None, fit_intercept=True):
    """Compute the duality gap anew, from its formula, with three more digits."""
    X, y, w = (np.asarray(array, Exact) for array in (X, y, w))
    n, p = X.shape
    omega = np.ones(n) if omega is None else omega * n / omega.sum()
    factors = np.ones(p) if factors is None else factors
    rows = omega > 0  # a row without a weight says nothing
    X, y, omega = X[rows], y[rows], omega[rows]
    used = np.isfinite(factors)
    assert not w[~used].any()
    X, w, factors = X[:, used], w[used], factors[used]
    s = 2 * y - 1
    z = s * (X @ w + b)
    scale = np.log(2)
    if fit_intercept:  # the rarer class keeps the digits
        share = min(omega @ y, omega @ (1 - y)) / n
        scale = -share * np.log(share) - (1 - share) * np.log1p(-share)
    lam1, lam2 = penalty.lam1 * factors, penalty.lam2 * factors
    primal = omega @ np.logaddexp(0, -z) / n + lam1 @ np.abs(w) + lam2 @ (w * w)
    theta = np.exp(-np.logaddexp(0, z))
    free = X[:, factors == 0]
    if free.shape[1]:  # projected, in the norm of the curvature, off what is free
        A = np.column_stack([np.ones(len(y)), free]) if fit_intercept else free
        A = A / np.linalg.norm(A, axis=0).clip(1e-300)
        root = np.sqrt(omega * theta * (1 - theta))
        q = s * omega * theta
        root = np.maximum(root, 1e-160)
        system = (A * root[:, None]).astype(float), (q / root).astype(float)
        c = np.linalg.lstsq(*system, rcond=1e-13)[0]
        theta = theta - s * theta * (1 - theta) * (A @ c)
    elif fit_intercept:
        up, down = (omega * theta)[y == 1].sum(), (omega * theta)[y == 0].sum()
        theta = theta * np.where(y == 1, min(1, down / up), min(1, up / down))
    g = np.abs(X.T @ (omega * s * theta)) / n
    held = factors > 0
    conjugate = 0.0
    if penalty.lam2 > 0:
        excess = np.maximum(g - lam1, 0)[held]
        conjugate = np.sum(excess**2 / (4 * lam2[held]))
    elif held.any():
        theta = theta * min(1.0, np.min(lam1[held] / np.maximum(g[held], 1e-300)))
    if theta.min() < -1e-15 or theta.max() > 1 + 1e-15:
        return np.inf
    rest = 1 - theta
    entropy = -theta * np.log(theta.clip(1e-300)) - rest * np.log1p(-theta.clip(None, LAST))
    return float((primal - (omega @ entropy / n - conjugate)) / scale)


def random_problem(seed):
    """Draw a problem: its kind, its sizes, its scales, its weights and its penalty."""
    rng = np.random.default_rng(seed)
    kind = KINDS[seed % len(KINDS)]
    n = int(rng.choice([4, 10, 30, 60]))
    p = int(rng.choice([1, 2, 5, 20])) if kind != "wide" else int(rng.choice([80, 160]))
    X = rng.standard_normal((n, p))
    w = rng.standard_normal(p) * (rng.random(p) < 0.5)
    signal, bias = X @ w, 0.0
    if kind == "unbalanced":
        bias = -2.5
    elif kind == "constant":
        X[:, rng.random(p) < 0.4] = rng.standard_normal()
    elif kind == "rare":
        X[:, rng.random(p) < 0.6] = (rng.random(n) < 0.08)[:, None]
    elif kind == "certain":
        signal = 20 * signal
    y = (signal + bias + rng.logistic(size=n) > 0).astype(float)
    if kind == "single":
        y = np.zeros(n)
        y[rng.integers(n)] = 1
    if kind == "scaled":
        X = X * 10.0 ** rng.uniform(-6, 6, p) + rng.standard_normal(p)
    fit_intercept = bool(rng.integers(2))
    if y.min() == y.max():
        y[0] = 1 - y[0]
    omega = None
    if rng.random() < 0.5:
        omega = rng.exponential(size=n) * (rng.random(n) < 0.9) + 1e-3 * y
        omega[np.argmin(y)] += 0.1
    factors = None
    if rng.random() < 0.5:
        factors = rng.choice([0.5, 1.0, 3.0, np.inf], size=p, p=[0.3, 0.4, 0.2, 0.1])
        if n > 20 and kind in ("plain", "rare", "unbalanced"):
            factors[: min(2, p - 1)] = 0.0
    top = np.abs(X.T @ (y - y.mean())).max() / n
    top = top if top > 1e-12 * np.abs(X).max() else 1.0  # where nothing varies
    curvature = np.linalg.norm(X - X.mean(axis=0), 2) ** 2 / (8 * n)
    curvature = curvature if curvature > 1e-24 * np.abs(X).max() ** 2 else 1.0
    lam1, lam2 = top * 10.0 ** rng.uniform(-4, 0.1), curvature * 10.0 ** rng.uniform(-4, 1)
    penalty = (L1(lam1), L2(lam2), ElasticNet(lam1, lam2))[rng.integers(3)]
    return X, y, penalty, omega, factors, fit_intercept
