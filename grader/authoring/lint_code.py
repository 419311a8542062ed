"""Check the code of an exercise: it parses, its names agree, and a check knows nothing that it must not know."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from grader.authoring import rules
from grader.authoring.literal import BEGIN, END, defined_names, stub
from grader.findings import Finding
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.authoring.lesson import Cell, Exercise

_SECRET = {"own", "fresh", "worlds", "truth"}
_WORLDS = {"own", "fresh", "worlds"}
_UNSEEN = {"fresh", "worlds"}


def code_findings(path: Path, exercise: Exercise) -> Iterator[Finding]:
    """Check the code of an exercise.

    Parameters
    ----------
    path : Path
        The lesson's file.
    exercise : Exercise
        One of its exercises.

    Yields
    ------
    Finding
        Rules L008, L010 and L017.
    """
    code = [c for c in exercise.cells if c.kind == "code"]
    broken = list(_syntax_findings(path, code))
    yield from broken
    if broken:
        return
    yield from _name_findings(path, exercise)
    yield from _stub_findings(path, exercise)
    for hidden in exercise.find("hidden"):
        yield from _hidden_findings(path, exercise, hidden)


def _syntax_findings(path: Path, code: list[Cell]) -> Iterator[Finding]:
    for cell in code:
        try:
            ast.parse(cell.source)
        except SyntaxError as error:
            options = sum(key != "lang" for key in cell.meta)
            line = cell.line + options + (error.lineno or 1)
            yield Finding(
                rules.L010,
                path,
                line,
                Text(
                    f"Pythonとして読めません（{error.msg}）。",
                    f"This is not valid Python ({error.msg}).",
                ),
            )


def _name_findings(path: Path, exercise: Exercise) -> Iterator[Finding]:
    for cell in (*exercise.find("answer"), *exercise.find("wrong")):
        if exercise.answer not in defined_names(cell.source):
            yield Finding(
                rules.L010,
                path,
                cell.line,
                Text(
                    f"{exercise.id}: {exercise.answer} が定義されていません。",
                    f"{exercise.id}: {exercise.answer} is not defined.",
                ),
            )
        if exercise.form == "code" and _names(cell) & _SECRET:
            yield Finding(
                rules.L010,
                path,
                cell.line,
                Text(
                    f"{exercise.id}: form: code の答えは own や truth を使えません。",
                    f"{exercise.id}: an answer of form code must not use own or truth.",
                ),
            )
    check = exercise.one("check")
    if _names(check) & _SECRET:
        yield Finding(
            rules.L010,
            path,
            check.line,
            Text(
                f"{exercise.id}: check は受講者に見えるので、own や truth を使えません。",
                f"{exercise.id}: the trainee sees the check; it must not use own or truth.",
            ),
        )


def _stub_findings(path: Path, exercise: Exercise) -> Iterator[Finding]:
    answer = exercise.one("answer")
    whole = BEGIN in answer.source and END in answer.source
    shown = stub(exercise) if whole else ""
    if not whole or (exercise.form == "literal" and "None" not in shown):
        yield Finding(
            rules.L017,
            path,
            answer.line,
            Text(
                f"{exercise.id}: 解答の囲みか、None を並べた形がありません。",
                f"{exercise.id}: lacks the solution marks or a literal full of None.",
            ),
        )
        return
    try:
        ast.parse(shown)
    except SyntaxError as error:
        yield Finding(
            rules.L017,
            path,
            answer.line,
            Text(
                f"{exercise.id}: 配る形がPythonとして読めません（{error.msg}）。",
                f"{exercise.id}: the stub is not valid Python ({error.msg}).",
            ),
        )


def _hidden_findings(path: Path, exercise: Exercise, hidden: Cell) -> Iterator[Finding]:
    names = _names(hidden)
    needed = _UNSEEN if exercise.form == "code" else _WORLDS
    if not names & needed or "score" not in names:
        yield Finding(
            rules.L008,
            path,
            hidden.line,
            Text(
                f"{exercise.id}: {'・'.join(sorted(needed))} のどれかと score を使っていません。",
                f"{exercise.id}: uses none of {', '.join(sorted(needed))}, or gives no score.",
            ),
        )


def _names(cell: Cell) -> set[str]:
    tree = ast.walk(ast.parse(cell.source))
    return {
        n.id if isinstance(n, ast.Name) else n.attr
        for n in tree
        if isinstance(n, ast.Name | ast.Attribute)
    }
