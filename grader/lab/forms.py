"""The optional form of an answer cell: fill it in, run the cell again, and the cell holds the plain literal.

A form never stands between a trainee and the marks. What is handed in, checked and marked is the literal in the
cell, whoever wrote it; while work is graded a form that was left open does nothing.
"""

from __future__ import annotations

import html
import importlib.util
import os
import re
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from grader.lab import labels
from grader.lab.answer_cell import calls_form, rewritten
from grader.lab.fields import fields, shown
from grader.lab.literals import parsed, place, put, value_at
from grader.lab.result import card, is_recording, show_bundle
from grader.lab.session import current

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.lab.fields import Field
    from grader.lab.form_widgets import Board
    from grader.lab.session import OpenLesson
    from grader.text import Lang

Entries = dict[tuple[Any, ...], str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a form asks for, apart from the screen.

    Parameters
    ----------
    name : str
        Name of the answer.
    literal : Any
        The literal as handed out.
    fields : tuple of Field
        One for each empty slot.
    """

    name: str
    literal: Any
    fields: tuple[Field, ...]

    def place(self, field: Field) -> str:
        """Name a field for a reader.

        Parameters
        ----------
        field : Field
            One of its fields.

        Returns
        -------
        str
            Its place, or the name of the answer if that is one value.
        """
        return place(self.literal, field.path) or self.name

    def entries(self, value: Any) -> tuple[Entries, Entries]:
        """Put an answer into the boxes of the form.

        Parameters
        ----------
        value : Any
            The answer so far.

        Returns
        -------
        dict
            Entry of each slot; empty where nothing is written yet.
        dict
            What is written but cannot be shown, by field.
        """
        kept, lost = {}, {}
        for field in self.fields:
            found = value_at(value, field.path)
            try:
                kept[field.path] = field.entry(found)
            except ValueError:
                kept[field.path], lost[field.path] = "", shown(found)
        return kept, lost

    def unreadable(self, entries: Entries) -> list[Field]:
        """Find the entries that are no value.

        Parameters
        ----------
        entries : dict
            Entry of each field.

        Returns
        -------
        list of Field
            Fields whose entry cannot be read.
        """
        return [field for field in self.fields if not _reads(field, entries[field.path])]

    def value(self, entries: Entries) -> Any:
        """Make the answer of the boxes of the form.

        Parameters
        ----------
        entries : dict
            Entry of each field.

        Returns
        -------
        Any
            The literal; a field that is empty or cannot be read leaves what was handed out.
        """
        read = {
            field.path: field.read(entries[field.path])
            for field in self.fields
            if entries[field.path].strip() and _reads(field, entries[field.path])
        }
        return put(self.literal, read)


def _reads(field: Field, entry: str) -> bool:
    try:
        field.read(entry)
    except ValueError:
        return False
    return True


def sheet_of(known: Mapping[str, Any]) -> Sheet:
    """Return the form of an exercise.

    Parameters
    ----------
    known : mapping
        What the handout says about the exercise.

    Returns
    -------
    Sheet
        The form.

    Raises
    ------
    LessonError
        If the choices do not fit the stub: the author's mistake.
    """
    name, literal = parsed(known["stub"], known["answer"])
    return Sheet(name, literal, tuple(fields(literal, known["choices"])))


def form(exercise: str) -> None:
    """Show a form for an exercise; run a second time, write what was filled in into the cell.

    Parameters
    ----------
    exercise : str
        Exercise id.
    """
    lesson = current()
    known = lesson.exercise(exercise)
    shell = _shell()
    if _is_graded():
        return
    if not known.get("choices"):
        _say(labels.NO_FORM.get(lesson.lang))
        return
    if shell is None or not _has_widgets():
        _say(labels.NO_WIDGETS.get(lesson.lang))
        return
    _step(shell, lesson, exercise, sheet_of(known))


def _step(shell: Any, lesson: OpenLesson, exercise: str, sheet: Sheet) -> None:
    source = _source(shell, exercise)
    typed, lost = sheet.entries(_literal(source, sheet.name))
    board: Board | None = lesson.forms.pop(exercise, None)
    changed = board.changed() if board else {}
    entries = {**typed, **changed}
    if board is not None:
        board.close()
    if not changed or sheet.unreadable(entries):
        _show(lesson, exercise, sheet, (typed, entries, lost))
        return
    value = sheet.value(entries)
    shell.set_next_input(rewritten(source, exercise, sheet.name, value), replace=True)
    _assign_after_cell(shell, sheet.name, value)
    _tell_written(sheet, entries, lesson.lang)


def _show(
    lesson: OpenLesson, exercise: str, sheet: Sheet, state: tuple[Entries, Entries, Entries]
) -> None:
    from grader.lab.form_widgets import Board  # noqa: PLC0415  # half a second, only for those who use it

    typed, entries, lost = state
    board = Board(sheet, lesson.lang, typed=typed, entries=entries, lost=lost)
    lesson.forms[exercise] = board
    sentence = labels.NO_WIDGETS.get(lesson.lang)
    # A front end without widgets shows the sentence instead.
    page = {"text/plain": sentence, "text/html": html.escape(sentence)}
    show_bundle({**board.bundle(), **page})


def _tell_written(sheet: Sheet, entries: Entries, lang: Lang) -> None:
    empty = [sheet.place(field) for field in sheet.fields if not entries[field.path].strip()]
    lines = [labels.FORM_NEXT.get(lang)]
    if empty:
        lines.insert(0, labels.FORM_STILL_EMPTY.get(lang).format(names=", ".join(empty)))
    title, text = labels.FORM_WRITTEN.get(lang), "\n".join(lines)
    show_bundle({"text/plain": f"{title}: {text}", "text/html": card(title, text, state="ready")})


def _say(sentence: str) -> None:
    page = card(sentence, "", state="not_attempted")
    show_bundle({"text/plain": sentence, "text/html": page})


def _is_graded() -> bool:
    """Tell whether work is being marked: by the self-test, by nbgrader in its folder ``autograded``, or apart from it."""
    return (
        is_recording()
        or os.environ.get("NBGRADER_EXECUTION") == "autograde"
        or "autograded" in re.split(r"[\\/]", str(Path.cwd()))
    )


def _shell() -> Any:
    try:
        from IPython import get_ipython  # noqa: PLC0415  # only inside a notebook
    except ImportError:
        return None
    return get_ipython()


def _has_widgets() -> bool:
    return importlib.util.find_spec("ipywidgets") is not None


def _source(shell: Any, exercise: str) -> str:
    """Return the text of the cell that calls the form; empty if it cannot be known."""
    history = shell.history_manager.input_hist_raw
    source = dedent(str(history[-1])) if history else ""  # as IPython runs it
    return source if calls_form(source, exercise) else ""


def _literal(source: str, name: str) -> Any:
    try:
        return parsed(source, name)[1]
    except (ValueError, TypeError):  # computed, or not written at all
        return None


def _assign_after_cell(shell: Any, name: str, value: Any) -> None:
    """Let the answer hold once the cell is done: what still runs below the form is the text before it changed."""

    def assign(*_: object) -> None:
        shell.events.unregister("post_run_cell", assign)
        shell.user_ns[name] = value

    shell.events.register("post_run_cell", assign)
