"""What is written to the gradebook, and what came of writing it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from grader.grading.model import CellScore, NotebookMarks
    from grader.text import Text

    Results = Callable[[Sequence[CellScore]], str]
    LateRule = Callable[[str, float, float], float | None]


@dataclass(frozen=True, slots=True)
class Graded:
    """One submission that was graded.

    Parameters
    ----------
    key, owner : str
        Of the job, and who claimed it.
    trainee, assignment : str
        Whose work, and for what.
    notebooks : mapping of str to NotebookMarks
        By name without ``.ipynb``. A notebook of the assignment that is not among them was not handed in: zero
        points, as nbgrader has it.
    results : callable
        Makes the text of ``results.json`` from all cells as they stand in the gradebook, points by hand included.
    submitted_at : datetime or None
        When it was handed in, with a time zone or in UTC; None leaves what the gradebook has.
    isolation : str
        How the submitted code was kept apart.
    evidence : mapping
        Further JSON data on how it was graded, such as limits met; the same for the same submission.
    usage : mapping
        JSON data that differ from run to run, such as seconds.
    """

    key: str
    owner: str
    trainee: str
    assignment: str
    notebooks: Mapping[str, NotebookMarks]
    results: Results
    submitted_at: datetime | None = None
    isolation: str = "none"
    evidence: Mapping[str, Any] = field(default_factory=dict)
    usage: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """One submission that cannot be graded.

    Parameters
    ----------
    key, owner : str
        Of the job, and who claimed it.
    reason : Text
        Why.
    results : str
        Text of ``results.json``; it counts only while no attempt has been graded.
    """

    key: str
    owner: str
    reason: Text
    results: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of writing one submission.

    Parameters
    ----------
    key : str
        Of the job.
    status : {'written', 'unchanged', 'lost', 'failed'}
        ``unchanged``: it was in the gradebook already. ``lost``: somebody else has the job now, or a newer attempt
        came in. ``failed``: nothing was written, see `error`; the job is still the owner's.
    cells : tuple of CellScore
        As they stand in the gradebook, points by hand included.
    error : Text or None
        Why it failed.
    """

    key: str
    status: Literal["written", "unchanged", "lost", "failed"]
    cells: tuple[CellScore, ...] = ()
    error: Text | None = None
