"""The icons of the pages, as drawings in the page: the theme's own are a script of 1.5 MB.

The theme writes ``<i class="fa-solid fa-bars"></i>``. Each of these is given its drawing when the
book is built, and keeps its attributes, by which the theme shows, hides and turns it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

# Lines on a square of 24 by 24, by the theme's names.
DRAWINGS = {
    "angle-left": '<path d="M15 5l-7 7 7 7"/>',
    "angle-right": '<path d="M9 5l7 7-7 7"/>',
    "arrow-up": '<path d="M12 20V5M6 11l6-6 6 6"/>',
    "bars": '<path d="M4 6h16M4 12h16M4 18h16"/>',
    "chevron-down": '<path d="M5 9l7 7 7-7"/>',
    "circle-half-stroke": '<circle cx="12" cy="12" r="8.5"/>'
    '<path fill="currentColor" d="M12 3.5v17a8.5 8.5 0 0 0 0-17"/>',
    "download": '<path d="M12 4v11M7 10l5 5 5-5M5 20h14"/>',
    "file": '<path d="M6 3h8l5 5v13H6zM14 3v5h5"/>',
    "file-pdf": '<path d="M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z"/>',  # a printer
    "list": '<path d="M9 6h11M9 12h11M9 18h11M4 6h0M4 12h0M4 18h0"/>',
    "magnifying-glass": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5L21 21"/>',
    "moon": '<path d="M20 14.5A8.5 8.5 0 1 1 9.5 4 7 7 0 0 0 20 14.5z"/>',
    "play": '<path d="M7 4l13 8-13 8z"/>',
    "rocket": '<path d="M9 14c1-6 5-10 11-11-1 6-5 10-11 11zm0 0l-3-3 3-3m0 6l3 3 3-3M4 20l3-3"/>',
    "sun": '<circle cx="12" cy="12" r="4"/>'
    '<path d="M12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2"/>',
}
_ICON = re.compile(r'<(i|span)((?: [\w-]+="[^"]*")* class="[^"]*\bfa-[^"]*"[^>]*)></\1>')


def drawn(page: str) -> str:
    """Return a page with its icons drawn.

    Raises
    ------
    sphinx.errors.ExtensionError
        If an icon has no drawing.
    """
    return _ICON.sub(_draw, page)


def _draw(icon: re.Match[str]) -> str:
    """Return one icon as a drawing that nobody reads out."""
    attributes = icon[2]
    for name in re.findall(r"\bfa-([\w-]+)", attributes):
        if name in DRAWINGS:
            return f'<svg viewBox="0 0 24 24" aria-hidden="true"{attributes}>{DRAWINGS[name]}</svg>'
    raise ExtensionError(f"book/theme/icons.py has no drawing for {icon[0]}")


def draw_icons(app: Sphinx, exception: Exception | None) -> None:
    """Draw the icons of every page that was built."""
    if exception is not None:
        return
    for path in Path(app.outdir).glob("**/*.html"):
        if "_static" not in path.parts:
            page = path.read_bytes().decode()
            path.write_bytes(drawn(page).encode())


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect before the policy, which comes last."""
    app.connect("build-finished", draw_icons, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
