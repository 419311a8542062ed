"""The lesson that is open in this notebook: its data, its texts, its language."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.errors import LessonError
from grader.lab import labels
from grader.lab.mishap import watch
from grader.lab.result import caption_bundle, chart_bundle, is_seen, show_bundle
from grader.lab.shelf import FolderShelf
from grader.lab.table import table_html
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from grader.lab.shelf import Shelf
    from grader.text import Lang

DATA_VARIABLE = "KAKEHASHI_DATA"
DATA_FOLDER = "data"
WORKSPACE_VARIABLE = "KAKEHASHI_WORKSPACE"
PRACTICE = "practice"
"""The mode of a handout in which nothing counts; any other is assessed."""


class LabError(LessonError):
    """Something the trainee can mend; shown in a notebook as one sentence, without a traceback."""

    def _render_traceback_(self) -> list[str]:
        """Tell IPython what to print instead of a traceback: one sentence, in the notebook's language if known."""
        return [Text(self.ja, self.en).get(_OPEN[-1].lang)] if _OPEN else [self.ja, self.en]


@dataclass(slots=True)
class OpenLesson:
    """What a notebook calls ``lesson``.

    Parameters
    ----------
    slug : str
        The lesson.
    lang : {'ja', 'en'}
        Language of the notebook.
    shelf : Shelf
        Where the trainee's own data are.
    handout : dict
        Content of ``lesson.json``.
    hints_shown : dict of str to int
        How many hints of each exercise have been shown.
    solved : set of str
        Exercises of which a check or mark has said in this session that the answer is right.
    forms : dict of str to Any
        The form that is on the screen, by exercise.
    stopped : dict of str to Text
        Answers whose cell stopped when it was last run, and why.
    """

    slug: str
    lang: Lang
    shelf: Shelf
    handout: dict[str, Any]
    hints_shown: dict[str, int] = field(default_factory=dict)
    solved: set[str] = field(default_factory=set)
    forms: dict[str, Any] = field(default_factory=dict)
    stopped: dict[str, Text] = field(default_factory=dict)

    def table(self, name: str) -> pd.DataFrame:
        """Read one of the lesson's tables.

        Parameters
        ----------
        name : str
            Name of the table.

        Returns
        -------
        pandas.DataFrame
            A fresh copy with the column types the author gave.

        Raises
        ------
        LabError
            If the lesson has no such table, or its file was changed.
        """
        self._known(name, self.handout["tables"])
        try:
            return self.shelf.table(name, self.handout["tables"][name])
        except (OSError, ValueError, KeyError):
            raise lab_error(labels.BROKEN_DATA, file=f"{name}.csv") from None

    def document(self, name: str) -> Any:
        """Read one of the lesson's documents (lists and dicts).

        Parameters
        ----------
        name : str
            Name of the document.

        Returns
        -------
        Any
            A fresh copy.

        Raises
        ------
        LabError
            If the lesson has no such document, or its file was changed.
        """
        self._known(name, self.handout["documents"])
        try:
            return self.shelf.document(name)
        except (OSError, ValueError):
            raise lab_error(labels.BROKEN_DATA, file=f"{name}.json") from None

    def show(self, what: Any, *, rows: int = 20) -> None:
        """Show a table or a list of records so that Japanese text can be read.

        Parameters
        ----------
        what : pandas.DataFrame, list of dict, or dict
            What to show.
        rows : int
            At most so many rows of a table.
        """
        if not is_seen():
            return
        import pandas as pd  # noqa: PLC0415  # a notebook that shows nothing need not pay for it

        frame = what if isinstance(what, pd.DataFrame) else pd.DataFrame(_records(what))
        head = frame.head(rows)
        left = len(frame) - len(head)
        note = Text(f"（ほか {left} 行）", f"({left} more rows)").get(self.lang) if left else ""
        show_bundle(
            {"text/html": table_html(head) + note, "text/plain": f"{head.to_string()}\n{note}"}
        )

    def chart(self, figure: Any, *, ja: str, en: str) -> None:
        """Show a figure of plotly, with Japanese letters and without the network.

        Parameters
        ----------
        figure : plotly.graph_objects.Figure
            The figure; not changed.
        ja, en : str
            What it shows, in one sentence: stands below it, for those too who cannot see it.
        """
        if not is_seen():
            return
        told = Text(ja, en).get(self.lang)
        show_bundle(chart_bundle(figure.to_plotly_json(), told))
        show_bundle(caption_bundle(told))

    def exercise(self, name: str) -> dict[str, Any]:
        """Return what the handout says about an exercise.

        Parameters
        ----------
        name : str
            Exercise id.

        Returns
        -------
        dict
            Part, title, name of the answer, stub, hints.

        Raises
        ------
        LabError
            If the lesson has no such exercise.
        """
        if name not in self.handout["exercises"]:
            raise lab_error(labels.NO_EXERCISE, name=name)
        found: dict[str, Any] = self.handout["exercises"][name]
        return found

    def _known(self, name: str, have: Any) -> None:
        if name not in have:
            raise lab_error(labels.NO_TABLE, name=name, have=", ".join(sorted(have)))


def _records(what: Any) -> list[dict[str, Any]]:
    if isinstance(what, dict):
        return [
            {"": key, **value} if isinstance(value, dict) else {"": key, " ": value}
            for key, value in what.items()
        ]
    return list(what)


def lab_error(text: Text, **values: object) -> LabError:
    """Fill a label and make an error of it.

    Parameters
    ----------
    text : Text
        Sentence with ``{names}``.
    **values : object
        What to put in.

    Returns
    -------
    LabError
        To be raised.
    """
    return LabError(text.ja.format(**values), text.en.format(**values))


_OPEN: list[OpenLesson] = []
_SHELVES: list[Shelf] = []


@contextmanager
def using_data(data: Path | Shelf) -> Iterator[None]:
    """Let lessons opened in this block read their data from somewhere else.

    Parameters
    ----------
    data : Path or Shelf
        Folder with ``lesson.json``, or what takes its place.

    Yields
    ------
    None
        While it is in force.
    """
    _SHELVES.append(FolderShelf(data) if isinstance(data, Path) else data)
    try:
        yield
    finally:
        _SHELVES.pop()


@contextmanager
def apart() -> Iterator[None]:
    """Begin with no lesson open, and close in the end what was opened in this block.

    Yields
    ------
    None
        While another notebook is at work.
    """
    before, _OPEN[:] = list(_OPEN), []
    try:
        yield
    finally:
        _OPEN[:] = before


def data_shelf() -> Shelf:
    """Return where the data of this notebook are.

    Returns
    -------
    Shelf
        What was set around this call, else the folder in the environment, else ``data`` beside the notebook.
    """
    if _SHELVES:
        return _SHELVES[-1]
    given = os.environ.get(DATA_VARIABLE)
    return FolderShelf(Path(given) if given else Path.cwd() / DATA_FOLDER)


def open_lesson(slug: str, *, lang: Lang) -> OpenLesson:
    """Open a lesson; the first cell of each notebook does it.

    Parameters
    ----------
    slug : str
        The lesson.
    lang : {'ja', 'en'}
        Language of this edition.

    Returns
    -------
    OpenLesson
        The lesson with the trainee's own data.

    Raises
    ------
    LabError
        If the data are not there or belong to another lesson.
    """
    shelf = data_shelf()
    try:
        handout = shelf.handout()
    except (OSError, ValueError):
        raise lab_error(labels.NO_DATA, folder=_place(shelf)) from None
    if handout["lesson"] != slug:
        raise lab_error(labels.NO_DATA, folder=_place(shelf))
    lesson = OpenLesson(slug=slug, lang=lang, shelf=shelf, handout=handout)
    _OPEN[:] = [lesson]
    watch(lesson)
    return lesson


def _place(shelf: Shelf) -> object:
    return shelf.folder if isinstance(shelf, FolderShelf) else DATA_FOLDER


def current() -> OpenLesson:
    """Return the lesson that is open.

    Returns
    -------
    OpenLesson
        The one opened last.

    Raises
    ------
    LabError
        If none is open.
    """
    if not _OPEN:
        raise lab_error(labels.NO_LESSON)
    return _OPEN[-1]


def shown_lang() -> Lang:
    """Return the language in which to speak to whoever is at the keyboard.

    Returns
    -------
    {'ja', 'en'}
        That of the open lesson; Japanese if none is open.
    """
    return _OPEN[-1].lang if _OPEN else "ja"
