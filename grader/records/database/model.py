"""What is stated about people and posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Value = str | int | float | bool | date | tuple[str, ...] | None
"""What a field holds; None where nothing was filled in. A ``list`` is a tuple, empty where nothing was filled in."""


@dataclass(frozen=True, slots=True)
class Change:
    """A statement: these are the values from one day to another.

    Parameters
    ----------
    sheet : str
        Id of the sheet.
    values : mapping of str to Value
        By field. The statement is whole: a field that is not there is empty. Persons are named by their pseudonymous id.
    valid_from : date
        First day.
    valid_to : date or None
        Last day, included; None: until further notice. The day before `valid_from` states that there is no such record
        at all.
    ends : bool
        Only give another end to the record that has these values and this first day; if that is not known (any more),
        state nothing. See `ended`.
    """

    sheet: str
    values: Mapping[str, Value]
    valid_from: date
    valid_to: date | None = None
    ends: bool = False
