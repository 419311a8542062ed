"""Take in levels by reference: the probabilities, and which graded exercises, bank and file they come from."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from grader.records.database.levels_sheet import LEVELS
from grader.records.database.model import Change
from grader.records.database.read import rows
from grader.records.database.write import ended, record
from grader.schema.store import read_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from sqlalchemy import Engine

    from grader.records.access_log import Access
    from grader.records.database.model import Value

_DAY = timedelta(days=1)


def take_estimates(engine: Engine, path: Path, *, on: date, access: Access) -> int:
    """Take in the levels of a file of estimates, all of them or none.

    Parameters
    ----------
    engine : Engine
        The records.
    path : Path
        ``estimates.json``.
    on : date
        Day from which these levels count, until the day before the levels of a later day that are there already. Levels
        that hold on it and are not in the file end the day before.
    access : Access
        Who, when and for what.

    Returns
    -------
    int
        How many levels changed; 0 if the same file was taken in before.

    Raises
    ------
    InputError
        If the file is missing or no file of estimates.
    RecordsError
        If the records cannot be read or written.
    """
    known: Sequence[Mapping[str, Any]] = rows(engine, LEVELS.id)
    document = read_json(path, "estimates")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    later = [row["valid_from"] for row in known if row["valid_from"] > on]
    until = min(later) - _DAY if later else None
    changes = [Change(LEVELS.id, values, on, until) for values in _levels(document, digest)]
    there = {(change.values["person"], change.values["skill"]) for change in changes}
    gone = (row for row in known if _holds(row, on) and (row["person"], row["skill"]) not in there)
    changes += [ended(LEVELS.id, row, on - _DAY) for row in gone]
    return record(engine, changes, access=access, what="estimates")


def _holds(row: Mapping[str, Any], on: date) -> bool:
    return row["valid_from"] <= on and (row["valid_to"] is None or row["valid_to"] >= on)


def _levels(document: Mapping[str, Any], digest: str) -> Iterator[dict[str, Value]]:
    for person in document["persons"]:
        for skill in person["skills"]:
            chances = enumerate(skill["p_at_least"], start=1)
            yield {
                "person": person["person"],
                "skill": skill["skill"],
                **{f"p_level_{level}": chance for level, chance in chances},
                "hardest": skill.get("hardest"),
                "bank": document.get("bank_version"),
                "estimates": digest,
                "exercises": tuple(map(_exercise, skill["evidence"])),
            }


def _exercise(evidence: Mapping[str, Any]) -> str:
    form = evidence.get("form", 1)
    return f"{evidence['lesson']}{f'#{form}' if form > 1 else ''}/{evidence['exercise']}"
