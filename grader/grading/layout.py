"""Where everything of an nbgrader course stands, without importing nbgrader (which takes a second)."""

from __future__ import annotations

import fnmatch
import os
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from traitlets.config.loader import LazyConfigValue

from grader.cells import WRONG
from grader.errors import GradingError
from grader.grading.gradebook import no_points
from grader.grading.model import Submission
from grader.grading.surroundings import configuration

if TYPE_CHECKING:
    from traitlets.config import Config

    from grader.grading.gradebook.graded import LateRule

_OUTDATED = frozenset({"NbGrader", "NbGraderConfig", "BasicConfig", "BaseNbGraderApp", "BaseApp"})
_IGNORED = (".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback")
"""nbgrader's own default of `CourseDirectory.ignore`."""
_OURS = {"IgnorePattern": {"enabled": True, "pattern": "."}}
"""What counts here of the configuration that we write into courses."""
_STEPS = {step: step for step in ("source", "submitted", "autograded", "feedback")}


@dataclass(frozen=True, slots=True)
class CourseLayout:
    """Folders, gradebook and settings of a course, as its configuration names them.

    Parameters
    ----------
    root : Path
        Root of the course.
    config : traitlets.config.Config
        What ``nbgrader_config.py`` and the user's own configuration say.
    """

    root: Path
    config: Config

    def step(self, step: str, trainee: str, assignment: str) -> Path:
        """Say where one assignment of one trainee stands at one step.

        Parameters
        ----------
        step : {'source', 'submitted', 'autograded', 'feedback'}
            nbgrader's step.
        trainee : str
            ``.`` for the source.
        assignment : str
            Its name.

        Returns
        -------
        Path
            May not exist.
        """
        told = self._structure().format(
            nbgrader_step=self._folder(step), student_id=trainee, assignment_id=assignment
        )
        return Path(os.path.normpath(self.root / told))

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
        return self.step("source", ".", assignment)

    def source_files(self, assignment: str) -> dict[str, Path]:
        """List what stands beside the source notebooks and goes to whoever is graded.

        Parameters
        ----------
        assignment : str
            Its name.

        Returns
        -------
        dict of str to Path
            From relative POSIX path to file; sorted.
        """
        folder = self.source(assignment)
        rules = (*self._ignored(), WRONG)
        excluded = {
            PurePosixPath(name).as_posix()
            for name in self.config.get("Autograde", {})
            .get("exclude_overwriting", {})
            .get(assignment, [])
        }
        found = {}
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            parts = name.split("/")
            ignored = any(fnmatch.fnmatch(part, rule) for part in parts for rule in rules)
            if path.is_file() and path.suffix != ".ipynb" and not ignored and name not in excluded:
                found[name] = path
        return found

    def submissions(self) -> list[Submission]:
        """List everything that was handed in.

        Returns
        -------
        list of Submission
            Sorted by trainee and assignment.
        """
        shape, step = self._structure(), self._folder("submitted")
        name = re.compile(
            re.escape(shape)
            .replace(r"\{nbgrader_step\}", re.escape(step))
            .replace(r"\{student_id\}", r"(?P<trainee>[^/]+)")
            .replace(r"\{assignment_id\}", r"(?P<assignment>[^/]+)")
        )
        pattern = shape.format(nbgrader_step=step, student_id="*", assignment_id="*")
        found = []
        for folder in self.root.glob(pattern):
            match = name.fullmatch(folder.relative_to(self.root).as_posix())
            if match and folder.is_dir() and not any(n.startswith(".") for n in match.groups()):
                found.append(Submission(match["trainee"], match["assignment"], folder))
        return sorted(found)

    @property
    def gradebook_url(self) -> str:
        """SQLAlchemy's URL of the gradebook; a relative SQLite path counts from the course."""
        url = str(self._directory("db_url", ""))
        if not url:
            return f"sqlite:///{self.root / 'gradebook.db'}"
        head = "sqlite:///"
        if url.startswith(head) and not url.endswith(":memory:"):
            return f"{head}{self.root / url.removeprefix(head)}"
        return url

    @property
    def gradebook_file(self) -> Path | None:
        """Where an SQLite gradebook stands; None for another kind of database."""
        head = "sqlite:///"
        url = self.gradebook_url
        return Path(url.removeprefix(head)) if url.startswith(head) else None

    def late_rule(self) -> LateRule | None:
        """Say what late work costs.

        Returns
        -------
        callable or None
            nbgrader's own rule, or that of the course's plugin; None if it costs nothing.

        Raises
        ------
        GradingError
            If the course names a plugin that cannot be used.
        """
        if "plugin_class" in self.config.get("AssignLatePenalties", {}):
            from grader.grading.nbgrader_adapter import late_rule  # noqa: PLC0415  # takes a second

            return late_rule(self.root, self.config)
        told = self.config.get("LateSubmissionPlugin", {}).get("penalty_method", "none")
        return no_points if told == "zero" else None

    @property
    def creates_trainees(self) -> bool:
        """Whether somebody whom the gradebook does not know is entered there."""
        return bool(self.config.get("Autograde", {}).get("create_student", True))

    @property
    def seconds(self) -> float | None:
        """Seconds per cell that the course asks for; None if it leaves that to the engine."""
        told = self.config.get("Execute", {}).get("timeout")
        return float(told) if isinstance(told, int | float) and told > 0 else None

    @property
    def ignored_stderr(self) -> re.Pattern[str] | None:
        """Standard error that costs no points; None if all of it does, as in nbgrader."""
        told = self.config.get("IgnorePattern", {})
        return re.compile(told.get("pattern", "")) if told.get("enabled") else None

    def _ignored(self) -> list[str]:
        told, default = self._directory("ignore", None), list(_IGNORED)
        if isinstance(told, LazyConfigValue):  # c.CourseDirectory.ignore.append(…)
            return list(told.get_value(default))
        return default if told is None else list(told)

    def _directory(self, name: str, default: Any) -> Any:
        return self.config.get("CourseDirectory", {}).get(name, default)

    def _folder(self, step: str) -> str:
        return str(self._directory(f"{step}_directory", _STEPS[step]))

    def _structure(self) -> str:
        told = self._directory(
            "directory_structure", "{nbgrader_step}/{student_id}/{assignment_id}"
        )
        return str(told).replace("\\", "/")


def read_layout(root: Path) -> CourseLayout:
    """Read the configuration of a course; its ``nbgrader_config.py`` is executed once.

    Parameters
    ----------
    root : Path
        The folder that holds ``source/`` and ``submitted/``.

    Returns
    -------
    CourseLayout
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
    config = configuration(root, known=_OURS)
    if _OUTDATED & config.keys():
        from grader.grading.nbgrader_adapter import translated  # noqa: PLC0415  # takes a second

        config = translated(config)
    return CourseLayout(root, config)
