"""What a grader is given, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.grading.job import Limits

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from grader.grading.extract import Said
    from grader.grading.job import Usage
    from grader.grading.material import Material
    from grader.grading.model import NotebookMarks
    from grader.text import Text


@dataclass(frozen=True, slots=True)
class Task:
    """One submission with everything that is needed to grade it.

    Parameters
    ----------
    key : str
        Of the job.
    trainee, assignment : str
        Whose work, and for what.
    files : mapping of str to bytes
        What was taken of the submission, by relative POSIX path.
    material : Material
        The assignment.
    limits : Limits
        How much each notebook may use.
    ignored_stderr : re.Pattern or None
        Standard error that costs no points.
    """

    key: str
    trainee: str
    assignment: str
    files: Mapping[str, bytes]
    material: Material
    limits: Limits = field(default_factory=Limits)
    ignored_stderr: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a submission.

    Parameters
    ----------
    isolation : str
        How the submitted code was kept apart.
    error : Text or None
        Why it could not be graded.
    notebooks : mapping of str to NotebookMarks
        Marks and autograded notebooks, by name.
    said : mapping of str to Said
        What check and marks cells of a lesson said, by exercise.
    notes : tuple of Text
        What was not as it should have been.
    stops : tuple of str
        Cells in which something had to be stopped, and why, in English.
    usage : tuple of Usage
        What each notebook cost.
    own : float
        CPU seconds of everything but running: rebuilding, reading marks, writing the notebook.
    """

    isolation: str
    error: Text | None = None
    notebooks: Mapping[str, NotebookMarks] = field(default_factory=dict)
    said: Mapping[str, Said] = field(default_factory=dict)
    notes: tuple[Text, ...] = ()
    stops: tuple[str, ...] = ()
    usage: tuple[Usage, ...] = ()
    own: float = 0.0
