"""The people of a workspace: the roster today, their histories later."""

from __future__ import annotations

from grader.records.excel import neutralise, restore
from grader.records.roster import HEADERS, Person, Roster, read_roster, write_roster
from grader.records.rules import RULES

__all__ = [
    "HEADERS",
    "RULES",
    "Person",
    "Roster",
    "neutralise",
    "read_roster",
    "restore",
    "write_roster",
]
