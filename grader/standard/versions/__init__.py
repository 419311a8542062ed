"""Versions of the standard: releases, the lock, tombstones, deltas, and moving recorded levels along."""

from __future__ import annotations

from grader.standard.versions.delta import Change, Wording, compare, same_meaning, version_needed
from grader.standard.versions.lock import (
    Cut,
    Lock,
    cut,
    read_lock,
    read_release,
    write_cut,
)
from grader.standard.versions.migrate import Carried, Migration, Recorded, Unresolved, migrate
from grader.standard.versions.release import Release, parse_version, working_release
from grader.standard.versions.render import delta_data, delta_page, delta_rows, users_of
from grader.standard.versions.tombstones import Tombstone, read_tombstones, with_successors

__all__ = [
    "Carried",
    "Change",
    "Cut",
    "Lock",
    "Migration",
    "Recorded",
    "Release",
    "Tombstone",
    "Unresolved",
    "Wording",
    "compare",
    "cut",
    "delta_data",
    "delta_page",
    "delta_rows",
    "migrate",
    "parse_version",
    "read_lock",
    "read_release",
    "read_tombstones",
    "same_meaning",
    "users_of",
    "version_needed",
    "with_successors",
    "working_release",
    "write_cut",
]
