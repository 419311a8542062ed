"""Both kinds of time: since when something holds, and since when that is known."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.errors import RecordsError
from grader.records.database import Change, ended, history, open_database, record, rows

A, B, C = "総務課", "総務部", "企画課"


def test_as_of_a_day_and_as_known_at_a_time(engine, office):
    """On 3/10 the move of 4/1 was known; on 3/20 another one took its place; each is still to be had."""
    march = office.access(-22 * 24 * 60)
    record(engine, [office.department(A, "2020-04-01")], access=march, what="x")
    known = []
    for minutes, name in ((10, B), (20, C)):
        record(
            engine, [office.department(name, "2026-04-01")], access=office.access(minutes), what="x"
        )
        known.append(office.access(minutes).when)
    april, day_before = date(2026, 4, 1), date(2026, 3, 31)

    def name(**asked):
        return [row["name"] for row in rows(engine, "departments", **asked)]

    assert [A] == name(on=day_before)
    assert [C] == name(on=april)
    assert [B] == name(on=april, known_at=known[0])
    assert [A] == name(on=april, known_at=march.when)
    assert [] == name(on=april, known_at=march.when - timedelta(microseconds=1))
    assert [] == name(on=date(2020, 3, 31))


def test_a_change_in_the_middle_leaves_the_rest(engine, office):
    """What held before and after the days stated goes on; the row itself stays in the history."""
    record(engine, [office.department(A, "2026-04-01")], access=office.access(), what="x")
    change = office.department(B, "2026-07-01", "2026-09-30")
    record(engine, [change], access=office.access(1, who="kacho"), what="x")
    assert [
        (A, "2026-04-01", "2026-06-30"),
        (B, "2026-07-01", "2026-09-30"),
        (A, "2026-10-01", None),
    ] == office.names(engine)
    first, *rest = history(engine, "departments", ["d1"])
    assert (A, None, "jinji") == (first["name"], first["valid_to"], first["recorded_by"])
    assert {first["recorded_to"]} == {row["recorded_from"] for row in rest}
    assert {None} == {row["recorded_to"] for row in rest}
    assert {"kacho"} == {row["recorded_by"] for row in rest}


def test_a_move_never_rewrites_what_was(engine, office):
    """Somebody's new post begins where it begins; which post was held the year before stays, also as known then."""
    posts = [
        Change(
            "appointments",
            {"person": "p00001", "post": post, "holds": "main"},
            date.fromisoformat(first),
            last and date.fromisoformat(last),
        )
        for post, first, last in (("P1", "2023-04-01", "2026-03-31"), ("P2", "2026-04-01", None))
    ]
    record(engine, posts[:1], access=office.access(), what="x")
    before = rows(engine, "appointments", known_at=office.begin)
    record(engine, posts[1:], access=office.access(1), what="x")
    assert ["P1"] == [row["post"] for row in rows(engine, "appointments", on=date(2025, 4, 1))]
    assert ["P2"] == [row["post"] for row in rows(engine, "appointments", on=date(2026, 4, 1))]
    assert before == rows(engine, "appointments", known_at=office.begin)


def test_what_is_known_changes_nothing(engine, office):
    """The same again, a part of it, or back and forth at once: 0, and no row is written."""
    stated = [office.department(A, "2026-04-01"), office.department(B, "2026-05-01", key="d2")]
    assert 2 == record(engine, stated, access=office.access(), what="x")
    back = [
        office.department(A, "2026-06-01", "2026-06-30"),
        office.department(C, "2026-04-01"),
        office.department(A, "2026-04-01"),
    ]
    assert 0 == record(engine, stated, access=office.access(1), what="x")
    assert 0 == record(engine, back, access=office.access(2), what="x")
    assert 1 == len(history(engine, "departments", ["d1"]))


def test_a_record_ends_and_ends_later_after_all(engine, office):
    """A record stated again from its own first day has a new end; nothing else does it silently."""
    for minute, (last, expected) in enumerate(
        [(None, None), ("2026-06-30", "2026-06-30"), ("2026-09-30", "2026-09-30"), (None, None)]
    ):
        stated = [office.department(A, "2026-04-01", last)]
        record(engine, stated, access=office.access(minute), what="x")
        assert [(A, "2026-04-01", expected)] == office.names(engine)


def test_ended_says_when_a_record_ends_or_that_it_never_was(engine, office):
    """`ended` gives a record its last day, takes a mistake away, and never brings back what others changed meanwhile."""
    record(engine, [office.department(A, "2026-04-01")], access=office.access(), what="x")
    (row,) = rows(engine, "departments")
    record(
        engine, [ended("departments", row, date(2026, 6, 30))], access=office.access(1), what="x"
    )
    assert [(A, "2026-04-01", "2026-06-30")] == office.names(engine)
    record(engine, [ended("departments", row, date(2020, 1, 1))], access=office.access(2), what="x")
    assert [] == office.names(engine)
    assert [(A, "2026-04-01", None)] == office.names(engine, known_at=office.begin)
    assert 0 == record(
        engine, [ended("departments", row, date(2026, 8, 1))], access=office.access(3), what="x"
    )


def test_times_run_forward_when_the_clock_does_not(engine, office):
    """A clock that stands still or goes back gives times one microsecond apart, and each state stays readable."""
    for minutes, name in ((5, A), (5, B), (0, C)):
        record(
            engine, [office.department(name, "2026-04-01")], access=office.access(minutes), what="x"
        )
    times = [row["recorded_from"] for row in history(engine, "departments", ["d1"])]
    tick = timedelta(microseconds=1)
    start = office.access(5).when
    assert [start, start + tick, start + 2 * tick] == times
    assert [[A], [B], [C]] == [
        [row[0] for row in office.names(engine, known_at=at)] for at in times
    ]


def test_all_or_nothing(engine, office):
    """One statement that does not fit keeps all others out, on whichever sheet."""
    good = office.department(A, "2026-04-01")
    bad = Change("posts", {"post": "P1", "name": "x"}, date(2026, 4, 1))
    with pytest.raises(RecordsError, match="ポスト・所属コード: 空欄"):
        record(engine, [good, bad], access=office.access(), what="x")
    assert [] == office.names(engine)


BROKEN = {
    "unknown field": {"colour": "red"},
    "not a text": {"name": 5},
    "NUL": {"name": "a\0b"},
    "half a surrogate": {"name": "a\ud800"},
    "empty": {"name": ""},
    "not among the choices": {"kind": "vacation"},
    "too many seats": {"seats": float("inf")},
    "no seats": {"seats": float("nan")},
    "fewer than none": {"seats": -1},
    "a grade that no integer holds": {"grade_min": 10**30},
    "a grade that is yes": {"grade_min": True},
    "a list that is a text": {"acts": "審査"},
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_values_that_do_not_fit_are_refused(sqlite, office, broken):
    """A value that one of the databases would refuse or bend is refused before anything is written."""
    values = {"post": "P1", "name": "係", "department": "d1", "kind": "rotation", "seats": 1}
    with pytest.raises(RecordsError, match="Nothing was written"):
        record(
            sqlite,
            [Change("posts", {**values, **broken}, date(2026, 4, 1))],
            access=office.access(),
            what="x",
        )


def test_days_that_run_backwards_and_sheets_that_are_not_there(sqlite, office):
    """A last day before the first and a sheet nobody knows are refused."""
    with pytest.raises(RecordsError, match="last day is before"):
        record(
            sqlite,
            [office.department(A, "2026-04-01", "2026-03-01")],
            access=office.access(),
            what="x",
        )
    with pytest.raises(RecordsError, match="no sheet “salaries”"):
        rows(sqlite, "salaries")
    with pytest.raises(ValueError):
        rows(sqlite, "people", known_at=datetime(2026, 4, 1))  # noqa: DTZ001  # that is the point


def test_every_kind_of_value_comes_back(engine, office):
    """Texts of any script, lists with separators in them, numbers, yes and no, and nothing at all come back as they were."""
    post = {
        "post": "P1", "name": "𠮷田班", "department": "d1", "kind": "rotation", "seats": 1.5,
        "grade_min": 3, "acts": ("a、b;c", "\"d'"), "yearly_cost": 10**12,
    }  # fmt: skip
    need = {"post": "P1", "skill": "SEC-LOG", "people": 1, "key": False}
    changes = [
        Change("posts", post, date(1, 1, 1)),
        Change("post_skills", need, date(2026, 4, 1), date.max),
    ]
    record(engine, changes, access=office.access(), what="x")
    (found,) = rows(engine, "posts")
    assert post == {name: found[name] for name in post}
    assert ((), None, date(1, 1, 1), None) == tuple(
        found[name] for name in ("qualifications", "title", "valid_from", "valid_to")
    )
    (found,) = rows(engine, "post_skills", on=date(2030, 1, 1))
    assert (False, date.max) == (found["key"], found["valid_to"])
    assert 0 == record(engine, changes, access=office.access(1), what="x")


# ---- any statements in any order -------------------------------------------------------------------

DAYS = 12
ORIGIN = date(2026, 4, 1)


def _naive(statements):
    """Day by day: (value, first day of the record) after all statements, the last day standing for ever."""
    known = {}
    for value, first, last in statements:
        end = DAYS if last is None else last
        if known.get(first) == (value, first):  # the record itself again: only its end moves
            known = {day: one for day, one in known.items() if one != (value, first)}
        elif all(known.get(day, (None,))[0] == value for day in range(first, end + 1)):
            continue
        for day in range(end + 1, DAYS + 1):
            if day in known and known[day][1] <= end:
                known[day] = (known[day][0], end + 1)
        known |= dict.fromkeys(range(first, end + 1), (value, first))
    return known


def _periods(known):
    """The same as rows: (value, first, last)."""
    found = []
    for value, first in dict.fromkeys(known[day] for day in sorted(known)):
        last = max(day for day, one in known.items() if one == (value, first))
        found.append((value, first, None if last == DAYS else last))
    return found


_statements = st.lists(
    st.tuples(
        st.sampled_from("ABC"), st.integers(0, DAYS - 1), st.none() | st.integers(0, DAYS - 1)
    ).filter(lambda one: one[2] is None or one[2] >= one[1]),
    min_size=1,
    max_size=8,
)
_keys = count()


@given(_statements, st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_statements_are_what_a_list_of_them_says(sqlite, office, statements, data):
    """Whatever is stated in whatever order, each day as known after each statement is what replaying the list gives."""
    key = f"d{next(_keys)}"
    known_at = []
    for value, first, last in statements:
        days = (ORIGIN + timedelta(first), None if last is None else ORIGIN + timedelta(last))
        change = Change("departments", {"department": key, "name": value}, *days)
        record(sqlite, [change], access=office.access(), what="x")
        known_at.append(history(sqlite, "departments", [key])[-1]["recorded_from"])
    asked = data.draw(st.integers(1, len(statements)))
    expected = _periods(_naive(statements[:asked]))
    found = [
        (
            row["name"],
            (row["valid_from"] - ORIGIN).days,
            row["valid_to"] and (row["valid_to"] - ORIGIN).days,
        )
        for row in rows(sqlite, "departments", known_at=known_at[asked - 1])
        if row["department"] == key
    ]
    assert expected == found
    every = history(sqlite, "departments", [key])
    assert len({row["recorded_from"] for row in every}) == len(set(known_at))


# ---- people ----------------------------------------------------------------------------------------


def test_an_id_never_passes_to_somebody_else(engine, office):
    """Another staff number under another name is refused for an id that is taken; a new name alone is a new name."""
    record(engine, [office.person("p00001", "1001", "佐藤")], access=office.access(), what="x")
    with pytest.raises(RecordsError, match="somebody else"):
        record(engine, [office.person("p00001", "1002", "鈴木")], access=office.access(1), what="x")
    married = office.person("p00001", "1001", "高橋", "2026-06-01", former_name="佐藤")
    assert 1 == record(engine, [married], access=office.access(1), what="x")


def test_records_open_quickly_when_they_are_there(sqlite_url):
    """A command that finds the database up to date does not import Alembic."""
    open_database(sqlite_url).dispose()
    code = (
        "import sys; from grader.records.database import open_database;"
        "open_database(sys.argv[1]); print('alembic' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, sqlite_url], capture_output=True, text=True, check=True
    )
    assert "False" == done.stdout.strip()
