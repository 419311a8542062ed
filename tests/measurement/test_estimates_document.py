"""The estimates document: schema, meaning, and independence of order."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest

from grader.measurement import (
    MISSING,
    Bank,
    ItemParameters,
    Later,
    Policy,
    decide,
    estimate,
    expert_bank,
    measure,
)
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
        "form": 1,
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
    """Fewer than six tasks or two notebooks are reasons; a policy that asks for less is content."""
    strict = measure(course, items=bank, policy=Policy()).document
    lax = measure(course, items=bank, policy=Policy(min_items=3, min_notebooks=2)).document
    found = [
        skill_of(document, person, "SEC-IAM")["provisional_reasons"]
        for document, person in [(strict, "s002"), (lax, "s001"), (lax, "s002")]
    ]
    expected = [
        ["few_items", "few_notebooks", "unproctored"],
        ["unproctored"],
        ["few_notebooks", "unproctored"],
    ]
    assert found == expected


def test_watched_work_in_enough_notebooks_is_not_provisional(bank, course):
    """With every sitting supervised and enough evidence there is no reason left; with one unwatched there is."""
    policy = Policy(min_items=3)
    both = {("s001", "phishing", 1), ("s001", "logs", 1)}
    found = []
    for supervised in (both, {("s001", "logs", 1)}):
        document = measure(course, items=bank, policy=policy, supervised=supervised).document
        skill = skill_of(document, "s001", "SEC-IAM")
        found.append((skill["provisional"], skill["provisional_reasons"]))
    assert found == [(False, []), (True, ["unproctored"])]


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


def test_the_bank_stands_in_the_document(bank, policy):
    """Version and parameters of each item are written, so that a level can be computed again."""
    document = measure([], items=bank, policy=policy).document
    assert document["bank_version"] == expert_bank(bank, policy).version
    expected = {
        "slope": 1.2,
        "difficulty": pytest.approx(1.325, abs=1e-3),
        "steps": [-0.8, 0.8],
        "sd": 0.761577,
        "guess": 0.0,
        "origin": "expert",
        "answers": 0,
    }
    assert document["bank"][1]["parameters"] == expected


@pytest.fixture
def twice(result, exercise):
    """Somebody who sat a lesson, another one, and the first again in a second form, half a year apart."""
    return [
        result("s001", work_of(exercise, 3.0, 0.0, 0.0), submitted_at="2026-04-01T01:00:00Z"),
        result(
            "s001", [exercise("sec-4-q1", 1.0)], lesson="logs", submitted_at="2026-04-20T01:00:00Z"
        ),
        result(
            "s001", work_of(exercise, 3.0, 3.0, 1.0), submitted_at="2026-10-01T01:00:00Z", form=2
        ),
    ]


def test_sessions_are_told(bank, policy, twice):
    """Two lessons within thirty days are one session; a second form is another, with its drift."""
    document = measure(twice, items=bank, policy=policy, as_of=date(2027, 10, 1)).document
    found = skill_of(document, "s001", "SEC-IAM")
    seen = [
        [(s["lesson"], s["form"], s["day"]) for s in one["sittings"]] for one in found["sessions"]
    ]
    first = [("phishing", 1, "2026-04-01"), ("logs", 1, "2026-04-20")]
    assert seen == [first, [("phishing", 2, "2026-10-01")]]
    # √(.7² + .35²·164/365.25) and .35·√(365/365.25)
    assert [one["drift"] for one in found["sessions"]] == [0.0, 0.738243]
    assert (found["as_of"], found["ageing"]) == ("2027-10-01", 0.34988)
    assert (found["n_items"], found["n_notebooks"]) == (7, 2)


def test_a_level_can_be_computed_again_from_the_document(tmp_path, bank, policy, twice):
    """Answers, sessions, drifts, parameters and policy in the file give the estimate in the file."""
    document = measure(twice, items=bank, policy=policy, as_of=date(2027, 10, 1)).document
    write_json(tmp_path / "estimates.json", document, "estimates")
    read = read_json(tmp_path / "estimates.json", "estimates")
    known = {row["id"]: row["parameters"] for row in read["bank"]}
    parameters = {i: ItemParameters(**p | {"steps": tuple(p["steps"])}) for i, p in known.items()}
    skill = skill_of(read, "s001", "SEC-IAM")
    items = [item for item in bank if item.skill == "SEC-IAM"]
    rows = []
    for session in skill["sessions"]:
        sat = {(s["lesson"], s["form"]) for s in session["sittings"]}
        got = {
            row["exercise"]: row["category"]
            for row in skill["evidence"]
            if (row["lesson"], row["form"]) in sat
        }
        rows.append(np.array([[got.get(item.id, MISSING) for item in items]], dtype=np.int8))
    rows.append(np.full_like(rows[0], MISSING))
    drifts = [*(session["drift"] for session in skill["sessions"]), skill["ageing"]]
    again = Policy(**read["policy"])
    found = estimate(
        rows[0],
        items=items,
        policy=again,
        bank=Bank(read["bank_version"], parameters),
        later=[
            Later(again.width * np.array([d]), r) for d, r in zip(drifts[1:], rows[1:], strict=True)
        ],
    )["SEC-IAM"]
    assert (found.eap[0], found.sd[0]) == pytest.approx((skill["eap"], skill["sd"]), abs=3e-6)
    assert found.p_at_least[0] == pytest.approx(skill["p_at_least"], abs=3e-6)


def test_what_was_measured_long_ago_is_less_sure(bank, policy, course, result, exercise):
    """Three years later the mean has hardly moved and the interval is wider; nothing is called forgotten."""
    work = work_of(exercise, 3.0, 3.0, 1.0)
    course = [result("s001", work, submitted_at="2026-04-01T01:00:00Z")]
    now, later = (
        skill_of(measure(course, items=bank, policy=policy, as_of=day).document, "s001", "SEC-IAM")
        for day in (None, date(2029, 4, 1))
    )
    assert (now["as_of"], now["ageing"]) == ("2026-04-01", 0.0)
    assert later["sd"] > now["sd"]
    assert later["eap"] == pytest.approx(now["eap"], abs=0.01)


def test_everybody_ages_to_the_last_result(bank, policy, result, exercise):
    """Without a day, or with an earlier one, the last result of the class is the day of all levels."""
    course = [
        result("s001", [exercise("sec-3-q2", 3.0)], submitted_at="2026-04-01T01:00:00Z"),
        result("s002", [exercise("sec-3-q2", 3.0)], submitted_at="2027-03-31T16:00:00Z"),
    ]
    document = measure(course, items=bank, policy=policy).document
    earlier = measure(course, items=bank, policy=policy, as_of=date(2026, 1, 1)).document
    assert earlier == document
    found = [skill_of(document, person, "SEC-IAM") for person in ("s001", "s002")]
    # 16:00 UTC is the next day in Japan.
    assert [one["as_of"] for one in found] == ["2027-04-01", "2027-04-01"]
    assert [one["ageing"] for one in found] == [0.34988, 0.0]


def test_a_person_is_estimated_alike_in_every_company(bank, policy, twice, course):
    """Next to others with one session, somebody with two keeps their numbers."""
    day = date(2027, 10, 1)
    alone = measure(twice, items=bank, policy=policy, as_of=day).document
    other = [one for one in course if one.data["trainee"] != "s001"]
    among = measure([*twice, *other], items=bank, policy=policy, as_of=day).document
    assert skill_of(alone, "s001", "SEC-IAM") == skill_of(among, "s001", "SEC-IAM")
