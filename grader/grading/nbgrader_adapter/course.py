"""An nbgrader course: its folders, its gradebook, and what nbgrader does with them."""

from __future__ import annotations

import io
import logging
import os
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbgrader import api
from nbgrader.apps import NbGrader
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from grader.errors import GradingError
from grader.grading import labels
from grader.grading.nbgrader_adapter.attempt import Attempt
from grader.grading.nbgrader_adapter.compiled import compiled
from grader.grading.nbgrader_adapter.converters import LiteralGenerateAssignment
from grader.grading.sandbox.folders import own_folder
from grader.grading.surroundings import CourseSettings, configuration, surroundings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DEFAULT_COURSE = "default_course"
"""What nbgrader calls a course where it is not told: in its preprocessors, for one."""


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
            # nbgrader makes no row for a course without a name; SQLite does not mind, PostgreSQL does.
            book.db.merge(api.Course(id=book.course_id))
            book.db.commit()
            known = {student.id for student in book.students}
            for trainee in sorted(set(trainees) - known) if creates else ():
                book.add_student(trainee)

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
        with own_folder() as scratch:
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


def translated(config: Any) -> Any:
    """Bring a configuration with outdated names of options up to date, as nbgrader does.

    Parameters
    ----------
    config : traitlets.config.Config
        A configuration.

    Returns
    -------
    traitlets.config.Config
        With today's names.
    """
    app = NbGrader(config=config)
    return app.config
