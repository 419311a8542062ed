"""What has been handed in: each submission is read safely, kept with a receipt, and told apart by its content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from grader.exchange.intake import Store, read_folder, receive
from grader.exchange.intake.store import manifest
from grader.grading import labels

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from grader.exchange.intake import Handed
    from grader.grading.model import Submission
    from grader.text import Text

FOLDER = "received"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One submission as it was taken in.

    Parameters
    ----------
    submission : Submission
        Where it stands.
    files : mapping of str to bytes
        What was taken, by relative POSIX path.
    sha256 : str
        Over all of that.
    received_at : datetime
        By our own clock, when these bytes were first seen.
    notes : tuple of Text
        What was not taken, and why.
    refusal : Text or None
        Why it cannot be graded at all.
    """

    submission: Submission
    files: Mapping[str, bytes]
    sha256: str
    received_at: datetime
    notes: tuple[Text, ...] = ()
    refusal: Text | None = None


def take_in(submission: Submission, course: Path, *, clock: Callable[[], datetime]) -> Arrival:
    """Read one submission, and keep it with a receipt unless it is known already.

    Parameters
    ----------
    submission : Submission
        Which one.
    course : Path
        Root of the course.
    clock : callable
        Tells the time, with its zone.

    Returns
    -------
    Arrival
        Nothing that a trainee did raises an error.
    """
    root, below = _split(submission.folder, course)
    handed = read_folder(root, *below)
    receipt = receive(
        handed,
        Store(course / FOLDER),
        trainee=submission.trainee,
        assignment=submission.assignment,
        now=clock(),
    )
    nothing = hashlib.sha256(manifest({})).hexdigest()
    return Arrival(
        submission,
        handed.files,
        receipt.submission_sha256 if receipt else nothing,
        datetime.fromisoformat(receipt.received_at) if receipt else clock(),
        notes=tuple(labels.refused(refusal) for refusal in handed.refusals),
        refusal=_refusal(handed),
    )


def _split(folder: Path, course: Path) -> tuple[Path, tuple[str, ...]]:
    """Return a folder of ours, and the names below it that were made by others."""
    parts = folder.relative_to(course).parts
    return course / parts[0], parts[1:]


def _refusal(handed: Handed) -> Text | None:
    if any(name.endswith(".ipynb") and "/" not in name for name in handed.files):
        return None
    return labels.refused(handed.refusals[0]) if handed.refusals else labels.NO_NOTEBOOK
