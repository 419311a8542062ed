"""The records of people and posts, dated both ways: when something holds, and since when that is known."""

from __future__ import annotations

from grader.records.database.levels import LevelNews, look_at_estimates, take_estimates, take_levels
from grader.records.database.model import Change, Value
from grader.records.database.open import (
    database_place,
    database_url,
    open_database,
    open_records,
    reading,
)
from grader.records.database.read import history, rows, state_of
from grader.records.database.seal import Altered, altered
from grader.records.database.write import ended, record

__all__ = [
    "Altered",
    "Change",
    "LevelNews",
    "Value",
    "altered",
    "database_place",
    "database_url",
    "ended",
    "history",
    "look_at_estimates",
    "open_database",
    "open_records",
    "reading",
    "record",
    "rows",
    "state_of",
    "take_estimates",
    "take_levels",
]
