"""Further forms of a lesson: whom they were handed out to. What a submission says of itself counts for nothing."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from grader.errors import InputError
from grader.exchange import labels
from grader.marking.forms import FORMS
from grader.schema.store import read_json, write_json

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "forms"
SCHEMA = "form"


@dataclass(frozen=True, slots=True)
class Retake:
    """A form, and when it is handed out.

    Parameters
    ----------
    form : int
        One of `grader.marking.forms.FORMS`.
    now : datetime
        The time, with a zone.

    Raises
    ------
    InputError
        If there is no such form.
    """

    form: int
    now: datetime

    def __post_init__(self) -> None:
        if self.form not in FORMS:
            raise InputError(*astuple(labels.no_form(self.form, FORMS[-1])))


def record_form(course: Path, trainee: str, assignment: str, *, now: datetime) -> None:
    """Write down that a form is handed out; the first time counts.

    Parameters
    ----------
    course : Path
        Root of the nbgrader course.
    trainee, assignment : str
        To whom, and what.
    now : datetime
        The time, with a zone.
    """
    if is_given(course, trainee, assignment):
        return
    told = {
        "format_version": 1,
        "trainee": trainee,
        "assignment": assignment,
        "given_at": now.astimezone(UTC).isoformat().replace("+00:00", "Z"),
    }
    write_json(_path(course, trainee, assignment), told, SCHEMA)


def is_given(course: Path, trainee: str, assignment: str) -> bool:
    """Tell whether a form was handed out to somebody.

    Parameters
    ----------
    course : Path
        Root of the nbgrader course.
    trainee, assignment : str
        Who, and what.

    Returns
    -------
    bool
        By our own record.
    """
    return _path(course, trainee, assignment).is_file()


def given_at(course: Path, trainee: str, assignment: str) -> datetime | None:
    """Tell when a form was handed out to somebody.

    Parameters
    ----------
    course : Path
        Root of the nbgrader course.
    trainee, assignment : str
        Who, and what.

    Returns
    -------
    datetime or None
        None if it was not, or is a first form, of which nothing is written down.

    Raises
    ------
    InputError
        If the record is damaged.
    """
    if not is_given(course, trainee, assignment):
        return None
    told = read_json(_path(course, trainee, assignment), SCHEMA)
    return datetime.fromisoformat(told["given_at"])


def given_forms(course: Path) -> list[str]:
    """List the forms that anybody has.

    Parameters
    ----------
    course : Path
        Root of the nbgrader course.

    Returns
    -------
    list of str
        Names of their assignments, sorted.
    """
    return sorted({path.stem for path in (course / FOLDER).glob("*/*.json")})


def _path(course: Path, trainee: str, assignment: str) -> Path:
    return course / FOLDER / trainee / f"{assignment}.json"
