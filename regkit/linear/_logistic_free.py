"""The logistic loss without a penalty: Newton's method over what is free."""

from __future__ import annotations

import numpy as np

from regkit._validate import column
from regkit.linear._design import TINY
from regkit.linear._logistic_newton import FURTHEST
from regkit.linear._logistic_problem import Logistic
from regkit.linear._separation import SeparationError, separating
from regkit.linear._types import Array

DEEP = 25.0  # linear predictors beyond it make one look whether the classes are separated


def minimize_free(problem: Logistic, tol: float, max_iter: int) -> tuple[Array, Array, int]:
    """Minimize over the intercept and the free columns; return v, z and the systems solved.

    Classes that they separate are refused.
    """
    free, n = problem.free, problem.n
    v: Array = np.zeros(free.r)
    z: Array = np.zeros(n)
    if not free.r:
        return v, z, 0
    if problem.fit_intercept:
        if problem.y.min() == problem.y.max():
            only = int(problem.y[0])
            raise SeparationError(
                "y must hold both classes where an intercept is fitted: it would grow for ever. "
                f"Got only {problem.called[only]} in all {n} rows instead.",
                np.zeros(problem.p),
                2.0 * only - 1,
            )
        odds = float(np.log(problem.shares[1]) - np.log(problem.shares[0]))
        v = odds * free.against(np.ones(n))
        z = np.full(n, odds)
        if free.r == 1:
            return v, z, 1
    steps, looked = 0, False
    at = problem.slopes(z)
    loss = float(problem.mean_loss(at.loss))
    while steps < max_iter:
        slope = free.against(at.residual)
        size = float(np.linalg.norm(slope))
        if size <= 1e-2 * tol and size <= 0.5 * np.abs(at.residual).min():
            break  # such residuals, a little moved, prove that the classes overlap
        if size <= 1e-15 * n or np.abs(z).max() > DEEP or steps > 50:
            if not looked:
                refuse_separated(problem)
                looked = True
            if size <= 1e-15 * n:
                break
        steps += 1
        H = free.gram(at.curvature)
        H.flat[:: free.r + 1] += 1e-15 * np.trace(H) + 1e-300
        step = np.linalg.solve(H, slope)
        move = free.predictor(step)
        t = min(1.0, (FURTHEST + np.abs(z).max()) / max(np.abs(move).max(), TINY))
        for _ in range(30):
            there = problem.slopes(z + t * move)
            new = float(problem.mean_loss(there.loss))
            if new <= loss * (1 + 1e-14):
                break
            t /= 2
        v, z, at, loss = v + t * step, z + t * move, there, new
    return v, z, steps


def refuse_separated(problem: Logistic) -> None:
    """Raise an error if the free part separates the classes."""
    free = problem.free
    v = separating(free, problem.s)
    if v is None:
        return
    v = v / np.abs(free.predictor(v)).max()
    direction = np.zeros(problem.p)
    direction[free.columns] = free.weights(v)
    intercept = float(problem.intercept(direction, v))
    reach = np.abs(direction) * np.abs(problem.X + problem.shift).max(axis=0)
    direction[reach < 1e-12] = 0.0
    intercept = 0.0 if abs(intercept) < 1e-12 else intercept
    large = np.argsort(-np.abs(direction))[:3]
    said = " ".join(
        f"{direction[j]:+.3g} * {column(int(j), problem.names)}" for j in large if direction[j]
    )
    said += " + ..." if np.count_nonzero(direction) > len(large) else ""
    said += f" {intercept:+.3g}" if intercept else ""
    what = "The intercept and columns" if problem.fit_intercept else "Columns"
    zero, one = problem.called
    raise SeparationError(
        f"The classes in y must overlap where no penalty acts. {what} without a penalty separate "
        f"{one} from {zero}: {said} is nowhere below 0 in {one} and nowhere above 0 in {zero}, "
        "so these weights would grow for ever. Penalize the columns.",
        direction,
        intercept,
    )
