"""The people of a workspace: who they are, and what they did while somebody watched."""

from __future__ import annotations

from grader.records.excel import neutralise, restore
from grader.records.roster import HEADERS, Person, Roster, read_roster, write_roster
from grader.records.rules import RULES
from grader.records.sittings import Sitting, Sittings, read_sittings, workspace_sittings

__all__ = [
    "HEADERS",
    "RULES",
    "Person",
    "Roster",
    "Sitting",
    "Sittings",
    "neutralise",
    "read_roster",
    "read_sittings",
    "restore",
    "workspace_sittings",
    "write_roster",
]
