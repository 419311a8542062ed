"""The author's cells: compiled once, run in the judge, and nothing shown of a test but what its author said."""

from __future__ import annotations

import ast
import contextlib
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from IPython.lib.pretty import pretty

from grader.errors import KakehashiError
from grader.grading.judge import labels
from grader.grading.judge.channel import GRACE, told
from grader.grading.judge.outputs import Recorder, error, text_of
from grader.lab.guard import ForeignError
from grader.lab.limits import TooSlowError, time_limit
from grader.lab.result import showing_to

if TYPE_CHECKING:
    from types import CodeType, TracebackType

    from grader.grading.job import Limits
    from grader.grading.judge.namespace import Names

FILE = "<cell of the author>"
STOPPED = "Stopped"
_MAGIC = re.compile(
    r"^%{1,2}(matplotlib|load_ext|reload_ext|autoreload|config|precision|time)\b[^\n(=]*$",
    re.MULTILINE,
)
_TEXT_LENGTH = 2000
_LONGER = GRACE + 1.0
"""Seconds by which a cell may take longer than a call: what is wrong with one call is told as such."""


def run_cell(
    source: str, names: Names, *, is_test: bool, drawings: bool, limits: Limits
) -> list[dict[str, Any]]:
    """Run one cell of the author's and record what it shows.

    Parameters
    ----------
    source : str
        Python; magics that change nothing here are skipped.
    names : Names
        Its globals.
    is_test : bool
        Whether its text is hidden from the trainee: then its errors are too.
    drawings : bool
        Whether the lesson's tables and figures are wanted.
    limits : Limits
        For its time and its output.

    Returns
    -------
    list of dict
        Outputs in nbformat's shape.
    """
    recorder = Recorder(most=limits.output_kb << 10, is_deaf=is_test)
    names.is_testing = is_test
    try:
        with (
            contextlib.redirect_stdout(recorder.stdout),
            contextlib.redirect_stderr(recorder.stderr),
            showing_to(recorder.show, drawings=drawings),
            time_limit(limits.seconds + _LONGER),
        ):
            _execute(source, names, recorder, is_test=is_test)
    except (Exception, SystemExit, TooSlowError) as raised:  # noqa: BLE001  # a test that fails is no error of ours
        recorder.outputs.append(_told(raised, names, limits, is_test=is_test))
    finally:
        names.is_testing = False
    return recorder.outputs


def _execute(source: str, names: Names, recorder: Recorder, *, is_test: bool) -> None:
    body, last = compiled(source)
    exec(body, names)  # noqa: S102  # the author's own cell
    if last is None:
        return
    value = eval(last, names)  # noqa: S307
    # Of a test only points are of interest; IPython would show any value.
    if type(value) in (int, float, bool):
        recorder.result(repr(value))
    elif value is not None and not is_test:
        recorder.result(pretty(value))


@lru_cache(maxsize=1024)
def compiled(source: str) -> tuple[CodeType, CodeType | None]:
    """Compile a cell: its statements, and the expression at its end whose value it shows.

    Parameters
    ----------
    source : str
        Python, with IPython's magics on lines of their own.

    Returns
    -------
    code
        The statements.
    code or None
        The expression; None if the cell shows no value.

    Raises
    ------
    SyntaxError
        If it is no Python.
    """
    tree = parsed(source)
    last = None
    if tree.body and isinstance(end := tree.body[-1], ast.Expr):
        tree.body.pop()
        if not source.rstrip().endswith(";"):
            last = compile(ast.Expression(end.value), FILE, "eval", dont_inherit=True)
        else:
            tree.body.append(end)
    return compile(tree, FILE, "exec", dont_inherit=True), last


def parsed(source: str) -> ast.Module:
    """Parse a cell without the magics that change nothing here.

    Parameters
    ----------
    source : str
        Python, with IPython's magics on lines of their own.

    Returns
    -------
    ast.Module
        Its tree.

    Raises
    ------
    SyntaxError
        If it is no Python.
    """
    return ast.parse(_MAGIC.sub("", source), FILE)


@lru_cache(maxsize=1024)
def names_in(source: str) -> frozenset[str]:
    """Return the names that a cell may read or bind, those of its functions' parameters among them.

    A check takes the name of the answer from its parameter.

    Parameters
    ----------
    source : str
        Python.

    Returns
    -------
    frozenset of str
        Empty for what is no Python.
    """
    try:
        nodes = ast.walk(parsed(source))
    except (SyntaxError, ValueError):
        return frozenset()
    return frozenset(name for node in nodes if (name := _name_of(node)))


@lru_cache(maxsize=1024)
def defined_in(source: str) -> frozenset[str]:
    """Return the names of the functions and classes that a cell defines.

    Parameters
    ----------
    source : str
        Python.

    Returns
    -------
    frozenset of str
        Empty for what is no Python.
    """
    try:
        body = parsed(source).body
    except (SyntaxError, ValueError):
        return frozenset()
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return frozenset(node.name for node in body if isinstance(node, kinds))


def _name_of(node: ast.AST) -> str | None:
    match node:
        case ast.Name(id=name) | ast.arg(arg=name):
            return name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.alias(name=name, asname=given):
            return given or name.split(".")[0]
    return None


def _told(raised: BaseException, names: Names, limits: Limits, *, is_test: bool) -> dict[str, Any]:
    """Return what may be said of an error: the text of a hidden test is in no traceback and no value."""
    if isinstance(raised, TooSlowError):
        text = told(labels.CELL_TOO_LONG, seconds=limits.seconds)
        return error(STOPPED, f"{text.ja} / {text.en}")
    if isinstance(raised, ForeignError):
        return error(STOPPED, f"{raised.text.ja} / {raised.text.en}")
    if not is_test or _is_plain(raised, names):
        return error(type(raised).__name__, text_of(_said(raised))[:_TEXT_LENGTH])
    text = labels.INSIDE if hasattr(raised, "is_foreign") else labels.HIDDEN
    return error(_public(raised), f"{text.ja} / {text.en}")


def _said(raised: BaseException) -> str:
    try:
        return str(raised)
    except Exception:  # noqa: BLE001  # a class of the author's, with a broken __str__
        return ""


def _is_plain(raised: BaseException, names: Names) -> bool:
    """Tell whether an error says what its author wrote for the trainee, or names an answer that is missing."""
    if isinstance(raised, KakehashiError):
        return True
    if isinstance(raised, NameError):
        return raised.name in names.surface
    return type(raised) is AssertionError and _is_authors(raised.__traceback__)


def _is_authors(trace: TracebackType | None) -> bool:
    """Tell whether an error was raised by a line of a cell, and not by what the cell called."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_code.co_filename == FILE


def _public(raised: BaseException) -> str:
    # A class of the submission's own could carry the test's data out in its name.
    kinds = (kind for kind in type(raised).__mro__ if kind.__module__ == "builtins")
    return next(kinds).__name__
