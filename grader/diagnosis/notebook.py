"""The diagnostic as a notebook: write it, and run the sitting inside it."""

from __future__ import annotations

import importlib.util
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.diagnosis import words
from grader.diagnosis.report import greeting
from grader.diagnosis.session import Session
from grader.diagnosis.stage import diagnostic_for, open_desk, report_of
from grader.diagnosis.talk import converse
from grader.schema.store import write_text
from grader.workspace import find_workspace

if TYPE_CHECKING:
    from grader.diagnosis.board import Board
    from grader.diagnosis.session import Diagnostic
    from grader.diagnosis.stage import Desk
    from grader.text import Lang
    from grader.workspace import Workspace


def write_notebook(
    path: Path, workspace: Workspace, diagnostic: Diagnostic, *, seed: int, lang: Lang
) -> None:
    """Write a notebook that runs a sitting.

    Parameters
    ----------
    path : Path
        The notebook.
    workspace : Workspace
        Where items, standard and lessons stand.
    diagnostic : Diagnostic
        What is sat.
    seed : int
        Decides between items that tell about as much.
    lang : {'ja', 'en'}
        Language.
    """
    import nbformat  # noqa: PLC0415  # only for those who want a notebook

    title = words.filled(words.NOTEBOOK_TITLE, track=diagnostic.name).get(lang)
    text = f"# {title}\n\n{greeting(diagnostic, lang)}\n\n{words.NOTEBOOK_HOW.get(lang)}"
    code = (
        "from grader.diagnosis.notebook import start\n\n"
        f"diagnosis = start(\n    workspace={_place(workspace.root, path)!r},\n"
        f"    track={diagnostic.track!r},\n    role={diagnostic.role!r},\n"
        f"    lang={lang!r},\n    seed={seed},\n    widgets=True,\n)"
    )
    cells = [
        nbformat.v4.new_markdown_cell(text, id="about"),
        nbformat.v4.new_code_cell(code, id="diagnosis"),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    book = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    write_text(path, nbformat.writes(book) + "\n")


def _place(root: Path, path: Path) -> str:
    """The workspace as seen from the notebook; on another drive of Windows there is no such way."""
    try:
        return Path(os.path.relpath(root, path.resolve().parent)).as_posix()
    except ValueError:
        return root.as_posix()


def start(
    *,
    workspace: str,
    track: str,
    role: str | None = None,
    lang: Lang = "ja",
    seed: int = 0,
    widgets: bool = True,
) -> Board | Session:
    """Run a sitting in a notebook.

    Parameters
    ----------
    workspace : str
        Folder of the workspace.
    track : str
        Domain of the standard.
    role : str, optional
        Role in view.
    lang : {'ja', 'en'}
        Language.
    seed : int
        Decides between items that tell about as much.
    widgets : bool
        Whether to show a form; without it, or where ipywidgets is missing, each answer is typed.

    Returns
    -------
    Board or Session
        The form on the screen, or the finished sitting.

    Raises
    ------
    KakehashiError
        If the workspace, the track or the role cannot be used.
    """
    desk = open_desk(find_workspace(Path(workspace)))
    diagnostic, session = diagnostic_for(desk, track, role), Session(seed)
    if widgets and importlib.util.find_spec("ipywidgets") is not None:
        return _board(desk, diagnostic, session, lang)
    return typed(desk, diagnostic, session, lang)


def _board(desk: Desk, diagnostic: Diagnostic, session: Session, lang: Lang) -> Board:
    from IPython.display import display  # noqa: PLC0415  # only inside a notebook

    from grader.diagnosis.board import Board  # noqa: PLC0415  # half a second

    board = Board(desk, diagnostic, session, lang=lang, clock=time.monotonic)
    display(board.whole)
    return board


def typed(
    desk: Desk,
    diagnostic: Diagnostic,
    session: Session,
    lang: Lang,
    *,
    ask: Any = input,
    say: Any = print,
) -> Session:
    """Run a sitting by typing.

    Parameters
    ----------
    desk : Desk
        For the report.
    diagnostic : Diagnostic
        What is sat.
    session : Session
        The answers so far.
    lang : {'ja', 'en'}
        Language.
    ask, say : callable
        Take a prompt and return what was typed; show a text.

    Returns
    -------
    Session
        The finished sitting; its report has been shown.
    """
    talk = converse(diagnostic, session, lang=lang, ask=ask, say=say, clock=time.monotonic)
    for latest in talk:
        session = latest
    say(report_of(desk, diagnostic, session, lang))
    return session
