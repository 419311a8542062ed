"""Hand out lessons: one folder per trainee and lesson, with the trainee's own data."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from grader.errors import InputError
from grader.exchange import labels
from grader.exchange.forms import record_form
from grader.exchange.schedule import read_deadlines
from grader.exchange.submit import NOTEBOOK
from grader.lab.session import PRACTICE
from grader.marking.forms import form_name
from grader.marking.worlds import write_data
from grader.schema.store import read_json, write_text
from grader.workspace import is_person_id

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from grader.exchange.forms import Retake
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
    first : Path
        The notebook to open first.
    """

    trainee: str
    lesson: str
    assignment: str
    folder: Path
    new: bool
    first: Path


def release(
    workspace: Workspace,
    *,
    trainee: str,
    lang: Lang,
    lessons: Collection[str] | None = None,
    practice: bool = False,
    retake: Retake | None = None,
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
    practice : bool
        Whether to hand out practice: other data, marks at once, nothing to hand in.
    retake : Retake, optional
        Which form, for another sitting: other data, and an assignment of its own; the first if not given.

    Returns
    -------
    list of Handout
        In the order of the registry.

    Raises
    ------
    InputError
        If the id cannot be a folder name, a lesson does not exist, nothing has been built, the schedule is broken, or
        a form of practice is asked for.
    """
    if not is_person_id(trainee):
        raise InputError(
            f"受講者ID「{trainee}」は使えません。英数字とハイフン・下線だけにしてください（例: s001）。",
            f"“{trainee}” cannot be a trainee id; use letters, digits, hyphen and underscore (such as s001).",
        )
    form = retake.form if retake else 1
    if practice and form > 1:
        raise InputError(*astuple(labels.NO_PRACTICE))
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
    deadlines = read_deadlines(workspace.assessments)
    kind = _practice if practice else partial(_assessed, form=form)
    given = [
        _hand_out(workspace, trainee, kind(workspace, entry["lesson"], lang, deadlines))
        for entry in chosen
    ]
    if retake and form > 1:
        for handout in given:
            record_form(workspace.course, trainee, handout.assignment, now=retake.now)
    return given


@dataclass(frozen=True, slots=True)
class _Parcel:
    """What is handed out of one lesson, to whomever."""

    lesson: str
    lang: Lang
    folder: str
    notebooks: dict[str, Path]
    told: dict[str, Any]
    form: int = 1

    @property
    def assignment(self) -> str:
        return form_name(f"{self.lesson}-{self.lang}", self.form)

    @property
    def practice(self) -> bool:
        return bool(self.told["mode"] == PRACTICE)


def _assessed(
    workspace: Workspace, lesson: str, lang: Lang, deadlines: Mapping[str, str], *, form: int
) -> _Parcel:
    name = f"{lesson}-{lang}"
    told: dict[str, Any] = {"mode": "assessed", "deadline": deadlines.get(lesson)}
    if form > 1:
        told["form"] = form
    return _Parcel(lesson, lang, form_name(name, form), _released(workspace, name), told, form)


def _practice(
    workspace: Workspace, lesson: str, lang: Lang, deadlines: Mapping[str, str]
) -> _Parcel:
    name = f"{lesson}-{lang}"
    notebooks = _released(workspace, name)
    notebooks[NOTEBOOK] = workspace.build / "practice" / name / NOTEBOOK
    solutions = read_json(workspace.build / "solutions.json", "solutions")["lessons"]
    told = {
        "mode": PRACTICE,
        "deadline": deadlines.get(lesson),
        "solutions": solutions.get(lesson, {}),
    }
    return _Parcel(lesson, lang, f"{name}-{PRACTICE}", notebooks, told)


def _released(workspace: Workspace, name: str) -> dict[str, Path]:
    folder = workspace.build / "course" / "release" / name
    return {path.name: path for path in sorted(folder.glob("*.ipynb"))}


def _hand_out(workspace: Workspace, trainee: str, parcel: _Parcel) -> Handout:
    assignment = parcel.assignment
    folder = workspace.handouts / trainee / parcel.folder
    if not parcel.notebooks or not all(path.is_file() for path in parcel.notebooks.values()):
        raise InputError(
            f"{assignment}: 配るノートブックがありません。kakehashi build を実行し直してください。",
            f"{assignment}: there is no notebook to hand out; run kakehashi build again.",
        )
    missing = [name for name in parcel.notebooks if not (folder / name).exists()]
    write_data(
        workspace,
        lesson=parcel.lesson,
        trainee=trainee,
        lang=parcel.lang,
        out=folder / "data",
        practice=parcel.practice,
        form=parcel.form,
        told=parcel.told,
    )
    for name in missing:
        # Whole or not at all: half a notebook would count as the trainee's work and never be replaced.
        write_text(folder / name, parcel.notebooks[name].read_text(encoding="utf-8"))
    new = len(missing) == len(parcel.notebooks)
    first = folder / (NOTEBOOK if parcel.practice else "learn.ipynb")
    return Handout(trainee, parcel.lesson, assignment, folder, new, first)
