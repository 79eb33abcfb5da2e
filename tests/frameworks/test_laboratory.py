"""The programs that the laboratory writes find the weights that its page shows."""

from __future__ import annotations

import contextlib
import io
import json
import re
from pathlib import Path

import pytest
from snippets import rscript

HERE = Path(__file__).parent
STORED = json.loads((HERE / "laboratory.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", STORED)
@pytest.mark.parametrize("library", ["scikit-learn", "regkit"])
def test_in_python(case, library):
    variables = {}
    with contextlib.chdir(HERE), contextlib.redirect_stdout(io.StringIO()):
        exec(STORED[case][library], variables)
    same_as_in_the_page([variables["intercept"], *variables["coef"]], case)


def test_in_r():
    end = "\nwriteLines(paste0('exactly ', sprintf('%.17g', as.vector(coef(model)))))\n"
    programs = end.join(stored["glmnet"] for stored in STORED.values()) + end
    printed = rscript(f"setwd({json.dumps(str(HERE))})\n{programs}")
    found = iter(re.findall(r"^exactly (\S+)$", printed, re.M))
    for case, stored in STORED.items():
        same_as_in_the_page([float(next(found)) for _ in range(1 + len(stored["coef"]))], case)


def same_as_in_the_page(weights, case):
    expected = [STORED[case]["intercept"], *STORED[case]["coef"]]
    assert [*weights] == pytest.approx(expected, rel=1e-5, abs=1e-6)
