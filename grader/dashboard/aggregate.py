"""Figures about groups of people, with small groups hidden.

Group figures average the posteriors of the people, never their point estimates: the mean of
P(level ≥ k) is the expected share of the group at level k or above, while a mean of shrunken point
estimates would draw every group towards the middle.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from grader.dashboard.read import by_department, in_standard_order, skills_seen
from grader.dashboard.view import FitLabel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.dashboard.view import Book, Estimate, Member

FLOOR = 5
HOLDER_LEVEL = 2
SHOWN_THRESHOLDS = (1, 2, 3)
MISCONCEPTIONS_SHOWN = 8


def hidden_cells(counts: Mapping[str, int], *, floor: int = FLOOR) -> frozenset[str]:
    """Choose the cells of one row that must not be shown beside the row's total.

    Parameters
    ----------
    counts : mapping
        Cell to number of people behind it.
    floor : int, default 5
        Smallest group that may be shown.

    Returns
    -------
    frozenset of str
        Every cell with 1 to ``floor - 1`` people, and as many more (smallest first) as it takes so
        that the total minus the shown cells is neither one cell nor fewer than ``floor`` people. If
        the total itself is below the floor every cell with people is hidden.

    Examples
    --------
    >>> sorted(hidden_cells({"a": 3, "b": 6, "c": 9}))
    ['a', 'b']
    >>> sorted(hidden_cells({"a": 3, "b": 3, "c": 9}))
    ['a', 'b']
    >>> sorted(hidden_cells({"a": 0, "b": 6, "c": 9}))
    []
    """
    shown = sorted((n, cell) for cell, n in counts.items() if n >= floor)
    hidden = {cell for cell, n in counts.items() if 0 < n < floor}
    while hidden and shown and (len(hidden) == 1 or sum(counts[c] for c in hidden) < floor):
        hidden.add(shown.pop(0)[1])
    return frozenset(hidden)


@dataclass(frozen=True, slots=True)
class Cell:
    """One skill in one department, or in the whole office.

    Parameters
    ----------
    n : int
        People with evidence.
    shares : tuple of float or None
        Expected share of them at levels 1, 2, 3 or above; None where notebooks cannot show the
        level; empty if hidden or without evidence.
    hidden : bool
        Whether the group is too small to show, or hidden to protect a smaller one.
    """

    n: int
    shares: tuple[float | None, ...]
    hidden: bool


@dataclass(frozen=True, slots=True)
class SkillRow:
    """One skill over all departments.

    Parameters
    ----------
    skill : str
        Skill id.
    cells : tuple of Cell
        One per department, in the order of the book.
    total : Cell
        The whole office.
    """

    skill: str
    cells: tuple[Cell, ...]
    total: Cell


def skill_rows(book: Book) -> tuple[SkillRow, ...]:
    """Make the department × skill table.

    Parameters
    ----------
    book : Book
        Everything shown.

    Returns
    -------
    tuple of SkillRow
        One per skill with evidence, in the order of the standard.
    """
    groups = by_department(book.members)
    return tuple(_skill_row(book, groups, skill) for skill in skills_seen(book))


def _skill_row(book: Book, groups: Mapping[str, Sequence[Member]], skill: str) -> SkillRow:
    found = {name: _estimates(groups[name], skill) for name in book.departments}
    hidden = hidden_cells({name: len(estimates) for name, estimates in found.items()})
    everyone = _estimates(book.members, skill)
    ceiling = book.names.ceiling(skill)
    return SkillRow(
        skill=skill,
        cells=tuple(
            _cell(found[name], ceiling, hidden=name in hidden) for name in book.departments
        ),
        total=_cell(everyone, ceiling, hidden=0 < len(everyone) < FLOOR),
    )


def _estimates(members: Sequence[Member], skill: str) -> list[Estimate]:
    return [member.skills[skill] for member in members if skill in member.skills]


def _cell(estimates: Sequence[Estimate], ceiling: int, *, hidden: bool) -> Cell:
    n = len(estimates)
    if hidden or n == 0:
        return Cell(n=n, shares=(), hidden=hidden)
    shares = tuple(
        sum(e.p(level) for e in estimates) / n if level <= ceiling else None
        for level in SHOWN_THRESHOLDS
    )
    return Cell(n=n, shares=shares, hidden=False)


@dataclass(frozen=True, slots=True)
class Summary:
    """How much there is to go by.

    Parameters
    ----------
    people, measured : int
        People of the roster; those of them with any evidence.
    notebooks, exercises : int
        Graded notebooks and graded exercises behind the levels.
    skills : int
        Skills with evidence.
    provisional, estimates : int
        Levels shown, and those of them that are only provisional.
    """

    people: int
    measured: int
    notebooks: int
    exercises: int
    skills: int
    provisional: int
    estimates: int


def summary(book: Book) -> Summary:
    """Count people, notebooks and exercises.

    Parameters
    ----------
    book : Book
        Everything shown.

    Returns
    -------
    Summary
        The counts.
    """
    estimates = [(m.id, e) for m in book.members for e in m.skills.values()]
    rows = [(person, row) for person, estimate in estimates for row in estimate.evidence]
    return Summary(
        people=len(book.members),
        measured=sum(1 for member in book.members if member.skills),
        notebooks=len({(person, row.lesson) for person, row in rows}),
        exercises=len(rows),
        skills=len(skills_seen(book)),
        provisional=sum(1 for _, estimate in estimates if estimate.provisional),
        estimates=len(estimates),
    )


@dataclass(frozen=True, slots=True)
class RoleCoverage:
    """How many people stand where towards one role.

    Parameters
    ----------
    role : str
        Role id.
    counts : mapping
        Verdict to number of people.
    aiming : int
        People whose target role it is.
    """

    role: str
    counts: Mapping[FitLabel, int]
    aiming: int


def role_coverage(book: Book) -> tuple[RoleCoverage, ...]:
    """Count the verdicts of each role.

    Parameters
    ----------
    book : Book
        Everything shown.

    Returns
    -------
    tuple of RoleCoverage
        In the order of the standard.
    """
    return tuple(
        RoleCoverage(
            role=role,
            counts=_verdicts(book, role),
            aiming=sum(1 for member in book.members if member.target_role == role),
        )
        for role in book.names.roles
        if any(role in member.roles for member in book.members)
    )


def _verdicts(book: Book, role: str) -> dict[FitLabel, int]:
    found = Counter(m.roles[role].label for m in book.members if role in m.roles)
    return {label: found[label] for label in get_args(FitLabel)}


@dataclass(frozen=True, slots=True)
class Holders:
    """How many people hold one skill.

    Parameters
    ----------
    skill : str
        Skill id.
    confirmed : int
        People whose level 2 is confirmed.
    expected : float
        Expected number of people at level 2 or above among those with evidence.
    measured : int
        People with evidence.
    """

    skill: str
    confirmed: int
    expected: float
    measured: int


def scarce_skills(book: Book) -> tuple[Holders, ...]:
    """Find the skills that at most one person holds.

    Parameters
    ----------
    book : Book
        Everything shown.

    Returns
    -------
    tuple of Holders
        Skills with evidence and at most one confirmed holder, in the order of the standard.
    """
    found = (_holders(book, skill) for skill in skills_seen(book))
    return tuple(row for row in found if row.confirmed <= 1)


def _holders(book: Book, skill: str) -> Holders:
    estimates = _estimates(book.members, skill)
    return Holders(
        skill=skill,
        confirmed=sum(1 for e in estimates if e.confirmed_level >= HOLDER_LEVEL),
        expected=sum(e.p(HOLDER_LEVEL) for e in estimates),
        measured=len(estimates),
    )


def unmeasured_skills(book: Book) -> tuple[str, ...]:
    """Name the skills that some role asks for and nobody has evidence of.

    Parameters
    ----------
    book : Book
        Everything shown.

    Returns
    -------
    tuple of str
        Skill ids in the order of the standard.
    """
    asked = {
        part.skill
        for member in book.members
        for role in member.roles.values()
        for part in role.parts
    }
    return in_standard_order(book.names, asked - set(skills_seen(book)))


def common_misconceptions(book: Book) -> tuple[tuple[str, int], ...]:
    """Count the people whose answers showed each misconception.

    Parameters
    ----------
    book : Book
        Everything shown.

    Returns
    -------
    tuple of (str, int)
        The most frequent ones with their number of people, most frequent first.
    """
    seen = {
        (member.id, key)
        for member in book.members
        for estimate in member.skills.values()
        for row in estimate.evidence
        for key in row.misconceptions
    }
    counts = Counter(key for _, key in seen)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(ranked[:MISCONCEPTIONS_SHOWN])
