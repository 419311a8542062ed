"""What the sheets of the records are: one list, from which tables, imports and exports are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from grader.text import Text

FieldKind = Literal["text", "integer", "number", "date", "yes-no", "choice", "list"]


@dataclass(frozen=True, slots=True)
class Field:
    """One column.

    Parameters
    ----------
    name : str
        Name in the database.
    header : Text
        Header in sheets.
    kind : str
        ``text``, ``integer``, ``number``, ``date``, ``yes-no``, ``choice``, or ``list`` (of texts, separated by 、 or ;).
    required : bool
        Whether it must be filled in.
    refers : str
        Id of the sheet whose key it names; empty if none. Persons are named by staff number in sheets.
    choices : tuple of (str, Text)
        Stored value and what stands in the sheet, of a ``choice``.
    least, most : float or None
        Limits of a number, both included.
    """

    name: str
    header: Text
    kind: FieldKind = "text"
    required: bool = False
    refers: str = ""
    choices: tuple[tuple[str, Text], ...] = ()
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of record.

    Parameters
    ----------
    id : str
        Id; the name of its table.
    name : Text
        Name of the sheet in a workbook.
    key : tuple of str
        Fields that tell one record from another at one time.
    fields : tuple of Field
        In the order of the sheet; the days 適用開始日 and 適用終了日 follow in every sheet.
    sensitive : bool
        Whether only HR may see it (要配慮, remarks).
    """

    id: str
    name: Text
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    sensitive: bool = False
