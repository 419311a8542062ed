"""The pattern of a lesson: forms, variety, pace, words."""

from __future__ import annotations

import pytest

from grader.authoring import lint_lesson, load_lesson, load_registers
from grader.authoring.lint_pattern import literal_of


def _found(folder, rule):
    registers = load_registers(folder.parent)
    return [f for f in lint_lesson(folder, registers=registers, ceilings=None) if f.rule.id == rule]


def test_the_literal_handed_out_is_read_from_the_stub(lesson_file):
    """A table of None, a single None, and nothing for a function."""
    exercises = load_lesson(lesson_file.parent).exercises

    assert dict.fromkeys("ABCDEF") == literal_of(exercises[1])
    assert literal_of(exercises[6]) is None


def test_every_slot_without_an_offer_is_named(change):
    """The author reads which places of the answer the form could not ask for."""
    folder = change(
        '"choices": {"*": [true, false]}', '"choices": {"A": [true, false], "B": "text"}'
    )

    (finding,) = _found(folder, "L020")
    assert finding.message.en.endswith("about C, D, E, F.")


@pytest.mark.parametrize("offer", ["[]", '"number"', "{}", "3", "[[1]]"])
def test_an_offer_must_be_values_or_a_kind(change, offer):
    """Whatever else stands in the header is told as a wrong value (L004)."""
    folder = change('"choices": {"*": [true, false]}', f'"choices": {{"*": {offer}}}')

    assert ["choices"] == [f.message.en.split(": ")[1].split()[0] for f in _found(folder, "L004")]


def test_a_worked_cell_is_something_to_do(change):
    """A long text is fine if something can be run half-way."""
    long = "あ" * 800
    worked = "```{code-cell}\n:role: worked\n:part: learn\n7 * 8\n```\n"
    english = '+++ {"lang": "en", "part": "learn"}\n## Counting'
    text = (
        f'+++ {{"lang": "ja", "part": "learn"}}\n{long}\n+++ {{"lang": "en", "part": "learn"}}\nx\n'
    )
    opening = '+++ {"lang": "ja", "part": "learn"}\n## 数える'

    change(opening, text + "{between}" + text + opening)
    folder = change("{between}", "")
    assert 1 == len(_found(folder, "L023"))

    folder = change(text + text, text + worked + text)
    assert [] == _found(folder, "L023")
    assert english in (folder / "lesson.md").read_text(encoding="utf-8")


def test_a_term_inside_a_longer_term_is_not_that_term(change, lesson_file):
    """「混んだ窓口」 asks for “busy desk”; it does not ask for the English of 「窓口」 as well."""
    glossary = lesson_file.parents[1] / "glossary.csv"
    glossary.write_text(
        glossary.read_text(encoding="utf-8") + "窓口,まどぐち,counter,,\n", encoding="utf-8"
    )
    assert [] == [f for f in _found(lesson_file.parent, "L024") if "busy desk" in f.message.en]

    folder = change("## 問2　混んだ窓口", "## 問2　窓口")
    assert ["counter"] == [f.message.en.split("”")[0].strip("“") for f in _found(folder, "L024")][
        :1
    ]
