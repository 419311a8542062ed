"""An audit with a few entries, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from grader.records.access_log import Access
from grader.records.audit import append
from grader.records.database import open_database
from grader.records.database.open import writing

BEGIN = datetime(2026, 4, 1, 0, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch):
    for name in ("KAKEHASHI_RECORDS_URL", "KAKEHASHI_AUDIT_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request, tmp_path):
    """Open empty records on each kind of database."""
    url = (
        f"sqlite:///{tmp_path}/records.db"
        if request.param == "sqlite"
        else request.getfixturevalue("empty_postgres_url")
    )
    opened = open_database(url, key=tmp_path / "audit.key")
    yield opened
    opened.dispose()


@pytest.fixture
def sqlite(tmp_path):
    """Open empty records on SQLite only."""
    opened = open_database(f"sqlite:///{tmp_path}/records.db")
    yield opened
    opened.dispose()


@pytest.fixture
def note():
    """Return a function that appends an entry."""

    def noted(engine, what="grades", *, minutes=0, **more):
        access = Access("jinji", BEGIN + timedelta(minutes=minutes), "研修計画")
        with writing(engine) as connection:
            append(connection, access, what=what, **more)

    return noted
