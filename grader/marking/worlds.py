"""Make the worlds of a lesson: a trainee's own one from a seed, and unseen ones for marking."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from grader.errors import LessonError
from grader.marking.world import World, write_world

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from types import ModuleType

    from grader.text import Lang
    from grader.workspace import Workspace

CITY = "aobano"
FRESH = 2
"""How many unseen worlds every answer meets besides the trainee's own."""


def seed_of(lesson: str, trainee: str, form: int = 1) -> int:
    """Return the seed of a trainee's own world.

    Parameters
    ----------
    lesson : str
        Slug of the lesson.
    trainee : str
        Id of the trainee.
    form : int
        Form of the lesson, from 1: each has a world of its own.

    Returns
    -------
    int
        In [0, 2**32), the same on every machine.
    """
    # No id has a colon, so that nobody's later form is somebody else's first.
    whose = trainee if form == 1 else f"form-{form}:{trainee}"
    return int(hashlib.sha256(f"{lesson}:{whose}".encode()).hexdigest()[:8], 16)


def practising(trainee: str) -> str:
    """Return the name under which somebody practises: another world, so that no answer can be carried over.

    Parameters
    ----------
    trainee : str
        Id of the trainee.

    Returns
    -------
    str
        To be used in place of the id for seeds; it cannot be anybody's id.
    """
    return f"practice:{trainee}"


def fresh_seeds(lesson: str, *, practice: bool = False) -> list[int]:
    """Return the seeds of the worlds that no trainee has seen.

    Parameters
    ----------
    lesson : str
        Slug of the lesson.
    practice : bool
        Whether they are for practice: unlimited tries must not feel their way to the worlds that count.

    Returns
    -------
    list of int
        `FRESH` seeds, the same for every trainee, so that all meet the same unseen data.
    """
    kind = "practice" if practice else "unseen"
    return [seed_of(lesson, f"\x00{kind}-{n}") for n in range(FRESH)]


@lru_cache(maxsize=256)
def make_world(curriculum: Path, lesson: str, seed: int) -> World:
    """Make one world of a lesson.

    Parameters
    ----------
    curriculum : Path
        Folder of the lessons.
    lesson : str
        Slug of the lesson.
    seed : int
        Seed of the world.

    Returns
    -------
    World
        The same for the same seed.

    Raises
    ------
    LessonError
        If the lesson has no ``world.py`` with a function ``make``, or that function stops.
    """
    make = _maker(curriculum, lesson)
    try:
        world = make(seed)
    except Exception as error:
        raise LessonError(
            f"{lesson}/world.py: make({seed}) が止まりました（{type(error).__name__}: {error}）。",
            f"{lesson}/world.py: make({seed}) stopped ({type(error).__name__}: {error}).",
        ) from error
    if not isinstance(world, World):
        raise LessonError(
            f"{lesson}/world.py: make(seed) は World を返してください。",
            f"{lesson}/world.py: make(seed) must return a World.",
        )
    return world


@lru_cache(maxsize=64)
def _maker(curriculum: Path, lesson: str) -> Callable[[int], World]:
    path = curriculum / lesson / "world.py"
    if not path.is_file():
        raise LessonError(
            f"{path}: ありません。受講者ごとのデータを作る make(seed) を書いてください。",
            f"{path}: missing; write make(seed), which makes each trainee's data.",
        )
    city(curriculum)
    module = _load(f"kakehashi_world_{lesson.replace('-', '_')}", path)
    maker: Callable[[int], World] | None = getattr(module, "make", None)
    if maker is None:
        raise LessonError(f"{path}: make(seed) がありません。", f"{path}: has no make(seed).")
    return maker


def city(curriculum: Path) -> ModuleType | None:
    """Load the synthetic city of a curriculum, so that worlds can ``import aobano``.

    Parameters
    ----------
    curriculum : Path
        Folder of the lessons.

    Returns
    -------
    module or None
        None if the curriculum has no city.
    """
    path = curriculum / CITY / "__init__.py"
    if not path.is_file():
        return None
    loaded = sys.modules.get(CITY)
    if loaded is not None and getattr(loaded, "__file__", None) == str(path):
        return loaded
    # Another curriculum's districts must not be mixed into this city.
    for name in [name for name in sys.modules if name.startswith(f"{CITY}.")]:
        del sys.modules[name]
    return _load(CITY, path)


def _load(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise LessonError(f"{path}: 読み込めません。", f"{path}: cannot be loaded.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]  # a later import must not find the half of it
        raise
    return module


def write_data(  # noqa: PLR0913  # one value per part of a handout
    workspace: Workspace,
    *,
    lesson: str,
    trainee: str,
    lang: Lang,
    out: Path,
    practice: bool = False,
    form: int = 1,
    told: Mapping[str, Any] | None = None,
) -> None:
    """Write the data that one trainee gets with one lesson.

    Parameters
    ----------
    workspace : Workspace
        A workspace in which the lesson has been built.
    lesson : str
        Slug of the lesson.
    trainee : str
        Id of the trainee; decides the seed.
    lang : {'ja', 'en'}
        Edition.
    out : Path
        Folder to write to.
    practice : bool
        Whether the world is the one in which the trainee practises.
    form : int
        Form of the lesson, from 1.
    told : mapping, optional
        What ``lesson.json`` says besides the texts of the lesson.

    Raises
    ------
    LessonError
        If the lesson has not been built.
    """
    built = workspace.build / "lessons" / f"{lesson}.json"
    try:
        texts: dict[str, Any] = json.loads(built.read_text(encoding="utf-8"))
    except OSError:
        raise LessonError(
            f"{built}: ありません。先に kakehashi build を実行してください。",
            f"{built}: missing; run kakehashi build first.",
        ) from None
    seed = seed_of(lesson, practising(trainee) if practice else trainee, form)
    world = make_world(workspace.curriculum, lesson, seed)
    write_world(world, out, handout={**texts, **(told or {}), "lang": lang, "trainee": trainee})
