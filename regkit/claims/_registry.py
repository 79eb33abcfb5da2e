"""All claims, and their stored evidence."""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import Any

from regkit.claims import choosing, elastic_net, foundations, l1, l2, need, networks
from regkit.claims._claim import Claim, Outcome

__all__ = ["CLAIMS", "claim", "ledger", "store"]

_CHAPTERS = (need, foundations, l1, l2, elastic_net, choosing, networks)
_LEDGER = "data/ledger.json"

#: Every claim by its id, those of the first article before those of the second.
CLAIMS: dict[str, Claim] = {
    found.id: found
    for found in sorted(
        (found for chapter in _CHAPTERS for found in chapter.CLAIMS),
        key=lambda found: (found.id[0] == "E", int(found.id[1:])),
    )
}


def claim(name: str) -> Claim:
    """Return the claim of an id, in upper or lower case.

    Parameters
    ----------
    name : str
        As "V7".

    Returns
    -------
    Claim

    Raises
    ------
    ValueError
        If there is none; the error lists the nearest.

    Examples
    --------
    >>> claim("e1").section
    'l1'
    """
    found = CLAIMS.get(str(name).strip().upper())
    if found is None:
        near = difflib.get_close_matches(str(name).upper(), CLAIMS, n=5, cutoff=0.3)
        hint = f" The nearest: {', '.join(near)}." if near else ""
        raise ValueError(f"id must be one of V1 to V27 or E1 to E11. Got {name!r} instead.{hint}")
    return found


def ledger() -> dict[str, Outcome]:
    """Return every claim's stored evidence, and the verdict that its rule draws from it now.

    Returns
    -------
    dict of str to Outcome

    Raises
    ------
    RuntimeError
        If a claim has no evidence stored.

    Examples
    --------
    >>> from regkit.claims import CLAIMS, ledger
    >>> list(ledger()) == list(CLAIMS)
    True
    """
    stored = _read()
    if missing := [name for name in CLAIMS if name not in stored]:
        raise RuntimeError(
            f"No evidence is stored for {', '.join(missing)}. "
            f"Run: python -m regkit.claims --store {' '.join(missing)}"
        )
    return {name: one.judge(stored[name]) for name, one in CLAIMS.items()}


def store(outcomes: Iterable[Outcome]) -> Path:
    """Write outcomes beside those that are stored; return the file."""
    stored = _read()
    for outcome in outcomes:
        stored[outcome.id] = outcome.evidence
    lines = [f"{json.dumps(name)}: {json.dumps(stored[name])}" for name in CLAIMS if name in stored]
    path = Path(str(resources.files(__package__).joinpath(_LEDGER)))
    new = path.with_name(f".{path.name}.new")
    new.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    os.replace(new, path)  # whole or not at all
    return path


def _read() -> dict[str, Any]:
    file = resources.files(__package__).joinpath(_LEDGER)
    stored: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return stored
