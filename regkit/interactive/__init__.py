"""Sliders over figures: in the page without a kernel, and live in a notebook.

Its one function at the top of the package is ``regkit.explore``.
"""

from regkit._distribution import extra

with extra("regkit.interactive"):
    from regkit.interactive.parts import SetUp, set_up
    from regkit.interactive.predict import Choice, Estimate
    from regkit.interactive.quiz import Quiz, quiz
    from regkit.interactive.slider import Axis, Explore, explore

__all__ = ["Axis", "Choice", "Estimate", "Explore", "Quiz", "SetUp", "explore", "quiz", "set_up"]
