"""A small gradebook made by nbgrader, on SQLite and on a PostgreSQL server of our own."""

from __future__ import annotations

import hashlib
import importlib
import json
import shutil
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from grader.grading.gradebook import (
    Graded,
    Incoming,
    claim,
    open_gradebook,
    receive,
    record,
)
from grader.grading.model import NotebookMarks

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 20)  # noqa: DTZ001  # nbgrader keeps UTC without saying so


def fill(api, url: str) -> None:
    """Make a gradebook as nbgrader does: two notebooks with tests, a text, a task."""
    with api.Gradebook(url, "course") as book:
        book.add_assignment("ps1", course_id="course", duedate=DUE)
        for name in ("p1", "p2"):
            book.add_notebook(name, "ps1")
        for name, points in (("t1", 2), ("t2", 3)):
            book.add_grade_cell(name, "p1", "ps1", max_score=points, cell_type="code")
        book.add_solution_cell("a1", "p1", "ps1")
        book.add_grade_cell("essay", "p1", "ps1", max_score=5, cell_type="markdown")
        book.add_solution_cell("essay", "p1", "ps1")
        book.add_task_cell("task", "p1", "ps1", max_score=1, cell_type="markdown")
        book.add_grade_cell("u1", "p2", "ps1", max_score=4, cell_type="code")
        book.add_solution_cell("b1", "p2", "ps1")


def results_text(cells) -> str:
    """Stand in for the coordinator's `results.json`."""
    total = sum(cell.points for cell in cells)
    return json.dumps({"score": total, "cells": [asdict(cell) for cell in cells]})


class Desk:
    """Short words for what the tests do again and again."""

    now = NOW

    @staticmethod
    def digest(word: str) -> str:
        return hashlib.sha256(word.encode()).hexdigest()

    def incoming(self, trainee="sato", work="a", *, release="r1", at=NOW, **more) -> Incoming:
        return Incoming(
            trainee,
            "ps1",
            self.digest(work),
            self.digest(release),
            self.digest("env"),
            at,
            **more,
        )

    def graded(self, key: str, trainee="sato", *, owner="me", t1=2.0, t2=1.5, u1=4.0, **more):
        """What the engine found: a text and a task to be marked by hand, partial credit for t2."""
        notebooks = {
            "p1": NotebookMarks(
                {"t1": t1, "t2": t2, "essay": None, "task": None},
                {"a1": None, "essay": "No response.", "task": None},
                f'{{"by": "{trainee}", "t1": {t1}}}\n'.encode(),
            ),
            "p2": NotebookMarks({"u1": u1}, {"b1": None}, f'{{"u1": {u1}}}\n'.encode()),
        }
        given = {"notebooks": notebooks, "results": results_text, "submitted_at": NOW, **more}
        return Graded(key, owner, trainee, "ps1", isolation="bubblewrap", **given)

    def take(self, engine, *items: Incoming, again=False, owner="me"):
        """Receive and claim."""
        keys = [job.key for job in receive(engine, items, again=again)]
        return claim(engine, len(keys), now=NOW, owner=owner, seconds=60, keys=keys)

    def grade(self, engine, item: Incoming | None = None, *, again=False, late=None, **marks):
        """Receive, claim and record one submission."""
        item = item or self.incoming()
        self.take(engine, item, again=again)
        found = self.graded(item.key, item.trainee, **marks)
        return record(engine, [found], now=NOW, late=late)[0]

    @staticmethod
    def rows(engine, table: str, *, without=("id",)) -> list[dict]:
        """Everything in a table, without the columns that count up."""
        with engine.connect() as connection:
            found = connection.execute(text(f"SELECT * FROM {table}")).mappings().all()  # noqa: S608
        kept = [{name: row[name] for name in row if name not in without} for row in found]
        return sorted(kept, key=repr)

    def events(self, engine) -> list[str]:
        """Kinds of events, in order."""
        with engine.connect() as connection:
            return list(connection.scalars(text("SELECT kind FROM kakehashi_event ORDER BY id")))

    def state(self, engine) -> dict[str, list[dict]]:
        """All that grading wrote, byte for byte, except what may differ between runs."""
        tables = ("student", "submitted_assignment", "submitted_notebook", "grade", "comment")
        found = {name: self.rows(engine, name, without=()) for name in tables}
        found["kakehashi_job"] = self.rows(engine, "kakehashi_job")
        found["kakehashi_event"] = self.rows(engine, "kakehashi_event")
        found["kakehashi_result"] = self.rows(engine, "kakehashi_result", without=("usage",))
        found["kakehashi_content"] = self.rows(engine, "kakehashi_content")
        return found

    @staticmethod
    def later(**delta) -> datetime:
        return NOW + timedelta(**delta)


@pytest.fixture(scope="session")
def api():
    """Return nbgrader's own interface to the gradebook."""
    return importlib.import_module("nbgrader.api")  # a second; most tests only copy what it made


@pytest.fixture(scope="session")
def desk():
    """Return the short words."""
    return Desk()


@pytest.fixture(scope="session")
def filled(api, tmp_path_factory) -> Path:
    """Return a gradebook that nbgrader has made, not to be written to."""
    path = tmp_path_factory.mktemp("made") / "gradebook.db"
    fill(api, f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def filled_database(api, server):
    """Return the server with a database that nbgrader has made."""
    server.execute("CREATE DATABASE filled")
    fill(api, server.url("filled"))
    return server


@pytest.fixture
def postgres_url(filled_database):
    """Return the URL of a new PostgreSQL database that nbgrader has made."""
    with filled_database.database("filled") as made:
        yield made


@pytest.fixture
def sqlite_url(filled, tmp_path):
    """Return the URL of a new SQLite database that nbgrader has made."""
    shutil.copy(filled, tmp_path / "gradebook.db")
    return f"sqlite:///{tmp_path}/gradebook.db"


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def url(request):
    """Return the URL of a new gradebook on each kind of database."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def engine(url):
    """Open a new gradebook on each kind of database."""
    opened = open_gradebook(url)
    yield opened
    opened.dispose()


@pytest.fixture
def sqlite(sqlite_url):
    """Open a new gradebook on SQLite only."""
    opened = open_gradebook(sqlite_url)
    yield opened
    opened.dispose()
