"""Errors in words: what a beginner reads in place of a traceback, and which answer cells have stopped."""

from __future__ import annotations

import ast
import linecache
import traceback
from dataclasses import astuple
from typing import TYPE_CHECKING, Any

from grader.lab import labels
from grader.lab.guard import ForeignError
from grader.lab.limits import SECONDS, TooSlowError
from grader.text import Text

if TYPE_CHECKING:
    from types import TracebackType

    from grader.lab.session import OpenLesson

_OURS = "grader"


def raised(error: BaseException) -> Text:
    """Put an exception of the trainee's code into one sentence.

    Parameters
    ----------
    error : BaseException
        What was raised.

    Returns
    -------
    Text
        Its kind and its message, without a traceback.
    """
    if isinstance(error, TooSlowError):
        seconds = SECONDS.get()
        return Text(*(text.format(seconds=seconds) for text in astuple(labels.TOO_SLOW)))
    if isinstance(error, ForeignError):
        return error.text
    kind, what = type(error).__name__, Text(_message(error), _message(error))
    if getattr(error, "is_private", False):
        kind, what = _builtin(error), labels.PRIVATE
    return Text(
        labels.RAISED.ja.format(kind=kind, what=what.ja),
        labels.RAISED.en.format(kind=kind, what=what.en),
    )


def _builtin(error: BaseException) -> str:
    """Name the nearest class of Python's own: the name of another one is the trainee's text too."""
    kinds = (kind for kind in type(error).__mro__ if kind.__module__ == "builtins")
    return next(kinds).__name__


def _message(error: BaseException) -> str:
    try:
        return " ".join(str(error).split())[:200]
    except Exception:  # noqa: BLE001  # an exception class of the trainee's own, with a broken __str__
        return type(error).__name__


def note(lesson: OpenLesson, source: str, error: BaseException | None) -> None:
    """Remember whether the cells that define answers have run to their end.

    Parameters
    ----------
    lesson : OpenLesson
        The open lesson.
    source : str
        A cell that has just been run.
    error : BaseException or None
        What stopped it.
    """
    names = _assigned(source)
    for exercise in lesson.handout["exercises"].values():
        if exercise["answer"] in names:
            lesson.stopped.pop(exercise["answer"], None)
            if error is not None:
                lesson.stopped[exercise["answer"]] = raised(error)


def _assigned(source: str) -> set[str]:
    """Return the names that a cell would define; of a cell that is no valid Python, those its lines begin with."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # the last two: nested too deep
        words = (
            line.split("=")[0].removeprefix("def ").split("(")[0] for line in source.splitlines()
        )
        return {word.strip() for word in words}
    names = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return names | {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def watch(lesson: OpenLesson) -> None:
    """Let the kernel tell errors in words, and note which answer cells stop; without a kernel nothing happens.

    Parameters
    ----------
    lesson : OpenLesson
        The lesson that has just been opened.
    """
    from IPython import get_ipython  # noqa: PLC0415  # a check outside a notebook need not pay for it

    shell = get_ipython()
    if shell is None:
        return

    def after(result: Any) -> None:
        note(lesson, result.info.raw_cell, result.error_before_exec or result.error_in_exec)

    for old in list(shell.events.callbacks["post_run_cell"]):
        if (
            getattr(old, "__module__", "") == __name__
        ):  # the lesson was opened before in this kernel
            shell.events.unregister("post_run_cell", old)
    shell.events.register("post_run_cell", after)
    shell.set_custom_exc((Exception,), _teller(lesson))


def _teller(lesson: OpenLesson) -> Any:
    def tell(
        shell: Any,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType,
        tb_offset: int | None = None,
    ) -> list[str]:
        if hasattr(error, "_render_traceback_"):
            lines: list[str] = error._render_traceback_()
        elif _is_ours(trace):  # a fault of the program: whoever mends it needs the whole story
            lines = shell.InteractiveTB.structured_traceback(
                kind, error, trace, tb_offset=tb_offset
            )
        else:
            lines = in_words(error, trace).get(lesson.lang).splitlines()
        shell._showtraceback(kind, error, lines)  # noqa: SLF001  # IPython offers no public way to send an error
        return lines

    return tell


def _is_ours(trace: TracebackType) -> bool:
    frames = [frame.f_globals.get("__name__", "") for frame, _ in traceback.walk_tb(trace)]
    return bool(frames) and str(frames[-1]).split(".")[0] == _OURS


def in_words(error: BaseException, trace: TracebackType | None) -> Text:
    """Say what stopped a cell: the error as Python names it, the line, and what it usually means.

    Parameters
    ----------
    error : BaseException
        What was raised.
    trace : traceback or None
        Where.

    Returns
    -------
    Text
        Three lines at most.
    """
    head = f"{type(error).__name__}: {_message(error)}"
    place = _place(trace)
    where = (
        Text(f"→ {place[0]}行目: {place[1]}\n", f"→ line {place[0]}: {place[1]}\n")
        if place
        else Text("", "")
    )
    names = [kind.__name__ for kind in type(error).__mro__]
    meaning = next((labels.ERRORS[name] for name in names if name in labels.ERRORS), labels.ERROR)
    return Text(f"{head}\n{where.ja}{meaning.ja}", f"{head}\n{where.en}{meaning.en}")


def _place(trace: TracebackType | None) -> tuple[int, str] | None:
    """Return line number and text of the last step in a cell of the notebook."""
    steps = [
        (line, frame.f_code.co_filename)
        for frame, line in traceback.walk_tb(trace)
        if frame.f_globals.get("__name__") == "__main__"
    ]
    if not steps:
        return None
    line, file = steps[-1]
    return line, linecache.getline(file, line).strip()
