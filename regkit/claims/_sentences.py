"""Sentences of the articles that are worth guessing, and all that a page needs to ask them."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from regkit.claims._claim import Outcome
from regkit.claims._registry import CLAIMS, ledger
from regkit.claims._strips import strip

__all__ = ["OTHERWISE", "VERDICTS", "sentences"]

VERDICTS = ("holds", "does not hold", "cannot tell")

#: Conditions that one might guess, and that the evidence speaks against. A claim that holds without
#: any, or of which one cannot tell, has none: there the choice is between verdicts. Arithmetic,
#: and what turns on a word of mathematics, is no matter for a guess and is left out.
OTHERWISE: dict[str, tuple[str, ...]] = {
    "V1": ("the points are noisy", "there are fewer than ten points"),
    "V2": ("all of the columns matter", "the data are real, and not made up"),
    "V6": ("the learning rate is small enough", "the weight starts near zero"),
    "V7": ("the penalty is strong enough", "the training lasts long enough"),
    "V8": ("more than half of the weights are zero", "the model is a network, not a regression"),
    "V10": ("the columns are correlated", "rows are few"),
    "V11": ("a few carry it", "their correlation is 0.8 or more"),
    "V13": ("columns are correlated", "rows are many, and columns uncorrelated"),
    "V16": ("the correlation is 0.5 or more", "only a few of the features matter"),
    "V19": ("the columns come in correlated groups", "all groups matter"),
    "V21": ("nine of ten entries are zero", "X is normalized"),
    "V22": ("nine of ten entries are zero", "few columns matter"),
    "V24": ("all columns matter", "no entry is zero"),
    "V26": ("the steps of λ are small enough", "rows outnumber columns"),
    "V27": ("one fit is compared with one fit", "both are equally exact"),
    "E4": (
        "the features are independent",
        "the penalty is strong",
    ),
    "E5": ("columns are strongly correlated", "its columns are fitted again"),
    "E6": (
        "two orders of magnitude are meant, and few of the columns matter",
        "one order of magnitude is meant, and all of the columns matter",
    ),
    "E8": ("columns are uncorrelated", "there are fewer rows than columns"),
    "E9": ("few columns matter", "both are tuned alike"),
    "E11": (
        "the guess is for L1, and the noise is known",
        "the guess is for L2, and the noise is known, but not the signal",
    ),
    "V12": (),
    "V14": (),
    "V17": (),
    "V20": (),
    "V25": (),
    "E10": (),
}


def sentences() -> dict[str, Any]:
    """Return the sentences with their options and answers, and a version that names them all.

    In every place of the options the answer stands equally often, among conditions as among
    verdicts.
    """
    outcomes = ledger()
    counts = {True: 0, False: 0}
    asked = []
    for name, outcome in outcomes.items():
        if name not in OTHERWISE:
            continue
        on_condition = outcome.verdict.kind == "holds when"
        asked.append(_asked(outcome, counts[on_condition]))
        counts[on_condition] += 1
    text = json.dumps(asked, ensure_ascii=False, sort_keys=True)
    return {"version": hashlib.sha256(text.encode()).hexdigest()[:8], "sentences": asked}


def _asked(outcome: Outcome, turn: int) -> dict[str, Any]:
    one, verdict = CLAIMS[outcome.id], outcome.verdict
    on_condition = verdict.kind == "holds when"
    # what follows the condition itself is evidence, and would give it away
    right = re.split(r" \(|; ", verdict.condition)[0] if on_condition else verdict.kind
    if on_condition and not OTHERWISE[one.id]:
        raise ValueError(f"{one.id} holds on a condition now: give OTHERWISE two that are wrong.")
    options = [*(OTHERWISE[one.id] if on_condition else VERDICTS)]
    if not on_condition:
        options.remove(right)
    answer = turn % (len(options) + 1)
    options.insert(answer, right)
    return {
        "id": one.id,
        "article": "first" if one.id[0] == "V" else "second",
        "text": one.text,
        "kind": verdict.kind,
        "options": options,
        "answer": answer,
        "figure": strip(outcome),
        "chapter": one.section,
    }
