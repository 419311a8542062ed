"""Answer cells: the stub a trainee sees, and answers written out for one trainee's own world."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

from grader.errors import LessonError
from grader.lab import literals

if TYPE_CHECKING:
    from grader.authoring.lesson import Cell, Exercise
    from grader.marking.world import World

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
WRITE_HERE = "...  # ここに書きます / write here"
_REGION = re.compile(
    rf"^(?P<indent>[ \t]*){BEGIN}\n.*?^[ \t]*{END}[ \t]*\n?", re.DOTALL | re.MULTILINE
)


def stub(exercise: Exercise) -> str:
    """Return the answer cell as it is handed out.

    Parameters
    ----------
    exercise : Exercise
        Any exercise.

    Returns
    -------
    str
        The cell without its solution: code keeps a placeholder, a literal keeps its ``None``.
    """
    with_placeholder = "" if exercise.form == "literal" else rf"\g<indent>{WRITE_HERE}\n"
    return _REGION.sub(with_placeholder, exercise.one("answer").source + "\n").strip("\n")


def has_solution(source: str) -> bool:
    """Tell whether the solution of an answer cell can be taken out.

    Parameters
    ----------
    source : str
        The answer cell.

    Returns
    -------
    bool
        True if it stands between the two marks, each on a line of its own, and none is left over.
    """
    rest, regions = _REGION.subn("", source + "\n")
    return regions > 0 and BEGIN not in rest and END not in rest


def written(exercise: Exercise, cell: Cell, own: World) -> str:
    """Return an answer as a trainee would have typed it.

    Parameters
    ----------
    exercise : Exercise
        The exercise.
    cell : Cell
        Its answer cell, or one of its wrong cells.
    own : World
        The trainee's own world; a literal may be computed from its truth.

    Returns
    -------
    str
        Python source: code as it stands, a literal as its value.

    Raises
    ------
    LessonError
        If a literal cannot be computed.
    """
    source = "\n".join(
        line for line in cell.source.splitlines() if line.strip() not in {BEGIN, END}
    )
    if exercise.form == "code":
        return source
    names: dict[str, Any] = {"own": own}
    try:
        exec(compile(source, f"<{exercise.id} {cell.role} line {cell.line}>", "exec"), names)  # noqa: S102  # the author's own code
        value = plain(names[exercise.answer])
        text = literals.written(exercise.answer, value)
        if literals.parsed(text)[1] != value:
            raise ValueError(text)  # noqa: TRY301  # told below like any other failure
    except Exception as error:
        raise LessonError(
            f"{exercise.id}（{cell.line}行）: 答え {exercise.answer} を計算できません（{type(error).__name__}: {error}）。",
            f"{exercise.id} (line {cell.line}): the answer {exercise.answer} cannot be computed "
            f"({type(error).__name__}: {error}).",
        ) from error
    return text


def plain(value: Any) -> Any:
    """Turn numpy scalars into Python's own, so that they are written as plain literals.

    Parameters
    ----------
    value : Any
        Lists, tuples, dicts and scalars.

    Returns
    -------
    Any
        The same with plain scalars.
    """
    if isinstance(value, dict):
        return {plain(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(plain(part) for part in value)
    if isinstance(value, set | frozenset):
        return sorted(plain(part) for part in value)
    return value.item() if hasattr(value, "item") and not isinstance(value, str) else value


def defined_names(source: str) -> set[str]:
    """Return the names that a cell defines at its top level.

    Parameters
    ----------
    source : str
        Python source.

    Returns
    -------
    set of str
        Functions and assigned names.
    """
    names: set[str] = set()
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.FunctionDef):
            names.add(statement.name)
        elif isinstance(statement, ast.Assign | ast.AnnAssign):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            names |= {
                node.id
                for target in targets
                for node in ast.walk(target)
                if isinstance(node, ast.Name)
            }
    return names
