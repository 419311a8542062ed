"""Plans in ``records/plans/``: each in a folder with the problem from which it can be made again."""

from __future__ import annotations

import json
import re
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING

from grader.errors import InputError
from grader.placement.plan.document import plan_document, plan_from
from grader.placement.problem.document import document_sha256, problem_document, problem_from
from grader.schema.store import read_json, write_json
from grader.workspace import is_person_id

if TYPE_CHECKING:
    from pathlib import Path

    from grader.placement.plan.model import Plan
    from grader.placement.problem.model import Problem
    from grader.workspace import Workspace

_NAME = re.compile(r"[\w-]{1,40}\Z")


def plan_path(workspace: Workspace, name: str) -> Path:
    """Return where a plan stands.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    name : str
        Name of the plan.

    Returns
    -------
    Path
        Its ``plan.json``; ``input.json`` stands beside it.

    Raises
    ------
    InputError
        If the name cannot be that of a plan.
    """
    check_name(name)
    return workspace.records / "plans" / name / "plan.json"


def check_name(name: str) -> None:
    """Refuse names that cannot name a folder on every system.

    Parameters
    ----------
    name : str
        Name of a plan, such as 案1.

    Raises
    ------
    InputError
        If it is not made of 1 to 40 letters, digits, hyphens and underscores in their usual form (NFC), or Windows keeps
        it for a device.
    """
    device = name.isascii() and not is_person_id(name.strip("-_"))
    if not _NAME.match(name) or unicodedata.normalize("NFC", name) != name or device:
        raise InputError(
            f"案の名前「{name[:40]}」は使えません。文字、数字、ハイフン、下線で40字までにしてください（例：案1）。",
            f"“{name[:40]}” cannot name a plan. Use up to 40 letters, digits, hyphens and underscores, such as plan-1.",
        )


def check_free(workspace: Workspace, name: str) -> None:
    """Refuse the name of a plan that is stored already, or cannot be used.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    name : str
        Name of the plan to come.

    Raises
    ------
    InputError
        If there is such a plan, or the name cannot be used.
    """
    check_name(name)
    if name in list_plans(workspace):
        raise InputError(
            f"案「{name}」はもうあります。別の名前にしてください（作り直すなら、make に --replace を付けます）。",
            f"There is a plan “{name}” already. Choose another name, or make it again with --replace.",
        )


def list_plans(workspace: Workspace) -> tuple[str, ...]:
    """Name the plans that are stored.

    Parameters
    ----------
    workspace : Workspace
        The workspace.

    Returns
    -------
    tuple of str
        Names, in order.
    """
    found = (workspace.records / "plans").glob("*/plan.json")
    return tuple(sorted(path.parent.name for path in found))


def save_plan(workspace: Workspace, plan: Plan, problem: Problem) -> Path:
    """Store a plan and its problem; a plan of that name is replaced.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    plan : Plan
        The plan.
    problem : Problem
        The problem that it solves.

    Returns
    -------
    Path
        The ``plan.json``.

    Raises
    ------
    InputError
        If the plan has a name that cannot be used.
    """
    path = plan_path(workspace, plan.name)
    # The problem first: a plan without its problem could not be made again.
    write_json(path.with_name("input.json"), problem_document(problem), "plan_input")
    write_json(path, plan_document(plan), "plan")
    return path


def load_plan(workspace: Workspace, name: str) -> tuple[Plan, Problem]:
    """Read a stored plan and its problem.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    name : str
        Name of the plan.

    Returns
    -------
    plan : Plan
        The plan.
    problem : Problem
        The problem.

    Raises
    ------
    InputError
        If there is no such plan, or a file of it cannot be used.
    """
    path = plan_path(workspace, name)
    if not path.is_file():
        names = "、".join(list_plans(workspace)) or "–"
        raise InputError(
            f"案「{name}」はありません。保存されている案：{names}",
            f"There is no plan {name}. Plans that are stored: {names.replace('、', ', ')}",
        )
    plan = plan_from(read_json(path, "plan"))
    problem = _problem(path.with_name("input.json"), plan.input_sha256)
    if problem is None:
        raise InputError(
            f"{path}: input.json がこの案のものではありません。案を作り直してください。",
            f"{path}: input.json is not that of this plan. Make the plan again.",
        )
    return plan, problem


def _problem(path: Path, sha256: str) -> Problem | None:
    """Read a problem, None if it is another one. With the right hash it is what was held to its schema when written."""
    with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
        document = json.loads(path.read_text(encoding="utf-8"))
        if document_sha256(document) == sha256:
            return problem_from(document)
    read_json(path, "plan_input")  # tells what is wrong with it, if it can be told
    return None
