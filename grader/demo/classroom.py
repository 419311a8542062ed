"""A class that never was: drawn from the measurement model, answering real notebooks."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from grader.authoring.literal import stub, written
from grader.errors import WorkspaceError
from grader.marking.worlds import city, make_world, seed_of
from grader.records.roster import Person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import ModuleType

    from grader.authoring.lesson import Cell, Exercise, Lesson

NOON = datetime(2026, 4, 1, 3, 0, tzinfo=UTC)
"""When the synthetic class hands in: a fixed clock, so that every run gives the same bytes."""
UNTOUCHED_SHARE = 0.3
"""How often somebody who would get an exercise wrong leaves it alone instead."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a synthetic trainee writes into an answer cell.

    Parameters
    ----------
    kind : str
        ``right``, ``untouched``, or the misconception that the wrong answer shows.
    source : str
        Python source.
    """

    kind: str
    source: str


def persons(curriculum: Path, *, seed: int, count: int) -> list[Person]:
    """Take people from the synthetic city.

    Parameters
    ----------
    curriculum : Path
        Folder of the lessons, with the city in it.
    seed : int
        The same seed gives the same people.
    count : int
        How many.

    Returns
    -------
    list of Person
        Rows of a roster.

    Raises
    ------
    WorkspaceError
        If the curriculum has no city.
    """
    town = town_of(curriculum)
    return [
        Person(p.person, p.name, p.kana, p.department, p.post, p.target_role, p.lang)
        for p in town.staff(seed, count)
    ]


def town_of(curriculum: Path) -> ModuleType:
    """Load the synthetic city.

    Parameters
    ----------
    curriculum : Path
        Folder of the lessons, with the city in it.

    Returns
    -------
    module
        The city.

    Raises
    ------
    WorkspaceError
        If the curriculum has no city.
    """
    town = city(curriculum)
    if town is None:
        raise WorkspaceError(
            f"{curriculum}: 見本の市（aobano）がないので demo は動きません。リポジトリのフォルダーで実行してください。",
            f"{curriculum}: has no synthetic city (aobano), which demo needs; run it in the repository.",
        )
    return town


def choose(
    lesson: Lesson,
    *,
    curriculum: Path,
    trainee: str,
    categories: Mapping[str, int],
    seed: int,
) -> dict[str, Chosen]:
    """Choose an answer for every assessed exercise of one trainee.

    Parameters
    ----------
    lesson : Lesson
        The lesson.
    curriculum : Path
        Folder of the lessons.
    trainee : str
        Person id; decides the world.
    categories : mapping of str to int
        Category drawn by the model for each exercise.
    seed : int
        Seed of the choice among wrong answers.

    Returns
    -------
    dict
        From exercise to answer.
    """
    own = make_world(curriculum, lesson.slug, seed_of(lesson.slug, trainee))
    chosen = {}
    for exercise in lesson.assessed:
        rng = np.random.default_rng([seed, zlib.crc32(f"{trainee}:{exercise.id}".encode())])
        kind, cell = _pick(exercise, categories[exercise.id], rng)
        source = stub(exercise) if cell is None else written(exercise, cell, own)
        chosen[exercise.id] = Chosen(kind, source)
    return chosen


def _pick(exercise: Exercise, category: int, rng: np.random.Generator) -> tuple[str, Cell | None]:
    if category == exercise.categories - 1:
        return "right", exercise.one("answer")
    wanted = "zero" if category == 0 else "part"
    if wanted == "zero" and rng.random() < UNTOUCHED_SHARE:
        return "untouched", None
    wrong = [cell for cell in exercise.find("wrong") if cell.meta["expect"] == wanted]
    cell = wrong[int(rng.integers(len(wrong)))]
    return str(cell.meta["says"]), cell
