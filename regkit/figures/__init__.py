"""The book's figures: one style, drawn as SVG that lives inside the page.

>>> from regkit.figures import COLORS
>>> COLORS["l1"].light, COLORS["l1"].dark
('#C44601', '#FF9757')
"""

from regkit._distribution import extra

with extra("regkit.figures"):
    from regkit.figures.style import COLORS, line, number_text, panel, use_style
    from regkit.figures.svg import Picture, describe, show

__all__ = ["COLORS", "Picture", "describe", "line", "number_text", "panel", "show", "use_style"]
