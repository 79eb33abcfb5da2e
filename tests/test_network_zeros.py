"""The stored table of exact zeros is what its script computes."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

pytest.importorskip("sklearn")
SCRIPT = Path(__file__).resolve().parent.parent / "book" / "data" / "network_zeros.py"


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("network_zeros", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


script = load()
stored: dict[str, Any] = json.loads(script.STORED.read_text())


def test_the_table_is_of_this_script_and_complete() -> None:
    assert stored["script"] == script.fingerprint(), "run book/data/network_zeros.py again"
    found = [(r["optimizer"], r["method"], r["lam"], r["seed"]) for r in stored["runs"]]
    assert found == script.settings()


@pytest.mark.parametrize("k", range(0, len(stored["runs"]), len(script.SEEDS)))
def test_every_tenth_run_comes_out_as_stored(k: int) -> None:
    expected = stored["runs"][k]
    found = script.run(*script.settings()[k])
    assert found.keys() == expected.keys()
    for name in ("zeros", "idle", "idle_zeros", "accuracy"):
        assert found[name] == expected[name], name
    assert found["objective"] == pytest.approx(expected["objective"], rel=1e-9)


def test_momentum_under_the_bare_rate_is_a_tenth_of_the_penalty() -> None:
    def runs(method: str, lam: float) -> list[Any]:
        chosen = ("SGD", method, lam)
        return [r for r in stored["runs"] if (r["optimizer"], r["method"], r["lam"]) == chosen]

    for naive, own in zip(runs("naive", 3e-3), runs("proximal", 3e-4), strict=True):
        assert (naive["zeros"], naive["accuracy"]) == (own["zeros"], own["accuracy"])
