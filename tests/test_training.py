"""The page on which a network trains: its steps are regkit's, and what it asks and says is so."""

from __future__ import annotations

import gzip
import json
import re

import numpy as np
import pytest
import training
from axe_playwright_python.sync_playwright import Axe
from training_problems import STEPS, in_javascript, problems, trained

from conftest import ROOT, alone
from regkit import L1, SGD, Network, datasets, train

pytestmark = pytest.mark.browser

PAGE = ROOT / "book" / "training.html"
TRAIN = """all => JSON.parse(all).map(({ data, network, w, orders, settings }) => {
  const start = Float64Array.from(w), deal = () => orders.shift();
  const run = Training.run(Training.network(network), data, start, deal, settings);
  while (run.t < STEPS) run.step();
  return { w: [...run.w], ...run.measure() };
})""".replace("STEPS", str(STEPS))


@pytest.fixture(scope="module")
def lab(browser):
    """The page alone, without the book around it."""
    with alone(browser, training.fragment(PAGE)) as page:
        for name in training.SCRIPTS:
            page.add_script_tag(content=(training.STATIC / f"{name}.js").read_text("utf-8"))
        page.evaluate(
            "() => { globalThis.stored = JSON.parse(document.querySelector('[type$=json]').text); }"
        )
        yield page


# --- the engine ---


def test_its_steps_are_those_of_regkit(lab):
    given = list(problems())
    found = lab.evaluate(TRAIN, json.dumps([in_javascript(one) for one in given]))
    for one, there in zip(given, found, strict=True):
        weights, loss, penalty, zeros = trained(one)
        np.testing.assert_allclose(there["w"], weights, rtol=0, atol=1e-10)
        assert there["loss"] == pytest.approx(loss, abs=1e-10)
        assert there["penalty"] == pytest.approx(penalty, abs=1e-10)
        assert there["zeros"] == zeros


def test_the_penalty_may_change_while_it_trains(lab):
    """As two trainings of regkit, one after the other, where no momentum goes from one to both."""
    rng = np.random.default_rng(3)
    X = rng.uniform(-1, 1, (20, 2))
    y = (X[:, 0] > X[:, 1]).astype(int)
    network = Network((2, 6, 2), "tanh")
    start = network.parameters.tolist()
    how = {"optimizer": SGD(0.1), "epochs": 40, "batch_size": None, "record": False}
    train(network, X, y, L1(0.01), method="subgradient", **how)
    assert not network.sparsity
    train(network, X, y, L1(0.05), method="proximal", **how)
    found = lab.evaluate(
        """([X, y, w]) => {
          const sizes = [2, 6, 2];
          const network = Training.network({ sizes, activation: "tanh", classes: true });
          const settings = { optimizer: "sgd", lr: 0.1, batch: 0 };
          Object.assign(settings, { how: "loss", lam1: 0.01, lam2: 0 });
          const all = [...y.keys()];
          const run = Training.run(network, { X, y }, Float64Array.from(w), () => all, settings);
          for (let k = 0; k < 80; k++) {
            if (k === 40) Object.assign(settings, { how: "prox", lam1: 0.05 });
            run.step();
          }
          return { w: [...run.w], zeros: run.measure().zeros };
        }""",
        [X.tolist(), y.tolist(), start],
    )
    np.testing.assert_allclose(found["w"], network.parameters, rtol=0, atol=1e-10)
    assert found["zeros"] == sum(int(np.sum(w == 0)) for w in network.weights) > 0


def test_a_seed_deals_the_same_and_another_something_else(lab):
    deal = """([units, seed]) => {
      const settings = { ...Training.usual, data: "ring", units, batch: 10, seed };
      const run = Training.begin(settings, stored);
      const first = [...run.w];
      for (let k = 0; k < 25; k++) run.step();
      return [first, [...run.w]];
    }"""
    one, again, other = (lab.evaluate(deal, [50, seed]) for seed in (7, 7, 8))
    assert one == again
    assert one[0] != other[0]
    inputs, outputs = np.array(one[0][:100]), np.array(one[0][150:250])
    assert abs(inputs.std() - 1) < 0.2 > abs(outputs.std() - np.sqrt(2 / 50))  # 2 / fan-in
    assert one[0][100:150] == [0] * 50
    mine, _ = lab.evaluate(deal, [50, 0])  # regkit's own
    assert mine == pytest.approx(Network((2, 50, 2), seed=0).parameters.tolist(), abs=1e-15)


def test_the_data_are_those_of_the_book():
    stored = training.data()
    loans, cash_flow = datasets.bank()
    assert stored["bank"]["loans"] == loans.tolist()
    assert stored["bank"]["cash"] == cash_flow.tolist()
    for name, side in training.PATTERNS.items():
        for part, n in (("own", 100), ("held", 300)):
            points = np.array(stored["patterns"][name][part]["points"]) / 100
            classes = np.array(stored["patterns"][name][part]["side"], bool)
            assert points.shape == (n, 2)
            assert 0.05 < np.mean(side(*points.T) != classes) < 0.2


# --- what is asked ---

PLAY = """seeds => Training.experiments.map((experiment) => seeds.map((seed) => {
  const plan = Training.planOf(experiment), settings = { ...plan.settings, seed }, found = [];
  const run = Training.begin(settings, stored), changes = [...plan.then];
  const note = () => {
    const { from, to, at } = run.network.layers[0];
    const wires = (j) => run.w.subarray(at + j * to, at + j * to + to).filter((v) => v).length;
    const left = Array.from({ length: from }, (_, j) => wires(j));
    const squares = run.w.reduce((sum, v, i) => sum + (run.network.isWeight[i] ? v * v : 0), 0);
    found.push({ ...run.measure(), left, squares });
  };
  while (run.t < plan.steps) {
    if (changes[0]?.t === run.t) {
      note();
      const { key, value } = changes.shift();
      settings[key] = value;
      Object.assign(run.settings, Training.forSteps(settings));
    }
    run.step();
  }
  note();
  return found;
}))"""


def test_what_the_experiments_tell_is_so_whatever_the_seed(lab):
    calm, prox, idle, gone, decay = lab.evaluate(PLAY, [0, 1])
    for before, after in calm:
        assert after["squares"] < before["squares"] / 10
        assert after["loss"] > 10 * before["loss"]
        assert after["heldError"] < 0.7 * before["heldError"]
    for before, after in prox:
        assert before["zeros"] == 0
        assert 16 <= after["zeros"] <= 32  # of 48
        assert abs(after["loss"] - before["loss"]) < 0.01
    for before, after in idle:
        assert before["left"] == [8, 8]
        assert 1 <= after["left"][0] <= 2
        assert after["left"][1] == 0
    for before, _, after in gone:
        assert before["zeros"] < 24
        assert after["zeros"] >= 40  # of 48
        assert after["error"] > before["error"] + 0.03
    for before, after in decay:
        assert after["squares"] > 2 * before["squares"]


def test_no_place_is_right_more_often_than_another(lab):
    asked = lab.evaluate(
        "Training.experiments.map(({ answer, options }) => [answer, options.length])"
    )
    assert {length for _, length in asked} == {3}
    places = [answer for answer, _ in asked]
    assert len(asked) == 5
    assert max(places.count(k) for k in range(3)) == 2


# --- the page ---


def test_the_page_names_the_states_that_it_understands(lab):
    known = lab.locator(".rk-training").get_attribute("data-state").split()
    assert known == ["experiment", *lab.evaluate("Object.keys(Training.usual)"), "then", "steps"]


def rested(page):
    page.wait_for_function("() => !document.querySelector('[aria-busy]')")


def steps(page):
    return int(page.locator("[data-part=steps]").inner_text().replace(",", ""))


def trained_to(page, t):
    page.wait_for_function(
        """t => {
          const { textContent } = document.querySelector("[data-part=steps]");
          return Number(textContent.replace(",", "")) >= t;
        }""",
        arg=t,
    )


STANDS = """() => {
  const before = globalThis.seen;
  globalThis.seen = document.querySelector("[data-part=steps]").textContent;
  return before === globalThis.seen;
}"""


def curve(page):
    """The curve as it is drawn: loans, and cash flow at each."""
    drawn = page.locator("[data-part=picture] .curve").get_attribute("d")
    x, y = np.array(re.findall(r"[ML]([\d.]+) ([\d.]+)", drawn), float).T
    return (x - 46) / (360 - 58) * 4.5, (256 - y) / (256 - 28) * 7


def test_an_address_gives_the_curve_of_the_chapter(from_disk):
    page = from_disk("training.html#data=bank&lam=0.003&steps=4000", reduced_motion="reduce")
    rested(page)
    assert steps(page) == 4000
    loans, cash = curve(page)
    told = training.calmed(0.003).predict(training.scaled(loans)[:, None])
    assert abs(cash - told).max() < 0.005  # what a drawing rounds
    assert page.locator(".rk-training form").count() == 0
    # everything under "More" is as the address says, and a change is kept with its step
    page.locator("summary", has_text="More").click()
    assert page.locator("[data-key=units]").input_value() == "200"
    page.locator("[data-key=penalty]").select_option("l1")
    page.locator("[data-key=how]").select_option("prox")
    page.get_by_role("button", name="One step").click()
    page.get_by_role("button", name="One step").click()
    trained_to(page, 4002)
    page.wait_for_function("() => location.hash.endsWith('steps=4002')")
    hash_ = page.evaluate("location.hash")
    assert hash_ == "#data=bank&then=4000.penalty.l1_4000.how.prox&steps=4002"
    assert page.get_by_label("The whole experiment").input_value().endswith(hash_)
    now, path = page.locator(".readouts").inner_text(), curve(page)
    page.reload()
    rested(page)
    assert page.locator(".readouts").inner_text() == now
    np.testing.assert_array_equal(curve(page), path)
    # what cannot be understood is left out
    page.evaluate(
        "location.hash = 'data=ring&units=7&lr=x&then=3.units.2_x_2.lam.9&steps=-4&seed=3'"
    )
    page.wait_for_function(
        "() => document.querySelectorAll('[data-part=picture] circle').length > 50"
    )
    rested(page)
    assert steps(page) == 0
    assert page.locator("[data-key=seed]").input_value() == "3"
    assert page.locator("[data-key=units]").input_value() == "200"
    # an explosion is told of, and ends
    page.evaluate("location.hash = 'data=bank&activation=tanh&lr=0.2&steps=500'")
    page.get_by_text("It has exploded").wait_for()
    assert steps(page) < 500
    assert page.faults == []


def test_an_experiment_by_keyboard_on_a_narrow_dark_screen(from_disk):
    page = from_disk("training.html", 320, 640, color_scheme="dark")
    rested(page)
    page.get_by_role("button", name="Loss or prox").focus()
    page.keyboard.press("Enter")
    rested(page)
    assert not page.get_by_role("button", name="Train").is_visible()  # it asks before it moves
    assert page.locator("[data-part=zeros]").inner_text() == "0 of 48"
    page.get_by_role("radio", name="Still none").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    says = page.locator(".says")
    assert "You guessed: About half: twenty or thirty. \u2713 Right." in says.inner_text()
    assert says.evaluate("e => e === document.activeElement")
    trained_to(page, 1510)
    page.get_by_text("Before → after").wait_for()
    missing = int(page.locator("[data-part=zeros]").inner_text().split()[0])
    assert 16 <= missing <= 32
    spoken = page.locator(".spoken")
    page.wait_for_function("() => document.querySelector('.spoken').textContent.includes('1510')")
    assert f"{missing} of 48 wires are missing" in spoken.inner_text()
    # one control; it trains on when it is turned
    assert page.get_by_role("radio", name="by prox").is_checked()
    page.get_by_role("radio", name="by prox").focus()
    page.keyboard.press("ArrowLeft")
    trained_to(page, 1520)
    assert page.locator("[data-part=zeros]").inner_text() == "0 of 48"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator("summary", has_text="More").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response
    assert [(v["id"], v["nodes"][0]["html"][:120]) for v in found["violations"]] == []
    # training goes on until it is paused, or out of sight
    train_button = page.locator("[data-part=train]")
    train_button.click()
    trained_to(page, 1600)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_function(STANDS, polling=300)
    before = steps(page)
    page.locator("[data-part=picture]").scroll_into_view_if_needed()
    trained_to(page, before + 50)
    train_button.click()
    assert train_button.inner_text() == "Train"
    page.get_by_role("button", name="Begin anew").click()
    assert steps(page) == 0
    # what was guessed is remembered, beside what the chapters keep
    page.evaluate("location.hash = 'experiment=prox'")
    page.reload()
    page.get_by_text("You guessed: About half").wait_for()
    page.emulate_media(media="print")
    assert page.locator(".rk-training .still .rk-panels").is_visible()
    assert not page.locator(".rk-training .live").is_visible()
    assert page.faults == []


def test_without_scripts_there_are_a_sentence_and_a_picture(from_disk):
    page = from_disk("training.html", java_script_enabled=False)
    assert page.get_by_text("With JavaScript, a small network trains here").is_visible()
    assert page.locator(".rk-training .still .rk-panels").is_visible()
    assert not page.locator(".rk-training .live").is_visible()


# --- in the book ---


def test_the_scripts_can_be_read_and_weigh_little():
    own = [name for name in training.SCRIPTS if name.startswith("training/")]
    files = {path.stem for path in (training.STATIC / "training").glob("*.js")}
    assert files == {name.split("/")[1] for name in own}
    texts = [(training.STATIC / f"{name}.js").read_text("utf-8") for name in training.SCRIPTS]
    for text in texts:
        assert len(text.splitlines()) < 300
        assert not re.search(r"innerHTML|insertAdjacent|eval\(|Function\(|document\.write", text)
    texts.append(training.fragment(PAGE))
    assert sum(len(gzip.compress(text.encode(), 9)) for text in texts) < 120_000
