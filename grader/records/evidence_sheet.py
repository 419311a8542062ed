"""The sheet of other evidence: empty to be filled in, or with what is there, as an export."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from grader.errors import InputError
from grader.records.access_log import log_access, need_purpose
from grader.records.evidence_file import FILE_NAME, HEADERS, KIND_NAMES, read_evidence
from grader.records.excel import csv_text
from grader.records.roster import read_roster
from grader.schema.store import write_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from grader.records.access_log import Access
    from grader.records.evidence_file import EvidenceFile
    from grader.records.other_evidence import OtherEvidence
    from grader.records.roster import Person
    from grader.standard.model import Skill, Standard
    from grader.text import Lang
    from grader.workspace import Workspace


def blank_sheet(standard: Standard, people: Iterable[Person], *, lang: Lang) -> str:
    """Return a sheet for supervisors to fill in.

    Parameters
    ----------
    standard : Standard
        What roles require, and the level statements that are the rubric.
    people : iterable of Person
        The roster.
    lang : {'ja', 'en'}
        Language of headers, names and statements.

    Returns
    -------
    str
        CSV for Excel. A row for each level that somebody's target role asks for and notebooks cannot show; a
        row in which nothing is filled in is overlooked by `read_evidence`.
    """
    asked = (
        {"person": person.person, "kind": KIND_NAMES["observation"].get(lang), "skill": skill}
        for person in people
        for skill in _attested(standard, person.target_role)
    )
    return _csv(asked, standard, people, lang)


def evidence_sheet(
    rows: Iterable[OtherEvidence], standard: Standard, people: Iterable[Person], *, lang: Lang
) -> str:
    """Return the sheet with evidence in it.

    Parameters
    ----------
    rows : iterable of OtherEvidence
        The evidence, in this order.
    standard : Standard
        Names of skills, and the rubric.
    people : iterable of Person
        The roster, for names.
    lang : {'ja', 'en'}
        Language of headers, names and statements.

    Returns
    -------
    str
        CSV for Excel, which `read_evidence` reads back as the same rows.
    """
    return _csv((_cells(row, lang) for row in rows), standard, people, lang)


def read_workspace_evidence(workspace: Workspace, standard: Standard) -> EvidenceFile:
    """Read `records/evidence.csv` with the roster beside it.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    standard : Standard
        Its standard.

    Returns
    -------
    EvidenceFile
        Good rows and findings.

    Raises
    ------
    InputError
        If one of the two files is missing.
    """
    path, roster = workspace.records / FILE_NAME, workspace.records / "roster.csv"
    if not path.is_file():
        raise InputError(
            f"{path}: まだありません。kakehashi evidence --template {FILE_NAME} で記入用の表を作り、"
            "埋めてここに置いてください。",
            f"{path}: not there yet. Make a sheet with kakehashi evidence --template {FILE_NAME}, fill it in and put "
            "it here.",
        )
    if not roster.is_file():
        raise InputError(
            f"{roster}: 名簿がありません。職員番号・氏名・所属の列がある CSV を置いてください。",
            f"{roster}: there is no roster. Put a CSV there with person, name and department.",
        )
    return read_evidence(path, standard=standard, people=read_roster(roster).persons)


def export_evidence(
    workspace: Workspace, standard: Standard, out: Path, *, access: Access, lang: Lang
) -> int:
    """Write the good rows of a workspace's other evidence, after an entry in its audit.

    Parameters
    ----------
    workspace : Workspace
        Evidence and roster are read from it.
    standard : Standard
        Its standard.
    out : Path
        The file.
    access : Access
        Who exports, when and for what.
    lang : {'ja', 'en'}
        Language of headers, names and statements.

    Returns
    -------
    int
        Number of rows.

    Raises
    ------
    InputError
        If no purpose is given, or a file is missing.
    RecordsError
        If the entry cannot be written. No file is written then.
    """
    need_purpose(access)
    rows = read_workspace_evidence(workspace, standard).rows
    people = read_roster(workspace.records / "roster.csv").persons
    text = evidence_sheet(rows, standard, people, lang=lang)
    digest = hashlib.sha256(text.encode()).hexdigest()
    subjects = {row.person for row in rows}
    files = {out.name: digest}
    log_access(workspace.records, access, what="other evidence", files=files, subjects=subjects)
    write_text(out, text)
    return len(rows)


def _attested(standard: Standard, role: str) -> Iterator[str]:
    """Skills of which a role asks for a level that notebooks cannot show."""
    if role in standard.roles:
        for need in standard.roles[role].requirements:
            if (
                "internal" in need.applies_to
                and need.level > standard.skills[need.skill].auto_ceiling
            ):
                yield need.skill


def _cells(row: OtherEvidence, lang: Lang) -> dict[str, str]:
    return {
        "person": row.person,
        "kind": KIND_NAMES[row.kind].get(lang),
        "skill": ";".join(row.skills),
        "level": "" if row.level is None else str(row.level),
        "title": row.title,
        "date": row.day.isoformat(),
        "until": row.until.isoformat() if row.until else "",
        "rater": row.rater,
        "grounds": row.grounds,
    }


def _csv(
    rows: Iterable[Mapping[str, str]], standard: Standard, people: Iterable[Person], lang: Lang
) -> str:
    names = {person.person: person.name for person in people}
    rated = KIND_NAMES["observation"].get(lang)
    table: list[Sequence[str]] = [[header.get(lang) for header in HEADERS.values()]]
    for row in rows:
        skills = [standard.skills[key] for key in row["skill"].split(";") if key]
        told = {
            "person_name": names.get(row["person"], ""),
            "skill_name": " / ".join(skill.name.get(lang) for skill in skills),
            "rubric": _rubric(skills[0], lang) if row["kind"] == rated else "",
        }
        table.append([{**row, **told}.get(field, "") for field in HEADERS])
    return csv_text(table)


def _rubric(skill: Skill, lang: Lang) -> str:
    return " / ".join(f"{level.level}: {level.statement.get(lang)}" for level in skill.levels)
