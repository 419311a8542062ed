"""Plain Japanese (やさしい日本語): a checker of rules, and a finder of the facts that a rewrite must keep.

Pure Python, without a dictionary or a network, and nothing in it is secret: trainees try their texts on the same code
that marks them. Ruby is written 漢字（かんじ） and is taken out before anything is measured.
"""

from __future__ import annotations

from grader.lab.plain_japanese.checker import Report, improvement, report
from grader.lab.plain_japanese.facts import Fact, Need, facts, invented, keeps, kept
from grader.lab.plain_japanese.rules import RULES, Finding
from grader.lab.plain_japanese.text import Sentence, normal, readings, sentences, without_ruby
from grader.lab.plain_japanese.words import WORDS, Word

__all__ = [
    "RULES",
    "WORDS",
    "Fact",
    "Finding",
    "Need",
    "Report",
    "Sentence",
    "Word",
    "facts",
    "improvement",
    "invented",
    "keeps",
    "kept",
    "normal",
    "readings",
    "report",
    "sentences",
    "without_ruby",
]
