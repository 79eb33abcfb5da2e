"""How each peer is called for the logistic loss; the problems that it is measured on.

``(1/n) sum_i log(1 + exp(-s_i x_i'w)) + lam (ratio ||w||_1 + (1 - ratio)/2 ||w||^2)``, s = 1 or -1,
without an intercept: celer fits none, and liblinear would penalize it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from peers import Solver, Worker, glmnet_is_there, timed
from problems import Problem, correlated, factors, gaussian, sparse
from sklearn.datasets import load_breast_cancer

HERE = Path(__file__).parent


def problem(
    X: np.ndarray, y: np.ndarray, ratio: float = 1.0, eps: float = 1e-3, single: float = 0.0
) -> Problem:
    """Return a problem for y in {0, 1}; for ratio 0 the strengths are as for the same lasso."""
    X = np.asfortranarray((X - X.mean(axis=0)) / X.std(axis=0))
    top = np.abs(X.T @ (y - 0.5)).max() / len(y)
    lams = np.array([top * single]) if single else np.geomspace(top, eps * top, 100)
    return Problem(X, np.asarray(y, dtype=float), ratio, lams)


def classes(X: np.ndarray, nonzeros: int, noise: float, seed: int) -> np.ndarray:
    return (sparse(X, nonzeros, noise, seed) > 0).astype(float)


def cancer(**how: float) -> Problem:
    X, y = load_breast_cancer(return_X_y=True)
    return problem(X, y, **how)


def expression(**how: float) -> Problem:
    X = factors(72, 7129)
    return problem(X, classes(X, 20, 0.5, 1), **how)


def tall(**how: float) -> Problem:
    X = gaussian(50_000, 100)
    return problem(X, classes(X, 30, 1.0, 1), **how)


def large(**how: float) -> Problem:
    X = correlated(1000, 5000)
    return problem(X, classes(X, 100, 0.3, 1), **{"eps": 1e-2, **how})


PROBLEMS: dict[str, Callable[..., Problem]] = {
    "cancer": cancer, "72x7129": expression, "tall": tall, "correlated": large,
}  # fmt: skip


def regkit(problem: Problem, tol: float) -> np.ndarray:
    from regkit import ElasticNet, fit, fit_path

    direction = ElasticNet(problem.ratio, (1 - problem.ratio) / 2)
    how = {"loss": "logistic", "standardize": False, "fit_intercept": False, "tol": tol}
    if len(problem.lams) == 1:
        return fit(problem.X, problem.y, float(problem.lams[0]) * direction, **how).coef[None]
    return fit_path(problem.X, problem.y, direction, problem.lams, **how).coefs


def sklearn(solver: str) -> Callable[[Problem, float], np.ndarray]:
    """Return scikit-learn's LogisticRegression, from the strongest penalty down."""

    def solve(problem: Problem, tol: float) -> np.ndarray:
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(
            l1_ratio=problem.ratio, solver=solver, fit_intercept=False, tol=tol,
            max_iter=20_000, warm_start=True, random_state=0,
        )  # fmt: skip
        W = []
        for lam in problem.lams:
            model.set_params(C=1 / (len(problem.y) * lam)).fit(problem.X, problem.y)
            W.append(model.coef_[0].copy())
        return np.array(W)

    return solve


def celer(problem: Problem, tol: float) -> np.ndarray:
    from celer import celer_path

    # celer sums the loss
    alphas = problem.lams * len(problem.y)
    s = 2 * problem.y - 1
    return celer_path(problem.X, s, "logreg", alphas=alphas, tol=tol, max_iter=200)[1].T


def skglm(problem: Problem, tol: float) -> np.ndarray:
    from skglm.datafits import Logistic
    from skglm.penalties import L1, L1_plus_L2
    from skglm.solvers import ProxNewton

    s = 2 * problem.y - 1
    W = []
    w = np.zeros(problem.X.shape[1])
    for lam in problem.lams:
        penalty = L1(lam) if problem.ratio == 1 else L1_plus_L2(lam, problem.ratio)
        solver = ProxNewton(tol=tol, fit_intercept=False, max_iter=200)
        w = solver.solve(problem.X, s, Logistic(), penalty, w_init=w, Xw_init=problem.X @ w)[0]
        W.append(w.copy())
    return np.array(W)


def peers(ratio: float) -> dict[str, Solver]:
    """Return the peers that know this penalty."""
    found: dict[str, Solver] = {"saga": timed(sklearn("saga"))}
    if ratio == 1:
        found |= {"liblinear": timed(sklearn("liblinear")), "celer": timed(celer)}
    if ratio == 0:
        found |= {name: timed(sklearn(name)) for name in ("liblinear", "lbfgs", "newton-cholesky")}
    if ratio > 0:
        found["skglm"] = timed(skglm)
    if glmnet_is_there():
        found["glmnet"] = Worker(["Rscript", str(HERE / "glmnet_worker.R"), "binomial"])
    return found


def gap(problem: Problem, W: np.ndarray) -> float:
    """Recompute the largest duality gap of a path, in units of log 2, the loss of no weight."""
    X, y, n = problem.X, problem.y, len(problem.y)
    s = 2 * y - 1
    worst = 0.0
    for lam, w in zip(problem.lams, W, strict=True):
        lam1, lam2 = lam * problem.ratio, lam * (1 - problem.ratio) / 2
        z = s * (X @ w)
        primal = np.logaddexp(0, -z).mean() + lam1 * np.abs(w).sum() + lam2 * (w @ w)
        t = np.exp(-np.logaddexp(0, z))
        g = np.abs(X.T @ (s * t)) / n
        conjugate = 0.0
        if lam2:
            conjugate = np.sum(np.maximum(g - lam1, 0) ** 2) / (4 * lam2)
        else:
            t = t * min(1.0, lam1 / g.max())
        inside = np.clip(t, 1e-300, 1)
        entropy = -(t * np.log(inside) + (1 - t) * np.log1p(-np.minimum(t, 1 - 1e-16))).mean()
        worst = max(worst, (primal - entropy + conjugate) / np.log(2))
    return worst
