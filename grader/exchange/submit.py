"""Hand in: a trainee's assessment notebook goes to the course, with the time it was received."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from grader.errors import InputError
from grader.exchange.forms import is_given
from grader.exchange.intake import labels
from grader.exchange.intake.read import read_folder
from grader.exchange.intake.receipt import Work, receive, settle_receipts
from grader.exchange.intake.store import Store, manifest, sync, write_all
from grader.exchange.labels import not_given
from grader.lab.session import DATA_FOLDER, PRACTICE
from grader.lab.shelf import HANDOUT_FILE
from grader.marking.forms import FORMS, form_name
from grader.workspace import is_person_id

if TYPE_CHECKING:
    from pathlib import Path

    from grader.exchange.intake.receipt import Receipt
    from grader.exchange.intake.take import Handed

NOTEBOOK = "assess.ipynb"
_TIMESTAMP = "%Y-%m-%d %H:%M:%S.%f %Z"
"""nbgrader's own form of ``timestamp.txt``; it takes every time zone but UTC for none."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """A submission that stands where nbgrader looks for it.

    Parameters
    ----------
    receipt : Receipt
        What was received.
    folder : Path
        ``submitted/<trainee>/<assignment>`` of the course.
    earlier : Path or None
        Where the submission that it replaced was kept.
    """

    receipt: Receipt
    folder: Path
    earlier: Path | None


def submit(handout: Path, *, course: Path, now: datetime) -> Delivered:
    """Hand in the assessment notebook of one handout.

    The work and its receipt are on the disk before anything in ``submitted`` changes; what a crash leaves undone,
    `settle` does.

    Parameters
    ----------
    handout : Path
        Folder that was handed out.
    course : Path
        Root of the nbgrader course.
    now : datetime
        Time of receipt, with a time zone.

    Returns
    -------
    Delivered
        What was received and where it stands. The same bytes once more are no second attempt.

    Raises
    ------
    InputError
        If the folder is not a handout, is practice or a form that was not handed out to this trainee, the work has been
        graded already, or cannot be taken.
    """
    told = _handout(handout)
    if told.get("mode") == PRACTICE:
        raise InputError(
            f"{handout.name} は練習用なので提出できません。名前に -practice の付かないフォルダーを提出してください。",
            f"{handout.name} is practice and cannot be handed in; submit the folder without -practice in its name.",
        )
    trainee, form = str(told["trainee"]), told.get("form", 1)
    assignment = form_name(f"{told['lesson']}-{told['lang']}", form)
    if not is_person_id(trainee) or not is_person_id(assignment) or form not in FORMS:
        raise _not_a_handout(handout)
    if form > 1 and not is_given(course, trainee, assignment):
        raise InputError(*astuple(not_given(trainee, assignment)))
    if _is_closed(course / "results" / trainee / assignment / "results.json"):
        raise InputError(
            f"{assignment} はもう採点されています。同じ問題の出し直しは受け付けません（講師に相談してください）。",
            f"{assignment} has been graded; the same questions cannot be handed in again (ask your instructor).",
        )
    handed = read_folder(handout, only={NOTEBOOK})
    store = course_store(course)
    done: list[Delivered] = []
    receive(
        Work(trainee, assignment, handed),
        store,
        now=now,
        deliver=lambda receipt: done.append(_deliver(receipt, store, course)),
    )
    if not done:
        raise _refused(handout, handed)
    return done[0]


def course_store(course: Path) -> Store:
    """Return where a course keeps what it received, with the receipts.

    Parameters
    ----------
    course : Path
        Root of the nbgrader course.

    Returns
    -------
    Store
        ``<course>/intake``.
    """
    return Store(course / "intake")


def settle(course: Path) -> list[Receipt]:
    """Deliver what `submit` received but could not put into ``submitted``, because its process ended.

    Parameters
    ----------
    course : Path
        Root of the nbgrader course.

    Returns
    -------
    list of Receipt
        Whose delivery was looked at; empty as long as nothing crashed.
    """
    store = course_store(course)
    return settle_receipts(store, lambda receipt: _deliver(receipt, store, course))


def _deliver(receipt: Receipt, store: Store, course: Path) -> Delivered:
    submitted = course / "submitted"
    folder = submitted / receipt.trainee / receipt.assignment
    there = read_folder(submitted, receipt.trainee, receipt.assignment)
    if manifest(there.files) == store.get(receipt.submission_sha256):
        return Delivered(receipt, folder, None)
    incoming = _incoming(receipt, store, folder)
    earlier = _keep_earlier(folder, course / "earlier" / receipt.trainee / receipt.assignment)
    try:
        os.replace(incoming, folder)  # noqa: PTH105  # the whole submission arrives in one step
    except OSError:
        if earlier is not None:  # what was handed in stays handed in
            os.replace(earlier, folder)  # noqa: PTH105
        raise
    sync([folder.parent])
    return Delivered(receipt, folder, earlier)


def _incoming(receipt: Receipt, store: Store, folder: Path) -> Path:
    """Unpack a submission beside the place where it belongs."""
    incoming = folder.with_name(f".{receipt.assignment}.incoming")
    shutil.rmtree(incoming, ignore_errors=True)
    time = datetime.fromisoformat(receipt.received_at).strftime(_TIMESTAMP) + "\n"
    files = {**store.files(receipt.submission_sha256), "timestamp.txt": time.encode()}
    write_all({incoming / path: data for path, data in files.items()}, coming=store.coming)
    return incoming


def _refused(handout: Path, handed: Handed) -> InputError:
    reason = handed.refusals[0].reason if handed.refusals else labels.UNREADABLE
    return InputError(
        f"{handout / NOTEBOOK}: 受け取れません。{reason.ja}",
        f"{handout / NOTEBOOK}: cannot be received. {reason.en}",
    )


def _is_closed(result: Path) -> bool:
    """Tell whether the questions have been marked; work that could not be graded may come again."""
    try:
        told = json.loads(result.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        return True
    return not (isinstance(told, dict) and told.get("status") == "failed")


def _handout(folder: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(
            (folder / DATA_FOLDER / HANDOUT_FILE).read_text(encoding="utf-8")
        )
        known = {"trainee", "lesson", "lang"} <= told.keys()
    except (OSError, ValueError, AttributeError):
        known = False
    if not known or not (folder / NOTEBOOK).is_file():
        raise _not_a_handout(folder)
    return told


def _not_a_handout(folder: Path) -> InputError:
    return InputError(
        f"{folder}: 配られた教材のフォルダーではありません。{NOTEBOOK} と data のあるフォルダーを指定してください。",
        f"{folder}: not a folder that was handed out; give the one with {NOTEBOOK} and data.",
    )


def _keep_earlier(folder: Path, shelf: Path) -> Path | None:
    if not folder.exists():
        return None
    shelf.mkdir(parents=True, exist_ok=True)
    last = max((int(kept.name) for kept in shelf.iterdir() if kept.name.isdecimal()), default=0)
    place = shelf / f"{last + 1:03d}"
    os.replace(folder, place)  # noqa: PTH105
    return place
