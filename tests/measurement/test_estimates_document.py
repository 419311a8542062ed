"""The estimates document: schema, meaning, and independence of order."""

from __future__ import annotations

import json

import pytest

from grader.measurement import Policy, decide, measure
from grader.schema.store import read_json, write_json


def work_of(exercise, one, two, three):
    """Return three exercises of one notebook with these points."""
    return [exercise("sec-3-q1", one), exercise("sec-3-q2", two), exercise("sec-3-q3", three)]


@pytest.fixture
def course(result, exercise):
    """Four results of three persons."""
    return [
        result("s002", work_of(exercise, 3.0, 3.0, 1.0)),
        result("s001", work_of(exercise, 3.0, 0.0, 0.0)),
        result("s001", [exercise("sec-4-q1", 1.0)], lesson="logs"),
        result("s003", [exercise("sec-3-q1", 0.0, state="could_not_run")]),
    ]


def skill_of(document, person, skill):
    """Return the entry of one skill of one person."""
    entry = next(p for p in document["persons"] if p["person"] == person)
    return next(s for s in entry["skills"] if s["skill"] == skill)


def test_the_document_fits_its_schema(tmp_path, bank, policy, course):
    """It can be written and read back through the schema, unchanged."""
    document = measure(course, items=bank, policy=policy).document
    write_json(tmp_path / "estimates.json", document, "estimates")
    assert read_json(tmp_path / "estimates.json", "estimates") == json.loads(json.dumps(document))


def test_only_skills_with_evidence_are_listed(bank, policy, course):
    """No answer on SEC-LOG: it is not listed, rather than level 0; who has no answer has no skill."""
    document = measure(course, items=bank, policy=policy).document
    listed = {p["person"]: [s["skill"] for s in p["skills"]] for p in document["persons"]}
    assert listed == {"s001": ["SEC-IAM"], "s002": ["SEC-IAM"], "s003": []}


def test_the_order_of_results_does_not_matter(bank, policy, course):
    """Files in another order give the same document."""
    plain = measure(course, items=bank, policy=policy).document
    turned = measure(course[::-1], items=bank[::-1], policy=policy).document
    assert turned == plain


def test_levels_can_be_recomputed_from_the_file(bank, policy, course):
    """Level and confirmed level follow from the probabilities in the document, as rounded there."""
    document = measure(course, items=bank, policy=policy).document
    for person in document["persons"]:
        for skill in person["skills"]:
            p = skill["p_at_least"]
            assert skill["level"] == min(3, sum(x >= 0.5 for x in p))
            assert skill["confirmed_level"] == min(3, sum(decide(x, policy) == "met" for x in p))


def test_the_evidence_goes_down_to_the_exercise(bank, policy, result, exercise):
    """Each scored exercise stands behind its skill, with points, state and misconceptions."""
    work = [exercise("sec-3-q2", 1.0, misconceptions=["M-PADLOCK"])]
    document = measure([result("s001", work)], items=bank, policy=policy).document
    expected = {
        "lesson": "phishing",
        "exercise": "sec-3-q2",
        "category": 1,
        "max_category": 2,
        "points": 1.0,
        "max_points": 3.0,
        "state": "partial",
        "misconceptions": ["M-PADLOCK"],
        "isolation": "none",
    }
    assert skill_of(document, "s001", "SEC-IAM")["evidence"] == [expected]


def test_evidence_says_how_it_was_isolated_and_counts_all_the_same(bank, policy, result, exercise):
    """Each row carries the isolation of its result; the level is the same with and without."""
    work = work_of(exercise, 3.0, 3.0, 1.0)
    found = {
        kind: skill_of(
            measure([result("s001", work, isolation=kind)], items=bank, policy=policy).document,
            "s001",
            "SEC-IAM",
        )
        for kind in ("none", "landlock")
    }
    kinds = {kind: {row["isolation"] for row in one["evidence"]} for kind, one in found.items()}
    assert {"none": {"none"}, "landlock": {"landlock"}} == kinds
    assert found["none"]["p_at_least"] == found["landlock"]["p_at_least"]


def test_a_few_tasks_are_provisional(bank, course):
    """Fewer than six tasks or two notebooks are provisional; a policy that asks for less is content."""
    strict = measure(course, items=bank, policy=Policy()).document
    lax = measure(course, items=bank, policy=Policy(min_items=3, min_notebooks=2)).document
    assert skill_of(strict, "s001", "SEC-IAM")["provisional"] is True
    assert skill_of(lax, "s001", "SEC-IAM")["provisional"] is False
    assert skill_of(lax, "s002", "SEC-IAM")["provisional"] is True


def test_notebooks_show_level_three_at_most(item, policy, result, exercise):
    """All right on twelve level-4 tasks: the probability says 4, the level shown is 3."""
    items = [item(f"q{n:02}", lesson=f"l{n}", level=4) for n in range(12)]
    work = [result("s001", [exercise(one.id, 3.0)], lesson=one.lesson) for one in items]
    found = skill_of(measure(work, items=items, policy=policy).document, "s001", "SEC-IAM")
    assert found["p_at_least"][3] > 0.9
    assert (found["level"], found["confirmed_level"]) == (3, 3)


def test_no_level_beyond_the_hardest_task_taken(item, policy, result, exercise):
    """One level-1 task solved: the prior makes level 2 likely, but level 1 is all that was shown."""
    bank = (item("sec-3-q1", level=1),)
    document = measure(
        [result("s001", [exercise("sec-3-q1", 3.0)])], items=bank, policy=policy
    ).document
    skill = skill_of(document, "s001", "SEC-IAM")
    assert skill["p_at_least"][1] > 0.5
    assert skill["level"] == 1


def test_an_empty_course_gives_an_empty_document(bank, policy):
    """Nobody has handed in: no person, and the bank and the policy all the same."""
    document = measure([], items=bank, policy=policy).document
    assert document["persons"] == []
    assert [one["id"] for one in document["bank"]] == sorted(one.id for one in bank)
