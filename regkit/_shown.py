"""Results in a few lines: as text at the prompt, as a small table in a notebook."""

from __future__ import annotations

from html import escape


class Shown:
    """What says itself by `_facts`: pairs of a label and a short text.

    Nothing in them may differ between machines, so a number is given to four digits at most.
    """

    def _facts(self) -> dict[str, str]:
        raise NotImplementedError

    def __repr__(self) -> str:
        facts = self._facts()
        width = max(map(len, facts))
        return "\n".join(
            [f"{type(self).__name__}:", *(f"  {k:<{width}}  {v}" for k, v in facts.items())]
        )

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th style='text-align:left'>{escape(k)}</th>"
            f"<td style='text-align:left'>{escape(v)}</td></tr>"
            for k, v in self._facts().items()
        )
        return f"<table><caption>{type(self).__name__}</caption>{rows}</table>"
