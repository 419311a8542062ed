"""Group figures: posteriors averaged, small groups hidden."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.dashboard.aggregate import (
    FLOOR,
    common_misconceptions,
    hidden_cells,
    role_coverage,
    scarce_skills,
    skill_rows,
    summary,
    unmeasured_skills,
)
from grader.dashboard.view import Book, Estimate, Evidence, Member, Names, Part, RoleFit
from grader.text import Text

NAMES = Names(
    ceilings={},
    skills={"SEC-LOG": Text("ログ", "Logs"), "BPR-ASIS": Text("現状", "As is")},
    statements={},
    roles={"engineer": Text("技", "E"), "unused": Text("無", "U")},
)


def _row(exercise="q1", state="right", beliefs=()):
    return Evidence("lesson", exercise, 1.0, 1.0, state, tuple(beliefs))


def _estimate(p2=0.5, *, confirmed=1, skill="SEC-LOG", evidence=()):
    p = (0.9, p2, 0.1, 0.0)
    amounts = {"n_items": 4, "n_notebooks": 1, "provisional": True, "evidence": tuple(evidence)}
    levels = {"eap": 1.5, "low": 0.5, "high": 2.5, "level": 1, "confirmed_level": confirmed}
    return Estimate(skill=skill, p_at_least=p, **amounts, **levels)


def _member(number, department="A", *, estimate=None, roles=None):
    skills = {estimate.skill: estimate} if estimate else {}
    key = f"s{number:03d}"
    return Member(key, key, key, department, "", "engineer", f"{key}.html", skills, roles or {})


def _book(*members):
    departments = tuple(dict.fromkeys(m.department for m in members))
    title = Text("市", "City")
    return Book(title, members, departments, NAMES, (), {}, {}, 90, 90, 6, 2, "0.1.0", None)


def test_small_cell_is_hidden_with_its_neighbour():
    """One hidden cell beside a total could be worked out, so the smallest shown one is hidden too."""
    assert frozenset({"a", "b"}) == hidden_cells({"a": 3, "b": 6, "c": 9})


def test_two_tiny_cells_are_not_enough_together():
    """Two hidden cells of two and one people still betray a group of three, so a third is hidden."""
    assert frozenset({"a", "b", "c"}) == hidden_cells({"a": 2, "b": 1, "c": 5, "d": 8})


def test_empty_cell_is_not_hidden():
    """No evidence is shown as such: nobody stands behind an empty cell."""
    assert frozenset() == hidden_cells({"a": 0, "b": 5})


@given(st.lists(st.integers(0, 12), min_size=1, max_size=9))
def test_difference_to_the_total_never_betrays_a_small_group(counts):
    """What is left of a shown total is nobody, or at least five people in at least two cells."""
    cells = {str(i): n for i, n in enumerate(counts)}
    hidden = hidden_cells(cells)
    left = sum(cells[cell] for cell in hidden)

    assert all(n >= FLOOR or cell in hidden for cell, n in cells.items() if n)
    if sum(counts) >= FLOOR and hidden:
        assert left >= FLOOR
        assert len(hidden) >= 2 or left == sum(counts)


def test_share_is_the_mean_of_posteriors():
    """Five people at P(level 2) 0.2, 0.4, 0.6, 0.8, 1.0 make an expected share of 0.6."""
    people = [_member(i, estimate=_estimate(p2)) for i, p2 in enumerate((0.2, 0.4, 0.6, 0.8, 1.0))]
    (row,) = skill_rows(_book(*people))

    assert row.cells[0].shares == pytest.approx((0.9, 0.6, 0.1))
    assert 5 == row.cells[0].n


def test_people_without_evidence_do_not_lower_the_share():
    """A share is one of the people with evidence; the others are neither counted nor zero."""
    people = [_member(i, estimate=_estimate(1.0)) for i in range(5)]
    (row,) = skill_rows(_book(*people, _member(9)))

    assert 5 == row.cells[0].n
    assert row.cells[0].shares[1] == pytest.approx(1.0)


def test_small_office_hides_its_total():
    """Four people are a small group even if they are the whole office."""
    people = [_member(i, estimate=_estimate()) for i in range(4)]
    (row,) = skill_rows(_book(*people))

    assert row.total.hidden
    assert () == row.total.shares


def test_summary_counts_people_notebooks_and_exercises():
    """Two exercises of one lesson by one person are one notebook."""
    rows = (_row("q1"), _row("q2"))
    book = _book(_member(1, estimate=_estimate(evidence=rows)), _member(2))
    found = summary(book)

    assert (2, 1, 1, 2, 1, 1, 1) == (
        found.people,
        found.measured,
        found.notebooks,
        found.exercises,
        found.skills,
        found.provisional,
        found.estimates,
    )


def _fit(label):
    part = Part(
        skill="BPR-ASIS",
        required=2,
        need="must",
        weight=1.0,
        decision="no_evidence",
        p_met=None,
        expected_level=None,
        expected_gap=None,
        by_people=False,
        contribution=(0, 0, 1),
    )
    return {"engineer": RoleFit("engineer", 0.0, None, 1.0, 0.0, None, label, (part,))}


def test_role_coverage_counts_each_verdict():
    """Every person is counted once in each role that the standard has and somebody was held against."""
    labels = ("fits", "undecided", "undecided")
    (found,) = role_coverage(_book(*(_member(i, roles=_fit(x)) for i, x in enumerate(labels))))

    assert {"fits": 1, "must_unmet": 0, "undecided": 2, "no_evidence": 0} == dict(found.counts)
    assert 3 == found.aiming


def test_scarce_skill_has_at_most_one_confirmed_holder():
    """Two confirmed holders are enough; likely holders do not count, but their expected number shows."""
    one = [_member(1, estimate=_estimate(1.0, confirmed=2)), _member(2, estimate=_estimate(0.5))]
    (found,) = scarce_skills(_book(*one))

    assert (1, 1.5, 2) == (found.confirmed, found.expected, found.measured)
    assert () == scarce_skills(_book(one[0], replace(one[0], id="s003")))


def test_unmeasured_skill_is_named():
    """A skill that a role asks for and nobody was tested in is not forgotten."""
    assert ("BPR-ASIS",) == unmeasured_skills(_book(_member(1, roles=_fit("no_evidence"))))


def test_misconception_counts_people_not_answers():
    """Two answers of one person that show the same belief are one person."""
    twice = (_row("q1", "wrong", ["M-A"]), _row("q2", "wrong", ["M-A", "M-B"]))
    book = _book(
        _member(1, estimate=_estimate(evidence=twice)),
        _member(2, estimate=_estimate(evidence=(_row("q1", "wrong", ["M-B"]),))),
        _member(3, estimate=_estimate(evidence=(_row("q1", "wrong", ["M-B"]),))),
    )

    assert (("M-B", 3), ("M-A", 1)) == common_misconceptions(book)
