"""Empty records on SQLite and on PostgreSQL, and short words for stating things."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta

import pytest

from grader.records.access_log import Access
from grader.records.database import Change, open_database, rows

BEGIN = datetime(2026, 4, 1, 0, 0, tzinfo=UTC)


class Office:
    """What the tests say again and again."""

    begin = BEGIN

    @staticmethod
    def access(minutes: float = 0, who: str = "jinji") -> Access:
        return Access(who, BEGIN + timedelta(minutes=minutes), "試験")

    @staticmethod
    def department(name: str, first: str, last: str | None = None, *, key="d1", **more) -> Change:
        until = None if last is None else date.fromisoformat(last)
        values = {"department": key, "name": name, **more}
        return Change("departments", values, date.fromisoformat(first), until)

    @staticmethod
    def person(person: str, number: str, name: str, first: str = "2026-04-01", **more) -> Change:
        values = {"person": person, "staff_number": number, "name": name, "employment": "regular"}
        return Change("people", {**values, **more}, date.fromisoformat(first))

    @staticmethod
    def names(engine, **asked) -> list[tuple[str, str, str | None]]:
        """Name, first and last day of the departments."""
        return [
            (
                row["name"],
                row["valid_from"].isoformat(),
                row["valid_to"] and row["valid_to"].isoformat(),
            )
            for row in rows(engine, "departments", **asked)
        ]


@pytest.fixture(scope="session")
def office():
    """Return the short words."""
    return Office()


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch):
    for name in ("KAKEHASHI_RECORDS_URL", "KAKEHASHI_AUDIT_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory):
    """Return an SQLite file with our tables, not to be written to."""
    path = tmp_path_factory.mktemp("empty") / "records.db"
    open_database(f"sqlite:///{path}").dispose()
    return path


@pytest.fixture(scope="session")
def empty_server(server):
    """Return the server with a database that has our tables."""
    server.execute("CREATE DATABASE records")
    open_database(server.url("records")).dispose()
    return server


@pytest.fixture
def sqlite_url(empty_file, tmp_path):
    """Return the URL of empty records in an SQLite file."""
    shutil.copy(empty_file, tmp_path / "records.db")
    return f"sqlite:///{tmp_path}/records.db"


@pytest.fixture
def postgres_url(empty_server):
    """Return the URL of empty records in a PostgreSQL database."""
    with empty_server.database("records") as made:
        yield made


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def url(request):
    """Return the URL of empty records on each kind of database."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def engine(url, tmp_path):
    """Open empty records on each kind of database."""
    opened = open_database(url, key=tmp_path / "audit.key")
    yield opened
    opened.dispose()


@pytest.fixture
def sqlite(sqlite_url):
    """Open empty records on SQLite only."""
    opened = open_database(sqlite_url)
    yield opened
    opened.dispose()
