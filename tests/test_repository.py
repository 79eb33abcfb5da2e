"""The repository: what is built, pinned, documented and run elsewhere is as it says."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import status
import yaml
from bs4 import BeautifulSoup

from conftest import CHAPTERS, ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
workflows = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)


def test_the_wheel_holds_the_package_and_nothing_else(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    package = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "regkit").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {"regkit/py.typed", "regkit/claims/data/ledger.json", "regkit/explore/ask.js"} <= package
    rest = held - package
    assert package <= held
    assert all(name.startswith(f"regkit-{PROJECT['version']}.dist-info/") for name in rest)


def test_the_oldest_versions_are_those_that_are_admitted():
    extras = PROJECT["optional-dependencies"]
    admitted = PROJECT["dependencies"] + extras["full"] + extras["test"]
    lines = (ROOT / "tests" / "oldest.txt").read_text(encoding="utf-8").splitlines()
    oldest = [line.replace("==", ">=") for line in lines if not line.startswith("#")]
    assert sorted(oldest) == sorted(admitted)


def test_every_dependency_is_pinned():
    pins = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    wanted = itertools.chain(PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
    for line in wanted:
        name = re.match(r"[\w-]+", line)[0]
        assert re.search(rf"^{name}==", pins, re.M), name


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
            assert re.fullmatch(r"actions/[\w-]+@v\d+", step.get("uses", "actions/none@v1"))


def test_the_package_is_tested_on_every_system_and_python_it_names():
    tests = yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text("utf-8"))
    matrix = tests["jobs"]["package"]["strategy"]["matrix"]
    assert {system.split("-")[0] for system in matrix["os"]} == {"ubuntu", "macos", "windows"}
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))
    assert matrix["python"] == named


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


def test_every_document_tells_the_same_version():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == PROJECT["version"]
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[(Unreleased|{re.escape(PROJECT['version'])})\]", changes, re.M)


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
