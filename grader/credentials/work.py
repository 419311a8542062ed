"""When the work behind a level was handed in, and how it was kept apart while it was graded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from grader.credentials.calendar import JAPAN, months_later
from grader.errors import InputError
from grader.schema.store import read_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from grader.credentials.awards import Award


@dataclass(frozen=True, slots=True)
class Work:
    """What the results say about the work of one person in the lessons of one skill.

    Parameters
    ----------
    days : tuple of date
        Days in Japan on which it was handed in, in order; empty if nobody noted them.
    isolation : tuple of str
        How submitted code was kept apart, as in the results, sorted.
    """

    days: tuple[date, ...] = ()
    isolation: tuple[str, ...] = ()

    def valid_until(self, months: int | None, issued: date) -> date | None:
        """Return when the evidence should be renewed.

        Parameters
        ----------
        months : int or None
            Months after which evidence of this skill ages; None if it does not.
        issued : date
            Counts from this day if nobody noted when the work was handed in.

        Returns
        -------
        date or None
            The first day on which a badge is no longer valid.
        """
        if months is None:
            return None
        return months_later(self.days[-1] if self.days else issued, months)


def read_work(results: Path, award: Award) -> Work:
    """Look up the work behind a level.

    Parameters
    ----------
    results : Path
        The results folder of the course.
    award : Award
        The confirmed level.

    Returns
    -------
    Work
        From the readable results of the lessons that the evidence names.
    """
    found = [result for result in _results(results / award.person) if result["lesson"] in award.lessons]  # fmt: skip
    times = (result["submitted_at"] for result in found if result["submitted_at"])
    days = {datetime.fromisoformat(time).astimezone(JAPAN).date() for time in times}
    return Work(tuple(sorted(days)), tuple(sorted({str(result["isolation"]) for result in found})))


def _results(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*/results.json")):
        try:
            yield read_json(path, "results")
        except InputError:  # `kakehashi measure` has told about it; here its day is missing
            continue
