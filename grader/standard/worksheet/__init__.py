"""The worksheet of an official table: written to be filled by hand, read back into the personas' files."""

from __future__ import annotations

from grader.standard.worksheet.merging import Change, merge_worksheet
from grader.standard.worksheet.reading import Filled, Refused, Worksheet, read_worksheet
from grader.standard.worksheet.table import read_personas, worksheet_text

__all__ = [
    "Change",
    "Filled",
    "Refused",
    "Worksheet",
    "merge_worksheet",
    "read_personas",
    "read_worksheet",
    "worksheet_text",
]
