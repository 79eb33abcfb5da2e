"""The laboratory's page: its frame, the tables it offers, and what regkit knows for its verdict."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from fragments import directive, poster, scripts
from matplotlib.figure import Figure
from pandas import DataFrame
from sklearn.datasets import load_breast_cancer, load_diabetes
from sphinx.application import Sphinx

from regkit import L1, datasets, fit_path
from regkit.choosing import OurRule, interval, regret
from regkit.interactive._parts import embedded

STATIC = Path(__file__).parent / "static" / "laboratory"
# in this order: each part needs those before it
COMPUTING = "parts numbers eigen quadratic squares logistic model verdict tasks"
SHOWING = "papaparse/papaparse.min read understand code picture show page"
SCRIPTS = (*COMPUTING.split(), *SHOWING.split())
BLOOD = {"s1": "chol", "s2": "ldl", "s3": "hdl", "s4": "tch", "s5": "trig", "s6": "glucose"}
METHODS = ("none", "l1", "l2", "en")
ARMS = {"few": ("l1", "en"), "between": ("en",), "many": ("l2", "en")}  # what the rule may answer
LEAST = 80  # rows: on the 20 of the study's smaller tables, what wins is next to a coin


def _round(values: Any) -> list[float]:
    return [round(float(value), 2) for value in values]


@cache
def rules() -> dict[str, Any]:
    """Return the rule's thresholds, and how each answer fared in the study on choosing.

    ``evidence[arm][rows][answer][other]`` is how much more another method was regretted than the
    answer, in percent, with the ends of its 95 % interval over draws. The draws had no say in the
    thresholds, as in the chapter.
    """
    study, rule = datasets.study("regret"), OurRule()
    losses = dict(zip(METHODS, 100 * regret([study[f"error_{m}"] for m in METHODS]), strict=True))
    judging = (study["seed"] % 2 == 1) & (study["n"] * (1 - study["zeros"]) >= 5)
    carriers = study["carriers"]
    arms = {"few": carriers < rule.few, "many": carriers > rule.many}
    arms["between"] = ~arms["few"] & ~arms["many"]
    sizes = [int(n) for n in np.unique(study["n"])]

    def behind(other: str, answer: str, which: Any) -> list[float]:
        gaps, seeds = losses[other] - losses[answer], study["seed"]
        return _round(
            interval([gaps[which & (seeds == s)].mean() for s in np.unique(seeds[which])])[:3]
        )

    evidence = {
        arm: {
            n: {
                answer: {
                    other: behind(other, answer, judging & arms[arm] & (study["n"] == n))
                    for other in METHODS
                    if other != answer
                }
                for answer in answers
            }
            for n in sizes
            if n >= LEAST
        }
        for arm, answers in ARMS.items()
    }
    lead = {n: np.sign((losses["l1"] - losses["l2"])[study["n"] == n]) for n in sizes}
    return {
        "few": rule.few,
        "many": rule.many,
        "least": LEAST,
        "small": sizes[0],
        "large": sizes[-1],
        "stays": round(float(np.mean(lead[sizes[0]] == lead[sizes[-1]])), 3),
        "sizes": [n for n in sizes if n >= LEAST],
        "evidence": evidence,
    }


def bank() -> str:
    """Return forty weeks of the bank."""
    return (STATIC.parents[2] / "snippets" / "cash_flow.csv").read_text(encoding="utf-8")


@cache
def patients() -> DataFrame:
    """Return 442 patients, in the units in which they were measured, by the names of chapter 3."""
    frame: DataFrame = load_diabetes(as_frame=True, scaled=False).frame
    return frame.rename(columns=BLOOD)


def diabetes() -> str:
    """Return the patients as a table."""
    return str(patients().to_csv(index=False))


def tumours() -> str:
    """Return 569 tumours, of two kinds."""
    frame = load_breast_cancer(as_frame=True).frame
    kind = frame.pop("target").map({0: "malignant", 1: "benign"})
    return str(frame.assign(kind=kind).to_csv(index=False))


LARGE = {"diabetes": diabetes, "tumours": tumours}  # loaded when they are asked for


def _drawn() -> list[Figure]:
    X, y = patients().drop(columns="target"), patients()["target"]
    path = fit_path((X - X.mean()) / X.std(ddof=0), y, L1(), standardize=False)
    return [path.plot()]


@cache
def still() -> str:
    """Return the picture where nothing moves."""
    said = "The weights of the ten scaled columns of the diabetes data, over the strength of L1."
    return poster(_drawn, said)


def fragment(page: Path) -> str:
    """Return the HTML of the page with its data and its picture in place."""
    data = {"rules": rules(), "examples": {"bank": bank()}}
    text = page.read_text(encoding="utf-8")
    return text.replace("POSTER", still(), 1).replace("DATA", embedded(data), 1)


def write_tables(app: Sphinx, exception: Exception | None) -> None:
    """Write the larger tables as scripts, which a page on disk can load, too."""
    folder = Path(app.outdir, "_static", "laboratory")
    if exception is None and app.builder.format == "html":
        for name, table in LARGE.items():
            script = f"Laboratory.bring({json.dumps(name)}, {json.dumps(table())});\n"
            (folder / f"{name}.js").write_text(script, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Offer the directive, and see to the scripts before `house.py` defers them."""
    app.add_directive("laboratory", directive(fragment))
    own = [f"laboratory/{name}" for name in SCRIPTS]
    app.connect("html-page-context", scripts("rk-laboratory", own), priority=600)
    app.connect("build-finished", write_tables)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
