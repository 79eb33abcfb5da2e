"""Sliders over figures: in the page without a kernel, and live in a notebook.

Its one function at the top of the package is ``regkit.explore``.
"""

from regkit._distribution import extra

with extra("regkit.interactive"):
    from regkit.interactive._parts import SetUp, set_up
    from regkit.interactive._predict import Choice, Estimate
    from regkit.interactive._quiz import Quiz, quiz
    from regkit.interactive._slider import Axis, Explore, explore
    from regkit.interactive._typo import Typo, forecast

__all__ = [
    "Axis",
    "Choice",
    "Estimate",
    "Explore",
    "Quiz",
    "SetUp",
    "Typo",
    "explore",
    "forecast",
    "quiz",
    "set_up",
]
