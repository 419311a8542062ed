"""The records of the synthetic city: whole, plausible, and the same people as the class of the demo."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from grader.demo.city import make_city
from grader.demo.classroom import persons
from grader.errors import InputError
from grader.records.access_log import Access
from grader.records.database import Change, open_database, record, rows
from grader.records.sheets.catalogue import SHEETS
from grader.standard import load_standard

ROOT = Path(__file__).parents[2]
CURRICULUM = ROOT / "curriculum"
DAY = date(2027, 4, 1)
TYPES = {
    "text": str,
    "choice": str,
    "integer": int,
    "number": float,
    "date": date,
    "yes-no": bool,
    "list": tuple,
}


@pytest.fixture(scope="module")
def whole_standard():
    """The standard of this repository."""
    return load_standard(ROOT / "skills_standard")


@pytest.fixture(scope="module")
def records(whole_standard):
    """The city of 720."""
    return make_city(CURRICULUM, seed=1, standard=whole_standard)


def wrong(field, value):
    """Tell whether a value may not stand in a field."""
    if value is None:
        return field.required
    if type(value) is not TYPES[field.kind]:
        return True
    if field.kind == "choice":
        return value not in dict(field.choices)
    low, high = field.least, field.most
    return (low is not None and value < low) or (high is not None and value > high)


def on(rows, day):
    """Rows that hold on a day."""
    return [r for r in rows if r["valid_from"] <= day and (r["valid_to"] or day) >= day]


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_sheet_has_rows_that_fit_its_fields(records, sheet):
    """Each sheet is filled; types, choices and limits are those of the catalogue; no field is left out."""
    names = [field.name for field in SHEETS[sheet].fields] + ["valid_from", "valid_to"]
    assert records[sheet]
    for row in records[sheet]:
        assert names == list(row)
        assert [] == [(f.name, row[f.name]) for f in SHEETS[sheet].fields if wrong(f, row[f.name])]
        assert row["valid_to"] is None or row["valid_from"] <= row["valid_to"]


def test_what_is_referred_to_exists(records):
    """Each person, post and section that a row names has a row on its first day, or on the day of appointment."""
    key = {"people": "person", "posts": "post", "departments": "department"}
    for sheet, found in records.items():
        for field in SHEETS[sheet].fields:
            known = (
                {row[key[field.refers]] for row in records[field.refers]} if field.refers else None
            )
            for row in found if known else ():
                value = row[field.name]
                values = value if isinstance(value, tuple) else (value,)
                assert {v for v in values if v is not None} <= known


@pytest.mark.parametrize("sheet", SHEETS)
def test_periods_of_one_record_do_not_overlap(records, sheet):
    """Two rows with one key never hold on one day."""
    last = {}
    for row in records[sheet]:
        key = tuple(row[name] for name in SHEETS[sheet].key)
        assert key not in last or last[key] < row["valid_from"]
        last[key] = row["valid_to"] or date.max


def test_the_class_of_the_demo_works_in_the_city(records):
    """The trainees of `kakehashi demo` have the same id, name, section and title in the records."""
    names = {row["department"]: row["name"] for row in on(records["departments"], DAY)}
    posts = {row["post"]: names[row["department"]] for row in records["posts"]}
    people = {row["person"]: row for row in on(records["people"], DAY)}
    there = {
        r["person"]: posts[r["post"]]
        for r in on(records["appointments"], DAY)
        if r["holds"] == "main"
    }
    for one in persons(CURRICULUM, seed=1, count=15):
        row = people[one.person]
        assert (one.name, one.kana, one.post) == (row["name"], row["kana"], row["title"])
        assert (one.department, one.target_role) == (there[one.person], row["target_role"])


def test_there_are_720_staff_of_every_kind(records):
    """720 own people, ten from outside and the lessons' expert; all kinds of appointment occur."""
    people = on(records["people"], DAY)
    kinds = Counter(row["employment"] for row in people)
    assert 11 == kinds.pop("external")
    assert 720 == sum(kinds.values())
    assert {"regular", "reappointed", "fixed-term", "fiscal-year"} == set(kinds)


def test_everybody_has_one_main_post_except_new_people(records):
    """On the eve of the appointments each of the staff holds one main post or is away; new people hold none."""
    eve = date(2027, 3, 31)
    held = Counter(
        row["person"]
        for row in on(records["appointments"], eve)
        if row["holds"] in {"main", "secondment"} and not row["person"].startswith("x")
    )
    own = {row["person"] for row in on(records["people"], eve) if row["employment"] != "external"}
    assert {1} == set(held.values())
    assert own == set(held)
    assert 720 - len(own) == sum(row["hired_on"] == DAY for row in on(records["people"], DAY))


def test_nobody_stands_where_grade_or_job_family_shuts_them_out(records):
    """Each present post takes the grade and the job family of its people, and no team holds more than its seats."""
    posts = {row["post"]: row for row in records["posts"]}
    people = {row["person"]: row for row in on(records["people"], DAY)}
    seats = Counter()
    for row in on(records["appointments"], DAY):
        post, person = posts[row["post"]], people[row["person"]]
        if post["kind"] == "rotation":
            seats[row["post"]] += row["share"]
            assert post["grade_min"] <= person["grade"] <= post["grade_max"]
            assert not post["job_families"] or person["job_family"] in post["job_families"]
    assert all(filled <= posts[post]["seats"] for post, filled in seats.items())


def test_hayakawa_is_very_nearly_alone_with_the_systems(records):
    """早川 直樹 works with one other person in a guarded team, wishes for a secondment, and the head asks to wait."""
    (person,) = {row["person"] for row in records["people"] if row["name"] == "早川 直樹"}
    team = {r["person"] for r in on(records["appointments"], DAY) if r["post"] == "d03-101"}
    guarded = {row["post"] for row in records["post_skills"] if row["key"]}
    assert person in team
    assert 2 == len(team)
    assert "d03-101" in guarded
    assert ["h01-103"] == [r["target"] for r in records["wishes"] if r["person"] == person]
    assert {person} <= {r["person"] for r in records["consents"]}
    assert {person} <= {r["person"] for r in records["remarks"]}


def test_people_moved_every_three_to_five_years(records):
    """Earlier main posts lasted at most five years, and most of the staff have a history."""
    closed = [r for r in records["appointments"] if r["holds"] == "main" and r["valid_to"]]
    assert max((r["valid_to"] - r["valid_from"]).days for r in closed) <= 5 * 366 + 366
    assert len({r["person"] for r in closed}) > 400


def test_ids_of_the_standard_are_real(records, whole_standard):
    """Skills, roles, placements and gates in the records exist in the standard."""
    assert {row["skill"] for row in records["post_skills"]} <= set(whole_standard.skills)
    assert {row["role"] for row in records["posts"]} - {None} <= set(whole_standard.roles)
    assert {row["placement"] for row in records["posts"]} - {None} <= set(whole_standard.placements)
    kinds = {row["kind"] for row in records["posts"]}
    assert {
        "rotation",
        "secondment",
        "private-secondment",
        "concurrent",
        "sharing",
        "side-job",
    } == kinds


def test_the_same_seed_makes_the_same_city(records, whole_standard):
    """Rows are a function of the arguments."""
    assert records == make_city(CURRICULUM, seed=1, standard=whole_standard)
    assert records != make_city(CURRICULUM, seed=2, standard=whole_standard)


def test_a_city_may_be_large_but_not_tiny(whole_standard):
    """5,000 people get teams of a usual size and numbers of their own; 100 are too few for all sections."""
    large = make_city(CURRICULUM, seed=1, staff=5000, standard=whole_standard)
    people = on(large["people"], DAY)
    assert 5011 == len({row["staff_number"] for row in people})
    assert max(row["seats"] for row in large["posts"]) <= 60
    with pytest.raises(InputError) as caught:
        make_city(CURRICULUM, seed=1, staff=100, standard=whole_standard)
    assert "too few" in caught.value.en


def test_the_database_takes_the_city_as_it_is(records, tmp_path):
    """All rows are recorded in one go, and every sheet comes back as it was made."""
    engine = open_database(f"sqlite:///{(tmp_path / 'city.db').as_posix()}")
    days = ("valid_from", "valid_to")
    changes = [
        Change(sheet, {k: v for k, v in r.items() if k not in days}, *(r[day] for day in days))
        for sheet, found in records.items()
        for r in found
    ]
    access = Access("hr", datetime(2027, 1, 20, tzinfo=UTC), "見本")
    assert len(changes) == record(engine, changes, access=access, what="city")
    assert records == {sheet: rows(engine, sheet) for sheet in records}
    engine.dispose()
