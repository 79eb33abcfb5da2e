"""The questions of the book, as a stranger meets them: on a phone, on a laptop, by finger."""

from __future__ import annotations

import json

import pytest

from conftest import CHAPTERS, ROOT

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LAPTOP = {"viewport": {"width": 1280, "height": 800}}
MOVING = ".rk-explore[data-frames], .rk-explore[data-typo]"


def asked_in(name):
    """The questions of a chapter's figures, with what the page needs to answer them."""
    cells = json.loads((ROOT / "book" / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    pages = [
        "".join(o.get("data", {}).get("text/html", "")) for c in cells for o in c.get("outputs", [])
    ]
    stored = [page for page in pages if "data-frames" in page or "data-typo" in page]
    return [
        json.loads(page.split('"application/json">')[1].split("</script>")[0]) for page in stored
    ]


WITH_QUESTIONS = [path.stem for path in CHAPTERS if asked_in(path.stem)]


@pytest.fixture
def visit(browser, address):
    """Open a page as somebody who was never here."""
    contexts = []

    def open_page(name, **settings):
        context = browser.new_context(**settings)
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(f"{address}/book/{name}", wait_until="load")
        page.locator(".rk-on").first.wait_for(state="attached")
        return page

    yield open_page
    for context in contexts:
        context.close()


def guess(figure, option=0):
    """Choose an option, or leave the scale where it is, and check."""
    radios = figure.locator("form input[type=radio]")
    if radios.count():
        radios.nth(option).check()
    figure.get_by_role("button", name="Check my guess").click()


def finger(page):
    """Real touch events: press at a point, move through others, and lift."""
    client = page.context.new_cdp_session(page)

    def drag(*points):
        for k, (x, y) in enumerate(points):
            kind = "touchStart" if k == 0 else "touchMove"
            client.send(
                "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]}
            )
            page.wait_for_timeout(20)
        client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    return drag


# -- before the guess -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", WITH_QUESTIONS)
def test_until_the_guess_nothing_gives_the_answer_away(visit, name):
    """Neither the words under the figure nor its picture is that of any frame which answers."""
    page = visit(f"{name}.html", **LAPTOP)
    figures = page.locator(MOVING)
    for figure, data in zip(figures.all(), asked_in(name), strict=True):
        assert figure.locator(".rk-now").inner_text() == ""
        assert not figure.locator(".rk-axes").is_visible()
        assert not figure.locator(".rk-after").is_visible()
        assert not figure.locator(".rk-answer").is_visible()
        said = figure.locator(".rk-stage [aria-label]").first.get_attribute("aria-label")
        if "says" in data:
            proof = 0
            for k, axis in enumerate(data["axes"]):
                proof = proof * len(axis["texts"]) + data["proof"][k]
            assert said != data["says"][data["order"][proof]]
        before = figure.locator(".rk-stage").inner_html()
        guess(figure)
        page.wait_for_timeout(700)
        assert figure.locator(".rk-stage").inner_html() != before
    assert page.faults == []


def test_goals_and_headings_do_not_give_it_away():
    told = {
        "need": ("wrong on average", "can ruin a forecast"),
        "l2": ("grow while", "Growing while"),
        "networks": ("gives no exact zeros",),
        "weight_decay": ("at the optimum under L2", "a quarter", "ten times"),
        "elastic_net": ("for every mix of the two;",),
    }
    for name, words in told.items():
        cells = json.loads((ROOT / "book" / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
        goals = "".join(cells[0]["source"])
        headings = [
            line
            for cell in cells
            if cell["cell_type"] == "markdown"
            for line in cell["source"]
            if line.startswith("#")
        ]
        for word in words:
            assert word not in goals
            assert not [heading for heading in headings if word in heading]


# -- the answer -----------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize("name", ["index", *WITH_QUESTIONS])
def test_verdict_and_figure_are_in_view_together(visit, name, screen):
    page = visit(f"{name}.html", **screen)
    height = screen["viewport"]["height"]
    for figure in page.locator(MOVING).all():
        figure.locator("form button").scroll_into_view_if_needed()
        guess(figure)
        page.wait_for_timeout(1200)  # the figure moves, and the page scrolls, for half a second
        says = figure.locator(".rk-says > strong").first.bounding_box()
        panels = [panel.bounding_box() for panel in figure.locator(".rk-panel").all()]
        # on a phone panels stand one above the other, and the first is the one that proves it
        seen = panels if screen is LAPTOP else panels[:1]
        assert says["y"] >= 0
        assert max(box["y"] + box["height"] for box in seen) <= height, figure.inner_text()[:80]
        bar = figure.locator(".rk-axes").bounding_box()
        assert bar["y"] >= panels[0]["y"] + panels[0]["height"]
        assert figure.locator(".rk-guess, .rk-mark").count() == 1


def test_on_a_phone_a_row_of_choices_says_that_there_are_more(visit):
    page = visit("networks.html", **PHONE)
    figure = page.locator("#watch-it-learn .rk-explore")
    figure.locator("form button").scroll_into_view_if_needed()
    guess(figure)
    row = figure.locator(".rk-buttons > div")
    page.wait_for_function("row => row.matches('.rk-more')", arg=row.element_handle())
    row.evaluate("row => { row.scrollLeft = row.scrollWidth; }")
    page.wait_for_function("row => !row.matches('.rk-more')", arg=row.element_handle())
    figure.get_by_role("radio", name="Elastic Net by prox").click()


@pytest.mark.parametrize(("touch", "room"), [(True, 1), (False, 12)], ids=["finger", "mouse"])
def test_a_scrollbar_over_a_row_of_choices_leaves_them_to_the_mouse(visit, touch, room):
    """In WebKit on Linux it lay over the choices, and took the clicks."""
    page = visit("networks.html?open", viewport=PHONE["viewport"], has_touch=touch, is_mobile=touch)
    row = page.locator("#watch-it-learn .rk-buttons > div").first
    assert row.evaluate("row => parseFloat(getComputedStyle(row).paddingBottom)") == room


@pytest.mark.parametrize("name", WITH_QUESTIONS)
def test_the_answer_moves_the_figure_to_the_frame_that_proves_it(visit, name):
    page = visit(f"{name}.html", **LAPTOP, reduced_motion="reduce")
    for figure, data in zip(page.locator(MOVING).all(), asked_in(name), strict=True):
        guess(figure)
        places = [
            int(slider.input_value())
            for slider in figure.locator("input[type=range]:visible").all()
        ]
        wanted = [
            at for at, axis in zip(data["proof"], data["axes"], strict=True) if not axis["words"]
        ]
        assert places == wanted
        # no question, no move of the focus: it is on the verdict, where the reader is
        assert figure.evaluate("e => document.activeElement === e.querySelector('.rk-says')")
        kept = figure.locator(".rk-ghost").count()
        assert kept, "the earlier state stays as a ghost"


def test_the_typo_itself_moves_and_shows_two_numbers(visit):
    page = visit("index.html", **PHONE)
    typo = page.locator("[data-typo]")
    numbers, earlier = (typo.locator(f".rk-numbers {part}") for part in ("b", "b + small"))
    before = numbers.all_inner_texts()
    assert not "".join(earlier.all_inner_texts()).strip()
    guess(typo)
    page.wait_for_timeout(800)
    assert [f"before: {one}" for one in before] == earlier.all_inner_texts()
    old, new = (
        float(texts[0].replace("\u2212", "-").replace("$", "").rstrip("k"))
        for texts in (before, numbers.all_inner_texts())
    )
    assert abs(new - old) > 0.5


def test_a_right_and_a_wrong_guess_read_differently(visit):
    page = visit("l2.html", **LAPTOP)
    figure = page.locator(MOVING).first
    key = asked_in("l2")[0]["ask"]
    right = key["options"].index(key["answer"])
    guess(figure, right)
    assert "\u2713 Right." in figure.locator(".rk-says").inner_text()
    figure.get_by_role("button", name="Ask me again").click()
    assert figure.locator("form").is_visible()
    guess(figure, (right + 1) % len(key["options"]))
    said = figure.locator(".rk-says").inner_text()
    assert "\u2717 Not so." in said
    assert f"Answer: {key['answer']}." in said
    others = figure.locator(".rk-says details li")
    assert others.count() == len(key["options"]) - 1
    assert not others.first.is_visible()
    figure.locator(".rk-says summary").click()
    assert others.first.is_visible()


# -- looking, remembering, linking ----------------------------------------------------------------


def test_whoever_just_wants_to_look_can(visit):
    page = visit("l1.html", **LAPTOP)
    figures = page.locator(MOVING)
    figures.nth(0).get_by_role("button", name="just look").click()
    assert figures.nth(0).locator(".rk-axes").is_visible()
    assert not page.get_by_role("button", name="Don\u2019t ask in this book").count()
    figures.nth(1).get_by_role("button", name="just look").click()
    figures.nth(1).get_by_role("button", name="Don\u2019t ask in this book").click()
    assert figures.nth(2).locator(".rk-axes").is_visible()
    page.goto(page.url.replace("l1.html", "l2.html"))
    opened = page.locator(MOVING).first
    assert opened.locator(".rk-axes").is_visible()
    opened.get_by_role("button", name="Ask again in this book").click()
    assert opened.locator("form").is_visible()


def test_a_lecturer_opens_all_of_a_page_by_its_address(visit):
    page = visit("l1.html?open", **LAPTOP)
    for figure in page.locator(MOVING).all():
        assert figure.locator(".rk-axes").is_visible()


@pytest.mark.parametrize("disk", [False, True], ids=["served", "from disk"])
def test_a_guess_is_remembered_on_the_device(browser, address, site, disk):
    context = browser.new_context(**LAPTOP)
    page = context.new_page()
    base = site.as_uri() if disk else address
    page.goto(f"{base}/book/need.html")
    typo = page.locator("[data-typo]")
    guess(typo, 1)
    said = typo.locator(".rk-says > strong").first.inner_text()
    why = typo.locator(".rk-says > div").first.inner_text()
    page.wait_for_timeout(500)  # from disk another process reads what this one has stored
    page.goto(f"{base}/book/index.html")  # the landing page asks the same question, in fewer words
    first = page.locator("[data-typo] .rk-says")
    assert first.locator("strong").first.inner_text() == "You guessed: $0.1k. \u2717 Not so."
    assert first.locator("> div").first.inner_text() == why
    page.go_back()
    assert page.locator("[data-typo] .rk-says > strong").first.inner_text() == said
    page.reload()
    typo = page.locator("[data-typo]")
    assert typo.locator(".rk-says > strong").first.inner_text() == said
    assert not typo.locator("form").is_visible()
    slider = typo.locator("input[type=range]:visible").last
    assert typo.locator("output:visible").last.inner_text() == slider.get_attribute(
        "aria-valuetext"
    )
    context.close()


def test_where_storage_is_refused_everything_works(browser, address):
    """As browsers do it that are told to keep nothing: the very name of the storage fails."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { configurable: true,"
        " get() { throw new DOMException('denied', 'SecurityError'); } });"
    )
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{address}/book/need.html")
    figure = page.locator(MOVING).first
    guess(figure)
    assert figure.locator(".rk-axes").is_visible()
    page.locator("button.primary-toggle:visible").tap()
    assert page.get_by_role("link", name="What the articles claim, tested").is_visible()
    assert faults == []
    context.close()


def test_a_link_opens_a_figure_at_the_state_it_names(visit):
    page = visit("need.html?degree=3&lam=1e-05#fig-need-tamed", **LAPTOP)
    figure = page.locator("#fig-need-tamed")
    assert figure.locator(".rk-now").inner_text().startswith("Degree 3, λ = 10⁻⁵:")
    assert not figure.locator("form").is_visible()
    other = page.locator("#fig-need-redraw")
    assert other.locator("form").is_visible()
    link = figure.locator(".rk-link").get_attribute("href")
    assert link == "?degree=3&lam=1e-05#fig-need-tamed"
    page.keyboard.press("End")
    figure.locator("input[type=range]:visible").first.press("ArrowRight")
    assert "degree=4" in figure.locator(".rk-link").get_attribute("href")


# -- by finger ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["index", "need"])
def test_a_finger_drags_a_report_and_the_page_stays(visit, name):
    page = visit(f"{name}.html", **PHONE)
    typo = page.locator("[data-typo]")
    guess(typo)
    page.wait_for_timeout(1200)
    drag = finger(page)
    dot = typo.locator(".rk-dot").nth(6)
    for way in (-60, 60):
        box = dot.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        before, scrolled = float(dot.get_attribute("aria-valuenow")), page.evaluate("scrollY")
        drag((x, y), *((x, y + way * k / 6) for k in range(1, 7)))
        moved = float(dot.get_attribute("aria-valuenow")) - before
        assert moved * way < 0
        assert abs(moved) > 3
        assert page.evaluate("scrollY") == scrolled


def test_the_whole_plot_takes_the_drag_nearest_report_first(visit):
    page = visit("need.html", **PHONE)
    typo = page.locator("[data-typo]")
    guess(typo)
    page.wait_for_timeout(1200)
    dots = typo.locator(".rk-dot")
    third = dots.nth(2).bounding_box()
    x, y = third["x"] + third["width"] / 2 + 4, third["y"] + 90  # far below it
    values = [dot.get_attribute("aria-valuenow") for dot in dots.all()]
    finger(page)((x, y), (x, y + 10), (x, y + 20))
    changed = [
        k for k, dot in enumerate(dots.all()) if dot.get_attribute("aria-valuenow") != values[k]
    ]
    assert changed == [2]


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("name", WITH_QUESTIONS)
def test_everything_is_large_enough_for_a_finger(visit, name, width):
    page = visit(f"{name}.html", viewport={"width": width, "height": 844}, has_touch=True)
    small = "e => e.getBoundingClientRect()"
    for figure in page.locator(MOVING).all():
        guess(figure)
        page.wait_for_timeout(50)
        for target in figure.locator(
            "label:visible, button:visible, summary:visible, .rk-dot"
        ).all():
            box = target.evaluate(small)
            assert min(box["width"], box["height"]) >= 24, target.evaluate("e => e.outerHTML")[:100]
        for slider in figure.locator(".rk-axes input[type=range]:visible").all():
            assert slider.evaluate(small)["height"] >= 44
        for row in figure.locator(".rk-buttons label:visible").all():
            assert row.evaluate(small)["height"] >= 44


@pytest.mark.parametrize("name", WITH_QUESTIONS)
def test_on_a_phone_controls_stay_in_reach_of_their_figure(visit, name):
    page = visit(f"{name}.html", **PHONE, reduced_motion="reduce")
    for figure in page.locator(MOVING).all():
        guess(figure)
        figure.locator(".rk-stage").evaluate("e => e.scrollIntoView({ block: 'start' })")
        for control in figure.locator(".rk-axes input[type=range]:visible").all():
            box = control.bounding_box()
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= 844


@pytest.mark.parametrize("name", WITH_QUESTIONS)
def test_sliders_explain_themselves(visit, name):
    """The name above, a word at each end, a mark for every stop, and tracks of one length."""
    page = visit(f"{name}.html", **LAPTOP)
    for figure in page.locator(MOVING).all():
        guess(figure)
        tracks = []
        for slider in figure.locator(".rk-axes .rk-slider").all():
            track, label = (
                slider.locator("input").bounding_box(),
                slider.locator(".rk-name").bounding_box(),
            )
            assert label["y"] + label["height"] <= track["y"] + 2
            ends = slider.locator(".rk-ends > span").all_inner_texts()
            assert len(ends) == 2
            assert all(ends)
            assert "repeating-linear-gradient" in slider.locator(".rk-ends").evaluate(
                "e => getComputedStyle(e).backgroundImage"
            )
            tracks.append((track["x"], track["width"]))
        assert len(set(tracks)) <= 1
        for row in figure.locator(".rk-buttons").all():
            assert row.locator("input[type=radio]").count() >= 2


def test_one_mark_in_the_contents_says_where_you_were_last(visit):
    page = visit("l2.html", **LAPTOP)
    assert page.locator(".rk-last").count() == 0
    page.goto(page.url.replace("l2.html", "index.html"))
    marked = page.locator(".bd-links .rk-last")
    assert marked.count() == 1
    assert "l2.html" in marked.get_attribute("href")
    assert "you were here last" in marked.text_content()
