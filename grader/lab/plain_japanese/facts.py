"""Facts in a notice: dates, times, amounts, numbers, addresses and places, however they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from grader.lab.plain_japanese.text import KANJI, without_ruby

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Kind = Literal["date", "weekday", "year", "time", "amount", "phone", "address", "place", "number"]

_ERAS = {"平成": 1988, "令和": 2018, "H": 1988, "R": 2018}
_NIEN, _GATSU, _NICHI = "(?:年|ねん)", "(?:月|がつ)", "(?:日|にち)"
_NOON = 12
_WEEKDAYS = "月火水木金土日"
_WEEKDAY = r"(?:\s*[(]?\s*(?P<weekday>[月火水木金土日])(?:曜日?)?(?:・祝|祝)?\s*[)]|\s*(?P<weekday2>[月火水木金土日])曜日?)?"
_DAY = rf"(?P<month>\d{{1,2}})\s*{_GATSU}\s*(?P<day>\d{{1,2}})\s*{_NICHI}"
_ERA_YEAR = r"(?P<era>平成|令和|[HR](?=\d))\s*(?P<eyear>\d{1,2}|元)\s*年"
_COUNTERS = "年月日時分円歳才人名回度番号台枚本部冊通件点個階丁週か箇ヶ万千百世"
_PLACES = "公民館|センター|集会所|ホール|体育館|図書館|小学校|中学校|市役所|会館|公園|病院|支所|広場|銀行|薬局|交番|駅"
_TOKEN = rf"[{KANJI}ァ-ヶーA-Za-z]*(?:{_PLACES})"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a text.

    Parameters
    ----------
    kind : Kind
        What it is.
    value : str
        In one notation: ``2026-11-30`` or ``11-30``, ``13:30``, ``1500``, digits of a telephone number.
    """

    kind: Kind
    value: str


@dataclass(frozen=True, slots=True)
class Need:
    """A fact or a word that a text must keep.

    Parameters
    ----------
    id : str
        Name for messages, such as ``until``.
    kind : Kind | Literal['words']
        A kind of fact, or ``words`` for wording that may be chosen.
    forms : tuple of str
        The value of the fact, or wordings any one of which is enough.
    """

    id: str
    kind: Kind | Literal["words"]
    forms: tuple[str, ...]


def facts(text: str) -> frozenset[Fact]:
    """Find the facts of a text.

    Parameters
    ----------
    text : str
        Any text, with full-width or half-width digits, with or without ruby.

    Returns
    -------
    frozenset of Fact
        Dates (without a year if none is written), weekdays (as ``11-30 月``), years, times of day, amounts in yen (0 for
        what is free), telephone numbers, mail and web addresses, named places, and all other numbers from 2 on.

    Examples
    --------
    >>> sorted(fact.value for fact in facts("１１月３０日（月）午後１時３０分、1,500円"))
    ['11-30', '11-30 月', '13:30', '1500']
    """
    rest = without_ruby(text)
    found: set[Fact] = set()
    for pattern, read in _READERS:
        rest = _take(rest, pattern, read, found)
    return frozenset(found)


def _take(
    text: str,
    pattern: re.Pattern[str],
    read: Callable[[re.Match[str]], Iterable[Fact]],
    found: set[Fact],
) -> str:
    """Add what a pattern finds, and blank it, so that no digit is read twice."""

    def blank(match: re.Match[str]) -> str:
        found.update(read(match))
        return "\0"

    return pattern.sub(blank, text)


def _dates(match: re.Match[str]) -> Iterable[Fact]:
    part = match.groupdict()
    year = part.get("year")
    if part.get("era"):
        count = 1 if part["eyear"] == "元" else int(part["eyear"])
        year = str(_ERAS[part["era"]] + count)
    month, day = int(part["month"]), int(part["day"])
    yield Fact("date", f"{year}-{month:02d}-{day:02d}" if year else f"{month:02d}-{day:02d}")
    weekday = part.get("weekday") or part.get("weekday2")
    if weekday:
        yield Fact("weekday", f"{month:02d}-{day:02d} {weekday}")


def _year(match: re.Match[str]) -> Iterable[Fact]:
    part = match.groupdict()
    if part.get("era"):
        count = 1 if part["eyear"] == "元" else int(part["eyear"])
        yield Fact("year", str(_ERAS[part["era"]] + count))
    else:
        yield Fact("year", part["year"])


def _times(match: re.Match[str]) -> Iterable[Fact]:
    part = match.groupdict()
    hour = int(part["hour"])
    half = part.get("half")
    minute = 30 if half else int(part.get("minute") or 0)
    if (part.get("noon") or "").lower() in {"午後", "ごご", "pm", "夜"} and hour <= _NOON:
        hour = hour % _NOON + _NOON
    yield Fact("time", f"{hour:02d}:{minute:02d}")


def _amount(match: re.Match[str]) -> Iterable[Fact]:
    whole = (match["myriads"] or "").replace(",", "")
    rest = (match["yen"] or "").replace(",", "")
    thousands = 1000 if match["thousand"] else 1
    yield Fact("amount", str(int(whole or 0) * 10_000 + int(rest or 0) * thousands))


def _digits(match: re.Match[str]) -> Iterable[Fact]:
    yield Fact("phone", re.sub(r"[^\dX]", "", match[0]))


def _number(match: re.Match[str]) -> Iterable[Fact]:
    value = match[0].replace(",", "")
    # 「一つ」「1枚」 are ways of speaking, not facts.
    if value != "1":
        yield Fact("number", str(int(value)) if value.isdigit() else value)


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Iterable[Fact]]], ...] = (
    (
        re.compile(r"https?://[\w./?=&%#~-]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII),
        lambda m: [Fact("address", m[0].lower().rstrip("./"))],
    ),
    (
        re.compile(
            r"(?<![\dX])0[\dX]{1,4}[-ー(・ ][\dX]{1,4}[-ー)・ ][\dX]{3,4}(?![\dX])|(?<![\dX])0[\dX]{9,10}(?![\dX])"
        ),
        _digits,
    ),
    # A year written both ways counts once.
    (re.compile(rf"[(](?:平成|令和)\s*(?:\d{{1,2}}|元)\s*{_NIEN}度?[)]"), lambda _: []),
    (re.compile(r"(?:平成|令和)\s*(?:\d{1,2}|元)\s*年\s*(?=[(]\d{4}\s*年[)])"), lambda _: []),
    (
        re.compile(rf"[(]?(?P<year>\d{{4}})\s*{_NIEN}[)]?\s*\0?\s*{_DAY}{_WEEKDAY}"),
        _dates,
    ),
    (re.compile(rf"{_ERA_YEAR}\s*{_DAY}{_WEEKDAY}"), _dates),
    (
        re.compile(
            rf"(?P<year>\d{{4}})[/.-](?P<month>\d{{1,2}})[/.-](?P<day>\d{{1,2}})(?!\d){_WEEKDAY}"
        ),
        _dates,
    ),
    (re.compile(rf"{_DAY}{_WEEKDAY}"), _dates),
    (
        re.compile(
            rf"(?<![\d/])(?P<month>1[0-2]|0?[1-9])/(?P<day>3[01]|[12]\d|0?[1-9])(?![\d/]){_WEEKDAY}"
        ),
        _dates,
    ),
    (re.compile(rf"(?P<year>\d{{4}})\s*{_NIEN}(?!間)"), _year),
    (re.compile(_ERA_YEAR), _year),
    (
        re.compile(
            r"(?P<noon>午前|午後|ごぜん|ごご|朝|夜|[AP]M)?\s*(?P<hour>\d{1,2})\s*(?:時|じ)(?!間|かん)"
            r"\s*(?:(?P<half>半)|(?P<minute>\d{1,2})\s*(?:分|ふん|ぷん))?",
            re.IGNORECASE,
        ),
        _times,
    ),
    (
        re.compile(
            r"(?P<noon>午前|午後|AM|PM)?\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?!\d)", re.IGNORECASE
        ),
        _times,
    ),
    (re.compile("正午"), lambda _: [Fact("time", "12:00")]),
    (
        re.compile(
            r"[¥]?\s*(?:(?P<myriads>\d[\d,]*)\s*万\s*)?(?:(?P<yen>\d[\d,]*)\s*(?P<thousand>千)?)?\s*(?<=[\d万千])\s*(?:円|えん)"
        ),
        _amount,
    ),
    (
        re.compile(
            "無料|むりょう|お?(?:金|かね)は?(?:かかりません|いりません|要りません|必要ありません|払わなくて|はらわなくて)"
        ),
        lambda _: [Fact("amount", "0")],
    ),
    # Numbers of a list, and 「次の3つ」.
    (
        re.compile(
            rf"^\s*(?:[(]?\d{{1,2}}[).:](?!\d)|[1-9]\s*(?=[^\d\s,.%{_COUNTERS}]))", re.MULTILINE
        ),
        lambda _: [],
    ),
    (re.compile(r"\d+\s*(?:つ|こ|個)"), lambda _: []),
    (re.compile(r"\d[\d,]*(?:\.\d+)?"), _number),
    (re.compile(_TOKEN), lambda m: [Fact("place", m[0])]),
)


def keeps(text: str, need: Need) -> bool:
    """Tell whether a text keeps a fact.

    Parameters
    ----------
    text : str
        The new version.
    need : Need
        What it must keep.

    Returns
    -------
    bool
        For a date, time, amount or number: in whatever notation (a year may be left out, but not be another one). For
        words: if one of the wordings is there, spaces aside.

    Examples
    --------
    >>> keeps("２０２６年１１月３０日までです。", Need("until", "date", ("2026-11-30",)))
    True
    """
    if need.kind == "words":
        bare = re.sub(r"\s", "", without_ruby(text))
        return any(re.sub(r"\s", "", without_ruby(form)) in bare for form in need.forms)
    return any(_meets(fact, Fact(need.kind, form)) for fact in facts(text) for form in need.forms)


def kept(text: str, needs: Iterable[Need]) -> dict[str, bool]:
    """Tell for each fact whether a text keeps it.

    Parameters
    ----------
    text : str
        The new version.
    needs : iterable of Need
        What it must keep.

    Returns
    -------
    dict
        By id.
    """
    return {need.id: keeps(text, need) for need in needs}


def invented(text: str, original: str) -> list[Fact]:
    """Find facts that only the new version has.

    Parameters
    ----------
    text : str
        The new version.
    original : str
        The version before.

    Returns
    -------
    list of Fact
        By kind and value: numbers, dates, weekdays, times, amounts, telephone numbers, addresses and named places that
        the original does not have. A weekday that fits a date of the original is not invented, nor is a number that the
        original has in another kind, nor the short name of a place.

    Examples
    --------
    >>> invented("11月30日までです。駐車場は20台です。", "令和8年11月30日(月)を期限とする。")
    [Fact(kind='number', value='20')]
    """
    old = facts(original)
    new = (fact for fact in facts(text) if not _known(fact, old, without_ruby(original)))
    return sorted(new, key=lambda fact: (fact.kind, fact.value))


def _known(fact: Fact, old: frozenset[Fact], original: str) -> bool:
    if any(_meets(fact, other) for other in old):
        return True
    if fact.kind == "number":
        return any(fact.value in {other.value, *_parts(other)} for other in old)
    if fact.kind == "year":
        return any(other.value.startswith(fact.value) for other in old if other.kind == "date")
    if fact.kind == "weekday":
        day, weekday = fact.value.split()
        return any(_weekday(other) == weekday for other in old if other.value.endswith(day))
    if fact.kind == "place":
        return fact.value in original or re.fullmatch(_PLACES, fact.value) is not None
    return False


def _parts(fact: Fact) -> set[str]:
    """Return the numbers of which a date or time is made."""
    if fact.kind not in {"date", "time"}:
        return set()
    return {str(int(part)) for part in re.findall(r"\d+", fact.value)}


def _weekday(fact: Fact) -> str | None:
    if fact.kind != "date" or len(fact.value) < len("2026-11-30"):
        return None
    try:
        return _WEEKDAYS[date.fromisoformat(fact.value).weekday()]
    except ValueError:
        return None


def _meets(one: Fact, other: Fact) -> bool:
    """Compare two facts; a date without a year meets the same day of any year."""
    if one.kind != other.kind:
        return False
    if one.kind == "date" and len(one.value) != len(other.value):
        return one.value[-5:] == other.value[-5:]
    return one.value == other.value
