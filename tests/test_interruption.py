"""Ctrl-C and a plain kill, at seeded points of time: what is left behind breaks no later run."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path

import nbformat.v4 as v4
import numpy as np
import outputs
import pytest

from conftest import ROOT
from regkit import L1, L2, SGD, Network, cross_validate, train
from regkit.choosing import candidates, compare

KILLS = 20
RNG = np.random.default_rng(0)
X = RNG.standard_normal((60, 5))
Y = X @ [1, 2, 0, 0, -1] + RNG.standard_normal(60)
# the tests start children of a process in which NumPy and pytest may have threads
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")]
kinds = pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "kill"])


def interrupted(work, seconds):
    """Run ``work`` in this process, with Ctrl-C after some seconds; return what it returned."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return work()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


@pytest.fixture
def ctrl_c():
    """Let the timer do what Ctrl-C does."""
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    yield
    signal.signal(signal.SIGALRM, before)


def killed(work, seconds, kind):
    """Run ``work`` in a child, and kill it after some seconds."""
    # a signal that comes before the child is ready ends it too, even where tests run in the
    # background and Ctrl-C is ignored
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    child = os.fork()
    if child == 0:
        try:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            work()
        finally:
            os._exit(0)
    signal.signal(signal.SIGINT, before)
    time.sleep(seconds)
    os.kill(child, kind)
    # Python drops a Ctrl-C that comes while it tidies up an object; whoever waits presses again
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        time.sleep(0.1)
        os.kill(child, kind)


def test_training_stops_with_whole_epochs_and_goes_on(ctrl_c):
    times = random.Random(0)
    network = Network((5, 8, 1), loss="squared_error")
    stopped = 0
    while stopped < KILLS:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                history = interrupted(
                    lambda: train(network, X, Y, L1(0.01), epochs=10**7, validation=(X, Y)),
                    times.uniform(0.001, 0.03),
                )
            except KeyboardInterrupt:
                continue  # before the first epoch there is nothing to keep
        stopped += 1
        assert "interrupted in epoch" in str(caught[0].message)
        assert len({len(values) for values in vars(history).values()}) == 1
        assert np.isfinite(network.predict(X)).all()
    before = network.loss(X, Y)
    train(network, X, Y, epochs=20, optimizer=SGD(0.01))
    assert network.loss(X, Y) < before


def test_cross_validation_leaves_nothing_behind(ctrl_c):
    times = random.Random(1)
    data = X.copy(), Y.copy()
    wanted = cross_validate(X, Y, [L1(), L2()])
    stopped = 0
    while stopped < KILLS:
        try:
            interrupted(lambda: cross_validate(X, Y, [L1(), L2()]), times.uniform(0.0005, 0.02))
        except KeyboardInterrupt:
            stopped += 1
    assert np.array_equal(X, data[0])
    assert np.array_equal(Y, data[1])
    assert np.array_equal(cross_validate(X, Y, [L1(), L2()]).mse, wanted.mse)


@kinds
def test_a_comparison_resumes_from_its_cache(tmp_path, kind):
    times = random.Random(int(kind))

    def work(memory=None):
        return compare(X, Y, candidates(n_lams=5, cv=3), memory=memory, progress=False)

    wanted = work()
    for attempt in range(KILLS):
        cache = tmp_path / str(attempt // 5)  # each is killed several times as it fills
        killed(lambda cache=cache: work(str(cache)), times.uniform(0, 0.15), kind)
    for cache in tmp_path.iterdir():
        found = work(str(cache))
        assert np.array_equal(found.errors, wanted.errors)
        assert np.array_equal(found.fits, wanted.fits)


@kinds
def test_a_chapter_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch, kind):
    """The real storing of outputs, over and over; only the kernel is left out."""
    times = random.Random(int(kind))
    path = tmp_path / "chapter.ipynb"

    def version(number):
        output = v4.new_output("stream", text=f"{number}\n" * 200_000)
        cell = v4.new_code_cell("print()", outputs=[output], execution_count=1, id="one")
        return v4.new_notebook(cells=[cell])

    def execute(client):
        number = int(client.nb.cells[0].outputs[0].text[0])
        client.nb.cells[0] = version(1 - number).cells[0]

    monkeypatch.setattr(outputs.NotebookClient, "execute", execute)
    path.write_text(outputs.nbformat.writes(version(0)) + "\n", encoding="utf-8")
    outputs.run(path)
    one = path.read_bytes()
    outputs.run(path)
    whole = {one, path.read_bytes()}
    assert len(whole) == 2

    def work():
        while True:
            outputs.run(path)

    for _ in range(KILLS):
        killed(work, times.uniform(0, 0.1), kind)
        assert path.read_bytes() in whole
        assert {file.name for file in tmp_path.glob("*")} <= {path.name, f".{path.name}.new"}
    outputs.run(path)
    assert os.listdir(tmp_path) == [path.name]


def interruptible():
    """Let Ctrl-C end what is started, even where these tests run in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def runs(process):
    """Return whether a process is there, and no mere entry of one that has ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def members(group):
    """Return the processes of a group."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(ProcessLookupError):
            if os.getpgid(int(entry.name)) == group:
                found.append(int(entry.name))
    return found


@pytest.mark.book
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="there is no /proc to look at")
@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_when_outputs_are_interrupted_nothing_runs_on(tmp_path, kind):
    """The real tool with real kernels, of chapters that take longer than anybody waits."""
    source = "import os, time\nopen(f'{os.getpid()}.kernel', 'w').close()\ntime.sleep(600)"
    chapters = [tmp_path / f"{name}.ipynb" for name in "ab"]
    for chapter in chapters:
        notebook = v4.new_notebook(cells=[v4.new_code_cell(source, id="one")])
        chapter.write_text(outputs.nbformat.writes(notebook), encoding="utf-8")
    before = [chapter.read_bytes() for chapter in chapters]
    command = [sys.executable, str(ROOT / "tools" / "outputs.py"), *map(str, chapters)]
    tool = subprocess.Popen(
        command, start_new_session=True, preexec_fn=interruptible, stderr=subprocess.DEVNULL
    )

    def waited(condition):
        end = time.monotonic() + 60
        while not condition():
            assert time.monotonic() < end
            time.sleep(0.1)

    waited(lambda: len(list(tmp_path.glob("*.kernel"))) == 2)
    kernels = [int(path.stem) for path in tmp_path.glob("*.kernel")]
    started = members(tool.pid)
    assert len(started) == 3
    os.killpg(tool.pid, kind)
    assert tool.wait(60) != 0
    waited(lambda: not any(map(runs, [*kernels, *started])))
    assert [chapter.read_bytes() for chapter in chapters] == before


BUILDER = """#!/bin/sh
# as slow as a builder, and its pages are half-written for most of the time
mkdir -p _build/html
for source in book/*.md; do
  page=_build/html/$(basename "$source" .md).html
  printf 'half' > "$page"; sleep 0.01; cat "$source" > "$page"
done
"""


@kinds
def test_an_interrupted_build_is_not_taken_for_a_finished_one(tmp_path, kind):
    """The project's own Makefile, with a builder that does not take half a minute."""
    times = random.Random(int(kind))
    for name in ("Makefile", "_config.yml", "_toc.yml", "requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    for folder in ("book", "regkit", ".venv/bin"):
        (tmp_path / folder).mkdir(parents=True)
    builder = tmp_path / ".venv" / "bin" / "jupyter-book"
    builder.write_text(BUILDER)
    builder.chmod(0o755)
    (tmp_path / ".venv" / ".ready").touch()
    sources = [tmp_path / "book" / f"{k}.md" for k in range(5)]
    pages = [tmp_path / "_build" / "html" / f"{k}.html" for k in range(5)]
    quiet = {"cwd": tmp_path, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}

    def right():
        texts = [page.read_text() if page.exists() else "" for page in pages]
        return texts == [source.read_text() for source in sources]

    unfinished = 0
    for attempt in range(KILLS):
        for source in sources:
            source.write_text(f"text {attempt}")
        make = subprocess.Popen(
            ["make", "book"], start_new_session=True, preexec_fn=interruptible, **quiet
        )
        time.sleep(times.uniform(0, 0.2))
        os.killpg(make.pid, kind)
        make.wait()
        finished = subprocess.run(["make", "-q", "_build/.built"], **quiet).returncode == 0
        unfinished += not finished
        assert right() or not finished
    assert unfinished
    assert subprocess.run(["make", "book"], **quiet).returncode == 0
    assert right()
    assert subprocess.run(["make", "-q", "_build/.built"], **quiet).returncode == 0
