"""The repository: what is built, pinned, documented and run elsewhere is as it says."""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import archive
import matrix
import package
import pytest
import status
import yaml
from bs4 import BeautifulSoup

from conftest import CHAPTERS, ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
workflows = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)


def sources(folder: Path) -> Path:
    """Copy what the package is built from; the copies are new."""
    shutil.copytree(ROOT / "regkit", folder / "regkit", copy_function=shutil.copyfile)
    (folder / "tools").mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", "CITATION.cff", "tools/metadata.py"):
        shutil.copyfile(ROOT / name, folder / name)
    return folder


def built(target: str, root: Path, to: Path, address: str = "") -> Path:
    """Build a wheel or an sdist of a project, perhaps told where its repository is."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(to)]
    told = os.environ | {"REGKIT_REPOSITORY": address}
    subprocess.run(command, cwd=root, env=told, check=True, capture_output=True)
    return next(to.glob("*"))


def description(wheel: Path) -> str:
    """What an index shows of a wheel."""
    with zipfile.ZipFile(wheel) as held:
        (name,) = [name for name in held.namelist() if name.endswith("/METADATA")]
        return held.read(name).decode("utf-8")


def test_the_wheel_holds_the_package_and_nothing_else(tmp_path):
    held = set(zipfile.ZipFile(built("wheel", ROOT, tmp_path)).namelist())
    ours = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "regkit").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {
        "regkit/py.typed",
        "regkit/claims/data/ledger.json",
        "regkit/interactive/ask.js",
    } <= ours
    rest = held - ours
    assert ours <= held
    assert all(name.startswith(f"regkit_book-{PROJECT['version']}.dist-info/") for name in rest)


def test_what_is_released_names_its_repository_and_an_sdist_gives_the_same_wheel(tmp_path):
    address = "https://github.com/somebody/regularization"
    wheel = built("wheel", ROOT, tmp_path / "wheel", address)
    sdist = built("sdist", ROOT, tmp_path / "sdist", address)
    with tarfile.open(sdist) as archived:
        archived.extractall(tmp_path, filter="data")
    root = tmp_path / f"regkit_book-{PROJECT['version']}"
    assert not list(root.rglob("test_*"))
    assert built("wheel", root, tmp_path / "again").read_bytes() == wheel.read_bytes()
    said = description(wheel)
    assert f"Project-URL: Repository, {address}\n" in said
    assert "Author: The regkit authors\n" in said
    # as the README is shown where the files beside it are not
    links = re.findall(r"\]\(([^)]+)\)", said)
    assert f"{address}/raw/HEAD/.github/picture.png" in links
    assert [link for link in links if not link.startswith(address)] == []


def test_a_build_that_is_not_told_a_repository_names_none(tmp_path):
    said = description(built("wheel", ROOT, tmp_path))
    assert "Project-URL: " not in said
    assert "](CONTRIBUTING.md)" in said


def test_the_pages_and_their_zip_carry_the_wheel_that_these_sources_give(site, tmp_path):
    (carried,) = site.rglob("*.whl")
    again = package.build(sources(tmp_path))
    assert again.name == carried.name
    assert again.read_bytes() == carried.read_bytes()
    archive.pack(tmp_path / "pages.zip")
    packed = zipfile.ZipFile(tmp_path / "pages.zip")
    (inside,) = [name for name in packed.namelist() if name.endswith(carried.name)]
    assert packed.read(inside) == carried.read_bytes()


def test_the_first_page_links_to_the_wheel_and_says_how_to_install_it(site):
    first = site / "book" / "index.html"
    page = BeautifulSoup(first.read_text(encoding="utf-8"), "html.parser")
    (link,) = page.select('a[href$=".whl"]')
    wheel = (first.parent / link["href"]).resolve()
    assert wheel.is_file()
    assert link.get_text() == wheel.name
    assert f'python -m pip install "{wheel.name}[full]"' in page.get_text()


# commands that would fetch it: on PyPI the import's name is another package's
ANOTHER_PACKAGE = re.compile(
    r"""\b(?:pip3?|conda|mamba|uv|poetry|pixi)\ (?:install|add|download)\b[^\n]*?
    (?<![\w./-])regkit(?![\w/-]|\.\w)
    |(?<![\w./-])regkit\[""",
    re.X,
)


def test_nothing_tells_anyone_to_install_the_package_that_has_the_imports_name():
    told = ("pip install --upgrade NAME", '%pip install "NAME[full]"', "uv add NAME", "NAME[full]")
    for text in told:
        assert ANOTHER_PACKAGE.search(text.replace("NAME", "regkit")), text
        for ours in ("regkit-book", "regkit_book-0.2.0-py3-none-any.whl", "/content/regkit"):
            assert not ANOTHER_PACKAGE.search(text.replace("NAME", ours)), text
    ours = (".binder", ".ci", ".github", "benchmarks", "book", "regkit", "tests", "tools")
    paths = [*ROOT.glob("*"), *(path for name in ours for path in (ROOT / name).rglob("*"))]
    found = []
    for path in filter(Path.is_file, paths):
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{path}: {match[0]}" for match in ANOTHER_PACKAGE.finditer(text)]
    assert found == []


def test_the_oldest_versions_are_those_that_are_admitted():
    extras = PROJECT["optional-dependencies"]
    admitted = PROJECT["dependencies"] + extras["full"] + extras["test"]
    lines = (ROOT / "tests" / "oldest.txt").read_text(encoding="utf-8").splitlines()
    oldest = [line.replace("==", ">=") for line in lines if not line.startswith("#")]
    assert sorted(oldest) == sorted(admitted)


def test_every_dependency_is_pinned():
    pins = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    # what regkit.torch needs is tested with the frameworks, and pinned there
    pins += (ROOT / "tests" / "frameworks" / "requirements.txt").read_text(encoding="utf-8")
    wanted = itertools.chain(PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
    for line in wanted:
        name = re.match(r"[\w-]+", line)[0]
        assert re.search(rf"^{name}==", pins, re.M), name


def test_every_pin_has_its_hashes():
    pins = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    bare = re.findall(r"^(\w[^\n]*)\n(?!    --hash=sha256:)", pins, re.M)
    assert bare == [], "run the command at the head of requirements.txt"


APART = [ROOT / "tests" / name / "requirements.txt" for name in ("frameworks", "mutation")]
APART += sorted((ROOT / "benchmarks").glob("requirements*.txt"))


@pytest.mark.parametrize("path", APART, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_environment_apart_is_pinned(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    loose = [line for line in lines if not re.fullmatch(r"#.*|[\w-]+==\S+( ; .+)?", line)]
    assert loose == []


def test_sp_repo_review_finds_only_what_the_layout_forbids():
    from repo_review.processor import process

    results = process(ROOT).results
    assert len(results) > 30
    assert [(r.name, r.err_msg) for r in results if r.result is False] == []
    # what is left out has its reason, for people
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert all(name in told for name in config["repo-review"]["ignore"])


@workflows
def test_a_workflow_may_do_little_and_ends(path):
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["concurrency"]["group"]
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 90
        for step in job["steps"]:
            # GitHub's own by their version, any other by its commit
            uses = step.get("uses", "actions/none@v1")
            assert re.fullmatch(r"actions/[\w-]+@v\d+|[\w-]+/[\w-]+@[0-9a-f]{40}", uses)


def test_the_package_is_tested_on_every_system_and_python_it_names():
    tests = yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text("utf-8"))
    kinds = tests["jobs"]["package"]["strategy"]["matrix"]
    assert {system.split("-")[0] for system in kinds["os"]} == {"ubuntu", "macos", "windows"}
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))
    assert kinds["python"] == named


def test_the_pages_are_told_their_repository():
    pages = (ROOT / ".github" / "workflows" / "pages.yml").read_text(encoding="utf-8")
    assert "REGKIT_REPOSITORY: https://github.com/${{ github.repository }}\n" in pages


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_what_a_document_points_to_is_there(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!http)([^)]+)\)", text)
    paths = re.findall(r"\b(?:tools|tests|book)/[\w/]+\.\w+", text)
    assert [path for path in links + paths if not (ROOT / path).exists()] == []


def test_the_readme_is_one_screen_and_asks_nobody_for_a_picture():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.split("## Without make")[0].splitlines()) <= 45
    assert "](http" not in text
    picture = (ROOT / ".github" / "picture.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 150_000


def test_the_two_short_ways_stand_first():
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    opening, package, *_ = told.split("\n## ")
    assert re.findall(r"^- `(make \w+)", opening, re.M) == ["make check", "make chapter"]
    assert package.startswith("Changing the package\n")
    assert re.findall(r"^\d\.", package, re.M) == ["1.", "2.", "3.", "4.", "5."]


def test_make_alone_prints_every_target():
    told = subprocess.run(["make"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    rules = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: ((?:.*\\\n)*.*)$", rules, re.M)[1].replace("\\\n", " ").split()
    assert re.findall(r"^make (\S+) +\S.*$", told, re.M) == targets


def test_a_test_or_a_study_makes_no_page_stale():
    rules = subprocess.run(["make", "-pn"], cwd=ROOT, capture_output=True, text=True).stdout
    pages = re.search(r"^_build/\.built: (.*)$", rules, re.M)[1].split()
    assert {"_config.yml", "book/l1.ipynb", "book/theme/house.py", "regkit/losses.py"} < set(pages)
    assert [name for name in pages if name.startswith(("tests/", "book/data/"))] == [
        "book/data/times.json"
    ]


def test_the_readme_names_the_first_and_the_last_python():
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"Python {named[0]} to {named[-1]} " in readme
    assert list(matrix.PYTHONS) == named


def test_every_document_tells_the_same_version():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == PROJECT["version"]
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[(.+)\] - (\S+)$", changes, re.M)
    assert newest.groups() == (citation["version"], citation["date-released"])


def test_every_ignored_type_error_says_why():
    for path in (ROOT / "regkit").rglob("*.py"):
        lines = ["", *path.read_text(encoding="utf-8").splitlines()]
        for before, line in itertools.pairwise(lines):
            if "type: ignore" in line:
                beside = re.search(r"ignore\[[\w-]+\]  # \w", line)
                assert beside or before.strip().startswith("# "), line


@pytest.fixture(scope="module")
def told(site) -> list[list[str]]:
    """The rows of all tables of the status page."""
    page = BeautifulSoup((site / "book" / "status.html").read_text(encoding="utf-8"), "html.parser")
    return [[cell.get_text() for cell in row.select("td")] for row in page.select("tr")]


def test_the_status_page_has_every_chapter_and_every_benchmark(told):
    times = json.loads((ROOT / "book" / "data" / "times.json").read_text(encoding="utf-8"))
    assert set(times["seconds"]) >= {chapter.stem for chapter in CHAPTERS}, "run tools/times.py"
    classes = [name for _, name in status.CLASSES]
    assert sum(len(row) == 2 and row[1] in classes for row in told) == len(CHAPTERS)
    for results in (ROOT / "benchmarks").glob("results-*.md"):
        shown = status.ratios(results)
        assert re.search(r"measured on 20\d\d-\d\d-\d\d", shown)
        assert not re.search(r"\bms\b", shown)


def test_milliseconds_are_left_out_of_a_table(tmp_path):
    results = Path(tmp_path, "results-x.md")
    results.write_text(
        "# Peers\n\nOn 2026-01-02.\n\n## Paths\n\n"
        "| a | b, ms | a / b |\n|---|---|---|\n| 1 | 2 | 3 |\n"
    )
    assert status.ratios(results) == (
        "**Peers**, measured on 2026-01-02\n\nPaths:\n\n| a | a / b |\n| --- | --- |\n| 1 | 3 |"
    )


def test_times_are_told_in_classes():
    assert [status.time_class(s) for s in (3, 10, 99, 100)] == [
        "seconds",
        "tens of seconds",
        "tens of seconds",
        "minutes",
    ]
