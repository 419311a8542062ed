"""Answers that try to get marks without an answer, or get in the way: every exercise must withstand them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from grader.authoring.lint_code import names_in
from grader.authoring.literal import written

if TYPE_CHECKING:
    from grader.authoring.lesson import Exercise
    from grader.marking.world import World

Hostile = Literal["copied", "hard_coded", "destroying", "generator", "exception", "endless"]

_LITERAL: dict[Hostile, str] = {
    "generator": "{name} = (part for part in ())",
    "exception": 'raise ValueError("x")',
    "endless": "while True:\n    pass",
}
_CODE: dict[Hostile, str] = {
    "generator": "def {name}(*given):\n    yield from ()",
    "exception": 'def {name}(*given):\n    raise ValueError("x")',
    "endless": "def {name}(*given):\n    while True:\n        pass",
}
# The visible check calls the function with the trainee's own data first, so that answer is what is kept.
_HARD_CODED = """{right}
_right, _kept = {name}, []
def {name}(*given):
    if not _kept:
        _kept.append(_right(*given))
    return _kept[0]"""
_DESTROYING = """{right}
_right = {name}
def {name}(*given):
    for one in given:
        if hasattr(one, "clear"):
            one.clear()
        for column in getattr(one, "columns", ())[:]:
            del one[column]
    return _right(*given)"""


def hostile_kinds(exercise: Exercise) -> list[Hostile]:
    """Name the hostile answers that an exercise must withstand.

    Parameters
    ----------
    exercise : Exercise
        The exercise.

    Returns
    -------
    list of str
        ``copied``: the right answer of another trainee, where a literal is judged on own data alone (a plan
        tried on unseen data may well be the same for everybody). ``hard_coded``: the result on own data
        whatever is asked, and ``destroying``: data emptied in place, for assessed functions. ``generator``,
        ``exception`` and ``endless`` for all.
    """
    kinds: list[Hostile] = ["generator", "exception", "endless"]
    if exercise.part != "assess":
        return kinds
    if exercise.form == "code":
        return ["hard_coded", "destroying", *kinds]
    names = names_in(exercise.one("hidden"))
    return ["copied", *kinds] if "own" in names and not names & {"fresh", "worlds"} else kinds


def hostile_answer(exercise: Exercise, kind: Hostile, *, own: World, other: World) -> str:
    """Write one hostile answer.

    Parameters
    ----------
    exercise : Exercise
        The exercise.
    kind : str
        One of `hostile_kinds`.
    own : World
        The trainee's own world.
    other : World
        The world of another trainee.

    Returns
    -------
    str
        Source of the answer cell.
    """
    answer = exercise.one("answer")
    if kind == "copied":
        return written(exercise, answer, other)
    template = {"hard_coded": _HARD_CODED, "destroying": _DESTROYING}.get(kind)
    if template is not None:
        return template.format(right=written(exercise, answer, own), name=exercise.answer)
    return (_CODE if exercise.form == "code" else _LITERAL)[kind].format(name=exercise.answer)
