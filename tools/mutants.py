"""Change the core one small step at a time, and see whether its tests notice.

python tools/mutants.py [--minutes 50] [--again] [penalties ...]

Each module of `tests/mutation/modules.toml` is a slice of its own, in `_build/mutants`. A run goes
on where the last one stopped, tests anew what has changed since, and ends after ``--minutes``.
``--again`` tests the survivors once more, after a test was added, and what took too long. A
survivor is a failure unless `tests/mutation/survivors.md` says why no test could tell it from the
original. Strings that hold a space are wording and are left alone; that messages name the
parameter, what is allowed and what was given, the tests check.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCRATCH = ROOT / "_build" / "mutants"
MODULES = tomllib.loads((ROOT / "tests/mutation/modules.toml").read_text(encoding="utf-8"))
SURVIVORS = ROOT / "tests" / "mutation" / "survivors.md"
CHILDREN = 2
MEMORY = 6 * 2**30  # bytes; a loop that does not end may also gather what it makes
# how mutmut notes that the tests passed, that no test ran the line, and that none was tried yet
STATUS = {0: "survived", 5: "survived", 33: "survived", None: "waiting"}
TIMEOUTS = (-24, 24, 36, 152, 255)

# a slow machine must not be mistaken for a test that noticed
CONFTEST = """
import hypothesis
hypothesis.settings.register_profile(
    "mutants", deadline=None, derandomize=True, database=None, max_examples=40,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    suppress_health_check=list(hypothesis.HealthCheck),
)
hypothesis.settings.load_profile("mutants")
# a thread of its own would not outlive the fork into a mutant's process
import tqdm
tqdm.tqdm.monitor_interval = 0
"""
SETTINGS = """
[tool.pytest.ini_options]
addopts = {options}
markers = ["browser: needs Chromium on the system"]
filterwarnings = ["error"]

[tool.mutmut]
source_paths = ["regkit"]
only_mutate = {mutate}
also_copy = ["conftest.py"]
pytest_add_cli_args_test_selection = {tests}
use_git_change_detection = false
timeout_constant = 10.0
timeout_multiplier = 3.0
"""


def prepare(name: str) -> Path:
    """Return the folder of a slice, with its settings and links to the sources."""
    folder = SCRATCH / name
    folder.mkdir(parents=True, exist_ok=True)
    for part in ("regkit", "tests"):
        if not (folder / part).exists():
            (folder / part).symlink_to(ROOT / part)
    settings = {"slow": []} | MODULES[name]
    options = ["-p", "no:cacheprovider", *(f"--deselect={test}" for test in settings["slow"])]
    write(folder / "pyproject.toml", SETTINGS.format(options=options, **settings))
    write(folder / "conftest.py", (ROOT / "conftest.py").read_text(encoding="utf-8") + CONFTEST)
    return folder


def write(path: Path, text: str) -> None:
    """Write a file, unless it says so already."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def run(folder: Path, seconds: float) -> None:
    """Run mutmut in a slice's folder for so long; what it has found it keeps."""
    command = [sys.executable, __file__, "--mutmut", "run", "--max-children", str(CHILDREN)]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    log = folder / "mutmut.log"
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=output
        )
        try:
            code = process.wait(max(seconds, 1))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)  # it ends the tests it is at, and forgets nothing
            code = process.wait()
    if code:
        sys.exit(f"mutmut failed, see {log}")


def forget(folder: Path, codes: tuple[int, ...]) -> None:
    """Have the mutants that ended so tested once more, by every test there is now."""
    (folder / "mutants" / "mutmut-stats.json").unlink(missing_ok=True)
    for meta in folder.glob("mutants/regkit/**/*.meta"):
        found = json.loads(meta.read_text(encoding="utf-8"))
        ends = found["exit_code_by_key"]
        found["exit_code_by_key"] = {k: None if v in codes else v for k, v in ends.items()}
        meta.write_text(json.dumps(found, indent=4), encoding="utf-8")


def results(folder: Path) -> dict[str, int | None]:
    """Return how the tests ended under each mutant; None where they have not run yet."""
    found: dict[str, int | None] = {}
    for meta in sorted(folder.glob("mutants/regkit/**/*.meta")):
        found |= json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def changes(folder: Path, mutants: list[str]) -> dict[str, str]:
    """Return each mutant as ``function: `before` -> `after```, on one line."""
    from mutmut.configuration import reset_config
    from mutmut.mutation.diff_apply import find_mutant, get_diff_for_mutant

    found = {}
    with contextlib.chdir(folder):
        reset_config()
        for mutant in mutants:
            shown = get_diff_for_mutant(mutant, path=find_mutant(mutant).path)
            lines = shown.partition("\n@@")[2].splitlines()[1:]
            before, after = (
                " ".join(" ".join(line[1:] for line in lines if line[:1] == sign).split())
                for sign in "-+"
            )
            module, _, name = mutant.rpartition(".")
            function = re.sub(r"^x_|^xǁ|__mutmut_\d+$", "", name).replace("ǁ", ".")
            found[mutant] = f"{module}.{function}: `{before}` -> `{after}`"
    return found


def report(name: str, folder: Path, explained: str) -> bool:
    """Print the score of a slice and its unexplained survivors; return whether there are none."""
    found = results(folder)
    counts = Counter(STATUS.get(end, "killed") for end in found.values())
    alive = [mutant for mutant, end in found.items() if STATUS.get(end) == "survived"]
    patterns = MODULES[name].get("exclude", [])
    excluded, open_ = 0, {}
    for mutant, text in changes(folder, alive).items():
        if any(re.search(pattern, text) for pattern in patterns):
            excluded += 1
        elif text not in explained:
            open_[mutant] = text
    for mutant, text in open_.items():
        print(f"  survived: {text}   ({mutant})")
    killed = counts["killed"]
    tested = killed + len(alive) - excluded
    score = f"{100 * killed / tested:.1f} %" if tested else "-"
    print(
        f"{name}: {score} killed ({killed} of {tested}; {excluded} more excluded), "
        f"{tested - killed - len(open_)} explained, {len(open_)} not; "
        f"{counts['waiting']} still to test",
        flush=True,
    )
    return not open_ and not counts["waiting"]


def main() -> None:
    """Test the named modules, or all, for so many minutes."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("modules", nargs="*", metavar="module", help=", ".join(MODULES))
    parser.add_argument("--minutes", type=float, default=50)
    parser.add_argument(
        "--again", action="store_true", help="test survivors and timeouts once more"
    )
    parser.add_argument("--report", action="store_true", help="only say what was found so far")
    arguments = parser.parse_args()
    end = time.monotonic() + 60 * arguments.minutes
    explained = SURVIVORS.read_text(encoding="utf-8") if SURVIVORS.exists() else ""
    done = []
    for name in arguments.modules or MODULES:
        folder = prepare(name)
        if arguments.again:
            forget(folder, (0, 5, 33, *TIMEOUTS))
        if not arguments.report and time.monotonic() < end:
            run(folder, end - time.monotonic())
        done.append(report(name, folder, explained))
    sys.exit(not all(done))


def mutmut() -> None:
    """Act as mutmut's command line, in a slice's folder, without mutants of wording."""
    import resource

    import libcst
    from mutmut import __main__ as program
    from mutmut.mutation import mutators

    def without_wording(node: libcst.BaseString) -> Iterable[libcst.BaseString]:
        wording = isinstance(node, libcst.SimpleString) and " " in node.value
        return [] if wording else mutators.operator_string(node)

    at = [kind for kind, _ in mutators.mutation_operators].index(libcst.BaseString)
    mutators.mutation_operators[at] = (libcst.BaseString, without_wording)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also when in the background
    program.cli()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--mutmut"]:
        del sys.argv[1]
        mutmut()
    else:
        main()
