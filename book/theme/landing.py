"""The first page opens on its picture, and a link to a page shown elsewhere carries one.

Such a link needs whole addresses: ``REGKIT_SITE=https://name.github.io/book`` says where the pages
will stand. Without it the picture's address is relative, which is as much as the build knows.
"""

from __future__ import annotations

import html
import os
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

VARIABLE = "REGKIT_SITE"
PICTURE = "_static/share.png"
SHOWS = (
    "Ten points and two curves. One number is retyped: the grey curve whips, the blue one shrugs."
)
_SIDEBAR = 'class="bd-sidebar-primary bd-sidebar'


def describe(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Say what a link to the page shows elsewhere."""
    site = os.environ.get(VARIABLE, "").rstrip("/")
    picture = f"{site}/{PICTURE}" if site else context["pathto"](PICTURE, 1)
    title = app.config.project if pagename == app.config.root_doc else context.get("title", "")
    told = {
        "og:type": "website",
        "og:site_name": app.config.project,
        "og:title": title or app.config.project,
        "og:image": picture,
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": SHOWS,
    }
    if site:
        told["og:url"] = f"{site}/{app.builder.get_target_uri(pagename)}"
    tags = [
        f'<meta property="{name}" content="{html.escape(said)}">' for name, said in told.items()
    ]
    tags.append('<meta name="twitter:card" content="summary_large_image">')
    context["metatags"] = "\n".join([context.get("metatags", ""), *tags])


def open_wide(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Leave the contents out of the first page."""
    if pagename == app.config.root_doc:
        context["secondary_sidebar_items"] = []


def fold_menu(app: Sphinx, exception: Exception | None) -> None:
    """Begin the first page with the menu folded, as its button folds it."""
    path = Path(app.outdir, f"{app.config.root_doc}.html")
    if exception is None and path.is_file():
        page = path.read_bytes().decode()
        path.write_bytes(page.replace(_SIDEBAR, f"{_SIDEBAR} pst-sidebar-hidden", 1).encode())


def setup(app: Sphinx) -> dict[str, Any]:
    """Come after the theme, and before the policy."""
    app.connect("html-page-context", describe)
    app.connect("html-page-context", open_wide, priority=900)
    app.connect("build-finished", fold_menu, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
