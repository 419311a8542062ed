"""Dates by either calendar: what is whole is read, nothing is guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.records.dates import read_date

APRIL = date(2026, 4, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2026-04-01", "2026/4/1", "2026.4.1", "2026年4月1日", "令和8年4月1日", "令和 8年 4月 1日", "R8.4.1",
        "r8/4/1", "R08-04-01", "\u32ff8年4月1日", "\uff12\uff10\uff12\uff16\u5e74\uff14\u6708\uff11\u65e5",
        "\uff32\uff18\uff0e\uff14\uff0e\uff11",
    ],
)  # fmt: skip
def test_every_usual_writing_is_read(text):
    """1 April 2026 is read in either calendar, with any sign between, in digits of any width."""
    assert APRIL == read_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "8/4/1", "26-04-01", "2026-4", "2026/4-1", "4月1日", "46113", "2026-02-30", "令和8年度",
        "令和0年4月1日", "2026-04-01T00:00", "令和八年四月一日", "R8.4.1ごろ",
    ],
)  # fmt: skip
def test_nothing_is_guessed(text):
    """What lacks a year, a month or a day, or is no day at all, is not read."""
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("last", "first"),
    [("S64.1.7", "H1.1.8"), ("平成31年4月30日", "令和元年5月1日")],
)
def test_eras_meet_without_a_gap(last, first):
    """The first day of an era follows the last of the one before (changes of 1989 and 2019)."""
    assert 1 == (read_date(first) - read_date(last)).days


@pytest.mark.parametrize("text", ["S64.1.8", "平成31年5月1日", "R1.4.30", "昭和1年12月24日"])
def test_a_day_outside_its_era_is_not_read(text):
    """Old forms go on counting an era that has ended; which year they mean is asked, not guessed."""
    assert read_date(text) is None


@given(st.dates(date(2019, 5, 1), date(2117, 12, 31)))
def test_both_calendars_say_the_same_day(day):
    """A day of Reiwa is the same day in both calendars: year n of Reiwa is 2018 + n."""
    assert day == read_date(day.isoformat())
    assert day == read_date(f"令和{day.year - 2018}年{day.month}月{day.day}日")
