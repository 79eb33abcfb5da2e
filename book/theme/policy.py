"""A content security policy in every page: nothing comes from elsewhere, and no script is added.

The book needs no network, and a page that cannot reach it cannot tell anybody what its reader
does. Each page names the inline scripts that it was built with, by their hashes; any other, be it
in a label that was not escaped or in a notebook that somebody sent, does not run.
"""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

# 'self' is the server that a page comes from; a page opened from disk may read its neighbours.
_OURS = "'self' file:"
_META = re.compile(r'\n<meta http-equiv="Content-Security-Policy"[^>]*>')
# The print button's. The search parses the pages that it found, and would report it in each.
_HANDLERS = ("window.print()",)
_HEAD = re.compile(r"<head[^>]*>\s*(?:<meta charset[^>]*>)?")  # the charset must come early


class _Scripts(HTMLParser):
    """Collects the source hashes of inline scripts and of handlers such as onclick."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.hashes: dict[str, None] = {}
        for code in _HANDLERS:
            self._add(code)
        self._inside = False
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name, value in attrs:
            if name.startswith("on"):
                self._add(value or "")
        kind = given.get("type") or "text/javascript"
        if tag == "script" and "src" not in given and kind in ("text/javascript", "module"):
            self._inside, self._text = True, ""

    def handle_data(self, data: str) -> None:
        self._text += data if self._inside else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._inside:
            self._add(self._text)
            self._inside = False

    def _add(self, code: str) -> None:
        digest = hashlib.sha256(code.encode()).digest()
        self.hashes[f"'sha256-{base64.b64encode(digest).decode()}'"] = None


def policy(page: str) -> str:
    """Return the policy of a page: what it may load, and the scripts that stand in it."""
    scripts = _Scripts()
    scripts.feed(page)
    allowed = {
        # what no other names: Firefox fetches the next page ahead
        "default-src": _OURS,
        "child-src": "'none'",  # and frames
        "object-src": "'none'",
        "media-src": "'none'",
        "manifest-src": "'none'",
        # handlers have hashes, too, if the page says 'unsafe-hashes'
        "script-src": " ".join([_OURS, "'unsafe-hashes'", *scripts.hashes]),
        "style-src": f"{_OURS} 'unsafe-inline'",  # figures and formulas carry their own styles
        "img-src": f"{_OURS} data:",
        "font-src": f"{_OURS} data:",
        "worker-src": "blob:",  # made of the laboratory's own scripts
        "connect-src": _OURS,  # the search reads the pages that it found
        "form-action": _OURS,
        "base-uri": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in allowed.items())


def with_policy(page: str) -> str:
    """Return a page with its policy first in the head, in place of one that it may have."""
    page = _META.sub("", page)
    meta = f'\n<meta http-equiv="Content-Security-Policy" content="{policy(page)}">'
    return _HEAD.sub(lambda head: head[0] + meta, page, count=1)


def set_policies(app: Sphinx, exception: Exception | None) -> None:
    """Write the policy into every page that was built."""
    if exception is not None:
        return
    for path in Path(app.outdir).glob("**/*.html"):
        if "_static" not in path.parts:
            page = path.read_bytes().decode()  # as it is: line ends count in a hash
            path.write_bytes(with_policy(page).encode())


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect last, when no other extension will change a page."""
    app.connect("build-finished", set_policies, priority=950)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
