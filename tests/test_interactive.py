"""Sliders and quizzes as pages: what they hold, ask and refuse."""

import importlib
import json
import re
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from matplotlib.figure import Figure

import regkit
from regkit.figures import describe, line, panel
from regkit.interactive import Axis, Choice, Estimate, explore, quiz, set_up
from regkit.interactive._frames import differences
from regkit.interactive._parts import program, stylesheet

HOSTILE = '</script><img src=x onerror="alert(1)">'


def draw(lam, kind="a"):
    figure, axes = panel(title=f"λ {lam}", xlabel="x", ylabel="y", xlim=(0, 3), ylim=(0, 9))
    axes.plot([0, 1, 2], [0, lam, 2 * lam], **line("l1"))
    if kind == "b":
        axes.plot([0, 3], [1, 1], **line("l2"))
    return describe(figure, f"Slope {lam}, kind {kind}.")


def data_of(page):
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', page)[1])


def test_the_one_function_at_the_top_is_that_of_its_module():
    assert regkit.explore is explore
    assert importlib.util.find_spec("regkit.interactive._slider")


def drawn_in(page):
    """The drawings that a stored interactive holds as images."""
    return list(map(unquote, re.findall(r'src="data:image/svg\+xml,([^"]+)"', page)))


def test_it_stores_its_controls_as_data_and_fetches_nothing():
    page = explore(draw, lam=Axis([1, 2, 3], "strength", "x"), kind=["a", "b"])._repr_html_()
    number, word = data_of(page)["axes"]
    assert (number["label"], number["texts"], number["words"]) == (
        "strength",
        ["1x", "2x", "3x"],
        False,
    )
    assert number["ends"] == ["1x", "3x"]
    assert (word["texts"], word["words"]) == (["a", "b"], True)
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert set(re.findall(r'src="(\w+):', page)) == {"data"}


def test_what_is_stored_survives_where_nothing_is_trusted():
    """No SVG, style or control stands loose in it: what a sanitizer leaves can be read."""
    page = explore(draw, lam=[1, 2, 3], predict=Choice("q", {"a": "so", "b": "no"}, "a"))
    html = page._repr_html_()
    for tag in ("<svg", "<style", "<form", "<input", "<button"):
        assert tag not in html
    assert html.count("<script") == 1  # the data
    assert len(drawn_in(html)) == 2  # the opening, and the answer behind it
    answer = html.index("<details")
    assert html.index("<img") < answer < html.index("<strong>a.</strong>")
    assert "To make it move in a notebook" in html


def test_the_program_and_the_style_are_shown_once_by_the_set_up():
    page = set_up()._repr_html_()
    assert page.count("<script>") == 1
    assert program() in page
    assert json.dumps(stylesheet()).replace("<", "\\u003c").strip('"') in page
    assert "stand still until it is trusted" in page


def test_it_repeats_byte_for_byte():
    pages = [explore(draw, lam=[1, 2], kind=["a", "b"])._repr_html_() for _ in range(2)]
    assert pages[0] == pages[1]


def test_the_differences_rebuild_every_frame():
    from regkit.figures._svg import elements, own_ids

    frames = [elements(draw(lam, kind)) for lam in (1, 2, 3) for kind in "ab"]
    for frame in frames:
        own_ids(frame, "same")
    wanted = [ElementTree.tostring(frame) for frame in frames]
    changes = differences(frames)
    for number, target in enumerate(wanted):
        page = ElementTree.fromstring(wanted[0])
        nodes = list(page.iter())
        for index, attribute, values, choice in changes:
            value = values[choice[number]]
            if attribute:
                nodes[index].attrib.pop(attribute, None)
                if value is not None:
                    nodes[index].set(attribute, value)
            else:
                inside = ElementTree.fromstring(f"<x>{value}</x>")
                nodes[index][:] = list(inside)
                nodes[index].text = inside.text
        rebuilt = ElementTree.canonicalize(ElementTree.tostring(page))
        assert rebuilt == ElementTree.canonicalize(target)


def test_the_sliders_start_at_the_first_poster_and_the_answer_is_the_last():
    page = explore(draw, lam=[1, 2, 3], poster=[{"lam": 3}, {"lam": 1}])._repr_html_()
    captions = re.findall("<figcaption>(.*?)</figcaption>", page)
    assert captions == ["lam = 3. Slope 3, kind a.", "lam = 1. Slope 1, kind a."]
    data = data_of(page)
    assert (data["start"], data["proof"]) == ([2], [0])
    assert data["says"][data["order"][0]] == "Slope 1, kind a."


def test_until_the_answer_only_what_is_known_is_drawn():
    page = explore(
        draw,
        lam=[1, 2],
        predict=Choice("q", {"a": "so", "b": "no"}, "a"),
        before=lambda: describe(draw(7), "Nothing is drawn yet."),
    )._repr_html_()
    opening, answer = drawn_in(page)
    assert "λ 7" in opening
    assert "λ 1" in answer
    assert "Nothing is drawn yet." in page.split("<details")[0]
    assert "Slope" not in page.split("<details")[0]


def test_a_guess_is_drawn_where_the_sketch_says():
    def sketch(guess):
        return {"low": (0, [(0, 0), (3, 9)]), "high": None}[guess]

    page = explore(
        draw, lam=[1, 2], predict=Choice("q", {"low": "", "high": ""}, "low"), sketch=sketch
    )._repr_html_()
    axes = draw(1).axes[0]
    corners = axes.transData.transform([(0, 0), (3, 9)])
    wanted = [[round(x, 1), round(400 - y, 1)] for x, y in corners]
    assert data_of(page)["ask"]["sketches"] == [[0, wanted], None]


def test_an_estimate_is_sketched_at_every_step_of_its_scale():
    question = Estimate("q", 0, 1, 0.25, 0.5, 0.1, "", "")
    page = explore(draw, lam=[1, 2], predict=question, sketch=lambda guess: (0, [(guess, 0)]))
    assert len(data_of(page._repr_html_())["ask"]["sketches"]) == 5


def test_a_sketch_in_no_panel_is_refused():
    shown = explore(
        draw,
        lam=[1, 2],
        predict=Choice("q", {"a": "", "b": ""}, "a"),
        sketch=lambda _: (1, [(0, 0)]),
    )
    with pytest.raises(ValueError, match=r"sketch must name one of 1 panels\. Got 1"):
        shown._repr_html_()


def test_labels_titles_and_guesses_are_text_never_markup():
    def hostile(lam):
        figure = draw(1)
        figure.axes[0].set_title(f"{HOSTILE} {lam}")
        return describe(figure, HOSTILE)

    page = explore(
        hostile,
        lam=Axis([HOSTILE, "b"], HOSTILE),
        predict=Choice(HOSTILE, {HOSTILE: HOSTILE, "b": HOSTILE}, "b"),
        reveal=HOSTILE,
    )._repr_html_()
    assert "<img src" not in page
    assert page.count("</script>") == 1  # the data's
    assert data_of(page)["ask"]["options"] == [HOSTILE, "b"]


def test_a_frame_without_words_is_described_by_its_setting():
    def silent(lam):
        return describe(draw(lam), "")

    assert data_of(explore(silent, lam=[1, 2])._repr_html_())["says"] == ["lam = 1", "lam = 2"]


def test_panels_stand_side_by_side():
    page = explore(lambda lam: (draw(lam), draw(2 * lam)), lam=[1, 2])._repr_html_()
    assert [svg.count("viewBox='0 0 640 400'") for svg in drawn_in(page)] == [1, 1]
    assert {change[0] for change in data_of(page)["changes"]} == {0, 1}


def test_live_is_silent_while_outputs_are_built(monkeypatch):
    monkeypatch.setenv("REGKIT_BUILDING", "1")
    assert explore(draw, lam=[1, 2]).live() is None


def test_live_draws_any_value_within_the_range(monkeypatch):
    monkeypatch.delenv("REGKIT_BUILDING")
    box = explore(draw, lam=Axis([0.5, 1.0, 4.0], "λ"), kind=["a", "b"]).live()
    number, word, picture = box.children
    number.value = 1.23
    assert "Slope 1.2" in picture.value
    word.value = "b"
    assert "kind b" in picture.value
    assert (number.min, number.max, number.description) == (0.5, 4.0, "λ")


def test_live_sliders_fit_their_values(monkeypatch):
    monkeypatch.delenv("REGKIT_BUILDING")
    kinds = [
        type(explore(draw, lam=values).live().children[0]).__name__
        for values in ([1, 2, 3], [0.1, 0.2], [1e-4, 1.0], ["a", "b"])
    ]
    assert kinds == ["IntSlider", "FloatSlider", "FloatLogSlider", "SelectionSlider"]


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"draw": 3, "lam": [1, 2]}, TypeError, "draw must be a function"),
        ({}, ValueError, "one or two axes. Got 0"),
        ({"a": [1, 2], "b": [1, 2], "c": [1, 2]}, ValueError, "one or two axes. Got 3"),
        ({"lam": [1]}, ValueError, "values must hold at least two. Got 1"),
        ({"lam": [1, 1]}, ValueError, "values must differ when written"),
        ({"lam": [1, 2], "poster": {"lam": 5}}, ValueError, "poster must give one of its values"),
        ({"lam": [1, 2], "poster": {"mu": 1}}, ValueError, "poster must give one of its values"),
        ({"lam": [1, 2], "reveal": "so"}, ValueError, "reveal belongs to a question"),
        ({"lam": [1, 2], "before": draw}, ValueError, "before belongs to a question"),
        ({"lam": [1, 2], "sketch": draw}, ValueError, "sketch belongs to a question"),
    ],
)
def test_bad_arguments_are_named(arguments, error, words):
    with pytest.raises(error, match=words):
        explore(**({"draw": draw} | arguments))


def test_what_is_drawn_must_be_a_figure():
    with pytest.raises(TypeError, match="draw must return a figure"):
        explore(lambda lam: "no figure", lam=[1, 2])._repr_html_()
    assert isinstance(draw(1), Figure)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Choice("q", {"a": ""}, "a"), "options must hold at least two. Got 1"),
        (lambda: Choice("q", {"a": "", "b": ""}, "c"), "answer must be one of .* Got 'c'"),
        (lambda: Estimate("q", 0, 1, 0.1, 2, 0.1, "", ""), r"answer must lie in \[0, 1\]. Got 2"),
        (lambda: Estimate("q", 0, 1, 0, 1, 0.1, "", ""), "step must be a number > 0. Got 0"),
        (lambda: quiz(), "quiz needs at least one question"),
    ],
)
def test_bad_questions_are_refused(make, words):
    with pytest.raises(ValueError, match=words):
        make()


def test_a_quiz_answers_each_option_and_prints_its_answers():
    page = quiz(Choice("Why?", {"a": "no, since", "b": "yes, since"}, "b"))._repr_html_()
    assert data_of(page)["questions"][0]["says"] == ["no, since", "yes, since"]
    assert "<summary>Answer</summary><p><strong>b.</strong> yes, since" in page
