"""Take the book's pictures from its built pages: a typo in one report, with and without L2.

make book; .venv/bin/python tools/picture.py
"""

from __future__ import annotations

from pathlib import Path

from chromium import launch
from playwright.sync_api import Browser, Locator, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "_build" / "html" / "book"
README = ROOT / ".github" / "picture.png"
SHARED = ROOT / "book" / "theme" / "static" / "share.png"  # what a link to a page shows elsewhere
LIMIT = 150_000  # bytes; both are seen on phones, too
# the size that such links are shown at, filled by the title, the picture and its two numbers
SHARED_SIZE = (1200, 630)
SHARED_STYLE = """
.bd-header-article, .rk-hero ~ *, .rk-guess { display: none !important; }
.rk-says, .rk-after, .rk-axes { display: none !important; }
.bd-main .bd-content .bd-article-container.bd-article-container { max-width: none; margin: 0; }
.bd-article.bd-article { max-width: none; padding: 24px 64px; }
.bd-article.bd-article:has(.rk-hero) > section > h1 { font-size: 64px; margin: 0; }
.bd-article.bd-article:has(.rk-hero) > section > h1 + p { display: none; }
.rk-hero .rk-stage { display: grid; grid-template-columns: 770px 1fr; align-items: center; }
.rk-hero .rk-live.rk-live { display: block; }
.rk-hero .rk-numbers.rk-numbers { grid-template-columns: 1fr; gap: 48px; }
.rk-hero .rk-numbers b { font-size: 64px; }
.rk-hero .rk-numbers small { font-size: 22px; }
"""


def answered(browser: Browser, name: str, size: tuple[int, int]) -> tuple[Page, Locator]:
    """Open a page, and answer its question about the typo."""
    width, height = size
    page = browser.new_page(
        viewport={"width": width, "height": height}, color_scheme="light", reduced_motion="reduce"
    )
    page.goto((PAGES / f"{name}.html").as_uri(), wait_until="load")
    typo = page.locator(".rk-explore[data-typo]")
    typo.locator("form input").first.check(force=True)
    typo.locator("form button").click()
    return page, typo


def drag_down(page: Page, typo: Locator) -> None:
    """Make one report smaller."""
    typo.locator(".rk-dot").nth(4).focus()
    for _ in range(5):
        page.keyboard.press("ArrowDown")
    page.evaluate("document.activeElement.blur()")


def for_readme(browser: Browser) -> None:
    """Store what is to be seen once a report was dragged down."""
    page, typo = answered(browser, "need", (900, 1400))
    drag_down(page, typo)
    # without the question and its answer, which would fill the screen
    page.add_style_tag(content="form, .rk-says, .rk-guess { display: none !important }")
    typo.screenshot(path=README)


def for_links(browser: Browser) -> None:
    """Store the first page as a card."""
    page, typo = answered(browser, "index", SHARED_SIZE)
    drag_down(page, typo)
    page.add_style_tag(content=SHARED_STYLE)
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=SHARED)


def main() -> None:
    """Take them, and see that none is too large."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for_readme(browser)
        for_links(browser)
        browser.close()
    for picture in (README, SHARED):
        if (size := picture.stat().st_size) > LIMIT:
            raise SystemExit(f"{picture.name} has {size} bytes, more than {LIMIT}.")


if __name__ == "__main__":
    main()
