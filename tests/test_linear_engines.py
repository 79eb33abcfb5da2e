"""Each engine of `regkit.linear`, and the certificate, against their definitions."""

from __future__ import annotations

import numpy as np
import pytest
from linear_problems import gap_of, standardized

from regkit import L1, L2, ElasticNet, NoPenalty, fit, fit_path
from regkit.linear import ConvergenceWarning, _engines
from regkit.linear._accelerated import accelerated_gradient
from regkit.linear._active_set import BLUR, DIRECT, ActiveSetSolver, _subtract_product, inverse
from regkit.linear._certificate import Certificate
from regkit.linear._design import Design
from regkit.linear._engines import solve
from regkit.linear._homotopy import homotopy
from regkit.linear._residual_newton import ResidualNewton
from regkit.linear._segments import segments

ENGINES = (
    "least_squares",
    "ridge",
    "homotopy",
    "segments",
    "accelerated_gradient",
    "active_set_path",
    "working_set_path",
    "residual_newton_path",
)
ALIKE = 0.95  # the correlation of columns that are far from orthogonal
TABLE = [
    ((40, 8), NoPenalty(), 0.0, ["least_squares"]),
    ((20, 60), NoPenalty(), 0.0, ["least_squares"]),
    ((40, 8), L2(), 0.0, ["ridge"]),
    ((20, 60), L2(), 0.0, ["ridge"]),
    ((100, 32), L1(), ALIKE, ["homotopy"]),
    ((100, 32), ElasticNet(1, 0.5), ALIKE, ["segments"]),
    ((900, 33), L1(), 0.0, ["accelerated_gradient"]),
    ((900, 33), ElasticNet(1, 0.5), 0.0, ["accelerated_gradient"]),
    ((900, 33), L1(), ALIKE, ["accelerated_gradient", "active_set_path"]),
    ((1000, 1000), L1(), 0.0, ["active_set_path"]),  # too few strengths for the eigenvalues
    ((1001, 1001), L1(), 0.0, ["working_set_path"]),
    ((20, 21), L1(), 0.0, ["working_set_path"]),
    ((20, 200), ElasticNet(0.01, 0.5), 0.0, ["working_set_path", "residual_newton_path"]),
]


@pytest.mark.parametrize(("shape", "direction", "correlation", "wanted"), TABLE)
def test_the_table_of_engines_is_what_happens(shape, direction, correlation, wanted, monkeypatch):
    used = []
    for name in ENGINES:
        engine = getattr(_engines, name)

        def noted(*given, name=name, engine=engine):
            used.append(name)
            return engine(*given)

        monkeypatch.setattr(_engines, name, noted)
    rng = np.random.default_rng(0)
    common = np.sqrt(correlation) * rng.standard_normal((shape[0], 1))
    X = common + np.sqrt(1 - correlation) * rng.standard_normal(shape)
    y = X[:, :3].sum(axis=1) + rng.standard_normal(shape[0])
    given = {} if direction != NoPenalty() else {"lams": [0.0]}
    path = fit_path(X, y, direction, n_lams=20, eps=0.1, fit_intercept=False, **given)
    assert path.gaps.max() <= 1e-8
    assert used == wanted


def by_segments(G, c, n_lam1, two_n_lam2):
    W, done = segments(G[None], c[None], n_lam1[None], two_n_lam2[None])
    return W[0] if done[0] else None


FROM_GRAM = {
    "homotopy": (lambda G, c, l1, l2: homotopy(G, c, l1), (40, 8), L1()),
    "segments, L1": (by_segments, (40, 8), L1()),
    "segments": (by_segments, (40, 8), ElasticNet(1, 0.5)),
    "accelerated gradient, L1": (accelerated_gradient, (900, 60), L1()),
    "accelerated gradient": (accelerated_gradient, (900, 60), ElasticNet(1, 0.5)),
}


@pytest.mark.parametrize("name", FROM_GRAM)
def test_engines_on_the_gram_matrix_give_the_path_of_single_fits(name):
    engine, shape, direction = FROM_GRAM[name]
    X = np.random.default_rng(0).standard_normal(shape) * np.geomspace(0.1, 10, shape[1])
    y = X[:, ::3].sum(axis=1) + np.random.default_rng(1).standard_normal(len(X))
    path = fit_path(X, y, direction, standardize=False, fit_intercept=False, tol=1e-9)
    n = len(y)
    l1, l2 = n * direction.lam1 * path.lams, 2 * n * direction.lam2 * path.lams
    W = engine(X.T @ X, X.T @ y, l1, l2)
    assert W is not None
    np.testing.assert_allclose(W, path.coefs, atol=1e-10)
    for lam, w in zip(path.lams[::7], path.coefs[::7], strict=True):
        assert gap_of(X, y, w, lam * direction, False) <= 1e-9
        solution = fit(X, y, lam * direction, standardize=False, fit_intercept=False, tol=1e-12)
        np.testing.assert_allclose(w, solution.coef, atol=1e-8)
        assert np.array_equal(w != 0, solution.coef != 0)


def test_accelerated_gradient_steps_are_left_alone_where_they_would_be_many():
    X, y = np.random.default_rng(0).standard_normal((900, 60)), np.arange(900.0)
    G, c, l1 = X.T @ X, X.T @ y, np.geomspace(10, 1e-3, 20)
    assert accelerated_gradient(G, c, l1, np.zeros(20)) is not None
    X[:, 0] = X[:, 1] + 0.1 * X[:, 0]
    assert accelerated_gradient(X.T @ X, c, l1, np.zeros(20)) is None
    X[:, 0] = X[:, 1]
    assert accelerated_gradient(X.T @ X, c, l1, np.zeros(20)) is None
    assert fit_path(X, y, L1(), tol=1e-9).gaps.max() <= 1e-9


@pytest.mark.parametrize("length", [1e-3, 1e3])
@pytest.mark.parametrize("lam2", [0.0, 0.05])
@pytest.mark.parametrize("alike", [True, False])
def test_accelerated_gradient_steps_suffice_up_to_their_limit(length, lam2, alike):
    # a condition number of nearly 20, for columns of any length
    rng = np.random.default_rng(0)
    Q = np.linalg.qr(rng.standard_normal((40, 40)))[0]
    G = 0.68 * np.eye(40) + 0.32 if alike else Q * np.geomspace(1, 20, 40) @ Q.T
    root = np.sqrt(G.diagonal())
    G = length**2 * G / np.outer(root, root)
    assert np.linalg.cond(G) > 15
    c = length * rng.standard_normal(40)
    l1 = length * np.geomspace(2, 1e-3, 12)
    l2 = np.full(12, lam2 * length**2)
    W = accelerated_gradient(G, c, l1, l2)
    assert W is not None
    residual = c - W @ G - l2[:, None] * W
    outside = np.where(W == 0, np.maximum(np.abs(residual) - l1[:, None], 0), 0)
    inside = np.where(W != 0, np.abs(residual - l1[:, None] * np.sign(W)), 0)
    assert max(outside.max(), inside.max()) <= 1e-12 * length


def test_accelerated_gradient_steps_are_no_way_beside_an_empty_column():
    G = np.diag([1.0, 0.0])
    assert accelerated_gradient(G, np.array([1.0, 0.0]), np.ones(1), np.zeros(1)) is None


@pytest.mark.parametrize("k", [1, 64, 65, 200])
def test_the_active_set_subtracts_products_in_blocks(k):
    rng = np.random.default_rng(0)
    M, A, B = rng.standard_normal((k, k)), rng.standard_normal((k, 3)), rng.standard_normal((3, k))
    wanted = M - A @ B
    _subtract_product(M, A, B)
    np.testing.assert_allclose(M, wanted, atol=1e-13)


def test_constant_columns_are_told_from_those_that_vary_in_their_last_digits():
    varying = np.arange(10.0) + 1000.0
    for value in np.linspace(0.1, 0.9, 33):
        X = np.column_stack([varying, np.full(10, value)])
        assert Design(X, varying, True).norms[1] == 0
    X[:, 1], X[::2, 1] = 0.3, 0.1 + 0.2  # not the same, but a constant all the same
    assert Design(X, varying, True).norms[1] == 0
    eps = np.finfo(float).eps
    X[:, 1] = 1 + 4 * eps
    X[0, 1] = 1 - 36 * eps
    assert Design(X, varying, True).norms[1] > 30 * eps


def crowded():
    """Draw more columns than samples, whose weights are a function of the residual."""
    rng = np.random.default_rng(0)
    design = Design(rng.standard_normal((25, 113)), rng.standard_normal(25), True)
    return design, float(np.abs(design.correlation).max()) / design.n


def test_newton_on_the_residual_counts_its_systems(monkeypatch):
    design, top = crowded()
    solve, solved = np.linalg.solve, []
    monkeypatch.setattr(np.linalg, "solve", lambda A, b: solved.append(0) or solve(A, b))
    w, steps = ResidualNewton(design, design.y).solve(0.1 * top, 1.0, 100)
    assert steps == len(solved) > 2
    assert np.count_nonzero(w) > design.n
    solved.clear()
    assert ResidualNewton(design, design.y).solve(0.1 * top, 1.0, 2)[1] == len(solved) == 2


def test_newton_on_the_residual_needs_one_system_where_nothing_is_at_a_threshold():
    design, _ = crowded()
    w, steps = ResidualNewton(design, design.y).solve(0.0, 1.0, 100)
    assert steps <= 2  # the second for rounding
    np.testing.assert_allclose(w, fit_path(design.X, design.y, L2(), [1.0]).coefs[0], rtol=1e-9)


@pytest.mark.parametrize("unit", [1e-6, 1e6])
def test_newton_on_the_residual_knows_no_unit(unit):
    design, top = crowded()
    w, steps = ResidualNewton(design, design.y).solve(0.1 * top, 1.0, 100)
    other = Design(design.X, design.y * unit, True)
    again, same = ResidualNewton(other, other.y).solve(0.1 * top * unit, 1.0, 100)
    assert same == steps
    np.testing.assert_allclose(again, w * unit, rtol=1e-9, atol=1e-12 * unit)


@pytest.mark.parametrize(("lam1", "lam2", "accuracy"), [(0.5, 1e-6, 1e-6), (1e-8, 1e-10, np.inf)])
def test_newton_on_the_residual_ends_where_rounding_begins(lam1, lam2, accuracy):
    # the second is further than it is ever sent: it has to give up
    design, top = crowded()
    newton = ResidualNewton(design, design.y)
    w, steps = newton.solve(lam1 * top, lam2 * float(design.norms.max()) ** 2 / design.n, 200)
    assert steps < 100
    error = newton.r - design.residual(slice(None), w)
    assert np.linalg.norm(error) < accuracy * np.linalg.norm(design.y)


@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e6])
def test_newton_on_the_residual_ends_where_no_step_is_a_fall(unit):
    class Rising(Design):
        """Columns that say of every step that it goes up."""

        def correlate(self, r):
            first = r is self.y
            return super().correlate(r) * (1.0 if first else -1e6)

    X = np.random.default_rng(0).standard_normal((2, 5))
    design = Rising(X, unit * np.array([1.0, -2.0]), False)
    newton = ResidualNewton(design, design.y)
    w, steps = newton.solve(1e-3 * unit, 0.1, 50)
    assert steps == 5  # the thresholds of long columns are crossed by up to four such steps
    assert np.isfinite(w).all()
    np.testing.assert_allclose(newton.r, design.y, rtol=1e-6)  # the steps are short


@pytest.mark.parametrize("seed", [77, 102, 360, 617])
def test_thresholds_of_a_long_column_are_crossed_where_the_fall_is_all_rounding(seed):
    """The search along the step gave up before them, at a gap of up to 1e9."""
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((3, 10))
    X[:, 1] *= 1e6
    how = {"n_lams": 30, "fit_intercept": False, "standardize": False}
    path = fit_path(X, rng.standard_normal(3), ElasticNet(1e-9, 0.01), **how)
    assert path.gaps.max() <= 1e-8


def test_a_ridge_as_strong_as_a_column_beside_a_far_longer_one():
    X, y = np.diag([1e5, 1.0]), np.array([3.0, 4.0])
    w = fit(X, y, L2(0.25), fit_intercept=False, standardize=False).coef
    np.testing.assert_allclose(w, [3e5 / (1e10 + 1), 2.0], rtol=1e-14)


def test_newton_on_the_residual_follows_the_factors():
    design, top = crowded()
    factors = np.tile([0.5, 1.0, 2.0], 38)[:113]
    lam1, lam2 = 0.01 * top, 1.0
    w, _ = ResidualNewton(scaled := design.over(np.sqrt(factors)), design.y).solve(lam1, lam2, 100)
    w /= np.sqrt(factors)
    assert np.count_nonzero(w) > scaled.n
    force = design.correlate(design.residual(slice(None), w)) / design.n - 2 * lam2 * factors * w
    held = np.where(w == 0, np.clip(force, -lam1 * factors, lam1 * factors), np.sign(w))
    np.testing.assert_allclose(force, np.where(w == 0, held, lam1 * factors * held), atol=1e-12)


def test_the_active_set_counts_its_systems(monkeypatch):
    X, y = standardized(60, 40)
    X /= np.linalg.norm(X, axis=0)
    solve, solved = ActiveSetSolver._solve, []
    monkeypatch.setattr(ActiveSetSolver, "_solve", lambda *given: solved.append(0) or solve(*given))
    l1, l2 = np.full(40, 0.1), np.zeros(40)
    _, steps = ActiveSetSolver(X.T @ X, X.T @ y).minimize(l1, l2, 100)
    assert steps == len(solved) > 3
    for limit in (1, 2, 3):
        solved.clear()
        assert ActiveSetSolver(X.T @ X, X.T @ y).minimize(l1, l2, limit)[1] == len(solved) == limit


def mixed(seed, m=30):
    """Return G and the slope of a problem whose columns have much in common."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(m + 10, m)) @ (0.2 * np.eye(m) + rng.normal(size=(m, m)) / 5)
    X /= np.linalg.norm(X, axis=0)
    return X.T @ X, X.T @ (X @ rng.normal(size=m))


@pytest.mark.parametrize("seed", range(20))
def test_every_step_of_the_active_set_lowers_the_objective(seed):
    (G, slope), l2 = mixed(seed), np.full(30, 0.01)
    l1 = np.random.default_rng(seed).uniform(0.0, 0.5, size=30)

    def after(steps):
        """Start where other strengths are best: many signs are wrong for these."""
        solver = ActiveSetSolver(G.copy(), slope.copy())
        solver.minimize(np.full(30, 0.05), l2, 1000)
        w, done = solver.minimize(l1, l2, steps) if steps else (solver.weights(), 0)
        return done, 0.5 * w @ G @ w - slope @ w + l1 @ np.abs(w) + 0.5 * l2 @ w**2

    needed, _ = after(1000)
    objectives = [after(steps)[1] for steps in range(needed + 1)]
    assert np.diff(objectives).max() < 1e-12
    assert objectives[-1] < objectives[0]


@pytest.mark.parametrize("l2", [0.0, 0.01])
def test_the_active_set_ends_at_the_optimum_and_knows_it(l2):
    for seed in range(20):
        G, slope = mixed(seed)
        l1 = np.random.default_rng(seed).uniform(0.0, 0.5, size=30)
        solver = ActiveSetSolver(G, slope)
        w, _ = solver.minimize(l1, np.full(30, l2), 1000)
        force = slope - G @ w - l2 * w
        np.testing.assert_allclose(force[w != 0], (l1 * np.sign(w))[w != 0], atol=1e-10)
        assert np.all(np.abs(force) <= l1 + 1e-10)
        assert solver.minimize(l1, np.full(30, l2), 1000)[1] == (w != 0).any()


@pytest.mark.parametrize("k", [1, 64, 65, 130, 333])
def test_an_inverse_by_halves_is_the_inverse(k):
    A = np.random.default_rng(k).standard_normal((k, 2 * k))
    H = A @ A.T / (2 * k)
    np.testing.assert_allclose(inverse(H) @ H, np.eye(k), atol=1e-12)


def test_the_inverse_of_the_active_set_follows_what_enters_and_leaves():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(300, 200))
    X[:, 110] = X[:, 3]  # a twin: only the ridge of the preconditioner tells them apart
    X /= np.linalg.norm(X, axis=0)
    G, l2 = X.T @ X, np.where(np.arange(200) < 120, 0.0, 0.01)
    solver = ActiveSetSolver(G, X.T @ rng.normal(size=300))

    def assert_inverse():
        k, var = solver.k, solver.var
        np.testing.assert_array_equal(solver._H[:k, :k], G[np.ix_(var, var)])
        np.testing.assert_array_equal(solver._rows[:k], G[var])
        system = G[np.ix_(var, var)] + np.diag(l2[var] + BLUR)
        inverse = np.linalg.inv(system)
        error = np.abs(solver._M[:k, :k] - inverse).max()
        assert error < 1e-4 * np.abs(inverse).max()

    solver._enter(np.arange(100), np.ones(100), l2)
    solver._invert(l2[:100])
    for entering in (np.array([100, 150]), np.array([110]), np.arange(120, 140)):
        solver._enter(entering, np.ones(len(entering)), l2)
        assert_inverse()
    leaving = np.isin(solver.var, [0, 7, 110, 121, 150])
    residual = np.arange(float(solver.k))
    after = solver._leave(leaving, residual.copy())
    assert_inverse()
    assert set(after) == set(residual[~leaving])


def test_the_active_set_knows_no_unit():
    (G, slope), l2, unit = mixed(0), np.zeros(30), 2.0**-60
    solver, small = ActiveSetSolver(G, slope), ActiveSetSolver(G, unit * slope)
    w, steps = solver.minimize(np.full(30, 0.1), l2, 100)
    other, same = small.minimize(np.full(30, 0.1 * unit), l2, 100)
    assert same == steps
    np.testing.assert_array_equal(other, unit * w)


@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e6])
@pytest.mark.parametrize("other", [0.02, np.geomspace(1e-3, 1e3, 100)])
def test_the_active_set_solves_a_system_as_closely_as_asked(unit, other):
    (G, slope), l2 = mixed(1, m=100), np.full(100, 0.01)
    solver = ActiveSetSolver(G, slope)
    solver.minimize(np.full(100, 1e-4), l2, 1000)
    solver._invert(l2[: solver.k])
    b = unit * np.random.default_rng(0).normal(size=solver.k)
    assert solver.k > DIRECT
    # the inverse is that of another system: it takes iterations to come close, or a new inverse
    H, l2 = G[np.ix_(solver.var, solver.var)], np.broadcast_to(other, 100)[: solver.k]
    x = solver._solve(b, l2, 1e-6, 0.0)
    residual = np.linalg.norm(b - H @ x - l2 * x)
    assert 1e-14 * np.linalg.norm(b) < residual < 1.01e-6 * np.linalg.norm(b)
    if np.ndim(other) == 0:
        assert 0 < solver._spent < 10  # near enough for the old inverse


def test_a_path_counts_the_systems_of_its_active_set(monkeypatch):
    minimize, counts = ActiveSetSolver.minimize, []

    def counted(*given):
        w, n_systems = minimize(*given)
        counts.append(n_systems)
        return w, n_systems

    monkeypatch.setattr(ActiveSetSolver, "minimize", counted)
    path = fit_path(*standardized(40, 200), L1())
    assert path.n_iter == sum(counts) > len(path.lams)


def certified(X, y, W, penalties):
    """Return the gaps of weights for their penalties, from residuals and from the Gram matrix."""
    lam1, lam2 = (np.array([getattr(p, name) for p in penalties]) for name in ("lam1", "lam2"))
    R = y - W @ X.T
    certificate = Certificate(len(y), float(y @ y), 1.0, float(y @ y))
    return (
        certificate.of_residuals(W, lam1, lam2, y, R, R @ X),
        certificate.of_gram(W, lam1, lam2, X.T @ X, X.T @ y),
    )


def test_the_certificate_of_targets_of_zero_is_zero():
    for gaps in certified(np.ones((5, 3)), np.zeros(5), np.zeros((2, 3)), [L1(), L1(2)]):
        np.testing.assert_array_equal(gaps, [0.0, 0.0])


@pytest.mark.parametrize("lam2", [0.0, 0.01])
@pytest.mark.parametrize("length", [1.0, 1e-3, 30.0])
def test_the_certificate_follows_its_formula_whatever_the_targets_sum_to(length, lam2):
    X, y = standardized(40, 8)
    y *= length / np.linalg.norm(y)
    W = 0.01 * length * np.random.default_rng(0).standard_normal((3, 8))
    penalties = [ElasticNet(lam1 * length, lam2) for lam1 in (0.1, 0.01, 0.001)]
    wanted = [gap_of(X, y, w, penalty, False) for w, penalty in zip(W, penalties, strict=True)]
    for gaps in certified(X, y, W, penalties):
        np.testing.assert_allclose(gaps, wanted, rtol=1e-12)


@pytest.mark.parametrize("lam2", [0.0, 0.01])
def test_the_certificate_allows_for_what_rounding_took(lam2):
    X, y = standardized(40, 8)
    w = 0.01 * np.random.default_rng(0).standard_normal(8)
    n, size, lam1, blur, lengths = 40, 2 * y @ y, 0.001, 1e-3, np.arange(1.0, 9.0)
    r = y - X @ w
    u = blur * (np.sqrt(size) + lengths @ np.abs(w))
    pull = (np.abs(X.T @ r) + u * lengths) / n
    s, excess = min(1.0, lam1 / pull.max()), 0.0
    if lam2:
        s, excess = 1.0, np.sum(np.maximum(pull - lam1, 0) ** 2) / (4 * lam2)
    primal = r @ r / (2 * n) + lam1 * np.abs(w).sum() + lam2 * w @ w
    dual = (y @ y - (y - s * r) @ (y - s * r)) / (2 * n) - excess
    wanted = (primal - dual) / (size / (2 * n)) + 2 * u / np.sqrt(size)
    certificate = Certificate(n, float(y @ y), 1.0, float(size), blur, lengths)
    strengths = np.array([lam1]), np.array([lam2])
    (gap,) = certificate.of_residuals(w[None], *strengths, y, r[None], (r @ X)[None])
    assert gap == pytest.approx(wanted, rel=1e-12)


def test_the_certificate_of_a_design_knows_what_rounding_took():
    X, y = standardized(40, 8)
    design = Design(X, y, True)
    design.blur, design.lengths = 1e-3, np.arange(8.0)
    certificate = Certificate.of(design)
    assert certificate.blur == 1e-3
    assert certificate.lengths is design.lengths


def test_the_certificate_of_a_gram_matrix_is_unknown_where_large_terms_cancel():
    X, y = standardized(40, 8)
    X[:, 1] = X[:, 0]
    w = np.zeros(8)
    w[:2] = 1e5, -1e5
    by_residuals, by_gram = certified(X, y, w[None], [L1(0.1)])
    assert np.isfinite(by_residuals[0])
    assert by_gram[0] == np.inf


@pytest.mark.parametrize("shape", [(60, 40), (40, 200)])
@pytest.mark.parametrize("fit_intercept", [True, False])
def test_the_solver_knows_the_lengths_of_the_columns(shape, fit_intercept):
    X, y = standardized(*shape)
    X += 0.5
    design = Design(X, y, fit_intercept)
    expected = X - X.mean(axis=0) if fit_intercept else X
    np.testing.assert_allclose(design.norms, np.linalg.norm(expected, axis=0), rtol=1e-12)


@pytest.mark.parametrize("shape", [(60, 40), (40, 200), (25, 113)])
@pytest.mark.parametrize("direction", [L1(), ElasticNet(1, 0.5), ElasticNet(1, 50)])
def test_gaps_are_those_of_the_weights_wherever_the_solver_has_to_stop(shape, direction):
    X, y = standardized(*shape)
    design = Design(X, y, True)
    lams = fit_path(X, y, direction, n_lams=30, eps=1e-2).lams
    for limit in (3, 10, 40, 100):
        W, gaps, steps = solve(design, direction, lams, 1e-9, limit)
        assert steps <= limit
        known = np.isfinite(gaps)
        assert known.any()
        for lam, w, gap in zip(lams[known], W[known], gaps[known], strict=True):
            assert gap == pytest.approx(gap_of(X, y, w, lam * direction, True), rel=1e-6, abs=1e-9)


def test_the_limit_of_systems_holds_where_columns_crowd():
    design, top = crowded()
    X, y, penalty = design.X, design.y, ElasticNet(1e-3 * top, 0.05)
    whole = fit(X, y, penalty)
    assert np.count_nonzero(whole.coef) > 1.5 * design.n
    for limit in range(whole.n_iter - 4, whole.n_iter):
        with pytest.warns(ConvergenceWarning, match=f"Raise max_iter, which was {limit}"):
            assert fit(X, y, penalty, max_iter=limit, tol=1e-14).n_iter == limit
