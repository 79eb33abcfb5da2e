"""The formulas of the docstrings as the reference prints them."""

from __future__ import annotations

import inspect
import re

import pytest
from formulas import typeset
from leading import FORMULA, tex
from test_api import DESCRIBED

WRITTEN = {
    "R(w) = lam sum_j |w_j|": r"R(w) = \lambda \sum_{j} \lvert w_{j}\rvert",
    "argmin_{w, b} 1/(2n) ||y - Xw - b||^2": r"\operatorname*{argmin}_{w, b} 1/(2n) "
    r"\lVert y - Xw - b\rVert^{2}",
    "lam1 = lambda1 / (2 sqrt(n))": r"\lambda_{1} = \text{lambda1}\ / (2 \sqrt{n})",
    "alpha = lam1 + 2 lam2": r"\alpha = \lambda_{1} + 2 \lambda_{2}",
    "(w - w*)' H (w - w*)": r"(w - w^*)^\top H (w - w^*)",
    "df = trace X_A (X_A'X_A)^-1": r"\mathrm{df} = \operatorname*{trace} X_{A} "
    r"(X_{A}^\top X_{A})^{-1}",
    "-L'(w) + f(x)": "-L'(w) + f(x)",
    "lam2 = weight_decay / 2": r"\lambda_{2} = \text{weight\_decay}\ / 2",
}


@pytest.mark.parametrize("code", WRITTEN)
def test_a_formula_of_a_docstring_is_this_formula_in_tex(code):
    without_spaces = re.compile(r"\\? ")
    assert without_spaces.sub("", tex(code)) == without_spaces.sub("", WRITTEN[code])


def test_every_formula_at_the_head_of_a_docstring_can_be_typeset():
    heads = [inspect.getdoc(thing).split("\n\n")[0] for thing in DESCRIBED.values()]
    codes = {c for head in heads for c in re.findall("``(.*?)``", head) if FORMULA.search(c)}
    assert len(codes) > 60
    for code in codes:
        assert "katex" in typeset(tex(code), display=False)


def test_a_name_stays_code():
    for code in ("weight_decay", "lam * direction", "validation_loss", "Axes.plot"):
        assert not FORMULA.search(code)
