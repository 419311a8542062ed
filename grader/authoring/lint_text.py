"""Check the words of a lesson: both languages say the same, facts have a source, and it is not too long."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from grader.authoring import rules
from grader.authoring.lint_code import misconceptions_named
from grader.findings import Finding
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.authoring.lesson import Cell, Lesson
    from grader.authoring.registers import Registers

MAX_CHARACTERS = 6000
MARK = "〔"
"""Opens what `kakehashi new` leaves to be written."""
_FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)|<(https?://[^>\s]+)>")
_FACT = re.compile(r"\{fact\}`([^`]+)`")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]")
_MONTHS = {
    name: str(n)
    for n, name in enumerate(
        (
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ),
        start=1,
    )
}
# "May" and "March" begin sentences too; they are months beside a number or after a preposition.
_SURE = "|".join(name for name in _MONTHS if name not in {"March", "May"})
_MONTH = re.compile(
    rf"\b({_SURE})\b|\b(March|May)\b(?=\s+\d)"
    r"|(?<=\d\s)(March|May)\b|(?<=\b(?:in|of|by|to)\s)(March|May)\b|(?<=\b(?:from|till)\s)(March|May)\b"
    r"|(?<=\b(?:since|until)\s)(March|May)\b"
)
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_DIGITS = r"\d[\d,]*(?:\.\d+)?"
# 1億2,000万5, of which any part may be missing
_MYRIADS = re.compile(rf"(?=\d)(?:({_DIGITS})億)?(?:({_DIGITS})万)?({_DIGITS})?")
_SCALED = re.compile(rf"({_DIGITS})\s*({'|'.join(_SCALES)})")
_ERAS = {"平成": 1988, "令和": 2018}
_ERA = re.compile(r"(平成|令和)\s*(\d+|元)年")


def text_findings(lesson: Lesson, registers: Registers) -> Iterator[Finding]:
    """Check the words of a lesson.

    Parameters
    ----------
    lesson : Lesson
        The lesson.
    registers : Registers
        For its facts.

    Yields
    ------
    Finding
        Rules L002, L003, L012, L013 and L025.
    """
    texts = [c for c in lesson.cells if c.kind == "text"]
    yield from _pair_findings(lesson, texts)
    read = [c for c in texts if c.lang == "ja" and c.role != "teach"]
    count = sum(japanese_characters(c.source) for c in read)
    if count > MAX_CHARACTERS:
        yield Finding(
            rules.L012,
            lesson.path,
            lesson.front.line("lesson"),
            Text(
                f"日本語が {count} 字あります（上限 {MAX_CHARACTERS}）。",
                f"There are {count} Japanese characters (at most {MAX_CHARACTERS}).",
            ),
        )
    yield from _fact_findings(lesson, texts, registers)
    yield from _mark_findings(lesson)
    yield from _marked_ideas(lesson, registers)


def japanese_characters(text: str) -> int:
    """Count the Japanese characters of a text.

    Parameters
    ----------
    text : str
        Markdown.

    Returns
    -------
    int
        Kana and kanji; punctuation, digits and Latin letters do not count.
    """
    return len(_JAPANESE.findall(text))


def _pair_findings(lesson: Lesson, texts: list[Cell]) -> Iterator[Finding]:
    position = 0
    while position < len(texts):
        one = texts[position]
        other = texts[position + 1] if position + 1 < len(texts) else None
        if one.lang != "ja" or other is None or other.lang != "en" or not _same_place(one, other):
            yield Finding(
                rules.L002,
                lesson.path,
                one.line,
                Text("日英が対になっていません。", "Japanese and English do not stand in a pair."),
            )
            position += 1
            continue
        yield from _same_content(lesson, one, other)
        position += 2


def _same_place(one: Cell, other: Cell) -> bool:
    return (one.role, one.part, one.exercise) == (other.role, other.part, other.exercise)


def _same_content(lesson: Lesson, one: Cell, other: Cell) -> Iterator[Finding]:
    kinds = (
        ("数", "numbers", numbers),
        ("コード", "code", inline_code),
        ("リンク", "links", links),
    )
    for ja, en, read in kinds:
        in_ja, in_en = read(one.source), read(other.source)
        only_ja, only_en = in_ja - in_en, in_en - in_ja
        if only_ja or only_en:
            left, right = ", ".join(sorted(only_ja)) or "—", ", ".join(sorted(only_en)) or "—"
            yield Finding(
                rules.L003,
                lesson.path,
                one.line,
                Text(
                    f"{ja}が違います（日本語だけ：{left}／英語だけ：{right}）。",
                    f"The {en} differ (Japanese only: {left}; English only: {right}).",
                ),
            )


def inline_code(text: str) -> set[str]:
    """Return what stands between backticks outside code fences.

    Parameters
    ----------
    text : str
        Markdown.

    Returns
    -------
    set of str
        The pieces of code.
    """
    return set(_CODE.findall(_FENCE.sub("", text)))


def links(text: str) -> set[str]:
    """Return the targets of links.

    Parameters
    ----------
    text : str
        Markdown.

    Returns
    -------
    set of str
        The targets.
    """
    return {one or other for one, other in _LINK.findall(text)}


def numbers(text: str) -> set[str]:
    """Return the numbers of a text, in one spelling for both languages.

    Parameters
    ----------
    text : str
        Markdown; code and link targets do not count.

    Returns
    -------
    set of str
        ASCII digits without thousands separators. Months by name, Japanese years, 万 and million are spelled out.
    """
    bare = _LINK.sub(" ", _CODE.sub(" ", _FENCE.sub(" ", text)))
    plain = unicodedata.normalize("NFKC", bare)
    plain = _MONTH.sub(lambda m: _MONTHS[m.group()], plain)
    plain = _ERA.sub(_western_year, plain)
    plain = _MYRIADS.sub(_myriads, plain)
    plain = _SCALED.sub(lambda m: _spelled(_value(m.group(1)) * _SCALES[m.group(2)]), plain)
    found = {re.sub(r",(?=\d{3}(?!\d))", "", n) for n in _NUMBER.findall(plain)}
    # A comma that separates no thousands separates two numbers.
    pieces = {piece for n in found for piece in n.split(",")}
    return {re.sub(r"^0+(?=\d)", "", piece) for piece in pieces}


def _western_year(match: re.Match[str]) -> str:
    year = 1 if match.group(2) == "元" else int(match.group(2))
    return f"{_ERAS[match.group(1)] + year}年"


def _myriads(match: re.Match[str]) -> str:
    hundred_millions, ten_thousands, rest = match.groups(default="")
    if not hundred_millions and not ten_thousands:
        return match.group()
    number = _value(hundred_millions) * 10**8 + _value(ten_thousands) * 10**4 + _value(rest)
    return _spelled(number)


def _value(digits: str) -> float:
    return float(digits.replace(",", "") or 0)


def _spelled(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".") + " "


def _fact_findings(lesson: Lesson, texts: list[Cell], registers: Registers) -> Iterator[Finding]:
    declared = lesson.front.data["lesson"]["facts"]
    used: set[str] = set()
    for cell in texts:
        for name in _FACT.findall(cell.source):
            used.add(name)
            if name not in declared:
                yield Finding(
                    rules.L013,
                    lesson.path,
                    cell.line,
                    Text(
                        f"事実 {name} が front matter の facts にありません。",
                        f"The fact {name} is not listed under facts.",
                    ),
                )
    for index, name in enumerate(declared):
        line = lesson.front.line("lesson", "facts", index)
        if name not in registers.facts:
            yield Finding(
                rules.L013,
                lesson.path,
                line,
                Text(
                    f"事実 {name} は台帳にありません。", f"The fact {name} is not in the register."
                ),
            )
        elif name not in used:
            yield Finding(
                rules.L013,
                lesson.path,
                line,
                Text(
                    f"事実 {name} は本文で使われていません。",
                    f"The fact {name} is not shown in the text.",
                ),
            )


def _mark_findings(lesson: Lesson) -> Iterator[Finding]:
    """Find the marks with which `kakehashi new` says what is to be replaced; each file is told once."""
    for name in ("lesson.md", "world.py", "design.md"):
        path = lesson.path.with_name(name)
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        marked = [number for number, line in enumerate(lines, start=1) if MARK in line]
        if marked:
            yield Finding(
                rules.L025,
                path,
                marked[0],
                Text(
                    f"{MARK} のある行が {len(marked)} 行残っています。",
                    f"{MARK} is left on {len(marked)} lines.",
                ),
            )


def _marked_ideas(lesson: Lesson, registers: Registers) -> Iterator[Finding]:
    document = registers.documents["misconceptions"]
    for name in sorted({n for e in lesson.exercises for _, n in misconceptions_named(e)}):
        idea = registers.misconceptions.get(name)
        if idea is not None and any(
            MARK in text.ja + text.en for text in (idea.belief, idea.message)
        ):
            what = Text(f"{name} に {MARK} が残っています。", f"{MARK} is left in {name}.")
            yield Finding(rules.L025, document.path, document.line(name), what)
