"""The landing page and the three doors: what they promise, link to and ask is so."""

from __future__ import annotations

import json
import re
import warnings
from functools import cache

import numpy as np
import pytest
from bs4 import BeautifulSoup
from sklearn.datasets import load_breast_cancer
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import Lasso, LogisticRegression

from conftest import PAGES, ROOT
from regkit import L1, L2, NoPenalty, datasets, fit, fit_path
from regkit.interactive import Choice, quiz
from regkit.interactive._parts import program

BOOK = ROOT / "book"
# in Markdown, and in the lines of a notebook
EXERCISES = re.compile(r':::\{exercise(?:-start)?\}(?:\n|\\n",\s*"):label: ([\w-]+)')


@cache
def text_of(site, name):
    return (site / "book" / f"{name}.html").read_text(encoding="utf-8")


def page_of(site, name):
    """A door, parsed; chapters are large, and searched as text."""
    return BeautifulSoup(text_of(site, name), "html.parser")


def entries(page):
    """The terms of a page's definition lists, each with all that is said of it."""
    for term in page.select("article dl > dt"):
        said = []
        for node in term.find_next_siblings():
            if node.name == "dt":
                break
            said.append(node)
        yield term.get_text(), said


# -- the landing page ---------------------------------------------------------------------------


def test_the_first_page_shows_the_first_chapters_typo(site):
    """The same picture, data and answer; only the question is put in fewer words."""
    own = re.compile(r"\bp\d+(?=f\d)")  # ids are told from all others of their page
    stored = re.compile(
        r'data-typo>(.*?)<script type="application/json">(.*?)</script></div>', re.S
    )
    (first,), (chapter,) = (
        stored.findall(own.sub("", text_of(site, n))) for n in ("index", "need")
    )
    shown = [BeautifulSoup(still, "html.parser").select("figure") for still, _ in (first, chapter)]
    assert shown[0] == shown[1]
    data = [json.loads(text) for _, text in (first, chapter)]
    asked = [one.pop("ask") for one in data]
    assert data[0] == data[1]
    places = [one["options"].index(one["answer"]) for one in asked]
    assert places[0] == places[1]
    amounts = [re.search(r"\$[\d.]+k", one["answer"])[0] for one in asked]
    assert amounts[0] == amounts[1]
    short = {"question", "options", "answer", "place"}
    assert [{k: v for k, v in one.items() if k not in short} for one in asked[:1]] == [
        {k: v for k, v in one.items() if k not in short} for one in asked[1:]
    ]
    for words in (asked[0]["question"], *asked[0]["options"]):  # also without a script
        assert words in first[0]


def test_every_door_opens(site):
    doors = {link["href"] for link in page_of(site, "index").select(".sd-card a[href]")}
    assert doors == {"student.html", "practitioner.html", "instructors.html"}


def test_the_map_has_every_chapter_with_its_question_and_time():
    rows = re.findall(
        r"^\| \d+ \| \[\*([^*]+)\* [^]]+\]\((\S+)\) \| (\d+) \|",
        (BOOK / "index.md").read_text(encoding="utf-8"),
        re.M,
    )
    toc = (ROOT / "_toc.yml").read_text(encoding="utf-8")
    parts = [part for part in toc.split("caption: ") if "numbered:" in part]
    chapters = re.findall(r"file: book/(\w+)", "".join(parts))
    assert [name.split(".")[0] for _, name, _ in rows] == chapters
    for question, name, minutes in rows:
        source = (BOOK / name).read_text(encoding="utf-8")
        if name.endswith("ipynb"):
            source = "".join(json.loads(source)["cells"][0]["source"])
        assert f"**Time:** {minutes} minutes" in source
        if name not in ("frameworks.md", "claims.ipynb"):  # these two ask in other words
            assert f"*{question}*" in source


@pytest.mark.browser
def test_the_typo_moves_on_the_first_page(browser, address):
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(f"{address}/book/index.html")
    typo = page.locator("[data-typo]")
    typo.locator("input[type=radio]").first.check()
    typo.get_by_role("button", name="Check my guess").click()
    # the figure itself answers
    typo.locator(".rk-now", has_text="moved by $0.87k").wait_for()
    before = typo.locator(".rk-now").inner_text()
    typo.locator(".rk-axes input").first.press("ArrowRight")
    assert typo.locator(".rk-now").inner_text() != before
    page.close()


# -- the student's door -------------------------------------------------------------------------


@cache
def asked():
    """The right answers of the tests before and after, in the order of the questions."""
    cells = json.loads((BOOK / "student.ipynb").read_text(encoding="utf-8"))["cells"]
    stored = ["".join(o["data"]["text/html"]) for c in cells for o in c.get("outputs", [])]
    shown = [page for page in stored if "data-quiz" in page]
    keys = [re.search(r'"application/json">(.*?)</script>', page, re.S)[1] for page in shown]
    before, after = ([q["answer"] for q in json.loads(key)["questions"]] for key in keys)
    assert len(before) == len(after) == 6
    return before, after


def answers(question):
    return [answers[question - 1] for answers in asked()]


def test_answers_about_errors_passed_on():
    """Exact fits through two and through three points; one of them moves by 0.1."""
    moved = []
    for known, moves, at in (([1, 2], 0, 5), ([0, 1, 2], 1, 4)):
        powers = np.vander(known, increasing=True)[:, 1:]
        change = fit(powers, 0.1 * (np.arange(len(known)) == moves), NoPenalty())
        moved.append(change.predict([at ** np.arange(1, len(known))])[0])
    assert answers(1) == [f"By {abs(change):.1f}" for change in moved]


def weights_at(pull, lam):
    """The weight of one column of variance 1 under L1 and under L2."""
    column = np.array([[1.0], [-1.0]])
    return [fit(column, pull * column[:, 0], kind(lam)).coef[0] for kind in (L1, L2)]


def test_answers_about_zeros():
    by_l1, by_l2 = weights_at(0.3, 0.4)
    assert by_l1 == 0 < by_l2
    by_l1, by_l2 = weights_at(-0.6, 0.4)
    assert by_l1 == pytest.approx(-0.2)
    assert by_l2 < 0
    assert answers(2) == ["Only 0.4 |w|", "Neither"]


def cheapest(models, lam):
    return min(models, key=lambda name: models[name][0] + L1(lam).value([models[name][1]]))


def test_answers_about_prices():
    before = {"A": (10, 6), "B": (13, 3), "C": (20, 1)}
    after = {"P": (20, 9), "Q": (24, 5), "R": (30, 4)}
    assert answers(3) == [
        cheapest(before, 2),
        f"{cheapest(after, 3)} at 3, {cheapest(after, 0.5)} at 0.5",
    ]


def jumps(w, *phases):
    """Follow the penalty's slope alone, for many steps in each phase; where does it jump?"""
    seen = set()
    for lam, rate in phases:
        seen = set()
        for step in range(1000):
            w = w - rate * L1(lam).gradient(np.array([w]))[0]
            if step >= 900:
                seen.add(round(w, 6))
    return f"It jumps between {max(seen):g} and {min(seen):g}".replace("-", "−"), 0 in seen


def test_answers_about_hopping():
    assert jumps(0.05, (0.3, 0.1)) == (answers(4)[0], False)
    for steps in range(4):  # whenever the rate is lowered
        start = 0.09 - 0.04 * steps
        assert jumps(start, (0.8, 0.005)) == (answers(4)[1], False)


def correlated(rho, weights):
    """Two columns of variance 1 with this correlation, and a target with these weights."""
    base = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]], dtype=float)
    X = base @ np.linalg.cholesky([[1, rho], [rho, 1]]).T
    return X, X @ weights


def test_answers_about_weights_that_grow():
    assert answers(5) == ["w²", "It grows"]
    X, y = correlated(0.8, [1.5, -0.5])
    ridge, lasso = (
        fit_path(X, y, kind(), np.linspace(0.01, 1, 400)).coefs[:, 1] for kind in (L2, L1)
    )
    assert ridge.min() < 0 < ridge.max()
    assert not (ridge == 0).any()
    assert (lasso == 0).any()
    X, y = correlated(0.6, [1, 0.2])
    small = [fit(X, y, L2(lam)).coef[1] for lam in (0, 0.01, 0.02, 0.05)]
    assert small[0] == pytest.approx(0.2)
    assert small == sorted(set(small))


def test_l1_never_passes_zero_without_a_rest():
    rng = np.random.default_rng(0)
    passed = 0
    for _ in range(20):
        X = rng.normal(size=(30, 1)) + 0.4 * rng.normal(size=(30, 6))
        coefs = fit_path(X, X @ rng.normal(size=6), L1(), n_lams=400).coefs
        for signs in np.sign(coefs).T:
            kept = signs[signs != 0]
            passed += np.count_nonzero(np.diff(kept))
            assert not (signs[1:] * signs[:-1] == -1).any()
    assert passed > 0


def test_answers_about_twins():
    assert [answer.split(",")[0] for answer in answers(6)] == [
        "Beside the other one",
        "The two inputs say nearly the same",
    ]
    first = second = 0
    gaps = []
    for seed in range(60):
        draw = datasets.twins(n=40, rho=0.99, seed=seed)
        kept = fit(draw.X[:, :2], draw.y, L1(0.5))
        left = kept.coef != 0
        first += left[0] and not left[1]
        second += left[1] and not left[0]
        dropped = draw.X[:, :2][:, ~left]
        if dropped.shape[1] == 1:
            gaps.append(np.corrcoef(dropped[:, 0], draw.y)[0, 1])
    assert min(first, second) > 5
    assert min(gaps) > 0.7


def test_every_stop_is_linked_and_its_question_is_there(site):
    stops = page_of(site, "student").select("#ten-stops ol > li > a, #ten-stops ol > li > p > a")
    assert len(stops) == 10
    for stop in stops:
        name, anchor = stop["href"].split(".html#")
        after = text_of(site, name).split(f'<section id="{anchor}">')[1]
        assert re.search(r'class="rk-explore" data-(frames|typo)', after.split("<section ")[0]), (
            name
        )


def test_only_a_quiz_with_a_score_counts():
    question = Choice("Why?", {"a": "no", "b": "yes"}, "b")
    assert '"score":null' in quiz(question)._repr_html_()
    assert r'"score":"\u003cb>"' in quiz(question, score="<b>")._repr_html_()


@pytest.mark.browser
def test_the_score_counts_first_tries_and_is_remembered(browser, address):
    page = browser.new_page()
    page.goto(f"{address}/book/student.html")
    before, after = page.locator(".rk-explore[data-quiz]").all()

    def answer(test, number, text):
        form = test.locator("form").nth(number)
        form.get_by_label(text, exact=True).check()
        form.get_by_role("button", name="Check").click()

    right = asked()
    answer(before, 0, "By 0.1, like the point")
    answer(before, 0, right[0][0])
    tally = before.locator("[data-tally]")
    assert tally.inner_text() == "Before: 0 of 1 right at the first try, 5 to go."
    tries = before.locator(".rk-tries [role=img]")
    assert tries.get_attribute("aria-label") == "first tries: wrong" + 5 * ", not yet"
    answer(before, 1, "Both")
    stop = before.locator(".rk-says a").last
    assert (stop.inner_text(), stop.get_attribute("href")) == (
        "Stop 3",
        "foundations.html#where-the-tug-of-war-ends",
    )
    before.get_by_role("button", name="Start this test again").click()
    assert tries.count() == 0
    answer(before, 0, "By 0.1, like the point")
    for number in range(1, 6):
        answer(before, number, right[0][number])
    assert tally.inner_text() == "Before: 5 of 6 right at the first try."
    both = [link.get_attribute("href") for link in before.locator("form").nth(1).locator("a").all()]
    assert both == [
        "foundations.html#where-the-tug-of-war-ends",
        "l1.html#a-budget-and-a-diamond",
    ]
    answer(after, 0, right[1][0])
    assert after.locator("[data-tally]").inner_text() == (
        "Before: 5 of 6 right at the first try. After: 1 of 1 right at the first try, 5 to go."
    )
    said = after.locator("[data-tally]").inner_text()
    page.goto(f"{address}/book/need.html")
    page.go_back()
    assert page.locator("[data-tally]").nth(1).inner_text() == said
    page.reload()
    before = page.locator(".rk-explore[data-quiz]").first
    assert before.locator(".rk-tries p").count() == 2
    assert before.locator(".rk-tries [role=img]").first.get_attribute("aria-label") == (
        "first tries: wrong" + 5 * ", right"
    )
    assert before.locator("[data-tally]").inner_text() == said
    assert before.locator(".rk-says").nth(1).inner_text().startswith("\u2713 Right.")
    before.get_by_role("button", name="Start this test again").click()
    assert before.locator("[data-tally]").inner_text() == (
        "After: 1 of 1 right at the first try, 5 to go."
    )
    page.reload()
    assert not page.locator(".rk-explore[data-quiz]").first.locator("input:checked").count()
    page.close()


@pytest.mark.browser
def test_whoever_guessed_on_the_first_page_is_told_so_at_the_first_stop(browser, address):
    page = browser.new_page(viewport={"width": 390, "height": 800})
    typo = page.locator("[data-typo]")
    page.goto(f"{address}/book/index.html")
    typo.locator("input[type=radio]").nth(1).check()
    typo.get_by_role("button", name="Check my guess").click()
    typo.get_by_text("You guessed: $0.1k.").wait_for()  # here it needs no place
    page.goto(f"{address}/book/student.html")
    page.get_by_role("link", name="Typo", exact=True).click()
    typo.get_by_text("You guessed on the first page: By about $0.1k, like the report.").wait_for()
    typo.get_by_role("button", name="Ask me again").click()
    typo.locator("input[type=radio]").nth(1).check()
    typo.get_by_role("button", name="Check my guess").click()
    typo.get_by_text("You guessed: By about $0.1k, like the report.").wait_for()
    page.reload()
    typo.get_by_text("You guessed: By about $0.1k, like the report.").wait_for()
    page.close()


@pytest.mark.browser
def test_a_stop_leads_on_to_the_next_one_and_back(browser, address):
    page = browser.new_page(viewport={"width": 390, "height": 800}, has_touch=True)
    page.goto(f"{address}/book/foundations.html#where-the-tug-of-war-ends")
    assert page.locator(".rk-tour").count() == 0  # whoever comes another way is not on a tour
    page.goto(f"{address}/book/student.html")
    page.get_by_role("link", name="Tug of war").tap()
    page.wait_for_url("**/foundations.html#where-the-tug-of-war-ends")
    there = page.locator(".rk-stop")  # under the heading
    ways = ["All stops (3 of 10)", "Next: Every model is a line"]
    assert there.inner_text().split("\n")[-2:] == ways
    assert there.inner_text().startswith("A pull is a slope")  # what is needed here
    place = there.bounding_box()
    assert place["y"] + place["height"] <= 800  # in view at once
    end = page.get_by_role("navigation", name="Ten stops")
    assert end.inner_text().split("\n") == ways
    there.get_by_role("link", name="Every model is a line").tap()
    page.wait_for_url("**/l1.html#every-model-is-a-line")
    end.get_by_role("link", name="Tilt").scroll_into_view_if_needed()
    page.mouse.wheel(0, -300)  # a way back to the top, which comes now, must not lie on it
    page.wait_for_timeout(300)
    end.get_by_role("link", name="Tilt").tap()  # on the same page
    page.wait_for_url("**/l1.html#a-budget-and-a-diamond")
    # the address changes first, and the page hears of it a moment later
    there.get_by_text("All stops (5 of 10)").wait_for()
    assert page.locator("#a-budget-and-a-diamond > .rk-tour").count() == 1
    page.go_back()
    there.get_by_text("All stops (4 of 10)").wait_for()
    page.reload()
    there.get_by_text("All stops (4 of 10)").wait_for()
    there.get_by_role("link", name="All stops").tap()
    page.wait_for_url("**/student.html#ten-stops")
    stops = page.locator("#ten-stops ol > li")
    seen = [k for k, stop in enumerate(stops.all(), 1) if "✓" in stop.inner_text()]
    assert seen == [3, 4, 5]
    stops.nth(9).get_by_role("link").first.tap()
    page.wait_for_url("**/networks.html#watch-it-learn")
    there.get_by_role("link", name="six new questions").tap()
    page.wait_for_url("**/student.html#after")
    assert page.get_by_role("heading", name="After").is_visible()
    page.close()


# -- the practitioner's door --------------------------------------------------------------------


def test_every_symptom_leads_to_an_anchor_and_a_proof(site):
    symptoms = dict(entries(page_of(site, "practitioner")))
    assert len(symptoms) >= 15
    for symptom, (said,) in symptoms.items():
        cause, fix, proof = re.fullmatch(
            r"(.*)<strong>(?:Fix:(.*)<em>Proof:|Fix and proof:)(.*)", str(said), re.S
        ).groups()
        assert "href" not in cause, symptom
        assert "href" in (fix or proof), symptom
        assert "href" in proof, symptom
        assert "test_" not in said.get_text(), symptom  # readers see an output, not a name
        for link in said.find_all("a", href=True):  # each names a place, not merely a page
            name, anchor = link["href"].split("#")
            there = text_of(site, name.removesuffix(".html") or "practitioner")
            # or a state of what moves there, which `test_pages` knows
            assert "=" in anchor or f'id="{anchor}"' in there, (symptom, anchor)


@pytest.mark.browser
def test_on_a_phone_what_the_filter_finds_is_above_the_keyboard(browser, address):
    page = browser.new_page(viewport={"width": 390, "height": 450})
    page.goto(f"{address}/book/practitioner.html")
    page.get_by_label("What do you see?").focus()
    page.keyboard.type("adamw")
    found = page.locator("article dt:visible").first
    page.wait_for_function(
        "dt => dt.getBoundingClientRect().bottom < 450", arg=found.element_handle()
    )
    assert page.get_by_label("What do you see?").bounding_box()["y"] > 0
    page.close()


@pytest.mark.browser
def test_the_filter_finds_symptoms_and_says_how_many(browser, address):
    page = browser.new_page()
    page.goto(f"{address}/book/practitioner.html")
    page.get_by_label("What do you see?").focus()
    page.keyboard.type("glmnet  INTERPOLATES")
    said = page.get_by_role("search").get_by_role("status")
    shown = page.locator("article dt:visible")
    assert said.inner_text() == f"1 of {page.locator('article dt').count()} symptoms"
    assert "cv.glmnet" in shown.inner_text()
    assert page.locator("article dd:visible").count() == 1
    assert not page.get_by_role("heading", name="Zeros, too few or too many").is_visible()
    assert page.get_by_role("heading", name="Short programs").is_visible()
    for asked in ("AdamW zeros", "weight_decay zero"):
        page.keyboard.press("Control+a")
        page.keyboard.type(asked)
        assert "gives no zeros" in shown.first.inner_text()
    page.keyboard.press("Control+a")
    page.keyboard.type("xyzzy")
    assert said.inner_text().startswith("0 of ")
    # a whole sentence need not hold for every word
    for sentence, first in (
        ("My weights are never exactly 0!", "1e-4"),
        ("text labels", "classes 0 and 1"),
        ("AdamW weight_decay in Keras", "AdamW"),
    ):
        page.keyboard.press("Control+a")
        page.keyboard.type(sentence)
        assert 1 <= shown.count() <= 12, sentence
        assert any(first in symptom for symptom in shown.all_inner_texts()), sentence
    page.keyboard.press("Control+a")
    page.keyboard.type("R")  # the language, not the letter
    assert 1 <= shown.count() < 20
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    assert said.inner_text() == ""
    assert shown.count() == page.locator("article dt").count()
    page.close()
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{address}/book/practitioner.html")
    assert not page.get_by_label("What do you see?").is_visible()
    assert page.locator("article dt:visible").count() > 50
    page.close()


def test_a_link_can_name_any_claim(site):
    from regkit.claims import CLAIMS

    assert all(f'id="claim-{name}"' in text_of(site, "claims") for name in CLAIMS)


def warned(model, X, y):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model.fit(X, y)
    return any(issubclass(one.category, ConvergenceWarning) for one in caught)


def test_standardizing_ends_the_warning():
    X, y = load_breast_cancer(return_X_y=True)
    Z = (X - X.mean(axis=0)) / X.std(axis=0)
    for model in (LogisticRegression(), Lasso(alpha=1e-3)):
        assert warned(model, X, y)
        assert not warned(model, Z, y)


# -- the instructor's door ----------------------------------------------------------------------


@cache
def rows():
    """The labels of the exercises that the instructor's page lists."""
    source = (BOOK / "instructors.md").read_text(encoding="utf-8")
    listed = source.split("## All exercises")[1].split("\n## ")[0]
    return set(re.findall(r"\]\(#([\w-]+)\)", listed))


@cache
def exercises(name):
    """The labels of the exercises of a page."""
    (path,) = BOOK.glob(f"{name}.[im]*")
    return set(EXERCISES.findall(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_exercise_is_listed(name):
    assert exercises(name) - rows() == set(), (
        "an exercise needs its row under 'All exercises' in book/instructors.md: "
        ": [Its title](#its-label): what it is for."
    )


def test_every_row_is_of_an_exercise():
    assert rows() == set().union(*map(exercises, PAGES))


def test_every_lecture_is_of_90_minutes():
    source = (BOOK / "instructors.md").read_text(encoding="utf-8")
    plans = re.search(r"## Two lectures\n(.*?)\n## What people answer", source, re.S)[1]
    _, *lectures = plans.split("**Lecture ")
    minutes = [re.findall(r"^- \*\*(\d+) min\*\* ", lecture, re.M) for lecture in lectures]
    assert [sum(map(int, items)) for items in minutes] == [90] * 6


@cache
def tempting(name):
    """What the instructors' page calls tempting on a page, and how many options it counts."""
    source = (BOOK / "instructors.md").read_text(encoding="utf-8")
    item = rf'\]\({name}\.\w+#[\w-]+\)\n: \*\*Tempting:\*\* "(.*?)"\..*?\n: Hands: (.*?)\n'
    found = re.findall(item, source, re.S)
    return [(" ".join(said.split()), hands.count("____")) for said, hands in found]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_tempting_answer_is_a_wrong_option_there(site, name):
    if not tempting(name):
        return
    page = text_of(site, name)
    stored = re.findall(r'<script type="application/json">(.*?)</script>', page, re.S)
    asked = [data["ask"] for data in map(json.loads, stored) if data.get("ask")]
    folded = re.findall(r'"sd-summary-text">(.*?)</span>', page)
    asked.append({"options": folded, "answer": None})
    for said, hands in tempting(name):
        there = [q for q in asked if said in q.get("options", ()) and said != q["answer"]]
        assert [len(q["options"]) for q in there] == [hands], (
            f'book/instructors.md calls "{said}" tempting on {name}, which asks no question '
            f"with {hands} options and that wrong one"
        )


def test_figures_and_sliders_can_be_taken_along(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    source = (BOOK / "instructors.md").read_text(encoding="utf-8")
    for code in re.findall(r"```python\n(.*?)```", source, re.S):
        exec(compile(code, "instructors.md", "exec"), {})
    assert "<svg" in (tmp_path / "caught.svg").read_text(encoding="utf-8")
    page = (tmp_path / "tug_of_war.html").read_text(encoding="utf-8")
    assert "data-frames" in page
    assert program() in page  # or nothing in it would move
