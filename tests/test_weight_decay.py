"""Where AdamW comes to rest: predicted from the model, stored, and what its script computes."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
import studies

from conftest import ROOT
from regkit import L2, fit
from regkit.choosing import interval

script = studies.script("weight_decay")
stored: dict[str, Any] = json.loads(script.RESULT.read_text(encoding="utf-8"))
AGAIN = "if this is meant, run: python tools/studies.py weight_decay"

# Made again by every run of the tests: one of each kind, of those that take little time.
SAMPLE = [
    ("rest", ("uneven", "AdamW", 32, 2)),
    ("landing", ("SGD", 32, 0.3)),
    ("norms", ("SGD", 0.3, 0.1, 0.003, 0)),
    ("tune", ("adapter", 1.0, 1)),
]
EVERYTHING = [
    (part, setting) for part, (_, settings) in script.PARTS.items() for setting in settings
]


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


# -- what the practitioner's page says of it -----------------------------------------------------

PAGE = " ".join((ROOT / "book" / "practitioner.md").read_text(encoding="utf-8").split())
REMEDIES = {
    "nothing": "nothing, to the end",
    "early stopping": "early stopping",
    "dropout": "dropout",
    "L2": "L2 in the loss",
    "AdamW": "AdamW's decay",
}
ROWS_JUDGED = {"patients": 192 / 150, "digits": 1197 / 300}  # over those trained with


def of(part, **setting):
    return [r for r in stored[part] if all(r[name] == value for name, value in setting.items())]


def losses(data, lr):
    return np.median([run["judged"][f"{lr:g}"] for run in of("start", data=data)], axis=0)


def near_the_best(data, lr):
    found = losses(data, lr)
    return [d for d, loss in zip(script.DECAYS, found, strict=True) if loss < 1.05 * found.min()]


def test_the_page_begins_at_the_best_decay_that_was_measured():
    assert near_the_best("patients", 0.001) == near_the_best("patients", 0.01) == [3]
    assert "| ω = 3 | 3 and 30 | measured: 150 patients" in PAGE
    assert near_the_best("digits", 0.01) == [0.1, 0.3]
    assert losses("digits", 0.01).argmin() == script.DECAYS.index(0.1)
    assert "| ω = 0.1 | 1 | measured: 300 digits" in PAGE
    assert script.START_STEPS * 0.001 * 3 == 3


def test_the_page_tells_where_tuning_on_was_best_and_where_all_was_lost():
    def read(how, omega):
        return float(np.median([run["accuracy"] for run in of("tune", how=how, omega=omega)]))

    omegas = [omega for how, omega in script.TUNE_SETTINGS if how == "all"]
    assert max(omegas, key=lambda omega: read("all", omega)) == 0.3
    product = 0.3 * script.TUNE_LR * script.TUNE_STEPS
    assert f"| ω = 0.3 | {product:.2g} | measured: 100 digits" in PAGE
    assert read("all", 100.0) < 0.12
    assert "at a product of 150, all of it was lost" in PAGE
    assert abs(read("adapter", 0.1) - read("adapter", 0.0)) < 0.01
    base = float(np.median([run["before"] for run in of("tune", how="adapter", omega=100.0)]))
    assert abs(read("adapter", 100.0) - base) < 0.01
    assert "| ω up to 0.1 | up to 0.15 | measured: the same, rank 4" in PAGE


def remedy_rows():
    """The rows of the page's table of remedies."""
    found = []
    for name, label in REMEDIES.items():
        cells = [label]
        for data, ratio in ROWS_JUDGED.items():
            judged, l2 = (
                np.array([run["rivals"][one] for run in of("start", data=data)])
                for one in (name, "L2")
            )
            gap = interval(judged - l2, ratio)
            cells.append(f"{np.median(judged):.3f}")
            cells.append(
                "" if name == "L2" else f"{gap.mean:+z.3f} ({gap.low:+z.3f} to {gap.high:+z.3f})"
            )
        found.append(" ".join(f"| {' | '.join(cells)} |".split()))
    return found


def test_the_page_has_every_remedy_as_it_was_measured():
    for row in remedy_rows():
        assert row in PAGE
