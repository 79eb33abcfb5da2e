"""The one door to the solvers: a problem and its strengths in, certified weights out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from regkit.linear._engines import solve
from regkit.linear._problem import Problem
from regkit.linear._types import Array
from regkit.penalties import Penalty


class Minimizers(NamedTuple):
    """The minimizers for k strengths: weights of the columns as given, intercepts and gaps."""

    coefs: Array
    intercepts: Array
    gaps: Array
    n_iter: int


def minimize(
    problem: Problem, direction: Penalty, lams: Array, tol: float, max_iter: int
) -> Minimizers:
    """Minimize for every lam (descending), up to ``max_iter`` linear systems in all."""
    if problem.loss == "logistic":
        from regkit.linear._logistic import logistic_path  # which an import of regkit need not pay

        return Minimizers(*logistic_path(problem, direction, lams, tol, max_iter))
    reduced = problem.reduced
    if reduced.penalized is reduced.whole:
        W, gaps, n_iter = solve(reduced.whole, direction, lams, tol, max_iter)
        return Minimizers(*reduced.of_whole(W), gaps, n_iter)
    # without a penalty, factors say nothing: the minimum norm is that of all columns
    k = np.count_nonzero(lams) if direction.lam1 or direction.lam2 else 0
    V, some, n_iter = solve(reduced.penalized, direction, lams[:k], tol, max_iter)
    W, others, _ = solve(reduced.whole, direction, lams[k:], tol, max_iter)
    (above, b_above), (below, b_below) = reduced.of_penalized(V), reduced.of_whole(W)
    coefs, intercepts = np.vstack([above, below]), np.append(b_above, b_below)
    return Minimizers(coefs, intercepts, np.append(some, others), n_iter)


def unhelped(problem: Problem) -> tuple[Array, Array]:
    """Return weights (1, p) and intercept (1,) under a penalty that leaves no penalized weight."""
    if problem.loss == "logistic":
        from regkit.linear._logistic import of_nothing

        return of_nothing(problem)
    return problem.reduced.of_penalized(np.zeros((1, problem.reduced.penalized.p)))


def mean_loss(problem: Problem, coefs: Array, intercepts: Array) -> Array:
    """Return the (weighted) mean loss of k models (k, p) on the rows of a problem."""
    z = coefs @ problem.X.T + intercepts[:, None]
    if problem.loss == "logistic":
        losses = np.logaddexp(0.0, (1 - 2 * problem.y) * z)
    else:
        losses = (z - problem.y) ** 2 / 2
    return np.asarray(np.average(losses, axis=1, weights=problem.weights))


def error_rate(problem: Problem, coefs: Array, intercepts: Array) -> Array:
    """Return the (weighted) share of rows whose more probable class is not theirs, for k models."""
    wrong = (coefs @ problem.X.T + intercepts[:, None] > 0) != problem.y
    return np.asarray(np.average(wrong, axis=1, weights=problem.weights))
