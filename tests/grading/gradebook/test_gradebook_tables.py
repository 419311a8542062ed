"""Our description of nbgrader's tables, and nbgrader on the database after us."""

from __future__ import annotations

import pytest
from sqlalchemy import UniqueConstraint, text
from sqlalchemy.exc import DatabaseError

from grader.grading.gradebook import open_gradebook
from grader.grading.gradebook.tables import OURS, THEIRS

pytestmark = pytest.mark.nbgrader


def _shape(column) -> tuple:
    return column.name, str(column.type), column.nullable, column.primary_key


@pytest.mark.parametrize("name", sorted(set(THEIRS.tables) - {"alembic_version"}))
def test_nbgraders_tables_are_as_we_describe_them(api, name):
    """Each column we use has the type, the nullability and the place in the key that nbgrader gives it."""
    theirs = api.Base.metadata.tables[name].columns
    ours = THEIRS.tables[name].columns
    assert [_shape(theirs[column.name]) for column in ours] == [_shape(column) for column in ours]


def test_nbgrader_has_the_unique_keys_by_which_we_update(api):
    """Rows of submissions, notebooks, grades and comments are unique by the columns that our upserts name."""
    wanted = {
        "submitted_assignment": {"assignment_id", "student_id"},
        "submitted_notebook": {"assignment_id", "notebook_id"},
        "grade": {"cell_id", "notebook_id"},
        "comment": {"cell_id", "notebook_id"},
    }
    found = {
        name: {
            column.name
            for constraint in api.Base.metadata.tables[name].constraints
            if isinstance(constraint, UniqueConstraint)
            for column in constraint.columns
        }
        for name in wanted
    }
    assert wanted == found


def test_columns_of_nbgrader_that_we_leave_out_may_be_empty(api):
    """No column that we do not write to needs a value, so that our new rows are whole."""
    written = {"student", "submitted_assignment", "submitted_notebook", "grade", "comment"}
    needed = {
        f"{name}.{column.name}"
        for name in written
        for column in api.Base.metadata.tables[name].columns
        if not column.nullable and column.name not in THEIRS.tables[name].columns
    }
    assert set() == needed


def test_nbgrader_opens_the_database_after_us(api, url, desk):
    """Nbgrader reads what we wrote, and its own version in the database is what it was."""

    def version(engine) -> str:
        return desk.rows(engine, "alembic_version")[0]["version_num"]

    engine = open_gradebook(url)
    before = version(engine)
    desk.grade(engine)
    with api.Gradebook(url, "course") as book:
        assert 7.5 == book.find_submission("ps1", "sato").score
    assert before == version(engine)
    engine.dispose()


def test_all_our_tables_carry_our_name():
    """Nothing that nbgrader may add one day can collide with a table of ours."""
    assert all(name.startswith("kakehashi_") for name in OURS.tables)


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE kakehashi_event SET at = 'never'",
        "DELETE FROM kakehashi_event",
    ],
)
def test_events_cannot_be_changed(engine, desk, attack):
    """The database itself refuses to change or remove an event."""
    desk.grade(engine)
    before = desk.rows(engine, "kakehashi_event")
    with pytest.raises(DatabaseError, match="append-only"), engine.begin() as connection:
        connection.execute(text(attack))
    assert before == desk.rows(engine, "kakehashi_event")


def test_events_cannot_be_replaced(sqlite, desk):
    """SQLite's INSERT OR REPLACE, which counts as no deletion, does not get at an event either."""
    desk.grade(sqlite)
    before = desk.rows(sqlite, "kakehashi_event", without=())
    with sqlite.begin() as connection:
        connection.execute(
            text("INSERT OR REPLACE INTO kakehashi_event VALUES (1, 'k', 'graded', 'j', 'now')")
        )
    assert before == desk.rows(sqlite, "kakehashi_event", without=())


def test_events_cannot_be_truncated(postgres_url, desk):
    """PostgreSQL's TRUNCATE, which counts as no deletion, does not get at the events either."""
    engine = open_gradebook(postgres_url)
    desk.grade(engine)
    with pytest.raises(DatabaseError, match="append-only"), engine.begin() as connection:
        connection.execute(text("TRUNCATE kakehashi_event"))
    assert ["received", "graded"] == desk.events(engine)
    engine.dispose()
