"""All that grading needs to know about an assignment, in one piece that any process or machine can be given."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.marking.worlds import CITY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.grading.model import LessonOf
    from grader.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Material:
    """An assignment, packed.

    Parameters
    ----------
    sha256 : str
        Of the content; 64 hexadecimal digits.
    packed : bytes
        zlib-compressed JSON.
    """

    sha256: str
    packed: bytes


def pack(
    compiled: Mapping[str, Any],
    files: Mapping[str, Path],
    lesson: LessonOf | None,
    workspace: Workspace | None,
) -> Material:
    """Pack an assignment.

    Parameters
    ----------
    compiled : mapping
        What `grader.grading.nbgrader_adapter.compiled` found out.
    files : mapping of str to Path
        What stands beside the source notebooks.
    lesson : LessonOf or None
        The lesson behind it.
    workspace : Workspace or None
        Where the lesson stands.

    Returns
    -------
    Material
        The same for the same content.
    """
    content = {
        "notebooks": compiled,
        "files": {name: _coded(path.read_bytes()) for name, path in files.items()},
        "lesson": None if lesson is None or workspace is None else _lesson(lesson, workspace),
    }
    data = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
    return Material(hashlib.sha256(data).hexdigest(), zlib.compress(data))


def _lesson(lesson: LessonOf, workspace: Workspace) -> dict[str, Any]:
    built = workspace.build / "lessons" / f"{lesson.slug}.json"
    return {
        "slug": lesson.slug,
        "lang": lesson.lang,
        # Left out of the first: what was graded before there were others stays as it is.
        **({} if lesson.form == 1 else {"form": lesson.form}),
        "handout": json.loads(built.read_text(encoding="utf-8")) if built.is_file() else None,
        "curriculum": _makers(lesson.slug, workspace.curriculum),
    }


def _makers(slug: str, curriculum: Path) -> dict[str, str]:
    """Return the sources of everything that makes the lesson's worlds."""
    paths = [curriculum / slug / "world.py", *(curriculum / CITY).rglob("*.py")]
    return {
        path.relative_to(curriculum).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(paths)
        if path.is_file()
    }


def _coded(data: bytes) -> str:
    return base64.b64encode(data).decode()
