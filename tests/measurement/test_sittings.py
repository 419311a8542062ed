"""Forms, retakes and their rules."""

from __future__ import annotations

import pytest

from grader.measurement import Policy, collect


@pytest.fixture
def sat(result, exercise):
    """The maker of a result of one form on one day."""

    def make(day, form, *, points=3.0, lang="ja"):
        work = [exercise("sec-3-q2", points)]
        moment = day and f"{day}T01:00:00Z"
        return result("s001", work, submitted_at=moment, form=form, lang=lang)

    return make


def summary(results, items, policy, supervised=()):
    """Return form and supervision of each answer, and the rules of the findings."""
    found = collect(results, items=items, policy=policy, supervised=frozenset(supervised))
    rules = [finding.rule.id for finding in found.findings]
    return [(answer.form, answer.supervised) for answer in found.answers], rules


def watched(*forms):
    """Return these forms as supervised sittings."""
    return {("s001", "phishing", form) for form in forms}


def test_every_form_counts(bank, policy, sat):
    """Two forms of one lesson are two answers to an exercise, in order of time whatever their numbers."""
    found, rules = summary([sat("2026-06-01", 1), sat("2026-04-01", 2)], bank, policy)
    assert ([(2, False), (1, False)], []) == (found, rules)


def test_the_same_form_again_counts_once(bank, policy, sat):
    """The same form handed in again, in the other language even, is set aside and listed."""
    results = [sat("2026-04-01", 2), sat("2026-09-01", 2, lang="en"), sat("2027-01-01", 1)]
    found, rules = summary(results, bank, policy)
    assert ([(2, False), (1, False)], ["E004"]) == (found, rules)


def test_a_supervised_sitting_is_supervised(bank, policy, sat):
    """Only the form that was watched is."""
    results = [sat("2026-04-01", 1), sat("2026-06-01", 2)]
    assert [(1, False), (2, True)] == summary(results, bank, policy, watched(2))[0]


@pytest.mark.parametrize(("day", "expected"), [("2026-04-14", ["E007"]), ("2026-04-15", [])])
def test_a_retake_waits(bank, policy, sat, day, expected):
    """Thirteen days after the sitting before is too early, fourteen are not; too early is never supervised."""
    results = [sat("2026-04-01", 1), sat(day, 2)]
    found, rules = summary(results, bank, policy, watched(1, 2))
    assert ([(1, True), (2, not expected)], expected) == (found, rules)


@pytest.mark.parametrize(("day", "expected"), [("2026-09-30", ["E008"]), ("2026-10-01", [])])
def test_a_half_year_has_three_sittings(bank, policy, sat, day, expected):
    """The fourth sitting within 183 days is one too many: it counts, but as unwatched."""
    results = [sat(d, n) for n, d in enumerate(("2026-04-01", "2026-05-01", "2026-06-01", day), 1)]
    found, rules = summary(results, bank, policy, watched(1, 2, 3, 4))
    assert ([(1, True), (2, True), (3, True), (4, not expected)], expected) == (found, rules)


def test_the_policy_sets_the_rules(bank, sat):
    """An office that allows a retake the next day gets no finding."""
    results = [sat("2026-04-01", 1), sat("2026-04-02", 2)]
    assert [] == summary(results, bank, Policy(retake_days=1))[1]


def test_the_message_says_how_long(bank, policy, sat):
    """Too early is told in days, in both languages."""
    results = [sat("2026-04-01", 1), sat("2026-04-04", 2)]
    (finding,) = collect(results, items=bank, policy=policy).findings
    assert "前回の受験から3日です（14日以上）" in finding.message.ja
    assert "3 days after the sitting before (14 at least)" in finding.message.en


def test_without_a_day_no_rule_is_broken(bank, policy, sat):
    """Who handed in on a day that nobody noted comes last and breaks no rule."""
    found, rules = summary([sat(None, 1), sat("2026-04-01", 2)], bank, policy, watched(1))
    assert ([(2, False), (1, True)], []) == (found, rules)
