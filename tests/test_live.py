"""An unmodified chapter in JupyterLab: a `.live()` slider is moved, and the figure changes."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from playwright.sync_api import TimeoutError

from conftest import ROOT

pytestmark = pytest.mark.browser


@pytest.fixture
def lab(tmp_path):
    """JupyterLab on loopback, over a copy of the first chapter."""
    shutil.copy(ROOT / "book" / "need.ipynb", tmp_path)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if k != "REGKIT_BUILDING"}
    environment |= {"JUPYTER_CONFIG_DIR": str(tmp_path / "config"), "HOME": str(tmp_path)}
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1"),
            *(f"--port={port}", "--IdentityProvider.token=", f"--ServerApp.root_dir={tmp_path}"),
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
                assert server.poll() is None, "JupyterLab ended before it answered"
                time.sleep(0.5)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def test_a_live_slider_redraws(browser, lab):
    page = browser.new_page(viewport={"width": 1300, "height": 1000})
    page.goto(f"{lab}/lab/tree/need.ipynb")
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=120_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    slider = page.locator(".jupyter-widgets .noUi-handle").first
    try:
        slider.wait_for(state="attached", timeout=180_000)
    except TimeoutError:
        pytest.fail(f"no live slider appeared; JupyterLab says {page.locator('body').inner_text()}")
    picture = page.locator(".jupyter-widgets .widget-html-content").first
    before = picture.inner_html()
    assert "<svg" in before
    changed = (
        "before => document.querySelector('.jupyter-widgets .widget-html-content').innerHTML"
        " !== before"
    )
    # while cells run, JupyterLab takes the focus from one to the next, and a key may go astray
    for _ in range(60):
        slider.press("ArrowRight")
        try:
            page.wait_for_function(changed, arg=before, timeout=5_000)
            break
        except TimeoutError:
            continue
    else:
        pytest.fail("the slider was moved, and the figure stayed as it was")
    page.close()
