"""The sheets in which an HR office keeps its people and posts, in Excel or CSV."""

from __future__ import annotations

from grader.records.sheets.catalogue import SHEETS
from grader.records.sheets.model import Field, Sheet

__all__ = ["SHEETS", "Field", "Sheet"]
