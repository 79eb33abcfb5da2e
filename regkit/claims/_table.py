"""The claims for a page: a map of marks that leads to them, and a line for each that opens."""

from __future__ import annotations

import html
from collections import Counter
from importlib import resources
from typing import get_args

from regkit.claims._claim import ARTICLES, Claim, Kind, Outcome
from regkit.claims._registry import CLAIMS, ledger
from regkit.claims._strips import strip

__all__ = ["CHAPTERS", "Table", "asset", "mark"]

CHAPTERS = {
    "need": "The need",
    "foundations": "Foundations",
    "l1": "L1",
    "l2": "L2",
    "elastic_net": "Elastic Net",
    "choosing": "Choosing",
    "networks": "Networks",
}
_RING = "M8 1.2a6.8 6.8 0 1 0 0 13.6a6.8 6.8 0 1 0 0-13.6"
# a path to fill, and one to draw
_MARKS = {
    "holds": (_RING, _RING),
    "holds when": ("M8 1.2a6.8 6.8 0 1 0 0 13.6z", _RING),
    "does not hold": ("", _RING),
    "cannot tell": ("", "M4.9 5.1a3.1 3.1 0 1 1 4.7 2.6C8.5 8.4 8 9 8 10.2M8 13.7v.1"),
}
_NTH = dict(zip(ARTICLES, ("first", "second"), strict=True))


class Table:
    """All claims by chapter, each with its verdict in a line, and its evidence once it is opened.

    Shows itself as HTML, which can be read without its style, as in a notebook that is not trusted.

    Examples
    --------
    >>> from regkit.claims import Table
    >>> Table()
    Table of 38 claims
    """

    def __repr__(self) -> str:
        return f"Table of {len(CLAIMS)} claims"

    def _repr_html_(self) -> str:
        outcomes = ledger()
        counts = Counter(outcome.verdict.kind for outcome in outcomes.values())
        legend = "".join(
            f'<li data-by="verdict" data-value="{kind}">'
            f"{mark(kind)}{kind} <b>{counts[kind]}</b></li>"
            for kind in get_args(Kind)
        )
        places, lists = "", ""
        for chapter, words in CHAPTERS.items():
            here = [name for name, one in CLAIMS.items() if one.section == chapter]
            links = " ".join(_place(outcomes[name]) for name in here)
            places += (
                f'<li><span data-by="chapter" data-value="{chapter}">{words}</span> '
                f"<span>{links}</span></li>"
            )
            rows = "".join(_row(outcomes[name]) for name in here)
            lists += f"<section><h3>{words}</h3>{rows}</section>"
        return (
            f'<div class="rk-claims" id="the-ledger"><style>{asset("table.css")}'
            f"{asset('strip.css')}</style>"
            f'<ul class="legend">{legend}</ul><ul class="map">{places}</ul><p role="status"></p>'
            f"{lists}<script>{asset('table.js')}</script></div>"
        )


def mark(kind: Kind) -> str:
    """Return the mark of a verdict: a full circle, half of one, an empty one, a question mark."""
    full, drawn = _MARKS[kind]
    fill = f'<path d="{full}" fill="currentColor"/>' if full else ""
    return (
        '<svg class="rk-verdict" viewBox="0 0 16 16" aria-hidden="true">'
        f'{fill}<path d="{drawn}" fill="none" stroke="currentColor" stroke-width="2" '
        'stroke-linecap="round"/></svg>'
    )


def _place(outcome: Outcome) -> str:
    """Return the place of a claim in the map."""
    name, kind = outcome.id, outcome.verdict.kind
    return f'<a href="#claim-{name}" aria-label="{name} {kind}">{mark(kind)}{name}</a>'


def _row(outcome: Outcome) -> str:
    """Return the line of a claim, with its evidence folded in it."""
    name, verdict, one = outcome.id, outcome.verdict, CLAIMS[outcome.id]
    kind, condition, because, text, quote = map(
        html.escape, (verdict.kind, verdict.condition, verdict.because, one.text, one.quote)
    )
    return (
        f'<details id="claim-{name}" data-verdict="{kind}" data-chapter="{one.section}">'
        f'<summary>{mark(verdict.kind)}<b class="id">{name}</b> <span class="claim">{text}</span> '
        f'\u2014\u00a0<span class="verdict"><span class="kind">{kind}</span> {condition}</span>'
        "</summary>"
        f'<div>{strip(outcome)}<p class="because">{because}</p>'
        f"<p>In the words of the {_NTH[name[0]]} article: <q>{quote}</q>. {_chapter(one)}</p>"
        "</div></details>"
    )


def _chapter(one: Claim) -> str:
    return f'Read on in <a href="{one.section}.html">{CHAPTERS[one.section]}</a>.'


def asset(name: str) -> str:
    """Return a file that stands beside this one."""
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
