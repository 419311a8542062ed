"""Take in levels by reference: the probabilities, and which graded exercises, bank and file they come from."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from grader.records.database.levels_sheet import LEVELS
from grader.records.database.model import Change
from grader.records.database.read import rows, state_of
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
_TOLD = ("p_level_1", "p_level_2", "p_level_3", "p_level_4", "hardest")


@dataclass(frozen=True, slots=True)
class LevelNews:
    """What a file of estimates would change in the records.

    Parameters
    ----------
    people : int
        People in the file.
    new, changed, same, ended : int
        Levels (one person, one skill) that are not known on the day, have other probabilities, have the same ones, or are
        known and not in the file any more.
    unknown : tuple of str
        Ids in the file of whom the records have no person.
    changes : tuple of Change
        What to record; also of levels that are the same, if they now come from another file.
    seen : int
        State of the records that were looked at, of `state_of`.
    """

    people: int
    new: int
    changed: int
    same: int
    ended: int
    unknown: tuple[str, ...]
    changes: tuple[Change, ...]
    seen: int


def look_at_estimates(engine: Engine, path: Path, *, on: date) -> LevelNews:
    """Tell what the levels of a file of estimates would change; the records stay as they are.

    Parameters
    ----------
    engine : Engine
        The records.
    path : Path
        ``estimates.json``.
    on : date
        Day from which these levels count, until the day before the levels of a later day that are there already. Levels
        that hold on it and are not in the file end the day before.

    Returns
    -------
    LevelNews
        The changes, and how many there are of each kind.

    Raises
    ------
    InputError
        If the file is missing or no file of estimates.
    RecordsError
        If the records cannot be read.
    """
    seen = state_of(engine)
    known: Sequence[Mapping[str, Any]] = rows(engine, LEVELS.id)
    document = read_json(path, "estimates")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    later = [row["valid_from"] for row in known if row["valid_from"] > on]
    until = min(later) - _DAY if later else None
    levels = list(_levels(document, digest))
    held = {_key(row): row for row in known if _holds(row, on)}
    gone = [row for key, row in held.items() if key not in {_key(level) for level in levels}]
    kinds = Counter(_kind(level, held.get(_key(level))) for level in levels)
    ids = {person["person"] for person in document["persons"]}
    return LevelNews(
        people=len(ids),
        new=kinds["new"],
        changed=kinds["changed"],
        same=kinds["same"],
        ended=len(gone),
        unknown=tuple(sorted(ids - {str(row["person"]) for row in rows(engine, "people")})),
        changes=(
            *(Change(LEVELS.id, values, on, until) for values in levels),
            *(ended(LEVELS.id, row, on - _DAY) for row in gone),
        ),
        seen=seen,
    )


def take_estimates(engine: Engine, path: Path, *, on: date, access: Access) -> int:
    """Take in the levels of a file of estimates, all of them or none.

    Parameters
    ----------
    engine : Engine
        The records.
    path : Path
        ``estimates.json``.
    on : date
        As of `look_at_estimates`.
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
    return take_levels(engine, look_at_estimates(engine, path, on=on), access=access)


def take_levels(engine: Engine, news: LevelNews, *, access: Access) -> int:
    """Record levels that were looked at, all of them or none.

    Parameters
    ----------
    engine : Engine
        The records.
    news : LevelNews
        What was looked at.
    access : Access
        Who, when and for what.

    Returns
    -------
    int
        How many levels changed.

    Raises
    ------
    RecordsError
        If the records cannot be written, or somebody else has changed them since the look.
    """
    return record(engine, news.changes, access=access, what="estimates", seen=news.seen)


def _key(row: Mapping[str, Any]) -> tuple[str, str]:
    return row["person"], row["skill"]


def _kind(level: Mapping[str, Any], old: Mapping[str, Any] | None) -> str:
    if old is None:
        return "new"
    return "same" if all(level[name] == old[name] for name in _TOLD) else "changed"


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
