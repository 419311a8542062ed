"""Check the code of an exercise: it parses, its names agree, and a check knows nothing that it must not know."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from grader.authoring import rules
from grader.authoring.literal import defined_names, stub
from grader.authoring.testing.labels import WEAK
from grader.authoring.testing.setting import Setting
from grader.authoring.testing.unsupported import unsupported
from grader.authoring.testing.weak import weak_scores
from grader.findings import Finding
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.authoring.lesson import Cell, Exercise
    from grader.authoring.testing.flaw import Flaw
    from grader.authoring.testing.setting import Kind

_SECRET = {"own", "fresh", "worlds", "truth"}
_WORLDS = {"own", "fresh", "worlds"}
_UNSEEN = {"fresh"}


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
        Rules L008, L010, L017, L026 and L027.
    """
    yield from _name_findings(path, exercise)
    yield from _stub_findings(path, exercise)
    for hidden in exercise.find("hidden"):
        yield from _hidden_findings(path, exercise, hidden)
        for one in weak_scores(hidden.source, answer=exercise.answer):
            yield _at(path, exercise, hidden, one)
    if exercise.part == "assess":  # what is not graded never leaves the trainee's own kernel
        for cell in (*exercise.find("check"), *exercise.find("hidden")):
            for one in unsupported(cell.source, _setting(exercise)):
                yield _at(path, exercise, cell, one)


def _setting(exercise: Exercise) -> Setting:
    kind: Kind = "function" if exercise.form == "code" else "value"
    return Setting(trainee={exercise.answer: kind})


def _at(path: Path, exercise: Exercise, cell: Cell, one: Flaw) -> Finding:
    rule = rules.L027 if one.kind in WEAK else rules.L026
    text = Text(f"{exercise.id}: {one.ja}", f"{exercise.id}: {one.en}")
    return Finding(rule, path, cell.first + one.line - 1, text)


def misconceptions_named(exercise: Exercise) -> Iterator[tuple[int, str]]:
    """Find the misconceptions that an exercise can say.

    Parameters
    ----------
    exercise : Exercise
        The exercise.

    Yields
    ------
    tuple of int and str
        Line, and the id: from ``says`` of wrong answers, and from ``misconception("M-…", …)`` in check and hidden.
    """
    for cell in exercise.cells:
        if cell.role == "wrong" and "says" in cell.meta:
            yield cell.line, str(cell.meta["says"])
        elif cell.role in {"check", "hidden"}:
            for node in ast.walk(ast.parse(cell.source)):
                if isinstance(node, ast.Constant) and str(node.value).startswith("M-"):
                    yield cell.first + node.lineno - 1, str(node.value)


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
        if exercise.form == "code" and names_in(cell) & _SECRET:
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
    if names_in(check) & _SECRET:
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
    answer, shown = exercise.one("answer"), stub(exercise)
    if exercise.form == "literal" and "None" not in shown:
        yield Finding(
            rules.L017,
            path,
            answer.line,
            Text(
                f"{exercise.id}: None を並べた形がありません。",
                f"{exercise.id}: lacks a literal full of None.",
            ),
        )
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
    names = names_in(hidden)
    needed = _UNSEEN if exercise.form == "code" else _WORLDS
    if exercise.form == "code" and "worlds" in names:
        yield Finding(
            rules.L008,
            path,
            hidden.line,
            Text(
                f"{exercise.id}: worlds には自分のデータも入っています。",
                f"{exercise.id}: worlds contains the trainee's own data too.",
            ),
        )
    elif not names & needed or "score" not in names:
        yield Finding(
            rules.L008,
            path,
            hidden.line,
            Text(
                f"{exercise.id}: {'・'.join(sorted(needed))} のどれかと score を使っていません。",
                f"{exercise.id}: uses none of {', '.join(sorted(needed))}, or gives no score.",
            ),
        )


def names_in(cell: Cell) -> set[str]:
    """Return the names and attributes that a cell's code uses.

    Parameters
    ----------
    cell : Cell
        A code cell.

    Returns
    -------
    set of str
        Without the names of arguments and definitions.
    """
    tree = ast.walk(ast.parse(cell.source))
    return {
        n.id if isinstance(n, ast.Name) else n.attr
        for n in tree
        if isinstance(n, ast.Name | ast.Attribute)
    }
