"""An unmodified chapter in JupyterLab: a `.live()` slider is moved, and the figure changes."""

from __future__ import annotations

import pytest
from notebook_server import served
from playwright.sync_api import TimeoutError

from conftest import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.live]


@pytest.fixture
def lab(tmp_path):
    """JupyterLab on loopback, over a copy of the first chapter."""
    with served("jupyterlab", tmp_path, [ROOT / "book" / "need.ipynb"]) as address:
        yield address


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

    # the arrows also move a figure that is no widget, and do not lead to the next cell
    figure = page.locator(".rk-on:has(input[type=range])").first
    figure.get_by_text("I\u2019ll just look").click()
    slider = figure.locator("input[type=range]").first
    before = slider.input_value()
    slider.press("ArrowLeft" if before == slider.get_attribute("max") else "ArrowRight")
    assert slider.input_value() != before
    page.close()
