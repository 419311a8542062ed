"""Rebuild a submitted notebook from the released one.

Of the submission only the text of answer cells and of the trainee's own cells is taken. Everything else is ours: which
cells there are and in which order, their types, points, marks and ids, the text of locked and test cells, the kernel.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.exchange.intake import Refusal, printable
from grader.grading.rebuild import labels
from grader.grading.rebuild.submitted import grade_id_of, read_submitted, text_of
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.grading.rebuild.submitted import SubmittedCell, SubmittedNotebook

_IDS_SINCE = 5
"""nbformat 4.5 asks for an id of every cell, and earlier ones refuse it."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A notebook with a trainee's answers, sound by construction.

    Parameters
    ----------
    notebook : dict
        nbformat 4, without outputs; it shares nothing with the released one.
    notes : tuple of Text
        What was not as it should have been, for the trainee.
    """

    notebook: dict[str, Any]
    notes: tuple[Text, ...] = ()

    @property
    def cells(self) -> list[dict[str, Any]]:
        """Cells in order, as nbformat has them."""
        cells: list[dict[str, Any]] = self.notebook["cells"]
        return cells


def rebuild(
    raw: bytes, released: Mapping[str, Any], *, hidden: Mapping[str, str], name: str = ""
) -> Rebuilt | Refusal:
    """Put a trainee's answers into the released notebook.

    Parameters
    ----------
    raw : bytes
        The submitted file.
    released : mapping
        The notebook that was handed out: nbformat 4 with nbgrader's metadata of any version.
    hidden : mapping of str to str
        The author's whole text of locked and test cells by grade id, put in place of the released one. Answer cells
        are never filled from it.
    name : str
        What the file is called, for a refusal.

    Returns
    -------
    Rebuilt or Refusal
        Nothing that a trainee did raises an error.
    """
    submitted = read_submitted(raw)
    if isinstance(submitted, Text):
        return Refusal(printable(name), submitted)
    known = {grade_id_of(cell): cell for cell in released["cells"] if is_known(cell)}
    if known and not any(cell.grade_id in known for cell in submitted.cells):
        return Refusal(printable(name), labels.OTHER_NOTEBOOK)
    sorted_out = _sort_out(submitted, known)
    cells = list(_cells(known, sorted_out, hidden))
    if released.get("nbformat_minor", 0) >= _IDS_SINCE:
        _give_ids(cells)
    whole = {key: deepcopy(value) for key, value in released.items() if key != "cells"}
    return Rebuilt({**whole, "cells": cells}, tuple(_notes(sorted_out, known, submitted)))


def is_known(cell: Mapping[str, Any]) -> bool:
    """Tell whether nbgrader keeps an eye on a cell of a released notebook.

    Parameters
    ----------
    cell : mapping
        A released cell.

    Returns
    -------
    bool
        Whether it has a grade id and is an answer, a test, a task or locked.
    """
    if grade_id_of(cell) is None:
        return False
    marks = cell["metadata"]["nbgrader"]
    return any(marks.get(mark) for mark in ("solution", "grade", "locked", "task"))


def is_answer(cell: Mapping[str, Any]) -> bool:
    """Tell whether the text of a known cell is the trainee's.

    Parameters
    ----------
    cell : mapping
        A released cell for which `is_known` holds.

    Returns
    -------
    bool
        True for solutions, and for the rare task that is not locked; as in nbgrader.
    """
    marks = cell["metadata"]["nbgrader"]
    return bool(marks.get("solution") or not (marks.get("grade") or marks.get("locked")))


_Known = dict[str | None, "Mapping[str, Any]"]


@dataclass(slots=True)
class _SortedOut:
    """Which submitted cell is which."""

    first: dict[str | None, SubmittedCell] = field(default_factory=dict)
    """By grade id."""
    free: dict[str | None, list[SubmittedCell]] = field(default_factory=dict)
    """The trainee's own cells, by the known cell that they follow; None for the beginning."""
    repeated: dict[str, None] = field(default_factory=dict)
    """Grade ids in order."""


def _sort_out(submitted: SubmittedNotebook, known: _Known) -> _SortedOut:
    out = _SortedOut()
    before: str | None = None
    for cell in submitted.cells:
        grade_id = cell.grade_id
        if grade_id in known and grade_id not in out.first:
            out.first[grade_id] = cell
            before = grade_id
            continue
        if grade_id is not None and grade_id in known:
            out.repeated[grade_id] = None
            # JupyterLab gives both halves of a split cell the same mark: the second half must run too.
            if not is_answer(known[grade_id]):
                continue
        out.free.setdefault(before, []).append(cell)
    return out


def _cells(
    known: _Known, sorted_out: _SortedOut, hidden: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    yield from (_free_cell(cell) for cell in sorted_out.free.get(None, ()))
    for grade_id, released in known.items():
        yield _known_cell(released, sorted_out.first.get(grade_id), hidden)
        yield from (_free_cell(cell) for cell in sorted_out.free.get(grade_id, ()))


def _known_cell(
    released: Mapping[str, Any], submitted: SubmittedCell | None, hidden: Mapping[str, str]
) -> dict[str, Any]:
    cell: dict[str, Any] = deepcopy(dict(released))
    cell["source"] = text_of(released["source"])
    if not is_answer(released):
        cell["source"] = hidden.get(str(grade_id_of(released)), cell["source"])
    elif submitted is not None:
        cell["source"] = submitted.source
    return _without_outputs(cell)


def _free_cell(submitted: SubmittedCell) -> dict[str, Any]:
    cell = {"cell_type": submitted.cell_type, "metadata": {}, "source": submitted.source}
    return _without_outputs(cell)


def _without_outputs(cell: dict[str, Any]) -> dict[str, Any]:
    if cell["cell_type"] == "code":
        cell.update(execution_count=None, outputs=[])
    return cell


def _give_ids(cells: list[dict[str, Any]]) -> None:
    taken = {cell["id"] for cell in cells if "id" in cell}
    fresh = (name for number in range(1, 10**9) if (name := f"own-{number}") not in taken)
    for cell in cells:
        if "id" not in cell:
            cell["id"] = next(fresh)


def _notes(sorted_out: _SortedOut, known: _Known, submitted: SubmittedNotebook) -> Iterator[Text]:
    pairs = [
        (str(grade_id), released, sorted_out.first[grade_id])
        for grade_id, released in known.items()
        if grade_id in sorted_out.first
    ]
    found = {
        labels.restored: [name for name, ours, theirs in pairs if _is_edited(ours, theirs)],
        labels.missing: [str(name) for name in known if name not in sorted_out.first],
        labels.repeated: list(sorted_out.repeated),
        labels.retyped: [name for name, ours, theirs in pairs if _is_retyped(ours, theirs)],
        labels.pictures: [
            name for name, ours, theirs in pairs if is_answer(ours) and theirs.has_pictures
        ],
    }
    yield from (say(names) for say, names in found.items() if names)
    if submitted.unreadable:
        yield labels.unreadable(submitted.unreadable)


def _is_edited(released: Mapping[str, Any], submitted: SubmittedCell) -> bool:
    is_same = submitted.source == text_of(released["source"])
    return not is_answer(released) and not (
        is_same and submitted.cell_type == released["cell_type"]
    )


def _is_retyped(released: Mapping[str, Any], submitted: SubmittedCell) -> bool:
    return is_answer(released) and submitted.cell_type != released["cell_type"]
