"""The laboratory's page: it computes what regkit computes, reads what it is given, and says so."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from laboratory_problems import answers, gaps, problem

from conftest import ROOT
from regkit.linear import ConvergenceWarning, GridWarning

pytestmark = pytest.mark.browser

SCRIPTS = ROOT / "book" / "theme" / "static" / "laboratory"
COMPUTING = ("parts", "numbers", "eigen", "quadratic", "squares", "logistic", "model")

SOLVE = """problems => problems.map(({ X, y, classes, standardize, mix, lams, fold }) => {
  const columns = X.map(column => Float64Array.from(column));
  const path = Laboratory.path(Laboratory.problem(columns, y, classes, standardize), lams, mix);
  const cv = Laboratory.crossValidate(columns, y, classes, standardize, lams, mix, fold);
  return { coefs: path.map(m => [...m.coef]), intercepts: path.map(m => m.intercept), ...cv };
})"""


@pytest.fixture(scope="module")
def solved(browser):
    """Two hundred problems, with what regkit and the page make of them."""
    given = [problem(seed) for seed in range(200)]
    page = browser.new_page()
    for name in COMPUTING:
        page.add_script_tag(path=SCRIPTS / f"{name}.js")
    plain = [
        {name: value.tolist() if hasattr(value, "tolist") else value for name, value in one.items()}
        | {"X": one["X"].T.tolist()}
        for one in given
    ]
    found = page.evaluate(SOLVE, plain)
    page.close()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", GridWarning)  # these grids are short
        warnings.simplefilter("ignore", ConvergenceWarning)  # at 1e-12 rounding may end it
        return [(one, *answers(one), there) for one, there in zip(given, found, strict=True)]


def test_the_weights_in_the_page_are_minima(solved):
    worst = [
        gaps(one, np.array(there["coefs"]), np.array(there["intercepts"])).max()
        for one, _, _, there in solved
    ]
    assert max(worst) < 1e-10


def test_they_are_the_minima_that_regkit_finds(solved):
    for one, path, _, there in solved:  # none of these tables has more than one
        scale = one["X"].std(axis=0)
        size = max(1.0, np.abs(path.coefs * scale).max())
        assert np.abs((there["coefs"] - path.coefs) * scale).max() < 1e-6 * size


def test_the_errors_and_the_choices_of_cross_validation_are_regkits(solved):
    for one, _, result, there in solved:
        errors = result.loss[0] if one["classes"] else result.mse[0]
        size = np.log(2) if one["classes"] else one["y"].var()
        np.testing.assert_allclose(there["loss"], errors, rtol=1e-6, atol=1e-6 * size)
        chosen = [there["best"], there["oneSe"]]
        strengths = [penalty.lam1 + penalty.lam2 for penalty in (result.best, result.one_se)]
        assert result.lams[0, chosen] == pytest.approx(strengths, rel=1e-12)
