"""The ledger as a table for a page: filtered without a kernel, whole without JavaScript."""

from __future__ import annotations

import html
from importlib import resources
from typing import get_args

from regkit.claims._claim import Kind, Verdict
from regkit.claims._registry import CLAIMS, ledger

__all__ = ["Table"]

_VERDICTS = get_args(Kind)
_CHAPTERS = {
    "need": "The need",
    "foundations": "Foundations",
    "l1": "L1",
    "l2": "L2",
    "elastic_net": "Elastic Net",
    "choosing": "Choosing",
    "networks": "Networks",
}


class Table:
    """All claims, each with its verdict, its evidence in one line, and its chapter.

    Shows itself as HTML.

    Examples
    --------
    >>> from regkit.claims import Table
    >>> Table()
    Table of 38 claims
    """

    def __repr__(self) -> str:
        return f"Table of {len(CLAIMS)} claims"

    def _repr_html_(self) -> str:
        articles = {"V": "V, the first", "E": "E, the second"}
        filters = _select("Article", articles) + _select("Verdict", {v: v for v in _VERDICTS})
        rows = "".join(_row(name, outcome.verdict) for name, outcome in ledger().items())
        return (
            f'<div class="rk-claims"><style>{_asset("table.css")}</style>'
            f'<div class="filters">{filters}<p role="status"></p></div>'
            "<table><caption>The claims, and what became of them</caption>"
            '<thead><tr><th class="id" scope="col">Id</th><th scope="col">Claim</th>'
            '<th scope="col">Verdict</th><th scope="col">Evidence</th></tr></thead>'
            f"<tbody>{rows}</tbody></table>"
            f"<script>{_asset('table.js')}</script></div>"
        )


def _row(name: str, verdict: Verdict) -> str:
    one = CLAIMS[name]
    kind, condition, because, text, quote = map(
        html.escape, (verdict.kind, verdict.condition, verdict.because, one.text, one.quote)
    )
    return (
        f'<tr id="claim-{name}" data-article="{name[0]}" data-verdict="{kind}">'
        f'<th class="id" scope="row">{name}</th><td><span class="claim">{text}</span> '
        f"<q>{quote}</q> "
        f'<a href="{one.section}.html" aria-label="Chapter {_CHAPTERS[one.section]}, for {name}">'
        f"{_CHAPTERS[one.section]}</a></td>"
        f'<td class="verdict"><span class="kind">{kind}</span> {condition}</td>'
        f'<td class="because">{because}</td></tr>'
    )


def _select(label: str, options: dict[str, str]) -> str:
    items = "".join(
        f'<option value="{html.escape(value)}">{html.escape(text)}</option>'
        for value, text in options.items()
    )
    return (
        f'<label>{label}<select autocomplete="off"><option value="">all</option>{items}</select>'
        "</label>"
    )


def _asset(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
