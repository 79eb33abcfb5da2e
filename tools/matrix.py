"""Run the checks as other machines would, and print a table.

python tools/matrix.py [--full] [row ...]

A row is another Python with its own NumPy, the oldest dependencies, another BLAS kernel, fewer
vector instructions, more BLAS threads, another hash seed, or another clock and language; one row
computes every verdict of the ledger on fresh draws. By default a row checks the chapters, every
output compared, and the core's tests; with ``--full`` all that `make test` checks. Rows run one
after the other. What a row needs and this machine lacks is said in the table. ``ci`` is one more
row, of several changes at once.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOG = ROOT / "_build" / "matrix"
CORE = ["penalties", "losses", "network", "trainer", "conventions", "linear", "linear_teaching"]
CORE_TESTS = [f"tests/test_{name}.py" for name in [*CORE, "linear_cross_validation"]]
CHAPTERS = sorted(f"book/{path.name}" for path in (ROOT / "book").glob("*.ipynb"))
# the oldest dependencies may draw and print otherwise; the package must still be right
UNIT = ["tests/test_" + name for name in ("estimators_*.py", "choosing_*.py", "datasets*.py")]
PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")
GERMAN = "de_DE.UTF-8"


@dataclass(frozen=True)
class Row:
    """One machine: its Python, its environment, and what is checked there."""

    name: str
    variables: dict[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()  # vector instructions, by the beginning of NumPy's name
    python: str = ""  # this one, unless named
    oldest: bool = False
    only: tuple[str, ...] = ()
    audit: bool = False  # of the ledger, in place of tests


AVX512 = ("AVX512", "X86_V4")
AVX2 = (*AVX512, "AVX2", "FMA3", "X86_V3")
ABROAD = {"TZ": "Asia/Kathmandu", "LC_ALL": GERMAN, "LANG": GERMAN}
ROWS = [
    Row("as it is"),
    *(Row(f"Python {version}", python=version) for version in PYTHONS),
    Row("oldest dependencies", python="3.11", oldest=True),
    *(Row(kernel, {"OPENBLAS_CORETYPE": kernel}) for kernel in ("Haswell", "Zen", "Nehalem")),
    Row("without AVX-512", without=AVX512),
    Row("without AVX2", without=AVX2),
    *(Row(f"BLAS threads {n}", {"OPENBLAS_NUM_THREADS": n}) for n in "12"),
    *(Row(f"hash seed {seed}", {"PYTHONHASHSEED": seed}) for seed in ("0", "1", "4242")),
    Row("Kathmandu, German", ABROAD),
    Row("fresh draws", {"OPENBLAS_NUM_THREADS": "1"}, audit=True),
]
# every part of another machine that one Python can show, over the quickest chapters
CI = Row(
    "ci",
    {"OPENBLAS_CORETYPE": "Nehalem", "OPENBLAS_NUM_THREADS": "2", "PYTHONHASHSEED": "1", **ABROAD},
    without=AVX2,
    only=("book/foundations.ipynb", "book/l1.ipynb", "book/l2.ipynb", *CORE_TESTS[:3]),
)


class MissingError(Exception):
    """What a row needs is not on this machine."""


def interpreter(version: str) -> str:
    """Return a Python of this version that runs, from the search path or from pyenv."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    places = [shutil.which(f"python{version}"), *pyenv.glob(f"versions/{version}.*/bin/python")]
    for place in filter(None, places):
        asked = [str(place), "-c", "import sys, venv; print('%d.%d' % sys.version_info[:2])"]
        answer = subprocess.run(asked, capture_output=True, text=True, check=False)
        if answer.stdout.strip() == version:
            return str(place)
    raise MissingError(f"Python {version} is not present")


def environment(row: Row) -> str:
    """Return the Python of a row, in an environment made for it where it needs one."""
    if not row.python:
        return sys.executable
    folder = ROOT / (".venv-oldest" if row.oldest else f".venv-{row.python}")
    python, ready = folder / "bin" / "python", folder / ".ready"
    pins = ROOT / ("tests/oldest.txt" if row.oldest else "requirements.txt")
    if ready.exists() and ready.stat().st_mtime > pins.stat().st_mtime:
        return str(python)
    subprocess.run([interpreter(row.python), "-m", "venv", "--clear", str(folder)], check=True)
    install = [str(python), "-m", "pip", "install", "--quiet"]
    if row.oldest:
        steps = [["--constraint", str(pins), "--editable", ".[full,test]"]]
    else:
        own = ["--no-deps", "--no-build-isolation", "--editable", "."]
        steps = [["--requirement", str(pins)], own]
    for step in steps:
        subprocess.run([*install, *step], check=True, cwd=ROOT)
    ready.touch()
    return str(python)


def features(python: str, without: tuple[str, ...]) -> str:
    """Return the instructions to forbid, as this NumPy spells them."""
    ask = "from numpy._core._multiarray_umath import __cpu_dispatch__ as d; print(*d)"
    answer = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=True)
    return " ".join(name for name in answer.stdout.split() if name.startswith(without))


def versions(python: str) -> str:
    """Return the versions of a Python and of its NumPy."""
    ask = "import sys, numpy; print(sys.version.split()[0] + ', ' + numpy.__version__)"
    answer = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=True)
    return answer.stdout.strip()


def locale(folder: Path, name: str) -> str:
    """Make a locale in a folder, as `localedef` does for the system; return the folder."""
    source, _, charset = name.partition(".")
    if not (folder / name).exists():
        folder.mkdir(parents=True, exist_ok=True)
        try:
            command = ["localedef", "-i", source, "-f", charset, str(folder / name)]
            subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise MissingError(f"the locale {name} is not present (Debian: locales)") from error
    return str(folder)


def targets(row: Row, full: bool) -> list[str]:
    """Return what pytest is to run in a row; nothing named is everything."""
    if row.only:
        return list(row.only)
    if row.oldest:
        return CORE_TESTS + sorted(str(p.relative_to(ROOT)) for u in UNIT for p in ROOT.glob(u))
    return [] if full else CHAPTERS + CORE_TESTS


def run(row: Row, full: bool) -> tuple[str, bool]:
    """Run one row; return its line of the table, and whether it may stand."""
    try:
        python = environment(row)
        variables = os.environ | row.variables
        if row.without:
            variables["NPY_DISABLE_CPU_FEATURES"] = features(python, row.without)
        if "LC_ALL" in row.variables:
            variables["LOCPATH"] = locale(LOG / "locale", row.variables["LC_ALL"])
    except MissingError as missing:
        return f"| {row.name} | | {missing} |", not os.environ.get("REGKIT_REQUIRE_ALL")
    command = [python, "-m", "pytest", "-q", "-n", "2", "--dist", "loadscope", "-rfE"]
    command += ["-m", "not study and not live"]
    if not row.oldest:
        command += ["--nbval", *["--doctest-modules"] * full]
    if row.audit:
        command = [python, "-m", "regkit.claims", "--audit"]
    log = LOG / (row.name.replace(" ", "-") + ".log")
    with log.open("w", encoding="utf-8") as output:
        command += [] if row.audit else targets(row, full)
        ended = subprocess.run(command, cwd=ROOT, env=variables, stdout=output, check=False)
    lines = log.read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line.startswith(("FAILED", "ERROR")):
            print(f"  {line[:160]}", flush=True)
    result = lines[-1].strip("= ") if lines else "nothing ran"
    return f"| {row.name} | {versions(python)} | {result} |", ended.returncode == 0


def main() -> None:
    """Run the named rows, or all but ``ci``, and print the table."""
    rows = {row.name: row for row in [*ROWS, CI]}
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("rows", nargs="*", metavar="row", help="; ".join(rows))
    parser.add_argument("--full", action="store_true", help="all that make test checks")
    arguments = parser.parse_args()
    if unknown := set(arguments.rows) - set(rows):
        parser.error(f"rows must be among {list(rows)}. Got {sorted(unknown)} instead.")
    LOG.mkdir(parents=True, exist_ok=True)
    print("| row | Python, NumPy | result |\n|---|---|---|", flush=True)
    good = True
    for row in [rows[name] for name in arguments.rows] or ROWS:
        line, passed = run(row, arguments.full)
        print(line, flush=True)
        good &= passed
    sys.exit(not good)


if __name__ == "__main__":
    main()
