"""Dates as they stand in the papers of a Japanese office, by either calendar."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Literal, get_args

Digits = Literal["half", "full", "kanji"]
DIGITS: tuple[Digits, ...] = get_args(Digits)

_REST = (
    r"\s*(?:(?P<sign>[-/.])\s*(?P<month>\d{1,2})\s*(?P=sign)\s*(?P<day>\d{1,2})"
    r"|年\s*(?P<jmonth>\d{1,2})\s*月\s*(?P<jday>\d{1,2})\s*日)"
)
_WESTERN = re.compile(r"(?P<year>\d{4})" + _REST)
_JAPANESE = re.compile(
    r"(?P<era>令和|平成|昭和|[RHS])\s*(?P<year>\d{1,2}|元)" + _REST, re.IGNORECASE
)
# First day of each era and its last, by the Era Name Act and the cabinet orders of 1989 and 2019 under it.
_ERAS = {
    "令和": (date(2019, 5, 1), date.max),
    "平成": (date(1989, 1, 8), date(2019, 4, 30)),
    "昭和": (date(1926, 12, 25), date(1989, 1, 7)),
}
_LETTERS = {"R": "令和", "H": "平成", "S": "昭和"}
_KANJI = "〇一二三四五六七八九"
_FULL = str.maketrans({str(digit): chr(ord("\uff10") + digit) for digit in range(10)})


def read_date(text: str) -> date | None:
    """Read a date whose year, month and day are all written.

    Parameters
    ----------
    text : str
        Such as ``2026-04-01``, ``2026/4/1``, ``2026年4月1日``, ``令和8年4月1日`` or ``R8.4.1``; digits may be
        full-width.

    Returns
    -------
    date or None
        None for anything else: a year of two digits without an era, a day that does not exist, a day that
        does not lie in the era named. Nothing is guessed.

    Examples
    --------
    >>> read_date("令和８年４月１日").isoformat(), read_date("H31.4.30").isoformat()
    ('2026-04-01', '2019-04-30')
    >>> read_date("平成31年5月1日"), read_date("8/4/1"), read_date("46113")
    (None, None, None)
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    western = _WESTERN.fullmatch(plain)
    if western:
        return _day(int(western["year"]), western)
    japanese = _JAPANESE.fullmatch(plain)
    if not japanese:
        return None
    era = japanese["era"].upper()
    first, last = _ERAS[_LETTERS.get(era, era)]
    year = 1 if japanese["year"] == "元" else int(japanese["year"])
    day = _day(first.year + year - 1, japanese)
    return day if day and first <= day <= last else None


def japanese_date(day: date, *, digits: Digits = "half") -> str:
    """Write a date by the Japanese calendar.

    Parameters
    ----------
    day : date
        The date.
    digits : {'half', 'full', 'kanji'}
        How numbers are written: ``8``, full-width, or ``八`` as in formal papers.

    Returns
    -------
    str
        Such as 令和8年4月1日; the first year of an era is 元年. A day before 1926-12-25 keeps its western year.

    Examples
    --------
    >>> japanese_date(date(2026, 4, 1)), japanese_date(date(2019, 5, 1), digits="kanji")
    ('令和8年4月1日', '令和元年五月一日')
    """
    era, first = next(
        ((name, first.year) for name, (first, last) in _ERAS.items() if first <= day <= last),
        ("", 1),
    )
    number = day.year - first + 1
    year = "元" if era and number == 1 else _number(number, digits)
    return f"{era}{year}年{_number(day.month, digits)}月{_number(day.day, digits)}日"


def _number(number: int, digits: Digits) -> str:
    if digits == "half":
        return str(number)
    if digits == "full":
        return str(number).translate(_FULL)
    if number >= 100:  # noqa: PLR2004  # a western year, which is written digit by digit
        return "".join(_KANJI[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    return (_KANJI[tens] if tens > 1 else "") + "十" * (tens > 0) + (_KANJI[ones] if ones else "")


def _day(year: int, found: re.Match[str]) -> date | None:
    month, day = found["month"] or found["jmonth"], found["day"] or found["jday"]
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None
