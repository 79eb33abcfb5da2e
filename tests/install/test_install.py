"""In an empty environment: what the pages, the README and the messages tell to type works."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from conftest import ROOT

# `make test-install` fetches them; the environments are filled from here, without a network
WHEELS = ROOT / ".venv-wheels"
EXAMPLE = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)[1]
STAR = "from regkit import *\nprint(*sorted(name for name in dir() if name[0] != '_'))"


class Terminal:
    """A terminal in an empty folder, where the Python is that of an empty environment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "folder"
        self.folder.mkdir()
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        programs = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "PYTHON"))}
        self.variables = inherited | {
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_FIND_LINKS": str(WHEELS),
            "PIP_NO_COMPILE": "1",  # quicker, where a module is imported once
            "PIP_NO_INDEX": "1",
        }

    def type(self, command: str) -> subprocess.CompletedProcess[str]:
        """Type a command, and see what it says."""
        return subprocess.run(
            command,
            shell=True,
            cwd=self.folder,
            env=self.variables,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    def says(self, command: str) -> str:
        """Type a command that works."""
        typed = self.type(command)
        assert typed.returncode == 0, f"{command}\n{typed.stdout}{typed.stderr}"
        return typed.stdout

    def runs(self, program: str) -> str:
        """Run a program that works."""
        (self.folder / "program.py").write_text(program, encoding="utf-8")
        return self.says("python program.py")

    def installed(self) -> set[str]:
        """Name what is installed, apart from what each new environment holds."""
        lines = self.says("python -m pip list --format=freeze").splitlines()
        return {line.partition("==")[0] for line in lines} - {"pip", "setuptools"}


@pytest.fixture
def terminal(tmp_path) -> Terminal:
    """A terminal for one test."""
    return Terminal(tmp_path)


@pytest.fixture
def wheel(site, terminal) -> Path:
    """The wheel of the pages, as a reader saves it."""
    (found,) = site.rglob("*.whl")
    return Path(shutil.copy(found, terminal.folder))


def clone(folder: Path) -> Path:
    """What the package is built from, as somebody who cloned the repository has it."""
    (folder / "tools").mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", "tools/metadata.py"):
        shutil.copy(ROOT / name, folder / name)
    shutil.copytree(ROOT / "regkit", folder / "regkit")
    return folder


@pytest.mark.parametrize("way", ["wheel", "clone"])
def test_numpy_alone_is_enough_and_the_rest_is_a_command_away(way, wheel, terminal):
    what = wheel.name if way == "wheel" else f"--editable {clone(terminal.folder)}"
    terminal.says(f"python -m pip install {what}")
    assert terminal.installed() == {"numpy", "regkit-book"}
    assert "[" in terminal.runs(EXAMPLE + "print(solution.coef)")
    assert "PenalizedRegressor" not in terminal.runs(STAR).split()

    refused = terminal.type("python -m regkit.claims V7")
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    terminal.says(refused.stderr.splitlines()[-1])
    assert "verdict: " in terminal.says("python -m regkit.claims V7")
    assert {"PenalizedRegressor", "explore"} <= set(terminal.runs(STAR).split())
    for module in ("choosing", "estimators", "interactive", "figures"):
        terminal.runs(f"import regkit.{module}")


def test_the_command_of_the_page_installs_all(site, wheel, terminal):
    page = BeautifulSoup((site / "book" / "index.html").read_text("utf-8"), "html.parser")
    (command,) = [code.get_text() for code in page.select("pre") if ".whl" in code.get_text()]
    terminal.says(command.strip())
    assert {"regkit-book", "scikit-learn", "matplotlib", "ipywidgets"} <= terminal.installed()
    assert "[" in terminal.runs(EXAMPLE + "print(solution.coef)")
    assert "verdict: " in terminal.says("python -m regkit.claims V7")
