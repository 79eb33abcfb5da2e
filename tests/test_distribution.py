"""Where only NumPy is installed: what works, and the command for what does not."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

import regkit.figures
from conftest import ROOT
from regkit import _distribution
from regkit.choosing import Comparison

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
COMMANDS = {
    name: "python -m pip install " + " ".join(f'"{line}"' for line in lines)
    for name, lines in PROJECT["optional-dependencies"].items()
}
COMMAND = COMMANDS["full"]
ALONE = """
import sys
sys.modules.update(dict.fromkeys(
    ["IPython", "ipywidgets", "joblib", "matplotlib", "pandas", "scipy", "sklearn", "torch", "tqdm"]
))
"""
CLAIM = """
import runpy
sys.argv[1:] = {}
runpy.run_module("regkit.claims", run_name="__main__")
"""
PLOTS = """
from regkit import *
X, y = [[0.0], [1.0], [2.0], [3.0]], [0.0, 1.0, 2.0, 2.5]
"""
TRAIN = """
from regkit import Network, train
train(Network((1, 2)), [[0.0], [1.0]], [0, 1], progress=True)
"""


def alone(code: str) -> subprocess.CompletedProcess[str]:
    """Run a program where NumPy is there and nothing of the extra is."""
    command = [sys.executable, "-c", ALONE + code]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")


def test_the_star_is_what_there_is():
    shown = alone("from regkit import *; print(fit([[0], [1]], [0, 1], L1()).coef, dir())")
    assert shown.stderr == ""
    assert "'cross_validate'" in shown.stdout
    assert "PenalizedRegressor" not in shown.stdout
    assert {"PenalizedRegressor", "explore", "fit"} <= set(regkit.__all__)  # all is here


@pytest.mark.parametrize(
    ("code", "user", "missing"),
    [
        ("import regkit.torch", "regkit.torch", "torch"),
        ("import regkit.choosing", "regkit.choosing", "joblib"),
        ("import regkit.estimators", "regkit.estimators", "sklearn"),
        ("import regkit.interactive", "regkit.interactive", "matplotlib"),
        ("import regkit.figures", "regkit.figures", "matplotlib"),
        ("import regkit; regkit.PenalizedRegressor", "regkit.estimators", "sklearn"),
        (PLOTS + "fit_path(X, y, L1()).plot()", "regkit.figures", "matplotlib"),
        (PLOTS + "cross_validate(X, y, L1(), cv=2).plot()", "regkit.figures", "matplotlib"),
        ("from regkit import explore", "regkit.interactive", "matplotlib"),
        (TRAIN, "progress=True", "tqdm"),
    ],
)
def test_what_is_missing_is_named_with_the_command_that_installs_it(code, user, missing):
    shown = alone(code)
    *_, said, command = shown.stderr.splitlines()
    assert shown.returncode == 1
    assert f"{user} needs {missing}, which is not installed." in said
    assert command == COMMANDS["torch" if missing == "torch" else "full"]


@pytest.mark.parametrize("arguments", [["V7"], ["--audit", "V7"]])
def test_a_command_says_what_is_missing_and_nothing_else(arguments):
    shown = alone(CLAIM.format(arguments))
    said, command = shown.stderr.splitlines()
    assert shown.returncode == 1
    assert said.startswith("Claim V7 needs sklearn, which is not installed.")
    assert command == COMMANDS["full"]


def test_the_command_for_a_claim_says_only_that():
    assert "Traceback" not in alone(CLAIM).stderr


def test_a_live_slider_names_the_command(monkeypatch):
    def draw(lam):
        return regkit.figures.describe(regkit.figures.panel()[0], f"an empty panel, {lam}")

    slider = regkit.explore(draw, lam=[1, 2])
    monkeypatch.delenv("REGKIT_BUILDING")
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    with pytest.raises(ModuleNotFoundError, match=r"^live\(\) needs ipywidgets") as raised:
        slider.live()
    assert str(raised.value).endswith(COMMAND)


def test_a_data_frame_names_the_command(monkeypatch):
    found = Comparison(("a",), *(np.ones((1, 2)) for _ in range(2)), *[np.ones(1)] * 3, 0.5)
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ModuleNotFoundError, match=r"^Comparison.to_frame needs pandas") as raised:
        found.to_frame()
    assert str(raised.value).endswith(COMMAND)


def test_the_version_is_that_of_the_distribution():
    assert regkit.__version__ == importlib.metadata.version(PROJECT["name"]) == PROJECT["version"]


def test_without_being_installed_it_says_so_and_installs_its_source(monkeypatch):
    def missing(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    monkeypatch.setattr(importlib.metadata, "requires", missing)
    assert not hasattr(regkit, "__version__")
    source = Path(regkit.__file__).parents[1]
    assert _distribution.command() == f'python -m pip install "{source}[full]"'


FAMILY = ["PenalizedClassifier", "PenalizedClassifierCV", "PenalizedRegressor",
          "PenalizedRegressorCV", "NetworkClassifier", "NetworkRegressor"]  # fmt: skip


@pytest.mark.parametrize("name", FAMILY)
def test_every_estimator_is_found_at_the_top_and_among_the_estimators(name):
    """A stranger types `from regkit import` and what a page calls the class."""
    assert getattr(regkit, name) is getattr(regkit.estimators, name)
    assert name in regkit.__all__
    assert name in dir(regkit)
    assert name in regkit.estimators.__all__
