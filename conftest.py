"""Settings that every check shares, wherever pytest is started."""

import os

import pytest

# Chapters hold `.live()` cells; while outputs are compared these return nothing.
os.environ["REGKIT_BUILDING"] = "1"
# Without this scikit-learn skips some of its checks of an estimator.
os.environ["SCIPY_ARRAY_API"] = "1"
# The workers of `pytest -n` share the cores; more threads in each would only get in the way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make chapter` ask for the checks of one page."""
    parser.addoption("--chapter", metavar="NAME", help="only what concerns this page of the book")
