"""A world: the data of one trainee's lesson together with the truth about them."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.errors import LessonError
from grader.lab.shelf import DTYPES
from grader.schema.store import write_text

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


class _Copies(Mapping[str, Any]):
    """A mapping whose values are copied when they are looked at: most are not, and copying them all takes longest.

    Parameters
    ----------
    values : mapping
        What is copied.
    memo : dict
        As for `copy.deepcopy`; what two values share, their copies share too.
    """

    def __init__(self, values: Mapping[str, Any], memo: dict[int, Any]) -> None:
        self._values, self._memo = values, memo
        self._copied: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._copied:
            self._copied[name] = copy.deepcopy(self._values[name], self._memo)
        return self._copied[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Any]:
        return {name: copy.deepcopy(self[name], memo) for name in self}


@dataclass(frozen=True, slots=True)
class World:
    """Data that a trainee gets, and the truth that only the marker has.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Become CSV files.
    documents : mapping of str to JSON data
        Become JSON files.
    truth : mapping
        Never leaves the marker's side.
    """

    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    documents: Mapping[str, Any] = field(default_factory=dict)
    truth: Mapping[str, Any] = field(default_factory=dict)
    _read: dict[str, pd.DataFrame] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def fresh(self) -> World:
        """Return a copy in which anything may be changed.

        Returns
        -------
        World
            What is changed in it, in its tables, documents or truth, changes nothing here.
        """
        memo: dict[int, Any] = {}
        parts = (self.tables, self.documents, self.truth)
        made = World(*(_Copies(part, memo) for part in parts))
        for name in self.tables:
            made._read[name] = self._as_read(name)  # of the same class
        return made

    def table(self, name: str) -> pd.DataFrame:
        """Return a fresh copy of a table, as a trainee's notebook would read it.

        Parameters
        ----------
        name : str
            Name of the table.

        Returns
        -------
        pandas.DataFrame
            Safe to hand to a trainee's function: changing it changes nothing here. An empty text is a missing value,
            as in every CSV file.
        """
        return self._as_read(name).copy()

    def _as_read(self, name: str) -> pd.DataFrame:
        if name not in self._read:
            frame = self.tables[name].copy().reset_index(drop=True)
            for column, kind in column_kinds(frame).items():
                series = _without_empty(frame[column]) if kind == "str" else frame[column]
                frame[column] = series.astype(DTYPES[kind]) if kind != "str" else series
            self._read[name] = frame
        return self._read[name]

    def document(self, name: str) -> Any:
        """Return a fresh copy of a document, as a trainee's notebook would read it.

        Parameters
        ----------
        name : str
            Name of the document.

        Returns
        -------
        Any
            JSON data: keys are texts, tuples have become lists.
        """
        return json.loads(json.dumps(self.documents[name]))


def _without_empty(column: pd.Series[Any]) -> pd.Series[Any]:
    texts = [value if isinstance(value, str) and value else float("nan") for value in column]
    return type(column)(texts, index=column.index, dtype=DTYPES["str"])


def column_kinds(frame: pd.DataFrame) -> dict[str, str]:
    """Name the kind of each column, so that a CSV file can be read back unchanged.

    Parameters
    ----------
    frame : pandas.DataFrame
        Any table of a world.

    Returns
    -------
    dict
        From column to ``str``, ``int``, ``float``, ``bool`` or ``datetime``.

    Raises
    ------
    LessonError
        If a column is of another kind.
    """
    return {str(name): _kind(str(name), frame[name]) for name in frame.columns}


def _kind(name: str, column: pd.Series[Any]) -> str:
    from pandas.api import types  # noqa: PLC0415  # whoever has a column has pandas; linting has none

    tests = (
        ("bool", types.is_bool_dtype),
        ("int", types.is_integer_dtype),
        ("float", types.is_float_dtype),
        ("datetime", types.is_datetime64_dtype),
    )
    for kind, test in tests:
        if test(column.dtype):
            return kind
    # Columns of objects may hold anything; only texts come back from a CSV file as they were.
    if types.infer_dtype(column, skipna=True) in {"string", "empty"}:
        return "str"
    raise LessonError(
        f"列「{name}」の型 {column.dtype} は教材データに使えません。文字列・数・日時・真偽のどれかにしてください。",
        f"Column “{name}” has the type {column.dtype}; lesson data are text, numbers, times or truth values.",
    )


def write_world(world: World, folder: Path, *, handout: Mapping[str, Any]) -> None:
    """Write the part of a world that a trainee gets.

    Parameters
    ----------
    world : World
        The world; its truth is not written.
    folder : Path
        Made if missing; files of the same names are replaced.
    handout : mapping
        What ``lesson.json`` says besides the shapes of the data.
    """
    for name, text in world_files(world, handout=handout, indent=1).items():
        write_text(folder / name, text)


def world_files(
    world: World, *, handout: Mapping[str, Any], indent: int | None = None
) -> dict[str, str]:
    """Return the part of a world that a trainee gets.

    Parameters
    ----------
    world : World
        The world; its truth is left out.
    handout : mapping
        What ``lesson.json`` says besides the shapes of the data.
    indent : int, optional
        Of the JSON files, for people who look into them; it takes five times as long.

    Returns
    -------
    dict of str to str
        Content by name of the file.
    """
    files = {
        f"{name}.csv": world.table(name).to_csv(index=False, lineterminator="\n")
        for name in sorted(world.tables)
    }
    shapes = {name: column_kinds(world.table(name)) for name in sorted(world.tables)}
    whole = {**handout, "tables": shapes, "documents": sorted(world.documents)}
    told = {f"{name}.json": world.documents[name] for name in sorted(world.documents)}
    for name, data in {**told, "lesson.json": whole}.items():
        files[name] = json.dumps(data, ensure_ascii=False, indent=indent) + "\n"
    return files
