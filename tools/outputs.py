"""Run the chapters again and store their outputs; an unchanged chapter stays byte for byte.

python tools/outputs.py [book/need.ipynb ...]
python tools/outputs.py --set-up   # only put in the interactives' present style and script
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

BOOK = Path(__file__).resolve().parent.parent / "book"


# All that JupyterLab writes when it saves a chapter, so that to open and save one changes nothing;
# of the version only what all that run the pins share.
METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
        "version": "3.11.7",
    },
}
COLOUR = re.compile(r"\x1b\[[\d;]*m")  # of a terminal
HIDDEN = {"hide-input", "remove-input", "hide-cell", "remove-cell"}  # tags that a page reads


def collapse(cell: nbformat.NotebookNode) -> None:
    """Hide in a notebook what the page hides, so that there, too, a question stands before code.

    JupyterLab, Notebook and nbconvert read one mark, Colab another.
    """
    if HIDDEN & set(cell.metadata.get("tags", [])):
        cell.metadata["jupyter"] = {"source_hidden": True}
        cell.metadata["cellView"] = "form"


def prepare() -> None:
    """Set what the kernels inherit."""
    os.environ["REGKIT_BUILDING"] = "1"  # a `.live()` cell returns nothing
    # with matrices as small as these, two threads mostly wait for each other
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def run(path: Path) -> bool:
    """Execute one chapter; return whether its file changed."""
    before = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(before, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        record_timing=False,
        extra_arguments=["--IPKernelApp.log_level=40"],  # or it warns of loopback, without harm
        coalesce_streams=True,  # or several prints become one output or two, by chance
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        client.execute()
    except CellExecutionError as error:
        sys.exit(stopped(path.name, notebook, error))
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        collapse(cell)
    return store(path, notebook, before)


def stopped(name: str, notebook: nbformat.NotebookNode, error: CellExecutionError) -> str:
    """Say which cell stopped a chapter and, at the end, what to do."""
    (cell,) = (
        cell
        for cell in notebook.cells
        if any(output.output_type == "error" for output in cell.get("outputs", []))
    )
    plain = COLOUR.sub("", error.traceback)
    what = f"{error.ename}: {error.evalue}"
    if error.ename == "NoneType":  # so IPython calls what happens while something shows itself
        what = plain.strip().splitlines()[-1]
    where = f"{name}: cell {cell.execution_count} stopped with {what}"
    if error.ename == "AssertionError":
        return (
            f"{cell.source}\n\n{where}\nAn assert that fails is a sentence that is no longer true. "
            "Rewrite the sentence and its assert, or take back the change."
        )
    return f"{plain}\n{where}\nThe stored chapter is as it was."


def store(path: Path, notebook: nbformat.NotebookNode, before: str) -> bool:
    """Write a chapter if it changed; return whether it did."""
    after = nbformat.writes(notebook) + "\n"
    if after == before:
        return False
    # Whole or not at all: an interruption leaves the old chapter, and at worst a hidden file.
    new = path.with_name(f".{path.name}.new")
    try:
        new.write_text(after, encoding="utf-8")
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)
    return True


def set_up_again(path: Path) -> bool:
    """Renew what a chapter's first cell shows, without running it; return whether it changed."""
    from regkit.interactive import set_up  # the build and the checks of a chapter need no package

    before = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(before, as_version=4)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "regkit-style" in output.get("data", {}).get("text/html", ""):
                output.data["text/html"] = set_up()._repr_html_()
    return store(path, notebook, before)


def main(arguments: list[str]) -> int:
    """Run the named chapters, or all of them, two at a time; return 1 if one of them failed."""
    prepare()
    if arguments == ["--set-up"]:
        for path in sorted(BOOK.glob("*.ipynb")):
            print(f"{path.name}: {'changed' if set_up_again(path) else 'unchanged'}")
        return 0
    paths = [Path(name).resolve() for name in arguments] or sorted(BOOK.glob("*.ipynb"))
    if len(paths) == 1:
        print(f"{paths[0].name}: {'changed' if run(paths[0]) else 'unchanged'}")
        return 0
    # A process for each chapter ends with it, whatever has become of the others: the workers of
    # a pool would wait for ever for the next chapter, when all of them are told to end.
    with ThreadPoolExecutor(max_workers=2) as pool:
        commands = ([sys.executable, __file__, str(path)] for path in paths)
        ends = [ended.returncode for ended in pool.map(subprocess.run, commands)]
    return int(any(ends))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
