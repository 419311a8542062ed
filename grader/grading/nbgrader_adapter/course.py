"""An nbgrader course: its folders, its gradebook, and what nbgrader does with them."""

from __future__ import annotations

import io
import logging
import os
import pickle
import re
import tempfile
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbgrader import api
from nbgrader.apps import NbGrader
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from grader.errors import GradingError
from grader.grading import labels
from grader.grading.model import CellScore, Submission
from grader.grading.nbgrader_adapter.attempt import Attempt, never_began
from grader.grading.nbgrader_adapter.converters import LiteralAutograde, LiteralGenerateAssignment
from grader.grading.surroundings import CourseSettings, configuration, surroundings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

DEFAULT_COURSE = "default_course"
"""What nbgrader calls a course where it is not told: in its preprocessors, for one."""


_STARTS = 3
"""How often a kernel is started before a submission counts as one that could not be graded."""


class Course:
    """An nbgrader course folder with its configuration.

    Parameters
    ----------
    settings : CourseSettings
        Where it is and how it is configured.

    Raises
    ------
    GradingError
        If the course's ``nbgrader_config.py`` cannot be executed.
    """

    def __init__(self, settings: CourseSettings) -> None:
        self.root = settings.root
        config = configuration(settings)
        if settings.timeout is not None:
            config.Execute.timeout = settings.timeout
        self._config = config
        with surroundings(self.root):
            self._app = NbGrader(config=config)  # translates outdated names of options
        self._app.log.handlers = []
        self._app.log.propagate = False

    def settings(self, *, timeout: int | None) -> CourseSettings:
        """Return what another process needs in order to open this course.

        Parameters
        ----------
        timeout : int or None
            Seconds per cell.

        Returns
        -------
        CourseSettings
            Picklable.
        """
        try:
            config: bytes | None = pickle.dumps(self._config)
            pickle.loads(config)  # type: ignore[arg-type]  # noqa: S301  # our own bytes
        except Exception:  # noqa: BLE001  # pickle raises whatever the objects inside raise
            config = None
        return CourseSettings(self.root, config, timeout)

    def submissions(self) -> list[Submission]:
        """List everything that was handed in.

        Returns
        -------
        list of Submission
            Sorted by trainee and assignment.
        """
        directory = self._directory()
        shape = directory.directory_structure.replace("\\", "/")
        step = directory.submitted_directory
        pattern = shape.format(nbgrader_step=step, student_id="*", assignment_id="*")
        name = re.compile(
            re.escape(shape)
            .replace(r"\{nbgrader_step\}", re.escape(step))
            .replace(r"\{student_id\}", r"(?P<trainee>[^/]+)")
            .replace(r"\{assignment_id\}", r"(?P<assignment>[^/]+)")
        )
        found = []
        for folder in self.root.glob(pattern):
            match = name.fullmatch(folder.relative_to(self.root).as_posix())
            if match and folder.is_dir() and not any(n.startswith(".") for n in match.groups()):
                found.append(Submission(match["trainee"], match["assignment"], folder))
        return sorted(found)

    def source(self, assignment: str) -> Path:
        """Say where the source notebooks of an assignment stand.

        Parameters
        ----------
        assignment : str
            Its name.

        Returns
        -------
        Path
            May not exist.
        """
        directory = self._directory()
        return Path(
            os.path.normpath(directory.format_path(directory.source_directory, ".", assignment))
        )

    def autograded(self, submission: Submission) -> Path:
        """Say where nbgrader puts the autograded notebooks of a submission.

        Parameters
        ----------
        submission : Submission
            Which one.

        Returns
        -------
        Path
            May not exist.
        """
        directory = self._directory()
        return Path(
            directory.format_path(
                directory.autograded_directory, submission.trainee, submission.assignment
            )
        )

    def prepare_gradebook(self, trainees: Iterable[str]) -> None:
        """Make the gradebook and the rows that parallel graders would otherwise race to make.

        Parameters
        ----------
        trainees : iterable of str
            Everybody whose work is about to be graded.
        """
        creates = self._config.get("Autograde", {}).get("create_student", True)
        # nbgrader opens the gradebook with and without a course id; each id gets a row on first use.
        with self._gradebook(DEFAULT_COURSE):
            pass
        with self._gradebook() as book:
            known = {student.id for student in book.students}
            for trainee in sorted(set(trainees) - known) if creates else ():
                book.add_student(trainee)

    def notebooks(self, assignment: str) -> tuple[str, ...]:
        """List the notebooks that the gradebook has for an assignment.

        Parameters
        ----------
        assignment : str
            Its name.

        Returns
        -------
        tuple of str
            Names without ``.ipynb``, sorted; empty if the gradebook does not know the assignment.
        """
        with self._gradebook() as book:
            try:
                return tuple(
                    sorted(item.name for item in book.find_assignment(assignment).notebooks)
                )
            except api.MissingEntry:
                return ()

    def register(self, assignment: str) -> tuple[Attempt, dict[str, Any] | None]:
        """Record an assignment's source in the gradebook, as ``nbgrader generate_assignment`` does.

        The release that nbgrader makes on the way is thrown away: ``release/`` may hold what was
        already handed out.

        Parameters
        ----------
        assignment : str
            Its name.

        Returns
        -------
        Attempt
            How it went.
        dict or None
            What grading needs to know about it (see `compiled`); None if it could not be recorded.
        """
        with tempfile.TemporaryDirectory() as scratch:
            names = {"assignment_id": assignment, "release_directory": scratch}
            attempt = self._run(LiteralGenerateAssignment, names)
            if attempt.error is not None:
                return attempt, None
            shape = self._directory(release_directory=scratch)
            release = Path(shape.format_path(scratch, ".", assignment))
            with self._gradebook() as book:
                return attempt, compiled(
                    book, assignment, release=release, source=self.source(assignment)
                )

    def autograde(self, submission: Submission) -> Attempt:
        """Autograde one submission, replacing what an earlier run left.

        A kernel that never began is started again: two kernels that start at the same moment may be given the
        same port, and one of them dies before anything of the submission has run.

        Parameters
        ----------
        submission : Submission
            Which one.

        Returns
        -------
        Attempt
            How it went.
        """
        names = {"assignment_id": submission.assignment, "student_id": submission.trainee}
        for _ in range(_STARTS - 1):
            attempt = self._run(LiteralAutograde, names)
            if not never_began(attempt.error):
                return attempt
        return self._run(LiteralAutograde, names)

    def cells(
        self, submission: Submission | None = None
    ) -> Mapping[tuple[str, str], tuple[CellScore, ...]]:
        """Read graded cells from the gradebook.

        Parameters
        ----------
        submission : Submission, optional
            Only this one; all of them if not given.

        Returns
        -------
        mapping
            From (trainee, assignment) to its cells, sorted by notebook and id.
        """
        found: dict[tuple[str, str], list[CellScore]] = {}
        with self._gradebook() as book:
            query = _cell_query(book)
            if submission:
                query = query.filter(
                    api.SubmittedAssignment.student_id == submission.trainee,
                    api.Assignment.name == submission.assignment,
                )
            for trainee, assignment, *cell in query:
                found.setdefault((trainee, assignment), []).append(CellScore(*cell))
        return {
            key: tuple(sorted(cells, key=lambda cell: (cell.notebook, cell.grade_id)))
            for key, cells in found.items()
        }

    def _directory(self, **traits: str) -> Any:
        return CourseDirectory(parent=self._app, root=str(self.root), **traits)

    def _url(self) -> str:
        """Return the gradebook's URL; a relative SQLite path counts from the course, as on nbgrader's command line."""
        url = make_url(self._directory().db_url)
        if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
            url = url.set(database=str(self.root / url.database))
        return str(url.render_as_string(hide_password=False))

    @contextmanager
    def _gradebook(self, course: str | None = None) -> Iterator[Any]:
        name = self._directory().course_id if course is None else course
        try:
            with surroundings(self.root), api.Gradebook(self._url(), name) as book:
                yield book
        except SQLAlchemyError as error:
            raise GradingError(*astuple(labels.unusable_gradebook(error))) from error

    def _run(self, kind: Any, names: dict[str, str]) -> Attempt:
        buffer = io.StringIO()
        handler = logging.StreamHandler(buffer)
        handler.setFormatter(logging.Formatter("[%(levelname)s] %(message)s"))
        self._app.log.addHandler(handler)
        error: BaseException | None = None
        converter: Any = None
        try:
            with surroundings(self.root):
                converter = kind(coursedir=self._directory(**names), parent=self._app)
                converter.force = True
                converter.start()
        except KeyboardInterrupt:
            raise
        except BaseException as raised:  # noqa: BLE001  # nbgrader also raises SystemExit
            error = getattr(converter, "failure", None) or raised
        finally:
            self._app.log.removeHandler(handler)
        return Attempt(error, buffer.getvalue())


def open_course(root: Path) -> Course:
    """Open a course folder; its ``nbgrader_config.py`` is executed once.

    Parameters
    ----------
    root : Path
        The folder that holds ``source/`` and ``submitted/``.

    Returns
    -------
    Course
        The course.

    Raises
    ------
    GradingError
        If there is no such folder, or its configuration cannot be executed.
    """
    if not root.is_dir():
        raise GradingError(
            f"{root}: フォルダがありません。nbgrader のコース（source/ と submitted/ のあるフォルダ）を指定してください。",
            f"{root}: no such folder; give an nbgrader course (a folder with source/ and submitted/).",
        )
    return Course(CourseSettings(root.resolve()))


def submitted_at(folder: Path) -> str | None:
    """Read nbgrader's ``timestamp.txt``.

    Parameters
    ----------
    folder : Path
        A submission.

    Returns
    -------
    str or None
        ISO 8601 in UTC, such as ``2015-02-02T22:58:23.948203Z``; None if there is none.

    Raises
    ------
    ValueError
        If it is not a date and time.
    """
    path = folder / "timestamp.txt"
    text = path.read_text(encoding="utf-8").strip() if path.is_file() else ""
    if not text:
        return None
    return f"{parse_utc(text).isoformat()}Z"


def _cell_query(book: Any) -> Any:
    return (
        book.db.query(
            api.SubmittedAssignment.student_id,
            api.Assignment.name,
            api.Notebook.name,
            api.BaseCell.name,
            api.Grade.score,
            api.Grade.max_score,
            api.Grade.needs_manual_grade,
        )
        .select_from(api.Grade)
        .join(api.BaseCell, api.Grade.cell_id == api.BaseCell.id)
        .join(api.SubmittedNotebook, api.Grade.notebook_id == api.SubmittedNotebook.id)
        .join(api.Notebook, api.SubmittedNotebook.notebook_id == api.Notebook.id)
        .join(
            api.SubmittedAssignment,
            api.SubmittedNotebook.assignment_id == api.SubmittedAssignment.id,
        )
        .join(api.Assignment, api.SubmittedAssignment.assignment_id == api.Assignment.id)
    )
