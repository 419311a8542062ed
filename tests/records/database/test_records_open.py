"""The database is made, brought up to date, and refused when it is not fit to be written to."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from grader.errors import RecordsError, WorkspaceError
from grader.records.audit.table import METADATA as AUDIT
from grader.records.database import (
    database_place,
    database_url,
    open_database,
    open_records,
    record,
    rows,
)
from grader.records.database.open import VERSIONS, _migrations
from grader.records.database.tables import METADATA, REVISIONS
from grader.records.sheets.catalogue import SHEETS
from grader.workspace import find_workspace


def test_migrations_make_the_tables_that_the_sheets_ask_for(engine):
    """Alembic finds no difference between the migrated database and the tables made from the list of sheets."""
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "version_table": VERSIONS}
        )
        found = compare_metadata(context, [METADATA, AUDIT])
    assert [] == found
    assert set() == SHEETS.keys() - METADATA.tables.keys()


def test_the_revisions_named_are_those_that_are_there():
    """The list of revisions, by which an old program knows a newer database, is Alembic's own."""
    config = Config()
    config.set_main_option("script_location", str(_migrations()))
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    assert list(reversed(REVISIONS)) == [one.revision for one in script.walk_revisions()]


def test_opening_again_changes_nothing(engine, url, tmp_path):
    """A database that is up to date is opened as it is."""
    open_database(url, key=tmp_path / "audit.key").dispose()
    assert [] == rows(engine, "people")
    with engine.connect() as connection:
        assert [("0001",)] == connection.execute(text("SELECT * FROM records_version")).all()


def test_sqlite_is_safe_and_does_not_block_readers(sqlite):
    """SQLite writes ahead into a log, and a commit is on the disk before it is reported."""
    with sqlite.connect() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
    assert ["wal", 2, 1] == found


def test_a_damaged_file_is_refused_and_left_alone(tmp_path):
    """A file that is no database is called damaged; no byte of it changes."""
    path = tmp_path / "records.db"
    path.write_bytes("人事記録\n".encode() * 500)
    with pytest.raises(RecordsError, match="the records are damaged"):
        open_database(f"sqlite:///{path}")
    assert "人事記録\n".encode() * 500 == path.read_bytes()


@pytest.mark.parametrize("url", ["mysql://hr:geheim@host/x", "geheim", "nosuch://hr:geheim@host/x"])
def test_other_urls_are_refused_without_the_password(url):
    """A URL that cannot be used is refused, with the variable to look at, and no password is repeated."""
    with pytest.raises(RecordsError, match="KAKEHASHI_RECORDS_URL") as caught:
        open_database(url)
    assert "geheim" not in str(caught.value)


def test_a_server_that_does_not_answer_is_an_error_with_advice(tmp_path):
    """A PostgreSQL server that is not there is reported in both languages, without the password."""
    pytest.importorskip("psycopg")
    with pytest.raises(RecordsError, match="人事記録を使えません") as caught:
        open_database(f"postgresql+psycopg://hr:geheim@/none?host={tmp_path}")
    assert "geheim" not in str(caught.value)


def test_records_of_a_newer_program_are_refused(engine, url):
    """A revision that this program does not know is not written to."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE records_version SET version_num = '9999'"))
    with pytest.raises(RecordsError, match="newer kakehashi"):
        open_database(url)


def test_a_gradebook_takes_no_records(url, tmp_path):
    """A database with nbgrader's tables is refused, and gets no table of ours."""
    engine = open_database(url, key=tmp_path / "audit.key")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE submitted_assignment (id INTEGER)"))
        connection.execute(text("DROP TABLE records_version"))
    engine.dispose()
    with pytest.raises(RecordsError, match="this is a gradebook"):
        open_database(url)


def _name(workspace, url):
    with (workspace.root / "workspace.yaml").open("a", encoding="utf-8") as file:
        file.write(f'records_url: "{url}"\n')
    return find_workspace(workspace.root)


def test_the_url_comes_from_the_environment_or_the_workspace(minimal, monkeypatch):
    """A file in the folder of records, unless workspace.yaml names another database, unless the environment does."""
    assert f"sqlite:///{minimal.records / 'records.db'}" == database_url(minimal)
    named = _name(minimal, "postgresql+psycopg://hr@db/records")
    assert "postgresql+psycopg://hr@db/records" == database_url(named)
    monkeypatch.setenv("KAKEHASHI_RECORDS_URL", "postgresql+psycopg://hr:geheim@other/records")
    assert "postgresql+psycopg://hr:geheim@other/records" == database_url(named)
    assert "postgresql+psycopg://hr:***@other/records" == database_place(named)


def test_the_workspace_names_the_database_of_its_own_records_only(minimal, tmp_path):
    """What workspace.yaml names is opened wherever one stands; other folders of records, as those of a demo, are apart."""
    place = tmp_path / "elsewhere.db"
    _name(minimal, f"sqlite:///{place.as_posix()}")
    open_records(minimal.records).dispose()
    assert (True, False) == (place.exists(), (minimal.records / "records.db").exists())
    demo = minimal.build / "demo" / "records"
    open_records(demo).dispose()
    assert (demo / "records.db").exists()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql+psycopg://hr:geheim@db/records", "no password"),
        ("postgresql+psycopg://db/records?user=hr&password=geheim", "no password"),
        ("sqlite:///records.db", "does not match"),
        ("mysql://db/records", "does not match"),
    ],
)
def test_a_url_with_a_password_or_without_a_place_is_refused(minimal, url, told):
    """A password does not stand beside the lessons, and a relative path would begin a database wherever one stands."""
    with pytest.raises(WorkspaceError) as caught:
        _name(minimal, url)
    assert told in caught.value.en


def test_a_named_database_needs_records_in_the_workspace(minimal):
    """From a folder of records outside nothing leads back to the workspace.yaml that names the database."""
    path = minimal.root / "workspace.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\npaths: {records: ../away}\n", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="has to lie in the workspace"):
        _name(minimal, "postgresql+psycopg://hr@db/records")


def test_lost_records_are_not_begun_anew(minimal, office, monkeypatch):
    """With a key of the audit and no database, as where the variable was forgotten, nothing is made, and the way out is told."""
    elsewhere = minimal.root / "elsewhere.db"
    monkeypatch.setenv("KAKEHASHI_RECORDS_URL", f"sqlite:///{elsewhere}")
    engine = open_records(minimal.records)
    change = office.department("課", "2026-04-01")
    record(engine, [change], access=office.access(), what="test")
    engine.dispose()
    monkeypatch.delenv("KAKEHASHI_RECORDS_URL")
    with pytest.raises(RecordsError, match="Name the database in records_url"):
        open_records(minimal.records)
    assert not (minimal.records / "records.db").exists()
