"""The workspace of the demo: the same content, records of its own, and a file by which later commands find it."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from os.path import relpath
from typing import TYPE_CHECKING

from grader.errors import WorkspaceError
from grader.placement.rules.planning import FILE_NAME as PLANNING
from grader.schema.store import write_text
from grader.workspace import FILE_NAME

if TYPE_CHECKING:
    from pathlib import Path

    from grader.workspace import Workspace

ANNOUNCED_ON = "2026-03-02"
"""Day on which the staff of the synthetic city were told: before the first class."""
_OPEN = re.compile(r"^(announced_on:\n  value:) null$", re.MULTILINE)


def demo_workspace(workspace: Workspace) -> Workspace:
    """Return the workspace of the demo: the same content, its own policies, build and records.

    Parameters
    ----------
    workspace : Workspace
        The real one; its records are never touched.

    Returns
    -------
    Workspace
        Everything that the demo writes stands under ``build/demo``.
    """
    root = workspace.build / "demo"
    return replace(
        workspace,
        root=root,
        assessments=root / "assessments",
        build=root / "build",
        records=root / "records",
    )


def make_workspace(workspace: Workspace) -> Workspace:
    """Lay out the workspace of the demo afresh.

    Parameters
    ----------
    workspace : Workspace
        The real one.

    Returns
    -------
    Workspace
        That of the demo, with its ``workspace.yaml``. In its ``assessments/planning.yaml`` staff have been told that
        levels are used for placement, unless the real one has a day already.

    Raises
    ------
    WorkspaceError
        If the place cannot be written.
    """
    demo = demo_workspace(workspace)
    shutil.rmtree(demo.root, ignore_errors=True)
    try:
        shutil.copytree(workspace.assessments, demo.assessments)
    except OSError as error:
        raise WorkspaceError(
            f"{demo.assessments}: 書けません（{error.strerror}）。",
            f"{demo.assessments}: cannot be written ({error}).",
        ) from error
    _announce(demo.assessments / PLANNING)
    write_text(demo.root / FILE_NAME, _file(demo))
    return demo


def _announce(path: Path) -> None:
    if path.is_file():
        text = path.read_text(encoding="utf-8")
        day = rf'\1 "{ANNOUNCED_ON}"  # 見本の市では知らせたことにしています / in the demo city staff have been told'
        write_text(path, _OPEN.sub(day, text))


def _file(demo: Workspace) -> str:
    parts = ("standard", "curriculum", "assessments", "build", "records", "overlay")
    places = {part: getattr(demo, part) for part in parts}
    lines = [
        f"  {part}: {_quoted(_place(path, demo.root))}" for part, path in places.items() if path
    ]
    name = f"{{ja: {_quoted(demo.name.ja)}, en: {_quoted(demo.name.en)}}}"
    head = "# 見本の作業場。kakehashi demo のたびに作り直します / made anew by each run of kakehashi demo"
    return "\n".join([head, "format_version: 1", f"name: {name}", "paths:", *lines, ""])


def _place(path: Path, root: Path) -> str:
    try:
        return relpath(path, root).replace("\\", "/")
    except ValueError:  # another drive of Windows
        return path.as_posix()


def _quoted(text: str) -> str:
    """Quote for YAML, in which only the single quote has a meaning then."""
    return "'" + text.replace("'", "''") + "'"
