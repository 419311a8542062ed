"""Opening a gradebook: its settings, its faults, and many at once."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from grader.errors import GradingError
from grader.grading.gradebook import open_gradebook


def test_sqlite_keeps_what_it_has_confirmed(sqlite):
    """The write-ahead log is on, every commit is flushed, foreign keys hold, and a lock is waited for."""
    with sqlite.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30000}
    assert expected == found


def test_a_damaged_gradebook_is_refused_untouched(sqlite_url, desk):
    """A file with overwritten pages is named as damaged, in both languages, and stays as it is."""
    engine = open_gradebook(sqlite_url)
    for number in range(30):
        desk.grade(engine, desk.incoming(f"t{number:02}"))
    engine.dispose()
    path = Path(engine.url.database)
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 9] = b"\x55" * (4096 * 6)
    path.write_bytes(data)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(GradingError) as caught:
        open_gradebook(sqlite_url)
    assert ("壊れています" in caught.value.ja, "damaged" in caught.value.en) == (True, True)
    assert before == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_file_that_is_no_database_is_refused(tmp_path):
    """A text file in the gradebook's place is called damaged, and is left alone."""
    path = tmp_path / "gradebook.db"
    path.write_text("成績簿\n" * 500, encoding="utf-8")
    with pytest.raises(GradingError) as caught:
        open_gradebook(f"sqlite:///{path}")
    assert "damaged" in caught.value.en
    assert "成績簿\n" * 500 == path.read_text(encoding="utf-8")


def test_a_gradebook_that_nbgrader_has_not_made_is_refused(tmp_path):
    """Where there is no gradebook none is made: nbgrader would leave its version out of ours."""
    with pytest.raises(GradingError) as caught:
        open_gradebook(f"sqlite:///{tmp_path}/gradebook.db")
    assert "no nbgrader gradebook yet" in caught.value.en
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "url", ["mysql://root:geheim@host/book", "no url: geheim", "nosuch://root:geheim@host/x"]
)
def test_other_databases_are_refused_without_the_password(url):
    """A URL that cannot be used is refused, and the message does not repeat a password."""
    with pytest.raises(GradingError) as caught:
        open_gradebook(url)
    assert "PostgreSQL" in caught.value.en
    assert "geheim" not in str(caught.value)


def test_a_server_that_does_not_answer_is_an_error_with_advice(tmp_path):
    """A PostgreSQL server that is not there is reported in both languages."""
    pytest.importorskip("psycopg")
    with pytest.raises(GradingError) as caught:
        open_gradebook(f"postgresql+psycopg://nobody@/none?host={tmp_path}")
    assert "成績簿を使えません" in caught.value.ja


def test_a_gradebook_of_a_newer_program_is_refused(url):
    """Tables of a later version are not written to."""
    engine = open_gradebook(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE kakehashi_schema SET version = version + 1"))
    engine.dispose()
    with pytest.raises(GradingError) as caught:
        open_gradebook(url)
    assert "newer kakehashi" in caught.value.en


@pytest.mark.slow
def test_eight_processes_may_open_a_new_gradebook_at_once(url, desk):
    """All of eight processes that find no tables of ours succeed, and the tables are there once."""
    code = (
        "import sys; from grader.grading.gradebook import open_gradebook; sys.stdin.readline();"
        "open_gradebook(sys.argv[1]).dispose()"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", code, url], stdin=subprocess.PIPE) for _ in range(8)
    ]
    for process in started:  # all have imported what they need: now they start together
        process.stdin.write(b"\n")
        process.stdin.close()
    assert [0] * 8 == [process.wait(timeout=60) for process in started]
    engine = open_gradebook(url)
    assert [{"version": 1}] == desk.rows(engine, "kakehashi_schema")
    engine.dispose()


def test_the_gradebook_needs_no_nbgrader():
    """Importing the gradebook does not import nbgrader, which takes a second."""
    code = "import sys, grader.grading.gradebook; print('nbgrader' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "False" == done.stdout.strip()
