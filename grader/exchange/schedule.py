"""When work is due: ``assessments/schedule.yaml``, if there is one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from grader.errors import InputError
from grader.findings import Finding, Rule
from grader.schema.store import schema_findings
from grader.text import Text
from grader.yamlfile import read_yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from grader.yamlfile import YamlDocument

FILE_NAME = "schedule.yaml"

D001 = Rule(
    "D001",
    "error",
    Text("締め切りは、ある教材のもの", "A deadline belongs to a lesson"),
    Text(
        "curriculum/registry.yaml にある slug を書いてください。",
        "Use a slug of curriculum/registry.yaml.",
    ),
)
D002 = Rule(
    "D002",
    "error",
    Text("締め切りは、実在する日時", "A deadline is a real date and time"),
    Text(
        "暦にある日付と時刻を、時差を付けて書いてください（例: 2026-12-25T17:00:00+09:00）。",
        "Write a date of the calendar and a time, with its zone (such as 2026-12-25T17:00:00+09:00).",
    ),
)
RULES = (D001, D002)


def read_deadlines(assessments: Path) -> dict[str, str]:
    """Read the deadlines of a workspace.

    Parameters
    ----------
    assessments : Path
        Folder that may hold ``schedule.yaml``.

    Returns
    -------
    dict
        From lesson to deadline as ISO 8601 with a zone; empty if there is no schedule.

    Raises
    ------
    InputError
        If the schedule is broken; the first finding is told.
    """
    path = assessments / FILE_NAME
    if not path.is_file():
        return {}
    document, findings = _read(path)
    if document is None or findings:
        first = findings[0]
        raise InputError(first.render(path.parent, "ja"), first.render(path.parent, "en"))
    return dict(document.data["deadlines"])


def check_schedule(assessments: Path, lessons: Collection[str]) -> list[Finding]:
    """Check the schedule of a workspace.

    Parameters
    ----------
    assessments : Path
        Folder that may hold ``schedule.yaml``.
    lessons : collection of str
        Slugs of the registry.

    Returns
    -------
    list of Finding
        Rules D001 and D002, or what makes the file itself unusable; empty if there is no schedule.
    """
    path = assessments / FILE_NAME
    if not path.is_file():
        return []
    document, findings = _read(path)
    unknown = [] if document is None or findings else _unknown(document, lessons)
    return [*findings, *unknown]


def _read(path: Path) -> tuple[YamlDocument | None, list[Finding]]:
    document, findings = read_yaml(path)
    if document is not None:
        findings = [*findings, *schema_findings(document, "schedule")]
    if document is not None and not findings:
        findings = list(_impossible(document, document.data["deadlines"]))
    return document, findings


def _impossible(document: YamlDocument, deadlines: Mapping[str, str]) -> Iterator[Finding]:
    for slug, deadline in deadlines.items():
        try:
            datetime.fromisoformat(deadline)
        except ValueError:
            what = Text(
                f"{slug}: {deadline} という日時はありません。",
                f"{slug}: there is no time {deadline}.",
            )
            yield Finding(D002, document.path, document.line("deadlines", slug), what)


def _unknown(document: YamlDocument, lessons: Collection[str]) -> Iterator[Finding]:
    for slug in document.data["deadlines"]:
        if slug not in lessons:
            what = Text(f"「{slug}」という教材はありません。", f"There is no lesson “{slug}”.")
            yield Finding(D001, document.path, document.line("deadlines", slug), what)
