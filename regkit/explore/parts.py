"""What every interactive puts on the page: its style, its data, its script."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

__all__ = ["asset", "embed_json", "script"]


@cache
def asset(name: str) -> str:
    """Return the text of a file that comes with this package."""
    return files("regkit.explore").joinpath(name).read_text(encoding="utf-8").strip()


def embed_json(data: object) -> str:
    """Return data for a script, written so that it cannot end the element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json">{text}</script>'


def script(*names: str) -> str:
    """Return files of this package as one script that leaves nothing behind in the page."""
    return "<script>(() => {\n" + "\n".join(map(asset, names)) + "\n})();</script>"
