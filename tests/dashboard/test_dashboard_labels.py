"""The sentences: complete, the same holes in both languages, none forgotten."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

import grader.dashboard
from grader.dashboard.labels import LABELS, say
from grader.dashboard.steps import StepKind
from grader.dashboard.view import Decision, FitLabel, Reason
from grader.dashboard.view import State as ExerciseState
from grader.records.other_evidence import Agreement, Kind, State

FOLDER = Path(grader.dashboard.__path__[0])
WORDS = {
    "decision_": get_args(Decision),
    "label_": get_args(FitLabel),
    "state_": get_args(ExerciseState),
    "step_": get_args(StepKind),
    "need_": ("must", "should", "nice"),
    "reason_": get_args(Reason),
    "piece_": get_args(Kind),
    "standing_": get_args(State),
    "panel_": get_args(Agreement),
}
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


def _holes(text):
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


@pytest.mark.parametrize("key", sorted(LABELS))
def test_both_languages_take_the_same_values(key):
    """A value that one language names is named by the other."""
    assert _holes(LABELS[key].ja) == _holes(LABELS[key].en)


@pytest.mark.parametrize("key", sorted(LABELS))
def test_english_is_english(key):
    """No Japanese is left in an English sentence."""
    assert not JAPANESE.search(LABELS[key].en)


def test_every_word_of_a_verdict_exists():
    """Each decision, verdict, state, need and step has its word."""
    wanted = {f"{prefix}{word}" for prefix, words in WORDS.items() for word in words}

    assert set() == wanted - set(LABELS)


def test_no_label_is_idle():
    """Every label is used by a page; whatever a template asks for exists."""
    sources = [*FOLDER.glob("*.py"), *FOLDER.glob("templates/*.j2")]
    text = "\n".join(p.read_text(encoding="utf-8") for p in sources if p.name != "labels.py")
    quoted = set(re.findall(r"""["']([a-z0-9_]+)["']""", text))
    made = {f"{prefix}{word}" for prefix, words in WORDS.items() for word in words}
    made |= {"index_title", "people_title"}
    asked = set(re.findall(r'\bt\("([a-z0-9_]+)"[,)]', text))

    assert set() == set(LABELS) - quoted - made
    assert set() == asked - set(LABELS)


def test_verdicts_are_the_agreed_words():
    """The four words for a decision are the ones that HR is taught."""
    words = [say("ja", f"decision_{key}") for key in get_args(Decision)]

    assert ["満たす", "満たさない", "判定保留", "証拠なし"] == words
