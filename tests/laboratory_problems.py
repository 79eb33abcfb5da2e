"""Problems for the solver in the laboratory's page, and what regkit makes of them."""

from __future__ import annotations

import numpy as np

from regkit import ElasticNet, cross_validate, fit_path
from regkit.linear._certificate import Certificate
from regkit.linear._logistic import described_logistic
from regkit.linear._logistic_certificate import feasible, gap_of
from regkit.linear._problem import described

KINDS = ("plain", "wide", "constant", "separable")  # and every other table is correlated
MIXES = (0.0, 0.05, 0.5, 0.95, 1.0)


def problem(seed):
    """Draw a table, its scales, its mix of penalties, four strengths and three folds."""
    rng = np.random.default_rng(seed)
    kind = "correlated" if seed % 2 else KINDS[seed // 2 % len(KINDS)]
    n, p = int(rng.choice([16, 30, 60])), int(rng.choice([1, 3, 8, 15]))
    if kind == "wide":
        n, p = 16, 40
    X = rng.standard_normal((n, p))
    if kind == "correlated":
        rho = rng.choice([0.5, 0.9, 0.99, 0.9999])
        X = np.sqrt(rho) * rng.standard_normal((n, 1)) + np.sqrt(1 - rho) * X
    elif kind == "constant":
        X[:, rng.random(p) < 0.4] = 3.1
    w = rng.standard_normal(p) * (rng.random(p) < 0.6)
    y = X @ w + 10.0 ** rng.uniform(-2, 0.5) * rng.standard_normal(n)
    X = X * 10.0 ** rng.uniform(-1, 1, p) + rng.uniform(-5, 5, p)
    classes = kind == "separable" or seed % 16 > 7
    if kind == "separable":
        y = X[:, 0] + 0.1 * y / np.abs(y).max()
    if classes:
        y = (y > np.median(y)).astype(float)
    fold = rng.permutation(n) % 3
    if classes:  # every class in every fold
        fold = np.empty(n, int)
        for label in (0, 1):
            rows = rng.permutation(np.flatnonzero(y == label))
            fold[rows] = np.arange(len(rows)) % 3
    mix, standardize = float(rng.choice(MIXES)), bool(rng.random() < 0.7)
    Z = X - X.mean(axis=0)
    if standardize:
        Z /= np.where(X.std(axis=0) > 1e-12, X.std(axis=0), 1)
    top = np.abs(Z.T @ (y - y.mean())).max() / n / max(1 - mix, 0.05)
    lams = (top if top > 1e-12 else 1.0) * np.geomspace(1.0, 1e-3, 4)
    return {
        "X": X,
        "y": y,
        "classes": bool(classes),
        "standardize": standardize,
        "mix": mix,
        "lams": lams,
        "fold": fold,
    }


def settings(given):
    """The arguments by which regkit's functions know the problem."""
    loss = "logistic" if given["classes"] else "squared_error"
    return {"loss": loss, "standardize": given["standardize"]}


def answers(given):
    """What regkit finds: weights, and the errors and choices of cross-validation."""
    direction, how = ElasticNet.mix(given["mix"]), settings(given)
    X, y, lams, fold = (given[name] for name in ("X", "y", "lams", "fold"))
    folds = [(np.flatnonzero(fold != f), np.flatnonzero(fold == f)) for f in range(3)]
    path = fit_path(X, y, direction, lams, tol=1e-14, **how)
    return path, cross_validate(X, y, direction, lams=lams, cv=folds, tol=1e-14, **how)


def gaps(given, coefs, intercepts):
    """The gaps of weights by regkit's certificates."""
    direction = ElasticNet.mix(given["mix"])
    described_as = described(given["X"], given["y"], **settings(given))
    if not given["classes"]:
        reduced = described_as.reduced
        design, lams = reduced.whole, given["lams"]
        W = coefs[:, reduced.kept] * reduced._scale
        strengths = lams * direction.lam1, lams * direction.lam2
        return Certificate.of(design).of_weights(design, W, *strengths)[0]
    logistic, found = described_logistic(described_as, direction), []
    for lam, w, b in zip(given["lams"], coefs, intercepts, strict=True):
        at = logistic.slopes(given["X"] @ w + b)
        q, bound = feasible(logistic, at), logistic.bound
        found.append(gap_of(logistic, lam, w[bound], at.loss, q, q @ logistic.X[:, bound], bound))
    return np.array(found)
