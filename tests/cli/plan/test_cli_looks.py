"""Whoever sees results of single people leaves an entry: every command either does, or stands here with the reason."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from grader.cli import main

GUIDE = Path(__file__).parents[3] / "docs" / "hr" / "audit.md"
WHY = ("--purpose", "定期異動")

_NOBODY = "It reads nothing of people: standard, lessons, rules, keys."
_FILES = "It makes files inside the workspace for the next stage, and prints nobody's result."
_GROUP = "It shows figures of groups, exercises or whole plans; small numbers are hidden where they could tell of one."
_OWN = "It is what somebody does or sees of themselves."
_BROUGHT = "It works on a file that the caller has already; nothing of the records is read."
_NAMES = "It shows who takes part, or who looked at whom, and nobody's results."

NO_ENTRY = {
    "audit anchor": _NAMES,
    "audit show": _NAMES,
    "audit verify": _NAMES,
    "badge key": _NOBODY,
    "badge revoke": "It names nobody. The ledger keeps what was revoked, when and why.",
    "badge verify": _BROUGHT,
    "build": _NOBODY,
    "calibrate": _GROUP,
    "check": _NOBODY,
    "demo": "Its people are invented.",
    "diagnose": _OWN,
    "export case": _NOBODY,
    "export csv": _NOBODY,
    "export jsonld": _NOBODY,
    "export moodle": _NOBODY,
    "feedback": "The pages go to the trainees, each into the own folder; it prints nothing of what they say.",
    "grade": _FILES,
    "import csv": _NOBODY,
    "import nice": _NOBODY,
    "lab": _OWN,
    "lint": _NOBODY,
    "measure": _FILES,
    "new": _NOBODY,
    "plan list": _GROUP,
    "plan reproduce": _GROUP,
    "preview": _NOBODY,
    "quality": _GROUP,
    "read": _NOBODY,
    "records template": _NAMES,
    "release": _NAMES,
    "roster": _BROUGHT,
    "rules": _BROUGHT,
    "selftest": _NOBODY,
    "standard delta": _NOBODY,
    "standard lock": _NOBODY,
    "standard migrate": _BROUGHT,
    "standard overlay": _NOBODY,
    "standard worksheet export": _NOBODY,
    "standard worksheet import": _NOBODY,
    "submit": _OWN,
}

LOOKS = {
    "dashboard": (),
    "evidence": (),
    "export badges": ("--to", "out", "--dry-run"),
    "export evidence": ("--out", "out"),
    "export grades": ("--out", "out"),
    "fit": ("--team", "engineer", "--members", "s001"),
    "plan another": ("案1", "--people", "2", "--as", "案3"),
    "plan compare": ("案1", "案2"),
    "plan export": ("案1", "--to", "out"),
    "plan forbid": ("案1", "p3", "d1-1", "--as", "案3"),
    "plan make": ("案3", "--on", "2027-04-01", "--known-at", "2026-12-01T00:00:00+00:00"),
    "plan pin": ("案1", "p3", "d3-1", "--as", "案3"),
    "plan release": ("案2", "p3", "d3-1", "--as", "案3"),
    "plan repair": ("案1", "--leaving", "p3", "--as", "案3"),
    "plan round": ("案1",),
    "plan show": ("案1",),
    "plan swap": ("案1", "p3", "p1", "--as", "案3"),
    "plan take-in": ("案1", "異動案一覧.xlsx", "--as", "案3"),
    "plan training": ("案1",),
    "plan what-if": ("案1", "p3", "d3-1"),
    "recommend": ("engineer", "--person", "s001"),
    "records export": ("--to", "out"),
    "records import": ("職員.csv",),
    "records levels": ("--apply",),
    "records roster": ("--to", "out"),
    "records show": ("000101",),
}
"""Arguments with which each of the other commands would show, hand out or change something."""


def commands(group, *path):
    """All commands below a group, by what one types."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, *path, name)
        else:
            yield " ".join([*path, name]), command


def test_each_command_asks_for_a_purpose_or_has_a_reason_not_to():
    """A new command takes --purpose and is tried below, or its reason to leave no entry stands above."""
    asking = {path for path, one in commands(main) if "purpose" in {p.name for p in one.params}}

    assert sorted(LOOKS) == sorted(asking)
    assert sorted(NO_ENTRY) == sorted(path for path, _ in commands(main) if path not in asking)


def test_the_guide_names_each_command_that_leaves_an_entry():
    """What is logged can be read in the guide of HR."""
    guide = GUIDE.read_text(encoding="utf-8")

    assert [] == [path for path in LOOKS if f"`kakehashi {path}" not in guide]


@pytest.fixture
def call(office):
    """Call ``kakehashi --workspace <office> …``."""
    return lambda *args: CliRunner().invoke(main, ["--workspace", str(office.root), *args])


@pytest.fixture
def everything(call, office, give_results, edit):
    """The office with something to show for each command: results, levels, fits, evidence, a badge key, edited papers."""
    give_results(office)
    (office.records / "roster.csv").write_text(
        "職員番号,氏名,所属\ns001,青葉 花子,市民課\n", "utf-8"
    )
    row = "s001,成果物,SEC-LOG,,点検表,2020-04-01,2021-03-31,,棚3"
    head = "職員番号,種類,スキル,レベル,名称,日付,有効期限,評価者,根拠"
    (office.records / "evidence.csv").write_text(f"{head}\n{row}\n", "utf-8")
    edit("000103", "総務課 庶務係")
    issuer = ("--id", "did:web:city.example", "--name-ja", "青葉野市", "--name-en", "Aobano")
    for done in (
        call("build"),
        call("measure"),
        call("fit"),
        call("badge", "key", *issuer),
        call("plan", "pin", "案1", "p3", "d3-1", "--as", "案2", *WHY),
    ):
        assert 0 == done.exit_code, done.output
    return office


def test_without_an_entry_nothing_is_shown(call, everything, tmp_path, monkeypatch):
    """Where the audit cannot be written, no command shows, stores or hands out anything; each says why."""
    sheet = "職員番号,氏名,任用区分,適用開始日\n000101,若葉 花,正規,R2.4.1\n"
    (tmp_path / "職員.csv").write_text(sheet, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KAKEHASHI_AUDIT_KEY", "short")
    done = {path: call(*path.split(), *args, *WHY) for path, args in LOOKS.items()}

    refused = [path for path, one in done.items() if "KAKEHASHI_AUDIT_KEY" in one.stderr]
    assert sorted(LOOKS) == sorted(refused)
    assert {1} == {one.exit_code for one in done.values()}
    # This one counts people and levels, of nobody in particular, before it writes them.
    assert ["records levels"] == [path for path, one in done.items() if one.stdout]
    assert ["案1", "案2"] == sorted(p.name for p in (everything.records / "plans").iterdir())
    assert [] == [path for path in (tmp_path / "out", everything.dashboard) if path.exists()]
