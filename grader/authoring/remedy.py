"""Where to read again: the headings that misconceptions point to, as links between notebooks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from grader.authoring.cells import Names
from grader.authoring.lesson import read_lesson
from grader.authoring.lesson_form import PARTS
from grader.text import LANGS, Text

if TYPE_CHECKING:
    from pathlib import Path

    from grader.authoring.lesson import Cell, Lesson
    from grader.authoring.registers import Misconception

_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.MULTILINE)
_FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a lesson.

    Parameters
    ----------
    text : Text
        In both languages.
    part : str
        Notebook in which it stands.
    cell : str
        Id of its cell there.
    """

    text: Text
    part: str
    cell: str


def headings(lesson: Lesson) -> dict[str, Heading]:
    """List what a lesson's notebooks have as headings.

    Parameters
    ----------
    lesson : Lesson
        The lesson.

    Returns
    -------
    dict
        From the Japanese heading to both languages and the notebook.
    """
    shown = [c for c in lesson.cells if c.role in {"text", "reflect"}]
    found = {}
    names = {part: Names() for part in PARTS}
    for one, other in pairwise(shown):
        part = lesson.part_of(one)
        if part is not None and (one.lang, other.lang) == ("ja", "en"):
            cell = names[part](_kind(one))
            for ja, en in zip(_read(one), _read(other), strict=False):
                found[ja] = Heading(Text(ja, en), part, cell)
    return found


def _kind(cell: Cell) -> str:
    """Return what the build calls such a cell; see `grader.authoring.notebooks`."""
    if cell.role == "reflect":
        return "take-to-work"
    return f"{cell.exercise}-text" if cell.exercise else "text"


def _read(cell: Cell) -> list[str]:
    return [str(found) for found in _HEADING.findall(_FENCE.sub("", cell.source))]


def remedy(idea: Misconception, curriculum: Path) -> Heading | None:
    """Find the heading that a misconception points to.

    Parameters
    ----------
    idea : Misconception
        Its ``remedy`` is ``slug / heading``, with the Japanese heading.
    curriculum : Path
        Folder of the lessons.

    Returns
    -------
    Heading or None
        None if there is no such lesson or heading.
    """
    slug, _, heading = (part.strip() for part in idea.remedy.partition("/"))
    file = curriculum / slug / "lesson.md"
    if not file.is_file():
        return None
    return _headings_of(file, file.stat().st_mtime_ns).get(heading)


@lru_cache(maxsize=64)
def _headings_of(file: Path, _changed: int) -> dict[str, Heading]:
    """Read a lesson once, though sixty misconceptions may point to it."""
    lesson, _ = read_lesson(file.parent)
    return headings(lesson) if lesson is not None else {}


def links(idea: Misconception, lesson: Lesson) -> dict[str, dict[str, str]]:
    """Return the link of a misconception for both editions of a lesson.

    Parameters
    ----------
    idea : Misconception
        The misconception.
    lesson : Lesson
        The lesson whose notebooks show the link.

    Returns
    -------
    dict
        From language to ``heading`` and ``link``; empty if the heading is not found.
    """
    there = remedy(idea, lesson.path.parent.parent)
    if there is None:
        return {}
    slug = idea.remedy.partition("/")[0].strip()
    found: dict[str, dict[str, str]] = {}
    for lang in LANGS:
        folder = "" if slug == lesson.slug else f"../{slug}-{lang}/"
        # JupyterLab does not find a heading in Japanese by its anchor; it finds every cell by its id.
        link = f"{folder}{there.part}.ipynb#cell-id={there.cell}"
        found[lang] = {"heading": there.text.get(lang), "link": link}
    return found
