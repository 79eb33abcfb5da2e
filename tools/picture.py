"""Take the picture of the README from the built page: a typo in one report, with and without L2.

make book; .venv/bin/python tools/picture.py
"""

from __future__ import annotations

from pathlib import Path

from chromium import launch
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "_build" / "html" / "book" / "need.html"
PICTURE = ROOT / ".github" / "picture.png"
WIDTH, HEIGHT = 900, 1400
LIMIT = 150_000  # bytes; a README is read on phones, too


def main() -> None:
    """Answer the question, drag one report down, and store what is then to be seen."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT},
            color_scheme="light",
            reduced_motion="reduce",
        )
        page.goto(PAGE.as_uri(), wait_until="networkidle")
        typo = page.locator(".rk-explore[data-typo]")
        typo.locator("form input").first.check()
        typo.locator("form button").click()
        typo.locator(".rk-dot").nth(4).focus()
        for _ in range(5):
            page.keyboard.press("ArrowDown")
        page.evaluate("document.activeElement.blur()")
        # without the question and its answer, which would fill the screen
        page.add_style_tag(content=".rk-explore form, .rk-says { display: none }")
        typo.screenshot(path=PICTURE)
        browser.close()
    size = PICTURE.stat().st_size
    if size > LIMIT:
        raise SystemExit(f"The picture has {size} bytes, more than {LIMIT}.")


if __name__ == "__main__":
    main()
