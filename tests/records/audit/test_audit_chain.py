"""One can append to the audit; whatever else is done to it shows."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import stat
from datetime import datetime

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from grader.errors import RecordsError
from grader.records.access_log import Access, log_access
from grader.records.audit import anchor, anchor_text, entries, labels, read_anchor, verify
from grader.records.audit.table import audit
from grader.records.database import Change, open_database, reading, record

TRIGGERS = ("audit_no_update", "audit_no_delete", "audit_no_replace")


def _verdict(engine, kept=None):
    with reading(engine) as connection:
        return verify(connection, kept)


def _anchor(engine):
    with reading(engine) as connection:
        return anchor(connection)


def _tamper(engine, *statements):
    """Do what somebody does who owns the database but not the key."""
    with engine.begin() as connection:
        for name in TRIGGERS:
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
        for statement in statements:
            connection.execute(text(statement))


@pytest.fixture
def five(sqlite, note):
    """An audit with five entries."""
    for minutes in range(5):
        note(sqlite, f"entry {minutes + 1}", minutes=minutes)
    return sqlite


def test_the_code_is_the_hmac_of_the_entry(sqlite, note, tmp_path):
    """The code of the first entry is HMAC-SHA-256, as Python's own hmac gives it, over its eight parts as JSON."""
    note(sqlite, files={"a.csv": "0" * 64}, subjects=["p00002", "p00001", "p00002"])
    key = (tmp_path / "audit.key").read_bytes().strip()
    parts = [
        "1", "2026-04-01T00:00:00.000000Z", "jinji", "grades", "研修計画", '["p00001", "p00002"]',
        '{"a.csv": "' + "0" * 64 + '"}', "0" * 64,
    ]  # fmt: skip
    expected = hmac.new(key, json.dumps(parts).encode(), hashlib.sha256).hexdigest()
    with reading(sqlite) as connection:
        (entry,) = entries(connection)
    assert (expected, ("p00001", "p00002")) == (entry.mac, entry.subjects)


@pytest.mark.parametrize("statement", ["UPDATE audit SET who = 'x'", "DELETE FROM audit"])
def test_the_database_itself_refuses_changes(engine, note, statement):
    """SQLite and PostgreSQL refuse to update or delete an entry."""
    note(engine)
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))
    assert 1 == _verdict(engine).entries


def test_other_ways_to_remove_entries_are_refused_too(engine, note):
    """Neither INSERT OR REPLACE in SQLite nor TRUNCATE in PostgreSQL gets past."""
    note(engine)
    replace = "INSERT OR REPLACE INTO audit SELECT number, time, 'x', what, purpose, subjects, files, previous, mac FROM audit"
    statement = replace if engine.dialect.name == "sqlite" else "TRUNCATE audit"
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))
    assert 1 == _verdict(engine).entries


def test_a_whole_chain_fits(engine, note):
    """Entries numbered from 1 with growing times fit, with an anchor and without."""
    assert (0, None) == (_verdict(engine).entries, _anchor(engine))
    for minutes in (3, 3, 1):
        note(engine, minutes=minutes)
    kept = _anchor(engine)
    note(engine, minutes=9)
    with reading(engine) as connection:
        found = list(entries(connection))
    assert [1, 2, 3, 4] == [one.number for one in found]
    assert sorted({one.time for one in found}) == [one.time for one in found]
    assert (4, None) == (_verdict(engine, kept).entries, _verdict(engine, kept).misfit)
    assert kept == read_anchor(anchor_text(kept))


@pytest.mark.parametrize(
    ("statement", "misfit", "reason"),
    [
        ("UPDATE audit SET purpose = 'other' WHERE number = 3", 3, labels.CHANGED),
        ("UPDATE audit SET subjects = 'no json' WHERE number = 2", 2, labels.CHANGED),
        ("UPDATE audit SET mac = 'x' || substr(mac, 2) WHERE number = 5", 5, labels.CHANGED),
        ("DELETE FROM audit WHERE number = 2", 2, labels.MISSING),
        ("DELETE FROM audit WHERE number = 1", 1, labels.MISSING),
        ("UPDATE audit SET number = 9 WHERE number = 5", 5, labels.MISSING),
    ],
)
def test_the_first_entry_that_does_not_fit_is_named(five, statement, misfit, reason):
    """An entry changed, removed or renumbered is found, and those before it fit."""
    _tamper(five, statement)
    found = _verdict(five)
    assert (misfit, reason, misfit - 1) == (found.misfit, found.reason, found.entries)


def test_an_entry_taken_from_another_chain_with_the_same_key_does_not_fit(five, note, tmp_path):
    """A genuine entry of the same number and key, but of another chain, does not follow the entry before."""
    other = open_database(f"sqlite:///{tmp_path}/other.db", key=tmp_path / "audit.key")
    for minutes in range(3):
        note(other, f"other {minutes + 1}", minutes=minutes)
    with reading(other) as connection:
        third = dict(
            connection.execute(text("SELECT * FROM audit WHERE number = 3")).mappings().one()
        )
    other.dispose()
    _tamper(five, "DELETE FROM audit WHERE number = 3")
    with five.begin() as connection:
        connection.execute(insert(audit), third)
    assert (3, labels.UNLINKED) == (_verdict(five).misfit, _verdict(five).reason)


def test_only_an_anchor_shows_that_the_end_was_cut_off(five):
    """Without its last two entries the chain still fits; against an anchor the first one missing is named."""
    kept = _anchor(five)
    _tamper(five, "DELETE FROM audit WHERE number > 3")
    assert (3, None) == (_verdict(five).entries, _verdict(five).misfit)
    assert (4, labels.CUT_OFF) == (_verdict(five, kept).misfit, _verdict(five, kept).reason)


def test_a_chain_made_anew_does_not_fit_the_anchor(five, note):
    """Somebody who also has the key can make the whole chain anew; the anchor shows it."""
    kept = _anchor(five)
    _tamper(five, "DELETE FROM audit")
    for minutes in range(6):
        note(five, f"entry {minutes + 2}", minutes=minutes)
    assert None is _verdict(five).misfit
    assert (5, labels.OTHER) == (_verdict(five, kept).misfit, _verdict(five, kept).reason)


def test_nothing_is_appended_with_another_key(five, note, tmp_path):
    """With a wrong key, or none, nothing is appended, and verification says that the first entry does not fit."""
    path = tmp_path / "audit.key"
    path.unlink()
    with pytest.raises(RecordsError, match="key of the audit is missing"):
        note(five, "entry 6")
    path.write_text("f" * 64, encoding="ascii")
    with pytest.raises(RecordsError, match="does not fit the key"):
        note(five, "entry 6")
    assert (1, labels.CHANGED) == (_verdict(five).misfit, _verdict(five).reason)


def test_the_key_may_stand_in_the_environment(sqlite, note, tmp_path, monkeypatch):
    """A key in the environment goes before the file, which is not even made; a short one is refused."""
    monkeypatch.setenv("KAKEHASHI_AUDIT_KEY", "short")
    with pytest.raises(RecordsError, match="32 characters"):
        note(sqlite)
    monkeypatch.setenv("KAKEHASHI_AUDIT_KEY", "x" * 32)
    note(sqlite)
    assert (1, None) == (_verdict(sqlite).entries, _verdict(sqlite).misfit)
    assert not (tmp_path / "audit.key").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_only_its_owner_reads_the_key(sqlite, note, tmp_path):
    """The key is made on first use with mode 0600, whatever the umask."""
    before = os.umask(0)
    try:
        note(sqlite)
    finally:
        os.umask(before)
    assert 0o600 == stat.S_IMODE((tmp_path / "audit.key").stat().st_mode)
    assert [] == list(tmp_path.glob(".audit.key*"))


def test_a_change_of_records_and_its_entry_stand_or_fall_together(sqlite, note, tmp_path):
    """Without its key the audit cannot be written, so the records are not changed either."""
    note(sqlite)
    (tmp_path / "audit.key").unlink()
    (entry,) = _entries(sqlite)
    change = Change("departments", {"department": "d1", "name": "総務課"}, entry.time.date())
    access = Access("jinji", entry.time, "組織改正")
    with pytest.raises(RecordsError, match="audit"):
        record(sqlite, [change], access=access, what="departments")
    with sqlite.connect() as connection:
        assert 0 == connection.execute(text("SELECT count(*) FROM departments")).scalar()


def test_a_change_names_the_people_it_is_about(sqlite, note):
    """The entry of a change has the ids of all people named in it, whoever they are in it, and a sum over the rows."""
    note(sqlite)
    (entry,) = _entries(sqlite)
    remark = {"person": "p00001", "author": "p00002", "text": "適任"}
    change = Change("remarks", remark, entry.time.date())
    record(sqlite, [change], access=Access("jinji", entry.time, "異動"), what="remarks")
    last = _entries(sqlite)[-1]
    assert (("p00001", "p00002"), {"records"}) == (last.subjects, set(last.files))


def _entries(engine):
    with reading(engine) as connection:
        return list(entries(connection))


def test_a_log_of_earlier_versions_is_sealed(tmp_path, audited, note):
    """The first entry holds the sum of an access log of earlier versions, which stays as it is."""
    log = tmp_path / "access-log.jsonl"
    log.write_text('{"who": "officer"}\n', encoding="utf-8")
    engine = open_database(f"sqlite:///{tmp_path}/records.db")
    note(engine)
    engine.dispose()
    first, second = audited(tmp_path)
    digest = hashlib.sha256(log.read_bytes()).hexdigest()
    assert ("access-log.jsonl", {"access-log.jsonl": digest}) == (first.what, first.files)
    assert "grades" == second.what


def test_each_look_leaves_an_entry(tmp_path, audited):
    """`log_access` makes the database when there is none, and leaves one entry with purpose and people."""
    records = tmp_path / "records"
    access = Access("jinji", datetime.fromisoformat("2026-04-01T09:00:00+09:00"), "面談")
    log_access(records, access, what="levels", files={}, subjects=["s001"])
    (entry,) = audited(records)
    assert ("levels", "面談", ("s001",), access.when) == (
        entry.what, entry.purpose, entry.subjects, entry.time,
    )  # fmt: skip


@pytest.mark.parametrize(
    "line", ["", "12", "12 2026-04-01T00:00:00Z", "x y " + "0" * 64, "1 t " + "g" * 64]
)
def test_an_anchor_that_is_none_is_refused(line):
    """A line that `anchor_text` did not write is refused with the command that makes one."""
    with pytest.raises(RecordsError, match="kakehashi audit anchor"):
        read_anchor(line)
