"""The converter in the page computes what `regkit.conventions` computes, and can be operated."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from regkit import conventions
from regkit.penalties import ElasticNet

FRAGMENT = Path(__file__).parents[1] / "book" / "converter.html"

pytestmark = pytest.mark.browser

FRAMEWORKS = (
    *(f"sklearn:{name}" for name in conventions.SKLEARN),
    "glmnet",
    "keras",
    "torch",
    *(f"torch:{name}" for name in conventions.TORCH),
    "statsmodels",
    "statsmodels:Logit",
    "zou_hastie",
    "article",
    "l1_percent",
)
PENALTIES = [
    ElasticNet(lam1, lam2) for lam1, lam2 in itertools.product((0, 1e-4, 0.25, 30), repeat=2)
]
FACTS = [
    {"loss": loss, "n": n, "y_sd": y_sd, "batch_size": batch_size}
    for loss in conventions.LOSSES
    for n, y_sd, batch_size in ((40, 3.0, 32), (1000, 0.2, 1), (None, None, None))
]


@pytest.fixture(scope="module")
def page(browser):
    page = browser.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda request: problems.append(request.url))
    page.set_content(f"<!doctype html><html lang=en><body>{FRAGMENT.read_text()}</body></html>")
    yield page
    page.close()
    assert problems == []


def in_python(framework, penalty, facts):
    """What `regkit.conventions` says: settings without the words among them, or None."""
    name, _, estimator = framework.partition(":")
    try:
        settings = getattr(conventions, f"to_{name}")(
            penalty, **facts, **({"estimator": estimator} if estimator else {})
        )
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
        assert set(answer["results"]) == {"regkit", *FRAMEWORKS}
        for framework in FRAMEWORKS:
            found = answer["results"][framework].get("settings")
            expected = in_python(framework, penalty, facts)
            assert found == (expected and pytest.approx(expected, rel=1e-14)), framework


@pytest.mark.parametrize("facts", FACTS, ids=str)
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_every_framework_is_read_as_in_python(page, framework, facts):
    name, _, estimator = framework.partition(":")
    spelled = [in_python(framework, penalty, facts) for penalty in PENALTIES]
    spelled = [settings for settings in spelled if settings]
    answers = convert(page, [[framework, settings, facts] for settings in spelled])
    for settings, answer in zip(spelled, answers, strict=True):
        if estimator == "SGDRegressor":
            settings = settings | {"penalty": "elasticnet"}
        penalty = getattr(conventions, f"from_{name}")(
            settings, **facts, **({"estimator": estimator} if estimator else {})
        )
        assert [answer["lam1"], answer["lam2"]] == pytest.approx([penalty.lam1, penalty.lam2])


@pytest.mark.parametrize(
    ("framework", "settings"),
    [
        ("regkit", {"lam1": -1, "lam2": 0}),
        ("sklearn:ElasticNet", {"alpha": 1, "l1_ratio": 1.5}),
        ("glmnet", {"alpha": 0.5}),
        ("article", {"alpha": 0.5, "lambda": float("inf")}),
        ("nothing", {}),
    ],
)
def test_bad_settings_are_refused(page, framework, settings):
    assert convert(page, [[framework, settings, FACTS[0]]]) == [None]


def test_by_keyboard(page):
    """Choose a framework, type its numbers and read another's, without a pointer."""
    page.locator(".rk-converter select[name=source]").focus()
    page.keyboard.type("Keras")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("0.2")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("0.4")
    row = page.locator(".rk-converter tr", has_text="scikit-learn ElasticNet")
    assert row.locator("code").inner_text() == "ElasticNet(alpha=0.5, l1_ratio=0.2)"
    assert "0.1 × sum |w| + 0.2 × sum w²" in page.get_by_role("status").inner_text()
    lasso = page.locator(".rk-converter tr", has_text="scikit-learn Lasso")
    assert "no L2 part" in lasso.inner_text()
    page.keyboard.press("Control+a")
    page.keyboard.type("-1")
    assert page.get_by_role("status").inner_text() == "l2 must be a finite number >= 0."
    assert page.get_by_label("l2").get_attribute("aria-invalid") == "true"


def test_every_input_has_a_label(page):
    for control in page.locator(".rk-converter :is(input, select)").all():
        assert control.evaluate("e => e.labels.length") == 1
