"""Which results of a person are sittings: one for each form of a lesson, and the rules for coming again."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from grader.findings import Finding
from grader.measurement.rules import E004, E007, E008
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from grader.findings import Rule
    from grader.measurement.policy import Policy

_HALF_YEAR = 183
_JAPAN = timezone(timedelta(hours=9))
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ResultFile:
    """One `results.json` that was read.

    Parameters
    ----------
    path : Path
        Where it stands.
    data : mapping
        Its content; fits the schema ``results``.
    """

    path: Path
    data: Mapping[str, Any]

    @property
    def form(self) -> int:
        """Form of the lesson, from 1; results without it are of form 1."""
        return int(self.data.get("form", 1))

    @property
    def moment(self) -> datetime | None:
        """When it was handed in, in Japan; a time without zone is UTC, as nbgrader writes it."""
        try:
            moment = datetime.fromisoformat(self.data["submitted_at"] or "")
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(_JAPAN)
        except (ValueError, OverflowError):
            return None

    @property
    def lost(self) -> frozenset[str]:
        """Exercises whose notebook was not handed in: nbgrader gives them 0 points, we know nothing."""
        absent = set(self.data["missing_notebooks"])
        cells = self.data["cells"]
        return frozenset(
            c["grade_id"].removesuffix("-marks") for c in cells if c["notebook"] in absent
        )


@dataclass(frozen=True, slots=True)
class Sitting:
    """One form of a lesson, answered once by one person.

    Parameters
    ----------
    result : ResultFile
        The result that counts.
    day : date or None
        Day in Japan on which it was handed in; None if nobody noted it.
    supervised : bool
        Whether somebody watched, and the rules for retakes were kept.
    """

    result: ResultFile
    day: date | None
    supervised: bool


def choose_sittings(
    results: Iterable[ResultFile],
    *,
    policy: Policy,
    supervised: Collection[tuple[str, str, int]],
) -> tuple[list[Sitting], list[Finding]]:
    """Choose what counts among the graded results of one person on one lesson.

    Parameters
    ----------
    results : iterable of ResultFile
        In any order.
    policy : Policy
        Rules for retakes.
    supervised : collection of (str, str, int)
        Person, lesson and form of each sitting that somebody watched.

    Returns
    -------
    list of Sitting
        One for each form, in order of time; those without a time last.
    list of Finding
        E004 for each result set aside, E007 and E008 for each sitting that came too early or was one
        too many. Such a sitting counts, but as one that nobody watched.

    Notes
    -----
    Of several results of one form (two languages, or handed in again) the first counts; one in which
    nothing at all was attempted gives way to another.
    """
    by_form: dict[int, list[ResultFile]] = defaultdict(list)
    for result in results:
        by_form[result.form].append(result)
    findings, firsts = [], []
    for form in sorted(by_form):
        first, *others = sorted(by_form[form], key=_order)
        firsts.append(first)
        findings += [_set_aside(other, first) for other in others]
    chosen: list[Sitting] = []
    for result in sorted(firsts, key=lambda one: one.moment or _NEVER):
        day = result.moment.date() if result.moment else None
        broken = list(_broken_rules(result, day, chosen, policy))
        watched = (result.data["trainee"], result.data["lesson"], result.form) in supervised
        chosen.append(Sitting(result, day, watched and not broken))
        findings += broken
    return chosen, findings


def _order(result: ResultFile) -> tuple[bool, datetime, str]:
    lost = result.lost
    untouched = all(
        exercise["state"] == "not_attempted" or exercise["id"] in lost
        for exercise in result.data["exercises"]
    )
    return untouched, result.moment or _NEVER, result.data["assignment"]


def _broken_rules(
    result: ResultFile, day: date | None, before: Sequence[Sitting], policy: Policy
) -> Iterator[Finding]:
    days = [(day - one.day).days for one in before if one.day] if day else []
    if days and min(days) < policy.retake_days:
        yield _finding(
            E007,
            result,
            f"前回の受験から{min(days)}日です（{policy.retake_days}日以上）。推定には数えますが、"
            "監督のある受験とはみなしません。",
            f"{min(days)} days after the sitting before ({policy.retake_days} at least); it counts, but not "
            "as a supervised sitting.",
        )
    recent = 1 + sum(one < _HALF_YEAR for one in days)
    if recent > policy.sittings_per_half_year:
        yield _finding(
            E008,
            result,
            f"半年のうちに{recent}回目の受験です（{policy.sittings_per_half_year}回まで）。推定には数えますが、"
            "監督のある受験とはみなしません。",
            f"sitting {recent} within a half-year ({policy.sittings_per_half_year} at most); it counts, but not "
            "as a supervised sitting.",
        )


def _finding(rule: Rule, result: ResultFile, ja: str, en: str) -> Finding:
    return Finding(rule, result.path, 1, Text(ja, en))


def _set_aside(result: ResultFile, first: ResultFile) -> Finding:
    counted, aside = first.data["assignment"], result.data["assignment"]
    return _finding(
        E004,
        result,
        f"同じ教材の「{counted}」を数え、「{aside}」は数えません。",
        f"“{counted}” of the same lesson counts, “{aside}” does not.",
    )
