"""What the parts of a page that compute share: a file of HTML, its data, picture and scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from docutils import nodes
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from regkit.figures import _svg, use_style


def directive(fragment: Callable[[Path], str], *sources: Path) -> type[SphinxDirective]:
    """Return the directive for a part: ``{name} file.html``. ``fragment`` fills the file in.

    The page is made anew when the file or one of the ``sources`` changes.
    """

    class Part(SphinxDirective):
        required_arguments = 1

        def run(self) -> list[nodes.Node]:
            _, page = self.env.relfn2path(self.arguments[0])
            for source in (page, *map(str, sources)):
                self.env.note_dependency(source)
            return [nodes.raw("", fragment(Path(page)), format="html")]

    return Part


def scripts(of: str, names: Iterable[str]) -> Callable[..., None]:
    """Return what gives the page of a part its scripts, before `house.py` defers them."""

    def add(
        app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
    ) -> None:
        if f'class="{of}"' in context.get("body", ""):
            for name in names:
                app.add_js_file(f"{name}.js")

    return add


def poster(draw: Callable[[], list[Figure]], said: str) -> str:
    """Return the picture for paper, and for a screen without JavaScript."""
    with plt.rc_context():
        use_style()
        figures = draw()
    drawn = _svg.picture_html([_svg.elements(figure) for figure in figures], said)
    for figure in figures:
        plt.close(figure)
    return f"<figure>{drawn}<figcaption>{said}</figcaption></figure>"
