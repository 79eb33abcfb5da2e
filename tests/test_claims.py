"""Every claim is tested again, and what the book shows of it is what comes out."""

from __future__ import annotations

import copy
import csv
import dataclasses
import json
import math
import re
import shutil
import subprocess
import sys
from functools import cache

import numpy as np
import pytest
from bs4 import BeautifulSoup

from conftest import ROOT
from regkit import L1, claims, fit, fit_path
from regkit.claims import CLAIMS, claim, ledger
from regkit.claims.__main__ import main
from regkit.claims._strips import STRIPS, Strip, strip
from regkit.claims._tools import share
from regkit.claims.l1 import _support, four_of_three

BOOK = ROOT / "book"
every = pytest.mark.parametrize("name", CLAIMS)

RATIO = "log2 of lasso / ridge error"
# For each claim, evidence changed so far that another verdict is due.
OTHERWISE = {
    "V1": {"log2 of swing / range of the points": {"bank": {"degree 9": {"low": 0.0}}}},
    "V2": {"two columns matter": {"log2 of last epoch / best epoch": {"low": -1.0}}},
    "V3": {"that no other fit beats in both terms": 26},
    "V4": {"1000 columns against 5": {"gap difference": {"low": -1.0}}},
    "V5": {"||[2, 4]||_1": 5.0},
    "V6": {"from 1 in steps of 1/k, k to 256": {"step 0.25": 0.1}},
    "V7": {"network of 2368 weights": {"penalty in the loss": {"share of zeros": [0.0, 0.1]}}},
    "V8": {"lam1 = 0.001": {"multiply-adds, compressed": {"high": 1.2}}},
    "V9": {"most selected, minus n": {"without": 1}},
    "V10": {RATIO: {"40 rows, 150 columns": {"75": {"low": -1.0}, "150": {"low": -1.0}}}},
    "V11": {"correlation of carriers 0.5": {RATIO: {"40": {"low": -1.0}}}},
    "V12": {RATIO: {"correlation 0": {"3": {"high": 0.1}}}},
    "V13": {"15 rows, correlation 0.95": {"log2 of l1 / en error": {"low": -0.1}}},
    "V14": {"exactly zero": 3},
    "V15": {"zeros of the shrinkage 1/3": 0.1},
    "V16": {"all 40 matter": {"0.9": {"low": -0.1}}},
    "V17": {"made, 5 of 200 matter": {"log2 of carriers, l2 / l1": {"low": -1.0}}},
    "V18": {"alpha = 1 is ridge": False},
    "V19": {
        "log2 of naive / corrected, by correlation and groups that matter": {
            "0.5": {"8": {"high": 0.1}}
        }
    },
    "V20": {"regret of others minus that of Elastic Net": {"l2": {"low": -1.0}}},
    "V21": {"dense, normalized": {"3": {"low": -1.0}}},
    "V22": {
        f"40 of 40 matter, {n} rows": {"log2 of l2 / l1 error": {"high": 0.1}} for n in (80, 400)
    },
    "V23": {
        f"40 of 40 matter, {truth}, {n} rows": {"log2 of l2 / l1 error": {"high": 0.1}}
        for truth in ("scattered", "in whole groups")
        for n in (25, 100)
    },
    "V24": {"log2 of l1 / l2 error, by relevant columns": {"40": {"low": -0.1}}},
    "V25": {f"subset of {n} rows": {"fail again at 400": {"low": 0.6}} for n in (25, 100)},
    "V26": {"log2 of error, strongest penalty / least": {"made": {"low": -0.1}}},
    "V27": {"fits to tune": {"en": 126}},
    "E1": {"sum": 72.0},
    "E2": {"third is best at every larger C": False},
    "E3": {"weights that break the condition": 1},
    "E4": {"where the small weight grows exactly if correlation > ratio of the weights": 250},
    "E5": {
        "the lasso's columns, refitted": {
            "0.9": {"no other set of their size fits better, share": {"high": 1.0}}
        }
    },
    "E6": {"50 of 3000 matter": {"change of it": {"low": -0.3}}},
    "E7": {"formula agrees": 8},
    "E8": {"made, correlated": {"fall of it": {"30 to 1000": {"low": -1.0}}}},
    "E9": {"log2 of l2 / l1 error, by relevant columns": {"40": {"high": 0.1}}},
    "E10": {
        f"made, 20 columns, 4000 rows, {columns}": {"l1": {"high": 9.0}}
        for columns in ("uncorrelated", "correlation 0.5")
    },
    "E11": {
        "40 of 40 matter, correlation 0": {"log2 of error over the best, l1 search": {"high": 1.0}}
    },
}
INTERVAL = {"mean", "low", "high", "runs"}


def differences(found, stored, tolerance, where=""):
    """Name every place in which two evidences differ by more than the tolerance."""
    if isinstance(stored, dict) and isinstance(found, dict) and found.keys() == stored.keys():
        pairs = [(f"{where}/{key}", found[key], stored[key]) for key in stored]
    elif isinstance(stored, list) and isinstance(found, list) and len(found) == len(stored):
        pairs = [(f"{where}[{k}]", *pair) for k, pair in enumerate(zip(found, stored, strict=True))]
    else:
        both = isinstance(found, int | float) and isinstance(stored, int | float)
        small = 1e-4 if tolerance < 0.01 else tolerance
        same = both and math.isclose(found, stored, rel_tol=tolerance, abs_tol=small)
        return [] if same or found == stored else [f"{where}: {found} is not {stored}"]
    return [line for at, a, b in pairs for line in differences(a, b, tolerance, at)]


def changed(evidence, change):
    for key, value in change.items():
        if isinstance(value, dict):
            changed(evidence[key], value)
        else:
            evidence[key] = value
    return evidence


def with_intervals(evidence, change):
    """Return evidence with every interval replaced by ``change`` of it."""
    if not isinstance(evidence, dict):
        return evidence
    if set(evidence) == INTERVAL:
        return change(evidence)
    return {key: with_intervals(value, change) for key, value in evidence.items()}


@cache
def shown_lines():
    """Return the lines of the chapter's list, by id."""
    cells = json.loads((BOOK / "claims.ipynb").read_text(encoding="utf-8"))["cells"]
    pages = [
        "".join(output["data"]["text/html"])
        for cell in cells
        if cell["cell_type"] == "code"
        for output in cell["outputs"]
        if "text/html" in output.get("data", {})
    ]
    shown = next(page for page in pages if 'class="rk-claims"' in page)
    return {
        row["id"].removeprefix("claim-"): row
        for row in BeautifulSoup(shown, "html.parser").select("details")
    }


def test_the_list_reads_well_without_its_style():
    """A notebook that is not trusted shows neither the style nor the marks."""
    page = BeautifulSoup(claims.Table()._repr_html_(), "html.parser")
    for part in page.select("style, script, svg"):
        part.decompose()
    assert page.select_one(".map > li").get_text() == "The need V1 V2"
    line = page.select_one("#claim-V3 summary").get_text()
    assert re.sub(r"\s", " ", line).endswith("as low as they can become. — holds ")


def text_of(row, cell):
    return re.sub(r"\s+", " ", row.select_one(f".{cell}").get_text()).strip()


@every
@pytest.mark.slow
def test_evidence_and_verdict_come_out_again(name):
    fresh, stored = CLAIMS[name].test(), ledger()[name]
    changes = differences(fresh.evidence, stored.evidence, CLAIMS[name].tolerance)
    assert changes == [], f"if this is meant, run: python -m regkit.claims --store {name}"
    assert fresh.verdict.kind == stored.verdict.kind


@every
def test_the_book_shows_the_verdict_that_the_evidence_gives(name):
    row, verdict = shown_lines()[name], ledger()[name].verdict
    assert text_of(row, "verdict") == str(verdict)
    assert text_of(row, "because") == re.sub(r"\s+", " ", verdict.because)
    assert row["data-verdict"] == verdict.kind
    assert text_of(row, "claim") == CLAIMS[name].text
    assert row.select_one("q").get_text() == CLAIMS[name].quote


@every
def test_failing_to_show_it_refutes_nothing(name):
    """Where every interval straddles everything, no claim is refuted, and no condition stands."""
    one, evidence = CLAIMS[name], ledger()[name].evidence
    widest = with_intervals(evidence, lambda found: found | {"low": -900.0, "high": 900.0})
    kind = one.judge(widest).verdict.kind
    if widest == evidence:  # an identity, or counts
        assert kind == ledger()[name].verdict.kind
    else:
        assert kind == "cannot tell"


@every
def test_other_evidence_gives_another_verdict(name):
    one, evidence = CLAIMS[name], ledger()[name].evidence
    before = one.judge(evidence).verdict.kind
    assert one.judge(changed(copy.deepcopy(evidence), OTHERWISE[name])).verdict.kind != before


def test_a_changed_number_is_noticed():
    evidence = ledger()["V10"].evidence
    other = changed(
        copy.deepcopy(evidence), {RATIO: {"40 rows, 150 columns": {"2": {"mean": -0.9}}}}
    )
    assert differences(evidence, evidence, 1e-3) == []
    assert len(differences(other, evidence, 1e-3)) == 1
    assert differences(evidence | {"n, p": [40, 151]}, evidence, 1e-3) != []


def test_distinct_columns_can_carry_more_weights_than_there_are_rows():
    """Without ties, and all columns of one length: general position is what the count needs."""
    X, y, lam, w = four_of_three()
    n, p = X.shape
    assert (n, p, np.count_nonzero(w)) == (3, 4, 4)
    assert len(np.unique(np.abs(X), axis=1).T) == 1  # of one length
    alike = np.abs(X.T @ X - np.diag(np.diag(X.T @ X)))
    assert alike.max() < n  # no two are equal, or opposite
    slopes = X.T @ (y - X @ w) / n
    np.testing.assert_allclose(slopes, lam * np.sign(w), rtol=1e-12)  # so w is optimal
    found = fit(X, y, L1(lam), fit_intercept=False).coef
    objective = [np.mean((y - X @ v) ** 2) / 2 + lam * np.abs(v).sum() for v in (w, found)]
    assert objective[0] == pytest.approx(objective[1], rel=1e-6)


def test_uncorrelated_columns_of_the_lasso_are_the_best_of_their_number():
    rng = np.random.default_rng(1)
    X = np.linalg.qr(rng.standard_normal((30, 6)))[0]
    y = X @ [2.0, -1.5, 1.0, 0.5, 0, 0] + 0.3 * rng.standard_normal(30)
    supports = {tuple(np.flatnonzero(w)) for w in fit_path(X, y, L1(), n_lams=40).coefs}
    assert len(supports) > 4
    assert all(_support(X, y, one) == (True, False) for one in supports)
    assert _support(X, y, (4, 5)) == (False, True)


def test_a_share_is_judged_by_the_runs_that_it_comes_from():
    hits, of = np.array([3, 1, 4]), np.array([5, 2, 4])
    found = share(hits, of)
    assert found["mean"] == pytest.approx(8 / 11)
    assert found["runs"] == 3
    alike = share(np.array([1, 2, 3]), np.array([2, 4, 6]))
    assert (alike["low"], alike["high"]) == pytest.approx((0.5, 0.5))


def test_words_of_an_experiment_may_change(tmp_path):
    shutil.copytree(ROOT / "regkit", tmp_path / "regkit")
    chapter = tmp_path / "regkit" / "claims" / "l1.py"
    code = chapter.read_text(encoding="utf-8")
    words = re.sub(r'^( +""")(\w)', r"\1In other words: \2", code, flags=re.M)
    assert words != code
    chapter.write_text(words, encoding="utf-8")
    asked = "import regkit.claims as c; print(c.__file__); print(c.ledger()['E1'].verdict.kind)"
    told = subprocess.run(
        [sys.executable, "-c", asked], cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout.split()
    assert told == [str(tmp_path / "regkit" / "claims" / "__init__.py"), "holds"]


def test_a_claim_without_stored_evidence_says_what_to_run(monkeypatch):
    new = dataclasses.replace(CLAIMS["E1"], id="E12")
    monkeypatch.setitem(CLAIMS, "E12", new)
    with pytest.raises(RuntimeError, match=r"No evidence .* for E12\. Run: .* --store E12$"):
        ledger()


def test_a_condition_fits_in_a_line():
    for outcome in ledger().values():
        assert len(outcome.verdict.condition) <= 80, outcome.verdict.condition
        assert not re.search(r"\d \(.* to ", outcome.verdict.condition), "an interval is evidence"


def test_a_count_of_none_is_said_in_words():
    assert "no exact zeros in 24 runs" in ledger()["V7"].verdict.because
    other = changed(
        copy.deepcopy(ledger()["V7"].evidence),
        {
            "stored from the frameworks, of 2368": {
                "PyTorch, penalty in the loss": {"most zeros": 3}
            }
        },
    )
    assert "at most 3 exact zeros" in claim("V7").judge(other).verdict.because


@pytest.mark.parametrize("name", STRIPS)
def test_the_figure_of_a_claim_says_the_numbers_that_it_draws(name):
    """Every dot lies between the ends, in its interval, and its value stands beside it."""
    figure = BeautifulSoup(strip(ledger()[name]), "html.parser")
    rows = figure.select("dl > div")
    assert 2 <= len(rows) <= 6
    assert figure.figcaption.get_text()
    for row in rows:
        place = re.compile(r"left:([\d.]+)%(?:;right:calc\(100% - ([\d.]+)%\))?")
        low, high = map(float, place.search(row.select_one(".to")["style"]).groups())
        dot = float(place.search(row.select_one(".dot")["style"])[1])
        assert 3 <= low <= dot <= high <= 97
        assert re.match(r"\u2212?[\d.]+", row.select("dd")[-1].get_text())


def test_ratios_are_drawn_so_that_twice_and_half_are_equally_far():
    one = Strip("", {"a": (0.5,) * 3, "b": (1.0,) * 3, "c": (2.0,) * 3}, 1.0, log=True)
    assert re.findall(r'class="dot" style="left:([\d.]+)%', one.page()) == ["3.0", "50.0", "97.0"]


def test_all_38_are_there():
    assert list(CLAIMS) == [f"V{k}" for k in range(1, 28)] + [f"E{k}" for k in range(1, 12)]
    assert set(shown_lines()) == set(CLAIMS) == set(OTHERWISE)


def test_a_verdict_with_a_condition_is_a_holds_when():
    with pytest.raises(ValueError, match="condition must be given exactly if"):
        claims.Verdict("holds", "because", "a condition")


def test_the_larger_study_of_v20_is_the_table_that_is_stored():
    with (ROOT / "regkit" / "data" / "regret.csv").open(encoding="utf-8", newline="") as file:
        draws = [
            {k: v if k == "truth" else float(v) for k, v in r.items()} for r in csv.DictReader(file)
        ]
    kept = [row for row in draws if row["n"] > 20 or row["zeros"] == 0]
    study = ledger()["V20"].evidence["larger study"]
    for what, noise in (("regret", 0), ("regret of the reducible error", 1)):
        for m, found in study[f"mean {what} (%)"].items():
            regrets = []
            for row in kept:
                errors = [
                    row[f"error_{k}"] - noise / row["snr"] for k in ("none", "l1", "l2", "en")
                ]
                own = row[f"error_{m}" if m != "ols" else "error_none"] - noise / row["snr"]
                regrets.append(100 * (own / min(errors) - 1))
            assert found["mean"] == pytest.approx(np.mean(regrets), rel=1e-3)  # four digits


def test_an_unknown_id_names_the_nearest():
    with pytest.raises(ValueError, match=r"Got 'V99' instead. The nearest: V9"):
        claim("V99")
    assert claim(" e4 ") is CLAIMS["E4"]


def test_the_command_prints_evidence_and_verdict(capsys):
    assert main(["E1"]) == 0
    printed = capsys.readouterr().out
    assert "sum = 71.5" in printed
    assert "verdict: holds" in printed
    assert "experiment: regkit.claims.l1.penalized_loss, judged by penalized_loss_rule" in printed
    assert main(["E1", "v5", "--json"]) == 0
    both = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in both] == ["E1", "V5"]
    assert both[0]["evidence"]["sum"] == 71.5
    assert main(["--list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {one["id"]: one["verdict"] for one in listed} == {
        name: outcome.verdict.kind for name, outcome in ledger().items()
    }
    assert main(["--list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 38
    with pytest.raises(SystemExit) as stopped:
        main(["V77"])
    assert stopped.value.code == 2
    assert "The nearest: V7" in capsys.readouterr().err


def test_an_audit_takes_fresh_draws_and_says_what_would_change(capsys, monkeypatch):
    one = CLAIMS["V6"]
    assert one.test(1).evidence != one.test(0).evidence == ledger()["V6"].evidence
    assert main(["E1", "V6", "--audit", "--seeds", "1", "2"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "E1   holds          the same on 2 fresh seeds"
    assert printed[-1] == "0 of 2 verdicts would change on other draws"

    def otherwise(evidence):
        return claims.Verdict("cannot tell", "nothing")

    seen = dataclasses.replace(CLAIMS["E1"], rule=otherwise)
    stored = ledger()
    monkeypatch.setitem(CLAIMS, "E1", seen)
    monkeypatch.setattr("regkit.claims.__main__.ledger", lambda: stored)
    assert main(["E1", "--audit", "--seeds", "7"]) == 1
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "E1   holds          seed 7: cannot tell"
    with pytest.raises(SystemExit) as stopped:
        main(["--audit", "--seeds", "0"])
    assert stopped.value.code == 2
    assert "--seeds must be 1 or more" in capsys.readouterr().err


# --- the page ---


@pytest.fixture
def visit(from_disk):
    """Open the claims' page."""
    return lambda anchor="", **settings: from_disk(f"claims.html{anchor}", **settings)


@pytest.mark.browser
def test_marks_lead_to_claims_and_words_keep_to_some(visit):
    page = visit()
    part = page.locator(".rk-claims")
    assert part.bounding_box()["height"] < 5 * 844  # all claims, on a phone, before any is opened
    lines, status = part.locator("details"), part.get_by_role("status")
    assert part.locator("details[open]").count() == 0
    part.get_by_role("button", name="holds when").press("Enter")
    kinds = [outcome.verdict.kind for outcome in ledger().values()]
    count = kinds.count("holds when")
    assert status.inner_text().startswith(f"{count} of 38 claims.")
    assert part.locator("details:visible").count() == count
    part.get_by_role("button", name="Networks").press("Space")
    assert [line.get_attribute("id") for line in part.locator("details:visible").all()] == [
        f"claim-{name}"
        for name, outcome in ledger().items()
        if outcome.verdict.kind == "holds when" and CLAIMS[name].section == "networks"
    ]
    # a mark leads to its claim, whatever is shown
    part.get_by_role("link", name="V5 holds", exact=True).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    claim = part.locator("#claim-V5")
    claim.locator(".because").wait_for()
    assert status.inner_text() == ""
    assert lines.count() == part.locator("details:visible").count() == 38
    assert claim.get_by_role("link", name="L1").get_attribute("href") == "l1.html"
    page.wait_for_timeout(300)
    assert 0 <= claim.bounding_box()["y"] < 400
    assert page.faults == []


@pytest.mark.browser
def test_a_link_from_elsewhere_opens_its_claim_and_without_scripts_all_are_there(visit):
    page = visit("#claim-E11")
    assert page.locator("#claim-E11 .rk-strip").is_visible()
    page = visit(java_script_enabled=False)
    assert page.locator(".rk-claims details:visible").count() == 38
    assert page.locator(".rk-claims button").count() == 0
    page.locator("#claim-V10 summary").click()
    assert page.locator("#claim-V10 .because").is_visible()
