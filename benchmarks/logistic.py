"""Measure regkit's logistic solvers beside their peers, at equal or better accuracy.

``python benchmarks/logistic.py [paths|single|cv|memory ...] [problem ...]`` writes
results-logistic.md. Times are processor times of one thread; the methods take turns within a run.
"""

from __future__ import annotations

import os

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import functools
import multiprocessing
import resource
import sys
import time
import tracemalloc
import warnings
from pathlib import Path

import logistic_peers as logistic
import numpy as np
import peers
import report
from logistic_peers import PROBLEMS, gap
from problems import Problem
from report import HEADER
from timing import interleave, ratio

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
PEER_GAP = 1e-6
OWN_TOL = 1e-6
RATIOS = {"L1": 1.0, "half": 0.5, "L2": 0.0}
# the first power of ten that is tried; looser ones were too inaccurate on every problem
FIRST = {"glmnet": 8, "celer": 6, "skglm": 6, "liblinear": 6}
PATIENCE = 10  # seconds of processor time for one tolerance: a peer that takes longer is left out


def tune(solve: peers.Solver, problem: Problem, first: int) -> tuple[float, float]:
    """Return the loosest tolerance (a power of ten) that is accurate enough, and its gap.

    The gap is infinite if `PATIENCE` ends first. Compiled code heeds no signal, so a process of its
    own looks, which can be ended.
    """
    ours, theirs = multiprocessing.Pipe(duplex=False)

    def look() -> None:
        for exponent in range(first, 16):
            used = int(time.process_time())
            resource.setrlimit(resource.RLIMIT_CPU, (used + PATIENCE, resource.RLIM_INFINITY))
            tol = 10.0**-exponent
            reached = gap(problem, solve(problem, tol)[0])
            if reached <= PEER_GAP:
                break
        theirs.send((tol, reached))

    process = multiprocessing.get_context("fork").Process(target=look)
    process.start()
    process.join()
    found: tuple[float, float] = ours.recv() if ours.poll() else (np.nan, np.inf)
    return found


def measure(name: str, problem: Problem, left: list[str]) -> tuple[list[str], float]:
    """Return the lines of a table, and the ratio of the best peer; add to what is left out."""
    own = peers.timed(logistic.regkit)
    own_gap = gap(problem, own(problem, OWN_TOL)[0])
    methods = {"regkit": lambda: own(problem, OWN_TOL)[1]}
    notes = {}
    others = logistic.peers(problem.ratio)
    for peer, solve in others.items():
        tol, reached = tune(solve, problem, FIRST.get(peer, 3))
        if reached > PEER_GAP:
            left.append(f"{name}: {peer}" + ("" if reached == np.inf else f" (gap {reached:.0e})"))
            print(left[-1], flush=True)
            continue
        notes[peer] = (tol, reached)
        methods[peer] = functools.partial(lambda s, t: s(problem, t)[1], solve, tol)
    times = interleave(methods, 5, 3)
    ratios = {peer: ratio(times[peer], times["regkit"]) for peer in notes}
    best = min(notes, key=lambda p: ratios[p][0])
    lines = []
    for peer, (tol, reached) in notes.items():
        middle, low, high = ratios[peer]
        mark, goal = (f"**{middle:.2f}**", "1") if peer == best else (f"{middle:.2f}", "")
        lines.append(
            f"| {name} | {1e3 * np.median(times['regkit']):.1f} | {peer} | {mark} "
            f"| {low:.2f}-{high:.2f} | {goal} | {own_gap:.0e} | {reached:.0e} (tol {tol:.0e}) |"
        )
        print(lines[-1], flush=True)
    for solve in others.values():
        if isinstance(solve, peers.Worker):
            solve.close()
    return lines, ratios[best][0]


def measured(title: str, names: list[str], **how: float) -> list[str]:
    small = logistic.problem(np.random.default_rng(0).standard_normal((20, 3)), np.arange(20) % 2)
    for solve in (logistic.celer, logistic.skglm):  # compile
        solve(small, 1e-2)
    logistic.skglm(small._replace(ratio=0.5), 1e-2)
    lines, found = [title, "", *HEADER], []
    left: list[str] = []
    for name in names or PROBLEMS:
        for kind, share in RATIOS.items():
            more, best = measure(f"{name}, {kind}", PROBLEMS[name](ratio=share, **how), left)
            lines += more
            found.append(best)
    mean = float(np.exp(np.mean(np.log(found))))
    lines += ["", f"Geometric mean of the best peers: {mean:.2f} (goal 2)."]
    if left:
        lines += ["", f"Left out, more than {PATIENCE} s for one tolerance: {'; '.join(left)}."]
    return lines


def paths(names: list[str]) -> list[str]:
    return measured("## Paths of 100 strengths", names)


def single(names: list[str]) -> list[str]:
    return measured("## One strength, a twentieth of the largest", names, single=1 / 20)


def cross_validations(names: list[str]) -> list[str]:
    """Compare `cross_validate` with LogisticRegressionCV: 100 strengths, 5 folds."""
    from sklearn.linear_model import LogisticRegressionCV

    from regkit import L1, L2, cross_validate

    lines = ["## Cross-validation: 100 strengths x 5 folds", "", *HEADER]
    for name in names or ("cancer", "72x7129"):
        for kind, solver in (("L1", "liblinear"), ("L2", "lbfgs"), ("L2", "newton-cholesky")):
            share = RATIOS[kind]
            problem = PROBLEMS[name](ratio=share)
            if solver == "newton-cholesky" and problem.X.shape[1] > 1000:
                continue
            tol, reached = tune(
                peers.timed(logistic.sklearn(solver)), problem, FIRST.get(solver, 3)
            )
            if reached > PEER_GAP:
                lines.append(
                    f"| {name}, {kind} | | LogisticRegressionCV, {solver} | left out | | | | |"
                )
                print(lines[-1], flush=True)
                continue
            direction = L1() if share else L2(0.5)
            lams = problem.lams

            def own(p: Problem = problem, d: object = direction, lams: np.ndarray = lams) -> float:
                start = time.process_time()
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    cross_validate(p.X, p.y, d, lams=lams, loss="logistic", tol=OWN_TOL,
                                   standardize=False, fit_intercept=False)  # fmt: skip
                return time.process_time() - start

            def theirs(
                p: Problem = problem, s: str = solver, share: float = share, tol: float = tol
            ) -> float:
                model = LogisticRegressionCV(
                    Cs=np.sort(1 / (len(p.y) * p.lams)), cv=5, l1_ratios=[share], solver=s,
                    tol=tol, max_iter=20_000, scoring="neg_log_loss", fit_intercept=False,
                )  # fmt: skip
                start = time.process_time()
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    model.fit(p.X, p.y)
                return time.process_time() - start

            times = interleave({"regkit": own, "sklearn": theirs}, 3)
            middle, low, high = ratio(times["sklearn"], times["regkit"])
            lines.append(
                f"| {name}, {kind} | {1e3 * np.median(times['regkit']):.0f} "
                f"| LogisticRegressionCV, {solver} | **{middle:.1f}** | {low:.1f}-{high:.1f} | 3 "
                f"| <= {OWN_TOL:.0e} | {reached:.0e} (tol {tol:.0e}) |"
            )
            print(lines[-1], flush=True)
    return lines


def memory(names: list[str]) -> list[str]:
    """Measure the largest allocation beside the input."""
    lines = ["## Peak memory beside the input", ""]
    lines += ["| problem | X, MB | peak, MB | coefficients, MB |", "|---|---|---|---|"]
    for name in names or PROBLEMS:
        for kind, share in RATIOS.items():
            problem = PROBLEMS[name](ratio=share)
            tracemalloc.start()
            W = logistic.regkit(problem, OWN_TOL)
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            sizes = [problem.X.nbytes, peak, W.nbytes]
            lines.append(
                f"| {name}, {kind} | " + " | ".join(f"{s / 1e6:.1f}" for s in sizes) + " |"
            )
            print(lines[-1], flush=True)
    return lines


PARTS = {"paths": paths, "single": single, "cv": cross_validations, "memory": memory}


if __name__ == "__main__":
    report.write(
        "logistic",
        "Processor time of one thread; methods in turns; median of the ratios and their range. "
        f"Peers at the loosest tolerance whose recomputed gap is <= {PEER_GAP:.0e} of log 2, "
        f"regkit at tol = {OWN_TOL:.0e}. Above 1, regkit is faster; the best peer is in bold. "
        "L1 is the lasso, half is lam (||w||_1 / 2 + ||w||^2 / 4), L2 is lam ||w||^2 / 2.",
        PARTS,
    )
