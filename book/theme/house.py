"""What the book changes in the stock build: a page loads what it uses, and nothing is fetched."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from regkit import interactive

# What the figures share with the pages' own scripts, which come after them.
_SHARED = ("memory.js", "elements.js")
_FONT_AWESOME = re.compile(
    r'(?:\.fa-[\w-]+:before,?)+\{content:"[^"]*"\}|@font-face\{[^}]*Font Awesome[^}]*\}'
)

# Parts of the stock stylesheet that no page has; a rule goes if all that it speaks of are such.
_RULE = re.compile(r"(?<=[{}])([^{}@;]+)\{[^{}]*\}")
_NOWHERE = re.compile(
    r"\.(?:accordion|breadcrumb|btn-group|carousel|form-(?:check|floating|range|switch)|input-group"
    r"|list-group|offcanvas|pagination|placeholder|popover|progress|spinner|toast)"
)

# What some pages use: the name of a file or the words of a script, and what a page must hold to
# be given it. No page uses live code, whose scripts come from elsewhere and collide, nor options
# that the theme takes for granted; and the search page names itself what it searches with.
_USED_BY = {
    r"thebe|THEBE|^DOCUMENTATION_OPTIONS|doctools|sphinx_highlight": r"(?!)",
    r"clipboard|copybutton|pygments": r'class="highlight',
    r"toggle": r'class="[^"]*\b(toggle|dropdown)\b',
    r"sphinx-design|design-tabs": r'class="sd-',
    r"exercise": r'class="(exercise|solution)',
    r"mystnb": r'class="cell',
    r"student": r'id="ten-stops"',
    r"codes/": r" data-quiz",
}
_LIVE_CODE = re.compile(
    r'<script type="text/x-thebe-config">.*?</script>\s*<script>kernelName = .*?</script>', re.S
)


def what_it_uses(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Give a page the styles and scripts that it uses; scripts wait until the page is read."""
    page = context["body"] = _LIVE_CODE.sub("", context.get("body", ""))
    for kind in ("script_files", "css_files"):
        context[kind] = [entry for entry in context[kind] if _is_used(entry, page)]
    for script in context["script_files"]:
        if script.filename:
            script.attributes["defer"] = "defer"


def _is_used(entry: Any, page: str) -> bool:
    """Tell whether a page uses a style or a script."""
    name = entry.filename or entry.attributes["body"]
    for some, mark in _USED_BY.items():
        if re.search(some, name):
            return re.search(mark, page) is not None
    return True


def _where_it_is(rule: re.Match[str]) -> str:
    """Return a rule of style, or nothing where no page has what it speaks of."""
    return "" if all(map(_NOWHERE.search, rule[1].split(","))) else rule[0]


def without_font_awesome(app: Sphinx, exception: Exception | None) -> None:
    """Leave out two thousand icons; `icons.py` draws those that are used."""
    folder = Path(app.outdir, "_static")
    styles = folder / "styles" / "pydata-sphinx-theme.css"
    if exception is not None or not styles.is_file():
        return
    told = _FONT_AWESOME.sub("", styles.read_text(encoding="utf-8"))
    styles.write_text(_RULE.sub(_where_it_is, told), encoding="utf-8")
    shutil.rmtree(folder / "vendor")
    for path in folder.glob("scripts/fontawesome.js*"):
        path.unlink()


def add_shared(app: Sphinx, config: Any) -> None:
    """Take what the figures' scripts share out of the package."""
    config.html_static_path += [str(Path(interactive.__file__).parent / name) for name in _SHARED]


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect all, after the extensions they correct."""
    for name in _SHARED:
        app.add_js_file(name, priority=400)
    app.connect("config-inited", add_shared)
    app.connect("html-page-context", what_it_uses, priority=900)
    app.connect("build-finished", without_font_awesome, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
