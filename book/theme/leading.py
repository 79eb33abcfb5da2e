"""The formula that a description begins with, typeset.

Docstrings write formulas as one types them, so that `help` can show them; the reference shows
them as one prints them. What is translated is the small language of the docstrings, no more.
"""

from __future__ import annotations

import re
from itertools import cycle
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

# an operation, a power, a norm, a sum, or something applied to something makes it a formula
FORMULA = re.compile(r" [-+/=] |<-|\^|\|\||sum_|\w\(")
# our lambda; "lambda" is a parameter of other packages
LETTERS = {"lam": r"\lambda", "eps": r"\varepsilon", "Xw": "Xw", "Cp": "C_p", "df": r"\mathrm{df}"}
LETTERS |= {name: rf"\{name}" for name in ("alpha", "rho", "sigma", "pi")}
OPERATORS = {name: rf"\operatorname*{{{name}}}" for name in ("argmin", "mean", "trace")}
OPERATORS |= {"sum": r"\sum", "exp": r"\exp", "log": r"\log"}
SIGNS = {"<-": r"\leftarrow ", "-+": r"\mp ", "...": r"\dots ", "!=": r"\ne ", "<=": r"\le "}
SIGNS |= {"{": r"\{", "}": r"\}", "'": r"^\top "}
TOKEN = re.compile(
    r"(?P<norm>\|\|)|(?P<bar>\|)|(?P<sign><-|-\+|\.\.\.|!=|<=|[{}'])"
    r"|(?P<derivative>[LR]'(?=\())"
    r"|(?P<name>[A-Za-z]+\d*(?:_[A-Za-z0-9]+)*)(?P<star>\*(?!\s*\w))?(?:_\{(?P<under>.*?)\})?"
    r"|\^(?:\((?P<group>[^)]*)\)|(?P<power>\|[^|]*\||-?\w+))"
    r"|(?P<space>\s+)|(?P<other>.)"
)


def name(word: str) -> str:
    """Return a name in TeX: a letter with what stands under it, an operator, or a word."""
    base, _, under = word.partition("_")
    letter, digits = re.fullmatch(r"(\D+)(\d*)", base).groups()  # type: ignore[union-attr]  # a name begins with a letter
    if under == "hat":
        return rf"\hat {base}"
    if base in OPERATORS:
        return OPERATORS[base] + (f"_{{{under}}}" if under else "")
    if len(letter) == 1 or letter in LETTERS:
        if not (digits and (under or letter == "l")):  # l1 and l1_ratio are names
            below = digits or (under if len(under) < 3 else rf"\text{{{under}}}")
            return LETTERS.get(letter, letter) + (f"_{{{below}}}" if below else "")
    elif re.fullmatch("[ijkl]{1,2}", under):
        return rf"\text{{{base}}}_{{{under}}}"
    return rf"\text{{{word.replace('_', chr(92) + '_')}}}"


def tex(code: str) -> str:
    """Return a formula of a docstring in TeX: ``lam sum_j |w_j|``, say."""
    if root := re.search(r"\bsqrt\(", code):
        end = closing(code, root.end())
        inside = rf"\sqrt{{{tex(code[root.end() : end])}}}"
        return tex(code[: root.start()]) + inside + tex(code[end + 1 :])
    norms = cycle([r"\lVert ", r"\rVert "])
    bars = cycle([r"\lvert ", r"\rvert "])
    done = []
    for token in TOKEN.finditer(code):
        if token["norm"]:
            done.append(next(norms))
        elif token["bar"]:
            done.append(next(bars))
        elif token["name"]:
            under = f"_{{{tex(token['under'])}}}" if token["under"] else ""
            done.append(name(token["name"]) + ("^*" if token["star"] else "") + under + " ")
        elif token["group"] or token["power"]:
            done.append(f"^{{{tex(token['group'] or token['power'])}}}")
        elif token["space"]:
            done.append(r"\ " if words_meet(done, code[token.end() :]) else " ")
        else:
            done.append(SIGNS.get(token[0], token[0]))
    return "".join(done)


def closing(code: str, start: int) -> int:
    """Return where the bracket closes that opened before ``start``."""
    depth = 1
    for place in range(start, len(code)):
        depth += {"(": 1, ")": -1}.get(code[place], 0)
        if not depth:
            return place
    raise ValueError(f"a bracket does not close in {code}")


def words_meet(done: list[str], rest: str) -> bool:
    """Return whether a space has a word at one of its sides, and so must be seen."""
    after = TOKEN.match(rest)
    is_word = after and after["name"] and name(after["name"]).startswith(r"\text")
    return bool(is_word) or bool(done and done[-1].startswith(r"\text"))


class Leading(SphinxTransform):
    """Sets the formulas that a description begins with on a line of their own."""

    default_priority = 500

    def apply(self, **kwargs: Any) -> None:
        """Take them from the first sentence; a formula within it stays code."""
        for content in self.document.findall(addnodes.desc_content):
            first = next(iter(content.findall(nodes.paragraph)), None)
            if first is not None:
                set_apart(first)


def set_apart(sentence: nodes.paragraph) -> None:
    """Put the formulas at the head of a sentence before it, and leave the rest."""
    formulas, rest = [], list(sentence.children)
    while rest and isinstance(rest[0], nodes.literal) and FORMULA.search(rest[0].astext()):
        formulas.append(tex(rest.pop(0).astext()))
        if len(rest) > 1 and rest[0].astext() == ", ":
            rest.pop(0)
    if not formulas:
        return
    shown = r", \qquad ".join(formulas)
    # tables of names have no room for a formula: they begin as the docstring does
    block = nodes.math_block(shown, shown, number=None, nowrap=False, begins=sentence.deepcopy())
    sentence.parent.insert(sentence.parent.index(sentence), block)
    if rest and isinstance(rest[0], nodes.Text):
        words = rest[0].lstrip(".,:; ")
        rest[0] = nodes.Text(words[:1].upper() + words[1:])
    sentence.clear()
    sentence += rest
    if not sentence.astext():
        sentence.parent.remove(sentence)


def setup(app: Sphinx) -> dict[str, Any]:
    """Typeset them when a page was read."""
    app.add_transform(Leading)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
