"""Run the book's snippets as the reader would, once a session."""

from __future__ import annotations

import contextlib
import io
import os
import runpy
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

SNIPPETS = Path(__file__).parents[2] / "book" / "snippets"
# when set, what the book shows is written anew instead of compared
REFRESH = bool(os.environ.get("REGKIT_REFRESH"))

torch.set_num_threads(1)


@cache
def run(name: str) -> tuple[dict[str, Any], str]:
    """Run a Python snippet in its folder; return its variables and what it printed."""
    printed = io.StringIO()
    with contextlib.chdir(SNIPPETS), contextlib.redirect_stdout(printed):
        variables = runpy.run_path(name)
    return variables, printed.getvalue()


def rscript(code: str) -> str:
    """Run R code in the snippets' folder and return what it printed."""
    if shutil.which("Rscript") is None:
        message = "Rscript is missing; on Debian: apt-get install r-cran-glmnet"
        (pytest.fail if os.environ.get("REGKIT_REQUIRE_ALL") else pytest.skip)(message)
    done = subprocess.run(
        ["Rscript", "-e", code], cwd=SNIPPETS, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@cache
def run_glmnet() -> tuple[np.ndarray, str]:
    """Run the R snippet; return its coefficients in full precision and what it printed."""
    marker = "full precision"
    printed = rscript(
        f'source("elastic_net_glmnet.R"); writeLines("{marker}"); writeLines(sprintf("%.17g",coef))'
    )
    shown, full = printed.split(marker)
    return np.array(full.split(), float), shown


def same_as_shown(name: str, printed: str) -> None:
    """Compare what a snippet printed with the file that the book shows."""
    shown = (SNIPPETS / name).with_suffix(".out")
    if REFRESH:
        shown.write_text(printed)
    assert printed == shown.read_text()
