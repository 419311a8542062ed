"""What was recorded is what stands in the tables; whatever somebody does to them past this program shows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from grader.records.database import Altered, Change, altered, open_database, reading, record

A, B = "総務課", "総務部"


def _altered(engine):
    with reading(engine) as connection:
        return [(one.number, one.time) for one in altered(connection)]


def _fill(engine, office):
    """Change one department twice, and state a post with every kind of value, and a person."""
    post = {
        "post": "P1", "name": "係", "department": "d1", "kind": "rotation", "seats": 0.1 + 0.2,
        "grade_min": 3, "acts": ("a", "b"),
    }  # fmt: skip
    need = {"post": "P1", "skill": "SEC-LOG", "people": 1, "key": True}
    first = [
        office.department(A, "2026-04-01"),
        Change("posts", post, date(2026, 4, 1)),
        Change("post_skills", need, date(2026, 4, 1)),
        office.person("p00001", "1001", "佐藤", hired_on=date(2020, 4, 1)),
    ]
    record(engine, first, access=office.access(who="jinji\udce3"), what="x")
    record(engine, [office.department(B, "2026-07-01")], access=office.access(1), what="x")


@pytest.fixture
def filled(sqlite, office):
    """Return records in which something stands."""
    _fill(sqlite, office)
    return sqlite


def test_what_was_recorded_is_found_as_it_was(engine, office):
    """After statements of every kind of value by an account of any name, the rows are what the audit says."""
    _fill(engine, office)
    assert [] == _altered(engine)


@pytest.mark.parametrize(
    ("statement", "numbers"),
    [
        ("UPDATE departments SET name = 'x' WHERE recorded_to IS NULL AND valid_to IS NULL", [2]),
        ("UPDATE departments SET name = 'x' WHERE recorded_to IS NOT NULL", [1, 2]),
        (
            "UPDATE departments SET recorded_to = '2027-04-01T00:00:00.000000Z' WHERE recorded_to > ''",
            [2, None],
        ),
        ("UPDATE people SET recorded_by = 'x'", [1]),
        ("UPDATE post_skills SET skill = 'SEC-IAM'", [1]),
        ("DELETE FROM departments WHERE valid_from = '2026-07-01'", [2]),
    ],
)
def test_rows_changed_past_the_program_are_found(filled, statement, numbers):
    """A value, a day or a time changed in the tables, or a row taken out, is found with the entry that recorded it."""
    with filled.begin() as connection:
        connection.execute(text(statement))
    assert numbers == [number for number, _ in _altered(filled)]


def test_rows_put_in_past_the_program_are_found(filled, office):
    """A row with the time of an entry does not fit its sum; one with a time of its own has no entry."""
    put = text(
        "INSERT INTO departments (department, name, valid_from, recorded_from, recorded_by) "
        "VALUES ('d9', 'x', '2026-04-01', :at, 'x')"
    )
    own = "2026-04-02T00:00:00.000000Z"
    with filled.begin() as connection:
        connection.execute(put, {"at": "2026-04-01T00:00:00.000000Z"})
    assert [(1, office.begin)] == _altered(filled)
    with filled.begin() as connection:
        connection.execute(
            text("UPDATE departments SET recorded_from = :at WHERE department = 'd9'"), {"at": own}
        )
    assert [(None, office.begin + timedelta(days=1))] == _altered(filled)


def test_the_first_change_beside_a_log_of_earlier_versions_fits(tmp_path, office):
    """The entry that seals an earlier log comes a moment before the first change, whose rows fit."""
    (tmp_path / "access-log.jsonl").write_text("{}\n", encoding="utf-8")
    engine = open_database(f"sqlite:///{tmp_path}/records.db")
    record(engine, [office.department(A, "2026-04-01")], access=office.access(), what="x")
    assert [] == _altered(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE departments SET name = 'x'"))
    with reading(engine) as connection:
        assert [Altered(2, office.begin)] == altered(connection)
    engine.dispose()
