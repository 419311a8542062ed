"""The notebooks whose grading proves an assignment: the author's solution, what is handed out, known wrong answers."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from grader.authoring.testing import labels
from grader.authoring.testing.assignment import scored_cells
from grader.authoring.testing.regions import nbgrader_of, released, solved, visible_source
from grader.authoring.testing.rules import A003, A005, A006, A007
from grader.cells import WRONG
from grader.findings import Finding
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A wrong answer that an author expects tests to find.

    Parameters
    ----------
    path : Path
        Its file, ``wrong/<grade_id>-<anything>.py``.
    grade_id : str
        The answer cell for which it stands.
    source : str
        What a trainee would have written there.
    """

    path: Path
    grade_id: str
    source: str


@dataclass(frozen=True, slots=True)
class Case:
    """One notebook to be graded as a submission.

    Parameters
    ----------
    kind : {'solution', 'released', 'wrong'}
        Whose answers it holds.
    name : str
        ``solution``, ``released``, or the name of the wrong answer's file.
    notebook : dict
        The notebook as it would be handed in: no hidden test is in it.
    """

    kind: Literal["solution", "released", "wrong"]
    name: str
    notebook: dict[str, Any]


def answer_cells(notebook: Mapping[str, Any]) -> list[str]:
    """Return the names of the code cells in which trainees answer.

    Parameters
    ----------
    notebook : mapping
        A notebook.

    Returns
    -------
    list of str
        Their grade ids, in order.
    """
    known = (nbgrader_of(c) for c in notebook["cells"] if c["cell_type"] == "code")
    return [str(one["grade_id"]) for one in known if one.get("solution") and "grade_id" in one]


def read_wrong_answers(
    folder: Path, names: Collection[str]
) -> tuple[list[WrongAnswer], list[Finding]]:
    """Read the wrong answers of an assignment.

    Parameters
    ----------
    folder : Path
        Folder of the assignment's source notebooks.
    names : collection of str
        Grade ids of the answer cells of all its notebooks.

    Returns
    -------
    list of WrongAnswer
        Sorted by name; empty if there is no folder ``wrong``.
    list of Finding
        Rule A005, for files that belong to no cell or are not Python.
    """
    wrongs, findings = [], []
    for path in sorted((folder / WRONG).glob("*.py")):
        source = path.read_text(encoding="utf-8-sig", errors="replace")
        # The longest name: one grade id may begin like another.
        fits = [n for n in names if path.stem == n or path.stem.startswith(f"{n}-")]
        name = max(fits, key=len, default=None)
        problem = _problem(source, name, names)
        if problem is not None or name is None:
            line, text = problem or (1, labels.FORM["unknown"])
            findings.append(Finding(A005, path, line, text))
        else:
            wrongs.append(WrongAnswer(path, name, source))
    return wrongs, findings


def _problem(source: str, name: str | None, names: Collection[str]) -> tuple[int, Text] | None:
    if name is None:
        known = "、".join(sorted(names)), ", ".join(sorted(names))
        ja, en = labels.FORM["unknown"].ja, labels.FORM["unknown"].en
        return 1, Text(ja.format(names=known[0]), en.format(names=known[1]))
    try:
        ast.parse(source)
    except (SyntaxError, ValueError) as error:
        ja, en = labels.FORM["syntax"].ja, labels.FORM["syntax"].en
        line = getattr(error, "lineno", None) or 1
        return line, Text(ja.format(why=error), en.format(why=error))
    return None


def proof_cases(notebook: Mapping[str, Any], wrongs: Iterable[WrongAnswer] = ()) -> list[Case]:
    """Make the submissions whose grading proves a notebook.

    Parameters
    ----------
    notebook : mapping
        The author's source notebook.
    wrongs : iterable of WrongAnswer
        Known wrong answers; those for other notebooks are passed over.

    Returns
    -------
    list of Case
        The author's solution, what is handed out, and for each wrong answer the author's solution with this one
        answer changed.

    Raises
    ------
    InputError
        If marks of solutions or hidden tests do not come in pairs.
    """
    names = set(answer_cells(notebook))
    cases = [
        Case("solution", "solution", _handed_in(notebook, {})),
        Case("released", "released", released(notebook)),
    ]
    cases += [
        Case("wrong", wrong.path.name, _handed_in(notebook, {wrong.grade_id: wrong.source}))
        for wrong in wrongs
        if wrong.grade_id in names
    ]
    return cases


def _handed_in(notebook: Mapping[str, Any], answers: Mapping[str, str]) -> dict[str, Any]:
    made = solved(notebook)
    for cell in made["cells"]:
        name = str(nbgrader_of(cell).get("grade_id"))
        cell["source"] = answers.get(name, visible_source(cell["source"]))
    return made


def proof_findings(
    notebook: Mapping[str, Any],
    path: Path,
    graded: Sequence[tuple[Case, Mapping[str, float]]],
    *,
    has_wrongs: bool,
) -> list[Finding]:
    """Say what the grading of the cases proves wrong.

    Parameters
    ----------
    notebook : mapping
        The author's source notebook.
    path : Path
        Its file, for the findings.
    graded : sequence of pairs
        Each case with its points by grade_id; a cell without points counts as zero.
    has_wrongs : bool
        Whether the assignment has a folder of wrong answers, be it for other notebooks.

    Returns
    -------
    list of Finding
        For each test cell, in order: the solution earns less than full points (A006), what is handed out earns any
        (A007), or no wrong answer earns less than full points (A003, where there is a folder of them).
    """
    wrongs = [points for case, points in graded if case.kind == "wrong"]
    findings = []
    for cell in scored_cells(notebook):
        known = nbgrader_of(cell)
        name, full = str(known["grade_id"]), float(known["points"])
        for case, points in graded:
            got = points.get(name, 0.0)
            if case.kind == "solution" and got < full:
                text = _told("solution", points=got, full=full)
                findings.append(Finding(A006, path, 1, text, cell=name))
            elif case.kind == "released" and got > 0:
                text = _told("released", points=got)
                findings.append(Finding(A007, path, 1, text, cell=name))
        if has_wrongs and all(points.get(name, 0.0) >= full for points in wrongs):
            findings.append(Finding(A003, path, 1, labels.PROOF["unfailed"], cell=name))
    return findings


def _told(kind: str, **values: float) -> Text:
    text = labels.PROOF[kind]
    return Text(text.ja.format(**values), text.en.format(**values))
