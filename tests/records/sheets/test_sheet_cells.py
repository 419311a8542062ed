"""One cell: what is understood, and what is refused instead of guessed."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from grader.records.sheets.catalogue import SHEETS
from grader.records.sheets.cells import CellError, read_cell
from grader.records.sheets.source import Odd


def _field(sheet, name):
    return next(one for one in SHEETS[sheet].fields if one.name == name)


NAME = _field("people", "name")
NUMBER = _field("people", "staff_number")
GRADE = _field("people", "grade")
SHARE = _field("people", "share")
YEN = _field("budgets", "yen")
HIRED = _field("people", "hired_on")
EMPLOYMENT = _field("people", "employment")
KEY = _field("post_skills", "key")
EVALUATES = _field("posts", "evaluates")
REMARK = _field("remarks", "text")


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        (NAME, "髙橋\ue000 﨑子", "髙橋\ue000 﨑子"),
        (NAME, "Ｓｕｚｕｋｉ", "Ｓｕｚｕｋｉ"),
        (NAME, "'=1+1", "=1+1"),
        (NUMBER, "００１２３４", "001234"),
        (GRADE, "３", 3),
        (GRADE, 3.0, 3),
        (YEN, "1,234,567", 1_234_567),
        (SHARE, "０．５", 0.5),
        (HIRED, "令和８年４月１日", date(2026, 4, 1)),
        (HIRED, datetime(2026, 4, 1), date(2026, 4, 1)),  # noqa: DTZ001  # as openpyxl gives it
        (EMPLOYMENT, "会計年度任用", "fiscal-year"),
        (EMPLOYMENT, "Fiscal-year appointment", "fiscal-year"),
        (KEY, "はい", True),
        (KEY, "No", False),
        (EVALUATES, "P1、Ｐ２;P1", ("P1", "P2")),
        (EVALUATES, None, ()),
        (REMARK, "1行目\n2行目", "1行目\n2行目"),
        (NAME, None, None),
        (NAME, "", None),
    ],
)
def test_what_is_understood(field, raw, value):
    """Names stay as written; ids, numbers and dates may be full-width; choices are read in both languages."""
    assert value == read_cell(field, raw)


@pytest.mark.parametrize(
    ("field", "raw", "rule"),
    [
        (NAME, Odd("=A1"), "R032"),
        (NAME, "青葉\u200b花子", "R035"),
        (NAME, "青葉\n花子", "R035"),
        (NAME, "青\x07葉", "R035"),
        (NAME, "a_x003D_b", "R035"),
        (NAME, "あ" * 40_000, "R035"),
        (GRADE, "三", "R036"),
        (GRADE, "3.5", "R036"),
        (GRADE, "21", "R036"),
        (GRADE, -1, "R036"),
        (GRADE, True, "R036"),
        (YEN, "9" * 5000, "R036"),
        (YEN, "1,23", "R036"),
        (YEN, "3,000円", "R036"),
        (SHARE, "50%", "R036"),
        (SHARE, float("inf"), "R036"),
        (SHARE, "nan", "R036"),
        (HIRED, "8/4/1", "R037"),
        (HIRED, 46113, "R037"),
        (HIRED, "平成31年5月1日", "R037"),
        (HIRED, "9999-12-31", "R037"),
        (HIRED, datetime(2026, 4, 1, 9), "R037"),  # noqa: DTZ001  # as openpyxl gives it
        (EMPLOYMENT, "常勤", "R038"),
        (KEY, "○", "R038"),
        (NUMBER, 1234, "R039"),
        (EVALUATES, 12, "R039"),
    ],
)
def test_what_is_refused(field, raw, rule):
    """A formula, an unseen sign, a number out of its limits, a slip of the calendar, a lost zero: none is guessed."""
    with pytest.raises(CellError) as caught:
        read_cell(field, raw)

    assert rule == caught.value.rule.id
