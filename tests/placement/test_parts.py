"""One requirement and one person: what can be said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.placement import judge, label
from grader.standard import Requirement


def need(level=2, *, kind="must", skill="SEC-IAM", weight=3.0):
    """Return a requirement."""
    return Requirement(skill, level, weight, kind)


@pytest.mark.parametrize(
    ("p", "expected"),
    [
        ([0.99, 0.95, 0.3, 0.1], "met"),
        ([0.99, 0.6, 0.3, 0.1], "undecided"),
        ([0.5, 0.05, 0.0, 0.0], "not_met"),
        (None, "no_evidence"),
    ],
)
def test_within_the_ceiling_the_probability_decides(policy, p, expected):
    """P(level ≥ 2) from .9 is met, up to .1 not met, between undecided; no evidence is its own word."""
    part = judge(need(2), p, ceiling=3, hardest=4, policy=policy)
    assert (part.decision, part.needs) == (expected, "auto")
    assert part.p_met == (None if p is None else p[1])


@pytest.mark.parametrize(("hardest", "expected"), [(1, "undecided"), (2, "met"), (3, "met")])
def test_nobody_meets_a_level_of_which_no_task_was_taken(policy, hardest, expected):
    """P(level ≥ 2) = .95 from level-1 tasks alone owes too much to the prior."""
    part = judge(need(2), [0.99, 0.95, 0.3, 0.1], ceiling=3, hardest=hardest, policy=policy)
    assert part.decision == expected


@pytest.mark.parametrize("p", [[1.0, 1.0, 1.0, 0.0], [0.5, 0.05, 0.0, 0.0]])
def test_nothing_is_decided_from_thin_evidence(policy, p):
    """With too few exercises or notebooks a requirement is neither met nor refuted; the numbers stay."""
    firm, thin = (
        judge(need(2), p, ceiling=3, hardest=4, policy=policy, is_thin=is_thin)
        for is_thin in (False, True)
    )
    assert firm.decision != "no_evidence"
    assert replace(firm, decision="no_evidence") == thin


@pytest.mark.parametrize(
    ("p", "ceiling", "expected"),
    [
        ([1.0, 1.0, 1.0, 1.0], 3, "no_evidence"),
        ([1.0, 0.9, 0.5, 0.01], 3, "no_evidence"),
        ([1.0, 0.9, 0.05, 0.0], 3, "not_met"),
        ([1.0, 1.0, 1.0, 1.0], 0, "no_evidence"),
        (None, 3, "no_evidence"),
        (None, 0, "no_evidence"),
    ],
)
def test_above_the_ceiling_notebooks_refute_and_never_prove(policy, p, ceiling, expected):
    """Level 4 is never met by notebooks, however sure; it is not met if even the ceiling is not."""
    part = judge(need(4), p, ceiling=ceiling, hardest=4, policy=policy)
    assert (part.decision, part.needs, part.p_met) == (expected, "human", None)


def test_the_expected_steps_are_the_expected_capped_level(policy):
    """E min(level, 2) = P₁ + P₂, and the expected level goes on to the ceiling."""
    part = judge(need(2), [0.9, 0.6, 0.2, 0.1], ceiling=3, hardest=4, policy=policy)
    assert (part.known_steps, part.expected_steps) == (2, pytest.approx(1.5))
    assert part.expected_level == pytest.approx(1.7)
    assert part.possible_steps == pytest.approx(1.5)


def test_steps_above_the_ceiling_may_be_as_likely_as_the_ceiling(policy):
    """Level 3 with ceiling 1 and P₁ = .8: one step known, the two others bounded by .8 each."""
    part = judge(need(3), [0.8, 0.7, 0.6, 0.5], ceiling=1, hardest=4, policy=policy)
    assert (part.known_steps, part.expected_steps) == (1, pytest.approx(0.8))
    assert part.possible_steps == pytest.approx(2.4)


P = {
    "met": [1.0, 0.95, 0, 0],
    "undecided": [1.0, 0.5, 0, 0],
    "not_met": [1, 0.0, 0, 0],
    "none": None,
}


@pytest.mark.parametrize(
    ("musts", "others", "expected"),
    [
        (["met", "met"], ["not_met"], "fits"),
        (["met", "undecided"], ["met"], "undecided"),
        (["met", "none"], ["met"], "no_evidence"),
        (["undecided", "none"], ["met"], "no_evidence"),
        (["not_met", "none"], [], "must_unmet"),
        (["none"], ["none"], "no_evidence"),
        ([], ["met", "met"], "fits"),
        ([], ["met", "not_met"], "undecided"),
        ([], ["met", "none"], "no_evidence"),
        ([], ["none"], "no_evidence"),
    ],
)
def test_the_label_is_what_the_musts_come_to(policy, musts, others, expected):
    """An unmet must shuts the door, a must without evidence leaves it open, then doubt, then fit."""
    kinds = [*(("must", word) for word in musts), *(("should", word) for word in others)]
    parts = [
        judge(need(2, kind=kind), P[word], ceiling=3, hardest=4, policy=policy)
        for kind, word in kinds
    ]
    assert label(parts) == expected
