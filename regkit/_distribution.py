"""How regkit is installed: its version, and the command that installs what it also can use.

The distribution is ``regkit-book``; on PyPI the import's name belongs to another package.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NAME = "regkit-book"


def version() -> str:
    """Return the installed version.

    Raises
    ------
    AttributeError
        If regkit runs from its source without being installed, and so has no version.
    """
    from importlib.metadata import PackageNotFoundError, version  # slow to import, rarely needed

    try:
        return version(NAME)
    except PackageNotFoundError as error:
        raise AttributeError(f"{NAME} is not installed, so it has no version") from error


def command(name: str = "full") -> str:
    """Return what to type in a terminal to install all that an extra lists.

    It names the packages themselves, so it works wherever regkit came from: a clone, a wheel, an
    index.
    """
    from importlib.metadata import PackageNotFoundError, requires

    try:
        lines = [line.partition(";") for line in requires(NAME) or []]
    except PackageNotFoundError:
        wanted = [f"{Path(__file__).resolve().parents[1]}[{name}]"]
    else:
        wanted = [line.strip() for line, _, when in lines if when.strip() == f"extra == '{name}'"]
    return " ".join(["python -m pip install", *(f'"{line}"' for line in wanted)])


@contextmanager
def extra(user: str, name: str = "full") -> Iterator[None]:
    """Let imports of an extra fail with the command that installs it.

    Parameters
    ----------
    user : str
        Who needs what is imported.
    name : str
        The extra's name.

    Raises
    ------
    ModuleNotFoundError
        If something that is imported is not installed; its last line is the command.
    """
    try:
        yield
    except ModuleNotFoundError as missing:
        package = str(missing.name).partition(".")[0]
        raise ModuleNotFoundError(
            f"{user} needs {package}, which is not installed. Type in a terminal, or in a notebook "
            f"with %pip in place of python -m pip:\n{command(name)}",
            name=package,
        ) from missing
