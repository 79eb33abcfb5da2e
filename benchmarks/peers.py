"""The peers: each solves a `Problem` to a tolerance of its own and returns weights (k, p).

glmnet and adelie run in processes of their own, which stay alive, time themselves and exchange
arrays through files: what is measured is the solver, not the transport.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
from problems import Problem

HERE = Path(__file__).parent
Solver = Callable[[Problem, float], tuple[np.ndarray, float]]  # weights and seconds


def timed(solve: Callable[[Problem, float], np.ndarray]) -> Solver:
    def run(problem: Problem, tol: float) -> tuple[np.ndarray, float]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            start = time.process_time()
            W = solve(problem, tol)
            return W, time.process_time() - start

    return run


def regkit(problem: Problem, tol: float) -> np.ndarray:
    from regkit import ElasticNet, fit, fit_path

    direction = ElasticNet(problem.ratio, (1 - problem.ratio) / 2)
    if len(problem.lams) == 1:
        penalty = float(problem.lams[0]) * direction
        return fit(problem.X, problem.y, penalty, fit_intercept=False, tol=tol).coef[None]
    return fit_path(
        problem.X, problem.y, direction, problem.lams, fit_intercept=False, tol=tol
    ).coefs


def sklearn(problem: Problem, tol: float) -> np.ndarray:
    from sklearn.linear_model import enet_path

    return enet_path(
        problem.X, problem.y, l1_ratio=problem.ratio, alphas=problem.lams, tol=tol,
        max_iter=100_000,
    )[1].T  # fmt: skip


def lars(problem: Problem, tol: float) -> np.ndarray:
    from sklearn.linear_model import lars_path

    alphas, _, coefs = lars_path(problem.X, problem.y, method="lasso", alpha_min=problem.lams[-1])
    return np.array([np.interp(problem.lams, alphas[::-1], c[::-1]) for c in coefs]).T


def celer(problem: Problem, tol: float) -> np.ndarray:
    from celer import celer_path

    return celer_path(
        problem.X, problem.y, "lasso", alphas=problem.lams, l1_ratio=problem.ratio, tol=tol,
        max_iter=200,
    )[1].T  # fmt: skip


def skglm(problem: Problem, tol: float) -> np.ndarray:
    from skglm.datafits import Quadratic
    from skglm.penalties import L1, L1_plus_L2
    from skglm.solvers import AndersonCD

    penalty = L1(1.0) if problem.ratio == 1 else L1_plus_L2(1.0, problem.ratio)
    solver = AndersonCD(tol=tol, fit_intercept=False, max_iter=200)
    return solver.path(problem.X, problem.y, Quadratic(), penalty, alphas=problem.lams)[1].T


class Worker:
    """A process that solves problems in another environment or language."""

    def __init__(self, command: list[str]) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.process = subprocess.Popen(
            [*command, str(self.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.current: Problem | None = None

    def __call__(self, problem: Problem, tol: float) -> tuple[np.ndarray, float]:
        """Solve a problem; return the weights (k, p) and the seconds it took."""
        if problem is not self.current:
            problem.X.T.tofile(self.folder / "X")  # column by column
            problem.y.tofile(self.folder / "y")
            problem.lams.tofile(self.folder / "lams")
            self.ask(f"load {len(problem.X)} {problem.X.shape[1]} {problem.ratio!r}")
            self.current = problem
        seconds = float(self.ask(f"solve {tol!r}"))
        W = np.fromfile(self.folder / "W").reshape(len(problem.lams), -1)
        return W, seconds

    def ask(self, line: str) -> str:
        """Send a line, and return the second word of the answer."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        while not (answer := self.process.stdout.readline()).startswith("done"):
            if not answer:
                raise RuntimeError("the worker has ended")
        return answer.split()[1]

    def close(self) -> None:
        """End the process that was started here."""
        self.process.kill()
        shutil.rmtree(self.folder)


def glmnet_is_there() -> bool:
    """Look for Rscript and the package."""
    asked = 'cat(requireNamespace("glmnet", quietly = TRUE))'
    return bool(shutil.which("Rscript")) and "TRUE" in subprocess.run(
        ["Rscript", "-e", asked], capture_output=True, text=True, check=False
    ).stdout  # fmt: skip


def workers() -> dict[str, Worker]:
    """Start what is there: glmnet with Rscript, adelie with the Python named in ADELIE_PYTHON."""
    found = {}
    if glmnet_is_there():
        found["glmnet"] = Worker(["Rscript", str(HERE / "glmnet_worker.R")])
    if python := os.environ.get("ADELIE_PYTHON"):
        found["adelie"] = Worker([python, str(HERE / "adelie_worker.py")])
    return found


PEERS = {"sklearn": sklearn, "LARS": lars, "skglm": skglm, "celer": celer}


def versions() -> str:
    from importlib.metadata import PackageNotFoundError, version

    found = {}
    for package in ("numpy", "scikit-learn", "skglm", "celer"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "missing"
    for name, worker in workers().items():
        found[name] = worker.ask("version")
        worker.close()
    return json.dumps(found).strip("{}").replace('"', "")
