"""Make the stored studies of the book again, and write down how they were made.

python tools/studies.py [regret ...]

A study is a script in book/data whose `main` writes the file that chapters read, and whose
`parameters` are what the result depends on. They stand in book/data/studies.json, beside the
checksum of the file and the versions that made it. The tests compare them with the script and the
file, and make a sample of the study again: what a script says in words may change freely.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import platform
import sys
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "book" / "data"
MANIFEST = DATA / "studies.json"
NAMES = sorted(path.stem for path in DATA.glob("*.py"))


def script(name: str) -> ModuleType:
    """Load the script of a study, which belongs to no package."""
    spec = importlib.util.spec_from_file_location(name, DATA / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def recorded() -> dict[str, Any]:
    """Return what is written down of every study."""
    found: dict[str, Any] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return found


def as_it_is(study: ModuleType) -> dict[str, Any]:
    """Return what the file and the script of a study are now."""
    return {
        "file": study.RESULT.relative_to(ROOT).as_posix(),
        "sha256": hashlib.sha256(study.RESULT.read_bytes()).hexdigest(),
        "parameters": json.loads(json.dumps(study.parameters())),
    }


def write(studies: dict[str, Any]) -> None:
    """Write down how studies were made, a line for each fact."""
    told = []
    for name, facts in sorted(studies.items()):
        lines = [f"  {json.dumps(what)}: {json.dumps(value)}" for what, value in facts.items()]
        told.append(f" {json.dumps(name)}: {{\n" + ",\n".join(lines) + "\n }")
    MANIFEST.write_text("{\n" + ",\n".join(told) + "\n}\n", encoding="utf-8")


def main(names: list[str]) -> int:
    """Make the named studies, or all of them, and write down how."""
    if unknown := sorted(set(names) - set(NAMES)):
        print(f"a study must be one of {', '.join(NAMES)}. Got {', '.join(unknown)} instead.")
        return 2
    for name in names or NAMES:
        study = script(name)
        study.main()
        made_with = {"python": platform.python_version()} | {
            package: version(package) for package in ("numpy", "scipy", "scikit-learn")
        }
        write(recorded() | {name: as_it_is(study) | {"versions": made_with}})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
