"""An assignment as a grader needs it, unpacked once for all submissions."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from grader.grading.build_job import Plan, plan_notebook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.grading.material import Material


@dataclass(frozen=True, slots=True)
class AssignedNotebook:
    """One notebook of an assignment.

    Parameters
    ----------
    released : mapping
        As it was handed out.
    hidden : mapping of str to str
        The author's whole text of locked and test cells, by grade id.
    checksums : mapping of str to str
        nbgrader's checksum of each cell as it was handed out, by grade id.
    plan : Plan
        Where its cells run.
    """

    released: Mapping[str, Any]
    hidden: Mapping[str, str]
    checksums: Mapping[str, str]
    plan: Plan


@dataclass(frozen=True, slots=True)
class Assigned:
    """An assignment, unpacked.

    Parameters
    ----------
    notebooks : mapping of str to AssignedNotebook
        By name without ``.ipynb``.
    files : mapping of str to bytes
        What stands beside the source notebooks.
    lesson, lang : str or None
        The lesson behind it.
    handout : mapping or None
        The lesson's texts.
    curriculum : Path or None
        A copy of what makes the lesson's worlds, for the judge only.
    form : int
        Form of the lesson, from 1.
    """

    notebooks: Mapping[str, AssignedNotebook]
    files: Mapping[str, bytes]
    lesson: str | None = None
    lang: str | None = None
    handout: Mapping[str, Any] | None = None
    curriculum: Path | None = None
    form: int = 1


@lru_cache(maxsize=32)
def unpack(material: Material) -> Assigned:
    """Unpack an assignment; the same one again costs nothing.

    Parameters
    ----------
    material : Material
        What `pack` made.

    Returns
    -------
    Assigned
        Shared: not to be changed.
    """
    content = json.loads(zlib.decompress(material.packed))
    notebooks = {name: _notebook(told) for name, told in content["notebooks"].items()}
    files = {name: base64.b64decode(data) for name, data in content["files"].items()}
    lesson = content["lesson"]
    if lesson is None:
        return Assigned(notebooks, files)
    return Assigned(
        notebooks,
        files,
        lesson=lesson["slug"],
        lang=lesson["lang"],
        handout=lesson["handout"],
        curriculum=_unfolded(lesson["curriculum"]),
        form=lesson.get("form", 1),
    )


def _notebook(told: Mapping[str, Any]) -> AssignedNotebook:
    cells = told["cells"]
    released = told["released"]
    for cell in released["cells"]:
        if not isinstance(cell["source"], str):
            cell["source"] = "".join(cell["source"])
    hidden = {name: cell["source"] for name, cell in cells.items() if cell["solution"] is None}
    whole = hidden | {
        name: cell["solution"] for name, cell in cells.items() if cell["solution"] is not None
    }
    checksums = {name: cell["checksum"] for name, cell in cells.items() if cell["checksum"]}
    return AssignedNotebook(released, hidden, checksums, plan_notebook(released, whole))


_FOLDERS: list[TemporaryDirectory[str]] = []
"""Kept for the life of the process, which removes them at its end."""


def _unfolded(sources: Mapping[str, str]) -> Path:
    _FOLDERS.append(TemporaryDirectory(prefix="kakehashi-", ignore_cleanup_errors=True))
    root = Path(_FOLDERS[-1].name)
    for name, text in sources.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return root
