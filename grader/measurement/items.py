"""The bank of tasks, and the category that the points of a task fall into."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from grader.errors import MeasurementError
from grader.schema.store import read_json
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# Points are sums of floats in the gradebook: what differs by less than this is the same.
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Item:
    """One assessed exercise: proves one skill at one level.

    Parameters
    ----------
    id : str
        Exercise id such as ``sec-3-q4``.
    lesson : str
        Slug of the lesson; its assessed exercises stand in one notebook.
    skill : str
        Skill id such as ``SEC-LOG``.
    level : int
        Declared level, from 1.
    categories : int
        2 (nothing or all) or 3 (nothing, part, all).
    points : float
        Points for a full answer.
    minutes : int
        Time planned.
    title : Text
        Heading of the exercise.
    type : str
        Item type such as ``DETECT``.
    content : str
        SHA-256 of what a person meets and how it is marked; empty if unknown. A calibration holds for
        this content only.
    """

    id: str
    lesson: str
    skill: str
    level: int
    categories: int
    points: float
    minutes: int
    title: Text
    type: str
    content: str = ""


def load_items(path: Path) -> tuple[Item, ...]:
    """Read `build/items.json`.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    tuple of Item
        Sorted by id.

    Raises
    ------
    InputError
        If the file is missing or does not fit the schema.
    MeasurementError
        If an id stands twice.
    """
    data = read_json(path, "items")
    items = sorted((_item(record) for record in data["items"]), key=lambda item: item.id)
    for before, after in pairwise(items):
        if before.id == after.id:
            raise MeasurementError(
                f"{path}: 設問「{after.id}」が二度あります。教材を作り直してください（kakehashi build）。",
                f"{path}: exercise “{after.id}” stands twice; build the course again (kakehashi build).",
            )
    return tuple(items)


def _item(record: dict[str, Any]) -> Item:
    return Item(**{**record, "title": Text(**record["title"])})


def bank_document(items: Sequence[Item]) -> dict[str, Any]:
    """Return the content of `build/items.json`.

    Parameters
    ----------
    items : sequence of Item
        The bank.

    Returns
    -------
    dict
        Fits the schema ``items``; sorted by id.
    """
    ordered = sorted(items, key=lambda item: item.id)
    return {"format_version": 1, "items": [_record(item) for item in ordered]}


def _record(item: Item) -> dict[str, Any]:
    return {key: value for key, value in asdict(item).items() if key != "content" or value}


def category(points: float, max_points: float, *, categories: int) -> int:
    """Return the category that the points of one exercise fall into.

    Parameters
    ----------
    points : float
        Points given.
    max_points : float
        Points possible, above 0.
    categories : int
        Number of categories m + 1 of the item.

    Returns
    -------
    int
        0 for no points, m for all points, and for part of the points the share of them cut into the
        categories between; with two categories part of the points is 0.

    Notes
    -----
    Cut at 0 and at the maximum: with m = 2 every partial score is category 1. With more categories
    the inner ones are equal shares: c = 1 + ⌊(m − 1)·points/max⌋.

    Examples
    --------
    >>> [category(points, 3.0, categories=3) for points in (0.0, 0.5, 2.9, 3.0)]
    [0, 1, 1, 2]
    >>> category(2.9, 3.0, categories=2)
    0
    """
    top, share = categories - 1, points / max_points
    if share <= TOLERANCE:
        return 0
    if share >= 1 - TOLERANCE:
        return top
    return min(top - 1, 1 + int((top - 1) * share)) if top > 1 else 0
