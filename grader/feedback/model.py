"""What stands on a feedback page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.text import Lang


@dataclass(frozen=True, slots=True)
class Place:
    """Where to read again.

    Parameters
    ----------
    heading : str
        The heading.
    notebook : str
        Notebook in which it stands, seen from the folder of the page.
    href : str or None
        Link to the page of the lesson for reading; None if there is no such page.
    """

    heading: str
    notebook: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """One thing said about an answer.

    Parameters
    ----------
    message : str
        The sentence.
    place : Place or None
        Where to read again, if a misconception was recognised.
    """

    message: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One exercise on the page.

    Parameters
    ----------
    id, title : str
        Exercise id and heading.
    state : str
        As in ``results.json``.
    points, most : float
        What was earned, and what could be.
    told : tuple of Told
        Why.
    solution : str or None
        Its explanation as Markdown; None if it may not be shown (yet), or there is none.
    locked : bool
        Whether there is an explanation that may not be shown yet.
    """

    id: str
    title: str
    state: str
    points: float
    most: float
    told: tuple[Told, ...]
    solution: str | None
    locked: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do next.

    Parameters
    ----------
    text : str
        What.
    command : str
        What to type; may be empty.
    """

    text: str
    command: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A feedback page.

    Parameters
    ----------
    lang : {'ja', 'en'}
        Language.
    title : str
        Title of the lesson.
    trainee, assignment : str
        Whose, for what.
    received : str or None
        When it was handed in, in Japan time.
    score, most : float or None
        All points; None if the submission could not be graded.
    error : str or None
        Why it could not.
    lines : tuple of Line
        Exercises in the order of the lesson.
    steps : tuple of Step
        What to do next.
    deadline : str or None
        For readers; None if there is none or it has passed.
    """

    lang: Lang
    title: str
    trainee: str
    assignment: str
    received: str | None
    score: float | None
    most: float | None
    error: str | None
    lines: tuple[Line, ...]
    steps: tuple[Step, ...]
    deadline: str | None
