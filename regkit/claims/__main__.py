"""``python -m regkit.claims V7``: test a claim again, and print its evidence and verdict."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from regkit.claims._claim import Claim, Outcome
from regkit.claims._registry import CLAIMS, claim, ledger, store

AUDITED = (1, 2, 3, 4, 5)


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
    parser.add_argument(
        "--audit",
        action="store_true",
        help="compute each verdict on draws that shaped none, and say which would change",
    )
    parser.add_argument(
        "--seeds",
        nargs="+",
        type=int,
        default=AUDITED,
        metavar="S",
        help="the draws of an audit: numbers from 1 up (default: %(default)s)",
    )
    chosen = parser.parse_args(arguments)
    try:
        claims = [claim(name) for name in chosen.ids] or list(CLAIMS.values())
    except ValueError as error:
        parser.exit(2, f"{parser.prog}: {error}\n")
    if min(chosen.seeds) < 1:
        parser.exit(2, f"{parser.prog}: --seeds must be 1 or more: 0 is what is stored\n")
    if not (chosen.ids or chosen.list or chosen.store or chosen.json or chosen.audit):
        parser.print_usage()
        return 2
    if chosen.list:
        print(_listing(claims, chosen.json))
        return 0
    try:
        if chosen.audit:
            return audit(claims, chosen.seeds)
        outcomes = [one.test() for one in claims]
    except ModuleNotFoundError as error:
        parser.exit(1, f"{error}\n")
    if chosen.json:
        print(
            json.dumps(
                [
                    _described(one) | _judged(out) | {"evidence": out.evidence}
                    for one, out in zip(claims, outcomes, strict=True)
                ]
            )
        )
    else:
        print("\n\n".join(_page(one, out) for one, out in zip(claims, outcomes, strict=True)))
    if chosen.store:
        store(outcomes)
    return 0


def audit(claims: list[Claim], seeds: Iterable[int]) -> int:
    """Test claims on fresh draws, and print which verdicts would change; return 1 if any would."""
    stored, changed = ledger(), 0
    for one in claims:
        kind = stored[one.id].verdict.kind
        fresh = {seed: one.test(seed).verdict.kind for seed in seeds}
        other = {seed: found for seed, found in fresh.items() if found != kind}
        changed += bool(other)
        told = "; ".join(f"seed {seed}: {found}" for seed, found in other.items())
        print(
            f"{one.id:<4} {kind:<14} {told or f'the same on {len(fresh)} fresh seeds'}", flush=True
        )
    print(f"{changed} of {len(claims)} verdicts would change on other draws")
    return int(changed > 0)


def _listing(claims: list[Claim], as_json: bool) -> str:
    if as_json:
        stored = ledger()
        return json.dumps([_described(c) | _judged(stored[c.id]) for c in claims])
    return "\n".join(f"{c.id:<4} {c.text}" for c in claims)


def _described(one: Claim) -> dict[str, str]:
    return {
        "id": one.id,
        "article": one.article,
        "claim": one.text,
        "quote": one.quote,
        "section": one.section,
    }


def _judged(outcome: Outcome) -> dict[str, str]:
    return {
        "verdict": outcome.verdict.kind,
        "condition": outcome.verdict.condition,
        "because": outcome.verdict.because,
    }


def _page(one: Claim, outcome: Outcome) -> str:
    head = f"{one.id}: {one.text}\n  in: {one.article}\n  its words: {one.quote}\n"
    evidence = "\n".join(f"  {line}" for line in _lines(outcome.evidence))
    verdict = f"\n  verdict: {outcome.verdict}\n  because: {outcome.verdict.because}"
    code = f"{one.measure.__module__}.{one.measure.__qualname__}, judged by {one.rule.__qualname__}"
    return f"{head}{evidence}{verdict}\n  shown in: {one.section}\n  experiment: {code}"


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
