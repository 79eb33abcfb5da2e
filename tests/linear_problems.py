"""Problems for the linear solvers, and what a minimizer has to satisfy, from the formulas."""

from __future__ import annotations

import numpy as np

from regkit import L1, L2, ElasticNet, NoPenalty

KINDS = ("plain", "duplicated", "near-duplicated", "constant", "zero", "correlated", "scaled")


def centred(X, y, fit_intercept):
    if not fit_intercept:
        return X, y
    X, y = X - X.mean(axis=0), y - y.mean()
    return X - X.mean(axis=0), y - y.mean()


def gap_of(X, y, w, penalty, fit_intercept):
    """Compute the duality gap anew, from its formula."""
    X, y = centred(X, y, fit_intercept)
    n, r = len(y), y - X @ w
    scale = y @ y / (2 * n)
    if scale == 0:
        return float(np.abs(w).max())
    g = X.T @ r / n
    lam1, lam2 = penalty.lam1, penalty.lam2
    if lam1 == lam2 == 0:
        size = np.linalg.norm(X) * np.linalg.norm(y)
        return float(np.linalg.norm(X.T @ r) / size) if size else 0.0
    primal = r @ r / (2 * n) + lam1 * np.abs(w).sum() + lam2 * (w @ w)
    if lam2 > 0:
        s = 1.0
        conjugate = np.sum(np.maximum(np.abs(g) - lam1, 0) ** 2) / (4 * lam2)
    else:
        s = min(1.0, lam1 / np.abs(g).max()) if np.abs(g).max() else 1.0
        conjugate = 0.0
    dual = (y @ y - (y - s * r) @ (y - s * r)) / (2 * n) - conjugate
    return float((primal - dual) / scale)


def assert_optimal(X, y, w, penalty, fit_intercept):
    """Check the optimality conditions of the L1 part, up to rounding in X'r."""
    X, y = centred(X, y, fit_intercept)
    n = len(y)
    g = X.T @ (y - X @ w) / n
    size = np.abs(X).T @ (np.abs(y) + np.abs(X) @ np.abs(w)) / n
    room = 1e-5 * penalty.lam1 + 1e-5 * penalty.lam2 * np.abs(w) + 1e-13 * size
    active = w != 0
    wanted = penalty.lam1 * np.sign(w) + 2 * penalty.lam2 * w
    assert np.all(np.abs(g - wanted)[active] <= room[active])
    assert np.all(np.abs(g)[~active] <= penalty.lam1 + room[~active])


def random_problem(seed):
    """Draw a problem: its kind, its sizes, its scales and its penalty."""
    rng = np.random.default_rng(seed)
    kind = KINDS[seed % len(KINDS)]
    n = int(rng.choice([1, 2, 3, 10, 20, 60]))
    p = int(rng.choice([1, 2, 3, 10, 20, 80])) if rng.random() < 0.8 else n
    X = rng.standard_normal((n, p))
    half = p // 2
    if kind == "correlated":
        X = np.sqrt(0.9999) * rng.standard_normal((n, 1)) + 0.01 * X
    elif kind == "duplicated":
        X[:, :half] = X[:, half : 2 * half]
    elif kind == "near-duplicated":
        noise = 10.0 ** rng.uniform(-8, -3) * rng.standard_normal((n, half))
        X[:, :half] = X[:, half : 2 * half] + noise
    elif kind == "constant":
        X[:, rng.random(p) < 0.4] = rng.standard_normal()
    elif kind == "zero":
        X[:, rng.random(p) < 0.4] = 0.0
    fit_intercept = bool(rng.integers(2))
    w = rng.standard_normal(p) * (rng.random(p) < 0.5)
    y = X @ w + 10.0 ** rng.uniform(-4, 1) * rng.standard_normal(n)
    if rng.random() < 0.06:
        y = np.full(n, rng.choice([0.0, 1.7]))
    if kind == "scaled":
        X = X * 10.0 ** rng.uniform(-8, 8, p)
    elif fit_intercept:
        X = X + 10 * rng.standard_normal(p)
    # strengths from 1e-6 of their natural scale upwards
    Xc, yc = centred(X, y, fit_intercept)
    natural1, natural2 = np.abs(Xc.T @ yc).max() / n, np.linalg.norm(Xc, 2) ** 2 / (2 * n)
    natural1 = natural1 if natural1 > 1e-12 * np.abs(X).max() * np.abs(y).max() else 1.0
    natural2 = natural2 if natural2 > 1e-24 * np.abs(X).max() ** 2 else 1.0
    lam1, lam2 = natural1 * 10.0 ** rng.uniform(-6, 0.3), natural2 * 10.0 ** rng.uniform(-6, 1)
    shape = rng.integers(3)
    penalty = (L1(lam1), L2(lam2), ElasticNet(lam1, lam2))[shape]
    return X, y, penalty, fit_intercept


def standardized(n=60, p=8, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, p)) + 0.5 * rng.standard_normal((n, 1))
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    return X, X[:, :3] @ [2.0, -1.0, 0.5] + rng.standard_normal(n) + 3


def weighted_gap(X, y, w, penalty, weights, factors, standardize, fit_intercept):
    """Compute the duality gap anew, from its formula with weights, factors and scales."""
    some = weights > 0
    X, y, omega = X[some], y[some], weights[some]
    n = len(y)
    omega = omega * n / omega.sum()
    kept = np.isfinite(factors)
    assert not w[~kept].any()
    X, w, f = X[:, kept], w[kept], factors[kept]
    if standardize:
        scale = np.sqrt(omega @ (X - omega @ X / n) ** 2 / n)
        scale[scale <= 1e-13 * np.abs(X).max(axis=0)] = 1.0
        X, w = X / scale, w * scale
    if fit_intercept:
        X, y = X - omega @ X / n, y - omega @ y / n
    root = np.sqrt(omega)
    X, y = X * root[:, None], y * root  # now products of columns are weighted ones
    r = y - X @ w
    size = y @ y / (2 * n)
    if size == 0:
        return float(np.abs(w).max(initial=0))
    if penalty.lam1 == penalty.lam2 == 0:
        size = np.linalg.norm(X) * np.linalg.norm(y)
        return float(np.linalg.norm(X.T @ r) / size) if size else 0.0
    off = r.copy()
    free = X[:, f == 0]
    if free.any():
        free = free / np.maximum(np.linalg.norm(free, axis=0), 1e-300)
        basis, sigma, _ = np.linalg.svd(free, full_matrices=False)
        basis = basis[:, sigma > 1e-10]
        off -= basis @ (basis.T @ r)
    strained = f > 0
    g, f, w = np.abs(X.T @ off)[strained] / n, f[strained], w[strained]
    primal = r @ r / (2 * n) + f @ (penalty.lam1 * np.abs(w) + penalty.lam2 * w**2)
    s, conjugate = 1.0, 0.0
    if penalty.lam2 > 0:
        conjugate = np.sum(np.maximum(g - penalty.lam1 * f, 0) ** 2 / (4 * penalty.lam2 * f))
    else:
        s = min([1.0, *(penalty.lam1 * f[g > 0] / g[g > 0])])
    dual = (y @ y - (y - s * off) @ (y - s * off)) / (2 * n) - conjugate
    return float((primal - dual) / size)


def weighted_problem(seed):
    """Draw a problem with its arguments: weights, factors, scales and intercept, in any mix."""
    rng = np.random.default_rng(seed)
    n, p = int(rng.choice([2, 3, 6, 12, 25, 50])), int(rng.choice([1, 2, 5, 12, 40]))
    X = rng.standard_normal((n, p)) + rng.choice([0.0, 5.0]) * rng.standard_normal(p)
    X *= 10.0 ** rng.uniform(-2, 2, p)
    y = X[:, 0] / np.abs(X[:, 0]).max() + rng.standard_normal(n)
    some = rng.integers(p, size=4)
    kind = rng.integers(6)
    if kind == 0:
        X[:, some[0]] = rng.standard_normal()
    elif kind == 1:
        X[:, some[0]] = X[:, some[1]]
    elif kind == 2:
        X[:, some[0]] = X @ rng.standard_normal(p)
    elif kind == 3:
        X[:, some] *= 0.0
    weights = (
        rng.integers(4, size=n).astype(float),
        rng.exponential(size=n) * 10.0 ** rng.uniform(-9, 9),
        np.ones(n),
    )[rng.integers(3)]
    weights[rng.integers(n)] += 1
    factors = (
        rng.choice([0, 0.5, 1, 3, np.inf], size=p, p=[0.2, 0.2, 0.3, 0.2, 0.1]),
        10.0 ** rng.uniform(-3, 3, p),
        rng.choice([0.0, np.inf], size=p),
        np.ones(p),
    )[rng.choice(4, p=[0.6, 0.2, 0.05, 0.15])]
    lam1, lam2 = 10.0 ** rng.uniform(-4, 1, 2)
    penalty = (L1(lam1), L2(lam2), ElasticNet(lam1, lam2), NoPenalty())[rng.integers(4)]
    standardize, fit_intercept = (bool(flag) for flag in rng.integers(2, size=2))
    return X, y, penalty, weights, factors, standardize, fit_intercept
