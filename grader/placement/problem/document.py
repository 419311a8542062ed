"""A problem as JSON data and back: what stands in ``input.json`` beside each plan, and its hash."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

from grader.placement.problem.model import (
    Budget,
    Candidate,
    Goal,
    PlanPolicy,
    Post,
    Problem,
    Relation,
    SkillNeed,
)
from grader.standard import Development, Link, Requirement, Tie

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Convert = Callable[[Any], Any]

FORMAT = 1


def problem_document(problem: Problem) -> dict[str, Any]:
    """Return a problem as JSON data.

    Parameters
    ----------
    problem : Problem
        The problem.

    Returns
    -------
    dict
        Fits the schema ``plan_input``. Sets are sorted; what has an order keeps it. The same problem always gives the
        same data.
    """
    return {"format_version": FORMAT, **_write(problem)}


def problem_from(data: Mapping[str, Any]) -> Problem:
    """Return the problem that stands in a document.

    Parameters
    ----------
    data : mapping
        Fits the schema ``plan_input``.

    Returns
    -------
    Problem
        The same as was written.
    """
    problem: Problem = _reader(Problem)(
        {key: value for key, value in data.items() if key != "format_version"}
    )
    return problem


def problem_sha256(problem: Problem) -> str:
    """Return the hash of a problem.

    Parameters
    ----------
    problem : Problem
        The problem.

    Returns
    -------
    str
        SHA-256 of its document, in hexadecimal digits: of JSON with sorted keys and without spaces, as UTF-8.
    """
    return document_sha256(problem_document(problem))


def document_sha256(document: Any) -> str:
    """Return the hash of a problem's document.

    Parameters
    ----------
    document : Any
        The document, or any other JSON data.

    Returns
    -------
    str
        SHA-256 in hexadecimal digits: of JSON with sorted keys and without spaces, as UTF-8.

    Raises
    ------
    ValueError
        If it holds a number that JSON does not know.
    """
    text = json.dumps(
        document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _write(record: Any) -> dict[str, Any]:
    """Write a record field by field, as its annotations say."""
    return {
        field.name: _CONVERT[str(field.type)][0](getattr(record, field.name))
        for field in fields(record)
    }


def _reader(kind: type) -> Convert:
    read = {field.name: _CONVERT[str(field.type)][1] for field in fields(kind)}
    return lambda data: kind(**{name: read[name](value) for name, value in data.items()})


def _many(kind: type) -> tuple[Convert, Convert]:
    # The reader is looked up when it is used: a record may hold others whose entry comes later.
    return (
        lambda records: [_write(record) for record in records],
        lambda items: tuple(map(_reader(kind), items)),
    )


def _policy_from(data: Mapping[str, Any]) -> Any:
    return _reader(PlanPolicy)(data)


def _lists(rows: Iterable[Iterable[Any]]) -> list[list[Any]]:
    return [list(row) for row in rows]


def _tuples(rows: Iterable[Iterable[Any]]) -> tuple[tuple[Any, ...], ...]:
    return tuple(tuple(row) for row in rows)


def _or_none(convert: Convert) -> Convert:
    return lambda value: None if value is None else convert(value)


def _same(value: Any) -> Any:
    return value


def _end(until: date | str) -> str:
    return until.isoformat() if isinstance(until, date) else until


def _end_from(text: str) -> date | str:
    return date.fromisoformat(text) if text[:1].isdigit() else text


def _floats(levels: Mapping[str, Iterable[float]]) -> dict[str, list[float]]:
    return {key: [float(value) for value in levels[key]] for key in sorted(levels)}


_PLAIN = (_same, _same)
_DAY = (_or_none(date.isoformat), _or_none(date.fromisoformat))
_CONVERT: dict[str, tuple[Convert, Convert]] = {
    **dict.fromkeys(
        ("str", "str | None", "int", "int | None", "bool", "Need", "Origin", "Payer"), _PLAIN
    ),
    **dict.fromkeys(("PostKind", "RelationKind"), _PLAIN),
    "float": (float, float),
    "float | None": (_or_none(float), _or_none(float)),
    "date": _DAY,
    "date | None": _DAY,
    "date | Literal['lasting', 'unknown']": (_end, _end_from),
    "frozenset[str]": (sorted, frozenset),
    "tuple[str, ...]": (list, tuple),
    "tuple[int, ...]": (list, tuple),
    "tuple[Applies, ...]": (list, tuple),
    "tuple[int, int] | None": (_or_none(list), _or_none(tuple)),
    "tuple[tuple[str, str], ...]": (_lists, _tuples),
    "tuple[tuple[str, int, str], ...]": (_lists, _tuples),
    "Mapping[str, str]": (dict, dict),
    "Mapping[str, int]": (dict, dict),
    "Mapping[str, float]": (
        lambda numbers: {key: float(value) for key, value in numbers.items()},
        dict,
    ),
    "Mapping[str, tuple[float, ...]]": (
        _floats,
        lambda levels: {key: tuple(value) for key, value in levels.items()},
    ),
    "PlanPolicy": (_write, _policy_from),
    **{
        f"tuple[{kind.__name__}, ...]": _many(kind)
        for kind in (
            Budget,
            Candidate,
            Development,
            Goal,
            Link,
            Post,
            Relation,
            Requirement,
            SkillNeed,
            Tie,
        )
    },
}
"""By annotation of a field: how it is written and how it is read."""
