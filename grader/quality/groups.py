"""Groups of the class, and whether exercises are alike for them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from grader.errors import InputError
from grader.measurement.quality import dif_statistics, empirical_bayes
from grader.quality import labels
from grader.quality.model import DifRow, Grouping, Unit
from grader.quality.thresholds import limit
from grader.records.roster import HEADERS, read_roster
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from grader.measurement import Item
    from grader.measurement.quality import ItemDif
    from grader.quality.course import Course
    from grader.workspace import Workspace

_PERSON = frozenset({HEADERS["person"].ja, HEADERS["person"].en})


def groups_of(
    workspace: Workspace, course: Course, file: Path | None
) -> dict[Text, Mapping[str, str]]:
    """Find all ways in which the class is divided.

    Parameters
    ----------
    workspace : Workspace
        Reads ``records/roster.csv`` if it is there.
    course : Course
        For the language of the editions.
    file : Path or None
        A CSV with the person id and one column for each further grouping.

    Returns
    -------
    dict
        From the name of a grouping to the group of each person; somebody without an entry is in none.

    Raises
    ------
    InputError
        If the file cannot be used.
    """
    found: dict[Text, Mapping[str, str]] = {}
    roster = workspace.records / "roster.csv"
    if roster.is_file():
        persons = read_roster(roster).persons
        found[labels.DEPARTMENT] = {person.person: person.department for person in persons}
    found[labels.EDITION] = course.edition
    return {**found, **(_from_file(file) if file else {})}


def _from_file(path: Path) -> dict[Text, Mapping[str, str]]:
    rows = list(csv.DictReader(io.StringIO(_decoded(path))))
    columns = list(rows[0]) if rows else []
    key = next((name for name in columns if name in _PERSON), None)
    others = [name for name in columns if name and name != key]
    if key is None or not others:
        raise InputError(
            f"{path}: 1行目に「職員番号」と、分ける列（例: 年代）の見出しを書いてください。",
            f"{path}: the first line must name “person” and at least one column of groups (such as age band).",
        )
    return {
        Text(name, name): {row[key]: (row[name] or "").strip() for row in rows} for name in others
    }


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(
        f"{path}: UTF-8でもcp932でもありません。どちらかで保存し直してください。",
        f"{path}: this is neither UTF-8 nor cp932; save it as one of them.",
    )


def compare_groups(course: Course, variable: Text, of: Mapping[str, str]) -> Grouping:
    """Compare every large group with the largest one, on every exercise.

    Parameters
    ----------
    course : Course
        The answers.
    variable : Text
        Name of the grouping.
    of : mapping of str to str
        Group of each person.

    Returns
    -------
    Grouping
        Persons are matched by their points in the lesson of the exercise, without exercises of class C.

    Notes
    -----
    With dozens of comparisons some are of class C by chance. `DifRow.p_large` is the probability that the
    true difference is, the estimates of all exercises being drawn to what is usual among them.

    References
    ----------
    .. [1] R. Zwick, D. T. Thayer, C. Lewis (1999), "An empirical Bayes approach to Mantel–Haenszel DIF
       analysis", Journal of Educational Measurement 36(1), 1–28.
    """
    broken = course.broken()
    group = np.array([of.get(person, "") for person in course.persons])
    sizes = Counter(label for label in group.tolist() if label)
    large = [label for label, n in sizes.most_common() if n >= limit("answers_group")]
    rows = [
        row
        for focal in large[1:]
        for row in _compared(course, variable, group, (large[0], focal), broken)
    ]
    return Grouping(
        variable=variable,
        sizes=tuple((label, sizes[label] // 10 * 10) for label in large),
        small=len(sizes) - len(large),
        rows=tuple(sorted(rows, key=lambda row: (-ord(row.ets), -abs(row.size), row.item.id))),
    )


def _compared(
    course: Course,
    variable: Text,
    group: NDArray[np.str_],
    pair: tuple[str, str],
    broken: Collection[int],
) -> Iterator[DifRow]:
    found: dict[Unit, list[tuple[Item, ItemDif]]] = {"d_dif": [], "effect": []}
    for lesson in dict.fromkeys(item.lesson for item in course.items):
        columns = [c for c in course.columns(lesson=lesson) if c not in broken]
        results = dif_statistics(
            course.answers[:, columns],
            group,
            reference=pair[0],
            focal=pair[1],
            minimum=int(limit("answers_group")),
            matching="purified",
        )
        for column, one in zip(columns, results, strict=True):
            unit: Unit = "d_dif" if one.method == "mantel_haenszel" else "effect"
            if one.ets is not None:
                found[unit].append((course.items[column], one))
    for unit, rows in found.items():
        yield from _rows(rows, variable, pair, unit)


def _rows(
    found: Sequence[tuple[Item, ItemDif]], variable: Text, pair: tuple[str, str], unit: Unit
) -> Iterator[DifRow]:
    """Say of each estimate also how likely it is to be large, seeing how the others scatter."""
    two = unit == "d_dif"
    sizes = [one.d_dif if two else one.effect for _, one in found]
    errors = [one.se_d_dif if two else one.se_effect for _, one in found]
    large = [float(one.ets == "C") for _, one in found]
    if len(found) > 1:
        limits = (1.0, 1.5) if two else (0.17, 0.25)
        large = empirical_bayes(sizes, errors, limits=limits).p_class[:, 2].tolist()
    for (item, one), size, p_large in zip(found, sizes, large, strict=True):
        yield DifRow(item, variable, *pair, size, unit, one.ets or "A", p_large)
