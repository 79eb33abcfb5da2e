"""The small figure that decides a claim: a row for each case, a dot with its interval in each."""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from regkit.claims._claim import Evidence, Outcome
from regkit.claims._tools import number

__all__ = ["STRIPS", "Strip", "strip"]

Interval = Mapping[str, float]


@dataclass(frozen=True)
class Strip:
    """Some cases on one scale.

    Attributes
    ----------
    title : str
        What is measured.
    rows : mapping of str to tuple of float
        For each case its value, and the ends of its interval, or the value twice more.
    at : float, optional
        The value that parts the two sides.
    ends : tuple of str
        What lies on either side of it.
    unit : str
        Written after the numbers.
    log : bool
        Whether twice and half are equally far.
    """

    title: str
    rows: Mapping[str, tuple[float, float, float]]
    at: float | None = None
    ends: tuple[str, str] = ("", "")
    unit: str = ""
    log: bool = False

    def page(self) -> str:
        """Return the figure as HTML, whose places are styles and whose numbers are words."""
        seen = [end for row in self.rows.values() for end in row]
        seen += [0.0] if not self.log else []
        seen += [] if self.at is None else [self.at]
        scale = math.log if self.log else float
        low, high = scale(min(seen)), scale(max(seen))

        def place(value: float) -> str:
            return f"{3 + 94 * (scale(value) - low) / ((high - low) or 1):.1f}%"

        mark = "" if self.at is None else f'<i class="at" style="left:{place(self.at)}"></i>'
        rows = "".join(
            f"<div><dt>{html.escape(label.replace(' %', '%'))}</dt>"
            f'<dd class="line" aria-hidden="true">{mark}'
            f'<i class="to" style="left:{place(a)};right:calc(100% - {place(b)})"></i>'
            f'<i class="dot" style="left:{place(value)}"></i></dd>'
            f"<dd>{self._said(value, a, b)}</dd></div>"
            for label, (value, a, b) in self.rows.items()
        )
        one, other = map(html.escape, self.ends)
        sides = f'<p class="ends"><span>← {one}</span> <span>{other} →</span></p>' if one else ""
        return (
            f'<figure class="rk-strip"><figcaption>{html.escape(self.title)}</figcaption>'
            f"<dl>{rows}</dl>{sides}</figure>"
        )

    def _said(self, value: float, low: float, high: float) -> str:
        def words(one: float) -> str:
            return f"{one:.2f}" if self.log and one < 10 else number(one, 2)

        between = "" if low == high else f" ({words(low)} to {words(high)})"
        return f"<b>{words(value)}{self.unit}</b>{between}"


def _three(found: Interval | float, scale: Callable[[float], float]) -> tuple[float, float, float]:
    if isinstance(found, Mapping):
        return scale(found["mean"]), scale(found["low"]), scale(found["high"])
    return (scale(found),) * 3


def _ratios(
    title: str, cells: Mapping[str, Interval], less: str, more: str, prefix: str = ""
) -> Strip:
    """Return a strip of ratios, given by their log2."""
    rows = {f"{prefix}{name}": _three(one, lambda x: 2.0**x) for name, one in cells.items()}
    return Strip(title, rows, 1.0, (less, more), log=True)


def _percents(
    title: str,
    cells: Mapping[str, Interval | float],
    at: float | None = None,
    ends: tuple[str, str] = ("", ""),
    of: float = 100,
) -> Strip:
    """Return a strip of shares, given as parts of ``100 / of``."""
    rows = {name: _three(one, lambda x: of * x) for name, one in cells.items()}
    return Strip(title, rows, at, ends, unit="%")


L1_OVER_L2 = ("Error of L1 over that of L2", "L1 is better", "L2 is better")
L2_OVER_L1 = ("Error of L2 over that of L1", "L2 is better", "L1 is better")


def _over(sides: tuple[str, str, str], cells: Mapping[str, Interval]) -> Strip:
    title, less, more = sides
    return _ratios(title, cells, less, more)


def _oscillation(e: Evidence) -> Strip:
    swing = e["log2 of swing / range of the points"]
    cells = {
        "degree 9, the bank's points": swing["bank"]["degree 9"],
        "degree 9, evenly spaced": swing["even"]["degree 9"],
        "degree 9, crowded at the ends": swing["chebyshev"]["degree 9"],
        "degree 3, the bank's points": swing["bank"]["degree 3"],
    }
    return _ratios("Swing of the curve over the range of its points", cells, "calm", "wild")


def _too_long(e: Evidence) -> Strip:
    cells = {}
    for name in ("two columns matter", "all columns matter"):
        cells[f"{name}, to the end"] = e[name]["log2 of last epoch / best epoch"]
        cells[f"{name}, stopped by held-out rows"] = e[name]["log2 of stopped / best epoch"]
    return _ratios("Test loss over that of the best epoch", cells, "better", "worse")


def _steps(e: Evidence) -> Strip:
    cells: dict[str, float] = {
        f"steps of {step}, random starts": e[f"step {step}"]["at zero"] / e["random starts"]
        for step in ("0.1", "0.01")
    }
    cells["steps of 1/k from 1, k to 256"] = e["from 1 in steps of 1/k, k to 256"]["at zero"] / 256
    cells["the prox"] = e["step 0.1"]["at zero with prox"] / 100
    return _percents("Weights that end on exactly 0", cells)


def _zeros(e: Evidence) -> Strip:
    trained = e["network of 2368 weights"]
    return _percents(
        "Weights that are exactly 0",
        {
            "network, penalty in the loss, most": trained["penalty in the loss"]["share of zeros"][
                1
            ],
            "network, prox, fewest": trained["prox"]["share of zeros"][0],
            "network, prox, most": trained["prox"]["share of zeros"][1],
            "exact solver, diabetes": e["linear, share of zeros at 1, 10 and 50 % of lam_max"][
                "diabetes, 65"
            ][1],
        },
    )


def _inference(e: Evidence) -> Strip:
    one = e["lam1 = 0.001"]
    return _percents(
        "Multiply-adds left of a sparse network's",
        {
            "dense product": one["multiply-adds, dense"],
            "zero rows and columns pruned": one["multiply-adds, zero rows and columns pruned"],
            "compressed storage": one["multiply-adds, compressed"],
        },
    )


def _at_most_n(e: Evidence) -> Strip:
    most = e["most selected, minus n"]
    cells = {
        "general position, with an intercept": most["with intercept"],
        "general position, without": most["without"],
        "4 distinct columns, n = 3": e["four distinct columns, n = 3"]["selected"] - 3,
    }
    rows = {name: _three(float(one), float) for name, one in cells.items()}
    return Strip("Most columns selected, minus n", rows, 0.0, ("fewer", "more than n"))


def _wide(e: Evidence) -> Strip:
    wide, tall = e["log2 of lasso / ridge error"].values()
    cells = {f"{k} of 150 matter, 40 rows": wide[k] for k in ("2", "15", "75", "150")}
    cells |= {f"{k} of 80 matter, 30 rows": tall[k] for k in ("2", "80")}
    return _over(L1_OVER_L2, cells)


def _smeared(e: Evidence) -> Strip:
    found = e["correlation of carriers 0.8"]["log2 of lasso / ridge error"]
    return _over(L1_OVER_L2, {f"{k} of 40 columns carry it": one for k, one in found.items()})


def _few(e: Evidence) -> Strip:
    found = e["log2 of lasso / ridge error"]
    return _over(
        L1_OVER_L2,
        {f"{k} of 40 matter, {name}": one[k] for name, one in found.items() for k in ("1", "3")},
    )


def _dropping(e: Evidence) -> Strip:
    return _over(L1_OVER_L2, {name: one["log2 of l1 / l2 error"] for name, one in e.items()})


def _slopes(e: Evidence) -> Strip:
    shares = e["share of zeros"].values()
    names = ("|w|", "w²", "|w| + w², slope not constant", "Huber's, constant but near 0")
    return _percents(
        "Targets whose best weight is exactly 0", dict(zip(names, shares, strict=True))
    )


def _alike(e: Evidence) -> Strip:
    cells = {
        f"{name}, correlation {rho}": e[name][rho]
        for name in ("3 of 40 matter", "all 40 matter")
        for rho in ("0.3", "0.9")
    }
    return _over(L1_OVER_L2, cells)


def _carriers(e: Evidence) -> Strip:
    return _ratios(
        "Columns that carry 90% of the forecast, under L2 over under L1",
        {name: one["log2 of carriers, l2 / l1"] for name, one in e.items()},
        "L2 needs fewer",
        "L2 needs more",
    )


def _mix(e: Evidence) -> Strip:
    found = e["log2 of error, alpha alone / strength tuned, by unit of y"]["made"]
    cells = {f"y in units of {unit} sd": one for unit, one in found.items()}
    return _ratios("Error of the best α alone over that of a tuned λ", cells, "better", "worse")


def _correction(e: Evidence) -> Strip:
    sweep = e["log2 of naive / corrected, by correlation and groups that matter"]["0.5"]
    return _ratios(
        "Error of the naive form over that of the corrected",
        {f"{k} of 8 groups matter": one for k, one in sweep.items()},
        "naive is better",
        "corrected is",
    )


def _regret(e: Evidence) -> Strip:
    found = e["larger study"]["mean regret (%)"]
    names = {"l1": "always L1", "l2": "always L2", "en": "always Elastic Net"}
    return _percents(
        "Error above that of the best method, 128 designs",
        {said: found[m] for m, said in names.items()},
        of=1,
    )


def _rows_per_column(e: Evidence) -> Strip:
    cells = {
        f"{kind}, {k} rows per column": e[kind][k]
        for kind in ("dense, normalized", "90 % zeros")
        for k in ("3", "10")
    }
    return _percents("Error that ridge saves", cells, of=1)


def _l2_best(*names: str) -> Callable[[Evidence], Strip]:
    return lambda e: _over(L2_OVER_L1, {name: e[name]["log2 of l2 / l1 error"] for name in names})


def _by_relevant(sides: tuple[str, str, str], key: str) -> Callable[[Evidence], Strip]:
    return lambda e: _over(sides, {f"{k} of 40 matter": one for k, one in e[key].items()})


def _subset(e: Evidence) -> Strip:
    cells = {f"failed on a {name}": one["fail again at 400"] for name, one in e.items()}
    return _percents("Failures that fail again on 400 rows", cells, 50.0, ("unlikely", "likely"))


def _leaving(e: Evidence) -> Strip:
    found = e["share of paths that a column leaves again, by correlation"]
    words = {"0": "uncorrelated", "0.5": "correlation 0.5^|i−j|", "0.9": "correlation 0.9^|i−j|"}
    return _percents(
        "Paths on which a column leaves again as λ falls",
        {words[rho]: one for rho, one in found.items()},
    )


def _expense(e: Evidence) -> Strip:
    fits = e["fits to tune"]
    cells = {f"one fit, {name}": one["L2 added"] for name, one in e["over lasso"].items()}
    cells["tuned, with three mixes"] = fits["en"] / fits["l1"]
    rows = {name: _three(one, float) for name, one in cells.items()}
    return Strip("Cost of Elastic Net over that of L1", rows, 1.0, ("less", "more"), log=True)


def _growing(e: Evidence) -> Strip:
    agree = e["where the small weight grows exactly if correlation > ratio of the weights"]
    return _percents(
        "Pairs in which the small weight grows",
        {
            "exactly if the correlation is above the ratio": agree / e["pairs"],
            "independent features": e["independent where it grows"] / e["independent"],
        },
    )


def _best_sets(e: Evidence) -> Strip:
    key = "no other set of their size fits better, share"
    cells = {
        name if name == "uncorrelated" else f"correlation {name}": one[key]
        for name, one in e["the lasso's columns, refitted"].items()
    }
    return _percents("Fits whose columns are the best of their number", cells)


def _thousands(e: Evidence) -> Strip:
    found = e["50 of 3000 matter"]
    cells = {
        "to serve": found["serving, bytes and multiply-adds: times fewer"],
        "to take a step": found["a training step: times fewer"],
        "to solve for all weights": found["solving for all weights at once: times fewer"],
    }
    rows = {name: _three(one, float) for name, one in cells.items()}
    ends = ("less", "an order of magnitude")
    return Strip("Times less work with 350 of 3,000 features", rows, 10.0, ends)


def _more_rows(e: Evidence) -> Strip:
    cells = {f"{n} rows": one for n, one in e["made, 20 columns"].items()}
    cells |= {f"{n} rows": one for n, one in e["made, dense, normalized"]["gain (%)"].items()}
    return _percents("Error that ridge saves, 20 columns", cells, of=1)


def _needless(e: Evidence) -> Strip:
    name, found = next(iter(e.items()))
    words = {"l1": "L1", "l2": "L2", "en": "Elastic Net"}
    return _percents(
        f"Error that a tuned penalty saves ({name})",
        {words[m]: one for m, one in found.items()},
        1.0,
        ("next to nothing", "something"),
        of=1,
    )


def _guesses(e: Evidence) -> Strip:
    found = e["40 of 40 matter, correlation 0"]
    words = {
        "l1 guess": "L1, guessed",
        "l1 search": "L1, searched",
        "l2 guess": "L2, guessed",
        "l2 guess, signal unknown": "L2, guessed, signal unknown",
        "l2 search": "L2, searched",
    }
    return _ratios(
        "Error over the best on the path",
        {said: found[f"log2 of error over the best, {name}"] for name, said in words.items()},
        "as good",
        "worse",
    )


def _never_zero(e: Evidence) -> Strip:
    return _percents(
        "Weights on real paths that are exactly 0",
        {
            "L2": e["exactly zero"] / e["ridge weights"],
            "L1": e["of as many lasso weights"] / e["ridge weights"],
        },
    )


#: What draws the figure of a claim from its evidence.
STRIPS: dict[str, Callable[[Evidence], Strip]] = {
    "V1": _oscillation,
    "V2": _too_long,
    "V6": _steps,
    "V7": _zeros,
    "V8": _inference,
    "V9": _at_most_n,
    "V10": _wide,
    "V11": _smeared,
    "V12": _few,
    "V13": _dropping,
    "V14": _never_zero,
    "V15": _slopes,
    "V16": _alike,
    "V17": _carriers,
    "V18": _mix,
    "V19": _correction,
    "V20": _regret,
    "V21": _rows_per_column,
    "V22": _l2_best(*(f"{k} of 40 matter, {n} rows" for k in (4, 40) for n in (80, 400))),
    "V23": _l2_best(
        *(f"{k} of 40 matter, in whole groups, {n} rows" for k in (4, 40) for n in (25, 100))
    ),
    "V24": _by_relevant(L1_OVER_L2, "log2 of l1 / l2 error, by relevant columns"),
    "V25": _subset,
    "V26": _leaving,
    "V27": _expense,
    "E4": _growing,
    "E5": _best_sets,
    "E6": _thousands,
    "E8": _more_rows,
    "E9": _by_relevant(L2_OVER_L1, "log2 of l2 / l1 error, by relevant columns"),
    "E10": _needless,
    "E11": _guesses,
}


def strip(outcome: Outcome) -> str:
    """Return the figure of what a test found, as HTML; empty for a claim that has none."""
    drawn = STRIPS.get(outcome.id)
    return drawn(outcome.evidence).page() if drawn else ""
