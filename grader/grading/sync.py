"""Bring what was built into the nbgrader course that holds people's work."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from grader.exchange.forms import given_forms
from grader.grading.results import digest
from grader.grading.surroundings import CONFIG, template
from grader.marking.forms import split_form
from grader.schema.store import write_text

if TYPE_CHECKING:
    from pathlib import Path

    from grader.workspace import Workspace

OURS = "# Written by kakehashi"


def sync_course(workspace: Workspace) -> tuple[str, ...]:
    """Copy built assignments and the forms of them that anybody has into the course; write its nbgrader configuration.

    Assignments that are no longer built stay: people may have handed them in. A configuration
    whose first line was removed belongs to the instructor and is left alone.

    Parameters
    ----------
    workspace : Workspace
        Lessons are taken from its build folder.

    Returns
    -------
    tuple of str
        The assignments that were new or had changed, sorted.
    """
    built = workspace.build / "course" / "source"
    target = workspace.course / "source"
    sources = {path.name: path for path in built.glob("*") if path.is_dir()}
    for form in given_forms(workspace.course):
        base, _ = split_form(form)
        if base in sources:
            sources[form] = sources[base]
    changed = []
    for name in sorted(sources):
        if digest(sources[name]) != digest(target / name):
            _replace(sources[name], target / name)
            changed.append(name)
    _write_config(workspace.course / CONFIG)
    return tuple(changed)


def _replace(source: Path, target: Path) -> None:
    """Copy beside the target first: a copy that is cut off must not look like an assignment."""
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(f".{target.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    shutil.copytree(source, new)
    if target.exists():
        shutil.rmtree(target)
    new.rename(target)


def _write_config(path: Path) -> None:
    text = template()
    if path.is_file():
        present = path.read_text(encoding="utf-8")
        if present == text or not present.startswith(OURS):
            return
    write_text(path, text)
