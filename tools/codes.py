"""Read the codes that a class hands in: who answered what, and how many chose each option.

python tools/codes.py WORD codes.txt [--csv answers.csv]

Each line of the file holds a name and a code, as the page shows them: ``Ada Lovelace, S61-...``.
The questions are those of the chapters in ``book``. A line that cannot be counted is named, with
the reason. The table for a spreadsheet has a row for each code that counts.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import hmac
import itertools
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BOOK = Path(__file__).resolve().parent.parent / "book"
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O and U, which are misread
MISREAD = str.maketrans("ILO", "110")
QUIZ, SEAL, CHECK = 3, 8, 2  # signs
STORED = re.compile(r'data-quiz>.*?<script type="application/json">(.*?)</script>', re.DOTALL)


def written(digest: bytes, length: int) -> str:
    """Return the beginning of a digest, five bits a sign."""
    bits = "".join(f"{byte:08b}" for byte in digest)
    return "".join(SIGNS[int(bits[5 * k : 5 * k + 5], 2)] for k in range(length))


def plain(text: str) -> str:
    """Return a name or a word, however it was typed: Ada  LOVELACE is ada lovelace."""
    text = unicodedata.normalize("NFKC", text).lower().replace('"', "")
    return " ".join(filter(None, re.split(r"[ \t]+", text)))


@dataclass(frozen=True, eq=False)
class Quiz:
    """The questions of one quiz, and its part of the codes made from it."""

    page: str
    name: str
    questions: tuple[dict[str, Any], ...]

    @property
    def asked(self) -> str:
        """Return the questions by what the page remembers them by."""
        return " ".join(question["key"] for question in self.questions)

    @property
    def sign(self) -> str:
        """Return the signs that a code begins with."""
        return written(hashlib.sha256(self.asked.encode()).digest(), QUIZ)

    @property
    def right(self) -> str:
        """Return the letters of the right options."""
        return "".join(
            chr(65 + question["options"].index(question["answer"])) for question in self.questions
        )

    def fits(self, letters: str) -> bool:
        """Return whether every question has such an option."""
        return len(letters) == len(self.questions) and all(
            0 <= ord(letter) - 65 < len(question["options"])
            for letter, question in zip(letters, self.questions, strict=True)
        )

    def seal(self, word: str, name: str, letters: str) -> str:
        """Return the signs that need the class word and the name."""
        said = "\n".join((self.asked, letters, plain(name))).encode()
        return written(hmac.digest(plain(word).encode(), said, "sha256"), SEAL)

    def score(self, letters: str) -> int:
        """Return how many answers are right."""
        return sum(map(str.__eq__, letters, self.right))


def check(signs: str) -> str:
    """Return the signs at the end, by which a code that was mistyped is told."""
    return written(hashlib.sha256(signs.encode()).digest(), CHECK)


def code(quiz: Quiz, word: str, name: str, letters: str) -> str:
    """Return the code that the page gives for these answers."""
    signs = quiz.sign + letters + quiz.seal(word, name, letters)
    end = (signs + check(signs))[QUIZ + len(letters) :]
    return f"{quiz.sign}-{letters}-{end[:5]}-{end[5:]}"


def quizzes(book: Path = BOOK) -> dict[str, Quiz]:
    """Return the quizzes of all chapters by the signs that their codes begin with."""
    found = {}
    for path in sorted(book.glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        shown = (out["data"] for cell in cells for out in cell.get("outputs", []) if "data" in out)
        pages = ("".join(data.get("text/html", "")) for data in shown)
        for data in (json.loads(text) for page in pages for text in STORED.findall(page)):
            name = f"{path.stem}, {data['score']}" if data["score"] else path.stem
            quiz = Quiz(path.stem, name, tuple(data["questions"]))
            found[quiz.sign] = quiz
    return found


@dataclass(frozen=True)
class Answers:
    """What one student answered to one quiz."""

    name: str
    quiz: Quiz
    letters: str


class RefusedError(ValueError):
    """Why a line does not count."""


def taken_apart(text: str, known: dict[str, Quiz]) -> tuple[Quiz, str, str]:
    """Return the quiz, the letters and the seal of a code."""
    signs = re.sub(r"[^A-Z0-9]", "", text.upper())
    start, letters, end = signs[:QUIZ], signs[QUIZ : -SEAL - CHECK], signs[-SEAL - CHECK :]
    start, end = start.translate(MISREAD), end.translate(MISREAD)
    if not letters or check(start + letters + end[:SEAL]) != end[SEAL:]:
        raise RefusedError(f"{text!r} is no code, or was mistyped.")
    quiz = known.get(start)
    if quiz is None or not quiz.fits(letters):
        raise RefusedError(
            f"the code {text!r} belongs to no quiz of this book: to another version's?"
        )
    return quiz, letters, end[:SEAL]


def rows(lines: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """Return the number, the name and the code of each line; empty ones and a head are left out."""
    for number, line in enumerate(lines, 1):
        text = line.replace('"', "").strip(" \t\r\n,;")
        head = number == 1 and text.lower().endswith("code")
        if text and not text.startswith("#") and not head:
            *name, last = re.split(r"[,;\t](?=[^,;\t]*$)", text)
            yield number, "".join(name).strip(), last.strip()


def read(
    lines: Iterable[str], word: str, known: dict[str, Quiz]
) -> tuple[list[Answers], list[str]]:
    """Return the answers that count, and a sentence for each line that does not."""
    given = list(rows(lines))
    counted: dict[tuple[str, str], tuple[int, Answers]] = {}
    refused = []
    for number, name, text in given:
        try:
            if not name:
                raise RefusedError(f"a line holds a name, a comma and a code. Got {text!r}.")
            quiz, letters, seal = taken_apart(text, known)
            if quiz.seal(word, name, letters) != seal:
                raise RefusedError(_made_for_whom(name, given, word, quiz, letters, seal))
            key = plain(name), quiz.sign
            if key in counted:
                first = counted[key][0]
                raise RefusedError(
                    f"{name!r} has a code for {quiz.name!r} already, in line {first}, which counts."
                )
        except RefusedError as reason:
            refused.append(f"Line {number}: {reason}")
        else:
            counted[key] = number, Answers(name, quiz, letters)
    return [answers for _, answers in counted.values()], refused


def _made_for_whom(
    own: str, given: list[tuple[int, str, str]], word: str, quiz: Quiz, letters: str, seal: str
) -> str:
    """Say why a code that is whole does not fit the name beside it."""
    for line, name, _ in given:
        if quiz.seal(word, name, letters) == seal:
            return f"the code beside {own!r} was made for {name!r}, who stands in line {line}."
    return (
        f"the code beside {own!r} was made with another class word than {word!r}, or for a name "
        "that is spelled otherwise."
    )


def report(answers: list[Answers], known: dict[str, Quiz]) -> Iterator[str]:
    """Return the lines of the table: how often each option was chosen, and the scores."""
    by_quiz = {quiz: [one for one in answers if one.quiz is quiz] for quiz in known.values()}
    handed_in = {quiz: some for quiz, some in by_quiz.items() if some}
    for quiz, some in handed_in.items():
        yield f"{quiz.name}. Codes: {len(some)}. Right on average: {_mean(some)}."
        yield f"  From: {'; '.join(sorted((one.name for one in some), key=plain))}."
        for number, question in enumerate(quiz.questions):
            chosen = Counter(one.letters[number] for one in some)
            yield f"  {number + 1}. {question['question']}"
            for k, option in enumerate(question["options"]):
                mark = "*" if option == question["answer"] else " "
                yield f"    {chosen[chr(65 + k)]:4}  {chr(65 + k)}{mark} {option}"
    for first, second in itertools.pairwise(handed_in):
        pair = [{plain(one.name): one for one in handed_in[quiz]} for quiz in (first, second)]
        both = pair[0].keys() & pair[1].keys()
        if first.page == second.page and both:
            means = [_mean([some[name] for name in both]) for some in pair]
            yield (
                f"In both: {len(both)}. Right on average: {means[0]} in {first.name!r}, "
                f"{means[1]} in {second.name!r}."
            )


def _mean(answers: list[Answers]) -> str:
    right = sum(one.quiz.score(one.letters) for one in answers) / len(answers)
    return f"{right:.1f} of {len(answers[0].letters)}"


def write_csv(to: Path, answers: list[Answers]) -> None:
    """Write a row for each code: who, which quiz, how many were right, and the letters chosen."""
    most = max((len(one.letters) for one in answers), default=0)
    with to.open("w", encoding="utf-8-sig", newline="") as file:  # as spreadsheets know it
        table = csv.writer(file)
        table.writerow(["name", "quiz", "right", "of", *range(1, most + 1)])
        for one in answers:
            # what a spreadsheet would compute is marked as a text
            name = f"'{one.name}" if one.name[0] in "=+-@" else one.name
            score = one.quiz.score(one.letters)
            table.writerow([name, one.quiz.name, score, len(one.letters), *one.letters])


def main(arguments: list[str]) -> int:
    """Read a file of codes; return 1 if a line does not count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("word", help="the word of the class, as it stood in the address")
    parser.add_argument("codes", type=Path, help="a file with a name and a code in each line")
    parser.add_argument("--csv", type=Path, help="where to write the table for a spreadsheet")
    given = parser.parse_args(arguments)
    try:
        lines = given.codes.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        parser.error(f"{given.codes} cannot be read as text in UTF-8: {error}")
    known = quizzes()
    if not known:
        parser.error(f"no chapter is in {BOOK}: run this in a copy of the whole book's source.")
    answers, refused = read(lines, given.word, known)
    print("\n".join(report(answers, known)) or "No line holds a code that counts.")
    for sentence in refused:
        print(sentence, file=sys.stderr)
    if given.csv:
        write_csv(given.csv, answers)
    return int(bool(refused) or not answers)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
