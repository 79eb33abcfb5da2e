"""The stored table of exact zeros is complete, and is what its script computes."""

from __future__ import annotations

import json
from typing import Any

import pytest
import studies

script = studies.script("network_zeros")
stored: dict[str, Any] = json.loads(script.RESULT.read_text(encoding="utf-8"))

# Made again by every run of the tests: each way to train at another penalty and seed.
SAMPLE = [
    ("SGD", "loss", 3e-4, 0),
    ("SGD", "naive", 3e-3, 1),
    ("SGD", "proximal", 1e-3, 2),
    ("Adam", "loss", 1e-3, 7),
    ("Adam", "naive", 3e-4, 8),
    ("Adam", "proximal", 3e-3, 9),
]


AGAIN = "if this is meant, run: python tools/studies.py network_zeros"


def test_the_table_is_complete() -> None:
    found = [(r["optimizer"], r["method"], r["lam"], r["seed"]) for r in stored["runs"]]
    assert found == script.settings()


def assert_made_again(setting: tuple[str, str, float, int]) -> None:
    expected = stored["runs"][script.settings().index(setting)]
    found = script.run(*setting)
    assert found.keys() == expected.keys()
    for name in ("zeros", "idle", "idle_zeros", "accuracy"):
        assert found[name] == expected[name], (name, AGAIN)
    assert found["objective"] == pytest.approx(expected["objective"], rel=1e-9), AGAIN


@pytest.mark.parametrize("setting", SAMPLE, ids=str)
def test_a_sample_comes_out_again(setting: tuple[str, str, float, int]) -> None:
    assert_made_again(setting)


@pytest.mark.study
@pytest.mark.parametrize("setting", script.settings(), ids=str)
def test_everything_comes_out_again(setting: tuple[str, str, float, int]) -> None:
    assert_made_again(setting)


def test_momentum_under_the_bare_rate_is_a_tenth_of_the_penalty() -> None:
    def runs(method: str, lam: float) -> list[Any]:
        chosen = ("SGD", method, lam)
        return [r for r in stored["runs"] if (r["optimizer"], r["method"], r["lam"]) == chosen]

    for naive, own in zip(runs("naive", 3e-3), runs("proximal", 3e-4), strict=True):
        assert (naive["zeros"], naive["accuracy"]) == (own["zeros"], own["accuracy"])
