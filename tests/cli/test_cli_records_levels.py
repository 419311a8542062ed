"""`kakehashi records levels`: what was measured comes into the records, after a look."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from grader.measurement import Policy
from grader.records.access_log import Access
from grader.records.database import Change, open_records, record, rows

ASSESSMENTS = Path(__file__).parents[2] / "assessments"
WHY = ("--purpose", "定期異動", "--now", "2027-03-01T12:00:00+00:00")


def _skill(skill, chances):
    evidence = {
        "lesson": "tiny-counts", "exercise": "tst-1-q1", "category": 1, "max_category": 1,
        "points": 1.0, "max_points": 1.0, "misconceptions": [], "state": "right",
    }  # fmt: skip
    return {
        "skill": skill, "p_at_least": chances, "n_items": 1, "n_notebooks": 1, "eap": 1.0, "sd": 0.5,
        "interval": [0.2, 1.8], "level": 1, "confirmed_level": 0, "provisional": True,
        "evidence": [evidence],
    }  # fmt: skip


@pytest.fixture
def measure(minimal):
    """Return a function that writes estimates: the probability of level 1 by skill, by person."""

    def write(**persons):
        some = [
            {"person": person, "skills": [_skill(s, [p, 0.5, 0.1, 0.0]) for s, p in skills.items()]}
            for person, skills in persons.items()
        ]
        document = {
            "format_version": 1, "policy": asdict(Policy()), "bank": [], "bank_version": "1",
            "persons": some,
        }  # fmt: skip
        path = minimal.records / "estimates.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(document), encoding="utf-8")

    return write


@pytest.fixture
def office(minimal):
    """Somebody in a post."""
    person = {"person": "s001", "staff_number": "1", "name": "青葉 花子", "employment": "regular"}
    post = {"post": "p1", "name": "主査", "department": "d1", "kind": "rotation", "seats": 1.0}
    held = {"person": "s001", "post": "p1", "holds": "main"}
    sheets = {"departments": {"department": "d1", "name": "課"}, "posts": post, "people": person}
    changes = [
        Change(sheet, values, date(2020, 4, 1))
        for sheet, values in {**sheets, "appointments": held}.items()
    ]
    engine = open_records(minimal.records)
    access = Access("jinji", datetime(2026, 12, 1, tzinfo=UTC), "試験")
    record(engine, changes, access=access, what="test")
    engine.dispose()
    return minimal


def _recorded(workspace):
    engine = open_records(workspace.records)
    found = rows(engine, "level_references")
    engine.dispose()
    return [(one["person"], one["skill"], one["p_level_1"], one["valid_from"]) for one in found]


def test_a_look_counts_and_writes_nothing(run, office, measure, audited):
    """New, changed, unchanged and ended levels are counted by hand; ids that the records do not know are named."""
    measure(s001={"SEC-LOG": 0.9, "SEC-IAM": 0.8}, zz9={"SEC-LOG": 0.7})
    first = run("records", "levels")
    done = run("records", "levels", "--apply", *WHY)
    measure(s001={"SEC-LOG": 0.9, "SEC-RISK": 0.6}, zz9={"SEC-LOG": 0.4})
    again = run("--lang", "en", "records", "levels", "--on", "2027-03-15")

    assert 0 == first.exit_code, first.output
    assert "2 人のレベル（人とスキルの組）: 新規 3、変更 0、変更なし 0、終了 0" in first.output
    assert "受講者番号が 1 件あります: zz9。" in first.output
    assert "まだ何も書き込んでいません" in first.output
    assert "records.db" in first.output
    assert "3 件のレベルを、2027-03-01 から" in done.output
    assert "of 2 people: 1 new, 1 changed, 1 the same, 1 ended" in again.output
    assert [0.8, 0.9, 0.7] == [chance for _, _, chance, _ in _recorded(office)]
    assert ["test", "estimates"] == [entry.what for entry in audited(office.records)]


def test_levels_need_a_purpose_and_a_file(run, office, measure):
    """Without a purpose nothing is written; without a file it is said which one is missing."""
    missing = run("records", "levels")
    measure(s001={"SEC-LOG": 0.9})

    assert (1, True) == (missing.exit_code, "estimates.json" in missing.output)
    assert 1 == run("records", "levels", "--apply").exit_code
    assert [] == _recorded(office)


def test_a_plan_without_levels_says_so(run, office, measure):
    """Staff were told and nobody has a level: K005 with the command to run, which then silences it."""
    policy = (ASSESSMENTS / "planning.yaml").read_text(encoding="utf-8")
    told = policy.replace("announced_on:\n  value: null", 'announced_on:\n  value: "2026-10-01"')
    (office.assessments / "planning.yaml").write_text(told, encoding="utf-8")
    measure(s001={"SEC-LOG": 0.9})
    day = ("--on", "2027-04-01", "--known-at", "2027-03-10T00:00:00Z", "--purpose", "試験")
    without = run("plan", "make", "案1", *day)
    run("records", "levels", "--apply", *WHY)
    done = run("plan", "make", "案2", *day)

    assert (0, 0) == (without.exit_code, done.exit_code), without.output + done.output
    assert "[K005] 2027-04-01に在職する人のだれにも、レベルの記録がありません。" in without.stderr
    assert "kakehashi records levels --apply" in without.stderr
    assert "[K005]" not in done.output
