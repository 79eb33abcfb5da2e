"""The built pages, a server on loopback, and a browser, for the tests that look at the book."""

from __future__ import annotations

import functools
import http.server
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import hypothesis
import pytest

# a busy machine is no fault of the code
hypothesis.settings.register_profile("book", deadline=None)
hypothesis.settings.load_profile("book")

ROOT = Path(__file__).resolve().parent.parent
CHAPTERS = sorted((ROOT / "book").glob("*.ipynb"))
# every page of the book, as its address ends: "l1", "api/linear"
PAGES = sorted(
    path.relative_to(ROOT / "book").with_suffix("").as_posix()
    for pattern in ("*.md", "*.ipynb")
    for path in (ROOT / "book").rglob(pattern)
    if not any(part.startswith(".") for part in path.parts[len(ROOT.parts) :])
)
# what may be skipped elsewhere is a failure where everything is required
REQUIRED = bool(os.environ.get("REGKIT_REQUIRE_ALL"))


@pytest.hookimpl(tryfirst=True)  # before markers are selected
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what looks at the built pages, and keep to one page if only one is asked for."""
    for item in items:
        if "site" in getattr(item, "fixturenames", ()):
            item.add_marker("book")
    if chapter := config.getoption("chapter", None):
        items[:] = [item for item in items if concerns(item, chapter)]


def concerns(item: pytest.Item, chapter: str) -> bool:
    """Return whether a test runs for each page, and this is the run for one of them."""
    return hasattr(item, "callspec") and item.callspec.id == chapter


@pytest.fixture(scope="session")
def site(pytestconfig: pytest.Config) -> Path:
    """The built pages: `make test` has just made them or found them up to date."""
    built = ROOT / "_build" / "html"
    if not (ROOT / "_build" / ".built").exists() and not pytestconfig.getoption("chapter", None):
        pytest.fail("The pages are not built, or not without warnings. Run `make book` first.")
    return built


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl-C interrupts, even where these tests were started in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


class Server(http.server.ThreadingHTTPServer):
    """Lets a browser's burst of connections wait, where a queue of five would turn them away."""

    request_queue_size = 128


@contextmanager
def served_by(handler: type, folder: Path) -> Iterator[str]:
    """Serve a folder on loopback, answered by this kind of handler; yield its address."""
    answering = functools.partial(handler, directory=str(folder))
    with Server(("127.0.0.1", 0), answering) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The pages served on loopback."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            pass

    with served_by(Quiet, site) as place:
        yield place


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium, as the system has it."""
    import chromium
    from playwright.sync_api import sync_playwright

    if chromium.path() is None:
        pytest.fail(chromium.MISSING) if REQUIRED else pytest.skip(chromium.MISSING)
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        yield browser
        browser.close()


@contextmanager
def settling(page: Any) -> Iterator[None]:
    """After what is done inside, wait until a page has loaded all and asked for no more.

    On a busy machine Playwright's ``networkidle`` is now and then not told, and waits for ever.
    """
    asked, ended = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfinished", lambda request: ended.append(request.url))
    page.on("requestfailed", lambda request: ended.append(request.url))
    yield
    for _ in range(60):
        before = len(asked)
        page.wait_for_timeout(500)
        if len(asked) == len(ended) == before:
            return
    pytest.fail(f"Still loading: {set(asked) - set(ended)}")


@pytest.fixture
def from_disk(browser: Any, site: Path) -> Iterator[Any]:
    """Open pages from disk, a phone's width wide; each keeps its errors in ``faults``."""
    contexts = []

    def open_page(address: str, width: int = 390, height: int = 844, **settings: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, **settings)
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(f"{site.as_uri()}/book/{address}", wait_until="load")
        return page

    yield open_page
    for context in contexts:
        context.close()


@contextmanager
def alone(browser: Any, fragment: str, *, blobs: bool = False) -> Iterator[Any]:
    """Open a part of a page without the book around it: it makes no mistake, asks for nothing."""
    page = browser.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda request: problems.append(request.url))
    page.set_content(f"<!doctype html><html lang=en><body>{fragment}</body></html>")
    for name in ("memory", "elements"):  # which every page has
        page.add_script_tag(path=ROOT / "regkit" / "interactive" / f"{name}.js")
    yield page
    page.close()
    # a blob is made of what the page holds already
    assert [one for one in problems if not (blobs and one.startswith("blob:"))] == []
