"""The minimizers of a logistic problem along descending strengths, with an L1 part."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from regkit.linear._active_set import larger
from regkit.linear._logistic_certificate import feasible, gap_of
from regkit.linear._logistic_newton import Newton
from regkit.linear._logistic_problem import Logistic
from regkit.linear._types import Array, Flags, Index

STRIDE = 0.2  # longer strides between strengths are bridged by intermediate ones
FEW = 128  # columns, up to which all are worked on along a path
BATCH = 16  # the largest number of strengths that one product with X serves
MARGIN = 0.98  # columns come in when they are expected within this part of the threshold
FAR = 3.0  # a change of the linear predictor that is too long to be foretold
LOOSE = 1e-2  # the gap that is enough on the way
CLOSE = 0.3  # of the tolerance: the gap over the working columns that is aimed at
EXACT = 1e-30  # where a Newton step costs little and precision is asked for, on to rounding
SMALL = 200_000  # entries of X, of which a model of all columns costs little
PRECISE = 1e-8  # whoever asks for less has it sooner
CLOSEST = 1e-4  # of the tolerance: if that does not do for all columns, rounding is in the way


class Stop(NamedTuple):
    """A strength to solve for: the i-th of the path, or one on the way to it."""

    t: float
    i: int
    on_the_way: bool = False


class Found:
    """The path: weights of the columns with a penalty and of the free part, and their gaps."""

    def __init__(self, problem: Logistic, k: int) -> None:
        self.W: Array = np.zeros((k, len(problem.bound)))
        self.V: Array = np.zeros((k, problem.free.r))
        self.gaps: Array = np.full(k, np.inf)


class _Follow:
    """The last three solutions, and where they point."""

    def __init__(self) -> None:
        self.past: list[tuple[float, Array, Array]] = []  # log t, weights and free part

    def keep(self, t: float, w: Array, v: Array) -> None:
        x = math.log(t)
        self.past = [*(known for known in self.past if known[0] > x), (x, w, v)][-3:]

    def ahead(self, newton: Newton, t: float) -> None:
        """Go on along the parabola through them, or the line, but let no weight change its sign."""
        past, to = self.past, math.log(t)
        if len(past) < 2 or to >= past[-1][0]:
            return
        xs = [x for x, _, _ in past]
        stride = xs[-2] - xs[-1]
        to = max(to, xs[-1] - stride)  # what is further off is not foretold
        if not 0.5 < (xs[0] - xs[-2]) / stride < 2:
            xs, past = xs[-2:], past[-2:]
        share = np.array([math.prod((to - b) / (a - b) for b in xs if b != a) for a in xs])
        _, ws, vs = zip(*past, strict=True)
        w1, v1, z1 = newton.w, newton.v, newton.z
        w, v = share @ np.array(ws), share @ np.array(vs)
        w[w * w1 <= 0] = 0.0
        newton.move(w, v, newton.predictor(w, v))
        # weights that were held by those that crossed may be far
        if np.abs(newton.z - z1).max() > FAR + np.abs(z1).max() / 2:
            newton.move(w1, v1, z1)


def newton_path(
    problem: Logistic, ts: Array, v: Array, z: Array, tol: float, max_iter: int
) -> tuple[Found, int]:
    """Minimize for every strength (descending), from the free part's minimum v, z on.

    Returns the path and the systems solved.
    """
    newton = Newton(problem, v, z, max_iter)
    bound = problem.bound
    pull = (feasible(problem, newton.at) @ problem.X)[bound] / (problem.n * problem.l1[bound])
    stops = bridged(ts, float(np.abs(pull).max()))
    found = Found(problem, len(ts))
    small = problem.X.size <= SMALL  # otherwise a single model of all columns is dear
    if len(bound) <= FEW and (small or len(ts) > 1):
        newton.use_all()
        follow_path(newton, stops, found, tol)
    else:
        _Many(newton, stops, found, tol, pull).go()
    return found, newton.n_systems


def bridged(ts: Array, top: float) -> list[Stop]:
    """Return the strengths with bridges over long strides."""
    stops = []
    for i, t in enumerate(ts):
        while top * STRIDE**1.5 > t:
            top *= STRIDE
            stops.append(Stop(top, i, on_the_way=True))
        stops.append(Stop(float(t), i))
        top = min(top, float(t))
    return stops


def _target(newton: Newton, found: Found, on_the_way: bool, tol: float) -> float:
    """Return the gap of a single small problem, for which another Newton step costs nothing."""
    small = len(found.gaps) == 1 and newton.columns.size <= SMALL and tol <= PRECISE
    return EXACT if small and not on_the_way else 0.0


def follow_path(newton: Newton, stops: list[Stop], found: Found, tol: float) -> None:
    """Work on the columns that are in use."""
    follow = _Follow()
    for t, i, on_the_way in stops:
        follow.ahead(newton, t)
        enough = LOOSE if on_the_way else CLOSE * tol
        gap = newton.minimize(t, enough, _target(newton, found, on_the_way, tol))
        follow.keep(t, newton.w, newton.v)
        if not on_the_way:
            found.W[i], found.V[i], found.gaps[i] = newton.w, newton.v, gap


class _Many:
    """Work on the columns that may be active, and let batches of products check the others.

    References
    ----------
    Tibshirani, R., Bien, J., Friedman, J., Hastie, T., Simon, N., Taylor, J. and Tibshirani, R. J.
    (2012). Strong rules for discarding predictors in lasso-type problems. Journal of the Royal
    Statistical Society B 74(2), 245-266.
    """

    def __init__(
        self, newton: Newton, stops: list[Stop], found: Found, tol: float, pull: Array
    ) -> None:
        self.newton, self.stops, self.found, self.tol = newton, stops, found, tol
        self.problem = newton.problem
        self.place: Index = np.zeros(0, dtype=np.intp)  # of working columns, among those bound
        self.past = [(stops[0].t, pull)]  # the last strengths, and the slopes there over l1
        self.follow = _Follow()
        n, p = self.problem.X.shape
        # m columns, and four matrices of m^2 numbers, are to take less than X
        self.limit = max(200, int((np.sqrt(n * n + 9.6 * n * p) - n) / 8))
        self._columns = np.zeros((0, n))

    def go(self) -> None:
        """Solve for batches of strengths."""
        newton, stops, follow = self.newton, self.stops, self.follow
        n, p = self.problem.X.shape
        largest = min(BATCH, max(1, min(n // 8, p // 32)))  # lest a batch takes much beside X
        missing: Array | None = None  # how far columns reach beyond the threshold, if some do
        done, size, close, again = 0, min(4, largest), CLOSE, False
        while done < len(stops):
            part = self._batch(done, size)
            self._screen(part[-1].t, missing)
            trail, states = [follow.past], []
            for stop in part:
                if not again:
                    follow.ahead(newton, stop.t)
                again = False
                enough = LOOSE if stop.on_the_way else close * self.tol
                target = _target(newton, self.found, stop.on_the_way, self.tol)
                newton.minimize(stop.t, enough, target)
                states.append((newton.w, newton.v, newton.z))
                follow.keep(stop.t, newton.w, newton.v)
                trail.append(follow.past)
            right, pulls = self._check(part, states)
            good = len(part) if right.all() else int(np.argmin(right))
            missing = None
            if good == len(part):
                size, close = min(size + 1, largest), CLOSE
            else:
                ts = np.array([[stop.t] for stop in part[good:]])
                worst = (np.abs(pulls[good:]) / ts).max(axis=0)
                worst[self.place] = 0.0
                spent = newton.n_systems >= newton.max_iter
                if worst.max() > 1 and not spent:
                    missing, size = worst, max(good, 1)
                elif close > CLOSEST and not spent:
                    close /= 10
                else:  # no more can be had here
                    good, close = good + 1, CLOSE
                follow.past = trail[good]
                newton.move(*states[min(good, len(part) - 1)])
                again = good < len(part)
            last = range(max(good - 2, 0), min(good, len(part)))
            self.past = [*self.past, *((part[k].t, pulls[k].copy()) for k in last)][-2:]
            del pulls  # room for the next model
            done += good

    def _batch(self, done: int, size: int) -> list[Stop]:
        """Return the next stops: one on the way, or up to ``size`` of the path."""
        part = self.stops[done : done + size]
        if part[0].on_the_way:
            return part[:1]
        for k, stop in enumerate(part):
            if stop.on_the_way:
                return part[:k]
        return part

    def _screen(self, last: float, missing: Array | None) -> None:
        """Bring in the columns that are missing, or may have a weight down to the last strength."""
        active = int(np.count_nonzero(self.newton.w))
        if missing is not None:
            self._extend(missing, MARGIN, max(50, min(active, self.problem.n)))
            return
        here, pull = self.past[-1]
        if len(self.past) == 2 and self.past[0][0] > here:  # the slopes go on as they go now
            there, other = self.past[0]
            pull = pull + (last - here) / (there - here) * (other - pull)
        self._extend(np.abs(pull) / last, MARGIN, max(50, min(2 * active, self.problem.n)))

    def _check(
        self, part: list[Stop], states: list[tuple[Array, Array, Array]]
    ) -> tuple[Flags, Array]:
        """Certify strengths by a product with X; say which are right, and return the slopes."""
        problem, found, bound = self.problem, self.found, self.problem.bound
        at = problem.slopes(np.array([z for _, _, z in states]))
        Q = feasible(problem, at)
        products = Q @ problem.X
        if len(bound) < problem.p:
            products = products[:, bound]
        right = np.zeros(len(part), dtype=bool)
        for k, (stop, (w, v, _)) in enumerate(zip(part, states, strict=True)):
            full = np.zeros(len(bound))
            full[self.place] = w
            gap = gap_of(problem, stop.t, full, at.loss[k], Q[k], products[k], bound)
            right[k] = gap <= (LOOSE if stop.on_the_way else self.tol)
            if not stop.on_the_way:
                found.W[stop.i], found.V[stop.i], found.gaps[stop.i] = full, v, gap
        products /= problem.n * problem.l1[bound]
        return right, products

    def _extend(self, reach: Array, limit: float, cap: int) -> None:
        """Add up to ``cap`` columns with the largest ``reach > limit``."""
        newton, problem = self.newton, self.problem
        eligible = reach > limit
        eligible[self.place] = False
        new = np.flatnonzero(eligible)
        if not new.size:
            return
        if len(new) > cap:
            new = new[np.argpartition(-reach[new], cap)[:cap]]
        old = np.arange(len(self.place))
        if len(old) + len(new) > self.limit:
            old = np.flatnonzero(newton.w)
            self.follow.past = []
        m, k = len(old), len(old) + len(new)
        if m < len(self.place):
            self._columns[:m] = self._columns[old]
        if k > len(self._columns):
            self._columns = larger(self._columns, 9 * k // 8, problem.n)
        self._columns[m:k] = problem.rows(problem.bound[new])
        place, none = np.concatenate([self.place[old], new]), np.zeros(len(new))
        w = np.concatenate([newton.w[old], none])
        newton.use(problem.bound[place], self._columns[:k], w)
        self.place = place
        self.follow.past = [(x, np.concatenate([w, none]), v) for x, w, v in self.follow.past]
