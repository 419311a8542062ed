"""What stands beside the measured levels: other evidence, skill by skill, as the pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.records.other_evidence import (
    in_force,
    newest_by_rater,
    panel,
    state_on,
    usual_months,
)
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from grader.records.other_evidence import Kind, OtherEvidence, Panel, State
    from grader.records.roster import Person
    from grader.standard.model import Standard

_GENERAL = ""
"""Where evidence stands of which nobody has said what skill it is about."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of other evidence as shown.

    Parameters
    ----------
    kind : {'qualification', 'registration', 'observation', 'document', 'placement'}
        What it is.
    title : Text
        Name of the examination, document or posting, or of the rater.
    level : int or None
        Level observed; None for every other kind.
    day : date
        Its day.
    until : date or None
        Last day on which it is valid, if it has one.
    state : str or None
        What it amounts to on the day of the pages; None if they bear no day.
    grounds : str
        What was seen, or where the papers are kept; may be empty.
    """

    kind: Kind
    title: Text
    level: int | None
    day: date
    until: date | None
    state: State | None
    grounds: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Other evidence of one skill of one person, in the three columns of the page.

    Parameters
    ----------
    qualifications : tuple of Piece
        Passes and registrations.
    observations : tuple of Piece
        The newest of each supervisor.
    records : tuple of Piece
        Documents and past postings.
    panel : Panel or None
        What the supervisors say together; None without an observation that counts.
    """

    qualifications: tuple[Piece, ...] = ()
    observations: tuple[Piece, ...] = ()
    records: tuple[Piece, ...] = ()
    panel: Panel | None = None


def beside_levels(
    rows: Iterable[OtherEvidence], standard: Standard, people: Sequence[Person], day: date | None
) -> dict[str, dict[str, Beside]]:
    """Sort other evidence by person and skill.

    Parameters
    ----------
    rows : iterable of OtherEvidence
        All of it.
    standard : Standard
        Names of examinations and postings, and after what time evidence is renewed.
    people : sequence of Person
        The roster, for the names of raters.
    day : date or None
        Day of the pages; without it nothing is said of what has expired.

    Returns
    -------
    dict
        Person id to skill id to what there is. Evidence without a skill stands under ``""``.
    """
    found: dict[str, dict[str, list[OtherEvidence]]] = {}
    for row in rows:
        for skill in row.skills or (_GENERAL,):
            found.setdefault(row.person, {}).setdefault(skill, []).append(row)
    shelf = _Shelf(standard, {person.person: person.name for person in people}, day)
    return {
        person: {skill: shelf.beside(skill, mine) for skill, mine in skills.items()}
        for person, skills in found.items()
    }


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What is needed to name and date evidence."""

    standard: Standard
    names: Mapping[str, str]
    day: date | None

    def beside(self, skill: str, rows: Sequence[OtherEvidence]) -> Beside:
        seen = newest_by_rater(row for row in rows if row.kind == "observation")
        counted = seen if self.day is None else in_force(seen, self.standard, skill, self.day)
        return Beside(
            qualifications=self.pieces(skill, rows, "qualification", "registration"),
            observations=self.pieces(skill, seen, "observation"),
            records=self.pieces(skill, rows, "document", "placement"),
            panel=panel(counted),
        )

    def pieces(self, skill: str, rows: Iterable[OtherEvidence], *kinds: Kind) -> tuple[Piece, ...]:
        chosen = sorted((row for row in rows if row.kind in kinds), key=lambda row: row.day)
        return tuple(self.piece(skill, row) for row in reversed(chosen))

    def piece(self, skill: str, row: OtherEvidence) -> Piece:
        months = usual_months(row, self.standard, skill)
        return Piece(
            kind=row.kind,
            title=self.title(row),
            level=row.level,
            day=row.day,
            until=row.until,
            state=None if self.day is None else state_on(row, self.day, months=months),
            grounds=row.grounds,
        )

    def title(self, row: OtherEvidence) -> Text:
        if row.kind == "observation":
            name = self.names.get(row.rater, row.rater)
            return Text(name, name)
        exam = self.standard.qualifications.get(row.title)
        known = exam or self.standard.placements.get(row.title)
        return known.name if known else Text(row.title, row.title)
