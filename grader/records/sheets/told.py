"""Differences and records in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from grader.records.sheets.catalogue import SHEETS, VALID_TO
from grader.records.sheets.rows import shown
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from grader.records.database import Value
    from grader.records.sheets.compare import Difference, Kind
    from grader.records.sheets.model import Field
    from grader.text import Lang

KINDS: dict[Kind, Text] = {
    "new": Text("新規", "new"),
    "changed": Text("変更", "changed"),
    "ended": Text("終了", "ended"),
    "withdrawn": Text("取消", "withdrawn"),
    "unchanged": Text("変更なし", "unchanged"),
}
_EMPTY = Text("（空欄）", "(empty)")
_HIDDEN = Text("（伏せています）", "(withheld)")
_YES_NO = {True: Text("はい", "yes"), False: Text("いいえ", "no")}


def counts(differences: Iterable[Difference]) -> Iterator[Text]:
    """Count differences by sheet.

    Parameters
    ----------
    differences : iterable of Difference
        One for each row.

    Yields
    ------
    Text
        A sentence for each sheet.
    """
    found = Counter((one.entry.sheet, one.kind) for one in differences)
    for sheet in SHEETS.values():
        if any(found[sheet.id, kind] for kind in KINDS):
            seen = [kind for kind in KINDS if kind != "withdrawn" or found[sheet.id, kind]]
            ja = "、".join(f"{KINDS[kind].ja} {found[sheet.id, kind]}" for kind in seen)
            en = ", ".join(f"{found[sheet.id, kind]} {KINDS[kind].en}" for kind in seen)
            yield Text(f"{sheet.name.ja}: {ja}", f"{sheet.name.en}: {en}")


def difference_text(one: Difference) -> Text:
    """Say what one row would change.

    Parameters
    ----------
    one : Difference
        The difference.

    Returns
    -------
    Text
        Sheet, record, period, and each field with its old and its new value. Sensitive values are withheld: a look at
        an import is no way to read them.
    """
    entry = one.entry
    sheet = entry.table.sheet
    fields = {field.name: field for field in (*sheet.fields, VALID_TO)}
    parts = [
        [
            f"{fields[name].header.get(lang)} {_value(fields[name], old, lang, hidden=sheet.sensitive)}"
            f" → {_value(fields[name], new, lang, hidden=sheet.sensitive)}"
            for name, old, new in one.fields
        ]
        for lang in ("ja", "en")
    ]
    when = period(entry.valid_from, entry.valid_to)
    kind = KINDS[one.kind]
    ja = f"{kind.ja}: {sheet.name.ja} {shown(entry.label)}（{when}）{'、'.join(parts[0])}"
    en = f"{kind.en}: {sheet.name.en} {shown(entry.label)} ({when}) {', '.join(parts[1])}"
    return Text(ja.rstrip(), en.rstrip())


def record_text(sheet_id: str, row: Mapping[str, Value], *, without: str) -> Text:
    """Say what one record holds.

    Parameters
    ----------
    sheet_id : str
        Its sheet.
    row : mapping of str to Value
        The record, with its days.
    without : str
        A field that is left out: the person whom all of it is about.

    Returns
    -------
    Text
        Period, and each field that is filled in.
    """
    fields = [
        one
        for one in SHEETS[sheet_id].fields
        if one.name != without and row[one.name] not in (None, ())
    ]
    when = period(row["valid_from"], row["valid_to"])
    ja = "、".join(f"{one.header.ja}: {_value(one, row[one.name], 'ja')}" for one in fields)
    en = ", ".join(f"{one.header.en}: {_value(one, row[one.name], 'en')}" for one in fields)
    return Text(f"{when} {ja}".rstrip(), f"{when} {en}".rstrip())


def period(first: Value, last: Value) -> str:
    """Write a period.

    Parameters
    ----------
    first, last : date or None
        First and last day.

    Returns
    -------
    str
        Such as ``2026-04-01..2027-03-31``; open if there is no last day.
    """
    return f"{first or ''}..{last or ''}"


def _value(one: Field, value: Value, lang: Lang, *, hidden: bool = False) -> str:
    if hidden and one is not VALID_TO:
        return _HIDDEN.get(lang)
    if value is None or value == ():
        return _EMPTY.get(lang)
    if isinstance(value, bool):
        return _YES_NO[value].get(lang)
    if isinstance(value, tuple):
        return shown("、".join(value))
    if one.choices:
        return dict(one.choices)[str(value)].get(lang)
    return f"{value:.15g}" if isinstance(value, float) else shown(value)
