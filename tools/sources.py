"""Check what the sources must be: chapters in the contents, and dependencies that are listed.

python tools/sources.py [folder]
"""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# the name of the package where it is not that of the module
PACKAGES = {
    "axe_playwright_python": "axe-playwright-python",
    "bs4": "beautifulsoup4",
    "py_mini_racer": "mini-racer",
    "sklearn": "scikit-learn",
}
# what a package brings along, and cannot do without
PARTS = {
    "IPython": "jupyterlab",
    "docutils": "jupyter-book",
    "nbclient": "jupyter-book",
    "nbformat": "jupyter-book",
    "repo_review": "sp-repo-review",
    "scipy": "scikit-learn",
    "sphinx": "jupyter-book",
    "yaml": "jupyter-book",
}


def missing_chapters(root: Path) -> list[str]:
    """Return the files of the book that its table of contents leaves out, and the other way."""
    contents = (root / "_toc.yml").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\s*-?\s*(?:root|file):\s*(\S+)", contents, re.M))
    there = {
        path.relative_to(root).with_suffix("").as_posix()
        for pattern in ("*.md", "*.ipynb")
        for path in (root / "book").glob(pattern)
    }
    found = [f"{name} is not in _toc.yml" for name in sorted(there - listed)]
    return found + [f"_toc.yml lists {name}, which is not there" for name in sorted(listed - there)]


def unlisted_dependencies(root: Path) -> list[str]:
    """Return the modules that a file imports and that its requirements do not name."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    package = _names(project["dependencies"] + extras["full"])
    everything = package | _names(extras["book"] + extras["test"])
    own = {"regkit", "conftest", "data"}  # the last is a folder of the book
    for folder in ("tools", "book/theme"):  # scripts, and what the build loads by name
        own |= {path.stem for path in (root / folder).glob("*.py")}
    found = []
    for folder, allowed in (
        ("regkit", package),
        ("book", everything),
        ("tests", everything),
        ("tools", everything),
    ):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix not in (".py", ".ipynb") or _apart(path.relative_to(root)):
                continue
            for module in sorted(set(_imports(path)) - own - sys.stdlib_module_names):
                name = PARTS.get(module, PACKAGES.get(module, module))
                if _plain(name) not in allowed:
                    where = path.relative_to(root)
                    found.append(f"{where} imports {module}, which pyproject.toml does not list")
    return found


def _apart(path: Path) -> bool:
    """Return whether a file has requirements of its own, or is no source."""
    apart = {("tests", "frameworks"), ("book", "snippets"), ("tools", "mutants.py")}
    return path.parts[:2] in apart or any(part.startswith((".", "_build")) for part in path.parts)


def _names(requirements: list[str]) -> set[str]:
    return {_plain(re.split(r"[\s<>=!~;\[]", line, maxsplit=1)[0]) for line in requirements}


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")


def _imports(path: Path) -> Iterator[str]:
    """Yield the top-level modules that a script or a chapter imports."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        text = re.sub(r"^\s*[%!].*$", "", "\n".join(code), flags=re.M)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def main(arguments: list[str]) -> int:
    """Check the project, or a copy of it; return 1 if anything is wrong."""
    root = Path(arguments[0]).resolve() if arguments else ROOT
    found = missing_chapters(root) + unlisted_dependencies(root)
    print("\n".join(found) or "contents and dependencies are complete")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
