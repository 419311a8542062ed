"""Read cases from YAML; a case that cannot be read does not keep the others from being answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from grader.errors import InputError
from grader.findings import Finding
from grader.schema.store import X001, schema_findings
from grader.standard.rulings.case import BidCase, Link, Tie
from grader.standard.rulings.words import ENDS
from grader.text import Text
from grader.yamlfile import YamlDocument, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class NamedCase:
    """A case of a file.

    Parameters
    ----------
    id : str
        Id in the file.
    line : int
        Line of the file, from 1.
    rules : tuple of str or None
        Rules to apply; None for all.
    case : BidCase
        The case.
    """

    id: str
    line: int
    rules: tuple[str, ...] | None
    case: BidCase


def read_cases(path: Path) -> tuple[list[NamedCase], list[Finding]]:
    """Read a file of cases.

    Parameters
    ----------
    path : Path
        A YAML file in the form of the schema ``bid_cases``.

    Returns
    -------
    list of NamedCase
        The cases that could be read, in the order of the file.
    list of Finding
        What is wrong with the others, with file and line.

    Raises
    ------
    OSError
        If there is no such file, or it may not be read.
    """
    document, findings = read_yaml(path)
    if document is None:
        return [], findings
    findings += schema_findings(document, "bid_cases")
    cases = []
    for index, data in enumerate(_listed(document)):
        if not _fits(path, data) or _touched(document, index, findings):
            continue
        try:
            cases.append(_named_case(document, index, data))
        except InputError as error:
            line = document.line("cases", index)
            findings.append(Finding(X001, path, line, Text(error.ja, error.en)))
    return cases, findings


def _listed(document: YamlDocument) -> list[Any]:
    data = document.data
    cases = data.get("cases") if isinstance(data, dict) else None
    return cases if isinstance(cases, list) else []


def _fits(path: Path, data: Any) -> bool:
    """Hold one case to the schema; an alias may have put a mistake on the lines of another case."""
    alone = YamlDocument(path, {"format_version": 1, "cases": [data]}, {})
    return not schema_findings(alone, "bid_cases")


def _touched(document: YamlDocument, index: int, findings: Iterable[Finding]) -> bool:
    """Tell whether a finding lies within the lines of a case, or before the first: then no case is sure."""
    first, end = document.line("cases", index), document.lines.get(("cases", index + 1))
    head = document.line("cases", 0)
    return any(
        finding.line < head or (first <= finding.line and (end is None or finding.line < end))
        for finding in findings
    )


def _named_case(document: YamlDocument, index: int, data: Mapping[str, Any]) -> NamedCase:
    rules = data.get("rules")
    case = BidCase(
        bidder=data["bidder"],
        on=_required_day(data["date"]),
        procurement=data.get("procurement"),
        acts=tuple(data["acts"]) if "acts" in data else None,
        ties=tuple(_tie(tie) for tie in data.get("ties", ())),
        links=tuple(Link(x["company"], x["is"], x["of"]) for x in data.get("links", ())),
        method=data.get("method"),
        applied_on=_day(data.get("applied_on")),
        acted_on=_day(data.get("acted_on")),
        facts=data.get("facts", {}),
        exemption=data.get("exemption"),
    )
    line = document.line("cases", index)
    return NamedCase(data["id"], line, None if rules is None else tuple(rules), case)


def _tie(data: Mapping[str, Any]) -> Tie:
    until = data["to"]
    return Tie(
        kind=data["kind"],
        company=data["company"],
        since=_day(data.get("from")),
        until=until if until in ENDS else _required_day(until),
        interrupted=data.get("interrupted", False),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else _required_day(text)


def _required_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(
            f"「{text}」という日はありません。", f"There is no day “{text}”."
        ) from None
