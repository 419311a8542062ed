"""Hold a statement to its sheet before it comes near the database."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import TYPE_CHECKING

from grader.errors import RecordsError
from grader.records.database.tables import RECORDED
from grader.records.database.timeline import Period

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.records.database.model import Change, Value
    from grader.records.sheets.model import Field, Sheet

_INTEGERS = 1 << 63
_DAY = timedelta(days=1)


def sheet_of(name: str) -> Sheet:
    """Find a sheet.

    Parameters
    ----------
    name : str
        Its id.

    Returns
    -------
    Sheet
        One of the list of sheets, or that of levels.

    Raises
    ------
    RecordsError
        If there is none of this name.
    """
    if name not in RECORDED:
        known = ", ".join(RECORDED)
        raise RecordsError(
            f"「{name}」という表はありません（あるのは {known}）。",
            f"There is no sheet “{name}” (there are {known}).",
        )
    return RECORDED[name]


def checked(change: Change) -> Period:
    """Hold a statement to its sheet.

    Parameters
    ----------
    change : Change
        The statement.

    Returns
    -------
    Period
        Its values in the order of the fields; an empty text is None, an empty list is ``()``.

    Raises
    ------
    RecordsError
        If a field is unknown, missing or of the wrong kind, or the days run backwards.
    """
    sheet = sheet_of(change.sheet)
    strange = change.values.keys() - {field.name for field in sheet.fields}
    if strange:
        raise _wrong(
            sheet, min(strange), "この表にない項目です", "there is no such field in this sheet"
        )
    last = change.valid_to
    if last is not None and last < change.valid_from and last + _DAY != change.valid_from:
        raise _wrong(
            sheet,
            "valid_to",
            "適用終了日が適用開始日より前です",
            "the last day is before the first",
        )
    values = tuple(_value(sheet, field, change.values) for field in sheet.fields)
    return Period(values, change.valid_from, last)


def _value(sheet: Sheet, field: Field, values: Mapping[str, Value]) -> Value:
    value = values.get(field.name)
    empty = value is None or value in ("", ())
    if empty and (field.required or field.name in sheet.key):
        raise _wrong(sheet, field.name, "空欄です", "it is empty")
    if empty:
        return () if field.kind == "list" else None
    fits, kept = _kept(field, value)
    if not fits:
        raise _wrong(
            sheet,
            field.name,
            f"値が項目の形に合いません（{value!r}）",
            f"the value does not fit ({value!r})",
        )
    return kept


def _kept(field: Field, value: Value) -> tuple[bool, Value]:
    """Return whether a value is of the kind of its field, and as what it is stored."""
    match field.kind:
        case "text":
            return _storable(value), value
        case "choice":
            return value in {stored for stored, _ in field.choices}, value
        case "list":
            return isinstance(value, tuple) and all(map(_storable, value)), value
        case "date":
            return type(value) is date, value
        case "yes-no":
            return isinstance(value, bool), value
        case "integer":
            return type(value) is int and abs(value) < _INTEGERS and _within(field, value), value
        case "number":
            number = float(value) if type(value) in (int, float) else math.nan  # type: ignore[arg-type]
            return math.isfinite(number) and _within(field, number), number


def _within(field: Field, number: float) -> bool:
    low = -math.inf if field.least is None else field.least
    high = math.inf if field.most is None else field.most
    return low <= number <= high


def _storable(value: Value) -> bool:
    """Tell whether every database takes a text: no NUL, no half of a pair of surrogates."""
    if not isinstance(value, str) or "\0" in value:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _wrong(sheet: Sheet, field: str, ja: str, en: str) -> RecordsError:
    names = {one.name: one.header.ja for one in sheet.fields}
    return RecordsError(
        f"{sheet.name.ja}・{names.get(field, field)}: {ja}。何も書き込んでいません。直してから、もう一度実行してください。",
        f"{sheet.id}, {field}: {en}. Nothing was written. Correct it and try again.",
    )
