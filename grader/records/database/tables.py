"""The tables of the records, made from the list of sheets.

What is made here must be what the migrations make: a test compares them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Boolean, Column, Date, Double, Index, Integer, MetaData, Table
from sqlalchemy import Text as LongText

from grader.records.columns import Texts, UtcTime
from grader.records.database.levels_sheet import LEVELS
from grader.records.sheets.catalogue import SHEETS

if TYPE_CHECKING:
    from grader.records.sheets.model import Field, Sheet

METADATA = MetaData()
"""All tables of the records; the audit has its own."""

RECORDED: dict[str, Sheet] = {**SHEETS, LEVELS.id: LEVELS}
"""Everything that is dated both ways: the sheets, and the levels that were taken in."""

REVISIONS = ("0001",)
"""Migrations, oldest first."""

_TYPES = {
    "text": LongText,
    "choice": LongText,
    "list": Texts,
    "integer": BigInteger,
    "number": Double,
    "date": Date,
    "yes-no": Boolean,
}


def _column(field: Field, sheet: Sheet) -> Column[object]:
    filled = field.required or field.kind == "list" or field.name in sheet.key
    return Column(field.name, _TYPES[field.kind](), nullable=not filled)


def _table(sheet: Sheet) -> Table:
    table = Table(
        sheet.id,
        METADATA,
        Column("id", Integer, primary_key=True),
        *(_column(field, sheet) for field in sheet.fields),
        Column("valid_from", Date, nullable=False),
        Column("valid_to", Date),
        Column("recorded_from", UtcTime, nullable=False),
        Column("recorded_to", UtcTime),
        Column("recorded_by", LongText, nullable=False),
    )
    # Rows refer to others by keys that hold for a time: no foreign key of a database can say that.
    known = table.c.recorded_to.is_(None)
    Index(
        f"{sheet.id}_known",
        *(table.c[name] for name in (*sheet.key, "valid_from")),
        unique=True,
        sqlite_where=known,
        postgresql_where=known,
    )
    return table


TABLES: dict[str, Table] = {sheet.id: _table(sheet) for sheet in RECORDED.values()}
"""By id of the sheet."""
