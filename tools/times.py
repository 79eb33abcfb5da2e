"""Measure what each chapter takes to run, in seconds and in memory, and what JupyterLab takes.

python tools/times.py [book/need.ipynb ...]

Seconds are the processor's, which others do not share. Memory is the most that one process held
at once; a chapter runs in one process, its kernel.
"""

from __future__ import annotations

import datetime
import json
import os
import resource
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient

BOOK = Path(__file__).resolve().parent.parent / "book"
STORED = BOOK / "data" / "times.json"
LARGEST = 1024 if sys.platform == "darwin" else 1  # of the system's unit in a kilobyte


def chapter(path: Path) -> None:
    """Run a chapter without storing it."""
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=3600, kernel_name="python3", resources=resources).execute()


def lab(path: Path) -> None:
    """Start JupyterLab for somebody new, and let it hand out a chapter; no kernel is started."""
    with TemporaryDirectory() as home, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
        command += ["--ip=127.0.0.1", f"--port={port}", "--IdentityProvider.token="]
        server = subprocess.Popen(
            [*command, f"--ServerApp.root_dir={path.parent}"],
            env=os.environ | {"HOME": home},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            for address in ("api", "lab", f"api/contents/{path.name}"):
                for _ in range(240):
                    try:
                        urllib.request.urlopen(f"http://127.0.0.1:{port}/{address}").read()
                        break
                    except OSError:
                        if server.poll() is not None:
                            raise RuntimeError("JupyterLab ended before it answered") from None
                        time.sleep(0.5)
        finally:
            server.terminate()
            server.wait()


def cost(run: Callable[[Path], None], path: Path) -> tuple[float, int]:
    """Return what the processes take that this starts, in seconds and megabytes.

    The system counts over all that this process ever started: call it in a fresh one.
    """
    run(path)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return round(used.ru_utime + used.ru_stime, 1), round(used.ru_maxrss / LARGEST / 1000)


def main(arguments: list[str]) -> None:
    """Measure the named chapters, or all of them, and store what was found."""
    os.environ["REGKIT_BUILDING"] = "1"
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    stored = json.loads(STORED.read_text(encoding="utf-8"))
    paths = [Path(name).resolve() for name in arguments] or sorted(BOOK.glob("*.ipynb"))
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as fresh:
        for path in paths:
            seconds, memory = fresh.submit(cost, chapter, path).result()
            stored["seconds"][path.stem], stored["memory"][path.stem] = seconds, memory
            print(f"{path.name}: {seconds} s, {memory} MB")
        stored["lab"] = fresh.submit(cost, lab, max(paths, key=lambda path: path.stat().st_size))
        stored["lab"] = stored["lab"].result()[1]
    print(f"JupyterLab: {stored['lab']} MB")
    stored["date"] = datetime.date.today().isoformat()
    for kind in ("seconds", "memory"):
        stored[kind] = dict(sorted(stored[kind].items()))
    STORED.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
