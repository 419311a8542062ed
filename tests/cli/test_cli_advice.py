"""`kakehashi recommend`: the way of one person to a role."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

NOW = "2026-12-25T17:00:00+09:00"


@pytest.fixture
def ask(run, graded):
    """Ask for the way of somebody to the role of engineer; s002 is on the roster and has handed in nothing."""
    roster = "職員番号,氏名,所属\ns001,荒井 徹也,情報政策課\ns002,石田 愛,福祉課\n"
    graded.records.mkdir(exist_ok=True)
    (graded.records / "roster.csv").write_text(roster, encoding="utf-8")
    run("measure")

    def asked(person, *, lang="ja", role="engineer"):
        options = ("--person", person, "--purpose", "面談", "--now", NOW)
        return run("--lang", lang, "recommend", role, *options)

    return asked


def test_the_lesson_is_shown_with_its_hours_and_what_it_changes(ask):
    """Somebody of whom nothing was measured begins at the prior; the only lesson comes first, with its reasons."""
    ja, en = ask("s002"), ask("s002", lang="en")

    assert (0, 0) == (ja.exit_code, en.exit_code)
    lines = ja.stdout.splitlines()
    assert "エンジニア：要件をすべて満たす確率はいま" in lines[0]
    assert lines[1].startswith("1. ")
    assert "時間）→" in lines[1]
    assert {"SEC-LOG", "SEC-IAM"} == {line.split()[0] for line in lines[2:4]}
    assert "neither a promise nor a judgement" in en.stdout


def test_a_lesson_that_was_taken_is_not_advised_again(ask):
    """With the only lesson taken there is nothing to recommend, and that is said."""
    result = ask("s001")

    assert 0 == result.exit_code
    assert "上がるものはありません" in result.stdout


def test_each_look_is_logged_with_its_purpose(ask, graded, audited):
    """Who looked at whom, when and for what stands in the audit."""
    ask("s002")
    (entry,) = audited(graded.records)

    assert ("recommend engineer", ("s002",), "面談", datetime.fromisoformat(NOW)) == (
        entry.what,
        entry.subjects,
        entry.purpose,
        entry.time,
    )


def test_a_purpose_is_asked_for(run, graded):
    """Without a purpose the command is wrong use, and nobody's levels are read."""
    result = run("recommend", "engineer", "--person", "s001")

    assert 2 == result.exit_code
    assert "--purpose" in result.stderr
    assert not (graded.records / "records.db").exists()


@pytest.mark.parametrize(("person", "role"), [("s999", "engineer"), ("s001", "no-such-role")])
def test_unknown_names_are_told_with_where_to_look(ask, graded, person, role):
    """Exit 1, the name, and where the right ones stand; nothing is logged as seen."""
    result = ask(person, lang="en", role=role)

    assert 1 == result.exit_code
    assert (person if role == "engineer" else role) in result.stderr
    assert not (graded.records / "records.db").exists()


def test_a_bank_of_an_older_build_is_told(ask, graded):
    """Without lessons in the bank the sentence says which command makes it anew."""
    path = graded.build / "items.json"
    bank = json.loads(path.read_text(encoding="utf-8"))
    del bank["lessons"]
    path.write_text(json.dumps(bank), encoding="utf-8")

    result = ask("s002", lang="en")

    assert 1 == result.exit_code
    assert "kakehashi build" in result.stderr
