"""An nbgrader course: its folders, its gradebook, and what nbgrader does with them."""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic.config import Config
from alembic.script import ScriptDirectory
from nbgrader import api, dbutil
from nbgrader.apps import NbGrader
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from grader.errors import GradingError
from grader.grading import labels
from grader.grading.disk import is_full
from grader.grading.nbgrader_adapter.compiled import compiled
from grader.grading.nbgrader_adapter.converters import LiteralGenerateAssignment
from grader.grading.sandbox.folders import own_folder
from grader.grading.surroundings import configuration, surroundings

if TYPE_CHECKING:
    from collections.abc import Iterator

DEFAULT_COURSE = "default_course"
"""What nbgrader calls a course where it is not told: in its preprocessors, for one."""


def newest_revision() -> str:
    """Look up which revision of its tables nbgrader has.

    Returns
    -------
    str
        What nbgrader's own ``get_alembic_version`` returns, which starts ``alembic``: there all of nbgrader is imported
        once more, for some seconds.
    """
    settings = Config()
    settings.set_main_option("script_location", dbutil.ALEMBIC_DIR)
    return str(ScriptDirectory.from_config(settings).get_current_head())


@contextmanager
def _told_revision() -> Iterator[None]:
    """Tell nbgrader the revision of the tables that it is about to make."""
    asks = api.get_alembic_version
    api.get_alembic_version = newest_revision
    try:
        yield
    finally:
        api.get_alembic_version = asks


class Course:
    """An nbgrader course folder with its configuration.

    Parameters
    ----------
    root : Path
        The folder that holds ``source/`` and ``submitted/``.

    Raises
    ------
    GradingError
        If the course's ``nbgrader_config.py`` cannot be executed.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        config = configuration(root)
        with surroundings(self.root):
            self._app = NbGrader(config=config)  # translates outdated names of options
        self._app.log.handlers = [logging.NullHandler()]
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

    def prepare_gradebook(self) -> None:
        """Make the gradebook and the rows that parallel graders would otherwise race to make."""
        # nbgrader opens the gradebook with and without a course id; each id gets a row on first use.
        with self._gradebook(DEFAULT_COURSE):
            pass
        with self._gradebook() as book:
            # nbgrader makes no row for a course without a name; SQLite does not mind, PostgreSQL does.
            book.db.merge(api.Course(id=book.course_id))
            book.db.commit()

    def register(self, assignment: str) -> tuple[BaseException | None, dict[str, Any]]:
        """Record an assignment's source in the gradebook, as ``nbgrader generate_assignment`` does.

        The release that nbgrader makes on the way is thrown away: ``release/`` may hold what was
        already handed out.

        Parameters
        ----------
        assignment : str
            Its name.

        Returns
        -------
        BaseException or None
            Why it could not be recorded.
        dict
            What grading needs to know about it (see `compiled`); empty if it could not.
        """
        with own_folder() as scratch:
            error = self._generate(assignment, scratch)
            if error is not None:
                return error, {}
            shape = self._directory(release_directory=scratch)
            release = Path(shape.format_path(scratch, ".", assignment))
            with self._gradebook() as book:
                source = self.source(assignment)
                return None, compiled(book, assignment, release=release, source=source)

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
            with (
                surroundings(self.root),
                _told_revision(),
                api.Gradebook(self._url(), name) as book,
            ):
                yield book
        except SQLAlchemyError as error:
            said = labels.DISK_FULL if is_full(error) else labels.unusable_gradebook(error)
            raise GradingError(*astuple(said)) from error

    def _generate(self, assignment: str, scratch: str) -> BaseException | None:
        converter: Any = None
        try:
            with surroundings(self.root):
                directory = self._directory(assignment_id=assignment, release_directory=scratch)
                converter = LiteralGenerateAssignment(coursedir=directory, parent=self._app)
                converter.force = True
                converter.start()
        except KeyboardInterrupt:
            raise
        except BaseException as raised:  # noqa: BLE001  # nbgrader also raises SystemExit
            return getattr(converter, "failure", None) or raised
        return None


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
    return Course(root.resolve())


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
