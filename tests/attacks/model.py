"""What an attack is, and what is looked at to see whether it worked."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

# Every secret is a prefix that an attack may know, and an ending that only the secret's owner knows. Attacks tell
# secrets backwards: plain nbgrader prints hidden tests into its feedback, which must not count for each of them.
HIDDEN = "suisho-9f31c7d2"
PERSONNEL = "jinji-5b20e8aa"
PEER = "tonari-77c4d019"
ENVIRONMENT = "kankyo-e61f3b08"
TRUTH = "which of six desks are busy"
"""In the docstring of the lesson's ``world.py``."""

SECRETS = (HIDDEN, PERSONNEL, PEER, ENVIRONMENT, TRUTH)
FULL, NONE = 7.0, 0.0
"""Points of the honest right and wrong answers; three more are given by hand."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is left of one attack once its class is graded.

    Parameters
    ----------
    id : str
        Of the attack.
    score : float or None
        Sum of the points in the gradebook; None if the gradebook has none.
    cells : int
        Graded cells in the gradebook.
    since : str
        When the gradebook says that it was handed in.
    record : mapping or None
        The trainee's ``results.json``.
    outputs : str
        Outputs in the autograded notebook, as JSON.
    page : str
        The trainee's feedback pages.
    folder : Path
        The autograded folder.
    drop : Path
        A folder of the host that everybody may write to.
    course : Path
        The course.
    said : str
        What the grading commands printed.
    exported : str
        The exported table of grades.
    received : bytes
        What arrived at the listeners of the host.
    others : bool
        Whether each honest trainee of the class got the own score.
    """

    id: str
    score: float | None
    cells: int
    since: str
    record: Mapping[str, Any] | None
    outputs: str
    page: str
    folder: Path
    drop: Path
    course: Path
    said: str
    exported: str
    received: bytes = b""
    others: bool = False


@dataclass(frozen=True, slots=True)
class Attack:
    """One hostile submission.

    Parameters
    ----------
    id : str
        Its name, unique.
    ja, en : str
        What it tries.
    worked : callable
        Tells from a `Look` whether it worked.
    plain : bool or None
        Whether it works against plain nbgrader; None if that depends on the machine.
    cells : mapping
        Sources of answer cells by grade_id; the honest wrong ones where not given.
    files : mapping
        What is handed in beside the notebook.
    mutate : callable, optional
        Changes the notebook.
    arrange : callable, optional
        Changes the folder that is handed in; gets it and the scratch folder.
    alone : bool
        Whether it needs a class of its own against plain nbgrader, where it spoils more than itself.
    twice : bool
        Handed in by two trainees, the second of whom looks for what the first left.
    lesson : bool
        Against one of our lessons, not the plain assignment.
    trainee : str, optional
        A hostile name.
    """

    id: str
    ja: str
    en: str
    worked: Callable[[Look], bool]
    plain: bool | None = field(kw_only=True)
    cells: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    mutate: Callable[[dict[str, Any]], None] | None = None
    arrange: Callable[[Path, Path], None] | None = None
    alone: bool = False
    twice: bool = False
    lesson: bool = False
    trainee: str | None = None


# ---- answers ---------------------------------------------------------------------------------------

RIGHT = {
    "fee": "def fee(minutes):\n    return max(0, -(-(minutes - 30) // 30)) * 200",
    "busy": 'busy = visits.groupby("窓口", as_index=False)["件数"].sum()',
    "why": "30分ごとの料金だからです。",
}
WRONG = {
    "fee": "def fee(minutes):\n    return 0",
    "busy": 'busy = visits.rename(columns={"件数": "数"})',
    "why": "わかりません。",
}
LESSON_RIGHT = {"tst-1-q3": 'def total(visits):\n    return visits["visits"].sum()'}
LESSON_WRONG = {"tst-1-q3": 'def total(visits):\n    return visits["visits"].iloc[0]'}
LESSON_FULL = 3.0

TELL = '''
import re
def tell(where):
    """Tell every secret in a text or in bytes, backwards."""
    if isinstance(where, bytes):
        where = where.decode("utf-8", "ignore")
    for found in set(re.findall(r"(?:suisho|jinji|tonari|kankyo)-[0-9a-f]{8}|which of six desks are \\w+", where)):
        print("told", found[::-1])
        try:
            with open("@DROP@/@ID@", "a") as file:
                file.write(found[::-1])
        except OSError:
            pass
def tell_file(path):
    try:
        with open(path, "rb") as file:
            tell(file.read(4_000_000))
    except OSError:
        pass
'''
"""For payloads that look for secrets."""


def first(payload: str, **others: str) -> dict[str, str]:
    """Return the answers of a submission whose first answer cell begins with a payload and is wrong."""
    return {"fee": f"{payload.strip()}\n\n{WRONG['fee']}\n", **others}


def telling(payload: str) -> dict[str, str]:
    """Return the same for a payload that tells secrets."""
    return first(f"{TELL}\n{payload.strip()}")


def in_call(payload: str, then: str = "0") -> dict[str, str]:
    """Return the answers of a submission that attacks when a test calls its function."""
    body = "\n".join(f"    {line}" for line in payload.strip().splitlines())
    return {"fee": f"{TELL}\ndef fee(minutes):\n{body}\n    return {then}\n"}


# ---- what a success is -----------------------------------------------------------------------------


def scored(look: Look) -> bool:
    """Tell whether wrong answers earned points."""
    return (look.score or 0) > 0


def told(look: Look) -> bool:
    """Tell whether a secret came to where the trainee can read it."""
    backwards = [secret[::-1] for secret in SECRETS]
    places = [look.outputs, look.page, str(look.record)]
    left = look.drop / look.id
    if left.is_file():
        places.append(left.read_text("utf-8"))
    return any(secret in place for secret in backwards for place in places)


def disturbed(look: Look) -> bool:
    """Tell whether somebody else did not get the own score."""
    return not look.others


def ungraded(look: Look) -> bool:
    """Tell whether the submission ended without points, feedback or a reason."""
    refused = look.record is not None and look.record.get("status") in {"failed", "refused"}
    return look.score is None and not refused


def lost(look: Look) -> bool:
    """Tell whether a right second answer lost its points because of what the first one did."""
    return look.score != 3.0


def dropped(look: Look) -> bool:
    """Tell whether the attack wrote to a folder of the host."""
    return (look.drop / look.id).exists()


def arrived(look: Look) -> bool:
    """Tell whether a message of the attack arrived."""
    return f"<{look.id}>".encode() in look.received


def shows(text: str) -> Callable[[Look], bool]:
    """Make a check that looks for a text in what was printed; tracebacks quote the attack itself."""

    def shown(look: Look) -> bool:
        printed = [
            out["text"] for outs in json.loads(look.outputs) for out in outs if "text" in out
        ]
        return any(text in "".join(lines) for lines in printed)

    return shown


def any_of(*checks: Callable[[Look], bool]) -> Callable[[Look], bool]:
    """Make a check that is met when one of several is."""
    return lambda look: any(check(look) for check in checks)
