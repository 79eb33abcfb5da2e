"""The book's figures: one style, drawn as SVG that lives inside the page.

>>> from regkit.figures import COLORS
>>> COLORS["l1"].light, COLORS["l1"].dark
('#C44601', '#FF9757')
"""

from regkit._distribution import extra

with extra("regkit.figures"):
    from regkit.figures._force import balance, cost_curves, force_balance, method
    from regkit.figures._names import name_ends
    from regkit.figures._paths import coefficient_paths
    from regkit.figures._style import COLORS, line, number_text, panel, use_style
    from regkit.figures._svg import Picture, describe, show, themed
    from regkit.figures._weights import ball, contour, minimizer, weight_space, within_budget

__all__ = [
    "COLORS",
    "Picture",
    "balance",
    "ball",
    "coefficient_paths",
    "contour",
    "cost_curves",
    "describe",
    "force_balance",
    "line",
    "method",
    "minimizer",
    "name_ends",
    "number_text",
    "panel",
    "show",
    "themed",
    "use_style",
    "weight_space",
    "within_budget",
]
