"""The built pages in a browser: they move, fetch nothing, and anybody can use them."""

from __future__ import annotations

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from conftest import PAGES, ROOT, settling
from regkit import datasets
from regkit.datasets import powers
from regkit.interactive import forecast

pytestmark = pytest.mark.browser
# what the build adds at the root
MADE = ["../search", "../genindex", "../py-modindex"]
WITH_SLIDERS = [
    path.stem
    for path in sorted((ROOT / "book").glob("*.ipynb"))
    if "data-frames" in path.read_text(encoding="utf-8")
]

# the source of a formula, where a reader would see it
TEX = r"""() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (texts.nextNode()) {
    const inside = texts.currentNode.parentElement.closest("pre, code, script, style, annotation");
    if (!inside && /\\[a-zA-Z([]|\$[^$]*[_^{][^$]*\$/.test(texts.currentNode.data))
      found.push(texts.currentNode.data.trim().slice(0, 80));
  }
  return found;
}"""


@pytest.fixture
def look(browser, address, site):
    """Open a page and watch everything it does."""
    contexts = []

    def open_page(name, *, disk=False, **settings):
        context = browser.new_context(**settings)
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(f"error: {error}"))
        page.on("requestfailed", lambda request: page.faults.append(f"failed: {request.url}"))

        def console(message):
            if message.type == "error":
                page.faults.append(f"console: {message.text}")

        def request(request):
            if not request.url.startswith((address, "file://", "data:", "blob:")):
                page.faults.append(f"off-site: {request.url}")

        page.on("console", console)
        page.on("request", request)
        base = site.as_uri() if disk else address
        with settling(page):
            page.goto(f"{base}/book/{name}.html", wait_until="load")
        return page

    yield open_page
    for context in contexts:
        context.close()


def unlock(slider):
    """Answer the question that stands before a slider."""
    form = slider.locator("form")
    if form.count():
        if form.locator("input[type=radio]").count():
            form.locator("input[type=radio]").first.check()
        form.get_by_role("button", name="Check my guess").click()
        assert slider.locator(".rk-says").inner_text().startswith("You guessed")
        slider.page.wait_for_function(STILL, arg=slider.element_handle())


# the answer moves the figure for a moment
STILL = """(root) => {
  const now = root.querySelector(".rk-now").textContent, before = root.dataset.seen;
  root.dataset.seen = now;
  return now !== "" && now === before;
}"""


@pytest.mark.parametrize("name", PAGES + MADE)
def test_it_opens_from_disk_without_a_fault_and_never_scrolls_sideways(look, name):
    page = look(name, disk=True, viewport={"width": 390, "height": 844})
    assert page.locator(".math:not(:has(.katex)), .katex-error").count() == 0
    assert page.evaluate(TEX) == []
    assert page.faults == []
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    for heading in page.locator("main :is(h1, h2, h3)").all():
        right = heading.evaluate(
            "e => { const r = document.createRange(); r.selectNodeContents(e);"
            " return r.getBoundingClientRect().right; }"
        )
        assert right <= 320, heading.inner_text()


# what moves a slider stands in its page, so from disk is the harder way; one is served as well
@pytest.mark.parametrize(
    ("name", "disk"), [*((name, True) for name in WITH_SLIDERS), ("need", False)]
)
def test_every_slider_moves_by_keyboard_and_pointer(look, name, disk):
    page = look(name, disk=disk, reduced_motion="reduce")
    sliders = page.locator(".rk-explore[data-frames], .rk-explore[data-typo]")
    assert sliders.count()
    for k in range(sliders.count()):
        slider = sliders.nth(k)
        unlock(slider)
        for axis in slider.locator(".rk-axes input[type=range]").all():
            last = int(axis.get_attribute("max"))
            different = min(3, last + 1)
            visited = [int(axis.input_value())]
            states = [axis.get_attribute("aria-valuetext")]
            frames = {slider.locator(".rk-stage").inner_html()}
            axis.focus()
            page.keyboard.press("ArrowLeft" if visited[0] == last else "ArrowRight")
            visited.append(int(axis.input_value()))
            states.append(axis.get_attribute("aria-valuetext"))
            frames.add(slider.locator(".rk-stage").inner_html())
            # the pointer goes to an end not seen yet; with two values that is back again
            box = axis.bounding_box()
            target = 0.97 if last not in visited or visited[1] == 0 else 0.03
            axis.click(position={"x": box["width"] * target, "y": box["height"] / 2})
            states.append(axis.get_attribute("aria-valuetext"))
            frames.add(slider.locator(".rk-stage").inner_html())
            assert states[0] != states[1] != states[2]
            assert len(set(states)) == different, states
            assert len(frames) >= different
            assert slider.locator(".rk-axes output").first.inner_text()
        for row in slider.locator(".rk-buttons").all():
            before = slider.locator(".rk-stage").inner_html()
            row.locator("label").filter(has_not=page.locator(":checked")).first.click()
            assert slider.locator(".rk-stage").inner_html() != before
            row.locator("input:checked").focus()
            page.keyboard.press("ArrowLeft")
            assert row.locator("input:checked").count() == 1
        assert slider.locator(".rk-now").inner_text()
        assert slider.locator(".rk-now").get_attribute("aria-live") == "polite"
    assert page.faults == []


# one text of every look: its colour and size, and what lies behind it
LOOKS = """() => {
  const seen = new Set(), texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (const old of document.querySelectorAll("[data-look]")) old.removeAttribute("data-look");
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !element.checkVisibility({ visibilityProperty: true }))
      continue;
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    const look = [color, fontSize, fontWeight, element.closest("svg, pre, a, button")?.tagName];
    for (let behind = element; behind; behind = behind.parentElement) {
      const { backgroundColor, backgroundImage, opacity, position } = getComputedStyle(behind);
      if (backgroundColor !== "rgba(0, 0, 0, 0)") look.push(backgroundColor);
      if (backgroundImage !== "none" || opacity !== "1" || position !== "static")
        look.push(backgroundImage, opacity, position);
    }
    if (!seen.has(look.join())) element.setAttribute("data-look", "");
    seen.add(look.join());
  }
}"""


@pytest.mark.parametrize("name", PAGES + MADE)
def test_axe_finds_nothing(look, name):
    page = look(name, color_scheme="light")
    for slider in page.locator(".rk-explore[data-frames], .rk-explore[data-typo]").all():
        unlock(slider)
    assert page.faults == []  # served, as others open it from disk

    def found(context, **rules):
        # to list what is in order takes as long as to look
        options = {"resultTypes": ["violations"], **rules}
        violations = Axe().run(page, context=context, options=options).response["violations"]
        return [(v["id"], [node["html"][:120] for node in v["nodes"]]) for v in violations]

    colours = ["color-contrast", "link-in-text-block"]
    assert found(None, rules={rule: {"enabled": False} for rule in colours}) == []
    # these are slow to judge, and the same for all texts that look alike; in the dark, only they
    # can differ
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(
            "(scheme) => document.documentElement.dataset.theme === scheme", arg=scheme
        )
        page.evaluate("document.getAnimations().forEach((fading) => fading.finish())")
        page.evaluate(LOOKS)
        assert found({"include": [["[data-look]"]]}, runOnly=colours) == []


@pytest.mark.parametrize("name", WITH_SLIDERS)
def test_without_javascript_and_in_print_the_posters_show(look, name):
    poster = ".rk-still > figure"
    still = look(name, java_script_enabled=False)
    assert still.locator(poster).first.is_visible()
    assert not still.locator("details.rk-answer > figure").first.is_visible()
    still.locator("details.rk-answer > summary").first.click()
    assert still.locator("details.rk-answer > figure").first.is_visible()
    page = look(name)
    assert not page.locator(poster).first.is_visible()
    page.emulate_media(media="print")
    assert page.locator(poster).first.is_visible()
    assert page.locator(".rk-question").first.is_visible()
    assert not page.locator(".rk-live").first.is_visible()


def test_the_ridge_in_the_page_is_regkits(look):
    page = look("need")
    loans, cash_flow = datasets.bank()
    at = np.linspace(0.2, 4.2, 9)
    cases = [(9, 0.0)] + [(d, lam) for d in (1, 3, 9, 10, 12) for lam in (1e-6, 1e-2, 1.0, 100.0)]
    for degree, lam in cases:
        in_page = page.evaluate(
            "([x, y, degree, lam, at]) => { const f = regkit.ridge(x, y, degree, lam, 2.25, 2.25);"
            " return [f.coef, f.intercept, at.map(f.predict)]; }",
            [loans.tolist(), cash_flow.tolist(), degree, lam, at.tolist()],
        )
        wanted = forecast(loans, cash_flow, degree, lam, at)
        np.testing.assert_allclose(in_page[2], wanted, rtol=1e-8, atol=1e-8)
        design = powers(loans, degree)
        gradient = design.T @ (design @ in_page[0] + in_page[1] - cash_flow) / len(loans)
        np.testing.assert_allclose(gradient + 2 * lam * np.array(in_page[0]), 0, atol=1e-8)


def test_a_report_can_be_dragged_and_put_back(look):
    page = look("need", viewport={"width": 900, "height": 1400})
    typo = page.locator(".rk-explore[data-typo]")
    dot = typo.locator(".rk-dot").nth(4)
    typo.scroll_into_view_if_needed()
    unlock(typo)
    typo.get_by_role("button", name="Put the reports back").click()
    before = typo.locator(".rk-now").inner_text()
    assert "moved by $0.00k" in before
    box = dot.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 30)
    page.mouse.up()
    dragged = typo.locator(".rk-now").inner_text()
    assert dragged != before
    dot.focus()
    page.keyboard.press("ArrowUp")
    assert typo.locator(".rk-now").inner_text() != dragged
    typo.get_by_role("button", name="Put the reports back").click()
    assert typo.locator(".rk-now").inner_text() == before


@pytest.mark.parametrize(("key", "arrow", "back"), [("PageUp", "▲", 20), ("PageDown", "▼", -20)])
def test_a_forecast_beyond_the_axes_points_to_where_it_is(look, key, arrow, back):
    page = look("need", viewport={"width": 900, "height": 1400})
    typo = page.locator(".rk-explore[data-typo]")
    unlock(typo)
    wild = typo.locator(".rk-numbers b").first
    mark = "g[clip-path] > path:nth-last-of-type(2)"
    assert "l12" not in typo.locator(f".rk-stage {mark}").get_attribute("d")
    typo.locator(".rk-dot").nth(4).focus()
    for _ in range(3):
        page.keyboard.press(key)
    assert wild.inner_text().startswith(arrow)
    assert f"l12 {back}" in typo.locator(f".rk-stage {mark}").get_attribute("d").replace("-", " -")
    assert page.faults == []


def test_the_typo_in_the_page_tells_what_the_chapter_tells(look):
    page = look("need")
    typo = page.locator(".rk-explore[data-typo]")
    unlock(typo)
    posters = typo.locator("figcaption").all_text_contents()
    assert posters[1].endswith(typo.locator(".rk-now").inner_text())


def test_reduced_motion_is_honoured(look):
    page = look("need", reduced_motion="reduce")
    durations = page.evaluate(
        "[...document.querySelectorAll('*')].map(e => getComputedStyle(e).transitionDuration)"
    )
    assert set(durations) <= {"0s"}


@pytest.mark.parametrize("disk", [False, True], ids=["served", "from disk"])
def test_the_search_finds_a_chapter(look, disk):
    page = look("../search", disk=disk)
    page.locator("article input[name=q], #search-results ~ input, input[name=q]").last.wait_for(
        state="attached"
    )
    page.goto(page.url.partition("?")[0] + "?q=proximal")
    page.locator("#search-results li a").first.wait_for()
    page.locator(".search-summary", has_text="found").wait_for()
    found = page.locator("#search-results li a").evaluate_all("all => all.map(a => a.href)")
    assert any("/book/l1.html" in href for href in found)
    assert page.faults == []


def test_the_search_knows_the_words_that_people_type(look):
    asked = {"regularisation": "glossary", "standardised": "glossary", "l1_l2": "frameworks"}
    page = look("../search", disk=True)
    start = page.url.partition("?")[0]
    for words, chapter in asked.items():
        page.goto(f"{start}?q={words}")
        page.locator(f"#search-results li a[href*='/{chapter}.html']").first.wait_for()


def test_a_definition_shows_on_hover_and_focus_until_escape(look):
    page = look("l1", viewport={"width": 1000, "height": 800})
    term = page.locator(".rk-term:visible").first
    link, tip = term.locator("> a"), term.locator(".rk-tip")
    assert not tip.is_visible()
    link.hover()
    assert tip.is_visible()
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    page.mouse.move(0, 0)
    link.focus()
    assert tip.is_visible()
    box = tip.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1000
    page.keyboard.press("Escape")
    assert not tip.is_visible()


def test_the_first_tap_shows_the_definition_and_the_second_leads_to_it(look):
    page = look("l1", viewport={"width": 390, "height": 800}, has_touch=True)
    terms = page.locator(".rk-term:visible")
    for k in range(terms.count()):
        link, tip = terms.nth(k).locator("> a"), terms.nth(k).locator(".rk-tip")
        page.touchscreen.tap(2, 400)  # beside everything, which shuts what was open
        link.tap()
        assert tip.is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        box = tip.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    link.tap()
    page.wait_for_url("**/glossary.html#term-*")


def test_a_short_name_stands_on_one_line_of_its_table(look):
    page = look("api/torch", viewport={"width": 390, "height": 844})
    names = page.locator(".rk-names td:first-child code")
    lines = names.evaluate_all(
        "all => all.map(name => [name.textContent, name.getClientRects().length])"
    )
    assert len(lines) == 3
    assert {count for _, count in lines} == {1}, lines
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_tap_is_known_by_where_it_began(look):
    """In Safari before 18.2 a click does not say what made it."""
    page = look("l1", viewport={"width": 390, "height": 800})
    stopped = page.locator(".rk-term:visible > a").first.evaluate("""(link) => {
      const click = (type, detail) => {
        link.dispatchEvent(new PointerEvent("pointerdown", { pointerType: type, bubbles: true }));
        const event = new MouseEvent("click", { detail, bubbles: true, cancelable: true });
        document.addEventListener("click", (e) => {
          stopped.push(e.defaultPrevented);
          e.preventDefault();
        }, { once: true });
        link.dispatchEvent(event);
        link.blur();
      }, stopped = [];
      click("touch", 1);
      click("touch", 0);  // by a key, after a finger
      click("mouse", 1);
      return stopped;
    }""")
    assert stopped == [True, False, False]


@pytest.mark.parametrize("name", ["l1", "frameworks", "claims"])
def test_the_keyboard_shows_where_it_is(look, name):
    page = look(name)
    page.keyboard.press("Tab")  # a key has been used, so focus is to be seen
    unseen = page.evaluate(
        """() => [...document.querySelectorAll("article :is(a, button, input, summary)")]
        .filter((e) => e.checkVisibility() && !e.disabled)
        .filter((e) => {
          const before = getComputedStyle(e), look = [before.outlineStyle, before.boxShadow];
          e.focus();
          const after = getComputedStyle(e);
          return document.activeElement === e && after.outlineStyle === "none" &&
            after.boxShadow === look[1];
        }).map((e) => e.outerHTML.slice(0, 100))"""
    )
    assert unseen == []
