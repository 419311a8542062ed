"""One cell: from what stands there to a value, or to what is wrong with it."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime
from typing import TYPE_CHECKING

from grader.records.dates import read_date
from grader.records.excel import LONGEST, restore, unseen
from grader.records.sheet_rules import R032, R035, R036, R037, R038, R039, R041
from grader.records.sheets.source import Odd, plain
from grader.text import LANGS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.findings import Rule
    from grader.records.database import Value
    from grader.records.sheets.model import Field
    from grader.records.sheets.source import Raw
    from grader.text import Text

YES = ("はい", "yes")
NO = ("いいえ", "no")
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""Days outside are slips of the pen; no end is an empty cell, never 9999-12-31."""
SEPARATORS = re.compile("[、;；\n]")
LINES = frozenset({"text", "note"})
"""Fields that may have several lines: remarks and the reasons of wishes."""
SOFT = frozenset({"qualification", "qualifications"})
"""Fields that hold an id of the standard, or a name that the standard does not have."""

_CODES = frozenset(
    {"department", "post", "person", "staff_number", "placement", "role", "target_role", "skill"}
    | {"pledge", "condition", "target", "access", "acts", "procures"}
    | {"work", "lang"}
)
# Whole numbers beyond 15 digits are rounded by Excel.
_MOST = 10**15
_WHOLE = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)")
_NUMBER = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")
# How workbooks write characters that XML lacks; programs disagree on what it means in a text.
_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")


class CellError(Exception):
    """Something is wrong with a cell.

    Parameters
    ----------
    rule : Rule
        What is broken.
    ja, en : str
        The rest of the sentence that begins with the cell.
    """

    def __init__(self, rule: Rule, ja: str, en: str) -> None:
        super().__init__(en)
        self.rule = rule
        self.ja = ja
        self.en = en


def is_code(field: Field) -> bool:
    """Tell whether a field holds ids, in which full-width letters and digits mean the usual ones.

    Parameters
    ----------
    field : Field
        The field.

    Returns
    -------
    bool
        False for names and other words, which are kept exactly as written.
    """
    return bool(field.refers) or field.name in _CODES


def read_cell(field: Field, raw: Raw, words: Mapping[str, str] | None = None) -> Value:
    """Read a cell; nothing is guessed.

    Parameters
    ----------
    field : Field
        What should stand there.
    raw : str, number, date, Odd or None
        What stands there.
    words : mapping of str to str, optional
        Ids by everything by which they may be called, of a field that names something of the standard.

    Returns
    -------
    str, int, float, bool, date, tuple of str, or None
        The value; None, or an empty tuple for a list, of an empty cell.

    Raises
    ------
    CellError
        If it is not understood.
    """
    if isinstance(raw, Odd):
        raise CellError(R032, "は値ではありません。", " is no value.")
    given = restore(raw) if isinstance(raw, str) else raw
    if given is None or given == "":
        return () if field.kind == "list" else None
    if field.kind == "list":
        return _list(field, given, words)
    if field.kind == "text":
        return _word(field, _text(field, given), words)
    return _READERS[field.kind](field, given)


def known_word(text: str, words: Mapping[str, str], *, soft: bool) -> str:
    """Find a word of the standard.

    Parameters
    ----------
    text : str
        An id or a name.
    words : mapping of str to str
        Ids by names.
    soft : bool
        Whether a word that is not there stays as written.

    Returns
    -------
    str
        The id.

    Raises
    ------
    CellError
        If there is no such word.
    """
    found = words.get(plain(text))
    if found is None and not soft:
        ids = sorted(set(words.values()))
        some = ", ".join(ids[:8]) + (" …" if len(ids) > 8 else "")  # noqa: PLR2004  # a line's worth
        raise CellError(
            R041, f"は標準にありません（あるのは {some}）。", f" is not in the standard ({some})."
        )
    return text if found is None else found


def unlisted(field: Field, value: Value, words: Mapping[str, str]) -> list[str]:
    """Return the qualifications of a cell that the standard does not list.

    Parameters
    ----------
    field : Field
        The field.
    value : str, tuple of str, or other
        What was read.
    words : mapping of str to str
        Ids by names.

    Returns
    -------
    list of str
        Names that stay as written (R042).
    """
    items = value if isinstance(value, tuple) else (value,)
    known = set(words.values())
    return [str(item) for item in items if field.name in SOFT and item and item not in known]


def _word(field: Field, text: str, words: Mapping[str, str] | None) -> str:
    return text if words is None else known_word(text, words, soft=field.name in SOFT)


def _list(field: Field, given: Raw, words: Mapping[str, str] | None) -> tuple[str, ...]:
    parts = SEPARATORS.split(given) if isinstance(given, str) else [given]
    texts = [
        _text(field, part.strip() if isinstance(part, str) else part) for part in parts if part
    ]
    return tuple(dict.fromkeys(_word(field, text, words) for text in texts if text))


def _text(field: Field, given: Raw) -> str:
    """A text; of codes in the usual width, of everything else as it was written."""
    if not isinstance(given, str):
        raise CellError(R039, "は文字ではありません。", " is no text.")
    bad = unseen(given, lines=field.name in LINES)
    if bad:
        code = " ".join(f"U+{ord(sign):04X}" for sign in bad[:4])
        raise CellError(R035, f"に使えない文字があります（{code}）。", f" holds {code}.")
    if len(given) >= LONGEST or _ESCAPE.search(given):
        ja = "は長すぎるか、_x000D_ のような文字の書き方を含みます。"
        raise CellError(R035, ja, " is too long, or holds an escape such as _x000D_.")
    return unicodedata.normalize("NFKC", given).strip() if is_code(field) else given


def _number(field: Field, given: Raw) -> float:
    value = _as_number(given, _NUMBER)
    if value is None:
        raise CellError(R036, "は数として読めません。", " is no number.")
    _check_limits(field, value)
    return float(value)


def _integer(field: Field, given: Raw) -> int:
    value = _as_number(given, _WHOLE)
    if value is None or value != int(value):
        raise CellError(R036, "は整数として読めません。", " is no whole number.")
    _check_limits(field, value)
    return int(value)


def _as_number(given: Raw, shape: re.Pattern[str]) -> float | None:
    if isinstance(given, str):
        text = unicodedata.normalize("NFKC", given)
        # Two dozen digits are no number of ours; int() of thousands of them takes its time.
        fits = len(text) <= 24 and shape.fullmatch(text)  # noqa: PLR2004
        return float(text.replace(",", "")) if fits else None
    number = isinstance(given, (int, float)) and not isinstance(given, bool)
    return float(given) if number and math.isfinite(given) else None  # type: ignore[arg-type]


def _check_limits(field: Field, value: float) -> None:
    least = -_MOST if field.least is None else field.least
    most = _MOST if field.most is None else field.most
    if not least <= value <= most:
        raise CellError(
            R036,
            f"は範囲（{least:g}から{most:g}）の外です。",
            f" is outside its limits ({least:g} to {most:g}).",
        )


def _date(_: Field, given: Raw) -> date:
    day = read_date(given) if isinstance(given, str) else _day(given)
    if day is None:
        raise CellError(R037, "は日付として読めません。", " is no date.")
    if not FIRST_DAY <= day <= LAST_DAY:
        ja = "は1900年から2199年の間にありません。終わりがなければ空欄にしてください。"
        raise CellError(
            R037, ja, " is not between 1900 and 2199; leave it empty if there is no end."
        )
    return day


def _day(given: Raw) -> date | None:
    """The day of a cell in date format; None if there is a time of day in it, too."""
    if isinstance(given, datetime):
        day = given.date()
        return day if given == datetime.combine(day, datetime.min.time()) else None
    return given if isinstance(given, date) else None


def _choice(field: Field, given: Raw) -> str:
    for stored, name in field.choices:
        if isinstance(given, str) and plain(given) in {plain(stored), *map(plain, _both(name))}:
            return stored
    ja = "、".join(name.ja for _, name in field.choices)
    en = ", ".join(name.en for _, name in field.choices)
    raise CellError(R038, f"は選べません（選べるのは {ja}）。", f" is not one of {en}.")


def _yes_no(_: Field, given: Raw) -> bool:
    if isinstance(given, bool):
        return given
    if isinstance(given, str) and plain(given) in (*YES, *NO):
        return plain(given) in YES
    raise CellError(R038, "は「はい」でも「いいえ」でもありません。", " is neither yes nor no.")


def _both(name: Text) -> list[str]:
    return [name.get(lang) for lang in LANGS]


_READERS: Mapping[str, Callable[[Field, Raw], Value]] = {
    "number": _number,
    "integer": _integer,
    "date": _date,
    "choice": _choice,
    "yes-no": _yes_no,
}
