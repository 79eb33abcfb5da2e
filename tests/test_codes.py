"""Codes for a class: page and tool write the same, and a line that does not count says why."""

from __future__ import annotations

import csv
import json
import random
import re

import codes
import pytest
from axe_playwright_python.sync_playwright import Axe
from py_mini_racer import MiniRacer

from conftest import ROOT

SCRIPTS = ROOT / "book" / "theme" / "static" / "codes"
QUIZ = codes.Quiz(
    "page",
    "page, Before",
    tuple(
        {"question": f"{key}?", "key": key, "options": ["no", "yes", "so"], "answer": "yes"}
        for key in ("0a1b2c3d4e5f", "a9b8c7d6e5f4", "000000000000")
    ),
)
TWIN = codes.Quiz("page", "page, After", QUIZ.questions[:2])
KNOWN = {quiz.sign: quiz for quiz in (QUIZ, TWIN)}
# the word of the class, the name, the answers, and the code: what students hold in their hands
GOLDEN = [
    ("oak", "Ada Lovelace", "BBB", "T6A-BBB-Z52CS-X8KSW"),
    ("  OAK ", "ada  lovelace", "BBB", "T6A-BBB-Z52CS-X8KSW"),
    ("oak", "Ada Lovelace", "BBA", "T6A-BBA-KN2N1-R73NH"),
    ("elm", "Ada Lovelace", "BBB", "T6A-BBB-703J1-AKS9D"),
    ("größe", "Zoë Müller", "ACB", "T6A-ACB-XYSP5-0WF6C"),
    ("GRÖẞE", "Zoe\u0308 Mu\u0308ller", "ACB", "T6A-ACB-XYSP5-0WF6C"),
    ("λ", 'ΣΊΣΥΦΟΣ, "the" İ 10234\u00a0', "CCC", "T6A-CCC-6XKJH-QW8PH"),
    ("🌳", "山田 太郎", "AAA", "T6A-AAA-7RP37-S3C6N"),
]


@pytest.fixture(scope="module")
def in_page():
    """The code that the script of the pages makes."""
    keys = QUIZ.asked.split()
    with MiniRacer() as engine:
        for name in ("js-sha256/sha256.min.js", "code.js"):
            engine.eval((SCRIPTS / name).read_text(encoding="utf-8"))
        engine.eval("const made = (all) => JSON.stringify(all.map((one) => quizCode(...one)));")

        def made(cases):
            given = [(word, name, keys, [ord(x) - 65 for x in said]) for word, name, said in cases]
            return json.loads(engine.eval(f"made({json.dumps(given)})"))

        yield made


def test_codes_are_as_they_were(in_page):
    cases = [golden[:3] for golden in GOLDEN]
    wanted = [golden[3] for golden in GOLDEN]
    assert [codes.code(QUIZ, *case) for case in cases] == wanted
    assert in_page(cases) == wanted


def test_page_and_tool_write_the_same_code_whatever_is_typed(in_page):
    draw = random.Random(0)
    signs = 'aZ09 ,"\t\u00a0\u3000éẞßſıİΣςﬁ①Ａ\u0301\u0345\u200b\ufeffżЖ字😀\x85\x1c\u2028'
    cases = [
        (*("".join(draw.choices(signs, k=draw.randrange(9))) for _ in range(2)), "ABC")
        for _ in range(300)
    ]
    cases += [("w", chr(k) + "a" + chr(k), "ABC") for k in range(0x20, 0x3000, 5)]
    assert in_page(cases) == [codes.code(QUIZ, *case) for case in cases]


ADA = "Ada Lovelace, T6A-BBB-Z52CS-X8KSW"


@pytest.mark.parametrize(
    "line",
    [
        ADA,
        '"Ada Lovelace","T6A-BBB-Z52CS-X8KSW"',  # as a spreadsheet stores it
        "ADA  lovelace;t6a bbb z52cs x8ksw;",
        "Ada Lovelace\tT6ABBBZ52CSX8KSW",
    ],
)
def test_a_code_is_read_however_it_was_written_down(line):
    (answers,), refused = codes.read(["name, code", "", "# Monday", line], "Oak", KNOWN)
    assert (answers.letters, answers.quiz, refused) == ("BBB", QUIZ, [])
    assert answers.name.lower().split() == ["ada", "lovelace"]


OTHER = codes.code(codes.Quiz("", "", QUIZ.questions[1:]), "oak", "Bob", "BB")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Ada Lovelace", "a line holds a name, a comma and a code. Got 'Ada Lovelace'."),
        ("Bob, T6A-BBB-Z52CS-X8KSX", "'T6A-BBB-Z52CS-X8KSX' is no code, or was mistyped."),
        ("Bob, T6A-BBA-Z52CS-X8KSW", "'T6A-BBA-Z52CS-X8KSW' is no code, or was mistyped."),
        ("Bob, T6A", "'T6A' is no code, or was mistyped."),
        (f"Bob, {OTHER}", f"the code {OTHER!r} belongs to no quiz of this book: to another"),
        ("Bob, T6A-BBB-Z52CS-X8KSW", "the code beside 'Bob' was made for 'Ada Lovelace', who"),
        ("Bob, T6A-BBB-703J1-AKS9D", "the code beside 'Bob' was made with another class word than"),
        ("ada lovelace, T6A-BBB-Z52CS-X8KSW", "'ada lovelace' has a code for 'page, Before' alr"),
        (f"ada lovelace, {codes.code(QUIZ, 'oak', 'Ada Lovelace', 'CCC')}", "'ada lovelace' has a"),
    ],
)
def test_a_line_that_does_not_count_says_why(line, reason):
    answers, (refused,) = codes.read([ADA, line], "oak", KNOWN)
    assert [(one.name, one.letters) for one in answers] == [("Ada Lovelace", "BBB")]
    assert refused.startswith(f"Line 2: {reason}")


def test_any_sign_that_is_mistyped_is_noticed():
    code = "T6A-BBB-Z52CS-X8KSW"
    for k, sign in enumerate(code):
        for other in set(codes.SIGNS) - {sign}:
            answers, refused = codes.read(
                [f"Ada Lovelace, {code[:k]}{other}{code[k + 1 :]}"], "oak", KNOWN
            )
            assert len(refused) == 1
            assert answers == []


def handed_in(*given):
    lines = [f"{name}, {codes.code(quiz, 'oak', name, letters)}" for name, quiz, letters in given]
    answers, refused = codes.read(lines, "oak", KNOWN)
    assert refused == []
    return answers


def test_the_table_counts_options_and_compares_before_and_after():
    answers = handed_in(
        ("Ada", QUIZ, "BBC"),
        ("Bob", QUIZ, "ABC"),
        ("Cleo", QUIZ, "BBB"),
        ("bob", TWIN, "BB"),
        ("Ada", TWIN, "BA"),
    )
    lines = list(codes.report(answers, KNOWN))
    assert lines[:6] == [
        "page, Before. Codes: 3. Right on average: 2.0 of 3.",
        "  From: Ada; Bob; Cleo.",
        "  1. 0a1b2c3d4e5f?",
        "       1  A  no",
        "       2  B* yes",
        "       0  C  so",
    ]
    assert lines[-1] == (
        "In both: 2. Right on average: 1.5 of 3 in 'page, Before', 1.5 of 2 in 'page, After'."
    )


def test_a_spreadsheet_gets_a_row_for_each_code_and_computes_nothing(tmp_path):
    answers = handed_in(("=1+1", QUIZ, "BBC"), ("Müller, Zoë", TWIN, "BB"))
    codes.write_csv(tmp_path / "answers.csv", answers)
    with (tmp_path / "answers.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["name", "quiz", "right", "of", "1", "2", "3"],
            ["'=1+1", "page, Before", "2", "3", "B", "B", "C"],
            ["Müller, Zoë", "page, After", "2", "2", "B", "B"],
        ]


def test_the_program_prints_a_table_and_names_each_line(tmp_path, capsys):
    known = codes.quizzes()
    names = [quiz.name for quiz in known.values()]
    assert len(set(names)) == len(names)
    assert {"student, Before", "student, After", "l1"} <= set(names)
    student = next(quiz for quiz in known.values() if quiz.name == "student, Before")
    lines = [f"Ada, {codes.code(student, 'oak', 'Ada', student.right)}", "Bob, nothing"]
    given, to = tmp_path / "codes.txt", tmp_path / "answers.csv"
    given.write_text("\n".join(lines), encoding="utf-8-sig")  # as Windows may write it
    assert codes.main(["OAK", str(given), "--csv", str(to)]) == 1
    printed = capsys.readouterr()
    assert printed.out.startswith(
        "student, Before. Codes: 1. Right on average: 6.0 of 6.\n  From: Ada.\n"
    )
    assert printed.err == "Line 2: 'nothing' is no code, or was mistyped.\n"
    assert to.read_text(encoding="utf-8-sig").splitlines()[1].startswith("Ada,")
    given.write_bytes(b"\xff")
    with pytest.raises(SystemExit):
        codes.main(["oak", str(given)])
    assert f"{given} cannot be read as text in UTF-8" in capsys.readouterr().err


def test_without_the_book_no_student_is_blamed(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(codes, "quizzes", dict)
    (tmp_path / "codes.txt").write_text("Ada, T6A-BBB-Z52CS-X8KSW")
    with pytest.raises(SystemExit):
        codes.main(["oak", str(tmp_path / "codes.txt")])
    assert "no chapter is in" in capsys.readouterr().err


def test_the_scripts_can_be_read():
    for name in ("code", "page"):
        text = (SCRIPTS / f"{name}.js").read_text(encoding="utf-8")
        assert len(text.splitlines()) < 300
        # a name or a word never becomes a program or a page
        assert not re.search(r"innerHTML|insertAdjacent|eval|Function\(|document\.write", text)


@pytest.mark.browser
def test_a_class_gets_codes_that_the_tool_reads(from_disk):
    page = from_disk("student.html?class=Oak#before", width=320)
    before, after = page.locator(".rk-class").all()
    assert before.inner_text().startswith("Your code for “Before” appears here when all")
    for form in page.locator(".rk-explore[data-quiz]").first.locator("form").all():
        for option in (2, 1):  # the first try counts
            form.locator("input").nth(option).check()
            form.get_by_role("button", name="Check").click()
    assert "6 to go" in after.inner_text()
    name = before.get_by_label("Your name or number")
    name.fill("  <b>Zoë</b>  Müller ")
    name.press("Enter")
    text = before.get_by_role("textbox", name="Your code for “Before”")
    line = text.input_value()
    (answers,), refused = codes.read([line], "oak", codes.quizzes())
    assert (answers.name, answers.letters, answers.quiz.name, refused) == (
        "<b>Zoë</b> Müller",
        "CCCCCC",
        "student, Before",
        [],
    )
    assert text.evaluate("e => e === document.activeElement && getSelection().toString()") == line
    before.get_by_role("button", name="Copy").click()
    before.get_by_text("Copied.").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    found = Axe().run(page, context=".rk-class").response["violations"]
    assert [one["id"] for one in found] == []
    name.fill("Bob")  # whose code it is not
    assert text.count() == 0
    # the class is remembered on other pages, until it is left; a page may ask for its word
    page.goto(page.url.replace("student.html?class=Oak#before", "l1.html?class="))
    page.get_by_role("button", name="Leave the class “Oak”").click()
    page.get_by_text("You have left the class “Oak”.").wait_for()
    assert not page.get_by_text("For your class").count()
    page.reload()  # for good
    assert page.locator(".rk-class").count() == 0
    page.goto(page.url + "?class=")
    page.get_by_role("link", name="To the quiz").click()
    page.get_by_label("The word of your class").fill("elm")
    page.get_by_role("button", name="Join").click()
    page.get_by_role("button", name="Leave the class “elm”").click()
    page.goto(page.url.split("?")[0].split("#")[0])
    assert page.locator(".rk-explore.rk-on[data-quiz]").count() == 1
    assert page.locator(".rk-class").count() == 0
    assert page.faults == []
