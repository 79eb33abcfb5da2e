"""JupyterLab or Notebook on loopback, as somebody has it who starts it for the first time."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# all cells are drawn at once, not only those in sight, so that a test can look at all of them
TRACKER = {"windowingMode": "none"}


@contextmanager
def served(application: str, folder: Path, chapters: list[Path]) -> Iterator[str]:
    """Serve copies of chapters with a home that knows nothing and trusts nothing."""
    for chapter in chapters:
        shutil.copy(chapter, folder)
    home = folder / "home"
    settings = home / "settings" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True)
    (settings / "tracker.jupyterlab-settings").write_text(json.dumps(TRACKER), encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if k != "REGKIT_BUILDING"}
    environment |= {
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
    }
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", application, "--no-browser", "--ip=127.0.0.1"),
            *(f"--port={port}", "--IdentityProvider.token=", f"--ServerApp.root_dir={folder}"),
            "--allow-root",
        ],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/api", timeout=2).close()
                break
            except OSError:
                assert server.poll() is None, f"{application} ended before it answered"
                time.sleep(0.5)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(timeout=30)
        except subprocess.TimeoutExpired:  # it waits for a kernel that does not answer
            server.kill()
            server.wait()
