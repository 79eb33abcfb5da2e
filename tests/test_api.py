"""The reference: every public name is described, has an example, and is on its page."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re

import nbformat
import pytest
import uses
from bs4 import BeautifulSoup
from sphinx.ext.autodoc.mock import mock
from typography import numbers

import regkit
from conftest import ROOT

MODULES = [
    f"regkit.{module.name}"
    for module in pkgutil.iter_modules(regkit.__path__)
    if not module.name.startswith("_")
]
with mock(["torch"]):  # as the configuration says of autodoc
    NAMES = {
        f"{module}.{name}": getattr(importlib.import_module(module), name)
        for module in MODULES
        for name in importlib.import_module(module).__all__
    }
DESCRIBED = {
    name: thing for name, thing in NAMES.items() if inspect.isclass(thing) or callable(thing)
}
DESCRIBED.pop("regkit.claims.Evidence")  # an alias; it stands with the constants
CONSTANTS = NAMES.keys() - DESCRIBED.keys()
FUNCTIONS = {name: thing for name, thing in DESCRIBED.items() if inspect.isfunction(thing)}
MADE_BY_READERS = {  # classes that readers call, and so can call wrongly
    name: thing
    for name, thing in DESCRIBED.items()
    if inspect.isclass(thing) and re.search(r"^Parameters$", inspect.getdoc(thing) or "", re.M)
}
# What computes no quantity begins with what it is instead.
WITHOUT_FORMULA = {
    "regkit.choosing": "ArticleRule Change Comparison Diagnosis OurRule Recommendation "
    "candidates diagnose recommend",
    "regkit.claims": "Claim Outcome Table Verdict claim ledger",
    "regkit.datasets": "Bank ZouHastie study",
    "regkit.interactive": "Axis Choice Estimate Explore Quiz SetUp Typo explore quiz set_up",
    "regkit.figures": "Picture describe line method number_text panel show themed use_style",
    "regkit.linear": "CVResult ConvergenceWarning Descent GridWarning Path ScaleWarning "
    "SeparationError",
    "regkit.trainer": "DivergenceError History",
}
NO_FORMULA = {
    f"{module}.{name}" for module, some in WITHOUT_FORMULA.items() for name in some.split()
}
# They take any number that there is, or nothing at all; the estimators check in `fit`.
NEVER_RAISE = {
    *(f"regkit.figures.{name}" for name in ("number_text", "use_style")),
    *(f"regkit.estimators.{name}" for name in importlib.import_module("regkit.estimators").__all__),
    "regkit.interactive.set_up",
}


def sections(thing):
    """The sections of a docstring, as numpydoc has them, by their heads."""
    parts = re.split(r"^(\w[\w ]*)\n-{3,}$", inspect.getdoc(thing), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_top_level_offers_only_what_the_modules_describe():
    described = {id(thing) for thing in NAMES.values()}
    for name in regkit.__all__:
        assert id(getattr(regkit, name)) in described, name


@pytest.mark.parametrize("name", DESCRIBED)
def test_it_has_an_example_that_is_run(name):
    assert ">>> " in sections(DESCRIBED[name])["Examples"]


@pytest.mark.parametrize("name", sorted(CONSTANTS))
def test_a_constant_has_its_example_in_its_module(name):
    module, _, constant = name.rpartition(".")
    examples = re.findall(r"^>>> .*", importlib.import_module(module).__doc__, re.M)
    assert any(re.search(rf"\b{constant}\b", example) for example in examples)


@pytest.mark.parametrize("name", sorted(DESCRIBED.keys() - NO_FORMULA))
def test_it_begins_with_its_formula(name):
    assert "``" in inspect.getdoc(DESCRIBED[name]).split("\n")[0]


def test_what_has_no_formula_is_still_there():
    assert DESCRIBED.keys() >= NO_FORMULA


@pytest.mark.parametrize("name", sorted(FUNCTIONS.keys() | MADE_BY_READERS.keys()))
def test_every_parameter_is_described(name):
    thing = DESCRIBED[name]
    parameters = [p for p in inspect.signature(thing).parameters if p != "self"]
    if parameters:
        heads = re.findall(r"^(\S.*?)(?: : .*)?$", sections(thing)["Parameters"], re.M)
        told = {word.strip("* ") for head in heads for word in head.split(",")}
        assert set(parameters) <= told


@pytest.mark.parametrize("name", sorted((FUNCTIONS.keys() | MADE_BY_READERS.keys()) - NEVER_RAISE))
def test_it_says_what_it_raises(name):
    assert re.search(r"Error\b", sections(DESCRIBED[name])["Raises"])


@pytest.fixture(scope="module")
def reference(site):
    """The overview, and the page of each module by the module's name."""
    pages = {"": "api.html"} | {
        module: f"api/{module.removeprefix('regkit.')}.html" for module in MODULES
    }
    return {
        module: BeautifulSoup((site / "book" / page).read_text(encoding="utf-8"), "html.parser")
        for module, page in pages.items()
    }


@pytest.mark.parametrize("name", NAMES)
def test_it_is_on_the_page_of_its_module(reference, name):
    assert reference[name.rpartition(".")[0]].find(id=name) is not None


@pytest.mark.parametrize("name", NAMES)
def test_it_is_in_the_overview_in_one_line(reference, name):
    module, _, short = name.rpartition(".")
    address = f"api/{module.removeprefix('regkit.')}.html#{name}"
    (link,) = reference[""].select(f'table.rk-names a[href="{address}"]')
    assert link.get_text() == short
    row = link.find_parent("tr")
    said = row.select_one("td:last-child").get_text()
    if name in DESCRIBED:  # in code, as `help` has it: the page of the module typesets it
        described = numbers(inspect.getdoc(NAMES[name]).split("\n\n")[0].replace("`", ""))
    else:
        entry = reference[module].find(id=name).find_parent("dl")
        described = entry.select("dd > p:not(:has(> a))")[0].get_text()
    straight = str.maketrans("‘’“”", "''\"\"")  # the page's quotation marks are bent
    assert numbers(said).translate(straight).split() == described.translate(straight).split()


def imported(program):
    """What a program imports from the package: the module, and the name in it."""
    return {
        (node.module, name.name)
        for node in ast.walk(ast.parse(program))
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "regkit"
        for name in node.names
    }


@pytest.mark.parametrize("chapter", sorted((ROOT / "book").glob("*.ipynb")), ids=lambda c: c.stem)
def test_a_chapter_imports_what_the_reference_describes(chapter):
    for cell in nbformat.read(chapter, as_version=4).cells:
        if cell.cell_type == "code":
            for module, name in imported(cell.source):
                full = f"{module}.{name}"
                top = module == "regkit" and name in regkit.__all__
                assert top or full in NAMES or full in MODULES, full


def test_the_overview_lists_nothing_else(reference):
    assert len(reference[""].select("table.rk-names tbody tr")) == len(NAMES)


def test_the_reference_links_to_the_chapters_that_use_a_name(reference):
    found = uses.users(ROOT)
    linked = 0
    for name, thing in NAMES.items():
        entry = reference[name.rpartition(".")[0]].find(id=name).find_parent("dl")
        links = {link["href"] for link in entry.select("dd > p > em ~ a, dd > p > a.reference")}
        for page in found.get(id(thing), (thing, []))[1]:
            assert f"../{page.removeprefix('book/')}.html" in links, name
            linked += 1
    assert linked > len(NAMES)


def test_uses_are_found_however_a_program_names_them():
    known = {}
    assert uses.names("from regkit import L1 as lasso, datasets\nimport numpy", known) == {
        "regkit.L1",
        "regkit.datasets",
    }
    # a later cell
    assert uses.names("data = datasets.twins()", known) == {"regkit.datasets.twins"}
    assert uses.names("import regkit.interactive\nregkit.interactive.quiz()", {}) == {
        "regkit.interactive",
        "regkit.interactive.quiz",
    }
    assert uses.resolve("regkit.datasets.twins") is regkit.datasets.twins
    assert uses.resolve("regkit.explore") is regkit.explore
    assert uses.resolve("regkit.datasets.nothing") is None


def test_what_a_used_function_returns_is_used():
    assert regkit.linear.Solution in uses.gives(regkit.fit)
    assert regkit.penalties.Penalty in uses.gives(regkit.L1)
