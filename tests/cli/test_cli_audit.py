"""`kakehashi audit`: what it prints, and how it ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from grader.records.access_log import Access, log_access
from grader.records.database import Change, open_records, record

BEGIN = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture
def looked(minimal):
    """Three looks at people, the last one by somebody with a strange purpose."""
    for number, purpose in enumerate(("面談", "研修計画", "x\x1b[2J\ny")):
        access = Access("jinji", BEGIN + timedelta(days=number), purpose)
        subjects = [f"p{person:05}" for person in range(number * 4 + 1)]
        log_access(minimal.records, access, what="levels", files={}, subjects=subjects)
    return minimal


def _tamper(workspace, statement):
    engine = open_records(workspace.records)
    with engine.begin() as connection:
        for name in ("audit_no_update", "audit_no_delete"):
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(statement))
    engine.dispose()


@pytest.mark.usefixtures("looked")
def test_show_prints_the_newest_first(run):
    """One line each, with time, purpose and the first people; nothing that steers the terminal."""
    result = run("audit", "show", "--last", "2")

    assert 0 == result.exit_code
    assert [
        "3\t2026-04-03T00:00:00Z\tjinji\tlevels\tx?[2J?y\tp00000 p00001 p00002 p00003 p00004 +4",
        "2\t2026-04-02T00:00:00Z\tjinji\tlevels\t研修計画\tp00000 p00001 p00002 p00003 p00004",
    ] == result.stdout.splitlines()


@pytest.mark.usefixtures("looked")
def test_show_prints_what_concerns_one_person(run):
    """With a person id only entries about that person are shown."""
    result = run("audit", "show", "--person", "p00005")

    assert ["3"] == [line.split("\t")[0] for line in result.stdout.splitlines()]


@pytest.mark.usefixtures("looked")
def test_a_whole_audit_fits_its_anchor(run, tmp_path):
    """The anchor that was printed is read back from a file of anchors, and everything fits."""
    kept = tmp_path / "anchors.txt"
    kept.write_text(f"an older line\n{run('audit', 'anchor').stdout}\n", encoding="utf-8")
    result = run("audit", "verify", "--anchor-file", kept)

    assert (0, "監査記録 3 件は、すべてつながっています。\n") == (result.exit_code, result.stdout)


def test_a_changed_entry_is_named(run, looked):
    """Verification ends with 1 and names the first entry that does not fit, and what is wrong."""
    _tamper(looked, "UPDATE audit SET who = 'x' WHERE number = 2")
    result = run("--lang", "en", "audit", "verify")

    assert 1 == result.exit_code
    assert result.stdout.startswith(
        "Entry 2 of the audit does not fit (the 1 before it do): Its content"
    )


def test_a_cut_off_end_shows_against_the_anchor(run, looked):
    """Without the anchor the rest still fits; with it the first entry missing is named."""
    line = run("audit", "anchor").stdout
    _tamper(looked, "DELETE FROM audit WHERE number = 3")

    assert 0 == run("audit", "verify").exit_code
    result = run("audit", "verify", "--anchor", line)
    assert 1 == result.exit_code
    assert "監査記録の 3 番が合いません" in result.stdout


def test_records_changed_past_the_program_are_named(run, looked):
    """Where the chain fits but the tables were changed directly, verification ends with 1 and names the entry."""
    engine = open_records(looked.records)
    change = Change("departments", {"department": "d1", "name": "総務課"}, BEGIN.date())
    record(engine, [change], access=Access("jinji", BEGIN, "組織改正"), what="departments")
    assert 0 == run("audit", "verify").exit_code
    with engine.begin() as connection:
        connection.execute(text("UPDATE departments SET name = 'x'"))
    engine.dispose()
    result = run("audit", "verify")

    assert 1 == result.exit_code
    assert "監査記録の 4 番" in result.stdout


@pytest.mark.usefixtures("minimal")
def test_without_entries_there_is_no_anchor(run):
    """An audit without entries fits, and the lack of an anchor is said beside the output."""
    result = run("audit", "anchor")

    assert (0, "") == (result.exit_code, result.stdout)
    assert "まだありません" in result.stderr
    assert 0 == run("audit", "verify").exit_code


@pytest.mark.usefixtures("minimal")
def test_a_wrong_anchor_is_told(run):
    """What is no anchor is refused with the command that prints one."""
    result = run("--lang", "en", "audit", "verify", "--anchor", "12")

    assert 1 == result.exit_code
    assert "kakehashi audit anchor" in result.stderr
