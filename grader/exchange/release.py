"""Hand out lessons: one folder per trainee and lesson, with the trainee's own data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import InputError
from grader.marking.worlds import write_data
from grader.schema.store import read_json, write_text
from grader.workspace import is_person_id

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from grader.text import Lang
    from grader.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Handout:
    """One lesson in one trainee's hands.

    Parameters
    ----------
    trainee : str
        Person id.
    lesson : str
        Slug of the lesson.
    assignment : str
        Name of the nbgrader assignment.
    folder : Path
        Where it stands.
    new : bool
        False if it had been handed out before; work in it is never overwritten.
    """

    trainee: str
    lesson: str
    assignment: str
    folder: Path
    new: bool


def release(
    workspace: Workspace, *, trainee: str, lang: Lang, lessons: Collection[str] | None = None
) -> list[Handout]:
    """Hand out the built lessons to one trainee.

    Parameters
    ----------
    workspace : Workspace
        A workspace that has been built.
    trainee : str
        Person id.
    lang : {'ja', 'en'}
        Which edition.
    lessons : collection of str, optional
        Slugs; all active lessons if not given.

    Returns
    -------
    list of Handout
        In the order of the registry.

    Raises
    ------
    InputError
        If the id cannot be a folder name, a lesson does not exist, or nothing has been built.
    """
    if not is_person_id(trainee):
        raise InputError(
            f"受講者ID「{trainee}」は使えません。英数字とハイフン・下線だけにしてください（例: s001）。",
            f"“{trainee}” cannot be a trainee id; use letters, digits, hyphen and underscore (such as s001).",
        )
    built = read_json(workspace.build / "assignments.json", "assignments")["assignments"]
    known = {entry["lesson"] for entry in built}
    unknown = sorted(set(lessons or ()) - known)
    if unknown:
        raise InputError(
            f"教材「{unknown[0]}」はありません。あるのは {'、'.join(sorted(known))} です。",
            f"There is no lesson “{unknown[0]}”; there are {', '.join(sorted(known))}.",
        )
    wanted = known if lessons is None else set(lessons)
    chosen = [entry for entry in built if entry["lang"] == lang and entry["lesson"] in wanted]
    return [_hand_out(workspace, trainee, entry["lesson"], lang) for entry in chosen]


def _hand_out(workspace: Workspace, trainee: str, lesson: str, lang: Lang) -> Handout:
    assignment = f"{lesson}-{lang}"
    folder = workspace.handouts / trainee / assignment
    released = sorted((workspace.build / "course" / "release" / assignment).glob("*.ipynb"))
    if not released:
        raise InputError(
            f"{assignment}: 配るノートブックがありません。kakehashi build を実行し直してください。",
            f"{assignment}: there is no notebook to hand out; run kakehashi build again.",
        )
    missing = [notebook for notebook in released if not (folder / notebook.name).exists()]
    write_data(workspace, lesson=lesson, trainee=trainee, lang=lang, out=folder / "data")
    for notebook in missing:
        # Whole or not at all: half a notebook would count as the trainee's work and never be replaced.
        write_text(folder / notebook.name, notebook.read_text(encoding="utf-8"))
    return Handout(trainee, lesson, assignment, folder, new=len(missing) == len(released))
