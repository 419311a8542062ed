"""Supervised sittings: a row counts only if the work came in while somebody watched."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from grader.exchange import Retake, release, submit
from grader.findings import has_errors
from grader.records.sittings import Sitting, read_sittings, workspace_sittings

JA = "職員番号,教材,回,実施日,監督者"
EN = "Person,lesson,form,held_on,supervisor"
NIGHT = datetime(2026, 4, 1, 16, 0, tzinfo=UTC)
"""One o'clock in the night of 2 April in Japan."""
SAT = Sitting("s001", "tiny-counts", 1, date(2026, 4, 2), "若葉 太郎")
ROW = "s001,tiny-counts,1,2026-04-02,若葉 太郎"


@pytest.fixture
def received(built):
    """A workspace in which s001 has handed in the first form, and was given the second a day later."""
    first = release(built, trainee="s001", lang="ja")[0]
    submit(first.folder, course=built.course, now=NIGHT)
    release(built, trainee="s001", lang="ja", retake=Retake(2, NIGHT + timedelta(days=1)))
    return built


@pytest.fixture
def read(received):
    """Write a record of sittings and read it."""

    def made(*lines, encoding="utf-8-sig"):
        path = received.records / "sittings.csv"
        path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
        return workspace_sittings(received)

    return made


def listed(read):
    """Return rule and line of each finding."""
    return [(finding.rule.id, finding.line) for finding in read.findings]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932"])
@pytest.mark.parametrize("day", ["2026/4/2", "令和8年4月2日"])
def test_a_sitting_is_read_as_excel_saves_it(read, encoding, day):
    """In every encoding, with the day as Excel or an office writes it, the row becomes what measurement takes."""
    found = read(JA, ROW.replace("2026-04-02", day), encoding=encoding)
    assert ((SAT,), ()) == (found.sittings, found.findings)
    assert {("s001", "tiny-counts", 1)} == found.supervised


def test_english_headers_are_read(read):
    """Headers may be English, whatever their letter case."""
    assert (SAT,) == read(EN, ROW).sittings


def test_without_a_record_nothing_was_supervised(built):
    """No file is no sitting and no finding."""
    found = workspace_sittings(built)
    assert ((), (), frozenset()) == (found.sittings, found.findings, found.supervised)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("若葉 太郎", "", "R004"),
        ("s001", "s 001", "R005"),
        ("tiny-counts", "tiny", "R021"),
        (",1,", ",0,", "R022"),
        (",1,", ",一,", "R022"),
        ("2026-04-02", "2026-02-30", "R023"),
        ("2026-04-02", "昨日", "R023"),
        ("若葉 太郎", "S001", "R025"),
        ("s001", "s002", "R026"),
        (",1,", ",2,", "R026"),
        ("2026-04-02", "2026-04-01", "R027"),
        ("2026-04-02", "2026-04-04", "R027"),
    ],
)
def test_a_bad_row_is_named_and_left_out(read, old, new, rule):
    """What is wrong has its rule and line; the good row below it is read."""
    bad = ROW.replace(old, new)
    found = read(JA, bad, ROW)
    assert ((SAT,), (rule, 2)) == (found.sittings, listed(found)[0])
    assert has_errors(found.findings)


def test_the_day_after_the_receipt_still_counts(read):
    """A sitting may be noted with the day after; the receipt decides by the calendar of Japan."""
    found = read(JA, ROW.replace("2026-04-02", "2026-04-03"))
    assert ([date(2026, 4, 3)], ()) == ([one.held_on for one in found.sittings], found.findings)


def test_a_form_is_sat_once(read):
    """The first of two rows stays, the second is named with the line of the first."""
    found = read(JA, ROW, ROW.replace("若葉", "青葉"))
    assert ((SAT,), [("R024", 3)]) == (found.sittings, listed(found))
    assert "2行目" in found.findings[-1].message.ja


def test_a_missing_column_stops_the_file(read):
    """Without the supervisor's column no row is read."""
    found = read("職員番号,教材,回,実施日", "s001,tiny-counts,1,2026-04-02")
    assert ((), [("R020", 1)]) == (found.sittings, listed(found))


def test_work_in_the_other_language_is_held_against_the_day_too(received, read):
    """Who handed in the English edition at home on another day was not supervised in either."""
    other = release(received, trainee="s001", lang="en")[0]
    submit(other.folder, course=received.course, now=NIGHT - timedelta(days=3))
    found = read(JA, ROW)
    assert ((), [("R027", 2)]) == (found.sittings, listed(found))


def test_a_form_that_was_taken_home_is_told(received, read):
    """A form handed out before the day of the sitting counts, with a warning."""
    folder = received.handouts / "s001" / "tiny-counts-ja-form2"
    submit(folder, course=received.course, now=NIGHT + timedelta(days=20))
    found = read(JA, "s001,tiny-counts,2,2026-04-22,若葉 太郎")
    assert ({("s001", "tiny-counts", 2)}, [("R028", 2)]) == (found.supervised, listed(found))
    assert not has_errors(found.findings)


def test_a_damaged_receipt_costs_only_its_row(received, read):
    """The row cannot be held against the receipt, and is left out with the reason."""
    (receipt,) = (received.course / "intake" / "receipts").glob("s001/*/001.json")
    receipt.write_text("{", encoding="utf-8")
    found = read(JA, ROW)
    assert ((), [("R026", 2)]) == (found.sittings, listed(found))


def test_sittings_can_be_read_from_anywhere(received, tmp_path):
    """The finding names the file that was read, its line and the remedy."""
    path = tmp_path / "実施.csv"
    path.write_text(f"{JA}\n{ROW.replace('tiny-counts', 'x')}\n", encoding="utf-8")
    (finding,) = read_sittings(path, course=received.course, lessons={"tiny-counts"}).findings
    rendered = finding.render(tmp_path, "ja")
    assert rendered.startswith("実施.csv:2: [R021] 教材「x」はありません")
