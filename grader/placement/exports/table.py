"""One sheet of a workbook, before it is a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Parameters
    ----------
    header : str
        Header.
    width : float
        Width in half-width characters.
    """

    header: str
    width: float


@dataclass(frozen=True, slots=True)
class Choices:
    """What Excel offers for the cells of one column: the cells of a column of another sheet.

    Parameters
    ----------
    column : int
        Column in this sheet, from 1.
    sheet : str
        Name of the other sheet.
    source : int
        Column there, from 1.
    count : int
        Rows there, 1 or more.
    message : str
        What Excel says to anything else.
    """

    column: int
    sheet: str
    source: int
    count: int
    message: str


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: a title, a header, rows.

    Parameters
    ----------
    name : str
        Name of the sheet, at most 31 characters.
    title : str
        What stands above it.
    columns : tuple of Column
        The columns, in order.
    rows : sequence of sequence of str, float or None
        Cells; None is an empty cell.
    frozen : int
        Columns that stay in view.
    paper : {'A3', 'A4'}
        Paper, always landscape.
    choices : Choices or None
        What may stand in one of the columns.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[str | float | None]]
    frozen: int = 0
    paper: Literal["A3", "A4"] = "A3"
    choices: Choices | None = None
