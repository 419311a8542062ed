"""Days of rows against the days of what they refer to, and of people who leave."""

from __future__ import annotations

from datetime import date

import pytest

HELD = "staff_number,post,holds,valid_from,valid_to"
POSTS = "post,name,department,kind,seats,mandatory,valid_from,valid_to"
PEOPLE = "person,staff_number,name,employment,valid_from,valid_to,leaves_on"
SECOND = "000123,P2,second post"
OLD_P2 = "P2,市民課主事,D2,internal,1,,2020-04-01,2023-03-31"


def _told(read):
    return [(one.rule.id, one.path.name, one.line, one.severity) for one in read.findings]


@pytest.mark.parametrize(
    ("first", "last", "rule"),
    [
        ("2021-04-01", "2023-03-31", None),
        ("2021-04-01", "2023-04-01", "R049"),
        ("2021-04-01", "", "R049"),
        ("2023-03-31", "", "R049"),
        ("2023-04-01", "", "R048"),
        ("2019-04-01", "2020-04-01", "R049"),
        ("2019-04-01", "2020-03-31", "R048"),
    ],
)
def test_an_appointment_holds_while_its_post_is_there(read, known, first, last, rule):
    """A post from 1 April 2020 to 31 March 2023: wrong on no day is an error, on some days a warning."""
    known["posts"][1]["valid_to"] = date(2023, 3, 31)
    known["appointments"].pop()
    done = read({"appointments": [HELD, f"{SECOND},{first},{last}"]}, known)
    severity = {"R048": "error", "R049": "warning"}

    assert ([(rule, "appointments.csv", 2, severity[rule])] if rule else []) == _told(done)


def test_a_gap_is_found_and_days_that_follow_each_other_are_whole(read, known):
    """Two periods of a post that meet hold an appointment over both; with a day between them they do not."""
    row = {**known["posts"][1], "name": "市民課主任"}
    known["posts"][1]["valid_to"] = date(2023, 3, 31)
    known["posts"].append({**row, "valid_from": date(2023, 4, 1)})
    sheets = {"appointments": [HELD, f"{SECOND},2021-04-01,2025-03-31"]}
    whole = read(sheets, known)
    known["posts"][2]["valid_from"] = date(2023, 4, 2)

    assert [] == _told(whole)
    assert ["R049"] == [one.rule.id for one in read(sheets, known).findings]


def test_a_wish_may_be_for_what_is_yet_to_come(read, known):
    """A wish for a post that opens later is sound; for one that was gone before, it is an error."""
    known["posts"][0]["valid_from"] = date(2027, 4, 1)
    known["posts"][1]["valid_to"] = date(2023, 3, 31)
    known["appointments"].clear()
    wishes = ["staff_number,rank,target,valid_from,valid_to"]
    wishes += ["000123,1,P1,2026-12-15,2027-03-31", "000123,2,P2,2026-12-15,2027-03-31"]
    done = read({"wishes": wishes}, known)

    assert [("R048", "wishes.csv", 3, "error")] == _told(done)
    assert (
        "「P2」は、この行の期間（2026-12-15..2027-03-31）のどの日にもありません（あるのは 2020-04-01..2023-03-31）"
        in (done.findings[0].message.ja)
    )


def test_many_rows_that_share_a_problem_are_told_once(read, known):
    """Ten appointments to a post that is recorded too late: one finding, with the number of the others."""
    known["posts"][0]["valid_from"] = date(2026, 4, 1)
    known["appointments"].clear()
    people = [f",9{n:05d},森 {n},regular,2020-04-01" for n in range(10)]
    held = [f"9{n:05d},P1,main post,2021-04-01," for n in range(10)]
    header = "person,staff_number,name,employment,valid_from"
    done = read({"people": [header, *people], "appointments": [HELD, *held]}, known)

    assert [("R049", "appointments.csv", 2, "warning")] == _told(done)
    assert "ほかに9行" in done.findings[0].message.ja


def test_a_post_that_ends_tells_of_those_who_are_still_in_it(read, known):
    """Who is in the post is not in the import: the finding stands at the row that ends it; an unchanged row tells nothing."""
    done = read({"posts": [POSTS, OLD_P2]}, known)
    same = read({"posts": [POSTS, "P2,市民課主事,D2,internal,1,,2020-04-01,"]}, known)

    assert [("R049", "posts.csv", 2, "warning")] == _told(done)
    assert "「P2」を指す「発令」の記録が1件あり" in done.findings[0].message.ja
    assert [] == _told(same)


def test_of_sensitive_records_nothing_is_told(read, known):
    """That somebody must not go to a department is not told to who ends it."""
    known["restrictions"].append(
        {"person": "s001", "target": "D2", "valid_from": date(2027, 4, 1), "valid_to": None}
    )
    known["posts"].pop()
    known["appointments"].pop()
    header = "department,name,valid_from,valid_to"

    assert [] == _told(read({"departments": [header, "D2,市民課,2020-04-01,2026-03-31"]}, known))


@pytest.mark.parametrize(
    ("last", "told"), [("2026-03-31", False), ("2026-04-01", True), ("", False)]
)
def test_appointments_end_by_the_day_of_leaving(read, known, last, told):
    """Until that day, or until further notice, is sound; a later last day is a warning."""
    known["people"][0]["leaves_on"] = date(2026, 3, 31)
    done = read({"appointments": [HELD, f"{SECOND},2021-04-01,{last}"]}, known)

    assert ([("R050", "appointments.csv", 2, "warning")] if told else []) == _told(done)


def test_leaving_is_held_against_appointments_known_before(read, known):
    """A day of leaving before the end of a recorded appointment is told at the person; a reappointment mends it."""
    known["appointments"][0]["valid_to"] = date(2027, 3, 31)
    leaves = "s001,000123,青葉 花子,regular,2020-04-01,2026-03-31,2026-03-31"
    again = "s001,000123,青葉 花子,reappointed,2026-04-01,,"

    assert [("R050", "people.csv", 2, "warning")] == _told(
        read({"people": [PEOPLE, leaves]}, known)
    )
    assert [] == _told(read({"people": [PEOPLE, leaves, again]}, known))


def test_nobody_is_appointed_after_leaving(read, known):
    """An appointment that begins after the record of the person has ended is told, although it has no end."""
    known["people"][0]["valid_to"] = date(2026, 3, 31)
    done = read({"appointments": [HELD, f"{SECOND},2026-04-01,"]}, known)

    assert [("R050", "appointments.csv", 2, "warning")] == _told(done)
    assert "（2026-03-31）のあと" in done.findings[0].message.ja
