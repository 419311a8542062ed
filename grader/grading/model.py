"""What goes into a grading run and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.text import Lang, Text

Status = Literal["graded", "skipped", "failed"]


@dataclass(frozen=True, slots=True, order=True)
class Submission:
    """What one trainee handed in for one assignment.

    Parameters
    ----------
    trainee : str
        Folder name below ``submitted/``.
    assignment : str
        Folder name below the trainee's.
    folder : Path
        Where the files stand.
    """

    trainee: str
    assignment: str
    folder: Path

    @property
    def name(self) -> str:
        """``trainee/assignment``, as shown in the progress bar."""
        return f"{self.trainee}/{self.assignment}"


@dataclass(frozen=True, slots=True)
class SubmissionFilter:
    """Which submissions to grade; shell patterns such as ``s0*``.

    Parameters
    ----------
    trainee, assignment : str
        Both must match; ``*`` matches every name.
    """

    trainee: str = "*"
    assignment: str = "*"

    def matches(self, submission: Submission) -> bool:
        """Tell whether a submission is wanted.

        Parameters
        ----------
        submission : Submission
            The candidate.

        Returns
        -------
        bool
            True if both patterns match.
        """
        return fnmatchcase(submission.trainee, self.trainee) and fnmatchcase(
            submission.assignment, self.assignment
        )


@dataclass(frozen=True, slots=True)
class LessonOf:
    """The lesson that an assignment was built from.

    Parameters
    ----------
    slug : str
        Folder of the lesson below ``curriculum/``.
    lang : {'ja', 'en'}
        Language of the notebooks.
    form : int
        Form of the lesson, from 1; decides the trainee's world.
    """

    slug: str
    lang: Lang
    form: int = 1


@dataclass(frozen=True, slots=True)
class CellScore:
    """One graded cell as it stands in ``gradebook.db``.

    Parameters
    ----------
    notebook, grade_id : str
        Which cell.
    points, max_points : float
        What was given, and what could be.
    needs_manual_grade : bool
        True while a person has still to look at it; `points` mean nothing then.
    """

    notebook: str
    grade_id: str
    points: float
    max_points: float
    needs_manual_grade: bool


@dataclass(frozen=True, slots=True)
class NotebookMarks:
    """What the engine says about one notebook.

    Parameters
    ----------
    scores : mapping of str to float or None
        Points of each cell that gets marks, by grade_id; None, or no entry, where a person has to give them.
    comments : mapping of str to str or None
        nbgrader's automatic comment on answer and task cells, by grade_id.
    autograded : bytes
        The notebook with its outputs, as UTF-8.
    """

    scores: Mapping[str, float | None]
    comments: Mapping[str, str | None]
    autograded: bytes


@dataclass(frozen=True, slots=True)
class ExerciseResult:
    """What is known about one exercise of a lesson.

    Parameters
    ----------
    id : str
        Exercise id.
    points, max_points : float
        Of its marks cell in the gradebook.
    state : str
        ``not_attempted``, ``wrong``, ``partial``, ``right``, ``could_not_run`` or ``not_graded``.
    misconceptions : tuple of str
        Ids named by the check or the marks cell, sorted.
    message : str or None
        The sentence shown to the trainee.
    """

    id: str
    points: float
    max_points: float
    state: str
    misconceptions: tuple[str, ...] = ()
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Parameters
    ----------
    done, total : int
        Submissions.
    current : str or None
        The one that was just finished, ``trainee/assignment``.
    """

    done: int
    total: int
    current: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one submission.

    Parameters
    ----------
    trainee, assignment : str
        Which submission.
    status : {'graded', 'skipped', 'failed'}
        ``skipped`` means graded before and unchanged since.
    score, max_score : float or None
        None when grading failed: a failure is not zero points.
    by_hand : int
        Cells that a person has still to mark.
    error : Text or None
        Why it failed, and what to do.
    notes : tuple of Text
        What the instructor should know about a submission that was graded.
    """

    trainee: str
    assignment: str
    status: Status
    score: float | None = None
    max_score: float | None = None
    by_hand: int = 0
    error: Text | None = None
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class GradeReport:
    """What became of a whole run.

    Parameters
    ----------
    outcomes : tuple of Outcome
        One per submission, sorted by trainee and assignment.
    warnings : tuple of Text
        What concerns the run as a whole; to be shown to whoever started it.
    """

    outcomes: tuple[Outcome, ...]
    warnings: tuple[Text, ...] = ()

    def having(self, status: Status) -> tuple[Outcome, ...]:
        """Return the outcomes of one kind.

        Parameters
        ----------
        status : {'graded', 'skipped', 'failed'}
            The kind.

        Returns
        -------
        tuple of Outcome
            In report order.
        """
        return tuple(outcome for outcome in self.outcomes if outcome.status == status)
