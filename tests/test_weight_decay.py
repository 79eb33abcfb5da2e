"""Where AdamW comes to rest: predicted from the model, stored, and what its script computes."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
import studies

from conftest import ROOT
from regkit import L2, fit

script = studies.script("weight_decay")
stored: dict[str, Any] = json.loads(script.RESULT.read_text(encoding="utf-8"))
AGAIN = "if this is meant, run: python tools/studies.py weight_decay"

# Made again by every run of the tests: one of each kind, of those that take little time.
SAMPLE = [
    ("rest", ("uneven", "AdamW", 32, 2)),
    ("landing", ("SGD", 32, 0.3)),
    ("tune", ("adapter", 1.0, 1)),
]
EVERYTHING = [(part, setting) for part, (_, settings) in script.PARTS.items() for setting in settings]


def test_the_tables_are_complete():
    assert stored["parameters"] == json.loads(json.dumps(script.parameters()))
    for part, (_, settings) in script.PARTS.items():
        assert len(stored[part]) == len(settings), part


def assert_made_again(part, setting):
    run, settings = script.PARTS[part]
    expected, found = stored[part][settings.index(setting)], run(*setting)
    assert_alike(json.loads(json.dumps(found)), expected)


def assert_alike(found, expected):
    """Numbers to the digits that the chapter shows, everything else exactly."""
    if isinstance(expected, dict):
        assert found.keys() == expected.keys()
        for name, value in expected.items():
            assert_alike(found[name], value)
    elif isinstance(expected, list | float):
        np.testing.assert_allclose(found, expected, rtol=5e-3, atol=2e-3, err_msg=AGAIN)
    else:
        assert found == expected, AGAIN


@pytest.mark.parametrize(("part", "setting"), SAMPLE, ids=str)
def test_a_sample_comes_out_again(part, setting):
    assert_made_again(part, setting)


def test_one_of_the_networks_from_scratch_comes_out_again():
    expected = stored["start"][script.PARTS["start"][1].index(("patients", 0))]
    at = script.DECAYS.index(1.0)
    _, judge = script.scratch("patients", 0, 0.01, decay=1.0)[-1]
    assert judge == pytest.approx(expected["judged"]["0.01"][at], rel=5e-3), AGAIN


@pytest.mark.study
@pytest.mark.parametrize(("part", "setting"), EVERYTHING, ids=str)
def test_everything_comes_out_again(part, setting):
    assert_made_again(part, setting)


# -- the prediction ------------------------------------------------------------------------------


def predicted(X, y, omega, batch):
    """Ridge with strengths ``omega sqrt(v_j) / 2``, v from batches drawn at the solution."""
    rng = np.random.default_rng(0)
    drawn = [rng.permutation(len(y))[:batch] for _ in range(2000)]
    w = np.zeros(X.shape[1])
    for _ in range(8):
        gradients = [X[rows].T @ (X[rows] @ w - y[rows]) / batch for rows in drawn]
        lam = omega * np.sqrt(np.mean(np.square(gradients), axis=0)) / 2
        w = np.linalg.solve(X.T @ X / len(y) + 2 * np.diag(lam), X.T @ y / len(y))
    return w


@pytest.mark.parametrize("batch", [8, 32, 128])
@pytest.mark.parametrize("scale", script.SCALES)
def test_adamw_rests_where_the_model_predicts(scale, batch):
    """Within a hundredth, and nowhere near L2 with the same decay, or no penalty."""
    scales = script.SCALES[scale]
    X, y = script.patients(scales)
    goal = predicted(X, y, script.OMEGA, batch)
    runs = [
        np.array(run["weights"])
        for run in stored["rest"]
        if (run["scale"], run["optimizer"], run["batch"]) == (scale, "AdamW", batch)
    ]
    others = [fit(X, y, L2(lam), standardize=False).coef for lam in (script.OMEGA / 2, 0)]
    assert len(runs) >= 3
    for w in runs:
        assert np.abs((w - goal) * scales).max() < 0.012
        for other in others:
            assert np.abs((w - other) * scales).max() > 0.05


@pytest.mark.parametrize("scale", script.SCALES)
@pytest.mark.parametrize("optimizer", ["SGD", "Adam"])
def test_with_the_penalty_in_the_loss_they_rest_at_its_optimum(scale, optimizer):
    scales = script.SCALES[scale]
    X, y = script.patients(scales)
    optimum = fit(X, y, L2(script.OMEGA / 2), standardize=False).coef
    for run in stored["rest"]:
        if (run["scale"], run["optimizer"]) == (scale, optimizer):
            assert np.abs((run["weights"] - optimum) * scales).max() < 0.01
