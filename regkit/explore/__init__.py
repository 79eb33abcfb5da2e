"""Sliders over figures: in the page without a kernel, and live in a notebook.

The module can be called: ``regkit.explore(draw, lam=[...])`` is ``regkit.explore.explore(...)``,
because the package and its one function share the name that the top level offers.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from regkit._distribution import extra

with extra("regkit.explore"):
    from regkit.explore.parts import SetUp, set_up
    from regkit.explore.predict import Choice, Estimate
    from regkit.explore.quiz import Quiz, quiz
    from regkit.explore.slider import Axis, Explore, explore

__all__ = ["Axis", "Choice", "Estimate", "Explore", "Quiz", "SetUp", "explore", "quiz", "set_up"]


class _CallableModule(ModuleType):
    # Importing a submodule binds it over a function of the same name, so the module itself
    # has to answer the call.
    def __call__(self, *args: Any, **kwargs: Any) -> Explore:
        return explore(*args, **kwargs)


sys.modules[__name__].__class__ = _CallableModule
