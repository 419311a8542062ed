"""The records as they were known at one time, around one day of appointment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.findings import Finding, sort_findings
from grader.records.sheets.catalogue import SHEETS
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from sqlalchemy import Engine

    from grader.findings import Rule

    Row = dict[str, Any]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the records say, and what was found wrong with them on the way.

    Parameters
    ----------
    engine : Engine
        The records.
    day : date
        Day of appointment (発令日).
    known_at : datetime
        Time at which the records are read as they were known then, with its zone.
    findings : list of Finding
        What was told so far.
    """

    engine: Engine
    day: date
    known_at: datetime
    findings: list[Finding] = field(default_factory=list)

    @property
    def eve(self) -> date:
        """The day before: who holds which post until the appointment."""
        return self.day - _DAY

    def rows(self, sheet: str, on: date | None) -> list[Row]:
        """Read a sheet.

        Parameters
        ----------
        sheet : str
            Id of the sheet.
        on : date or None
            Only what holds on this day; None: every period.

        Returns
        -------
        list of dict
            Rows sorted by key.

        Raises
        ------
        RecordsError
            If the records cannot be read.
        """
        from grader.records.database import rows  # noqa: PLC0415  # SQLAlchemy is loaded only to read records

        return [dict(row) for row in rows(self.engine, sheet, on=on, known_at=self.known_at)]

    def by_person(self, sheet: str, on: date | None = None) -> dict[str, list[Row]]:
        """Read a sheet about people.

        Parameters
        ----------
        sheet : str
            Id of the sheet.
        on : date, optional
            The day; the day of appointment if not given.

        Returns
        -------
        dict of str to list of dict
            Rows by person id.

        Raises
        ------
        RecordsError
            If the records cannot be read.
        """
        found: dict[str, list[Row]] = {}
        for row in self.rows(sheet, on or self.day):
            found.setdefault(row["person"], []).append(row)
        return found

    def tell(self, rule: Rule, sheet: str, row: Row | None, text: Text) -> None:
        """Note a finding.

        Parameters
        ----------
        rule : Rule
            The rule.
        sheet : str
            Id of the sheet; empty if it is about none.
        row : dict or None
            The row.
        text : Text
            What is wrong.
        """
        kind = SHEETS.get(sheet)
        key = "/".join(str(row.get(name)) for name in kind.key) if kind and row else None
        name = kind.name.ja if kind else "planning.yaml"
        self.findings.append(Finding(rule, Path(name), 1, text, cell=key))

    def known(
        self, values: Iterable[str], among: Collection[str], *, rule: Rule, row: tuple[str, Row]
    ) -> list[str]:
        """Keep the names that exist, and tell of the others.

        Parameters
        ----------
        values : iterable of str
            Names.
        among : collection of str
            Those that exist.
        rule : Rule
            The rule to name.
        row : tuple of (str, dict)
            Sheet and row in which they stand.

        Returns
        -------
        list of str
            Known names, in order.
        """
        found = []
        for value in values:
            if value in among:
                found.append(value)
            else:
                text = Text(f"「{value}」がありません。", f"There is no “{value}”.")
                self.tell(rule, *row, text)
        return found

    def told(self) -> list[Finding]:
        """Return all findings in order.

        Returns
        -------
        list of Finding
            Sorted, each once.
        """
        return sort_findings(self.findings)
