"""The laboratory's page: it computes what regkit computes, reads what it is given, and says so."""

from __future__ import annotations

import gzip
import json
import os
import re
import warnings

import laboratory
import numpy as np
import pytest
from laboratory_problems import answers, gaps, problem

from conftest import ROOT, alone
from regkit.choosing import OurRule, diagnose, recommend
from regkit.linear import ConvergenceWarning, GridWarning

pytestmark = pytest.mark.browser

PAGE = ROOT / "book" / "laboratory.html"
STORED = ROOT / "tests" / "frameworks" / "laboratory.json"  # programs, which the libraries run
TABLE = STORED.with_suffix(".csv")
SOLVE = """problems => problems.map(({ X, y, classes, standardize, mix, lams, fold }) => {
  const columns = X.map(column => Float64Array.from(column));
  const path = Laboratory.path(Laboratory.problem(columns, y, classes, standardize), lams, mix);
  const cv = Laboratory.together([0, 1, 2].map(f =>
    Laboratory.errorsInFold(columns, y, classes, standardize, lams, mix, fold, f)));
  return { coefs: path.map(m => [...m.coef]), intercepts: path.map(m => m.intercept), ...cv };
})"""


@pytest.fixture(scope="module")
def lab(browser):
    """The page alone, without the book around it."""
    with alone(browser, laboratory.fragment(PAGE), blobs=True) as page:
        for name in laboratory.SCRIPTS:
            script = (laboratory.STATIC / f"{name}.js").read_text(encoding="utf-8")
            page.add_script_tag(content=script)
        yield page


# --- what it computes ---


def in_javascript(given):
    plain = {key: value.tolist() for key, value in given.items() if hasattr(value, "tolist")}
    return given | plain | {"X": given["X"].T.tolist()}


@pytest.fixture(scope="module")
def solved(lab):
    """Two hundred problems, with what regkit and the page make of them."""
    given = [problem(seed) for seed in range(200)]
    found = lab.evaluate(SOLVE, [in_javascript(one) for one in given])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", GridWarning)  # these grids are short
        warnings.simplefilter("ignore", ConvergenceWarning)  # at 1e-14 rounding may end it
        return [(one, *answers(one), there) for one, there in zip(given, found, strict=True)]


def test_the_weights_in_the_page_are_minima(solved):
    worst = [
        gaps(one, np.array(there["coefs"]), np.array(there["intercepts"])).max()
        for one, _, _, there in solved
    ]
    assert max(worst) < 1e-10


def test_they_are_the_minima_that_regkit_finds(solved):
    for one, path, _, there in solved:  # none of these tables has more than one
        scale = one["X"].std(axis=0)
        size = max(1.0, np.abs(path.coefs * scale).max())
        assert np.abs((there["coefs"] - path.coefs) * scale).max() < 1e-6 * size


def test_the_errors_and_the_choices_of_cross_validation_are_regkits(solved):
    for one, _, result, there in solved:
        errors = result.loss[0] if one["classes"] else result.mse[0]
        size = np.log(2) if one["classes"] else one["y"].var()
        np.testing.assert_allclose(there["loss"], errors, rtol=1e-6, atol=1e-6 * size)
        chosen = [there["best"], there["oneSe"]]
        strengths = [penalty.lam1 + penalty.lam2 for penalty in (result.best, result.one_se)]
        assert result.lams[0, chosen] == pytest.approx(strengths, rel=1e-12)


def test_the_facts_behind_the_verdict_are_regkits(lab):
    given = [problem(seed) for seed in range(0, 200, 3)]
    ask = "all => all.map(({X, y}) => Laboratory.carriers(X.map(x => Float64Array.from(x)), y))"
    carriers = lab.evaluate(ask, [in_javascript(one) for one in given])
    facts = [diagnose(one["X"], one["y"]) for one in given]
    assert carriers == pytest.approx([fact.carriers for fact in facts], rel=1e-5)
    for goal in ("predict", "explain"):
        jobs = [[laboratory.rules(), 400, share, goal] for share in carriers]
        answered = lab.evaluate("jobs => jobs.map(job => Laboratory.verdict(...job).family)", jobs)
        assert answered == [recommend(fact, goal=goal).family for fact in facts]


def test_the_thresholds_and_the_evidence_are_regkits():
    rules = laboratory.rules()
    assert (rules["few"], rules["many"]) == (OurRule().few, OurRule().many)
    assert 0.5 < rules["stays"] < 0.7  # on 20 rows, what wins is next to a coin


@pytest.mark.parametrize("rows", [10, 20, 79])
def test_few_rows_get_no_recommendation(lab, rows):
    ask = "job => Laboratory.verdict(...job)"
    for carriers in (0, 0.1, 0.3, 0.8):
        verdict = lab.evaluate(ask, [laboratory.rules(), rows, carriers, "predict"])
        assert (verdict["family"], verdict["title"]) == (None, "Cannot tell")
        assert verdict["reasons"][0].startswith(f"With {rows} rows no recommendation is made.")


# --- what it reads ---

ROWS = "\n".join(f"{k},{k * k % 7},{k * k * k % 11}" for k in range(10, 30))
GOOD = f"a,b,y\n{ROWS}"
UNDERSTAND = """text => {
  try {
    const table = Laboratory.read(text);
    const data = Laboratory.understand(table, table.names.length - 1);
    return { labels: data.columns.map(c => c.label), notes: data.notes, rows: data.rows,
             first: data.columns.map(c => c.values[0]), classes: data.classes,
             uses: Object.fromEntries(data.facts.map(f => [f.name, f.use])) };
  } catch (error) { return error.message; }
}"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "It is empty"),
        (" \n\n", "It is empty"),
        ("a,b,y\n1,2,3", "It has one row below the heading."),
        ("PK\x03\x04\x00", "It is no text, as a spreadsheet's own files are."),
        ("y\n1\n2", "It has one column only."),
        (GOOD.replace("12,", '12,"', 1), "Row 4: a quotation mark there is not closed"),
        (
            GOOD.replace("\n", ",\n").replace("a,b,y,", "a,b,y"),
            "Row 1 has 3 cells, but row 2 has 4",
        ),
        ("a,b,y\n" + "\n".join(f"{k},1,5" for k in range(20)), "“y” has the same value in every"),
        ("a,y\n" + "\n".join(f"{k},w{k % 3}" for k in range(20)), "“y” has 3 different texts."),
        ("a,y\n" + "\n".join(f"1,{k}" for k in range(20)), "No column is left to predict “y” from"),
    ],
)
def test_what_cannot_be_used_is_said_with_its_place(lab, text, said):
    assert lab.evaluate(UNDERSTAND, text).startswith(said)


def test_a_large_file_is_not_even_opened(lab):
    said = lab.evaluate("Laboratory.tooLarge(200e6)")
    assert said.startswith("It has 200 MB, and this page reads up to 20 MB.")
    assert not lab.evaluate("Laboratory.tooLarge(19e6)")


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (GOOD.replace("15,1,9", "15,1"), "Row 1 has 3 cells, but row 7 has 2 cells: left out."),
        (GOOD.replace("15,1,9", "15,x1,9"), "“b”, row 7: “x1” is no number; it counts as missing."),
        (GOOD.replace("15,1,9", "15,,9"), "1 of 20 rows lack a value in a column that is used"),
        (GOOD.replace(",", ";"), "The cells are parted by semicolons."),
        (GOOD.replace("15,1,9", '15,"1,234",9'), "“b”, row 7: “1,234” is no number"),
        (GOOD.replace("15,1,9", "15,1e200,9"), "“b”, row 7: “1e200” is no number"),
        (GOOD.replace("15,1,9", "15,\ufffd,9"), "Row 7 has letters that could not be read."),
        (ROWS, "Row 1 holds numbers, so there is no heading"),
        (GOOD.replace("a,b,y", "a,a,y"), "Two columns are called “a”; the second is “a.1” here."),
    ],
)
def test_what_is_left_out_or_filled_is_said_with_its_place(lab, text, note):
    assert any(told.startswith(note) for told in lab.evaluate(UNDERSTAND, text)["notes"])


def test_what_was_understood(lab):
    rows = [
        f'{k / 8:.3f};"{"no" if k % 3 else "a;b"}";c;7;;n{k};{k + 1};{k + 1990};{k}'.replace(
            ".", ","
        )
        for k in range(24)
    ]
    found = lab.evaluate(
        UNDERSTAND, "\ufeffx;two;same;flat;empty;name;id;year;y\n" + "\n".join(rows)
    )
    assert found["labels"] == ["x", "two = a;b", "year"]
    assert found["first"] == [0, 1, 1990]
    assert found["uses"] == {
        "x": "a number of standard deviation 0.8653",
        "two": "coded: 1 for “a;b”, 0 for “no”",
        "same": "left out: it is constant",
        "flat": "left out: it is constant",
        "empty": "left out: it is empty",
        "name": "left out: it has 24 different texts, as names and dates do",
        "id": "left out: it counts the rows",
        "year": "a number of standard deviation 6.922",
        "y": "to be predicted: a number",
    }
    assert "Numbers are written with decimal commas: 3,14 is read as 3.14." in found["notes"]


# --- what a reader does with it ---


def settled(page):
    """Wait until all that follows from a change is there."""
    page.wait_for_function("() => document.querySelector('[data-part=compare]').textContent")


def paste(page, text):
    page.locator("details:has(textarea)").evaluate("e => { e.open = true; }")
    page.locator("textarea").fill(text)
    page.get_by_role("button", name="Read this").click()


def test_the_bank_is_there_and_the_dials_move_it(lab):
    settled(lab)
    assert lab.locator("[data-part=verdict]").inner_text() == "Cannot tell"
    now = lab.locator("[data-part=now]")
    said = [now.inner_text()]
    dial = lab.get_by_role("slider", name="Strength")
    dial.focus()
    lab.keyboard.press("End")
    said.append(now.inner_text())
    assert "pure L1: 0 of 6 columns kept. Squared error of rows held out" in said[1]
    assert f"λ = {dial.get_attribute('aria-valuetext')}," in said[1]
    lab.keyboard.press("Home")
    said.append(now.inner_text())
    lab.get_by_role("button", name="Least error").click()
    said.append(now.inner_text())
    assert said[3] == said[0] != said[2]
    lab.wait_for_function(
        "words => document.querySelector('[role=status]').textContent === words", arg=said[3]
    )
    mix = lab.get_by_role("slider", name="Share of L2")
    mix.focus()
    lab.keyboard.press("End")
    settled(lab)
    assert "pure L2: 6 of 6 columns kept" in now.inner_text()
    assert "with scaled columns" in lab.locator("[data-part=compare]").inner_text()
    mix.focus()
    lab.keyboard.press("Home")
    settled(lab)


def test_dealt_again_the_columns_are_counted(lab):
    lab.get_by_role("button", name="Deal again").click()
    counts = lab.get_by_role("table", name="How often a column was kept")
    counts.wait_for()
    kept = [row.split()[-3:] for row in counts.locator("tbody tr").all_inner_texts()]
    assert len(kept) == 6
    assert all(0 <= int(k) <= 20 and rest == ["of", "20"] for k, *rest in kept)


def test_the_column_that_is_predicted_is_named_and_can_be_chosen(lab):
    rows = [f"{k % 5},{k * k % 13},{k % 7},week {k}" for k in range(40)]
    paste(lab, "\n".join(["loans,flow,rate", *[row.rpartition(",")[0] for row in rows]]))
    settled(lab)
    field, caption = lab.get_by_label("Rows of cells"), lab.locator("[data-part=weights] caption")
    assert "The last column is the one to predict" in field.locator("xpath=..").inner_text()
    taken = lab.locator("[data-part=taken]")
    assert taken.inner_text() == "Taken as the last; choose another if you mean one."
    assert caption.inner_text() == "The weights at this strength, predicting “rate”"
    lab.get_by_label("Column to predict").select_option("flow")
    settled(lab)
    assert caption.inner_text() == "The weights at this strength, predicting “flow”"
    assert taken.inner_text() == ""
    paste(lab, "\n".join(["loans,flow,rate,when", *rows]))
    settled(lab)
    assert taken.inner_text().startswith("Taken as the last that can be predicted;")
    assert caption.inner_text().endswith("predicting “rate”")


def test_what_is_hostile_is_only_text(lab):
    names = ["<img src=x onerror=alert(1)>", "=cmd|' /C calc'!A0", "__proto__", "y"]
    rows = [f"{k % 5},{k % 7},<b>{'u' if k % 2 else 'v'}</b>,{k * k % 13}" for k in range(40)]
    paste(lab, "\n".join([",".join(names), *rows]))
    settled(lab)
    heads = lab.get_by_role("table", name="The weights").get_by_role("rowheader")
    lab.get_by_role("slider", name="Strength").fill("0")
    assert set(heads.all_inner_texts()) == {*names[:2], "__proto__ = <b>u</b>"}
    assert lab.locator(".rk-laboratory :is(img, b)").count() == 0


def test_nothing_is_lost_when_something_cannot_be_read(lab):
    before = lab.locator("[data-part=now]").inner_text()
    paste(lab, "a,b\n1,2")
    fault = lab.get_by_role("alert").inner_text()
    assert fault.startswith("The text: It has one row below the heading.")
    assert fault.endswith("The table from before is still here.")
    assert lab.locator("textarea").input_value() == "a,b\n1,2"
    assert lab.locator("[data-part=now]").inner_text() == before
    lab.locator("[type=file]").set_input_files(
        {"name": "mine.csv", "mimeType": "text/csv", "buffer": GOOD.encode()}
    )
    lab.wait_for_function("() => document.querySelector('[name=target]').value === '2'")
    assert lab.get_by_role("alert").inner_text() == ""


def test_a_file_can_be_dropped(lab):
    lab.evaluate(
        """text => {
          const data = new DataTransfer();
          data.items.add(new File([text], "dropped.csv"));
          document.body.dispatchEvent(new DragEvent("drop", {
            dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        GOOD.replace("y", "dropped"),
    )
    lab.wait_for_function(
        "() => document.querySelector('[name=target]').selectedOptions[0].text === 'dropped'"
    )


def test_a_long_computation_can_be_cancelled(lab):
    rng = np.random.default_rng(0)
    X = rng.standard_normal((3000, 60)).round(3)
    y = (X[:, 0] + rng.standard_normal(3000) > 0).astype(int)
    rows = [",".join(map(str, [*row, label])) for row, label in zip(X, y, strict=True)]
    text = "\n".join([",".join([*(f"x{j}" for j in range(60)), "y"]), *rows])
    lab.evaluate("text => Laboratory.bring('large', text)", text)
    lab.get_by_role("button", name="Cancel").click()
    assert lab.locator("[data-part=now]").inner_text().startswith("Cancelled.")
    assert not lab.get_by_role("progressbar").is_visible()
    paste(lab, GOOD)  # and it goes on
    settled(lab)


# --- the same model as code ---

CASES = {
    "a scaled lasso": ("y", 0, True, 0.3),
    "an elastic net as it is": ("y", 0.5, False, 0.4),
    "a scaled ridge": ("y", 1, True, 0.2),
    "two classes, scaled": ("kind", 0.25, True, 0.03),
    "two classes, ridge": ("kind", 1, False, 0.05),
}
WRITE = """([text, cases]) => Object.fromEntries(Object.entries(cases).map(
  ([name, [target, mix, standardize, lam]]) => {
    const table = Laboratory.read(text);
    const data = Laboratory.understand(table, table.names.indexOf(target));
    const columns = data.columns.map(c => c.values);
    const problem = Laboratory.problem(columns, data.y, !!data.classes, standardize);
    const { coef, intercept } = Laboratory.at(problem, lam, mix);
    const model = { table, data, file: "laboratory.csv", lam, mix, standardize };
    const programs = Object.entries(Laboratory.programs).map(([lib, make]) => [lib, make(model)]);
    return [name, { coef: [...coef], intercept, ...Object.fromEntries(programs) }];
  }))"""


def test_the_programs_that_the_libraries_ran_are_those_of_the_page(lab):
    """tests/frameworks/test_laboratory.py runs them."""
    found = lab.evaluate(WRITE, [TABLE.read_text(encoding="utf-8"), CASES])
    if os.environ.get("REGKIT_REFRESH"):
        STORED.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for name, stored in json.loads(STORED.read_text(encoding="utf-8")).items():
        numbers = [*stored.pop("coef"), stored.pop("intercept")]
        assert [*found[name].pop("coef"), found[name].pop("intercept")] == pytest.approx(numbers)
        assert found[name] == stored


# --- in the book ---


def test_the_scripts_can_be_read():
    for name in laboratory.SCRIPTS:
        text = (laboratory.STATIC / f"{name}.js").read_text(encoding="utf-8")
        if not name.startswith("papaparse"):
            assert len(text.splitlines()) < 300
            # words of a table never become a program or a page
            assert not re.search(r"innerHTML|insertAdjacent|eval|Function\(|document\.write", text)


def test_the_laboratory_weighs_little(site):
    packed = [gzip.compress(path.read_bytes(), 9) for path in laboratory.STATIC.rglob("*.js")]
    tables = [site / "_static" / "laboratory" / f"{name}.js" for name in laboratory.LARGE]
    packed += [gzip.compress(path.read_bytes(), 9) for path in tables]
    packed.append(gzip.compress(laboratory.fragment(PAGE).encode(), 9))
    assert sum(map(len, packed)) < 120_000


def test_from_disk_a_worker_computes_and_a_larger_table_comes(browser, site):
    page = browser.new_page()
    page.goto(f"{site.as_uri()}/book/laboratory.html#table=tumours&mix=0.5")
    page.wait_for_function("() => document.querySelector('[data-part=verdict]').textContent")
    assert page.locator("[name=target] option:checked").inner_text() == "kind"
    assert "L2 share 0.5" in page.locator("[data-part=now]").inner_text()
    program = page.get_by_role("region", name="The program")
    assert program.get_attribute("tabindex") == "0"  # the theme shuts out what is empty at first
    page.emulate_media(media="print")
    assert page.locator(".rk-laboratory .still .rk-panels").is_visible()
    assert not page.locator(".rk-laboratory .live").is_visible()
    page.close()
