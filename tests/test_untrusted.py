"""Hostile texts, and pages that would reach out: markup stays text, and nothing leaves the page."""

from __future__ import annotations

import importlib.util
import json
import re
from html.parser import HTMLParser

import pytest

from conftest import ROOT
from regkit import figures
from regkit.choosing import Comparison
from regkit.claims import ledger
from regkit.claims._claim import Outcome, Verdict
from regkit.claims._table import _row
from regkit.interactive import Axis, Choice, Estimate, explore, quiz, set_up

HOSTILE = (
    "<script>document.title = 'owned'</script>",
    '"><img src=x onerror="document.title = 1">',
    "' onmouseover='document.title = 1",
    "</script><img src=x onerror=alert(1)>",
    "</style><b>",
    "</title></svg><script>1</script>",
    "]]><script>1</script>",
    "<!-- <script>",
    "&lt;script&gt;1&lt;/script&gt;",
    "\u2028\u2029<i>",
    "${1}`\\u003cb\\u003e",
    "javascript:alert(1)",
)
hostile = pytest.mark.parametrize("text", HOSTILE)


class Page(HTMLParser):
    """Collects the elements, the attributes and the scripts of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.scripts = [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    handle_startendtag = handle_starttag

    def handle_data(self, data):
        if self.tags and self.tags[-1] == "script" and data.strip():
            self.scripts.append(data)


def assert_same_structure(page, harmless):
    """Whatever the text, the page has the elements, attributes and programs it had."""
    found, wanted = Page(page), Page(harmless)
    assert found.tags == wanted.tags
    assert found.attributes == wanted.attributes
    assert found.scripts[1:] == wanted.scripts[1:]  # the first holds the data


def slider(text):
    def draw(lam):
        figure, axes = figures.panel(title=text, xlabel=text, ylabel=text)
        axes.plot([0, 1], [0, 1], label=text)
        axes.legend()
        return figures.describe(figure, text)

    return explore(
        draw,
        lam=Axis([text, "other"], label=text, unit=text),
        predict=Choice(text, {text: text, "other": text}, text),
        reveal=text,
    )._repr_html_()


@hostile
def test_sliders_take_texts_for_texts(text):
    page = slider(text)
    assert_same_structure(page, slider("harmless"))
    data = re.search(r'<script type="application/json">(.*?)</script>', page, re.S)[1]
    guess = json.loads(data)["ask"]
    assert guess["options"] == [text, "other"]
    assert guess["says"] == [text, text]


@hostile
def test_questions_take_texts_for_texts(text):
    def estimate(words):
        return Estimate(words, 0, 1, 0.1, 0.5, 0.1, words, words, unit=words).printed(words)

    assert_same_structure(estimate(text), estimate("harmless"))

    def questions(words):
        return quiz(Choice(words, {words: words, "other": words}, words))._repr_html_()

    assert_same_structure(questions(text), questions("harmless"))


@hostile
def test_figures_take_texts_for_texts(text):
    def picture(words):
        figure, axes = figures.panel(title=words, xlabel=words, ylabel="y")
        axes.annotate(words, (0.5, 0.5))
        return figures.show(figure, alt=words)._repr_svg_()

    assert_same_structure(picture(text), picture("harmless"))


@hostile
def test_tables_take_texts_for_texts(text):
    import numpy as np

    def comparison(words):
        two = np.ones((2, 3))
        return Comparison((words, "other"), two, two, np.ones(2, int), np.ones(2), np.ones(2), 0.5)

    assert_same_structure(comparison(text)._repr_html_(), comparison("harmless")._repr_html_())
    name, evidence = "V1", ledger()["V1"].evidence

    def row(words):
        return _row(Outcome(name, evidence, Verdict("holds when", words, words)))

    assert_same_structure(row(text), row("harmless"))


def module():
    spec = importlib.util.spec_from_file_location("policy", ROOT / "book" / "theme" / "policy.py")
    policy = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(policy)
    return policy


def test_a_page_gets_one_policy_before_anything_runs():
    policy = module()
    page = '<html><head><meta charset="utf-8" /><script>1</script></head><body onload="f()">é'
    once = policy.with_policy(page)
    assert policy.with_policy(once) == once
    assert once.index("charset") < once.index("Content-Security-Policy") < once.index("<script>")
    assert once.count("'sha256-") == 3  # the script, the handler, and the print button's
    # the hash of the script "1"
    assert "'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='" in once


def test_every_page_forbids_what_is_not_its_own(site):
    policy = module()
    pages = [path for path in site.rglob("*.html") if "_static" not in path.parts]
    pages.remove(site / "index.html")  # only says where the first page is
    assert len(pages) > 10
    for path in pages:
        page = path.read_bytes().decode()
        assert page.count('http-equiv="Content-Security-Policy"') == 1, path.name
        assert policy.with_policy(page) == page, path.name
    assert not re.search(r"https?:|\*|unsafe-eval", policy.policy(""))


def test_the_next_page_may_be_fetched_ahead_and_nothing_unnamed_besides():
    """Firefox does, for `rel=next`, and reported on every page that it was not let."""
    allowed = dict(part.split(" ", 1) for part in module().policy("").split("; "))
    assert allowed["default-src"] == "'self' file:"
    for kind in ("child", "object", "media", "manifest"):
        assert allowed[f"{kind}-src"] == "'none'"


STOPPED = [
    *("connect-src", "font-src", "frame-src", "img-src"),
    *("script-src-attr", "script-src-elem", "style-src-elem"),
]
# the browser tells of each when it comes to it: a font, when text is first drawn with it
REACH_OUT = """async (stopped) => {
  const broken = [];
  document.addEventListener("securitypolicyviolation", (e) => broken.push(e.effectiveDirective));
  const add = (tag, attributes) => document.body.append(
    Object.assign(document.createElement(tag), attributes));
  const far = "https://example.org/x";
  add("img", { src: far });
  add("script", { src: far });
  add("iframe", { src: far });
  add("link", { rel: "stylesheet", href: far });
  add("script", { textContent: "document.title = 'owned'" });
  add("style", { textContent: `@font-face { font-family: far; src: url(${far}) }
    body { font-family: far; background: url(${far}) }` });
  document.body.insertAdjacentHTML("beforeend", "<img src='data:,' onerror='document.title=1'>");
  await fetch(far).catch(() => 0);
  navigator.sendBeacon && navigator.sendBeacon(far);
  const all = () => stopped.every((directive) => broken.includes(directive));
  for (let wait = 0; wait < 400 && !all(); wait++)
    await new Promise((done) => setTimeout(done, 50));
  return [[...new Set(broken)].sort(), document.title];
}"""


@pytest.mark.browser
@pytest.mark.parametrize("disk", [False, True], ids=["served", "from disk"])
def test_a_page_cannot_reach_out(browser, address, site, disk):
    context = browser.new_context()
    page = context.new_page()
    requests = []
    page.on("request", lambda request: requests.append(request))
    page.goto(f"{site.as_uri() if disk else address}/book/need.html", wait_until="load")
    title = page.title()
    broken, now = page.evaluate(REACH_OUT, STOPPED)
    assert now == title
    assert set(broken) >= set(STOPPED)
    far = [request for request in requests if "example.org" in request.url]
    assert {request.failure for request in far} == {"csp"}  # not asked, or not answered: stopped
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("disk", [False, True], ids=["served", "from disk"])
def test_the_search_finds_under_the_policy(browser, address, site, disk):
    context = browser.new_context()
    page = context.new_page()
    faults = []
    page.on("console", lambda m: faults.append(m.text) if "Security Policy" in m.text else None)
    page.goto(f"{site.as_uri() if disk else address}/search.html?q=lasso", wait_until="load")
    page.locator("#search-results li").first.wait_for()
    assert page.locator("#search-results li").count() > 3
    assert faults == []
    context.close()


@pytest.mark.browser
@hostile
def test_hostile_texts_do_nothing_in_a_browser(browser, text):
    """The same without any policy: what is escaped does not run, not even once answered."""
    page = browser.new_page()
    page.set_content(f"<title>quiet</title>{set_up()._repr_html_()}{slider(text)}")
    form = page.locator("form")
    form.locator("input").first.check()
    form.locator("button").click()
    assert page.locator(".rk-says").inner_text().startswith("You guessed")
    page.wait_for_timeout(50)
    assert page.title() == "quiet"
    assert (
        page.locator(
            "img:not([src^='data:image/svg']), script[src], .rk-says i, .rk-says b"
        ).count()
        == 0
    )
    page.close()
