"""Chromium, as the system has it: nothing is downloaded."""

from __future__ import annotations

import shutil
import sys

from playwright.sync_api import Browser, Playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
MISSING = "Chromium is not on this system (Debian: apt-get install chromium-headless-shell)"


def path() -> str | None:
    """Return where Chromium is, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright: Playwright) -> Browser:
    """Start it without a window, or end with a word on how to get it."""
    found = path() or sys.exit(MISSING)
    arguments = ["--no-sandbox", "--disable-background-networking"]
    return playwright.chromium.launch(executable_path=found, args=arguments)
