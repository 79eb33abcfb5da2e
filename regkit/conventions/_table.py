"""The table of conventions, and how a line of it is read in both directions.

A line says by what each strength of ours is multiplied (``factors``), and in which of three
forms the products are written: each under its own name (``parts``), as a total and the share of
the ``first`` (``mix``), or as that with one over the total (``inverse``). The converter in the
page reads the same file in the same way.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Literal

from regkit.conventions import _check as check
from regkit.penalties import ElasticNet, Penalty

PATH = files("regkit") / "data" / "conventions.json"
FACTS = ("n", "y_sd", "outputs", "batch_size")

Factor = Mapping[str, float]  # a number ("times"), and the power of each fact


@dataclass(frozen=True)
class Row:
    """How a framework, or some of its estimators, spell the two strengths."""

    framework: str
    label: str
    form: Literal["parts", "mix", "inverse"]
    names: Mapping[str, str]
    factors: Mapping[str, Mapping[str, Factor]]  # by loss ("any": whatever the loss), by part
    code: str
    equals: str = "="
    estimators: tuple[str | None, ...] = (None,)
    first: str = ""
    defaults: Mapping[str, float] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    words_with_lam1: Mapping[str, str] = field(default_factory=dict)
    smallest_share: float = 0.0
    why: Mapping[str, str] = field(default_factory=dict)
    nearest: str = ""
    decoupled: str = ""
    beside: str = ""  # the optimizer whose step a decay stands beside
    note: str | Mapping[str, str] = ""  # the page's, where it may be by loss
    only: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    neutral: tuple[str, ...] = ()

    @property
    def own_loss(self) -> str | None:
        """The loss of a line that spells a penalty alike whatever its losses."""
        return None if "any" in self.factors else next(iter(self.factors))

    def spell(self, penalty: Penalty, loss: str | None = None, **facts: object) -> dict[str, Any]:
        """Return the settings that spell a penalty."""
        strengths = check.parts(penalty)
        factors = self._under(loss, facts)
        for part, own in (("lam1", "L1"), ("lam2", "L2")):
            if strengths[part] and part not in factors:
                raise ValueError(
                    f"{self.label} has no {own} part: {part} must be 0. "
                    f"Got {strengths[part]!r} instead. The nearest is {self.nearest}."
                )
        scaled = {
            part: strengths[part] and strengths[part] * self._factor(factor, facts)
            for part, factor in factors.items()
        }
        words = {**self.words, **(self.words_with_lam1 if strengths["lam1"] else {})}
        if self.form == "parts":
            return words | {name: scaled[part] for part, name in self.names.items()}
        total = sum(scaled.values())
        share = max(scaled[self.first] / total if total else 0.0, self.smallest_share)
        if self.form == "inverse":
            total = 1 / total if total else math.inf
        values = {"total": total, "share": share}
        return words | {name: values[key] for key, name in self.names.items()}

    def read(
        self, settings: Mapping[str, Any], loss: str | None = None, **facts: object
    ) -> Penalty:
        """Return the penalty that settings spell."""
        values = self._values(settings)
        factors = self._under(loss, facts)
        if self.form == "parts":
            scaled = {part: check.strength(self.names[part], values[part]) for part in factors}
        else:
            scaled = self._unmixed(values["total"], values["share"])
        strengths = {
            part: scaled[part] and scaled[part] / self._factor(factor, facts)
            for part, factor in factors.items()
        }
        return ElasticNet(strengths.get("lam1", 0.0), strengths.get("lam2", 0.0))

    def checked(self, settings: object) -> dict[str, Any]:
        """Return the settings, all of them known, and none that makes another problem of it."""
        known = dict.fromkeys([*self.names.values(), *self.words, *self.only])
        found = check.mapping(settings, known, self.neutral)
        for name, rule in self.only.items():
            value = found.get(name, rule.get("default", rule["value"]))
            if value != rule["value"]:
                raise ValueError(
                    f"{name} must be {rule['value']!r}: {rule['why']}. Got {value!r} instead."
                )
        return found

    def _values(self, settings: object) -> dict[str, Any]:
        """Return the settings that are numbers, each under its key."""
        found = self.checked(settings)
        for key, name in self.names.items():
            if name not in found and key not in self.defaults:
                raise ValueError(f"settings must have {name!r}. Got {found!r} instead.")
        return {key: found.get(name, self.defaults.get(key)) for key, name in self.names.items()}

    def _unmixed(self, total: object, share: object) -> dict[str, float]:
        name = self.names["total"]
        if self.form == "inverse":
            amount = 1 / check.positive(name, total, infinite=True)
        else:
            amount = check.strength(name, total)
        part = check.share(self.names["share"], share)
        if part < self.smallest_share:
            name, least = self.names["share"], self.smallest_share
            raise ValueError(f"{name} must be >= {least}: {self.why['share']}. Got {part} instead.")
        part = 0.0 if part == self.smallest_share else part
        (second,) = {"lam1", "lam2"} - {self.first}
        return {self.first: amount * part, second: amount * (1 - part)}

    def _under(self, loss: str | None, facts: Mapping[str, object]) -> Mapping[str, Factor]:
        """Return the factors with this loss, after a look at what else was given."""
        if "any" in self.factors:
            if loss is not None:
                raise TypeError(f"{self.label} does not read loss.")
            factors = self.factors["any"]
        else:
            loss = check.choice("loss", loss, self.factors, self.why.get("loss"))
            factors = self.factors[loss]
        for name, value in facts.items():
            if value is None:
                continue
            if not any(name in factor for factor in factors.values()):
                others = [f for some in self.factors.values() for f in some.values() if name in f]
                with_loss = f" with loss={loss!r}" if others else ""
                raise TypeError(f"{self.label}{with_loss} does not read {name}.")
            check.fact(name, value)
        return factors

    def _factor(self, factor: Factor, facts: Mapping[str, object]) -> float:
        product = factor.get("times", 1.0)
        for name in FACTS:
            if name in factor:
                value = facts.get(name)
                if value is None:
                    raise check.needed(name, self.why[name])
                product *= check.fact(name, value) ** factor[name]
        return product


ROWS = tuple(Row(**row) for row in json.loads(PATH.read_text(encoding="utf-8"))["rows"])


def find(framework: str, estimator: str | None = None, why: str | None = None) -> Row:
    """Return the line of an estimator; ``why`` says what for if there must be one."""
    lines = {name: row for row in ROWS if row.framework == framework for name in row.estimators}
    if estimator is None and None in lines:
        return lines[None]
    return lines[check.choice("estimator", estimator, [name for name in lines if name], why)]
