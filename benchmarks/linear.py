"""Measure regkit's linear solvers beside their peers, at equal or better accuracy.

``python benchmarks/linear.py [paths|cv|cold|memory|growth ...]`` writes results-linear.md.
Times are processor times of one thread; the methods take turns within a run.
"""

from __future__ import annotations

import os

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import functools
import subprocess
import sys
import time
import tracemalloc
import warnings
from pathlib import Path

import numpy as np
import peers
import problems
import report
from problems import Problem
from report import HEADER
from timing import interleave, ratio

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
PEER_GAP = 1e-6
OWN_TOL = 1e-9
GOALS = {
    "diabetes": 3, "tall": 1, "72x7129": 6, "wide": 3, "correlated": 5,
    "correlated, ratio .5": 4, "single lambda": 1,
    "CV diabetes": 16, "CV p=100": 3, "CV wide": 16,
}  # fmt: skip
# where a first try at a path showed that a peer needs minutes
TOO_SLOW = {
    (name, peer)
    for name in ("wide", "correlated", "correlated, ratio .5")
    for peer in ("sklearn", "glmnet", "adelie")
} - {("wide", "glmnet"), ("wide", "adelie")}


def gap(problem: Problem, W: np.ndarray) -> float:
    """Recompute the largest duality gap of a path, in units of mean(y^2)/2."""
    X, y, n = problem.X, problem.y, len(problem.y)
    worst = 0.0
    for lam, w in zip(problem.lams, W, strict=True):
        lam1, lam2 = lam * problem.ratio, lam * (1 - problem.ratio) / 2
        r = y - X @ w
        g = np.abs(X.T @ r) / n
        primal = r @ r / (2 * n) + lam1 * np.abs(w).sum() + lam2 * (w @ w)
        s, conjugate = 1.0, 0.0
        if lam2:
            conjugate = np.sum(np.maximum(g - lam1, 0) ** 2) / (4 * lam2)
        else:
            s = min(1.0, lam1 / g.max())
        dual = (y @ y - (y - s * r) @ (y - s * r)) / (2 * n) - conjugate
        worst = max(worst, (primal - dual) / (y @ y / (2 * n)))
    return worst


# the first power of ten that is tried; looser ones were too inaccurate on every problem (LARS
# has no tolerance to tune)
FIRST = {"sklearn": 5, "LARS": 15, "skglm": 5, "celer": 5, "glmnet": 8, "adelie": 8}


def tune(solve: peers.Solver, problem: Problem, first: int) -> tuple[float, float]:
    """Return the loosest tolerance (a power of ten) that is accurate enough, and its gap."""
    for exponent in range(first, 16):
        tol = 10.0**-exponent
        reached = gap(problem, solve(problem, tol)[0])
        if reached <= PEER_GAP:
            return tol, reached
    return tol, reached


def measure(name: str, problem: Problem, others: dict[str, peers.Solver]) -> list[str]:
    own = peers.timed(peers.regkit)
    own_gap = gap(problem, own(problem, OWN_TOL)[0])
    methods = {"regkit": lambda: own(problem, OWN_TOL)[1]}
    notes = {}
    for peer, solve in others.items():
        if (name, peer) in TOO_SLOW or (peer == "LARS" and (problem.ratio < 1)):
            continue
        try:
            tol, reached = tune(solve, problem, FIRST[peer])
        except (RuntimeError, ImportError, ValueError) as error:
            print(f"{name}: {peer} left out ({error})", file=sys.stderr)
            continue
        if reached > PEER_GAP:
            print(f"{name}: {peer} left out, its gap is {reached:.0e}", file=sys.stderr)
            continue
        notes[peer] = (tol, reached)
        methods[peer] = functools.partial(lambda s, t: s(problem, t)[1], solve, tol)
    times = interleave(methods)
    ratios = {peer: ratio(times[peer], times["regkit"]) for peer in notes}
    best = min(notes, key=lambda p: ratios[p][0])
    lines = []
    for peer, (tol, reached) in notes.items():
        middle, low, high = ratios[peer]
        mark = f"**{middle:.2f}**" if peer == best else f"{middle:.2f}"
        goal = f"{GOALS[name]}" if peer == best else ""
        lines.append(
            f"| {name} | {1e3 * np.median(times['regkit']):.1f} | {peer} | {mark} "
            f"| {low:.2f}-{high:.2f} | {goal} | {own_gap:.0e} | {reached:.0e} (tol {tol:.0e}) |"
        )
    for line in lines:
        print(line, flush=True)
    return lines


def paths(names: list[str]) -> list[str]:
    others: dict[str, peers.Solver] = {k: peers.timed(v) for k, v in peers.PEERS.items()}
    others |= peers.workers()
    lines = ["## Paths and single fits", "", *HEADER]
    for name, make in problems.PATHS.items():
        if not names or name in names:
            lines += measure(name, make(), others)
    return lines


def cross_validations(names: list[str]) -> list[str]:
    from sklearn.linear_model import ElasticNetCV

    from regkit import ElasticNet, cross_validate

    lines = ["## Cross-validation: 100 lambdas x 5 ratios x 5 folds", "", *HEADER]
    directions = [ElasticNet(r, (1 - r) / 2) for r in problems.RATIOS]
    for name, make in problems.CROSS_VALIDATIONS.items():
        if names and name not in names:
            continue
        X, y = make()

        def own(X: np.ndarray = X, y: np.ndarray = y) -> float:
            start = time.process_time()
            cross_validate(X, y, directions, tol=OWN_TOL)
            return time.process_time() - start

        # the loosest tolerance whose gap is small enough along the paths of all ratios
        centred = [problems.problem(X, y, r) for r in problems.RATIOS]
        for exponent in range(3, 12):
            tol = 10.0**-exponent
            reached = max(gap(c, peers.timed(peers.sklearn)(c, tol)[0]) for c in centred)
            if reached <= PEER_GAP:
                break

        def theirs(X: np.ndarray = X, y: np.ndarray = y, tol: float = tol) -> float:
            model = ElasticNetCV(
                l1_ratio=list(problems.RATIOS), alphas=100, cv=5, tol=tol, max_iter=100_000
            )
            start = time.process_time()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                model.fit(X, y)
            return time.process_time() - start

        times = interleave({"regkit": own, "sklearn": theirs}, 5)
        middle, low, high = ratio(times["sklearn"], times["regkit"])
        lines.append(
            f"| {name} | {1e3 * np.median(times['regkit']):.0f} | ElasticNetCV | **{middle:.1f}** "
            f"| {low:.1f}-{high:.1f} | {GOALS[name]} | <= 1e-9 | {reached:.0e} (tol {tol:.0e}) |"
        )
        print(lines[-1], flush=True)
    return lines


def cold(_: list[str]) -> list[str]:
    """Time fresh processes: imports, and a path from nothing."""
    data = "import numpy as np; r = np.random.default_rng(0); X = r.standard_normal((442, 10)); "
    data += "y = X[:, 0] + r.standard_normal(442); "
    codes = {
        "import numpy": "import numpy",
        "import regkit": "import regkit",
        "regkit's path": data + "import regkit; regkit.fit_path(X, y, regkit.L1())",
        "scikit-learn's path": data
        + "from sklearn.linear_model import lasso_path; lasso_path(X, y)",
    }

    def run(code: str) -> float:
        before = os.times()
        environment = {**os.environ, "PYTHONPATH": str(HERE.parent)}
        subprocess.run([sys.executable, "-c", code], check=True, env=environment)
        after = os.times()
        return after[2] + after[3] - before[2] - before[3]  # of the finished child

    times = interleave({name: functools.partial(run, code) for name, code in codes.items()}, 9)
    pairs = [
        ("import regkit", "import numpy", "<= 1.5"),
        ("scikit-learn's path", "regkit's path", ">= 8"),
    ]
    lines = ["## Cold starts", "", "| | seconds | of | seconds | ratio | range | goal |"]
    lines.append("|---|---|---|---|---|---|---|")
    for a, b, goal in pairs:
        middle, low, high = ratio(times[a], times[b])
        lines.append(
            f"| {a} | {np.median(times[a]):.3f} | {b} | {np.median(times[b]):.3f} "
            f"| **{middle:.2f}** | {low:.2f}-{high:.2f} | {goal} |"
        )
        print(lines[-1], flush=True)
    return lines


def memory(_: list[str]) -> list[str]:
    """Measure the largest allocation beside the input."""
    lines = ["## Peak memory beside the input", ""]
    lines += ["| problem | X, MB | peak, MB | coefficients, MB | min(n, p)^2, MB |"]
    lines.append("|---|---|---|---|---|")
    for name in ("tall", "wide", "correlated", "correlated, ratio .5"):
        problem = problems.PATHS[name]()
        tracemalloc.start()
        W = peers.regkit(problem, OWN_TOL)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        square = 8 * min(problem.X.shape) ** 2
        sizes = [problem.X.nbytes, peak, W.nbytes, square]
        lines.append(f"| {name} | " + " | ".join(f"{s / 1e6:.1f}" for s in sizes) + " |")
        print(lines[-1], flush=True)
    return lines


def growth(_: list[str]) -> list[str]:
    """Follow the time of a path as p or n grows."""
    others: dict[str, peers.Solver] = {
        k: peers.timed(v) for k, v in peers.PEERS.items() if k in ("sklearn", "skglm", "celer")
    }
    lines = ["## Growth: seconds of a path of 100 lambdas, to a hundredth of the largest", ""]
    lines += ["| n | p | regkit | best peer | its time | slope of regkit in the log-log plot |"]
    lines.append("|---|---|---|---|---|---|")
    for sizes in (
        [(200, p) for p in (100, 1000, 10_000, 100_000)],
        [(n, 100) for n in (1000, 10_000, 100_000, 1_000_000)],
    ):
        before: tuple[int, float] | None = None
        for n, p in sizes:
            X = problems.gaussian(n, p)
            problem = problems.problem(X, problems.sparse(X, 20, 0.5, 1), eps=1e-2)
            del X
            own = min(peers.timed(peers.regkit)(problem, OWN_TOL)[1] for _ in range(3))
            found = {}
            for peer, solve in others.items():
                tol = {"sklearn": 1e-7, "skglm": 1e-7, "celer": 1e-9}[peer]
                W, seconds = solve(problem, tol)
                if n * p < 1e7:
                    W, seconds = solve(problem, tol)
                if gap(problem, W) <= PEER_GAP:
                    found[peer] = seconds
            best = min(found, key=lambda k: found[k]) if found else ""
            slope = ""
            if before:
                slope = f"{np.log10(own / before[1]) / np.log10(n * p / before[0]):.2f}"
            before = n * p, own
            lines.append(
                f"| {n} | {p} | {own:.4f} | {best} | {found.get(best, np.nan):.4f} | {slope} |"
            )
            print(lines[-1], flush=True)
    return lines


PARTS = {
    "paths": paths, "cv": cross_validations, "cold": cold, "memory": memory, "growth": growth,
}  # fmt: skip


if __name__ == "__main__":
    report.write(
        "linear",
        "Processor time of one thread; methods in turns; median of the ratios and their range. "
        f"Peers at the loosest tolerance whose recomputed gap is <= {PEER_GAP:.0e}, regkit at "
        f"tol = {OWN_TOL:.0e}. Above 1, regkit is faster; the best peer is in bold.",
        PARTS,
    )
