"""Settings that every check shares, wherever pytest is started."""

import os
from importlib.util import find_spec

import pytest

# Chapters hold `.live()` cells; while outputs are compared these return nothing.
os.environ["REGKIT_BUILDING"] = "1"
# Without this scikit-learn skips some of its checks of an estimator.
os.environ["SCIPY_ARRAY_API"] = "1"
# The workers of `pytest -n` share the cores; more threads in each would only get in the way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Its examples run where PyTorch is, in the tests of the frameworks.
collect_ignore = [] if find_spec("torch") else ["regkit/torch.py"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make chapter` ask for the checks of one page."""
    parser.addoption("--chapter", metavar="NAME", help="only what concerns this page of the book")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse in one line, which says what to do, what would run cells out of their order."""
    if not config.getoption("nbval", default=False):
        return
    spread = config.getoption("numprocesses", default=None)
    if spread and config.getoption("dist", default="no") not in ("loadscope", "loadfile"):
        raise pytest.UsageError("a chapter's cells belong together: add --dist loadscope")
    shuffled = config.pluginmanager.hasplugin("randomly")
    if shuffled and config.getoption("randomly_reorganize", default=True):
        raise pytest.UsageError("a chapter's cells run in order: add -p no:randomly")
