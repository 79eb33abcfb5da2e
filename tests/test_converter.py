"""The converter in the page computes what `regkit.conventions` computes, and can be operated."""

from __future__ import annotations

import itertools

import converter
import pytest

from conftest import ROOT, alone
from regkit.conventions._table import ROWS
from regkit.penalties import ElasticNet

pytestmark = pytest.mark.browser

FRAMEWORKS = {":".join([row.framework, *filter(None, row.estimators)]): row for row in ROWS}
PENALTIES = [
    ElasticNet(lam1, lam2) for lam1, lam2 in itertools.product((0, 1e-4, 0.25, 30), repeat=2)
]
FACTS = [
    {"loss": loss, "n": n, "y_sd": y_sd, "outputs": outputs, "batch_size": batch_size}
    for loss in ("squared_error", "logistic", "cross_entropy")
    for n, y_sd, outputs, batch_size in ((40, 3.0, 3, 32), (1000, 0.2, 1, 1), (None,) * 4)
]


@pytest.fixture(scope="module")
def page(browser):
    with alone(browser, converter.fragment(ROOT / "book" / "converter.html")) as page:
        yield page


def read_by(row, facts):
    """The loss and the facts that a line reads."""
    factors = row.factors.get("any", row.factors.get(facts["loss"], {}))
    names = {name for factor in factors.values() for name in factor}
    loss = None if "any" in row.factors else facts["loss"]
    return {"loss": loss} | {name: facts[name] for name in names & facts.keys()}


def in_python(row, penalty, facts):
    """What `regkit.conventions` says: settings without the words among them, or None."""
    try:
        settings = row.spell(penalty, **read_by(row, facts))
    except ValueError:
        return None
    return {key: value for key, value in settings.items() if not isinstance(value, str)}


def convert(page, jobs):
    """Call the page's function on (framework, settings, facts) and return answers or None."""
    return page.evaluate(
        """jobs => jobs.map(job => { try { return regkitConvert(...job); } catch { return null; } })
        """,
        jobs,
    )


@pytest.mark.parametrize("facts", FACTS, ids=str)
def test_every_framework_is_spelled_as_in_python(page, facts):
    regkit = [["regkit", {"lam1": p.lam1, "lam2": p.lam2}, facts] for p in PENALTIES]
    for penalty, answer in zip(PENALTIES, convert(page, regkit), strict=True):
        assert set(answer["results"]) == set(FRAMEWORKS)
        for framework, row in FRAMEWORKS.items():
            found = answer["results"][framework].get("settings")
            expected = in_python(row, penalty, facts)
            assert found == (expected and pytest.approx(expected, rel=1e-14)), framework


@pytest.mark.parametrize("facts", FACTS, ids=str)
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_every_framework_is_read_as_in_python(page, framework, facts):
    row = FRAMEWORKS[framework]
    spelled = [in_python(row, penalty, facts) for penalty in PENALTIES]
    spelled = [settings for settings in spelled if settings]
    answers = convert(page, [[framework, settings, facts] for settings in spelled])
    for settings, answer in zip(spelled, answers, strict=True):
        only = {name: rule["value"] for name, rule in row.only.items()}
        penalty = row.read({**only, **settings}, **read_by(row, facts))
        assert [answer["lam1"], answer["lam2"]] == pytest.approx([penalty.lam1, penalty.lam2])


@pytest.mark.parametrize(
    ("framework", "settings"),
    [
        ("regkit", {"lam1": -1, "lam2": 0}),
        ("sklearn:ElasticNet", {"alpha": 1, "l1_ratio": 1.5}),
        ("glmnet", {"alpha": 0.5}),
        ("article", {"alpha": 0.5, "lambda": float("inf")}),
        ("statsmodels:GLM", {"alpha": 1, "L1_wt": 0}),
        ("sklearn:LogisticRegression", {"C": 1, "l1_ratio": 0}),  # which has another loss
        ("nothing", {}),
    ],
)
def test_bad_settings_are_refused(page, framework, settings):
    assert convert(page, [[framework, settings, FACTS[0]]]) == [None]


@pytest.fixture
def form(page):
    """The form as a reader meets it."""
    page.evaluate("document.querySelector('.rk-converter form').reset()")
    page.locator("select[name=source]").select_option("regkit")
    page.locator("select[name=loss]").select_option("squared_error")
    page.locator("input[name=setting-lam1]").fill("0.25")
    page.locator("input[name=setting-lam2]").fill("0.1")
    return page


def row(page, label):
    return page.locator(
        ".rk-converter tr", has=page.get_by_role("rowheader", name=label, exact=True)
    )


def fault(page, name):
    described = page.locator(f"[name='{name}']").get_attribute("aria-describedby")
    return page.locator(f"#{described}").inner_text()


def test_another_framework_begins_with_the_very_same_penalty(form):
    form.locator("select[name=source]").select_option("sklearn:ElasticNet")
    assert form.locator(".answer").inner_text().endswith("0.25 × sum |w| + 0.1 × sum w²")


def test_what_is_known_of_the_problem_starts_empty(form):
    for name in ("n", "y_sd", "outputs", "batch_size"):
        assert form.locator(f"input[name=fact-{name}]").input_value() == ""
    asked = "standard deviation of y is needed: glmnet's gaussian family divides y by its standard"
    assert asked in row(form, "R glmnet").inner_text()
    asked = "number of outputs is needed: Keras averages"
    assert asked in row(form, "Keras kernel_regularizer").inner_text()


def test_a_field_is_called_by_its_label(form):
    """The table has names of its own for what is asked for, which no field shows."""
    form.locator("input[name=fact-y_sd]").fill("-1")
    assert fault(form, "fact-y_sd") == "standard deviation of y must be a number above 0."
    form.locator("select[name=source]").select_option("glmnet")
    for name in ("alpha", "lambda"):
        form.locator(f"input[name=setting-{name}]").fill("0.5")
    assert form.get_by_role("status").inner_text() == "No answer yet: see standard deviation of y."
    for name, said in (("outputs", "number of outputs"), ("batch_size", "batch size")):
        form.locator(f"input[name=fact-{name}]").fill("1.5")
        assert fault(form, f"fact-{name}").startswith(f"{said} must be a whole number")
    assert "y_sd" not in form.locator(".rk-converter").inner_text()


def test_three_outputs_divide_the_penalty_by_three(form):
    form.locator("input[name=setting-lam1]").fill("0")
    form.locator("input[name=setting-lam2]").fill("0.2")
    form.locator("input[name=fact-outputs]").fill("3")
    assert '"weight_decay": 0.266667}' in row(form, "PyTorch SGD, Adam").inner_text()


def test_a_decay_is_called_none_of_the_same(form):
    form.locator("input[name=setting-lam1]").fill("0")
    near = form.get_by_role("table", name="No such penalty: the nearest start, and how it differs")
    told = near.get_by_role("rowheader").all_inner_texts()
    assert {"PyTorch AdamW", "Hugging Face Trainer", "Keras Adam, AdamW", "optax adamw"} <= {*told}
    adamw = row(form, "PyTorch AdamW").inner_text()
    assert '"weight_decay": 0.2}' in adamw
    assert "What differs: it multiplies w by 1 - lr weight_decay" in adamw
    form.locator("select[name=source]").select_option("torch:AdamW")
    assert form.get_by_role("status").inner_text().startswith("No such penalty: it multiplies w")
    # whoever comes from there has the same rule elsewhere, and penalties that are near
    assert form.get_by_role("table", name="The same penalty elsewhere").count() == 0
    rule = form.get_by_role("table", name="The same rule elsewhere").get_by_role("rowheader")
    assert set(rule.all_inner_texts()) == {
        "Hugging Face Trainer",
        "Keras Adam, AdamW",
        "optax adamw",
    }
    near = form.get_by_role("table", name="The penalties that are nearest")
    assert {"regkit", "PyTorch SGD, Adam"} <= {*near.get_by_role("rowheader").all_inner_texts()}
    form.locator("select[name=source]").select_option("keras:SGD")  # nobody else's rule
    assert form.get_by_role("table", name="The same rule elsewhere").count() == 0


def test_one_logit_or_two(form):
    form.locator("select[name=loss]").select_option("logistic")
    form.locator("input[name=fact-outputs]").fill("1")
    two = row(form, "a softmax with two logits")
    assert two.locator("code").inner_text() == "ElasticNet(lam1=0.25, lam2=0.2)"
    form.locator("select[name=loss]").select_option("cross_entropy")
    one = row(form, "one logit for two classes")
    assert one.locator("code").inner_text() == "ElasticNet(lam1=0.25, lam2=0.05)"


def test_a_comma_is_a_decimal_point_but_no_separator_in_a_count(form):
    form.locator("input[name=setting-lam2]").fill("0,2")
    assert form.get_by_role("status").inner_text().endswith("0.2 × sum w²")
    form.locator("input[name=fact-n]").fill("1,000")
    assert fault(form, "fact-n") == "n must be a whole number of 1 or more, without separators."
    assert form.get_by_label("n, number of samples").get_attribute("aria-invalid") == "true"


def test_what_is_wrong_stands_under_its_field(form):
    form.locator("input[name=setting-lam2]").fill("-1")
    assert fault(form, "setting-lam2") == "lam2 must be a number of 0 or more."
    assert form.get_by_role("status").inner_text() == "No answer yet: see lam2."
    form.locator("select[name=source]").select_option("sklearn:Ridge")
    form.locator("input[name=setting-alpha]").fill("8")
    assert fault(form, "fact-n") == "n is needed: Ridge sums the squared errors."
    form.locator("input[name=fact-n]").fill("40")
    assert fault(form, "fact-n") == ""
    assert form.get_by_role("status").inner_text() == "mean loss + 0 × sum |w| + 0.1 × sum w²"
    form.locator("select[name=loss]").select_option("cross_entropy")
    assert form.get_by_role("status").inner_text() == "No answer yet: see loss."
    assert fault(form, "loss") == "scikit-learn Ridge has another loss: squared error."


def test_the_loss_is_asked_for_where_it_matters(form):
    form.locator("select[name=loss]").select_option("")
    said = row(form, "PyTorch loss term").inner_text()
    assert "loss is needed: PyTorch's mean squared error has no 1/2" in said
    assert row(form, "scikit-learn ElasticNet").locator("code").count() == 1
    form.locator("select[name=source]").select_option("keras")
    form.locator("input[name=setting-l1]").fill("0.1")
    form.locator("input[name=setting-l2]").fill("0.1")
    assert fault(form, "loss").startswith("loss is needed: Keras's mean squared error has no 1/2")


def test_the_last_answer_stays_greyed_while_an_input_is_wrong(form):
    results = form.locator("[data-part=results]")
    before = results.locator("td").all_inner_texts()
    form.locator("input[name=setting-lam2]").fill("x")
    assert results.locator("td").all_inner_texts() == before
    assert results.locator("caption").first.inner_text() == "The answer before the last change"
    assert results.get_by_role("button", disabled=False).count() == 0
    colour = "e => getComputedStyle(e.querySelector('td')).color"
    grey = results.evaluate(colour)
    form.locator("input[name=setting-lam2]").fill("0.1")
    assert results.evaluate(colour) != grey
    assert results.get_by_role("button", disabled=True).count() == 0


def test_what_a_framework_cannot_do_is_one_line(form):
    folded = form.locator(".rk-converter details")
    (first,) = folded.locator("summary").all_inner_texts()
    assert first.startswith("Cannot express it: scikit-learn Lasso, scikit-learn Ridge, ")
    assert not folded.locator("li").first.is_visible()
    folded.locator("summary").click()
    assert folded.locator("li").first.inner_text() == (
        "scikit-learn Lasso: No L2 part. The nearest is ElasticNet."
    )
    folded.locator("summary").click()


def test_a_line_can_be_copied(form):
    form.evaluate(
        """() => Object.defineProperty(navigator, "clipboard", {
             value: { writeText: async (text) => { window.copied = text; } } })"""
    )
    form.get_by_role("button", name="Copy the line of scikit-learn ElasticNet").click()
    form.get_by_text("Copied the line of scikit-learn ElasticNet.").wait_for()
    assert form.evaluate("copied") == "ElasticNet(alpha=0.45, l1_ratio=0.555556)"


def test_a_link_keeps_what_is_in_the_fields(form):
    form.locator("select[name=source]").select_option("torch:SGD:Adam")
    form.locator("input[name=setting-weight_decay]").fill("0,2")
    form.locator("input[name=fact-outputs]").fill("2")
    said = form.get_by_role("status").inner_text()
    link = form.get_by_role("link", name="A link to this answer").evaluate("a => a.hash")
    form.locator("select[name=source]").select_option("regkit")
    form.locator("input[name=fact-outputs]").fill("")
    form.evaluate("link => { location.hash = link; }", link)
    form.wait_for_function("document.querySelector('[name=source]').value === 'torch:SGD:Adam'")
    assert form.get_by_role("status").inner_text() == said
    assert form.locator("input[name=fact-outputs]").input_value() == "2"


def test_by_keyboard(form):
    """Choose a framework, type its numbers and read another's, without a pointer."""
    page = form
    page.locator(".rk-converter input[name=fact-outputs]").fill("1")
    page.locator(".rk-converter select[name=source]").focus()
    page.keyboard.type("Keras")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("0.2")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("0.4")
    assert row(page, "scikit-learn ElasticNet").locator("code").inner_text() == (
        "ElasticNet(alpha=0.5, l1_ratio=0.2)"
    )
    assert "0.1 × sum |w| + 0.2 × sum w²" in page.get_by_role("status").inner_text()


def test_every_input_has_a_label(page):
    for control in page.locator(".rk-converter :is(input, select)").all():
        assert control.evaluate("e => e.labels.length") == 1
