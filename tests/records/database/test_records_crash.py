"""Killed, many at once, or out of space: the records are whole, and running again completes them."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, select

from grader.errors import RecordsError
from grader.records.audit import verify
from grader.records.audit.table import audit
from grader.records.database import open_database, reading, record, rows
from grader.records.database.tables import TABLES

BATCHES = 30
FOREVER = date(2026, 4, 1), None
MIDDLE = date(2026, 6, 1), date(2026, 6, 30)

# Each batch gives four departments another name in the middle of what is known of them.
WORKER = """
import sys
from datetime import UTC, date, datetime, timedelta
from grader.records.access_log import Access
from grader.records.database import Change, open_database, record

def state(engine, who, batch, name, days):
    keys = [{"department": f"{who}{batch:02}{n}", "name": name} for n in range(4)]
    access = Access(who, datetime(2026, 4, 1, tzinfo=UTC) + timedelta(minutes=batch), "試験")
    record(engine, [Change("departments", key, *days) for key in keys], access=access, what=name)

def work(url, who, batches):
    engine = open_database(url)
    for batch in range(batches):
        state(engine, who, batch, "new", (date(2026, 6, 1), date(2026, 6, 30)))
    engine.dispose()
"""
ALONE = """
url, who, batches = *sys.argv[1:3], int(sys.argv[3])
sys.stdin.readline()
print("begun", flush=True)
work(url, who, batches)
"""
_here: dict[str, Any] = {}
exec(WORKER, _here)  # noqa: S102  # the same lines as in the other processes


@pytest.fixture
def start(monkeypatch):
    """Return a function that starts a process which states things; it waits for a word to begin."""
    monkeypatch.setenv("KAKEHASHI_AUDIT_KEY", "k" * 64)  # the same chain whoever writes it
    started = []

    def begin(url, who="d", batches=BATCHES):
        command = [sys.executable, "-c", WORKER + ALONE, url, who, str(batches)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        started.append(subprocess.Popen(command, **pipes))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.communicate()


def _go(*processes):
    for process in processes:
        process.stdin.write(b"\n")
        process.stdin.flush()


def _old(url, who="d", batches=BATCHES):
    engine = open_database(url)
    for batch in range(batches):
        _here["state"](engine, who, batch, "old", FOREVER)
    engine.dispose()


def _everything(url):
    """All rows ever written and the whole audit, without the numbers that count up."""
    engine = open_database(url)
    columns = [column for column in TABLES["departments"].columns if column.name != "id"]
    with reading(engine) as connection:
        found = connection.execute(select(*columns)).all()
        chain = connection.execute(select(audit)).all()
        fits = verify(connection)
    engine.dispose()
    assert None is fits.misfit
    return sorted(found, key=repr), sorted(chain)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")
def test_after_kills_at_any_moment_a_rerun_gives_the_same(url, start, empty_file, tmp_path):
    """Killed with SIGKILL at random moments and run again, rows, times and audit are as if nothing had been."""
    processes = [start(url) for _ in range(3)]  # they import while the old names are stated
    undisturbed = tmp_path / "undisturbed.db"
    undisturbed.write_bytes(empty_file.read_bytes())
    for one in (url, f"sqlite:///{undisturbed}"):
        _old(one)
    _here["work"](f"sqlite:///{undisturbed}", "d", BATCHES)
    for process in processes[:2]:
        _go(process)
        process.stdout.readline()
        time.sleep(random.uniform(0, 0.1))  # noqa: S311  # any moment will do
        process.kill()
        process.wait()
    _go(processes[2])
    processes[2].communicate(timeout=60)
    assert 0 == processes[2].returncode
    assert _everything(f"sqlite:///{undisturbed}") == _everything(url)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_several_writers_lose_nothing(request, start, tmp_path, kind):
    """Three processes that find no tables and write at once lose nothing of what each stated, and the audit fits."""
    fixture = "empty_postgres_url"
    url = f"sqlite:///{tmp_path}/new.db" if kind == "sqlite" else request.getfixturevalue(fixture)
    processes = [start(url, who, 8) for who in "abc"]
    _go(*processes)
    for process in processes:
        process.communicate(timeout=60)
    assert [0, 0, 0] == [process.returncode for process in processes]
    found, chain = _everything(url)
    expected = {
        (f"{who}{batch:02}{n}", "new", *MIDDLE, who)
        for who in "abc"
        for batch in range(8)
        for n in range(4)
    }
    known = [row for row in found if row.recorded_to is None]
    assert expected == {
        (row.department, row.name, row.valid_from, row.valid_to, row.recorded_by) for row in known
    }
    assert (len(expected), 24) == (len(found), len(chain))


def test_a_full_disk_leaves_the_old_state(sqlite, office):
    """At SQLite's own limit the error says so, what was known is still known, and with room the same succeeds."""
    record(sqlite, [office.department("総務課", "2026-04-01")], access=office.access(), what="x")
    many = [office.department("長" * 400, "2026-04-01", key=f"d{n}") for n in range(2000)]
    limit = {"pages": 100}

    @event.listens_for(sqlite, "begin")
    def narrow(connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={limit['pages']}")

    with pytest.raises(RecordsError, match="空きがありません"):
        record(sqlite, many, access=office.access(1), what="x")
    assert [("総務課", "2026-04-01", None)] == office.names(sqlite)
    limit["pages"] = 1_000_000
    assert 2000 == record(sqlite, many, access=office.access(2), what="x")
    assert 2000 == len(rows(sqlite, "departments"))
    with reading(sqlite) as connection:
        assert 2 == verify(connection).entries
