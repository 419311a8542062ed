"""Prove the tests of assignments: grade the author's solution, what is handed out, and known wrong answers.

They are graded as trainees' work is, in a course of their own that is removed afterwards.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from grader.authoring.testing import (
    WRONG,
    answer_cells,
    proof_cases,
    proof_findings,
    read_notebook,
    read_wrong_answers,
)
from grader.errors import GradingError
from grader.grading.course import grade_course
from grader.grading.results import read_result
from grader.grading.surroundings import CONFIG

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.authoring.testing import Case
    from grader.findings import Finding

    Cases = Mapping[str, list[Case]]

_BESIDE = "autotests.yml"
_OWN_PLACE = """
c.CourseDirectory.root = {root!r}
c.CourseDirectory.db_url = "sqlite:///gradebook.db"
c.CourseDirectory.course_id = ""
c.CourseDirectory.directory_structure = "{{nbgrader_step}}/{{student_id}}/{{assignment_id}}"
c.CourseDirectory.source_directory = "source"
c.CourseDirectory.submitted_directory = "submitted"
c.CourseDirectory.autograded_directory = "autograded"
c.Autograde.create_student = True
"""


def prove_sources(
    notebooks: Iterable[Path], *, trusted: bool = False, workers: int = 2
) -> list[Finding]:
    """Grade the cases of source notebooks, and say what that proves wrong.

    Parameters
    ----------
    notebooks : iterable of Path
        Source notebooks without findings that forbid grading.
    trusted : bool
        Run without a sandbox: for an author's own notebooks.
    workers : int
        Cases under way at the same time.

    Returns
    -------
    list of Finding
        Rules A003, A006 and A007, by notebook and in the order of its tests.

    Raises
    ------
    GradingError
        If a case cannot be graded, or there is no sandbox on this machine.
    InputError
        If marks of solutions or hidden tests do not come in pairs.
    """
    wanted = list(notebooks)
    findings: list[Finding] = []
    for folder in sorted({path.parent for path in wanted}):
        chosen = [path for path in wanted if path.parent == folder]
        findings += _proven(folder, chosen, trusted=trusted, workers=workers)
    return findings


def _proven(folder: Path, chosen: list[Path], **manner: Any) -> list[Finding]:
    books = {path: book for path in chosen if (book := read_notebook(path))}
    names = {name for path in folder.glob("*.ipynb") for name in _answers(path)}
    wrongs = read_wrong_answers(folder, names)[0]
    cases = {path.stem: proof_cases(book, wrongs) for path, book in books.items()}
    with TemporaryDirectory(prefix="kakehashi-", ignore_cleanup_errors=True) as name:
        points = _graded(folder, Path(name), cases, **manner)
    return [
        finding
        for path, book in books.items()
        for finding in proof_findings(
            book,
            path,
            list(zip(cases[path.stem], points[path.stem], strict=True)),
            has_wrongs=(folder / WRONG).is_dir(),
        )
    ]


def _answers(path: Path) -> list[str]:
    book = read_notebook(path)
    return answer_cells(book) if book else []


def _graded(
    folder: Path, course: Path, cases: Cases, **manner: Any
) -> dict[str, list[dict[str, float]]]:
    """Return the points of each case by grade id."""
    _furnish(course, folder)
    for stem, some in cases.items():
        for number, case in enumerate(some):
            place = course / "submitted" / f"{stem}-{number}" / folder.name
            place.mkdir(parents=True)
            text = json.dumps(case.notebook, ensure_ascii=False)
            (place / f"{stem}.ipynb").write_text(text, encoding="utf-8")
    for outcome in grade_course(course, **manner).outcomes:
        if outcome.error is not None:
            raise GradingError(outcome.error.ja, outcome.error.en)
    return {
        stem: [_points(course, f"{stem}-{n}", folder.name, stem) for n in range(len(some))]
        for stem, some in cases.items()
    }


def _points(course: Path, trainee: str, assignment: str, stem: str) -> dict[str, float]:
    result = read_result(course / "results" / trainee / assignment / "results.json")
    cells = result["cells"] if result else ()
    return {c["grade_id"]: c["points"] for c in cells if c["notebook"] == stem}


def _furnish(course: Path, folder: Path) -> None:
    """Make a course with this one assignment, with the configuration of the course in which it stands."""
    shutil.copytree(folder, course / "source" / folder.name)
    home = next((p for p in folder.resolve().parents if (p / CONFIG).is_file()), None)
    if home is None:
        return
    text = f"load_subconfig({CONFIG!r}, path={str(home)!r})\nc = get_config()\n"
    place = _OWN_PLACE.format(root=str(course))
    (course / CONFIG).write_text(text + place, encoding="utf-8")
    if (home / _BESIDE).is_file():
        shutil.copy(home / _BESIDE, course)
