"""The report sentence: what it says, and what it leaves unsaid."""

from __future__ import annotations

import pytest

from grader.measurement import Policy, report_sentence, verdict
from grader.text import Text

POLICY = Policy()


def record(**changes):
    """Return a skill at level 3 with twelve answers in four supervised notebooks."""
    return {
        "n_items": 12,
        "n_notebooks": 4,
        "hardest": 3,
        "interval": [2.1, 3.8],
        "p_at_least": [1.0, 0.98, 0.71, 0.05],
        "level": 3,
        "provisional": False,
        "provisional_reasons": [],
    } | changes


def test_a_level_is_told_with_its_interval_and_its_evidence():
    """The whole sentence, in both languages, with the requirement and the next step."""
    module = Text("モジュール SEC-3", "module SEC-3")
    found = report_sentence(record(), policy=POLICY, required=3, next_step=module)
    assert found == Text(
        "レベル3（90％区間 2〜3）。4冊のノートブックの12問。求めるレベル3については判定保留です。"
        "次の一歩：モジュール SEC-3。",
        "level 3 (90 % interval 2–3); 12 exercises in 4 notebooks; undecided for requirement 3; "
        "next: module SEC-3",
    )


def test_without_a_requirement_nothing_is_asked():
    """Level and evidence only; an interval inside one level is one number."""
    found = report_sentence(record(interval=[3.05, 3.8]), policy=POLICY)
    assert found == Text(
        "レベル3（90％区間 3）。4冊のノートブックの12問。",
        "level 3 (90 % interval 3); 12 exercises in 4 notebooks",
    )


def test_thin_evidence_shows_no_level():
    """With too few exercises and notebooks the sentence has no level, and says what is lacking."""
    thin = record(
        n_items=5,
        n_notebooks=1,
        provisional=True,
        provisional_reasons=["few_items", "few_notebooks"],
    )
    assert report_sentence(thin, policy=POLICY, required=2) == Text(
        "証拠不足のため、レベルは示しません。1冊のノートブックの5問。求めるレベル2については証拠不足です。"
        "次の一歩：課題をあと1問、別のノートブックをあと1冊。",
        "insufficient evidence, so no level is shown; 5 exercises in 1 notebook; insufficient evidence "
        "for requirement 2; next: 1 more exercise and 1 more notebook",
    )


def test_unwatched_work_is_called_provisional():
    """Enough evidence, but not all of it supervised: the level is shown as provisional."""
    found = report_sentence(
        record(provisional=True, provisional_reasons=["unproctored"]), policy=POLICY
    )
    assert "監督のない受験を含むため、暫定です。" in found.ja
    assert "; provisional, as not all of it was supervised" in found.en


@pytest.mark.parametrize(
    ("changes", "required", "expected", "step"),
    [
        ({}, 2, "met", ""),
        ({}, 3, "undecided", "; next: more exercises at level 3"),
        ({"p_at_least": [0.9, 0.3, 0.1, 0.0], "level": 1}, 3, "not_met", "; next: a lesson at level 2"),
        ({"p_at_least": [1.0, 1.0, 0.95, 0.9], "hardest": 2, "level": 2}, 3, "undecided",
         "; next: more exercises at level 3"),
        ({"p_at_least": [1.0, 1.0, 0.95, 0.9]}, 4, "insufficient_evidence",
         "; next: attestation by people"),
        ({"p_at_least": [0.9, 0.3, 0.1, 0.0], "level": 1}, 4, "not_met", "; next: a lesson at level 2"),
    ],
)  # fmt: skip
def test_the_verdict(changes, required, expected, step):
    """Met, not met, undecided or insufficient evidence, by the rules that hold for roles too."""
    one = record(**changes)
    assert expected == verdict(one, required, policy=POLICY)
    assert (
        report_sentence(one, policy=POLICY, required=required)
        .en.partition("requirement")[2]
        .endswith(step)
    )


def test_the_skills_own_ceiling_holds():
    """Where notebooks may show level 2 at most, neither level nor interval goes beyond, and 3 is for people."""
    found = report_sentence(record(), policy=POLICY, required=3, ceiling=2)
    assert found.en == (
        "level 2 (90 % interval 2); 12 exercises in 4 notebooks; insufficient evidence for "
        "requirement 3; next: attestation by people"
    )


def test_the_interval_holds_the_level_shown():
    """A level cut to the hardest task taken still lies in the interval that is told."""
    found = report_sentence(record(hardest=1, level=1, interval=[2.2, 4.9]), policy=POLICY)
    assert found.en.startswith("level 1 (90 % interval 1–3)")


def test_a_file_without_reasons_was_provisional_by_number():
    """What an earlier version called provisional was so for its few exercises or notebooks."""
    old = record(provisional=True, n_items=3)
    del old["provisional_reasons"], old["hardest"]
    assert verdict(old, 2, policy=POLICY) == "insufficient_evidence"
