"""``python -m regkit.claims V7``: test a claim again, and print its evidence and verdict."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any

from regkit.claims._claim import Claim, Outcome
from regkit.claims._registry import CLAIMS, claim, store


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m regkit.claims",
        description="Test claims of the two articles again, and print evidence and verdict.",
    )
    parser.add_argument(
        "ids", nargs="*", metavar="ID", help="as V7; with an option, all of them if none is given"
    )
    parser.add_argument("--list", action="store_true", help="only list the claims")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--store", action="store_true", help="also store the evidence in the book")
    chosen = parser.parse_args(arguments)
    try:
        claims = [claim(name) for name in chosen.ids] or list(CLAIMS.values())
    except ValueError as error:
        parser.exit(2, f"{parser.prog}: {error}\n")
    if not (chosen.ids or chosen.list or chosen.store or chosen.json):
        parser.print_usage()
        return 2
    if chosen.list:
        print(_listing(claims, chosen.json))
        return 0
    try:
        outcomes = [one.test() for one in claims]
    except ModuleNotFoundError as error:
        parser.exit(1, f"{error}\n")
    if chosen.json:
        print(json.dumps([_record(one, out) for one, out in zip(claims, outcomes, strict=True)]))
    else:
        print("\n\n".join(_page(one, out) for one, out in zip(claims, outcomes, strict=True)))
    if chosen.store:
        store(outcomes)
    return 0


def _listing(claims: list[Claim], as_json: bool) -> str:
    if as_json:
        return json.dumps([{"id": c.id, "claim": c.text, "section": c.section} for c in claims])
    return "\n".join(f"{c.id:<4} {c.text}" for c in claims)


def _record(one: Claim, outcome: Outcome) -> dict[str, Any]:
    return {
        "id": one.id,
        "article": one.article,
        "claim": one.text,
        "section": one.section,
        "verdict": outcome.verdict.kind,
        "condition": outcome.verdict.condition,
        "because": outcome.verdict.because,
        "evidence": outcome.evidence,
    }


def _page(one: Claim, outcome: Outcome) -> str:
    head = f"{one.id}: {one.text}\n  in: {one.article}\n"
    evidence = "\n".join(f"  {line}" for line in _lines(outcome.evidence))
    verdict = f"\n  verdict: {outcome.verdict}\n  because: {outcome.verdict.because}"
    return f"{head}{evidence}{verdict}\n  shown in: {one.section}"


def _lines(evidence: dict[str, Any], name: str = "") -> Iterator[str]:
    """Write nested evidence one number, interval or list to a line."""
    for key, value in evidence.items():
        full = f"{name} / {key}" if name else key
        if isinstance(value, dict) and set(value) == {"mean", "low", "high", "runs"}:
            low, high = f"{value['low']:g}", f"{value['high']:g}"
            yield f"{full} = {value['mean']:g} ({low} to {high}, {value['runs']} runs)"
        elif isinstance(value, dict):
            yield from _lines(value, full)
        else:
            yield f"{full} = {value}"


if __name__ == "__main__":
    sys.exit(main())
